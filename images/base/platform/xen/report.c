#include "report.h"

#include "console.h"
#include "domain.h"
#include "events.h"
#include "plan-source.h"
#include "plan.h"
#include "text.h"
#include "time.h"

#define DIGEST_BYTES 6
#define MEGABYTE 0x100000

void report_image(void)
{
    struct text *text = console_begin();
    text_string(text, CLICKFORGE_VERSION " on Xen, ");
    text_string(text, domain.pv ? "PV, " : "PVH, ");
    text_unsigned(text, (domain.memory + MEGABYTE / 2) / MEGABYTE);
    text_string(text, " MB");
    console_end(text);
}

void report_plan(void)
{
    const struct plan_header *plan = plan_source.bytes;
    if (plan_source.size < sizeof *plan)
        return;
    struct text *text = console_begin();
    text_string(text, "plan ");
    for (u32 i = 0; i < DIGEST_BYTES; i++)
        text_hex(text, plan->digest[i], 2);
    text_string(text, ", ");
    text_unsigned(text, plan->element_count);
    text_string(text, " elements, ");
    text_unsigned(text, plan_source.size);
    text_string(text, " bytes");
    console_end(text);
}

void report_running(void)
{
    struct text *text = console_begin();
    text_string(text, "router running ");
    text_unsigned(text, time_since_entry() / 1000);
    text_string(text, " us after entry, of which ");
    text_unsigned(text, events_slept / 1000);
    text_string(text, " us waited for Xenstore and backends");
    console_end(text);
}
