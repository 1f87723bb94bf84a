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
        if (entries[i].element >= router->element_count || entries[i].weight > TASK_WEIGHT_MAX) {
            text_string(error, "damaged entries");
            return false;
        }
        u32 *weight = &queue->shares[entries[i].element].weight, product = *weight * entries[i].weight / TASK_WEIGHT;
        *weight = product > TASK_WEIGHT_MAX ? TASK_WEIGHT_MAX : product ? product : 1;
        queue->most = *weight > queue->most ? *weight : queue->most;
    }
    return true;
}

const struct element_class ScheduleInfo_class = {
    ScheduleInfo_COMMON,
    .start = start,
};
