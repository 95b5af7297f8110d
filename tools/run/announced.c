/* SPDX-License-Identifier: Apache-2.0 */
/*
 * announced.c - are all the rows there that uploads announced?
 *
 * A file that was truncated on its way is read without complaint, because half of its rows are
 * still good rows. But the agency said in `uploads.rows` how many it sent. So rows are counted by
 * table and agency as they pass, and the last upload of each is compared, unless it is older than
 * the last full month before the as-of date: an agency that has closed owes nothing, and what it
 * sent long ago need not be there. Rows that could not be read have no agency; they count for any.
 */
#include "run/run.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A table on its way to the library. */
struct watch {
    struct ArrowArrayStream inner;
    struct tool_run *run;
    const struct io_table *table;
    size_t place;                         /* of the table in the input */
    int agency, of, period, rows, status; /* columns; all but the first of uploads */
    uint32_t last;                        /* number of the previous row's agency */
};

static int column_of(const struct tool_run *run, const struct io_table *table, const char *ours)
{
    const char *name = io_column_theirs(&run->mapping.columns, table->name, ours);
    if (!name) name = ours;
    for (size_t i = 0; i < table->n_columns; i++)
        if (strcmp(table->columns[i], name) == 0) return (int)i;
    return -1;
}

/* Room for the counts of one more agency. */
static bool grow(struct tool_arrivals *arrivals, size_t n_tables)
{
    if (arrivals->agencies.n <= arrivals->cap) return true;
    size_t cap = arrivals->agencies.cap;
    int64_t *n_rows = calloc(n_tables * cap, sizeof *n_rows);
    if (!n_rows) return false;
    for (size_t t = 0; t < n_tables; t++)
        for (size_t a = 0; a < arrivals->cap; a++)
            n_rows[t * cap + a] = arrivals->n_rows[t * arrivals->cap + a];
    free(arrivals->n_rows);
    arrivals->n_rows = n_rows;
    arrivals->cap = cap;
    return true;
}

/* The agency's number; UINT32_MAX: no memory. */
static uint32_t agency_at(struct watch *watch, const struct ArrowArray *batch, int64_t row)
{
    struct tool_arrivals *arrivals = &watch->run->arrivals;
    size_t len;
    const char *text = io_cell_text(batch->children[watch->agency], row, &len);
    const char *before = watch->last == UINT32_MAX ? NULL : arrivals->agencies.at[watch->last];
    if (before && strncmp(before, text, len) == 0 && before[len] == '\0') return watch->last;
    watch->last = tool_number_of(&arrivals->agencies, text, len, true);
    if (watch->last != UINT32_MAX && !grow(arrivals, watch->run->input.n_tables))
        watch->last = UINT32_MAX;
    return watch->last;
}

static const char *without_spaces(const char *text, size_t *len)
{
    for (; *len > 0 && text[0] == ' '; --*len) text++;
    while (*len > 0 && text[*len - 1] == ' ') --*len;
    return text;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A whole number, perhaps with commas and spaces around it, the largest one if it is larger; -1 if
 * it is none. */
static int64_t whole_number(const char *text, size_t len)
{
    int64_t number = -1;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == ' ' || text[i] == ',') continue;
        if (!is_digit(text[i])) return -1;
        int64_t before = number < 0 ? 0 : number, digit = text[i] - '0';
        number = before > (INT64_MAX - digit) / 10 ? INT64_MAX : before * 10 + digit;
    }
    return number;
}

/* "2026-05", "2026.5", "202605" or a day in it as "2026-05"; false if it is none of them. */
static bool read_month(const char *text, size_t len, char month[8])
{
    unsigned year = 0, number = 0;
    size_t at = 0, n = 0;
    while (at < len && !is_digit(text[at])) at++;
    for (; n < 4 && at < len && is_digit(text[at]); n++)
        year = year * 10 + (unsigned)(text[at++] - '0');
    while (at < len && !is_digit(text[at])) at++;
    for (size_t end = at + 2; at < end && at < len && is_digit(text[at]);)
        number = number * 10 + (unsigned)(text[at++] - '0');
    snprintf(month, 8, "%04u-%02u", year % 10000, number % 100);
    return n == 4 && number >= 1 && number <= 12;
}

/* The table that the cell names, in small letters or large; NULL if it names none. */
static const struct io_table_form *table_named(const char *name, size_t len)
{
    char wanted[32] = "";
    name = without_spaces(name, &len);
    for (size_t i = 0; i < len && len < sizeof wanted; i++) {
        bool is_large = name[i] >= 'A' && name[i] <= 'Z';
        wanted[i] = is_large ? (char)(name[i] + 'a' - 'A') : name[i];
    }
    return io_table_form_find(wanted);
}

/* The upload of that agency and table, added if necessary; NULL: no memory. */
static struct tool_upload *upload_of(struct tool_arrivals *arrivals, uint32_t agency,
                                     const char *table)
{
    for (size_t i = 0; i < arrivals->n_uploads; i++)
        if (arrivals->uploads[i].agency == agency && arrivals->uploads[i].table == table)
            return &arrivals->uploads[i];
    struct tool_upload *more =
        reallocarray(arrivals->uploads, arrivals->n_uploads + 1, sizeof *more);
    if (!more) return NULL;
    arrivals->uploads = more;
    more[arrivals->n_uploads] = (struct tool_upload){.agency = agency, .table = table};
    return &more[arrivals->n_uploads++];
}

/* Are the table's rows not to be there, because tokens stand for them, whose headers count them? */
static bool is_replaced(struct tool_run *run, const struct io_table_form *form)
{
    return strcmp(form->name, "persons") == 0 && io_input_table(&run->input, "tokens") != NULL;
}

/* Takes a row of uploads down, if it is of the agency's last period; false: no memory. */
static bool take_upload(struct watch *watch, const struct ArrowArray *batch, int64_t row,
                        uint32_t agency)
{
    size_t name_len, period_len, rows_len;
    const char *name = io_cell_text(batch->children[watch->of], row, &name_len);
    const char *period = io_cell_text(batch->children[watch->period], row, &period_len);
    const char *text = io_cell_text(batch->children[watch->rows], row, &rows_len);
    int64_t rows = whole_number(text, rows_len);
    if (watch->status >= 0) {
        size_t len;
        const char *status = io_cell_text(batch->children[watch->status], row, &len);
        status = without_spaces(status, &len);
        if (len == 6 && strncasecmp(status, "failed", 6) == 0) return true; /* O24 says so */
    }
    char month[8];
    const struct io_table_form *form = table_named(name, name_len);
    bool is_known = form && form->kind == IO_RECORDS && !is_replaced(watch->run, form) &&
                    read_month(period, period_len, month);
    if (!is_known || rows < 0) return true;
    struct tool_upload *upload = upload_of(&watch->run->arrivals, agency, form->name);
    if (!upload) return false;
    int order = strcmp(upload->period, month);
    if (order > 0 || (order == 0 && upload->rows >= rows)) return true;
    memcpy(upload->period, month, sizeof month);
    upload->rows = rows;
    return true;
}

static bool count(struct watch *watch, const struct ArrowArray *batch)
{
    struct tool_arrivals *arrivals = &watch->run->arrivals;
    bool is_uploads = watch->of >= 0 && watch->period >= 0 && watch->rows >= 0;
    for (int64_t row = 0; row < batch->length; row++) {
        uint32_t agency = agency_at(watch, batch, row);
        if (agency == UINT32_MAX) return false;
        arrivals->n_rows[watch->place * arrivals->cap + agency]++;
        if (is_uploads && !take_upload(watch, batch, row, agency)) return false;
    }
    return true;
}

static int watch_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct watch *watch = stream->private_data;
    int failed = watch->inner.get_next(&watch->inner, out);
    if (failed || !out->release || count(watch, out)) return failed;
    out->release(out);
    io_fail_memory(&watch->run->input.problem);
    return ENOMEM;
}

static int watch_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    struct watch *watch = stream->private_data;
    return watch->inner.get_schema(&watch->inner, out);
}

static const char *watch_error(struct ArrowArrayStream *stream)
{
    struct watch *watch = stream->private_data;
    return watch->inner.get_last_error(&watch->inner);
}

static void watch_release(struct ArrowArrayStream *stream)
{
    struct watch *watch = stream->private_data;
    watch->inner.release(&watch->inner);
    free(watch);
    stream->release = NULL;
}

bool tool_arrivals_watch(struct tool_run *run, const struct io_table *table,
                         struct ArrowArrayStream *stream)
{
    bool is_uploads = strcmp(table->name, "uploads") == 0;
    int agency = column_of(run, table, "agency_id");
    if (agency < 0) return true;
    struct watch *watch = malloc(sizeof *watch);
    if (!watch) {
        stream->release(stream);
        return io_fail_memory(&run->input.problem);
    }
    *watch = (struct watch){.inner = *stream,
                            .run = run,
                            .table = table,
                            .place = (size_t)(table - run->input.tables),
                            .agency = agency,
                            .of = is_uploads ? column_of(run, table, "table") : -1,
                            .period = is_uploads ? column_of(run, table, "period") : -1,
                            .rows = is_uploads ? column_of(run, table, "rows") : -1,
                            .status = is_uploads ? column_of(run, table, "status") : -1,
                            .last = UINT32_MAX};
    *stream = (struct ArrowArrayStream){.get_schema = watch_schema,
                                        .get_next = watch_next,
                                        .get_last_error = watch_error,
                                        .release = watch_release,
                                        .private_data = watch};
    return true;
}

int64_t tool_upload_received(const struct tool_run *run, const struct tool_upload *upload)
{
    const struct tool_arrivals *arrivals = &run->arrivals;
    for (size_t i = 0; i < run->input.n_tables; i++) {
        const struct io_table *table = &run->input.tables[i];
        if (strcmp(table->name, upload->table) == 0)
            return arrivals->n_rows[i * arrivals->cap + upload->agency] + table->n_bad;
    }
    return 0;
}

/* By table, then by the agency's id, because uploads come in the order of files. */
static int by_name(const void *left_item, const void *right_item, void *context)
{
    const struct tool_upload *left = left_item, *right = right_item;
    const struct tool_names *agencies = context;
    int order = strcmp(left->table, right->table);
    return order ? order : strcmp(agencies->at[left->agency], agencies->at[right->agency]);
}

/* "2026-05" for an as-of date in June; "" without one. */
static void last_full_month(const struct tool_run *run, char month[8])
{
    char day[11];
    int32_t first, year, number, day_of_month;
    month[0] = '\0';
    if (!tool_plan_as_of(run->plan, day)) return;
    memcpy(day + 8, "01", 2);
    if (!tool_day_read(day, 10, &first)) return;
    tool_day_split((int64_t)first - 1, &year, &number, &day_of_month);
    snprintf(month, 8, "%04d-%02u", (int)(uint16_t)year % 10000, (unsigned)number % 13u);
}

void tool_arrivals_settle(struct tool_run *run)
{
    struct tool_arrivals *arrivals = &run->arrivals;
    char month[8];
    size_t n = 0;
    last_full_month(run, month);
    for (size_t i = 0; i < arrivals->n_uploads; i++) {
        struct tool_upload upload = arrivals->uploads[i];
        bool is_old = strcmp(upload.period, month) < 0;
        if (!is_old && tool_upload_received(run, &upload) < upload.rows)
            arrivals->uploads[n++] = upload;
    }
    arrivals->n_uploads = n;
    if (n) qsort_r(arrivals->uploads, n, sizeof *arrivals->uploads, by_name, &arrivals->agencies);
}

void tool_arrivals_tell(const struct tool_run *run)
{
    const struct tool_arrivals *arrivals = &run->arrivals;
    for (size_t i = 0; i < arrivals->n_uploads; i++) {
        const struct tool_upload *upload = &arrivals->uploads[i];
        tool_complain("%s of agency %s: %lld rows are there, of %lld that uploads announces for "
                      "%s; a file is missing or was cut",
                      upload->table, arrivals->agencies.at[upload->agency],
                      (long long)tool_upload_received(run, upload), (long long)upload->rows,
                      upload->period);
    }
}

void tool_arrivals_clear(struct tool_arrivals *arrivals)
{
    tool_names_clear(&arrivals->agencies);
    free(arrivals->n_rows);
    free(arrivals->uploads);
    *arrivals = (struct tool_arrivals){.n_rows = NULL};
}
