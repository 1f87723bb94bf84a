import type { Explanation } from './explanation.ts';

/** An explanation whose examples are command lines. */
export function shell(text: string, wrong: string, right: string): Explanation {
  return { language: 'shell', text, wrong: `${wrong}\n`, right: `${right}\n` };
}

/** What an xl.cfg needs besides what an example is about. */
const HEAD = 'name = "firewall"\nkernel = "/images/firewall.elf"\nmemory = 8\n';

/** An explanation whose examples are files for xl. */
export function xl(text: string, wrong: string, right: string, head = HEAD): Explanation {
  return { language: 'xl', text, wrong: `${head}${wrong}\n`, right: `${head}${right}\n` };
}
