/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sniff.c - find a file's encoding by validating all of it.
 *
 * Candidates are tried side by side in one pass. Each remembers how far it has got: a character may
 * be truncated by the end of a block, at a different place for each.
 */
#include "io/csv/csv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    SNIFF_BYTES = 1 << 18,
    REST_MAX = 8 /* a character that a block's end can truncate, with room to spare */
};

struct candidate {
    enum io_encoding encoding;
    uint64_t at;     /* validated up to here */
    uint64_t bad_at; /* offset of the first bad byte */
    uint64_t n_bad;
};

struct sniffer {
    struct candidate candidate[2];
    size_t n_candidates;
    const struct io_reading *reading;
    unsigned char *data; /* bytes from `base` on */
    uint64_t base;
    size_t len;
};

/* Takes one candidate to the end of the bytes read so far. */
static void advance(struct sniffer *s, struct candidate *c, bool last)
{
    while (c->at < s->base + s->len) {
        size_t from = (size_t)(c->at - s->base);
        bool bad;
        size_t n = io_valid(c->encoding, s->data + from, s->len - from, last, &bad);
        c->at += n;
        if (!bad) return;
        if (c->n_bad++ == 0) c->bad_at = c->at;
        c->at++;
        if (!s->reading->tolerant) {
            c->at = UINT64_MAX; /* ruled out */
            return;
        }
    }
}

static bool all_out(const struct sniffer *s)
{
    for (size_t i = 0; i < s->n_candidates; i++)
        if (s->candidate[i].at != UINT64_MAX) return false;
    return true;
}

/* Drops the bytes that every candidate has validated. */
static void shift(struct sniffer *s)
{
    uint64_t keep = s->base + s->len;
    for (size_t i = 0; i < s->n_candidates; i++)
        if (s->candidate[i].at < keep) keep = s->candidate[i].at;
    size_t passed = (size_t)(keep - s->base);
    memmove(s->data, s->data + passed, s->len - passed);
    s->base = keep;
    s->len -= passed;
}

static void start(struct sniffer *s)
{
    enum io_encoding marked;
    size_t bom_len = io_bom(s->data, s->len, &marked);
    s->n_candidates = marked == IO_AUTO ? 2 : 1;
    s->candidate[0] =
        (struct candidate){.encoding = marked == IO_AUTO ? IO_UTF8 : marked, .at = bom_len};
    s->candidate[1] = (struct candidate){.encoding = IO_WINDOWS_949};
}

static bool validate(struct sniffer *s, int file, const char *path, struct io_problem *problem)
{
    bool last = false;
    while (!last) {
        if (s->reading->interrupted && s->reading->interrupted())
            return io_fail(problem, IO_INTERRUPTED, "interrupted");
        size_t room = SNIFF_BYTES - s->len;
        long n = io_read(file, s->data + s->len, room);
        if (n < 0) return io_fail_errno(problem, path, "cannot be read");
        last = (size_t)n < room;
        s->len += (size_t)n;
        if (s->n_candidates == 0) start(s);
        for (size_t i = 0; i < s->n_candidates; i++) advance(s, &s->candidate[i], last);
        if (all_out(s)) break;
        shift(s);
    }
    return true;
}

/* Counts line ends: LF, CR LF, or CR alone; `before` is the character before these. */
static uint64_t count_lines(const unsigned char *data, size_t n, enum io_encoding encoding,
                            unsigned *before)
{
    bool wide = encoding == IO_UTF16LE || encoding == IO_UTF16BE;
    size_t low = encoding == IO_UTF16BE; /* which byte of two is the lower one */
    uint64_t n_lines = 0;
    for (size_t i = 0; i + wide < n; i += 1 + wide) {
        unsigned c = wide ? data[i + low] | (unsigned)data[i + !low] << 8 : data[i];
        n_lines += c == '\r' || (c == '\n' && *before != '\r');
        *before = c;
    }
    return n_lines;
}

/* The physical line of a byte; 0 if the file cannot be read again. */
static uint64_t line_of(int file, const struct candidate *c, unsigned char *data)
{
    uint64_t line = 1, offset = c->bad_at;
    unsigned before = 0;
    if (lseek(file, 0, SEEK_SET) != 0) return 0;
    for (uint64_t at = 0; at < offset;) {
        size_t want = offset - at < SNIFF_BYTES ? (size_t)(offset - at) : SNIFF_BYTES;
        long n = io_read(file, data, want);
        if (n <= 0) return 0;
        line += count_lines(data, (size_t)n, c->encoding, &before);
        at += (uint64_t)n;
    }
    return line;
}

static bool complain(const struct sniffer *s, int file, const char *path,
                     struct io_problem *problem)
{
    const struct candidate *first = &s->candidate[0];
    unsigned long long line = line_of(file, first, s->data);
    if (s->n_candidates == 1)
        return io_fail(problem, IO_BAD_INPUT,
                       "%s, line %llu: begins as %s but byte %llu is not valid in it "
                       "(--invalid reject drops such rows)",
                       path, line, io_encoding_name(first->encoding),
                       (unsigned long long)first->bad_at);
    return io_fail(problem, IO_BAD_INPUT,
                   "%s, line %llu: neither UTF-8 (first bad byte at offset %llu) nor windows-949 "
                   "(at offset %llu); --encoding forces one, --invalid reject drops such rows",
                   path, line, (unsigned long long)first->bad_at,
                   (unsigned long long)s->candidate[1].bad_at);
}

/* Is all of the file ASCII and letters of Western Europe? */
static bool is_western(struct sniffer *s, int file)
{
    unsigned char before = 'x';
    bool any = false, western = s->n_candidates == 2 && lseek(file, 0, SEEK_SET) == 0;
    for (long n = 1; western && n > 0;) {
        n = io_read(file, s->data, SNIFF_BYTES);
        western = n >= 0 && io_is_western(s->data, (size_t)(n > 0 ? n : 0), &before, &any);
    }
    return western && any;
}

/* The first candidate without bad bytes, else the one with the fewest. */
static const struct candidate *best(const struct sniffer *s)
{
    const struct candidate *least = &s->candidate[0];
    for (size_t i = 1; i < s->n_candidates; i++)
        if (s->candidate[i].n_bad < least->n_bad) least = &s->candidate[i];
    return least;
}

bool io_sniff(int file, const char *path, const struct io_reading *reading,
              enum io_encoding *encoding, struct io_problem *problem)
{
    struct stat about;
    if (fstat(file, &about) != 0) return io_fail_errno(problem, path, "cannot be examined");
    if (S_ISDIR(about.st_mode)) return io_fail(problem, IO_SYSTEM, "%s: is a folder", path);
    if (!S_ISREG(about.st_mode))
        return io_fail(problem, IO_BAD_INPUT,
                       "%s: is not a plain file, so its encoding cannot be found by looking at "
                       "it twice; give --encoding",
                       path);
    struct sniffer s = {.reading = reading, .data = malloc(SNIFF_BYTES + REST_MAX)};
    if (!s.data) return io_fail_memory(problem);
    bool done = validate(&s, file, path, problem);
    if (done) {
        const struct candidate *chosen = best(&s);
        *encoding = chosen->encoding;
        bool western = chosen->n_bad > 0 && is_western(&s, file);
        if (western) *encoding = IO_WINDOWS_1252;
        if (chosen->n_bad > 0 && !western && !reading->tolerant)
            done = complain(&s, file, path, problem);
    }
    free(s.data);
    if (done && lseek(file, 0, SEEK_SET) != 0)
        done = io_fail_errno(problem, path, "cannot be read");
    return done;
}
