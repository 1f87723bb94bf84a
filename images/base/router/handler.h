/*
 * Handlers: an element's values and commands for the control protocol, by name.
 */
#pragma once

#include "text.h"

struct element;

/* People call handlers: what counts is that they are small. */
#define HANDLER __attribute__((minsize))

struct handler {
    /*
     * NAME; NAME#i or NAME#o: one for each input or output, NAME0 and so on; A|B|C: several with the same functions.
     * Behind a question mark: query() is given, not read().
     */
    const char *name;
    union {
        void (*read)(struct element *element, struct text *out);

        /* Takes a parameter; false: refused, `out` says why. */
        bool (*query)(struct element *element, const char *parameter, u32 size, struct text *out);
    };

    /* false: refused, `error` says why. The value is not terminated. */
    bool (*write)(struct element *element, const char *value, u32 size, struct text *error);
};

/*
 * A handler by name, the element's own before those that every element has; false: there is none. Which of several the
 * name stands for is then in router->handler_number, where the handler's function finds it when it begins.
 */
bool handler_find(const struct element *element, const char *name, u32 size, struct handler *handler);

static inline bool handler_readable(const struct handler *handler)
{
    return handler->read != NULL;
}

static inline bool handler_takes_parameter(const struct handler *handler)
{
    return *handler->name == '?';
}

/* Of a readable handler; false: refused, `out` says why. */
bool handler_read(struct element *element, const struct handler *handler, const char *parameter, u32 size,
                  struct text *out);

/*
 * Elements that take new arguments while they run: what `live` says of a class, and `sets` of a handler. They are
 * compiled outside of the router, so only platforms with a compiler at hand have this.
 */
#ifdef CLICKFORGE_LIVE
#define LIVE(write) live_##write
#define LIVE_SETTER(write, argument)                                                                                   \
    static bool live_##write(struct element *element, const char *value, u32 size, struct text *error)                 \
    {                                                                                                                  \
        return write(element, value, size, error) && handler_set_argument(element, argument, value, size);             \
    }

/* Platforms: new arguments for start(); false: as before, `error` says what is wrong with them. */
bool handler_write_config(struct element *element, const char *value, u32 size, struct text *error);

/* Platforms: what `config` reads as has that value now for the argument, "NAME" or "POSITION NAME". */
bool handler_set_argument(struct element *element, const char *argument, const char *value, u32 size);
#else
#define LIVE(write) write
#define LIVE_SETTER(write, argument)
#endif

/* Names of all handlers, a line each with r, w or rw behind a tab: what `handlers` reads as. */
void handler_list(const struct element *element, struct text *out);

struct router;

/* A call of a write handler that an argument asks for: "ELEMENT.HANDLER VALUE". */
struct handler_call {
    struct element *element;
    struct handler handler;
    u32 number; /* which of several */
    const char *value;
    u32 size;
};

/* false: there is no such write handler, `error` says so. */
bool handler_call_find(struct router *router, const char *text, u32 size, struct handler_call *call,
                       struct text *error);

/* Calls it; what it complains about goes to the log. */
void handler_call_run(struct router *router, const struct handler_call *call);

/* Writes what many handlers write; the value is taken where it is good, else `error` says what was expected. */
bool handler_write_bool(const char *value, u32 size, bool *result, struct text *error);
bool handler_write_unsigned(const char *value, u32 size, u64 max, u64 *result, struct text *error);
bool handler_write_signed(const char *value, u32 size, i64 min, i64 max, i64 *result, struct text *error);
bool handler_write_ip(const char *value, u32 size, u8 address[4], struct text *error);
bool handler_write_ethernet(const char *value, u32 size, u8 address[6], struct text *error);
bool handler_write_ether_type(const char *value, u32 size, u16 *type, struct text *error); /* hexadecimal */
