import { parseClassifierPatterns } from '../decision/classifier.ts';
import { parseIpClassifierPatterns, parseIpFilterRules } from '../decision/ip-filter.ts';
import { parseAddressEntries, parsePortEntries } from '../info-elements.ts';
import { parseAlignmentEntries } from './alignment-entries.ts';
import { parseArpEntries } from './arp-entries.ts';
import { parseElement, parseElements, parseSharedCapacity } from './element.ts';
import { parseElementThreads, parseElementWeights } from './element-weights.ts';
import { parseEthernet } from './ethernet-address.ts';
import { parseIcmpCode, parseIcmpErrorType } from './icmp.ts';
import { integerParser, parseEtherType } from './integer.ts';
import {
  parseAddress,
  parseAddresses,
  parseAddressOrPrefix,
  parsePort,
  parsePrefix,
  parsePrefixes,
  parseProtocol,
} from './ip-address.ts';
import { parseIpRoutes } from './ip-routes.ts';
import { parseBandwidths, parseIntegers, parseTexts } from './lists.ts';
import { parseBandwidth, parseInterval, parseReal } from './quantity.ts';
import {
  parsePatternEntries,
  parseRewriterInputs,
  parseRewriterPatterns,
  parseRewriters,
} from './rewriter-input.ts';
import { parseScript } from './script.ts';
import type { ListParser, Parser } from './value.ts';
import {
  parseAnnotation,
  parseAny,
  parseBoolean,
  parseChoice,
  parseCountCall,
  parseHandlerCall,
  parseKeyword,
  parseString,
  parseWord,
} from './word.ts';

/** How an argument of each type is read. A type that is in neither table is not checked. */
export const PARSERS: Readonly<Record<string, Parser>> = {
  any: parseAny,
  annotation: parseAnnotation,
  bandwidth: parseBandwidth,
  bool: parseBoolean,
  byte: integerParser(8, false),
  choice: parseChoice,
  'count-call': parseCountCall,
  device: integerParser(31, false),
  element: parseElement,
  elements: parseElements,
  'ether-type': parseEtherType,
  'ethernet-address': parseEthernet,
  filename: parseString,
  'handler-call': parseHandlerCall,
  'icmp-code': parseIcmpCode,
  'icmp-error-type': parseIcmpErrorType,
  integer: integerParser(32, true),
  integer64: integerParser(64, true),
  interval: parseInterval,
  'ip-address': parseAddress,
  'ip-address-or-prefix': parseAddressOrPrefix,
  'ip-addresses': parseAddresses,
  'ip-prefix': parsePrefix,
  'ip-prefixes': parsePrefixes,
  'ip-protocol': parseProtocol,
  keyword: parseKeyword,
  port: parsePort,
  rate: integerParser(32, false),
  real: parseReal,
  rewriters: parseRewriters,
  'shared-capacity': parseSharedCapacity,
  string: parseString,
  u16: integerParser(16, false),
  unsigned: integerParser(32, false),
  unsigned64: integerParser(64, false),
  word: parseWord,
};

/** The same for types of arguments that are read all together. */
export const LIST_PARSERS: Readonly<Record<string, ListParser>> = {
  'address-entries': parseAddressEntries,
  'alignment-entries': parseAlignmentEntries,
  'arp-entries': parseArpEntries,
  bandwidths: parseBandwidths,
  'classifier-patterns': parseClassifierPatterns,
  'element-threads': parseElementThreads,
  'element-weights': parseElementWeights,
  integers: parseIntegers,
  'ip-classifier-patterns': parseIpClassifierPatterns,
  'ip-filter-rules': parseIpFilterRules,
  'ip-routes': parseIpRoutes,
  'pattern-entries': parsePatternEntries,
  'port-entries': parsePortEntries,
  'rewriter-inputs': parseRewriterInputs,
  'rewriter-patterns': parseRewriterPatterns,
  script: parseScript,
  texts: parseTexts,
};
