#include "report.h"

#include "console.h"
#include "domain.h"
#include "events.h"
#include "hypercall.h"

#include <xen/vcpu.h>

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

/* Nanoseconds that a processor ran this domain. */
static u64 worked(void)
{
    struct vcpu_runstate_info info = {0};
    hypercall3(__HYPERVISOR_vcpu_op, VCPUOP_get_runstate_info, 0, &info);
    return info.time[RUNSTATE_running];
}

void report_running(void)
{
    u64 since_entry = time_since_entry(), work = worked();
    u64 queued = since_entry > events_slept + work ? since_entry - events_slept - work : 0;
    struct text *text = console_begin();
    text_string(text, "router running ");
    text_unsigned(text, since_entry / 1000);
    text_string(text, " us after entry, of which ");
    text_unsigned(text, events_slept / 1000);
    text_string(text, " us waited for Xenstore and backends, ");
    text_unsigned(text, queued / 1000);
    text_string(text, " us for a processor");
    console_end(text);
}
