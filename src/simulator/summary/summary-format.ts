import { PROTOCOL_LETTERS, parseDotted } from './numbers.ts';
import type { FlowId } from './packet-maker.ts';

/** The version of the format that is written; older ones can be read. */
export const MAJOR_VERSION = 1;
export const MINOR_VERSION = 3;

/** Lines that tell something about those behind them. */
const DIRECTIVE = /^!([a-z]+)\s/;

export function directiveOf(line: string): string | undefined {
  return DIRECTIVE.exec(line)?.[1];
}

/** First lines that an IP summary dump has. */
const FIRST = ['creator', 'data', 'contents', 'proto', 'flowid'];

export function looksLikeSummary(line: string): boolean {
  return FIRST.some((word) => line.startsWith(`!${word}`));
}

export function parseProtocol(word: string): number | undefined {
  const letter = PROTOCOL_LETTERS.get(word);
  if (letter !== undefined) return letter;
  const named = { tcp: 6, udp: 17, icmp: 1 }[word];
  if (named !== undefined) return named;
  return /^\d{1,3}$/.test(word) && Number(word) < 256 ? Number(word) : undefined;
}

/** `SRC SPORT DST DPORT [PROTO]`; a dash stands for nothing. */
export function parseFlowId(words: readonly string[]): { flow: FlowId; protocol?: string } | undefined {
  const [source, sourcePort, destination, destinationPort, protocol] = words;
  const flow = {
    source: parseAddress(source),
    sourcePort: parsePort(sourcePort),
    destination: parseAddress(destination),
    destinationPort: parsePort(destinationPort),
  };
  if (Object.values(flow).includes(undefined)) return undefined;
  return { flow: flow as FlowId, ...(protocol === undefined ? {} : { protocol }) };
}

function parseAddress(word: string | undefined): Uint8Array | undefined {
  return word === '-' ? new Uint8Array(4) : parseDotted(word ?? '');
}

function parsePort(word: string | undefined): number | undefined {
  if (word === '-') return 0;
  return word !== undefined && /^\d{1,5}$/.test(word) && Number(word) <= 0xffff ? Number(word) : undefined;
}

/** Words of a line, as many as there are fields; a double-quoted part may hold blanks. */
export function splitLine(line: string, count: number): string[] {
  const words: string[] = [];
  WORD.lastIndex = 0;
  while (words.length < count) {
    const found = WORD.exec(line);
    if (!found || found[0] === '') break;
    words.push(found[1]!);
  }
  return words;
}

const WORD = /((?:"(?:[^"\\]|\\.)*"?|[^\s"])*)\s*/gy;
