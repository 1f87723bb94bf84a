/* Numbers and addresses written and read by Click's rules. */
#include "check.h"

#include "checksum.h"
#include "crc.h"
#include "parse.h"

static char buffer[64];

#define SAYS(call, expected) \
    do { \
        struct text text = TEXT_IN(buffer); \
        struct text *out = &text; \
        call; \
        CHECK(parse_equal(text.bytes, text.size, expected)); \
    } while (0)

#define LENGTH(string) (u32)strlen(string)

static void writes(void)
{
    SAYS(text_unsigned(out, 0), "0");
    SAYS(text_unsigned(out, ~(u64)0), "18446744073709551615");
    SAYS(text_signed(out, INT64_MIN), "-9223372036854775808");
    SAYS(text_padded(out, 42, 4), "  42");
    SAYS(text_padded(out, 12345, 4), "12345");
    SAYS(text_hex(out, 0xabc, 4), "0abc");
    SAYS(text_ip(out, (u8[]){192, 168, 0, 1}), "192.168.0.1");
    SAYS(text_ip_prefix(out, (u8[]){10, 0, 0, 0}, (u8[]){255, 240, 0, 0}), "10.0.0.0/12");
    SAYS(text_ip_prefix(out, (u8[]){0, 0, 0, 0}, (u8[]){0, 0, 0, 0}), "0.0.0.0/0");
    SAYS(text_ip_prefix(out, (u8[]){1, 2, 3, 4}, (u8[]){255, 255, 255, 255}), "1.2.3.4/32");
    SAYS(text_ip_prefix(out, (u8[]){1, 2, 3, 4}, (u8[]){255, 0, 255, 0}), "1.2.3.4/255.0.255.0");
    SAYS(text_ethernet(out, (u8[]){0, 0x1a, 0xff, 3, 4, 5}), "00-1A-FF-03-04-05");
    SAYS(text_time(out, 1000001000), "1.000001");
    SAYS(text_time(out, 1000000001), "1.000000001");
    SAYS(text_interval(out, 20000000), "20ms");
    SAYS(text_interval(out, 7000), "7us");
    SAYS(text_interval(out, 7), "7ns");
    SAYS(text_interval(out, 1500000000), "1.500000s");
    SAYS(text_fixed(out, 5 << 4, 4), "5");
    SAYS(text_fixed(out, (5 << 4) + 8, 4), "5.5");
    SAYS(text_fixed(out, 1, 10), "0.001");
    SAYS(text_fixed(out, 1023, 10), "0.999");
}

static void cuts_off(void)
{
    char small[4];
    struct text text = TEXT_IN(small);
    text_string(&text, "abcdef");
    CHECK(text.truncated && text.size == 4 && memcmp(small, "abcd", 4) == 0);
    text_char(&text, 'x');
    CHECK(text.size == 4);
}

static bool unsigned_is(const char *string, u64 expected)
{
    u64 value = 0;
    return parse_unsigned(string, LENGTH(string), UINT32_MAX, &value) && value == expected;
}

static bool is_unsigned(const char *string)
{
    u64 value;
    return parse_unsigned(string, LENGTH(string), UINT32_MAX, &value);
}

static bool signed_is(const char *string, i64 expected)
{
    i64 value = 0;
    return parse_signed(string, LENGTH(string), INT32_MIN, INT32_MAX, &value) && value == expected;
}

static bool interval_is(const char *string, u64 expected)
{
    u64 value = 0;
    return parse_interval(string, LENGTH(string), &value) && value == expected;
}

static bool is_interval(const char *string)
{
    u64 value;
    return parse_interval(string, LENGTH(string), &value);
}

static void reads_numbers(void)
{
    bool flag = false;
    CHECK(unsigned_is(" 17\n", 17) && unsigned_is("0x1F", 31) && unsigned_is("017", 15) && unsigned_is("0b101", 5));
    CHECK(unsigned_is("4294967295", UINT32_MAX) && unsigned_is("0", 0) && unsigned_is("+3", 3));
    CHECK(!is_unsigned("4294967296") && !is_unsigned("") && !is_unsigned("1 2") && !is_unsigned("0x") &&
          !is_unsigned("08") && !is_unsigned("-1") && !is_unsigned("99999999999999999999999"));
    CHECK(signed_is("-2147483648", INT32_MIN) && signed_is("2147483647", INT32_MAX) && signed_is("-0x10", -16));
    CHECK(!signed_is("-2147483649", 0) && !signed_is("2147483648", 0));
    CHECK(parse_bool("yes", 3, &flag) && flag && parse_bool(" 0 ", 3, &flag) && !flag && !parse_bool("2", 1, &flag));
    CHECK(interval_is("1", 1000000000) && interval_is("1.5s", 1500000000) && interval_is(".5ms", 500000));
    CHECK(interval_is("3 us", 3000) && interval_is("7ns", 7) && interval_is("2 sec", 2000000000));
    CHECK(interval_is("1h", 3600000000000) && interval_is("1.5min", 90000000000) && interval_is("2mday", 172800000000));
    CHECK(!is_interval("") && !is_interval("s") && !is_interval("1.2.3") && !is_interval("1w") &&
          !is_interval("99999999999999999999"));
}

static void reads_addresses(void)
{
    u8 ip[4], mask[4], ethernet[6];
    CHECK(parse_ip("10.0.0.255", 10, ip) && ip[0] == 10 && ip[3] == 255);
    CHECK(!parse_ip("10.0.0.256", 10, ip) && !parse_ip("10.0.0", 6, ip) && !parse_ip("10.0.0.1.", 9, ip) &&
          !parse_ip("1.2.3.4.5", 9, ip) && !parse_ip("", 0, ip) && !parse_ip("1..2.3", 6, ip));
    CHECK(parse_ip_prefix("10.0.0.0/9", 10, ip, mask) && load_be32(mask) == 0xff800000);
    CHECK(parse_ip_prefix("10.0.0.0/255.255.0.0", 20, ip, mask) && load_be32(mask) == 0xffff0000);
    CHECK(parse_ip_prefix("10.0.0.0", 8, ip, mask) && load_be32(mask) == 0xffffffff);
    CHECK(parse_ip_prefix("10.0.0.0/0", 10, ip, mask) && load_be32(mask) == 0);
    CHECK(!parse_ip_prefix("10.0.0.0/33", 11, ip, mask) && !parse_ip_prefix("10.0.0.0/", 9, ip, mask));
    CHECK(parse_ip_prefix("10.16/12", 8, ip, mask) && load_be32(ip) == 0x0a100000 && load_be32(mask) == 0xfff00000);
    CHECK(parse_ip_prefix("0/0", 3, ip, mask) && !parse_ip_prefix("10.16", 5, ip, mask) &&
          !parse_ip_prefix("10.16/17", 8, ip, mask) && !parse_ip_prefix("1.2.3.4.5/8", 11, ip, mask));
    CHECK(parse_ethernet("0:1A:2b:3:4:5", 13, ethernet) && ethernet[1] == 0x1a && ethernet[5] == 5);
    CHECK(parse_ethernet("00-1A-2B-03-04-05", 17, ethernet) && !parse_ethernet("0:1:2:3:4", 9, ethernet));
    CHECK(!parse_ethernet("0:1:2:3:4:100", 13, ethernet) && !parse_ethernet("0:1:2:3:4:5:6", 13, ethernet));
}

/* The sum of all 16-bit words, the plain way. */
static u16 slow_checksum(const u8 *bytes, u32 size)
{
    u32 sum = 0;
    for (u32 i = 0; i < size; i++)
        sum += i % 2 ? bytes[i] : (u32)bytes[i] << 8;
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return (u16)~sum;
}

static void sums(void)
{
    u8 bytes[70];
    for (u32 round = 0; round < 2000; round++) {
        u32 size = (u32)(platform_random() % sizeof bytes);
        for (u32 i = 0; i < size; i++)
            bytes[i] = (u8)(platform_random() % 3 ? platform_random() : 0xff);
        CHECK(__builtin_bswap16(checksum(bytes, size)) == slow_checksum(bytes, size));
        if (size < 20 || size % 4)
            continue;
        bytes[0] = 0x45;
        CHECK(checksum_header_good(bytes, size) == (checksum(bytes, size) == 0));
        store16(bytes + 10, 0);
        store16(bytes + 10, checksum(bytes, size));
        CHECK(checksum_header_good(bytes, size));
    }
    CHECK(crc32("123456789", 9) == 0xcbf43926);
}

int main(void)
{
    writes();
    cuts_off();
    reads_numbers();
    reads_addresses();
    sums();
    return 0;
}
