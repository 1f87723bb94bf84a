import type { Traits } from '../router/traits.ts';

/** Where a class can run: our base image, our simulator, a stock ClickOS, Click at user level. */
export type Target = 'clickforge' | 'simulator' | 'clickos' | 'click';

/** Whether that is our own C: what it refuses at its start is refused before. */
export function isRuntime(target: Target): boolean {
  return target === 'clickforge' || target === 'simulator';
}

export type Driver = 'userlevel' | 'linuxmodule' | 'bsdmodule' | 'minios' | 'ns';

/** An argument of an element class; `elements/element.schema.json` says what each key means. */
export interface ArgumentSpec {
  name: string;
  type: string;
  field?: string;
  position?: number;
  mandatory?: true;
  rest?: true;
  many?: true;
  default?: string | number | boolean;
  same_as?: string;
  not_with?: string | string[];
  needed_without?: string | string[];
  below?: string;
  at_least?: string;
  room_for?: string;
  memory?: number;
  rising?: true;
  contiguous?: true;
  runtime_max?: number;
  equals?: 'outputs';
  aliases?: string[];
  deprecated?: string[];
  min?: number;
  max?: number;
  size?: number;
  protocol?: 'tcp' | 'udp';
  class?: string[];
  words?: Record<string, number>;
  absent?: string;
  count?: 'inputs' | 'outputs-1';
  drivers?: Driver[];
  /** Our runtime has it, Click has not. */
  own?: true;
  choices?: Record<string, number>;
  booleans?: [number, number];
  help?: string;
}

export interface HandlerSpec {
  name: string;
  access?: 'read' | 'write' | 'read-write';
  argument?: true;
  /** There is one for each port in use: NAME0, NAME1, … */
  per?: 'input' | 'output';
  /** Those with the same word share a function of the runtime. */
  with?: string;
  /** Click has it, the runtime does not; `read`: the runtime has only its read handler. */
  image?: false | 'read';
  /** Our runtime has it, Click has not. */
  own?: true;
  same_as?: string;
  /** The argument that a written value replaces in what `config` reads as. */
  sets?: string;
  /** Prefix of the C function that several classes share. */
  by?: string;
  help?: string;
}

/** What it takes to read a configuration, and can differ between drivers. */
interface Readable extends Traits {
  /** Absent where they are not known. */
  arguments?: ArgumentSpec[];
  /** Several ways to give the positional arguments. */
  positional?: string[][];
  /** Keywords may stand before positional arguments. */
  keywords_first?: true;
}

/** What else is told of a class, and can differ between drivers. */
interface Told {
  /** Absent where they are not known. */
  handlers?: HandlerSpec[];
  manual?: string;
}

export interface ElementVariant extends Readable, Told {}

/** What is to be known of an element class to read configurations. */
export interface ElementSpec extends Readable {
  class: string;
  /** Drivers of upstream Click that can have the class; empty for a class of ours alone. */
  drivers: Driver[];
  /** The descendant of Click that has the class where Click itself has not. */
  fork?: string;
  /** Build option without which upstream Click lacks the class. */
  needs?: string;
  /** Part of the default build of a stock ClickOS. */
  clickos: boolean;
  /** Packets wait in it between a push and a pull. */
  stores?: true;
  /** Part of our base image. */
  runtime: boolean;
  /** Part of our simulator alone. */
  simulator?: true;
  /** It takes new arguments while it runs, where there is somebody to read them. */
  live?: true;
}

/** What is told of an element class beside its spec. */
export interface ElementTold extends Told {
  title?: string;
  group: string;
  variants?: Partial<Record<Driver, Partial<ElementVariant>>>;
}

/** All that is known of an element class. */
export interface ElementManual extends ElementSpec, ElementTold {}
