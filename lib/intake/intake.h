/* SPDX-License-Identifier: Apache-2.0 */
/*
 * intake.h - foreign tables become our rows.
 *
 * A reader says which columns of a table it wants and what a row of it becomes. Rows are read on
 * several threads; a row that cannot be used is rejected with a reason, of several rows with the
 * same name one is chosen, and what is kept comes in an order that does not depend on how it
 * arrived. Rows in = accepted + rejected + collapsed, for every table.
 */
#ifndef DLB_INTAKE_H
#define DLB_INTAKE_H

#include "intake/codes.h"

#include "field/field.h"
#include "table/table.h"

enum { DLB_NONE = -1 };         /* no row, no month, as an int32 */
#define DLB_NO_AMOUNT INT64_MIN /* no amount, no quantity */

/* ---- rejects and counts (intake_log.c) --------------------------------------------------- */

/* Reasons of docs/tables.md; REJECT_NONE is not a reason. */
enum dlb_reject {
    DLB_REJECT_NONE,
    DLB_REJECT_ENCODING,
    DLB_REJECT_FIELD_TOO_LONG,
    DLB_REJECT_COLUMNS,
    DLB_REJECT_REQUIRED,
    DLB_REJECT_DATE,
    DLB_REJECT_RANGE,
    DLB_REJECT_NUMBER,
    DLB_REJECT_CODE,
    DLB_REJECT_ORPHAN,
    DLB_REJECT_DUPLICATE_ID,
    DLB_REJECT_SUPERSEDED,
    DLB_REJECT_COUNT
};
const char *dlb_reject_text(enum dlb_reject reason);

/* Collects rejected rows and per-table counts of one run. */
struct dlb_intake_log;
dolbom_status dlb_intake_log_open(struct dlb_env *env, struct dlb_intake_log **log,
                                  dolbom_error *error);
/*
 * table and column are static strings (column may be NULL); agency and id are copied and
 * may be null. A row rejected for several columns is one rejected row. Not thread-safe.
 */
dolbom_status dlb_intake_log_reject(struct dlb_intake_log *log, const char *table, int64_t row,
                                    struct dlb_text agency, struct dlb_text id, const char *column,
                                    enum dlb_reject reason, dolbom_error *error);
/* Add to a table's counts; rejected is counted by dlb_intake_log_reject itself. */
dolbom_status dlb_intake_log_count(struct dlb_intake_log *log, const char *table, uint64_t rows_in,
                                   uint64_t accepted, uint64_t collapsed, dolbom_error *error);
/* The log's two tables, `rejects` and `table_counts`, sorted; the log stays valid. */
dolbom_status dlb_intake_log_frames(struct dlb_intake_log *log, struct dlb_frame **rejects,
                                    struct dlb_frame **table_counts, dolbom_error *error);
/* Note a table that came in, in case it is unknown; columns are noted as tables are read. */
dolbom_status dlb_intake_log_table(struct dlb_intake_log *log, const char *table,
                                   dolbom_error *error);
/* The table `unknown_names`, sorted. */
dolbom_status dlb_intake_log_unknown(struct dlb_intake_log *log, struct dlb_frame **frame,
                                     dolbom_error *error);
void dlb_intake_log_free(struct dlb_intake_log *log);

/* ---- tables of a run -------------------------------------------------------------------- */

/* A stream that a stage was given, and what the plan says of its table. */
struct dlb_intake_table {
    const char *name;
    struct ArrowArrayStream *stream; /* taken over */
    struct dlb_mapping mapping;
};

/* What all tables of a run are read with; tables that no reader asks for are left alone. */
struct dlb_intake {
    struct dlb_env *env;
    struct dlb_intake_log *log;
    struct dlb_received *received;  /* NULL: nobody asks */
    struct dlb_value_context value; /* as_of */
    const struct dlb_intake_table *tables;
    size_t n_tables;
};
bool dlb_intake_has(const struct dlb_intake *intake, const char *table); /* is the table there? */

/* When a policy row is in force; [from, to), DLB_DAY_NONE and DLB_DAY_OPEN where not given. */
struct dlb_valid {
    int32_t from, to;
};

/* ---- rows of a table (row.c, rows.c, rows_settle.c) ------------------------------------- */

enum { DLB_ROW_COLUMNS_MAX = 48, DLB_ROW_CONTENT = 512 };

struct dlb_row;
struct dlb_reader;

/* How the rows of one table are read. */
struct dlb_reader {
    const struct dlb_schema *schema; /* the table and its columns */
    int agency, id;                  /* columns that name a row; -1: rows have no name */
    size_t row_bytes;                /* size of what `read` fills */
    /* Fill `out`, which is all zero bytes, from the cells of `row`; called on several threads. */
    void (*read)(struct dlb_row *row, void *out);
    /* The name of a row that was read; NULL when agency or id is -1. */
    void (*name)(const struct dlb_reader *reader, const void *context, const void *out,
                 struct dlb_text *agency, struct dlb_text *id);
    /* The order rows are wanted in; rows of one key come in a fixed order. NULL: all rows are of
     * one key. */
    uint64_t (*key)(const struct dlb_reader *reader, const void *out);
    /* The day on which a row was last changed: of rows with the same name the latest wins; NULL
     * where a table does not say. */
    int32_t (*updated_at)(const void *out);
};

/* A row being read. The first fault found in it is kept, and the row is rejected for it. */
struct dlb_row {
    const struct dlb_reader *reader;
    const struct dlb_value_context *value;
    const void *context; /* what dlb_rows_read was given */
    const struct dlb_batch *batch;
    uint64_t columns; /* bit c: the table has the reader's column c */
    int64_t at;
    struct dlb_arena *arena; /* for texts that are kept */
    unsigned worker;
    enum dlb_reject fault;
    const char *fault_column;
    bool no_memory;
    struct dlb_hash128 content; /* all cells read so far, with content_bytes */
    size_t n_content;
    char content_bytes[DLB_ROW_CONTENT];
    char scratch[DLB_ROW_COLUMNS_MAX][DLB_SCRATCH];
};

/* Each reads one cell; an empty cell is a fault in a required column and otherwise gives null,
 * DLB_DAY_NONE or `absent`. After a fault the value is the same as for an empty cell. */
struct dlb_text dlb_row_text(struct dlb_row *row, size_t column);
int32_t dlb_row_day(struct dlb_row *row, size_t column);
/* "2024-03", or any date: months since 1970-01, or DLB_NONE. */
int32_t dlb_row_month(struct dlb_row *row, size_t column);
/* "9:30", "09:30:00": minutes since midnight, 24:00 at most, or DLB_NONE. */
int32_t dlb_row_time(struct dlb_row *row, size_t column);
/* "12", "1,200", "0.5", "45,000원", "3회" times 10^decimals; further digits must be 0. */
int64_t dlb_row_number(struct dlb_row *row, size_t column, unsigned decimals, int64_t absent);
unsigned dlb_row_flag(struct dlb_row *row, size_t column, unsigned absent); /* 0 or 1 */
/* Does the table have the column? (One that lacks it differs from one where it is empty.) */
bool dlb_row_has(const struct dlb_row *row, size_t column);
/* The index of a word among the column's words; case does not matter. */
unsigned dlb_row_word(struct dlb_row *row, size_t column, unsigned absent);
/* valid_from and valid_to (inclusive as written). */
struct dlb_valid dlb_row_valid(struct dlb_row *row, size_t from_column, size_t to_column);
/* A start and an inclusive end (empty while it is running) as a half-open span. */
struct dlb_span dlb_row_span(struct dlb_row *row, size_t start_column, size_t end_column);
struct dlb_text dlb_row_keep(struct dlb_row *row, struct dlb_text text); /* as long as the rows */
int64_t dlb_row_place(const struct dlb_row *row); /* over the whole stream, from 0 */
void dlb_row_fault(struct dlb_row *row, size_t column, enum dlb_reject fault);

struct dlb_text dlb_trim(struct dlb_text text); /* without the blanks around it */
/* "-1,200.50" times 10^decimals, without blanks around it; false when it is none, or longer. */
bool dlb_decimal_parse(struct dlb_text text, unsigned decimals, int64_t *value);
/* The same as people write it in a column of that type: "45,000원", "3회" (row_number.c). */
bool dlb_number_written(struct dlb_text text, uint8_t type, unsigned decimals, int64_t *value);

/* The rows of one table; the zero state is a table that was not given. */
struct dlb_rows {
    struct dlb_env *env;
    const struct dlb_reader *reader;
    const void *context;
    bool given;
    uint64_t columns;         /* bit c: the table has the reader's column c */
    struct dlb_array chunks;  /* of struct dlb_row_chunk, in order of arrival */
    struct dlb_arena *arenas; /* one per thread, with the texts that were kept */
    unsigned n_arenas;
    size_t n_in, n_rows; /* rows in the stream; rows without a fault */
};

/* Read a table if intake has it; rows with a fault are rejected. */
dolbom_status dlb_rows_read(const struct dlb_intake *intake, const struct dlb_reader *reader,
                            const void *context, struct dlb_rows *rows, dolbom_error *error);
/*
 * Look once more at the rows, for what can only be known when all of them are read; one in which
 * `look` finds a fault is rejected. On this thread, in order of arrival.
 */
typedef enum dlb_reject (*dlb_row_look)(void *context, void *row, size_t *column);
dolbom_status dlb_rows_look_again(const struct dlb_intake *intake, struct dlb_rows *rows,
                                  dlb_row_look look, void *context, dolbom_error *error);
/*
 * Decide between rows with the same name, count, and hand over the rows as one array (freed with n
 * * row_bytes) in the order of reader->key. Texts still belong to `rows`.
 */
dolbom_status dlb_rows_settle(const struct dlb_intake *intake, struct dlb_rows *rows, void **out,
                              uint32_t *n, dolbom_error *error);
/*
 * Decide and count likewise, but give pointers to the rows that are kept (freed with n pointers),
 * in order of arrival: for callers that order rows themselves and would only copy the copies. The
 * rows live until dlb_rows_forget, which leaves the texts.
 */
dolbom_status dlb_rows_list(const struct dlb_intake *intake, struct dlb_rows *rows, void ***out,
                            uint32_t *n, dolbom_error *error);
void dlb_rows_forget(struct dlb_rows *rows);
void dlb_rows_clear(struct dlb_rows *rows);
/* Does the table have this column of its reader? (One that lacks it differs from one where
 * it is empty.) */
bool dlb_rows_has(const struct dlb_rows *rows, const char *column);

/* A hash table from hashes to numbers; the caller compares what a number stands for. */
struct dlb_index {
    uint64_t *slots; /* (32 bits of the hash, number + 1); 0: empty */
    size_t mask;
    uint64_t seed;
};
dolbom_status dlb_index_open(struct dlb_env *env, size_t n, struct dlb_index *index,
                             dolbom_error *error);
void dlb_index_put(struct dlb_index *index, uint64_t hash, uint32_t number);
/* The next number put under the hash; start with *at = hash; DLB_NO_CODE when there are no more. */
uint32_t dlb_index_next(const struct dlb_index *index, uint64_t hash, uint64_t *at);
void dlb_index_close(struct dlb_env *env, struct dlb_index *index);
/* The hash of a name in this table, and in this process. */
uint64_t dlb_index_hash(const struct dlb_index *index, struct dlb_text agency, struct dlb_text id);

/* Stable order of n rows by comparison, for small tables that sort by several columns. Asks, as
 * dlb_ask() does, whether to go on; the rows stay as they were when that fails. */
typedef int (*dlb_row_compare)(const void *left, const void *right);
dolbom_status dlb_order_rows(struct dlb_env *env, void *rows, uint32_t n, size_t row_bytes,
                             dlb_row_compare compare, dolbom_error *error);
/* The same for use inside a task, and for the few rows of one of many. Asks nobody. */
dolbom_status dlb_order_rows_in(struct dlb_env *env, void *rows, uint32_t n, size_t row_bytes,
                                dlb_row_compare compare, dolbom_error *error);

/* ---- dictionaries (dictionary.c) ------------------------------------------------------------- */

/* Distinct texts numbered from 0 in order of arrival; texts are copied. */
struct dlb_dictionary;
dolbom_status dlb_dictionary_open(struct dlb_env *env, struct dlb_dictionary **dictionary,
                                  dolbom_error *error);
dolbom_status dlb_dictionary_put(struct dlb_dictionary *dictionary, struct dlb_text text,
                                 uint32_t *code, dolbom_error *error);
/* UINT32_MAX when it is not there. */
uint32_t dlb_dictionary_find(const struct dlb_dictionary *dictionary, struct dlb_text text);
struct dlb_text dlb_dictionary_text(const struct dlb_dictionary *dictionary, uint32_t code);
uint32_t dlb_dictionary_count(const struct dlb_dictionary *dictionary);
/*
 * Renumber so that codes rise with dlb_text_order; new_code[old] is where each went (room
 * for count codes). Makes codes independent of the order of arrival.
 */
dolbom_status dlb_dictionary_sort(struct dlb_dictionary *dictionary, uint32_t *new_code,
                                  dolbom_error *error);
void dlb_dictionary_free(struct dlb_dictionary *dictionary);

#endif
