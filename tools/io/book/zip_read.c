/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zip_read.c - the directory of a zip archive, and its entries unpacked in a stream.
 *
 * A workbook is sent in by somebody, so nothing in it is believed: every place must lie in the
 * file, sizes must come true, and what would unpack to far more than a spreadsheet does is refused
 * before a byte of it is unpacked. Entries are only ever found by name, and nothing is written, so
 * a name with ".." leads nowhere.
 *
 *   ... entries ... | directory | zip64 end, locator (if large) | end record, comment
 *
 * The directory is what counts; an entry's own header only says where its bytes begin, because
 * programs that write in one go leave its sizes empty.
 */
#include "io/book/zip_read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    END_BYTES = 22,
    END64_BYTES = 56,
    LOCATOR_BYTES = 20,
    ENTRY_BYTES = 46,
    HEADER_BYTES = 30,
    COMMENT_MAX = 65535,
    ENTRIES_MAX = 10000,
    DIRECTORY_MAX = 16 << 20,
    RATIO_MAX = 200,            /* a sheet of one repeated value stays below 100 */
    RATIO_ASKED_FROM = 64 << 20 /* bytes */
};
static const uint64_t unpacked_max = UINT64_C(1) << 32;

static uint16_t two(const unsigned char *at)
{
    return (uint16_t)(at[0] | at[1] << 8);
}

static uint32_t four(const unsigned char *at)
{
    return two(at) | (uint32_t)two(at + 2) << 16;
}

static uint64_t eight(const unsigned char *at)
{
    return four(at) | (uint64_t)four(at + 4) << 32;
}

bool zip_damaged(const struct zip_file *zip, const char *entry, const char *what,
                 struct io_problem *problem)
{
    return io_fail(problem, IO_BAD_INPUT,
                   "%s: the file is damaged (%s%s%s); fetch it again, or open it in Excel and save "
                   "it as .xlsx",
                   zip->path, entry ? entry : "", entry ? ": " : "", tool_said(what));
}

static bool read_at(const struct zip_file *zip, uint64_t at, void *out, size_t n,
                    struct io_problem *problem)
{
    if (n > zip->n_bytes || at > zip->n_bytes - n)
        return zip_damaged(zip, NULL, "it ends too early", problem);
    for (size_t done = 0; done < n;) {
        ssize_t got = pread(zip->file, (char *)out + done, n - done, (off_t)(at + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return io_fail_errno(problem, zip->path, "cannot be read");
        if (got == 0) return zip_damaged(zip, NULL, "it ends too early", problem);
        done += (size_t)got;
    }
    return true;
}

/* ---- the directory ------------------------------------------------------------------------- */

struct directory {
    uint64_t place, len, n;
};

/* The place of the end record, whose comment must reach to the end of the file. */
static bool find_end(const struct zip_file *zip, unsigned char end[END_BYTES], uint64_t *place,
                     struct io_problem *problem)
{
    uint64_t n = zip->n_bytes < END_BYTES + COMMENT_MAX ? zip->n_bytes : END_BYTES + COMMENT_MAX;
    unsigned char *tail = malloc((size_t)n + 1);
    bool found = false, read = false;
    if (!tail) return io_fail_memory(problem);
    read = read_at(zip, zip->n_bytes - n, tail, (size_t)n, problem);
    for (uint64_t at = n; read && !found && at >= END_BYTES; at--) {
        const unsigned char *record = tail + at - END_BYTES;
        found = memcmp(record, "PK\5\6", 4) == 0 && two(record + 20) == n - at;
        if (!found) continue;
        memcpy(end, record, END_BYTES);
        *place = zip->n_bytes - n + at - END_BYTES;
    }
    free(tail);
    return found || (read && zip_damaged(zip, NULL, "its end is missing", problem));
}

/* A large archive says so by numbers that are all ones, and has another record. */
static bool find_end64(const struct zip_file *zip, uint64_t end_place, struct directory *directory,
                       struct io_problem *problem)
{
    unsigned char locator[LOCATOR_BYTES], end[END64_BYTES];
    if (end_place < LOCATOR_BYTES)
        return zip_damaged(zip, NULL, "its directory is missing", problem);
    if (!read_at(zip, end_place - LOCATOR_BYTES, locator, sizeof locator, problem)) return false;
    if (memcmp(locator, "PK\6\7", 4) != 0)
        return zip_damaged(zip, NULL, "its directory is missing", problem);
    if (!read_at(zip, eight(locator + 8), end, sizeof end, problem)) return false;
    if (memcmp(end, "PK\6\6", 4) != 0)
        return zip_damaged(zip, NULL, "its directory is missing", problem);
    *directory =
        (struct directory){.place = eight(end + 48), .len = eight(end + 40), .n = eight(end + 32)};
    return true;
}

static bool find_directory(const struct zip_file *zip, struct directory *directory,
                           struct io_problem *problem)
{
    unsigned char end[END_BYTES] = {0};
    uint64_t place = 0;
    if (!find_end(zip, end, &place, problem)) return false;
    *directory =
        (struct directory){.place = four(end + 16), .len = four(end + 12), .n = two(end + 10)};
    bool is_large = directory->place == UINT32_MAX || directory->len == UINT32_MAX ||
                    directory->n == UINT16_MAX;
    if (is_large && !find_end64(zip, place, directory, problem)) return false;
    if (directory->n > ENTRIES_MAX || directory->len > DIRECTORY_MAX)
        return io_fail(problem, IO_BAD_INPUT,
                       "%s: holds more than %d files inside, which no workbook does", zip->path,
                       ENTRIES_MAX);
    return true;
}

/* Numbers that did not fit stand in a field of their own, in this order, if all ones here. */
static bool take_large(struct zip_entry *entry, const unsigned char *extra, size_t len)
{
    uint64_t *const numbers[] = {&entry->unpacked, &entry->packed, &entry->place};
    while (len >= 4) {
        size_t n = two(extra + 2);
        if (n > len - 4) return false;
        const unsigned char *at = extra + 4, *end = at + n;
        for (size_t i = 0; two(extra) == 1 && i < 3; i++) {
            if (*numbers[i] != UINT32_MAX) continue;
            if (end - at < 8) return false;
            *numbers[i] = eight(at);
            at += 8;
        }
        extra += 4 + n;
        len -= 4 + n;
    }
    return true;
}

/* One entry of the directory; its length there, or 0 when it is not right. */
static size_t take_entry(struct zip_entry *entry, char *name, const unsigned char *at, size_t len)
{
    if (len < ENTRY_BYTES || memcmp(at, "PK\1\2", 4) != 0) return 0;
    size_t name_len = two(at + 28), extra_len = two(at + 30), comment_len = two(at + 32);
    size_t whole = ENTRY_BYTES + name_len + extra_len + comment_len;
    if (whole > len || memchr(at + ENTRY_BYTES, '\0', name_len)) return 0;
    memcpy(name, at + ENTRY_BYTES, name_len);
    name[name_len] = '\0';
    *entry = (struct zip_entry){.name = name,
                                .place = four(at + 42),
                                .packed = four(at + 20),
                                .unpacked = four(at + 24),
                                .crc = four(at + 16),
                                .method = two(at + 10),
                                .encrypted = two(at + 8) & 1};
    return take_large(entry, at + ENTRY_BYTES + name_len, extra_len) ? whole : 0;
}

static int by_name(const void *left, const void *right)
{
    return strcasecmp(((const struct zip_entry *)left)->name,
                      ((const struct zip_entry *)right)->name);
}

static bool take_entries(struct zip_file *zip, const unsigned char *data,
                         const struct directory *directory, struct io_problem *problem)
{
    size_t at = 0, len = (size_t)directory->len;
    char *name = zip->names;
    for (size_t i = 0; i < directory->n; i++) {
        size_t n = take_entry(&zip->entries[i], name, data + at, len - at);
        if (n == 0) return zip_damaged(zip, NULL, "its directory is not right", problem);
        name += strlen(name) + 1;
        at += n;
    }
    zip->n_entries = (size_t)directory->n;
    if (zip->n_entries) qsort(zip->entries, zip->n_entries, sizeof *zip->entries, by_name);
    for (size_t i = 1; i < zip->n_entries; i++) /* which of two would Excel read? */
        if (by_name(&zip->entries[i - 1], &zip->entries[i]) == 0)
            return zip_damaged(zip, NULL, "two files inside have one name", problem);
    return true;
}

static bool read_directory(struct zip_file *zip, struct io_problem *problem)
{
    struct directory directory;
    if (!find_directory(zip, &directory, problem)) return false;
    size_t len = (size_t)directory.len, n = (size_t)directory.n;
    unsigned char *data = malloc(len + 1);
    zip->entries = calloc(n + 1, sizeof *zip->entries);
    zip->names = malloc(len + n + 1); /* names lie in the directory, each gets a NUL */
    bool done = (data && zip->entries && zip->names) || io_fail_memory(problem);
    done = done && read_at(zip, directory.place, data, len, problem) &&
           take_entries(zip, data, &directory, problem);
    free(data);
    return done;
}

bool zip_open(struct zip_file *zip, const char *path, struct io_problem *problem)
{
    struct stat about;
    *zip = (struct zip_file){.path = path, .file = open(path, O_RDONLY | O_CLOEXEC)};
    if (zip->file < 0) return io_fail_errno(problem, path, "cannot be opened");
    if (fstat(zip->file, &about) != 0) return io_fail_errno(problem, path, "cannot be examined");
    zip->n_bytes = (uint64_t)about.st_size;
    return read_directory(zip, problem);
}

void zip_close(struct zip_file *zip)
{
    if (zip->file >= 0) close(zip->file);
    free(zip->entries);
    free(zip->names);
    *zip = (struct zip_file){.file = -1};
}

struct sought {
    const struct zip_file *zip;
    const char *name;
};

static bool comes_before(const void *context, size_t i)
{
    const struct sought *sought = context;
    return strcasecmp(sought->zip->entries[i].name, sought->name) < 0;
}

const struct zip_entry *zip_find(const struct zip_file *zip, const char *name)
{
    struct sought sought = {zip, name};
    size_t at = tool_count_before(zip->n_entries, comes_before, &sought);
    bool found = at < zip->n_entries && strcasecmp(zip->entries[at].name, name) == 0;
    return found ? &zip->entries[at] : NULL;
}

/* ---- entries --------------------------------------------------------------------------------- */

static bool check_entry(const struct zip_file *zip, const struct zip_entry *entry,
                        struct io_problem *problem)
{
    bool bursts = entry->unpacked > RATIO_ASKED_FROM && entry->unpacked / RATIO_MAX > entry->packed;
    if (entry->encrypted)
        return io_fail(problem, IO_BAD_INPUT,
                       "%s: is protected by a password; open it in Excel and save it without one",
                       zip->path);
    if (bursts || entry->unpacked > unpacked_max)
        return io_fail(problem, IO_BAD_INPUT,
                       "%s: %s would unpack to %llu MB; the limit is 4 GiB, and %d times the size "
                       "it has in the file",
                       zip->path, entry->name, (unsigned long long)(entry->unpacked / 1000000),
                       RATIO_MAX);
    if (entry->method != 0 && entry->method != Z_DEFLATED)
        return zip_damaged(zip, entry->name, "it is packed in an unusual way", problem);
    return true;
}

bool zip_stream_open(struct zip_stream *stream, const struct zip_file *zip,
                     const struct zip_entry *entry, struct io_problem *problem)
{
    unsigned char header[HEADER_BYTES];
    memset(stream, 0, offsetof(struct zip_stream, input));
    stream->zip = zip;
    stream->entry = entry;
    if (!check_entry(zip, entry, problem)) return false;
    if (!read_at(zip, entry->place, header, sizeof header, problem)) return false;
    if (memcmp(header, "PK\3\4", 4) != 0)
        return zip_damaged(zip, entry->name, "it is not where the directory says", problem);
    stream->at = entry->place + HEADER_BYTES + two(header + 26) + two(header + 28);
    if (entry->method == 0) return true;
    stream->inflates = inflateInit2(&stream->inflate, -MAX_WBITS) == Z_OK;
    return stream->inflates || io_fail_memory(problem);
}

void zip_stream_close(struct zip_stream *stream)
{
    if (stream->inflates) inflateEnd(&stream->inflate);
    stream->inflates = false;
}

/* The next bytes as they are in the file; 0 when there are no more. */
static long read_packed(struct zip_stream *stream, void *out, size_t cap,
                        struct io_problem *problem)
{
    uint64_t rest = stream->entry->packed - stream->n_packed;
    size_t n = rest < cap ? (size_t)rest : cap;
    if (n > 0 && !read_at(stream->zip, stream->at, out, n, problem)) return -1;
    stream->at += n;
    stream->n_packed += n;
    return (long)n;
}

static long inflate_more(struct zip_stream *stream, void *out, size_t cap,
                         struct io_problem *problem)
{
    z_stream *z = &stream->inflate;
    z->next_out = out;
    z->avail_out = (uInt)cap;
    while (z->avail_out > 0 && !stream->ended) {
        if (z->avail_in == 0) {
            long n = read_packed(stream, stream->input, sizeof stream->input, problem);
            if (n < 0) return -1;
            z->next_in = stream->input;
            z->avail_in = (uInt)n;
        }
        int code = inflate(z, Z_NO_FLUSH);
        stream->ended = code == Z_STREAM_END;
        if (code == Z_OK || stream->ended) continue;
        if (code == Z_MEM_ERROR)
            io_fail_memory(problem);
        else
            zip_damaged(stream->zip, stream->entry->name, "it cannot be unpacked", problem);
        return -1;
    }
    return (long)(cap - z->avail_out);
}

long zip_stream_read(struct zip_stream *stream, void *out, size_t cap, struct io_problem *problem)
{
    const struct zip_entry *entry = stream->entry;
    long n = stream->inflates ? inflate_more(stream, out, cap, problem)
                              : read_packed(stream, out, cap, problem);
    if (n < 0) return -1;
    stream->n_unpacked += (uint64_t)n;
    stream->crc = (uint32_t)crc32(stream->crc, out, (uInt)n);
    bool too_much = stream->n_unpacked > entry->unpacked;
    bool ends = n == 0;
    if (!too_much && !ends) return n;
    if (!too_much && stream->n_unpacked == entry->unpacked && stream->crc == entry->crc) return 0;
    zip_damaged(stream->zip, entry->name, "its size or checksum is wrong", problem);
    return -1;
}
