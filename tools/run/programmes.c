/* SPDX-License-Identifier: Apache-2.0 */
/*
 * programmes.c - the names of the policy's programmes, for files that are named for one.
 *
 * They are needed before the other files are looked at, so the policy is read for them by itself.
 */
#include "run/run.h"

#include <string.h>

static bool is_wanted(const struct io_mapping *mapping)
{
    for (size_t i = 0; i < mapping->made.n; i++)
        if (strcmp(mapping->made.all[i].ours, "programme") == 0) return true;
    return mapping->thorough;
}

static bool add_rows(struct io_programmes *programmes, const struct io_table *table,
                     const struct ArrowArray *batch)
{
    static const char *const names[] = {"programme", "name", "name_en"};
    int at[3] = {-1, -1, -1};
    bool done = true;
    for (size_t c = 0; c < table->n_columns; c++)
        for (int i = 0; i < 3; i++)
            if (strcmp(table->columns[c], names[i]) == 0) at[i] = (int)c;
    for (int64_t row = 0; row < batch->length && at[0] >= 0 && done; row++)
        for (int i = 0; i < 3 && done; i++) {
            size_t id_len, len = 0;
            const char *id = io_cell_text(batch->children[at[0]], row, &id_len);
            const char *name = at[i] < 0 ? "" : io_cell_text(batch->children[at[i]], row, &len);
            done = io_programmes_add(programmes, name, len, id, id_len);
        }
    return done;
}

static bool read_table(struct io_programmes *programmes, struct io_table *table,
                       struct io_problem *problem)
{
    struct ArrowArrayStream stream;
    struct ArrowArray batch = {.release = NULL};
    bool done = io_table_stream(table, &stream, problem);
    if (!done) return false;
    while (done && stream.get_next(&stream, &batch) == 0 && batch.release) {
        done = add_rows(programmes, table, &batch);
        batch.release(&batch);
    }
    stream.release(&stream);
    return (done || io_fail_memory(problem)) && problem->kind == IO_OK;
}

bool tool_programmes_read(struct tool_run *run)
{
    const char *policy = tool_text(run->arguments, TOOL_POLICY);
    const char *path = policy ? policy : tool_text(run->arguments, TOOL_IN);
    struct io_input input = {.reading = run->input.reading, .n_threads = 1};
    if (!path || !is_wanted(&run->mapping)) return true;
    bool done = io_input_add(&input, path, 1u << IO_POLICY) && io_input_settle(&input);
    struct io_table *table = done ? io_input_table(&input, "programmes") : NULL;
    if (table) done = read_table(&run->mapping.programmes, table, &input.problem);
    if (!done) run->input.problem = input.problem;
    io_input_clear(&input);
    return done;
}
