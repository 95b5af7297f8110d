/* SPDX-License-Identifier: Apache-2.0 */
/*
 * made_id.c - ids of rows that have none.
 *
 *   row         16 hex digits of a hash over all columns that are read, whatever their order in the
 *               file, and of the programme that the file is named for: the same row has the same
 *               id in every run and in every file. Of equal rows of
 *               one file the second has "-2" after it, and so on, so that none is lost. Instead of
 *               what is said of a person, who it is counts: people move and change numbers.
 *   person      of who the person is (who.c); a row that does not say gets one as above
 *   record      of somebody whom the agency knows (known_people.c): none is made
 */
#include "io/source/who.h"

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

/* NULL: the row does not say enough. */
static const struct io_who *who_of(const struct io_row_asked *asked)
{
    const struct io_who *who = asked->who ? &asked->who[asked->row] : NULL;
    return who && io_who_is_said(who) ? who : NULL;
}

static void hash_row(const struct io_row_asked *asked, unsigned char hash[HASH_BYTES])
{
    const struct io_part *part = asked->part;
    uint64_t sum[2] = {0, 0};
    const struct io_who *who = who_of(asked);
    char id[IO_MADE_ID];
    if (who && strcmp(part->of->name, "persons") != 0) {
        io_who_id(who, id);
        add_cell(sum, "record_id", id, strlen(id));
    }
    for (int i = 0; i < part->form.n_columns; i++) {
        const struct io_meaning *meaning = &part->meaning[i];
        size_t len;
        const char *text = io_parsed_text(asked->parsed, i, asked->row, &len);
        tool_trim(&text, &len);
        if (len > 0 && io_is_certain(meaning) && !meaning->of_person)
            add_cell(sum, meaning->ours, text, len);
    }
    for (size_t i = 0; i < part->n_fills; i++) /* two files may say the same of two programmes */
        if (part->fills[i].how == IO_FILL_NAME)
            add_cell(sum, part->fills[i].ours, part->fills[i].text, strlen(part->fills[i].text));
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

static bool make_of_row(const struct io_row_asked *asked, char id[IO_MADE_ID])
{
    unsigned char hash[HASH_BYTES];
    hash_row(asked, hash);
    for (size_t i = 0; i < HASH_SHOWN; i++) snprintf(id + 2 * i, 3, "%02x", hash[i]);
    int64_t n_before = count_before(asked->part, id);
    if (n_before > 0)
        snprintf(id + 2 * HASH_SHOWN, IO_MADE_ID - 2 * HASH_SHOWN, "-%lld",
                 (long long)n_before + 1);
    return n_before >= 0;
}

/* ---- records that are found ------------------------------------------------------------------ */

static bool note_unfound(const struct io_row_asked *asked, enum io_unfound why)
{
    struct io_unfound_rows *rows = &asked->part->unfound;
    if (rows->n == rows->cap) {
        size_t cap = rows->cap ? 2 * rows->cap : 64;
        struct io_unfound_row *more = reallocarray(rows->at, cap, sizeof *more);
        if (!more) return false;
        rows->at = more;
        rows->cap = cap;
    }
    rows->at[rows->n++] = (struct io_unfound_row){asked->of_table, (uint8_t)why};
    return true;
}

/* A row whose record is not found has none, so that it is rejected like one without an id. */
static bool find_record(const struct io_row_asked *asked, bool or_new, char made[IO_MADE_ID],
                        const char **id)
{
    const struct io_who *who = who_of(asked);
    enum io_unfound why =
        who ? io_known_people_find(asked->part->known, who, id) : IO_UNFOUND_NOBODY;
    if (why == IO_UNFOUND_NOT) return true;
    *id = made;
    made[0] = '\0';
    if (why != IO_UNFOUND_NONE || !or_new) return note_unfound(asked, why);
    io_who_id(who, made);
    return true;
}

bool io_make_id(const struct io_row_asked *asked, uint8_t how, char made[IO_MADE_ID],
                const char **id)
{
    const struct io_who *who = how == IO_FILL_PERSON ? who_of(asked) : NULL;
    *id = made;
    bool found = how == IO_FILL_FOUND || how == IO_FILL_FOUND_OR_NEW;
    if (found) return find_record(asked, how == IO_FILL_FOUND_OR_NEW, made, id);
    if (!who) return make_of_row(asked, made);
    io_who_id(who, made);
    return true;
}

struct sought {
    const struct io_unfound_rows *rows;
    int64_t row;
};

static bool is_before(const void *context, size_t i)
{
    const struct sought *sought = context;
    return sought->rows->at[i].row < sought->row;
}

enum io_unfound io_part_unfound(const struct io_part *part, int64_t row)
{
    const struct sought sought = {&part->unfound, row};
    size_t at = tool_count_before(part->unfound.n, is_before, &sought);
    bool there = at < part->unfound.n && part->unfound.at[at].row == row;
    return there ? (enum io_unfound)part->unfound.at[at].why : IO_UNFOUND_NOT;
}

void io_made_clear(struct io_part *part)
{
    tool_names_clear(&part->made);
    free(part->n_made);
    part->n_made = NULL;
    part->made_cap = 0;
}
