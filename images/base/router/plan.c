/*
 * Whether a Plan may be followed without looking again: every offset, index and count in it is in range, and the
 * ports of its elements fit together and fit their classes. Arguments are checked by their elements' start().
 */
#include "plan.h"

#include "bytes.h"
#include "crc.h"
#include "platform.h"
#include "plan-ports.h"
#include "router.h"

/* Far more than any configuration has; its answer buffer is taken at start. */
#define FLAT_SIZE_MAX (1u << 28)

struct plan {
    const u8 *bytes;
    const struct plan_header *header;
    const struct plan_element *elements;
    struct text *error;
};

static bool wrong(const struct plan *plan, const char *what)
{
    text_string(plan->error, "Plan: ");
    text_string(plan->error, what);
    return false;
}

static bool wrong_number(const struct plan *plan, const char *what, u64 is, const char *but, u64 expected)
{
    wrong(plan, what);
    text_char(plan->error, ' ');
    text_unsigned(plan->error, is);
    text_string(plan->error, but);
    text_unsigned(plan->error, expected);
    return false;
}

static bool wrong_element(const struct plan *plan, u32 index, const char *what)
{
    wrong(plan, "element ");
    text_unsigned(plan->error, index + 1);
    text_string(plan->error, ": ");
    text_string(plan->error, what);
    return false;
}

static bool in_range(const struct plan *plan, u32 offset, u64 size)
{
    return offset >= sizeof(struct plan_header) && offset <= plan->header->size && size <= plan->header->size - offset;
}

static bool in_strings(const struct plan_header *header, u32 offset, u32 size)
{
    return offset >= header->strings && offset - header->strings <= header->strings_size &&
           size <= header->strings_size - (offset - header->strings);
}

static bool check_header(const struct plan *plan, u64 size)
{
    const struct plan_header *header = plan->header;
    if (size < sizeof *header || memcmp(header->magic, PLAN_MAGIC, 8) != 0)
        return wrong(plan, "this is none");
    if (header->version != PLAN_VERSION)
        return wrong_number(plan, "format", header->version, ", but this base image reads format ", PLAN_VERSION);
    if (header->size < sizeof *header || header->size > size)
        return wrong_number(plan, "it says it has", header->size, " bytes, of those that are here: ", size);
    u32 covered = offsetof(struct plan_header, size);
    if (crc32(plan->bytes + covered, header->size - covered) != header->crc)
        return wrong(plan, "damaged, its checksum does not match");
    if (header->abi != element_abi)
        return wrong(plan, "made for another version of this base image");
    return true;
}

static bool check_tables(const struct plan *plan)
{
    const struct plan_header *header = plan->header;
    u64 elements = (u64)header->element_count * sizeof(struct plan_element);
    if (header->elements % 4 || !in_range(plan, header->elements, elements))
        return wrong(plan, "elements lie outside");
    if (header->element_count >= PLAN_NO_ELEMENT)
        return wrong(plan, "too many elements");
    if (header->links % 4 || !in_range(plan, header->links, (u64)header->link_count * sizeof(struct plan_link)))
        return wrong(plan, "links lie outside");
    if (!in_range(plan, header->strings, header->strings_size))
        return wrong(plan, "strings lie outside");
    if (header->flat_size > FLAT_SIZE_MAX)
        return wrong_number(plan, "flat configuration of", header->flat_size, " bytes, more than ", FLAT_SIZE_MAX);
    return true;
}

static bool check_arguments(const struct plan *plan, u32 index)
{
    const struct plan_element *element = &plan->elements[index];
    const struct packed_class *class = CLASS_AT(element->class);
    const u32 *fields = CLASS(class, bytes_fields);
    if (element->args % 8 || !in_range(plan, element->args, class->args_size))
        return wrong_element(plan, index, "arguments lie outside");
    for (u32 i = 0; i < class->bytes_count; i++) {
        struct plan_bytes bytes;
        memcpy(&bytes, plan->bytes + element->args + fields[i], sizeof bytes);
        if (bytes.size && (bytes.offset % 8 || !in_range(plan, bytes.offset, bytes.size)))
            return wrong_element(plan, index, "bytes of an argument lie outside");
    }
    return true;
}

/* What Click's names are made of: they stand in messages of one line. */
static bool is_name(const u8 *bytes, u32 size)
{
    for (u32 i = 0; i < size; i++)
        if (bytes[i] <= ' ' || bytes[i] > '~')
            return false;
    return size;
}

static bool check_element(const struct plan *plan, u32 index)
{
    const struct plan_header *header = plan->header;
    const struct plan_element *element = &plan->elements[index];
    if (element->class >= element_class_count)
        return wrong_element(plan, index, "no such class");
    if (!in_strings(header, element->name, element->name_size) ||
        !in_strings(header, element->config, element->config_size))
        return wrong_element(plan, index, "name or configuration lies outside the strings");
    if (!is_name(plan->bytes + element->name, element->name_size))
        return wrong_element(plan, index, "its name is none");
    if (element->links > header->link_count ||
        (u32)element->ninputs + element->noutputs > header->link_count - element->links)
        return wrong_element(plan, index, "links lie outside");
    return check_arguments(plan, index);
}

static bool check_elements(const struct plan *plan)
{
    u64 ports = 0;
    for (u32 i = 0; i < plan->header->element_count; i++) {
        if (!check_element(plan, i))
            return false;
        ports += plan->elements[i].ninputs + plan->elements[i].noutputs;
    }
    if (ports != plan->header->link_count)
        return wrong_number(plan, "links", plan->header->link_count, ", but ports ", ports);
    return true;
}

bool plan_check(const void *bytes, u64 size, struct text *error)
{
    struct plan plan = {.bytes = bytes, .header = bytes, .error = error};
    if ((uintptr_t)bytes % 8)
        return wrong(&plan, "not aligned");
    if (!check_header(&plan, size) || !check_tables(&plan))
        return false;
    plan.elements = plan_elements(plan.header);
    if (!check_elements(&plan))
        return false;
    u8 *reached = platform_memory(plan.header->link_count + 1);
    if (!reached)
        return wrong(&plan, "out of memory at start");
    return plan_check_ports(plan.header, reached, error);
}
