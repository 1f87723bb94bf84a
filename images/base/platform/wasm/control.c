/* The control protocol as the host's sockets speak it; answers go to host_answer(). */
#include "host.h"
#include "router.h"

/* Between turns, where the clock may have gone on. Whole commands only: one client must not end another's. */
void EXPORT(control) simulator_control(const char *bytes, u32 size)
{
    time_look();
    control_input(simulator_router(), bytes, size);
}
