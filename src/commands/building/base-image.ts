import {
  type Base,
  type Delivery,
  declaredDelivery,
  embed,
  embedInPlace,
  readBase,
} from '../../image/index.ts';
import { SystemError } from '../../system/error.ts';
import { readFile } from '../../system/read-file.ts';
import type { System } from '../../system/system.ts';
import { chooseDelivery } from '../delivery.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { failure } from '../failure.ts';
import { imageFindings } from '../image-file.ts';
import { Stop } from '../outcome.ts';
import type { Session } from '../session.ts';

/** The base image of a build, or of many: it is read once, and not before it is needed. */
export class BaseImage {
  readonly path: string;
  readonly delivery: Delivery;
  /** How to tell what is wrong with it. */
  readonly blame: { path: string; exitCode: ExitCode; hint: string };
  readonly #session: Session;
  /** Another may come from where it can be read but once. */
  readonly #isInstalled: boolean;
  #bytes: Uint8Array | undefined;
  #base: Base | undefined;

  private constructor(session: Session, blame: BaseImage['blame'], delivery: Delivery, bytes?: Uint8Array) {
    this.path = blame.path;
    this.delivery = delivery;
    this.blame = blame;
    this.#session = session;
    this.#isInstalled = bytes === undefined;
    this.#bytes = bytes;
  }

  /** `path`: of another one than the installed. Stops where it does not know the way that is asked for. */
  static async choose(session: Session, path?: string, wanted?: Delivery): Promise<BaseImage> {
    const exitCode = EXIT.environment;
    if (path === undefined) {
      const blame = {
        path: session.installation.baseImage,
        exitCode,
        hint: '`npm run build` makes it anew',
      };
      return new BaseImage(session, blame, chooseDelivery(blame.path, 'note', wanted));
    }
    const blame = { path, exitCode, hint: 'leave --base out to use the installed one' };
    const bytes = readBaseImage(session.system, path);
    const declared = await imageFindings(blame, () => declaredDelivery(bytes));
    return new BaseImage(session, blame, chooseDelivery(path, declared, wanted), bytes);
  }

  get bytes(): Uint8Array {
    const { stopwatch, system } = this.#session;
    this.#bytes ??= stopwatch.time('read', () => readBaseImage(system, this.path));
    return this.#bytes;
  }

  /** Throws ImageError. */
  get base(): Base {
    this.#base ??= readBase(this.bytes);
    return this.#base;
  }

  /**
   * It with a Plan in it. The installed one is made into the image and forgotten: to read it again for the next takes no
   * longer than to copy it. Throws ImageError.
   */
  filled(plan: Uint8Array): Uint8Array {
    const { base } = this;
    if (!this.#isInstalled) return embed(base, plan);
    this.#bytes = undefined;
    this.#base = undefined;
    return embedInPlace(base, plan);
  }
}

/** Bytes: somewhat more than the largest that there is. */
const ROOM = 256 * 1024;

function readBaseImage(system: System, path: string): Uint8Array {
  try {
    return readFile(system, path, ROOM);
  } catch (error) {
    if (!(error instanceof SystemError) || error.code !== 'CF7101') throw error;
    const message = `there is no base image ${path}`;
    const hint = '`npm run build` makes it; --base names another';
    throw new Stop(failure(EXIT.environment, { code: 'CF8003', message, hint }));
  }
}
