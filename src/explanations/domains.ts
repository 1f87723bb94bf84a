import { shell, xl } from './example.ts';
import type { Explanations } from './explanation.ts';

const VIFS = '--vif bridge=xenbr0 --vif bridge=xenbr1';

/** The codes of domains and of xl.cfg. firewall.elf uses the devices 0 and 1. */
export const EXPLANATIONS: Explanations = {
  CF6001: shell(
    'Xen, its tools and the folders of its log files use the name of a domain: it consists of letters, digits, dots, dashes and underscores, is not too long, and is no number, which xl would take for that of a domain.',
    `clickforge emit xl firewall.elf ${VIFS} --name "my firewall"`,
    `clickforge emit xl firewall.elf ${VIFS} --name my-firewall`,
  ),
  CF6002: shell(
    'The memory is given in whole MiB, and the image with its page tables and packets must fit into it. The message says the least that this image starts with.',
    `clickforge emit xl firewall.elf ${VIFS} --memory 0`,
    `clickforge emit xl firewall.elf ${VIFS} --memory 8`,
  ),
  CF6003: shell(
    "A vif is described by KEY=VALUE pairs with commas between them, as in xl's own network configuration: bridge, mac, script, model, rate.",
    'clickforge emit xl firewall.elf --vif xenbr0,bridge=xenbr0 --vif bridge=xenbr1',
    `clickforge emit xl firewall.elf ${VIFS}`,
  ),
  CF6004: shell(
    "FromDevice(N) and ToDevice(N) mean the domain's vif number N, counted from 0. The configuration uses a device for which no vif was given: give one --vif for each, in order.",
    'clickforge emit xl firewall.elf --vif bridge=xenbr0',
    `clickforge emit xl firewall.elf ${VIFS}`,
  ),
  CF6005: shell(
    'There are more vifs than the configuration has devices. What arrives at the last ones is dropped. Leave them out, or use them in the configuration.',
    `clickforge emit xl firewall.elf ${VIFS} --vif bridge=xenbr2`,
    `clickforge emit xl firewall.elf ${VIFS}`,
  ),
  CF6006: shell(
    'A MAC address is six bytes in hexadecimal with colons between them, and the lowest bit of the first one is 0: with a 1 there it is the address of a group, which no station can have.',
    'clickforge emit xl firewall.elf --vif bridge=xenbr0,mac=01:16:3e:00:00:01 --vif bridge=xenbr1',
    'clickforge emit xl firewall.elf --vif bridge=xenbr0,mac=00:16:3e:00:00:01 --vif bridge=xenbr1',
  ),
  CF6007: shell(
    'Two vifs of one domain with the same MAC address confuse every bridge that sees both. Change one, or leave both out: then clickforge derives different ones from the name of the domain.',
    'clickforge emit xl firewall.elf --vif bridge=xenbr0,mac=00:16:3e:00:00:01 --vif bridge=xenbr1,mac=00:16:3e:00:00:01',
    'clickforge emit xl firewall.elf --vif bridge=xenbr0,mac=00:16:3e:00:00:01 --vif bridge=xenbr1,mac=00:16:3e:00:00:02',
  ),
  CF6008: shell(
    'An image is started as PV or as PVH by the entry notes that it carries, and this one has no entry of the kind that was asked for. Leave --type out, or build into a base image that has the entry.',
    'clickforge emit xl pv-only.elf --vif bridge=xenbr0 --vif bridge=xenbr1 --type pvh',
    `clickforge emit xl firewall.elf ${VIFS} --type pvh`,
  ),
  CF6009: shell(
    'The router runs on one processor. More of them cost the host and do nothing; for more work start more domains.',
    'clickforge emit xl firewall.elf --vnf two-processors.yaml',
    'clickforge emit xl firewall.elf --vnf vnf.yaml',
  ),
  CF6010: shell(
    'From the configuration follows how much memory is enough for certain: for the image, the rings of its vifs, its tables and a pool of packets. With less it may start all the same, with smaller rings and fewer packets, or say on its console that it is out of memory.',
    `clickforge emit xl firewall.elf ${VIFS} --memory 1`,
    `clickforge emit xl firewall.elf ${VIFS} --memory 4`,
  ),
  CF6011: shell(
    'A vnf.yaml is a YAML file: lines NAME: VALUE, blanks of the same depth for what belongs together, no tabs.',
    'clickforge emit xl firewall.elf --vnf torn.yaml',
    'clickforge emit xl firewall.elf --vnf vnf.yaml',
  ),
  CF6012: shell(
    'A vnf.yaml describes the domain that runs an image: name, memory, type, vifs and a few more. Its schema, dist/vnf.schema.json, tells all of them, and lets editors complete them.',
    'clickforge emit xl firewall.elf --vnf misspelt.yaml',
    'clickforge emit xl firewall.elf --vnf vnf.yaml',
  ),
  CF6101: xl(
    'An xl.cfg consists of settings, NAME = VALUE or NAME += VALUE, where a value is a string in quotes, a number, or a list in square brackets. Lines end a setting, but not inside a list.',
    'vcpus 1',
    'vcpus = 1',
  ),
  CF6102: xl(
    'A string ends on the line on which it began, and xl knows only a few escapes with a backslash; others it drops or refuses.',
    'extra = "C:\\path"',
    'extra = "C:/path"',
  ),
  CF6103: xl(
    'With += a setting grows: a list by a list, a string by a string. A list and a string do not add up, and of a number xl takes nothing.',
    'vcpus = 1\nvcpus += 1',
    'vcpus = 2',
  ),
  CF6104: xl(
    'xl needs this setting to start a domain and has no default for it, or one that starts nothing.',
    'kernel = "/images/firewall.elf"\nmemory = 8',
    'name = "firewall"\nkernel = "/images/firewall.elf"\nmemory = 8',
    '',
  ),
  CF6105: xl(
    'The setting is of another type: a number where xl wants a string or a list, or a string where it wants a number. xl ignores such a value, mostly without a word.',
    'vcpus = "two"',
    'vcpus = 2',
  ),
  CF6106: xl(
    'xl knows only certain values for this setting, and this is none of them.',
    'on_crash = "restrat"',
    'on_crash = "restart"',
  ),
  CF6107: xl(
    'xl ignores settings that it does not know, so a misspelt one has no effect at all.',
    'memroy = 8\nmaxmem = 8',
    'maxmem = 8',
  ),
  CF6108: xl(
    'xl takes a vif apart at its commas and is easily misled: an unknown key, a bad address, or a vif that is no string.',
    'vif = ["bridge=xenbr0,mac=00:16:3e:00:00:0g"]',
    'vif = ["bridge=xenbr0,mac=00:16:3e:00:00:01"]',
  ),
  CF6109: xl(
    'Two settings speak of the same thing, or one setting stands there twice, and xl goes by one of them alone. Keep that one.',
    'cmdline = "trace"\nextra = "quiet"',
    'cmdline = "trace quiet"',
  ),
};
