import { CodedError } from '../system/coded-error.ts';

/** Findings about Xenstore, and about the stock ClickOS that are configured through it: code, short name, one-line title. */
export const XENSTORE_CODES = {
  CF7601: ['xenstore-unreachable', 'Xenstore cannot be reached'],
  CF7602: ['xenstore-refused', 'Xenstore refused an operation'],
  CF7603: ['not-a-clickos', 'A domain does not say that it is a ClickOS'],
  CF7604: ['no-such-router', 'A ClickOS has no router of this number'],
  CF7605: ['router-state', 'A router is in that state already, or runs and is not to be removed'],
  CF7606: ['router-failed', 'A ClickOS could not start its router'],
  CF7607: ['router-unconfirmed', 'A ClickOS did not say in time what became of its router'],
  CF7608: ['routers-full', 'A ClickOS holds no more routers'],
  CF7609: ['vif-not-connected', 'A backend did not connect to a vif'],
} as const satisfies Record<string, readonly [name: string, title: string]>;

export type XenstoreCode = keyof typeof XENSTORE_CODES;

/** What a failure is about; each kind has its exit code. */
export type FailureKind = 'environment' | 'remote' | 'timeout' | 'usage';

/** Why something did not happen, in one sentence, with a remedy. */
export class XenstoreError extends CodedError<XenstoreCode> {
  override readonly name = 'XenstoreError';
  readonly kind: FailureKind;
  /** What a guest's console said of it. */
  readonly lines: readonly string[];
  /** The daemon's own name of the failure (ENOENT), where it told one. */
  readonly errno: string | undefined;

  constructor(
    code: XenstoreCode,
    message: string,
    hint: string,
    more: { kind?: FailureKind; lines?: readonly string[]; errno?: string } = {},
  ) {
    super(code, message, hint);
    this.kind = more.kind ?? 'environment';
    this.lines = more.lines ?? [];
    this.errno = more.errno;
  }
}
