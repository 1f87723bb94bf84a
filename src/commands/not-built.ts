/** Commands that the design names and that do not exist yet, with what they will do. */
export const NOT_BUILT: Readonly<Record<string, string>> = {
  launch: 'start a domain from an image',
  list: 'list running domains',
  status: "tell a domain's state",
  console: "show a domain's console",
  logs: "show what a domain's console said",
  stop: 'shut a domain down',
  destroy: 'end a domain at once',
  control: 'read and write handlers of a running router',
  watch: 'read a handler again and again',
  top: 'show the rates of all counters',
  inject: 'give a configuration to a running stock ClickOS',
  uninstall: 'take a configuration from a running stock ClickOS',
  register: 'register an image with a VIM',
  bundle: 'pack an image for a registry',
};
