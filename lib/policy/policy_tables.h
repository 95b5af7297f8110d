/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_tables.h - what the files of this folder share about the policy tables.
 */
#ifndef DLB_POLICY_TABLES_H
#define DLB_POLICY_TABLES_H

#include "policy/policy.h"

int dlb_parameter_order(const void *left, const void *right);
int dlb_threshold_order(const void *left, const void *right);
/* Work out the settings from the rows; to be called once all of them are read. */
dolbom_status dlb_policy_resolve(struct dlb_policy *policy, int32_t as_of, dolbom_error *error);

/* ---- rules (policy_local.c, policy_unknown.c) ------------------------------------------------ */

/* May a rule of a policy's own have this id: L01 to L99? */
bool dlb_is_local_id(struct dlb_text id);
/* A row of `rules` without key, centre type and dates. */
bool dlb_is_for_ever(const struct dlb_parameter *row);
/* Find the rules that the rows declare, and understand the rows; programmes, needs and signals are
 * known. */
dolbom_status dlb_policy_declare(const struct dlb_intake *intake, struct dlb_policy *policy,
                                 struct dlb_rows *rows, dolbom_error *error);
/* Their names, and what they look at on as_of. */
dolbom_status dlb_policy_resolve_local(struct dlb_policy *policy, int32_t as_of,
                                       dolbom_error *error);
/* The first row of `rules` that names no rule or parameter, or declares a rule that cannot be, is
 * an error. */
dolbom_status dlb_policy_check_parameters(const struct dlb_policy *policy, dolbom_error *error);
/* What was meant, as far as something is near: a rule, one that others can work as, or a
 * parameter of the rule (NULL: of all of them); else NULL. */
const char *dlb_near_rule(const struct dlb_rule_catalogue *catalogue, struct dlb_text id);
const char *dlb_near_kernel(const struct dlb_rule_catalogue *catalogue, struct dlb_text id);
const char *dlb_near_param(const struct dlb_rule *rule, struct dlb_text name);
/* What a rule of the policy's own needs beside its declaration and lacks; NULL: nothing. */
const char *dlb_local_rule_lacks(const struct dlb_policy *policy, const struct dlb_rule *rule);
/* Does any row of `rules` set this parameter of the rule, whenever it holds? */
bool dlb_policy_sets(const struct dlb_policy *policy, const struct dlb_rule *rule,
                     const char *param);

/* A signal that has a weight, as it is compared; null for any other text (policy_look.c). */
struct dlb_text dlb_policy_find_signal(const struct dlb_policy *policy, struct dlb_text text);

/* ---- cells (policy_cells.c) -------------------------------------------------- */

/* The text of a cell, kept as long as the rows. */
struct dlb_text dlb_policy_keep(struct dlb_row *row, size_t column);
/* A number between two others; -1 when the cell is empty. */
int32_t dlb_policy_number(struct dlb_row *row, size_t column, int32_t least, int32_t most);
/* A programme's code, or DLB_NO_CODE when the cell is empty. */
uint32_t dlb_policy_named(struct dlb_row *row, size_t column);
/* A side of a mutex row. */
struct dlb_selector dlb_policy_side_or_stay(struct dlb_row *row, size_t column);
/* A programme or a class, and what findings call it; none when the cell is empty. */
struct dlb_selector dlb_policy_side(struct dlb_row *row, size_t column, struct dlb_text *name);
/* The same, or "contact", which is none. */
struct dlb_selector dlb_policy_expected(struct dlb_row *row, size_t column, struct dlb_text *name);
/* Takes the prefix off if something follows it. */
bool dlb_take_prefix(struct dlb_text *text, const char *prefix);

/* ---- rows ----------------------------------------------------------------------------------- */

/* Rows that get a number once all of them are read (policy_read.c). */
struct dlb_programme_row {
    struct dlb_text id;
    struct dlb_programme programme;
};
struct dlb_need_map_row {
    struct dlb_text need_class;
    struct dlb_need_map map;
};
enum dlb_policy_table {
    DLB_POLICY_PROGRAMMES,
    DLB_POLICY_MUTEX,
    DLB_POLICY_CAPS,
    DLB_POLICY_NEED_MAP,
    DLB_POLICY_HOLIDAYS,
    DLB_POLICY_ZONES,
    DLB_POLICY_RULES,
    DLB_POLICY_DEADLINES,
    DLB_POLICY_THRESHOLDS,
    DLB_POLICY_ELIGIBILITY,
    DLB_POLICY_IMPLIES,
    DLB_POLICY_LIFE_EVENTS,
    DLB_POLICY_SIGNAL_WEIGHTS,
    DLB_POLICY_DOMAINS
};
extern const struct dlb_reader dlb_policy_readers[DLB_POLICY_TABLES];

/* policy_read_rules.c, policy_read_terms.c */
void dlb_read_parameter(struct dlb_row *row, void *out);
/* The second look at a row of `rules`, when all rules are known; the context is the policy. A row
 * `only` is kept even if it is broken: without it a rule would be about more than it should. */
enum dlb_reject dlb_understand_parameter(void *context, void *row, size_t *column);
void dlb_read_deadline(struct dlb_row *row, void *out);
void dlb_read_threshold(struct dlb_row *row, void *out);
void dlb_read_condition(struct dlb_row *row, void *out);
void dlb_read_implies(struct dlb_row *row, void *out);
void dlb_read_life_event(struct dlb_row *row, void *out);
void dlb_read_signal_weight(struct dlb_row *row, void *out);
void dlb_read_domain(struct dlb_row *row, void *out);

/* The order of each table (policy_order.c). */
extern const dlb_row_compare dlb_policy_orders[DLB_POLICY_TABLES];

/* Once all rows are known (policy_marks.c). */
dolbom_status dlb_policy_mark(struct dlb_policy *policy, dolbom_error *error);

#endif
