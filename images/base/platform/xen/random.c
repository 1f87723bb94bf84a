#include "random.h"

#include "domain.h"
#include "hypercall.h"
#include "platform.h"

#define CPUID_RDRAND (1u << 30)
#define TRIES 10 /* as the processor's maker advises */

extern u64 boot_tsc;

static bool has_rdrand;
static u64 state;

/* PV: the prefix asks Xen, which knows what it lets this domain use. */
static u32 features(void)
{
    u32 a = 1, b, c = 0, d;
    if (domain.pv)
        __asm__ volatile(XEN_CPUID : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    else
        __asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    return c;
}

static u64 timestamp(void)
{
    u32 low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (u64)high << 32 | low;
}

static bool rdrand(u64 *value)
{
    for (u32 i = 0; i < TRIES; i++) {
        bool done;
        __asm__ volatile("rdrand %0" : "=r"(*value), "=@ccc"(done));
        if (done)
            return true;
    }
    return false;
}

/* SplitMix64: every bit of the result depends on every bit of the state. */
static u64 next(void)
{
    u64 value = state += 0x9e3779b97f4a7c15;
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
    value = (value ^ value >> 27) * 0x94d049bb133111eb;
    return value ^ value >> 31;
}

__attribute__((no_stack_protector)) void random_start(void)
{
    has_rdrand = features() & CPUID_RDRAND;
    state = boot_tsc ^ timestamp() << 32;
}

__attribute__((no_stack_protector)) u64 platform_random(void)
{
    u64 value;
    if (has_rdrand && rdrand(&value))
        return value;
    state ^= timestamp();
    return next();
}
