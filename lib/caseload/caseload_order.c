/* SPDX-License-Identifier: Apache-2.0 */
/*
 * caseload_order.c - the order of rows of one person and day.
 *
 * Tables come sorted by person and day, and rows of one day in the order of hashes. Which row
 * is first decides roles, owners and what a message names, so it has to be an order that
 * people can follow: agency, then row id. Rows without an id go by record and by what they say.
 */
#include "caseload/event_tables.h"

#include <string.h>

enum { TASK_ROWS = 65536, SHORT_RUN = 12, ROW_BYTES_MAX = 128 };

struct ordering {
    struct dlb_env *env;
    const struct dlb_event_table *table;
    char *rows;
    uint32_t n;
    size_t row_bytes;
    dlb_row_compare compare;
};

static int number_order(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

/* ---- what comes first ------------------------------------------------------------------------ */

/* How rows begin that have their id as a text. */
struct named_row {
    struct dlb_person_row_head head;
    struct dlb_text id;
};

static int order_of_named(const void *left_row, const void *right_row)
{
    const struct named_row *left = left_row, *right = right_row;
    int order = number_order(left->head.agency, right->head.agency);
    return order ? order : dlb_text_order(left->id, right->id);
}

static int order_of_service(const void *left_row, const void *right_row)
{
    const struct dlb_service *left = left_row, *right = right_row;
    int order = number_order(left->agency, right->agency);
    return order ? order : dlb_text_order(dlb_service_id(left), dlb_service_id(right));
}

static int order_of_event(const void *left_row, const void *right_row)
{
    const struct dlb_event *left = left_row, *right = right_row;
    int order = number_order(left->member, right->member); /* sorted by agency and record */
    if (!order) order = number_order(left->kind, right->kind);
    if (!order) order = number_order(left->case_, right->case_);
    return order ? order : number_order(left->level, right->level);
}

static int order_of_fact(const void *left_row, const void *right_row)
{
    const struct dlb_fact *left = left_row, *right = right_row;
    int order = number_order(left->member, right->member);
    if (!order) order = number_order(left->fact, right->fact);
    return order ? order : dlb_text_order(left->value, right->value);
}

static int order_of_signal(const void *left_row, const void *right_row)
{
    const struct dlb_signal *left = left_row, *right = right_row;
    int order = number_order(left->member, right->member);
    return order ? order : number_order(left->signal, right->signal);
}

static dlb_row_compare compare_of(const struct dlb_event_table *table)
{
    if (!table->first_at) return NULL;
    if (table->id_at == offsetof(struct named_row, id)) return order_of_named;
    if (table->has == DLB_HAS_SERVICES) return order_of_service;
    if (table->has == DLB_HAS_FACTS) return order_of_fact;
    return table->has == DLB_HAS_SIGNALS ? order_of_signal : order_of_event;
}

/* ---- runs of one key ------------------------------------------------------------------------- */

static char *row_at(const struct ordering *ordering, uint32_t at)
{
    return ordering->rows + at * ordering->row_bytes;
}

/* Two or three rows, nearly always. */
static void insert(const struct ordering *ordering, uint32_t from, uint32_t to)
{
    char moving[ROW_BYTES_MAX];
    for (uint32_t i = from + 1; i < to; i++) {
        uint32_t at = i;
        memcpy(moving, row_at(ordering, i), ordering->row_bytes);
        for (; at > from && ordering->compare(row_at(ordering, at - 1), moving) > 0; at--)
            memcpy(row_at(ordering, at), row_at(ordering, at - 1), ordering->row_bytes);
        memcpy(row_at(ordering, at), moving, ordering->row_bytes);
    }
}

static dolbom_status order_run(const struct ordering *ordering, uint32_t from, uint32_t to,
                               dolbom_error *error)
{
    if (to - from > SHORT_RUN)
        return dlb_order_rows_in(ordering->env, row_at(ordering, from), to - from,
                                 ordering->row_bytes, ordering->compare, error);
    insert(ordering, from, to);
    return DOLBOM_OK;
}

static uint64_t key_at(const struct ordering *ordering, uint32_t at)
{
    const struct dlb_reader *reader = &ordering->table->reader;
    return reader->key(reader, row_at(ordering, at));
}

/* A task orders the runs that begin in its part. */
static dolbom_status order_task(void *context, size_t task, unsigned worker, dolbom_error *error)
{
    const struct ordering *ordering = context;
    uint32_t from = (uint32_t)(task * TASK_ROWS), end = from + TASK_ROWS;
    dolbom_status status = DOLBOM_OK;
    (void)worker;
    if (end > ordering->n) end = ordering->n;
    while (from && from < end && key_at(ordering, from) == key_at(ordering, from - 1)) from++;
    for (uint32_t to; from < end && status == DOLBOM_OK; from = to) {
        uint64_t key = key_at(ordering, from);
        for (to = from + 1; to < ordering->n && key_at(ordering, to) == key;) to++;
        if (to - from > 1) status = order_run(ordering, from, to, error);
    }
    return status;
}

dolbom_status dlb_event_rows_order(struct dlb_env *env, const struct dlb_event_table *table,
                                   void *rows, uint32_t n, dolbom_error *error)
{
    struct ordering ordering = {env, table, rows, n, table->reader.row_bytes, compare_of(table)};
    if (!ordering.compare) return DOLBOM_OK;
    return dlb_run_tasks(env, "arrange", ((size_t)n + TASK_ROWS - 1) / TASK_ROWS, order_task,
                         &ordering, error);
}
