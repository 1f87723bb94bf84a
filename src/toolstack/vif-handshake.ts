import type { Clock } from '../system/system.ts';
import type { DomainSpec } from '../targets/domain-spec.ts';
import type { Xenstore } from '../xenstore/client.ts';
import { XenstoreError } from '../xenstore/error.ts';
import {
  type AnnouncedVif,
  connectedLine,
  connectVif,
  parseAnnouncement,
  vifsWord,
} from '../xenstore/vif-handshake.ts';
import type { AttachedConsole } from './attached-console.ts';
import { ToolstackError } from './codes.ts';
import { patience } from './patience.ts';

/**
 * The domain with a command line that makes its guest leave the vif handshake to us. Nobody would do it for a guest that
 * starts anew by itself, so that a reboot ends it.
 */
export function leavingHandshake(domain: DomainSpec): DomainSpec {
  const { commandLine, vifs, onReboot } = domain;
  const word = vifsWord(vifs.map(({ mac }) => mac));
  return {
    ...domain,
    commandLine: commandLine === undefined ? word : `${commandLine} ${word}`,
    onReboot: onReboot === 'restart' || onReboot === 'rename-restart' ? 'destroy' : onReboot,
  };
}

/** Marks a domain whose handshake was done so, for whoever stops it. */
const MARK = 'clickforge/handshake';

/** Does a guest's half of the vif handshake while it starts. */
export class VifHandshake {
  readonly #open: () => Promise<Xenstore>;
  readonly #clock: Clock;
  readonly #milliseconds: number;
  #fail: (error: Error) => void = () => {};
  /** Rejects with ToolstackError as soon as a vif does not come up. */
  readonly failed = new Promise<never>((_, reject) => {
    this.#fail = reject;
  });

  /** `seconds`: that backends may take. */
  constructor(open: () => Promise<Xenstore>, clock: Clock, seconds: number) {
    this.#open = open;
    this.#clock = clock;
    this.#milliseconds = seconds * 1000;
    this.failed.catch(() => {});
  }

  /** A frame that came from the guest's console. */
  take(answer: string, console: Pick<AttachedConsole, 'domid' | 'write'>): void {
    const vifs = parseAnnouncement(answer);
    if (vifs !== undefined && console.domid !== undefined) void this.#connect(vifs, console.domid, console);
  }

  async #connect(
    vifs: AnnouncedVif[],
    domain: number,
    console: Pick<AttachedConsole, 'write'>,
  ): Promise<void> {
    let store: Xenstore | undefined;
    const over = new AbortController();
    const expired = patience(this.#clock, this.#milliseconds, over.signal);
    try {
      store = await this.#open();
      const known = store;
      await known.write(`/local/domain/${domain}/${MARK}`, 'toolstack');
      await Promise.all(
        vifs.map(async (vif) => {
          await connectVif(known, domain, vif, expired);
          console.write(connectedLine(vif.number));
        }),
      );
    } catch (error) {
      const { message, hint } = error instanceof XenstoreError ? error : { message: String(error), hint: '' };
      this.#fail(new ToolstackError('CF7509', message, hint));
    } finally {
      over.abort();
      store?.close();
    }
  }
}
