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

/* An entry of `columns:`, `values:`, `constants:`, `made:` or `sources:`; its texts live in the
 * plan's arena. */
struct dlb_plan_entry {
    const char *table, *ours;
    const char *folded; /* the word as it is compared, see dlb_word_fold */
    const char *word;   /* of values: what a cell says; else empty */
    const char *text;   /* their column, our value, or what an id is made of */
    int64_t line;       /* of the text that it was read from */
};
enum dlb_plan_map {
    DLB_PLAN_COLUMNS,
    DLB_PLAN_VALUES,
    DLB_PLAN_CONSTANTS,
    DLB_PLAN_MADE,
    DLB_PLAN_SOURCES, /* of a table; `ours` is "" */
    DLB_PLAN_MAPS
};
struct dlb_plan_entries {
    uint32_t n;
    struct dlb_plan_entry *at; /* by table, our column and folded word, then as they are tried */
};

struct dlb_node;

struct dolbom_plan {
    struct dlb_env *env;
    struct dlb_arena arena;
    int32_t format;                 /* of the text, `dolbom:` */
    struct dlb_value_context value; /* as_of: DLB_DAY_NONE when the plan names none */
    struct dlb_hanja_table hanja;   /* what value.hanja points to; entries are in the arena */
    struct dlb_match_settings match;
    int32_t fuzzy_tokens;    /* 0, 1: are they made? */
    dolbom_keyring *keyring; /* NULL: ids protect nothing */
    struct dlb_plan_entries map[DLB_PLAN_MAPS];
    int32_t
        agency; /* where the agency of a file is, by the words of setting.c: for who reads files */
    const struct dlb_node *tree; /* all of this as it prints, and */
    struct dlb_array text;       /* its text, of char */
};

/* How one table is mapped, as dlb_source_open wants it: made in `arena`, and of the plan. */
dolbom_status dlb_plan_mapping(const dolbom_plan *plan, const char *table, struct dlb_arena *arena,
                               struct dlb_mapping *mapping, dolbom_error *error);

/* The built-in plan's text, default_plan.yaml, embedded by the build. */
extern const char dlb_default_plan[];
extern const size_t dlb_default_plan_len;
/* What is laid over a plan to compare tokens (token_plan.yaml), and where there are fuzzy ones,
 * over that (fuzzy_plan.yaml). */
extern const char dlb_token_plan[], dlb_fuzzy_plan[];
extern const size_t dlb_token_plan_len, dlb_fuzzy_plan_len;

#endif
