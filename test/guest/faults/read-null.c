#include "crime.h"

void __wrap_report_image(void)
{
    (void)*(const volatile u8 *)hide((const void *)8);
}
