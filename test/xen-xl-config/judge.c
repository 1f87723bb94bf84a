/*
 * Asks xl's own library how it reads texts. Input: for each text its length as a line, then its bytes.
 * Output: for each text one line `R CODE`, then for each name in argv `NAME string HEX` or `NAME list HEX|- …`, and
 * `NAME number N` where xl takes a number from it.
 */
#include <libxlutil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put_hex(const char *text)
{
    printf(" x");
    for (; *text; text++) printf("%02x", (unsigned char)*text);
}

static void ask(XLU_Config *config, const char *name)
{
    const char *text;
    XLU_ConfigList *list;
    int count;
    long number;

    if (xlu_cfg_get_string(config, name, &text, 1) == 0) {
        printf("%s string", name);
        put_hex(text);
        printf("\n");
    } else if (xlu_cfg_get_list(config, name, &list, &count, 1) == 0) {
        printf("%s list", name);
        for (int i = 0; i < count; i++) {
            const char *item = xlu_cfg_get_listitem(list, i);
            if (item) put_hex(item); else printf(" -");
        }
        printf("\n");
    }
    if (xlu_cfg_get_long(config, name, &number, 1) == 0) printf("%s number %ld\n", name, number);
}

int main(int argc, char **argv)
{
    FILE *ignored = fopen("/dev/null", "w");
    size_t size;

    while (scanf("%zu", &size) == 1) {
        char *text = malloc(size + 1);
        getchar();
        if (fread(text, 1, size, stdin) != size) return 1;
        XLU_Config *config = xlu_cfg_init(ignored, "text");
        int code = xlu_cfg_readdata(config, text, (int)size);
        printf("R %d\n", code);
        for (int i = 1; code == 0 && i < argc; i++) ask(config, argv[i]);
        xlu_cfg_destroy(config);
        free(text);
    }
    return 0;
}
