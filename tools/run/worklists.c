/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worklists.c - the worklist of each agency as a table of its own, for it alone.
 */
#include "run/run.h"

/* The rows [from, to) of one agency. */
static bool write_one(const struct io_result *worklist, int64_t from, int64_t to,
                      struct tool_piece agency, struct io_output *output)
{
    char name[IO_FAMILY_NAME];
    struct io_selection view = {.n_rows = 0};
    io_family_name(agency.text, agency.len, name);
    for (int64_t row = from; row < to; row++)
        io_select_row(&view, worklist->view ? worklist->view->rows[row] : row);
    struct io_result one = *worklist;
    one.name = name;
    one.view = &view;
    one.n_rows = view.n_rows;
    bool done = view.failed ? io_fail_memory(output->place.problem) : io_output_table(output, &one);
    io_select_clear(&view);
    return done;
}

bool tool_worklists_write(const struct io_result *worklist, struct io_output *output)
{
    char scratch[IO_CELL];
    int column = io_result_column(worklist, "agency_id");
    bool done = true;
    for (int64_t from = 0, to; done && from < worklist->n_rows; from = to) {
        struct tool_piece agency;
        agency.text = io_result_text(worklist, column, from, scratch, &agency.len);
        for (to = from; to < worklist->n_rows && tool_cell_is(worklist, column, to, agency);) to++;
        done = write_one(worklist, from, to, agency, output);
    }
    return done;
}
