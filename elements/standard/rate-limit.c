#include "rate-limit.h"

#include "parse.h"
#include "quantity.h"

void rate_limit_read(bool bandwidth, u64 rate, struct text *out)
{
    if (bandwidth)
        text_bandwidth(out, rate);
    else
        text_unsigned(out, rate);
}

bool rate_limit_parse(bool bandwidth, const char *value, u32 size, u64 *rate, struct text *error)
{
    if (!bandwidth)
        return handler_write_unsigned(value, size, 0xffffffff, rate, error);
    if (parse_bandwidth(value, size, rate))
        return true;
    text_string(error, "expected bandwidth");
    return false;
}
