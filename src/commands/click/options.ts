/** What Click's command line asks for. */
export interface ClickOptions {
  /** The configuration: a file's name (`-`: standard input) or, with `isExpression`, its text. */
  configuration: string | undefined;
  isExpression: boolean;
  definitions: Record<string, string>;
  handlers: string[];
  exitHandler: string | undefined;
  output: string | undefined;
  quit: boolean;
  time: boolean;
  warnings: boolean;
  /** Seconds since 1970 at which simulated time begins; undefined: the time goes by itself. */
  simulatedTime: number | undefined;
  threads: number;
  clickPath: string | undefined;
  /** TCP ports and files at which the running router takes commands, in the order of the command line. */
  sockets: { type: 'TCP' | 'UNIX'; where: string }[];
  /** `help` or `version`: to be told instead of a run. */
  answer: 'help' | 'version' | undefined;
}

/** The command line is wrong, or asks for what is not built; `line` is the message. */
export class ClickUsageError extends Error {
  readonly line: string;
  /** Whether the short usage follows the message. */
  readonly showUsage: boolean;

  constructor(line: string, showUsage = true) {
    super(line);
    this.line = line;
    this.showUsage = showUsage;
  }
}

type Argument = 'none' | 'required' | 'optional';

interface OptionSpec {
  long?: string;
  short?: string;
  argument: Argument;
  /** Also understood with `no-` before it. */
  negatable?: true;
  apply(options: ClickOptions, value: string, negated: boolean): void;
}

function configure(options: ClickOptions, text: string, isExpression: boolean): void {
  if (options.configuration !== undefined) throw new ClickUsageError('router configuration specified twice');
  options.configuration = text;
  options.isExpression = isExpression;
}

function refuse(name: string, why: string): OptionSpec['apply'] {
  return () => {
    throw new ClickUsageError(`'--${name}' is not built: ${why}`, false);
  };
}

const listenAt =
  (type: 'TCP' | 'UNIX'): OptionSpec['apply'] =>
  (options, where) =>
    void options.sockets.push({ type, where });

const startSimulatedTime: OptionSpec['apply'] = (options, value) => {
  const seconds = value === '' ? 1_000_000_000 : Number(value);
  if (!Number.isFinite(seconds) || seconds < 0)
    throw new ClickUsageError(`'--simtime' expects a real number, not '${value}'`);
  options.simulatedTime = seconds;
};

const OPTIONS: readonly OptionSpec[] = [
  {
    long: 'allow-reconfigure',
    short: 'R',
    argument: 'none',
    apply: refuse('allow-reconfigure', 'a running router keeps its configuration'),
  },
  {
    long: 'clickpath',
    short: 'C',
    argument: 'required',
    apply(options, value) {
      options.clickPath = value;
    },
  },
  {
    long: 'expression',
    short: 'e',
    argument: 'required',
    apply: (options, value) => configure(options, value, true),
  },
  {
    long: 'file',
    short: 'f',
    argument: 'required',
    apply: (options, value) => configure(options, value, false),
  },
  {
    long: 'handler',
    short: 'h',
    argument: 'required',
    apply: (options, value) => void options.handlers.push(value),
  },
  {
    long: 'help',
    argument: 'none',
    apply(options) {
      options.answer ??= 'help';
    },
  },
  {
    long: 'output',
    short: 'o',
    argument: 'required',
    apply(options, value) {
      if (options.output !== undefined) throw new ClickUsageError('output file specified twice');
      options.output = value;
    },
  },
  {
    long: 'socket',
    argument: 'required',
    apply: refuse('socket', 'the simulator takes connections at ports and files of its own'),
  },
  { long: 'port', short: 'p', argument: 'required', apply: listenAt('TCP') },
  {
    long: 'quit',
    short: 'q',
    argument: 'none',
    apply(options) {
      options.quit = true;
    },
  },
  { long: 'simtime', argument: 'optional', apply: startSimulatedTime },
  { long: 'simulation-time', argument: 'optional', apply: startSimulatedTime },
  {
    long: 'threads',
    short: 'j',
    argument: 'required',
    apply(options, value) {
      if (!/^-?\d+$/.test(value)) throw new ClickUsageError(`'--threads' expects an integer, not '${value}'`);
      options.threads = Math.max(Number(value), 1);
    },
  },
  { long: 'affinity', short: 'a', argument: 'none', apply: () => {} },
  {
    long: 'time',
    short: 't',
    argument: 'none',
    apply(options) {
      options.time = true;
    },
  },
  { long: 'unix-socket', short: 'u', argument: 'required', apply: listenAt('UNIX') },
  {
    long: 'version',
    short: 'v',
    argument: 'none',
    apply(options) {
      options.answer ??= 'version';
    },
  },
  {
    long: 'warnings',
    argument: 'none',
    negatable: true,
    apply(options, _value, negated) {
      options.warnings = !negated;
    },
  },
  {
    short: 'w',
    argument: 'none',
    apply(options) {
      options.warnings = false;
    },
  },
  {
    long: 'exit-handler',
    short: 'x',
    argument: 'required',
    apply(options, value) {
      if (options.exitHandler !== undefined) throw new ClickUsageError('--exit-handler specified twice');
      options.exitHandler = value;
    },
  },
];

/** Reads Click's own command line, without the program's name. Text is latin1. Throws ClickUsageError. */
export function parseClickOptions(args: readonly string[]): ClickOptions {
  const options: ClickOptions = {
    configuration: undefined,
    isExpression: false,
    definitions: {},
    handlers: [],
    exitHandler: undefined,
    output: undefined,
    quit: false,
    time: false,
    warnings: true,
    simulatedTime: undefined,
    threads: 1,
    clickPath: undefined,
    sockets: [],
    answer: undefined,
  };
  new Parser(args, options).run();
  return options;
}

class Parser {
  readonly #args: string[];
  readonly #options: ClickOptions;

  constructor(args: readonly string[], options: ClickOptions) {
    this.#args = [...args];
    this.#options = options;
  }

  run(): void {
    let onlyNames = false;
    while (this.#args.length > 0 && this.#options.answer === undefined) {
      const arg = this.#args.shift()!;
      if (onlyNames || arg === '-' || !arg.startsWith('-')) this.#takeName(arg);
      else if (arg === '--') onlyNames = true;
      else if (arg.startsWith('--')) this.#takeLong(arg);
      else this.#takeShort(arg);
    }
  }

  /** `NAME=value` gives a variable, anything else is the configuration's file. */
  #takeName(arg: string): void {
    const found = /^([A-Za-z0-9_]+)=(.*)$/s.exec(arg);
    if (!found) {
      configure(this.#options, arg, false);
      return;
    }
    const [, name, value] = found as unknown as [string, string, string];
    if (Object.hasOwn(this.#options.definitions, name))
      throw new ClickUsageError(`parameter '${name}' multiply defined`);
    this.#options.definitions[name] = value;
  }

  #takeLong(arg: string): void {
    const equals = arg.indexOf('=');
    const name = equals < 0 ? arg.substring(2) : arg.substring(2, equals);
    const value = equals < 0 ? undefined : arg.substring(equals + 1);
    const { option, negated } = findLong(name);
    if (option.argument === 'none' && value !== undefined)
      throw new ClickUsageError(`'--${name}' can't take an argument`);
    this.#apply(option, `--${option.long}`, value, negated);
  }

  /** Letters without argument may be followed by others; an argument may follow at once. */
  #takeShort(arg: string): void {
    for (let at = 1; at < arg.length; at++) {
      const letter = arg[at]!;
      const option = OPTIONS.find(({ short }) => short === letter);
      if (!option) throw new ClickUsageError(`unrecognized option '-${letter}'`);
      const rest = arg.substring(at + 1);
      const takes = option.argument === 'required';
      this.#apply(option, `-${letter}`, takes && rest !== '' ? rest : undefined, false);
      if (takes) return;
    }
  }

  #apply(option: OptionSpec, shown: string, given: string | undefined, negated: boolean): void {
    const value = given ?? (option.argument === 'required' ? this.#args.shift() : '');
    if (value === undefined) throw new ClickUsageError(`'${shown}' requires an argument`);
    option.apply(this.#options, value, negated);
  }
}

/** Long names may be cut as long as it is clear which is meant. */
function findLong(name: string): { option: OptionSpec; negated: boolean } {
  const candidates = OPTIONS.flatMap((option) => [
    ...(option.long?.startsWith(name) ? [{ option, name: option.long, negated: false }] : []),
    ...(option.negatable && `no-${option.long}`.startsWith(name)
      ? [{ option, name: `no-${option.long}`, negated: true }]
      : []),
  ]);
  const exact = candidates.find((candidate) => candidate.name === name);
  const found = exact ?? (candidates.length === 1 ? candidates[0] : undefined);
  if (found) return found;
  if (candidates.length === 0) throw new ClickUsageError(`unrecognized option '--${name}'`);
  const names = candidates.map((candidate) => `'--${candidate.name}'`);
  throw new ClickUsageError(`option '--${name}' is ambiguous\n(Possibilities are ${names.join(', ')}.)`);
}
