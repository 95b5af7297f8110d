/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding.h - what a rule found, as people read it.
 *
 * A kernel opens a finding, names the subject, the days, the rows and the numbers it compared,
 * and closes it: everything else follows from them here, so that all rules mean the same by it.
 */
#ifndef DLB_FINDING_H
#define DLB_FINDING_H

#include "finding/decisions.h"

#include "caseload/caseload.h"
#include "key/key.h"

/* Tables a finding's evidence can come from. */
enum dlb_row_table {
    DLB_ROWS_PERSONS,
    DLB_ROWS_SERVICES,
    DLB_ROWS_NEEDS,
    DLB_ROWS_REFERRALS,
    DLB_ROWS_CASES,
    DLB_ROWS_STAYS,
    DLB_ROWS_EVENTS,
    DLB_ROWS_UPLOADS,
    DLB_ROWS_ASSESSMENTS,
    DLB_ROWS_APPLICATIONS,
    DLB_ROWS_FACTS,
    DLB_ROWS_SIGNALS,
    DLB_ROWS_REPORTS,
    DLB_ROWS_CAPACITY,
    DLB_ROWS_SPONSORS
};

/* A sum of money that stops at the ends of int64 and remembers that it did. */
struct dlb_won {
    int64_t sum; /* DLB_NO_AMOUNT: nothing was added */
    bool saturated;
};
void dlb_won_add(struct dlb_won *won, int64_t amount);

/* What a duplicate's amount_won is. */
enum dlb_amount {
    DLB_AMOUNT_OF_OTHERS,   /* what its services sum to, without the agency that gave most */
    DLB_AMOUNT_OF_ROLE,     /* the same; where one agency gave all, what has the role won_role */
    DLB_AMOUNT_ALL_OF_ROLE, /* what has the role won_role, whoever gave it */
    DLB_AMOUNT_GIVEN        /* finding->won */
};

/*
 * A finding being written. Set the members, add key, rows and detail, then close it: severity,
 * probability, state, agencies, cross_area, amount, messages and ids are worked out from
 * them. `detail` keys appear in the order of the calls.
 */
struct dlb_finding {
    const struct dlb_rule *rule;
    uint32_t person;         /* DLB_NO_CODE: none */
    uint32_t household;      /* place in caseload->households, or DLB_NO_CODE */
    uint32_t programme;      /* code in caseload->programme_ids, or DLB_NO_CODE */
    uint64_t channel;        /* what persons share whom it is about; 0: nothing */
    uint32_t owner_agency;   /* DLB_NO_CODE: of the service that started last */
    struct dlb_class class_; /* digits 0: none */
    int32_t start, end;      /* half-open; OPEN allowed; NONE: none */
    int32_t days;            /* DLB_NONE: those from start to end, to as_of while open */
    int32_t due_on;          /* NONE: first_action_days after as_of */
    int32_t probability_ppm; /* of more than the records: at most this; 0: no limit */
    uint8_t amount;          /* enum dlb_amount */
    struct dlb_won won;
    const char *won_role;
    bool milder;             /* its severity is one less than the rule's */
    bool involves_protected; /* somebody whom it lists no row of, but whose agency it names */
};

/* ---- findings (finding.c) -------------------------------------------------------------------- */

/* Findings of one thread; merged and sorted at the end, so threads change nothing. */
struct dlb_findings {
    struct dlb_env *env;
    const struct dlb_caseload *caseload;
    const struct dlb_decisions *decisions;
    const struct dlb_previous *previous; /* NULL: no earlier run is known */
    const struct dlb_digest *digest;
    bool no_memory;
    bool ids_only;                /* nobody reads what the findings say */
    const uint32_t *only_service; /* others than those that rest on it are dropped; NULL: none */
    struct dlb_finding open;
    struct dlb_array rows;  /* of the open finding: struct dlb_evidence */
    struct dlb_array slots; /* of struct dlb_slot */
    size_t n_listed;        /* by dlb_detail_list_add */
    struct dlb_writer key, detail, clears, message;
    struct dlb_array items, spare, names; /* of struct dlb_sort_item */
    struct dlb_arena texts;
    struct dlb_array closed;   /* of struct dlb_closed */
    struct dlb_array evidence; /* of struct dlb_evidence: of all closed findings */
    struct dlb_array parties;  /* of uint32_t: the agencies of each, and who is to act */
    size_t n_settled;          /* closed findings that stay */
    struct dlb_array whole;    /* of uint64_t: all rows of those that are not settled yet */
};
void dlb_findings_open(struct dlb_env *env, const struct dlb_caseload *caseload,
                       const struct dlb_decisions *decisions, const struct dlb_digest *digest,
                       struct dlb_findings *findings);
/* Forget all findings, keep the memory. */
void dlb_findings_reset(struct dlb_findings *findings);
void dlb_findings_clear(struct dlb_findings *findings);
/* Id (16 bytes) and rule of the closed finding `at`, in the order of closing. */
const unsigned char *dlb_findings_id(const struct dlb_findings *findings, size_t at,
                                     const struct dlb_rule **rule);
/* How many closed findings a rule has, how many decisions hide, how many have a sum that did not
 * fit. */
struct dlb_tally {
    int64_t n, n_suppressed, n_saturated;
};
/* Add the closed findings to the tallies of their rules, which are as the catalogue has them. */
void dlb_findings_tally(const struct dlb_findings *findings, struct dlb_tally *tallies);

/* A closed finding that people have confirmed, `on` a day (NONE: not said). */
struct dlb_confirmed {
    struct dlb_finding finding;
    struct dlb_text key;
    size_t n_rows;
    int32_t on;
};
/* False: nobody confirmed it. */
bool dlb_findings_confirmed(const struct dlb_findings *findings, size_t at,
                            struct dlb_confirmed *confirmed);
/* Add the listed rows of a closed finding, but for those that have not begun by as_of, to the one
 * that is open in `to`. */
void dlb_finding_copy_rows(struct dlb_findings *to, const struct dlb_findings *from, size_t at);

/*
 * Open a finding (all members none), set its members, add rows and detail, close it. One
 * may be open at a time per store. Running out of memory is remembered by the store, so
 * kernels check nothing: the finding is always there to be written to.
 */
struct dlb_finding *dlb_finding_open(struct dlb_findings *findings, const struct dlb_rule *rule);
/*
 * The parts of the key, joined by a blank: what tells two findings of the rule about one
 * person, household or agency apart, beside the day they start. Never personal.
 */
void dlb_key_text(struct dlb_findings *findings, struct dlb_text text);
void dlb_key_int(struct dlb_findings *findings, int64_t number);
void dlb_key_class(struct dlb_findings *findings, struct dlb_class class_);
/* "agency/id" */
void dlb_key_row(struct dlb_findings *findings, uint32_t agency, struct dlb_text id);
/* Evidence: `row` is the index in the caseload's table; `role` a static word such as
 * "first", "overlapping", "need". Rows may be added in any order and are sorted; all of them
 * count, and the first evidence_max are listed, at least one of each role. */
void dlb_finding_row(struct dlb_findings *findings, enum dlb_row_table table, uint32_t row,
                     const char *role);
/* One number the rule compared; `key` is a static snake_case word with its unit. */
void dlb_detail_int(struct dlb_findings *findings, const char *key, int64_t value);
/* A quantity in thousandths, as a number with as many decimals as it needs; and that as a text. */
enum { DLB_MILLI_DECIMALS = 3 };
void dlb_detail_milli(struct dlb_findings *findings, const char *key, int64_t milli);
void dlb_detail_day(struct dlb_findings *findings, const char *key, int32_t day);
/* A code of the policy's; never anything personal, nor an agency or a zone. */
void dlb_detail_text(struct dlb_findings *findings, const char *key, struct dlb_text text);
/* What people call something that is no agency and no zone, each message in its language; the
 * detail has the Korean name. A label that is empty takes the other one. */
void dlb_detail_label(struct dlb_findings *findings, const char *key, struct dlb_label label);
/* The same for several things under one key, one after the other: the detail lists the first 50,
 * and so do messages. */
void dlb_detail_list_begin(struct dlb_findings *findings, const char *key);
void dlb_detail_list_add(struct dlb_findings *findings, const char *key, struct dlb_label label);
void dlb_detail_list_end(struct dlb_findings *findings);
/* A class of need as `need_class`, and what people call it as `need_name`. */
void dlb_detail_need(struct dlb_findings *findings, uint32_t need_class);
/* What is not told to other agencies when somebody is protected: an agency; a zone's id or name. */
void dlb_detail_agency(struct dlb_findings *findings, const char *key, uint32_t agency);
void dlb_detail_zone(struct dlb_findings *findings, const char *key, struct dlb_text text);
void dlb_detail_zone_name(struct dlb_findings *findings, const char *key,
                          const struct dlb_zone *zone);
/* A list of spans, ends inclusive: past gaps, overlapping days; the first 50 of them. */
void dlb_detail_spans(struct dlb_findings *findings, const char *key, const struct dlb_span *spans,
                      size_t n);
/*
 * What would clear it: `what` is one static word, such as "ends_by". Omissions
 * use service_starts, service_by, evaluation_entered, contact_after, answer_entered,
 * referral_or_service_after, record_at_responsible and upload_complete; a day of
 * DLB_DAY_NONE says on any day.
 */
void dlb_detail_clears(struct dlb_findings *findings, const char *what, int32_t day);
void dlb_finding_close(struct dlb_findings *findings);
/* Forget the open finding. */
void dlb_finding_drop(struct dlb_findings *findings);
/* All rules have looked at a subject: leave out what yields to other findings about it
 * (precedence.c). What is closed from here on is about another subject. */
void dlb_findings_settle(struct dlb_findings *findings);
/* A kernel's own working memory ran out. */
void dlb_findings_no_memory(struct dlb_findings *findings);

/*
 * The table `worklist`: for each agency the findings it is a party to, the most severe first, then
 * those that are due first, as it may read them. With a decision written in, it is `decisions`.
 */
dolbom_status dlb_worklist_frame(const struct dlb_caseload *caseload,
                                 const struct dlb_findings *stores, unsigned n_stores,
                                 struct dlb_frame **worklist, dolbom_error *error);

/* What people call the domain of a class of service. */
const char *dlb_domain_name(struct dlb_class class_, bool korean);

/*
 * Mark the decisions that name several findings, of this run or the earlier one, by the digits that
 * people see; *found when there is one that was not marked before: then the findings are to be made
 * again without it.
 */
dolbom_status dlb_decisions_disambiguate(struct dlb_env *env, struct dlb_decisions *decisions,
                                         const struct dlb_findings *stores, unsigned n_stores,
                                         bool *found, dolbom_error *error);

/*
 * What became of findings since an earlier run, and of their rows, as two tables. `ran`: for each
 * rule of the catalogue, did it look?
 */
dolbom_status dlb_changes_frames(const struct dlb_caseload *caseload,
                                 const struct dlb_previous *previous,
                                 const struct dlb_findings *stores, unsigned n_stores,
                                 const uint8_t *ran, struct dlb_frame **frame,
                                 struct dlb_frame **row_frame, dolbom_error *error);

/* The decisions that were about none of the findings of several stores, as a table. */
dolbom_status dlb_unused_decisions(struct dlb_env *env, const struct dlb_decisions *decisions,
                                   const struct dlb_findings *stores, unsigned n_stores,
                                   struct dlb_frame **frame, dolbom_error *error);

/*
 * The findings of several stores as two tables, sorted as tables.md says, and the persons who
 * have one.
 */
dolbom_status dlb_findings_frames(const struct dlb_caseload *caseload,
                                  const struct dlb_findings *stores, unsigned n_stores,
                                  struct dlb_frame **findings, struct dlb_frame **finding_rows,
                                  struct dlb_id_set **persons, dolbom_error *error);

#include "finding/finding_brief.h"

#endif
