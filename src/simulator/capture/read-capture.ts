import type { ByteSource } from '../bytes.ts';
import type { CaptureReader } from './capture.ts';
import { isPcap, PcapReader } from './pcap-reader.ts';
import { BLOCK } from './pcapng-block.ts';
import { PcapngReader } from './pcapng-reader.ts';
import { Window } from './window.ts';

const GZIP = 0x1f8b;
const BZIP2 = 0x425a;

/** Opens a pcap or pcapng file, whichever it is. Throws SimulatorError. */
export function readCapture(source: ByteSource): CaptureReader {
  const window = new Window(source);
  if (window.atEnd) throw window.foreign('empty file');
  if (!window.has(4)) throw window.foreign('too short for a capture file');
  const magic = window.u32(0, false);
  if (isPcap(magic)) return new PcapReader(window);
  if (magic === BLOCK.SECTION_HEADER) return new PcapngReader(window);
  const packed = magic >>> 16;
  if (packed === GZIP || packed === BZIP2) throw window.unsupported('is compressed; uncompress it first');
  const shown = magic.toString(16).padStart(8, '0');
  throw window.foreign(`neither pcap nor pcapng: it begins with the bytes ${shown}`);
}
