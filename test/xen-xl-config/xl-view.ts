import {
  integerOf,
  parseVif,
  settings,
  type XlDocument,
  type XlSetting,
} from '../../src/xen-xl-config/index.ts';

/** The parts of xl's own JSON of a domain that the recorded answers keep. */
export interface XlView {
  name: string;
  type: string;
  memory?: number;
  maxmem?: number;
  vcpus?: number;
  kernel?: string;
  ramdisk?: string;
  cmdline?: string;
  bootloader?: string;
  on_poweroff?: string;
  on_reboot?: string;
  on_crash?: string;
  nics?: Record<string, string | number>[];
}

/** What xl makes of a document that it accepts, told by our own reading of it. */
export function xlView(document: XlDocument): XlView {
  const all = settings(document);
  const text = (name: string) => textOf(all.get(name));
  const view: XlView = { name: text('name')!, type: typeOf(text('type')) };
  const memory = mebibytes(all.get('memory'));
  if (memory !== undefined) view.memory = memory;
  const maxmem = mebibytes(all.get('maxmem')) ?? memory;
  if (maxmem !== undefined) view.maxmem = maxmem;
  const vcpus = mebibytes(all.get('vcpus'));
  if (vcpus) view.vcpus = vcpus;
  for (const name of ['kernel', 'ramdisk', 'bootloader'] as const) {
    const value = text(name);
    if (value !== undefined) view[name] = value;
  }
  const cmdline = text('cmdline') ?? joined(text('root'), text('extra'));
  if (cmdline !== undefined) view.cmdline = cmdline;
  addActions(view, text);
  const nics = nicsOf(all.get('vif'));
  if (nics.length > 0) view.nics = nics;
  return view;
}

function textOf(setting: XlSetting | undefined): string | undefined {
  return setting && setting.value.kind !== 'list' ? setting.value.text : undefined;
}

function typeOf(type: string | undefined): string {
  return ['hvm', 'pv', 'pvh'].find((each) => type !== undefined && each.startsWith(type)) ?? 'pv';
}

// xl counts in KiB modulo 2^64.
function mebibytes(setting: XlSetting | undefined): number | undefined {
  if (!setting || setting.joined || setting.value.kind === 'list') return undefined;
  const value = integerOf(setting.value);
  return value === undefined ? undefined : Number(BigInt.asUintN(64, value * 1024n) / 1024n);
}

function joined(root: string | undefined, extra: string | undefined): string | undefined {
  if (root === undefined) return extra;
  return extra === undefined ? `root=${root}` : `root=${root} ${extra}`;
}

// xl leaves out what is the default of libxl.
function addActions(view: XlView, text: (name: string) => string | undefined): void {
  const defaults = { on_poweroff: 'destroy', on_reboot: 'restart', on_crash: 'destroy' };
  for (const [event, otherwise] of Object.entries(defaults)) {
    const written = text(event) ?? otherwise;
    const action = written === 'rename-restart' ? 'restart_rename' : written.replace('-', '_');
    if (action !== 'destroy') view[event as keyof typeof defaults] = action;
  }
}

function nicsOf(setting: XlSetting | undefined): Record<string, string | number>[] {
  const nics: Record<string, string | number>[] = [];
  if (setting?.value.kind !== 'list') return nics;
  for (const item of setting.value.items) {
    if (item.kind === 'list') break;
    const { vif } = parseVif(item.text);
    const nic: Record<string, string | number> = { devid: Number(vif.devid ?? nics.length) };
    if (vif.backend !== undefined) nic.backend_domname = vif.backend;
    if (vif.mtu !== undefined) nic.mtu = Number(vif.mtu);
    if (vif.mac !== undefined) nic.mac = macOf(vif.mac);
    for (const key of ['ip', 'bridge', 'script', 'model', 'gatewaydev'] as const) {
      if (vif[key] !== undefined) nic[key] = vif[key];
    }
    if (vif.vifname !== undefined) nic.ifname = vif.vifname;
    if (vif.type !== undefined) nic.nictype = vif.type === 'ioemu' ? 'vif_ioemu' : vif.type;
    if (vif.rate !== undefined) Object.assign(nic, rateOf(vif.rate));
    nics.push(nic);
  }
  return nics;
}

function macOf(mac: string): string {
  return mac
    .trim()
    .split(/[:-]/)
    .map((byte) => byte.toLowerCase().padStart(2, '0'))
    .join(':');
}

function rateOf(rate: string): Record<string, number> {
  const [, size, factor, unit, time = '50', scale = 'ms'] = /^(\d+)([KMG]?)([Bb])\/s(?:@(\d+)(.*))?$/.exec(
    rate,
  )!;
  const factors: Record<string, number> = { '': 1, K: 1e3, M: 1e6, G: 1e9 };
  const scales: Record<string, number> = { us: 1, ms: 1e3, s: 1e6 };
  const microseconds = Number(time) * scales[scale]!;
  const bytes = Math.floor((Number(size) * factors[factor!]!) / (unit === 'b' ? 8 : 1));
  const perInterval = Math.floor((bytes * microseconds) / 1e6);
  const result: Record<string, number> = { rate_interval_usecs: microseconds };
  if (perInterval > 0) result.rate_bytes_per_interval = perInterval;
  return result;
}
