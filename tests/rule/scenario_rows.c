/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scenario_rows.c - the rows of a table as text, and the same in another order.
 */
#include "rule/scenario_rows.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 4096, ROWS_MAX = 4096 };

void rows_append(struct rows_text *text, const char *more)
{
    size_t len = strlen(more);
    if (text->len + len + 1 > text->cap) {
        text->cap = (text->len + len + 1) * 2;
        text->data = realloc(text->data, text->cap);
        cr_assert(text->data);
    }
    memcpy(text->data + text->len, more, len + 1);
    text->len += len;
}

void rows_append_cell(struct rows_text *text, const char *cell)
{
    char quoted[ROOM];
    size_t n = 0;
    if (!*cell || strcmp(cell, "-") == 0) return;
    quoted[n++] = '"';
    for (; *cell && n < sizeof quoted - 4; cell++) {
        if (*cell == '"') quoted[n++] = '"';
        quoted[n++] = *cell == '~' ? ' ' : *cell;
    }
    quoted[n++] = '"';
    quoted[n] = '\0';
    rows_append(text, quoted);
}

void rows_shuffle(struct rows_text *text, unsigned shuffle)
{
    if (!text->len || !shuffle) return;
    char *copy = strdup(text->data);
    char *rows[ROWS_MAX];
    size_t n = 0;
    char *rest = NULL;
    char *head = strtok_r(copy, "\n", &rest);
    for (char *row; (row = strtok_r(NULL, "\n", &rest));) {
        cr_assert(n < ROWS_MAX);
        rows[n++] = row;
    }
    uint64_t state = shuffle * 0x9E3779B97F4A7C15U;
    for (size_t i = n; i > 1; i--) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        size_t j = (size_t)(state >> 33) % i;
        char *row = rows[i - 1];
        rows[i - 1] = rows[j];
        rows[j] = row;
    }
    text->len = 0;
    rows_append(text, head);
    rows_append(text, "\n");
    for (size_t i = 0; i < n; i++) {
        rows_append(text, rows[i]);
        rows_append(text, "\n");
    }
    free(copy);
}
