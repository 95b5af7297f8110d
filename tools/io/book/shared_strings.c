/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shared_strings.c - the texts that cells refer to by number.
 *
 * They are read as far as cells have asked for, in the order in which programs write them: that of
 * their first use. So a header costs a few texts, and a sheet no more than it refers to.
 *
 *   <si> <r><t>홍길</t></r> <r><t>동</t></r> <rPh><t>ホン</t></rPh> </si>      홍길동
 */
#include "io/book/book_inside.h"

#include <stdlib.h>
#include <string.h>

static const uint64_t too_long_bit = UINT64_C(1) << 63;

static void on_start(struct xml_reader *reader, const char *name, const char **attributes)
{
    struct book_shared *shared = reader->context;
    (void)attributes;
    if (shared->silent) return;
    if (reader->depth == 1) {
        shared->one.len = 0;
        shared->one.too_long = false;
    }
    if (strcmp(name, "rPh") == 0) shared->silent = reader->depth;
    shared->in_text = reader->depth >= 2 && strcmp(name, "t") == 0;
}

static void on_text(struct xml_reader *reader, const char *text, int len)
{
    struct book_shared *shared = reader->context;
    if (!shared->in_text) return;
    if (!book_text_add(&shared->one, text, (size_t)len)) xml_fail_memory(reader);
}

static bool reserve(struct book_shared *shared, size_t len)
{
    if (len > shared->cap - shared->len) {
        size_t cap = shared->cap * 2 + len + 4096;
        char *more = realloc(shared->text, cap);
        if (!more) return false;
        shared->text = more;
        shared->cap = cap;
    }
    uint64_t *ends = book_grow(shared->ends, shared->n, &shared->n_cap, sizeof *ends);
    if (ends) shared->ends = ends;
    return ends != NULL;
}

/* Keeps the text that has ended, and comes back for the next few with it. */
static void keep(struct xml_reader *reader, struct book_shared *shared)
{
    book_text_unescape(&shared->one, 0);
    size_t len = shared->one.len;
    if (shared->len + len + (shared->n + 1) * sizeof *shared->ends > IO_SHARED_MAX) {
        io_fail(reader->problem, IO_BAD_INPUT,
                "%s: its cells share more than %d MiB of texts; save its sheets as CSV files",
                reader->stream.zip->path, IO_SHARED_MAX >> 20);
        XML_StopParser(reader->parser, XML_FALSE);
        return;
    }
    if (!reserve(shared, len)) {
        xml_fail_memory(reader);
        return;
    }
    if (len) memcpy(shared->text + shared->len, shared->one.at, len);
    shared->len += len;
    shared->ends[shared->n++] = shared->len | (shared->one.too_long ? too_long_bit : 0);
    if (shared->n % 64 == 0) xml_pause(reader);
}

static void on_end(struct xml_reader *reader, const char *name)
{
    struct book_shared *shared = reader->context;
    (void)name;
    shared->in_text = false;
    if (shared->silent == reader->depth) shared->silent = 0;
    if (reader->depth == 1) keep(reader, shared);
}

static enum io_step read_on(struct book_shared *shared, const struct io_book *book,
                            struct io_problem *problem)
{
    static const struct xml_handlers handlers = {on_start, on_end, on_text};
    if (shared->ended || !book->strings) return IO_END;
    if (!shared->begun) {
        shared->begun = true;
        shared->reader.interrupted = book->interrupted;
        if (!xml_open(&shared->reader, &book->zip, book->strings, &handlers, shared, problem))
            return IO_FAILED;
    }
    enum io_step step = xml_run(&shared->reader, problem);
    shared->ended = step == IO_END;
    return step == IO_FAILED ? step : IO_NEXT;
}

enum io_step book_shared_get(struct book_shared *shared, const struct io_book *book, int64_t index,
                             struct io_cell *cell, struct io_problem *problem)
{
    while (index >= (int64_t)shared->n) {
        enum io_step step = read_on(shared, book, problem);
        if (step != IO_NEXT) return step;
    }
    if (index < 0) return IO_END;
    uint64_t begin = index ? shared->ends[index - 1] & ~too_long_bit : 0;
    uint64_t end = shared->ends[index];
    *cell = (struct io_cell){.text = shared->text + begin,
                             .len = (uint32_t)((end & ~too_long_bit) - begin),
                             .fault = end & too_long_bit ? IO_CELL_TOO_LONG : IO_CELL_GOOD};
    return IO_NEXT;
}

void book_shared_clear(struct book_shared *shared)
{
    xml_close(&shared->reader);
    free(shared->text);
    free(shared->ends);
    book_text_clear(&shared->one);
}
