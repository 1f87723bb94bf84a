import { splitWords } from '../../click-config-parser/index.ts';
import { isRuntime } from '../spec.ts';
import { parseInteger } from './integer.ts';
import { mayBeDevice, readAddress, readPrefix } from './ip-address.ts';
import type { Context, Finding, ListParser } from './value.ts';

/** Bytes of struct ip_route. */
export const ROUTE_SIZE = 16;

/** Routes `ADDR[/MASK] [GATEWAY|-] OUTPUT`, as struct ip_route; of several for a prefix the first counts. */
export const parseIpRoutes: ListParser = (texts, context, report) => {
  const routes = new Map<string, Uint8Array>();
  let known = true;
  for (const [index, text] of texts.entries()) {
    const route = readRoute(text, context);
    if (route === undefined) known = false;
    else if (typeof route === 'string') {
      const hint = route.startsWith('there is') ? {} : { hint: HINT };
      report({ index, severity: 'error', message: route, ...hint });
    } else addRoute(routes, route, (finding) => report({ index, ...finding }));
    if (typeof route === 'string') known = false;
  }
  return known ? join([...routes.values()]) : undefined;
};

const HINT = "write it like '10.0.0.0/8 10.1.1.1 0', or without gateway '10.0.0.0/8 0'";

function addRoute(
  routes: Map<string, Uint8Array>,
  route: Uint8Array,
  warn: (finding: Omit<Finding, 'index'>) => void,
): void {
  const key = route.subarray(0, 8).join('.');
  if (!routes.has(key)) routes.set(key, route);
  else warn({ severity: 'warning', message: 'this route has no effect: an earlier one has the same prefix' });
}

/** A string says what is wrong; undefined: an address is known at run time only. */
function readRoute(text: string, context: Context): Uint8Array | string | undefined {
  const [destination = '', second, third, fourth] = splitWords(text).map((word) => word.text);
  const prefix = readPrefix(destination, context, true);
  if (!prefix) return mayBeDevice(destination, context) ? undefined : `'${destination}' is no IP prefix`;
  if (context.argument.contiguous && isRuntime(context.target) && !isContiguous(prefix.subarray(4)))
    return `the mask of '${destination}' is no prefix`;
  const [gatewayWord, outputWord] = third === undefined ? ['-', second] : [second!, third];
  const gateway = gatewayWord === '-' ? new Uint8Array(4) : readAddress(gatewayWord, context);
  if (!gateway) return mayBeDevice(gatewayWord, context) ? undefined : `'${gatewayWord}' is no IP address`;
  const output = outputWord === undefined ? undefined : parseInteger(outputWord);
  if (output === undefined || fourth !== undefined) return 'a route is a prefix, a gateway, and an output';
  if (output < 0n || output >= BigInt(context.outputs))
    return `there is no output ${output}: ${context.element.className} has ${context.outputs} in use`;
  return encodeRoute(prefix, gateway, Number(output));
}

function isContiguous(mask: Uint8Array): boolean {
  const wild = ~new DataView(mask.buffer, mask.byteOffset).getUint32(0) >>> 0;
  return (wild & (wild + 1)) === 0;
}

function encodeRoute(prefix: Uint8Array, gateway: Uint8Array, output: number): Uint8Array {
  const record = new Uint8Array(ROUTE_SIZE);
  const mask = prefix.subarray(4);
  record.set(prefix.subarray(0, 4).map((byte, index) => byte & mask[index]!));
  record.set(mask, 4);
  record.set(gateway, 8);
  new DataView(record.buffer).setUint32(12, output, true);
  return record;
}

/** Records one behind the other. */
export function join(records: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(records.reduce((size, record) => size + record.length, 0));
  let offset = 0;
  for (const record of records) {
    bytes.set(record, offset);
    offset += record.length;
  }
  return bytes;
}
