/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv.h - from the bytes of a file to parsed blocks of rows.
 *
 *   bytes --text_read.c--> UTF-8 or windows-949 --csv_split.c--> blocks of whole records
 *         --csv_parse.c--> fields
 *
 * Memory is bounded: a file is read in blocks, and a record longer than IO_LINE_MAX is skipped
 * without being kept.
 */
#ifndef CSV_H
#define CSV_H

#include "io/header/header.h"

/* ---- limits ------------------------------------------------------------------------------ */

enum {
    IO_FIELD_MAX = 64 << 10, /* bytes of a field, as UTF-8 */
    IO_LINE_MAX = 1 << 20,   /* bytes of a record, as UTF-8, without the line end */
    IO_COLUMNS_MAX = 256,
    IO_BLOCK_BYTES = 1 << 20 /* read and parsed at a time */
};

/* ---- encodings (encoding.c, windows949.c) ------------------------------------------------ */

/* In the order of the choices for --encoding. */
enum io_encoding { IO_AUTO, IO_UTF8, IO_WINDOWS_949, IO_UTF16LE, IO_UTF16BE, IO_WINDOWS_1252 };

const char *io_encoding_name(enum io_encoding encoding);

/* Bytes of a byte order mark at the start of a file, and the encoding it stands for (IO_AUTO:
 * none). */
size_t io_bom(const unsigned char *data, size_t n, enum io_encoding *encoding);

/*
 * How far `data` is valid: the offset of the first bad byte, or of a character truncated by the end
 * unless `last` (then that is bad too), or n.
 */
size_t io_valid(enum io_encoding encoding, const unsigned char *data, size_t n, bool last,
                bool *bad);

enum {
    IO_BAD_BYTE = 0xFF /* what io_decode writes for a byte that is not text; never in UTF-8 */
};

struct io_decoded {
    size_t used;  /* bytes of the source; what remains is the start of a character */
    size_t made;  /* bytes written */
    size_t n_bad; /* bytes that were not text; each has become one IO_BAD_BYTE */
};

/* Are these bytes letters and marks of Western Europe in windows-1252, each among ASCII? `before`
 * is the byte before them, and becomes their last one; *any: there are some. */
bool io_is_western(const unsigned char *data, size_t n, unsigned char *before, bool *any);

/* The most bytes of UTF-8 that n bytes can become. */
size_t io_decode_room(enum io_encoding encoding, size_t n);
/* To UTF-8. UTF-8 itself is copied with its bad bytes replaced. */
struct io_decoded io_decode(enum io_encoding encoding, const unsigned char *data, size_t n,
                            bool last, unsigned char *out);

/*
 * Code points of windows-949's two-byte characters; 0 where there is none. Row: first byte
 * 0x81 … 0xFE, column: second byte 0x41 … 0xFE. Printed from ICU by the build.
 */
enum { IO_949_ROWS = 126, IO_949_COLUMNS = 190 };
extern const uint16_t io_949[IO_949_ROWS][IO_949_COLUMNS];

/* ---- text, block by block (text_read.c) -------------------------------------------------- */

/* How files are to be read; the zero state is the default. */
struct io_reading {
    enum io_encoding encoding; /* IO_AUTO: look at each file */
    bool tolerant;             /* bytes that are not text reject the row, not the file */
    bool (*interrupted)(void); /* called now and then; NULL: never stop */
    int64_t max_bad;           /* most rows of a table that may be rejected; 0: any number */
    size_t block_bytes;        /* 0: IO_BLOCK_BYTES */
};

/*
 * Find the encoding of an open file by looking at all of it, and go back to its start.
 * When tolerant, a file that is valid in no encoding gets the one with fewer bad bytes.
 * A pipe cannot be read twice and is refused.
 */
bool io_sniff(int file, const char *path, const struct io_reading *reading,
              enum io_encoding *encoding, struct io_problem *problem);

/* An open file. It yields UTF-8, or windows-949 as it is. */
struct io_text {
    int file;
    struct stat about;         /* of the file when it was opened */
    const char *path;          /* the caller's */
    enum io_encoding encoding; /* of what it yields: IO_UTF8 or IO_WINDOWS_949 */
    enum io_encoding written;  /* of the file */
    bool validated;            /* every byte was checked beforehand and is good */
    bool started, ended;
    bool (*interrupted)(void); /* or NULL */
    uint64_t n_read;           /* bytes of the file consumed so far */
    unsigned char *raw;        /* not yet decoded, for UTF-16 */
    size_t raw_len;
};

/* `path` must outlive *text; "-" is standard input (which needs an encoding). */
bool io_text_open(struct io_text *text, const char *path, const struct io_reading *reading,
                  struct io_problem *problem);
/* The next bytes, at most `cap` (64 or more); 0 at the end; -1 after a problem. */
long io_text_read(struct io_text *text, unsigned char *out, size_t cap, struct io_problem *problem);
void io_text_close(struct io_text *text);

/* ---- CSV: blocks of whole records (csv_split.c) ------------------------------------------ */

enum {
    IO_PAD = 64 /* zero bytes after a block's data, so that it can be read in strides */
};

/* Some whole records, or one record that was too long to keep. */
struct io_block {
    unsigned char *data; /* followed by IO_PAD bytes; owned by whoever holds the block */
    size_t len;
    bool too_long;      /* no data: a record was skipped */
    int64_t n_lines;    /* of the record that was skipped */
    int64_t quote_line; /* line in it of a quote that is never closed; else -1 */
};
void io_block_clear(struct io_block *block);

struct io_splitter {
    struct io_text text;
    unsigned char separator; /* 0 until the header is read */
    size_t block_bytes;
    unsigned char *rest; /* read and not yet handed out */
    size_t rest_len;
};

bool io_split_open(struct io_splitter *splitter, const char *path, const struct io_reading *reading,
                   struct io_problem *problem);
/* The line ends before the first line that is not blank, and up to its end. */
struct io_header_place {
    int64_t n_before, n_lines;
};
/* The first line that is not blank, which determines the separator. IO_END: the file is empty. */
enum io_step io_split_header(struct io_splitter *splitter, struct io_block *block,
                             struct io_header_place *place, struct io_problem *problem);
/* A line after those that were given, among what was read ahead. */
struct io_ahead {
    size_t at, len;          /* in what was read ahead */
    int64_t n_before;        /* line ends before it, from what was given on */
    int64_t n_lines;         /* and up to its end */
    unsigned char separator; /* that it would have as a header */
};
/* The first line of *ahead, which is zero, or the one after it that is not blank; false when there
 * is none that is known to be whole. */
bool io_split_ahead(const struct io_splitter *splitter, struct io_ahead *ahead);
/* Go on after that line, which is a header: *block is it. */
bool io_split_take(struct io_splitter *splitter, const struct io_ahead *ahead,
                   struct io_block *block, struct io_problem *problem);
enum io_step io_split_next(struct io_splitter *splitter, struct io_block *block,
                           struct io_problem *problem);
void io_split_close(struct io_splitter *splitter);

/* ---- CSV: fields of a block (csv_parse.c) ------------------------------------------------ */

/* Why a row does not reach the library. */
enum io_reject {
    IO_REJECT_COLUMNS,
    IO_REJECT_ENCODING,
    IO_REJECT_FIELD_TOO_LONG,
    IO_REJECT_FORMULA /* of a sheet: a formula's error */
};
const char *io_reject_text(uint8_t reason);

struct io_bad_row {
    int64_t line;   /* within the block from 0, within a file from 1 */
    int16_t column; /* of the file, from 0; -1: the whole row */
    uint8_t reason; /* enum io_reject */
};

/* From `row` on, lines increase with rows; noted whenever they fall out of step. */
struct io_line_mark {
    int64_t row;
    int64_t line;
};

/* Growing lists; the zero state is empty. */
struct io_bad_rows {
    struct io_bad_row *at;
    size_t n, cap;
};
struct io_line_marks {
    struct io_line_mark *at;
    size_t n, cap;
};
bool io_bad_rows_add(struct io_bad_rows *rows, struct io_bad_row row);
bool io_line_marks_add(struct io_line_marks *marks, int64_t row, int64_t line);

/* Arrow's view of a text: up to 12 bytes are in it, longer texts in a buffer. */
struct io_view {
    int32_t len;
    union {
        unsigned char inlined[12];
        struct {
            unsigned char prefix[4];
            int32_t buffer;
            int32_t offset;
        } far;
    } as;
};

/* What all blocks of a file have in common. */
struct io_form {
    enum io_encoding encoding; /* of the blocks: UTF-8 or windows-949 */
    unsigned char separator;
    bool validated; /* no need to look for bytes that are not text */
    bool tolerant;
    bool guarded; /* written by io_csv_write(): remove its apostrophes */
    bool sheet;   /* people wrote it: blank rows, totals and further headers are no rows */
    int16_t n_columns;
    char *const *names; /* the header, to recognise it when it comes again; or NULL */
    char *const *above; /* what the row above it says, or NULL */
    int n_above;
};

/* A parsed block: column c of row r is views[c * row_cap + r]. */
struct io_parsed {
    unsigned char *data; /* the text that long views point into */
    size_t len;
    struct io_view *views;
    int64_t n_rows, row_cap;
    int64_t n_lines;
    struct io_bad_rows bad;
    struct io_skips skips; /* lines from 0 */
    struct io_line_marks marks;
    int64_t quote_line; /* line of a quote that is never closed; else -1 */
    int64_t text_line;  /* line of the first byte that is not text, unless tolerant; else -1 */
    bool no_memory;
};

/* Make a view of data[at, at + len). */
void io_view_set(struct io_view *view, const unsigned char *data, size_t at, size_t len);

/* A cell of a parsed row; not NUL-terminated. */
const char *io_parsed_text(const struct io_parsed *parsed, int column, int64_t row, size_t *len);
/* Are the first n cells of a parsed row the header, or the row above it, again? (parsed_skip.c) */
bool io_parsed_is_header(const struct io_parsed *parsed, int64_t row, int n,
                         const struct io_form *form);
/* Why the first n cells of a parsed row are no row of a table, or IO_SKIP_NOT. */
enum io_skip io_parsed_skip(const struct io_parsed *parsed, int64_t row, int n,
                            const struct io_form *form);
/* Parses a block and takes over its data. */
void io_parse(const struct io_form *form, struct io_block *block, struct io_parsed *parsed);
void io_parsed_clear(struct io_parsed *parsed);

/* ---- formulas (formula.c) ---------------------------------------------------------------- */

/* Would a spreadsheet calculate this text? */
bool io_is_formula(const char *text, size_t len);

#endif
