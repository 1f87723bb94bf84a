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
    SCRIPT_QUOTED = 1,  /* takes the quotes off the text, or off the handler's value */
    SCRIPT_SAME_LINE = 2,
    SCRIPT_HANDLER = 4, /* the text calls a handler */
    SCRIPT_FILE = 8,
    SCRIPT_APPEND = 16,
    SCRIPT_EXPORTED = 32, /* a handler reads the variable */
};

/* What `argument` is in place of an instruction's number; the same as that code. */
#define SCRIPT_LEAVES 0xffffff00u

struct script_instruction {
    u8 code;
    u8 flags;
    u16 name_size; /* of a variable, a label or a file */
    u32 argument;  /* steps, or where to go */
    u32 offset;    /* of the name and the template behind it, from the count in front of all instructions */
    u32 size;      /* of the template */
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
    const char *handler; /* by which it was run; NULL: by none */
    i32 status; /* of the last write */
    i32 more;   /* steps asked for from inside */
    u64 drops;
    u8 type;
    bool fresh, running, writes;
};

/* Where all scripts expand their texts, one behind the other. */
static inline struct text *script_text(const struct element *element)
{
    return &element->router->script_text;
}

/* start.c: makes a script of what an argument says; elements call these in start() and ready(). */
bool script_start(struct element *element, u32 type, struct plan_bytes bytes, struct text *error);
bool script_ready(struct element *element, struct text *error);

/* packets.c: runs from the beginning for each packet, which leaves through the output that the script returns. */
void script_push(struct element *element, u32 port, struct batch *batch);
void script_pull(struct element *element, u32 port, u32 max, struct batch *into);

/* handlers.c: the variables that it exports, for a class's extras. */
const char *script_exported(const struct element *element, u32 number, u32 *size);
void script_read_exported(struct element *element, struct text *out);

/* run.c: who makes a script go on, past how many waits, and where what it complains about goes. */
enum script_step { SCRIPT_BY_HANDLER, SCRIPT_BY_ROUTER, SCRIPT_BY_TIMER };

bool script_call(struct element *element, i32 steps, enum script_step kind, struct text *error);
void script_expire(struct element *element, struct timer *timer);
void script_ask(struct element *element);
void script_jump(struct script *script, u32 to, u32 from);

/* The code that the script stands at; SCRIPT_CODES behind its last instruction. */
u32 script_stands_at(const struct script *script);

/* What it returned; NULL: it did not. */
const char *script_returned(const struct script *script, u32 *size);

/* instructions.c */
enum script_outcome { SCRIPT_GOES_ON, SCRIPT_STAYS, SCRIPT_ENDS };

/* Does what the script stands at; `steps` is how many waits it may still pass. */
enum script_outcome script_execute(struct element *element, i32 *steps);

/* Expands an instruction's template at the end of the common text; returns where that begins. */
u32 script_expand_text(struct element *element, const struct script_instruction *instruction);

/* Sets the variable of an instruction to the text behind `start`. */
void script_assign(struct element *element, const struct script_instruction *instruction, u32 start);

/* Starts the timer of a wait; false: its text is no time. */
bool script_wait(struct element *element, const struct script_instruction *instruction);

/* The name in front of an instruction's template. */
static inline const char *script_name(const struct script *script, const struct script_instruction *instruction)
{
    return (const char *)script->bytes + instruction->offset;
}

/* expand.c: texts, at the end of the common one, and the handlers that they call. */
void script_expand(struct element *element, const u8 *template, u32 size);
bool script_read(struct element *element, char *text, u32 size, bool quoted);
bool script_write(struct element *element, char *text, u32 size, bool quoted);
bool script_has_handler(struct element *element, const char *text, u32 size, bool write);
struct text *script_complain(struct element *element);
void script_complain_end(struct element *element);

/* Counts one more text or script inside of another; false: it would take too much of the stack, and is refused. */
bool script_descend(struct element *element);

/* Complains about the text behind `start`. */
void script_complain_text(struct element *element, const char *before, u32 start, const char *after);

/* words.c: words with quotes as in a configuration. */
bool script_word(struct words *words, const char **word, u32 *size);
u32 script_unquote(char *text, u32 size); /* in place; the new size */
void script_rest(struct words *words);    /* past blanks */

/* Moves the bytes from `from` to `to`; between double quotes if they are `escaped`. */
void script_move(struct text *text, u32 from, u32 to, bool escaped);

/* variables.c; NULL: there is none. */
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

/* functions.c: the function handler of that number; false: `out` says why not. */
bool script_function(struct element *element, u32 function, const char *parameter, u32 size, struct text *out);
