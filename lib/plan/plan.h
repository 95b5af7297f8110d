/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan.h - what a plan holds once it is read.
 */
#ifndef DLB_PLAN_H
#define DLB_PLAN_H

#include "dolbom/plan.h"
#include "field/field.h"
#include "match/match.h"
#include "table/table.h"

enum {
    DLB_RENAMES_MAX = 256
};

/* One line of the plan's `columns:`. */
struct dlb_plan_rename {
    char table[32];
    struct dlb_rename rename; /* texts live in the plan's arena */
};

struct dolbom_plan {
    struct dlb_env *env;
    struct dlb_arena arena;
    struct dlb_value_context value;     /* as_of; DLB_DAY_NONE when the plan names none */
    struct dlb_match_settings match;
    struct dlb_digest_key key;          /* the public key unless a keyring is set */
    bool has_key;
    uint32_t n_renames;
    struct dlb_plan_rename renames[DLB_RENAMES_MAX];
};

/* The built-in plan's text (default_plan.yaml, embedded by the build). */
extern const char dlb_default_plan[];
extern const size_t dlb_default_plan_len;

#endif
