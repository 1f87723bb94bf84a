/* The C stack is bounded for every configuration: a deep one runs on a stack whose used part is then looked at. */
#include <ucontext.h>

#include "check.h"

#define STACK (256u << 10)
#define FLOOR (8u << 10)   /* used, from which on nothing more is nested */
#define RESERVE (8u << 10) /* behind that, as in the guest */

static ucontext_t outside, inside;
static struct router *router;
static u8 *stack;

static const char requests[] = "READ d.count\nREAD r.lookup 10.0.0.1\nREAD c.rate\nREAD config\nREAD handlers\n"
                               "READ s298.run\nREAD s0.run\n";

static void turns(void)
{
    for (u32 i = 0; i < 200 && router_run(router); i++)
        time_turn();
    control_input(router, requests, sizeof requests - 1);
}

static u32 used(void)
{
    u32 untouched = 0;
    while (untouched < STACK && stack[untouched] == 0xa5)
        untouched++;
    return STACK - untouched;
}

int main(int count, char **arguments)
{
    u64 size;
    CHECK(count == 2);
    void *plan = read_file(arguments[1], &size);
    memory_limit(32 << 20);
    router = start(plan, size);
    CHECK(router);
    stack = aligned_alloc(4096, STACK);
    memset(stack, 0xa5, STACK);
    getcontext(&inside);
    inside.uc_stack.ss_sp = stack;
    inside.uc_stack.ss_size = STACK;
    platform_stack_floor = (u64)stack + STACK - FLOOR;
    inside.uc_link = &outside;
    makecontext(&inside, turns, 0);
    swapcontext(&outside, &inside);
    printf("\n%u bytes\n", used());
    CHECK(used() > FLOOR && used() < FLOOR + RESERVE);
    return 0;
}
