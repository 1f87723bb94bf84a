/**
 * The one encoder for shells: a word as a POSIX shell takes it, whatever it holds. Throws RangeError for a NUL, which no
 * program can get as an argument.
 */
export function shellWord(word: string): string {
  if (word.includes('\0')) throw new RangeError('an argument cannot hold a NUL character');
  if (/^[A-Za-z0-9_./:@%+-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command line that a POSIX shell divides into exactly these words. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
