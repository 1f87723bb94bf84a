import { abi } from '../../generated/abi.js';
import { manualOf } from '../../src/catalog/index.ts';

/** One element of a configuration that tries all classes, with the counters around it. */
export interface Trial {
  name: string;
  className: string;
  /** Handlers whose values, one behind the other, tell what went in, came out, and was dropped. */
  ins: string[];
  outs: string[];
  dropped: string[];
}

/** What classes are given that need arguments, or that do nothing without. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  ARPQuerier: '10.0.0.2, 2:0:0:0:0:2',
  ARPResponder: '10.0.0.2 2:0:0:0:0:2',
  Align: '4, 2',
  BandwidthMeter: '1MBps',
  BandwidthRatedSplitter: '1MBps',
  BandwidthRatedUnqueue: '100MBps',
  BandwidthShaper: '100MBps',
  Block: '50',
  Burster: '1ms, 1000',
  CheckPaint: '1',
  Classifier: '12/0800, 12/0806',
  DelayShaper: '1ms',
  DelayUnqueue: '1ms',
  DirectIPLookup: '10.0.0.0/24 0, 10.0.0.2/32 1',
  DriverManager: 'TYPE PACKET, set n $input$n, goto end $(gt $(length $n) 9), exit',
  EtherEncap: '0x800, 2:0:0:0:0:1, 2:0:0:0:0:2',
  EtherRewrite: '2:0:0:0:0:1, 2:0:0:0:0:2',
  EtherVLANEncap: '0x800, 2:0:0:0:0:1, 2:0:0:0:0:2, 5',
  FixIPSrc: '10.0.0.9',
  GetIPAddress: '16',
  HashSwitch: '12, 4',
  HostEtherFilter: '2:0:0:0:0:2',
  ICMPError: '10.0.0.9, timeexceeded',
  ICMPPingRewriter: 'pattern 1.0.0.1 1-9 - - 0 1, pass 1',
  ICMPPingSource: '10.0.0.1, 10.0.0.2, LIMIT 1',
  ICMPRewriter: 'rewriter',
  IPAddrRewriter: 'pattern 1.0.0.1-1.0.0.9 - 0 1, keep 0 1',
  IPClassifier: 'tcp opt syn and tcp win 1024, udp dst port 53 or icmp type echo',
  IPEncap: '4, 1.1.1.1, 2.2.2.2',
  IPFilter: 'allow tcp dst port 80 and ip ttl > 1, 1 src net 10.0.0.0/8 and not ip frag',
  IPFragmenter: '68',
  IPGWOptions: '10.0.0.9',
  IPInputCombo: '1',
  IPOutputCombo: '1, 10.0.0.9, 1000',
  IPRateLimiter: '1',
  IPRewriter: 'pattern 1.0.0.1 1024-65535 - - 0 1, pass 1',
  LinearIPLookup: '10.0.0.0/24 0, 10.0.0.2/32 1',
  LinkUnqueue: '1ms, 100MBps',
  Meter: '1000',
  Pad: '60',
  Paint: '1',
  PaintTee: '1',
  Print: 'x, 2000',
  RED: '1, 5, 0.5',
  RadixIPLookup: '10.0.0.0/24 0, 10.0.0.2/32 1',
  RandomSample: '0.5',
  RangeIPLookup: '10.0.0.0/24 0, 10.0.0.2/32 1',
  RatedSplitter: '1000',
  RatedUnqueue: '1000000',
  Script: 'init n 0, set n $(mod $(add $n 1) 3), return $n',
  SetAnnoByte: 'PAINT, 1',
  SetIPAddress: '10.0.0.9',
  SetIPDSCP: '63',
  SetIPECN: '3',
  Shaper: '1000000',
  StaticIPLookup: '10.0.0.0/24 0, 10.0.0.2/32 1',
  StaticPullSwitch: '1',
  StaticSwitch: '1',
  StoreIPAddress: '10.0.0.9, dst',
  StrideSched: '1, 2',
  Strip: '14',
  Switch: '1',
  PullSwitch: '1',
  TCPRewriter: 'pattern 1.0.0.1 1024-65535 - - 0 1, keep 1 0',
  TimedSink: '50us',
  TimedUnqueue: '1ms, 1000',
  Truncate: '40',
  UDPIPEncap: '1.1.1.1, 5, 2.2.2.2, 6',
  UDPRewriter: 'drop, pattern - 1024-1030# 1.0.0.2 53 0 1',
  Unstrip: '14',
  VLANEncap: '5',
};

/** Classes that make fragments or copies: more may come out than went in. */
const MAKERS = new Set(['IPFragmenter', 'IPOutputCombo', 'PaintTee', 'PullTee', 'Tee']);

/** Classes that keep packets, or take them in and say something else: nothing but what they read and write counts. */
const KEEPERS = new Set(['ARPQuerier', 'ICMPPingSource', 'IPReassembler', 'TimedSink']);

/** What stands before the element: nothing, or what makes IP packets of frames, marked with all that may be wrong. */
const IP = 'Strip(14) -> MarkIPHeader -> GetIPAddress(16) ->';
const VARIANTS = [
  { before: '', outputs: 'few' },
  { before: IP, outputs: 'few' },
  { before: IP, outputs: 'many' },
  { before: 'MarkIPHeader(14) -> Paint(1) ->', outputs: 'many' },
] as const;

/** A configuration that gives every frame of device 0 to several elements of every class that takes packets. */
export function elementBench(): { source: string; trials: Trial[] } {
  const bench = new Bench();
  for (const { name } of abi.classes)
    for (const variant of VARIANTS) bench.add(name, variant.before, variant.outputs === 'many');
  return { source: bench.source(), trials: bench.trials };
}

class Bench {
  readonly trials: Trial[] = [];
  readonly #lines: string[] = [];
  #feeds = 0;

  add(className: string, before: string, many: boolean): void {
    const spec = manualOf(className, 'clickforge')!;
    const [inputs, outputs] = portCounts(spec.ports, many);
    if (inputs === 0) return;
    const name = `e${this.trials.length}`;
    const told = (handler: string) => (spec.handlers ?? []).some((each) => each.name === handler);
    const drops = told('drops') ? [`${name}.drops`] : [];
    const trial: Trial = { name, className, ins: [], outs: [], dropped: drops };
    const code = portCodes(spec.processing, inputs, outputs);
    this.#lines.push(`${name} :: ${className}(${argumentsOf(className, this.trials.length)});`);
    for (const [i, kind] of code.inputs.entries()) this.#feed(trial, before, i, kind);
    for (const [i, kind] of code.outputs.entries()) this.#drain(trial, i, kind);
    if (outputs === 0 && told('count')) trial.outs.push(`${name}.count`);
    this.trials.push(trial);
  }

  #feed({ name, ins }: Trial, before: string, input: number, kind: string): void {
    const counter = `${name}_in${input}`;
    const queue = kind === 'l' ? 'Queue(20000) -> ' : '';
    this.#lines.push(
      `t [${this.#feeds++}] -> ${before} ${queue}${counter} :: Counter -> [${input}] ${name};`,
    );
    ins.push(`${counter}.count`);
  }

  #drain({ name, className, outs }: Trial, output: number, kind: string): void {
    const counter = `${name}_out${output}`;
    const queue = className === 'RED' ? 'Queue -> ' : '';
    const unqueue = kind === 'l' || queue ? `${queue}Unqueue(BURST -1) -> ` : '';
    this.#lines.push(`${name} [${output}] -> ${unqueue}${counter} :: Counter -> Discard;`);
    outs.push(`${counter}.count`);
  }

  source(): string {
    const rewriter = `t [${this.#feeds}] -> ${IP} rewriter :: IPRewriter(keep 0 0) -> Discard;`;
    return ['FromDevice(0) -> t :: Tee;', rewriter, ...this.#lines].join('\n');
  }
}

function argumentsOf(className: string, index: number): string {
  return className === 'ToDevice' ? `${1 + (index % VARIANTS.length)}` : (ARGUMENTS[className] ?? '');
}

export const isMaker = (className: string) => MAKERS.has(className);
export const isKeeper = (className: string) => KEEPERS.has(className);

const SOME = 2;

/** Inputs and outputs in use, by Click's port count code. */
function portCounts(code: string, many: boolean): [number, number] {
  const [input, output = input] = code.split('/') as [string, string?];
  const inputs = portCount(input, false);
  return [inputs, output.startsWith('=') ? inputs : portCount(output!, many)];
}

function portCount(code: string, many: boolean): number {
  const [least, most] = code.split('-');
  if (most === undefined) return Number(least);
  if (most === '') return SOME;
  return Number(many ? most : least || Math.min(Number(most), 1)) || (least === '0' ? Number(most) : 0);
}

/** `h`, `l` or `a` of each port. */
function portCodes(code: string, inputs: number, outputs: number) {
  const [input, output = input] = code.split('/') as [string, string?];
  const letters = (text: string, count: number) =>
    Array.from({ length: count }, (_, i) => text[Math.min(i, text.length - 1)]!);
  return { inputs: letters(input, inputs), outputs: letters(output!, outputs) };
}
