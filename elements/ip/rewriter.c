#include "rewriter.h"

#include "mapper.h"
#include "platform.h"

#define DEFAULT_CAPACITY 4096u
#define REAPED 1024u /* mappings that go in one turn */
#define INPUTS 256u
#define LIFE_MAX (TIMER_NEVER / 4)

static void reap(struct element *element, struct timer *timer)
{
    struct rewriter *rewriter = element->state;
    struct flow_table *table = rewriter->table;
    bool more = flow_table_shrink(table, router_now(element->router), table->capacity, REAPED);
    timer_schedule_after(timer, more ? 0 : rewriter->reap_interval);
}

bool rewriter_start(struct element *element, struct plan_bytes inputs, const struct shared_capacity *capacity,
                    u64 reap_interval, const struct annotation *reply, struct text *error)
{
    struct rewriter *rewriter = element->state;
    const struct rewriter_input *input = element_bytes(element, inputs);
    u32 count = element->ninputs;
    rewriter->capacity = capacity ? *capacity : (struct shared_capacity){.count = DEFAULT_CAPACITY};
    rewriter->reply_annotation = reply ? reply->offset : REWRITER_NO_ANNOTATION;
    rewriter->reap_interval = reap_interval;
    timer_init(&rewriter->reap, element, reap);
    if (inputs.size != count * sizeof *input || count > INPUTS || rewriter->capacity.count < 0 ||
        (reply && reply->offset >= PACKET_ANNOTATIONS)) {
        text_string(error, "specifications do not fit the inputs, or there are more than 256");
        return false;
    }
    rewriter->owner.counts = element_memory(element, count * sizeof *rewriter->owner.counts, error);
    if (!rewriter->owner.counts)
        return false;
    rewriter->patterns = element_memory(element, count * sizeof *rewriter->patterns, error);
    if (!rewriter->patterns)
        return false;
    for (u32 i = 0; i < count; i++)
        rewriter->patterns[i].input = &input[i];
    for (struct flow_list *list = rewriter->owner.lists; list < rewriter->owner.lists + FLOW_LISTS; list++) {
        list->timeout = list->timeout < LIFE_MAX ? list->timeout : LIFE_MAX;
        list->guarantee = list->guarantee < LIFE_MAX ? list->guarantee : LIFE_MAX;
    }
    return true;
}

static bool outputs_exist(const struct element *element, const struct rewriter_input *input)
{
    const struct rewriter *rewriter = element->state;
    bool ports = input->source_port || input->destination_port || (input->flags & REWRITER_VARIES_PORTS);
    return input->forward_output < element->noutputs &&
           (input->kind == REWRITER_PASS || input->reply_output < element->noutputs) &&
           (!rewriter->addresses_only || (!load32(input->destination) && !ports)) &&
           (!(input->flags & REWRITER_VARIES_PORTS) || input->variations <= 0xffff);
}

/* A mapper's patterns are those of the rewriter that uses it. */
static bool mapper_fits(const struct element *element, const struct rewriter_input *input)
{
    const struct router *router = element->router;
    if (input->mapper >= router->element_count || !is_mapper(&router->elements[input->mapper]))
        return false;
    const struct mapper *mapper = router->elements[input->mapper].state;
    for (u32 i = 0; i < mapper->count; i++)
        if (!outputs_exist(element, mapper->patterns[i].input))
            return false;
    return true;
}

bool rewriter_fits(const struct element *element, const struct rewriter_input *input)
{
    switch (input->kind) {
    case REWRITER_DROP:
        return true;
    case REWRITER_PASS:
    case REWRITER_KEEP:
    case REWRITER_PATTERN:
        return outputs_exist(element, input);
    case REWRITER_MAPPER:
        return mapper_fits(element, input);
    }
    return false;
}

/* The rewriter whose table this one uses; NULL: there is none at the end. */
static struct element *table_owner(struct element *element)
{
    struct router *router = element->router;
    for (u32 hops = 0; hops <= router->element_count; hops++) {
        const struct rewriter *rewriter = element->state;
        if (!rewriter->capacity.shared)
            return element;
        if (rewriter->capacity.element >= router->element_count)
            return NULL;
        element = &router->elements[rewriter->capacity.element];
        if (!is_rewriter(element))
            return NULL;
    }
    return NULL;
}

static bool join_table(struct element *element, struct text *error)
{
    struct rewriter *rewriter = element->state;
    struct element *owner = table_owner(element);
    if (!owner) {
        text_string(error, "MAPPING_CAPACITY leads to no rewriter with a capacity of its own");
        return false;
    }
    const struct rewriter *first = owner->state;
    rewriter->table = &((struct rewriter *)owner->state)->own;
    flow_table_join(rewriter->table, &rewriter->owner);
    return rewriter->table->flows || flow_table_start(rewriter->table, element, (u32)first->capacity.count, error);
}

bool rewriter_ready(struct element *element, struct text *error)
{
    struct rewriter *rewriter = element->state;
    for (u32 i = 0; i < element->ninputs; i++)
        if (!rewriter_fits(element, rewriter->patterns[i].input)) {
            text_string(error, "what input ");
            text_unsigned(error, i);
            text_string(error, " asks for cannot be done here");
            return false;
        }
    if (rewriter->reap_interval)
        timer_schedule_after(&rewriter->reap, rewriter->reap_interval);
    return join_table(element, error);
}

void rewriter_push(struct element *element, u32 port, struct batch *batch)
{
    struct rewriter *rewriter = element->state;
    struct packet *packet;
    while ((packet = batch_take(batch))) {
        i32 output = rewriter->rewrite(element, port, packet);
        if (output >= 0) {
            output_stage(element, (u32)output, packet);
        } else {
            rewriter->drops++;
            element_free(element, packet);
        }
    }
    output_flush(element);
}

i32 rewriter_pass(const struct element *element, u32 port)
{
    const struct rewriter_input *input = ((const struct rewriter *)element->state)->patterns[port].input;
    return input->kind == REWRITER_PASS ? input->forward_output : REWRITER_NO_OUTPUT;
}

/* For a ping the identifier and the next number, which tells what asks from what answers. */
static struct flow_id make_id(const struct rewriter *rewriter, u32 source, u32 destination, u16 source_port,
                              u16 destination_port)
{
    if (rewriter->ping)
        destination_port = (u16)(source_port + 1);
    return (struct flow_id){(u64)destination << 32 | source, (u32)destination_port << 16 | source_port};
}

/* `to` with one of the pattern's addresses or ports. */
static struct flow_id vary(const struct rewriter *rewriter, const struct rewriter_input *input, u32 value,
                           struct flow_id to)
{
    bool ports = input->flags & REWRITER_VARIES_PORTS;
    u32 source = ports ? flow_source(to) : __builtin_bswap32(load_be32(input->source) + value);
    u16 port = ports ? __builtin_bswap16((u16)(input->source_port + value)) : flow_source_port(to);
    return make_id(rewriter, source, flow_destination(to), port, flow_destination_port(to));
}

/* Whether the answers would belong to no other flow. */
static bool try_variation(const struct rewriter *rewriter, const struct rewriter_input *input, u32 value,
                          struct flow_id from, struct flow_id *to, u32 map)
{
    *to = vary(rewriter, input, value, from);
    return !flow_find(rewriter->table, flow_reverse(*to), map);
}

/* Among as many as there are flows and one more there is one that is free, so that this ends however wide the range. */
static bool choose_variation(const struct rewriter *rewriter, struct pattern *pattern, struct flow_id *to, u32 map)
{
    const struct rewriter_input *input = pattern->input;
    const struct flow_id from = *to;
    u32 top = input->variations, value = (u32)__builtin_bswap16(flow_source_port(from)) - input->source_port;
    u8 same = REWRITER_SAME_FIRST | REWRITER_VARIES_PORTS;
    if ((input->flags & same) == same && value <= top && try_variation(rewriter, input, value, from, to, map))
        return true;
    value = input->flags & REWRITER_SEQUENTIAL ? pattern->next : (u32)(platform_random() % (top + 1ull));
    for (u64 tries = 0; tries <= top; tries++, value++) {
        value = value > top ? 0 : value;
        if (try_variation(rewriter, input, value, from, to, map)) {
            pattern->next = value + 1;
            return true;
        }
    }
    return false;
}

static bool apply_pattern(const struct rewriter *rewriter, struct pattern *pattern, struct flow_id *to, u32 map)
{
    const struct rewriter_input *input = pattern->input;
    u32 source = load32(input->source), destination = load32(input->destination);
    u16 source_port = input->variations ? 0 : __builtin_bswap16(input->source_port);
    u16 destination_port = __builtin_bswap16(input->destination_port);
    *to = make_id(rewriter, source ? source : flow_source(*to), destination ? destination : flow_destination(*to),
                  source_port ? source_port : flow_source_port(*to),
                  destination_port ? destination_port : flow_destination_port(*to));
    return !input->variations || choose_variation(rewriter, pattern, to, map);
}

/* The pattern that a mapper gives; NULL: none of those that it tries. */
static const struct rewriter_input *ask_mapper(const struct element *element, u32 index, struct flow_id *to, u32 map)
{
    struct mapper *mapper = element->router->elements[index].state;
    const struct flow_id from = *to;
    u32 tries, first = mapper->choose(mapper, flow_source(from), &tries);
    for (; tries; tries--) {
        struct pattern *pattern = &mapper->patterns[first];
        first = mapper->next = (first + 1) % mapper->count;
        *to = from;
        if (apply_pattern(element->state, pattern, to, map))
            return pattern->input;
    }
    return NULL;
}

static const struct rewriter_input *choose(struct element *element, u32 port, struct flow_id *to, u32 map)
{
    struct rewriter *rewriter = element->state;
    struct pattern *pattern = &rewriter->patterns[port];
    if (pattern->input->kind == REWRITER_MAPPER)
        return ask_mapper(element, pattern->input->mapper, to, map);
    if (pattern->input->kind == REWRITER_PATTERN && !apply_pattern(rewriter, pattern, to, map))
        return NULL;
    return pattern->input;
}

u32 rewriter_map(struct element *element, u32 port, const struct packet *packet, struct flow_id id, u32 map, u32 list,
                 i32 *output)
{
    struct rewriter *rewriter = element->state;
    struct flow_count *count = &rewriter->owner.counts[port];
    struct flow_id to = id;
    struct flow *flow;
    *output = rewriter_pass(element, port);
    if (rewriter->patterns[port].input->kind <= REWRITER_PASS)
        return 0;
    const struct rewriter_input *input = choose(element, port, &to, map);
    if (!input ||
        !(flow = flow_add(rewriter->table, &rewriter->owner, list, id, to, map, router_now(element->router)))) {
        count->failures++;
        return 0;
    }
    count->flows++;
    flow->input = (u8)port;
    flow->outputs[0] = input->forward_output;
    flow->outputs[1] = input->reply_output;
    if (rewriter->reply_annotation != REWRITER_NO_ANNOTATION)
        flow->reply_annotation = packet->annotations[rewriter->reply_annotation];
    return (u32)(flow - rewriter->table->flows) * 2;
}

/* A UDP checksum of 0 says that there is none. */
void rewriter_transport_checksum(u8 *transport, u32 size, u8 protocol, u16 growth, u32 direction)
{
    if (protocol == PROTOCOL_TCP && size >= TCP_CHECKSUM + 2)
        rewriter_checksum(transport + TCP_CHECKSUM, growth, direction);
    if (protocol != PROTOCOL_UDP || size < UDP_HEADER)
        return;
    u8 *sum = transport + UDP_CHECKSUM; /* there may be no transport header at all */
    if (!load16(sum))
        return;
    rewriter_checksum(sum, growth, direction);
    if (!load16(sum))
        store16(sum, 0xffff);
}
