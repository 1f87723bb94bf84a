/* What the fuzzer hands over, read from the front; zeros behind its end. */
#pragma once

#include <stddef.h>
#include <string.h>

#include "types.h"

struct input {
    const u8 *at, *end;
};

static inline u32 input_left(const struct input *input)
{
    return (u32)(input->end - input->at);
}

static inline u8 input_byte(struct input *input)
{
    return input->at < input->end ? *input->at++ : 0;
}

static inline u32 input_u16(struct input *input)
{
    u32 low = input_byte(input);
    return low | (u32)input_byte(input) << 8;
}

/* At most `most` bytes; `size` says how many. */
static inline const u8 *input_bytes(struct input *input, u32 most, u32 *size)
{
    const u8 *bytes = input->at;
    *size = input_left(input) < most ? input_left(input) : most;
    input->at += *size;
    return bytes;
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t size);
int LLVMFuzzerInitialize(int *count, char ***arguments);
size_t LLVMFuzzerCustomMutator(u8 *bytes, size_t size, size_t most, unsigned seed);
size_t LLVMFuzzerMutate(u8 *bytes, size_t size, size_t most);
