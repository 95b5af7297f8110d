/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file stage.h
 * The stages: named tables in, named tables out.
 *
 * Every stage has the same signature. The names and columns of the tables are in
 * docs/tables.md. A stage leaves alone the tables it has no use for, takes over all input
 * streams at once whether or not it succeeds, reads them to their end before it
 * returns, and hands out finished results: an output stream never fails but for
 * memory. Results do not depend on the order of rows or tables, on batch sizes or on
 * the number of threads.
 *
 * The tables of a run:
 *
 *   stage        reads                                          gives
 *   clean        persons                                        cleaned rejects table_counts
 *   tokens       persons                                        tokens token_headers rejects
 *                                                               table_counts
 *   link         cleaned                                        pairs match_keys
 *   group        cleaned pairs decisions                        person_records rejects
 *                                                               table_counts
 *   match        persons decisions                              the tables of clean, link and
 *                                                               group but cleaned
 *   duplicates   cleaned person_records, events and policy      findings finding_rows rejects
 *                                                               table_counts rule_runs
 *   omissions    as duplicates                                  as duplicates
 *   reconcile    persons, events and policy                     all of the above but cleaned,
 *                                                               person_summary agency_summary
 *                                                               unused_decisions worklist
 *                and those of an earlier run: findings          with those finding_changes
 *                finding_rows finding_changes                   finding_change_rows
 *                finding_change_rows
 *   rules        policy                                         rule_catalogue rule_parameters
 *                                                               rule_deadlines rejects
 *                                                               table_counts
 *   check        planned, and what reconcile reads              findings finding_rows worklist
 *                                                               rejects table_counts
 *   simulate     asked, and what reconcile reads                simulation simulation_tests
 *                                                               simulation_services rejects
 *                                                               table_counts
 *   policy_check policy, and services needs referrals signals   policy_problems policy_rows
 *                applications capacity                          rejects table_counts
 *
 * `cleaned` has nothing from which the hidden digits of a resident number can be worked out, so
 * link and group compare as if there were none; match and reconcile, which keep them in the
 * process, compare them.
 *
 * Columns may have any type that arrow.h lists, whatever docs/tables.md calls their type there;
 * the tables given have utf8, int32, int64, uint64, double, date32 and fixed_size_binary(16).
 *
 * In `rejects` the library gives `row`, counted from 0 over the named stream. Every stage also
 * gives `unknown_names`: tables and columns that came in and that docs/tables.md does not have,
 * each with the known name that was probably meant; they are read by nothing.
 */
#ifndef DOLBOM_STAGE_H
#define DOLBOM_STAGE_H

#include "dolbom/arrow.h"
#include "dolbom/plan.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A stream of batches and the table it belongs to. */
typedef struct dolbom_table {
    const char *name;               /**< table name of docs/tables.md; outputs: a static string */
    struct ArrowArrayStream stream; /**< its rows; a struct per batch, a child per column */
} dolbom_table;

enum {
    DOLBOM_TABLES_MAX = 32 /**< no stage gives more tables than this */
};

/**
 * Normalise people's records: one `cleaned` row for each usable row of `persons`.
 *
 * @param[in]  plan     settings, or NULL for the built-in plan
 * @param[in]  in       tables to read, columns of any type that arrow.h lists; every stream is
 *                      taken over (its release becomes NULL)
 * @param[in]  n_in     number of tables in `in`
 * @param[out] out      room for the results, whose columns have the types that arrow.h gives;
 *                      each stream is the caller's to release
 * @param[in]  out_cap  room in `out`; DOLBOM_TABLES_MAX always suffices
 * @param[out] n_out    number of tables given; 0 unless DOLBOM_OK
 * @param[out] error    what happened, with row and column where they apply; may be NULL
 * @return DOLBOM_OK, DOLBOM_E_ARG, DOLBOM_E_ROOM, DOLBOM_E_MEMORY, DOLBOM_E_SCHEMA,
 *         DOLBOM_E_INPUT, DOLBOM_E_IO (a stream's own error), DOLBOM_E_CORRUPT or
 *         DOLBOM_E_CANCELLED
 */
DOLBOM_API dolbom_status dolbom_clean(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                      dolbom_table *out, size_t out_cap, size_t *n_out,
                                      dolbom_error *error);

/**
 * Make what agencies can compare without showing each other who their people are: `tokens`, and
 * `token_headers`, which says what they were made with; with `fuzzy_tokens` in the plan fuzzy ones
 * too. Parameters and Arrow types as dolbom_clean(); the plan needs a keyring (DOLBOM_E_KEY, see
 * key.h). All stages that read `persons` read `tokens` and `token_headers` of several agencies in
 * its place, without any key.
 */
DOLBOM_API dolbom_status dolbom_tokens(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                       dolbom_table *out, size_t out_cap, size_t *n_out,
                                       dolbom_error *error);

/** Find pairs of records that may be one person; parameters and Arrow types as dolbom_clean(). */
DOLBOM_API dolbom_status dolbom_link(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                     dolbom_table *out, size_t out_cap, size_t *n_out,
                                     dolbom_error *error);

/** Form persons out of pairs and decisions; parameters and Arrow types as dolbom_clean(). */
DOLBOM_API dolbom_status dolbom_group(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                      dolbom_table *out, size_t out_cap, size_t *n_out,
                                      dolbom_error *error);

/** Clean, link and group in one call; parameters and Arrow types as dolbom_clean(). */
DOLBOM_API dolbom_status dolbom_match(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                      dolbom_table *out, size_t out_cap, size_t *n_out,
                                      dolbom_error *error);

/** Find what was given twice; parameters and Arrow types as dolbom_clean(). */
DOLBOM_API dolbom_status dolbom_duplicates(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                           dolbom_table *out, size_t out_cap, size_t *n_out,
                                           dolbom_error *error);

/** Find what was needed and not given; parameters and Arrow types as dolbom_clean(). */
DOLBOM_API dolbom_status dolbom_omissions(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                          dolbom_table *out, size_t out_cap, size_t *n_out,
                                          dolbom_error *error);

/** All stages in one call; parameters and Arrow types as dolbom_clean(). */
DOLBOM_API dolbom_status dolbom_reconcile(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                          dolbom_table *out, size_t out_cap, size_t *n_out,
                                          dolbom_error *error);

/**
 * What rules there are: what each looks for, its parameters and deadlines as the policy sets them;
 * parameters and Arrow types as dolbom_clean().
 *
 * Without tables of a policy, the defaults. With `rules` or `deadlines` the plan needs an as-of
 * date, on which they are asked. Rules that the policy declares itself are among the others; they
 * need the tables that they name things of (`programmes`, `need_map`, `caps` …).
 */
DOLBOM_API dolbom_status dolbom_rules(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                      dolbom_table *out, size_t out_cap, size_t *n_out,
                                      dolbom_error *error);

/**
 * Before paying: find what services would be duplicates of, if they were approved; parameters and
 * Arrow types as dolbom_clean().
 *
 * The services are rows of `services`, whatever their status, and `planned` names them. Each is
 * judged by itself, with the rows of its person and of those who live with them and nobody
 * else's. Given are the findings that rest on it, those included that are there without it and
 * would grow. DOLBOM_E_INPUT when `planned` has no row, or names a service that is not there.
 */
DOLBOM_API dolbom_status dolbom_check(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                      dolbom_table *out, size_t out_cap, size_t *n_out,
                                      dolbom_error *error);

/**
 * What people may be entitled to, and why; parameters and Arrow types as dolbom_clean().
 *
 * `asked` names records of `persons`, each with a month. For every programme with rows of
 * `eligibility` in force on the month's first day the answer is yes, no or unknown, by the facts
 * that all records of the person know on or before the as-of date; a missing fact is not false.
 * DOLBOM_E_INPUT when `asked` has no row, or names a record that is not there.
 */
DOLBOM_API dolbom_status dolbom_simulate(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                         dolbom_table *out, size_t out_cap, size_t *n_out,
                                         dolbom_error *error);

/**
 * Is a policy in order? What each row of it says, and what is wrong with it: unknown codes with the
 * nearest known one, rows that overlap, contradict each other or can have no effect, classes that
 * nothing has, codes of the data that the policy lacks; parameters and Arrow types as
 * dolbom_clean().
 *
 * What a run would reject is in `rejects`; a rule or parameter that nobody knows, at which a run
 * would fail, is a row of `policy_problems`.
 */
DOLBOM_API dolbom_status dolbom_policy_check(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                             dolbom_table *out, size_t out_cap, size_t *n_out,
                                             dolbom_error *error);

#ifdef __cplusplus
}
#endif

#endif
