/*
 * Numbers and addresses in what is written to handlers, by Click's rules. Blanks around a value are ignored.
 * false: not a value of that type (or out of its range); the result is untouched.
 */
#pragma once

#include "types.h"

struct words {
    const char *next, *end;
};

/* The next word (blanks part words); false: there is none. */
bool parse_word(struct words *words, const char **word, u32 *size);

bool parse_bool(const char *text, u32 size, bool *result);
bool parse_unsigned(const char *text, u32 size, u64 max, u64 *result);
bool parse_signed(const char *text, u32 size, i64 min, i64 max, i64 *result);
bool parse_hex(const char *text, u32 size, u32 max, u32 *result); /* with or without 0x in front */
bool parse_interval(const char *text, u32 size, u64 *nanoseconds);
bool parse_ip(const char *text, u32 size, u8 address[4]);
bool parse_ip_prefix(const char *text, u32 size, u8 address[4], u8 mask[4]);
bool parse_ethernet(const char *text, u32 size, u8 address[6]);

/* What AddressInfo gives names to: 4 bytes, 8 with the mask, 6. */
enum name_kind { NAME_IP, NAME_IP_PREFIX, NAME_ETHERNET };

#ifdef CLICKFORGE_LIVE
/* Platforms on which handlers take names, too; false: there is none such. */
bool parse_name(enum name_kind kind, const char *text, u32 size, u8 *result);
#endif

/* Whether the bytes are exactly that string. */
bool parse_equal(const char *text, u32 size, const char *string);
