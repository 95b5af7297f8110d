/* SPDX-License-Identifier: Apache-2.0 */
/*
 * planned_row.c - a row of CSV or JSON becomes two small files, services_planned.csv and
 * planned.csv.
 */
#include "command/planned_row.h"

/* ---- what a row may leave out ---------------------------------------------------------------- */

static bool set_default(json_t *object, const char *column, json_t *value)
{
    if (!small_cell_given(object, column)) return json_object_set_new(object, column, value) == 0;
    json_decref(value);
    return true;
}

static bool complete(const struct small_rows *rows, struct io_problem *problem)
{
    size_t i;
    json_t *object;
    json_array_foreach(rows->list, i, object)
    {
        if (!small_row_is_flat(object))
            return small_rows_fail(rows, i, NULL, "not an object of texts and numbers", problem);
        if (!small_cell_given(object, "agency_id"))
            return small_rows_fail(rows, i, "agency_id", "is needed", problem);
        bool done = set_default(object, "service_id", json_sprintf("planned-%zu", i + 1)) &&
                    set_default(object, "status", json_string("planned"));
        if (!done) return io_fail_memory(problem);
    }
    return i > 0 || io_fail(problem, IO_BAD_INPUT, "%s: there is no row", rows->name);
}

/* ---- both tables ----------------------------------------------------------------------------- */

static bool write_all(struct small_folder *folder, const json_t *list, struct io_problem *problem)
{
    json_t *names = json_pack("{s:n, s:n}", "agency_id", "service_id");
    if (!names) return io_fail_memory(problem);
    bool done = small_folder_write(folder, "services_planned.csv", list, NULL, problem) &&
                small_folder_write(folder, "planned.csv", list, names, problem);
    json_decref(names);
    return done;
}

bool planned_row_write(struct small_folder *folder, const char *row, struct io_problem *problem)
{
    struct small_rows rows = {.list = NULL};
    bool done = small_rows_read(&rows, row, "--service", problem) && complete(&rows, problem) &&
                write_all(folder, rows.list, problem);
    small_rows_clear(&rows);
    return done;
}
