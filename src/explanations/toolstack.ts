import { shell } from './example.ts';
import type { Explanations } from './explanation.ts';

const LAUNCH = 'clickforge launch firewall.elf --vif bridge=xenbr0 --vif bridge=xenbr1';

/** The codes of hosts and of the domains on them. */
export const EXPLANATIONS: Explanations = {
  CF7501: shell(
    'Domains are started by xl, which comes with Xen, or by virsh, which comes with libvirt. Neither is on the host, or not the one that was asked for.',
    LAUNCH,
    `${LAUNCH} --host root@xen1`,
  ),
  CF7502: shell(
    'The toolstack is there and cannot speak to Xen: the host was booted without the hypervisor, or the user is not root. The message has its own words.',
    `${LAUNCH} --host visitor@xen1`,
    `${LAUNCH} --host root@xen1`,
  ),
  CF7503: shell(
    'Xen gives a domain memory that nobody else has. It has too little, and does not take any from dom0, because it was started with dom0_mem.',
    `${LAUNCH} --memory 100000`,
    LAUNCH,
  ),
  CF7504: shell(
    'A vif joins a bridge of the host, of Linux or of Open vSwitch, and there is none of this name. Without this check xl would fail in the middle, after several lines of its own. Make the bridge, or name another in --vif or vnf.yaml.',
    'clickforge launch firewall.elf --vif bridge=xenbr0 --vif bridge=xenrb1',
    LAUNCH,
  ),
  CF7505: shell(
    'Names of domains are unique on a host. End the other domain, or give this one another name.',
    `${LAUNCH} --name firewall`,
    `${LAUNCH} --name firewall-2`,
  ),
  CF7506: shell(
    'The host reads the image itself when it builds the domain, and again whenever the domain reboots. The path is one of the host: with --host the image has to be copied there first.',
    `${LAUNCH} --host root@xen1`,
    `${LAUNCH} --host root@xen1 --kernel /images/firewall.elf`,
  ),
  CF7507: shell(
    'The toolstack began to make the domain and gave up. The message has the first of its reasons, and the lines below it the others. Nothing of the domain is left.',
    `${LAUNCH} --memory 1 --type pv`,
    `${LAUNCH} --memory 4 --type pv`,
  ),
  CF7508: shell(
    'The domain was made and ended by itself before its router ran. The last lines of its console are told below the message. A configuration that is right does not do this: it may be short of memory.',
    `${LAUNCH} --type pvh --memory 1`,
    LAUNCH,
  ),
  CF7509: shell(
    'A vif comes up when both its ends, the guest and the backend in dom0, have agreed. The backend did not get so far; the message says which vif it is and where it stands. Most often a hotplug script did not do its work, or netback is not loaded.',
    'clickforge launch firewall.elf --vif bridge=xenbr0 --vif bridge=xenbr1,script=/bin/true',
    LAUNCH,
  ),
  CF7510: shell(
    'The domain exists, and its console did not say in time that its router runs. The domain was ended. On a busy host it may need more time.',
    `${LAUNCH} --timeout 0.01`,
    `${LAUNCH} --timeout 60`,
  ),
  CF7511: shell(
    "Hosts are reached by the system's own ssh with its own settings. It ended without a connection; it cannot ask for a password here, so a key or an agent has to be there.",
    'clickforge list --host root@nowhere',
    'clickforge list --host root@xen1',
  ),
  CF7512: shell(
    "No domain of this name runs on the host. 'clickforge list' tells what does.",
    'clickforge status firewal',
    'clickforge status firewall',
  ),
  CF7513: shell(
    'What a guest prints is kept when xenconsoled is told to do so, and else is there for the next reader of its console alone.',
    'clickforge logs firewall --host root@xen1',
    'clickforge console firewall --host root@xen1',
  ),
  CF7514: shell(
    'The router runs and answered that it has no such element or handler, that the handler cannot be read or written, or that it does not take the value. Its words and its code are in the message.',
    'clickforge control firewall read nobody.count',
    'clickforge control firewall list',
  ),
  CF7515: shell(
    'Requests and answers go over the console of the domain. None came in time: somebody else reads the console and takes them, the router is busy, or what runs there was not made by clickforge.',
    'clickforge control other-guest list',
    'clickforge control firewall list',
  ),
  CF7516: shell(
    'The toolstack or another program of the host failed for the reason in the message.',
    'clickforge list --host visitor@xen1',
    'clickforge list --host root@xen1',
  ),
  CF7517: shell(
    "The domain was asked to shut down and did not in time. A guest that hangs is ended by 'clickforge destroy'.",
    'clickforge stop firewall --timeout 0.01',
    'clickforge destroy firewall',
  ),
  CF7518: shell(
    'The name of the host goes to ssh as it is. One that begins with a dash would be an option, and a blank is in no name.',
    'clickforge list --host -v',
    'clickforge list --host root@xen1',
  ),
  CF7519: shell(
    'Ctrl-C or a signal ended the launch. What the toolstack had begun was waited for, and the domain ended: nothing of it is left. Domains whose routers ran already go on.',
    LAUNCH,
    LAUNCH,
  ),
};
