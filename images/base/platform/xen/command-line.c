#include "command-line.h"

#include "bytes.h"
#include "parse.h"

#define VIFS "vifs="

struct command_line command_line;

static u32 part_size(const char *text, u32 size, char end)
{
    u32 at = 0;
    while (at < size && text[at] != end)
        at++;
    return at;
}

static void read_vifs(const char *text, u32 size)
{
    struct command_line *line = &command_line;
    for (u32 at = 0; at < size;) {
        u32 part = part_size(text + at, size - at, ',');
        if (line->vif_count == COMMAND_LINE_VIFS || !parse_ethernet(text + at, part, line->addresses[line->vif_count])) {
            line->malformed = true;
            return;
        }
        line->vif_count++;
        at += part + 1;
    }
}

void command_line_read(const char *line, u32 room)
{
    u32 size = part_size(line, room, 0);
    for (u32 at = 0; at < size;) {
        u32 word = part_size(line + at, size - at, ' ');
        if (word > sizeof VIFS - 1 && memcmp(line + at, VIFS, sizeof VIFS - 1) == 0)
            read_vifs(line + at + sizeof VIFS - 1, word - (sizeof VIFS - 1));
        at += word + 1;
    }
}
