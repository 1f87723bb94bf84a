/** What the checks need to know of an element class, in Click's own codes. */
export interface Traits {
  /** Port count code, e.g. `1/1-2`, `-/=`. */
  ports: string;
  /** Processing code, e.g. `h/l`, `a/ah`. */
  processing: string;
  /** Flow code, e.g. `x/x`, `xy/x`. */
  flow: string;
}

/** The traits of a class by its name; undefined when no such class exists. */
export type TraitsLookup = (className: string) => Traits | undefined;
