import { type NewRouter, ROUTERS_MAX, routerNodes } from './clickos.ts';

interface Injection {
  /** By name or number. */
  domain: string;
  router: NewRouter;
  start: boolean;
  /** That the guest may take for anything. */
  seconds: number;
}

type ShellWord = (word: string) => string;

/** The same as an injection by ourselves, as a script for a host that has Xen's tools and a POSIX shell. */
export function injectionScript(injection: Injection, shellWord: ShellWord): string {
  const { domain, start, seconds } = injection;
  return [
    `#!/bin/sh
# Gives a running ClickOS a configuration. Argument: the domain, by name or number, if it is not the one named here.
set -eu
[ $# -gt 0 ] || set -- ${shellWord(domain)}
`,
    installation(injection, shellWord),
    start ? startPart(seconds) : '',
  ].join('');
}

/** The same for a domain that is still to be made, with this xl.cfg; where that fails it is ended. */
export function launchScript(injection: Injection, config: string, shellWord: ShellWord): string {
  return [
    `#!/bin/sh
# Starts a stock ClickOS and gives it a configuration. The image has to be where the lines below say.
set -eu
PATH=$PATH:/usr/sbin:/sbin
config=$(mktemp)
trap 'rm -f "$config"' EXIT
printf %s ${shellWord(config)} >"$config"
xl create -q -p "$config" || exit 3
set -- ${shellWord(injection.domain)}
made=$1
trap '[ $? = 0 ] || xl destroy "$made"; rm -f "$config"' EXIT
xl unpause "$made"
`,
    installation(injection, shellWord),
    startPart(injection.seconds, '[ $ended = 0 ] || xl destroy "$made"; rm -f "$config"'),
  ].join('');
}

function installation({ router, seconds }: Injection, shellWord: ShellWord): string {
  const nodes = routerNodes(router).map(
    ([path, value]) => `  "$router"/${shellWord(path)} ${shellWord(storeWord(value))}`,
  );
  return [
    search(seconds),
    `xenstore-write \\\n${nodes.join(' \\\n')}\n`,
    'echo "router $number of domain $id is installed"\n',
  ].join('');
}

/**
 * A value as `xenstore-write` reads it back from its command line: it takes backslashes for the beginning of an escape, and
 * one argument cannot hold a zero byte.
 */
export function storeWord(value: string): string {
  return value.replace(
    /[^\n -[\]-~]|\\/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

function search(seconds: number): string {
  return `domain=$1
fail() { echo "$*" >&2; exit "$status"; }

id=
for each in $(xenstore-list /local/domain); do
  [ "$each" = "$domain" ] || [ "$(xenstore-read "/local/domain/$each/name" 2>/dev/null)" = "$domain" ] || continue
  id=$each
  break
done
status=3
[ -n "$id" ] || fail "there is no domain $domain"

clickos=/local/domain/$id/data/clickos
tries=0
until xenstore-exists "$clickos"; do
  tries=$((tries + 1))
  [ $tries -le ${Math.ceil(seconds)} ] || fail "domain $domain does not say that it is a ClickOS"
  sleep 1
done

number=0
while xenstore-exists "$clickos/$number/status"; do
  number=$((number + 1))
  [ $number -lt ${ROUTERS_MAX} ] || fail "domain $domain holds ${ROUTERS_MAX} routers already"
done
router=$clickos/$number

# All nodes of one command are one transaction.
`;
}

/** `finish`: what is done at the end; $ended is the exit code. */
function startPart(seconds: number, finish = ''): string {
  return `
# The console is the only witness of what becomes of it.
tty=$(xenstore-read "/local/domain/$id/console/tty")
said=$(mktemp)
cat "$tty" >"$said" &
reader=$!
trap 'ended=$?; kill $reader 2>/dev/null || :; rm -f "$said"; ${finish}' EXIT
sleep 1
before=$(wc -l <"$said")
xenstore-write "$router/status" Running
tries=0
while [ $tries -lt ${Math.ceil(seconds * 5)} ]; do
  news=$(tail -n "+$((before + 1))" "$said")
  case $news in
    *'Starting driver...'*) echo "router $number of domain $id runs"; exit 0 ;;
    *'Router init failed!'*) status=4; fail "router $number of domain $id could not start:
$news" ;;
  esac
  tries=$((tries + 1))
  sleep 0.2
done
status=6
fail "router $number of domain $id did not say in time that it runs"
`;
}
