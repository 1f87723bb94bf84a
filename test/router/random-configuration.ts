import fc from 'fast-check';

/** Classes that the generated texts use: any number of ports, all of them agnostic, nothing passes through. */
export const GENERATED_CLASSES = ['Idle', 'Null', 'AlignmentInfo'];

/** Compound classes with one input and one output each, and a call of each. */
const COMPOUNDS = [
  ['elementclass Pass { input -> output }', 'Pass'],
  ['elementclass Wrap { -> Null -> }', 'Wrap'],
  ['elementclass Named { input -> n :: Null -> output; AlignmentInfo("in $v") }', 'Named'],
  ['elementclass Args { $p, K $k | input -> Null($p) -> Null([$k]) -> output }', 'Args(1 2, K "x, y")'],
  [
    'elementclass Rest { $p, __REST__ $r | define($q $p$p) input -> Null($r, $q) -> output }',
    'Rest(a, b, c)',
  ],
  [
    'elementclass Over { input -> Discard0 :: Null || input -> Null -> output || $a | -> Null($a) -> }',
    'Over',
  ],
  [
    'elementclass Over { input -> Discard0 :: Null || input -> Null -> output || $a | -> Null($a) -> }',
    'Over(7)',
  ],
  ['elementclass Null { $a, $b | input -> Null($b $a) -> output || ... }', 'Null(1, 2)'],
  ['elementclass Outer { elementclass Inner { input -> Null($w) -> output } -> Inner -> Inner -> }', 'Outer'],
  ['elementclass Group { -> ( -> Null -> ( [0] -> i :: Null -> [0] ) -> ) -> }', 'Group'],
  ['elementclass Other Null', 'Other(/* c */ 3)'],
] as const;

const CONFIGS = [
  '',
  '()',
  '(1)',
  '( a , "b, )" )',
  '($v)',
  '("<$v>")',
  "('$v' $w)",
  '(\n x // y\n)',
  '(\\<2c 2c>)',
];

/** Writes a configuration that has no errors, as the numbers choose. */
class Writer {
  private readonly choices: number[];
  private at = 0;
  private readonly lines: string[] = [];
  private readonly defined = new Set<string>();
  /** How many ports of each named element are in use. */
  private readonly names: { name: string; inputs: number; outputs: number }[] = [];

  constructor(choices: number[]) {
    this.choices = choices;
  }

  write(): string {
    if (this.pick(2)) this.lines.push('define($v 1 2, $w "q")');
    for (let i = this.pick(4) + 2; i > 0; i--) this.declare();
    for (let i = this.pick(6); i > 0; i--) this.connect();
    return this.lines.join(this.pick(2) ? '\n' : ' ');
  }

  private pick(count: number): number {
    return (this.choices[this.at++] ?? 0) % count;
  }

  private declare(): void {
    const type = GENERATED_CLASSES[this.pick(3)]!;
    const count = this.pick(3) + 1;
    const names = Array.from({ length: count }, () => this.newName());
    const config = CONFIGS[this.pick(CONFIGS.length)]!;
    this.lines.push(
      this.defined.has('Null') ? `${names.join(', ')} :: Idle;` : `${names.join(', ')} :: ${type}${config};`,
    );
  }

  private newName(): string {
    const name = ['e', 'Idle@', 'p/q', '@'][this.pick(4)]! + this.names.length.toString().replace('0', 'o');
    const safe = /(^|\/)[0-9]+$/.test(name) ? `${name}_` : name;
    this.names.push({ name: safe, inputs: 0, outputs: 0 });
    return safe;
  }

  private from(): string {
    const each = this.names[this.pick(this.names.length)]!;
    const port = each.outputs++;
    return port === 0 && this.pick(2) ? each.name : `${each.name} [${port}]`;
  }

  private to(): string {
    const each = this.names[this.pick(this.names.length)]!;
    const port = each.inputs++;
    return port === 0 && this.pick(2) ? each.name : `[${port}]${each.name}`;
  }

  private connect(): void {
    switch (this.pick(5)) {
      case 0:
        this.lines.push(`${this.from()} -> ${this.to()};`);
        break;
      case 1:
        this.lines.push(`${this.from()}, ${this.from()} => ${this.to()}, ${this.to()};`);
        break;
      case 2:
        this.lines.push(`${this.from()} -> (-> Idle; Idle ->) -> ${this.to()} `);
        break;
      case 3:
        this.lines.push(`${this.from()} -> { input -> n :: Idle; Idle(x) -> output } -> ${this.to()};`);
        break;
      default:
        this.through();
    }
  }

  private through(): void {
    const [definition, call] = COMPOUNDS[this.pick(COMPOUNDS.length)]!;
    const name = /elementclass (\w+)/.exec(definition)![1]!;
    if (!this.defined.has(name)) this.lines.push(`${definition};`);
    this.defined.add(name);
    const [use, config = ''] = call.split(/(?=\()/);
    const instance = this.pick(2) ? call : `i${this.at} :: ${use}${config}`;
    this.lines.push(`${this.from()} -> ${instance} -> ${this.to()};`);
  }
}

/** Configurations that use all of the language and have no errors. */
export const configuration = fc
  .array(fc.nat({ max: 1000 }), { minLength: 20, maxLength: 80 })
  .map((choices) => new Writer(choices).write());
