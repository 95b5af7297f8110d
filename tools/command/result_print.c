/* SPDX-License-Identifier: Apache-2.0 */
/*
 * result_print.c - results on standard output, as CSV or as JSON.
 *
 * JSON is {"table": [{"column": value}]}: whole numbers are numbers, everything else is a text, so
 * that no reader rounds a decimal.
 */
#include "command/result_print.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/cli.h"

bool result_print_csv(const struct io_result *result)
{
    return io_csv_write(STDOUT_FILENO, result, true, tool_interrupted);
}

static json_t *cell_of(const struct io_result *result, int column, int64_t row)
{
    char scratch[IO_CELL];
    size_t len;
    int64_t number;
    char type = result->columns[column].type;
    if ((type == 'i' || type == 'l') && io_result_number(result, column, row, &number))
        return json_integer(number);
    const char *text = io_result_text(result, column, row, scratch, &len);
    return text ? json_stringn(text, len) : json_null();
}

json_t *result_as_json(const struct io_result *result)
{
    json_t *list = json_array();
    for (int64_t row = 0; list && row < result->n_rows; row++) {
        json_t *object = json_object();
        bool done = json_array_append_new(list, object) == 0;
        for (size_t i = 0; done && i < result->n_columns; i++)
            done = json_object_set_new(object, result->columns[i].name,
                                       cell_of(result, (int)i, row)) == 0;
        if (done) continue;
        json_decref(list);
        return NULL;
    }
    return list;
}

bool result_print_json(const struct io_result *const *results, size_t n)
{
    json_t *all = json_object();
    bool done = all != NULL;
    for (size_t i = 0; done && i < n; i++)
        done = json_object_set_new(all, results[i]->name, result_as_json(results[i])) == 0;
    done = done && json_dumpf(all, stdout, JSON_INDENT(2)) == 0 && putchar('\n') == '\n';
    json_decref(all);
    return done && fflush(stdout) == 0;
}
