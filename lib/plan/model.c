/* SPDX-License-Identifier: Apache-2.0 */
/*
 * model.c - the matching model out of the plan's tree.
 *
 *   compare:                                   a compared column of persons
 *     name: {kind: name, frequency: true,
 *            levels: {exact: [0.9, 0.0005],    m: share among true pairs, u: among others
 *                     other: [0.01, 0.9]}}     every level of the kind must be there
 *     rrn: {kind: rrn, covers: [birth_date]}   what its agreement already contains
 *     name: {within: birth_date.year}          where frequencies are counted; a term, see below
 *   lookalikes:                                people who agree on much and are not the same
 *     twin: {per_match: 0.03, levels: {name: {exact: 0.0004}}}
 *   match_keys:
 *     birth_phone: [birth_date, phone]         terms: a compared column, or column.key
 *
 * The three are read in this order, whatever theirs in the text: the later ones name columns.
 */
#include "plan/plan.h"

#include <string.h>

/* Probabilities are parts per 10^9, never 0 nor 1. */
static dolbom_status read_share(const struct dlb_node *node, int32_t *ppb, dolbom_error *error)
{
    int64_t value;
    dolbom_status status = dlb_node_decimal(node, 9, 1, DLB_PPB - 1, &value, error);
    if (status == DOLBOM_OK) *ppb = (int32_t)value;
    return status;
}

static dolbom_status find_level(const struct dlb_node *node, const struct dlb_kind *kind,
                                size_t *level, dolbom_error *error)
{
    for (*level = 0; *level < kind->n_levels; ++*level)
        if (dlb_node_is(node, kind->levels[*level].name)) return DOLBOM_OK;
    return dlb_node_fail(node, error, "the kind has no level of this name");
}

/* n_fields when no compared column has this name. */
static uint8_t find_field(const struct dlb_match_settings *match, struct dlb_text name)
{
    uint8_t f = 0;
    while (f < match->n_fields &&
           !dlb_text_equal(name, (struct dlb_text){match->fields[f].name, strlen(match->fields[f].name)}))
        f++;
    return f;
}

static dolbom_status read_level(const struct dlb_node *node, struct dlb_match_field *field,
                                dolbom_error *error)
{
    size_t level;
    dolbom_status status = find_level(node, field->kind, &level, error);
    if (status != DOLBOM_OK) return status;
    if (node->kind != DLB_NODE_LIST || node->n_children != 2)
        return dlb_node_fail(node, error, "a level wants two numbers, [m, u]");
    struct dlb_node m = *node->first, u = *node->first->next;
    m.key = u.key = node->key;
    status = read_share(&m, &field->m_ppb[level], error);
    return status == DOLBOM_OK ? read_share(&u, &field->u_ppb[level], error) : status;
}

static dolbom_status read_levels(const struct dlb_node *node, struct dlb_match_field *field,
                                 dolbom_error *error)
{
    if (node->kind != DLB_NODE_MAP || node->n_children != field->kind->n_levels)
        return dlb_node_fail(node, error, "every level of the kind must be named once");
    for (const struct dlb_node *level = node->first; level; level = level->next) {
        dolbom_status status = read_level(level, field, error);
        if (status != DOLBOM_OK) return status;
    }
    return DOLBOM_OK;
}

/* `kind` comes first in meaning, wherever it stands in the text. */
static dolbom_status read_kind(const struct dlb_node *node, struct dlb_match_field *field,
                               dolbom_error *error)
{
    for (const struct dlb_node *child = node->first; child; child = child->next) {
        if (!dlb_node_is(child, "kind")) continue;
        field->kind = child->kind == DLB_NODE_SCALAR ? dlb_kind_find(child->text) : NULL;
        if (!field->kind)
            return dlb_node_fail(child, error,
                                 "unknown kind; docs/plan.md lists them (name, address, phone …)");
        return DOLBOM_OK;
    }
    return dlb_node_fail(node, error, "a compared column needs a kind");
}

/* The word a thing goes by is its key in the text. */
static dolbom_status read_name(const struct dlb_node *node, char *name, size_t cap,
                               dolbom_error *error)
{
    struct dlb_node word = {.line = node->line, .key = node->key, .text = node->key};
    return dlb_node_text(&word, name, cap, error);
}

static dolbom_status read_field(const struct dlb_node *node, struct dlb_match_field *field,
                                dolbom_error *error)
{
    *field = (struct dlb_match_field){0};
    dolbom_status status = read_name(node, field->name, sizeof field->name, error);
    if (status != DOLBOM_OK) return status;
    if (node->kind != DLB_NODE_MAP) return dlb_node_fail(node, error, "a compared column wants a map");
    status = read_kind(node, field, error);
    bool has_levels = false;
    for (const struct dlb_node *child = node->first; child && status == DOLBOM_OK; child = child->next) {
        if (dlb_node_is(child, "levels")) {
            status = read_levels(child, field, error);
            has_levels = true;
        } else if (dlb_node_is(child, "frequency")) {
            status = dlb_node_bool(child, &field->frequency, error);
            if (status == DOLBOM_OK && field->frequency && field->kind->frequency_slot == UINT8_MAX)
                status = dlb_node_fail(child, error, "this kind has no frequencies");
        } else if (!dlb_node_is(child, "kind") && !dlb_node_is(child, "covers") &&
                   !dlb_node_is(child, "within")) {
            status = dlb_node_fail(child, error,
                                   "unknown key; known are kind, levels, frequency, within, covers");
        }
    }
    if (status == DOLBOM_OK && !has_levels) status = dlb_node_fail(node, error, "levels are missing");
    return status;
}

/* "name.surname" is key `surname` of field `name`; without a point the field's full key. */
static bool find_term(const struct dlb_match_settings *match, struct dlb_text text,
                      struct dlb_match_term *term)
{
    const char *point = memchr(text.data, '.', text.len);
    struct dlb_text column = {text.data, point ? (size_t)(point - text.data) : text.len};
    struct dlb_text part = {point ? point + 1 : "", point ? text.len - column.len - 1 : 0};
    uint8_t f = find_field(match, column);
    if (f == match->n_fields) return false;
    for (uint8_t k = 0; k < match->fields[f].kind->n_keys; k++) {
        const char *name = match->fields[f].kind->keys[k].name;
        if (!dlb_text_equal(part, (struct dlb_text){name, strlen(name)})) continue;
        *term = (struct dlb_match_term){f, k};
        return true;
    }
    return false;
}

static dolbom_status read_within(const struct dlb_node *node,
                                 const struct dlb_match_settings *match,
                                 struct dlb_match_field *field, dolbom_error *error)
{
    const struct dlb_node *term = node->first;
    while (term && !dlb_node_is(term, "within")) term = term->next;
    if (!term) return DOLBOM_OK;
    field->has_within = term->kind == DLB_NODE_SCALAR && find_term(match, term->text, &field->within);
    bool is_other = field->has_within && &match->fields[field->within.field] != field;
    if (!is_other || !field->frequency)
        return dlb_node_fail(term, error,
                             "within wants frequency: true and another column, or column.key");
    return DOLBOM_OK;
}

static dolbom_status read_covers(const struct dlb_node *node, struct dlb_match_settings *match,
                                 uint8_t field, dolbom_error *error)
{
    const struct dlb_node *list = node->first;
    while (list && !dlb_node_is(list, "covers")) list = list->next;
    if (!list) return DOLBOM_OK;
    if (list->kind != DLB_NODE_LIST)
        return dlb_node_fail(list, error, "covers wants a list of compared columns");
    for (const struct dlb_node *column = list->first; column; column = column->next) {
        uint8_t f = find_field(match, column->text);
        if (column->kind != DLB_NODE_SCALAR || f == match->n_fields || f == field)
            return dlb_node_fail(list, error, "covers must name other compared columns");
        match->fields[field].covers |= (uint16_t)(1u << f);
    }
    return DOLBOM_OK;
}

dolbom_status dlb_model_read_fields(const struct dlb_node *node, struct dlb_match_settings *match,
                                    dolbom_error *error)
{
    if (node->kind != DLB_NODE_MAP || !node->n_children || node->n_children > DLB_MATCH_FIELDS_MAX)
        return dlb_node_fail(node, error, "compare wants a map of 1 to 12 columns");
    dolbom_status status = DOLBOM_OK;
    match->n_fields = match->n_keys = match->n_lookalikes = 0;
    for (const struct dlb_node *child = node->first; child && status == DOLBOM_OK; child = child->next)
        status = read_field(child, &match->fields[match->n_fields++], error);
    uint8_t f = 0;
    for (const struct dlb_node *child = node->first; child && status == DOLBOM_OK; child = child->next)
        status = read_covers(child, match, f++, error);
    f = 0;
    for (const struct dlb_node *child = node->first; child && status == DOLBOM_OK; child = child->next)
        status = read_within(child, match, &match->fields[f++], error);
    return status;
}

/* A lookalike's probabilities in one column. */
static dolbom_status read_lookalike_column(const struct dlb_node *node,
                                           const struct dlb_match_settings *match,
                                           struct dlb_lookalike *lookalike, dolbom_error *error)
{
    uint8_t f = find_field(match, node->key);
    if (f == match->n_fields) return dlb_node_fail(node, error, "no compared column has this name");
    if (node->kind != DLB_NODE_MAP) return dlb_node_fail(node, error, "a map of levels is wanted here");
    for (const struct dlb_node *child = node->first; child; child = child->next) {
        size_t level;
        dolbom_status status = find_level(child, match->fields[f].kind, &level, error);
        if (status == DOLBOM_OK) status = read_share(child, &lookalike->level_ppb[f][level], error);
        if (status != DOLBOM_OK) return status;
    }
    return DOLBOM_OK;
}

static dolbom_status read_lookalike_part(const struct dlb_node *node,
                                         const struct dlb_match_settings *match,
                                         struct dlb_lookalike *lookalike, dolbom_error *error)
{
    if (dlb_node_is(node, "per_match"))
        return dlb_node_decimal(node, 9, 1, 1000 * (int64_t)DLB_PPB, &lookalike->per_match_ppb, error);
    if (!dlb_node_is(node, "levels"))
        return dlb_node_fail(node, error, "unknown key; known are per_match, levels");
    if (node->kind != DLB_NODE_MAP) return dlb_node_fail(node, error, "a map of columns is wanted here");
    for (const struct dlb_node *column = node->first; column; column = column->next) {
        dolbom_status status = read_lookalike_column(column, match, lookalike, error);
        if (status != DOLBOM_OK) return status;
    }
    return DOLBOM_OK;
}

static dolbom_status read_lookalike(const struct dlb_node *node,
                                    const struct dlb_match_settings *match,
                                    struct dlb_lookalike *lookalike, dolbom_error *error)
{
    *lookalike = (struct dlb_lookalike){0};
    dolbom_status status = read_name(node, lookalike->name, sizeof lookalike->name, error);
    if (status == DOLBOM_OK && node->kind != DLB_NODE_MAP)
        status = dlb_node_fail(node, error, "a lookalike wants a map of per_match and levels");
    for (const struct dlb_node *child = node->first; child && status == DOLBOM_OK; child = child->next)
        status = read_lookalike_part(child, match, lookalike, error);
    if (status == DOLBOM_OK && !lookalike->per_match_ppb)
        status = dlb_node_fail(node, error, "per_match is missing");
    return status;
}

dolbom_status dlb_model_read_lookalikes(const struct dlb_node *node,
                                        struct dlb_match_settings *match, dolbom_error *error)
{
    if (node->kind != DLB_NODE_MAP || node->n_children > DLB_LOOKALIKES_MAX)
        return dlb_node_fail(node, error, "lookalikes wants a map of at most 3 kinds of people");
    match->n_lookalikes = 0;
    for (const struct dlb_node *child = node->first; child; child = child->next) {
        dolbom_status status =
            read_lookalike(child, match, &match->lookalikes[match->n_lookalikes++], error);
        if (status != DOLBOM_OK) return status;
    }
    return DOLBOM_OK;
}

static dolbom_status read_key(const struct dlb_node *node, const struct dlb_match_settings *match,
                              struct dlb_match_key *key, dolbom_error *error)
{
    *key = (struct dlb_match_key){0};
    dolbom_status status = read_name(node, key->name, sizeof key->name, error);
    if (status != DOLBOM_OK) return status;
    if (node->kind != DLB_NODE_LIST || !node->n_children || node->n_children > DLB_MATCH_TERMS_MAX)
        return dlb_node_fail(node, error, "a match key wants a list of 1 to 4 terms");
    for (const struct dlb_node *term = node->first; term; term = term->next) {
        if (term->kind != DLB_NODE_SCALAR || !find_term(match, term->text, &key->terms[key->n_terms++])) {
            struct dlb_node at = *term;
            at.key = node->key;
            return dlb_node_fail(&at, error, "a term must be a compared column, or column.key");
        }
    }
    return DOLBOM_OK;
}

dolbom_status dlb_model_read_keys(const struct dlb_node *node, struct dlb_match_settings *match,
                                  dolbom_error *error)
{
    if (node->kind != DLB_NODE_MAP || !node->n_children || node->n_children > DLB_MATCH_KEYS_MAX)
        return dlb_node_fail(node, error, "match_keys wants a map of 1 to 16 keys");
    match->n_keys = 0;
    for (const struct dlb_node *child = node->first; child; child = child->next) {
        dolbom_status status = read_key(child, match, &match->keys[match->n_keys], error);
        if (status != DOLBOM_OK) return status;
        match->n_keys++;
    }
    return DOLBOM_OK;
}
