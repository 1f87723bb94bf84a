#include "vlan.h"

#include "parse.h"

void vlan_read_tci(const struct vlan_tag *tag, struct text *out)
{
    if (tag->annotation)
        text_string(out, "ANNO");
    else
        text_unsigned(out, tag->tci);
}

/* `annotation`: whether the word ANNO may be written. */
bool vlan_write_tci(struct vlan_tag *tag, bool annotation, const char *value, u32 size, struct text *error)
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

void vlan_read_id(const struct vlan_tag *tag, struct text *out)
{
    text_unsigned(out, tag->tci & VLAN_ID);
}

bool vlan_write_id(struct vlan_tag *tag, const char *value, u32 size, struct text *error)
{
    u64 id;
    if (!handler_write_unsigned(value, size, VLAN_ID, &id, error))
        return false;
    tag->tci = (u16)((tag->tci & ~VLAN_ID) | id);
    return true;
}

void vlan_read_priority(const struct vlan_tag *tag, struct text *out)
{
    text_unsigned(out, tag->tci >> 13);
}

bool vlan_write_priority(struct vlan_tag *tag, const char *value, u32 size, struct text *error)
{
    u64 priority;
    if (!handler_write_unsigned(value, size, 7, &priority, error))
        return false;
    tag->tci = (u16)((tag->tci & 0x1fffu) | (u32)priority << 13);
    return true;
}

bool vlan_write_native(struct vlan_tag *tag, const char *value, u32 size, struct text *error)
{
    i64 native;
    if (!handler_write_signed(value, size, -1, VLAN_ID, &native, error))
        return false;
    tag->native = (i32)native;
    return true;
}
