/* SPDX-License-Identifier: Apache-2.0 */
/* test_previous_run.c - reconcile with the tables of an earlier run, from beginning to end. */
#include "stage/stage_run.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dolbom/dolbom.h"
#include "support/support.h"

/* Two people, each served twice; the second run lacks what one of them had. */
static const char persons[] = "agency_id,record_id,name,sex,birth_date,phone\n"
                              "A,1,김순자,F,1945-03-15,010-1234-5678\n"
                              "B,7,김순자,F,1945-03-15,010-1234-5678\n"
                              "A,2,박철수,M,1960-01-01,010-2222-3333\n"
                              "B,8,박철수,M,1960-01-01,010-2222-3333\n";
#define SERVICES                                                                                   \
    "agency_id,service_id,record_id,programme,service_class,start_date,end_date,status\n"
#define OF_KIM                                                                                     \
    "A,s1,1,lunch,3102,2026-01-01,2026-03-31,delivered\n"                                          \
    "B,s2,7,lunch,3102,2026-03-01,2026-05-31,delivered\n"
static const char both[] = SERVICES OF_KIM "A,s3,2,lunch,3102,2026-01-01,2026-03-31,delivered\n"
                                           "B,s4,8,lunch,3102,2026-03-01,2026-05-31,delivered\n";
static const char one[] = SERVICES OF_KIM "A,s3,2,lunch,3102,2026-01-01,2026-03-31,delivered\n";
static const char programmes[] = "programme,service_class\nlunch,3102\n";

/* What the second run is given of the first, and what was decided between them. */
struct between {
    char *findings, *finding_rows;
    char decisions[128];
};

static void give(struct stage_run *run, const char *services, const struct between *between)
{
    stage_give(run, "persons", persons);
    stage_give(run, "services", services);
    stage_give(run, "programmes", programmes);
    if (!between) return;
    stage_give(run, "findings", between->findings);
    stage_give(run, "finding_rows", between->finding_rows);
    stage_give(run, "decisions", between->decisions);
}

static dolbom_status reconcile(const dolbom_environment *environment, void *context,
                               dolbom_error *error)
{
    static const char text[] = "as_of: 2026-06-30\n";
    dolbom_plan *plan = NULL;
    dolbom_status status = dolbom_plan_read(NULL, text, sizeof text - 1, environment, &plan, error);
    if (status != DOLBOM_OK) return status;
    struct stage_run run = {.plan = plan};
    give(&run, one, context);
    stage_run(&run, dolbom_reconcile);
    status = stage_outcome(&run, error);
    stage_clear(&run);
    dolbom_plan_free(plan);
    return status;
}

static dolbom_plan *read_plan(void)
{
    static const char text[] = "as_of: 2026-06-30\n";
    dolbom_plan *plan = NULL;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = dolbom_plan_read(NULL, text, sizeof text - 1, NULL, &plan, &error);
    cr_assert_eq(status, DOLBOM_OK, "%s", error.message);
    return plan;
}

static void run_on(struct stage_run *run, const char *services, const struct between *between)
{
    give(run, services, between);
    stage_run(run, dolbom_reconcile);
    cr_assert_eq(run->status, DOLBOM_OK, "%s", run->error.message);
}

/* The first run, and a decision about its first finding, by the digits people see. */
static struct between begin(const dolbom_plan *plan)
{
    struct stage_run run = {.plan = plan};
    struct between between;
    char id[64];
    run_on(&run, both, NULL);
    cr_assert_null(stage_text(&run, "finding_changes"));
    between.findings = strdup(stage_text(&run, "findings"));
    between.finding_rows = strdup(stage_text(&run, "finding_rows"));
    text_cell(between.findings, 0, "finding_id", id, sizeof id);
    snprintf(between.decisions, sizeof between.decisions,
             "finding_id,decision,at\n%.8s,confirmed,2026-06-30\n", id);
    stage_clear(&run);
    return between;
}

static void end(struct between *between)
{
    free(between->findings);
    free(between->finding_rows);
}

Test(previous_run, what_became_of_findings_is_told)
{
    dolbom_plan *plan = read_plan();
    struct between between = begin(plan);
    struct stage_run run = {.plan = plan};
    run_on(&run, one, &between);
    const char *changes = stage_text(&run, "finding_changes");
    cr_assert_not_null(changes);
    cr_expect_eq(text_rows(changes), 2, "%s", changes);
    cr_expect_not_null(strstr(changes, ",gone,row_left,D03,"), "%s", changes);
    cr_expect_not_null(strstr(stage_text(&run, "finding_change_rows"), ",left,services,B,s4,8,"));
    cr_expect_not_null(strstr(stage_text(&run, "table_counts"), "findings,2,2,0,0"));
    stage_clear(&run);
    end(&between);
    dolbom_plan_free(plan);
}

Test(previous_run, findings_without_their_rows_are_known_by_id)
{
    dolbom_plan *plan = read_plan();
    struct between between = begin(plan);
    struct stage_run run = {.plan = plan};
    stage_give(&run, "persons", persons);
    stage_give(&run, "services", both);
    stage_give(&run, "programmes", programmes);
    stage_give(&run, "findings", between.findings);
    stage_run(&run, dolbom_reconcile);
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    const char *changes = stage_text(&run, "finding_changes");
    cr_expect_eq(text_rows(changes), 2, "%s", changes);
    cr_expect_null(strstr(changes, ",new,,D03"), "%s", changes);
    cr_expect_null(strstr(changes, ",gone,"), "%s", changes);
    stage_clear(&run);
    end(&between);
    dolbom_plan_free(plan);
}

Test(previous_run, running_out_of_memory_is_said_and_leaves_nothing)
{
    dolbom_plan *plan = read_plan();
    struct between between = begin(plan);
    sweep(reconcile, &between);
    end(&between);
    dolbom_plan_free(plan);
}
