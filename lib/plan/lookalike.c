/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lookalike.c - the plan's `lookalikes:`, people who agree on much and are not the same.
 *
 *   lookalikes:
 *     twin: {per_match: 0.03, levels: {birth_date: {exact: 0.96, other: 0.01}}}
 *
 * A column that is not named is as for strangers. In one that is, a level that is not named is
 * as the next worse one, and the worst as for strangers.
 */
#include "plan/keys.h"

#include <string.h>

#include "text/text.h"

/* Which lookalike a node of `lookalikes:` is; n_lookalikes when it has not been read yet. */
static uint8_t place_of(const struct dlb_match_settings *match, struct dlb_text name)
{
    uint8_t i = 0;
    while (i < match->n_lookalikes &&
           !dlb_text_equal(name, (struct dlb_text){match->lookalikes[i].name,
                                                   strlen(match->lookalikes[i].name)}))
        i++;
    return i;
}

/* `per_match` is the first thing that is read of a lookalike, so it makes it. */
static dolbom_status read_per_match(struct dlb_reading *reading, const struct dlb_plan_key *key,
                                    struct dlb_node *const *names, const struct dlb_node *value,
                                    dolbom_error *error)
{
    (void)key;
    struct dlb_match_settings *match = &reading->plan->match;
    if (match->n_lookalikes == DLB_LOOKALIKES_MAX)
        return dlb_node_fail(names[0], error, "at most %d kinds of lookalikes can be told apart",
                             DLB_LOOKALIKES_MAX);
    struct dlb_lookalike *lookalike = &match->lookalikes[match->n_lookalikes];
    *lookalike = (struct dlb_lookalike){.per_match_ppb = value->number};
    dolbom_status status = dlb_name_take(names[0], lookalike->name, sizeof lookalike->name, error);
    if (status == DOLBOM_OK) match->n_lookalikes++;
    return status;
}

static void write_per_match(struct dlb_writing *writing, const struct dlb_plan_key *key)
{
    const struct dlb_match_settings *match = &writing->plan->match;
    for (uint8_t i = 0; i < match->n_lookalikes; i++)
        dlb_put_number(writing, key, (const char *[]){match->lookalikes[i].name},
                       match->lookalikes[i].per_match_ppb);
}

const struct dlb_key_codec dlb_per_match_codec = {read_per_match, write_per_match};

static dolbom_status read_likeness(struct dlb_reading *reading, const struct dlb_plan_key *key,
                                   struct dlb_node *const *names, const struct dlb_node *value,
                                   dolbom_error *error)
{
    (void)key;
    struct dlb_match_settings *match = &reading->plan->match;
    uint8_t field, level;
    dolbom_status status = dlb_field_find(match, names[1], names[1]->key, &field, error);
    if (status == DOLBOM_OK)
        status = dlb_level_find(match->fields[field].kind, value, &level, error);
    if (status != DOLBOM_OK) return status;
    struct dlb_lookalike *lookalike = &match->lookalikes[place_of(match, names[0]->key)];
    lookalike->level_ppb[field][level] = (int32_t)value->number;
    return DOLBOM_OK;
}

static void write_likeness(struct dlb_writing *writing, const struct dlb_plan_key *key)
{
    const struct dlb_match_settings *match = &writing->plan->match;
    for (uint8_t i = 0; i < match->n_lookalikes; i++) {
        const struct dlb_lookalike *lookalike = &match->lookalikes[i];
        for (uint8_t f = 0; f < match->n_fields; f++) {
            const struct dlb_match_field *field = &match->fields[f];
            for (uint8_t level = field->kind->n_levels; level-- > 0;) {
                const char *const names[] = {lookalike->name, field->name,
                                             field->kind->levels[level].name};
                if (lookalike->level_ppb[f][level])
                    dlb_put_number(writing, key, names, lookalike->level_ppb[f][level]);
            }
        }
    }
}

const struct dlb_key_codec dlb_likeness_codec = {read_likeness, write_likeness};

static void inherit_levels(const struct dlb_match_field *field, int32_t *level_ppb)
{
    bool is_named = false;
    for (uint8_t level = 0; level < field->kind->n_levels; level++)
        is_named |= level_ppb[level] > 0;
    if (!is_named) return;
    if (!level_ppb[0]) level_ppb[0] = field->u_ppb[0];
    for (uint8_t level = 1; level < field->kind->n_levels; level++)
        if (!level_ppb[level]) level_ppb[level] = level_ppb[level - 1];
}

/* Even a column about which nothing is said must be one that is compared. */
static dolbom_status check_columns(const struct dlb_match_settings *match,
                                   const struct dlb_node *lookalike, dolbom_error *error)
{
    const struct dlb_node *levels = dlb_node_child(lookalike, (struct dlb_text){"levels", 6});
    dolbom_status status = DOLBOM_OK;
    uint8_t field;
    for (const struct dlb_node *column = levels ? levels->first : NULL;
         column && status == DOLBOM_OK; column = column->next)
        status = dlb_field_find(match, column, column->key, &field, error);
    return status;
}

dolbom_status dlb_lookalikes_finish(struct dlb_reading *reading, const struct dlb_node *lookalikes,
                                    dolbom_error *error)
{
    struct dlb_match_settings *match = &reading->plan->match;
    for (const struct dlb_node *child = lookalikes->first; child; child = child->next) {
        dolbom_status status = check_columns(match, child, error);
        if (status != DOLBOM_OK) return status;
    }
    for (uint8_t i = 0; i < match->n_lookalikes; i++)
        for (uint8_t f = 0; f < match->n_fields; f++)
            inherit_levels(&match->fields[f], match->lookalikes[i].level_ppb[f]);
    return DOLBOM_OK;
}
