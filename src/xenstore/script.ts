import { type NewRouter, ROUTERS_MAX, routerNodes } from './clickos.ts';

/** The same as an injection by ourselves, as a script for a host that has Xen's tools and a POSIX shell. */
export function injectionScript(
  { domain, router, start, seconds }: { domain: string; router: NewRouter; start: boolean; seconds: number },
  shellWord: (word: string) => string,
): string {
  const nodes = routerNodes(router).map(
    ([path, value]) => `  "$router"/${shellWord(path)} ${shellWord(storeWord(value))}`,
  );
  return [
    head(shellWord(domain), seconds),
    `xenstore-write \\\n${nodes.join(' \\\n')}\n`,
    'echo "router $number of domain $id is installed"\n',
    start ? startPart(seconds) : '',
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

function head(domain: string, seconds: number): string {
  return `#!/bin/sh
# Gives a running ClickOS a configuration. Argument: the domain, by name or number, if it is not the one named here.
set -eu
[ $# -gt 0 ] || set -- ${domain}
domain=$1
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

function startPart(seconds: number): string {
  return `
# The console is the only witness of what becomes of it.
tty=$(xenstore-read "/local/domain/$id/console/tty")
said=$(mktemp)
cat "$tty" >"$said" &
reader=$!
trap 'kill $reader 2>/dev/null; rm -f "$said"' EXIT
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
