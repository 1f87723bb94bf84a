#include "packet-template.h"

static bool check_length(i64 length, struct text *error)
{
    if (length <= (i64)PACKET_MAX)
        return true;
    text_string(error, "packets have at most ");
    text_unsigned(error, PACKET_MAX);
    text_string(error, " bytes");
    return false;
}

bool template_set_data(struct packet_template *template, const char *bytes, u32 size, struct text *error)
{
    if (!check_length(size, error))
        return false;
    memmove(template->bytes, bytes, size);
    for (u32 i = size; size && i < PACKET_MAX; i++)
        template->bytes[i] = template->bytes[i - size];
    template->size = size;
    return true;
}

bool template_set_length(struct packet_template *template, i64 length, struct text *error)
{
    if (!check_length(length, error))
        return false;
    template->length = (i32)length;
    return true;
}

bool template_start(struct packet_template *template, struct element *element, struct plan_bytes data, i32 length,
                    struct text *error)
{
    if (!template->bytes)
        template->bytes = element_memory(element, PACKET_MAX, error);
    return template->bytes && template_set_length(template, length, error) &&
           template_set_data(template, element_bytes(element, data), data.size, error);
}

u32 template_make(const struct packet_template *template, struct element *element, u32 count, u64 time,
                  struct batch *into)
{
    struct packet *last = into->count ? into->last : NULL;
    u32 length = template_length(template);
    count = batch_new(&element->router->pool, count, length, into);
    struct packet *packet = last ? last->next : into->first;
    for (u32 left = count; left; left--, packet = packet->next) {
        packet->timestamp = time;
        memcpy(packet->data, template->bytes, length);
    }
    return count;
}
