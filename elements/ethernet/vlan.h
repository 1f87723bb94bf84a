/* 802.1Q tags: what elements that set, add and take them have in common. */
#pragma once

#include "element.h"
#include "headers.h"

#define VLAN_TAG 4u /* bytes that a tag adds to a header */
#define VLAN_ETHERTYPE 0x8100u
#define VLAN_ID 0xfffu

/* An element whose handlers are `by: vlan` has it at the beginning of its state. */
struct vlan_tag {
    u16 tci; /* priority and VLAN */
    bool annotation; /* packets say it themselves */
    i32 native; /* VLAN without a tag; -1: none */
};

/* `tci` is -1 where the annotation counts. */
static inline void vlan_start(struct vlan_tag *tag, bool has_tci, i32 tci, i32 priority, i32 id, i32 native)
{
    tag->annotation = has_tci && tci < 0;
    tag->tci = (u16)((u32)(has_tci && tci >= 0 ? tci : id) | (u32)priority << 13);
    tag->native = native;
}

/* The annotation holds the tag as it is sent. */
static inline u16 vlan_annotation(const struct packet *packet)
{
    return load_be16(packet->annotations + ANNOTATION_VLAN_TCI);
}

static inline void vlan_annotate(struct packet *packet, u16 tci)
{
    store_be16(packet->annotations + ANNOTATION_VLAN_TCI, tci);
}

static inline u16 vlan_tci(const struct vlan_tag *tag, const struct packet *packet)
{
    return tag->annotation ? vlan_annotation(packet) : tag->tci;
}

static inline bool vlan_is_native(const struct vlan_tag *tag, u16 tci)
{
    return (i32)(tci & VLAN_ID) == tag->native;
}

/* `annotation`: whether the word ANNO may be written. */
bool vlan_set_tci(struct vlan_tag *tag, bool annotation, const char *value, u32 size, struct text *error);
