/*
 * Parts of the Xen platform as a process of the host, under the sanitizers, with the other side of a shared page
 * played by random numbers. Usage of each program: SEED ROUNDS. With FUZZER defined a round is libFuzzer's, and the
 * random numbers are its input, as long as that lasts.
 */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "types.h"

#define REQUIRE(condition)                                                                                 \
    do {                                                                                                   \
        if (!(condition)) {                                                                                \
            fprintf(stderr, "%s:%d: round %llu: %s\n", __FILE__, __LINE__, (unsigned long long)round_now, #condition); \
            abort();                                                                                       \
        }                                                                                                  \
    } while (0)

static u64 round_now, random_state;
static const u8 *given, *given_end;

static inline u64 random64(void)
{
    if (given_end - given >= 2) {
        u64 number = given[0] | given[1] << 8;
        given += 2;
        return number | number * 0x9e3779b97f4a7c15 << 16;
    }
    u64 value = random_state += 0x9e3779b97f4a7c15;
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
    value = (value ^ value >> 27) * 0x94d049bb133111eb;
    return value ^ value >> 31;
}

/* True once in so many times. */
static inline bool rarely(u32 times)
{
    return random64() % times == 0;
}

static void run_round(void);

#ifdef FUZZER
int LLVMFuzzerTestOneInput(const u8 *bytes, size_t size);
int LLVMFuzzerTestOneInput(const u8 *bytes, size_t size)
{
    given = bytes;
    given_end = bytes + size;
    random_state = size;
    round_now++;
    run_round();
    return 0;
}
#else
int main(int count, char **arguments)
{
    u64 seed = count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
    u64 rounds = count > 2 ? strtoull(arguments[2], NULL, 10) : 1000;
    for (round_now = 0; round_now < rounds; round_now++) {
        random_state = seed * 0x2545f4914f6cdd1d + round_now;
        run_round();
    }
    printf("%llu rounds\n", (unsigned long long)rounds);
    return 0;
}
#endif
