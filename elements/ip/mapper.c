#include "mapper.h"

bool mapper_start(struct element *element, struct plan_bytes patterns, struct text *error)
{
    const struct rewriter_input *input = element_bytes(element, patterns);
    struct mapper *mapper = element->state;
    mapper->count = patterns.size / (u32)sizeof *input;
    for (u32 i = 0; i < mapper->count; i++)
        if (input[i].kind != REWRITER_PATTERN)
            mapper->count = 0;
    if (!mapper->count) {
        text_string(error, "no patterns");
        return false;
    }
    mapper->patterns = element_memory(element, mapper->count * sizeof *mapper->patterns, error);
    if (!mapper->patterns)
        return false;
    for (u32 i = 0; i < mapper->count; i++)
        mapper->patterns[i].input = &input[i];
    return true;
}
