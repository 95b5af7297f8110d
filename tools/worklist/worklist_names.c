/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worklist_names.c - what the input calls programmes, and how its tables are read once more.
 */
#include "worklist/worklist.h"

#include <stdlib.h>
#include <string.h>

static void add_candidate(struct worklist_candidates *candidates, const struct io_table *table,
                          const char *name)
{
    for (size_t i = 0; i < table->n_columns && candidates->n < WORKLIST_CANDIDATES; i++)
        if (strcmp(table->columns[i], name) == 0) candidates->at[candidates->n++] = i;
}

struct worklist_candidates worklist_candidates(const struct io_table *table,
                                               const struct io_column_names *names,
                                               const char *ours)
{
    struct worklist_candidates candidates = {.n = 0};
    for (size_t i = 0; i < names->n; i++) {
        const struct io_column_name *name = &names->all[i];
        if (strcmp(name->table, table->name) == 0 && strcmp(name->ours, ours) == 0)
            add_candidate(&candidates, table, name->theirs);
    }
    add_candidate(&candidates, table, ours);
    return candidates;
}

struct tool_piece worklist_cell(const struct worklist_candidates *candidates,
                                const struct ArrowArray *batch, int64_t row)
{
    struct tool_piece cell = {"", 0};
    for (size_t i = 0; i < candidates->n && cell.len == 0; i++) {
        cell.text = io_cell_text(batch->children[candidates->at[i]], row, &cell.len);
        while (cell.len > 0 && cell.text[0] == ' ') cell.text++, cell.len--;
        while (cell.len > 0 && cell.text[cell.len - 1] == ' ') cell.len--;
    }
    return cell;
}

bool worklist_read(struct io_table *table, worklist_take take, void *context,
                   struct io_problem *problem)
{
    struct ArrowArrayStream stream;
    struct ArrowArray batch;
    bool done = true;
    int64_t n_before = 0;
    io_table_rewind(table);
    if (!io_table_stream(table, &stream, problem)) return false;
    while (done && stream.get_next(&stream, &batch) == 0 && batch.release) {
        for (int64_t row = 0; done && row < batch.length; row++)
            done = take(context, &batch, row, n_before + row) || io_fail_memory(problem);
        n_before += batch.length;
        batch.release(&batch);
    }
    stream.release(&stream);
    return problem->kind == IO_OK;
}

/* ---- programmes ------------------------------------------------------------------------------ */

struct reading {
    struct worklist_names *names;
    struct worklist_candidates id, text;
};

/* The first text of an id counts. */
static bool take_programme(void *context, const struct ArrowArray *batch, int64_t row,
                           int64_t of_table)
{
    const struct reading *reading = context;
    struct worklist_names *names = reading->names;
    struct tool_piece id = worklist_cell(&reading->id, batch, row);
    struct tool_piece text = worklist_cell(&reading->text, batch, row);
    (void)of_table;
    if (id.len == 0 || text.len == 0) return true;
    uint32_t number = tool_number_of(&names->ids, id.text, id.len, true);
    if (number == UINT32_MAX) return false;
    if (number < names->n) return true;
    char **more = reallocarray(names->at, names->n + 1, sizeof *more);
    if (!more) return false;
    names->at = more;
    names->at[names->n++] = strndup(text.text, text.len);
    return names->at[number] != NULL;
}

bool worklist_names_of_programmes(struct worklist_names *names, const struct worklist_input *input,
                                  struct io_problem *problem)
{
    struct io_table *table = input->programmes;
    if (!table) return true;
    struct reading reading = {.names = names};
    reading.id = worklist_candidates(table, input->columns, "programme");
    if (input->in_english) reading.text = worklist_candidates(table, input->columns, "name_en");
    if (reading.text.n == 0) reading.text = worklist_candidates(table, input->columns, "name");
    return worklist_read(table, take_programme, &reading, problem);
}

const char *worklist_programme(struct worklist_names *names, struct tool_piece programme)
{
    uint32_t number = programme.len
                          ? tool_number_of(&names->ids, programme.text, programme.len, false)
                          : UINT32_MAX;
    return number == UINT32_MAX ? NULL : names->at[number];
}

void worklist_names_clear(struct worklist_names *names)
{
    for (uint32_t i = 0; i < names->n; i++) free(names->at[i]);
    free(names->at);
    tool_names_clear(&names->ids);
    *names = (struct worklist_names){.at = NULL};
}
