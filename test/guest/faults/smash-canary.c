#include "crime.h"

static __attribute__((noinline)) void smash(void)
{
    char bytes[16];
    char *past = hide(bytes);
    for (u32 i = 0; i < 64; i++)
        past[i] = 0x41;
    hide(bytes);
}

void __wrap_report_image(void)
{
    smash();
}
