/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan.h - what a plan holds once it is read, and how its text becomes that.
 *
 * text -(node.c: YAML events)-> tree of nodes -(read.c: a table of keys)-> settings
 * settings -(print.c: the same table's order)-> text
 */
#ifndef DLB_PLAN_H
#define DLB_PLAN_H

#include "dolbom/plan.h"
#include "field/field.h"
#include "juso/juso.h"
#include "key/key.h"
#include "match/match.h"
#include "table/table.h"

enum {
    DLB_PLAN_TEXT_MAX = 1 << 20,
    DLB_PLAN_DEPTH_MAX = 8,
    DLB_PLAN_NODES_MAX = 20000,
    DLB_RENAMES_MAX = 512
};

/* One line of the plan's `columns:`; texts live in the plan's arena. */
struct dlb_plan_rename {
    const char *table;
    struct dlb_rename rename;
};

struct dolbom_plan {
    struct dlb_env *env;
    struct dlb_arena arena;
    struct dlb_value_context value; /* as_of: DLB_DAY_NONE when the plan names none */
    struct dlb_hanja_table hanja;   /* what value.hanja points to; entries are in the arena */
    struct dlb_match_settings match;
    struct dlb_digest_key key; /* a fixed public key unless the caller brings a secret one */
    uint32_t n_renames;
    struct dlb_plan_rename *renames; /* sorted by table, then by our column */
};

/*
 * The renames of one table, as dlb_source_open wants them: *renames is in `arena` and has
 * *n entries.
 */
dolbom_status dlb_plan_renames(const dolbom_plan *plan, const char *table,
                               struct dlb_arena *arena, struct dlb_rename **renames, size_t *n,
                               dolbom_error *error);

/* The built-in plan's text, default_plan.yaml, embedded by the build. */
extern const char dlb_default_plan[];
extern const size_t dlb_default_plan_len;

/* ---- the tree ------------------------------------------------------------------------- */

enum dlb_node_kind { DLB_NODE_SCALAR, DLB_NODE_LIST, DLB_NODE_MAP };

/* A piece of the text. Children of a map carry their key. */
struct dlb_node {
    enum dlb_node_kind kind;
    int64_t line;         /* from 0 */
    struct dlb_text key;  /* ends with a NUL too; data NULL outside maps */
    struct dlb_text text; /* of a scalar */
    struct dlb_node *first, *next;
    uint32_t n_children;
};

/*
 * Read YAML (so JSON too) into a tree in `arena`; *root is NULL for an empty text. One
 * document, no aliases, anchors or tags, no key twice in one map.
 */
dolbom_status dlb_node_read(struct dlb_arena *arena, const char *text, size_t len,
                            struct dlb_node **root, dolbom_error *error);
/* DOLBOM_E_PLAN at this node's line, naming its key. */
dolbom_status dlb_node_fail(const struct dlb_node *node, dolbom_error *error, const char *what);

/* Strict scalars: the whole text must be of the form. */
bool dlb_node_is(const struct dlb_node *node, const char *key);
dolbom_status dlb_node_decimal(const struct dlb_node *node, int scale, int64_t least,
                               int64_t most, int64_t *value, dolbom_error *error);
dolbom_status dlb_node_bool(const struct dlb_node *node, bool *value, dolbom_error *error);
/* NUL-terminated into text; an error when it is empty or does not fit. */
dolbom_status dlb_node_text(const struct dlb_node *node, char *text, size_t cap,
                            dolbom_error *error);

/* ---- the matching model (model.c) -------------------------------------------------------- */

dolbom_status dlb_model_read_fields(const struct dlb_node *node, struct dlb_match_settings *match,
                                    dolbom_error *error);
/* These two after the fields are known, whichever text they came from. */
dolbom_status dlb_model_read_lookalikes(const struct dlb_node *node,
                                        struct dlb_match_settings *match, dolbom_error *error);
dolbom_status dlb_model_read_keys(const struct dlb_node *node, struct dlb_match_settings *match,
                                  dolbom_error *error);

/* ---- readings of hanja (readings.c) -------------------------------------------------------- */

/* Lay readings over the plan's; `over` is ascending by hanja. */
dolbom_status dlb_readings_lay(dolbom_plan *plan, const struct dlb_hanja_table *over,
                               dolbom_error *error);
/* Lay a map of hanja and reading over the plan's. */
dolbom_status dlb_readings_read(const struct dlb_node *node, dolbom_plan *plan,
                                dolbom_error *error);

#endif
