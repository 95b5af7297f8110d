/* SPDX-License-Identifier: Apache-2.0 */
/*
 * node.h - a plan's text as a tree, on its way in and on its way out.
 *
 *   text -(node.c)-> tree -(check.c, then a key's read)-> settings
 *   settings -(a key's write, through put.c)-> tree -(emit.c)-> text
 */
#ifndef DLB_NODE_H
#define DLB_NODE_H

#include "base/base.h"

enum { DLB_PLAN_TEXT_MAX = 4 << 20, DLB_PLAN_DEPTH_MAX = 8 };

enum dlb_node_kind { DLB_NODE_SCALAR, DLB_NODE_LIST, DLB_NODE_MAP };

/* A piece of the text. Children of a map carry their key. No text in it holds a NUL. */
struct dlb_node {
    enum dlb_node_kind kind;
    int64_t line;         /* of its key, or where it begins; from 0 */
    struct dlb_text key;  /* ends with a NUL too; data NULL outside maps */
    struct dlb_text text; /* of a scalar; ends with a NUL too */
    int64_t number;       /* of a scalar whose key wants one; set by dlb_plan_check() */
    struct dlb_node *first, *last, *next;
    uint32_t n_children;
};

/*
 * Read YAML (so JSON too) into a tree in `arena`; *root is NULL for an empty text. One
 * document, no aliases, anchors or tags, no key twice in one map.
 */
dolbom_status dlb_node_read(struct dlb_arena *arena, const char *text, size_t len,
                            struct dlb_node **root, dolbom_error *error);
/* Append a tree as YAML that reads back as the same tree; at most DLB_PLAN_TEXT_MAX bytes. */
dolbom_status dlb_node_emit(const struct dlb_node *root, struct dlb_env *env,
                            struct dlb_array *text, dolbom_error *error);

/* DOLBOM_E_PLAN at this node's line, naming its key. */
dolbom_status dlb_node_fail(const struct dlb_node *node, dolbom_error *error, const char *format,
                            ...) __attribute__((format(printf, 3, 4)));

/* The child of this key, or NULL. */
struct dlb_node *dlb_node_child(const struct dlb_node *map, struct dlb_text key);
void dlb_node_append(struct dlb_node *parent, struct dlb_node *child);

/* ---- decimals (decimal.c) ---------------------------------------------------------------- */

/* "0.95" at scale 6 is 950000; "3e-5" is understood; digits beyond the scale must be 0. */
bool dlb_decimal_read(struct dlb_text text, int scale, int64_t *value);

#endif
