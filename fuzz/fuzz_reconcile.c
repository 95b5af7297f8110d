/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_reconcile.c - the whole way, from small tables of anything to findings.
 *
 *   ends        the run succeeds: whatever is wrong with rows, they are rejected
 *   counts      for every table, rows in = accepted + rejected + collapsed; what was given was
 *               counted; each rejected row stands in `rejects`
 *   persons     each accepted record belongs to exactly one person
 *   findings    ids are there and unique, severities are 0 … 4, the detail is valid JSON without
 *               a key twice, and rows show each finding about a person
 *   decided     findings that are confirmed or allowed, named by their id, the 8 digits people see,
 *               or their rows, come out confirmed or not at all; no decision is lost
 *   again       with itself as the earlier run it finds the same, and everything is still open
 *   order       rows given backwards and on another number of threads give the same findings
 */
#include "small_world.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dolbom/dolbom.h"
#include "table/arrow_make.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool law)
{
    if (!law) abort();
}

/* ---- results ------------------------------------------------------------------------------ */

struct results {
    const char *names[DOLBOM_TABLES_MAX];
    char *texts[DOLBOM_TABLES_MAX]; /* as arrow_text() writes them */
    size_t n;
};

static const char *result(const struct results *results, const char *name)
{
    for (size_t i = 0; i < results->n; i++)
        if (strcmp(results->names[i], name) == 0) return results->texts[i];
    abort();
}

static dolbom_plan *make_plan(unsigned n_threads)
{
    static const char text[] = "as_of: 2026-06-30\n";
    dolbom_environment environment = DOLBOM_ENVIRONMENT_INIT;
    environment.n_threads = n_threads;
    dolbom_plan *plan;
    check(dolbom_plan_read(NULL, text, strlen(text), &environment, &plan, NULL) == DOLBOM_OK);
    return plan;
}

/* The findings of an earlier run, unless NULL; how many tables. */
static size_t give_previous(const struct results *previous, dolbom_table *in)
{
    static const char *const names[] = {"findings", "finding_rows"};
    for (size_t i = 0; previous && i < 2; i++) {
        in[i].name = names[i];
        arrow_make(&in[i].stream, result(previous, names[i]), NULL);
    }
    return previous ? 2 : 0;
}

static struct results run(const struct small_world *world, const dolbom_plan *plan, bool backwards,
                          const struct results *previous)
{
    dolbom_table in[WORLD_TABLES + 2], out[DOLBOM_TABLES_MAX];
    struct results results = {.n = 0};
    size_t n_in = 0;
    for (size_t i = 0; i < WORLD_TABLES; i++) {
        const struct world_table *table = &world->tables[i];
        if (!table->head) continue;
        char *text = small_world_text(table, backwards);
        in[n_in].name = table->name;
        arrow_make(&in[n_in++].stream, text, NULL);
        free(text);
    }
    n_in += give_previous(previous, in + n_in);
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status =
        dolbom_reconcile(plan, in, n_in, out, DOLBOM_TABLES_MAX, &results.n, &error);
    if (status != DOLBOM_OK) fprintf(stderr, "%s: %s\n", error.column, error.message);
    check(status == DOLBOM_OK);
    for (size_t i = 0; i < results.n; i++) {
        results.names[i] = out[i].name;
        results.texts[i] = arrow_text(&out[i].stream);
        check(results.texts[i] != NULL);
    }
    check(arrow_live() == 0);
    return results;
}

static void forget(struct results *results)
{
    for (size_t i = 0; i < results->n; i++) free(results->texts[i]);
}

/* ---- rows of a result ------------------------------------------------------------------------ */

enum { COLUMNS_MAX = 32 };

/* Walks over the rows of a text of arrow_make.h. */
struct rows {
    const char *at;
    char columns[COLUMNS_MAX][32];
    char *cells[COLUMNS_MAX];
    size_t n_columns;
    char *room; /* of all cells */
};

static bool next_row(struct rows *rows)
{
    char *to = rows->room;
    if (!*rows->at) return false;
    for (size_t i = 0; i < rows->n_columns; i++) {
        bool quoted = *rows->at == '"';
        rows->cells[i] = to;
        rows->at += quoted;
        while (quoted ? *rows->at != '"' || rows->at[1] == '"' : !strchr(",\n", *rows->at)) {
            rows->at += quoted && *rows->at == '"';
            *to++ = *rows->at++;
        }
        rows->at += 1 + quoted;
        *to++ = '\0';
    }
    return true;
}

static struct rows rows_of(const struct results *results, const char *name)
{
    const char *text = result(results, name);
    struct rows rows = {.at = text, .room = malloc(strlen(text) + 1)};
    check(rows.room != NULL);
    for (size_t len; *rows.at != '\n'; rows.at += len + strcspn(rows.at + len, ",\n")) {
        rows.at += *rows.at == ',';
        len = strcspn(rows.at, ":");
        check(rows.n_columns < COLUMNS_MAX);
        snprintf(rows.columns[rows.n_columns++], 32, "%.*s", (int)len, rows.at);
    }
    rows.at++;
    return rows;
}

static const char *cell(const struct rows *rows, const char *column)
{
    for (size_t i = 0; i < rows->n_columns; i++)
        if (strcmp(rows->columns[i], column) == 0) return rows->cells[i];
    abort();
}

static long number(const struct rows *rows, const char *column)
{
    return strtol(cell(rows, column), NULL, 10);
}

/* How many rows have these values in one or two columns. */
static size_t count_rows(const struct results *results, const char *table, const char *column,
                         const char *value, const char *column2, const char *value2)
{
    struct rows rows = rows_of(results, table);
    size_t n = 0;
    while (next_row(&rows))
        n += strcmp(cell(&rows, column), value) == 0 &&
             (!column2 || strcmp(cell(&rows, column2), value2) == 0);
    free(rows.room);
    return n;
}

/* ---- laws ---------------------------------------------------------------------------------- */

/* Rejected rows of a table; one that several columns reject stands there once for each. */
static long count_rejected(const struct results *results, const char *table)
{
    struct rows rows = rows_of(results, "rejects");
    bool seen[WORLD_ROWS] = {false};
    long n = 0;
    while (next_row(&rows)) {
        long row = number(&rows, "row");
        if (strcmp(cell(&rows, "table"), table) != 0) continue;
        check(row >= 0 && row < WORLD_ROWS);
        n += !seen[row];
        seen[row] = true;
    }
    free(rows.room);
    return n;
}

static void check_counts(const struct small_world *world, const struct results *results)
{
    for (size_t i = 0; i < WORLD_TABLES; i++) {
        const struct world_table *table = &world->tables[i];
        if (!table->head) continue;
        struct rows rows = rows_of(results, "table_counts");
        bool found = false;
        while (!found && next_row(&rows)) found = strcmp(cell(&rows, "table"), table->name) == 0;
        check(found);
        long accepted = number(&rows, "accepted"), rejected = number(&rows, "rejected");
        check(number(&rows, "rows_in") == (long)table->n_rows);
        check(accepted + rejected + number(&rows, "collapsed") == (long)table->n_rows);
        check(count_rejected(results, table->name) == rejected);
        free(rows.room);
    }
}

static void check_persons(const struct results *results)
{
    struct rows rows = rows_of(results, "table_counts");
    while (next_row(&rows) && strcmp(cell(&rows, "table"), "persons") != 0) {
    }
    long n_records = number(&rows, "accepted");
    free(rows.room);
    rows = rows_of(results, "person_records");
    while (next_row(&rows)) {
        n_records--;
        check(*cell(&rows, "person_id") != '\0');
        check(count_rows(results, "person_records", "agency_id", cell(&rows, "agency_id"),
                         "record_id", cell(&rows, "record_id")) == 1);
    }
    check(n_records == 0);
    free(rows.room);
}

static void check_findings(const struct results *results)
{
    struct rows rows = rows_of(results, "findings");
    while (next_row(&rows)) {
        const char *id = cell(&rows, "finding_id");
        json_t *detail = json_loads(cell(&rows, "detail"), JSON_REJECT_DUPLICATES, NULL);
        check(detail != NULL);
        json_decref(detail);
        check(*id && count_rows(results, "findings", "finding_id", id, NULL, NULL) == 1);
        bool of_data = strcmp(cell(&rows, "kind"), "data") == 0; /* some are about the whole run */
        check(of_data || count_rows(results, "finding_rows", "finding_id", id, NULL, NULL) > 0);
        check(number(&rows, "severity") >= 0 && number(&rows, "severity") <= 4);
        check(*cell(&rows, "message_ko") && *cell(&rows, "message_en"));
    }
    free(rows.room);
    rows = rows_of(results, "finding_rows");
    while (next_row(&rows))
        check(count_rows(results, "findings", "finding_id", cell(&rows, "finding_id"), NULL,
                         NULL) == 1);
    free(rows.room);
}

/* All results but `rejects`, which counts rows as they were given. */
static void check_order(const struct results *results, const struct results *backwards)
{
    check(results->n == backwards->n);
    for (size_t i = 0; i < results->n; i++) {
        const char *name = results->names[i];
        bool same = strcmp(results->texts[i], result(backwards, name)) == 0;
        check(same || strcmp(name, "rejects") == 0);
    }
}

/* ---- decisions ------------------------------------------------------------------------------ */

/* Decides about findings in turn, as a worklist does that comes back; how many. */
static size_t decide(struct small_world *world, const struct results *results)
{
    struct rows rows = rows_of(results, "findings");
    size_t n = 0;
    for (char row[256]; next_row(&rows); n++) {
        const char *id = cell(&rows, "finding_id"), *rows_key = cell(&rows, "rows_key");
        const char *word = n % 2 ? "allowed" : "confirmed";
        if (n % 3 == 0)
            snprintf(row, sizeof row, "%s,%s,%s,%s,,,,,%s,,\n", id, rows_key,
                     cell(&rows, "amount_won"), cell(&rows, "end_date"), word);
        else if (n % 3 == 1 && *rows_key)
            snprintf(row, sizeof row, ",%s,,,,,,,%s,,\n", rows_key, word);
        else
            snprintf(row, sizeof row, "%.8s,,,,,,,,%s,,\n", id, word);
        if (!small_world_add(world, "decisions", row)) break;
    }
    free(rows.room);
    return n;
}

static long sum(const struct results *results, const char *table, const char *column)
{
    struct rows rows = rows_of(results, table);
    long sum = 0;
    while (next_row(&rows)) sum += number(&rows, column);
    free(rows.room);
    return sum;
}

static void check_decided(struct small_world *world, const struct results *results,
                          const dolbom_plan *plan)
{
    size_t n = decide(world, results);
    struct results decided = run(world, plan, false, NULL);
    struct rows rows = rows_of(results, "findings");
    for (size_t i = 0; i < n && next_row(&rows); i++)
        check(count_rows(&decided, "findings", "finding_id", cell(&rows, "finding_id"), "state",
                         "confirmed") == (i % 2 == 0));
    free(rows.room);
    check(sum(&decided, "rule_runs", "n_suppressed") ==
          sum(results, "rule_runs", "n_suppressed") + (long)(n / 2));
    check(sum(&decided, "rule_runs", "n_findings") ==
          sum(results, "rule_runs", "n_findings") - (long)(n / 2));
    check(strcmp(result(&decided, "unused_decisions"), result(results, "unused_decisions")) == 0);
    forget(&decided);
}

/* ---- the same again -------------------------------------------------------------------------- */

static void check_again(const struct small_world *world, const struct results *results,
                        const dolbom_plan *plan)
{
    struct results again = run(world, plan, false, results);
    check(strcmp(result(&again, "findings"), result(results, "findings")) == 0);
    check(strcmp(result(&again, "finding_rows"), result(results, "finding_rows")) == 0);
    struct rows rows = rows_of(&again, "finding_changes");
    while (next_row(&rows))
        check(strcmp(cell(&rows, "change"), "still_open") == 0 ||
              strcmp(cell(&rows, "change"), "still_closed") == 0);
    free(rows.room);
    forget(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static dolbom_plan *plans[2];
    struct small_world world;
    if (!plans[0]) plans[0] = make_plan(1), plans[1] = make_plan(2);
    small_world_make(&world, data, size);
    struct results results = run(&world, plans[0], false, NULL);
    check_counts(&world, &results);
    check_persons(&results);
    check_findings(&results);
    struct results backwards = run(&world, plans[1], true, NULL);
    check_order(&results, &backwards);
    check_again(&world, &results, plans[1]);
    check_decided(&world, &results, plans[0]);
    forget(&results);
    forget(&backwards);
    small_world_clear(&world);
    return 0;
}
