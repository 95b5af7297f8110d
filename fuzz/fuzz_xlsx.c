/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_xlsx.c - reading workbooks and HTML tables, of any bytes.
 *
 *   in order    rows come by their numbers, within a sheet; a row has a value of its own; texts are
 *               UTF-8 and not longer than a cell may be
 *   the same    read twice, and with entries packed or stored, rows and refusals are the same
 *   as input    a table's rows in = accepted + rejected + left out, all at places of the sheet
 *   damage      what cannot be read is bad input, never a failure of the system
 *
 * The first byte says what the others are: one file of a workbook that is otherwise good, changes
 * to the bytes of a good one, an HTML file, or a number and its format.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "io/book/book_inside.h"
#include "io/source/source.h"

enum { SIZE_MAX_ = 1 << 14, BOOK_MAX = 1 << 17 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool law)
{
    if (!law) abort();
}

/* ---- a workbook ------------------------------------------------------------------------------ */

enum part { RELS, TYPES, WORKBOOK, WORKBOOK_RELS, SHEET, STRINGS, STYLES, N_PARTS };

static const char *const names[N_PARTS] = {
    "_rels/.rels",         "[Content_Types].xml",  "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
    "xl/worksheets/s.xml", "xl/sharedStrings.xml", "xl/styles.xml"};

static const char *const good[N_PARTS] = {
    "<R><Relationship Id='a' Type='x/officeDocument' Target='xl/workbook.xml'/></R>",
    "<Types/>",
    "<workbook><workbookPr date1904='0'/><sheets><sheet name='persons' "
    "r:id='a'/></sheets></workbook>",
    "<R><Relationship Id='a' Type='x/worksheet' Target='worksheets/s.xml'/>"
    "<Relationship Id='b' Type='x/sharedStrings' Target='sharedStrings.xml'/>"
    "<Relationship Id='c' Type='x/styles' Target='styles.xml'/></R>",
    "<worksheet><sheetData><row r='1'><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row><row "
    "r='3'><c "
    "s='1'><v>45292.5</v></c><c r='C3' "
    "t='str'><v>x</v></c></row></sheetData><mergeCells><mergeCell "
    "ref='A3:A4'/></mergeCells></worksheet>",
    "<sst><si><t>agency_id</t></si><si><r><t>record</t></r><r><t>_id</t></r></si></sst>",
    "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='000-0000'/></numFmts><cellXfs><xf "
    "numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/></cellXfs></styleSheet>"};

struct book {
    unsigned char bytes[BOOK_MAX], directory[4096];
    size_t n, directory_len;
};

static void put(unsigned char *at, size_t *n, uint32_t number, int n_bytes)
{
    for (int i = 0; i < n_bytes; i++) at[(*n)++] = (unsigned char)(number >> 8 * i);
}

/* Method, checksum, sizes and the length of the name, as both headers of an entry have them. */
static void put_about(unsigned char *at, size_t *n, uint16_t method, uint32_t crc, size_t packed,
                      size_t len, size_t name_len)
{
    put(at, n, 20, 2);
    put(at, n, 0, 2);
    put(at, n, method, 2);
    put(at, n, 0, 4);
    put(at, n, crc, 4);
    put(at, n, (uint32_t)packed, 4);
    put(at, n, (uint32_t)len, 4);
    put(at, n, (uint32_t)name_len, 2);
    put(at, n, 0, 2);
}

static size_t pack(const void *text, size_t len, unsigned char *out, size_t cap)
{
    z_stream z = {.next_in = (unsigned char *)(uintptr_t)text,
                  .avail_in = (uInt)len,
                  .next_out = out,
                  .avail_out = (uInt)cap};
    check(deflateInit2(&z, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    check(deflate(&z, Z_FINISH) == Z_STREAM_END);
    deflateEnd(&z);
    return z.total_out;
}

static void add_part(struct book *book, const char *name, const void *text, size_t len, bool packs)
{
    static unsigned char packed[2 * SIZE_MAX_ + 4096];
    size_t place = book->n, name_len = strlen(name);
    size_t packed_len = packs ? pack(text, len, packed, sizeof packed) : len;
    uint32_t crc = (uint32_t)crc32(0, text, (uInt)len);
    put(book->bytes, &book->n, 0x04034B50, 4);
    put_about(book->bytes, &book->n, packs ? 8 : 0, crc, packed_len, len, name_len);
    memcpy(book->bytes + book->n, name, name_len);
    book->n += name_len;
    memcpy(book->bytes + book->n, packs ? packed : text, packed_len);
    book->n += packed_len;
    put(book->directory, &book->directory_len, 0x02014B50, 4);
    put(book->directory, &book->directory_len, 20, 2);
    put_about(book->directory, &book->directory_len, packs ? 8 : 0, crc, packed_len, len, name_len);
    put(book->directory, &book->directory_len, 0, 4);
    put(book->directory, &book->directory_len, 0, 4);
    put(book->directory, &book->directory_len, 0, 2);
    put(book->directory, &book->directory_len, (uint32_t)place, 4);
    memcpy(book->directory + book->directory_len, name, name_len);
    book->directory_len += name_len;
}

/* A workbook of which one part (or none: N_PARTS) is other than good. */
static void make_book(struct book *book, enum part changed, const uint8_t *data, size_t size,
                      bool packs)
{
    book->n = book->directory_len = 0;
    for (int i = 0; i < N_PARTS; i++)
        add_part(book, names[i], i == (int)changed ? (const char *)data : good[i],
                 i == (int)changed ? size : strlen(good[i]), packs);
    size_t place = book->n;
    memcpy(book->bytes + place, book->directory, book->directory_len);
    book->n += book->directory_len;
    put(book->bytes, &book->n, 0x06054B50, 4);
    put(book->bytes, &book->n, 0, 4);
    put(book->bytes, &book->n, N_PARTS, 2);
    put(book->bytes, &book->n, N_PARTS, 2);
    put(book->bytes, &book->n, (uint32_t)book->directory_len, 4);
    put(book->bytes, &book->n, (uint32_t)place, 4);
    put(book->bytes, &book->n, 0, 2);
}

/* ---- what the reader makes of it ------------------------------------------------------------- */

struct told {
    char *text;
    size_t len;
};

static void tell_rows(FILE *out, struct io_raw_rows *rows, struct io_problem *problem)
{
    struct io_raw_row row;
    int64_t last = 0;
    while (rows && rows->next(rows, &row, problem) == IO_NEXT) {
        bool has_own = row.n_own > IO_COLUMNS_MAX;
        check(row.number > last && row.number <= IO_SHEET_ROWS_MAX);
        check(row.n_own > 0 && row.n_cells <= IO_COLUMNS_MAX);
        check(row.n_cells >= row.n_own || row.n_own > IO_COLUMNS_MAX);
        last = row.number;
        fprintf(out, "%lld%s", (long long)row.number, row.hidden ? " hidden" : "");
        for (int i = 0; i < row.n_cells; i++) {
            const struct io_cell *cell = &row.cells[i];
            check(cell->len <= IO_FIELD_MAX && (cell->fault == IO_CELL_GOOD || cell->len == 0));
            has_own |= cell->len > 0 || cell->fault != IO_CELL_GOOD || cell->filled;
            fprintf(out, "|%d%d", cell->fault, cell->filled);
            fwrite(cell->text, 1, cell->len, out);
        }
        check(has_own);
        fputc('\n', out);
    }
    if (rows) rows->close(rows);
    check(problem->kind == IO_OK || problem->kind == IO_BAD_INPUT);
    if (problem->kind != IO_OK) fprintf(out, "problem\n");
}

static struct told read_book(const char *path)
{
    struct told told = {.len = 0};
    const struct io_reading reading = {.encoding = IO_AUTO};
    struct io_problem problem = {.kind = IO_OK};
    FILE *out = open_memstream(&told.text, &told.len);
    struct io_book *book = io_book_open(path, &reading, &problem);
    for (size_t i = 0; book && i < io_book_n_sheets(book) && problem.kind == IO_OK; i++) {
        struct io_merges merges = {.n = 0};
        if (io_book_merges(book, i, &merges, &problem))
            tell_rows(out, io_book_rows(book, i, &merges, &problem), &problem);
        free(merges.at);
    }
    check(book || problem.kind == IO_BAD_INPUT);
    io_book_close(book);
    fclose(out);
    return told;
}

static struct told read_html(const char *path)
{
    struct told told = {.len = 0};
    const struct io_reading reading = {.encoding = IO_AUTO, .tolerant = true};
    struct io_problem problem = {.kind = IO_OK};
    FILE *out = open_memstream(&told.text, &told.len);
    tell_rows(out, io_html_rows(path, &reading, &problem), &problem);
    fclose(out);
    return told;
}

/* ---- laws ------------------------------------------------------------------------------------ */

static void count_rows(struct io_table *table, struct io_problem *problem)
{
    struct ArrowArrayStream stream;
    struct ArrowArray batch;
    int64_t n = 0;
    check(io_table_stream(table, &stream, problem));
    while (stream.get_next(&stream, &batch) == 0 && batch.release) {
        for (int64_t row = 0; row < batch.length; row++) {
            int64_t line;
            const struct io_part *part = io_table_place(table, n + row, &line);
            check(line > part->header_line && line <= IO_SHEET_ROWS_MAX);
        }
        n += batch.length;
        batch.release(&batch);
    }
    stream.release(&stream);
    check(n == table->n_rows);
}

/* As the command reads it. */
static void check_input(const char *path)
{
    struct io_input input = {.n_threads = 1, .reading.tolerant = true};
    if (io_input_add(&input, path, 1u << IO_RECORDS) && io_input_settle(&input))
        for (size_t i = 0; i < input.n_tables && input.problem.kind == IO_OK; i++)
            count_rows(&input.tables[i], &input.problem);
    check(input.problem.kind == IO_OK || input.problem.kind == IO_BAD_INPUT);
    io_input_clear(&input);
}

static int make_file(const void *bytes, size_t n, char path[32])
{
    int file = memfd_create("fuzz.xlsx", MFD_CLOEXEC);
    check(file >= 0 && write(file, bytes, n) == (ssize_t)n);
    snprintf(path, 32, "/proc/self/fd/%d", file);
    return file;
}

static void expect_same(struct told *one, struct told *other)
{
    check(one->len == other->len && memcmp(one->text, other->text, one->len) == 0);
    free(other->text);
}

/* Read twice, each time the same; to be freed. */
static struct told check_file(const void *bytes, size_t n, struct told (*read)(const char *path))
{
    char path[32];
    int file = make_file(bytes, n, path);
    struct told told = read(path), again = read(path);
    expect_same(&told, &again);
    if (n < 6 || memcmp(bytes, "SQLite", 6) != 0) check_input(path); /* another reader's */
    close(file);
    return told;
}

static void check_part(enum part part, const uint8_t *data, size_t size)
{
    static struct book book;
    make_book(&book, part, data, size, false);
    struct told stored = check_file(book.bytes, book.n, read_book);
    make_book(&book, part, data, size, true);
    struct told packed = check_file(book.bytes, book.n, read_book);
    expect_same(&stored, &packed);
    free(stored.text);
}

/* Three bytes each: where, and what stands there instead. */
static void check_changes(const uint8_t *data, size_t size)
{
    static struct book book;
    make_book(&book, N_PARTS, NULL, 0, size % 2);
    for (size_t i = 0; i + 2 < size; i += 3) {
        size_t at = (size_t)(data[i] | data[i + 1] << 8) % book.n;
        book.bytes[book.n - 1 - at] = data[i + 2];
    }
    free(check_file(book.bytes, book.n, read_book).text);
}

static void check_number(const uint8_t *data, size_t size)
{
    char code[128], out[BOOK_NUMBER_BYTES];
    double number;
    bool bad;
    if (size < sizeof number) return;
    memcpy(&number, data, sizeof number);
    if (number - number != 0) return; /* a cell holds none that is infinite */
    size_t n = size - sizeof number < sizeof code - 1 ? size - sizeof number : sizeof code - 1;
    memcpy(code, data + sizeof number, n);
    code[n] = '\0';
    for (int since_1904 = 0; since_1904 < 2; since_1904++) {
        size_t len = book_number_text(number, book_format_kind(code), code, since_1904, out);
        check(len > 0 && len < sizeof out && strlen(out) == len);
        check(io_valid(IO_UTF8, (unsigned char *)out, len, true, &bad) == len);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || size > SIZE_MAX_) return 0;
    uint8_t choice = data[0] % 10;
    data++, size--;
    if (choice < N_PARTS)
        check_part((enum part)choice, data, size);
    else if (choice == 7)
        check_changes(data, size);
    else if (choice == 8)
        free(check_file(data, size, read_html).text);
    else
        check_number(data, size);
    return 0;
}
