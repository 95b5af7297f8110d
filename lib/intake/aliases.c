/* SPDX-License-Identifier: Apache-2.0 */
/*
 * aliases.c - codes by the other ways in which people write them.
 *
 * A code is compared without case and outer blanks, full width like half width, decomposed
 * Hangul like composed. What two codes would answer to is nobody's alias.
 */
#include "intake/intake.h"

#include <string.h>

#include "text/text.h"

enum { ALIAS_MAX = 256 };

struct alias {
    struct dlb_text text;
    uint32_t code;
};

void dlb_aliases_open(struct dlb_env *env, struct dlb_aliases *aliases)
{
    *aliases = (struct dlb_aliases){.env = env};
    dlb_arena_init(&aliases->texts, env, false);
}

void dlb_aliases_close(struct dlb_aliases *aliases)
{
    if (!aliases->env) return;
    dlb_array_clear(aliases->env, &aliases->list, sizeof(struct alias));
    dlb_arena_clear(&aliases->texts);
    *aliases = (struct dlb_aliases){0};
}

bool dlb_aliases_add(struct dlb_aliases *aliases, struct dlb_text text, uint32_t code)
{
    char room[ALIAS_MAX];
    struct dlb_text folded = dlb_code_fold(text, room, sizeof room);
    if (!folded.len) return true;
    struct alias *alias =
        dlb_array_reserve(aliases->env, &aliases->list, 1, sizeof *alias, UINT32_MAX);
    char *copy = dlb_arena_copy(&aliases->texts, folded.data, folded.len);
    if (!alias || !copy) return false;
    *alias = (struct alias){{copy, folded.len}, code};
    aliases->list.n++;
    return true;
}

static int alias_order(const void *left, const void *right)
{
    return dlb_text_order(((const struct alias *)left)->text, ((const struct alias *)right)->text);
}

dolbom_status dlb_aliases_settle(struct dlb_aliases *aliases, dolbom_error *error)
{
    struct alias *list = aliases->list.data;
    size_t n = aliases->list.n, kept = 0;
    dolbom_status status =
        dlb_order_rows(aliases->env, list, (uint32_t)n, sizeof *list, alias_order, error);
    for (size_t i = 0, end; i < n && status == DOLBOM_OK; i = end) {
        bool of_one = true;
        for (end = i + 1; end < n && dlb_text_equal(list[end].text, list[i].text); end++)
            of_one &= list[end].code == list[i].code;
        if (of_one) list[kept++] = list[i];
    }
    aliases->list.n = kept;
    return status;
}

struct sought_alias {
    const struct alias *list;
    struct dlb_text text;
};

static bool is_before_alias(const void *sought, size_t i)
{
    const struct sought_alias *alias = sought;
    return dlb_text_order(alias->list[i].text, alias->text) < 0;
}

uint32_t dlb_alias_find(const struct dlb_aliases *aliases, struct dlb_text text)
{
    char room[ALIAS_MAX];
    struct dlb_text folded = dlb_code_fold(text, room, sizeof room);
    if (!folded.len) return DLB_NO_CODE;
    struct sought_alias sought = {aliases->list.data, folded};
    size_t n = aliases->list.n, at = dlb_search(0, n, &sought, is_before_alias);
    bool found = at < n && dlb_text_equal(sought.list[at].text, folded);
    return found ? sought.list[at].code : DLB_NO_CODE;
}
