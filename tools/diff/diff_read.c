/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diff_read.c - the findings of a run and their rows, sorted.
 */
#include "diff/diff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROW_CELLS = 6 };

static const char *const finding_columns[DIFF_CELLS] = {
    "finding_id", "rule",     "severity",   "state",        "person_id",  "key",
    "start_date", "end_date", "amount_won", "owner_agency", "message_ko", "message_en"};
static const char *const row_columns[ROW_CELLS] = {"finding_id", "table",     "agency_id",
                                                   "row_id",     "record_id", "row_hash"};

/* A table on its way. */
struct reading {
    struct diff_side *side;
    int place[DIFF_CELLS]; /* of each column; -1: the table has none */
    size_t cap;
};

/* A cell's text, to be freed; "" where there is none. */
static char *copy_cell(const struct reading *reading, const struct ArrowArray *batch, int column,
                       int64_t row)
{
    size_t len = 0;
    const char *text = "";
    if (reading->place[column] >= 0)
        text = io_cell_text(batch->children[reading->place[column]], row, &len);
    return strndup(len ? text : "", len);
}

/* Room for one more; NULL: no memory. */
static void *grow(void *list, size_t n, size_t *cap, size_t size)
{
    if (n < *cap) return list;
    size_t more = *cap ? *cap * 2 : 1024;
    void *grown = reallocarray(list, more, size);
    if (grown) *cap = more;
    return grown;
}

static bool take_finding(struct reading *reading, const struct ArrowArray *batch, int64_t row)
{
    struct diff_side *side = reading->side;
    struct diff_finding *list =
        grow(side->findings, side->n, &reading->cap, sizeof *side->findings);
    if (!list) return false;
    side->findings = list;
    struct diff_finding *finding = &list[side->n++];
    *finding = (struct diff_finding){.n_rows = 0};
    bool done = true;
    for (int i = 0; i < DIFF_CELLS; i++) {
        finding->cell[i] = copy_cell(reading, batch, i, row);
        done = done && finding->cell[i];
    }
    return done;
}

/* "services\nA\ns1\na"; a row that has no id is named by what it says. */
static char *name_row(char *const cells[ROW_CELLS])
{
    char *name = NULL;
    const char *id = *cells[3] ? cells[3] : cells[5];
    int len = asprintf(&name, "%s\n%s\n%s\n%s", cells[1], cells[2], id, cells[4]);
    return len < 0 ? NULL : name;
}

static bool take_row(struct reading *reading, const struct ArrowArray *batch, int64_t row)
{
    struct diff_side *side = reading->side;
    struct diff_row *list = grow(side->rows, side->n_rows, &reading->cap, sizeof *side->rows);
    if (!list) return false;
    side->rows = list;
    char *cells[ROW_CELLS];
    bool done = true;
    for (int i = 0; i < ROW_CELLS; i++) {
        cells[i] = copy_cell(reading, batch, i, row);
        done = done && cells[i];
    }
    char *name = done ? name_row(cells) : NULL;
    list[side->n_rows++] = (struct diff_row){cells[0], name, cells[5]};
    for (int i = 1; i < ROW_CELLS - 1; i++) free(cells[i]);
    return name != NULL;
}

typedef bool (*take)(struct reading *reading, const struct ArrowArray *batch, int64_t row);

static bool read_table(struct diff_side *side, const char *name, const char *const *columns,
                       int n_columns, take take_one)
{
    struct io_problem *problem = &side->run.input.problem;
    struct io_table *table = io_input_table(&side->run.input, name);
    struct reading reading = {.side = side};
    for (int i = 0; i < n_columns; i++) {
        reading.place[i] = -1;
        for (size_t c = 0; c < table->n_columns; c++)
            if (strcmp(table->columns[c], columns[i]) == 0) reading.place[i] = (int)c;
    }
    struct ArrowArrayStream stream;
    struct ArrowArray batch;
    if (!io_table_stream(table, &stream, problem)) return false;
    bool done = true;
    while (done && stream.get_next(&stream, &batch) == 0 && batch.release) {
        for (int64_t row = 0; done && row < batch.length; row++)
            done = take_one(&reading, &batch, row) || io_fail_memory(problem);
        batch.release(&batch);
    }
    stream.release(&stream);
    return problem->kind == IO_OK && io_table_is_whole(table, problem);
}

static int by_id(const void *left, const void *right)
{
    const struct diff_finding *one = left, *other = right;
    return strcmp(one->cell[DIFF_ID], other->cell[DIFF_ID]);
}

static int by_row(const void *left, const void *right)
{
    const struct diff_row *one = left, *other = right;
    int order = strcmp(one->id, other->id);
    return order ? order : strcmp(one->name, other->name);
}

/* Sort all, and give each finding its rows. */
static void settle(struct diff_side *side)
{
    size_t at = 0;
    if (side->n) qsort(side->findings, side->n, sizeof *side->findings, by_id);
    if (side->n_rows) qsort(side->rows, side->n_rows, sizeof *side->rows, by_row);
    for (size_t i = 0; i < side->n; i++) {
        struct diff_finding *finding = &side->findings[i];
        const char *id = finding->cell[DIFF_ID];
        while (at < side->n_rows && strcmp(side->rows[at].id, id) < 0) at++;
        finding->first_row = at;
        while (at < side->n_rows && strcmp(side->rows[at].id, id) == 0) at++;
        finding->n_rows = at - finding->first_row;
    }
}

bool diff_side_read(struct diff_side *side, const char *path,
                    const struct tool_arguments *arguments)
{
    *side = (struct diff_side){.n = 0};
    bool done = tool_earlier_find(&side->run, path, arguments) && tool_earlier_settle(&side->run) &&
                read_table(side, "findings", finding_columns, DIFF_CELLS, take_finding) &&
                read_table(side, "finding_rows", row_columns, ROW_CELLS, take_row);
    if (done) settle(side);
    return done;
}

void diff_side_close(struct diff_side *side)
{
    for (size_t i = 0; i < side->n; i++)
        for (int c = 0; c < DIFF_CELLS; c++) free(side->findings[i].cell[c]);
    for (size_t i = 0; i < side->n_rows; i++) {
        free(side->rows[i].id);
        free(side->rows[i].name);
        free(side->rows[i].hash);
    }
    free(side->findings);
    free(side->rows);
    tool_earlier_close(&side->run);
}
