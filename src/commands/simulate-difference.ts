import type { Diagnostic } from '../click-config-parser/diagnostic.ts';
import type { PacketDifference } from '../simulator/compare.ts';
import type { Compared } from './simulate-captures.ts';
import { table } from './table.ts';
import { bytes, count } from './words.ts';

/** The comparison in a sentence, and the first packet that differs field by field. */
export function describeDifference({ device, file, packets, difference }: Compared): string {
  if (!difference) return `device ${device} sent the ${count(packets, 'packet')} of ${file}, byte for byte\n`;
  const rows = difference.fields.map(({ name, expected, got }) => [name, expected, got]);
  return `${sentence(device, file, difference)}\n${table(['field', 'expected', 'got'], rows, ['left', 'left', 'left'])}`;
}

export function differenceFinding({ device, file }: Compared, difference: PacketDifference): Diagnostic {
  return { code: 'CF9011', severity: 'error', message: sentence(device, file, difference) };
}

function sentence(device: number, file: string, difference: PacketDifference): string {
  const { packet, kind, expectedLength = 0, gotLength = 0 } = difference;
  switch (kind) {
    case 'missing':
      return `packet ${packet} of ${file} (${bytes(expectedLength)}) did not come out of device ${device}`;
    case 'extra':
      return `packet ${packet} out of device ${device} (${bytes(gotLength)}) is more than ${file} has`;
    default: {
      const lengths =
        expectedLength === gotLength ? '' : `, ${bytes(gotLength)} instead of ${bytes(expectedLength)}`;
      return `packet ${packet} out of device ${device} is not that of ${file}${lengths}`;
    }
  }
}
