/*
 * Text under construction in memory of fixed size. What does not fit is cut off and `truncated` says so.
 */
#pragma once

#include "types.h"

struct text {
    char *bytes;
    u32 size, capacity;
    bool truncated;
};

#define TEXT_IN(array) ((struct text){(array), 0, sizeof(array), false})

void text_char(struct text *text, char value);
void text_bytes(struct text *text, const char *bytes, u32 size);
void text_string(struct text *text, const char *string);

void text_unsigned(struct text *text, u64 value);
void text_signed(struct text *text, i64 value);

/* With blanks in front up to `width` characters. */
void text_padded(struct text *text, u64 value, u32 width);

/* A number with `bits` bits behind the point, in as few digits as tell it from its neighbours. */
void text_fixed(struct text *text, u64 value, u32 bits);

/* Lower case, exactly `digits` digits. */
void text_hex(struct text *text, u64 value, u32 digits);

void text_bool(struct text *text, bool value);            /* true, false */
void text_ip(struct text *text, const u8 address[4]);        /* 192.168.0.1 */
void text_ip_prefix(struct text *text, const u8 address[4], const u8 mask[4]); /* 10.0.0.0/8 */
void text_ethernet(struct text *text, const u8 address[6]);  /* 00-1A-2B-3C-4D-5E, Click's way */
void text_time(struct text *text, u64 nanoseconds);        /* 12.345678, or 12.345678901 where it takes ns */
void text_interval(struct text *text, u64 nanoseconds);    /* 20ms, 7us, 1.500000s: as Click unparses one */
