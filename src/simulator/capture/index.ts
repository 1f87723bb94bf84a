export type * from './capture.ts';
export { LINK, parseLinkType, printLinkType } from './link-type.ts';
export { pcapWriter } from './pcap-writer.ts';
export { pcapngWriter } from './pcapng-writer.ts';
export { readCapture } from './read-capture.ts';
