/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_schema.c - the catalogue of tables, and what becomes of names that are not in it.
 */
#include "stage/stage_run.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "dolbom/dolbom.h"

static const char persons[] =
    "agency_id,record_id,name,nmae,alt_id\nA,1,김순자,x,7\nB,2,박철수,,\n";
static const char plan_text[] = "as_of: 2026-06-30\n";

static dolbom_plan *read_plan(void)
{
    dolbom_plan *plan = NULL;
    cr_assert_eq(dolbom_plan_read(NULL, plan_text, strlen(plan_text), NULL, &plan, NULL),
                 DOLBOM_OK);
    return plan;
}

Test(schema, tables_and_columns_are_listed)
{
    uint8_t kind = 1;
    size_t n = 0;
    cr_expect_str_eq(dolbom_schema_table(0, &kind), "agencies");
    cr_expect_eq(kind, DOLBOM_TABLE_RECORDS);
    while (dolbom_schema_table(n, NULL)) n++;
    cr_expect_gt(n, 30);
    cr_expect_null(dolbom_schema_table(SIZE_MAX, NULL));

    dolbom_column column = {.struct_size = sizeof column};
    cr_expect_eq(dolbom_schema_column("services", 4, &column), DOLBOM_OK);
    cr_expect_str_eq(column.name, "service_class");
    cr_expect_str_eq(column.type, "class");
    cr_expect_eq(column.is_required, 0);
    cr_expect_eq(column.is_read, 1);
    cr_expect_eq(dolbom_schema_column("needs", 4, &column), DOLBOM_OK);
    cr_expect_str_eq(column.words[0], "emergency");
    cr_expect_null(column.words[4]);
    cr_expect_eq(dolbom_schema_column("services", 1000, &column), DOLBOM_E_SCHEMA);
    cr_expect_eq(dolbom_schema_column("servces", 0, &column), DOLBOM_E_SCHEMA);
    cr_expect_eq(dolbom_schema_column(NULL, 0, &column), DOLBOM_E_ARG);
    column.struct_size = 3;
    cr_expect_eq(dolbom_schema_column("services", 0, &column), DOLBOM_E_ARG);
}

Test(schema, callers_of_other_sizes_are_served)
{
    struct {
        dolbom_column column;
        char more[16];
    } newer;
    memset(&newer, 0x5a, sizeof newer);
    newer.column.struct_size = sizeof newer;
    cr_expect_eq(dolbom_schema_column("persons", 0, &newer.column), DOLBOM_OK);
    cr_expect_str_eq(newer.column.name, "agency_id");
    for (size_t i = 0; i < sizeof newer.more; i++) cr_expect_eq(newer.more[i], 0);

    dolbom_column older = {.struct_size = offsetof(dolbom_column, type), .type = "untouched"};
    cr_expect_eq(dolbom_schema_column("persons", 1, &older), DOLBOM_OK);
    cr_expect_str_eq(older.name, "record_id");
    cr_expect_str_eq(older.type, "untouched");
}

Test(schema, a_table_is_an_arrow_schema)
{
    struct ArrowSchema schema;
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_assert_eq(dolbom_schema("needs", &schema, &error), DOLBOM_OK, "%s", error.message);
    cr_expect_str_eq(schema.format, "+s");
    cr_expect_eq(schema.n_children, 12);
    cr_expect_str_eq(schema.children[5]->name, "identified_on");
    cr_expect_str_eq(schema.children[5]->format, "tdD");
    cr_expect_str_eq(schema.children[0]->format, "u");
    schema.release(&schema);
    cr_expect_eq(dolbom_schema("need", &schema, &error), DOLBOM_E_SCHEMA);
    cr_expect_null(schema.release);
    cr_expect_str_eq(error.message, "there is no such table; did you mean needs?");
    cr_expect_eq(dolbom_schema(NULL, &schema, &error), DOLBOM_E_ARG);
}

Test(schema, names_that_nobody_knows_are_told)
{
    dolbom_plan *plan = read_plan();
    struct stage_run run = {.plan = plan};
    stage_give(&run, "persons", persons);
    stage_give(&run, "agenceis", "agency_id,name\nA,가\n");
    stage_give(&run, "zzzzzz", "a\n1\n");
    stage_give(&run, "signals", "agency_id,record_id,signal,month\nA,1,power_cut,2026-01\n");
    stage_run(&run, dolbom_reconcile);
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    cr_expect_str_eq(stage_text(&run, "unknown_names"), "table:u,column:u,nearest:u\n"
                                                        "agenceis,,agencies\n"
                                                        "persons,nmae,name\n"
                                                        "zzzzzz,,\n");
    stage_clear(&run);
    dolbom_plan_free(plan);
}

/* Is `name` the name of a column of the table in the catalogue? */
static bool is_listed(const char *table, const char *name, size_t len)
{
    dolbom_column column = {.struct_size = sizeof column};
    for (size_t i = 0; dolbom_schema_column(table, i, &column) == DOLBOM_OK; i++)
        if (strlen(column.name) == len && memcmp(column.name, name, len) == 0) return true;
    return false;
}

Test(schema, results_have_the_columns_that_it_says)
{
    dolbom_plan *plan = read_plan();
    struct stage_run run = {.plan = plan};
    stage_give(&run, "persons", persons);
    stage_run(&run, dolbom_reconcile);
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    for (size_t i = 0; i < run.n_out; i++) {
        const char *table = run.out_names[i], *at = run.out_texts[i];
        size_t n_listed = 0, n_columns = 0;
        dolbom_column column = {.struct_size = sizeof column};
        for (bool more = true; more; at++) {
            size_t len = strcspn(at, ":,\n");
            bool level = len > 6 && memcmp(at, "level_", 6) == 0; /* as the plan has it */
            cr_expect(level || is_listed(table, at, len), "%s.%.*s", table, (int)len, at);
            n_listed += !level;
            at += strcspn(at, ",\n");
            more = *at == ',';
        }
        while (dolbom_schema_column(table, n_columns, &column) == DOLBOM_OK) n_columns++;
        cr_expect_eq(n_listed, n_columns, "%s has %zu of %zu columns", table, n_listed, n_columns);
    }
    cr_expect_eq(run.n_out, 17);
    stage_clear(&run);
    dolbom_plan_free(plan);
}
