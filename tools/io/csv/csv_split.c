/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv_split.c - a CSV file split into blocks of whole records, without parsing fields.
 *
 * A record ends at a line end outside quotes. Splitting must agree with parsing on what is inside,
 * so both follow the same rules:
 *
 *   a quote opens   where a field begins: after a separator, a line end, or at the start
 *   it closes       at the next quote that is not doubled
 *   other quotes    are ordinary characters
 *   a line end is   LF, CR LF, or CR alone; all three may occur in one file
 *
 * Only quotes and the last line end of a block are looked for, so splitting costs little compared
 * with parsing, and blocks can be parsed on other threads. A record of more than twice IO_LINE_MAX
 * bytes is skipped byte by byte; shorter ones that are still too long are rejected by the parser,
 * which knows their length as UTF-8.
 */
#include "io/csv/csv.h"

#include <stdlib.h>
#include <string.h>

enum {
    RECORD_BYTES_MAX = 2 * IO_LINE_MAX, /* as they are in the file */
    BLOCK_BYTES_MIN = 64
};

void io_block_clear(struct io_block *block)
{
    free(block->data);
    *block = (struct io_block){.quote_line = -1};
}

bool io_split_open(struct io_splitter *splitter, const char *path, const struct io_reading *reading,
                   struct io_problem *problem)
{
    size_t wanted = reading->block_bytes ? reading->block_bytes : IO_BLOCK_BYTES;
    *splitter =
        (struct io_splitter){.block_bytes = wanted < BLOCK_BYTES_MIN ? BLOCK_BYTES_MIN : wanted};
    return io_text_open(&splitter->text, path, reading, problem);
}

void io_split_close(struct io_splitter *splitter)
{
    io_text_close(&splitter->text);
    free(splitter->rest);
    splitter->rest = NULL;
}

/* Until the header is read, anything that may be a separator counts as one. */
static bool is_border(unsigned char c, unsigned char separator)
{
    if (c == '\n' || c == '\r') return true;
    return separator ? c == separator : c == ',' || c == ';' || c == '\t';
}

/* After the last line end in data[from, to); 0 if there is none. A CR at the very end of the
 * data does not count yet, because a LF that belongs to it may follow; the one before it counts. */
static size_t last_line_end(const unsigned char *data, size_t from, size_t to, size_t n)
{
    const unsigned char *lf = memrchr(data + from, '\n', to - from);
    if (lf) return (size_t)(lf - data) + 1;
    if (to == n && to > from && data[to - 1] == '\r') to--;
    const unsigned char *cr = memrchr(data + from, '\r', to - from);
    return cr ? (size_t)(cr - data) + 1 : 0;
}

/* After the quote that closes the one before `from`; 0 if that is not known yet. */
static size_t closing_quote(const unsigned char *data, size_t from, size_t n)
{
    for (;;) {
        const unsigned char *quote = memchr(data + from, '"', n - from);
        if (!quote) return 0;
        from = (size_t)(quote - data) + 1;
        if (from == n) return 0;
        if (data[from] != '"') return from;
        from++;
    }
}

/* After the last record that ends in the data; 0 if none does. */
static size_t last_record_end(const unsigned char *data, size_t n, unsigned char separator)
{
    size_t cut = 0;
    for (size_t from = 0;;) {
        const unsigned char *quote = memchr(data + from, '"', n - from);
        size_t to = quote ? (size_t)(quote - data) : n;
        size_t end = last_line_end(data, from, to, n);
        if (end > 0) cut = end;
        if (!quote) return cut;
        bool opens = to == 0 || is_border(data[to - 1], separator);
        from = opens ? closing_quote(data, to + 1, n) : to + 1;
        if (from == 0) return cut;
    }
}

/* Reads on until the buffer is full or the file ends. */
static bool fill(struct io_splitter *s, unsigned char *data, size_t cap, size_t *len,
                 struct io_problem *problem)
{
    while (*len < cap && cap - *len >= BLOCK_BYTES_MIN && !s->text.ended) {
        long n = io_text_read(&s->text, data + *len, cap - *len, problem);
        if (n < 0) return false;
        *len += (size_t)n;
    }
    return true;
}

/* Ends this block at `cut` and keeps what follows for the next one. */
static bool keep_rest(struct io_splitter *s, struct io_block *block, size_t cut,
                      struct io_problem *problem)
{
    size_t n = block->len - cut;
    unsigned char *rest = n ? malloc(n) : NULL;
    if (n && !rest) return io_fail_memory(problem);
    if (n) memcpy(rest, block->data + cut, n);
    s->rest = rest;
    s->rest_len = n;
    block->len = cut;
    memset(block->data + cut, 0, IO_PAD);
    return true;
}

/* The state of a walk through a record. */
struct walk {
    bool inside;          /* between quotes */
    bool after_quote;     /* inside, and the byte before was a quote: closing or doubled? */
    unsigned char before; /* the byte before; a line feed at the start of a record */
    bool started;
    int64_t n_lines; /* line ends seen */
    int64_t opened;  /* line of the last opening quote */
};

/* A line feed outside quotes ends the record; so does a CR that no line feed follows. */
static bool record_over(const struct walk *w, unsigned char c)
{
    if (!w->started || w->inside) return false;
    return w->before == '\n' || (w->before == '\r' && c != '\n');
}

/* Takes one byte; false when the record ended before it. */
static bool walk_on(struct walk *w, unsigned char c, unsigned char separator)
{
    bool doubled = w->after_quote && c == '"';
    if (w->after_quote && !doubled) w->inside = false;
    w->after_quote = false;
    if (record_over(w, c)) return false;
    if (w->inside) {
        w->after_quote = c == '"' && !doubled;
    } else if (c == '"' && is_border(w->before, separator)) {
        w->inside = true;
        w->opened = w->n_lines;
    }
    w->n_lines += c == '\r' || (c == '\n' && w->before != '\r');
    w->before = c;
    w->started = true;
    return true;
}

/* How many bytes follow that cannot change the state of the walk. */
static bool is_dull(const struct walk *w, const unsigned char *data, size_t n)
{
    bool waits = w->after_quote || !w->started || w->before == '\n' || w->before == '\r';
    return !waits && !memchr(data, '"', n) && !memchr(data, '\n', n) && !memchr(data, '\r', n);
}

/* How many of the bytes belong to the record. */
static size_t walk_bytes(struct walk *w, const unsigned char *data, size_t n,
                         unsigned char separator)
{
    enum { STRIDE = 4096 };
    size_t i = 0;
    while (i < n) {
        if (i % STRIDE == 0 && n - i >= STRIDE && is_dull(w, data + i, STRIDE)) {
            i += STRIDE;
            w->before = data[i - 1];
        } else if (walk_on(w, data[i], separator)) {
            i++;
        } else {
            break;
        }
    }
    return i;
}

/* Skips to the end of a record that is too long. */
static bool pass_over(struct io_splitter *s, struct io_block *block, struct io_problem *problem)
{
    struct walk w = {.before = '\n'};
    size_t cap = block->len;
    size_t used = walk_bytes(&w, block->data, block->len, s->separator);
    while (used == block->len && !(block->len < cap && s->text.ended)) {
        block->len = 0;
        if (!fill(s, block->data, cap, &block->len, problem)) return false;
        used = walk_bytes(&w, block->data, block->len, s->separator);
    }
    memmove(block->data, block->data + used, block->len - used);
    block->len -= used;
    if (!keep_rest(s, block, 0, problem)) return false;
    free(block->data);
    block->data = NULL;
    block->too_long = true;
    block->n_lines = w.n_lines;
    block->quote_line = w.inside && !w.after_quote ? w.opened : -1;
    return true;
}

/* A buffer that begins with the rest of the last one. */
static bool begin(struct io_splitter *s, struct io_block *block, size_t cap,
                  struct io_problem *problem)
{
    *block = (struct io_block){.data = malloc(cap + IO_PAD), .quote_line = -1};
    if (!block->data) return io_fail_memory(problem);
    if (s->rest_len) memcpy(block->data, s->rest, s->rest_len);
    block->len = s->rest_len;
    free(s->rest);
    s->rest = NULL;
    s->rest_len = 0;
    return true;
}

static bool grow(struct io_block *block, size_t cap, struct io_problem *problem)
{
    unsigned char *data = realloc(block->data, cap + IO_PAD);
    if (!data) return io_fail_memory(problem);
    block->data = data;
    return true;
}

/* Reads until the buffer holds the end of a record, the file ends, or it is full. */
static bool read_records(struct io_splitter *s, struct io_block *block, size_t cap,
                         struct io_problem *problem)
{
    for (;;) {
        if (!fill(s, block->data, cap, &block->len, problem)) return false;
        bool all = s->text.ended;
        size_t cut = all ? block->len : last_record_end(block->data, block->len, s->separator);
        if (cut > 0 || all) return keep_rest(s, block, cut, problem);
        if (cap >= RECORD_BYTES_MAX) return pass_over(s, block, problem);
        cap = cap * 2 < RECORD_BYTES_MAX ? cap * 2 : RECORD_BYTES_MAX;
        if (!grow(block, cap, problem)) return false;
    }
}

enum io_step io_split_next(struct io_splitter *s, struct io_block *block,
                           struct io_problem *problem)
{
    *block = (struct io_block){.quote_line = -1};
    if (s->text.ended && s->rest_len == 0) return IO_END;
    size_t cap = s->block_bytes;
    if (cap < s->rest_len + BLOCK_BYTES_MIN) cap = s->rest_len + BLOCK_BYTES_MIN;
    if (!begin(s, block, cap, problem)) return IO_FAILED;
    bool done = read_records(s, block, cap, problem);
    if (done && (block->too_long || block->len > 0)) return IO_NEXT;
    io_block_clear(block);
    return done ? IO_END : IO_FAILED;
}

/* How many bytes at the start of data[0, n) are line ends, and how many lines they end. */
static size_t pass_blank_lines(const unsigned char *data, size_t n, int64_t *n_lines)
{
    size_t at = 0;
    *n_lines = 0;
    for (; at < n && (data[at] == '\n' || data[at] == '\r'); at++)
        *n_lines += data[at] == '\n' || (at + 1 < n && data[at + 1] != '\n');
    return at;
}

/* After the first line that is not blank; 0 if it does not end in the data. *from is where
 * it begins. */
static size_t first_line(const unsigned char *data, size_t n, size_t *from,
                         struct io_header_place *place)
{
    *from = pass_blank_lines(data, n, &place->n_before);
    struct walk w = {.before = '\n'};
    size_t used = walk_bytes(&w, data + *from, n - *from, 0);
    place->n_lines = place->n_before + w.n_lines;
    return *from + used < n ? *from + used : 0;
}

/* The separator that occurs most often outside quotes; a comma when there is none. */
static unsigned char most_frequent(const unsigned char *line, size_t n)
{
    size_t count[256] = {0};
    struct walk w = {.before = '\n'};
    for (size_t i = 0; i < n && walk_on(&w, line[i], 0); i++)
        if (!w.inside) count[line[i]]++;
    unsigned char best = ',';
    if (count[';'] > count[best]) best = ';';
    if (count['\t'] > count[best]) best = '\t';
    return best;
}

/* Reads until the first line that is not blank has ended; *from and *end are its ends. */
static bool read_first_line(struct io_splitter *s, struct io_block *block, size_t *from,
                            size_t *end, struct io_header_place *place, struct io_problem *problem)
{
    for (size_t cap = s->block_bytes;; cap *= 2) {
        if (!fill(s, block->data, cap, &block->len, problem)) return false;
        *end = first_line(block->data, block->len, from, place);
        if (*end == 0 && s->text.ended) *end = block->len;
        if (*end > 0 || s->text.ended) return true;
        if (cap >= IO_LINE_MAX)
            return io_fail(problem, IO_BAD_INPUT,
                           "%s, line %lld: the header does not end within 1 MiB", s->text.path,
                           (long long)place->n_before + 1);
        if (!grow(block, cap * 2, problem)) return false;
    }
}

bool io_split_ahead(const struct io_splitter *s, struct io_ahead *ahead)
{
    size_t begin = ahead->at + ahead->len, from = 0;
    struct io_header_place place = {0, 0};
    size_t end =
        s->rest_len > begin ? first_line(s->rest + begin, s->rest_len - begin, &from, &place) : 0;
    if (end == 0 && s->text.ended) end = s->rest_len - begin;
    if (end <= from) return false;
    *ahead = (struct io_ahead){.at = begin + from,
                               .len = end - from,
                               .n_before = ahead->n_lines + place.n_before,
                               .n_lines = ahead->n_lines + place.n_lines,
                               .separator = most_frequent(s->rest + begin + from, end - from)};
    return true;
}

bool io_split_take(struct io_splitter *s, const struct io_ahead *ahead, struct io_block *block,
                   struct io_problem *problem)
{
    size_t used = ahead->at + ahead->len;
    *block = (struct io_block){.data = calloc(ahead->len + IO_PAD, 1), .quote_line = -1};
    if (!block->data) return io_fail_memory(problem);
    memcpy(block->data, s->rest + ahead->at, ahead->len);
    block->len = ahead->len;
    memmove(s->rest, s->rest + used, s->rest_len - used);
    s->rest_len -= used;
    s->separator = ahead->separator;
    return true;
}

enum io_step io_split_header(struct io_splitter *s, struct io_block *block,
                             struct io_header_place *place, struct io_problem *problem)
{
    size_t from = 0, end = 0;
    if (!begin(s, block, s->block_bytes, problem)) return IO_FAILED;
    bool done = read_first_line(s, block, &from, &end, place, problem);
    bool found = done && end > from;
    if (found) done = keep_rest(s, block, end, problem);
    if (!found || !done) {
        io_block_clear(block);
        return done ? IO_END : IO_FAILED;
    }
    s->separator = most_frequent(block->data + from, end - from);
    memmove(block->data, block->data + from, end - from);
    block->len = end - from;
    memset(block->data + block->len, 0, IO_PAD);
    return IO_NEXT;
}
