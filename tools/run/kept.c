/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kept.c - the file in which a run keeps what a later one may go on with.
 *
 * It is read on the machine and by the version that wrote it, so numbers stand in it as in memory.
 * Its last bytes are a digest of all others: a file that is cut or damaged counts as none.
 */
#include "run/kept.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

static const char magic[16] = "dolbom kept 001";

/* ".NAME.dolbom-kept" beside the output, and what comes after it; to be freed; NULL: no memory. */
static char *path_beside(const char *out, const char *ending)
{
    char *path = NULL;
    size_t len = strlen(out);
    while (len > 1 && out[len - 1] == '/') len--;
    size_t from = len;
    while (from > 0 && out[from - 1] != '/') from--;
    int made = asprintf(&path, "%.*s.%.*s.dolbom-kept%s", (int)from, out, (int)(len - from),
                        out + from, ending);
    return made < 0 ? NULL : path;
}

/* ---- files that were written ---------------------------------------------------------------- */

bool tool_written_look(struct tool_written *written, const char *path)
{
    struct stat about;
    if (lstat(path, &about) != 0) return false;
    *written = (struct tool_written){.id = {about.st_dev, about.st_ino},
                                     .size = about.st_size,
                                     .seconds = about.st_mtim.tv_sec,
                                     .nanoseconds = about.st_mtim.tv_nsec};
    return true;
}

bool tool_written_same(const struct tool_written *left, const struct tool_written *right)
{
    return left->id.device == right->id.device && left->id.inode == right->id.inode &&
           left->size == right->size && left->seconds == right->seconds &&
           left->nanoseconds == right->nanoseconds;
}

/* Does it begin as ours do, or hold less than that? It may have been cut. */
static bool is_ours(int file, int64_t size)
{
    size_t n = size < (int64_t)sizeof magic ? (size_t)size : sizeof magic;
    return n == 0 || io_file_has(file, 0, magic, n) == IO_NEXT;
}

/* An open file of ours with its size; -1: there is none. */
static int open_kept(const char *path, size_t *len)
{
    struct stat about;
    int file = path ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) : -1;
    bool ours = file >= 0 && fstat(file, &about) == 0 && S_ISREG(about.st_mode) &&
                is_ours(file, about.st_size);
    *len = ours ? (size_t)about.st_size : 0;
    if (ours) return file;
    if (file >= 0) close(file);
    return -1;
}

/* May the name be given to something new? Only to take the place of a file of ours. */
static bool may_replace(const char *path, struct io_problem *problem)
{
    size_t len;
    struct stat about;
    int file = open_kept(path, &len);
    if (file >= 0) close(file);
    return file >= 0 || lstat(path, &about) != 0 ||
           io_fail(problem, IO_SYSTEM, "%s: %s", path,
                   tool_said("already exists and is not an earlier result; name another place"));
}

/* ---- writing ----------------------------------------------------------------------------------
 */

/* What has a fixed size. */
struct head {
    char magic[sizeof magic];
    unsigned char key[TOOL_KEY_BYTES];
    struct io_file_id work, lists;
    struct tool_written last;
    int64_t n_lists, summary_len, n_tables;
    int32_t code;
};

struct writer {
    FILE *file;
    crypto_generichash_state digest;
    bool failed;
};

static void put(struct writer *writer, const void *bytes, size_t n)
{
    crypto_generichash_update(&writer->digest, bytes, n);
    if (n && fwrite(bytes, 1, n, writer->file) != n) writer->failed = true;
}

static void put_number(struct writer *writer, int64_t number)
{
    put(writer, &number, sizeof number);
}

/* A text and its length; -1: null. */
static void put_text(struct writer *writer, const char *text, size_t len)
{
    put_number(writer, text ? (int64_t)len : -1);
    if (text) put(writer, text, len);
}

static void put_cell(struct writer *writer, const struct io_result *result, int column, int64_t row)
{
    char scratch[IO_CELL];
    size_t len = 0;
    int64_t number = 0;
    if (result->columns[column].type == 'u') {
        const char *text = io_result_text(result, column, row, scratch, &len);
        put_text(writer, text, len);
        return;
    }
    put_number(writer, io_result_number(result, column, row, &number));
    put_number(writer, number);
}

static void put_table(struct writer *writer, const struct io_result *result)
{
    put_text(writer, result->name, strlen(result->name) + 1);
    put_number(writer, (int64_t)result->n_columns);
    put_number(writer, result->n_rows);
    for (size_t i = 0; i < result->n_columns; i++) {
        const struct io_column *column = &result->columns[i];
        put_text(writer, column->name, strlen(column->name) + 1);
        put_number(writer, column->type);
        put_number(writer, column->decimals);
    }
    for (int64_t row = 0; row < result->n_rows && !writer->failed; row++)
        for (size_t i = 0; i < result->n_columns; i++) put_cell(writer, result, (int)i, row);
}

static bool put_all(struct writer *writer, const struct tool_kept *kept,
                    const struct io_result *const *results, size_t n_results)
{
    struct head head;
    unsigned char digest[TOOL_KEY_BYTES];
    memset(&head, 0, sizeof head); /* and what lies between its members */
    memcpy(head.magic, magic, sizeof magic);
    memcpy(head.key, kept->key, sizeof head.key);
    head.work = kept->work;
    head.lists = kept->lists;
    head.last = kept->last;
    head.n_lists = kept->n_lists;
    head.summary_len = (int64_t)strlen(kept->summary);
    head.n_tables = (int64_t)n_results;
    head.code = kept->code;
    crypto_generichash_init(&writer->digest, NULL, 0, sizeof digest);
    put(writer, &head, sizeof head);
    put(writer, kept->summary, (size_t)head.summary_len + 1);
    for (size_t i = 0; i < n_results; i++) put_table(writer, results[i]);
    crypto_generichash_final(&writer->digest, digest, sizeof digest);
    bool done = !writer->failed && fwrite(digest, 1, sizeof digest, writer->file) == sizeof digest;
    return done && fflush(writer->file) == 0 && fsync(fileno(writer->file)) == 0;
}

/* Close a file that was written, or not; errno is that of what failed first. */
static bool shut(FILE *file, bool written)
{
    int code = errno;
    if (fclose(file) != 0 && written) return false;
    errno = code;
    return written;
}

bool tool_kept_write(const struct tool_kept *kept, const char *out,
                     const struct io_result *const *results, size_t n_results,
                     struct io_problem *problem)
{
    char *path = path_beside(out, ""), *fresh = path_beside(out, "-new");
    const int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW;
    bool may = path && fresh && may_replace(path, problem);
    int file = may ? open(fresh, flags, 0600) : -1;
    struct writer writer = {.file = file >= 0 ? fdopen(file, "wb") : NULL};
    bool done = writer.file && shut(writer.file, put_all(&writer, kept, results, n_results));
    int code = errno;
    if (!writer.file && file >= 0) close(file);
    errno = code;
    done = done && rename(fresh, path) == 0;
    if (!done && file >= 0) {
        code = errno;
        unlink(fresh);
        errno = code;
    }
    if (!done) io_fail_errno(problem, path ? path : out, "cannot be written");
    free(fresh);
    free(path);
    return done;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* Bytes that are still to be read; what does not fit makes it end. */
struct reader {
    char *at;
    size_t left;
    bool failed;
};

static char *take(struct reader *reader, int64_t n)
{
    if (n < 0 || (uint64_t)n > reader->left) {
        reader->failed = true;
        return NULL;
    }
    char *bytes = reader->at;
    reader->at += n;
    reader->left -= (size_t)n;
    return bytes;
}

static int64_t take_number(struct reader *reader)
{
    int64_t number = 0;
    const char *bytes = take(reader, sizeof number);
    if (bytes) memcpy(&number, bytes, sizeof number);
    return number;
}

static void take_cell(struct reader *reader, struct io_builder *builder, char type)
{
    int64_t first = take_number(reader);
    if (type != 'u') {
        int64_t number = take_number(reader);
        if (!reader->failed) io_builder_number(builder, number, !first);
        return;
    }
    const char *text = first < 0 ? NULL : take(reader, first);
    if (!reader->failed) io_builder_text(builder, text, text ? (size_t)first : 0);
}

static bool take_table(struct reader *reader, struct io_result *result)
{
    enum { COLUMNS = 64 };
    struct io_column columns[COLUMNS];
    const char *name = take(reader, take_number(reader));
    int64_t n = take_number(reader), n_rows = take_number(reader);
    if (reader->failed || n < 1 || n > COLUMNS) return false;
    for (int64_t i = 0; i < n; i++) {
        columns[i].name = take(reader, take_number(reader));
        columns[i].type = (char)take_number(reader);
        columns[i].decimals = (uint8_t)take_number(reader);
    }
    struct io_builder builder;
    if (reader->failed || !io_builder_open(&builder, result, name, columns, (size_t)n))
        return false;
    for (int64_t row = 0; row < n_rows && !reader->failed; row++)
        for (int64_t i = 0; i < n; i++) take_cell(reader, &builder, columns[i].type);
    return io_builder_close(&builder) && !reader->failed;
}

/* Is the digest at the end that of all before it? */
static bool is_whole(const char *bytes, size_t len)
{
    unsigned char digest[TOOL_KEY_BYTES];
    if (len < sizeof(struct head) + sizeof digest) return false;
    crypto_generichash(digest, sizeof digest, (const unsigned char *)bytes, len - sizeof digest,
                       NULL, 0);
    return memcmp(digest, bytes + len - sizeof digest, sizeof digest) == 0;
}

static void take_all(struct tool_kept *kept, size_t len)
{
    struct head head;
    struct reader reader = {kept->bytes, len - TOOL_KEY_BYTES, false};
    memcpy(&head, take(&reader, sizeof head), sizeof head);
    memcpy(kept->key, head.key, sizeof head.key);
    kept->work = head.work;
    kept->lists = head.lists;
    kept->last = head.last;
    kept->n_lists = head.n_lists;
    kept->code = head.code;
    kept->summary = take(&reader, head.summary_len + 1);
    kept->found = !reader.failed && head.n_tables <= TOOL_KEPT_TABLES;
    for (int64_t i = 0; kept->found && i < head.n_tables; i++)
        kept->found = take_table(&reader, &kept->tables[kept->n_tables++]);
}

bool tool_kept_read(struct tool_kept *kept, const char *out, struct io_problem *problem)
{
    size_t len;
    char *path = path_beside(out, "");
    int file = open_kept(path, &len);
    struct stat about;
    *kept = (struct tool_kept){.n_lists = -1};
    kept->blocked = file < 0 && path && lstat(path, &about) == 0;
    if (kept->blocked)
        tool_complain("%s: is not ours and stays; begun anew, and nothing is kept for --resume",
                      path);
    free(path);
    if (file < 0) return true;
    kept->bytes = malloc(len + 1);
    bool read = kept->bytes && lseek(file, 0, SEEK_SET) == 0 &&
                io_read(file, kept->bytes, len) == (long)len;
    close(file);
    if (!kept->bytes) return io_fail_memory(problem);
    if (read && is_whole(kept->bytes, len)) take_all(kept, len);
    return true;
}

void tool_kept_remove(const char *out)
{
    size_t len;
    char *path = path_beside(out, ""), *fresh = path_beside(out, "-new");
    int file = open_kept(path, &len);
    if (file >= 0) unlink(path);
    if (file >= 0) close(file);
    if (fresh) unlink(fresh); /* of whatever form: a run that was killed may not have begun it */
    free(fresh);
    free(path);
}

void tool_kept_clear(struct tool_kept *kept)
{
    for (size_t i = 0; i < kept->n_tables; i++) io_result_clear(&kept->tables[i]);
    free(kept->bytes);
    *kept = (struct tool_kept){.found = false};
}
