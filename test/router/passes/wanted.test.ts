import { describe, expect, it } from 'vitest';
import { clean } from './clean.ts';

// What stays because of what depends on it, seen by what dead-code removal leaves.

describe('what is wanted', () => {
  it('leaves what takes packets away from others', () => {
    const text = 'FromDevice(0) -> q :: Queue -> ToDevice(1); q -> Unqueue -> StaticSwitch(1) -> Idle;';
    expect(clean(text).changes).toEqual(['removed StaticSwitch@5: it uses none of its outputs']);
  });

  it('keeps what drops all that it gets, and so decides what is left for others', () => {
    const text = 'FromDevice(0) -> q :: Queue -> ToDevice(1); q[1] -> Unqueue -> Classifier;';
    expect(clean(text).changes).toEqual([]);
  });

  it('keeps an element whose optional outputs lead nowhere but which takes packets in itself', () => {
    expect(clean('FromDevice(0) -> t :: ToDevice(1); t -> Idle;').changes).toEqual([]);
  });

  it('follows the flow codes: an ARP answer goes no further than the ARPQuerier', () => {
    const result = clean(
      'FromDevice(0) -> [1] a :: ARPQuerier; Idle -> a; a -> c :: Counter -> ToDevice(0);',
    );
    expect(result.changes).toContain('removed c: no packet reaches it');
    expect(result.text).toContain('FromDevice@1 -> [1] a;');
  });

  it('keeps elements that a live element names', () => {
    const result = clean(
      'Idle -> c :: Counter -> Discard; Idle -> d :: Counter -> Discard; Script(read c.count)',
    );
    expect(result.text).toEqual([
      'Idle@1 :: Idle;',
      'c :: Counter;',
      'Script@7 :: Script(read c.count);',
      'c -> Idle@1;',
      'Idle@1 -> c;',
    ]);
  });

  it('keeps what comes to an element that stays: it may count or be full', () => {
    const named = 'FromDevice(0) -> c :: Counter -> q :: Queue -> Idle; Script(read q.length)';
    expect(clean(named).changes).toEqual([]);

    const pulled =
      'FromDevice(0) -> c :: Counter -> q :: Queue -> u :: Unqueue -> Idle; Script(read q.length)';
    expect(clean(pulled).changes).toEqual([]);

    const full = `FromDevice(0) -> t :: PullQueue; t -> ToDevice(0); t [1] -> Unqueue -> q :: Queue -> Idle;
      FromDevice(1) -> c :: Counter -> q`;
    expect(clean(full).changes).toEqual([]);
  });

  it('takes out what a dead element names', () => {
    const text = 'Idle -> a :: ARPTabled(q) -> Discard; FromDevice(0) -> q :: Queue -> Idle; ToDevice(0)';
    expect(clean(text).changes).toContain('removed q: it leads nowhere');
  });
});
