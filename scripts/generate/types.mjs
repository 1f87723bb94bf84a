/**
 * How an argument of each type lies in a Plan: its C type, size and alignment in bytes, the offsets of
 * struct plan_bytes in it, and whether it is a list (empty rather than absent). Types without `c` are known
 * to the checker only; a class with such an argument cannot be part of the runtime.
 */
export const TYPES = {
  bool: scalar('u8', 1),
  byte: scalar('u8', 1),
  choice: scalar('u8', 1),
  u16: scalar('u16', 2),
  'ether-type': scalar('u16', 2),
  'icmp-code': scalar('u8', 1),
  'icmp-error-type': scalar('u8', 1),
  port: scalar('u16', 2),
  'ip-protocol': scalar('u8', 1),
  integer: scalar('i32', 4),
  device: scalar('i32', 4),
  unsigned: scalar('u32', 4),
  rate: scalar('u32', 4),
  integer64: scalar('i64', 8),
  unsigned64: scalar('u64', 8),
  real: scalar('i64', 8),
  interval: scalar('u64', 8),
  bandwidth: scalar('u64', 8),
  element: scalar('u16', 2),
  'ip-address': { c: 'u8', array: '[4]', size: 4, align: 1 },
  'ethernet-address': { c: 'u8', array: '[6]', size: 6, align: 1 },
  'ip6-address': { c: 'u8', array: '[16]', size: 16, align: 1 },
  'ip-prefix': { c: 'struct ip_prefix', size: 8, align: 1 },
  'ip-address-or-prefix': { c: 'struct ip_prefix', size: 8, align: 1 },
  annotation: { c: 'struct annotation', size: 2, align: 1 },
  'shared-capacity': { c: 'struct shared_capacity', size: 8, align: 4 },
  'count-call': { c: 'struct count_call', size: 16, align: 8, bytes: [8] },
  string: bytes(),
  any: bytes(),
  word: bytes(),
  keyword: bytes(),
  'handler-call': bytes(),
  filename: bytes(),
  'ip-addresses': bytes('u8[4]'),
  'ip-prefixes': bytes('struct ip_prefix'),
  'arp-entries': bytes('struct arp_entry'),
  'classifier-patterns': bytes('decision program'),
  'ip-classifier-patterns': bytes('decision program'),
  'ip-filter-rules': bytes('decision program'),
  'ip-routes': bytes('struct ip_route'),
  elements: bytes('u16'),
  integers: bytes('i32'),
  bandwidths: bytes('u64'),
  'element-weights': bytes('struct element_weight'),
  'rewriter-inputs': bytes('struct rewriter_input'),
  'rewriter-patterns': bytes('struct rewriter_input'),
  rewriters: bytes('struct rewriter_use'),
  texts: bytes('texts'),
  script: bytes('struct script_instruction'),
  // What these say has its effect where it is used, at build time; the list is empty.
  'address-entries': bytes('nothing'),
  'alignment-entries': bytes('nothing'),
  'element-threads': bytes('nothing'),
  'pattern-entries': bytes('nothing'),
  'port-entries': bytes('nothing'),
  'ip6-prefix': {},
};

/** The C structs that TYPES names; part of the header that every element's header includes. */
export const STRUCTS = `/* An address and its mask, as written: bits outside of the mask may be set. */
struct ip_prefix {
    u8 address[4];
    u8 mask[4];
};

struct annotation {
    u8 offset; /* in packet->annotations */
    u8 size;
};

/* A write handler to call when something has been counted up to \`count\`. */
struct count_call {
    u64 count;
    struct plan_bytes call; /* "HANDLER [VALUE]" */
};

/* The destination's bits outside of the mask are zero. */
struct ip_route {
    u8 address[4];
    u8 mask[4];
    u8 gateway[4]; /* zero: none */
    u32 output;
};

struct element_weight {
    u16 element;
    u16 reserved;
    u32 weight; /* in 1/1024 */
};

/* How many mappings a rewriter may hold, or the rewriter that it shares them with. */
struct shared_capacity {
    i32 count;
    u16 element;
    u16 shared;
};

enum rewriter_kind { REWRITER_DROP, REWRITER_PASS, REWRITER_KEEP, REWRITER_PATTERN, REWRITER_MAPPER };

enum {
    REWRITER_VARIES_PORTS = 1, /* else the source address varies */
    REWRITER_SEQUENTIAL = 2,
    REWRITER_SAME_FIRST = 4, /* the packet's own source port, if it is one of those to choose from */
};

/* What happens to flows; zero addresses and ports are kept. Ports in host order. */
struct rewriter_input {
    u8 kind;
    u8 flags;
    u16 forward_output;
    u16 reply_output;
    u16 mapper; /* element */
    u8 source[4];
    u8 destination[4];
    u16 source_port;
    u16 destination_port;
    u32 variations; /* further addresses or ports behind the first to choose from */
};

struct rewriter_use {
    u16 element;
    i16 first_output; /* output that stands for the rewriter's first; -1: none does */
};

/*
 * Texts: a u32 count, then for each a u32 offset from the count's place and a u32 size.
 */

/* Most specific first; bits of the address outside of the mask are zero. */
struct arp_entry {
    u8 address[4];
    u8 mask[4];
    u8 ethernet[6];
    u8 reserved[2];
};
`;

function scalar(c, size) {
  return { c, size, align: size };
}

function bytes(record) {
  return { c: 'struct plan_bytes', size: 8, align: 4, bytes: [0], ...(record ? { record } : {}) };
}

const C_KEYWORDS = new Set(
  'auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while bool'.split(
    ' ',
  ),
);

/**
 * Fields of `struct <Class>_args` with their offsets, laid out as a C compiler does; the struct's size is a
 * multiple of 8. An argument that can be absent has a u8 field `has_<field>` behind its own.
 */
export function layout(spec) {
  const fields = [];
  let offset = 0;
  const place = (name, argument, type) => {
    offset = Math.ceil(offset / type.align) * type.align;
    fields.push({ name, argument, type, offset });
    offset += type.size;
  };
  for (const argument of spec.arguments) {
    if (argument.drivers && !argument.drivers.includes('minios')) continue;
    const type = TYPES[argument.type];
    if (!type.c) throw new Error(`${spec.class}: ${argument.name}: the runtime has no type ${argument.type}`);
    const name = fieldName(argument);
    place(name, argument, type);
    if (canBeAbsent(argument, type)) place(`has_${name}`, undefined, TYPES.bool);
  }
  if (fields.length === 0) place('unused', undefined, TYPES.unsigned);
  return { fields, size: Math.ceil(offset / 8) * 8 };
}

function fieldName(argument) {
  const name = argument.field ?? argument.name.toLowerCase();
  return C_KEYWORDS.has(name) ? `${name}_` : name;
}

function canBeAbsent(argument, type) {
  if (argument.absent !== undefined) return true;
  const given = argument.mandatory || argument.default !== undefined || argument.rest || argument.same_as;
  return !given && !type.record;
}
