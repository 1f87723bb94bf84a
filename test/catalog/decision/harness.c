/*
 * Runs decision programs on packets, both read from standard input, and prints what comes out.
 * Input, again and again: u32 program size, outputs, packets; the program; for each packet and base u32 length
 * and bytes. Output: u32 whether the program passed the check; for each packet u32 output.
 */
#include <stdio.h>
#include <stdlib.h>

#include "decision.h"

static void read_exactly(void *to, size_t size)
{
    if (fread(to, 1, size, stdin) != size)
        exit(1);
}

/* A block of its own for each: reading behind it is an error that the sanitizer sees. */
static u8 *read_block(u32 size)
{
    u8 *block = malloc(size);
    read_exactly(block, size);
    return block;
}

static void write_number(u32 number)
{
    fwrite(&number, sizeof number, 1, stdout);
}

static bool reached(const u8 *program, const struct decision_input *input)
{
    u32 reach[DECISION_BASES];
    decision_reach(program, reach);
    for (u32 base = 0; base < DECISION_BASES; base++)
        if (input->length[base] < reach[base])
            return false;
    return true;
}

static void run_packet(const u8 *program, bool good)
{
    struct decision_input input;
    for (u32 base = 0; base < DECISION_BASES; base++) {
        read_exactly(&input.length[base], sizeof input.length[base]);
        input.base[base] = read_block(input.length[base]);
    }
    u32 output = good ? decision_run(program, &input) : 0;
    if (good && reached(program, &input) && decision_run_whole(program, input.base) != output)
        abort();
    write_number(output);
    for (u32 base = 0; base < DECISION_BASES; base++)
        free((u8 *)input.base[base]);
}

int main(void)
{
    u32 head[3];
    while (fread(head, sizeof head, 1, stdin) == 1) {
        u8 *program = read_block(head[0]);
        bool good = decision_check(program, head[0], head[1]);
        write_number(good);
        for (u32 packet = 0; packet < head[2]; packet++)
            run_packet(program, good);
        free(program);
    }
    return 0;
}
