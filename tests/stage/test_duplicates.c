/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_duplicates.c - the stages of rules, one by one on tables and all in one call.
 */
#include "stage/stage_run.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dolbom/dolbom.h"
#include "support/support.h"

static const char persons[] = "agency_id,record_id,name,sex,birth_date,phone,household_id,zone_id\n"
                              "A,1,김순자,F,1945-03-15,010-1234-5678,h1,Z1\n"
                              "B,7,김순자,F,1945-03-15,010-1234-5678,,Z1\n"
                              "B,8,박철수,M,1960-01-01,010-2222-3333,,\n"
                              "C,9,박철수,M,1960-01-01,,,\n";

static const char services[] =
    "agency_id,service_id,record_id,programme,service_class,start_date:tdD,end_date:tdD,"
    "amount_won:l,status\n"
    "A,s1,1,lunch,3102,2026-01-01,2026-03-31,90000,delivered\n"
    "B,s2,7,lunch,3102,2026-03-01,2026-05-31,80000,delivered\n"
    "B,s3,8,lunch,3102,2026-03-01,2026-05-31,80000,delivered\n"
    "C,s4,9,lunch,3102,2026-05-01,,1000,active\n"
    "C,s5,none,lunch,3102,2026-05-01,,1000,active\n";

static const char needs[] = "agency_id,need_id,record_id,need_class,identified_on:tdD,urgency\n"
                            "A,n1,1,food,2026-06-01,high\n"
                            "C,n2,9,care,2026-05-01,normal\n";

static const char need_map[] = "need_class,service_class\nfood,31\ncare,71\n";
static const char rules[] = "rule,param,value\nO14,enabled,0\n";
static const char programmes[] = "programme,service_class\nlunch,3102\n";
static const char referrals[] = "agency_id,referral_id,record_id,to_agency,sent_on:tdD,status\n";

static dolbom_plan *read_text(const char *text, const dolbom_environment *environment)
{
    dolbom_plan *plan = NULL;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = dolbom_plan_read(NULL, text, strlen(text), environment, &plan, &error);
    cr_assert_eq(status, DOLBOM_OK, "%s", error.message);
    return plan;
}

static dolbom_plan *read_plan(const dolbom_environment *environment)
{
    return read_text("as_of: 2026-06-30\n", environment);
}

static void give_events(struct stage_run *run)
{
    stage_give(run, "services", services);
    stage_give(run, "needs", needs);
    stage_give(run, "need_map", need_map);
    stage_give(run, "rules", rules);
    stage_give(run, "programmes", programmes);
    stage_give(run, "referrals", referrals);
}

/* ---- one table after the other -------------------------------------------------------------- */

struct tables {
    char *cleaned, *pairs, *person_records;
};

static char *one_result(struct stage_run *run, stage_function stage, const char *name)
{
    stage_run(run, stage);
    cr_assert_eq(run->status, DOLBOM_OK, "%s", run->error.message);
    const char *text = stage_text(run, name);
    cr_assert(text, "no %s", name);
    return strdup(text);
}

static struct tables walk(const dolbom_plan *plan)
{
    struct tables tables;
    struct stage_run clean = {.plan = plan}, link = {.plan = plan}, group = {.plan = plan};
    stage_give(&clean, "persons", persons);
    tables.cleaned = one_result(&clean, dolbom_clean, "cleaned");
    stage_give(&link, "cleaned", tables.cleaned);
    tables.pairs = one_result(&link, dolbom_link, "pairs");
    stage_give(&group, "cleaned", tables.cleaned);
    stage_give(&group, "pairs", tables.pairs);
    tables.person_records = one_result(&group, dolbom_group, "person_records");
    stage_clear(&clean);
    stage_clear(&link);
    stage_clear(&group);
    return tables;
}

static void free_tables(struct tables *tables)
{
    free(tables->cleaned);
    free(tables->pairs);
    free(tables->person_records);
}

static void run_rules(struct stage_run *run, const struct tables *tables, stage_function stage)
{
    stage_give(run, "cleaned", tables->cleaned);
    stage_give(run, "pairs", tables->pairs);
    stage_give(run, "person_records", tables->person_records);
    give_events(run);
    stage_run(run, stage);
    cr_assert_eq(run->status, DOLBOM_OK, "%s", run->error.message);
}

/* The rules of a table of findings, in its order. */
static void expect_rules(const struct stage_run *run, const char *expected)
{
    const char *findings = stage_text(run, "findings");
    char found[256] = "", cell[32];
    for (size_t i = 0; i < text_rows(findings); i++) {
        strcat(found, text_cell(findings, i, "rule", cell, sizeof cell));
        strcat(found, " ");
    }
    cr_expect_str_eq(found, expected, "%s", findings);
}

Test(duplicates, each_stage_asks_its_own_rules)
{
    dolbom_plan *plan = read_plan(NULL);
    struct tables tables = walk(plan);
    struct stage_run duplicates = {.plan = plan}, omissions = {.plan = plan};
    run_rules(&duplicates, &tables, dolbom_duplicates);
    run_rules(&omissions, &tables, dolbom_omissions);
    expect_rules(&duplicates, "D03 D03 ");
    expect_rules(&omissions, "O01 O01 ");
    cr_expect(strstr(stage_text(&duplicates, "rule_runs"), "\nD12,"));
    cr_expect_null(strstr(stage_text(&duplicates, "rule_runs"), "\nO01,"));
    cr_expect(strstr(stage_text(&omissions, "rule_runs"), "\nO01,"));
    cr_expect(strstr(stage_text(&duplicates, "rejects"), "services,4,C,s5,record_id,ORPHAN"));
    cr_expect(strstr(stage_text(&duplicates, "table_counts"), "services,5,4,1,0"));
    stage_clear(&duplicates);
    stage_clear(&omissions);
    free_tables(&tables);
    dolbom_plan_free(plan);
}

static int line_order(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* All lines but the first, sorted. */
static void sorted_rows(const char *text, char rows[], size_t cap)
{
    char *copy = strdup(text), *lines[64], *rest = NULL;
    size_t n = 0;
    strtok_r(copy, "\n", &rest);
    for (char *line; (line = strtok_r(NULL, "\n", &rest)) && n < 64;) lines[n++] = line;
    qsort(lines, n, sizeof *lines, line_order);
    size_t len = strlen(rows);
    for (size_t i = 0; i < n; i++) len += (size_t)snprintf(rows + len, cap - len, "%s\n", lines[i]);
    free(copy);
}

/* findings or finding_rows of both stages are those of reconcile. */
static void expect_whole(const struct stage_run *parts, const struct stage_run *whole,
                         const char *table)
{
    char apart[32768] = "", merged[32768] = "", together[32768] = "", head[4096];
    size_t len = (size_t)snprintf(merged, sizeof merged, "head\n");
    for (size_t i = 0; i < 2; i++) {
        const char *text = stage_text(&parts[i], table);
        text_line(text, 0, head, sizeof head);
        len += (size_t)snprintf(merged + len, sizeof merged - len, "%s", text + strlen(head) + 1);
    }
    sorted_rows(merged, apart, sizeof apart);
    sorted_rows(stage_text(whole, table), together, sizeof together);
    cr_expect_str_eq(apart, together, "%s", table);
    cr_expect_gt(strlen(together), 100);
}

Test(duplicates, the_stages_one_by_one_find_what_reconcile_finds)
{
    dolbom_plan *plan = read_plan(NULL);
    struct tables tables = walk(plan);
    struct stage_run parts[2] = {{.plan = plan}, {.plan = plan}}, whole = {.plan = plan};
    run_rules(&parts[0], &tables, dolbom_duplicates);
    run_rules(&parts[1], &tables, dolbom_omissions);
    stage_give(&whole, "persons", persons);
    give_events(&whole);
    stage_run(&whole, dolbom_reconcile);
    cr_assert_eq(whole.status, DOLBOM_OK, "%s", whole.error.message);
    expect_whole(parts, &whole, "findings");
    expect_whole(parts, &whole, "finding_rows");
    for (size_t i = 0; i < 2; i++) stage_clear(&parts[i]);
    stage_clear(&whole);
    free_tables(&tables);
    dolbom_plan_free(plan);
}

Test(duplicates, rules_need_the_day_they_judge_from)
{
    const stage_function stages[] = {dolbom_duplicates, dolbom_omissions, dolbom_reconcile};
    for (size_t i = 0; i < 3; i++) {
        struct stage_run run = {0};
        stage_give(&run, "persons", persons);
        stage_run(&run, stages[i]);
        cr_expect_eq(run.status, DOLBOM_E_PLAN);
        cr_expect_str_eq(run.error.column, "as_of");
        stage_clear(&run);
    }
    cr_expect_eq(arrow_live(), 0);
}

Test(duplicates, without_pairs_nobody_is_asked_who_people_are)
{
    dolbom_plan *plan = read_plan(NULL);
    struct tables tables = walk(plan);
    struct stage_run run = {.plan = plan};
    stage_give(&run, "cleaned", tables.cleaned);
    stage_give(&run, "person_records", tables.person_records);
    give_events(&run);
    stage_run(&run, dolbom_duplicates);
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    expect_rules(&run, "D03 D03 ");
    cr_expect(strstr(stage_text(&run, "rule_runs"), "not_run,table missing: pairs"));
    stage_clear(&run);
    free_tables(&tables);
    dolbom_plan_free(plan);
}

/* Two pairs, of probabilities 0.999990 and 0.999972; each, joined, would be served twice. */
Test(duplicates, who_is_asked_about_is_for_the_plan_to_say)
{
    static const struct {
        const char *group, *rules;
    } cases[] = {{"theta_merge: 0.999999", "I01 I01 "},
                 {"theta_merge: 0.999999, theta_review: 0.99998", "I01 "},
                 {"theta_merge: 0.99998", "I01 "},
                 {"theta_merge: 0.95", ""}};
    dolbom_plan *strict = read_text("as_of: 2026-06-30\ngroup: {theta_merge: 0.999999}\n", NULL);
    struct tables tables = walk(strict);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[128];
        snprintf(text, sizeof text, "as_of: 2026-06-30\ngroup: {%s}\n", cases[i].group);
        dolbom_plan *plan = read_text(text, NULL);
        struct stage_run run = {.plan = plan};
        run_rules(&run, &tables, dolbom_duplicates);
        expect_rules(&run, cases[i].rules);
        stage_clear(&run);
        dolbom_plan_free(plan);
    }
    free_tables(&tables);
    dolbom_plan_free(strict);
}

/* Thirty who may all be each other are 435 pairs; each record is asked about with eight. */
Test(duplicates, who_may_be_many_is_asked_about_with_few)
{
    char people[4096] = "agency_id,record_id,name,birth_date,phone\n",
         given[4096] = "agency_id,service_id,record_id,programme,service_class,start_date:tdD,end_"
                       "date:tdD,status\n";
    for (int i = 0; i < 30; i++) {
        char row[128];
        snprintf(row, sizeof row, "A%02d,r,독고영숙,1960-01-02,010-1234-5678\n", i);
        strcat(people, row);
        snprintf(row, sizeof row, "A%02d,s,r,lunch,3102,2026-01-01,2026-05-31,delivered\n", i);
        strcat(given, row);
    }
    dolbom_plan *plan = read_text("as_of: 2026-06-30\ngroup: {theta_merge: 0.999999}\n", NULL);
    struct stage_run run = {.plan = plan};
    stage_give(&run, "persons", people);
    stage_give(&run, "services", given);
    stage_give(&run, "programmes", programmes);
    stage_run(&run, dolbom_reconcile);
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    const char *findings = stage_text(&run, "findings");
    size_t n_asked = 0, n_rows = text_rows(findings);
    char cell[32];
    for (size_t i = 0; i < n_rows; i++)
        n_asked += strcmp(text_cell(findings, i, "rule", cell, sizeof cell), "I01") == 0;
    cr_expect_eq(text_rows(stage_text(&run, "pairs")), 30 * 29 / 2);
    cr_expect_eq(n_asked, 9 * 8 / 2, "%zu", n_asked);
    stage_clear(&run);
    dolbom_plan_free(plan);
}

/* ---- resident numbers and decisions ---------------------------------------------------------- */

static struct stage_run reconcile(const dolbom_plan *plan, const char *people,
                                  const char *decisions)
{
    struct stage_run run = {.plan = plan};
    stage_give(&run, "persons", people);
    give_events(&run);
    if (decisions) stage_give(&run, "decisions", decisions);
    stage_run(&run, dolbom_reconcile);
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    return run;
}

Test(duplicates, one_resident_number_of_two_people_is_always_told)
{
    static const char strangers[] = "agency_id,record_id,name,sex,birth_date,rrn\n"
                                    "A,1,김순자,F,1945-03-15,450315-2970013\n"
                                    "B,7,박철수,M,1971-08-02,450315-2970013\n"
                                    "B,8,최말순,F,1950-01-01,500101-2970015\n"
                                    "C,9,윤대호,M,1960-01-01,\n";
    dolbom_plan *plan = read_plan(NULL);
    struct stage_run run = reconcile(plan, strangers, NULL);
    const char *findings = stage_text(&run, "findings");
    cr_expect(strstr(findings, ",I02,identity,"), "%s", findings);
    cr_expect(strstr(stage_text(&run, "finding_rows"), ",persons,A,1,1,record"));
    cr_expect(strstr(stage_text(&run, "finding_rows"), ",persons,B,7,7,record"));
    cr_expect_null(strstr(stage_text(&run, "finding_rows"), ",persons,B,8,8,record"));
    stage_clear(&run);
    dolbom_plan_free(plan);
}

/* What the first finding of D03 has in a column. */
static char *first_cell(const struct stage_run *run, const char *column, char cell[64])
{
    const char *findings = stage_text(run, "findings");
    char rule[64];
    for (size_t i = 0; i < text_rows(findings); i++)
        if (!strcmp(text_cell(findings, i, "rule", rule, sizeof rule), "D03"))
            return strcpy(cell, text_cell(findings, i, column, rule, sizeof rule));
    return strcpy(cell, "");
}

static void expect_decided(const char *people, const char *decision, const char *state,
                           size_t n_unused)
{
    char cell[64], text[512];
    dolbom_plan *plan = read_plan(NULL);
    snprintf(text, sizeof text,
             "finding_id,rows_key,decision,at:tdD,amount_won:l,end_date:tdD\n%s\n", decision);
    struct stage_run run = reconcile(plan, people, text);
    cr_expect_str_eq(first_cell(&run, "state", cell), state, "%s", decision);
    cr_expect_eq(text_rows(stage_text(&run, "unused_decisions")), n_unused, "%s", decision);
    stage_clear(&run);
    dolbom_plan_free(plan);
}

static size_t count_asked(const struct stage_run *run)
{
    const char *findings = stage_text(run, "findings");
    size_t n = 0;
    char rule[32];
    for (size_t i = 0; i < text_rows(findings); i++)
        n += strcmp(text_cell(findings, i, "rule", rule, sizeof rule), "I01") == 0;
    return n;
}

Test(duplicates, who_was_decided_to_be_two_is_not_asked_about_again)
{
    static const struct {
        const char *decision;
        size_t n;
    } cases[] = {{"", 2},
                 {"A,1,B,7,not_same_person,2026-07-20,\n", 1},
                 {"B,7,A,1,not_same_person,2026-06-01,\nC,9,B,8,not_same_person,,\n", 0},
                 {"A,1,B,7,not_same_person,2026-01-01,2026-06-29\n", 2},
                 {"A,1,B,7,not_same_person,2026-01-01,\nA,1,B,7,same_person,2026-02-01,\n", 1}};
    dolbom_plan *plan = read_text("as_of: 2026-06-30\ngroup: {theta_merge: 0.999999}\n", NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[300];
        snprintf(text, sizeof text,
                 "agency_a,record_a,agency_b,record_b,decision,at:tdD,until:tdD\n%s",
                 cases[i].decision);
        struct stage_run run = reconcile(plan, persons, text);
        cr_expect_eq(count_asked(&run), cases[i].n, "case %zu: %zu", i, count_asked(&run));
        stage_clear(&run);
    }
    dolbom_plan_free(plan);
}

/* Only the one finding of Kim: the other person's is not asked about. */
static const char one_person[] = "agency_id,record_id,name,sex,birth_date,phone\n"
                                 "A,1,김순자,F,1945-03-15,010-1234-5678\n"
                                 "B,7,김순자,F,1945-03-15,010-1234-5678\n"
                                 "B,8,박철수,M,1960-01-01,010-2222-3333\n"
                                 "C,9,윤대호,M,1971-01-01,\n";

Test(duplicates, a_decision_names_a_finding_by_id_by_its_first_digits_or_by_its_rows)
{
    char id[64], key[64], line[256], amount[64];
    dolbom_plan *plan = read_plan(NULL);
    struct stage_run run = reconcile(plan, one_person, NULL);
    first_cell(&run, "finding_id", id);
    first_cell(&run, "rows_key", key);
    first_cell(&run, "amount_won", amount);
    cr_assert_eq(strlen(id), 32);
    cr_assert_eq(strlen(key), 32);
    cr_expect_str_eq(amount, "80000");
    stage_clear(&run);
    dolbom_plan_free(plan);
    snprintf(line, sizeof line, "%s,,allowed,2026-06-01,,", id);
    expect_decided(one_person, line, "", 0);
    snprintf(line, sizeof line, "%.8s,,allowed,2026-06-01,,", id);
    expect_decided(one_person, line, "", 0);
    snprintf(line, sizeof line, "\u3000%.8s ,,allowed,2026-06-01,,", id);
    for (char *c = line; *c != ','; c++) *c = (char)toupper((unsigned char)*c);
    expect_decided(one_person, line, "", 0);
    snprintf(line, sizeof line, ",%s,allowed,2026-06-01,,", key);
    expect_decided(one_person, line, "", 0);
    snprintf(line, sizeof line, "%s,%s,allowed,2026-06-01,80000,2026-03-31", id, key);
    expect_decided(one_person, line, "", 0);
    snprintf(line, sizeof line, "%s,,allowed,2026-06-01,79999,", id);
    expect_decided(one_person, line, "reopened", 0); /* it is larger */
    snprintf(line, sizeof line, "%s,,allowed,2026-06-01,,2026-03-30", id);
    expect_decided(one_person, line, "reopened", 0); /* it ends later */
    snprintf(line, sizeof line, "%s,%.31s0,allowed,2026-06-01,,", id, id);
    expect_decided(one_person, line, "reopened", 0); /* other rows */
    snprintf(line, sizeof line, "%s,,confirmed,2026-06-01,,", id);
    expect_decided(one_person, line, "confirmed", 0);
    snprintf(line, sizeof line, "%.31s0,,allowed,2026-06-01,,", key);
    expect_decided(one_person, line, "new", 1);
}

Test(duplicates, a_decision_about_a_record_that_is_not_there_is_told)
{
    char cell[64];
    dolbom_plan *plan = read_plan(NULL);
    struct stage_run run = reconcile(plan, one_person,
                                     "agency_a,record_a,agency_b,record_b,decision,until:tdD\n"
                                     "A,1,B,7,same_person,\n"
                                     "A,1,B,70,not_same_person,2020-01-01\n");
    const char *unused = stage_text(&run, "unused_decisions");
    cr_assert_eq(text_rows(unused), 1);
    cr_expect_str_eq(text_cell(unused, 0, "record_b", cell, sizeof cell), "70");
    cr_expect_str_eq(text_cell(unused, 0, "decision", cell, sizeof cell), "not_same_person");
    stage_clear(&run);
    dolbom_plan_free(plan);
}

Test(duplicates, a_smaller_record_that_joins_takes_no_decision_away)
{
    static const char joined[] = "agency_id,record_id,name,sex,birth_date,phone\n"
                                 "A,0,김순자,F,1945-03-15,010-1234-5678\n"
                                 "A,1,김순자,F,1945-03-15,010-1234-5678\n"
                                 "B,7,김순자,F,1945-03-15,010-1234-5678\n"
                                 "B,8,박철수,M,1960-01-01,010-2222-3333\n"
                                 "C,9,윤대호,M,1971-01-01,\n";
    char id[64], key[64], now[64], line[256];
    dolbom_plan *plan = read_plan(NULL);
    struct stage_run before = reconcile(plan, one_person, NULL);
    struct stage_run after = reconcile(plan, joined, NULL);
    first_cell(&before, "finding_id", id);
    first_cell(&before, "rows_key", key);
    cr_expect_str_neq(first_cell(&after, "finding_id", now), id);
    cr_expect_str_eq(first_cell(&after, "rows_key", now), key);
    stage_clear(&before);
    stage_clear(&after);
    dolbom_plan_free(plan);
    snprintf(line, sizeof line, "%s,%s,allowed,2026-06-01,,", id, key);
    expect_decided(joined, line, "", 0);
}

/* ---- memory --------------------------------------------------------------------------------- */

struct swept {
    stage_function stage;
    const struct tables *tables; /* NULL: from persons */
};

static dolbom_status run_swept(const dolbom_environment *environment, void *context,
                               dolbom_error *error)
{
    static const char text[] = "as_of: 2026-06-30\n";
    const struct swept *swept = context;
    dolbom_plan *plan = NULL;
    dolbom_status status = dolbom_plan_read(NULL, text, sizeof text - 1, environment, &plan, error);
    if (status != DOLBOM_OK) return status;
    struct stage_run run = {.plan = plan};
    if (swept->tables) {
        stage_give(&run, "cleaned", swept->tables->cleaned);
        stage_give(&run, "pairs", swept->tables->pairs);
        stage_give(&run, "person_records", swept->tables->person_records);
    } else {
        stage_give(&run, "persons", persons);
    }
    give_events(&run);
    stage_run(&run, swept->stage);
    status = stage_outcome(&run, error);
    stage_clear(&run);
    dolbom_plan_free(plan);
    return status;
}

Test(duplicates, running_out_of_memory_is_said_and_leaves_nothing)
{
    dolbom_plan *plan = read_plan(NULL);
    struct tables tables = walk(plan);
    struct swept duplicates = {dolbom_duplicates, &tables}, whole = {dolbom_reconcile, NULL};
    struct swept omissions = {dolbom_omissions, &tables};
    sweep(run_swept, &duplicates);
    sweep(run_swept, &omissions);
    sweep(run_swept, &whole);
    free_tables(&tables);
    dolbom_plan_free(plan);
}
