/* Variables, one behind the other: the sizes of name and value, name, value. */
#include "bytes.h"
#include "script.h"

enum { SIZES = 8 };

static char *find(const struct script *script, const char *name, u32 size)
{
    char *at = script->variables.bytes, *end = at + script->variables.size;
    for (; at < end; at += SIZES + load32(at) + load32(at + 4))
        if (load32(at) == size && memcmp(at + SIZES, name, size) == 0)
            return at;
    return NULL;
}

const char *script_get(const struct script *script, const char *name, u32 name_size, u32 *size)
{
    const char *found = find(script, name, name_size);
    if (!found)
        return NULL;
    *size = load32(found + 4);
    return found + SIZES + name_size;
}

/* The new one is written behind the others before the old one goes: the value may be a part of that. */
bool script_set(struct script *script, const char *name, u32 name_size, const char *value, u32 size)
{
    struct text *all = &script->variables;
    char *old = find(script, name, name_size), *end = all->bytes + all->size;
    u32 need = SIZES + name_size + size;
    if (need > all->capacity - all->size)
        return false;
    store32(end, name_size);
    store32(end + 4, size);
    memcpy(end + SIZES, name, name_size);
    memcpy(end + SIZES + name_size, value, size);
    all->size += need;
    if (old) {
        u32 gone = SIZES + name_size + load32(old + 4);
        all->size -= gone;
        memmove(old, old + gone, all->size - (u32)(old - all->bytes));
    }
    return true;
}
