#include "elements/IPEncap.h"

#include "filter.h"
#include "ip.h"
#include "parse.h"

struct IPEncap {
    u8 header[IP_HEADER]; /* but for length, number and checksum */
    bool annotated;       /* the destination is that of the annotation */
    u16 id;
    u64 drops;
};

static bool start(struct element *element, struct text *error)
{
    const struct IPEncap_args *args = element->args;
    struct IPEncap *encap = element->state;
    if (args->ect && args->ce) {
        text_string(error, "ECT and CE exclude each other");
        return false;
    }
    if (args->has_tos && (args->ect || args->ce)) {
        text_string(error, "TOS excludes ECT and CE");
        return false;
    }
    encap->header[0] = 0x45;
    encap->header[IP_TOS] = args->has_tos ? args->tos : (u8)(args->dscp << 2 | args->ect | (args->ce ? IP_ECN_CE : 0));
    encap->header[IP_TTL] = args->ttl;
    encap->header[IP_PROTOCOL] = args->proto;
    store_be16(encap->header + IP_FRAGMENT, args->df ? IP_DONT_FRAGMENT : 0);
    memcpy(encap->header + IP_SOURCE, args->src, 4);
    memcpy(encap->header + IP_DESTINATION, args->dst, 4);
    encap->annotated = !args->has_dst;
    return true;
}

static bool passes(struct element *element, struct packet *packet)
{
    struct IPEncap *encap = element->state;
    if (!packet_push(packet, IP_HEADER)) {
        encap->drops++;
        return false;
    }
    u8 *header = packet->data;
    memcpy(header, encap->header, IP_HEADER);
    if (encap->annotated)
        store32(header + IP_DESTINATION, packet_annotation32(packet, ANNOTATION_DST_IP));
    else
        packet_set_annotation32(packet, ANNOTATION_DST_IP, load32(header + IP_DESTINATION));
    store_be16(header + IP_LENGTH, (u16)packet->length);
    store_be16(header + IP_ID, encap->id++);
    ip_set_checksum(header, IP_HEADER);
    packet->network = header;
    packet->transport = header + IP_HEADER;
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void IPEncap_read_drops(struct element *element, struct text *out)
{
    const struct IPEncap *encap = element->state;
    text_unsigned(out, encap->drops);
}

static void IPEncap_read_src(struct element *element, struct text *out)
{
    const struct IPEncap *encap = element->state;
    text_ip(out, encap->header + IP_SOURCE);
}

static void IPEncap_read_dst(struct element *element, struct text *out)
{
    const struct IPEncap *encap = element->state;
    if (encap->annotated)
        text_string(out, "DST_ANNO");
    else
        text_ip(out, encap->header + IP_DESTINATION);
}

static bool IPEncap_write_src(struct element *element, const char *value, u32 size, struct text *error)
{
    struct IPEncap *encap = element->state;
    return handler_write_ip(value, size, encap->header + IP_SOURCE, error);
}

static bool IPEncap_write_dst(struct element *element, const char *value, u32 size, struct text *error)
{
    struct IPEncap *encap = element->state;
    if (!parse_equal(value, size, "DST_ANNO") &&
        !handler_write_ip(value, size, encap->header + IP_DESTINATION, error))
        return false;
    encap->annotated = parse_equal(value, size, "DST_ANNO");
    return true;
}

const struct element_class IPEncap_class = {
    IPEncap_COMMON,
    .state_size = sizeof(struct IPEncap),
    .start = start,
    .action = action,
};
