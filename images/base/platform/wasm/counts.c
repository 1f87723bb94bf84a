/* Packets by connection, kept at the end that starts the transfer: a push output or a pull input. */
#include "host.h"
#include "router.h"

double EXPORT(pushed) simulator_pushed(u32 element, u32 output)
{
    return (double)simulator_router()->elements[element].outputs[output].packets;
}

double EXPORT(pulled) simulator_pulled(u32 element, u32 input)
{
    return (double)simulator_router()->elements[element].inputs[input].packets;
}

/* Packets that are somewhere in the router now. */
double EXPORT(alive) simulator_alive(void)
{
    return (double)simulator_router()->pool.used;
}
