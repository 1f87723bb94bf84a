#include "elements/EtherEncap.h"

#include "headers.h"

struct EtherEncap {
    u8 header[ETHERNET_HEADER];
    u64 drops;
};

static bool start(struct element *element, struct text *error)
{
    const struct EtherEncap_args *args = element->args;
    struct EtherEncap *encap = element->state;
    (void)error;
    memcpy(encap->header + ETHERNET_DESTINATION, args->dst, 6);
    memcpy(encap->header + ETHERNET_SOURCE, args->src, 6);
    store_be16(encap->header + ETHERNET_TYPE, args->ethertype);
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    struct EtherEncap *encap = element->state;
    struct packet *previous = NULL, *next;
    for (struct packet *packet = batch->first; packet; packet = next) {
        next = packet->next;
        if (!packet_push(packet, ETHERNET_HEADER)) {
            encap->drops++;
            batch_remove(batch, previous, packet);
            element_free(element, packet);
            continue;
        }
        memcpy(packet->data, encap->header, ETHERNET_HEADER);
        packet->mac = packet->data;
        packet->network = packet->data + ETHERNET_HEADER;
        previous = packet;
    }
}

static void EtherEncap_read_drops(struct element *element, struct text *out)
{
    const struct EtherEncap *encap = element->state;
    text_unsigned(out, encap->drops);
}

static void EtherEncap_read_src(struct element *element, struct text *out)
{
    const struct EtherEncap *encap = element->state;
    text_ethernet(out, encap->header + ETHERNET_SOURCE);
}

static void EtherEncap_read_dst(struct element *element, struct text *out)
{
    const struct EtherEncap *encap = element->state;
    text_ethernet(out, encap->header + ETHERNET_DESTINATION);
}

static void EtherEncap_read_ethertype(struct element *element, struct text *out)
{
    const struct EtherEncap *encap = element->state;
    text_unsigned(out, load_be16(encap->header + ETHERNET_TYPE));
}

static bool EtherEncap_write_src(struct element *element, const char *value, u32 size, struct text *error)
{
    struct EtherEncap *encap = element->state;
    return handler_write_ethernet(value, size, encap->header + ETHERNET_SOURCE, error);
}

static bool EtherEncap_write_dst(struct element *element, const char *value, u32 size, struct text *error)
{
    struct EtherEncap *encap = element->state;
    return handler_write_ethernet(value, size, encap->header + ETHERNET_DESTINATION, error);
}

static bool EtherEncap_write_ethertype(struct element *element, const char *value, u32 size, struct text *error)
{
    struct EtherEncap *encap = element->state;
    u16 type;
    if (!handler_write_ether_type(value, size, &type, error))
        return false;
    store_be16(encap->header + ETHERNET_TYPE, type);
    return true;
}

const struct element_class EtherEncap_class = {
    EtherEncap_COMMON,
    .state_size = sizeof(struct EtherEncap),
    .start = start,
    .action = action,
};
