/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_columns.c - which columns are ours when a plan renames some.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/run.h"

/* A plan's text as the library prints it. */
static char *printed(const char *plan)
{
    dolbom_plan *read;
    size_t len;
    cr_assert_eq(dolbom_plan_read(NULL, plan, strlen(plan), NULL, &read, NULL), DOLBOM_OK);
    char *text = tool_plan_text(read, &len);
    cr_assert(text && strlen(text) == len);
    dolbom_plan_free(read);
    return text;
}

Test(columns, the_as_of_date_is_read_off_the_plan)
{
    char day[11] = "";
    char *text = printed("as_of: 2026-06-30\n");
    cr_expect(tool_plan_as_of(text, day));
    cr_expect_str_eq(day, "2026-06-30");
    free(text);
    text = printed("");
    cr_expect_not(tool_plan_as_of(text, day));
    free(text);
}

Test(columns, a_column_is_unknown_unless_it_is_ours_or_the_plan_says_whose_it_is)
{
    char *text = printed("columns:\n  persons: {name: '성 \"명\"', phone: 'a\\b'}\n"
                         "  services: {quantity: 수량}\nas_of: 2026-06-30\n");
    cr_expect_not(tool_column_unknown(text, "persons", "name"));
    cr_expect_not(tool_column_unknown(text, "persons", "성 \"명\""));
    cr_expect_not(tool_column_unknown(text, "persons", "a\\b"));
    cr_expect(tool_column_unknown(text, "persons", "수량"), "that is said of services");
    cr_expect_not(tool_column_unknown(text, "services", "수량"));
    cr_expect(tool_column_unknown(text, "services", "as_of"));
    cr_expect(tool_column_unknown(text, "persons", "agency_id!"));
    cr_expect(tool_column_unknown(text, "persons", ""));
    cr_expect_not(tool_column_unknown(text, "pairs", "level_name"), "results have columns of their own");
    free(text);
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
