/*
 * Faults of the processor and broken stacks. Each ends the run with one line that says what and where.
 */
#pragma once

/* Sets up what Xen or the processor calls on a fault. */
void faults_start(void);

/* Gives the stack protector a value nobody can guess. Its caller must never return. */
void faults_guard_stack(void);
