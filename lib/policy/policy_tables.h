/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_tables.h - what the files of this folder share about the policy tables.
 */
#ifndef DLB_POLICY_TABLES_H
#define DLB_POLICY_TABLES_H

#include "policy/policy.h"

int dlb_parameter_order(const void *left, const void *right);
/* Work out the settings from the rows; to be called once all of them are read. */
dolbom_status dlb_policy_resolve(struct dlb_policy *policy, int32_t as_of, dolbom_error *error);

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
    DLB_POLICY_DEADLINES
};
extern const struct dlb_reader dlb_policy_readers[DLB_POLICY_TABLES];

#endif
