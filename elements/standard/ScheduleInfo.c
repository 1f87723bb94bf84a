#include "elements/ScheduleInfo.h"

static bool start(struct element *element, struct text *error)
{
    const struct ScheduleInfo_args *args = element->args;
    const struct element_weight *entries = element_bytes(element, args->entries);
    struct router *router = element->router;
    struct task_queue *queue = &router->tasks;
    if (!queue->shares && !task_queue_share(queue, element, error))
        return false;
    for (u32 i = 0; i < args->entries.size / sizeof *entries; i++) {
        u32 weight = entries[i].weight ? entries[i].weight : 1;
        if (entries[i].element >= router->element_count || weight > TASK_WEIGHT_MAX) {
            text_string(error, "damaged entries");
            return false;
        }
        queue->shares[entries[i].element].weight = weight;
        queue->most = weight > queue->most ? weight : queue->most;
    }
    return true;
}

const struct element_class ScheduleInfo_class = {
    ScheduleInfo_COMMON,
    .start = start,
};
