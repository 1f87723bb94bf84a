/* The control protocol: commands in pieces of every size have the same answers; nothing is too long for it. */
#include "check.h"

static char answers[1 << 20];
static u32 answered;

/* This test keeps answers and so brings these itself: see the linker's options. */
void __wrap_platform_answer(const char *bytes, u32 size);
void __wrap_platform_answer(const char *bytes, u32 size)
{
    memcpy(answers + answered, bytes, size);
    answered += size;
}

static void give(struct router *router, const char *input, u32 size, u32 piece)
{
    answered = 0;
    for (u32 at = 0; at < size; at += piece)
        control_input(router, input + at, size - at < piece ? size - at : piece);
}

static void says(struct router *router, const char *input, const char *expected)
{
    for (u32 piece = 1; piece < 40; piece++) {
        give(router, input, (u32)strlen(input), piece);
        if (answered != strlen(expected) || memcmp(answers, expected, answered) != 0) {
            fprintf(stderr, "in pieces of %u:\n%s\nsaid:\n%.*s\n", piece, input, (int)answered, answers);
            exit(1);
        }
    }
}

static void commands(struct router *router)
{
    says(router, "READ c.count\r\n", "200 Read handler 'c.count' OK\r\nDATA 1\r\n0");
    says(router, "read 1.class\nget c.count\r", "200 Read handler '1.class' OK\r\nDATA 10\r\nFromDevice"
                                                "200 Read handler 'c.count' OK\r\nDATA 1\r\n0");
    says(router, "\r\n\n  \n", "");
    says(router, "WRITE c.reset\n", "200 Write handler 'c.reset' OK\r\n");
    says(router, "WRITEDATA p.active 4\ntrue", "200 Write handler 'p.active' OK\r\n");
    says(router, "WRITEDATA p.active 5\r\nfal\r\n", "520-Write handler 'p.active' error:\r\n520 expected boolean\r\n");
    says(router, "SETDATA p.active 0\n", "520-Write handler 'p.active' error:\r\n520 expected boolean\r\n");
    says(router, "WRITEDATA p.active x\n", "500 Syntax error in the number of bytes\r\n");
    says(router, "WRITEDATA p.active\n", "500 Wrong number of arguments\r\n");
    says(router, "READ\nWRITE\n", "500 Wrong number of arguments\r\n500 Wrong number of arguments\r\n");
    says(router, "READDATA r.lookup 8\n10.1.2.3", "200 Read handler 'r.lookup' OK\r\nDATA 17\r\n02-00-00-00-00-01");
    says(router, "READ r.lookup 11.1.2.3\n", "200 Read handler 'r.lookup' OK\r\nDATA 0\r\n");
    says(router, "READ r.lookup\n", "590-Read handler 'r.lookup' error:\r\n590 expected IP address\r\n");
    says(router, "READ nobody.count\n", "510 No element named 'nobody'\r\n");
    says(router, "READ c.nothing\n", "511 No handler named 'c.nothing'\r\n");
    says(router, "READ nothing\n", "511 No handler named 'nothing'\r\n");
    says(router, "READ c.reset\n", "530 Handler 'c.reset' write-only\r\n");
    says(router, "WRITE c.count 3\n", "530 Handler 'c.count' read-only\r\n");
    says(router, "CHECKREAD c.count\n", "200 Read handler 'c.count' OK\r\n");
    says(router, "CHECKREAD c.reset\n", "511 Handler 'c.reset' not readable\r\n");
    says(router, "CHECKWRITE c.reset\n", "200 Write handler 'c.reset' OK\r\n");
    says(router, "CHECKWRITE c.count\n", "511 Handler 'c.count' not writable\r\n");
    says(router, "CHECKWRITE c.count x\n", "500 Wrong number of arguments\r\n");
    says(router, "LLRPC c#80\n", "501 Command 'LLRPC' unimplemented\r\n");
    says(router, "quit\n", "200 Goodbye!\r\n");
    says(router, "LIST\n", "200 Read handler 'list' OK\r\nDATA 12\r\n5\nf\nc\nr\np\nd\n");
    says(router, "READ .list\nREAD 0.list\n", "200 Read handler '.list' OK\r\nDATA 12\r\n5\nf\nc\nr\np\nd\n"
                                              "200 Read handler '0.list' OK\r\nDATA 12\r\n5\nf\nc\nr\np\nd\n");
    says(router, "READ a\001b\002.c\n", "510 No element named 'a?b?'\r\n");
}

static void long_input(struct router *router)
{
    static char line[20000];
    memset(line, 'x', sizeof line);
    memcpy(line, "WRITE p.active ", 15);
    line[sizeof line - 1] = '\n';
    give(router, line, sizeof line, 777);
    CHECK(strstr(answers, "521 Data too large") == answers);
    says(router, "READ c.count\n", "200 Read handler 'c.count' OK\r\nDATA 1\r\n0");

    memcpy(line, "WRITEDATA p.active 19976\n", 25);
    give(router, line, 25 + 19976 - 1, 777);
    CHECK(answered == 0);
    give(router, "y", 1, 1);
    CHECK(strstr(answers, "521 Data too large") == answers);
    says(router, "READ c.count\n", "200 Read handler 'c.count' OK\r\nDATA 1\r\n0");
}

int main(int count, char **arguments)
{
    u64 size;
    CHECK(count == 2);
    void *plan = read_file(arguments[1], &size);
    memory_limit(8 << 20);
    struct options options = {0};
    devices_open(&options, 1, 0);
    struct router *router = start(plan, size);
    CHECK(router);
    commands(router);
    long_input(router);
    return 0;
}
