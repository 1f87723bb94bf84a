import type { XlView } from './xl-view.ts';

/** The parts of what `xl -N create` prints that are compared. */
interface XlJson {
  c_info: { type: string; name: string };
  b_info: Record<string, unknown> & { target_memkb?: number; max_memkb?: number; max_vcpus?: number };
  nics?: Record<string, string | number>[];
  on_poweroff?: string;
  on_reboot?: string;
  on_crash?: string;
}

const KIBIBYTES = 1024;

/** xl's own reading of a file, in the shape of ours. */
export function viewOfJson(text: string): XlView {
  const { c_info, b_info, nics, on_poweroff, on_reboot, on_crash } = JSON.parse(text) as XlJson;
  const { target_memkb, max_memkb, max_vcpus } = b_info;
  const words = ['kernel', 'ramdisk', 'cmdline', 'bootloader'].flatMap((name) =>
    typeof b_info[name] === 'string' ? [[name, b_info[name]]] : [],
  );
  const view = {
    name: c_info.name,
    type: c_info.type,
    memory: target_memkb && target_memkb / KIBIBYTES,
    maxmem: max_memkb && max_memkb / KIBIBYTES,
    vcpus: max_vcpus,
    ...Object.fromEntries(words),
    on_poweroff,
    on_reboot,
    on_crash,
    nics,
  };
  return Object.fromEntries(
    Object.entries(view).filter(([, value]) => value !== undefined),
  ) as unknown as XlView;
}
