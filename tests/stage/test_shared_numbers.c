/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_shared_numbers.c - D16 from what people wrote: spellings, proxies, agencies' own.
 */
#include "stage/stage_run.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dolbom/dolbom.h"
#include "support/support.h"

#define HEAD "agency_id,record_id,name,sex,birth_date,phone,phone_owner,address\n"

static const char services[] =
    "agency_id,service_id,record_id,programme,start_date:tdD,end_date:tdD,status\n"
    "A,s1,1,food,2026-01-01,2026-03-31,delivered\n"
    "A,s2,2,food,2026-01-01,2026-03-31,delivered\n"
    "B,s3,3,food,2026-01-01,2026-03-31,delivered\n";
static const char programmes[] = "programme,service_class\nfood,3101\n";

/* Three strangers with one telephone number, each spelt in another way. */
static const char spelt[] = HEAD "A,1,김순자,F,1945-03-15,010-2345-6789,,\n"
                                 "A,2,박철수,M,1971-08-02,01023456789,self,\n"
                                 "B,3,최말순,F,1950-01-01,+82 10 2345 6789,family,\n";

static dolbom_plan *read_plan(const char *text)
{
    dolbom_plan *plan = NULL;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = dolbom_plan_read(NULL, text, strlen(text), NULL, &plan, &error);
    cr_assert_eq(status, DOLBOM_OK, "%s", error.message);
    return plan;
}

static struct stage_run reconcile(const dolbom_plan *plan, const char *people, const char *agencies,
                                  const char *rules)
{
    struct stage_run run = {.plan = plan};
    stage_give(&run, "persons", people);
    stage_give(&run, "services", services);
    stage_give(&run, "programmes", programmes);
    if (agencies) stage_give(&run, "agencies", agencies);
    if (rules) stage_give(&run, "rules", rules);
    stage_run(&run, dolbom_reconcile);
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    return run;
}

static void expect_found(const char *people, const char *agencies, const char *rules, bool found)
{
    dolbom_plan *plan = read_plan("as_of: 2026-06-30\n");
    struct stage_run run = reconcile(plan, people, agencies, rules);
    const char *findings = stage_text(&run, "findings");
    cr_expect_eq(strstr(findings, ",D16,duplicate,") != NULL, found, "%s%s", people, findings);
    stage_clear(&run);
    dolbom_plan_free(plan);
}

Test(shared_numbers, spellings_make_no_difference)
{
    expect_found(spelt, NULL, NULL, true);
}

/* Golden vector P4 of the catalogue: whoever calls for others is no channel. */
Test(shared_numbers, a_proxys_number_is_nobodys)
{
    expect_found(HEAD "A,1,김순자,F,1945-03-15,010-2345-6789,proxy,\n"
                      "A,2,박철수,M,1971-08-02,010-2345-6789,,\n"
                      "B,3,최말순,F,1950-01-01,010-2345-6789,,\n",
                 NULL, NULL, false);
}

Test(shared_numbers, an_agencys_own_number_says_nothing)
{
    expect_found(spelt, "agency_id,phone\nC,010 2345 6789\n", NULL, false);
    expect_found(spelt, "agency_id,phone\nC,010-2345-6780\n", NULL, true);
    static const char landline[] = HEAD "A,1,김순자,F,1945-03-15,031-590-2114,,\n"
                                        "A,2,박철수,M,1971-08-02,031-590-2114,,\n"
                                        "B,3,최말순,F,1950-01-01,0315902114,,\n";
    expect_found(landline, "agency_id,phone,area_code\nC,590-2114,41360\n", NULL, false);
    expect_found(landline, "agency_id,phone,area_code\nC,590-2114,11110\n", NULL, true);
}

#define AT(unit)                                                                                   \
    HEAD "A,1,김순자,F,1945-03-15,,,경기도 남양주시 경춘로 1015 " unit "\n"                        \
         "A,2,박철수,M,1971-08-02,,,경기 남양주시 경춘로 1015 " unit "\n"                          \
         "B,3,최말순,F,1950-01-01,,,남양주시 경춘로1015 " unit "\n"
#define THREE_IN_A_FLAT "rule,param,key,value\nD16,min_persons,address,3\n"

Test(shared_numbers, a_flat_is_a_building_with_dong_and_ho)
{
    expect_found(AT("101동 1203호"), NULL, THREE_IN_A_FLAT, true);
    expect_found(AT("101동 1203호"), NULL, NULL, false);
    expect_found(AT("1203호"), NULL, THREE_IN_A_FLAT, false);
    expect_found(AT("101동"), NULL, THREE_IN_A_FLAT, false);
    expect_found(AT(""), NULL, THREE_IN_A_FLAT, false);
}

Test(shared_numbers, an_agencys_own_flat_says_nothing)
{
    expect_found(AT("101동 1203호"),
                 "agency_id,address\nC,경기도 남양주시 경춘로 1015 101동 1203호\n", THREE_IN_A_FLAT,
                 false);
    expect_found(AT("101동 1203호"),
                 "agency_id,address\nC,경기도 남양주시 경춘로 1015 101동 1204호\n", THREE_IN_A_FLAT,
                 true);
}

/* Where people came and the plan compares no number and no address, nobody shares one: no table is
 * missing. */
Test(shared_numbers, what_is_not_compared_is_nothing_to_judge)
{
    dolbom_plan *plan = read_plan(
        "as_of: 2026-06-30\n"
        "compare: {name: {kind: name, levels: {other: [0.5, 0.999], exact: [0.5, 0.001]}}}\n"
        "match_keys: {name: [name]}\n");
    struct stage_run run = reconcile(plan, spelt, NULL, NULL);
    const char *runs = stage_text(&run, "rule_runs");
    size_t n = 0;
    for (size_t i = 0; i < text_rows(runs); i++) {
        char rule[64], state[64];
        text_cell(runs, i, "rule", rule, sizeof rule);
        if (strcmp(rule, "D16") != 0 && strcmp(rule, "I02") != 0) continue;
        cr_expect_str_eq(text_cell(runs, i, "state", state, sizeof state), "nothing_to_judge");
        n++;
    }
    cr_expect_eq(n, 2);
    stage_clear(&run);
    dolbom_plan_free(plan);
}

static void first_id(const struct stage_run *run, char id[64])
{
    const char *findings = stage_text(run, "findings");
    char rule[64];
    for (size_t i = 0; i < text_rows(findings); i++)
        if (!strcmp(text_cell(findings, i, "rule", rule, sizeof rule), "D16"))
            text_cell(findings, i, "finding_id", id, 64);
}

/* The number decides which finding it is, and is to be read nowhere. */
Test(shared_numbers, the_number_is_in_no_table)
{
    static const char other[] = HEAD "A,1,김순자,F,1945-03-15,010-2345-6780,,\n"
                                     "A,2,박철수,M,1971-08-02,010-2345-6780,,\n"
                                     "B,3,최말순,F,1950-01-01,010-2345-6780,,\n";
    dolbom_plan *plan = read_plan("as_of: 2026-06-30\n");
    struct stage_run run = reconcile(plan, spelt, NULL, NULL);
    struct stage_run another = reconcile(plan, other, NULL, NULL);
    char id[64] = "", other_id[64] = "";
    first_id(&run, id);
    first_id(&another, other_id);
    cr_expect(id[0] && other_id[0] && strcmp(id, other_id) != 0);
    for (size_t i = 0; i < run.n_out; i++)
        cr_expect_null(strstr(run.out_texts[i], "2345"), "%s", run.out_names[i]);
    stage_clear(&run);
    stage_clear(&another);
    dolbom_plan_free(plan);
}
