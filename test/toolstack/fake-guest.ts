import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** A guest behind a real terminal, which answers as `answer` says; undefined: not at all. */
export class FakeGuest {
  readonly #terminal: ChildProcess;
  /** All that it was asked. */
  asked = '';

  private constructor(terminal: ChildProcess, answer: (line: string) => string | undefined) {
    this.#terminal = terminal;
    let rest = '';
    terminal.stdout!.setEncoding('latin1').on('data', (text: string) => {
      this.asked += text;
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        const said = answer(line.replace(/\r$/, ''));
        if (said !== undefined) this.say(said);
      }
    });
  }

  /** `folder`: that of a fake host, which gets the terminal's name. */
  static async start(folder: string, answer: (line: string) => string | undefined): Promise<FakeGuest> {
    const path = join(folder, 'tty');
    const command = 'stty raw -echo; tty >$FAKE/tty; sleep 60';
    const guest = new FakeGuest(spawn('script', ['-qfc', command, '/dev/null'], { stdio: 'pipe' }), answer);
    while (!existsSync(path) || readFileSync(path, 'utf8') === '') await setTimeout(10);
    return guest;
  }

  say(text: string): void {
    this.#terminal.stdin!.write(Buffer.from(text, 'latin1'));
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#terminal.once('close', resolve));
    // The end of the terminal ends what runs in it.
    this.#terminal.kill('SIGKILL');
    await ended;
  }
}
