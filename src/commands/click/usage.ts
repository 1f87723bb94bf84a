import { VERSION } from '../../version.ts';

export const SHORT_USAGE = `Usage: click [OPTION]... [ROUTERFILE]
Try 'click --help' for more information.
`;

export const USAGE = `Runs a Click router configuration in the simulator, with the command line and the
output of Click's own user-level driver, and then generally runs until interrupted.

Usage: clickforge click [OPTION]... [NAME=VALUE]... [ROUTERFILE]

Options:
  -f, --file FILE               Read router configuration from FILE.
  -e, --expression EXPR         Use EXPR as router configuration.
  -h, --handler ELEMENT.H       Call ELEMENT's read handler H after the run and
                                print the result to standard output.
  -x, --exit-handler ELEMENT.H  Use the value of handler ELEMENT.H as exit status.
  -p, --port PORT               Take commands at TCP port PORT; PORT+: or at the next
                                one that is free.
  -u, --unix-socket FILE        Take commands at the Unix socket FILE.
  -o, --output FILE             Write flat configuration to FILE.
  -q, --quit                    Do not run.
  -t, --time                    Print how long the run took.
  -w, --no-warnings             Do not print warnings.
      --simtime[=SECONDS]       Run in simulated time, from SECONDS since 1970 on.
  -C, --clickpath PATH          Look for libraries in the folders of PATH as well.
  -j, --threads N               One thread is all there is.
      --help                    Print this message and exit.
  -v, --version                 Print version number and exit.

Not built: --socket (commands by an open descriptor), -R (other configurations for a
running router).
`;

export const VERSION_TEXT = `click (clickforge ${VERSION}, the simulator)\n`;
