#include "crime.h"

#include "platform.h"

/* What the router takes at start: its packets are there. */
void __wrap_report_image(void)
{
    u8 *code = platform_memory(64);
    *code = 0xc3;
    ((void (*)(void))hide(code))();
}
