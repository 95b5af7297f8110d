/* SPDX-License-Identifier: Apache-2.0 */
/*
 * made_id.c - ids of rows that have none, made of what the rows say.
 *
 * An id is 16 hex digits of a hash over all columns that are read, whatever their order in the
 * file: the same row has the same id in every run and in every file. Of equal rows of one file the
 * second has "-2" after it, and so on, so that none is lost.
 */
#include "io/source/part.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HASH_BYTES = 16, HASH_SHOWN = 8 };

/* Adds a cell with its column's name, so that cells cannot run into one another. */
static void add_cell(uint64_t sum[2], const char *column, const char *text, size_t len)
{
    uint64_t hash[HASH_BYTES / sizeof(uint64_t)];
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, HASH_BYTES);
    crypto_generichash_update(&state, (const unsigned char *)column, strlen(column) + 1);
    crypto_generichash_update(&state, (const unsigned char *)text, len);
    crypto_generichash_final(&state, (unsigned char *)hash, HASH_BYTES);
    sum[0] += hash[0];
    sum[1] += hash[1];
}

static void hash_row(const struct io_part *part, const struct io_parsed *parsed, int64_t row,
                     unsigned char hash[HASH_BYTES])
{
    uint64_t sum[2] = {0, 0};
    for (int i = 0; i < part->form.n_columns; i++) {
        const struct io_meaning *meaning = &part->meaning[i];
        size_t len;
        const char *text = io_parsed_text(parsed, i, row, &len);
        while (len > 0 && text[0] == ' ') text++, len--;
        while (len > 0 && text[len - 1] == ' ') len--;
        if (len > 0 && meaning->how != IO_MEANT_BY_NOBODY && meaning->how != IO_MEANT_PERHAPS)
            add_cell(sum, meaning->ours, text, len);
    }
    crypto_generichash(hash, HASH_BYTES, (const unsigned char *)sum, sizeof sum, NULL, 0);
}

/* How many rows of the part had that id before; -1: no memory. */
static int64_t count_before(struct io_part *part, const char *id)
{
    uint32_t before = part->made.n;
    uint32_t number = tool_number_of(&part->made, id, strlen(id), true);
    if (number == UINT32_MAX) return -1;
    if (number >= part->made_cap) {
        size_t cap = part->made_cap ? 2 * part->made_cap : 1024;
        uint32_t *more = reallocarray(part->n_made, cap, sizeof *more);
        if (!more) return -1;
        part->n_made = more;
        part->made_cap = cap;
    }
    if (number == before) part->n_made[number] = 0;
    return part->n_made[number]++;
}

bool io_make_id(struct io_part *part, const struct io_parsed *parsed, int64_t row,
                char id[IO_MADE_ID])
{
    unsigned char hash[HASH_BYTES];
    hash_row(part, parsed, row, hash);
    for (size_t i = 0; i < HASH_SHOWN; i++) snprintf(id + 2 * i, 3, "%02x", hash[i]);
    int64_t n_before = count_before(part, id);
    if (n_before > 0)
        snprintf(id + 2 * HASH_SHOWN, IO_MADE_ID - 2 * HASH_SHOWN, "-%lld",
                 (long long)n_before + 1);
    return n_before >= 0;
}

void io_made_clear(struct io_part *part)
{
    tool_names_clear(&part->made);
    free(part->n_made);
    part->n_made = NULL;
    part->made_cap = 0;
}
