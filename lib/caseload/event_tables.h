/* SPDX-License-Identifier: Apache-2.0 */
/*
 * event_tables.h - the event tables, described: what each cell of a row becomes, and where the
 * rows of a table lie in the caseload.
 *
 * Everything that is done to all tables alike (reading, numbering, offsets, copies of one
 * person) walks these descriptions, so a new table or column is a description and its use.
 */
#ifndef DLB_EVENT_TABLES_H
#define DLB_EVENT_TABLES_H

#include "caseload/caseload.h"

/* What the cells of event rows are looked up in while they are read. */
struct dlb_lookup {
    const struct dlb_policy *policy;
    const struct dlb_people *people;
    struct dlb_index members, needs, cases; /* by dlb_index_hash */
    const struct dlb_need *need_rows;
    const struct dlb_case *case_rows;
    struct dlb_codes *agencies, *programmes, *need_classes, *words;
};

/* How rows of persons begin. */
struct dlb_person_row_head {
    uint32_t member, person, agency;
};

/* What a cell becomes. */
enum dlb_event_cell_kind {
    DLB_READ_ABOUT,      /* agency and record (column, also): the head of a person's row */
    DLB_READ_TEXT,       /* struct dlb_text */
    DLB_READ_SHORT_TEXT, /* const char *, and its length as uint16_t at `also`; `finish` keeps it */
    DLB_READ_DAY,        /* int32_t; not before the day at `also`, unless that is 0 */
    DLB_READ_MONTH,      /* int32_t */
    DLB_READ_SPAN,       /* two int32_t, the end's column in `also` */
    DLB_READ_VALID,      /* struct dlb_valid, the end's column in `also` */
    DLB_READ_NUMBER,     /* int64_t, times 10^also */
    DLB_READ_FLAG,       /* bool */
    DLB_READ_GIVEN,      /* uint8_t: 0 empty, 1 not; 2: the table lacks the column */
    DLB_READ_WORD,       /* uint8_t */
    DLB_READ_CLASS,      /* struct dlb_class */
    DLB_READ_AGENCY,     /* uint32_t: codes, which are final when all tables are read */
    DLB_READ_PROGRAMME,
    DLB_READ_NEED_CLASS,
    DLB_READ_FOLDED, /* a word of no list, numbered among caseload->words */
    DLB_READ_NEED,   /* int32_t: a row of the agency's own, or DLB_NONE */
    DLB_READ_CASE
};

struct dlb_event_cell {
    uint8_t column, kind; /* enum dlb_event_cell_kind */
    uint16_t at, also;    /* offset in the row; see the kind */
    int64_t absent;       /* of an empty cell, for numbers, words and flags */
};

struct dlb_event_table {
    struct dlb_reader reader; /* first: a row being read knows only that */
    uint64_t has;             /* DLB_HAS_… */
    const struct dlb_event_cell *cells;
    size_t n_cells;
    void (*finish)(struct dlb_row *row, void *out); /* what cells cannot say; NULL: nothing */
    size_t rows_at, n_at;                           /* in struct dlb_caseload */
    size_t first_at;                                /* of a table of persons, else 0 */
    size_t id_at, day_at; /* in a row of persons: its id (0: none), the day that orders rows */
};

/* In the order in which they name each other. */
enum { DLB_EVENT_TABLES = 15 };
extern const struct dlb_event_table dlb_event_tables[DLB_EVENT_TABLES];

/* The rows of a table, how many, and a person table's offsets, wherever they are kept. */
void *dlb_event_rows(const struct dlb_caseload *caseload, const struct dlb_event_table *table);
uint32_t dlb_event_count(const struct dlb_caseload *caseload, const struct dlb_event_table *table);
uint32_t *dlb_event_first(const struct dlb_caseload *caseload, const struct dlb_event_table *table);
void dlb_event_set(struct dlb_caseload *caseload, const struct dlb_event_table *table, void *rows,
                   uint32_t n);
void dlb_event_set_first(struct dlb_caseload *caseload, const struct dlb_event_table *table,
                         uint32_t *first);

/* Does a table name persons, and have rows an id of their own? The others are ordered as soon as
 * agencies and words have their numbers. */
bool dlb_event_is_named(const struct dlb_event_table *table);
/* By agency, table and month, the complete ones first (caseload_ask.c). */
int dlb_upload_order(const void *left, const void *right);
int dlb_capacity_order(const void *left, const void *right);
int dlb_sponsor_order(const void *left, const void *right);
/* Keep a service's id, and with it what `more` has (service_more.c); false: no memory. */
bool dlb_service_keep(struct dlb_arena *arena, const struct dlb_service_more *more,
                      struct dlb_service *service);
/* The last month that was over when the run's day began. */
int32_t dlb_last_month(const struct dlb_caseload *caseload);

/* Rows of one person and day by agency and id (caseload_order.c). */
dolbom_status dlb_event_rows_order(struct dlb_env *env, const struct dlb_event_table *table,
                                   void *rows, uint32_t n, dolbom_error *error);
/* Fill caseload->unknown_programmes (unknown_programmes.c). */
dolbom_status dlb_count_unknown_programmes(struct dlb_caseload *caseload, dolbom_error *error);
/* Give all spellings of a programme that the policy lacks one number (alike_programmes.c). */
dolbom_status dlb_join_programmes(struct dlb_caseload *caseload, dolbom_error *error);
/* Make offsets, lists of members, deaths and missing uploads (caseload_arrange.c); free them. */
dolbom_status dlb_caseload_arrange(struct dlb_caseload *caseload, dolbom_error *error);
void dlb_caseload_disarrange(struct dlb_caseload *caseload);
/* Settle the urgency of all referrals (urgency.c); false: no memory. */
bool dlb_settle_urgencies(struct dlb_caseload *caseload, struct dlb_array *room);
/* What dlb_person_death keeps: the day on which all records that give one agree. */
int32_t dlb_agreed_death(const struct dlb_caseload *caseload, uint32_t person);

#endif
