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

bool task_queue_run(struct task_queue *queue, u32 limit)
{
    queue->left = limit;
    while (queue->first && queue->left) {
        queue->left--;
        struct task *task = queue->first;
        queue->first = task->next;
        task->scheduled = false;
        task->run(task->element, task);
    }
    return queue->first != NULL;
}
