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
/* Hand out a finished table; the frame is given away also on failure. `name` is static. */
dolbom_status dlb_call_give(struct dlb_call *call, const char *name, struct dlb_frame *frame,
                            dolbom_error *error);
/* Hand out `rejects` and `table_counts`. */
dolbom_status dlb_call_give_log(struct dlb_call *call, dolbom_error *error);
/* Give back all that is left; *n_out tables when `status` is DOLBOM_OK, else none. Returns
 * status. */
dolbom_status dlb_call_close(struct dlb_call *call, size_t *n_out, dolbom_status status);

/* ---- clean (clean.c, clean_row.c, cleaned.c) ---------------------------------------------- */

enum dlb_relation {
    DLB_RELATION_NONE, DLB_RELATION_HEAD, DLB_RELATION_SPOUSE, DLB_RELATION_CHILD,
    DLB_RELATION_PARENT, DLB_RELATION_KIN, DLB_RELATION_OTHER
};

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
    uint32_t n_person_ids;      /* room in people.person_ids */
    char *person_id_text;
};

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
 * persons' ids. Decisions about records that do not exist are passed over.
 */
dolbom_status dlb_group(const struct dlb_call *call, const struct dlb_linked *linked,
                        struct dlb_cleaned *cleaned, struct dlb_persons *persons,
                        dolbom_error *error);

/* The table `person_records`, and back into cleaned->people. */
dolbom_status dlb_person_records_frame(const struct dlb_cleaned *cleaned,
                                       const struct dlb_persons *persons,
                                       struct dlb_frame **frame, dolbom_error *error);
dolbom_status dlb_person_records_read(const struct dlb_call *call, struct dlb_cleaned *cleaned,
                                      dolbom_error *error);

#endif
