#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "timer.h"

static const char usage[] =
    "usage: clickforge-run PLAN [option]...\n"
    "  --in N=FILE          packets that device N receives, from a pcap file, at their times\n"
    "  --out N=FILE         a pcap file for the packets that device N sends\n"
    "  --write [NS@]E.H=V   calls a write handler, when the clock has come to NS (default 0)\n"
    "  --read NS@E.H[=ARG]  calls a read handler then\n"
    "  --handler E.H[=ARG]  calls a read handler when the run is over\n"
    "  --control [NS@]LINE  gives a line to the control protocol then\n"
    "  --packets N          ends the run when N packets were received\n"
    "  --until NS           ends the run at that time\n"
    "  --memory BYTES       memory for the router (default 67108864)\n"
    "  --burst N            most packets that a source takes in one go (default 32)\n"
    "  --seed N             of the random numbers (default 1)\n"
    "  --virtual-time       the clock goes to the next event when nothing is to be done (default)\n"
    "  --real-time          the clock goes by itself\n"
    "  --quiet              no log\n";

_Noreturn static void wrong(const char *what, const char *value)
{
    fprintf(stderr, "clickforge-run: %s '%s'\n%s", what, value, usage);
    exit(2);
}

static u64 number(const char *text)
{
    char *end;
    u64 value = strtoull(text, &end, 0);
    if (end == text || *end)
        wrong("not a number:", text);
    return value;
}

static void device_file(const char **files, const char *value)
{
    char *end;
    u64 device = strtoull(value, &end, 10);
    if (end == value || *end != '=' || device >= DEVICES)
        wrong("not DEVICE=FILE:", value);
    files[device] = end + 1;
}

/* Cuts "NS@" off. */
static u64 request_time(const char **value, u64 otherwise)
{
    char *end;
    u64 at = strtoull(*value, &end, 10);
    if (end == *value || *end != '@')
        return otherwise;
    *value = end + 1;
    return at;
}

/* VERB, and E.H=V as "E.H V". */
static void request(struct options *options, const char *verb, const char *value, u64 otherwise)
{
    struct request *request = &options->requests[options->request_count++];
    request->at = request_time(&value, otherwise);
    char *line = malloc(strlen(verb) + strlen(value) + 3);
    sprintf(line, "%s%s\n", verb, value);
    char *equals = *verb ? strchr(line, '=') : NULL;
    if (equals)
        *equals = ' ';
    request->line = line;
}

static bool flag(struct options *options, const char *name)
{
    if (!strcmp(name, "--real-time"))
        options->real_time = true;
    else if (!strcmp(name, "--virtual-time"))
        options->real_time = false;
    else if (!strcmp(name, "--quiet"))
        options->quiet = true;
    else
        return false;
    return true;
}

static bool number_option(struct options *options, const char *name, const char *value)
{
    if (!strcmp(name, "--packets"))
        options->packets = number(value);
    else if (!strcmp(name, "--until"))
        options->until = number(value);
    else if (!strcmp(name, "--memory"))
        options->memory = number(value);
    else if (!strcmp(name, "--seed"))
        options->seed = number(value);
    else if (!strcmp(name, "--burst"))
        options->burst = (u32)number(value);
    else
        return false;
    return true;
}

static void option(struct options *options, const char *name, const char *value)
{
    if (!value)
        wrong("no value, or no option:", name);
    if (number_option(options, name, value))
        return;
    if (!strcmp(name, "--in"))
        device_file(options->inputs, value);
    else if (!strcmp(name, "--out"))
        device_file(options->outputs, value);
    else if (!strcmp(name, "--write"))
        request(options, "WRITE ", value, 0);
    else if (!strcmp(name, "--read"))
        request(options, "READ ", value, 0);
    else if (!strcmp(name, "--handler"))
        request(options, "READ ", value, TIMER_NEVER);
    else if (!strcmp(name, "--control"))
        request(options, "", value, 0);
    else
        wrong("no such option:", name);
}

struct options options_parse(int count, char **arguments)
{
    struct options options = {
        .packets = (u64)-1, .until = TIMER_NEVER, .memory = 64u << 20, .seed = 1, .burst = 32};
    options.requests = calloc((size_t)count, sizeof *options.requests);
    for (int i = 1; i < count; i++) {
        char *argument = arguments[i];
        if (strncmp(argument, "--", 2) != 0) {
            if (options.plan)
                wrong("a second Plan:", argument);
            options.plan = argument;
        } else if (!flag(&options, argument)) {
            option(&options, argument, i + 1 < count ? arguments[i + 1] : NULL);
            i++;
        }
    }
    if (!options.plan)
        wrong("no Plan given", "");
    if (!options.burst)
        wrong("not a burst:", "0");
    return options;
}
