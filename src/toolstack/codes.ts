import { CodedError } from '../system/coded-error.ts';

/** Findings about hosts and domains: code, short name, one-line title. */
export const TOOLSTACK_CODES = {
  CF7501: ['toolstack-missing', 'The host has no toolstack'],
  CF7502: ['xen-not-running', 'The toolstack does not reach Xen'],
  CF7503: ['not-enough-memory', 'Xen has too little free memory'],
  CF7504: ['bridge-missing', 'A vif is to join a bridge that is not there'],
  CF7505: ['domain-exists', 'A domain of this name exists'],
  CF7506: ['kernel-unreadable', 'The host cannot read the image'],
  CF7507: ['create-failed', 'The toolstack did not create the domain'],
  CF7508: ['guest-crashed', 'A domain ended before its router ran'],
  CF7509: ['vif-stuck', 'A vif does not come up'],
  CF7510: ['launch-timeout', 'A router did not run in time'],
  CF7511: ['host-unreachable', 'The host cannot be reached'],
  CF7512: ['no-such-domain', 'There is no domain of this name'],
  CF7513: ['no-console-log', 'The host keeps no log of the console'],
  CF7514: ['router-refused', 'A handler of a running router refused a request'],
  CF7515: ['router-silent', 'A running router does not answer'],
  CF7516: ['toolstack-failed', 'The toolstack failed'],
  CF7517: ['stop-timeout', 'A domain did not shut down in time'],
  CF7518: ['no-host-name', 'The name of a host that ssh could misunderstand'],
  CF7519: ['launch-interrupted', 'Somebody ended a launch'],
} as const satisfies Record<string, readonly [name: string, title: string]>;

export type ToolstackCode = keyof typeof TOOLSTACK_CODES;

/** What a failure is about; each kind has its exit code. */
export type FailureKind = 'environment' | 'timeout' | 'findings' | 'interrupted';

/** Why something did not happen on a host: one sentence, what the guest last said, and a remedy. */
export class ToolstackError extends CodedError<ToolstackCode> {
  override readonly name = 'ToolstackError';
  readonly kind: FailureKind;
  /** The last lines of the guest's console, where they tell something. */
  readonly lines: readonly string[];

  constructor(
    code: ToolstackCode,
    message: string,
    hint: string,
    { kind = 'environment', lines = [] }: { kind?: FailureKind; lines?: readonly string[] } = {},
  ) {
    super(code, message, hint);
    this.kind = kind;
    this.lines = lines;
  }
}
