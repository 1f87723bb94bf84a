/* No crime: it says the value that the stack protector uses, and ends. */
#include "crime.h"

#include "platform.h"
#include "text.h"

extern u64 __stack_chk_guard;

void __wrap_report_image(void)
{
    static char bytes[17];
    struct text text = {bytes, 0, sizeof bytes - 1, false};
    text_hex(&text, __stack_chk_guard, 16);
    platform_fatal("canary", bytes);
}
