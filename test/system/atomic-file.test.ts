import { describe, expect, it } from 'vitest';
import { AtomicFile } from '../../src/system/atomic-file.ts';
import { memorySystem } from './memory-system.ts';

describe('AtomicFile', () => {
  it('shows nothing until all is written', () => {
    const system = memorySystem({ '/vnf/a': 'old' });
    const file = new AtomicFile(system, '/vnf/a');
    file.write(Buffer.from('new '));
    expect(system.volume.readFileSync('/vnf/a', 'utf8')).toBe('old');
    file.write(Buffer.from('text'));
    file.commit();
    expect(system.volume.readFileSync('/vnf/a', 'utf8')).toBe('new text');
    expect(system.volume.readdirSync('/vnf')).toEqual(['a']);
  });

  it('leaves the old file and nothing else when it is discarded', () => {
    const system = memorySystem({ '/vnf/a': 'old' });
    const file = new AtomicFile(system, '/vnf/a');
    file.write(Buffer.from('new'));
    file.discard();
    file.discard();
    expect(system.volume.readFileSync('/vnf/a', 'utf8')).toBe('old');
    expect(system.volume.readdirSync('/vnf')).toEqual(['a']);
  });

  it('keeps what was committed when it is discarded afterwards', () => {
    const system = memorySystem();
    const file = new AtomicFile(system, '/vnf/a');
    file.commit();
    file.discard();
    expect(system.volume.readFileSync('/vnf/a', 'utf8')).toBe('');
  });
});
