/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_call.c - what all stages do with the tables of a call.
 */
#include "stage/stage_run.h"

#include <criterion/criterion.h>

Test(call, takes_over_all_streams_whatever_happens)
{
    struct stage_run run = {0};
    stage_give(&run, "persons", "record_id\n1\n");
    stage_give(&run, "something", "a\n1\n");
    stage_run(&run, dolbom_clean);
    cr_expect_eq(run.status, DOLBOM_E_SCHEMA);
    cr_expect_str_eq(run.error.column, "agency_id");
    cr_expect_eq(run.n_out, 0);
    stage_clear(&run);
    stage_give(&run, "services", "agency_id\n1\n");
    stage_run(&run, dolbom_clean);
    cr_expect_eq(run.status, DOLBOM_E_SCHEMA, "there is no table persons");
    stage_clear(&run);
    stage_give(&run, "persons", "agency_id,record_id\nA,1\n");
    stage_give(&run, "persons", "agency_id,record_id\nA,1\n");
    stage_run(&run, dolbom_clean);
    cr_expect_eq(run.status, DOLBOM_E_ARG, "one table twice");
    stage_clear(&run);
    cr_expect_eq(arrow_live(), 0);
}

Test(call, says_when_there_is_no_room_for_its_tables_and_gives_none)
{
    for (size_t cap = 0; cap < 3; cap++) {
        dolbom_table in = {.name = "persons"}, out[3] = {{0}};
        size_t n_out = 9;
        arrow_make(&in.stream, "agency_id,record_id\nA,1\n", NULL);
        cr_expect_eq(dolbom_clean(NULL, &in, 1, out, cap, &n_out, NULL), DOLBOM_E_ROOM);
        cr_expect_eq(n_out, 0);
        cr_expect_eq(arrow_live(), 0);
    }
    cr_expect_eq(dolbom_clean(NULL, NULL, 0, NULL, 0, NULL, NULL), DOLBOM_E_ARG);
}
