/*
 * Command lines of random words, addresses and bytes, whose end nothing marks but their room: nothing behind it is read,
 * and addresses come out as they went in.
 */
#include "harness.h"

#include "command-line.h"

#define PARTS 12u
#define ROOM_MAX 512u

static u32 size;
static char text[ROOM_MAX];

static void put(const char *word)
{
    for (; *word && size < ROOM_MAX; word++)
        text[size++] = *word;
}

/* Gives whether the guest has to take the list. */
static bool put_list(u32 *count, u8 addresses[COMMAND_LINE_VIFS + 2][6])
{
    char address[18];
    *count = 1 + (u32)random64() % (COMMAND_LINE_VIFS + 2);
    put("vifs=");
    for (u32 i = 0; i < *count; i++) {
        for (u32 k = 0; k < 6; k++)
            addresses[i][k] = (u8)random64();
        const u8 *a = addresses[i];
        snprintf(address, sizeof address, "%02x:%02x:%02x:%02x:%02x:%02x", a[0], a[1], a[2], a[3], a[4], a[5]);
        put(i ? "," : "");
        put(address);
    }
    return *count <= COMMAND_LINE_VIFS;
}

static void run_round(void)
{
    static const char *const words[] = {" ", "vifs", "vifs=", "vifs=,", "=", ",", "a=b ", "00:16:3e:", "root=xvifs=0"};
    u8 addresses[COMMAND_LINE_VIFS + 2][6];
    u32 count = 0;
    size = 0;
    bool whole = rarely(3), fits = true;
    if (whole) {
        put(rarely(2) ? "console=hvc0 " : "");
        fits = put_list(&count, addresses);
        put(rarely(2) ? " quiet" : "");
    } else {
        for (u32 i = random64() % PARTS; i; i--)
            put(words[random64() % (sizeof words / sizeof *words)]);
        for (u32 i = size && rarely(2) ? 3 : 0; i; i--)
            text[random64() % size] = (char)random64();
    }
    char *line = malloc(size ? size : 1);
    memcpy(line, text, size);
    command_line = (struct command_line){0};
    command_line_read(line, size);
    REQUIRE(command_line.vif_count <= COMMAND_LINE_VIFS);
    if (whole) {
        REQUIRE(command_line.malformed == !fits);
        REQUIRE(command_line.vif_count == (fits ? count : COMMAND_LINE_VIFS));
        REQUIRE(memcmp(command_line.addresses, addresses, command_line.vif_count * 6ul) == 0);
    }
    free(line);
}
