/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding_store.h - what the files of this folder share about findings being made.
 */
#ifndef DLB_FINDING_STORE_H
#define DLB_FINDING_STORE_H

#include "finding/finding.h"

/* A row that a finding rests on. */
struct dlb_evidence {
    uint32_t row;
    uint8_t table; /* enum dlb_row_table */
    const char *role;
};

/* What any row of the caseload can say about itself. */
struct dlb_evidence_view {
    struct dlb_text id;      /* null: rows of this table have none */
    uint32_t agency, member; /* member DLB_NO_CODE: an upload */
    uint32_t programme;      /* DLB_NO_CODE: none; so need_class */
    uint32_t need_class;
    struct dlb_class class_;
    int32_t start, end;      /* half-open; NONE, OPEN */
    int32_t known_on;        /* the day on which it was known at the latest; NONE: unknown */
    int64_t amount_won;
    const char *status;      /* NULL: none */
};
void dlb_evidence_look(const struct dlb_caseload *caseload, const struct dlb_evidence *evidence,
                       struct dlb_evidence_view *view);
extern const char *const dlb_row_table_names[]; /* in the order of enum dlb_row_table */

/* A value that messages may name: a detail of the open finding. */
struct dlb_slot {
    const char *key;
    char kind; /* 'i', 'd' or 't' */
    int64_t number;
    struct dlb_text text;
};

/* A finding with all that follows from its rows; texts lie in the store's arena. */
struct dlb_closed {
    const struct dlb_rule *rule;
    unsigned char id[16];
    uint32_t person, household, programme, owner_agency, n_agencies;
    struct dlb_class class_;
    int32_t start, end, due_on, days;
    int32_t probability_ppm;
    int64_t amount_won; /* DLB_NO_AMOUNT: none */
    uint8_t severity;
    bool cross_area, suppressed;
    const char *state;
    struct dlb_text agencies, message_ko, message_en, detail;
    size_t first_row, n_rows; /* in the store's evidence */
};

/* How a finding's severity came about. */
struct dlb_severity {
    int base, money, agencies, risk, doubt;
};

/* Append bytes to one of the store's arrays of char. */
void dlb_findings_put(struct dlb_findings *findings, struct dlb_array *to, const char *data,
                      size_t len);
/* Begin the open finding's detail; complete it with severity, clears and rows. */
void dlb_detail_begin(struct dlb_findings *findings);
void dlb_detail_end(struct dlb_findings *findings, const struct dlb_severity *severity);
/* A message of the open finding, in findings->message; findings->items hold the numbers of
 * its agencies. */
void dlb_message_write(struct dlb_findings *findings, const struct dlb_closed *closed,
                       bool korean);

#endif
