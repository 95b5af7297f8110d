/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv_parse.c - the fields of a block of whole records, as views into the block.
 *
 * Only short texts are copied: a field is 16 bytes that say where its text is. Doubled quotes are
 * undoubled in place. Separators, line ends and quotes are found 64 bytes at a time as the bits of
 * a mask; everything between them is never looked at.
 *
 * A record becomes a row, or a bad row with its line and reason:
 *
 *   COLUMNS         not as many fields as the header has, text after a closing quote, or the
 *                   header again
 *   ENCODING        a byte that is not text, or NUL
 *   FIELD_TOO_LONG  a field or a record over its limit
 *
 * A blank line is ignored. A quote that is never closed, or is closed lines later by what was meant
 * to open the next one, has swallowed records: then reading stops.
 */
#include "io/csv/csv.h"

#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

const char *io_reject_text(uint8_t reason)
{
    static const char *const texts[] = {"COLUMNS", "ENCODING", "FIELD_TOO_LONG", "FORMULA"};
    return texts[reason];
}

static void *grown(void *list, size_t n, size_t *cap, size_t size)
{
    if (n < *cap) return list;
    size_t wanted = *cap ? *cap * 2 : 16;
    void *more = reallocarray(list, wanted, size);
    if (more) *cap = wanted;
    return more;
}

bool io_bad_rows_add(struct io_bad_rows *rows, struct io_bad_row row)
{
    struct io_bad_row *at = grown(rows->at, rows->n, &rows->cap, sizeof *at);
    if (!at) return false;
    rows->at = at;
    rows->at[rows->n++] = row;
    return true;
}

bool io_line_marks_add(struct io_line_marks *marks, int64_t row, int64_t line)
{
    struct io_line_mark *at = grown(marks->at, marks->n, &marks->cap, sizeof *at);
    if (!at) return false;
    marks->at = at;
    marks->at[marks->n++] = (struct io_line_mark){row, line};
    return true;
}

/* ---- special bytes ----------------------------------------------------------------------- */

/* Bit i: byte i of 64 is a separator, a line end or a quote. */
#ifdef __SSE2__
static inline uint64_t special_mask(const unsigned char *data, unsigned char separator)
{
    const __m128i sep = _mm_set1_epi8((char)separator), lf = _mm_set1_epi8('\n');
    const __m128i cr = _mm_set1_epi8('\r'), quote = _mm_set1_epi8('"');
    uint64_t mask = 0;
    for (int i = 0; i < 4; i++) {
        __m128i at = _mm_loadu_si128((const __m128i *)(const void *)(data + 16 * i));
        __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(at, lf), _mm_cmpeq_epi8(at, cr));
        __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(at, sep), _mm_cmpeq_epi8(at, quote));
        uint64_t bits = (uint64_t)(unsigned)_mm_movemask_epi8(_mm_or_si128(ends, marks));
        mask |= bits << (16 * i);
    }
    return mask;
}
#else
static inline uint64_t special_mask(const unsigned char *data, unsigned char separator)
{
    uint64_t mask = 0;
    for (int i = 0; i < 64; i++) {
        unsigned char c = data[i];
        bool special = c == separator || c == '\n' || c == '\r' || c == '"';
        mask |= (uint64_t)special << i;
    }
    return mask;
}
#endif

struct parser {
    const struct io_form *form;
    struct io_parsed *out;
    unsigned char *data;
    size_t n;
    uint64_t mask; /* special bytes of the 64 from `base` on that are not yet taken */
    size_t base;
    bool has_nul, has_bad; /* somewhere in the block */
    int64_t line;          /* of the block, from 0 */
    int64_t step;          /* line - row when the last mark was written */
    /* the current record */
    size_t record, record_end;
    int64_t record_line;
    int n_fields;
    bool broken;   /* text after a closing quote */
    bool too_long; /* a field of it is */
    int16_t long_column;
};

/* The next special byte, or n. */
static inline size_t next_special(struct parser *p)
{
    while (p->mask == 0) {
        p->base += 64;
        if (p->base >= p->n) return p->n;
        p->mask = special_mask(p->data + p->base, p->form->separator);
    }
    size_t at = p->base + (size_t)__builtin_ctzll(p->mask);
    p->mask &= p->mask - 1;
    return at < p->n ? at : p->n;
}

/* ---- fields ------------------------------------------------------------------------------ */

static inline void set_view(struct io_view *view, const unsigned char *data, size_t at, size_t len)
{
    const unsigned char *text = data + at;
    memset(view, 0, sizeof *view);
    view->len = (int32_t)len;
    if (len > sizeof view->as.inlined) {
        memcpy(view->as.far.prefix, text, 4);
        view->as.far.offset = (int32_t)at;
    } else if (len >= 8) { /* two copies that overlap where the text is shorter than both */
        memcpy(view->as.inlined, text, 8);
        memcpy(view->as.inlined + len - 4, text + len - 4, 4);
    } else if (len >= 4) {
        memcpy(view->as.inlined, text, 4);
        memcpy(view->as.inlined + len - 4, text + len - 4, 4);
    } else if (len > 0) {
        view->as.inlined[0] = text[0];
        view->as.inlined[len / 2] = text[len / 2];
        view->as.inlined[len - 1] = text[len - 1];
    }
}

/* Is it an apostrophe that only keeps spreadsheets from calculating what follows? */
static bool is_guard(const unsigned char *text, size_t len)
{
    return len > 1 && text[0] == '\'' && io_is_formula((const char *)text + 1, len - 1);
}

static inline void put_field(struct parser *p, size_t at, size_t len)
{
    int column = p->n_fields++;
    if (column >= p->form->n_columns) return;
    if (p->form->guarded && is_guard(p->data + at, len)) at++, len--;
    if (len > IO_FIELD_MAX && !p->too_long) {
        p->too_long = true;
        p->long_column = (int16_t)column;
    }
    struct io_parsed *out = p->out;
    set_view(&out->views[column * out->row_cap + out->n_rows], p->data, at, len);
}

void io_view_set(struct io_view *view, const unsigned char *data, size_t at, size_t len)
{
    set_view(view, data, at, len);
}

/* Takes special bytes until one ends the field; that one or n. */
static inline size_t end_of_plain(struct parser *p)
{
    size_t at;
    do {
        at = next_special(p);
    } while (at < p->n && p->data[at] == '"');
    return at;
}

/* Removes one quote of each pair and pads with quotes, so that the record's length does not change;
 * returns the new length. */
static size_t undouble(unsigned char *text, size_t len)
{
    size_t to = 0;
    for (size_t i = 0; i < len; i++) {
        text[to++] = text[i];
        if (text[i] == '"') i++;
    }
    memset(text + to, '"', len - to);
    return to;
}

/* The quote that closes the one whose special byte was taken, or n. */
static size_t end_of_quoted(struct parser *p, bool *doubled)
{
    for (;;) {
        size_t at = next_special(p);
        if (at == p->n) return at;
        unsigned char c = p->data[at];
        if (c == '\n' || (c == '\r' && p->data[at + 1] != '\n')) p->line++;
        if (c != '"') continue;
        if (at + 1 == p->n || p->data[at + 1] != '"') return at;
        next_special(p);
        *doubled = true;
    }
}

/* The field at `at`, which opens with a quote; returns the byte that ends it, or n. */
static size_t quoted_field(struct parser *p, size_t at)
{
    int64_t opened = p->line;
    bool doubled = false;
    next_special(p);
    size_t close = end_of_quoted(p, &doubled);
    if (close == p->n) {
        p->out->quote_line = opened;
        return close;
    }
    size_t len = close - at - 1;
    size_t end = end_of_plain(p);
    if (end != close + 1) {
        p->broken = true;
        if (p->line != opened && p->out->quote_line < 0) p->out->quote_line = opened;
    }
    put_field(p, at + 1, doubled ? undouble(p->data + at + 1, len) : len);
    return end;
}

/* ---- records ----------------------------------------------------------------------------- */

/* Takes all fields of the record at `at`; returns where the next one begins. */
static size_t take_record(struct parser *p, size_t at)
{
    p->record = at;
    p->record_line = p->line;
    p->n_fields = 0;
    p->broken = p->too_long = false;
    for (;;) {
        size_t end;
        if (p->data[at] == '"' && at < p->n) {
            end = quoted_field(p, at);
        } else {
            end = end_of_plain(p);
            put_field(p, at, end - at);
        }
        p->record_end = end;
        if (end == p->n) return end;
        at = end + 1;
        if (p->data[end] == p->form->separator) continue;
        p->line++;
        if (p->data[end] == '\r' && p->data[at] == '\n' && at < p->n) at = next_special(p) + 1;
        return at;
    }
}

/* The text of a column in the current row. */
static const unsigned char *field_text(const struct parser *p, int column, size_t *len)
{
    const struct io_view *view = &p->out->views[column * p->out->row_cap + p->out->n_rows];
    *len = (size_t)view->len;
    return *len > sizeof view->as.inlined ? p->data + view->as.far.offset : view->as.inlined;
}

static bool is_text(const unsigned char *text, size_t len)
{
    bool bad;
    io_valid(IO_UTF8, text, len, true, &bad);
    return !bad && !memchr(text, '\0', len);
}

/* The first column that holds a byte that is not text; -1 if unknown. */
static int16_t bad_column(const struct parser *p)
{
    if (p->n_fields != p->form->n_columns) return -1;
    for (int16_t column = 0; column < p->n_fields; column++) {
        size_t len;
        const unsigned char *text = field_text(p, column, &len);
        if (!is_text(text, len)) return column;
    }
    return -1;
}

/* Such a record is asked whether it is what people write between rows, the header again too. */
static bool may_be_skipped(const struct parser *p)
{
    return p->form->sheet && p->form->n_columns > 1 && p->n_fields <= p->form->n_columns;
}

/* Why the current record is not a row; false if it is one. */
static bool refused(const struct parser *p, struct io_bad_row *why)
{
    size_t len = p->record_end - p->record;
    *why = (struct io_bad_row){.line = p->record_line, .column = -1};
    why->reason = IO_REJECT_ENCODING;
    if ((p->has_nul || p->has_bad) && !is_text(p->data + p->record, len)) {
        why->column = bad_column(p);
        return true;
    }
    why->reason = IO_REJECT_FIELD_TOO_LONG;
    if (len > IO_LINE_MAX) return true;
    if (p->too_long) {
        why->column = p->long_column;
        return true;
    }
    why->reason = IO_REJECT_COLUMNS;
    if (p->broken || p->n_fields != p->form->n_columns) return true;
    return !may_be_skipped(p) && io_parsed_is_header(p->out, p->out->n_rows, p->n_fields, p->form);
}

/* Is the current record no row, but something that people write between rows? */
static enum io_skip skipped(const struct parser *p)
{
    return may_be_skipped(p) && !p->broken && !p->too_long
               ? io_parsed_skip(p->out, p->out->n_rows, p->n_fields, p->form)
               : IO_SKIP_NOT;
}

static bool keep_record(struct parser *p)
{
    struct io_parsed *out = p->out;
    bool blank = p->n_fields == 1 && p->record_end == p->record;
    if (blank) return true;
    enum io_skip skip = skipped(p);
    if (skip != IO_SKIP_NOT) {
        io_skips_add(&out->skips, skip, 1, p->record_line);
        return true;
    }
    struct io_bad_row why;
    if (refused(p, &why)) return io_bad_rows_add(&out->bad, why);
    int64_t step = p->record_line - out->n_rows;
    if (out->marks.n == 0 || step != p->step) {
        if (!io_line_marks_add(&out->marks, out->n_rows, p->record_line)) return false;
        p->step = step;
    }
    out->n_rows++;
    return true;
}

/* ---- blocks ------------------------------------------------------------------------------ */

/* The most rows that the block can hold: each ends a line, each has all separators. */
static int64_t rows_at_most(const unsigned char *data, size_t n, int n_columns)
{
    size_t n_ends = 1;
    for (size_t i = 0; i < n; i++) n_ends += (data[i] == '\n') | (data[i] == '\r');
    size_t by_length = n / (size_t)n_columns + 1;
    return (int64_t)(n_ends < by_length ? n_ends : by_length);
}

/* The block's data as UTF-8, taken over from the block. */
static bool take_data(const struct io_form *form, struct io_block *block, struct io_parsed *out,
                      size_t *n_bad)
{
    out->data = block->data;
    out->len = block->len;
    block->data = NULL;
    if (form->encoding != IO_WINDOWS_949) return true;
    unsigned char *text = malloc(io_decode_room(form->encoding, out->len) + IO_PAD);
    if (!text) return false;
    struct io_decoded d = io_decode(form->encoding, out->data, out->len, true, text);
    memset(text + d.made, 0, IO_PAD);
    free(out->data);
    out->data = text;
    out->len = d.made;
    *n_bad = d.n_bad;
    return true;
}

/* The line of the first byte that is not text. */
static int64_t first_bad_line(const unsigned char *data, size_t n)
{
    bool bad;
    size_t at = io_valid(IO_UTF8, data, n, true, &bad);
    int64_t line = 0;
    for (size_t i = 0; i < at; i++)
        line += data[i] == '\n' || (data[i] == '\r' && data[i + 1] != '\n');
    return line;
}

static bool has_bad_bytes(const struct io_form *form, const struct io_parsed *out, size_t n_bad)
{
    bool bad = n_bad > 0;
    if (form->encoding == IO_UTF8 && !form->validated)
        io_valid(IO_UTF8, out->data, out->len, true, &bad);
    return bad;
}

void io_parse(const struct io_form *form, struct io_block *block, struct io_parsed *out)
{
    *out = (struct io_parsed){.quote_line = -1, .text_line = -1};
    size_t n_bad = 0;
    out->no_memory = !take_data(form, block, out, &n_bad);
    if (out->no_memory || out->len == 0) return;
    struct parser p = {.form = form, .out = out, .data = out->data, .n = out->len};
    p.has_bad = has_bad_bytes(form, out, n_bad);
    if (p.has_bad && !form->tolerant) {
        out->text_line = first_bad_line(out->data, out->len);
        return;
    }
    p.has_nul = memchr(out->data, '\0', out->len) != NULL;
    out->row_cap = rows_at_most(out->data, out->len, form->n_columns);
    size_t n_views = (size_t)out->row_cap * (size_t)form->n_columns;
    out->views = malloc(n_views * sizeof *out->views);
    out->no_memory = !out->views;
    p.mask = special_mask(p.data, form->separator);
    for (size_t at = 0; at < p.n && !out->no_memory && out->quote_line < 0;) {
        at = take_record(&p, at);
        if (out->quote_line < 0 && !keep_record(&p)) out->no_memory = true;
    }
    out->n_lines = p.line;
}

void io_parsed_clear(struct io_parsed *parsed)
{
    free(parsed->data);
    free(parsed->views);
    free(parsed->bad.at);
    free(parsed->marks.at);
    *parsed = (struct io_parsed){.quote_line = -1, .text_line = -1};
}
