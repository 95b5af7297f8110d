/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv_write.c - a result as CSV: UTF-8, commas, lines that end in LF, a header.
 *
 * People open these files in a spreadsheet. So they begin with a byte order mark, without which
 * Excel garbles Korean text, and a text that a spreadsheet would calculate (= + - @, a tab or a CR
 * at its start) gets an apostrophe before it, which is removed when a result is read back. A raw
 * file has neither.
 */
#include "io/output/writer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { OUT_BYTES = 1 << 18 };

struct writer {
    int file;
    bool raw;
    bool failed;
    size_t len;
    char out[OUT_BYTES];
};

static void flush(struct writer *w)
{
    if (!w->failed && !io_write(w->file, w->out, w->len)) w->failed = true;
    w->len = 0;
}

static void put(struct writer *w, const char *text, size_t n)
{
    if (n > OUT_BYTES - w->len) flush(w);
    if (n > OUT_BYTES) {
        if (!w->failed && !io_write(w->file, text, n)) w->failed = true;
        return;
    }
    memcpy(w->out + w->len, text, n);
    w->len += n;
}

static bool needs_quotes(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text[i] == ',' || text[i] == '"' || text[i] == '\n' || text[i] == '\r') return true;
    return len > 0 && (text[0] == ' ' || text[len - 1] == ' ');
}

static void put_quoted(struct writer *w, const char *text, size_t len)
{
    for (size_t from = 0; from < len;) {
        const char *quote = memchr(text + from, '"', len - from);
        size_t to = quote ? (size_t)(quote - text) + 1 : len;
        put(w, text + from, to - from);
        if (quote) put(w, "\"", 1);
        from = to;
    }
}

static void put_text(struct writer *w, const char *text, size_t len)
{
    bool quotes = needs_quotes(text, len);
    if (quotes) put(w, "\"", 1);
    if (!w->raw && io_is_formula(text, len)) put(w, "'", 1);
    if (quotes)
        put_quoted(w, text, len);
    else
        put(w, text, len);
    if (quotes) put(w, "\"", 1);
}

static void put_row(struct writer *w, const struct io_result *result, int64_t row)
{
    char scratch[IO_CELL];
    for (size_t i = 0; i < result->n_columns; i++) {
        size_t len = 0;
        const char *text = io_result_text(result, (int)i, row, scratch, &len);
        if (i > 0) put(w, ",", 1);
        if (text && result->columns[i].type == 'u')
            put_text(w, text, len);
        else if (text)
            put(w, text, len);
    }
    put(w, "\n", 1);
}

bool io_csv_write(int file, const struct io_result *result, bool raw, bool (*interrupted)(void))
{
    struct writer *w = malloc(sizeof *w);
    if (!w) return false;
    w->file = file;
    w->raw = raw;
    w->failed = false;
    w->len = 0;
    if (!raw) put(w, "\xEF\xBB\xBF", 3);
    for (size_t i = 0; i < result->n_columns; i++) {
        if (i > 0) put(w, ",", 1);
        put_text(w, result->columns[i].name, strlen(result->columns[i].name));
    }
    put(w, "\n", 1);
    for (int64_t row = 0; row < result->n_rows && !w->failed; row++) {
        put_row(w, result, row);
        bool stop = row % IO_ROWS_PER_ASK == 0 && interrupted && interrupted();
        if (stop) {
            errno = EINTR;
            w->failed = true;
        }
    }
    flush(w);
    bool done = !w->failed;
    free(w);
    return done;
}
