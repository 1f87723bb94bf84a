/* Random numbers: the processor's where it has them, else a sequence that starts from what only this run has seen. */
#pragma once

void random_start(void);
