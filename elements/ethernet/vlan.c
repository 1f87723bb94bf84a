#include "vlan.h"

#include "parse.h"

HANDLER void vlan_read_vlan_tci(struct element *element, struct text *out)
{
    const struct vlan_tag *tag = element->state;
    if (tag->annotation)
        text_string(out, "ANNO");
    else
        text_unsigned(out, tag->tci);
}

bool vlan_set_tci(struct vlan_tag *tag, bool annotation, const char *value, u32 size, struct text *error)
{
    u64 tci;
    bool named = annotation && parse_equal(value, size, "ANNO");
    if (!named && !handler_write_unsigned(value, size, 0xffff, &tci, error))
        return false;
    tag->annotation = named;
    if (!named)
        tag->tci = (u16)tci;
    return true;
}

HANDLER bool vlan_write_vlan_tci(struct element *element, const char *value, u32 size, struct text *error)
{
    return vlan_set_tci(element->state, true, value, size, error);
}

HANDLER void vlan_read_vlan_id(struct element *element, struct text *out)
{
    const struct vlan_tag *tag = element->state;
    if (!tag->annotation)
        text_unsigned(out, tag->tci & VLAN_ID);
}

HANDLER bool vlan_write_vlan_id(struct element *element, const char *value, u32 size, struct text *error)
{
    struct vlan_tag *tag = element->state;
    u64 id;
    if (!handler_write_unsigned(value, size, VLAN_ID, &id, error))
        return false;
    tag->tci = (u16)((tag->tci & ~VLAN_ID) | id);
    return true;
}

HANDLER void vlan_read_vlan_pcp(struct element *element, struct text *out)
{
    const struct vlan_tag *tag = element->state;
    if (!tag->annotation)
        text_unsigned(out, tag->tci >> 13);
}

HANDLER bool vlan_write_vlan_pcp(struct element *element, const char *value, u32 size, struct text *error)
{
    struct vlan_tag *tag = element->state;
    u64 priority;
    if (!handler_write_unsigned(value, size, 7, &priority, error))
        return false;
    tag->tci = (u16)((tag->tci & 0x1fffu) | (u32)priority << 13);
    return true;
}

HANDLER void vlan_read_native_vlan(struct element *element, struct text *out)
{
    const struct vlan_tag *tag = element->state;
    if (tag->native)
        text_unsigned(out, (u16)tag->native);
}

HANDLER bool vlan_write_native_vlan(struct element *element, const char *value, u32 size, struct text *error)
{
    struct vlan_tag *tag = element->state;
    i64 native;
    if (!handler_write_signed(value, size, -1, VLAN_ID, &native, error))
        return false;
    tag->native = (i32)native;
    return true;
}
