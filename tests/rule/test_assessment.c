/* SPDX-License-Identifier: Apache-2.0 */
/* test_assessment.c - D19: somebody was asked the same questions again by another agency. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/support.h"

#define PEOPLE "person P A/a B/b C/c\nperson Q A/q\n"

Test(assessment, two_agencies_within_thirty_days)
{
    expect_findings("2024-06-30", "D19",
                    PEOPLE "assessments A a e1 Income 2024-03-01\n"
                           "assessments B b e2 income 2024-03-31\n",
                    "D19 P 2024-03-01..2024-03-31 A/e1 B/e2\n");
    expect_findings("2024-06-30", "D19",
                    PEOPLE "assessments A a e1 income 2024-03-01\n"
                           "assessments B b e2 income 2024-04-01\n",
                    "");
}

Test(assessment, one_agency_another_domain_or_another_person_is_none)
{
    expect_findings("2024-06-30", "D19",
                    PEOPLE "assessments A a e1 income 2024-03-01\n"
                           "assessments A a e2 income 2024-03-02\n"
                           "assessments B b e3 housing 2024-03-02\n"
                           "assessments A q e4 income 2024-03-02\n"
                           "assessments A q e5 housing 2024-03-02\n",
                    "");
}

Test(assessment, pairs_that_share_one_are_a_chain)
{
    expect_findings("2024-12-31", "D19",
                    PEOPLE "assessments A a e1 income 2024-03-01\n"
                           "assessments A a e2 income 2024-03-10\n"
                           "assessments B b e3 income 2024-03-28\n"
                           "assessments C c e4 income 2024-04-27\n"
                           "assessments B b e5 income 2024-07-01\n"
                           "assessments A a e6 income 2024-07-01\n",
                    "D19 P 2024-03-01..2024-04-27 A/e1 A/e2 B/e3 C/e4\n"
                    "D19 P 2024-07-01..2024-07-01 A/e6 B/e5\n");
}

Test(assessment, chains_of_neighbouring_days_are_two)
{
    /* 30 days from e1 to e2 and from e3 to e4; 31 from e1 to e3, from e2 to e4 */
    expect_findings("2024-12-31", "D19",
                    PEOPLE "assessments B b e1 income 2024-03-01\n"
                           "assessments A a e2 income 2024-03-31\n"
                           "assessments A a e3 income 2024-04-01\n"
                           "assessments B b e4 income 2024-05-01\n",
                    "D19 P 2024-03-01..2024-03-31 A/e2 B/e1\n"
                    "D19 P 2024-04-01..2024-05-01 A/e3 B/e4\n");
}

Test(assessment, the_policy_says_how_far_apart)
{
    expect_findings("2024-06-30", "D19",
                    PEOPLE "rules D19 apart_days 0\n"
                           "assessments A a e1 income 2024-03-01\n"
                           "assessments B b e2 income 2024-03-01\n"
                           "assessments C c e3 income 2024-03-02\n",
                    "D19 P 2024-03-01..2024-03-01 A/e1 B/e2\n");
}

/* What rule_runs says of the rule. */
static void expect_state(const char *lines, const char *column, const char *expected)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct scenario_way way = {0};
    struct scenario_result result;
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_assert_eq(scenario_run(env, &way, "2024-06-30", lines, &result, &error), DOLBOM_OK);
    char *cell = table_cell(result.rule_runs, "rule", "D19", column);
    cr_expect_str_eq(cell, expected);
    free(cell);
    scenario_result_clear(&result);
    test_env_close(env, &memory);
}

Test(assessment, without_the_table_it_is_not_run_and_without_rows_it_judges_nothing)
{
    expect_state(PEOPLE, "state", "not_run");
    expect_state(PEOPLE "table assessments\n", "state", "nothing_to_judge");
    expect_state(PEOPLE "assessments A a e1 income 2024-03-01\n", "state", "run");
    expect_state(PEOPLE "assessments A a e1 income 2024-03-01\n"
                        "assessments A q e2 income 2024-03-01\n",
                 "n_persons_judged", "2");
}

#define TWICE PEOPLE "assessments A a e1 Income 2024-03-01\nassessments B b e2 income 2024-03-31\n"

static void expect_called(const char *domains, const char *ko, const char *en)
{
    char lines[512], message[256];
    snprintf(lines, sizeof lines, TWICE "%s", domains);
    snprintf(message, sizeof message,
             "A, B가 한 분에게 같은 조사(%s)를 2회 한 것으로 보입니다(2024-03-01 ~ 2024-03-31). "
             "조사 결과를 함께 이용할 수 있는지 협의해 주세요.",
             ko);
    expect_in_finding("2024-06-30", "D19", lines, "message_ko", message);
    snprintf(message, sizeof message,
             "A, B seem to have assessed one person for the same (%s) 2 times (2024-03-01 to "
             "2024-03-31). Please agree whether one result can serve all.",
             en);
    expect_in_finding("2024-06-30", "D19", lines, "message_en", message);
}

/* By what the policy says on the as-of date, else by the code. */
Test(assessment, a_domain_is_called_what_the_policy_calls_it)
{
    expect_called("", "income", "income");
    expect_called("domains INCOME name=소득 name_en=what~they~earn\n", "소득", "what they earn");
    expect_called("domains income name=소득\n", "소득", "소득");
    expect_called(
        "domains income name=전 valid_to=2024-06-29\ndomains income name=후 name_en=later "
        "valid_from=2024-06-30\n",
        "후", "later");
    expect_called("domains income name=전 valid_to=2024-06-29\n", "income", "income");
}

Test(assessment, whoever_asked_last_is_to_act)
{
    expect_in_finding("2024-06-30", "D19",
                      PEOPLE "assessments A a e1 income 2024-03-01\n"
                             "assessments C c e2 income 2024-03-10\n"
                             "assessments B b e3 income 2024-03-20\n",
                      "owner_agency", "B");
    expect_in_finding("2024-06-30", "D19",
                      PEOPLE "assessments A a e1 income 2024-03-01\n"
                             "assessments C c e2 income 2024-03-20\n"
                             "assessments B b e3 income 2024-03-20\n",
                      "owner_agency", "B");
}
