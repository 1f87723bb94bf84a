/*
 * An input of the element fuzzer: the number of a configuration, then operations on its router. Each begins with
 * its kind and the number of an element, both taken modulo what there is, so that any bytes are an input.
 */
#pragma once

#include "input.h"

enum operation_kind { OPERATION_PUSH, OPERATION_PULL, OPERATION_WAIT, OPERATION_HANDLER, OPERATION_LINE, OPERATION_KINDS };

/* Headers that a pushed packet comes with. */
enum { MARK_NETWORK = 1, MARK_TRANSPORT = 2, MARK_MAC = 4, MARK_STRIPPED = 8 };

struct operation {
    enum operation_kind kind;
    u8 element;
    u8 number; /* of a port or handler; WAIT: log2 of the nanoseconds */
    u8 marks, network, paint;
    const u8 *bytes; /* PUSH: the packet; HANDLER: the value; LINE: of the control protocol */
    u32 size;
};

#define OPERATION_BYTES 2048u

static inline struct operation operation_read(struct input *input)
{
    struct operation operation = {.kind = input_byte(input) % OPERATION_KINDS,
                                  .element = input_byte(input),
                                  .number = input_byte(input)};
    if (operation.kind == OPERATION_PULL || operation.kind == OPERATION_WAIT)
        return operation;
    if (operation.kind == OPERATION_PUSH) {
        operation.marks = input_byte(input);
        operation.network = input_byte(input);
        operation.paint = input_byte(input);
    }
    u32 wanted = input_u16(input) % OPERATION_BYTES;
    operation.bytes = input_bytes(input, wanted, &operation.size);
    return operation;
}
