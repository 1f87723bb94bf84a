#include "events.h"

#include "domain.h"
#include "hypercall.h"

#include <xen/event_channel.h>
#include <xen/sched.h>

#include "bytes.h"
#include "platform.h"

#define PORTS 16
#define WORD_BITS 64

u64 events_slept;

static evtchn_port_t ports[PORTS];
static u32 port_count;

void events_start(void)
{
    memset(domain.shared->evtchn_mask, 0xff, sizeof domain.shared->evtchn_mask);
}

void events_add(u32 port)
{
    if (port_count < PORTS)
        ports[port_count++] = port;
}

void events_remove(u32 port)
{
    for (u32 i = 0; i < port_count; i++)
        if (ports[i] == port)
            ports[i] = ports[--port_count];
}

u32 events_open(u16 domain_id)
{
    struct evtchn_alloc_unbound channel = {.dom = DOMID_SELF, .remote_dom = domain_id};
    if (hypercall2(__HYPERVISOR_event_channel_op, EVTCHNOP_alloc_unbound, &channel))
        return 0;
    events_add(channel.port);
    return channel.port;
}

void events_close(u32 port)
{
    struct evtchn_close channel = {.port = port};
    hypercall2(__HYPERVISOR_event_channel_op, EVTCHNOP_close, &channel);
    events_remove(port);
}

void events_send(u32 port)
{
    struct evtchn_send channel = {.port = port};
    hypercall2(__HYPERVISOR_event_channel_op, EVTCHNOP_send, &channel);
}

bool events_take(u32 port)
{
    u64 *word = &domain.shared->evtchn_pending[port / WORD_BITS];
    u64 bit = 1ull << port % WORD_BITS;
    if (!(__atomic_load_n(word, __ATOMIC_RELAXED) & bit))
        return false;
    __atomic_fetch_and(word, ~bit, __ATOMIC_SEQ_CST);
    return true;
}

void events_wait(u64 deadline)
{
    struct sched_poll poll = {.nr_ports = port_count, .timeout = deadline == ~0ull ? 0 : deadline};
    set_xen_guest_handle(poll.ports, ports);
    u64 before = platform_now();
    if (deadline <= before)
        return;
    hypercall2(__HYPERVISOR_sched_op, SCHEDOP_poll, &poll);
    events_slept += platform_now() - before;
}
