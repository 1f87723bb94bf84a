/* The lines on the console that say what this guest is and that it runs. */
#pragma once

/* Version, kind of domain, memory. */
void report_image(void);

/* The Plan's digest and elements. */
void report_plan(void);

/* The router runs; tools wait for this line. */
void report_running(void);
