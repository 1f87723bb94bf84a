import type { Diagnostic } from '../../click-config-parser/diagnostic.ts';
import type { ImageNeeds } from '../../image/inspect.ts';
import type { VimCode } from '../codes.ts';
import type { Wanted } from './description.ts';

const LONGEST = 255;
const LONGEST_ENDING = '-ramdisk';

/** What Nova and Glance could not do with an image, found before anything is sent. */
export function checkBootable(
  wanted: Wanted,
  { entries }: Pick<ImageNeeds, 'entries'>,
  isModule: boolean,
): Diagnostic[] {
  const findings: Diagnostic[] = [];
  if (isModule && wanted.style === 'uki') {
    const message = 'an image of the format uki is all of the kernel, and has no place for a boot module';
    findings.push(finding('CF6512', message, 'give --style kernel, or build an image: --delivery note'));
  }
  if (!entries.pv) {
    const message = 'the image has no PV entry, and Nova knows no PVH: hw_vm_mode is xen or hvm';
    findings.push(finding('CF6512', message, 'build it into a base image with a PV entry'));
  }
  for (const [what, text] of Object.entries({ name: wanted.name, 'command line': wanted.commandLine })) {
    const hint = `it holds 1 to ${LONGEST} characters, and no control characters`;
    // Glance counts characters, and four-byte ones break older databases.
    if (text.length === 0 || text.length > LONGEST || /[\u0000-\u001f\u007f]|[^\u0000-\uffff]/u.test(text)) {
      findings.push(finding('CF6513', `Glance does not take this ${what}`, hint));
    }
  }
  if (`${wanted.name}${LONGEST_ENDING}`.length > LONGEST && wanted.name.length <= LONGEST) {
    findings.push(finding('CF6513', `the name is too long with "${LONGEST_ENDING}" behind it`, 'shorten it'));
  }
  return findings;
}

function finding(code: VimCode, message: string, hint: string): Diagnostic {
  return { code, severity: 'error', message, hint };
}
