/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mend.c - cells that nobody reads as they are written: blanks around ids, and days before months.
 *
 *   "G-1 "        G-1
 *   03/06/2026    2026-06-03, in a file whose days come first; it is March 6 otherwise
 *
 * Which of the two comes first a file says by a day above 12, and nothing else does. Rows after
 * those that were looked at may say otherwise; then somebody has to be told.
 */
#include "io/source/part.h"

#include <stdio.h>
#include <string.h>

/* Is it the id of an agency or of a row? */
static bool is_id(const char *name)
{
    const char *mark = strrchr(name, '_');
    return mark && (strcmp(mark, "_id") == 0 || strcmp(mark, "_agency") == 0);
}

bool io_is_day_column(const char *name)
{
    static const char *const others = "date as_of at until";
    const char *mark = strrchr(name, '_');
    return (mark && (strcmp(mark, "_on") == 0 || strcmp(mark, "_date") == 0)) ||
           tool_list_has(others, name, strlen(name));
}

/* Digits, at most `most`; they are taken off the text. */
static int take_number(const char **text, size_t *len, size_t most, size_t *n_digits)
{
    int value = 0;
    for (*n_digits = 0; *len > 0 && *n_digits < most && (*text)[0] >= '0' && (*text)[0] <= '9';
         ++*text, --*len, ++*n_digits)
        value = value * 10 + ((*text)[0] - '0');
    return value;
}

bool io_day_parts(const char *text, size_t len, int parts[3])
{
    size_t n[3];
    char mark[2] = "";
    tool_trim(&text, &len);
    for (int i = 0; i < 3; i++) {
        parts[i] = take_number(&text, &len, i < 2 ? 2 : 4, &n[i]);
        if (n[i] == 0) return false;
        if (i == 2) continue;
        if (len == 0 || !strchr("/.-", text[0]) || !text[0]) return false;
        mark[i] = text[0];
        text++, len--;
    }
    return len == 0 && n[2] == 4 && mark[0] == mark[1] && parts[0] > 0 && parts[1] > 0;
}

/* Does a day show another order than those looked at, or one where these showed nothing? */
static bool is_against(const struct io_part *part, const int parts[3])
{
    bool day_first = parts[0] > 12 && parts[1] <= 12, month_first = parts[1] > 12 && parts[0] <= 12;
    switch ((enum io_days)part->days) {
    case IO_DAYS_NONE:
        return !month_first && parts[0] != parts[1];
    case IO_DAYS_DAY_FIRST:
        return month_first;
    case IO_DAYS_EITHER:
    case IO_DAYS_MONTH_FIRST:
        break;
    }
    return day_first;
}

/* The line of a row, from the block's first. */
static int64_t line_of(const struct io_parsed *parsed, int64_t row)
{
    const struct io_line_marks *marks = &parsed->marks;
    size_t n = 0;
    while (n < marks->n && marks->at[n].row <= row) n++;
    return n ? marks->at[n - 1].line + (row - marks->at[n - 1].row) : row;
}

void io_days_note(struct io_part *part, const struct io_parsed *parsed, int64_t first_line)
{
    for (int c = 0; part->meaning && c < part->form.n_columns; c++) {
        if (!part->meaning[c].ours || !io_is_day_column(part->meaning[c].ours)) continue;
        for (int64_t row = 0; row < parsed->n_rows; row++) {
            size_t len;
            int parts[3];
            const char *text = io_parsed_text(parsed, c, row, &len);
            if (!io_day_parts(text, len, parts) || !is_against(part, parts)) continue;
            io_cells_note(&part->against, first_line + line_of(parsed, row), c);
        }
    }
}

static void trim(struct io_parsed *parsed, int column, int64_t row)
{
    struct io_view *view = &parsed->views[column * parsed->row_cap + row];
    size_t before, len;
    const char *all = io_parsed_text(parsed, column, row, &before), *text = all;
    len = before;
    tool_trim(&text, &len);
    if (len == before) return;
    const struct io_view whole = *view;
    bool far = before > sizeof view->as.inlined;
    const unsigned char *data = far ? parsed->data : whole.as.inlined;
    io_view_set(view, data, (size_t)(text - all) + (far ? (size_t)whole.as.far.offset : 0), len);
}

/* A date of the calendar fits into a view whole. */
static void turn(struct io_parsed *parsed, int column, int64_t row)
{
    size_t len;
    const char *text = io_parsed_text(parsed, column, row, &len);
    char day[48];
    int parts[3];
    if (!io_day_parts(text, len, parts) || parts[1] > 12 || parts[0] > 31) return;
    snprintf(day, sizeof day, "%04d-%02d-%02d", parts[2], parts[1], parts[0]);
    io_view_set(&parsed->views[column * parsed->row_cap + row], (unsigned char *)day, 0,
                strlen("2026-06-03"));
}

void io_mend_rows(const struct io_part *part, struct io_parsed *parsed)
{
    if (!part->of || !io_table_is_peoples(part->of)) return;
    for (int c = 0; c < part->form.n_columns; c++) {
        const char *ours = part->meaning ? part->meaning[c].ours : NULL;
        bool id = is_id(ours ? ours : part->names[c]);
        bool day = part->meaning && part->meaning[c].day_first;
        for (int64_t row = 0; row < parsed->n_rows && (id || day); row++) {
            if (id) trim(parsed, c, row);
            if (day) turn(parsed, c, row);
        }
    }
}
