/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file_kind.c - what a file is, by how it begins and not by its name.
 *
 * Files change their names on the way: an export named .xls may be HTML, a workbook or the old
 * format. What cannot be read is told apart too, because what to do differs.
 *
 *   PK            an archive: a workbook, a document or files that somebody packed
 *   D0 CF 11 E0   parts with names: Excel up to 2003, Word, Hangul, or a workbook under a password
 *   %PDF, {\rtf, HWP Document File
 *   09 08         Excel up to 95
 *   <html, <table, somewhere at the beginning
 */
#include "io/book/book_inside.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    HEAD_BYTES = 4096,
    NAMES_BYTES = 1 << 20 /* how much is searched for names of parts, at either end of a file */
};

struct head {
    unsigned char bytes[HEAD_BYTES + 1];
    size_t n;
};

static bool begins(const struct head *head, const char *text, size_t len)
{
    return head->n >= len && memcmp(head->bytes, text, len) == 0;
}

/* Does the text occur in the head, in any case? Other bytes of UTF-16 are left out. */
static bool mentions(const struct head *head, const char *text)
{
    char narrow[HEAD_BYTES + 1];
    size_t n = 0;
    for (size_t i = 0; i < head->n; i++)
        if (head->bytes[i]) narrow[n++] = (char)head->bytes[i];
    narrow[n] = '\0';
    return strcasestr(narrow, text) != NULL;
}

/* The first character that is no blank and no byte order mark. */
static int first_character(const struct head *head)
{
    for (size_t i = 0; i < head->n; i++)
        if (head->bytes[i] > ' ' && !strchr("\xEF\xBB\xBF\xFE\xFF", head->bytes[i]))
            return head->bytes[i];
    return -1;
}

static enum io_file_kind kind_of_markup(const struct head *head)
{
    if (mentions(head, "office:spreadsheet")) return IO_FILE_XML;
    bool is_html = mentions(head, "<html") || mentions(head, "<table") ||
                   mentions(head, "<!doctype html") || mentions(head, "<meta");
    return is_html ? IO_FILE_HTML : IO_FILE_OTHER;
}

/* ---- archives -------------------------------------------------------------------------------- */

/* What the archive says that it is, for those that say so. */
static enum io_file_kind kind_by_type(const struct zip_file *zip)
{
    char type[64];
    struct zip_stream stream;
    struct io_problem problem = {.kind = IO_OK};
    const struct zip_entry *entry = zip_find(zip, "mimetype");
    bool opened = entry && zip_stream_open(&stream, zip, entry, &problem);
    long n = opened ? zip_stream_read(&stream, type, sizeof type - 1, &problem) : 0;
    if (entry) zip_stream_close(&stream);
    type[n > 0 ? n : 0] = '\0';
    if (strstr(type, "spreadsheet")) return IO_FILE_SPREADSHEET;
    return strstr(type, "hwp") || strstr(type, "text") ? IO_FILE_DOCUMENT : IO_FILE_ARCHIVE;
}

static enum io_file_kind kind_of_archive(const char *path)
{
    struct zip_file zip;
    struct io_problem problem = {.kind = IO_OK};
    enum io_file_kind kind = IO_FILE_BOOK; /* a damaged one: whoever reads it says how */
    if (zip_open(&zip, path, &problem)) {
        bool is_package = zip_find(&zip, "[Content_Types].xml") && zip_find(&zip, "_rels/.rels");
        bool is_document =
            zip_find(&zip, "word/document.xml") || zip_find(&zip, "ppt/presentation.xml");
        if (is_document)
            kind = IO_FILE_DOCUMENT;
        else if (zip_find(&zip, "xl/workbook.bin"))
            kind = IO_FILE_SPREADSHEET;
        else if (!is_package)
            kind = kind_by_type(&zip);
    }
    zip_close(&zip);
    return kind;
}

/* ---- files of parts with names --------------------------------------------------------------- */

/* Is the name there, in UTF-16? */
static bool has_part(const unsigned char *data, size_t n, const char *name)
{
    unsigned char wide[64];
    size_t len = 2 * strlen(name);
    for (size_t i = 0; i < len; i += 2) {
        wide[i] = (unsigned char)name[i / 2];
        wide[i + 1] = 0;
    }
    return memmem(data, n, wide, len) != NULL;
}

/* Names lie in a directory that may be anywhere; programs write it near either end. */
static enum io_file_kind kind_of_parts(int file, const struct stat *about)
{
    unsigned char *data = malloc(2 * NAMES_BYTES);
    enum io_file_kind kind = IO_FILE_OLD_BOOK;
    if (!data) return kind;
    ssize_t n = pread(file, data, NAMES_BYTES, 0);
    size_t len = n > 0 ? (size_t)n : 0;
    off_t rest = about->st_size - NAMES_BYTES;
    n = rest > 0 ? pread(file, data + len, NAMES_BYTES, rest) : 0;
    len += n > 0 ? (size_t)n : 0;
    if (has_part(data, len, "EncryptedPackage"))
        kind = IO_FILE_LOCKED;
    else if (has_part(data, len, "HwpSummaryInformation") || has_part(data, len, "WordDocument"))
        kind = IO_FILE_DOCUMENT;
    free(data);
    return kind;
}

/* ---- any file -------------------------------------------------------------------------------- */

static enum io_file_kind kind_of(const char *path, int file, const struct stat *about,
                                 const struct head *head)
{
    static const char parts[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    bool is_old = begins(head, "\x09\x08", 2) || begins(head, "\x09\x04", 2) ||
                  begins(head, "\x09\x02", 2) || begins(head, "\x09\x00", 2);
    bool is_document = begins(head, "{\\rtf", 5) || begins(head, "HWP Document File", 17);
    bool is_archive = begins(head, "7z\xBC\xAF", 4) || begins(head, "Rar!", 4);
    if (begins(head, "PK\3\4", 4)) return kind_of_archive(path);
    if (begins(head, parts, 8)) return kind_of_parts(file, about);
    if (begins(head, "%PDF-", 5)) return IO_FILE_PDF;
    if (is_old) return IO_FILE_OLD_BOOK;
    if (is_document) return IO_FILE_DOCUMENT;
    if (is_archive) return IO_FILE_ARCHIVE;
    return first_character(head) == '<' ? kind_of_markup(head) : IO_FILE_OTHER;
}

bool io_file_kind(const char *path, enum io_file_kind *kind, struct io_problem *problem)
{
    struct head head;
    struct stat about;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    long n = file >= 0 && fstat(file, &about) == 0 ? io_read(file, head.bytes, HEAD_BYTES) : -1;
    if (n < 0) io_fail_errno(problem, path, file < 0 ? "cannot be opened" : "cannot be read");
    head.n = n > 0 ? (size_t)n : 0;
    if (n >= 0) *kind = kind_of(path, file, &about, &head);
    if (file >= 0) close(file);
    return n >= 0;
}
