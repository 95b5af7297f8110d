/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place.c - where one stands in the table of keys.
 *
 * Keys of one map stand side by side in the table, so a place is a range of them and how far
 * their paths have been walked.
 */
#include "plan/keys.h"

#include <stdio.h>
#include <string.h>

#include "text/text.h"

/* The name, or <…>, that a path goes on with. */
static struct dlb_text part_at(size_t index, size_t at)
{
    const char *path = dlb_plan_key_at(index)->path;
    return (struct dlb_text){path + at, strcspn(path + at, ".")};
}

struct dlb_key_place dlb_place_root(void)
{
    struct dlb_key_place root = {0};
    while (dlb_plan_key_at(root.end)) root.end++;
    return root;
}

bool dlb_place_enter(const struct dlb_key_place *place, struct dlb_text name,
                     struct dlb_key_place *below)
{
    size_t i = place->begin;
    struct dlb_text part = {0};
    for (; i < place->end; i++) {
        part = part_at(i, place->at);
        if (part.len && (part.data[0] == '<' || dlb_text_equal(part, name))) break;
    }
    if (i == place->end) return false;
    bool goes_on = part.data[part.len] == '.';
    *below = (struct dlb_key_place){i, i, place->at + part.len + goes_on};
    while (below->end < place->end && dlb_text_equal(part_at(below->end, place->at), part))
        below->end++;
    return true;
}

const struct dlb_plan_key *dlb_place_key(const struct dlb_key_place *place)
{
    const struct dlb_plan_key *key = dlb_plan_key_at(place->begin);
    return key->path[place->at] ? NULL : key;
}

/* The names known here, separated by commas. */
static void list_names(const struct dlb_key_place *place, char text[160])
{
    size_t len = (size_t)snprintf(text, 160, "known here: ");
    struct dlb_text before = {0};
    for (size_t i = place->begin; i < place->end && len < 160; i++) {
        const struct dlb_text part = part_at(i, place->at);
        if (dlb_text_equal(part, before)) continue;
        len += (size_t)snprintf(text + len, 160 - len, "%s%.*s", before.data ? ", " : "",
                                (int)part.len, part.data);
        before = part;
    }
    if (len >= 160) snprintf(text, 160, "docs/plan.md lists the keys");
}

/* The path that goes on here with the name nearest to this one; data NULL when none is near. */
static struct dlb_text find_near(const struct dlb_key_place *place, struct dlb_text name)
{
    struct dlb_nearest near = dlb_nearest_to(name);
    struct dlb_text found = {0};
    for (size_t i = place->begin; i < place->end; i++) {
        const struct dlb_text part = part_at(i, place->at);
        char known[64];
        snprintf(known, sizeof known, "%.*s", (int)part.len, part.data);
        if (dlb_nearest_try(&near, known))
            found = (struct dlb_text){dlb_plan_key_at(i)->path, place->at + part.len};
    }
    return found;
}

/* The path in the whole table that ends in this name; data NULL when there is none. */
static struct dlb_text find_elsewhere(struct dlb_text name)
{
    const struct dlb_plan_key *key;
    for (size_t i = 0; (key = dlb_plan_key_at(i)) != NULL; i++) {
        const char *last = strrchr(key->path, '.');
        if (last && dlb_text_equal((struct dlb_text){last + 1, strlen(last + 1)}, name))
            return (struct dlb_text){key->path, strlen(key->path)};
    }
    return (struct dlb_text){0};
}

void dlb_place_suggest(const struct dlb_key_place *place, struct dlb_text name, char text[160])
{
    const struct dlb_plan_key *ended = dlb_place_key(place);
    struct dlb_text found = find_near(place, name);
    if (!found.data) found = find_elsewhere(name);
    if (ended) found = (struct dlb_text){ended->path, strlen(ended->path)};
    if (found.data)
        snprintf(text, 160, "did you mean %.*s?", (int)found.len, found.data);
    else
        list_names(place, text);
}
