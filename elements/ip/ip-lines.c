#include "ip-lines.h"

#include "headers.h"

enum { FIN = 1, SYN = 2, RST = 4, PUSH = 8, ACK = 16 };
enum { MORE_FRAGMENTS = 0x2000, FRAGMENT_OFFSET = 0x1fff };

static u16 fragment(const u8 *header)
{
    return load_be16(header + IP_FRAGMENT);
}

static bool is_first(const u8 *header)
{
    return !(fragment(header) & FRAGMENT_OFFSET);
}

static void addresses(struct text *line, const u8 *header)
{
    text_ip(line, header + IP_SOURCE);
    text_string(line, " > ");
    text_ip(line, header + IP_DESTINATION);
    text_string(line, ": ");
}

/* With ports where there are some; else says what kind of packet it is, and that is all. */
static bool endpoints(struct text *line, const u8 *header, const u8 *transport, i32 length, const char *protocol)
{
    if (length < 4 || !is_first(header)) {
        addresses(line, header);
        text_string(line, is_first(header) ? "truncated-" : "");
        text_string(line, protocol);
        return false;
    }
    text_ip(line, header + IP_SOURCE);
    text_char(line, '.');
    text_unsigned(line, load_be16(transport));
    text_string(line, " > ");
    text_ip(line, header + IP_DESTINATION);
    text_char(line, '.');
    text_unsigned(line, load_be16(transport + 2));
    text_string(line, ": ");
    return true;
}

static void flags(struct text *line, u8 flags)
{
    text_string(line, flags & SYN ? "S" : "");
    text_string(line, flags & FIN ? "F" : "");
    text_string(line, flags & RST ? "R" : "");
    text_string(line, flags & PUSH ? "P" : "");
    text_string(line, flags & (SYN | FIN | RST | PUSH) ? "" : ".");
}

static void tcp_line(struct text *line, const struct packet *packet, i32 length)
{
    const u8 *header = packet->network, *tcp = packet->transport;
    if (!endpoints(line, header, tcp, length, "tcp"))
        return;
    if (length >= 14) {
        u16 total = load_be16(header + IP_LENGTH);
        i32 data = total - (header[0] & 15) * 4 - (tcp[12] >> 4) * 4 + !!(tcp[13] & SYN) + !!(tcp[13] & FIN);
        flags(line, tcp[13]);
        text_char(line, ' ');
        text_unsigned(line, load_be32(tcp + 4));
        text_char(line, ':');
        text_unsigned(line, load_be32(tcp + 4) + (u32)data);
        text_char(line, '(');
        text_signed(line, data);
        text_char(line, ',');
        text_unsigned(line, packet->length);
        text_char(line, ',');
        text_unsigned(line, total);
        text_char(line, ')');
        if (tcp[13] & ACK) {
            text_string(line, " ack ");
            text_unsigned(line, load_be32(tcp + 8));
        }
    }
    if (length < 16) {
        text_string(line, "truncated-tcp");
        return;
    }
    text_string(line, " win ");
    text_unsigned(line, load_be16(tcp + 14));
}

static void udp_line(struct text *line, const struct packet *packet, i32 length)
{
    if (!endpoints(line, packet->network, packet->transport, length, "udp"))
        return;
    if (length < 8) {
        text_string(line, "truncated-udp");
        return;
    }
    text_string(line, "udp ");
    text_unsigned(line, load_be16(packet->transport + 4));
}

static void transport_line(struct text *line, const struct packet *packet, i32 length, bool swap)
{
    const u8 *header = packet->network;
    u8 protocol = header[IP_PROTOCOL];
    if (protocol == PROTOCOL_TCP) {
        tcp_line(line, packet, length);
    } else if (protocol == PROTOCOL_UDP) {
        udp_line(line, packet, length);
    } else {
        addresses(line, header);
        if (protocol != PROTOCOL_ICMP) {
            text_string(line, "ip-proto-");
            text_unsigned(line, protocol);
        } else if (is_first(header)) {
            ip_line_icmp(line, packet->transport, length, swap);
        } else {
            text_string(line, "icmp");
        }
    }
}

static void fragment_line(struct text *line, const u8 *header, i32 payload)
{
    text_string(line, " (frag ");
    text_unsigned(line, load_be16(header + 4));
    text_char(line, ':');
    text_signed(line, payload);
    text_char(line, '@');
    text_unsigned(line, (fragment(header) & FRAGMENT_OFFSET) * 8u);
    text_string(line, fragment(header) & MORE_FRAGMENTS ? "+)" : ")");
}

void ip_line(struct text *line, const struct packet *packet, bool swap)
{
    const u8 *header = packet->network;
    i32 payload = load_be16(header + IP_LENGTH) - (header[0] & 15) * 4;
    i32 length = (i32)packet_length_from(packet, packet->transport);
    transport_line(line, packet, length < payload ? length : payload, swap);
    if (fragment(header) & (MORE_FRAGMENTS | FRAGMENT_OFFSET))
        fragment_line(line, header, payload);
}
