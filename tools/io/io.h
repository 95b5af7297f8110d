/* SPDX-License-Identifier: Apache-2.0 */
/*
 * io.h - files and databases in and out of streams.
 *
 *   files  --encoding.c-->  UTF-8  --csv_split.c-->  blocks of whole records
 *          --csv_parse.c-->  batches  --csv_read.c-->  one Arrow stream per table
 *   folder.c finds which files are parts of which table, and remembers lines
 *   result streams  --held.c, cell.c-->  csv_write.c, sqlite_write.c  --outdir.c-->  files
 *
 * Memory is bounded: a file is read in blocks, a record longer than IO_LINE_MAX is passed
 * over without being kept. Messages name file, line and column, never a field's value.
 */
#ifndef IO_H
#define IO_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dolbom/arrow.h"

/* ---- problems ----------------------------------------------------------------------------- */

enum io_problem_kind {
    IO_OK,
    IO_BAD_INPUT,  /* the data is wrong: exit code 3 */
    IO_SYSTEM,     /* file, disk, database or memory: exit code 4 */
    IO_INTERRUPTED /* somebody wanted to stop: exit code 5 */
};

/* What went wrong first; the zero state is "nothing". */
struct io_problem {
    uint8_t kind; /* enum io_problem_kind */
    char message[480];
};

/* Keeps the first problem, so that what follows from it does not hide it. Returns false. */
bool io_fail(struct io_problem *problem, enum io_problem_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same with errno's text behind "path: what". */
bool io_fail_errno(struct io_problem *problem, const char *path, const char *what);
bool io_fail_memory(struct io_problem *problem);

/* ---- limits ---------------------------------------------------------------------------------- */

enum {
    IO_FIELD_MAX = 64 << 10, /* bytes of a field, as UTF-8 */
    IO_LINE_MAX = 1 << 20,   /* bytes of a record, as UTF-8, without its line end */
    IO_COLUMNS_MAX = 256,
    IO_BLOCK_BYTES = 1 << 20 /* read and parsed at a time */
};

/* ---- encodings (encoding.c, windows949.c) -------------------------------------------------- */

/* In the order of the choices of --encoding. */
enum io_encoding { IO_AUTO, IO_UTF8, IO_WINDOWS_949, IO_UTF16LE, IO_UTF16BE };

const char *io_encoding_name(enum io_encoding encoding);

/* Bytes of a byte order mark at the start of a file, and what it says (IO_AUTO: none). */
size_t io_bom(const unsigned char *data, size_t n, enum io_encoding *encoding);

/*
 * How far `data` is valid: the offset of the first bad byte, or of a character cut off by
 * the end unless `last` (then that is bad too), or n.
 */
size_t io_valid(enum io_encoding encoding, const unsigned char *data, size_t n, bool last,
                bool *bad);

enum {
    IO_BAD_BYTE = 0xFF /* what io_decode writes for a byte that is no text; never in UTF-8 */
};

struct io_decoded {
    size_t used; /* bytes of the source; the rest is the start of a character */
    size_t made; /* bytes written */
    size_t n_bad; /* bytes that were no text; each has become one IO_BAD_BYTE */
};

/* Bytes of UTF-8 that n bytes can become at most. */
size_t io_decode_room(enum io_encoding encoding, size_t n);
/* To UTF-8. UTF-8 itself is copied with its bad bytes replaced. */
struct io_decoded io_decode(enum io_encoding encoding, const unsigned char *data, size_t n,
                            bool last, unsigned char *out);

/*
 * Code points of windows-949's two-byte characters; 0 where there is none. Row: first byte
 * 0x81 … 0xFE, column: second byte 0x41 … 0xFE. Printed from ICU by the build.
 */
enum {
    IO_949_ROWS = 126,
    IO_949_COLUMNS = 190
};
extern const uint16_t io_949[IO_949_ROWS][IO_949_COLUMNS];

/*
 * Find the encoding of an open file by looking at all of it, and go back to its start.
 * With `tolerant` a file that is valid in no encoding gets the one with fewer bad bytes.
 * A pipe cannot be read twice and is refused.
 */
bool io_sniff(int file, const char *path, bool tolerant, enum io_encoding *encoding,
              struct io_problem *problem);

/* ---- text, block by block (text_read.c) ---------------------------------------------------- */

/* How files are to be read; the zero state is the default. */
struct io_reading {
    enum io_encoding encoding;   /* IO_AUTO: look at each file */
    bool tolerant;               /* bytes that are no text reject the row, not the file */
    bool (*interrupted)(void);   /* asked now and then; NULL: never stop */
    size_t block_bytes;          /* 0: IO_BLOCK_BYTES */
};

/* An open file. What it gives is UTF-8, or windows-949 as it stands. */
struct io_text {
    int file;
    const char *path;          /* the caller's */
    enum io_encoding encoding; /* of what is given: IO_UTF8 or IO_WINDOWS_949 */
    enum io_encoding written;  /* of the file */
    bool validated;            /* every byte was looked at beforehand and is good */
    bool started, ended;
    bool (*interrupted)(void); /* or NULL */
    uint64_t n_read;           /* bytes of the file taken so far */
    unsigned char *raw;        /* not yet decoded, for UTF-16 */
    size_t raw_len;
};

/* `path` must outlive *text; "-" is standard input (which needs an encoding). */
bool io_text_open(struct io_text *text, const char *path, const struct io_reading *reading,
                  struct io_problem *problem);
/* The next bytes, at most `cap` (64 or more); 0 at the end; -1 after a problem. */
long io_text_read(struct io_text *text, unsigned char *out, size_t cap,
                  struct io_problem *problem);
void io_text_close(struct io_text *text);

/* read(2) until n bytes or the end; -1 with errno. */
long io_read(int file, void *data, size_t n);

/* ---- CSV: blocks of whole records (csv_split.c) -------------------------------------------- */

enum {
    IO_PAD = 64 /* zero bytes behind a block's data, so that it can be read in strides */
};

/* Some whole records, or one record that was too long to keep. */
struct io_block {
    unsigned char *data; /* with IO_PAD bytes behind; owned by whoever holds the block */
    size_t len;
    bool too_long;       /* no data: a record was passed over */
    int64_t n_lines;     /* of the record passed over */
    int64_t quote_line;  /* line in it where a quote opens that nothing closes; else -1 */
};
void io_block_clear(struct io_block *block);

struct io_splitter {
    struct io_text text;
    unsigned char separator; /* 0 while the header is not read */
    size_t block_bytes;
    unsigned char *rest; /* read and not yet given */
    size_t rest_len;
};

bool io_split_open(struct io_splitter *splitter, const char *path,
                   const struct io_reading *reading, struct io_problem *problem);
/* The first line that is not blank, by which the separator is found, and how many line ends
 * it and what is before it hold. False without a problem: the file is empty. */
bool io_split_header(struct io_splitter *splitter, struct io_block *block, int64_t *n_lines,
                     struct io_problem *problem);
/* The next block; false at the end or after a problem. */
bool io_split_next(struct io_splitter *splitter, struct io_block *block,
                   struct io_problem *problem);
void io_split_close(struct io_splitter *splitter);

/* ---- CSV: fields of a block (csv_parse.c) --------------------------------------------------- */

/* Why a row never reaches the library. */
enum io_reject { IO_REJECT_COLUMNS, IO_REJECT_ENCODING, IO_REJECT_FIELD_TOO_LONG };
const char *io_reject_text(uint8_t reason);

struct io_bad_row {
    int64_t line;   /* within the block from 0, within a file from 1 */
    int16_t column; /* of the file, from 0; -1: the whole row */
    uint8_t reason; /* enum io_reject */
};

/* From `row` on, lines rise with rows; written down whenever they fall out of step. */
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

/* Arrow's view of a text: up to 12 bytes stand in it, longer ones in a buffer. */
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
    bool validated;            /* no need to look for bytes that are no text */
    bool tolerant;
    bool guarded;              /* written by io_csv_write(): take its apostrophes away */
    int16_t n_columns;
    char *const *names;        /* the header, to know it when it comes again; or NULL */
};

/* A parsed block: column c of row r is views[c * row_cap + r]. */
struct io_parsed {
    unsigned char *data; /* what long views point into */
    size_t len;
    struct io_view *views;
    int64_t n_rows, row_cap;
    int64_t n_lines;
    struct io_bad_rows bad;
    struct io_line_marks marks;
    int64_t quote_line; /* line where a quote opens that nothing closes; else -1 */
    int64_t text_line;  /* line of the first byte that is no text, unless tolerant; else -1 */
    bool no_memory;
};

/* Make a view of data[at, at + len). */
void io_view_set(struct io_view *view, const unsigned char *data, size_t at, size_t len);

/* Parses a block and takes its data over. */
void io_parse(const struct io_form *form, struct io_block *block, struct io_parsed *parsed);
void io_parsed_clear(struct io_parsed *parsed);

/* ---- CSV: tables of one or more files (csv_part.c, csv_batch.c, table_read.c) ------------------ */

struct io_database; /* sqlite_read.c */
struct sqlite3_stmt;

/* A file that is part of a table. */
struct io_part {
    char *path;
    size_t shown_from;    /* what of the path is shown in results: behind the folder given */
    struct io_form form;  /* names belong to the part */
    char **names;
    enum io_encoding written; /* of the file */
    struct io_splitter *pipe; /* a pipe cannot be opened again and stays open */
    uint64_t n_bytes;     /* its size, 0 if unknown */
    int64_t first_line;   /* of what follows the header, from 1 */
    int64_t first_row;    /* of the table, known once the part is read; else INT64_MAX */
    int16_t *slot;        /* column of the table for each of the file's; -1: none */
    struct io_bad_rows bad;
    struct io_line_marks marks; /* rows of the table, lines of the file */
    struct io_database *database; /* it is a table of this one, and no CSV file */
};

bool io_part_name(struct io_part *part, const char *path, size_t shown_from,
                  struct io_problem *problem);
const char *io_part_shown(const struct io_part *part);
/* Look at a named file: its encoding, separator and header. Thread-safe. */
bool io_part_open(struct io_part *part, const struct io_reading *reading,
                  struct io_problem *problem);
/* Open a part to read what follows its header. */
bool io_part_rows(struct io_part *part, const struct io_reading *reading,
                  struct io_splitter *splitter, struct io_problem *problem);
void io_part_clear(struct io_part *part);

/* All parts of one table, and what became of their rows. */
struct io_table {
    const char *name;         /* a static string */
    struct io_part *parts;
    size_t n_parts;
    char **columns;           /* distinct names over all parts; point into parts */
    size_t n_columns;
    struct io_reading reading;
    unsigned n_threads;       /* that may parse; 1: only the one that reads */
    struct io_problem *problem; /* where a failure of the stream is told */
    int64_t n_rows;           /* given so far */
    uint64_t n_bytes, n_read; /* of all parts; taken so far */
};

/* Work out the columns once all parts are there. */
bool io_table_settle(struct io_table *table, struct io_problem *problem);
/* The table's rows as a stream of views (format "vu"); the table must outlive it. */
bool io_table_stream(struct io_table *table, struct ArrowArrayStream *stream,
                     struct io_problem *problem);
/* Forget what a stream has counted, so that the table can be read once more. */
void io_table_rewind(struct io_table *table);
/* The file, as shown, and physical line of a row the stream has given. */
void io_table_place(const struct io_table *table, int64_t row, const char **path, int64_t *line);
/* Rows that were refused before the stream. */
int64_t io_table_n_bad(const struct io_table *table);
void io_table_clear(struct io_table *table);

/* A parsed block as an Arrow batch of the table's columns; takes it over. */
bool io_batch_export(const struct io_table *table, const struct io_part *part,
                     struct io_parsed *parsed, struct ArrowArray *out);
/* A schema of n columns of one format. */
bool io_schema_export(char *const *names, size_t n, const char *format, struct ArrowSchema *out);

/* ---- tables and where they lie (tables.c, folder.c) ------------------------------------------ */

enum io_table_kind {
    IO_RECORDS, /* persons and what was done for them */
    IO_POLICY,
    IO_RESULT   /* what one stage gives and another reads */
};

/* A table of docs/tables.md. */
struct io_table_form {
    const char *name;
    uint8_t kind;        /* enum io_table_kind */
    const char *columns; /* separated by spaces; those that must be there end in "!" */
};
const struct io_table_form *io_table_form_at(size_t index); /* NULL past the end */
const struct io_table_form *io_table_form_find(const char *name);
bool io_table_has_column(const struct io_table_form *form, const char *column, bool *required);

/* Everything found in the places somebody pointed at. */
struct io_input {
    struct io_reading reading;
    unsigned n_threads;
    struct io_problem problem;
    struct io_table *tables; /* by name, in the order of tables.c */
    size_t n_tables;
    char **ignored; /* CSV files whose names are no table's, sorted */
    size_t n_ignored;
};

/*
 * Add what lies at `path`: a folder, one CSV file (of the table its name says), or an
 * SQLite file. Only tables for which `kinds` has the bit 1 << kind are taken.
 */
bool io_input_add(struct io_input *input, const char *path, unsigned kinds);
/* Look at every file; to be called once everything is added. */
bool io_input_settle(struct io_input *input);
struct io_table *io_input_table(struct io_input *input, const char *name);
void io_input_clear(struct io_input *input);

/* ---- SQLite (sqlite_read.c) -------------------------------------------------------------------- */

bool io_is_database(const char *path);
struct io_database *io_database_open(const char *path, struct io_problem *problem);
/* The table as a part, which holds the database. False without a problem: no such table. */
bool io_database_part(struct io_database *database, const char *path, const char *table,
                      struct io_part *part, struct io_problem *problem);
void io_database_release(struct io_database *database); /* NULL is ignored */
/* The part's rows from the first on; to be given to sqlite3_finalize() unless NULL. */
bool io_database_rows(const struct io_part *part, const char *table, struct sqlite3_stmt **rows,
                      struct io_problem *problem);
/* The next rows as a parsed block; false at the end or after a problem. *rows is NULL once
 * the last one is taken. */
bool io_database_next(const struct io_part *part, struct sqlite3_stmt **rows,
                      struct io_parsed *parsed, struct io_problem *problem);

/* ---- results (result.c) -------------------------------------------------------------------------- */

enum {
    IO_CELL = 48 /* room to print a number, a day or 16 bytes */
};

struct io_column {
    const char *name;
    char type;        /* u text; i l L whole numbers; d day; g decimal; w 16 bytes */
    uint8_t decimals; /* of g */
};

/* A finished table, held in memory; may be read any number of times. Zero state: empty. */
struct io_result {
    const char *name; /* a static string */
    struct ArrowSchema schema;
    struct io_column *columns;
    size_t n_columns;
    struct ArrowArray *batches;
    int64_t *first_row; /* of each batch */
    size_t n_batches;
    int64_t n_rows;
};

/* Pull a stream to its end and release it, whether or not that succeeds. */
bool io_result_take(struct io_result *result, const char *name, struct ArrowArrayStream *stream,
                    struct io_problem *problem);
void io_result_clear(struct io_result *result);
/* The column of that name, or -1. */
int io_result_column(const struct io_result *result, const char *name);
/* A cell as people read it; NULL when it is null. `scratch` holds what is printed. */
const char *io_result_text(const struct io_result *result, int column, int64_t row,
                           char scratch[IO_CELL], size_t *len);
/* Days since 1970-01-01 as YYYY-MM-DD, in scratch. */
const char *io_day_text(char scratch[IO_CELL], int64_t day, size_t *len);
/* A whole number, a day (since 1970-01-01) or a decimal times 10^decimals; false: null. */
bool io_result_number(const struct io_result *result, int column, int64_t row, int64_t *number);
/* The table as a stream once more; the result must outlive it and all its batches. */
bool io_result_stream(const struct io_result *result, struct ArrowArrayStream *stream);

/* A result made here, cell by cell in the order of its columns (result_build.c). */
struct io_builder {
    struct io_result *result;
    size_t column; /* of the next cell */
    bool failed;
};
/* Columns of type u or l; their names must outlive the result. */
bool io_builder_open(struct io_builder *builder, struct io_result *result, const char *name,
                     const struct io_column *columns, size_t n);
void io_builder_text(struct io_builder *builder, const char *text, size_t len); /* NULL: null */
void io_builder_number(struct io_builder *builder, int64_t number, bool null);
/* False when memory ran out on the way; the result may be cleared either way. */
bool io_builder_close(struct io_builder *builder);

/* ---- output (output.c, csv_write.c, sqlite_write.c) --------------------------------------------- */

struct sqlite3;

/*
 * Where results go: a folder of files, or an SQLite file. Everything is written beside the
 * target first and put in its place by io_output_commit(), run.json last; until then the
 * target is what it was before.
 */
struct io_output {
    const char *target;      /* as given */
    char *folder, *name;     /* of the target */
    char work_name[280];     /* of what is written beside it */
    int folder_file;         /* its open folder */
    int work_file;           /* the open folder or file being written; locked */
    struct sqlite3 *database; /* instead of a folder */
    bool raw;                /* no byte order mark, no guard against formulas */
    bool (*interrupted)(void);
    struct io_problem *problem;
};

/* "x.db", "x.sqlite" */
bool io_is_database_name(const char *path);
/* Folders on the way to the target are made. */
bool io_output_open(struct io_output *output, const char *target, bool raw,
                    struct io_problem *problem);
/* Write a table: NAME.csv, or a table of the database. */
bool io_output_table(struct io_output *output, const struct io_result *result);
/* Write a text: a file of that name, or a row of the database's table `files`. */
bool io_output_text(struct io_output *output, const char *name, const char *text, size_t len);
/* Make everything durable and visible. */
bool io_output_commit(struct io_output *output);
/* Removes what was not committed. */
void io_output_close(struct io_output *output);

/* A file that is there whole or not at all; what was at `target` before goes (output_file.c). */
bool io_file_write(const char *target, const void *data, size_t n, struct io_problem *problem);

/* A new file of the output's folder; -1 after a problem. For csv_write.c. */
int io_output_create(struct io_output *output, const char *name);
bool io_output_finish(struct io_output *output, const char *name, int file, bool written);
/* All bytes, or false with errno. */
bool io_write(int file, const void *data, size_t n);

/* Would a spreadsheet calculate this text? */
bool io_is_formula(const char *text, size_t len);
bool io_csv_write(int file, const struct io_result *result, bool raw, bool (*interrupted)(void));
bool io_sqlite_open(struct sqlite3 **database, const char *path, struct io_problem *problem);
bool io_sqlite_table(struct io_output *output, const struct io_result *result);
bool io_sqlite_text(struct io_output *output, const char *name, const char *text, size_t len);
bool io_sqlite_close(struct io_output *output);

#endif
