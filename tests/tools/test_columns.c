/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_columns.c - which columns are ours when a plan renames some.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/run.h"

static dolbom_plan *must_read(const char *text)
{
    dolbom_plan *plan;
    cr_assert_eq(dolbom_plan_read(NULL, text, strlen(text), NULL, &plan, NULL), DOLBOM_OK);
    return plan;
}

Test(columns, the_as_of_date_is_read_off_the_plan)
{
    char day[11] = "";
    dolbom_plan *plan = must_read("as_of: 2026-06-30\n");
    cr_expect(tool_plan_as_of(plan, day));
    cr_expect_str_eq(day, "2026-06-30");
    dolbom_plan_free(plan);
    plan = must_read("");
    cr_expect_not(tool_plan_as_of(plan, day));
    dolbom_plan_free(plan);
}

Test(columns, a_column_is_unknown_unless_it_is_ours_or_the_plan_says_whose_it_is)
{
    struct io_mapping mapping;
    dolbom_plan *plan = must_read("columns:\n"
                                  "  persons: {name: '성 \"명\"', phone: 'a\\b', sex: \"a\\nb\"}\n"
                                  "  services: {quantity: 수량}\nas_of: 2026-06-30\n");
    cr_assert(tool_mapping_read(plan, &mapping));
    cr_expect_not(tool_column_unknown(&mapping.columns, "persons", "name"));
    cr_expect_not(tool_column_unknown(&mapping.columns, "persons", "성 \"명\""));
    cr_expect_not(tool_column_unknown(&mapping.columns, "persons", "a\\b"));
    cr_expect_not(tool_column_unknown(&mapping.columns, "persons", "a\nb"));
    cr_expect(tool_column_unknown(&mapping.columns, "persons", "수량"), "that is said of services");
    cr_expect_not(tool_column_unknown(&mapping.columns, "services", "수량"));
    cr_expect(tool_column_unknown(&mapping.columns, "services", "as_of"));
    cr_expect(tool_column_unknown(&mapping.columns, "persons", "agency_id!"));
    cr_expect(tool_column_unknown(&mapping.columns, "persons", ""));
    cr_expect_not(tool_column_unknown(&mapping.columns, "pairs", "level_name"),
                  "results have columns of their own");
    tool_mapping_free(&mapping);
    dolbom_plan_free(plan);
}

Test(columns, a_column_that_the_plan_compares_is_known)
{
    struct io_mapping mapping;
    dolbom_plan *plan = must_read("columns: {persons: {team: 팀}}\n"
                                  "compare: {team: {kind: code, levels: {other: [0.1, 0.9]}},\n"
                                  "          room: {kind: code, levels: {other: [0.1, 0.9]}}}\n"
                                  "match_keys: {team: [team]}\n");
    cr_assert(tool_mapping_read(plan, &mapping));
    cr_expect_not(tool_column_unknown(&mapping.columns, "persons", "팀"));
    cr_expect_not(tool_column_unknown(&mapping.columns, "persons", "room"));
    cr_expect(tool_column_unknown(&mapping.columns, "persons", "team"),
              "the files call it otherwise");
    cr_expect(tool_column_unknown(&mapping.columns, "services", "room"));
    tool_mapping_free(&mapping);
    dolbom_plan_free(plan);
}

Test(columns, required_columns_are_marked_in_the_forms)
{
    const struct io_table_form *persons = io_table_form_find("persons");
    bool required = false;
    cr_assert_not_null(persons);
    cr_expect(io_table_has_column(persons, "agency_id", &required) && required);
    cr_expect(io_table_has_column(persons, "name", &required) && !required);
    cr_expect(io_table_has_column(persons, "updated_at", &required) && !required, "the last one");
    cr_expect_not(io_table_has_column(persons, "agency", &required));
    cr_expect_null(io_table_form_find("person"));
}
