import { dirname } from 'node:path';
import { failures, memorySystem, standardInput } from '../system/memory-system.ts';
import { installed, runOn } from './run-command.ts';

/**
 * A transcript is what a person would see on a terminal, the files that it is about, and remarks:
 *
 *     ==> file.click            a file, up to the next line "<=="
 *     % openSync EROFS          in the next command, this function of the file system fails
 *     $ clickforge check - < file.click
 *     what it prints, standard error included
 *     [exit code]
 *
 * Gives the same text with what the commands print now.
 */
export async function replay(transcript: string): Promise<string> {
  const system = memorySystem(installed);
  const shown: string[] = [];
  let failing: Record<string, string> = {};
  let file: string | undefined;
  let inOutput = false;
  for (const line of transcript.split('\n')) {
    if (inOutput) {
      inOutput = !/^\[[0-9]+\]$/.test(line);
      continue;
    }
    shown.push(line);
    if (line === '<==') file = undefined;
    else if (file !== undefined) system.volume.appendFileSync(file, `${line}\n`);
    else if (line.startsWith('==> ')) {
      file = `/vnf/${line.slice(4)}`;
      system.volume.mkdirSync(dirname(file), { recursive: true });
    } else if (line.startsWith('% '))
      failing = { ...failing, ...Object.fromEntries([line.slice(2).split(' ')]) };
    else if (line.startsWith('$ ')) {
      const { args, input } = splitLine(line.slice(2));
      const content = input === undefined ? '' : (system.volume.readFileSync(`/vnf/${input}`) as Buffer);
      const files = { ...system.files, ...standardInput(system.files, content), ...failures(failing) };
      const { both, exitCode } = await runOn({ ...system, files }, args);
      shown.push(`${masked(both)}[${exitCode}]`);
      failing = {};
      inOutput = true;
    }
  }
  return shown.join('\n');
}

/** Words as a shell would give them, of a line with quotes and at most one `< file`. */
function splitLine(line: string): { args: string[]; input: string | undefined } {
  const words = [...line.matchAll(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g)].map(([word]) =>
    word.replace(/['"]/g, ''),
  );
  const arrow = words.indexOf('<');
  const args = arrow < 0 ? words : words.slice(0, arrow);
  if (args[0] !== 'clickforge') throw new Error(`not a clickforge command: ${line}`);
  return { args: args.slice(1), input: arrow < 0 ? undefined : words[arrow + 1] };
}

/** Hides what changes whenever an element class is added: digests, what is derived from them, and sizes. */
function masked(text: string): string {
  return text
    .replace(/\b[0-9a-f]{64}\b/g, '<digest>')
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uuid>')
    .replace(/\b[0-9,]+ bytes\b/g, '<n> bytes')
    .replace(/"(size|planSize)": [0-9]+/g, '"$1": <n>');
}
