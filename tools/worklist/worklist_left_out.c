/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worklist_left_out.c - rows of persons that the library did not take, by their places in files.
 *
 * When the input is read once more such a row must not speak for its record.
 */
#include "worklist/worklist.h"

#include <stdio.h>
#include <string.h>

/* "persons.csv", a unit separator, the line. */
static size_t place_of(struct tool_piece file, int64_t line, char key[WORKLIST_KEY])
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%lld", (long long)line);
    return worklist_key(file, (struct tool_piece){digits, (size_t)n}, key);
}

static struct tool_piece cell(const struct io_result *table, const char *column, int64_t row)
{
    char unused[IO_CELL]; /* only texts are asked for */
    struct tool_piece piece = {NULL, 0};
    piece.text = io_result_cell(table, column, row, unused, &piece.len);
    return piece;
}

bool worklist_left_out_make(struct worklist_left_out *left_out, const struct io_result *rejects)
{
    char key[WORKLIST_KEY];
    for (int64_t row = 0; rejects && row < rejects->n_rows; row++) {
        int64_t line;
        bool placed = tool_piece_is(cell(rejects, "table", row), "persons") &&
                      io_result_number(rejects, io_result_column(rejects, "line"), row, &line);
        size_t len = placed ? place_of(cell(rejects, "file", row), line, key) : 0;
        if (len && tool_number_of(&left_out->places, key, len, true) == UINT32_MAX) return false;
    }
    return true;
}

bool worklist_left_out_has(struct worklist_left_out *left_out, const struct io_table *persons,
                           int64_t row)
{
    char key[WORKLIST_KEY];
    int64_t line;
    const struct io_part *part = io_table_place(persons, row, &line);
    size_t len = place_of((struct tool_piece){part->shown, strlen(part->shown)}, line, key);
    return len && tool_number_of(&left_out->places, key, len, false) != UINT32_MAX;
}

void worklist_left_out_clear(struct worklist_left_out *left_out)
{
    tool_names_clear(&left_out->places);
}
