import type { Diagnostic } from '../../click-config-parser/diagnostic.ts';
import type { VimCode } from '../codes.ts';

// What OpenVIM's schemas hold a request to, and what it would take and stumble over later.
const NAME = /^[^,;()'"\u0000-\u001f\u007f]+$/;
const DESCRIPTION = /^[^'"\u0000-\u001f\u007f]+$/;
const LOCAL_PATH = /^(\/[^/"':{}()\u0000-\u001f\u007f]+)+$/;
const URL_PATH = /^https?:\/\/[^'"=\s]+$/;
const STATION = /^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/i;
const LONGEST = 255;
const LONGEST_TENANT = 64;

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** OpenVIM writes domains of unikernels with a kernel and nothing beside it. */
export function refuseModule(file: string): Diagnostic[] {
  const message = `${file} is a boot module, and OpenVIM starts a unikernel from one image alone`;
  return [{ ...finding(message, 'build the configuration into an image: --delivery note'), code: 'CF6512' }];
}

export function checkName(what: string, name: string): Diagnostic[] {
  const most = what === 'tenant' ? LONGEST_TENANT : LONGEST;
  if (NAME.test(name) && name.length <= most) return [];
  const hint = `1 to ${most} characters, none of , ; ( ) and quotes`;
  return [finding(`OpenVIM does not take ${JSON.stringify(name)} as ${what} name`, hint)];
}

export function checkDescription(text: string): Diagnostic[] {
  if (DESCRIPTION.test(text) && text.length <= LONGEST) return [];
  return [finding('OpenVIM does not take this description', `1 to ${LONGEST} characters, no quotes`)];
}

/** The path of an image on the host, or its URL. */
export function checkPath(path: string): Diagnostic[] {
  if (path.length <= LONGEST && (LOCAL_PATH.test(path) || URL_PATH.test(path))) return [];
  const hint = `an absolute path of at most ${LONGEST} characters without quotes : { } ( ), or a URL of http without =`;
  return [finding(`OpenVIM does not take ${JSON.stringify(path)} as the path of an image`, hint)];
}

export function checkMac(mac: string): Diagnostic[] {
  if (STATION.test(mac)) return [];
  return [finding(`${mac} is not the address of one station`, 'six bytes, the first of them even')];
}

/** Device N of the configuration is network N of the server. */
export function checkNetworks(count: number, devices: readonly number[]): Diagnostic[] {
  const needed = Math.max(-1, ...devices) + 1;
  if (count >= needed) return [];
  const message = `the configuration uses devices ${devices.join(', ')}, and there are ${count} networks`;
  return [finding(message, `give --net ${needed} times: device N is the network number N, from 0`)];
}

function finding(message: string, hint: string): Diagnostic & { code: VimCode } {
  const code = 'CF6513';
  return { code, severity: 'error', message, hint };
}
