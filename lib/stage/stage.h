/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stage.h - the stages: the data's path, one file each.
 *
 *   persons -clean-> cleaned -link-> pairs -group-> persons -> people -> rules
 *
 * Each stage has a function on structures, which the next stage and reconcile call, and a
 * public one on tables, which wraps it: dolbom_link() reads `cleaned`, calls dlb_link() and
 * writes `pairs`. Every structure accepts its zero state in its _clear.
 */
#ifndef DLB_STAGE_H
#define DLB_STAGE_H

#include "dolbom/stage.h"
#include "plan/plan.h"
#include "rule/rule.h"

/* ---- one call of a public function (call.c) --------------------------------------------- */

/* The plan, the tables that came in, what goes out. */
struct dlb_call {
    const dolbom_plan *plan;
    dolbom_plan *builtin;      /* when the caller named none */
    struct dlb_env *env;
    struct dlb_arena arena;    /* renames */
    struct dlb_intake intake;  /* the tables with their renames; a log of rejects */
    struct dlb_intake_table *tables;
    struct ArrowArrayStream *streams;
    dolbom_table *out;
    size_t out_cap, n_out;
};

/*
 * Check the arguments of a public function and take over all input streams, whether or not
 * it succeeds. To be followed by dlb_call_close in either case.
 */
dolbom_status dlb_call_open(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                            dolbom_table *out, size_t out_cap, size_t *n_out,
                            struct dlb_call *call, dolbom_error *error);
/* Was the table given? */
bool dlb_call_has(const struct dlb_call *call, const char *table);
/* DOLBOM_E_PLAN when the plan names no as-of date, without which no rule can judge. */
dolbom_status dlb_call_need_as_of(const struct dlb_call *call, dolbom_error *error);
/* Hand out a finished table; the frame is given away also on failure. `name` is static. */
dolbom_status dlb_call_give(struct dlb_call *call, const char *name, struct dlb_frame *frame,
                            dolbom_error *error);
/* Hand out `rejects` and `table_counts`. */
dolbom_status dlb_call_give_log(struct dlb_call *call, dolbom_error *error);
/* Give back all that is left; *n_out tables when `status` is DOLBOM_OK, else none. Returns
 * status. */
dolbom_status dlb_call_close(struct dlb_call *call, size_t *n_out, dolbom_status status);

/* ---- clean (clean_row.c, clean.c, cleaned.c) ---------------------------------------------- */

enum dlb_relation {
    DLB_RELATION_NONE, DLB_RELATION_HEAD, DLB_RELATION_SPOUSE, DLB_RELATION_CHILD,
    DLB_RELATION_PARENT, DLB_RELATION_KIN, DLB_RELATION_OTHER
};

/* A row of `persons`, read; texts lie in the rows' arenas. */
struct dlb_person_row {
    struct dlb_text agency, record, zone, household, name;
    int32_t death_date, registered_on, updated_at, birth_date;
    uint32_t sigungu_code;
    uint8_t sex;        /* 'M', 'F', 0 */
    uint8_t relation;   /* enum dlb_relation */
    uint8_t consent;    /* 0, 1; 2: unknown */
    uint8_t protected_; /* 0, 1; 2: unknown */
    dolbom_quality quality[DLB_MATCH_FIELDS_MAX];
    uint64_t codes[]; /* n_slots codes; then, if wanted, one dlb_text per field */
};

/* A column of `persons` with a kind: a compared field, or one that only gives an attribute. */
struct dlb_person_value {
    const struct dlb_kind *kind;
    uint8_t column; /* of the reader */
    uint8_t role;   /* what else the value is used for; see clean_row.c */
    uint8_t field;  /* of the plan; UINT8_MAX: not compared */
    uint8_t slot;   /* of a compared field */
};

enum { DLB_PERSON_VALUES_MAX = DLB_MATCH_FIELDS_MAX + 6 };

/* How `persons` is read under a plan; must not move once it is open. `reader` comes first,
 * because rows know only that. */
struct dlb_person_reader {
    struct dlb_reader reader;
    struct dlb_column columns[DLB_ROW_COLUMNS_MAX];
    struct dlb_person_value values[DLB_PERSON_VALUES_MAX];
    unsigned n_values, n_fields, n_slots;
    bool with_texts;
    struct dlb_digest rrn_digest;
};
void dlb_person_reader_open(const dolbom_plan *plan, bool with_texts,
                            struct dlb_person_reader *reader);
void dlb_person_reader_close(struct dlb_person_reader *reader); /* wipes the key's state */
/* Members of a reader whose rows are struct dlb_person_row. */
void dlb_person_row_name(const void *context, const void *out, struct dlb_text *agency,
                         struct dlb_text *id);
uint64_t dlb_person_row_unordered(const void *out);
size_t dlb_person_row_bytes(const struct dlb_match_settings *match, bool with_texts);
/* The texts behind the codes of a row. */
struct dlb_text *dlb_person_row_texts(const struct dlb_person_reader *reader,
                                      const struct dlb_person_row *row);

/*
 * The records, sorted by agency and id. `people` has no persons yet: group numbers them.
 * The compared fields are those of the plan; arrays of fields have n_fields entries per
 * record.
 */
struct dlb_cleaned {
    struct dlb_env *env;
    struct dlb_people people;   /* members are the records */
    struct dlb_records records; /* their codes */
    unsigned n_fields, n_slots;
    dolbom_quality *quality;    /* of each field */
    struct dlb_text *texts;     /* canonical text of each field; NULL when not wanted */
    struct dlb_text *names;     /* canonical name of each record, null when it has none */
    uint8_t *sex;               /* 'M', 'F', 0 */
    uint8_t *relation;          /* enum dlb_relation */
    struct dlb_rows rows;       /* own the texts */
    char *person_id_text;       /* DLB_PERSON_ID_LEN bytes for each person */
};

enum { DLB_PERSON_ID_LEN = 32 };

/* Read the table that the reader names; records get their order, agencies and households
 * their numbers. */
dolbom_status dlb_cleaned_fill(const struct dlb_call *call, const struct dlb_person_reader *reader,
                               struct dlb_cleaned *cleaned, dolbom_error *error);
/* Read the table `persons`. Without texts only codes, names and what rules need are kept. */
dolbom_status dlb_clean(const struct dlb_call *call, bool with_texts, struct dlb_cleaned *cleaned,
                        dolbom_error *error);
void dlb_cleaned_clear(struct dlb_cleaned *cleaned);

/* The table `cleaned`, which needs texts, and back. */
dolbom_status dlb_cleaned_frame(const struct dlb_cleaned *cleaned,
                                const struct dlb_match_settings *settings,
                                struct dlb_frame **frame, dolbom_error *error);
dolbom_status dlb_cleaned_read(const struct dlb_call *call, struct dlb_cleaned *cleaned,
                               dolbom_error *error);

/* The number of a record, or DLB_NO_CODE. */
uint32_t dlb_cleaned_find(const struct dlb_cleaned *cleaned, struct dlb_text agency,
                          struct dlb_text record);

/* ---- link (link.c) ------------------------------------------------------------------------ */

/* The pairs of a cleaned table, which must outlive it. */
struct dlb_linked {
    struct dlb_env *env;
    struct dlb_matcher matcher;
    struct dlb_pairs pairs;
};
dolbom_status dlb_link(const struct dlb_call *call, const struct dlb_cleaned *cleaned,
                       struct dlb_linked *linked, dolbom_error *error);
void dlb_linked_clear(struct dlb_linked *linked);

/* The tables `pairs` and `match_keys`. */
dolbom_status dlb_pairs_frame(const struct dlb_cleaned *cleaned, const struct dlb_linked *linked,
                              struct dlb_frame **frame, dolbom_error *error);
dolbom_status dlb_match_keys_frame(const struct dlb_linked *linked, struct dlb_frame **frame,
                                   dolbom_error *error);
/* The table `pairs` back. Weights are worked out anew from the records, for a table may have
 * been through a program that rounds. */
dolbom_status dlb_pairs_read(const struct dlb_call *call, const struct dlb_cleaned *cleaned,
                             struct dlb_linked *linked, dolbom_error *error);

/* ---- group (group.c) ---------------------------------------------------------------------- */

/*
 * Form persons and complete cleaned->people: each member's person and probability, the
 * persons' ids. Of the policy, decisions about two records count; those about records that
 * do not exist are passed over. `policy` may be NULL.
 */
dolbom_status dlb_group(const struct dlb_call *call, const struct dlb_linked *linked,
                        const struct dlb_policy *policy, struct dlb_cleaned *cleaned,
                        struct dlb_persons *persons, dolbom_error *error);

/* The table `person_records`, and back into cleaned->people. */
dolbom_status dlb_person_records_frame(const struct dlb_cleaned *cleaned,
                                       const struct dlb_persons *persons,
                                       struct dlb_frame **frame, dolbom_error *error);
dolbom_status dlb_person_records_read(const struct dlb_call *call, struct dlb_cleaned *cleaned,
                                      dolbom_error *error);

/* ---- rules (findings.c) --------------------------------------------------------------------- */

/* What rules made of people and what was reported about them. */
struct dlb_found {
    struct dlb_env *env;
    struct dlb_caseload *caseload;
    struct dlb_rule_result result;
    struct dlb_review_pair *review_pairs;
    size_t n_review_pairs, n_review_pairs_room;
};

/*
 * Read the event tables against cleaned->people and run the rules of `stages` (bits 1 << enum
 * dlb_rule_stage). `linked` NULL: the pairs are not known. The policy must outlive it.
 */
dolbom_status dlb_find(const struct dlb_call *call, const struct dlb_policy *policy,
                       const struct dlb_linked *linked, uint32_t stages,
                       struct dlb_cleaned *cleaned, struct dlb_found *found, dolbom_error *error);
void dlb_found_clear(struct dlb_found *found);
/* Hand out `findings`, `finding_rows` and `rule_runs`. */
dolbom_status dlb_call_give_found(struct dlb_call *call, struct dlb_found *found,
                                  dolbom_error *error);

/* ---- summaries (summarize.c) ------------------------------------------------------------------- */

/* The tables `person_summary`, of persons with a finding, and `agency_summary`. */
dolbom_status dlb_person_summary_frame(const struct dlb_cleaned *cleaned,
                                       const struct dlb_found *found, struct dlb_frame **frame,
                                       dolbom_error *error);
dolbom_status dlb_agency_summary_frame(const struct dlb_found *found, struct dlb_frame **frame,
                                       dolbom_error *error);

#endif
