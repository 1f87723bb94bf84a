#include "elements/ARPPrint.h"

#include "headers.h"

enum { ETHERTYPE_TRAIL = 0x1000 };
enum { RARP_REQUEST = 3, RARP_REPLY = 4, INARP_REQUEST = 8, INARP_REPLY = 9 };

struct ARPPrint {
    bool active;
};

static bool start(struct element *element, struct text *error)
{
    const struct ARPPrint_args *args = element->args;
    struct ARPPrint *print = element->state;
    (void)error;
    print->active = args->active;
    return true;
}

static void ethernet_line(struct text *line, const struct packet *packet)
{
    const u8 *header = packet->mac ? packet->mac : packet->data;
    if (header + ETHERNET_HEADER > packet->network || packet_length_from(packet, header) < ETHERNET_HEADER)
        return;
    text_ethernet(line, header + ETHERNET_SOURCE);
    text_string(line, " > ");
    text_ethernet(line, header + ETHERNET_DESTINATION);
    text_string(line, ": ");
}

static void other_line(struct text *line, const u8 *arp)
{
    text_string(line, "arp-#");
    text_unsigned(line, load_be16(arp + ARP_OPERATION));
    text_string(line, " for proto #");
    text_unsigned(line, load_be16(arp + ARP_PROTOCOL));
    text_string(line, " (");
    text_unsigned(line, arp[ARP_PROTOCOL_LENGTH]);
    text_string(line, ") hardware #");
    text_unsigned(line, load_be16(arp + ARP_HARDWARE));
    text_string(line, " (");
    text_unsigned(line, arp[ARP_HARDWARE_LENGTH]);
    text_char(line, ')');
}

static void request_line(struct text *line, const u8 *arp)
{
    static const u8 zero[6];
    text_string(line, "arp who-has ");
    text_ip(line, arp + ARP_TARGET_IP);
    if (memcmp(arp + ARP_TARGET_ETHERNET, zero, 6) != 0) {
        text_string(line, " (");
        text_ethernet(line, arp + ARP_TARGET_ETHERNET);
        text_char(line, ')');
    }
    text_string(line, " tell ");
    text_ip(line, arp + ARP_SENDER_IP);
}

static void reverse_line(struct text *line, const u8 *arp, const char *protocol, bool reply)
{
    text_string(line, protocol);
    text_string(line, reply ? " reply " : " who-is ");
    text_ethernet(line, arp + ARP_TARGET_ETHERNET);
    text_string(line, reply ? " at " : " tell ");
    if (reply)
        text_ip(line, arp + ARP_TARGET_IP);
    else
        text_ethernet(line, arp + ARP_SENDER_ETHERNET);
}

static void operation_line(struct text *line, const u8 *arp)
{
    u16 operation = load_be16(arp + ARP_OPERATION);
    if (operation == ARP_REQUEST) {
        request_line(line, arp);
    } else if (operation == ARP_REPLY) {
        text_string(line, "arp reply ");
        text_ip(line, arp + ARP_SENDER_IP);
        text_string(line, " is-at ");
        text_ethernet(line, arp + ARP_SENDER_ETHERNET);
    } else if (operation == RARP_REQUEST || operation == RARP_REPLY) {
        reverse_line(line, arp, "rarp", operation == RARP_REPLY);
    } else if (operation == INARP_REQUEST || operation == INARP_REPLY) {
        reverse_line(line, arp, "invarp", operation == INARP_REPLY);
    } else {
        text_string(line, "arp-#");
        text_unsigned(line, operation);
    }
}

static void arp_line(struct text *line, const struct packet *packet)
{
    const u8 *arp = packet->network;
    u32 length = packet_length_from(packet, arp);
    u16 protocol = length < ARP_OPERATION + 2 ? 0 : load_be16(arp + ARP_PROTOCOL);
    bool ip = protocol == ETHERTYPE_IP || protocol == ETHERTYPE_TRAIL;
    if (protocol && (!ip || arp[ARP_PROTOCOL_LENGTH] != 4 || !arp[ARP_HARDWARE_LENGTH])) {
        other_line(line, arp);
    } else if (length < ARP_SIZE) {
        text_string(line, "truncated-arp (");
        text_unsigned(line, length);
        text_char(line, ')');
    } else {
        if (protocol == ETHERTYPE_TRAIL)
            text_string(line, "trailer-");
        operation_line(line, arp);
        if (load_be16(arp + ARP_HARDWARE) != ARP_HARDWARE_ETHERNET) {
            text_string(line, "hardware #");
            text_unsigned(line, load_be16(arp + ARP_HARDWARE));
        }
    }
}

static void print(struct element *element, const struct packet *packet)
{
    const struct ARPPrint_args *args = element->args;
    struct text *line = router_log(element->router);
    if (args->label.size) {
        text_bytes(line, element_bytes(element, args->label), args->label.size);
        text_string(line, ": ");
    }
    if (args->timestamp) {
        text_time(line, packet->timestamp);
        text_string(line, ": ");
    }
    if (args->ether)
        ethernet_line(line, packet);
    arp_line(line, packet);
    router_log_end(element->router);
}

static void action(struct element *element, struct batch *batch)
{
    const struct ARPPrint *state = element->state;
    if (!state->active)
        return;
    for (const struct packet *packet = batch->first; packet; packet = packet->next)
        if (packet->network)
            print(element, packet);
}

static void ARPPrint_read_active(struct element *element, struct text *out)
{
    const struct ARPPrint *state = element->state;
    text_bool(out, state->active);
}

static bool ARPPrint_write_active(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ARPPrint *state = element->state;
    return handler_write_bool(value, size, &state->active, error);
}

const struct element_class ARPPrint_class = {
    ARPPrint_COMMON,
    .state_size = sizeof(struct ARPPrint),
    .start = start,
    .action = action,
};
