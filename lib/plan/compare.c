/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compare.c - the plan's `compare:`, the columns of persons that are compared.
 *
 *   compare:
 *     name: {kind: name, frequency: true,
 *            within: birth_date.year,          where frequencies are counted
 *            levels: {exact: [0.9, 0.0005],    m: share among true pairs, u: among others
 *                     other: [0.01, 0.9]}}
 *     rrn: {kind: rrn, covers: [birth_date]}   what its agreement already contains
 *
 * A level that is not named weighs what the next worse one does, so a plan outlives levels
 * that a kind learns later; only the worst, `other`, must be named.
 */
#include "plan/keys.h"

#include <string.h>

#include "text/text.h"

static dolbom_status find_kind(const struct dlb_node *value, const struct dlb_kind **kind,
                               dolbom_error *error)
{
    *kind = dlb_kind_find(value->text);
    if (*kind) return DOLBOM_OK;
    struct dlb_nearest near = dlb_nearest_to(value->text);
    const struct dlb_kind *known;
    for (size_t i = 0; (known = dlb_kind_at(i)) != NULL; i++) dlb_nearest_try(&near, known->name);
    char hint[DLB_HINT_MAX];
    return dlb_node_fail(value, error, "unknown kind%s",
                         near.known ? dlb_did_you_mean(near.known, hint)
                                    : "; docs/plan.md lists them");
}

/* The kind is the first thing that is read of a column, so it makes the column. */
static dolbom_status read_kind(struct dlb_reading *reading, const struct dlb_plan_key *key,
                               struct dlb_node *const *names, const struct dlb_node *value,
                               dolbom_error *error)
{
    (void)key;
    struct dlb_match_settings *match = &reading->plan->match;
    if (match->n_fields == DLB_MATCH_FIELDS_MAX)
        return dlb_node_fail(names[0], error, "at most %d columns can be compared",
                             DLB_MATCH_FIELDS_MAX);
    struct dlb_match_field *field = &match->fields[match->n_fields];
    *field = (struct dlb_match_field){0};
    dolbom_status status = dlb_name_take(names[0], field->name, sizeof field->name, error);
    if (status == DOLBOM_OK) status = find_kind(value, &field->kind, error);
    if (status == DOLBOM_OK) match->n_fields++;
    return status;
}

static void write_kinds(struct dlb_writing *writing, const struct dlb_plan_key *key)
{
    const struct dlb_match_settings *match = &writing->plan->match;
    for (uint8_t f = 0; f < match->n_fields; f++)
        dlb_put(writing, key, (const char *[]){match->fields[f].name}, match->fields[f].kind->name);
}

const struct dlb_key_codec dlb_kind_codec = {read_kind, write_kinds};

/* The column that a value belongs to; it has been made by its kind. */
static struct dlb_match_field *field_of(struct dlb_reading *reading, const struct dlb_node *column)
{
    uint8_t f = 0;
    (void)dlb_field_find(&reading->plan->match, column, column->key, &f, NULL);
    return &reading->plan->match.fields[f];
}

static dolbom_status read_frequency(struct dlb_reading *reading, const struct dlb_plan_key *key,
                                    struct dlb_node *const *names, const struct dlb_node *value,
                                    dolbom_error *error)
{
    (void)key;
    struct dlb_match_field *field = field_of(reading, names[0]);
    field->frequency = value->number != 0;
    if (field->frequency && field->kind->frequency_slot == UINT8_MAX)
        return dlb_node_fail(value, error, "the kind %s has no frequencies", field->kind->name);
    return DOLBOM_OK;
}

static void write_frequencies(struct dlb_writing *writing, const struct dlb_plan_key *key)
{
    const struct dlb_match_settings *match = &writing->plan->match;
    for (uint8_t f = 0; f < match->n_fields; f++)
        dlb_put(writing, key, (const char *[]){match->fields[f].name},
                match->fields[f].frequency ? "true" : "false");
}

const struct dlb_key_codec dlb_frequency_codec = {read_frequency, write_frequencies};

static dolbom_status read_within(struct dlb_reading *reading, const struct dlb_plan_key *key,
                                 struct dlb_node *const *names, const struct dlb_node *value,
                                 dolbom_error *error)
{
    (void)key;
    const struct dlb_match_settings *match = &reading->plan->match;
    struct dlb_match_field *field = field_of(reading, names[0]);
    dolbom_status status = dlb_term_find(match, value, value->text, &field->within, error);
    if (status != DOLBOM_OK) return status;
    field->has_within = true;
    if (!field->frequency || &match->fields[field->within.field] == field)
        return dlb_node_fail(value, error, "within needs frequency: true and another column");
    return DOLBOM_OK;
}

static void write_withins(struct dlb_writing *writing, const struct dlb_plan_key *key)
{
    const struct dlb_match_settings *match = &writing->plan->match;
    for (uint8_t f = 0; f < match->n_fields; f++) {
        const struct dlb_match_field *field = &match->fields[f];
        char term[DLB_TERM_MAX];
        if (!field->has_within) continue;
        dlb_term_write(match, field->within, term);
        dlb_put(writing, key, (const char *[]){field->name}, term);
    }
}

const struct dlb_key_codec dlb_within_codec = {read_within, write_withins};

static dolbom_status read_covers(struct dlb_reading *reading, const struct dlb_plan_key *key,
                                 struct dlb_node *const *names, const struct dlb_node *value,
                                 dolbom_error *error)
{
    (void)key;
    const struct dlb_match_settings *match = &reading->plan->match;
    struct dlb_match_field *field = field_of(reading, names[0]);
    for (const struct dlb_node *item = value->first; item; item = item->next) {
        uint8_t f;
        dolbom_status status = dlb_field_find(match, value, item->text, &f, error);
        if (status != DOLBOM_OK) return status;
        if (&match->fields[f] == field)
            return dlb_node_fail(value, error, "a column cannot cover itself");
        field->covers |= (uint16_t)(1u << f);
    }
    return DOLBOM_OK;
}

static void write_covers(struct dlb_writing *writing, const struct dlb_plan_key *key)
{
    const struct dlb_match_settings *match = &writing->plan->match;
    for (uint8_t f = 0; f < match->n_fields; f++) {
        const struct dlb_match_field *field = &match->fields[f];
        if (!field->covers) continue;
        struct dlb_node *list = dlb_put_list(writing, key, (const char *[]){field->name});
        for (uint8_t other = 0; other < match->n_fields; other++)
            if (field->covers >> other & 1) dlb_put_item(writing, list, match->fields[other].name);
    }
}

const struct dlb_key_codec dlb_covers_codec = {read_covers, write_covers};

static dolbom_status read_level(struct dlb_reading *reading, const struct dlb_plan_key *key,
                                struct dlb_node *const *names, const struct dlb_node *value,
                                dolbom_error *error)
{
    (void)key;
    struct dlb_match_field *field = field_of(reading, names[0]);
    uint8_t level;
    dolbom_status status = dlb_level_find(field->kind, value, &level, error);
    if (status != DOLBOM_OK) return status;
    field->m_ppb[level] = (int32_t)value->first->number;
    field->u_ppb[level] = (int32_t)value->last->number;
    return DOLBOM_OK;
}

/* From the best down, as people read them. */
static void write_levels(struct dlb_writing *writing, const struct dlb_plan_key *key)
{
    const struct dlb_match_settings *match = &writing->plan->match;
    for (uint8_t f = 0; f < match->n_fields; f++) {
        const struct dlb_match_field *field = &match->fields[f];
        for (uint8_t level = field->kind->n_levels; level-- > 0;) {
            const char *const names[] = {field->name, field->kind->levels[level].name};
            struct dlb_node *list = dlb_put_list(writing, key, names);
            char share[DLB_DECIMAL_ROOM];
            dlb_decimal_write(field->m_ppb[level], key->scale, share);
            dlb_put_item(writing, list, share);
            dlb_decimal_write(field->u_ppb[level], key->scale, share);
            dlb_put_item(writing, list, share);
        }
    }
}

const struct dlb_key_codec dlb_level_codec = {read_level, write_levels};

dolbom_status dlb_compare_finish(struct dlb_reading *reading, const struct dlb_node *compare,
                                 dolbom_error *error)
{
    if (!compare->first)
        return dlb_node_fail(compare, error, "name at least one column to compare");
    for (const struct dlb_node *column = compare->first; column; column = column->next) {
        struct dlb_match_field *field = field_of(reading, column);
        if (!field->m_ppb[0])
            return dlb_node_fail(column, error, "the worst level, %s, must be named",
                                 field->kind->levels[0].name);
        for (uint8_t level = 1; level < field->kind->n_levels; level++) {
            if (field->m_ppb[level]) continue;
            field->m_ppb[level] = field->m_ppb[level - 1];
            field->u_ppb[level] = field->u_ppb[level - 1];
        }
    }
    return DOLBOM_OK;
}
