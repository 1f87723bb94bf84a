#include "router.h"

void task_init(struct task *task, struct element *element, task_function *run)
{
    *task = (struct task){.queue = &element->router->tasks, .element = element, .run = run};
}

HANDLER void task_read_scheduled(struct element *element, struct text *out)
{
    const struct task *task = element->router->tasks.first;
    while (task && task->element != element)
        task = task->next;
    text_bool(out, task != NULL);
}

bool task_queue_share(struct task_queue *queue, struct element *element, struct text *error)
{
    u32 count = element->router->element_count;
    queue->shares = element_memory(element, count * sizeof *queue->shares, error);
    for (u32 i = 0; queue->shares && i < count; i++)
        queue->shares[i].weight = TASK_WEIGHT;
    queue->most = TASK_WEIGHT;
    return queue->shares != NULL;
}

/* Whether it is the task's time: it comes as often as its weight is part of the greatest; else it waits again. */
static bool is_due(struct task_queue *queue, struct task *task)
{
    struct task_share *share = &queue->shares[task->element->index];
    share->credit += share->weight;
    if (share->credit < queue->most) {
        task_schedule(task);
        return false;
    }
    share->credit -= queue->most;
    return true;
}

bool task_queue_run(struct task_queue *queue, u32 limit)
{
    queue->left = limit;
    while (queue->first && queue->left) {
        queue->left--;
        struct task *task = queue->first;
        queue->first = task->next;
        task->scheduled = false;
        if (!queue->shares || is_due(queue, task))
            task->run(task->element, task);
    }
    return queue->first != NULL;
}
