/* SPDX-License-Identifier: Apache-2.0 */
/*
 * names_table.c - distinct texts, numbered in the order of their arrival.
 */
#include "common/common.h"

#include <stdlib.h>
#include <string.h>

uint64_t tool_hash(const char *text, size_t len)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(0x100000001B3);
    return hash;
}

static uint32_t *find_slot(const struct tool_names *names, const char *text, size_t len)
{
    uint64_t hash = tool_hash(text, len);
    uint32_t at = (uint32_t)(hash ^ (hash >> 29)) & (names->n_slots - 1);
    for (;; at = (at + 1) & (names->n_slots - 1)) {
        uint32_t *slot = &names->slots[at];
        if (*slot == 0) return slot;
        const char *name = names->at[*slot - 1];
        if (strlen(name) == len && memcmp(name, text, len) == 0) return slot;
    }
}

static bool grow_names(struct tool_names *names)
{
    uint32_t cap = names->cap ? names->cap * 2 : 1024;
    char **more = reallocarray(names->at, cap, sizeof *more);
    if (!more) return false;
    names->at = more;
    uint32_t *slots = calloc((size_t)cap * 2, sizeof *slots);
    if (!slots) return false;
    free(names->slots);
    names->slots = slots;
    names->n_slots = cap * 2;
    names->cap = cap;
    for (uint32_t i = 0; i < names->n; i++)
        *find_slot(names, names->at[i], strlen(names->at[i])) = i + 1;
    return true;
}

uint32_t tool_number_of(struct tool_names *names, const char *text, size_t len, bool add)
{
    if (names->n == names->cap && add && !grow_names(names)) return UINT32_MAX;
    if (names->n_slots == 0) return UINT32_MAX;
    uint32_t *slot = find_slot(names, text, len);
    if (*slot == 0 && add) {
        names->at[names->n] = strndup(text, len);
        if (!names->at[names->n]) return UINT32_MAX;
        *slot = ++names->n;
    }
    return *slot - 1; /* 0 - 1: not there */
}

void tool_names_clear(struct tool_names *names)
{
    for (uint32_t i = 0; i < names->n; i++) free(names->at[i]);
    free(names->at);
    free(names->slots);
    *names = (struct tool_names){.at = NULL};
}
