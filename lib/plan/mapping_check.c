/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mapping_check.c - the plan's `columns:`, `values:`, `constants:`, `made:` and `sources:` may only
 * name what there is.
 *
 * Policy is edited by one's own hand: only the tables of records are other people's, so only their
 * values are translated and their columns filled in.
 */
#include "plan/keys.h"

#include <string.h>

#include "schema/schema.h"
#include "text/text.h"

/* Compared columns are read from persons, whatever they are called; those of the table
 * cleaned are theirs. */
static bool is_column(const struct dlb_match_settings *match, const char *table, const char *column)
{
    const struct dlb_schema *schema = dlb_schema_find(table);
    if (!schema) return true;
    bool has = dlb_schema_has(schema, column);
    for (uint8_t f = 0; f < match->n_fields && !has && strcmp(table, "persons") == 0; f++)
        has = strcmp(match->fields[f].name, column) == 0;
    return has;
}

void dlb_mapping_prune(dolbom_plan *plan)
{
    for (int map = 0; map < DLB_PLAN_SOURCES; map++) {
        struct dlb_plan_entries *entries = &plan->map[map];
        uint32_t n = 0;
        for (uint32_t i = 0; i < entries->n; i++)
            if (is_column(&plan->match, entries->at[i].table, entries->at[i].ours))
                entries->at[n++] = entries->at[i];
        entries->n = n;
    }
}

/* The words that a column may hold, or NULL when it holds other things. */
static const char *const *words_of(const struct dlb_schema *schema, const struct dlb_node *column)
{
    for (size_t c = 0; c < schema->n_columns; c++)
        if (strcmp(schema->columns[c].name, column->key.data) == 0) return schema->columns[c].words;
    return NULL;
}

/* What cells become is one of the words of the column, if it has any. */
static dolbom_status check_meaning(const char *const *words, const struct dlb_node *column,
                                   const struct dlb_node *value, dolbom_error *error)
{
    struct dlb_nearest nearest = dlb_nearest_to(value->text);
    for (size_t i = 0; words[i]; i++) {
        if (dlb_text_equal(value->text, dlb_text_of(words[i]))) return DOLBOM_OK;
        dlb_nearest_try(&nearest, words[i]);
    }
    char hint[DLB_HINT_MAX];
    return dlb_node_fail(value, error, "the column %.32s knows no such word%s", column->key.data,
                         dlb_did_you_mean(nearest.known, hint));
}

/* What cells are compared with is no blank, which no cell holds, nor longer than any is compared.
 */
static dolbom_status check_word(const struct dlb_node *column, const struct dlb_node *value,
                                dolbom_error *error)
{
    char room[DLB_WORD_MAX];
    const struct dlb_text folded = dlb_word_fold(value->key, room);
    if (folded.len) return DOLBOM_OK;
    const char *what = folded.data ? "a word of your files is missing before the colon"
                                   : "the word before the colon is too long to be compared";
    return dlb_fail(error, DOLBOM_E_PLAN, value->line, column->key.data, "%s", what);
}

static dolbom_status check_values(const struct dlb_schema *schema, const struct dlb_node *column,
                                  dolbom_error *error)
{
    const char *const *words = words_of(schema, column);
    dolbom_status status = DOLBOM_OK;
    for (const struct dlb_node *value = column->first; value && status == DOLBOM_OK;
         value = value->next) {
        status = check_word(column, value, error);
        if (status == DOLBOM_OK && words) status = check_meaning(words, column, value, error);
    }
    return status;
}

/* How a column may be made; NULL: not at all. Any id but the table's own, and records, names a row
 * of another table. What a row says of a person changes, so no record is made of it. A file of one
 * programme often says it in its name alone. */
static const char *const *ways_to_make(const struct dlb_schema *schema,
                                       const struct dlb_node *column)
{
    static const char *const of_row[] = {"row", NULL}, *const of_person[] = {"person", NULL},
                             *const of_others[] = {"person", "new_person", NULL},
                             *const of_file[] = {"file", NULL};
    const struct dlb_column *own = &schema->columns[1]; /* after agency_id */
    bool is_own = strcmp(own->name, column->key.data) == 0 && own->type == DLB_TYPE_ID &&
                  own->required && !own->refers;
    bool is_record = strcmp(column->key.data, "record_id") == 0;
    if (strcmp(column->key.data, "programme") == 0) return of_file;
    if (is_record && strcmp(schema->table, "persons") == 0) return of_person;
    for (size_t c = 0; is_record && c < schema->n_columns; c++)
        if (strcmp(schema->columns[c].name, "record_id") == 0 && schema->columns[c].required &&
            strcmp(schema->columns[c].refers, "persons") == 0)
            return of_others;
    return is_own ? of_row : NULL;
}

static dolbom_status check_made(const struct dlb_schema *schema, const struct dlb_node *column,
                                dolbom_error *error)
{
    const char *const *ways = ways_to_make(schema, column);
    if (!ways)
        return dlb_node_fail(column, error,
                             "only the table's own id, record_id and programme can be made");
    for (size_t i = 0; ways[i]; i++)
        if (dlb_text_equal(column->text, dlb_text_of(ways[i]))) return DOLBOM_OK;
    return dlb_node_fail(column, error, "%s%s%s is expected here", ways[0], ways[1] ? " or " : "",
                         ways[1] ? ways[1] : "");
}

static dolbom_status check_column(const struct dlb_match_settings *match, enum dlb_plan_map map,
                                  const struct dlb_schema *schema, const char *table,
                                  const struct dlb_node *column, dolbom_error *error)
{
    char hint[DLB_HINT_MAX];
    if (!is_column(match, table, column->key.data))
        return dlb_node_fail(
            column, error, "the table %s has no column of this name%s", table,
            dlb_did_you_mean(dlb_schema_nearest_column(schema, column->key.data), hint));
    if (map == DLB_PLAN_VALUES) return check_values(schema, column, error);
    return map == DLB_PLAN_MADE ? check_made(schema, column, error) : DOLBOM_OK;
}

static dolbom_status check_table(const struct dlb_match_settings *match, enum dlb_plan_map map,
                                 const struct dlb_node *table, dolbom_error *error)
{
    const char *name = table->key.data;
    const struct dlb_schema *schema = dlb_schema_find(name);
    bool is_cleaned = map == DLB_PLAN_COLUMNS && strcmp(name, "cleaned") == 0;
    char hint[DLB_HINT_MAX];
    if (!schema && !is_cleaned)
        return dlb_node_fail(table, error, "there is no table of this name%s",
                             dlb_did_you_mean(dlb_schema_nearest_table(name), hint));
    /* People fill in decisions, in words of their own. */
    bool has_words = map == DLB_PLAN_VALUES && strcmp(name, "decisions") == 0;
    if (map == DLB_PLAN_SOURCES) return DOLBOM_OK; /* of policy, too */
    if (map != DLB_PLAN_COLUMNS && schema->kind != DLB_SCHEMA_RECORDS && !has_words)
        return dlb_node_fail(table, error, "only tables of records are mapped so, not policy");
    dolbom_status status = DOLBOM_OK;
    for (const struct dlb_node *column = table->first; column && status == DOLBOM_OK;
         column = column->next)
        status = check_column(match, map, schema, name, column, error);
    return status;
}

dolbom_status dlb_mapping_finish(struct dlb_reading *reading, const struct dlb_node *root,
                                 dolbom_error *error)
{
    static const char *const sections[DLB_PLAN_MAPS] = {"columns", "values", "constants", "made",
                                                        "sources"};
    dolbom_status status = DOLBOM_OK;
    for (int map = 0; map < DLB_PLAN_MAPS && status == DOLBOM_OK; map++) {
        const struct dlb_node *section = dlb_node_child(root, dlb_text_of(sections[map]));
        const struct dlb_node *table = section ? section->first : NULL;
        for (; table && status == DOLBOM_OK; table = table->next)
            status = check_table(&reading->plan->match, (enum dlb_plan_map)map, table, error);
        if (status == DOLBOM_OK)
            status = dlb_mapping_lay(reading->plan, (enum dlb_plan_map)map,
                                     reading->entries[map].data, reading->entries[map].n, error);
    }
    return status;
}
