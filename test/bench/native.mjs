// Instructions a packet in the native build, counted by callgrind: what each element adds to a source that makes
// the same packet again and again. Two runs of different length take start and end out of the figures.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildNative } from '../../scripts/build-native.mjs';
import { root, run } from '../../scripts/run.mjs';

const PROGRAM = join(root, 'build/native/clickforge-run');
const PACKETS = 20_000;
const BURSTS = [1, 8, 32];

/** Ethernet, IPv4 10.0.0.1 > 10.0.0.2, TCP 1000 > 79, 64 bytes. */
const TCP = `\\<020000000002 020000000001 0800 4500003200000000400666c4 0a0000010a000002
  03e8004f 00000000 00000000 50020400 00000000 00000000000000000000>`;

/** The same to the recipe's router, from its first network to its second; UDP. */
const ROUTED = `\\<00163e000100 020000000001 0800 4500003200000000401165b9 0a0000010a000102
  03e8004f001e0000 0000000000000000000000000000000000000000>`;

const rules = Array.from({ length: 20 }, (_, rule) => {
  const hosts = Array.from({ length: 20 }, (_, i) => `src host 10.${rule}.${i}.1`);
  return `${rule % 2 ? 'deny' : 'allow'} tcp && (${hosts.join(' || ')})`;
});

/** Each rule asks for a protocol and one of nets, hosts, ports and ranges of ports; the packet has none of them. */
const mixed = Array.from({ length: 20 }, (_, rule) => {
  const any = Array.from({ length: 20 }, (_, i) => {
    const port = 20000 + 640 * rule + 32 * i;
    return [
      `src net 10.${rule + 1}.${i}.0/24`,
      `dst host 192.168.${rule}.${i}`,
      `dst port ${1000 + 97 * rule + 31 * i}`,
      `dst port > ${port} && dst port < ${port + 16}`,
    ][i % 4];
  });
  return `${rule % 2 ? 'deny' : 'allow'} ${rule % 3 ? 'tcp' : 'udp'} && (${any.join(' || ')})`;
});

/** Names, elements, and the elements whose cost is taken off (none: the source's cost counts too). */
const CASES = [
  { name: 'source -> Counter -> Discard', path: 'Counter', target: 60, packet: 'x' },
  { name: 'Counter', path: 'Counter', without: 'Null' },
  { name: 'Queue, Unqueue', path: 'Queue -> Unqueue(BURST)', without: 'Null' },
  { name: 'Tee, two outputs', path: 't :: Tee; t[1] -> Discard; t', without: 'Null' },
  {
    name: 'Classifier, 4 patterns',
    path: 'Classifier(12/0806 20/0001, 12/0806 20/0002, 12/0800, -)',
    without: 'Null',
    outputs: 4,
    output: 2,
  },
  { name: 'CheckIPHeader', path: 'Strip(14) -> CheckIPHeader', without: 'Strip(14)' },
  {
    name: 'IPFilter, 20 rules of 20',
    path: `Strip(14) -> CheckIPHeader -> IPFilter(${rules.join(', ')}, allow all)`,
    without: 'Strip(14) -> CheckIPHeader',
    target: 150,
  },
  {
    name: 'IPFilter, 20 mixed rules of 20',
    path: `Strip(14) -> CheckIPHeader -> IPFilter(${mixed.join(', ')}, allow all)`,
    without: 'Strip(14) -> CheckIPHeader',
    target: 150,
  },
  {
    name: 'ARPQuerier, known address',
    path: 'Strip(14) -> CheckIPHeader -> q :: ARPQuerier(10.0.0.9, 2:0:0:0:0:9)',
    without: 'Strip(14) -> CheckIPHeader',
    more: 'Idle -> [1] q;',
    write: 'q.insert=10.0.0.2 2:0:0:0:0:2',
  },
  {
    name: 'EtherEncap',
    path: 'Strip(14) -> EtherEncap(0x800, 2:0:0:0:0:1, 2:0:0:0:0:2)',
    without: 'Strip(14)',
  },
  {
    name: 'IPRewriter, one flow',
    path: 'Strip(14) -> CheckIPHeader -> IPRewriter(pattern 1.0.0.1 1024-65535 - - 0 0)',
    without: 'Strip(14) -> CheckIPHeader',
    target: 250,
  },
  {
    name: 'IP router, all of it',
    whole: ipRouter(),
    packet: ROUTED,
    end: 'if1/end',
    write: 'if1/arp.insert=10.0.1.2 2:0:0:0:0:2',
    target: 600,
  },
];

/** The recipe with a source and sinks in place of its devices; packets arrive in if1/end. */
function ipRouter() {
  const recipe = readFileSync(join(root, 'images/ip-router/ip-router.click'), 'latin1')
    .replace('FromDevice($number)', 'input [1]')
    .replace('ToDevice($number)', 'Unqueue(BURST) -> end :: Discard');
  return `${recipe} SOURCE -> [1] if0; Idle -> [1] if1;`;
}

const folder = mkdtempSync(join(tmpdir(), 'clickforge-bench-'));

/** The Plan for a configuration, out of an image. */
function plan(source) {
  const [config, image, file] = ['config.click', 'image.elf', 'plan.bin'].map((name) => join(folder, name));
  writeFileSync(config, source);
  const built = run(process.execPath, [join(root, 'dist/cli.js'), 'build', config, '-o', image]);
  if (built.code !== 0) throw new Error(built.stderr);
  const bytes = readFileSync(image);
  const at = bytes.lastIndexOf('CLKPLAN\0', undefined, 'latin1');
  writeFileSync(file, bytes.subarray(at, at + bytes.readUInt32LE(at + 16)));
  return file;
}

/** Of a run in which at least `count` packets arrive in the Discard element `end`. */
function instructions(source, end, count, write) {
  const args = [
    '--tool=callgrind',
    '--callgrind-out-file=/dev/null',
    PROGRAM,
    plan(source),
    ...['--memory', '16000000', '--handler', `${end}.count`],
  ];
  const done = run('valgrind', [...args, ...(write ? ['--write', write] : [])]);
  const counted = /Collected : (\d+)/.exec(done.stderr);
  if (done.code !== 0 || !counted) throw new Error(`valgrind: ${done.stderr}`);
  const arrived = Number(/DATA \d+\s+(\d+)\s*$/.exec(done.stdout)?.[1]);
  if (!(arrived >= count)) throw new Error(`${arrived} of ${count} packets came to ${end}: ${done.stderr}`);
  return Number(counted[1]);
}

function cost(path, each, burst) {
  const { packet = TCP, write, whole, end = 'end' } = each;
  const source = (count) => `InfiniteSource(${packet}, LIMIT ${count}, BURST ${burst}, LENGTH 69, STOP true)`;
  const config = (whole ?? around(path, each)).replaceAll('BURST', String(burst));
  const run = (count) =>
    instructions(
      config.replace('SOURCE', () => source(count)),
      end,
      count - 2 * burst,
      write,
    );
  return (run(2 * PACKETS) - run(PACKETS)) / PACKETS;
}

/** A source in front of a path, and all its outputs discarded. */
function around(path, { outputs = 1, output = 0, more = '' }) {
  const [before, last] = path.includes(';') ? splitLast(path) : ['', path];
  const rest = Array.from({ length: outputs }, (_, i) => (i === output ? '' : `e [${i}] -> Discard;`));
  const named = outputs > 1 ? `e :: ${last} [${output}]` : last;
  return `${before} SOURCE -> ${named} -> end :: Discard; ${rest.join(' ')} ${more}`;
}

/** Statements in front of the path, and the path. */
function splitLast(text) {
  const at = text.lastIndexOf(';');
  return [text.slice(0, at + 1), text.slice(at + 1)];
}

try {
  await buildNative(root);
  console.log(
    `${'instructions a packet, bursts of'.padEnd(34)}${BURSTS.map((burst) => String(burst).padStart(8)).join('')}`,
  );
  for (const each of CASES) {
    const figures = BURSTS.map(
      (burst) =>
        cost(each.path, each, burst) -
        (each.without ? cost(each.without, { packet: each.packet }, burst) : 0),
    );
    const target = each.target
      ? `   target: ${each.target}, ${figures.at(-1) <= each.target ? 'met' : 'MISSED'}`
      : '';
    console.log(
      `${each.name.padEnd(34)}${figures.map((figure) => figure.toFixed(0).padStart(8)).join('')}${target}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
