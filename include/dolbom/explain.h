/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file explain.h
 * Why two records are one person, or are not.
 *
 *   asked_pairs                          question      what explained_pairs has
 *   left_agency left_record, right_…     link          the pair, its verdict and the reason
 *                                                      for it; the pairs that lead from one
 *                                                      record to the other, or the one that
 *                                                      keeps their persons apart
 *   left_agency left_record, right_…     weight        the pair and its weight; nobody is
 *                                                      matched, so that it costs little
 *   left_agency left_record              link          the pairs that hold the person of the
 *                                                      record together, the weakest first
 *
 * For a pair, with the numbers of the built-in plan:
 *
 *   prior              -14.322   log2(0.8 / 16384): 0.8 records of the same person, 16384 of others
 *   same_agency          0.000   they are of two agencies
 *   name       exact    13.945   bits = log2(0.885 / 0.0007) = 10.304, and rarity = 3.642
 *   birth_date exact    14.497   log2(0.925 / 0.00004)
 *   phone      other    -1.895   log2(0.269 / 0.9998497)
 *   match_weight        12.226   their sum; probability = 1 / (1 + 2^-12.226) = 0.999791
 *
 * The rival is whoever explains the same agreement best: strangers, or people who are alike, such
 * as relatives, whose probability at each level (`u`) and whose `prior` are their own. Only
 * against strangers does the rarity of a value count. docs/plan.md has the model.
 */
#ifndef DOLBOM_EXPLAIN_H
#define DOLBOM_EXPLAIN_H

#include "dolbom/stage.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Explain pairs of records and persons; parameters and Arrow types as dolbom_clean().
 *
 * Reads `asked_pairs`, `persons` (or `tokens`) and `decisions`; gives `explained_pairs`,
 * `explained_fields`, `rejects` and `table_counts`. All weights are whole 1024ths of a bit, which a
 * double holds exactly: `prior`, `same_agency` and the `weight` of each field add up, without any
 * rounding, to the weight by which dolbom_match() and dolbom_reconcile() judge. No value of a
 * record is given. DOLBOM_E_INPUT when `asked_pairs` has no row, names a record that is not there,
 * or one record twice.
 */
DOLBOM_API dolbom_status dolbom_explain(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                        dolbom_table *out, size_t out_cap, size_t *n_out,
                                        dolbom_error *error);

#ifdef __cplusplus
}
#endif

#endif
