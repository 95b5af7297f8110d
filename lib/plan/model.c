/* SPDX-License-Identifier: Apache-2.0 */
/*
 * model.c - the names that the matching model goes by in a plan's text: compared columns,
 * levels of their kinds, terms.
 */
#include "plan/keys.h"

#include <stdio.h>
#include <string.h>

#include "text/text.h"

dolbom_status dlb_field_find(const struct dlb_match_settings *match, const struct dlb_node *node,
                             struct dlb_text name, uint8_t *field, dolbom_error *error)
{
    struct dlb_nearest near = dlb_nearest_to(name);
    for (*field = 0; *field < match->n_fields; ++*field) {
        const char *known = match->fields[*field].name;
        if (dlb_text_equal(name, (struct dlb_text){known, strlen(known)})) return DOLBOM_OK;
        dlb_nearest_try(&near, known);
    }
    char hint[DLB_HINT_MAX];
    return dlb_node_fail(node, error, "no compared column has this name%s",
                         dlb_did_you_mean(near.known, hint));
}

dolbom_status dlb_level_find(const struct dlb_kind *kind, const struct dlb_node *node,
                             uint8_t *level, dolbom_error *error)
{
    struct dlb_nearest near = dlb_nearest_to(node->key);
    for (*level = 0; *level < kind->n_levels; ++*level) {
        const char *known = kind->levels[*level].name;
        if (dlb_text_equal(node->key, (struct dlb_text){known, strlen(known)})) return DOLBOM_OK;
        dlb_nearest_try(&near, known);
    }
    char hint[DLB_HINT_MAX];
    return dlb_node_fail(node, error, "the kind %s has no level of this name%s", kind->name,
                         dlb_did_you_mean(near.known, hint));
}

static dolbom_status find_part(const struct dlb_kind *kind, const struct dlb_node *node,
                               struct dlb_text part, uint8_t *key, dolbom_error *error)
{
    struct dlb_nearest near = dlb_nearest_to(part);
    for (*key = 0; *key < kind->n_keys; ++*key) {
        const char *known = kind->keys[*key].name;
        if (dlb_text_equal(part, (struct dlb_text){known, strlen(known)})) return DOLBOM_OK;
        dlb_nearest_try(&near, known);
    }
    char hint[DLB_HINT_MAX];
    return dlb_node_fail(node, error, "the kind %s has no such part%s", kind->name,
                         dlb_did_you_mean(near.known, hint));
}

/* A column's own name may hold a point, so the whole text is tried first. */
dolbom_status dlb_term_find(const struct dlb_match_settings *match, const struct dlb_node *node,
                            struct dlb_text text, struct dlb_match_term *term, dolbom_error *error)
{
    struct dlb_text column = text, part = {text.data + text.len, 0};
    if (dlb_field_find(match, node, column, &term->field, NULL) != DOLBOM_OK) {
        const char *point = memrchr(text.data, '.', text.len);
        if (point) {
            column.len = (size_t)(point - text.data);
            part = (struct dlb_text){point + 1, text.len - column.len - 1};
        }
        dolbom_status status = dlb_field_find(match, node, column, &term->field, error);
        if (status != DOLBOM_OK) return status;
    }
    return find_part(match->fields[term->field].kind, node, part, &term->key, error);
}

void dlb_term_write(const struct dlb_match_settings *match, struct dlb_match_term term,
                    char text[DLB_TERM_MAX])
{
    const struct dlb_match_field *field = &match->fields[term.field];
    const char *part = field->kind->keys[term.key].name;
    snprintf(text, DLB_TERM_MAX, "%s%s%s", field->name, *part ? "." : "", part);
}

dolbom_status dlb_name_take(const struct dlb_node *node, char *name, size_t cap,
                            dolbom_error *error)
{
    if (!node->key.len) return dlb_node_fail(node, error, "a name is missing before the colon");
    if (node->key.len >= cap)
        return dlb_node_fail(node, error, "a name of at most %zu bytes is expected here", cap - 1);
    memcpy(name, node->key.data, node->key.len + 1);
    return DOLBOM_OK;
}
