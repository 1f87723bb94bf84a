/** What a diagnostic code means, for people. */
export interface Explanation {
  /** One paragraph: what was found, why it is wrong, what to do. */
  text: string;
  /** What the examples are: whole configurations unless said otherwise. `spec` is that of an element class. */
  language?: 'click' | 'shell' | 'xl' | 'spec';
  /** Gives this code and no other. */
  wrong: string;
  /** The same thing said right: gives no diagnostic at all. */
  right: string;
}

export type Explanations = Readonly<Record<string, Explanation>>;
