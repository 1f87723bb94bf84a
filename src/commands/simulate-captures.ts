import type { CaptureReader, CaptureWriter } from '../simulator/capture/index.ts';
import { LINK, pcapngWriter, pcapWriter, printLinkType, readCapture } from '../simulator/capture/index.ts';
import { Comparison, type PacketDifference } from '../simulator/compare.ts';
import { SimulatorError } from '../simulator/error.ts';
import { bufferedSink, type FileSink, openSource } from '../simulator/files.ts';
import { AtomicFile } from '../system/atomic-file.ts';
import type { System } from '../system/system.ts';
import type { SimulateCommandOptions } from './simulate.ts';
import type { DeviceFile } from './simulate-values.ts';
import type { UsedDevices } from './simulated.ts';

export interface Compared {
  device: number;
  file: string;
  /** Packets that were compared. */
  packets: number;
  difference: PacketDifference | undefined;
}

/** The captures of a run: read as it goes, compared as it goes, and written all or none. */
export class Captures {
  readonly inputs = new Map<number, CaptureReader>();
  readonly outputs = new Map<number, CaptureWriter>();
  /** Packets that went out, by device. */
  readonly sent = new Map<number, number>();
  readonly #inputSizes: number[] = [];
  readonly #files: { sink: FileSink; file: AtomicFile }[] = [];
  readonly #comparisons: { device: number; file: string; comparison: Comparison }[] = [];

  /** Opens all files. Throws SimulatorError and SystemError, and leaves nothing behind. */
  constructor(system: System, options: SimulateCommandOptions, { receiving, sending }: UsedDevices) {
    try {
      for (const [device, path] of options.in ?? []) this.#openInput(system, device, path, receiving);
      for (const [device, path] of options.out ?? []) this.#openOutput(system, device, path, sending);
      for (const expected of options.expect ?? []) this.#openExpected(system, expected, options, sending);
      for (const device of sending) this.#count(device);
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  /** How much of the inputs has been read, from 0 to 1; undefined where that is not known. */
  get readShare(): number | undefined {
    const total = this.#inputSizes.reduce((sum, size) => sum + size, 0);
    if (total === 0) return undefined;
    const read = [...this.inputs.values()].reduce((sum, { offset }) => sum + offset, 0);
    return Math.min(read / total, 1);
  }

  /** Puts the outputs in their places; how they compare with what was expected. */
  finish(): Compared[] {
    for (const { sink, file } of this.#files) {
      sink.flush();
      file.commit();
    }
    return this.#comparisons.map(({ device, file, comparison }) => {
      const { difference, compared } = comparison.finish();
      return { device, file, packets: compared, difference };
    });
  }

  discard(): void {
    for (const { file } of this.#files) file.discard();
  }

  #openInput(system: System, device: number, path: string, devices: readonly number[]): void {
    expectDevice(device, devices, 'receives from');
    const source = openSource(system, path);
    const reader = readCapture(source);
    if (reader.linkType !== LINK.ETHERNET) {
      const type = printLinkType(reader.linkType);
      const hint = 'in a configuration, FromDump reads packets of every kind';
      throw new SimulatorError(
        'CF9003',
        `${path}: its packets begin with ${type}, a device's with ETHER`,
        hint,
      );
    }
    this.inputs.set(device, reader);
    this.#inputSizes.push(source.size ?? 0);
  }

  #openOutput(system: System, device: number, path: string, devices: readonly number[]): void {
    expectDevice(device, devices, 'sends to');
    const file = new AtomicFile(system, path);
    const sink = bufferedSink(
      path,
      (bytes) => file.write(bytes),
      () => {},
    );
    this.#files.push({ sink, file });
    const precision = [...this.inputs.values()].some((reader) => reader.precision === 9) ? 9 : 6;
    const writer = path.endsWith('.pcapng')
      ? pcapngWriter(sink, LINK.ETHERNET)
      : pcapWriter(sink, { linkType: LINK.ETHERNET, precision });
    this.outputs.set(device, writer);
  }

  #openExpected(
    system: System,
    { file, device: named }: DeviceFile,
    options: SimulateCommandOptions,
    devices: readonly number[],
  ): void {
    const device = named ?? onlyOutput(options, devices);
    expectDevice(device, devices, 'sends to');
    const comparison = new Comparison(readCapture(openSource(system, file)), this.outputs.get(device));
    this.#comparisons.push({ device, file, comparison });
    this.outputs.set(device, comparison);
  }

  #count(device: number): void {
    const next = this.outputs.get(device);
    this.sent.set(device, 0);
    this.outputs.set(device, {
      packet: (packet) => {
        this.sent.set(device, this.sent.get(device)! + 1);
        next?.packet(packet);
      },
    });
  }
}

function expectDevice(device: number, devices: readonly number[], verb: string): void {
  if (devices.includes(device)) return;
  const which =
    devices.length === 0
      ? 'no device'
      : `${devices.length === 1 ? 'device' : 'devices'} ${devices.join(', ')}`;
  throw new SimulatorError('CF9010', `no element ${verb} device ${device}, only ${which}`);
}

/** The device whose packets are meant where none is named. */
function onlyOutput({ out }: SimulateCommandOptions, devices: readonly number[]): number {
  const candidates = out ? [...out.keys()] : devices;
  if (candidates.length === 1) return candidates[0]!;
  throw new SimulatorError(
    'CF9010',
    '--expect does not say which device it is about',
    'write it as --expect 1=expected.pcap',
  );
}
