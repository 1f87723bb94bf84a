#include "ip-encap.h"

#include "element.h"
#include "parse.h"

void ip_encap_start(struct ip_encap *encap, u8 protocol, u8 ttl, const u8 *source, const u8 *destination,
                    bool annotated)
{
    u8 *header = encap->headers;
    header[0] = 0x45;
    header[IP_TTL] = ttl;
    header[IP_PROTOCOL] = protocol;
    memcpy(header + IP_SOURCE, source, 4);
    memcpy(header + IP_DESTINATION, destination, 4);
    encap->annotated = annotated;
}

HANDLER void ip_encap_read_drops(struct element *element, struct text *out)
{
    const struct ip_encap *encap = element->state;
    text_unsigned(out, encap->drops);
}

HANDLER void ip_encap_read_src(struct element *element, struct text *out)
{
    const struct ip_encap *encap = element->state;
    text_ip(out, encap->headers + IP_SOURCE);
}

HANDLER void ip_encap_read_dst(struct element *element, struct text *out)
{
    const struct ip_encap *encap = element->state;
    if (encap->annotated)
        text_string(out, "DST_ANNO");
    else
        text_ip(out, encap->headers + IP_DESTINATION);
}

HANDLER bool ip_encap_write_src(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ip_encap *encap = element->state;
    return handler_write_ip(value, size, encap->headers + IP_SOURCE, error);
}

HANDLER bool ip_encap_write_dst(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ip_encap *encap = element->state;
    bool annotated = parse_equal(value, size, "DST_ANNO");
    if (!annotated && !handler_write_ip(value, size, encap->headers + IP_DESTINATION, error))
        return false;
    encap->annotated = annotated;
    return true;
}
