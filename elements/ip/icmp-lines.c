#include "headers.h"
#include "ip-lines.h"

enum { UNREACHABLE = 3, CODE_PROTOCOL = 2, CODE_PORT = 3, CODE_FRAGMENTATION = 4 };

/* Names of types, and of codes, each by its number; NULL: none. */
struct names {
    const char *const *names;
    u8 count;
};

#define NAMES(array) {(array), sizeof(array) / sizeof *(array)}

static const char *const types[] = {
    "echo-reply", NULL, NULL, "unreachable", "sourcequench", "redirect", NULL, NULL, "echo", "routeradvert",
    "routersolicit", "timeexceeded", "parameterproblem", "timestamp", "timestamp-reply", "inforeq", "inforeq-reply",
    "maskreq", "maskreq-reply"};
static const char *const unreachable_codes[] = {
    "net", "host", "protocol", "port", "needfrag", "srcroutefail", "netunknown", "hostunknown", "isolated",
    "netprohibited", "hostprohibited", "tosnet", "toshost", "filterprohibited", "hostprecedence", "precedencecutoff"};
static const char *const redirect_codes[] = {"net", "host", "tosnet", "toshost"};
static const char *const exceeded_codes[] = {"transit", "reassembly"};
static const char *const parameter_codes[] = {"erroratptr", "missingopt", "length"};

static const struct names codes[] = {
    [3] = NAMES(unreachable_codes), [5] = NAMES(redirect_codes), [11] = NAMES(exceeded_codes),
    [12] = NAMES(parameter_codes)};

static const char *code_name(const u8 *message)
{
    u8 type = message[ICMP_TYPE], code = message[1];
    return type < sizeof codes / sizeof *codes && code < codes[type].count ? codes[type].names[code] : NULL;
}

static void protocol_name(struct text *line, u8 protocol, bool prepend)
{
    static const struct {
        const char *name;
        u8 protocol;
    } names[] = {{"icmp", 1}, {"igmp", 2}, {"ipip", 4}, {"tcp", 6}, {"udp", 17}, {"dccp", 33}, {"gre", 47},
                 {"sctp", 132}};
    for (u32 i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].protocol == protocol) {
            text_string(line, names[i].name);
            return;
        }
    text_string(line, prepend ? "protocol " : "");
    text_unsigned(line, protocol);
}

static void code_line(struct text *line, const u8 *message)
{
    const char *name = code_name(message);
    text_string(line, name ? name : "code ");
    if (!name)
        text_unsigned(line, message[1]);
}

/* What could not be reached: the header of the packet that the message is about lies behind the message's own. */
static bool unreachable_line(struct text *line, const u8 *message, i32 length)
{
    const u8 *header = message + ICMP_HEADER;
    bool whole = length >= ICMP_HEADER + IP_HEADER;
    if (whole) {
        text_ip(line, header + IP_DESTINATION);
        text_char(line, ' ');
    }
    text_string(line, "unreachable ");
    code_line(line, message);
    if (!whole) {
        text_char(line, ' ');
        return false;
    }
    if (message[1] == CODE_PROTOCOL || message[1] == CODE_PORT) {
        text_char(line, ' ');
        protocol_name(line, header[IP_PROTOCOL], message[1] == CODE_PORT);
    }
    if (message[1] == CODE_PORT) {
        u32 size = (header[0] & 15) * 4u;
        if (length < (i32)(ICMP_HEADER + size + 4))
            return false;
        text_char(line, '/');
        text_unsigned(line, load_be16(header + size + 2));
    }
    if (message[1] == CODE_FRAGMENTATION && load_be16(message + 6)) {
        text_string(line, " (mtu ");
        text_unsigned(line, load_be16(message + 6));
        text_char(line, ')');
    }
    return true;
}

static bool echo_line(struct text *line, const u8 *message, i32 length, bool swap)
{
    text_string(line, types[message[ICMP_TYPE]]);
    text_char(line, ' ');
    if (length < ICMP_ECHO_HEADER)
        return false;
    text_char(line, '(');
    text_unsigned(line, swap ? load_be16(message + 4) : load16(message + 4));
    text_string(line, ", ");
    text_unsigned(line, swap ? load_be16(message + 6) : load16(message + 6));
    text_char(line, ')');
    return true;
}

static void other_line(struct text *line, const u8 *message)
{
    u8 type = message[ICMP_TYPE];
    if (type < sizeof types / sizeof *types && types[type]) {
        text_string(line, types[type]);
    } else {
        text_string(line, "type ");
        text_unsigned(line, type);
    }
    if (message[1] || code_name(message)) {
        text_char(line, ' ');
        code_line(line, message);
    }
}

void ip_line_icmp(struct text *line, const u8 *message, i32 length, bool swap)
{
    bool whole = length >= 2;
    if (whole) {
        text_string(line, "icmp ");
        if (message[ICMP_TYPE] == ICMP_ECHO || message[ICMP_TYPE] == ICMP_ECHO_REPLY)
            whole = echo_line(line, message, length, swap);
        else if (message[ICMP_TYPE] == UNREACHABLE)
            whole = unreachable_line(line, message, length);
        else
            other_line(line, message);
    }
    if (!whole)
        text_string(line, "truncated-icmp");
}
