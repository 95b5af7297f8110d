/* SPDX-License-Identifier: Apache-2.0 */
/* test_overlap.c - D03: several agencies serve one person alike on the same days. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support/support.h"

#define PERSON "person P A/a B/b C/c\n"

Test(overlap, a_long_spell_is_compared_with_all_that_overlap_it)
{
    expect_findings("2024-06-30", "D03",
                    PERSON "services A a s1 meals 2024-01-01 2024-04-09 class=31\n"
                           "services B b s2 meals 2024-01-05 2024-01-09 class=31\n"
                           "services C c s3 meals 2024-02-20 2024-02-29 class=31\n",
                    "D03 P 2024-01-05..2024-01-09 31 A/s1 B/s2\n"
                    "D03 P 2024-02-20..2024-02-29 31 A/s1 C/s3\n");
}

#define HANDOVER                                                                                   \
    PERSON                                                                                         \
    "services A a s1 meals 2024-03-01 2024-03-10 class=31\n"                                       \
    "services B b s2 meals 2024-03-10 2024-03-20 class=31\n"

Test(overlap, a_shared_day_of_handover_is_none)
{
    expect_findings("2024-06-30", "D03", HANDOVER, "");
    expect_findings("2024-06-30", "D03", HANDOVER "rules D03 handover_days 0\n",
                    "D03 P 2024-03-10..2024-03-10 31 A/s1 B/s2\n");
}

Test(overlap, only_the_last_day_of_one_and_the_first_of_another_is_a_handover)
{
    static const struct {
        const char *lines;
        bool found;
    } rows[] = {
        /* two days shared */
        {"services A a s1 meals 2024-03-01 2024-03-11 class=31\n"
         "services B b s2 meals 2024-03-10 2024-03-20 class=31\n",
         true},
        /* one day of each */
        {"services A a s1 meals 2024-03-10 2024-03-10 class=31\n"
         "services B b s2 meals 2024-03-10 2024-03-20 class=31\n",
         true},
        /* two that take over from one */
        {"services A a s1 meals 2024-03-01 2024-03-10 class=31\n"
         "services B b s2 meals 2024-03-10 2024-03-10 class=31\n"
         "services C c s3 meals 2024-03-10 2024-03-20 class=31\n",
         true},
        /* the third is there all the time */
        {"services A a s1 meals 2024-03-01 2024-03-10 class=31\n"
         "services A a s4 meals 2024-03-01 2024-03-10 class=31\n"
         "services B b s2 meals 2024-03-10 2024-03-20 class=31\n",
         false},
        /* counted in hours */
        {"programmes care 3101 grain=hour\n"
         "services A a s1 care 2024-03-01 2024-03-10\n"
         "services B b s2 meals 2024-03-10 2024-03-20 class=31\n",
         true},
        /* inside another agency's spell */
        {"services A a s1 meals 2024-03-01 2024-03-31 class=31\n"
         "services B b s2 meals 2024-03-10 2024-03-10 class=31\n",
         true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char lines[1024];
        struct scenario_way way = {0};
        struct scenario_result result;
        struct test_memory memory = {0};
        struct dlb_env *env = test_env_open(&memory, 1);
        snprintf(lines, sizeof lines, PERSON "%s", rows[i].lines);
        cr_assert_eq(scenario_run(env, &way, "2024-06-30", lines, &result, NULL), DOLBOM_OK);
        cr_expect_eq(strstr(result.findings, "D03") != NULL, rows[i].found, "row %zu", i);
        scenario_result_clear(&result);
        test_env_close(env, &memory);
    }
}

Test(overlap, a_day_of_handover_may_be_tolerated)
{
    expect_findings("2024-06-30", "D03", HANDOVER "rules D03 tau_days 1\n", "");
}

Test(overlap, a_handover_from_one_day_to_the_next_is_none)
{
    expect_findings("2024-06-30", "D03",
                    PERSON "services A a s1 meals 2024-03-01 2024-03-09 class=31\n"
                           "services B b s2 meals 2024-03-10 2024-03-20 class=31\n",
                    "");
}

Test(overlap, one_agency_renewing_is_none)
{
    expect_findings("2024-06-30", "D03",
                    PERSON "services A a s1 meals 2024-03-01 2024-03-10 class=31\n"
                           "services A a s2 meals 2024-03-05 2024-03-20 class=31\n",
                    "");
}

Test(overlap, two_open_ends_overlap_without_end)
{
    expect_findings("2024-06-30", "D03",
                    PERSON "services A a s1 meals 2024-03-01 - class=31\n"
                           "services B b s2 meals 2024-05-01 - class=31\n",
                    "D03 P 2024-05-01.. 31 A/s1 B/s2\n");
}

Test(overlap, one_day_each_is_one_day)
{
    expect_findings("2024-06-30", "D03",
                    PERSON "services A a s1 meals 2024-03-01 2024-03-01 class=31\n"
                           "services B b s2 meals 2024-03-01 2024-03-01 class=31\n",
                    "D03 P 2024-03-01..2024-03-01 31 A/s1 B/s2\n");
}

Test(overlap, classes_are_compared_by_their_domain)
{
    expect_findings("2024-06-30", "D03",
                    PERSON "services A a s1 meals 2024-03-01 2024-03-31 class=3101\n"
                           "services B b s2 box 2024-03-10 2024-03-10 class=3102\n"
                           "services C c s3 bath 2024-03-10 2024-03-10 class=71\n",
                    "D03 P 2024-03-10..2024-03-10 31 A/s1 B/s2\n");
}

Test(overlap, four_digits_tell_items_apart)
{
    expect_findings("2024-06-30", "D03",
                    PERSON "rules D03 class_digits 4\n"
                           "services A a s1 meals 2024-03-01 2024-03-31 class=3101\n"
                           "services B b s2 box 2024-03-10 2024-03-10 class=3102\n"
                           "services C c s3 meals 2024-03-20 2024-03-20 class=3101\n",
                    "D03 P 2024-03-20..2024-03-20 3101 A/s1 C/s3\n");
}

Test(overlap, a_service_without_a_class_has_its_programmes)
{
    expect_findings("2024-06-30", "D03",
                    PERSON "programmes meals 3102\n"
                           "services A a s1 meals 2024-03-01 2024-03-31\n"
                           "services B b s2 box 2024-03-10 2024-03-10 class=3101\n"
                           "services C c s3 unheard_of 2024-03-10 2024-03-10\n",
                    "D03 P 2024-03-10..2024-03-10 31 A/s1 B/s2\n");
}

Test(overlap, only_what_was_given_counts)
{
    const char *const given[] = {"approved", "active", "delivered", "ended"};
    const char *const not_given[] = {"planned",   "applied",  "rejected",
                                     "cancelled", "reversed", "error"};
    char lines[256];
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        snprintf(lines, sizeof lines,
                 PERSON "services A a s1 meals 2024-03-01 2024-03-31 class=31 status=active\n"
                        "services B b s2 meals 2024-03-10 2024-03-12 class=31 status=%s\n",
                 given[i]);
        expect_findings("2024-06-30", "D03", lines, "D03 P 2024-03-10..2024-03-12 31 A/s1 B/s2\n");
    }
    for (size_t i = 0; i < sizeof not_given / sizeof *not_given; i++) {
        snprintf(lines, sizeof lines,
                 PERSON "services A a s1 meals 2024-03-01 2024-03-31 class=31 status=active\n"
                        "services B b s2 meals 2024-03-10 2024-03-12 class=31 status=%s\n",
                 not_given[i]);
        expect_findings("2024-06-30", "D03", lines, "");
    }
}

Test(overlap, a_programmes_longest_time_ends_an_open_service)
{
    expect_findings("2024-06-30", "D03",
                    PERSON "programmes meals 31 max_days=10\n"
                           "services A a s1 meals 2024-03-01 -\n"
                           "services B b s2 other 2024-03-10 2024-03-31 class=31\n",
                    "");
    expect_findings("2024-06-30", "D03",
                    PERSON "programmes meals 31 max_days=10\n"
                           "services A a s1 meals 2024-03-01 -\n"
                           "services B b s2 other 2024-03-09 2024-03-31 class=31\n",
                    "D03 P 2024-03-09..2024-03-10 31 A/s1 B/s2\n");
    /* a recorded end stands */
    expect_findings("2024-06-30", "D03",
                    PERSON "programmes meals 31 max_days=10\n"
                           "services A a s1 meals 2024-03-01 2024-03-20\n"
                           "services B b s2 other 2024-03-15 2024-03-31 class=31\n",
                    "D03 P 2024-03-15..2024-03-20 31 A/s1 B/s2\n");
}

Test(overlap, goods_last_their_day_whatever_end_is_recorded)
{
    expect_findings("2024-06-30", "D03",
                    PERSON "programmes box 3101 grain=one_off\n"
                           "services A a s1 box 2024-03-01 -\n"
                           "services B b s2 box 2024-03-01 2024-05-31\n"
                           "services C c s3 box 2024-03-02 -\n"
                           "rules D04 enabled 0\n",
                    "D03 P 2024-03-01..2024-03-01 31 A/s1 B/s2\n");
}

Test(overlap, what_d04_says_of_a_day_is_not_said_again)
{
    expect_findings("2024-06-30", "D03 D04",
                    PERSON "programmes box 3101 grain=one_off\n"
                           "services A a s1 box 2024-03-01 -\n"
                           "services B b s2 box 2024-03-01 -\n",
                    "D04 P 2024-03-01..2024-03-01 3101 A/s1 B/s2\n");
}

Test(overlap, monthly_benefits_are_compared_by_their_months)
{
    expect_findings("2024-06-30", "D03",
                    PERSON "programmes pension 3003 grain=month\n"
                           "services A a s1 pension 2024-03-05 2024-03-05\n"
                           "services B b s2 pension 2024-04-20 2024-04-20 benefit_month=2024-03\n"
                           "services C c s3 pension 2024-03-05 2024-03-05 benefit_month=2024-02\n",
                    "D03 P 2024-03-01..2024-03-31 30 A/s1 B/s2\n");
}

Test(overlap, nobody_hears_of_a_stale_row_any_more)
{
    expect_findings("2024-06-30", "D03",
                    PERSON "rules * stale_days 30\n"
                           "services A a s1 meals 2024-01-01 - class=31 entered_on=2024-01-15\n"
                           "services B b s2 meals 2024-02-14 2024-03-31 class=31\n"
                           "services C c s3 meals 2024-02-15 2024-03-31 class=31\n",
                    "D03 P 2024-02-14..2024-03-31 31 A/s1 B/s2 C/s3\n");
}

Test(overlap, nothing_runs_past_the_day_of_death)
{
    expect_findings("2024-06-30", "D03",
                    PERSON "record A/a death_date=2024-03-15\n"
                           "services A a s1 meals 2024-03-01 - class=31\n"
                           "services B b s2 meals 2024-03-10 - class=31\n"
                           "services C c s3 meals 2024-03-20 - class=31\n",
                    "D03 P 2024-03-10..2024-03-15 31 A/s1 B/s2\n");
}

Test(overlap, two_dates_of_death_are_none)
{
    expect_findings("2024-06-30", "D03",
                    PERSON "record A/a death_date=2024-03-15\n"
                           "record B/b death_date=2024-03-16\n"
                           "services A a s1 meals 2024-03-01 - class=31\n"
                           "services B b s2 meals 2024-03-20 - class=31\n",
                    "D03 P 2024-03-20.. 31 A/s1 B/s2\n");
}

Test(overlap, three_agencies_make_one_finding_as_long_as_two_of_them_serve)
{
    expect_findings("2024-06-30", "D03",
                    PERSON "services A a s1 meals 2024-03-01 2024-03-10 class=31\n"
                           "services B b s2 meals 2024-03-05 2024-03-20 class=31\n"
                           "services C c s3 meals 2024-03-15 2024-03-31 class=31\n"
                           "services A a s4 meals 2024-03-11 2024-03-14 class=31\n",
                    "D03 P 2024-03-05..2024-03-20 31 A/s1 A/s4 B/s2 C/s3\n");
}

Test(overlap, nobody_is_compared_with_somebody_else)
{
    expect_findings("2024-06-30", "D03",
                    "person P A/a\n"
                    "person Q B/b\n"
                    "services A a s1 meals 2024-03-01 2024-03-31 class=31\n"
                    "services B b s2 meals 2024-03-01 2024-03-31 class=31\n",
                    "");
}

/* Months begin before the days that order the rows. */
Test(overlap, months_are_sorted_by_their_own_beginning)
{
    expect_findings("2026-08-02", "D03",
                    "programmes pension 3003 grain=month\n"
                    "programmes meal 3102 grain=day\n" PERSON
                    "services A a s1 pension 2026-07-27 2026-08-01 class=3102\n"
                    "services A a s2 meal 2026-07-11 2026-09-09\n"
                    "services B b s3 meal 2026-07-03 2026-08-12\n",
                    "D03 P 2026-07-03..2026-08-12 31 A/s1 A/s2 B/s3\n");
}
