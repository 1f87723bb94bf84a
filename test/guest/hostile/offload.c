/*
 * Frames of random bytes, and of headers that are nearly right: no byte outside is touched, and what is completed
 * is right.
 */
#include "harness.h"

#include "bytes.h"
#include "offload.h"

#define FRAME_MAX 200u

static void put_ipv4(u8 *frame, u32 length)
{
    u8 header[20] = {0x45, 0, 0, 0, 0, 0, 0, 0, 64, rarely(2) ? 6 : 17};
    store_be16(frame + 12, 0x0800);
    store_be16(header + 2, (u16)(length - 14));
    for (u32 i = 12; i < 20; i++)
        header[i] = (u8)random64();
    memcpy(frame + 14, header, sizeof header);
}

static void put_ipv6(u8 *frame, u32 length)
{
    u8 header[40] = {0x60, 0, 0, 0, 0, 0, rarely(2) ? 6 : rarely(2) ? 17 : 0, 64};
    store_be16(frame + 12, 0x86dd);
    store_be16(header + 4, (u16)(length - 54));
    for (u32 i = 8; i < 40; i++)
        header[i] = (u8)random64();
    memcpy(frame + 14, header, sizeof header);
    if (header[6] == 0 && length >= 14 + 40 + 8) { /* hop-by-hop options */
        frame[54] = 17;
        frame[55] = 0;
    }
}

static u32 sum_words(const u8 *bytes, u32 length)
{
    u32 sum = 0;
    for (u32 i = 0; i + 1 < length; i += 2)
        sum += load_be16(bytes + i);
    return length & 1 ? sum + bytes[length - 1] * 256u : sum;
}

/* What a receiver computes: all ones when the checksum is right. */
static u16 verify(const u8 *addresses, u32 addresses_length, u8 protocol, const u8 *transport, u32 length)
{
    u32 sum = sum_words(addresses, addresses_length) + protocol + length + sum_words(transport, length);
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return (u16)sum;
}

static void check_completed(const u8 *frame, u32 length)
{
    const u8 *ip = frame + 14;
    if (load_be16(frame + 12) == 0x0800 && ip[0] == 0x45) {
        REQUIRE(verify(ip + 12, 8, ip[9], ip + 20, load_be16(ip + 2) - 20u) == 0xffff);
    } else if (load_be16(frame + 12) == 0x86dd && (ip[6] == 6 || ip[6] == 17)) {
        REQUIRE(verify(ip + 8, 32, ip[6], ip + 40, load_be16(ip + 4)) == 0xffff);
    } else if (load_be16(frame + 12) == 0x86dd && ip[6] == 0 && ip[40] == 17 && ip[41] == 0) {
        REQUIRE(verify(ip + 8, 32, 17, ip + 48, load_be16(ip + 4) - 8u) == 0xffff);
    }
    (void)length;
}

static void run_round(void)
{
    u32 length = 14 + (u32)random64() % (FRAME_MAX - 14);
    u8 *frame = malloc(length);
    for (u32 i = 0; i < length; i++)
        frame[i] = (u8)random64();
    bool whole = length >= 14 + 40 + 8 + 20;
    if (whole && rarely(2))
        put_ipv4(frame, length);
    else if (whole)
        put_ipv6(frame, length);
    if (!whole)
        store_be16(frame + 12, rarely(2) ? 0x0800 : rarely(2) ? 0x86dd : 0x8100);
    bool bent = rarely(2);
    if (bent)
        frame[12 + random64() % (length - 12)] = (u8)random64();
    bool done = offload_complete(frame, length);
    if (whole && !bent)
        REQUIRE(done);
    if (done)
        check_completed(frame, length);
    free(frame);
}
