/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_omission.c - the omission rules the whole way, from rows of tables to findings.
 *
 * What each rule compares is tested kernel by kernel; here it is shown that the rows, the
 * policy and the uploads reach the kernels as docs/rules.md says.
 */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

#define OMISSIONS "O01 O03 O05 O06 O07 O09 O10 O14 O24 X02"
#define POLICY                                                                                     \
    "programmes box 3101 grain=one_off unit=household\n"                                           \
    "programmes lunch 3102\n"                                                                      \
    "programmes pension 3003 layer=statutory\n"                                                    \
    "need_map food 31\n"                                                                           \
    "need_map money 30\n"

#define KIM POLICY "person kim A/a B/b\n"
#define NEED "needs A a n1 food 2026-05-01\n"

Test(omission, O01_a_need_nothing_answered)
{
    expect_findings("2026-06-30", OMISSIONS, KIM NEED "table services\n",
                    "O01 kim 2026-05-01.. 31 A/n1\n");
    expect_findings("2026-05-31", OMISSIONS, KIM NEED "table services\n", "");
    expect_findings("2026-06-30", OMISSIONS, KIM NEED "services B b s1 lunch 2026-05-20 -\n", "");
    expect_findings("2026-06-30", OMISSIONS,
                    KIM NEED "services B b s1 lunch 2026-05-20 - status=planned\n",
                    "O01 kim 2026-05-01.. 31 A/n1\n");
}

Test(omission, O01_the_class_of_the_service_goes_before_its_programmes)
{
    expect_findings("2026-06-30", OMISSIONS,
                    KIM NEED "services B b s1 lunch 2026-05-20 - class=9302\n",
                    "O01 kim 2026-05-01.. 31 A/n1\n");
    expect_findings("2026-06-30", OMISSIONS,
                    KIM NEED "services B b s1 unheard_of 2026-05-20 - class=3104\n", "");
}

Test(omission, O01_a_household_shares_what_is_meant_for_it)
{
#define FAMILY                                                                                     \
    POLICY "person kim A/a\nperson lee A/l\nrecord A/a household=h1\nrecord A/l household=h1\n"
    expect_findings("2026-06-30", "O01", FAMILY NEED "services A l s1 box 2026-05-20 2026-05-20\n",
                    "");
    expect_findings("2026-06-30", "O01", FAMILY NEED "services A l s1 lunch 2026-05-20 -\n",
                    "O01 kim 2026-05-01.. 31 A/n1\n");
}

Test(omission, O01_deadlines_are_the_policys)
{
    expect_findings("2026-05-09", "O01",
                    KIM "needs A a n1 food 2026-05-01 urgency=high\ntable services\n",
                    "O01 kim 2026-05-01.. 31 A/n1\n");
    expect_findings("2026-05-09", "O01",
                    KIM "needs A a n1 food 2026-05-01 urgency=high\ntable services\n"
                        "deadlines O01 8 key=high\n",
                    "");
    expect_findings("2026-05-13", "O01",
                    KIM "needs A a n1 food 2026-05-01 urgency=high\ntable services\n"
                        "deadlines O01 7 key=high mode=work_hours\nholidays 2026-05-05\n",
                    "");
    expect_findings("2026-05-14", "O01",
                    KIM "needs A a n1 food 2026-05-01 urgency=high\ntable services\n"
                        "deadlines O01 7 key=high mode=work_hours\nholidays 2026-05-05\n",
                    "O01 kim 2026-05-01.. 31 A/n1\n");
}

Test(omission, O01_another_scheme_of_classes_works_as_well)
{
    expect_findings("2026-06-30", OMISSIONS,
                    "programmes soup 7777\nneed_map 배고픔 7777\nperson kim A/a B/b\n"
                    "needs A a n1 배고픔 2026-05-01\nservices B b s1 soup 2026-05-20 -\n"
                    "needs B b n2 배고픔 2026-06-29\n",
                    "");
}

Test(omission, O03_an_emergency_without_service)
{
    expect_findings("2026-06-30", "O03",
                    KIM "cases A a c1 emergency 2026-06-01\ncases A a c2 emergency 2026-06-27\n"
                        "cases B b c1 general 2026-06-01\ntable services\n",
                    "O03 kim 2026-06-01.. A/c1\n");
    expect_findings("2026-06-30", "O03",
                    KIM "cases A a c1 emergency 2026-06-01\n"
                        "services A a s1 lunch 2026-06-03 - case_id=c1\n",
                    "");
    expect_findings("2026-06-30", "O03",
                    KIM "cases A a c1 emergency 2026-06-01\n"
                        "services B b s1 lunch 2026-06-03 - case_id=c1\n",
                    "O03 kim 2026-06-01.. A/c1\n");
}

Test(omission, O05_no_evaluation)
{
    expect_findings("2026-06-30", "O05",
                    KIM "cases A a c1 focused 2026-05-01 first_service_on=2026-05-03 "
                        "decided_on=2026-05-29\n"
                        "cases A a c2 focused 2026-05-01 first_service_on=2026-05-03 "
                        "decided_on=2026-05-30\n"
                        "cases A a c3 focused 2026-05-01 first_service_on=2026-05-03 "
                        "evaluated_on=2026-06-30\ntable services\n",
                    "O05 kim 2026-05-29.. A/c1\n");
}

Test(omission, O06_no_contact)
{
    expect_findings("2026-06-30", "O06",
                    KIM "cases A a c1 focused 2026-05-01\ncases B b c1 focused 2026-05-01\n"
                        "events B b visit 2026-06-10 case_id=c1\n",
                    "O06 kim 2026-05-01.. A/c1\n");
    expect_findings("2026-06-30", "O06",
                    KIM "cases A a c1 focused 2026-05-01\nevents B b visit 2026-05-25\n",
                    "O06 kim 2026-05-25.. A/c1 B/@\n");
}

Test(omission, O07_nobody_answered)
{
    expect_findings("2026-06-30", "O07",
                    KIM "referrals A a f1 B 2026-06-15 sent\nreferrals A a f2 B 2026-06-16 sent\n"
                        "referrals B b f1 A 2026-06-28 received urgency=emergency\n",
                    "O07 kim 2026-06-15.. A/f1\nO07 kim 2026-06-28.. B/f1\n");
}

Test(omission, O09_nothing_instead)
{
    expect_findings("2026-06-30", "O09",
                    KIM NEED "referrals A a f1 B 2026-05-10 rejected_provider need_id=n1 "
                             "responded_on=2026-06-22\ntable services\n",
                    "O09 kim 2026-06-22.. A/n1 A/f1\n");
    expect_findings("2026-06-30", "O09",
                    KIM NEED "referrals A a f1 B 2026-05-10 rejected_provider need_id=n1 "
                             "responded_on=2026-06-22\nservices B b s1 lunch 2026-06-22 -\n",
                    "");
}

Test(omission, O10_a_service_that_stopped)
{
    expect_findings("2026-06-30", OMISSIONS,
                    KIM NEED "services B b s1 lunch 2026-05-02 2026-06-28\n",
                    "O10 kim 2026-06-29.. 31 A/n1 B/s1\n");
    expect_findings("2026-06-30", OMISSIONS,
                    KIM NEED "services B b s1 lunch 2026-05-02 2026-06-29\n", "");
    expect_findings("2026-06-30", OMISSIONS,
                    KIM NEED "services B b s1 lunch 2026-05-02 2026-06-20\n"
                             "rules O10 gap_days 10 key=31\n",
                    "");
    expect_findings("2026-06-30", OMISSIONS, KIM NEED "services B b s1 box 2026-06-01 2026-06-01\n",
                    "");
}

Test(omission, O10_death_ends_services_and_needs)
{
    expect_findings("2026-06-30", OMISSIONS,
                    KIM NEED "services B b s1 lunch 2026-05-02 -\n"
                             "record A/a death_date=2026-06-01\n",
                    "");
}

/* ---- uploads and zones ----------------------------------------------------------------------- */

#define EAST                                                                                       \
    "zones east responsible_agency=R\nperson other R/o\nrecord A/a zone_id=east consent=1\n"

Test(omission, O14_the_responsible_agency_does_not_know)
{
    expect_findings("2026-06-30", "O14",
                    KIM EAST "services A a s1 pension 2026-01-01 -\ntable needs\n",
                    "O14 kim 2026-01-01.. A/s1\n");
    expect_findings("2026-06-30", "O14",
                    KIM EAST "services A a s1 pension 2026-05-31 -\ntable needs\n", "");
    expect_findings("2026-06-30", "O14 X02",
                    POLICY "person kim A/a R/k\n" EAST
                           "services A a s1 pension 2026-01-01 -\ntable needs\n",
                    "");
}

Test(omission, P7_a_missing_upload_of_the_responsible_agency_is_O24_and_not_O14)
{
    expect_findings("2026-06-30", "O14 O24",
                    KIM EAST "services A a s1 pension 2026-01-01 -\ntable needs\n"
                             "uploads A services 2026-05\nuploads R services 2026-04\n",
                    "O24 R 2026-05-01..2026-05-31 R/services\n");
    expect_findings("2026-06-30", "O14 O24",
                    KIM EAST "services A a s1 pension 2026-01-01 -\ntable needs\n"
                             "uploads A services 2026-05\nuploads R services 2026-05\n",
                    "");
    expect_findings("2026-06-30", "O14 O24",
                    KIM EAST "services A a s1 pension 2026-01-01 -\ntable needs\n"
                             "uploads A services 2026-05\nuploads R services 2026-05\n"
                             "uploads R persons 2026-05\nuploads B services 2026-05\n",
                    "O14 kim 2026-01-01.. A/s1\n");
}

Test(omission, absence_is_not_claimed_when_services_of_any_agency_that_knows_them_are_missing)
{
#define BOTH                                                                                       \
    KIM NEED "services B b s1 lunch 2026-05-02 2026-05-20\n"                                       \
             "needs A a n2 money 2026-05-01\nuploads A services 2026-05\n"
    expect_findings("2026-06-30", OMISSIONS, BOTH "uploads B services 2026-05\n",
                    "O01 kim 2026-05-01.. 30 A/n2\nO10 kim 2026-05-21.. 31 A/n1 B/s1\n");
    expect_findings("2026-06-30", OMISSIONS, BOTH "uploads B services 2026-04\n",
                    "O24 B 2026-05-01..2026-05-31 B/services\n");
    expect_findings("2026-06-30", OMISSIONS, BOTH "uploads B services 2026-05 status=failed\n",
                    "O24 B 2026-05-01..2026-05-31 B/services\n");
}

Test(omission, other_rules_speak_although_an_upload_is_missing)
{
    expect_findings("2026-06-30", "O07",
                    KIM "referrals A a f1 B 2026-06-01 sent\nuploads A services 2026-04\n",
                    "O07 kim 2026-06-01.. A/f1\n");
}

Test(omission, X02_nobody_is_responsible)
{
    expect_findings("2026-06-30", "O14 X02",
                    KIM "zones east responsible_agency=R\nperson other R/o\ntable services\n"
                        "record A/a consent=1\n" NEED,
                    "X02 kim 2026-05-01.. A/n1 A/a B/b\n");
}

/* ---- runs ------------------------------------------------------------------------------------ */

#define EVERYTHING                                                                                 \
    KIM EAST NEED                                                                                  \
        "services B b s1 lunch 2026-05-02 2026-05-20\nneeds A a n2 money 2026-05-01\n"             \
        "cases A a c1 emergency 2026-06-01\ncases B b c1 focused 2026-05-01 "                      \
        "first_service_on=2026-05-03\nreferrals A a f1 B 2026-06-01 sent\n"                        \
        "referrals A a f2 B 2026-06-02 cancelled need_id=n2\nevents B b visit 2026-05-05\n"        \
        "services A a s2 pension 2026-04-01 2026-04-30\nuploads A needs 2026-03\n"                 \
        "uploads A services 2026-05\nuploads B services 2026-05\n"

static void run_to_text(const struct scenario_way *way, const char *lines, char **found,
                        struct scenario_result *result)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, way->n_threads ? way->n_threads : 1);
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_assert_eq(scenario_run(env, way, "2026-06-30", lines, result, &error), DOLBOM_OK, "%s",
                 error.message);
    *found = scenario_findings(result->findings, result->finding_rows, OMISSIONS);
    test_env_close(env, &memory);
}

Test(omission, neither_the_order_of_rows_nor_threads_change_a_byte)
{
    struct scenario_way plain = {0};
    struct scenario_result first;
    char *found;
    run_to_text(&plain, EVERYTHING, &found, &first);
    cr_expect_not_null(strstr(found, "O01 kim"));
    for (unsigned rule = 3; rule <= 9; rule++) {
        char name[8];
        snprintf(name, sizeof name, "\nO%02u ", rule);
        bool exists = rule == 3 || rule == 5 || rule == 6 || rule == 7 || rule == 9;
        if (exists) cr_expect_not_null(strstr(found, name), "%s in %s", name, found);
    }
    for (unsigned shuffle = 1; shuffle <= 8; shuffle++) {
        struct scenario_way way = {1 + shuffle % 2, shuffle % 3, shuffle, shuffle % 2, NULL};
        struct scenario_result other;
        char *again;
        run_to_text(&way, EVERYTHING, &again, &other);
        cr_expect_str_eq(other.findings, first.findings, "shuffle %u", shuffle);
        cr_expect_str_eq(other.finding_rows, first.finding_rows, "shuffle %u", shuffle);
        free(again);
        scenario_result_clear(&other);
    }
    free(found);
    scenario_result_clear(&first);
}

Test(omission, a_rule_without_its_tables_has_not_run)
{
    static const struct {
        const char *lines, *rule, *state;
    } rows[] = {{KIM NEED, "O01", "not_run"},
                {KIM NEED "table services\n", "O01", "run"},
                {KIM NEED "table services\nabsent referrals\n", "O01", "not_run"},
                {KIM "table needs\ntable services\n", "O01", "nothing_to_judge"},
                {KIM "cases A a c1 emergency 2026-06-01\n", "O03", "not_run"},
                {KIM "cases A a c1 emergency 2026-06-01\n", "O06", "run"},
                {KIM "cases A a c1 emergency 2026-06-01\nabsent events\n", "O06", "not_run"},
                {KIM NEED "absent referrals\n", "O07", "not_run"},
                {KIM NEED, "O07", "nothing_to_judge"},
                {KIM NEED "table services\n", "O14", "not_run"},
                {KIM NEED, "O24", "not_run"},
                {KIM NEED "table services\nrules O01 enabled 0\n", "O01", "disabled"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct scenario_way plain = {0};
        struct scenario_result result;
        char *found;
        run_to_text(&plain, rows[i].lines, &found, &result);
        char *state = table_cell(result.rule_runs, "rule", rows[i].rule, "state");
        cr_expect_str_eq(state, rows[i].state, "row %zu", i);
        free(state);
        free(found);
        scenario_result_clear(&result);
    }
}

/* n people under one household number; the last of them got a box. */
static size_t unmet_in_a_household_of(unsigned n)
{
    enum { ROOM = 16384 };
    char *lines = calloc(1, ROOM);
    size_t len = (size_t)snprintf(lines, ROOM, POLICY "needs A r0 n1 food 2026-05-01\n");
    for (unsigned i = 0; i < n; i++)
        len += (size_t)snprintf(lines + len, ROOM - len,
                                "person p%u A/r%u\nrecord A/r%u household=h\n", i, i, i);
    snprintf(lines + len, ROOM - len, "services A r%u s1 box 2026-05-20 2026-05-20\n", n - 1);
    struct scenario_way plain = {0};
    struct scenario_result result;
    char *found;
    run_to_text(&plain, lines, &found, &result);
    size_t n_found = strstr(found, "O01") != NULL;
    scenario_result_clear(&result);
    free(found);
    free(lines);
    return n_found;
}

Test(omission, O01_a_number_that_more_than_a_hundred_share_is_no_household)
{
    cr_expect_eq(unmet_in_a_household_of(100), 0);
    cr_expect_eq(unmet_in_a_household_of(101), 1);
}
