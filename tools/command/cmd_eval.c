/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_eval.c - dolbom eval: pairwise precision, recall and F1 against the truth.
 *
 * A pair is two records. True pairs share an entity in the truth; found pairs share a
 * person, or are listed in a pairs table. Pairs are never enumerated: a group of n records counts
 * as n(n-1)/2 pairs, and as many between two agencies as the product of their numbers of records.
 * So sorting is all it takes:
 *
 *   true pairs    runs of equal (entity)
 *   found pairs   runs of equal (person)
 *   hits          runs of equal (entity, person)
 *
 * Records that are not in the truth are left out and counted.
 */
#include "command/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/source/source.h"

/* ---- judging ----------------------------------------------------------------------------- */

struct record {
    uint32_t agency, entity, person; /* person: UINT32_MAX when it has none */
};

enum { TRUE_PAIRS, FOUND_PAIRS, HITS, TALLIES };
struct tally {
    uint64_t n[TALLIES];
};

struct judge {
    struct tool_names records, agencies, entities, persons; /* records: agency, a line feed, id */
    struct record *record;                                  /* by number of record */
    size_t record_cap;
    uint64_t n_unknown;         /* records or pairs that are not in the truth */
    struct tally all, *between; /* between agency a and b, a <= b: a * n + b */
    struct io_problem problem;
};

typedef bool (*take_row)(struct judge *judge, const struct ArrowArray *batch, const int *columns,
                         int64_t row);

/* The record's number; UINT32_MAX when it is unknown or, when adding, there is no memory. */
static uint32_t record_number(struct judge *judge, const struct ArrowArray *batch,
                              const int columns[2], int64_t row, bool add)
{
    char key[1024];
    size_t agency_len, id_len;
    const char *agency = io_cell_text(batch->children[columns[0]], row, &agency_len);
    const char *id = io_cell_text(batch->children[columns[1]], row, &id_len);
    if (agency_len + id_len + 1 > sizeof key) return UINT32_MAX;
    memcpy(key, agency, agency_len);
    key[agency_len] = '\n';
    memcpy(key + agency_len + 1, id, id_len);
    return tool_number_of(&judge->records, key, agency_len + 1 + id_len, add);
}

static bool take_truth(struct judge *judge, const struct ArrowArray *batch, const int *columns,
                       int64_t row)
{
    uint32_t record = record_number(judge, batch, columns, row, true);
    size_t len;
    const char *text = io_cell_text(batch->children[columns[0]], row, &len);
    uint32_t agency = tool_number_of(&judge->agencies, text, len, true);
    text = io_cell_text(batch->children[columns[2]], row, &len);
    uint32_t entity = tool_number_of(&judge->entities, text, len, true);
    if (record == UINT32_MAX || agency == UINT32_MAX || entity == UINT32_MAX)
        return io_fail_memory(&judge->problem);
    if (record >= judge->record_cap) {
        size_t cap = judge->record_cap ? judge->record_cap * 2 : 1024;
        struct record *more = reallocarray(judge->record, cap, sizeof *more);
        if (!more) return io_fail_memory(&judge->problem);
        judge->record = more;
        judge->record_cap = cap;
    }
    judge->record[record] = (struct record){agency, entity, UINT32_MAX};
    return true;
}

static bool take_person(struct judge *judge, const struct ArrowArray *batch, const int *columns,
                        int64_t row)
{
    uint32_t record = record_number(judge, batch, columns, row, false);
    size_t len;
    const char *text = io_cell_text(batch->children[columns[2]], row, &len);
    uint32_t person = tool_number_of(&judge->persons, text, len, true);
    if (person == UINT32_MAX) return io_fail_memory(&judge->problem);
    if (record == UINT32_MAX)
        judge->n_unknown++;
    else
        judge->record[record].person = person;
    return true;
}

/* The tally of two agencies, in either order. */
static struct tally *between(struct judge *judge, uint32_t a, uint32_t b)
{
    return &judge->between[a < b ? (size_t)a * judge->agencies.n + b
                                 : (size_t)b * judge->agencies.n + a];
}

/* ---- persons: counting runs -------------------------------------------------------------- */

/* A record in the order of its group. */
struct item {
    uint64_t group;
    uint32_t agency;
};

static int by_group(const void *left_item, const void *right_item)
{
    const struct item *left = left_item, *right = right_item;
    int order = (left->group > right->group) - (left->group < right->group);
    return order ? order : (left->agency > right->agency) - (left->agency < right->agency);
}

/* Adds the pairs of one group, whose items are sorted by agency, to one of the counts in the
 * tallies. */
static void count_group(struct judge *judge, const struct item *items, size_t n, size_t which)
{
    judge->all.n[which] += (uint64_t)n * (n - 1) / 2;
    for (size_t i = 0, i_end; i < n; i = i_end) {
        for (i_end = i; i_end < n && items[i_end].agency == items[i].agency;) i_end++;
        uint64_t here = i_end - i;
        struct tally *own = between(judge, items[i].agency, items[i].agency);
        own->n[which] += here * (here - 1) / 2;
        for (size_t j = i_end, j_end; j < n; j = j_end) {
            for (j_end = j; j_end < n && items[j_end].agency == items[j].agency;) j_end++;
            struct tally *both = between(judge, items[i].agency, items[j].agency);
            both->n[which] += here * (j_end - j);
        }
    }
}

/* Groups all records by entity, by person, or by both, and counts their pairs. */
static bool count_groups(struct judge *judge, bool by_entity, bool by_person, size_t which)
{
    size_t n = 0;
    struct item *items = calloc(judge->records.n + 1, sizeof *items);
    if (!items) return io_fail_memory(&judge->problem);
    for (uint32_t i = 0; i < judge->records.n; i++) {
        const struct record *record = &judge->record[i];
        if (by_person && record->person == UINT32_MAX) continue;
        uint64_t group = by_entity ? record->entity : 0;
        if (by_person) group = group << 32 | record->person;
        items[n++] = (struct item){group, record->agency};
    }
    qsort(items, n, sizeof *items, by_group);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && items[end].group == items[i].group;) end++;
        count_group(judge, items + i, end - i, which);
    }
    free(items);
    return true;
}

/* ---- pairs: counting them as listed -------------------------------------------------- */

struct pair_list {
    uint64_t *at; /* smaller record << 32 | larger record */
    size_t n, cap;
};

static bool add_pair(struct judge *judge, struct pair_list *pairs, uint32_t left, uint32_t right)
{
    if (pairs->n == pairs->cap) {
        size_t cap = pairs->cap ? pairs->cap * 2 : 4096;
        uint64_t *more = reallocarray(pairs->at, cap, sizeof *more);
        if (!more) return io_fail_memory(&judge->problem);
        pairs->at = more;
        pairs->cap = cap;
    }
    uint64_t low = left < right ? left : right, high = left < right ? right : left;
    pairs->at[pairs->n++] = low << 32 | high;
    return true;
}

static int by_number(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* Pairs that are listed twice count once. */
static void count_pairs(struct judge *judge, struct pair_list *pairs)
{
    if (pairs->n) qsort(pairs->at, pairs->n, sizeof *pairs->at, by_number);
    for (size_t i = 0; i < pairs->n; i++) {
        if (i > 0 && pairs->at[i] == pairs->at[i - 1]) continue;
        const struct record *left = &judge->record[pairs->at[i] >> 32];
        const struct record *right = &judge->record[pairs->at[i] & UINT32_MAX];
        struct tally *both = between(judge, left->agency, right->agency);
        bool hit = left->entity == right->entity;
        judge->all.n[FOUND_PAIRS]++;
        both->n[FOUND_PAIRS]++;
        judge->all.n[HITS] += hit;
        both->n[HITS] += hit;
    }
}

/* ---- reading ----------------------------------------------------------------------------- */

/* The columns' indices in the file; reports the first that is missing. */
static bool find_columns(struct judge *judge, const struct io_table *table,
                         const char *const *names, int *columns)
{
    for (int i = 0; names[i]; i++) {
        columns[i] = -1;
        for (size_t c = 0; c < table->n_columns; c++)
            if (strcmp(table->columns[c], names[i]) == 0) columns[i] = (int)c;
        if (columns[i] < 0)
            return io_fail(&judge->problem, IO_BAD_INPUT, "%s, line 1: column %s is missing",
                           table->parts[0].path, names[i]);
    }
    return true;
}

/* Read every row of a file; pairs need the two columns of each record. */
static bool read_rows(struct judge *judge, struct io_table *table, const char *const *names,
                      take_row take, struct pair_list *pairs)
{
    int columns[4];
    struct ArrowArrayStream stream;
    if (!find_columns(judge, table, names, columns)) return false;
    if (!io_table_stream(table, &stream, &judge->problem)) return false;
    struct ArrowArray batch;
    while (judge->problem.kind == IO_OK && stream.get_next(&stream, &batch) == 0 && batch.release) {
        for (int64_t row = 0; row < batch.length && judge->problem.kind == IO_OK; row++) {
            if (take) {
                take(judge, &batch, columns, row);
                continue;
            }
            uint32_t left = record_number(judge, &batch, columns, row, false);
            uint32_t right = record_number(judge, &batch, columns + 2, row, false);
            if (left == UINT32_MAX || right == UINT32_MAX)
                judge->n_unknown++;
            else
                add_pair(judge, pairs, left, right);
        }
        batch.release(&batch);
    }
    stream.release(&stream);
    return judge->problem.kind == IO_OK;
}

static bool read_file(struct judge *judge, const char *path, const char *const *names,
                      take_row take, struct pair_list *pairs)
{
    struct io_table table = {.name = "eval", .reading.interrupted = tool_interrupted};
    bool done = io_table_of_file(&table, path, true, &judge->problem) &&
                read_rows(judge, &table, names, take, pairs);
    const struct io_part *part = table.parts;
    if (done && part->bad.n > 0)
        done =
            io_fail(&judge->problem, IO_BAD_INPUT, "%s, line %lld: this row cannot be used (%s)",
                    path, (long long)part->bad.at[0].line, io_reject_text(part->bad.at[0].reason));
    io_table_clear(&table);
    return done;
}

/* ---- reporting ----------------------------------------------------------------------------- */

static double share(uint64_t part, uint64_t whole)
{
    return whole ? (double)part / (double)whole : 1.0;
}

static void put_tally(const char *left, const char *right, const struct tally *t)
{
    double precision = share(t->n[HITS], t->n[FOUND_PAIRS]),
           recall = share(t->n[HITS], t->n[TRUE_PAIRS]);
    double sum = precision + recall;
    printf("%s\t%s\t%llu\t%llu\t%llu\t%.6f\t%.6f\t%.6f\n", left, right,
           (unsigned long long)t->n[TRUE_PAIRS], (unsigned long long)t->n[FOUND_PAIRS],
           (unsigned long long)t->n[HITS], precision, recall,
           sum > 0 ? 2 * precision * recall / sum : 0.0);
}

struct line {
    const char *left, *right;
    const struct tally *tally;
};

static int by_agencies(const void *left_item, const void *right_item)
{
    const struct line *left = left_item, *right = right_item;
    int order = strcmp(left->left, right->left);
    return order ? order : strcmp(left->right, right->right);
}

static bool put_tallies(struct judge *judge)
{
    size_t n = judge->agencies.n, n_lines = 0;
    struct line *lines = calloc(n * (n + 1) / 2 + 1, sizeof *lines);
    if (!lines) return io_fail_memory(&judge->problem);
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = a; b < n; b++) {
            const char *left = judge->agencies.at[a], *right = judge->agencies.at[b];
            const struct tally *tally = between(judge, a, b);
            if (tally->n[TRUE_PAIRS] == 0 && tally->n[FOUND_PAIRS] == 0) continue;
            bool swap = strcmp(left, right) > 0;
            lines[n_lines++] = (struct line){swap ? right : left, swap ? left : right, tally};
        }
    qsort(lines, n_lines, sizeof *lines, by_agencies);
    printf("left_agency\tright_agency\ttrue_pairs\tfound_pairs\thits\tprecision\trecall"
           "\tf1\n");
    put_tally("*", "*", &judge->all);
    for (size_t i = 0; i < n_lines; i++) put_tally(lines[i].left, lines[i].right, lines[i].tally);
    free(lines);
    if (judge->n_unknown)
        tool_complain("%llu rows name records that are not in the truth; they were left out",
                      (unsigned long long)judge->n_unknown);
    return true;
}

static bool judge_all(struct judge *judge, const struct tool_arguments *arguments)
{
    static const char *const truth[] = {"agency_id", "record_id", "entity_id", NULL};
    static const char *const persons[] = {"agency_id", "record_id", "person_id", NULL};
    static const char *const pairs[] = {"left_agency", "left_record", "right_agency",
                                        "right_record", NULL};
    struct pair_list list = {.at = NULL};
    if (!read_file(judge, tool_text(arguments, TOOL_TRUTH), truth, take_truth, NULL)) return false;
    size_t n = judge->agencies.n;
    judge->between = calloc(n * n + 1, sizeof *judge->between);
    if (!judge->between) return io_fail_memory(&judge->problem);
    bool done = count_groups(judge, true, false, TRUE_PAIRS);
    if (done && tool_given(arguments, TOOL_PAIRS)) {
        done = read_file(judge, tool_text(arguments, TOOL_PAIRS), pairs, NULL, &list);
        if (done) count_pairs(judge, &list);
        free(list.at);
    } else if (done) {
        done = read_file(judge, tool_text(arguments, TOOL_PERSONS), persons, take_person, NULL) &&
               count_groups(judge, false, true, FOUND_PAIRS) &&
               count_groups(judge, true, true, HITS);
    }
    return done && put_tallies(judge);
}

enum tool_exit cmd_eval(const struct tool_arguments *arguments)
{
    bool one = tool_given(arguments, TOOL_PAIRS) != tool_given(arguments, TOOL_PERSONS);
    if (!tool_given(arguments, TOOL_TRUTH) || !one) {
        tool_complain("eval needs --truth, and one of --pairs and --persons");
        return TOOL_USAGE;
    }
    struct judge judge = {.n_unknown = 0};
    bool done = judge_all(&judge, arguments);
    tool_names_clear(&judge.records);
    tool_names_clear(&judge.agencies);
    tool_names_clear(&judge.entities);
    tool_names_clear(&judge.persons);
    free(judge.record);
    free(judge.between);
    return done ? TOOL_DONE : tool_fail_io(&judge.problem);
}
