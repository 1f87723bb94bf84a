/*
 * Scripts: what Script and DriverManager run. The host has made instructions of the script's text, and templates of
 * the texts in them; variables hold text and are found by name.
 */
#pragma once

#include "element.h"
#include "parse.h"

enum script_type { SCRIPT_ACTIVE, SCRIPT_PASSIVE, SCRIPT_PACKET, SCRIPT_DRIVER };

enum script_code {
    SCRIPT_INITIAL, /* the first of scripts that do not begin with a wait */
    SCRIPT_WAIT_STEP,
    SCRIPT_WAIT_TIME,
    SCRIPT_PRINT,
    SCRIPT_READ,
    SCRIPT_WRITE,
    SCRIPT_SET,
    SCRIPT_INIT,
    SCRIPT_RETURN,
    SCRIPT_GOTO,
    SCRIPT_LABEL,
    SCRIPT_ERROR,
    SCRIPT_END,
    SCRIPT_EXIT,
    SCRIPT_STOP,
    SCRIPT_CODES,
};

enum script_flag {
    SCRIPT_QUOTED = 1,  /* takes the quotes off the text */
    SCRIPT_SAME_LINE = 2,
    SCRIPT_HANDLER = 4, /* prints what a read handler says */
    SCRIPT_FILE = 8,
    SCRIPT_APPEND = 16,
};

/* What `argument` is in place of an instruction's number; the same as that code. */
#define SCRIPT_LEAVES 0xffffff00u

struct script_instruction {
    u8 code;
    u8 flags;
    u16 reserved;
    u32 argument; /* steps, or where to go, or the size of the name in front of the template */
    u32 offset;   /* of the name, if any, from the count in front of all instructions; else of the template */
    u32 size;     /* of the template */
};

/*
 * A template is a list of parts: a byte of kind, a u16 size, and so many bytes: text as it is, or a template that
 * expands to a variable's name or to a call of a read handler.
 */
enum script_part {
    SCRIPT_TEXT,
    SCRIPT_VARIABLE,
    SCRIPT_CALL,
    SCRIPT_KIND = 3,
    SCRIPT_ESCAPED = 4, /* stands between double quotes */
    SCRIPT_IN_QUOTES = 8, /* gets double quotes, so that taking quotes off leaves it as it was */
    SCRIPT_BRACES = 16, /* ${NAME} */
};

struct script {
    const u8 *bytes; /* the instructions' count, themselves, their templates */
    const struct script_instruction *instructions;
    u32 count, position;
    u32 *steps;       /* by instruction: how many a WAIT_STEP has had */
    struct text variables;
    struct timer timer;
    struct text *errors; /* NULL: complaints go to the log */
    u32 complaints;
    const char *handler; /* by which it was run */
    u32 handler_size;
    i32 status; /* of the last write */
    i32 more;   /* steps asked for from inside */
    u64 drops;
    u8 type;
    bool fresh, running, writes;
};

/* Where all scripts expand their texts, one behind the other. */
extern struct text script_text;

/* Makes a script of what an argument says; elements call these in start() and ready(). */
bool script_start(struct element *element, u32 type, struct plan_bytes bytes, struct text *error);
bool script_ready(struct element *element, struct text *error);

/* Runs from the beginning for each packet, which leaves through the output that the script returns. */
void script_push(struct element *element, u32 port, struct batch *batch);
void script_pull(struct element *element, u32 port, u32 max, struct batch *into);

/* The handlers that move a script; script_run() appends what it returns to `out`, which may be NULL. */
bool script_step(struct element *element, const char *value, u32 size, struct text *error);
bool script_goto(struct element *element, const char *value, u32 size, struct text *error);
bool script_run(struct element *element, const char *name, u32 name_size, const char *value, u32 size,
                struct text *out, struct text *error);

bool script_write_set(struct element *element, const char *value, u32 size, struct text *error);

/* script-expand.c */
void script_expand(struct element *element, const void *template, u32 size);
bool script_read(struct element *element, char *text, u32 size, bool quoted);
bool script_write(struct element *element, char *text, u32 size, bool quoted);
bool script_has_handler(struct element *element, const char *text, u32 size, bool write);
struct text *script_complain(struct element *element);
void script_complain_end(struct element *element);

/* script-words.c: words with quotes as in a configuration. */
bool script_word(struct words *words, const char **word, u32 *size);
u32 script_unquote(char *text, u32 size); /* in place; the new size */
void script_rest(struct words *words);    /* past blanks */

/* Moves the bytes from `from` to `to`; between double quotes if they are `escaped`. */
void script_move(struct text *text, u32 from, u32 to, bool escaped);

/* script-variables.c; NULL: there is none. */
const char *script_get(const struct script *script, const char *name, u32 name_size, u32 *size);
bool script_set(struct script *script, const char *name, u32 name_size, const char *value, u32 size);

/* In the order of Script's handlers. */
enum script_function {
    SCRIPT_ADD,
    SCRIPT_SUB,
    SCRIPT_MIN,
    SCRIPT_MAX,
    SCRIPT_MUL,
    SCRIPT_DIV,
    SCRIPT_IDIV,
    SCRIPT_MOD,
    SCRIPT_REM,
    SCRIPT_NEG,
    SCRIPT_ABS,
    SCRIPT_EQ,
    SCRIPT_NE,
    SCRIPT_GT,
    SCRIPT_GE,
    SCRIPT_LT,
    SCRIPT_LE,
    SCRIPT_NOT,
    SCRIPT_AND,
    SCRIPT_NAND,
    SCRIPT_OR,
    SCRIPT_NOR,
    SCRIPT_IF,
    SCRIPT_IN,
    SCRIPT_FIRST,
    SCRIPT_RANDOM,
    SCRIPT_NOW,
    SCRIPT_READABLE,
    SCRIPT_WRITABLE,
    SCRIPT_LENGTH,
    SCRIPT_UNQUOTE,
    SCRIPT_HTONS,
    SCRIPT_NTOHS,
    SCRIPT_HTONL,
    SCRIPT_NTOHL,
    SCRIPT_SPRINTF,
    SCRIPT_GET,
    SCRIPT_SHIFT,
    SCRIPT_FUNCTIONS,
};

/* script-functions.c: the function handler of that number; false: `out` says why not. */
bool script_function(struct element *element, u32 function, const char *parameter, u32 size, struct text *out);
bool script_format(struct words *words, struct text *out);
