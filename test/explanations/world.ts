import { generateKeyPairSync } from 'node:crypto';
import { abi } from '../../generated/abi.js';
import { packTar } from '../../src/bundles/tar.ts';
import { type Ran, runCommand } from '../commands/run-command.ts';
import { makeBase, PLAN_ADDRESS } from '../image/base-fixture.ts';
import { makeStem } from '../image/stem-fixture.ts';
import { packet, writePcap } from '../simulator/capture/files.ts';
import type { MemoryOptions } from '../system/memory-system.ts';
import { CLOUDS_YAML, servers } from './servers.ts';

const FIREWALL = `a :: FromDevice(0) -> counter :: Counter -> queue :: Queue -> ToDevice(1);
FromDevice(1) -> Queue -> ToDevice(0);
`;

const frame = (size: number, last: number) => packet(1, 0, [...new Array<number>(size - 1).fill(0), last]);
const lan = Buffer.from(writePcap([frame(60, 1), frame(60, 2)]));

type Files = Record<string, string | Buffer | null>;

const VNF = 'vifs: [{ bridge: xenbr0 }, { bridge: xenbr1 }]\n';

const plain: Files = {
  '/vnf/firewall.click': FIREWALL,
  '/vnf/secret.click': FIREWALL,
  '/vnf/idle.click': 'Idle -> Counter -> Discard;\n',
  '/vnf/tap.click': 'FromDevice(0) -> in_counter :: Counter -> out_counter :: Counter -> ToDevice(1);\n',
  '/vnf/tee.click': `FromDevice(0) -> c :: Classifier(12/0800, -); c [1] -> nowhere :: Idle;
c [0] -> t :: Tee(3); t [0] -> ToDevice(0); t [1] -> nowhere; t [2] -> ToDevice(1);\n`,
  '/vnf/huge.click': 'i :: Idle; i [0-70000] => [0-70000] j :: Idle;\n',
  '/vnf/disk.img': Buffer.alloc(65 * 1024 * 1024),
  '/vnf/base.elf': Buffer.from(makeBase({ abi: abi.hash })),
  '/vnf/old-base.elf': Buffer.from(makeBase({ abi: abi.hash ^ 1n })),
  '/vnf/changed-base.elf': Buffer.from(makeBase({ abi: abi.hash, planAddress: PLAN_ADDRESS + 8n })),
  '/vnf/program.elf': Buffer.from(makeBase({ plain: true })),
  '/vnf/stem.elf': Buffer.from(makeStem(400)),
  '/vnf/small-stem.elf': Buffer.from(makeStem(100)),
  '/vnf/smallest-stem.elf': Buffer.from(makeStem(20)),
  '/vnf/open-slot.elf': Buffer.concat([
    makeStem(400),
    Buffer.from('//PLEASEPUTCLICKCODEHERE\n\n//ENDCLICKCODEHERE\0'),
  ]),
  '/vnf/lan.pcap': lan,
  '/vnf/wan.pcap': lan,
  '/vnf/other.pcap': Buffer.from(writePcap([frame(60, 1), frame(60, 3)])),
  '/vnf/cut.pcap': lan.subarray(0, lan.length - 5),
  '/vnf/wlan.pcap': Buffer.from(writePcap([frame(60, 1)], 6, 105)),
  '/vnf/jumbo.pcap': Buffer.from(writePcap([frame(3000, 1)])),
  '/vnf/refused.click': 'Idle -> ToDump(out.pcap, ENCAP PIGEON);\n',
  '/vnf/record.click': 'Idle -> ToDump(out.pcap);\n',
  '/vnf/vnf.yaml': VNF,
  '/vnf/two-processors.yaml': `${VNF}vcpus: 2\n`,
  '/vnf/torn.yaml': `${VNF}  memory 8\n`,
  '/vnf/misspelt.yaml': `${VNF}memroy: 8\n`,
  '/vnf/clouds.yaml': CLOUDS_YAML,
  '/vnf/broken.yaml': 'clouds: {\n',
  '/vnf/images': null,
  '/vnf/sealed': null,
  '/vnf/full': null,
  '/vnf/damaged': null,
};

/** What the file system does not do when a code is about that. */
const FAILING: Readonly<Record<string, MemoryOptions['failing']>> = {
  'secret.click': { openSync: 'EACCES' },
  'sealed/': { writeSync: 'EROFS' },
  'damaged/': { fsyncSync: 'EIO' },
  'full/': { writeSync: 'ENOSPC' },
  'record.click': { writeSync: 'ENOSPC' },
};

/** The files that the examples of command lines speak of. */
export async function worldFiles(): Promise<Files> {
  const build = async (name: string) => {
    const { system } = await runCommand(['build', `${name}.click`, '-o', `${name}.elf`], plain);
    return system.volume.readFileSync(`/vnf/${name}.elf`) as Buffer;
  };
  const image = await build('firewall');
  const changed = (change: (copy: Buffer) => void) => {
    const copy = Buffer.from(image);
    change(copy);
    return copy;
  };
  return {
    ...plain,
    ...(await packages(image)),
    '/vnf/firewall.elf': image,
    '/vnf/idle.elf': await build('idle'),
    '/vnf/cut.elf': image.subarray(0, 0x900),
    '/vnf/arm.elf': changed((copy) => copy.writeUInt16LE(183, 18)),
    '/vnf/bent.elf': changed((copy) => copy.writeUInt8(copy.at(-1)! ^ 1, copy.length - 1)),
    // The PVH entry is note 18 of the owner "Xen"; another number means nothing.
    '/vnf/pv-only.elf': changed((copy) => copy.writeUInt32LE(99, copy.indexOf(pvhNote()) + 8)),
  };
}

/** Packages of an image, and keys. */
async function packages(image: Buffer): Promise<Files> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const keys = {
    '/vnf/key.pem': privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    '/vnf/public.pem': publicKey.export({ type: 'spki', format: 'pem' }) as string,
  };
  const files = { ...keys, '/vnf/firewall.elf': image };
  const pack = async (...more: string[]) => {
    const vifs = ['--vif', 'bridge=a', '--vif', 'bridge=b'];
    const args = ['bundle', 'firewall.elf', '--as', 'tar', ...vifs, '-o', 'firewall.tar', ...more];
    const { system } = await runCommand(args, files);
    return system.volume.readFileSync('/vnf/firewall.tar') as Buffer;
  };
  const tar = await pack();
  const bent = Buffer.from(tar);
  bent.writeUInt8(bent[2000]! ^ 1, 2000);
  const other = await packTar([{ path: 'other/notes.txt', bytes: Buffer.from('nothing') }]);
  return {
    ...keys,
    '/vnf/firewall.tar': tar,
    '/vnf/bent.tar': bent,
    '/vnf/other.tar': Buffer.from(other),
    '/vnf/signed.tar': await pack('--sign', 'key.pem'),
  };
}

/** Name size, size of the content, type. */
function pvhNote(): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt32LE(4, 0);
  header.writeUInt32LE(4, 4);
  header.writeUInt32LE(18, 8);
  return header;
}

/** Runs a line of a shell example: variables of the environment, the program, its arguments. */
export async function runLine(line: string, files: Files): Promise<Ran> {
  const words = [...line.matchAll(/(?:[^\s"]|"[^"]*")+/g)].map(([word]) => word.replaceAll('"', ''));
  const program = words.indexOf('clickforge');
  const environment = Object.fromEntries(words.slice(0, program).map((word) => word.split('=')));
  const failing = Object.entries(FAILING).find(([part]) => line.includes(part))?.[1];
  const options = { environment, http: servers, ...(failing === undefined ? {} : { failing }) };
  return runCommand([...words.slice(program + 1), '--json'], files, options);
}
