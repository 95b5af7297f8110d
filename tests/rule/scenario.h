/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scenario.h - a small world written down in lines, and what the rules say about it.
 *
 *   expect_findings("2024-06-30", "D03",
 *                   "person P A/a1 B/b1\n"
 *                   "services A a1 s1 meals 2024-01-01 2024-04-09 class=31\n"
 *                   "services B b1 s2 meals 2024-01-05 2024-01-09 class=31\n",
 *                   "D03 P 2024-01-05..2024-01-09 31 A/s1 B/s2\n");
 *
 * A line is a table's name, the cells of its first columns in this order (- for an empty
 * one), and column=value for any other column of docs/tables.md; ~ in a value is a space:
 *
 *   person PERSON AGENCY/RECORD …      the records of a person
 *   record AGENCY/RECORD               with probability= (ppm) household= death_date= …
 *                                      phone= and flat= are numbers that stand for one
 *   link AGENCY/RECORD AGENCY/RECORD PPM
 *   table NAME                         the table is there, even if no row is
 *   absent NAME                        it is not: programmes, referrals, events are otherwise
 *   services agency record service programme start end     status=delivered
 *   needs agency record need need_class identified_on
 *   referrals agency record referral to_agency sent_on status
 *   cases agency record case case_class received_on        worker_id=worker
 *   stays agency record stay kind start end
 *   events agency record kind date
 *   assessments agency record assessment domain assessed_on
 *   applications agency record application programme applied_on
 *   facts agency record fact value as_of    signals agency record signal month
 *   reports agency record report reported_on
 *   capacity agency programme places    sponsors agency sponsor class
 *   uploads agency table period                            status=complete
 *   agencies agency    programmes programme class    mutex set kind a b    caps rule
 *   eligibility programme version clause fact op value    thresholds code value    implies a b
 *   life_events kind expects    signal_weights signal weight    domains domain
 *   need_map need_class class    holidays date    zones zone    rules rule param value
 *   deadlines rule amount    decisions decision
 *
 * A finding reads: rule, person or household or owner, first..last day (- for none, nothing after
 * the dots while open), class if any, and its rows as agency/row; the lines are sorted. Rows of
 * `events` read agency/@; of `uploads` agency/table.
 */
#ifndef SCENARIO_H
#define SCENARIO_H

#include "rule/kernel.h"

struct scenario_result;

/* How to run a scenario; the zero state is the plainest way. */
struct scenario_way {
    unsigned n_threads; /* 0: one */
    int64_t batch_rows; /* 0: all in one batch */
    unsigned shuffle;   /* another order of rows for each number; 0: as written */
    bool text_dates;    /* dates as text, not as days */
    const struct scenario_result *previous; /* an earlier run; NULL: none is known */
};

/* The tables that came out, as texts of arrow_make.h. */
struct scenario_result {
    char *findings, *finding_rows, *rule_runs, *rejects, *table_counts, *unused_decisions;
    char *changes, *change_rows; /* where an earlier run is known */
};

/* Run it on an environment; a test fails when the lines are not in this form. */
dolbom_status scenario_run(struct dlb_env *env, const struct scenario_way *way, const char *as_of,
                           const char *lines, struct scenario_result *result, dolbom_error *error);
void scenario_result_clear(struct scenario_result *result);

/* Run it in the plainest way; a test fails when that goes wrong, or memory is left. */
struct scenario_result scenario_of(const char *as_of, const char *lines);

/* The findings of the rules whose ids are listed ("D03 D05"; NULL: all), one per line. */
char *scenario_findings(const char *findings, const char *finding_rows, const char *rules);

/* The whole in one; a test fails when something else is found, or memory is left. */
void expect_findings(const char *as_of, const char *rules, const char *lines, const char *expected);

/* The one finding of the rule goes away when somebody allows it, and is reopened when more lines
 * join. */
void expect_decision_holds(const char *as_of, const char *rule, const char *lines,
                           const char *joins);

/* The same where no row can join: it is reopened when the decision held until a day before as_of.
 */
void expect_decision_runs_out(const char *as_of, const char *rule, const char *lines,
                              const char *until);

/* The state of a rule, and how many of its rows it judged. */
void expect_judged(const char *as_of, const char *rule, const char *lines, const char *state,
                   const char *n_rows);

/* A cell of the rule's first finding. */
void expect_in_finding(const char *as_of, const char *rule, const char *lines, const char *column,
                       const char *expected);

/* The first cell of a column in a table of a result whose `key` column has this value; NULL
 * when there is none. free() it. */
char *table_cell(const char *table, const char *key, const char *value, const char *column);

#endif
