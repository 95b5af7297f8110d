/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan.h - what a plan holds once it has been read.
 *
 * text -(node.c: YAML events)-> tree -(the table of keys.c)-> settings
 * settings -(the same table)-> tree -(emit.c)-> text
 */
#ifndef DLB_PLAN_H
#define DLB_PLAN_H

#include "dolbom/plan.h"
#include "field/field.h"
#include "juso/juso.h"
#include "key/key.h"
#include "match/match.h"
#include "table/table.h"

/* One line of the plan's `columns:`; texts live in the plan's arena. */
struct dlb_plan_rename {
    const char *table;
    struct dlb_rename rename;
};

struct dlb_node;

struct dolbom_plan {
    struct dlb_env *env;
    struct dlb_arena arena;
    int32_t format;                 /* of the text, `dolbom:` */
    struct dlb_value_context value; /* as_of: DLB_DAY_NONE when the plan names none */
    struct dlb_hanja_table hanja;   /* what value.hanja points to; entries are in the arena */
    struct dlb_match_settings match;
    struct dlb_digest_key key; /* a fixed public key unless the caller brings a secret one */
    uint32_t n_renames;
    struct dlb_plan_rename *renames; /* sorted by table, then by our column */
    const struct dlb_node *tree;     /* all of this as it prints, and */
    struct dlb_array text;           /* its text, of char */
};

/*
 * The renames of one table, as dlb_source_open wants them: *renames is in `arena` and has
 * *n entries.
 */
dolbom_status dlb_plan_renames(const dolbom_plan *plan, const char *table, struct dlb_arena *arena,
                               struct dlb_rename **renames, size_t *n, dolbom_error *error);

/* The built-in plan's text, default_plan.yaml, embedded by the build. */
extern const char dlb_default_plan[];
extern const size_t dlb_default_plan_len;

#endif
