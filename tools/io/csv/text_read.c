/* SPDX-License-Identifier: Apache-2.0 */
/*
 * text_read.c - a file as a sequence of UTF-8 or windows-949 bytes, without its byte order mark.
 *
 * UTF-16 is decoded here, because its line ends and separators are not single bytes, and so is
 * windows-1252, which is rare. The other two pass through as they are: windows-949 is decoded
 * later, block by block, by whichever thread parses the block.
 */
#include "io/csv/csv.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    RAW_BYTES = 1 << 16,
    MARK_MAX = 3 /* bytes of the longest byte order mark */
};

/* Opens the file without waiting for a pipe's writer, so that a request to stop is noticed. */
static bool open_file(struct io_text *text, const char *path, struct io_problem *problem)
{
    bool standard = strcmp(path, "-") == 0;
    if (standard) text->path = "standard input";
    text->file = standard ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (text->file < 0) return io_fail_errno(problem, text->path, "cannot be opened");
    if (fstat(text->file, &text->about) != 0)
        return io_fail_errno(problem, text->path, "cannot be examined");
    return true;
}

static bool find_encoding(struct io_text *text, const struct io_reading *reading,
                          struct io_problem *problem)
{
    text->written = reading->encoding;
    if (reading->encoding == IO_AUTO) {
        if (!io_sniff(text->file, text->path, reading, &text->written, problem)) return false;
        text->validated = !reading->tolerant;
    }
    text->encoding = text->written == IO_WINDOWS_949 ? IO_WINDOWS_949 : IO_UTF8;
    bool decoded = text->written != IO_UTF8 && text->written != IO_WINDOWS_949;
    if (decoded) text->raw = malloc(RAW_BYTES);
    return !decoded || text->raw || io_fail_memory(problem);
}

bool io_text_open(struct io_text *text, const char *path, const struct io_reading *reading,
                  struct io_problem *problem)
{
    *text = (struct io_text){.path = path, .file = -1, .interrupted = reading->interrupted};
    if (open_file(text, path, problem) && find_encoding(text, reading, problem)) return true;
    io_text_close(text);
    return false;
}

void io_text_close(struct io_text *text)
{
    if (text->file >= 0) close(text->file);
    text->file = -1;
    free(text->raw);
    text->raw = NULL;
}

/* Drops a byte order mark at the start; one that contradicts --encoding is an error. */
static bool skip_mark(struct io_text *text, unsigned char *data, size_t *n,
                      struct io_problem *problem)
{
    if (text->started) return true;
    text->started = true;
    enum io_encoding marked;
    size_t bom_len = io_bom(data, *n, &marked);
    if (bom_len > 0 && marked != text->written)
        return io_fail(problem, IO_BAD_INPUT, "%s: begins with the byte order mark of %s, not %s",
                       text->path, io_encoding_name(marked), io_encoding_name(text->written));
    memmove(data, data + bom_len, *n - bom_len);
    *n -= bom_len;
    return true;
}

enum {
    PATIENCE_MS = 100 /* how long a pipe may keep us from noticing a request to stop */
};

/* Waits until there is something to read, or a request to stop. */
static bool await_bytes(const struct io_text *text, struct io_problem *problem)
{
    struct pollfd pipe = {.fd = text->file, .events = POLLIN};
    int ready;
    do {
        if (text->interrupted && text->interrupted())
            return io_fail(problem, IO_INTERRUPTED, "interrupted");
        ready = poll(&pipe, 1, PATIENCE_MS);
    } while (ready == 0 || (ready < 0 && errno == EINTR));
    return ready > 0 || io_fail_errno(problem, text->path, "cannot be read");
}

static bool read_some(struct io_text *text, unsigned char *data, size_t cap, size_t *n,
                      struct io_problem *problem)
{
    ssize_t got;
    do {
        if (!await_bytes(text, problem)) return false;
        got = read(text->file, data, cap);
    } while (got < 0 && (errno == EINTR || errno == EAGAIN));
    if (got < 0) return io_fail_errno(problem, text->path, "cannot be read");
    text->ended = got == 0;
    text->n_read += (uint64_t)got;
    *n += (size_t)got;
    return true;
}

/* Reads some bytes after the *n that are there; at the start enough to see a mark. */
static bool fill(struct io_text *text, unsigned char *data, size_t cap, size_t *n,
                 struct io_problem *problem)
{
    do {
        if (!read_some(text, data + *n, cap - *n, n, problem)) return false;
    } while (!text->started && *n < MARK_MAX && !text->ended);
    return skip_mark(text, data, n, problem);
}

static long read_wide(struct io_text *text, unsigned char *out, size_t cap,
                      struct io_problem *problem)
{
    size_t limit = cap / 3 < RAW_BYTES ? cap / 3 : RAW_BYTES; /* a byte becomes three at most */
    struct io_decoded d = {0, 0, 0};
    while (d.made == 0 && !text->ended) {
        if (!fill(text, text->raw, limit, &text->raw_len, problem)) return -1;
        d = io_decode(text->written, text->raw, text->raw_len, text->ended, out);
        memmove(text->raw, text->raw + d.used, text->raw_len - d.used);
        text->raw_len -= d.used;
    }
    return (long)d.made;
}

long io_text_read(struct io_text *text, unsigned char *out, size_t cap, struct io_problem *problem)
{
    size_t n = 0;
    if (text->raw) return read_wide(text, out, cap, problem);
    while (n == 0 && !text->ended)
        if (!fill(text, out, cap, &n, problem)) return -1;
    return (long)n;
}
