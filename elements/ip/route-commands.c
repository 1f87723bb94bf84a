/* What the handlers of the look-up elements do to their routes. */
#include "parse.h"
#include "route-table.h"

/* As Click unparses one: in columns of tabs for the table, else parted by blanks. */
static void print_route(const struct route *route, bool tabs, struct text *out)
{
    char gap = tabs ? '\t' : ' ';
    u8 address[4], mask[4];
    u32 start = out->size;
    store_be32(address, route->address);
    store_be32(mask, route->mask);
    text_ip_prefix(out, address, mask);
    text_char(out, gap);
    if (tabs && out->size < start + 17)
        text_char(out, gap);
    start = out->size;
    if (route->gateway)
        text_ip(out, (const u8 *)&route->gateway);
    else
        text_char(out, '-');
    text_char(out, gap);
    if (tabs && out->size < start + 9)
        text_char(out, gap);
    text_signed(out, route->output);
}

static bool parse_route(const struct element *element, bool remove, const char *value, u32 size, struct route *route)
{
    struct words words = {value, value + size};
    const char *word;
    u32 length;
    u8 address[4], mask[4], gateway[4] = {0};
    i64 output = -1;
    if (!parse_word(&words, &word, &length) || !parse_ip_prefix(word, length, address, mask))
        return false;
    bool more = parse_word(&words, &word, &length);
    if (more && (parse_equal(word, length, "-") || parse_ip(word, length, gateway)))
        more = parse_word(&words, &word, &length);
    if (more ? !parse_signed(word, length, remove ? -1 : 0, element->noutputs - 1, &output) : !remove)
        return false;
    *route = (struct route){load_be32(address) & load_be32(mask), load_be32(mask), load32(gateway), (i32)output, 0};
    return !parse_word(&words, &word, &length);
}

static bool refuse(struct text *error, const char *before, const struct route *route, const char *after)
{
    text_string(error, before);
    print_route(route, false, error);
    text_string(error, after);
    return false;
}

static bool add(struct element *element, const struct route *route, struct text *error)
{
    const struct route_table *table = element->state;
    u32 key = table->used + 1;
    if (table->index && !route_is_prefix(route->mask))
        return refuse(error, "the mask of route '", route, "' is no prefix");
    if (table->count == table->capacity)
        return refuse(error, "no room for route '", route, "': CAPACITY is reached");
    if (table->count < table->used)
        for (key = 1; table->routes[key].output != ROUTE_FREE;)
            key++;
    route_attach(element, key, route);
    return true;
}

static bool run(struct element *element, enum route_command command, const char *value, u32 size, struct text *error)
{
    const struct route_table *table = element->state;
    struct route route;
    if (!parse_route(element, command == ROUTE_REMOVE, value, size, &route)) {
        text_string(error, "expected 'ADDR/MASK [GATEWAY");
        text_string(error, command == ROUTE_REMOVE ? " OUTPUT]'" : "] OUTPUT'");
        return false;
    }
    u32 key = route_find(table, route.address, route.mask);
    struct route *old = key ? &table->routes[key] : NULL;
    if (command == ROUTE_REMOVE) {
        if (!old || (route.output >= 0 && (route.output != old->output || route.gateway != old->gateway)))
            return refuse(error, "route '", &route, "' not found");
        route_detach(element, key);
        return true;
    }
    if (!old)
        return add(element, &route, error);
    if (command == ROUTE_ADD)
        return refuse(error, "conflict with existing route '", old, "'");
    old->gateway = route.gateway;
    old->output = route.output;
    return true;
}

bool route_table_write(struct element *element, enum route_command command, const char *value, u32 size,
                       struct text *error)
{
    bool done = run(element, command, value, size, error);
    route_commit(element);
    return done;
}

static bool is_same_prefix(const struct route *a, const struct route *b)
{
    return a->address == b->address && a->mask == b->mask;
}

/* Only the places that changed since are touched: large indices are not made anew. */
static void restore(struct element *element, u32 used)
{
    struct route_table *table = element->state;
    for (u32 key = 1; key <= table->used; key++)
        if (table->routes[key].output != ROUTE_FREE &&
            (key > used || !is_same_prefix(&table->routes[key], &table->saved[key])))
            route_detach(element, key);
    for (u32 key = 1; key <= used; key++) {
        const struct route *route = &table->saved[key];
        if (route->output == ROUTE_FREE)
            continue;
        if (table->routes[key].output == ROUTE_FREE)
            route_attach(element, key, route);
        table->routes[key].gateway = route->gateway;
        table->routes[key].output = route->output;
    }
    table->used = used;
}

static bool run_line(struct element *element, const char *line, u32 size, struct text *error)
{
    static const char *const names[] = {[ROUTE_ADD] = "add", [ROUTE_SET] = "set", [ROUTE_REMOVE] = "remove"};
    struct words words = {line, line + size};
    const char *word;
    u32 length;
    if (!parse_word(&words, &word, &length))
        return true;
    for (u32 i = 0; i < sizeof names / sizeof *names; i++)
        if (parse_equal(word, length, names[i]))
            return run(element, i, words.next, (u32)(words.end - words.next), error);
    text_string(error, "bad command '");
    text_bytes(error, word, length);
    text_char(error, '\'');
    return false;
}

bool route_table_control(struct element *element, const char *value, u32 size, struct text *error)
{
    struct route_table *table = element->state;
    const char *end = value + size, *line = value;
    u32 used = table->used;
    bool done = true;
    memcpy(table->saved, table->routes, (used + 1) * sizeof *table->saved);
    while (done && line < end) {
        const char *stop = line;
        while (stop < end && *stop != '\n')
            stop++;
        done = run_line(element, line, (u32)(stop - line), error);
        line = stop + 1;
    }
    if (!done)
        restore(element, used);
    route_commit(element);
    return done;
}

void route_table_read(struct element *element, struct text *out)
{
    const struct route_table *table = element->state;
    for (u32 key = 1; key <= table->used; key++)
        if (table->routes[key].output != ROUTE_FREE) {
            print_route(&table->routes[key], true, out);
            text_char(out, '\n');
        }
}

bool route_table_query(struct element *element, const char *parameter, u32 size, struct text *out,
                       u32 (*find_key)(const void *state, u32 address))
{
    const struct route_table *table = element->state;
    u8 address[4];
    if (!parse_ip(parameter, size, address)) {
        text_string(out, "expected IP address, not '");
        text_bytes(out, parameter, size);
        text_char(out, '\'');
        return false;
    }
    u32 key = find_key(table, load_be32(address));
    text_signed(out, key ? table->routes[key].output : -1);
    if (key && table->routes[key].gateway) {
        text_char(out, ' ');
        text_ip(out, (const u8 *)&table->routes[key].gateway);
    }
    return true;
}
