/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parsed_skip.c - the cells of parsed rows, and which rows are none of a table: blank ones, totals,
 * and headers.
 *
 * A list that was made to be printed has its header on each page, and so have files that were put
 * one after another; the row above it comes again with it.
 *
 *   대상자,,서비스,          above
 *   성명,생년월일,사업명,    the header
 *   김하나,1945-03-15,…      a row
 *   대상자,,서비스,          both again
 *   성 명,생년월일,사업명,
 */
#include "io/csv/csv.h"

#include <string.h>

const char *io_parsed_text(const struct io_parsed *parsed, int column, int64_t row, size_t *len)
{
    const struct io_view *view = &parsed->views[column * parsed->row_cap + row];
    *len = (size_t)view->len;
    bool far = *len > sizeof view->as.inlined;
    return (const char *)(far ? parsed->data + view->as.far.offset : view->as.inlined);
}

/* Does the cell say what the one before it does, as one does that is merged with it? */
static bool goes_on(const struct io_parsed *parsed, int column, int64_t row)
{
    size_t len, left_len;
    const char *text = io_parsed_text(parsed, column, row, &len);
    const char *left = column ? io_parsed_text(parsed, column - 1, row, &left_len) : NULL;
    return left && left_len == len && memcmp(left, text, len) == 0;
}

/* Do the cells say the names; `some`: as far as they say anything? */
static bool are_names(const struct io_parsed *parsed, int64_t row, int n, char *const *names,
                      int n_names, bool some)
{
    int n_named = 0, n_same = 0;
    for (int c = 0; c < n; c++) {
        size_t len;
        const char *text = io_parsed_text(parsed, c, row, &len),
                   *name = c < n_names ? names[c] : "";
        bool same = len > 0 && *name && io_header_is_same(name, text, len);
        if (len > 0 && !same && (*name || !goes_on(parsed, c, row))) return false;
        n_same += same;
    }
    for (int c = 0; c < n_names; c++) n_named += *names[c] != '\0';
    return n_same > 0 && (n_same == n_named || (some && n_same >= IO_HEADER_NAMES));
}

bool io_parsed_is_header(const struct io_parsed *parsed, int64_t row, int n,
                         const struct io_form *form)
{
    return (form->names && are_names(parsed, row, n, form->names, form->n_columns, form->sheet)) ||
           (form->above && are_names(parsed, row, n, form->above, form->n_above, true));
}

enum io_skip io_parsed_skip(const struct io_parsed *parsed, int64_t row, int n,
                            const struct io_form *form)
{
    size_t len = 0;
    const char *text = NULL;
    for (int column = 0; column < n && len == 0; column++)
        text = io_parsed_text(parsed, column, row, &len);
    if (len == 0) return IO_SKIP_BLANK;
    if (io_is_total(text, len)) return IO_SKIP_TOTAL;
    return io_parsed_is_header(parsed, row, n, form) ? IO_SKIP_HEADER : IO_SKIP_NOT;
}
