/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arrow_grid.c - the text of arrow_make.h, taken apart into cells.
 */
#include "table/arrow_grid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

void grid_stop(const char *why, const char *where)
{
    fprintf(stderr, "arrow_make: %s: %s\n", why, where);
    abort();
}

void *grid_get(size_t bytes)
{
    void *block = malloc(bytes);
    if (!block) grid_stop("no memory", "malloc");
    return block;
}

void *grid_get_zero(size_t n, size_t size)
{
    void *block = calloc(n ? n : 1, size);
    if (!block) grid_stop("no memory", "calloc");
    return block;
}

static struct grid_cell cell_of(const char *data, size_t len)
{
    struct grid_cell cell = {grid_get(len + 1), len};
    memcpy(cell.data, data, len);
    cell.data[len] = '\0';
    return cell;
}

/* At least as many bytes as the cell has whose quote opens here. */
static size_t quoted_len(const char *text)
{
    size_t n = 1;
    while (text[n] && (text[n] != '"' || text[n + 1] == '"')) n += text[n] == '"' ? 2 : 1;
    return n;
}

/* Reads one cell and stops at the comma or the end of the line. */
static struct grid_cell parse_cell(const char **at)
{
    const char *text = *at;
    if (*text != '"') {
        size_t len = strcspn(text, ",\n");
        *at = text + len;
        return len > 0 ? cell_of(text, len) : (struct grid_cell){NULL, 0};
    }
    struct grid_cell cell = {grid_get(quoted_len(text) + 1), 0};
    for (text++;; text++) {
        if (*text == '\0') grid_stop("a quote is not closed", *at);
        if (*text == '"' && *++text != '"') break;
        cell.data[cell.len++] = *text;
    }
    cell.data[cell.len] = '\0';
    *at = text;
    return cell;
}

static struct grid_column parse_column(const char **at)
{
    struct grid_cell cell = parse_cell(at);
    if (!cell.data) grid_stop("a column has no name", *at);
    struct grid_column column = {.name = cell.data, .format = "u"};
    char *colon = strchr(cell.data, ':');
    if (colon) {
        *colon = '\0';
        const char *format = colon + 1, *bracket = strchr(format, '[');
        size_t len = bracket ? (size_t)(bracket - format) : strlen(format);
        if (len >= sizeof column.format) grid_stop("a format is too long", format);
        memset(column.format, 0, sizeof column.format);
        memcpy(column.format, format, len);
        if (bracket) column.index[0] = bracket[1];
    }
    return column;
}

static size_t count_rows(const char *text)
{
    size_t n = 0;
    bool quoted = false;
    for (; *text; text++) {
        if (*text == '"') quoted = !quoted;
        if (*text == '\n' && !quoted) n++;
    }
    return n;
}

static void parse_row(struct grid *grid, size_t row, const char **at)
{
    grid->null_row[row] = (*at)[0] == '~' && (*at)[1] == '\n';
    if (grid->null_row[row]) {
        (*at)++;
        return;
    }
    for (size_t i = 0; i < grid->n_columns; i++) {
        if (i > 0 && *(*at)++ != ',') grid_stop("a row has too few cells", *at);
        grid->cells[row * grid->n_columns + i] = parse_cell(at);
    }
}

static void apply_options(struct grid *grid, const struct arrow_options *options)
{
    for (size_t i = 0; i < grid->n_columns; i++) {
        struct grid_column *column = &grid->columns[i];
        if (strcmp(column->format, "u") != 0) continue;
        if (options->text_format) strcpy(column->format, options->text_format);
        if (options->index_format) strcpy(column->index, options->index_format);
    }
}

struct grid grid_parse(const char *text, const struct arrow_options *options)
{
    struct grid grid = {0};
    size_t n_lines = count_rows(text);
    if (n_lines == 0) grid_stop("the line of columns has no end", text);
    grid.n_rows = n_lines - 1;
    grid.columns = grid_get_zero(strcspn(text, "\n") + 1, sizeof *grid.columns);
    while (*text != '\n') {
        grid.columns[grid.n_columns++] = parse_column(&text);
        if (*text == ',') text++;
    }
    grid.cells = grid_get_zero(grid.n_rows * grid.n_columns, sizeof *grid.cells);
    grid.null_row = grid_get_zero(grid.n_rows, sizeof *grid.null_row);
    for (size_t row = 0; row < grid.n_rows; row++) {
        text++;
        parse_row(&grid, row, &text);
        if (*text != '\n') grid_stop("a row has too many cells", text);
    }
    apply_options(&grid, options);
    return grid;
}

void grid_free(struct grid *grid)
{
    for (size_t i = 0; i < grid->n_rows * grid->n_columns; i++) free(grid->cells[i].data);
    for (size_t i = 0; i < grid->n_columns; i++) free(grid->columns[i].name);
    free(grid->cells);
    free(grid->columns);
    free(grid->null_row);
}

/* ---- numbers ------------------------------------------------------------------------- */

static int64_t parse_day(const char *text)
{
    int year;
    unsigned month, day;
    if (text[0] == '#') return strtoll(text + 1, NULL, 10);
    if (sscanf(text, "%d-%u-%u", &year, &month, &day) != 3) grid_stop("no date", text);
    return dlb_day_of(year, month, day);
}

int64_t grid_whole(const struct grid_column *column, const struct grid_cell *cell)
{
    if (!cell->data) return 0;
    if (strcmp(column->format, "tdD") == 0) return parse_day(cell->data);
    if (column->format[0] == 't') {
        int64_t ticks = cell->data[0] == '#' ? 1 : 86400;
        for (const char *unit = "smun"; ticks > 1 && *unit != column->format[2]; unit++)
            ticks *= 1000;
        return parse_day(cell->data) * ticks;
    }
    if (column->format[0] == 'L') return (int64_t)strtoull(cell->data, NULL, 10);
    return strtoll(cell->data, NULL, 10);
}

size_t grid_width(const char *format)
{
    if (strcmp(format, "tdD") == 0) return 4;
    if (strchr("cC", format[0])) return 1;
    if (strchr("sS", format[0])) return 2;
    if (strchr("iIf", format[0])) return 4;
    if (strcmp(format, "w:16") == 0) return 16;
    if (format[0] == 'd') return strstr(format, ",64") ? 8 : strstr(format, ",32") ? 4 : 16;
    if (strchr("lLgt", format[0])) return 8;
    grid_stop("unknown format", format);
    return 0;
}

/* Decimal digits as a number of `width` bytes in two's complement, little endian. */
static void put_decimal(const char *text, char *at, size_t width)
{
    memset(at, 0, width);
    bool negative = text && *text == '-';
    for (text = text ? text + negative : ""; *text; text++) {
        unsigned carry = (unsigned)(*text - '0');
        for (size_t i = 0; i < width; i++) {
            carry += 10 * (unsigned char)at[i];
            at[i] = (char)carry;
            carry >>= 8;
        }
    }
    unsigned carry = 1;
    for (size_t i = 0; negative && i < width; i++) {
        carry += (unsigned char)~at[i];
        at[i] = (char)carry;
        carry >>= 8;
    }
}

void grid_put_number(const struct grid_column *column, const struct grid_cell *cell, char *at,
                     size_t width)
{
    if (column->format[0] == 'g' || column->format[0] == 'f') {
        double wide = cell->data ? strtod(cell->data, NULL) : 0;
        float narrow = (float)wide;
        memcpy(at, width == 8 ? (void *)&wide : (void *)&narrow, width);
    } else if (column->format[0] == 'd') {
        put_decimal(cell->data, at, width);
    } else if (width == 16) {
        for (size_t i = 0; i < 16; i++) {
            unsigned byte = 0;
            if (cell->data && sscanf(cell->data + 2 * i, "%2x", &byte) != 1)
                grid_stop("no 32 hex digits", cell->data);
            at[i] = (char)byte;
        }
    } else {
        int64_t number = grid_whole(column, cell);
        memcpy(at, &number, width); /* little endian */
    }
}
