/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_csv.c - reading CSV in every encoding, on any bytes.
 *
 *   blocks      the same rows, refused rows and lines however the file is cut into blocks, and
 *               on one thread or on three
 *   nothing lost  rows in = accepted + rejected: each record that a reader of one byte at a time
 *               sees is a row with the same cells, or is refused; where it sees none there is none
 *   stops       both stop at a quote that swallows records, or neither does
 *
 * The first byte chooses encoding, tolerance and how often the rest is repeated: that is what
 * follows the header "a,b,c", and it must be long enough to be cut into blocks.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "io/source/source.h"
#include "tools/slow_reader.h"

enum { SIZE_MAX_ = 1 << 13 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool law)
{
    if (!law) abort();
}

/* ---- a file ---------------------------------------------------------------------------- */

struct file {
    int descriptor;
    char path[32];
    enum io_encoding encoding;
    bool tolerant;
    unsigned char bytes[SIZE_MAX_ + 16];
    size_t n;
};

static void make_file(struct file *file, const uint8_t *data, size_t size)
{
    static const char header[] = "a,b,c\n";
    uint8_t choice = size ? data[0] : 0;
    file->encoding = (enum io_encoding)(choice % 5);
    file->tolerant = choice / 5 % 2;
    file->n = 0;
    for (const char *c = header; *c; c++) {
        if (file->encoding == IO_UTF16BE) file->bytes[file->n++] = 0;
        file->bytes[file->n++] = (unsigned char)*c;
        if (file->encoding == IO_UTF16LE) file->bytes[file->n++] = 0;
    }
    for (int times = 1 + choice / 10; times > 0 && size > 1; times--) {
        if (file->n + size > sizeof file->bytes) break;
        memcpy(file->bytes + file->n, data + 1, size - 1);
        file->n += size - 1;
    }
    file->descriptor = memfd_create("fuzz.csv", MFD_CLOEXEC);
    check(file->descriptor >= 0);
    check(write(file->descriptor, file->bytes, file->n) == (ssize_t)file->n);
    snprintf(file->path, sizeof file->path, "/proc/self/fd/%d", file->descriptor);
}

/* ---- what the reader makes of it -------------------------------------------------------- */

struct reading {
    char *rows, *refused; /* a text per row and per refused row, each ended by a NUL */
    size_t rows_len, refused_len;
    bool stopped;
    enum io_encoding written;
};

static void tell_row(FILE *out, const struct ArrowArray *batch, int64_t row, int64_t line)
{
    fprintf(out, "row|%lld", (long long)line);
    for (int64_t c = 0; c < batch->n_children; c++) {
        const struct ArrowArray *column = batch->children[c];
        const struct io_view *view = (const struct io_view *)column->buffers[1] + row;
        const unsigned char *far = column->buffers[2];
        fputc('|', out);
        fwrite(view->len > 12 ? far + view->as.far.offset : view->as.inlined, 1, (size_t)view->len,
               out);
    }
    fwrite("\n", 1, 2, out);
}

static void tell_refused(FILE *out, const struct io_part *part)
{
    for (size_t i = 0; i < part->bad.n; i++)
        fprintf(out, "bad|%lld|%d|%s\n%c", (long long)part->bad.at[i].line, part->bad.at[i].column,
                io_reject_text(part->bad.at[i].reason), 0);
}

static void tell_table(FILE *rows, FILE *refused, struct io_table *table,
                       struct io_problem *problem)
{
    struct ArrowArrayStream stream;
    struct ArrowArray batch;
    int64_t line, n = 0;
    check(io_table_stream(table, &stream, problem));
    while (stream.get_next(&stream, &batch) == 0 && batch.release) {
        for (int64_t row = 0; row < batch.length; row++) {
            io_table_place(table, n + row, &line);
            tell_row(rows, &batch, row, line);
        }
        n += batch.length;
        batch.release(&batch);
    }
    stream.release(&stream);
    tell_refused(refused, &table->parts[0]);
}

static struct reading read_file(const struct file *file, size_t block_bytes, unsigned n_threads)
{
    struct reading reading = {.stopped = false};
    struct io_problem problem = {.kind = IO_OK};
    struct io_table table = {.name = "persons", .n_threads = n_threads, .problem = &problem};
    FILE *rows = open_memstream(&reading.rows, &reading.rows_len);
    FILE *refused = open_memstream(&reading.refused, &reading.refused_len);
    check(rows && refused);
    table.reading = (struct io_reading){
        .encoding = file->encoding, .tolerant = file->tolerant, .block_bytes = block_bytes};
    if (io_table_of_file(&table, file->path, false, &problem)) {
        reading.written = table.parts[0].written;
        tell_table(rows, refused, &table, &problem);
    }
    reading.stopped = problem.kind != IO_OK;
    check(problem.kind == IO_OK || problem.kind == IO_BAD_INPUT);
    io_table_clear(&table);
    fclose(rows);
    fclose(refused);
    return reading;
}

static void forget(struct reading *reading)
{
    free(reading->rows);
    free(reading->refused);
}

/* ---- laws ---------------------------------------------------------------------------------- */

static void check_blocks(const struct file *file, const struct reading *whole)
{
    static const struct {
        size_t bytes;
        unsigned threads;
    } ways[] = {{64, 1}, {100, 1}, {64, 3}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct reading cut = read_file(file, ways[i].bytes, ways[i].threads);
        check(cut.stopped == whole->stopped);
        if (!cut.stopped) {
            check(cut.rows_len == whole->rows_len && cut.refused_len == whole->refused_len);
            check(memcmp(cut.rows, whole->rows, cut.rows_len) == 0);
            check(memcmp(cut.refused, whole->refused, cut.refused_len) == 0);
        }
        forget(&cut);
    }
}

/* The file as UTF-8, without its mark; a byte that is no text is IO_BAD_BYTE there. */
static size_t decode(const struct file *file, enum io_encoding written, unsigned char *out,
                     size_t *n_bad)
{
    enum io_encoding marked;
    size_t bom = io_bom(file->bytes, file->n, &marked);
    struct io_decoded d = io_decode(written, file->bytes + bom, file->n - bom, true, out);
    check(d.used == file->n - bom);
    *n_bad = d.n_bad;
    return d.made;
}

static bool holds(const char *told, const char *row)
{
    return strstr(told, row) != NULL;
}

/* How many texts, each of which the slow reader must have told too when `wanted` is in it. */
static size_t count_told(const char *texts, size_t len, const char *wanted, const char *told)
{
    size_t n = 0;
    for (const char *at = texts; at < texts + len; at += strlen(at) + 1, n++)
        check(!strstr(at, wanted) || holds(told, at));
    return n;
}

static void check_nothing_lost(const struct file *file, const struct reading *whole)
{
    static unsigned char text[4 * SIZE_MAX_ + 64];
    if (whole->written == IO_AUTO) return; /* no encoding fits, so there are no rows */
    size_t n_bad, n_records, n = decode(file, whole->written, text, &n_bad);
    char *told = read_slowly((const char *)text, n, false, &n_records);
    bool slow_stopped = strncmp(told, "stop", 4) == 0;
    check(!slow_stopped || whole->stopped);
    check(!whole->stopped || slow_stopped || (n_bad > 0 && !file->tolerant));
    if (!whole->stopped)
        check(count_told(whole->rows, whole->rows_len, "row|", told) +
                  count_told(whole->refused, whole->refused_len, "COLUMNS", told) ==
              n_records);
    free(told);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct file file;
    if (size > SIZE_MAX_) return 0;
    make_file(&file, data, size);
    struct reading whole = read_file(&file, 0, 1);
    check_blocks(&file, &whole);
    check_nothing_lost(&file, &whole);
    forget(&whole);
    close(file.descriptor);
    return 0;
}
