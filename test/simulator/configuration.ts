import { readFileSync } from 'node:fs';
import { simulatorAbi } from '../../generated/abi.js';
import { checkArguments, classNames, traits } from '../../src/catalog/index.ts';
import { compile } from '../../src/plan/compile.ts';
import { loadRouter } from '../../src/router/index.ts';
import { fileOpener } from '../../src/simulator/elements/index.ts';
import { openSink, openSource, saveFile } from '../../src/simulator/files.ts';
import { PlanReader } from '../../src/simulator/reconfigure.ts';
import type { SimulationOptions } from '../../src/simulator/simulation.ts';
import { Simulation } from '../../src/simulator/simulation.ts';
import { memorySystem } from '../system/memory-system.ts';

const path = new URL('../../dist/simulator/clickforge.wasm', import.meta.url);

let compiled: WebAssembly.Module | undefined;

export function simulatorModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(path));
  return compiled;
}

/** The Plan of a configuration without mistakes. */
export function planOf(text: string): Uint8Array {
  const loaded = loadRouter(text, 'config', {
    traits: traits('simulator'),
    classNames: () => classNames('simulator'),
  });
  const { diagnostics, values } = checkArguments(loaded.router, 'simulator');
  const wrong = [...loaded.diagnostics, ...diagnostics].filter(({ severity }) => severity === 'error');
  if (wrong.length > 0) throw new Error(wrong.map(({ message }) => message).join('\n'));
  const { router, resolved } = loaded;
  const ports = {
    ...router,
    ninputs: resolved.map(({ ninputs }) => ninputs),
    noutputs: resolved.map(({ noutputs }) => noutputs),
    isPull: router.connections.map(({ from, fromPort }) => resolved[from]!.outputs[fromPort] === 'pull'),
  };
  return compile(ports, values, simulatorAbi);
}

export interface Started {
  simulation: Simulation;
  /** The log so far. */
  log(): string;
  /** Runs to the end; the reason. */
  run(): string;
  read(name: string): string;
}

export function start(text: string, options: Partial<SimulationOptions> = {}): Started {
  let log = '';
  const plan = options.plan ?? planOf(text);
  const simulation = new Simulation({
    module: simulatorModule(),
    plan,
    reader: new PlanReader(plan),
    console: (bytes) => {
      log += Buffer.from(bytes).toString('latin1');
    },
    ...options,
  });
  return {
    simulation,
    log: () => log,
    run() {
      for (let i = 0; i < 2000; i++) {
        const progress = simulation.run(1000);
        if (progress.state === 'end') return progress.reason;
      }
      throw new Error('the run does not end');
    },
    read(name) {
      const [element, handler] = name.split('.') as [string, string];
      const index = simulation.plan.elements.findIndex((each) => each.name === element);
      return simulation.handlers.read({ element: index, handler, full: name }).text;
    },
  };
}

/**
 * Runs a configuration to its end among files in memory (names are below `/vnf`); the files afterwards, the log, and
 * what elements wrote to standard output.
 */
export function runWithFiles(text: string, files: Record<string, string | Buffer> = {}, input = '') {
  const system = memorySystem(
    Object.fromEntries(Object.entries(files).map(([name, content]) => [`/vnf/${name}`, content])),
    { standardInput: input },
  );
  const at = (path: string) => (path === '-' ? path : `/vnf/${path}`);
  const complaints: string[] = [];
  const plan = planOf(text);
  const router = start(text, {
    plan,
    openFile: fileOpener(plan, {
      open: (path) => openSource(system, at(path)),
      create: (path) => openSink(system, at(path)),
      complain: (message) => void complaints.push(message),
      remarks: () => [],
    }),
    saveFile: (path, bytes, append) => saveFile(system, at(path), bytes, append),
    print: (bytes) => system.output.write(bytes.slice()),
  });
  const reason = router.run();
  router.simulation.close();
  return {
    ...router,
    reason,
    complaints,
    output: system.written().output,
    file: (name: string) => system.volume.readFileSync(`/vnf/${name}`) as Buffer,
    text: (name: string) => `${system.volume.readFileSync(`/vnf/${name}`, 'latin1')}`,
  };
}
