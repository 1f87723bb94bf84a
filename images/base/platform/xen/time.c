#include "time.h"

#include "domain.h"
#include "hypercall.h"
#include "platform.h"

#define SECOND 1000000000ull

extern u64 boot_tsc;

static u64 timestamp(void)
{
    u32 low, high;
    __asm__ volatile("lfence; rdtsc" : "=a"(low), "=d"(high) : : "memory");
    return (u64)high << 32 | low;
}

static u64 scale(u64 ticks, i8 shift, u32 multiplier)
{
    ticks = shift < 0 ? ticks >> -shift : ticks << shift;
    return (u64)((unsigned __int128)ticks * multiplier >> 32);
}

/* Xen makes the version odd while it writes. */
static struct vcpu_time_info read_time(void)
{
    const volatile struct vcpu_time_info *time = &domain.shared->vcpu_info[0].time;
    struct vcpu_time_info copy;
    do {
        copy.version = time->version;
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        copy.tsc_timestamp = time->tsc_timestamp;
        copy.system_time = time->system_time;
        copy.tsc_to_system_mul = time->tsc_to_system_mul;
        copy.tsc_shift = time->tsc_shift;
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
    } while (copy.version & 1 || copy.version != time->version);
    return copy;
}

u64 platform_now(void)
{
    static u64 last;
    struct vcpu_time_info time = read_time();
    u64 now = time.system_time + scale(timestamp() - time.tsc_timestamp, time.tsc_shift, time.tsc_to_system_mul);
    return last = now > last ? now : last;
}

/* What the clock on the wall was when platform_now() was 0. */
static u64 wall_start(void)
{
    const volatile struct shared_info *shared = domain.shared;
    u32 version;
    u64 start;
    do {
        version = shared->wc_version;
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        start = ((u64)shared->wc_sec_hi << 32 | shared->wc_sec) * SECOND + shared->wc_nsec;
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
    } while (version & 1 || version != shared->wc_version);
    return start;
}

/*
 * Where dom0's clock is set, this one comes after it, faster or slower by at most a sixteenth. It never goes back: packets
 * wait for a time on it, and would wait for as long as it was set back.
 */
u64 platform_wall_clock(void)
{
    static u64 start, last;
    u64 now = platform_now();
    i64 wrong = (i64)(wall_start() - start), most = (i64)(now - last) / 16;
    if (last && wrong > most)
        wrong = most;
    if (last && wrong < -most)
        wrong = -most;
    start += (u64)wrong;
    last = now;
    return start + now;
}

u64 time_since_entry(void)
{
    struct vcpu_time_info time = read_time();
    return scale(timestamp() - boot_tsc, time.tsc_shift, time.tsc_to_system_mul);
}
