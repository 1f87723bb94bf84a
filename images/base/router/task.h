/*
 * Tasks: what runs when there is something to do. A task that is not scheduled costs nothing.
 *
 * run() does a bounded piece of work and calls task_schedule() when more is left.
 */
#pragma once

#include "types.h"

struct element;
struct task;
struct text;
struct text;

typedef void task_function(struct element *element, struct task *task);

/* An element's part of the runs, where not all have the same: see task_queue_share(). */
struct task_share {
    u32 weight, credit;
};

#define TASK_WEIGHT 1024u /* of elements that nobody says anything about */
#define TASK_WEIGHT_MAX 32768u

struct task_queue {
    struct task *first, *last;
    u32 left; /* runs of this turn */
    u32 most; /* weight of all shares */
    struct task_share *shares; /* by element; NULL: tasks simply take turns */
};

struct task {
    struct task *next;
    struct task_queue *queue;
    struct element *element;
    task_function *run;
    bool scheduled;
};

/* The task starts unscheduled. */
void task_init(struct task *task, struct element *element, task_function *run);

/* Puts the task at the end of the run queue; nothing happens when it is there already. */
static inline void task_schedule(struct task *task)
{
    struct task_queue *queue = task->queue;
    if (task->scheduled)
        return;
    task->scheduled = true;
    task->next = NULL;
    if (queue->first)
        queue->last->next = task;
    else
        queue->first = task;
    queue->last = task;
}

/* The handler `scheduled` of classes with tasks: whether one of the element's waits. */
void task_read_scheduled(struct element *element, struct text *out);

/* Gives all elements equal shares, for `element` to change; false: no memory. start() only. */
bool task_queue_share(struct task_queue *queue, struct element *element, struct text *error);

/* Runs the tasks that wait, at most `limit` runs; true while tasks wait. */
bool task_queue_run(struct task_queue *queue, u32 limit);
