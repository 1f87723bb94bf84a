import { shell } from './example.ts';
import type { Explanations } from './explanation.ts';

const INJECT = 'clickforge inject edge firewall.click';
const LAUNCH = 'clickforge launch firewall.elf --vif bridge=xenbr0 --vif bridge=xenbr1';

/** The codes of Xenstore, and of the guests that are reached through it. */
export const EXPLANATIONS: Explanations = {
  CF7601: shell(
    'A stock ClickOS is configured through Xenstore, whose daemon listens on /run/xenstored/socket in dom0 for root alone. There is no such daemon here, or it closed the connection. With --host another machine is asked, which needs socat or nc there.',
    INJECT,
    `${INJECT} --host root@xen1`,
  ),
  CF7602: shell(
    'The daemon refused an operation; the message has its own word for that. EQUOTA is the most common: a domain may have so many nodes, and so many bytes in one.',
    INJECT,
    INJECT,
  ),
  CF7603: shell(
    'A stock ClickOS writes the node data/clickos when it starts, and tools leave every other domain alone. This one did not write it in time: it is another kind of guest, or it did not come up. Images that clickforge builds already hold their configuration.',
    'clickforge inject Domain-0 firewall.click',
    INJECT,
  ),
  CF7604: shell(
    "A ClickOS holds up to 64 routers, by number. There is none of this number, or there are several and the command line does not tell which is meant. 'clickforge routers' lists them.",
    'clickforge start edge --router 7',
    'clickforge start edge --router 0',
  ),
  CF7605: shell(
    'A router that runs is not started again, one that is halted is not halted again, and one that runs is not taken out: a stock ClickOS would do nothing, or lose packets without a word. Halt it first, or use --force.',
    'clickforge uninstall edge --router 0',
    'clickforge uninstall edge --router 0 --force',
  ),
  CF7606: shell(
    "The guest read the configuration and could not start a router from it; the lines of its console say why. Its own Click may lack a class, or the domain a vif. Xenstore still calls the router Running, as the guest never writes that back: take it out with 'clickforge uninstall --force'.",
    INJECT,
    INJECT,
  ),
  CF7607: shell(
    'A stock ClickOS tells on its console alone what became of a router, and through a lock that a handler was read. Neither came in time: it may wait for a vif that does not exist, be busy with packets, or have no such element or handler.',
    INJECT,
    `${INJECT} --timeout 60`,
  ),
  CF7608: shell(
    "A guest holds 64 routers. Take one out with 'clickforge uninstall', or use another domain.",
    INJECT,
    'clickforge uninstall edge --router 63',
  ),
  CF7609: shell(
    'The launcher wrote down where the rings of a network device are, and its backend in dom0 did not connect to them. The message tells the state in which it is; the log of the kernel there may tell why.',
    `${LAUNCH} --handshake toolstack`,
    LAUNCH,
  ),
};
