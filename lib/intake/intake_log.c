/* SPDX-License-Identifier: Apache-2.0 */
/*
 * intake_log.c - what became of the rows that came in.
 *
 * No row is dropped silently: for every table, rows_in = accepted + rejected + collapsed.
 * Rows are logged in the order in which they are met, which depends on how the tables were split
 * into batches; the frames list them by table, row, column and reason, which does not. Ids are
 * kept, for they name the row; values never are.
 */
#include "intake/unique.h"

#include <string.h>

enum {
    TABLES_MAX = 64,   /* distinct tables of one run */
    COLUMNS_MAX = 512, /* distinct columns that rows were rejected for */
    REJECTS_MAX = INT32_MAX
};

struct reject {
    int64_t row;
    const char *id_data; /* NULL: null */
    uint32_t id_len;
    uint32_t agency; /* code in the log's dictionary */
    uint16_t table;  /* index into tables */
    uint16_t column; /* index into columns */
    uint32_t reason;
};

struct counts {
    const char *table;
    uint64_t rows_in, accepted, collapsed;
};

struct dlb_intake_log {
    struct dlb_env *env;
    struct dlb_array rejects;
    struct dlb_arena ids;
    struct dlb_dictionary *agencies;
    struct dlb_unknown unknown;
    size_t n_tables, n_columns;
    struct counts tables[TABLES_MAX];
    const char *columns[COLUMNS_MAX];
};

static const char *const reasons[DLB_REJECT_COUNT] = {
    [DLB_REJECT_NONE] = "",
    [DLB_REJECT_ENCODING] = "ENCODING",
    [DLB_REJECT_FIELD_TOO_LONG] = "FIELD_TOO_LONG",
    [DLB_REJECT_COLUMNS] = "COLUMNS",
    [DLB_REJECT_REQUIRED] = "REQUIRED",
    [DLB_REJECT_DATE] = "DATE",
    [DLB_REJECT_RANGE] = "RANGE",
    [DLB_REJECT_NUMBER] = "NUMBER",
    [DLB_REJECT_CODE] = "CODE",
    [DLB_REJECT_ORPHAN] = "ORPHAN",
    [DLB_REJECT_DUPLICATE_ID] = "DUPLICATE_ID",
    [DLB_REJECT_SUPERSEDED] = "SUPERSEDED",
};

const char *dlb_reject_text(enum dlb_reject reason)
{
    return (unsigned)reason < DLB_REJECT_COUNT ? reasons[reason] : "";
}

dolbom_status dlb_intake_log_open(struct dlb_env *env, struct dlb_intake_log **log,
                                  dolbom_error *error)
{
    *log = NULL;
    struct dlb_intake_log *opened = dlb_alloc_zero(env, sizeof *opened);
    if (!opened) return dlb_fail_memory(error, env);
    opened->env = dlb_env_share(env);
    dlb_arena_init(&opened->ids, env, true);
    dlb_arena_init(&opened->unknown.names, env, true);
    dolbom_status status = dlb_dictionary_open(env, &opened->agencies, error);
    if (status == DOLBOM_OK)
        *log = opened;
    else
        dlb_intake_log_free(opened);
    return status;
}

void dlb_intake_log_free(struct dlb_intake_log *log)
{
    if (!log) return;
    struct dlb_env *env = log->env;
    dlb_array_clear(env, &log->rejects, sizeof(struct reject));
    dlb_unknown_clear(&log->unknown);
    dlb_arena_clear(&log->ids);
    dlb_dictionary_free(log->agencies);
    dlb_free(env, log, sizeof *log);
    dlb_env_release(env);
}

/* ---- collecting ---------------------------------------------------------------------- */

/* The same name may come from two places in the program, so pointers prove nothing. */
static dolbom_status table_index(struct dlb_intake_log *log, const char *table, size_t *index,
                                 dolbom_error *error)
{
    size_t i = 0;
    while (i < log->n_tables && strcmp(log->tables[i].table, table) != 0) i++;
    if (i == TABLES_MAX)
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL, "rows of more than %d tables are counted",
                        TABLES_MAX);
    if (i == log->n_tables) log->tables[log->n_tables++] = (struct counts){.table = table};
    *index = i;
    return DOLBOM_OK;
}

static dolbom_status column_index(struct dlb_intake_log *log, const char *column, size_t *index,
                                  dolbom_error *error)
{
    if (!column) column = "";
    size_t i = 0;
    while (i < log->n_columns && strcmp(log->columns[i], column) != 0) i++;
    if (i == COLUMNS_MAX)
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL, "rows are rejected for more than %d columns",
                        COLUMNS_MAX);
    if (i == log->n_columns) log->columns[log->n_columns++] = column;
    *index = i;
    return DOLBOM_OK;
}

dolbom_status dlb_intake_log_reject(struct dlb_intake_log *log, const char *table, int64_t row,
                                    struct dlb_text agency, struct dlb_text id, const char *column,
                                    enum dlb_reject reason, dolbom_error *error)
{
    size_t at_table = 0, at_column = 0;
    dolbom_status status = table_index(log, table, &at_table, error);
    if (status == DOLBOM_OK) status = column_index(log, column, &at_column, error);
    uint32_t at_agency = 0;
    if (status == DOLBOM_OK) status = dlb_dictionary_put(log->agencies, agency, &at_agency, error);
    if (status != DOLBOM_OK) return status;
    struct reject *reject =
        dlb_array_reserve(log->env, &log->rejects, 1, sizeof *reject, REJECTS_MAX);
    const char *kept = id.data ? dlb_arena_copy(&log->ids, id.data, id.len) : NULL;
    if (!reject || (id.data && !kept)) return dlb_fail_memory(error, log->env);
    *reject = (struct reject){.row = row,
                              .id_data = kept,
                              .id_len = (uint32_t)id.len,
                              .agency = at_agency,
                              .table = (uint16_t)at_table,
                              .column = (uint16_t)at_column,
                              .reason = (uint32_t)reason};
    log->rejects.n++;
    return DOLBOM_OK;
}

dolbom_status dlb_intake_log_count(struct dlb_intake_log *log, const char *table, uint64_t rows_in,
                                   uint64_t accepted, uint64_t collapsed, dolbom_error *error)
{
    size_t i = 0;
    dolbom_status status = table_index(log, table, &i, error);
    if (status != DOLBOM_OK) return status;
    log->tables[i].rows_in += rows_in;
    log->tables[i].accepted += accepted;
    log->tables[i].collapsed += collapsed;
    return DOLBOM_OK;
}

/* ---- handing out --------------------------------------------------------------------- */

/* rank[i]: how many names come before names[i]. There are few. */
static void rank_names(const char *const *names, size_t n, uint16_t *rank)
{
    for (size_t i = 0; i < n; i++) {
        rank[i] = 0;
        for (size_t j = 0; j < n; j++)
            if (strcmp(names[j], names[i]) < 0) rank[i]++;
    }
}

struct ranks {
    uint16_t table[TABLES_MAX];
    uint16_t column[COLUMNS_MAX];
};

static void rank_all(const struct dlb_intake_log *log, struct ranks *ranks)
{
    const char *tables[TABLES_MAX];
    for (size_t i = 0; i < log->n_tables; i++) tables[i] = log->tables[i].table;
    rank_names(tables, log->n_tables, ranks->table);
    rank_names(log->columns, log->n_columns, ranks->column);
}

/*
 * The order of the rejects: three stable sorts, the last key first. Rejects that agree in
 * all three say the same about the same row, so their order among themselves cannot be seen.
 */
static dolbom_status sort_rejects(const struct dlb_intake_log *log, const struct ranks *ranks,
                                  struct dlb_sort_item *order, dolbom_error *error)
{
    const struct reject *rejects = log->rejects.data;
    size_t n = log->rejects.n;
    for (size_t i = 0; i < n; i++)
        order[i] = (struct dlb_sort_item){
            (uint64_t)ranks->column[rejects[i].column] << 32 | rejects[i].reason, i};
    dolbom_status status = dlb_sort(log->env, order, n, error);
    for (size_t i = 0; i < n; i++) order[i].key = (uint64_t)rejects[order[i].value].row;
    if (status == DOLBOM_OK) status = dlb_sort(log->env, order, n, error);
    for (size_t i = 0; i < n; i++) order[i].key = ranks->table[rejects[order[i].value].table];
    if (status == DOLBOM_OK) status = dlb_sort(log->env, order, n, error);
    return status;
}

/* The rejects in order; adds up the distinct rows of each table. */
static void write_rejects(const struct dlb_intake_log *log, const struct dlb_sort_item *order,
                          uint64_t rejected[TABLES_MAX], struct dlb_frame *frame)
{
    const struct reject *rejects = log->rejects.data;
    const struct reject *before = NULL;
    for (size_t i = 0; i < log->rejects.n; i++) {
        const struct reject *reject = &rejects[order[i].value];
        bool same_row = before && before->table == reject->table && before->row == reject->row;
        if (!same_row) rejected[reject->table]++;
        const char *column = log->columns[reject->column];
        dlb_frame_cstring(frame, log->tables[reject->table].table);
        dlb_frame_int(frame, reject->row);
        dlb_frame_text(frame, dlb_dictionary_text(log->agencies, reject->agency));
        dlb_frame_text(frame, (struct dlb_text){reject->id_data, reject->id_len});
        dlb_frame_cstring(frame, column[0] ? column : NULL);
        dlb_frame_cstring(frame, dlb_reject_text(reject->reason));
        before = reject;
    }
}

static void write_counts(const struct dlb_intake_log *log, const struct ranks *ranks,
                         const uint64_t rejected[TABLES_MAX], struct dlb_frame *frame)
{
    for (size_t rank = 0; rank < log->n_tables; rank++) {
        size_t i = 0;
        while (ranks->table[i] != rank) i++;
        dlb_frame_cstring(frame, log->tables[i].table);
        dlb_frame_int(frame, (int64_t)log->tables[i].rows_in);
        dlb_frame_int(frame, (int64_t)log->tables[i].accepted);
        dlb_frame_int(frame, (int64_t)rejected[i]);
        dlb_frame_int(frame, (int64_t)log->tables[i].collapsed);
    }
}

static const struct dlb_frame_column reject_columns[] = {
    {"table", DLB_FRAME_TEXT, 0},  {"row", DLB_FRAME_INT64, 0},   {"agency_id", DLB_FRAME_TEXT, 0},
    {"row_id", DLB_FRAME_TEXT, 0}, {"column", DLB_FRAME_TEXT, 0}, {"reason", DLB_FRAME_TEXT, 0},
};

static const struct dlb_frame_column count_columns[] = {
    {"table", DLB_FRAME_TEXT, 0},      {"rows_in", DLB_FRAME_INT64, 0},
    {"accepted", DLB_FRAME_INT64, 0},  {"rejected", DLB_FRAME_INT64, 0},
    {"collapsed", DLB_FRAME_INT64, 0},
};

dolbom_status dlb_intake_log_frames(struct dlb_intake_log *log, struct dlb_frame **rejects,
                                    struct dlb_frame **table_counts, dolbom_error *error)
{
    *rejects = *table_counts = NULL;
    size_t n = log->rejects.n;
    uint64_t rejected[TABLES_MAX] = {0};
    struct ranks ranks;
    rank_all(log, &ranks);
    struct dlb_sort_item *order = dlb_alloc_array(log->env, n, sizeof *order);
    if (!order) return dlb_fail_memory(error, log->env);
    dolbom_status status = sort_rejects(log, &ranks, order, error);
    if (status == DOLBOM_OK)
        status = dlb_frame_open(log->env, reject_columns,
                                sizeof reject_columns / sizeof reject_columns[0], rejects, error);
    if (status == DOLBOM_OK)
        status =
            dlb_frame_open(log->env, count_columns, sizeof count_columns / sizeof count_columns[0],
                           table_counts, error);
    if (status == DOLBOM_OK) {
        write_rejects(log, order, rejected, *rejects);
        write_counts(log, &ranks, rejected, *table_counts);
    } else {
        dlb_frame_free(*rejects);
        *rejects = NULL;
    }
    dlb_free(log->env, order, n * sizeof *order);
    return status;
}

/* ---- what nobody knows ---------------------------------------------------------------------- */

dolbom_status dlb_intake_log_table(struct dlb_intake_log *log, const char *table,
                                   dolbom_error *error)
{
    return dlb_unknown_table(&log->unknown, table, error);
}

dolbom_status dlb_intake_log_columns(struct dlb_intake_log *log, const char *table,
                                     const struct dlb_source *source, dolbom_error *error)
{
    return dlb_unknown_columns(&log->unknown, table, source, error);
}

dolbom_status dlb_intake_log_unknown(struct dlb_intake_log *log, struct dlb_frame **frame,
                                     dolbom_error *error)
{
    return dlb_unknown_frame(&log->unknown, frame, error);
}
