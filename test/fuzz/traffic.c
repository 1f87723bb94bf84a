#include "traffic.h"

#include "bytes.h"
#include "checksum.h"

static u64 state;

static u64 random64(void)
{
    u64 value = state += 0x9e3779b97f4a7c15u;
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
    value = (value ^ value >> 27) * 0x94d049bb133111ebu;
    return value ^ value >> 31;
}

static u32 below(u32 limit)
{
    return (u32)(random64() % limit);
}

static bool rarely(u32 times)
{
    return below(times) == 0;
}

/* Few addresses, so that packets meet tables, flows and each other's fragments. */
static void put_ip(u8 *at)
{
    static const u8 special[][4] = {{255, 255, 255, 255}, {0, 0, 0, 0}, {224, 0, 0, 1}, {127, 0, 0, 1}};
    memcpy(at, (u8[4]){10, 0, (u8)below(2), (u8)below(4)}, 4);
    if (rarely(12))
        memcpy(at, special[below(4)], 4);
}

static void put_ethernet(u8 *at)
{
    memcpy(at, (u8[6]){2, 0, 0, 0, 0, (u8)below(4)}, 6);
    if (rarely(6))
        memset(at, 0xff, 6);
}

static u32 put_arp(u8 *at)
{
    static const u8 fixed[] = {0, 1, 8, 0, 6, 4, 0};
    memcpy(at, fixed, sizeof fixed);
    at[7] = (u8)(1 + below(4));
    put_ethernet(at + 8);
    put_ip(at + 14);
    put_ethernet(at + 18);
    put_ip(at + 24);
    return 28;
}

/* Kinds that exist, with lengths that may not fit. */
static void put_options(u8 *at, u32 size, const u8 *kinds, u32 count)
{
    for (u32 i = 0; i < size;) {
        u32 length = 2 + below(rarely(4) ? 40 : 8);
        at[i] = kinds[below(count)];
        if (i + 1 < size)
            at[i + 1] = (u8)length;
        for (u32 j = 2; j < length && i + j < size; j++)
            at[i + j] = (u8)below(12);
        i += at[i] < 2 ? 1 : length;
    }
}

static u32 put_tcp(u8 *at)
{
    static const u8 kinds[] = {0, 1, 2, 3, 4, 5, 8, 30};
    u32 words = rarely(3) ? 5 + below(11) : 5;
    store_be16(at, (u16)(1000 + below(4)));
    store_be16(at + 2, (u16)(rarely(2) ? 80 : 1000 + below(4)));
    store_be32(at + 4, (u32)random64());
    store_be32(at + 8, (u32)random64());
    at[12] = (u8)(words << 4);
    at[13] = (u8)(rarely(4) ? below(256) : 1u << below(5));
    store_be16(at + 14, (u16)random64());
    store_be16(at + 18, 0);
    put_options(at + 20, words * 4 - 20, kinds, sizeof kinds);
    return words * 4 + below(20);
}

static u32 put_udp(u8 *at)
{
    u32 size = 8 + below(40);
    store_be16(at, (u16)(1000 + below(4)));
    store_be16(at + 2, (u16)(rarely(2) ? 53 : 1000 + below(4)));
    store_be16(at + 4, (u16)size);
    return size;
}

static u32 put_ip_packet(u8 *at, u32 depth);

/* Echoes, and errors that quote a packet. */
static u32 put_icmp(u8 *at, u32 depth)
{
    static const u8 types[] = {0, 8, 3, 4, 5, 11, 12, 13, 14};
    at[0] = types[below(sizeof types)];
    at[1] = (u8)below(5);
    store_be32(at + 4, below(6));
    u32 size = 8 + (depth ? below(40) : put_ip_packet(at + 8, depth + 1));
    store_be16(at + 2, 0);
    store_be16(at + 2, (u16)~checksum_fold(checksum_add(0, at, size)));
    return size;
}

static u32 put_payload(u8 *at, u8 protocol, u32 depth)
{
    switch (protocol) {
    case 1:
        return put_icmp(at, depth);
    case 4:
        return depth < 2 ? put_ip_packet(at, depth + 1) : 0;
    case 6:
        return put_tcp(at);
    case 17:
        return put_udp(at);
    }
    return below(60);
}

/* The transport checksum over addresses, protocol and length. */
static void put_checksum(u8 *ip, u8 *transport, u32 size)
{
    u32 at = ip[9] == 6 ? 16 : 6;
    if ((ip[9] != 6 && ip[9] != 17) || size < at + 2 || rarely(6))
        return;
    store_be16(transport + at, 0);
    u64 sum = (u64)__builtin_bswap32(size) + __builtin_bswap32(ip[9]);
    sum = checksum_add(checksum_add(sum, ip + 12, 8), transport, size);
    store16(transport + at, (u16)~checksum_fold(sum));
}

static u32 put_ip_packet(u8 *at, u32 depth)
{
    static const u8 kinds[] = {0, 1, 7, 68, 131, 137, 148, 130};
    static const u8 protocols[] = {1, 1, 6, 6, 6, 17, 17, 4, 50, 89};
    u32 words = rarely(4) ? 5 + below(11) : 5, header = words * 4;
    at[0] = (u8)(0x40 | words);
    at[1] = (u8)below(256);
    store_be16(at + 4, (u16)below(4));
    store_be16(at + 6, (u16)(rarely(4) ? below(2) << 13 | below(6) : below(2) << 14));
    at[8] = (u8)(rarely(4) ? below(3) : 64);
    at[9] = protocols[below(sizeof protocols)];
    put_ip(at + 12);
    put_ip(at + 16);
    put_options(at + 20, header - 20, kinds, sizeof kinds);
    u32 payload = put_payload(at + header, at[9], depth);
    store_be16(at + 2, (u16)(rarely(10) ? below(2000) : header + payload));
    put_checksum(at, at + header, payload);
    store_be16(at + 10, 0);
    if (!rarely(10))
        store16(at + 10, (u16)~checksum_fold(checksum_add(0, at, header)));
    return header + payload;
}

static u32 put_tags(u8 *at)
{
    u32 tags = rarely(4) ? 1 + below(3) : 0;
    for (u32 i = 0; i < tags; i++) {
        store_be16(at + i * 4, rarely(3) ? 0x88a8 : 0x8100);
        store_be16(at + i * 4 + 2, (u16)random64());
    }
    return tags * 4;
}

u32 traffic_make(u64 seed, u8 *frame, u8 *network)
{
    state = seed;
    memset(frame, 0, TRAFFIC_MOST);
    put_ethernet(frame);
    put_ethernet(frame + 6);
    u32 at = 12 + put_tags(frame + 12);
    bool arp = rarely(6);
    store_be16(frame + at, arp ? 0x0806 : 0x0800);
    at += 2;
    *network = (u8)at;
    u32 size = at + (arp ? put_arp(frame + at) : put_ip_packet(frame + at, 0));
    for (u32 bends = rarely(2) ? below(4) : 0; bends; bends--)
        frame[below(size)] = (u8)random64();
    return rarely(4) ? below(size + 1) : size;
}
