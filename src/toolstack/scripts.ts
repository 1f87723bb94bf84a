/** Programs for the POSIX shell of a host. They are constants: what varies comes as their arguments. */

/** Toolstacks are no programs for everybody's PATH. */
const PATHS = 'PATH=$PATH:/usr/sbin:/sbin\n';

/**
 * Asks for everything that a launch needs to know in one go. Arguments: `xl`, `virsh` or `auto`; then `bridge:NAME` and
 * `kernel:PATH` of any number. Prints sections that begin with `== NAME`.
 */
export const PROBE = `${PATHS}choice=$1
shift
if [ "$choice" = auto ]; then
  for each in xl virsh; do
    command -v $each >/dev/null 2>&1 && choice=$each && break
  done
fi
echo "== toolstack"
command -v "$choice" >/dev/null 2>&1 && echo "$choice"
case $choice in
  xl)
    echo "== info"; xl info 2>&1
    echo "== list"; xl list 2>/dev/null ;;
  virsh)
    echo "== info"; virsh -q -c xen:///system freecell 2>&1
    echo "== list"; virsh -q -c xen:///system list --all --name 2>/dev/null ;;
esac
echo "== things"
for thing in "$@"; do
  name=\${thing#*:}
  case $thing in
    kernel:*) [ -f "$name" ] && [ -r "$name" ] && echo "there $thing" ;;
    bridge:*)
      if [ -d "/sys/class/net/$name/bridge" ] ||
        [ -n "$(ip -o link show dev "$name" type bridge 2>/dev/null)" ] ||
        ovs-vsctl br-exists "$name" 2>/dev/null; then
        echo "there $thing"
      fi ;;
  esac
done
`;

/** Arguments: a command. Gives it our input as a file, its last argument: a pipe, as what we write to may be a socket. */
export const FEED = `${PATHS}cat | "$@" /proc/self/fd/0
`;

/**
 * Joins our input and output with a domain's console, until either ends. Arguments: `xl` or `virsh`, the domain, and a
 * command to run as soon as the console is watched, which starts the domain. Prints `console DOMID TTY` first. A launch
 * that was killed closes our input as one that is done does; but nobody hears us any more: then the domain goes.
 */
export const ATTACH = `${PATHS}tool=$1 name=$2
shift 2
exec 3<&0
case $tool in
  xl) id=$(xl domid "$name") ;;
  *) id=$(virsh -q -c xen:///system domid "$name") ;;
esac || exit 9
tty_of() {
  case $tool in
    xl) xenstore-read "/local/domain/$id/console/tty" ;;
    *) virsh -q -c xen:///system ttyconsole "$name" ;;
  esac 2>/dev/null
}
tries=0
until tty=$(tty_of) && [ -n "$tty" ]; do
  tries=$((tries + 1))
  [ $tries -lt 50 ] || exit 8
  sleep 0.1
done
printf 'console %s %s\\n' "$id" "$tty"
# Not cat: that of BusyBox locks a pipe of sshd's while the console is silent.
dd bs=4096 if="$tty" 2>/dev/null &
reader=$!
{ cat <&3 >"$tty"; kill "$reader"; } >/dev/null 2>&1 &
if [ $# != 0 ] && ! "$@" </dev/null >&2; then
  kill "$reader"
  exit 7
fi
trap '' PIPE
wait "$reader" 2>/dev/null
if [ $# != 0 ] && ! printf '\\003' 2>/dev/null; then
  case $tool in
    xl) xl destroy "$id" ;;
    *) virsh -q -c xen:///system destroy "$id" ;;
  esac >/dev/null 2>&1
fi
exit 0
`;

/** Arguments: `xl` or `virsh`, the domain. Prints a line for each vif: number, the backend's state, ours, MAC, bridge. */
export const VIFS = `${PATHS}case $1 in
  xl) id=$(xl domid "$2") ;;
  *) id=$(virsh -q -c xen:///system domid "$2") ;;
esac || exit 9
front=/local/domain/$id/device/vif
for vif in $(xenstore-list "$front" 2>/dev/null); do
  back=$(xenstore-read "$front/$vif/backend")
  bridge=$(xenstore-read "$back/bridge" 2>/dev/null)
  echo "$vif $(xenstore-read "$back/state" "$front/$vif/state" "$front/$vif/mac" | tr '\\n' ' ') $bridge"
done
`;

/**
 * Asks a domain to shut down. Arguments: `xl` or `virsh`, the domain, and the toolstack's own command for it. A guest that
 * leaves the vif handshake to us hears nothing of Xenstore: its vifs are taken down for it, and its router is stopped.
 */
export const SHUTDOWN = `${PATHS}tool=$1 name=$2
shift 2
case $tool in
  xl) id=$(xl domid "$name") ;;
  *) id=$(virsh -q -c xen:///system domid "$name") ;;
esac 2>/dev/null
domain=/local/domain/$id
[ "$(xenstore-read "$domain/clickforge/handshake" 2>/dev/null)" = toolstack ] || exec "$@"
for vif in $(xenstore-list "$domain/device/vif"); do
  xenstore-write "$domain/device/vif/$vif/state" 5
  xenstore-write "$domain/device/vif/$vif/state" 6
done
printf '\\r\\nWRITE stop\\r\\n' >"$(xenstore-read "$domain/console/tty")"
`;

/** Arguments: the domain's number and how many vifs it has. Prints the packets that its vifs have carried in all. */
export const PACKETS = `sum=0
for file in /sys/class/net/vif"$1".*/statistics/[rt]x_packets; do
  [ -r "$file" ] && sum=$((sum + $(cat "$file")))
done
echo $sum
`;

/** Arguments: a path. Writes our input to it. */
export const KEEP = `umask 022
mkdir -p "\${1%/*}" && cat >"$1"
`;

/** A script and its arguments as a command. */
export function script(text: string, ...args: string[]): string[] {
  return ['sh', '-c', text, 'sh', ...args];
}

/** Prints the toolstack that the host has. */
export const FIND = `${PATHS}for each in xl virsh; do
  command -v $each >/dev/null 2>&1 && echo $each && exit
done
`;
