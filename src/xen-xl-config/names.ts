const NAMES = `
  acpi acpi_firmware acpi_laptop_slate acpi_s3 acpi_s4 altp2m altp2mhvm apic bios bios_path_override blkdev_start boot
  bootloader bootloader_args builder cap channel cmdline cpu_weight cpuid cpus cpus_soft device_model
  device_model_args device_model_args_hvm device_model_args_pv device_model_override
  device_model_stubdomain_override device_model_stubdomain_seclabel device_model_user device_model_version
  device_tree disk dm_restrict driver_domain dtdev e820_host extra extratime firmware firmware_override
  gfx_passthru gic_version hap hdtype hpet init_seclabel iomem ioports irqs kernel keymap latency localtime
  max_event_channels max_grant_frames max_grant_version max_maptrack_frames maxmem maxvcpus mca_caps memory
  mmio_hole ms_vm_genid msr_relaxed name nestedhvm nodes nographic nomigrate nx on_crash on_poweroff on_reboot
  on_soft_reset on_watchdog oos opengl p9 pae passthrough pci pci_msitranslate pci_permissive pci_power_mgmt
  pci_seize period pool pvcalls pvh pvshim pvshim_cmdline pvshim_extra pvshim_path ramdisk rdm rdm_mem_boundary
  root rtc_timeoffset run_hotplug_scripts sdl seclabel serial shadow_memory slice smbios_firmware soundhw spice
  spice_clipboard_sharing spice_image_compression spice_streaming_video spiceagent_mouse
  spicedisable_ticketing spicehost spicepasswd spiceport spicetls_port spiceusbredirection spicevdagent stdvga
  stubdomain_cmdline stubdomain_kernel stubdomain_memory stubdomain_ramdisk tee timer_mode tsc_mode type usb
  usbctrl usbdev usbdevice usbversion uuid vcpus vdispl vendor_device vfb vga videoram vif viridian vkb
  vmtrace_buf_kb vnc vncdisplay vnclisten vncpasswd vncunused vnuma vpt_align vsnd vtpm vuart xauthority
  xen_platform_pci xend_suspend_evtchn_compat`;

/** The settings that xl 4.17 looks for; it ignores all others in silence. */
export const KNOWN_NAMES: ReadonlySet<string> = new Set(NAMES.trim().split(/\s+/));

/** The known name that differs least from `name`, if one is near enough to have been meant. */
export function nearestName(name: string): string | undefined {
  let best: { name: string; distance: number } | undefined;
  for (const known of KNOWN_NAMES) {
    const distance = editDistance(name, known);
    if (distance <= (best ? best.distance - 1 : Math.max(1, Math.floor(known.length / 3)))) {
      best = { name: known, distance };
    }
  }
  return best?.name;
}

function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return 4;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
