/* SPDX-License-Identifier: Apache-2.0 */
/*
 * O02: what was given in the last full month against what is needed, just below and at the share.
 */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "support/support.h"

#define KIM                                                                                        \
    "person kim A/a B/b\nprogrammes lunch 3102\nprogrammes rent 4001\nneed_map food 31\n"          \
    "table services\n"
#define NEED KIM "needs A a n1 food 2026-05-01 target_quantity=10 target_unit=meals\n"
#define GIVEN(id, quantity) "services B b " id " lunch 2026-05-10 2026-05-10 " quantity "\n"
#define FOUND "O02 kim 2026-05-01..2026-05-31 31 A/n1 B/s1\n"

Test(omission_quantity, a_need_gets_four_fifths_of_what_it_wants)
{
    expect_findings("2026-06-30", "O02", NEED GIVEN("s1", "unit=meals quantity=7.999"), FOUND);
    expect_findings("2026-06-30", "O02", NEED GIVEN("s1", "unit=meals quantity=8"), "");
    expect_findings("2026-06-30", "O02",
                    NEED "rules O02 alpha 0.9\n" GIVEN("s1", "unit=meals quantity=8.999"), FOUND);
    expect_findings("2026-06-30", "O02",
                    NEED "rules O02 alpha 0.9\n" GIVEN("s1", "unit=meals quantity=9"), "");
    expect_findings("2026-06-30", "O02", NEED "rules O01 enabled 0\n",
                    "O02 kim 2026-05-01..2026-05-31 31 A/n1\n");
    expect_findings("2026-06-30", "O02",
                    NEED GIVEN("s1", "unit=meals quantity=4") GIVEN("s2", "unit=meals quantity=4"),
                    "");
}

Test(omission_quantity, services_of_the_unit_and_month_that_answer_count)
{
#define MOST NEED GIVEN("s1", "unit=meals quantity=7")
    expect_findings("2026-06-30", "O02", MOST GIVEN("s2", "unit=Meals quantity=1"), "");
    expect_findings("2026-06-30", "O02", MOST GIVEN("s2", "unit=hours quantity=1"), FOUND);
    expect_findings("2026-06-30", "O02", MOST GIVEN("s2", "quantity=1"), FOUND);
    expect_findings("2026-06-30", "O02", MOST GIVEN("s2", "unit=meals quantity=1 status=planned"),
                    FOUND);
    expect_findings("2026-06-30", "O02",
                    MOST "services B b s2 rent 2026-05-10 - unit=meals quantity=1\n", FOUND);
    expect_findings("2026-06-30", "O02",
                    MOST "services B b s2 lunch 2026-04-30 - unit=meals quantity=1\n", FOUND);
    expect_findings("2026-06-30", "O02",
                    MOST "services B b s2 lunch 2026-06-01 - unit=meals quantity=1\n", FOUND);
    expect_findings("2026-06-30", "O02",
                    MOST "services B b s2 lunch 2026-06-01 - unit=meals quantity=1 "
                         "benefit_month=2026-05\n",
                    "");
    expect_findings("2026-06-30", "O02",
                    MOST "services B b s2 lunch 2026-05-20 - unit=meals quantity=1 "
                         "benefit_month=2026-06\n",
                    FOUND);
}

Test(omission_quantity, a_service_that_does_not_say_how_much_leaves_it_unknown)
{
    expect_findings("2026-06-30", "O02", MOST GIVEN("s2", "unit=meals"), "");
    expect_findings("2026-06-30", "O02", MOST GIVEN("s2", "unit=hours"), FOUND);
}

Test(omission_quantity, needs_that_were_open_all_the_month_and_say_how_much_are_asked_about)
{
#define LATER(cells) KIM "needs A a n1 food 2026-05-0" cells "\n"
    expect_findings("2026-06-30", "O02", LATER("2 target_quantity=10 target_unit=meals"), "");
    expect_findings("2026-06-30", "O02", LATER("1 target_quantity=10"), "");
    expect_findings("2026-06-30", "O02", LATER("1 target_unit=meals"), "");
    expect_findings("2026-06-30", "O02", LATER("1 target_quantity=10 target_unit=meals status=met"),
                    "");
    expect_findings("2026-06-30", "O02", NEED "record A/a death_date=2026-06-20\n", "");
    expect_findings("2026-06-30", "O02",
                    NEED "uploads A services 2026-05\nuploads B services 2026-04\n", "");
}

Test(omission_quantity, needs_of_one_class_are_one_question_for_each_unit)
{
#define MORE NEED "needs B b n2 food 2026-04-01 target_quantity=10 target_unit=MEALS\n"
    expect_findings("2026-06-30", "O02", MORE GIVEN("s1", "unit=meals quantity=16"), "");
    expect_findings("2026-06-30", "O02", MORE GIVEN("s1", "unit=meals quantity=15"),
                    "O02 kim 2026-05-01..2026-05-31 31 A/n1 B/n2 B/s1\n");
#define TWO NEED "needs B b n2 food 2026-04-01 target_quantity=5 target_unit=hours\n"
    expect_findings("2026-06-30", "O02",
                    TWO GIVEN("s1", "unit=meals quantity=10") GIVEN("s2", "unit=hours quantity=1"),
                    "O02 kim 2026-05-01..2026-05-31 31 B/n2 B/s2\n");
    expect_findings("2026-06-30", "O02",
                    TWO GIVEN("s1", "unit=meals quantity=1") GIVEN("s2", "unit=hours quantity=1"),
                    "O02 kim 2026-05-01..2026-05-31 31 A/n1 B/n2 B/s1 B/s2\n");
}

Test(omission_quantity, it_yields_to_a_need_that_nothing_answers)
{
    expect_findings("2026-06-30", "O01 O02", NEED, "O01 kim 2026-05-01.. 31 A/n1\n");
    expect_findings("2026-06-30", "O01 O02", NEED "rules O01 enabled 0\n",
                    "O02 kim 2026-05-01..2026-05-31 31 A/n1\n");
    expect_findings("2026-06-30", "O01 O02", MOST, FOUND);
}

static void expect_cell(const char *lines, const char *column, const char *text)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct scenario_way plain = {0};
    struct scenario_result result;
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_assert_eq(scenario_run(env, &plain, "2026-06-30", lines, &result, &error), DOLBOM_OK);
    char *cell = table_cell(result.findings, "rule", "O02", column);
    cr_expect(cell && strstr(cell, text), "%s in %s", text, cell ? cell : "nothing");
    free(cell);
    scenario_result_clear(&result);
    test_env_close(env, &memory);
}

Test(omission_quantity, its_numbers_are_shown)
{
#define SHORT MORE GIVEN("s1", "unit=meals quantity=2.5")
    expect_cell(SHORT, "detail",
                "\"unit\":\"MEALS\",\"quantity\":\"2.5\",\"target_quantity\":\"20\","
                "\"alpha_ppm\":800000");
    expect_cell(SHORT, "owner_agency", "B");
    expect_cell(SHORT, "due_on", "2026-05-31");
    expect_cell(SHORT, "key", "food");
    expect_cell(SHORT, "message_en",
                "Of the 20 MEALS that a need (food) wants in a month, 2.5 are recorded for "
                "2026-05-01 to 2026-05-31.");
}

Test(omission_quantity, very_large_numbers_do_not_wrap)
{
#define HUGE_NEED                                                                                  \
    KIM "needs A a n1 food 2026-05-01 target_quantity=9000000000000000 target_unit=g\n"
    expect_findings("2026-06-30", "O02", HUGE_NEED GIVEN("s1", "unit=g quantity=7200000000000000"),
                    "");
    expect_findings("2026-06-30", "O02",
                    HUGE_NEED GIVEN("s1", "unit=g quantity=7199999999999999.999"), FOUND);
}
