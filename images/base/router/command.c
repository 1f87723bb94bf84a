#include "command.h"

#include "bytes.h"
#include "parse.h"
#include "router.h"

enum code {
    OK = 200,
    SYNTAX = 500,
    UNIMPLEMENTED = 501,
    NO_ELEMENT = 510,
    NO_HANDLER = 511,
    HANDLER_ERROR = 520,
    TOO_BIG = 521,
    PERMISSION = 530,
    UNSPECIFIED = 590,
};

/* A request in work: what was asked, of whom, and where the answer goes. */
struct request {
    struct router *router;
    const struct command *command;
    const char *value;
    u32 value_size;
    struct element *element;
    struct handler handler;
    struct text *answer;
};

static bool is_verb(const struct command *command, const char *verb)
{
    for (u32 i = 0; i < command->verb_size; i++)
        if (!verb[i] || (command->verb[i] | 0x20) != (verb[i] | 0x20))
            return false;
    return verb[command->verb_size] == 0;
}

static bool takes_data(const struct command *command)
{
    return is_verb(command, "READDATA") || is_verb(command, "WRITEDATA") || is_verb(command, "SETDATA");
}

struct command command_parse(const char *line, u32 size)
{
    struct command command = {0};
    struct words words = {line, line + size};
    const char *word;
    u32 length;
    command.words += parse_word(&words, &command.verb, &command.verb_size);
    command.words += parse_word(&words, &command.handler, &command.handler_size);
    while (parse_word(&words, &word, &length)) {
        if (!command.rest_size)
            command.rest = word;
        command.rest_size = (u32)(word + length - command.rest);
        command.words++;
    }
    if (command.words == 3 && takes_data(&command))
        command.bad_size = !parse_unsigned(command.rest, command.rest_size, 0x7fffffff, &command.data_size);
    return command;
}

static void line_start(struct text *answer, enum code code, bool more)
{
    text_unsigned(answer, code);
    text_char(answer, more ? '-' : ' ');
}

/* Bytes of the request in a message: never a control character. */
static void quoted(struct text *answer, const char *bytes, u32 size)
{
    text_char(answer, '\'');
    for (u32 i = 0; i < size; i++)
        text_char(answer, bytes[i] < ' ' || bytes[i] > '~' ? '?' : bytes[i]);
    text_char(answer, '\'');
}

/* CODE BEFORE 'NAME' AFTER */
static void message(struct request *request, enum code code, bool more, const char *before, const char *after)
{
    struct text *answer = request->answer;
    line_start(answer, code, more);
    text_string(answer, before);
    quoted(answer, request->command->handler, request->command->handler_size);
    text_string(answer, after);
    text_string(answer, "\r\n");
}

static void plain(struct text *answer, enum code code, const char *text)
{
    line_start(answer, code, false);
    text_string(answer, text);
    text_string(answer, "\r\n");
}

/* The lines of a handler's complaint. */
static void complaint(struct text *answer, enum code code, const char *bytes, u32 size)
{
    while (size) {
        u32 line = 0;
        while (line < size && bytes[line] != '\n')
            line++;
        bool more = line + 1 < size;
        line_start(answer, code, more);
        text_bytes(answer, bytes, line);
        text_string(answer, "\r\n");
        if (!more)
            return;
        bytes += line + 1;
        size -= line + 1;
    }
}

/* NAME.HANDLER, N.HANDLER (the Nth element), or HANDLER of the router itself. */
static bool find_handler(struct request *request)
{
    const char *name = request->command->handler;
    u32 size = request->command->handler_size, dot = 0;
    while (dot < size && name[dot] != '.')
        dot++;
    bool root = dot == size || dot == 0 || (dot == 1 && *name == '0');
    request->element = root ? &request->router->root : router_find(request->router, name, dot);
    if (!request->element) {
        line_start(request->answer, NO_ELEMENT, false);
        text_string(request->answer, "No element named ");
        quoted(request->answer, name, dot);
        text_string(request->answer, "\r\n");
        return false;
    }
    u32 start = dot == size ? 0 : dot + 1;
    if (handler_find(request->element, name + start, size - start, &request->handler))
        return true;
    message(request, NO_HANDLER, false, "No handler named ", "");
    return false;
}

/* The handler writes behind the room for the lines that come before its data. */
static void run_read(struct request *request)
{
    struct text *answer = request->answer;
    u32 head = 64 + request->command->handler_size;
    struct text out = {answer->bytes + head, 0, answer->capacity - head, false};
    bool good;
    if (!find_handler(request))
        return;
    if (!handler_readable(&request->handler)) {
        message(request, PERMISSION, false, "Handler ", " write-only");
        return;
    }
    good = handler_read(request->element, &request->handler, request->value, request->value_size, &out);
    if (out.truncated) {
        message(request, TOO_BIG, false, "Data too large for read handler ", "");
        return;
    }
    if (!good) {
        char reason[256];
        struct text kept = TEXT_IN(reason);
        text_bytes(&kept, out.bytes, out.size);
        message(request, UNSPECIFIED, kept.size != 0, "Read handler ", kept.size ? " error:" : " error");
        complaint(answer, UNSPECIFIED, kept.bytes, kept.size);
        return;
    }
    message(request, OK, false, "Read handler ", " OK");
    text_string(answer, "DATA ");
    text_unsigned(answer, out.size);
    text_string(answer, "\r\n");
    memmove(answer->bytes + answer->size, out.bytes, out.size);
    answer->size += out.size;
}

static void run_write(struct request *request)
{
    char reason[256];
    struct text error = TEXT_IN(reason);
    if (!find_handler(request))
        return;
    if (!request->handler.write) {
        message(request, PERMISSION, false, "Handler ", " read-only");
        return;
    }
    if (request->handler.write(request->element, request->value, request->value_size, &error)) {
        message(request, OK, false, "Write handler ", " OK");
        return;
    }
    message(request, HANDLER_ERROR, error.size != 0, "Write handler ", error.size ? " error:" : " error");
    complaint(request->answer, HANDLER_ERROR, error.bytes, error.size);
}

static void run_check(struct request *request, bool write)
{
    if (!find_handler(request))
        return;
    bool good = write ? request->handler.write != NULL : handler_readable(&request->handler);
    if (good)
        message(request, OK, false, write ? "Write handler " : "Read handler ", " OK");
    else
        message(request, NO_HANDLER, false, "Handler ", write ? " not writable" : " not readable");
}

static void run_list(struct request *request)
{
    static const struct command list = {.verb = "READ", .verb_size = 4, .handler = "list", .handler_size = 4};
    request->command = &list;
    run_read(request);
}

static void run_help(struct text *answer)
{
    text_string(answer, "200-Commands supported:\r\n"
                        "200-READ handler [arg...]   call read handler, return DATA\r\n"
                        "200-READDATA handler len    call read handler with len data bytes, return DATA\r\n"
                        "200-WRITE handler [arg...]  call write handler\r\n"
                        "200-WRITEDATA handler len   call write handler, pass len data bytes\r\n"
                        "200-CHECKREAD handler       check if read handler is valid\r\n"
                        "200-CHECKWRITE handler      check if write handler is valid\r\n"
                        "200-LIST                    names of the elements, return DATA\r\n"
                        "200 QUIT                    close connection\r\n");
}

static void unimplemented(const struct command *command, struct text *answer)
{
    line_start(answer, UNIMPLEMENTED, false);
    text_string(answer, "Command ");
    quoted(answer, command->verb, command->verb_size);
    text_string(answer, " unimplemented\r\n");
}

/* Commands that name a handler; false: it is none of them. */
static bool run_on_handler(struct request *request, const char *data, u32 data_size)
{
    const struct command *command = request->command;
    bool with_data = takes_data(command), write = (command->verb[0] | 0x20) == 'w' || (command->verb[0] | 0x20) == 's';
    bool check = is_verb(command, "CHECKREAD") || is_verb(command, "CHECKWRITE");
    bool named = is_verb(command, "READ") || is_verb(command, "GET") || is_verb(command, "WRITE") ||
                 is_verb(command, "SET");
    if (!with_data && !check && !named)
        return false;
    request->value = with_data ? data : command->rest_size ? command->rest : "";
    request->value_size = with_data ? data_size : command->rest_size;
    if (command->words < 2 || (check && command->words != 2) || (with_data && command->words != 3))
        plain(request->answer, SYNTAX, "Wrong number of arguments");
    else if (command->bad_size)
        plain(request->answer, SYNTAX, "Syntax error in the number of bytes");
    else if (check)
        run_check(request, is_verb(command, "CHECKWRITE"));
    else if (write)
        run_write(request);
    else
        run_read(request);
    return true;
}

void command_run(struct router *router, const struct command *command, const char *data, u32 data_size,
                 struct text *answer)
{
    struct request request = {.router = router, .command = command, .answer = answer};
    if (!command->words || run_on_handler(&request, data, data_size))
        return;
    if (is_verb(command, "LIST"))
        run_list(&request);
    else if (is_verb(command, "HELP"))
        run_help(answer);
    else if (is_verb(command, "QUIT") || is_verb(command, "CLOSE"))
        plain(answer, OK, "Goodbye!");
    else
        unimplemented(command, answer);
}

void command_refuse(const struct command *command, struct text *answer)
{
    struct request request = {.command = command, .answer = answer};
    message(&request, TOO_BIG, false, "Data too large for handler ", "");
}
