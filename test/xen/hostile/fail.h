#pragma once

#include <stdio.h>
#include <stdlib.h>

static inline _Noreturn void fail(const char *what)
{
    perror(what);
    exit(1);
}

/* Of what the guest does, or Xen lets be done: `what` says what should not be. */
static inline _Noreturn void accuse(const char *what)
{
    printf("FAULT %s\n", what);
    exit(1);
}
