/* SPDX-License-Identifier: Apache-2.0 */
/* test_caseload.c - the event tables: what is read, what is rejected, what is counted. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "caseload/event_tables.h"
#include "support/support.h"

#define PEOPLE "person P A/a B/b\nperson Q A/q\n"

static struct scenario_result run_way(const struct scenario_way *way, const char *lines)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 2);
    struct scenario_result result;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = scenario_run(env, way, "2024-06-30", lines, &result, &error);
    cr_assert_eq(status, DOLBOM_OK, "%s", error.message);
    test_env_close(env, &memory);
    return result;
}

/* All rejects but their head, and the table's line of table_counts. */
static void expect_read(const char *lines, const char *rejects, const char *table,
                        const char *counts)
{
    struct scenario_way way = {.text_dates = true, .batch_rows = 2};
    struct scenario_result result = run_way(&way, lines);
    char line[64];
    cr_expect_str_eq(strchr(result.rejects, '\n') + 1, rejects, "%s", lines);
    snprintf(line, sizeof line, "\n%s,%s\n", table, counts);
    cr_expect(strstr(result.table_counts, line), "wanted %sfound %s", line, result.table_counts);
    scenario_result_clear(&result);
}

Test(caseload, rows_that_cannot_be_used_say_why)
{
    expect_read(PEOPLE "services A a s1 p 2024-01-01 2024-01-02\n"
                       "services A a - p 2024-01-01 2024-01-02\n"
                       "services A a s2 - 2024-01-01 2024-01-02\n"
                       "services A a s3 p - 2024-01-02\n"
                       "services A a s4 p 2007-11-31 -\n"
                       "services A a s5 p 2024-01-02 2024-01-01\n"
                       "services A a s6 p 2024-01-02 2024-02-30\n"
                       "services A a s7 p 2024-01-01 - status=perhaps\n"
                       "services A a s8 p 2024-01-01 - status=\n"
                       "services A a s9 p 2024-01-01 - amount_won=many\n"
                       "services A a s10 p 2024-01-01 - class=311\n"
                       "services A a s11 p 2024-01-01 - benefit_month=2024-13\n"
                       "services A x s12 p 2024-01-01 -\n"
                       "services C a s13 p 2024-01-01 -\n"
                       "services B a s14 p 2024-01-01 -\n"
                       "services - a s15 p 2024-01-01 -\n"
                       "services A a s16 p 2024-01-05/2024-02-06 -\n",
                "services,1,A,,service_id,REQUIRED\n"
                "services,2,A,s2,programme,REQUIRED\n"
                "services,3,A,s3,start_date,REQUIRED\n"
                "services,4,A,s4,start_date,DATE\n"
                "services,5,A,s5,end_date,RANGE\n"
                "services,6,A,s6,end_date,DATE\n"
                "services,7,A,s7,status,CODE\n"
                "services,8,A,s8,status,REQUIRED\n"
                "services,9,A,s9,amount_won,NUMBER\n"
                "services,10,A,s10,service_class,CODE\n"
                "services,11,A,s11,benefit_month,DATE\n"
                "services,12,A,s12,record_id,ORPHAN\n"
                "services,13,C,s13,record_id,ORPHAN\n"
                "services,14,B,s14,record_id,ORPHAN\n"
                "services,15,,s15,agency_id,REQUIRED\n"
                "services,16,A,s16,start_date,DATE\n",
                "services", "17,1,16,0");
}

Test(caseload, cells_of_nothing_but_spaces_are_empty)
{
    expect_read(PEOPLE "services A a \xE3\x80\x80 p 2024-01-01 -\n"
                       "services A a s1 \xC2\xA0\xE3\x80\x80 2024-01-01 -\n"
                       "services A a s2 p 2024-01-01 \xC2\xA0 amount_won=\xC2\xA0\n",
                "services,0,A,\xE3\x80\x80,service_id,REQUIRED\n"
                "services,1,A,s1,programme,REQUIRED\n",
                "services", "3,1,2,0");
}

Test(caseload, words_may_be_wide_and_numbers_as_large_as_they_can_be_held)
{
    expect_read(PEOPLE "services A a s1 p 2024-01-01 - status=ＡＣＴＩＶＥ\xE3\x80\x80\n"
                       "services A a s2 p 2024-01-01 - amount_won=9223372036854775807\n"
                       "services A a s3 p 2024-01-01 - amount_won=9223372036854775808\n",
                "services,2,A,s3,amount_won,NUMBER\n", "services", "3,2,1,0");
}

Test(caseload, one_row_sent_twice_is_one_row)
{
    expect_read(PEOPLE "services A a s1 p 2024-01-01 2024-01-02\n"
                       "services A a s1 p 2024-01-01 2024-01-02\n"
                       "services A a s1 p 2024-01-01 2024-01-02\n"
                       "services B b s1 p 2024-01-01 2024-01-02\n",
                "", "services", "4,2,0,2");
}

Test(caseload, rows_that_only_share_an_id_are_all_rejected)
{
    expect_read(PEOPLE "services A a s1 p 2024-01-01 2024-01-02\n"
                       "services A a s1 p 2024-01-01 2024-01-03\n"
                       "services A a s1 p 2024-01-01 2024-01-03\n"
                       "services A a s2 p 2024-01-01 2024-01-02\n",
                "services,0,A,s1,service_id,DUPLICATE_ID\n"
                "services,1,A,s1,service_id,DUPLICATE_ID\n",
                "services", "4,1,2,1");
}

Test(caseload, needs_and_cases_tell_what_they_reject)
{
    expect_read(PEOPLE "needs A a n1 food 2024-02-01 urgency=soon\n"
                       "needs A a n2 food 2024-02-01 status=done\n"
                       "needs A a n3 food 2024-02-01 resolved_on=2024-01-31\n"
                       "needs A a n4 food 2024-02-01 urgency=HIGH status=Open\n",
                "needs,0,A,n1,urgency,CODE\n"
                "needs,1,A,n2,status,CODE\n"
                "needs,2,A,n3,resolved_on,RANGE\n",
                "needs", "4,1,3,0");
    expect_read(PEOPLE "cases A a c1 sudden 2024-02-01\n"
                       "cases A a c2 general 2024-02-01 closed_on=2024-01-31\n"
                       "cases A a c3 general 2024-02-01 visited_on=later\n",
                "cases,0,A,c1,case_class,CODE\n"
                "cases,1,A,c2,closed_on,RANGE\n"
                "cases,2,A,c3,visited_on,DATE\n",
                "cases", "3,0,3,0");
}

Test(caseload, referrals_and_stays_tell_what_they_reject)
{
    expect_read(PEOPLE "referrals A a f1 - 2024-02-01 sent\n"
                       "referrals A a f2 B 2024-02-01 lost\n"
                       "referrals A a f3 B 2024-02-01 sent responded_on=2024-01-31\n"
                       "referrals A a f4 Z 2024-02-01 sent\n",
                "referrals,0,A,f1,to_agency,REQUIRED\n"
                "referrals,1,A,f2,status,CODE\n"
                "referrals,2,A,f3,responded_on,RANGE\n",
                "referrals", "4,1,3,0");
    expect_read(PEOPLE "stays A a t1 hotel 2024-02-01 -\n"
                       "stays A a t2 hospital 2024-02-01 2024-01-01\n",
                "stays,0,A,t1,kind,CODE\n"
                "stays,1,A,t2,end_date,RANGE\n",
                "stays", "2,0,2,0");
}

Test(caseload, events_uploads_and_agencies_tell_what_they_reject)
{
    expect_read(PEOPLE "events A a party 2024-02-01\n"
                       "events A x visit 2024-02-01\n"
                       "events A a visit 2024-02-01\n"
                       "events A a visit 2024-02-01\n",
                "events,0,A,,kind,CODE\n"
                "events,1,A,,record_id,ORPHAN\n",
                "events", "4,1,2,1");
    expect_read(PEOPLE "uploads A services 2024-1x\n"
                       "uploads A services 2024-01 rows=-1\n"
                       "uploads A services 2024-01 status=partial\n"
                       "uploads Z Services 202401 rows=1,234\n"
                       "uploads Z servces 202401 rows=1,234\n"
                       "uploads Z findings 202401\n",
                "uploads,0,A,,period,DATE\n"
                "uploads,1,A,,rows,NUMBER\n"
                "uploads,2,A,,status,CODE\n"
                "uploads,4,Z,,table,CODE\n"
                "uploads,5,Z,,table,CODE\n",
                "uploads", "6,1,5,0");
    expect_read("person P A/a\n"
                "agencies A active_from=2024-02-01 active_to=2024-01-01\n"
                "agencies B name=x\n"
                "agencies B name=y\n",
                "agencies,0,A,A,active_to,RANGE\n"
                "agencies,1,B,B,agency_id,DUPLICATE_ID\n"
                "agencies,2,B,B,agency_id,DUPLICATE_ID\n",
                "agencies", "3,0,3,0");
}

Test(caseload, dates_are_understood_as_people_write_them)
{
    expect_findings("2024-06-30", "D03",
                    PEOPLE "services A a s1 p 2024-03-01 2024-03-31 class=31\n"
                           "services B b s2 p 2024-03-10 2024-03-12 class=31\n",
                    "D03 P 2024-03-10..2024-03-12 31 A/s1 B/s2\n");
    struct scenario_way way = {.text_dates = true};
    struct scenario_result result =
        run_way(&way, PEOPLE "services A a s1 p 2024.3.1 20240331 class=31\n"
                             "services B b s2 p 2024년~3월~10일 2024/03/12 class=31\n");
    char *found = scenario_findings(result.findings, result.finding_rows, "D03");
    cr_expect_str_eq(found, "D03 P 2024-03-10..2024-03-12 31 A/s1 B/s2\n");
    free(found);
    scenario_result_clear(&result);
}

Test(caseload, people_without_rows_and_rows_without_people_are_fine)
{
    expect_findings("2024-06-30", NULL, "person P A/a\n", "");
    expect_read("services A a s1 p 2024-01-01 2024-01-02 need_id=n case_id=c\n",
                "services,0,A,s1,record_id,ORPHAN\n", "services", "1,0,1,0");
}

/* O01 is silent about a person with an incomplete upload; n_persons_unknown counts them. */
static void expect_unknown(const char *uploads, const char *n_unknown)
{
    char lines[1024];
    struct scenario_way way = {0};
    snprintf(lines, sizeof lines,
             PEOPLE "need_map food 31\nneeds A q n1 food 2024-01-01\n"
                    "services A q s1 p 2023-01-01 2023-01-02 class=31\n%s",
             uploads);
    struct scenario_result result = run_way(&way, lines);
    char *found = table_cell(result.findings, "rule", "O01", "person_id");
    char *unknown = table_cell(result.rule_runs, "rule", "O01", "n_persons_unknown");
    cr_expect_str_eq(unknown, n_unknown, "%s", uploads);
    cr_expect_eq(found != NULL, *n_unknown != '2', "%s", uploads); /* it is about Q, of A */
    free(found);
    free(unknown);
    scenario_result_clear(&result);
}

Test(caseload, missing_uploads_leave_people_unknown)
{
    expect_unknown("", "0");
    expect_unknown("uploads A services 2024-05\nuploads B services 2024-05\n", "0");
    expect_unknown("uploads A services 2024-05\n", "1"); /* B never sent any */
    expect_unknown("uploads A services 2024-04\n", "2");
    expect_unknown("uploads A services 2024-05 status=failed\n", "2");
    expect_unknown("uploads A services 2024-05 status=failed\nuploads A services 2024-05\n", "1");
    expect_unknown("uploads A needs 2024-05\n", "2"); /* its services are there, the upload not */
    expect_unknown("uploads A services 2024-05\nuploads B services 2024-04\n", "1");
    expect_unknown("uploads A services 2024-05\nuploads B needs 2024-04\n", "1");
}

Test(caseload, an_agency_that_was_not_at_work_owes_no_upload)
{
    expect_unknown("uploads A services 2024-04\nagencies A active_to=2024-04-30\n", "0");
    expect_unknown("uploads A services 2024-04\nagencies A active_to=2024-05-01\n", "2");
    expect_unknown("uploads A services 2024-04\nagencies A active_from=2024-06-01\n", "0");
    /* the table does not list B */
    expect_unknown("uploads A services 2024-05\nagencies A\n", "0");
}

Test(caseload, fewer_rows_than_announced_leave_people_unknown)
{
    expect_unknown("uploads A services 2024-05 rows=1\nagencies A\n", "0");
    expect_unknown("uploads A services 2024-05 rows=2\nagencies A\n", "2");
    /* a row that is rejected, or only repeats another one, came all the same */
    expect_unknown("uploads A services 2024-05 rows=3\nagencies A\n"
                   "services A q s1 p 2023-01-01 2023-01-02 class=31\n"
                   "services A nobody s2 p 2023-01-01 2023-01-02 class=31\n",
                   "0");
    expect_unknown("uploads A services 2024-04 rows=9\nuploads A services 2024-05\nagencies A\n",
                   "0");
}

Test(caseload, a_service_is_tied_to_its_own_agencys_need_and_case)
{
    /* O03 takes the first service of the case; B's case c1 is another one */
    const char *lines = PEOPLE "cases A a c1 emergency 2024-06-01\n"
                               "cases B b c1 emergency 2024-06-01\n"
                               "services A a s1 p 2024-06-02 - case_id=c1 class=31\n";
    expect_findings("2024-06-30", "O03", lines, "O03 P 2024-06-01.. B/c1\n");
}

Test(caseload, services_tell_what_they_reject_of_rare_cells)
{
    expect_read(PEOPLE "services A a s1 p 2024-01-01 - start_time=9:30 end_time=24:00\n"
                       "services A a s2 p 2024-01-01 - start_time=09:30:59 end_time=0:00\n"
                       "services A a s3 p 2024-01-01 - start_time=24:01\n"
                       "services A a s4 p 2024-01-01 - start_time=9:60\n"
                       "services A a s5 p 2024-01-01 - start_time=9\n"
                       "services A a s6 p 2024-01-01 - end_time=9:30:60\n"
                       "services A a s7 p 2024-01-01 - end_time=9:30:00:00\n"
                       "services A a s8 p 2024-01-01 - end_time=:30\n"
                       "services A a s9 p 2024-01-01 - end_time=009:30\n"
                       "services A a s10 p 2024-01-01 - invoice_won=much\n",
                "services,2,A,s3,start_time,DATE\n"
                "services,3,A,s4,start_time,DATE\n"
                "services,4,A,s5,start_time,DATE\n"
                "services,5,A,s6,end_time,DATE\n"
                "services,6,A,s7,end_time,DATE\n"
                "services,7,A,s8,end_time,DATE\n"
                "services,8,A,s9,end_time,DATE\n"
                "services,9,A,s10,invoice_won,NUMBER\n",
                "services", "10,2,8,0");
}

Test(caseload, rows_that_differ_in_a_rare_cell_are_two)
{
    expect_read(PEOPLE "services A a s1 p 2024-01-01 - unit=hour\n"
                       "services A a s1 p 2024-01-01 - unit=hour\n"
                       "services A a s2 p 2024-01-01 - unit=hour\n"
                       "services A a s2 p 2024-01-01 - unit=day\n",
                "services,2,A,s2,service_id,DUPLICATE_ID\n"
                "services,3,A,s2,service_id,DUPLICATE_ID\n",
                "services", "4,1,2,1");
}

Test(caseload, what_few_services_say_is_kept_with_their_id)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_arena arena;
    struct dlb_service service = {.id = "s1", .id_len = 2};
    struct dlb_service_more more = dlb_service_more(&service);
    dlb_arena_init(&arena, env, false);
    cr_assert(dlb_service_keep(&arena, &more, &service));
    cr_expect(!service.has_more);
    cr_expect(dlb_text_equal(dlb_service_id(&service), dlb_text_of("s1")));
    more.end_minute = 90;
    more.unit = dlb_text_of("hour");
    more.invoice_id = dlb_text_of("i7");
    cr_assert(dlb_service_keep(&arena, &more, &service));
    struct dlb_service copy = service;
    more = dlb_service_more(&copy);
    cr_expect(dlb_text_equal(dlb_service_id(&copy), dlb_text_of("s1")));
    cr_expect(dlb_text_equal(more.unit, dlb_text_of("hour")));
    cr_expect(dlb_text_equal(more.invoice_id, dlb_text_of("i7")));
    cr_expect_null(more.sponsor_id.data);
    cr_expect_eq(more.start_minute, DLB_NONE);
    cr_expect_eq(more.end_minute, 90);
    cr_expect_eq(more.invoice_won, DLB_NO_AMOUNT);
    dlb_arena_clear(&arena);
    test_env_close(env, &memory);
}

Test(caseload, what_else_is_known_of_people_tells_what_it_rejects)
{
    expect_read(PEOPLE "assessments A a e1 - 2024-02-01\n"
                       "assessments A a e2 income 2024-02-31\n"
                       "assessments A x e3 income 2024-02-01\n"
                       "assessments A a e4 income 2024-02-01\n"
                       "assessments A a e4 housing 2024-02-01\n",
                "assessments,0,A,e1,domain,REQUIRED\n"
                "assessments,1,A,e2,assessed_on,DATE\n"
                "assessments,2,A,e3,record_id,ORPHAN\n"
                "assessments,3,A,e4,assessment_id,DUPLICATE_ID\n"
                "assessments,4,A,e4,assessment_id,DUPLICATE_ID\n",
                "assessments", "5,0,5,0");
    expect_read(PEOPLE "applications A a p1 p 2024-02-01 result=lost\n"
                       "applications A a p2 p 2024-02-01 decided_on=2024-01-31\n"
                       "applications A a p3 p 2024-02-01 decided_on=2024-02-01 result=GRANTED\n"
                       "applications B a p4 p 2024-02-01\n",
                "applications,0,A,p1,result,CODE\n"
                "applications,1,A,p2,decided_on,RANGE\n"
                "applications,3,B,p4,record_id,ORPHAN\n",
                "applications", "4,1,3,0");
    expect_read(PEOPLE "reports A a r1 2024-02-01 by_kind=cat\n"
                       "reports A a r2 2024-02-01 urgency=soon\n"
                       "reports A a r3 - by_kind=self\n"
                       "reports A a r4 2024-02-01 by_kind=Neighbour urgency=low\n",
                "reports,0,A,r1,by_kind,CODE\n"
                "reports,1,A,r2,urgency,CODE\n"
                "reports,2,A,r3,reported_on,REQUIRED\n",
                "reports", "4,1,3,0");
}

Test(caseload, rows_without_an_id_of_their_own_collapse_when_they_are_equal)
{
    expect_read(PEOPLE "facts A a income 100 2024-02-01\n"
                       "facts A a income 100 2024-02-01\n"
                       "facts A a income 200 2024-02-01\n"
                       "facts A a income - 2024-02-01\n"
                       "facts A a income 100 -\n"
                       "facts A x income 100 2024-02-01\n",
                "facts,3,A,,value,REQUIRED\n"
                "facts,4,A,,as_of,REQUIRED\n"
                "facts,5,A,,record_id,ORPHAN\n",
                "facts", "6,2,3,1");
    expect_read(PEOPLE "signals A a power_cut 2024-02\n"
                       "signals A a power_cut 2024-02\n"
                       "signals A a power_cut 2024-13\n"
                       "signals A q power_cut 202403\n",
                "signals,2,A,,month,DATE\n", "signals", "4,2,1,1");
}

Test(caseload, a_fact_that_can_be_worked_out_is_a_number_that_can_be_one)
{
    expect_read(PEOPLE "facts A a household_size 0 2024-02-01\n"
                       "facts A a Household_Size 1 2024-02-02\n"
                       "facts A a HOUSEHOLD_SIZE -3 2024-02-03\n"
                       "facts A a household_size 101 2024-02-04\n"
                       "facts A a household_size many 2024-02-05\n"
                       "facts A a age -1 2024-02-06\n"
                       "facts A a age 0 2024-02-07\n"
                       "facts A a birth_year 45 2024-02-08\n"
                       "facts A a birth_year 1945 2024-02-09\n"
                       "facts A a income -5 2024-02-10\n",
                "facts,0,A,,value,NUMBER\n"
                "facts,2,A,,value,NUMBER\n"
                "facts,3,A,,value,NUMBER\n"
                "facts,4,A,,value,NUMBER\n"
                "facts,5,A,,value,NUMBER\n"
                "facts,7,A,,value,NUMBER\n",
                "facts", "10,4,6,0");
}

Test(caseload, what_agencies_have_to_give_tells_what_it_rejects)
{
    expect_read(PEOPLE "capacity A p 10\n"
                       "capacity B p 10\n"
                       "capacity B p 11\n"
                       "capacity A q -1\n"
                       "capacity A r many\n"
                       "capacity A s -\n",
                "capacity,1,B,p,programme,DUPLICATE_ID\n"
                "capacity,2,B,p,programme,DUPLICATE_ID\n"
                "capacity,3,A,q,places,NUMBER\n"
                "capacity,4,A,r,places,NUMBER\n"
                "capacity,5,A,s,places,REQUIRED\n",
                "capacity", "6,1,5,0");
    expect_read(PEOPLE "sponsors A s1 3008 kind=money places=3\n"
                       "sponsors A s2 308\n"
                       "sponsors A s3 3008 kind=love\n"
                       "sponsors A s4 3008 places=-1\n"
                       "sponsors A s5 3008 active_from=2024-02-01 active_to=2024-01-01\n",
                "sponsors,1,A,s2,service_class,CODE\n"
                "sponsors,2,A,s3,kind,CODE\n"
                "sponsors,3,A,s4,places,NUMBER\n"
                "sponsors,4,A,s5,active_to,RANGE\n",
                "sponsors", "5,1,4,0");
    expect_read("person P A/a\nagencies A level=village\nagencies B centre_type=small\n",
                "agencies,0,A,A,level,CODE\nagencies,1,B,B,centre_type,CODE\n", "agencies",
                "2,0,2,0");
    expect_read(PEOPLE "needs A a n1 food 2024-02-01 target_quantity=x\n"
                       "needs A a n2 food 2024-02-01 target_period=week\n"
                       "needs A a n3 food 2024-02-01 target_quantity=8 target_unit=hour\n",
                "needs,0,A,n1,target_quantity,NUMBER\nneeds,1,A,n2,target_period,CODE\n", "needs",
                "3,1,2,0");
}
