/*
 * A guest of these: the base image whose first line on the console is replaced by something forbidden.
 * Linked with --wrap=report_image.
 */
#pragma once

#include "types.h"

extern const char text_start[], image_start[];

void __wrap_report_image(void);

/* The compiler must not know what is behind the pointer. */
static inline void *hide(const volatile void *pointer)
{
    void *hidden = (void *)(u64)pointer;
    __asm__ volatile("" : "+r"(hidden));
    return hidden;
}
