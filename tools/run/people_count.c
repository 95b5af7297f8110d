/* SPDX-License-Identifier: Apache-2.0 */
/*
 * people_count.c - how many persons the records belong to, and how many of these are at several
 * agencies.
 *
 * The rows of person_records are in the order of agencies and records, so those of one person are
 * apart: a hash table remembers at which agency each person was seen first.
 */
#include "run/run.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_PER_ASK = 1 << 14 };

/* A person seen so far; open addressing by person. */
struct seen {
    uint64_t person, agency;
    bool used, shared;
};

static uint64_t hash_cell(const struct io_result *result, int column, int64_t row)
{
    char scratch[IO_CELL];
    size_t len = 0;
    const char *text = io_result_text(result, column, row, scratch, &len);
    uint64_t hash = UINT64_C(0xCBF29CE484222325) ^ len;
    for (size_t i = 0; text && i < len; i += 8) {
        uint64_t word = 0;
        memcpy(&word, text + i, len - i < 8 ? len - i : 8);
        hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    return hash;
}

static struct seen *find_seen(struct seen *seen, size_t n_slots, uint64_t person)
{
    size_t at = (size_t)person & (n_slots - 1);
    while (seen[at].used && seen[at].person != person) at = (at + 1) & (n_slots - 1);
    return &seen[at];
}

bool tool_people_count(struct tool_run *run)
{
    const struct io_result *records = tool_run_result(run, "person_records");
    struct tool_people *people = &run->people;
    if (!records || records->n_rows == 0) return true;
    int person = io_result_column(records, "person_id");
    int agency = io_result_column(records, "agency_id");
    size_t n_slots = 16;
    while (n_slots < 2 * (size_t)records->n_rows) n_slots *= 2;
    struct seen *seen = calloc(n_slots, sizeof *seen);
    if (!seen) return false;
    people->n_records = records->n_rows;
    for (int64_t row = 0; row < records->n_rows; row++) {
        if (row % ROWS_PER_ASK == 0 && tool_interrupted()) break;
        uint64_t whose = hash_cell(records, person, row), where = hash_cell(records, agency, row);
        struct seen *one = find_seen(seen, n_slots, whose);
        people->n_people += !one->used;
        bool shares = one->used && one->agency != where && !one->shared;
        people->n_shared += shares;
        one->shared = one->shared || shares;
        if (!one->used) *one = (struct seen){whose, where, true, false};
    }
    free(seen);
    return true;
}
