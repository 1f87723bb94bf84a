/** What the process ends with; the same in `--json`. */
export const EXIT = {
  ok: 0,
  /** Something is wrong with what the user gave us to read. */
  findings: 1,
  usage: 2,
  /** Something is wrong with, or missing on, this machine. */
  environment: 3,
  remote: 4,
  internal: 5,
  timeout: 6,
  /** By SIGINT or SIGTERM, as a shell tells it of the first. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
