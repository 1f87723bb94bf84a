#include "crime.h"

static u8 code[] = {0xc3};

void __wrap_report_image(void)
{
    ((void (*)(void))hide(code))();
}
