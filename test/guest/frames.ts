/** A function of the base image, and what it takes of the stack: bytes below its return address. */
export interface Frame {
  names: string[];
  /** At most, without what it calls. */
  own: number;
  /** Direct calls, and jumps into other functions: by address, with what is taken then. */
  calls: { to: string; at: number }[];
  /** At the deepest call of a function that is known at run time only; undefined: there is none. */
  indirect: number | undefined;
}

interface Instruction {
  at: string;
  name: string;
  operands: string;
}

interface Code {
  names: string[];
  instructions: Instruction[];
}

/** The functions of what `llvm-objdump -d` prints, by their addresses. Throws for what moves the stack in an unknown way. */
export function readFrames(listing: string): Map<string, Frame> {
  const functions = new Map<string, Code>();
  let current: Code = { names: [], instructions: [] };
  for (const line of listing.split('\n')) {
    const head = /^([0-9a-f]{16}) <(.*)>:$/.exec(line);
    if (head) {
      current = functions.get(head[1]!) ?? { names: [], instructions: [] };
      current.names.push(head[2]!);
      functions.set(head[1]!, current);
    }
    const [, at, name, operands = ''] = /^([0-9a-f]{16}):\s+(\S+)\s*([^#]*)/.exec(line) ?? [];
    if (at && name) current.instructions.push({ at, name, operands: operands.trim() });
  }
  // What boots sets the stack up.
  const usual = [...functions].filter(([, { names }]) => !names.some((name) => /^boot_|^trap/.test(name)));
  return new Map(usual.map(([at, code]) => [at, frameOf(code)]));
}

/** Where a walk through a function is: at an instruction, with so much of the stack taken and held in %rbp. */
interface Walk {
  index: number;
  taken: number;
  held: number;
}

function frameOf({ names, instructions }: Code): Frame {
  const indexes = new Map(instructions.map(({ at }, index) => [at, index]));
  const frame: Frame = { names, own: 0, calls: [], indirect: undefined };
  const seen = new Map<number, number>();
  const walks: Walk[] = [{ index: 0, taken: 0, held: 0 }];
  const hasSeen = ({ index, taken }: Walk) => (seen.get(index) ?? -1) >= taken;
  const leave = (to: string | undefined, at: number) => {
    if (to === undefined) frame.indirect = Math.max(frame.indirect ?? 0, at);
    else frame.calls.push({ to, at });
  };
  for (let walk = walks.pop(); walk; walk = walks.pop())
    for (; walk.index < instructions.length && !hasSeen(walk); walk.index++) {
      const instruction = instructions[walk.index]!;
      const { name, operands } = instruction;
      seen.set(walk.index, walk.taken);
      move(walk, instruction);
      frame.own = Math.max(frame.own, walk.taken);
      const to = /^0x([0-9a-f]+)/.exec(operands)?.[1]?.padStart(16, '0');
      if (name.startsWith('call')) leave(to, walk.taken + 8);
      else if (name.startsWith('j')) {
        const target = to === undefined ? undefined : indexes.get(to);
        if (target !== undefined) walks.push({ ...walk, index: target });
        else leave(to, walk.taken);
        // Through a table: to any of those that nothing else leads to.
        if (/^\*-?0x[0-9a-f]+\(,/.test(operands))
          for (const index of instructions.keys()) if (!seen.has(index)) walks.push({ ...walk, index });
      }
      if (/^(jmp|ret|ud2|hlt|iret)/.test(name)) break;
    }
  return frame;
}

/** What an instruction does to the stack. */
function move(walk: Walk, { name, operands }: Instruction): void {
  const [source = '', target = ''] = operands.split(/,\s*(?=[^,]*$)/);
  if (name.startsWith('push')) walk.taken += 8;
  else if (name.startsWith('pop')) walk.taken -= 8;
  else if (name.startsWith('leave')) walk.taken = walk.held - 8;
  else if (target === '%rbp' && source === '%rsp') walk.held = walk.taken;
  else if (target === '%rsp' && !/^(cmp|test)/.test(name)) {
    const [, sign, digits] = /^\$?(-?)(0x[0-9a-f]+)(?:\(%r[bs]p\))?$/.exec(source) ?? [];
    const value = Number(digits) * (sign === '-' ? -1 : 1);
    if (name.startsWith('sub')) walk.taken += value;
    else if (name.startsWith('add') || (name.startsWith('lea') && source.includes('(%rsp)')))
      walk.taken -= value;
    else if (name.startsWith('lea') && source.includes('(%rbp)')) walk.taken = walk.held - value;
    else if (name.startsWith('and')) walk.taken += -value - 8;
    else throw new Error(`${name} ${operands}: what becomes of the stack is not known`);
    if (Number.isNaN(walk.taken)) throw new Error(`${name} ${operands}: not read`);
  }
}
