/* Decimal numbers, as scripts count: integers as they are, others to eighteen digits. */
#pragma once

#include "text.h"

struct number {
    u64 digits;
    i32 exponent; /* the value is digits times ten to the power of it */
    bool negative;
    bool real; /* written with twelve digits, as what is no integer */
};

/* false: the text is no number. */
bool number_parse(const char *text, u32 size, struct number *number);
void number_write(struct text *text, struct number *number);

/* The results are in `a`; what is left of `b` is of no use. */
void number_add(struct number *a, struct number *b);
void number_multiply(struct number *a, struct number *b);
void number_divide(struct number *a, struct number *b); /* `b` is not zero */

void number_truncate(struct number *number);
i32 number_compare(const struct number *a, const struct number *b);
