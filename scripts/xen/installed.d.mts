/** Host paths by path in dom0, for `test/xen/dom0/cf`. */
export function installedFiles(): Record<string, string>;
