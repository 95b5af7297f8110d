/* SPDX-License-Identifier: Apache-2.0 */
/*
 * text_rows.c - rows of texts as parsed blocks, for sources that have cells and not bytes.
 */
#include "io/source/part.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_PER_BATCH = 8192, TEXT_BYTES_FIRST = 1 << 18 };

bool io_texts_begin(struct io_texts *texts, struct io_parsed *parsed, int n_columns)
{
    *parsed = (struct io_parsed){.quote_line = -1, .text_line = -1, .row_cap = ROWS_PER_BATCH};
    *texts = (struct io_texts){.parsed = parsed, .n_columns = n_columns, .cap = TEXT_BYTES_FIRST};
    parsed->views = calloc((size_t)n_columns * ROWS_PER_BATCH, sizeof *parsed->views);
    parsed->data = malloc(texts->cap);
    return parsed->views && parsed->data;
}

bool io_texts_are_full(const struct io_texts *texts)
{
    const struct io_parsed *parsed = texts->parsed;
    return parsed->n_rows + (int64_t)parsed->bad.n >= ROWS_PER_BATCH ||
           parsed->len >= IO_BLOCK_BYTES;
}

/* Room for n more bytes of text. */
static bool reserve(struct io_texts *texts, size_t n)
{
    struct io_parsed *parsed = texts->parsed;
    if (parsed->len + n + IO_PAD <= texts->cap) return true;
    size_t wanted = texts->cap * 2 + n + IO_PAD;
    unsigned char *more = realloc(parsed->data, wanted);
    if (!more) return false;
    parsed->data = more;
    texts->cap = wanted;
    return true;
}

void io_texts_refuse(struct io_texts *texts, int column, enum io_reject reason)
{
    if (texts->refused) return;
    texts->refused = true;
    texts->why = (struct io_bad_row){.column = (int16_t)column, .reason = (uint8_t)reason};
}

bool io_texts_put(struct io_texts *texts, int column, const void *text, size_t len)
{
    struct io_parsed *parsed = texts->parsed;
    bool bad = false, too_long = len > IO_FIELD_MAX;
    if (len) io_valid(IO_UTF8, text, len, true, &bad);
    if (len) bad = bad || memchr(text, '\0', len);
    if (bad || too_long)
        io_texts_refuse(texts, column, too_long ? IO_REJECT_FIELD_TOO_LONG : IO_REJECT_ENCODING);
    if (too_long) len = 0;
    if (!reserve(texts, len)) return false;
    if (len) memcpy(parsed->data + parsed->len, text, len);
    io_view_set(&parsed->views[column * parsed->row_cap + parsed->n_rows], parsed->data,
                parsed->len, len);
    parsed->len += len;
    return true;
}

bool io_texts_end_row(struct io_texts *texts, int64_t line, const struct io_form *sheet)
{
    struct io_parsed *parsed = texts->parsed;
    parsed->n_lines = line + 1;
    if (texts->refused) {
        texts->refused = false;
        texts->why.line = line;
        return io_bad_rows_add(&parsed->bad, texts->why);
    }
    enum io_skip skip =
        sheet ? io_parsed_skip(parsed, parsed->n_rows, texts->n_columns, sheet) : IO_SKIP_NOT;
    if (skip != IO_SKIP_NOT) {
        io_skips_add(&parsed->skips, skip, 1, line);
        return true;
    }
    const struct io_line_mark *last =
        parsed->marks.n ? &parsed->marks.at[parsed->marks.n - 1] : NULL;
    bool in_step = last && last->line - last->row == line - parsed->n_rows;
    if (!in_step && !io_line_marks_add(&parsed->marks, parsed->n_rows, line)) return false;
    parsed->n_rows++;
    return true;
}
