/*
 * Every element's packet path and handlers: packets of any shape pushed into any element, in any order, with
 * headers marked where they are not. A configuration that wants more memory than there is does nothing here.
 * CLICKFORGE_PLANS names the file of Plans: count, then key, size and bytes of each. Keys ascend; they belong to the
 * configuration, so that an input keeps its own when others are added.
 */
#include "operations.h"
#include "fuzz-router.h"
#include "traffic.h"

#define OPERATIONS 32u /* of an input; more would be slow where a source never rests */

static struct plan {
    const u8 *bytes;
    u32 key, size;
} *plans;

static u32 plan_count;

static u8 *read_file(const char *name, u64 *size)
{
    FILE *file = name ? fopen(name, "rb") : NULL;
    if (!file || fseek(file, 0, SEEK_END) != 0)
        exit(3);
    *size = (u64)ftell(file);
    rewind(file);
    u8 *bytes = malloc(*size);
    if (fread(bytes, 1, *size, file) != *size)
        exit(3);
    fclose(file);
    return bytes;
}

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count, (void)arguments;
    u64 size;
    const u8 *at = read_file(getenv("CLICKFORGE_PLANS"), &size);
    plan_count = load32(at);
    plans = calloc(plan_count, sizeof *plans);
    at += 4;
    for (u32 i = 0; i < plan_count; i++) {
        u32 key = load32(at), plan_size = load32(at + 4);
        u8 *aligned = aligned_alloc(64, (plan_size + 63) / 64 * 64);
        plans[i] = (struct plan){aligned, key, plan_size};
        memcpy(aligned, at + 8, plan_size);
        at += 8 + plan_size;
    }
    return 0;
}

/* The last Plan with a key that is not above this one. */
static const struct plan *find_plan(u32 key)
{
    u32 i = plan_count - 1;
    while (i && plans[i].key > key)
        i--;
    return &plans[i];
}

static void set_marks(struct packet *packet, const struct operation *operation)
{
    u8 *network = packet->data + (operation->network < packet->length ? operation->network : packet->length);
    if (operation->marks & MARK_MAC)
        packet->mac = packet->data;
    if (operation->marks & MARK_NETWORK)
        packet->network = network;
    if (operation->marks & MARK_TRANSPORT && network < packet_end(packet))
        packet->transport = network + (*network & 15) * 4;
    if (operation->marks & MARK_STRIPPED)
        packet_pull(packet, (u32)(network - packet->data));
    packet->annotations[ANNOTATION_PAINT] = operation->paint;
    packet->type = operation->paint % (PACKET_OUTGOING + 1);
    packet->timestamp = platform_wall_clock();
}

static void push(struct element *element, const struct operation *operation)
{
    struct router *router = element->router;
    u32 port = element->ninputs ? operation->number % element->ninputs : 0;
    if (!element->ninputs || input_is_pull(element, port))
        return;
    struct packet *packet = packet_new(&router->pool, operation->size < PACKET_MAX ? operation->size : PACKET_MAX);
    if (!packet)
        return;
    memcpy(packet->data, operation->bytes, packet->length);
    set_marks(packet, operation);
    struct batch batch = BATCH_EMPTY;
    batch_append(&batch, packet);
    if (element->class->action)
        push_chain(element, port, &batch);
    else
        element->class->push(element, port, &batch);
}

static void pull(struct element *element, u32 number)
{
    u32 port = element->noutputs ? number % element->noutputs : 0;
    struct batch batch = BATCH_EMPTY;
    if (!element->noutputs || output_is_push(element, port))
        return;
    if (element->class->action)
        pull_chain(element, port, 8, &batch);
    else
        element->class->pull(element, port, 8, &batch);
    batch_free(&element->router->pool, &batch);
}

static void call(struct element *element, const struct operation *operation)
{
    static char bytes[1 << 16];
    struct text out = TEXT_IN(bytes);
    if (!element->class->handler_count)
        return;
    const struct handler *handler = &element->class->handlers[operation->number % element->class->handler_count];
    /* A copy as large as the value: the sanitizer sees every byte too far. */
    char *value = malloc(operation->size ? operation->size : 1);
    memcpy(value, operation->bytes, operation->size);
    bool chosen = choose_handler(element, handler, operation->size);
    if (chosen && handler->write)
        handler->write(element, value, operation->size, &out);
    else if (chosen)
        handler_read(element, handler, value, operation->size, &out);
    free(value);
}

static void run(struct router *router, const struct operation *operation)
{
    struct element *element = &router->elements[operation->element % router->element_count];
    switch (operation->kind) {
    case OPERATION_PUSH:
        push(element, operation);
        break;
    case OPERATION_PULL:
        pull(element, operation->number);
        break;
    case OPERATION_WAIT:
        time_wait(platform_now() + (1ull << operation->number % 40));
        break;
    case OPERATION_HANDLER:
        call(element, operation);
        break;
    default:
        control_input(router, (const char *)operation->bytes, operation->size);
    }
    give_turns(router, 1);
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t size)
{
    struct input input = {bytes, bytes + size};
    const struct plan *plan = find_plan(input_u16(&input));
    time_start(1000000000000000000u, false);
    struct router *router = start_router(plan->bytes, plan->size);
    if (router)
        give_turns(router, 2);
    for (u32 i = 0; router && i < OPERATIONS && input_left(&input); i++) {
        struct operation operation = operation_read(&input);
        run(router, &operation);
    }
    if (router)
        read_all_handlers(router);
    end_router(router);
    return 0;
}

/* Where one of the operations of an input begins. */
static u32 boundary(const u8 *bytes, u32 size, u32 choice)
{
    struct input input = {bytes, bytes + size};
    u32 count = 0, at = 0;
    input_u16(&input);
    while (input_left(&input)) {
        if (choice % ++count == 0)
            at = (u32)(input.at - bytes);
        operation_read(&input);
    }
    return at;
}

/* A packet on its way into some element, as operation_read() reads it. */
static u32 packet_operation(u64 seed, u8 *to)
{
    u8 frame[TRAFFIC_MOST], network;
    u32 size = traffic_make(seed, frame, &network);
    u8 marks = seed >> 8 & 3 ? MARK_NETWORK | MARK_TRANSPORT | MARK_MAC | (seed >> 10 & MARK_STRIPPED) : (u8)(seed >> 16);
    const u8 head[] = {OPERATION_PUSH, (u8)(seed >> 24), (u8)(seed >> 32), marks, network, (u8)(seed >> 40 & 3),
                       (u8)size, (u8)(size >> 8)};
    memcpy(to, head, sizeof head);
    memcpy(to + sizeof head, frame, size);
    return sizeof head + size;
}

/* Half of the time a real packet more; bytes alone would never make one. */
size_t LLVMFuzzerCustomMutator(u8 *bytes, size_t size, size_t most, unsigned seed)
{
    u8 operation[16 + TRAFFIC_MOST];
    u64 mixed = (seed + 1ull) * 0x9e3779b97f4a7c15u;
    u32 added = packet_operation(mixed ^ mixed >> 29, operation);
    if (seed % 2 || size < 2 || size + added > most)
        return LLVMFuzzerMutate(bytes, size, most);
    u32 at = boundary(bytes, (u32)size, (u32)(mixed >> 33));
    at = at ? at : (u32)size;
    memmove(bytes + at + added, bytes + at, size - at);
    memcpy(bytes + at, operation, added);
    return size + added;
}
