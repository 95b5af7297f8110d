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

#include "dolbom/explain.h"
#include "people/people.h"
#include "rule/rule.h"

/* ---- one call of a public function (call.c) --------------------------------------------- */

/* The plan, the tables that came in, and those that go out. */
struct dlb_call {
    const dolbom_plan *plan;
    dolbom_plan *builtin; /* used when the caller named none, or one for people where tokens are */
    struct dlb_env *env;
    struct dlb_arena arena;   /* renames */
    struct dlb_intake intake; /* the tables with their renames; a log of rejects */
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
                            dolbom_table *out, size_t out_cap, size_t *n_out, struct dlb_call *call,
                            dolbom_error *error);
/* DOLBOM_E_PLAN when the plan has no as-of date, without which no rule can judge. */
dolbom_status dlb_call_need_as_of(const struct dlb_call *call, dolbom_error *error);
/* Hand out a finished table; takes over the frame, even on failure. `name` is static. */
dolbom_status dlb_call_give(struct dlb_call *call, const char *name, struct dlb_frame *frame,
                            dolbom_error *error);
/* Hand out `unknown_names`. */
dolbom_status dlb_call_give_unknown(struct dlb_call *call, dolbom_error *error);
/* Hand out `rejects`, `table_counts` and `unknown_names`. */
dolbom_status dlb_call_give_log(struct dlb_call *call, dolbom_error *error);
/* Release whatever is left; *n_out tables when `status` is DOLBOM_OK, else none. Returns status. */
dolbom_status dlb_call_close(struct dlb_call *call, size_t *n_out, dolbom_status status);

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
/* Read the table `pairs` back. Weights are recomputed from the records, because a table may have
 * been through a program that rounds. */
dolbom_status dlb_pairs_read(const struct dlb_call *call, const struct dlb_cleaned *cleaned,
                             struct dlb_linked *linked, dolbom_error *error);

/* ---- group (group.c) ---------------------------------------------------------------------- */

/* The decisions in force about records that are there, the latest for each pair, as struct
 * dlb_decided by (left, right). Marks those about a record that is not there. */
dolbom_status dlb_decided_list(const struct dlb_call *call, const struct dlb_decisions *decisions,
                               const struct dlb_cleaned *cleaned, struct dlb_array *decided,
                               dolbom_error *error);
/*
 * Form persons and complete cleaned->people: each member's person and probability, the
 * persons' ids. Decisions about records that do not exist are ignored. As dlb_persons_form(), of
 * *persons only keeps_edges is read.
 */
dolbom_status dlb_group(const struct dlb_call *call, const struct dlb_linked *linked,
                        const struct dlb_decisions *decisions, struct dlb_cleaned *cleaned,
                        struct dlb_persons *persons, dolbom_error *error);

/* Write the table `person_records`, and read it back into cleaned->people. */
dolbom_status dlb_person_records_frame(const struct dlb_cleaned *cleaned,
                                       const struct dlb_persons *persons, struct dlb_frame **frame,
                                       dolbom_error *error);
dolbom_status dlb_person_records_read(const struct dlb_call *call, struct dlb_cleaned *cleaned,
                                      dolbom_error *error);

/* ---- records to people (match.c) ----------------------------------------------------------- */

/* All that clean, link and group make. */
struct dlb_matched {
    struct dlb_env *env;
    struct dlb_cleaned cleaned;
    struct dlb_linked linked;
    struct dlb_decisions decisions;
    struct dlb_persons persons;
};
/* Match the records of `persons`. */
dolbom_status dlb_match(struct dlb_call *call, struct dlb_matched *matched, dolbom_error *error);
/* Hand out `person_records`, `pairs` and `match_keys`. */
dolbom_status dlb_call_give_matched(struct dlb_call *call, const struct dlb_matched *matched,
                                    dolbom_error *error);
void dlb_matched_clear(struct dlb_matched *matched);

/* ---- rules (findings.c) --------------------------------------------------------------------- */

/* What the rules found about people. */
struct dlb_found {
    struct dlb_env *env;
    struct dlb_caseload *caseload;
    struct dlb_rule_result result;
    struct dlb_review_pair *review_pairs;
    size_t n_review_pairs, n_review_pairs_room;
    uint8_t *has_number; /* see struct dlb_rule_request; NULL: not known */
    struct dlb_number_holder *number_holders;
    size_t n_number_holders, n_number_room;
    struct dlb_channels channels;
};

/* What people and an earlier run already know of findings. */
struct dlb_known {
    struct dlb_decisions *decisions;
    const struct dlb_previous *previous; /* NULL: no earlier run is known */
};

/*
 * Read the event tables against cleaned->people and run the rules of `stages` (bits 1 << enum
 * dlb_rule_stage). `linked` NULL: the pairs are not known. The policy must outlive it.
 */
dolbom_status dlb_find(const struct dlb_call *call, const struct dlb_policy *policy,
                       const struct dlb_known *known, const struct dlb_linked *linked,
                       uint32_t stages, struct dlb_cleaned *cleaned, struct dlb_found *found,
                       dolbom_error *error);
void dlb_found_clear(struct dlb_found *found);
/* What I01 asks about (review.c): found->review_pairs. */
dolbom_status dlb_review_pairs_list(const struct dlb_call *call,
                                    const struct dlb_decisions *decisions,
                                    const struct dlb_cleaned *cleaned,
                                    const struct dlb_pairs *pairs, struct dlb_found *found,
                                    dolbom_error *error);
/* What I02 reports (number_holders.c): found->has_number and number_holders. */
dolbom_status dlb_number_holders_list(const struct dlb_cleaned *cleaned,
                                      const struct dlb_match_settings *match,
                                      struct dlb_found *found, dolbom_error *error);
/* What D16 asks about (shared_channels.c): found->channels, which stay as they are where the plan
 * compares neither telephone numbers nor addresses; the caseload is read. */
dolbom_status dlb_channels_list(const struct dlb_call *call, const struct dlb_cleaned *cleaned,
                                struct dlb_found *found, dolbom_error *error);
/* Hand out `findings`, `finding_rows` and `rule_runs`. */
dolbom_status dlb_call_give_found(struct dlb_call *call, struct dlb_found *found,
                                  dolbom_error *error);

/* ---- summaries (summarize.c) ----------------------------------------------------------------- */

/* The tables `person_summary`, of persons with a finding, and `agency_summary`. */
dolbom_status dlb_person_summary_frame(const struct dlb_cleaned *cleaned,
                                       const struct dlb_found *found, struct dlb_frame **frame,
                                       dolbom_error *error);
dolbom_status dlb_agency_summary_frame(const struct dlb_found *found, struct dlb_frame **frame,
                                       dolbom_error *error);

/* ---- layers (layers.c) ----------------------------------------------------------------------- */

/* Hand out `coverage`, `indicators`, `visit_list` and `support`. */
dolbom_status dlb_call_give_layers(struct dlb_call *call, const struct dlb_found *found,
                                   dolbom_error *error);

#endif
