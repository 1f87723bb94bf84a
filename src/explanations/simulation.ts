import { shell } from './example.ts';
import type { Explanations } from './explanation.ts';

/** The codes of the simulator. */
export const EXPLANATIONS: Explanations = {
  CF9001: shell(
    'Recorded packets come as pcap or pcapng, and this file begins like neither. A compressed capture has to be unpacked first.',
    'clickforge simulate firewall.click --in 0=firewall.click',
    'clickforge simulate firewall.click --in 0=lan.pcap',
  ),
  CF9002: shell(
    'The capture breaks off in the middle of a packet, or a length in it cannot be: it was cut short, as when a recorder is killed. The message says at which byte; the packets before it are whole.',
    'clickforge simulate firewall.click --in 0=cut.pcap',
    'clickforge simulate firewall.click --in 0=lan.pcap',
  ),
  CF9003: shell(
    'The capture is sound, but of a kind that the simulator cannot use: other than Ethernet, or several kinds in one file.',
    'clickforge simulate firewall.click --in 0=wlan.pcap',
    'clickforge simulate firewall.click --in 0=lan.pcap',
  ),
  CF9004: shell(
    "The simulator is the router itself, compiled to WebAssembly, and it is missing or was made from other sources than this program. Make it with 'npm run build'.",
    '# dist/simulator is missing\nclickforge simulate firewall.click',
    'clickforge simulate firewall.click',
  ),
  CF9005: shell(
    'The simulated router came to an end as a guest would that crashes. On a guest this is one line on the console; here it is this message. Please report it with the configuration and the packets.',
    '# no example: this must not happen',
    'clickforge simulate firewall.click',
  ),
  CF9006: shell(
    'Each element may look at its surroundings before packets come, and this one refuses to start; its reason is in the message.',
    'clickforge simulate refused.click',
    'clickforge simulate firewall.click',
  ),
  CF9007: shell(
    "A handler is named as ELEMENT.HANDLER, and the configuration has no element of this name. Elements inside a compound have the compound's name in front, as in gate/count.",
    'clickforge simulate firewall.click --handler conter.count',
    'clickforge simulate firewall.click --handler counter.count',
  ),
  CF9008: shell(
    "The element has no handler of this name, or one that can only be written where it was to be read. 'clickforge elements CLASS' lists the handlers of a class.",
    'clickforge simulate firewall.click --handler counter.cuont',
    'clickforge simulate firewall.click --handler counter.count',
  ),
  CF9009: shell(
    'The handler exists and does not take what was written to it, or has no answer to what was asked; its reason is in the message.',
    'clickforge simulate firewall.click --write queue.capacity=many',
    'clickforge simulate firewall.click --write queue.capacity=50',
  ),
  CF9010: shell(
    'Packets are given for, or wanted from, a device that no FromDevice or ToDevice of the configuration uses.',
    'clickforge simulate firewall.click --in 7=lan.pcap',
    'clickforge simulate firewall.click --in 0=lan.pcap',
  ),
  CF9011: shell(
    'The packets that came out differ from those in the file given with --expect. The message shows the first difference, field by field.',
    'clickforge simulate firewall.click --in 0=lan.pcap --expect 1=other.pcap',
    'clickforge simulate firewall.click --in 0=lan.pcap --expect 1=wan.pcap',
  ),
  CF9012: shell(
    'Elements such as FromDump and ToDump read and write files themselves while the router runs, and this file cannot be read or written; the reason is in the message.',
    'clickforge simulate record.click',
    'clickforge simulate firewall.click',
  ),
  CF9013: shell(
    'A packet of the router holds a fixed number of bytes, in the simulator as in a guest. The packets in this file are longer, and would be cut. Record them without offloads that join packets, or cut them with another tool.',
    'clickforge simulate firewall.click --in 0=jumbo.pcap',
    'clickforge simulate firewall.click --in 0=lan.pcap',
  ),
};
