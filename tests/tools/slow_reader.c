/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slow_reader.c - CSV one byte at a time, to judge the fast reader by.
 *
 * It knows nothing of blocks, masks or threads: three columns a, b and c, commas, the whole
 * file in memory.
 */
#include "slow_reader.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reference {
    const char *data;
    size_t n, at;
    FILE *rows, *bad;
    char *field[8], *text;
    size_t text_len, n_fields, n_records;
    bool sheet, broken;
    long line, record_line;
    long stop; /* line of a quote that ends the reading, or 0 */
};

static char peek(const struct reference *r, size_t ahead)
{
    return r->at + ahead < r->n ? r->data[r->at + ahead] : '\0';
}

static bool at_field_end(const struct reference *r)
{
    return r->at >= r->n || peek(r, 0) == ',' || peek(r, 0) == '\n' || peek(r, 0) == '\r';
}

static void take_byte(struct reference *r)
{
    char c = peek(r, 0);
    if (c == '\n' || (c == '\r' && peek(r, 1) != '\n')) r->line++;
    r->text[r->text_len++] = c;
    r->at++;
}

/* The inside of quotes; the opening one is passed. */
static void slow_quoted(struct reference *r)
{
    long opened = r->line;
    while (r->at < r->n && !(peek(r, 0) == '"' && peek(r, 1) != '"')) {
        if (peek(r, 0) == '"') r->at++;
        take_byte(r);
    }
    if (r->at >= r->n) r->stop = opened;
    r->at++;
    if (at_field_end(r)) return;
    r->broken = true;
    if (r->line != opened) r->stop = opened;
    while (!at_field_end(r)) r->at++;
}

static void slow_field(struct reference *r)
{
    r->text_len = 0;
    if (peek(r, 0) == '"') {
        r->at++;
        slow_quoted(r);
    } else {
        while (!at_field_end(r)) take_byte(r);
    }
    if (r->n_fields < 8) r->field[r->n_fields] = strndup(r->text, r->text_len);
    r->n_fields++;
}

/* What a header may have around a name and in it. */
static const char *skip_marks(const char *text)
{
    static const char *const wide[] = {"\xC2\xB7", "\xE3\x80\x80", "\xC2\xA0", "\xE2\x80\xBB",
                                       "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (strncmp(text, wide[i], strlen(wide[i])) == 0) return skip_marks(text + strlen(wide[i]));
    return *text && strchr(" \t\r\n()[]{}<>*_-.,:/'\"#", *text) ? skip_marks(text + 1) : text;
}

/* Is this the name of a column, as the header of a file put after another may write it? */
static bool is_name(const char *field, char name)
{
    field = skip_marks(field);
    return (field[0] | 0x20) == name && *skip_marks(field + 1) == '\0';
}

/* The header again; in a sheet, some names of it and nothing else. */
static bool are_names(const struct reference *r)
{
    int n_same = 0;
    for (size_t i = 0; i < r->n_fields; i++) {
        bool same = is_name(r->field[i], (char)('a' + i));
        if (!same && r->field[i][0]) return false;
        n_same += same;
    }
    return n_same == 3 || (r->sheet && n_same == 2);
}

static void end_record(struct reference *r)
{
    bool empty = r->sheet && !r->broken && r->n_fields <= 3;
    for (size_t i = 0; i < r->n_fields && empty; i++) empty = r->field[i][0] == '\0';
    bool fits = !r->broken && (r->n_fields == 3 || (r->sheet && r->n_fields < 3));
    bool again = fits && are_names(r);
    if (empty || (again && r->sheet)) return;
    r->n_records++;
    if (r->broken || r->n_fields != 3 || again)
        fprintf(r->bad, "bad|%ld|-1|COLUMNS\n", r->record_line);
    else
        fprintf(r->rows, "row|%ld|%s|%s|%s\n", r->record_line, r->field[0], r->field[1],
                r->field[2]);
}

/* One record, and the line end after it. */
static void slow_record(struct reference *r, bool *header)
{
    size_t start = r->at;
    r->record_line = r->line;
    r->n_fields = 0;
    r->broken = false;
    for (slow_field(r); r->at < r->n && peek(r, 0) == ',' && !r->stop; slow_field(r)) r->at++;
    bool blank = r->at == start;
    if (!r->stop && !blank && !*header) end_record(r);
    *header = *header && blank;
    for (size_t i = 0; i < r->n_fields && i < 8; i++) free(r->field[i]);
    if (r->at >= r->n) return;
    r->at += peek(r, 0) == '\r' && peek(r, 1) == '\n' ? 2 : 1;
    r->line++;
}

char *read_slowly(const char *data, size_t n, bool sheet, size_t *n_records)
{
    char *rows = NULL, *bad = NULL;
    size_t rows_len, bad_len;
    struct reference r = {.data = data, .n = n, .line = 1, .sheet = sheet};
    r.text = malloc(n + 1);
    r.rows = open_memstream(&rows, &rows_len);
    r.bad = open_memstream(&bad, &bad_len);
    bool header = true;
    while (r.at < n && !r.stop) slow_record(&r, &header);
    fclose(r.rows);
    fclose(r.bad);
    char *all = malloc(rows_len + bad_len + 64);
    sprintf(all, "%s%s", rows, bad);
    if (r.stop) sprintf(all, "stop %ld", r.stop);
    if (n_records) *n_records = r.n_records;
    free(rows);
    free(bad);
    free(r.text);
    return all;
}
