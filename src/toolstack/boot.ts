import { ToolstackError } from './codes.ts';

// What a ClickOS says stands beside what our own images do.
const RUNNING = /^clickforge: router running\b|^Starting driver\.\.\./;
const FATAL = /^(?:clickforge: fatal: |(?=Router init failed!))(.*)/;
const WAITS = /^clickforge: vif ([0-9]+) (waits for its backend.*)/;
const CONNECTED = /^clickforge: vif ([0-9]+) connected/;
/** Lines of a console that are told of a guest that did not come up. */
const LAST = 8;

/** What the console said so far of a guest that starts. */
export class Boot {
  readonly lines: string[] = [];
  readonly #name: string;
  #settle: () => void = () => {};
  /** Settles as soon as there is nothing more to wait for. */
  readonly decided: Promise<void>;
  #running = false;
  /** What vifs wait for, by number. A guest goes on without them, and says so when they come. */
  readonly #waiting = new Map<string, string>();

  constructor(name: string) {
    this.#name = name;
    this.decided = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  take(line: string): void {
    this.lines.push(line);
    if (RUNNING.test(line)) this.#running = true;
    const [, late, what = ''] = WAITS.exec(line) ?? [];
    if (late !== undefined) this.#waiting.set(late, what);
    const connected = CONNECTED.exec(line)?.[1];
    if (connected !== undefined) this.#waiting.delete(connected);
    if ((this.#running && this.#waiting.size === 0) || FATAL.test(line)) this.#settle();
  }

  /** What is wrong with a guest that ended, runs, or was waited for long enough; undefined: nothing. */
  failure(how: 'decided' | 'ended' | 'late', seconds: number): ToolstackError | undefined {
    const told = { lines: this.lines.slice(-LAST) };
    const fatal = this.lines.map((line) => FATAL.exec(line)?.[1]).find((text) => text !== undefined);
    if (how !== 'ended' && this.#running && this.#waiting.size === 0) return undefined;
    if (fatal !== undefined || how === 'ended') {
      const when = this.#running ? 'as soon as its router ran' : 'before its router ran';
      const message = `${this.#name} ended ${when}${fatal === undefined ? '' : `: ${fatal}`}`;
      const hint =
        'keep it with on_crash: preserve in vnf.yaml to look into it; `xl dmesg` has the words of Xen';
      return new ToolstackError('CF7508', message, hint, told);
    }
    if (this.#running) {
      const which = [...this.#waiting].map(([vif, what]) => `vif ${vif} of ${this.#name} ${what}`).join('; ');
      const hint = 'see that the bridge and its hotplug script work on the host: `xl dmesg`, /var/log/xen';
      return new ToolstackError('CF7509', `${which}, after ${seconds} s`, hint, told);
    }
    const message = `the router of ${this.#name} does not run after ${seconds} s`;
    const hint = 'give it more time with --timeout, or look at its console';
    return new ToolstackError('CF7510', message, hint, { ...told, kind: 'timeout' });
  }
}
