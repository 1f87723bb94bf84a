/*
 * Plays a ClickOS that holds its configuration in a text slot, laid out as in the images of that kind that were shipped:
 * 4,110 bytes in all. It prints the text that it finds there as what it runs.
 */
#include "bytes.h"
#include "../../../images/base/platform/xen/console.h"
#include "../../../images/base/platform/xen/events.h"
#include "platform.h"

#define BLANKS_2 "  "
#define BLANKS_32 "                                "
#define BLANKS_64 BLANKS_32 BLANKS_32
#define BLANKS_448 BLANKS_64 BLANKS_64 BLANKS_64 BLANKS_64 BLANKS_64 BLANKS_64 BLANKS_64
#define BLANKS_4032 BLANKS_448 BLANKS_448 BLANKS_448 BLANKS_448 BLANKS_448 BLANKS_448 BLANKS_448 BLANKS_448 BLANKS_448
#define START "//PLEASEPUTCLICKCODEHERE\n"

char slot[] = START BLANKS_4032 BLANKS_32 BLANKS_2 "\n//ENDCLICKCODEHERE";

static void say(const char *text, u32 size)
{
    platform_console(text, size);
    platform_console("\n", 1);
    console_drain();
}

/* In the place of the base image's own first line, and of all that would follow. */
void __wrap_report_image(void);
void __wrap_report_image(void)
{
    static const char started[] = "Starting driver...";
    const char *volatile found = slot; /* what is in the image, not what was here at build time */
    const char *text = found + sizeof START - 1;
    u32 size = sizeof slot - sizeof START - sizeof "\n//ENDCLICKCODEHERE" + 1;
    while (size && text[size - 1] == ' ')
        size--;
    say(text, size);
    say(started, sizeof started - 1);
    for (;;)
        events_wait(~0ull);
}
