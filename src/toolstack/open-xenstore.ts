import { errnoOf } from '../system/error.ts';
import type { System } from '../system/system.ts';
import { type OpenPipe, Xenstore } from '../xenstore/client.ts';
import { XenstoreError } from '../xenstore/error.ts';
import { type Host, lastLine } from './host.ts';
import { script } from './scripts.ts';

const SOCKET = '/run/xenstored/socket';

/** Joins our input and output with the daemon's socket. */
const RELAY = `PATH=$PATH:/usr/sbin:/sbin
if command -v socat >/dev/null 2>&1; then exec socat - UNIX-CONNECT:${SOCKET}; fi
if nc -h 2>&1 | grep -q -e '-[0-9A-Za-z]*U'; then exec nc -U ${SOCKET}; fi
echo 'nothing on this host joins a Unix socket: install socat' >&2
exit 1
`;

/** Connects with the Xenstore of a host; that of another one over its ssh connection. Throws XenstoreError. */
export function openXenstore(
  { environment, sockets }: Pick<System, 'environment' | 'sockets'>,
  host: Host,
  isRemote: boolean,
): Promise<Xenstore> {
  return Xenstore.open(isRemote ? relayed(host) : local(sockets, environment.XENSTORED_PATH ?? SOCKET));
}

function local(sockets: System['sockets'], path: string): OpenPipe {
  return async (onOutput) => {
    try {
      return await sockets.connect(path, onOutput);
    } catch (error) {
      const errno = errnoOf(error);
      const why =
        errno === 'ENOENT' ? 'there is no such socket' : errno === 'EACCES' ? 'permission denied' : errno;
      const hint = 'commands of this kind run as root in dom0; --host names another machine';
      throw new XenstoreError('CF7601', `cannot reach Xenstore at ${path}: ${why}`, hint);
    }
  };
}

function relayed(host: Host): OpenPipe {
  return async (onOutput) => {
    const running = await host.start(script(RELAY), onOutput);
    const ended = running.ended.then(({ stderr }) => lastLine(stderr));
    return { write: (text) => running.write(text), end: () => running.end(), ended };
  };
}
