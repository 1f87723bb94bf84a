import type { RouterElement } from '../../router/router.ts';
import type { Names } from '../names.ts';
import type { ArgumentSpec, Target } from '../spec.ts';
import type { Elements } from './element.ts';

/** A write handler to call when `count` is reached. */
export interface CountCall {
  count: bigint;
  call: Uint8Array;
}

/**
 * An argument's value: a number (bigint for 64-bit types; ns for intervals, bytes a second for bandwidths, 1/2^32
 * for reals), or the bytes that the runtime reads.
 */
export type Value = number | bigint | Uint8Array | CountCall;

/** Why a text is no value, as the end of a sentence that begins with the argument: "must be an integer". */
export class Refusal {
  readonly problem: string;
  readonly hint: string | undefined;
  /** Whether the problem says itself which word is wrong. */
  readonly quotes: boolean;

  constructor(problem: string, hint?: string, quotes = false) {
    this.problem = problem;
    this.hint = hint;
    this.quotes = quotes;
  }
}

/** What an argument is read in. */
export interface Context {
  argument: ArgumentSpec;
  element: RouterElement;
  /** Inputs that the element uses. */
  inputs: number;
  /** Outputs that the element uses. */
  outputs: number;
  elements: Elements;
  names: Names;
  target: Target;
  /** The element's arguments that stand before this one in its spec. */
  earlier: ReadonlyMap<string, Value>;
}

/** Reads one argument. Undefined: it may be right, but its value is known at run time only. */
export type Parser = (text: string, context: Context) => Value | Refusal | undefined;

/** A remark about one of several arguments, about the bytes `start` to `end` of its text where these are given. */
export interface Finding {
  index: number;
  severity: 'error' | 'warning';
  message: string;
  start?: number;
  end?: number;
  hint?: string;
}

/** Reads all arguments that nothing else takes; an error finding goes with an undefined result. */
export type ListParser = (
  texts: string[],
  context: Context,
  report: (finding: Finding) => void,
) => Value | undefined;

/** `latin1` text as bytes. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
