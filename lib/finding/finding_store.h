/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding_store.h - what the files of this folder share about findings being made.
 */
#ifndef DLB_FINDING_STORE_H
#define DLB_FINDING_STORE_H

#include "finding/finding.h"

enum { CLASS_OF_CRISIS = 10 }; /* of service: safety, crisis */

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
    int32_t start, end; /* half-open; NONE, OPEN */
    int32_t known_on;   /* the day on which it was known at the latest; NONE: unknown */
    int64_t amount_won;
    const char *status; /* NULL: none */
    bool emergency;
};
void dlb_evidence_look(const struct dlb_caseload *caseload, const struct dlb_evidence *evidence,
                       struct dlb_evidence_view *view);
extern const char *const dlb_row_table_names[]; /* in the order of enum dlb_row_table */
/* What tells the row apart in every run; a hash of what it says, never 0. */
uint64_t dlb_evidence_name(const struct dlb_caseload *caseload, const struct dlb_evidence *row,
                           const struct dlb_evidence_view *view);
uint64_t dlb_evidence_said(const struct dlb_caseload *caseload,
                           const struct dlb_evidence_view *view);
/* A hash of what a row says, as 16 digits; 0: null. */
void dlb_frame_said(struct dlb_frame *frame, uint64_t said);

/* A value that messages may name: a detail of the open finding. */
struct dlb_slot {
    const char *key;
    /* 'i', 'm' (thousandths), 'd' or 't'; 'a': an agency's id, 'z': of a zone */
    char kind;
    int64_t number;
    struct dlb_text text, text_en; /* text_en: null where it is said in one way only */
};

/* A row of `finding_rows`; its texts are the caseload's. */
struct dlb_listed {
    const char *table, *role;
    uint32_t agency, member;
    struct dlb_text id, record; /* null: it has none */
    uint64_t said;
};

/* A finding with all that follows from its rows; texts lie in the store's arena. */
struct dlb_closed {
    const struct dlb_rule *rule;
    unsigned char id[16], rows_key[16];
    uint32_t person, household, programme, owner_agency, n_agencies;
    struct dlb_class class_;
    int32_t start, end, due_on, days;
    int32_t probability_ppm;
    int64_t amount_won; /* DLB_NO_AMOUNT: none */
    uint8_t severity;
    bool cross_area, suppressed, saturated;
    bool is_protected;                /* somebody whom it involves is */
    size_t first_party, n_parties;    /* in the store's parties */
    struct dlb_text told_ko, told_en; /* the messages as any party may read them */
    const char *state, *reopened;     /* why, or NULL */
    uint32_t decision;                /* the latest about it, or DLB_NO_CODE */
    uint32_t earlier;                 /* what it was in the earlier run, or DLB_NO_CODE */
    bool has_grown;                   /* it has rows that the earlier one had not */
    struct dlb_text answers;          /* "A:confirmed;B:", when agencies answer for themselves */
    struct dlb_text key, agencies, message_ko, message_en, detail;
    size_t first_row, n_listed;      /* in the store's evidence */
    size_t n_rows;                   /* all of them */
    const struct dlb_listed *listed; /* n_listed of them, as finding_rows has them */
    size_t first_whole;              /* those in findings->whole, until it is settled */
};

/* How a finding's severity came about. */
struct dlb_severity {
    int base, money, agencies, risk, doubt;
};

/* ---- the rows of the open finding (finding_rows.c) ------------------------------------------ */

/* What they say together. */
struct dlb_evidence_say {
    size_t n_agencies; /* whose numbers are the keys of findings->items */
    uint32_t n_service_agencies;
    struct dlb_won total, others; /* of services: all; without the agency that gave most */
    uint32_t last_service;        /* that started last, the first of that day; DLB_NO_CODE: none */
    int32_t weakest_ppm;          /* record */
    int32_t known_on;             /* the latest day on which one of them became known */
    bool emergency;
    uint32_t last_person;  /* that was looked at */
    bool is_protected;     /* one of the persons is */
    unsigned char key[16]; /* of the set of rows */
};
/* Where the row lies among all tables, as a number. */
uint64_t dlb_evidence_place(const struct dlb_evidence *row);
/* Sort the rows, each once with the role it got first, and look at them. */
void dlb_evidence_settle(struct dlb_findings *findings, struct dlb_evidence_say *say);
/* Move the rows that are listed to the front and append them to the store's evidence; how many. */
size_t dlb_evidence_list(struct dlb_findings *findings, size_t most);
/* The first n rows as finding_rows has them, in its order; in the store's arena. */
const struct dlb_listed *dlb_evidence_describe(struct dlb_findings *findings, size_t n);

/* ---- what it was in the earlier run (previous_find.c) ---------------------------------------- */

/* Set closed->earlier and has_grown, for the open finding, whose id and rows_key are made. */
void dlb_finding_recognise(struct dlb_findings *findings, struct dlb_closed *closed);

/* ---- ids, severity, state (finding_id.c, finding_judge.c) ---------------------------------- */

/* What decisions can name of it. */
struct dlb_decidable dlb_finding_decidable(const struct dlb_findings *findings,
                                           const struct dlb_closed *closed);
void dlb_finding_identify(const struct dlb_findings *findings, struct dlb_closed *closed);
void dlb_finding_rate(const struct dlb_findings *findings, const struct dlb_evidence_say *say,
                      struct dlb_closed *closed, struct dlb_severity *severity);
void dlb_finding_judge(struct dlb_findings *findings, const struct dlb_evidence_say *say,
                       struct dlb_closed *closed);

/* The day on which it was found first. */
int32_t dlb_first_seen(const struct dlb_caseload *caseload, const struct dlb_earlier *earlier);
/* "agency/household_id", or null. */
dolbom_status dlb_finding_put_household(const struct dlb_caseload *caseload,
                                        struct dlb_frame *frame, const struct dlb_closed *finding,
                                        struct dlb_array *room, dolbom_error *error);

/* Keep all rows of a finding that others may yield to, or that may itself (precedence.c). */
void dlb_precedence_keep(struct dlb_findings *findings, struct dlb_closed *closed);

/* Copy what was written into the store's arena. */
struct dlb_text dlb_findings_keep(struct dlb_findings *findings, const struct dlb_writer *text);
/* Begin the open finding's detail; complete it with severity, clears and rows. */
void dlb_detail_begin(struct dlb_findings *findings);
void dlb_detail_end(struct dlb_findings *findings, const struct dlb_closed *closed,
                    const struct dlb_severity *severity);
/* A message of the open finding, in findings->message; findings->items hold the numbers of
 * its agencies. `nameless`: it names no agency and no place. */
void dlb_message_write(struct dlb_findings *findings, const struct dlb_closed *closed, bool korean,
                       bool nameless);

#endif
