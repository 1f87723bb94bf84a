import { type Frame, readFrames } from './frames.ts';

/** They end the guest: what they take counts for nothing. */
const ENDS = ['platform_fatal', '__stack_chk_fail', 'console_fatal'];
/** The functions that call themselves, and how often at most. */
const RECURSIVE: Readonly<Record<string, number>> = {
  script_expand: 0, // counted with the scripts that call one another
  add_free: 1, // the end of its free list
};

/** How deep calls can get in a program. */
export class Depths {
  readonly #frames: Map<string, Frame>;
  readonly #called: ReadonlySet<string>;
  readonly #whole = new Map<string, number>();
  readonly #calling = new Map<string, number>();
  readonly #open = new Set<string>();

  constructor(listing: string) {
    this.#frames = readFrames(listing);
    const calls = [...this.#frames.values()].flatMap((frame) => frame.calls);
    this.#called = new Set(calls.map(({ to }) => to));
  }

  /** The most that functions of these names take with all that they call, but for what is known at run time only. */
  whole(isMeant: (name: string) => boolean): number {
    return this.#most(isMeant, (at) => this.#deepest(at, this.#whole, ({ own }) => own));
  }

  /** The most that is taken where they, or what they call, call what is known at run time only. */
  calling(isMeant: (name: string) => boolean): number {
    return this.#most(isMeant, (at) =>
      this.#deepest(at, this.#calling, ({ indirect }) => indirect ?? Number.NEGATIVE_INFINITY),
    );
  }

  /** The same without what they call. */
  indirect(isMeant: (name: string) => boolean): number {
    return this.#most(isMeant, (at) => this.#frames.get(at)!.indirect ?? Number.NEGATIVE_INFINITY);
  }

  /** Of the functions that are called by tables alone, or else by that name. */
  #most(isMeant: (name: string) => boolean, depth: (at: string) => number): number {
    const meant = [...this.#frames].filter(([, { names }]) => names.some(isMeant));
    const tabled = meant.filter(([at]) => !this.#called.has(at));
    const found = tabled.length > 0 ? tabled : meant;
    if (found.length === 0) throw new Error(`there is no function ${isMeant}`);
    return Math.max(...found.map(([at]) => depth(at)));
  }

  #deepest(at: string, known: Map<string, number>, own: (frame: Frame) => number): number {
    const before = known.get(at);
    if (before !== undefined) return before;
    const frame = this.#frames.get(at);
    if (frame === undefined || frame.names.some((name) => ENDS.includes(name)))
      return Number.NEGATIVE_INFINITY;
    if (this.#open.has(at)) throw new Error(`${frame.names} calls itself through others`);
    this.#open.add(at);
    const others = frame.calls.filter(({ to }) => to !== at);
    const depths = others.map((call) => call.at + this.#deepest(call.to, known, own));
    this.#open.delete(at);
    const again = Math.max(0, ...frame.calls.filter(({ to }) => to === at).map((call) => call.at));
    const times = again === 0 ? 0 : RECURSIVE[frame.names.find((name) => name in RECURSIVE) ?? ''];
    if (times === undefined) throw new Error(`${frame.names} calls itself`);
    const most = Math.max(own(frame), ...depths) + again * times;
    known.set(at, most);
    return most;
  }
}
