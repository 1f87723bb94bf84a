/* Decision programs: what decision_check() lets through stays inside of the program and the packet. */
#include <stdlib.h>

#include "decision.h"
#include "input.h"

#define PACKET 64u
#define OUTPUTS 4u

static bool reached(const u8 *program, const struct decision_input *about)
{
    u32 reach[DECISION_BASES];
    decision_reach(program, reach);
    for (u32 base = 0; base < DECISION_BASES; base++)
        if (about->length[base] < reach[base])
            return false;
    return true;
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t size)
{
    struct input input = {bytes, bytes + size};
    u32 packet_size;
    u32 wanted = input_byte(&input) % (PACKET + 1), network = input_byte(&input), transport = input_byte(&input);
    const u8 *given = input_bytes(&input, wanted, &packet_size);
    u32 program_size = input_left(&input);
    /* On the heap, each as large as it is: the sanitizer sees every byte too far. */
    u8 *packet = malloc(packet_size ? packet_size : 1), *program = malloc(program_size ? program_size : 1);
    memcpy(packet, given, packet_size);
    memcpy(program, input.at, program_size);
    network = network <= packet_size ? network : packet_size;
    transport = transport <= packet_size ? transport : packet_size;
    struct decision_input about = {
        .base = {packet, packet + network, transport ? packet + transport : NULL},
        .length = {packet_size, packet_size - network, transport ? packet_size - transport : 0},
    };
    if (decision_check(program, program_size, OUTPUTS)) {
        u32 output = decision_run(program, &about);
        if (output >= OUTPUTS && output != DECISION_NONE)
            abort();
        if (reached(program, &about) && decision_run_whole(program, about.base) != output)
            abort();
    }
    free(program);
    free(packet);
    return 0;
}
