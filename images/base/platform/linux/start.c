/* clickforge-run: runs one Plan on Linux, between pcap files, on a clock of its own. */
#include <stdio.h>
#include <stdlib.h>

#include "host.h"
#include "platform.h"
#include "router.h"

#define WALL_START 1000000000000000000u /* where no packet says what time it is */
#define LINGER 10000000000u             /* timers still run so long after the last packet */

static bool stopped;

void platform_stop(void)
{
    stopped = true;
}

static const void *read_plan(const char *name, u64 *size)
{
    FILE *file = fopen(name, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        fprintf(stderr, "clickforge-run: %s: cannot be read\n", name);
        exit(3);
    }
    long length = ftell(file);
    *size = (u64)length;
    rewind(file);
    u8 *plan = aligned_alloc(64, (*size + 64) / 64 * 64);
    if (fread(plan, 1, *size, file) != *size) {
        fprintf(stderr, "clickforge-run: %s: cannot be read\n", name);
        exit(3);
    }
    fclose(file);
    return plan;
}

/* Requests that are due, in the order given; returns when the next one is. */
static u64 run_requests(struct router *router, struct options *options, u64 now)
{
    u64 next = TIMER_NEVER;
    for (u32 i = 0; i < options->request_count; i++) {
        struct request *request = &options->requests[i];
        if (request->line && request->at <= now) {
            control_input(router, request->line, (u32)strlen(request->line));
            request->line = NULL;
        } else if (request->line && request->at < next) {
            next = request->at;
        }
    }
    return next;
}

static u64 earlier(u64 a, u64 b)
{
    return a < b ? a : b;
}

/* Goes on to what happens next, or to the end of the run; false: nothing more happens. */
static bool wait(const struct router *router, u64 request, u64 last_packet, u64 until)
{
    u64 timer = router_deadline(router);
    u64 outside = earlier(devices_deadline(), request);
    if (outside == TIMER_NEVER && (timer == TIMER_NEVER || (until == TIMER_NEVER && timer > last_packet + LINGER)))
        return false;
    u64 next = earlier(timer, outside);
    time_wait(earlier(next, until));
    return next <= until;
}

static void run(struct router *router, struct options *options)
{
    u64 last_packet = 0, received = 0;
    while (!stopped) {
        u64 now = platform_now();
        u64 request = run_requests(router, options, now);
        u64 count = devices_poll(now);
        if (count != received)
            last_packet = now;
        received = count;
        if (received >= options->packets || now > options->until)
            break;
        if (router_run(router))
            time_turn();
        else if (!wait(router, request, last_packet, options->until))
            break;
    }
}

int main(int count, char **arguments)
{
    char message[512];
    struct text error = TEXT_IN(message);
    struct options options = options_parse(count, arguments);
    u64 size;
    const void *plan = read_plan(options.plan, &size);
    const struct plan_header *header = plan;
    u64 wall = devices_open(&options, size >= sizeof *header ? header->devices : 0, WALL_START);

    memory_limit(options.memory);
    console_quiet(options.quiet);
    time_seed(options.seed);
    time_start(wall, options.real_time);
    struct router *router = router_start(plan, size, &error);
    if (!router) {
        fprintf(stderr, "clickforge-run: %.*s\n", (int)error.size, error.bytes);
        return 1;
    }
    devices_start(wall, &router->pool);
    router->burst = options.burst;
    run(router, &options);
    run_requests(router, &options, TIMER_NEVER);
    devices_close();
    return 0;
}
