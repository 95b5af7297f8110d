/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_link.c - from people to pairs and persons: cleaned, linked and grouped under the
 * built-in plan.
 */
#include "stage/stage_path.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stage/stage.h"
#include "support/support.h"

#define HEADER "agency_id,record_id,name,sex,birth_date,rrn,phone,address\n"
#define HOME "경기 남양주시 경춘로 1037 101동 1203호"

/* ---- golden cases --------------------------------------------------------------------- */

Test(golden, one_person_written_in_two_ways_is_one)
{
    struct path path = {0};
    path_run(&path,
             HEADER "city,1,김순자,F,1945-03-15,,010-1234-5678," HOME "\n"
                    "hope,7,김 순자,여,1945.3.15,,+82 10 1234 5678,경기도 남양주시 경춘로1037\n",
             NULL);
    cr_expect(path_together(&path, 0, 1));
    cr_expect_eq(text_rows(path.pairs), 1);
    path_clear(&path);
}

/* Two people with one resident number: a number given for somebody else. */
Test(golden, one_number_for_two_names_and_birth_dates_is_no_link)
{
    struct path path = {0};
    path_match(&path, HEADER "city,1,김순자,F,1945-03-15,450315-2970013,,\n"
                             "hope,7,박영희,F,1971-11-02,450315-2970013,,\n"
                             "hope,8,최미경,,,450315-2970013,,\n");
    cr_expect(!path_together(&path, 0, 1));
    cr_expect(!path_together(&path, 0, 2),
              "the birth date that the number gives is no second proof");
    path_clear(&path);
}

/* Renamed by a court: at home it is the same person, elsewhere somebody has to look. */
Test(golden, one_number_under_a_new_name_is_a_link_at_home_and_a_question_elsewhere)
{
    struct path path = {0};
    path_match(&path, HEADER "city,1,김말자,F,1945-03-15,450315-2970013,,경기 남양주시 금곡로 82\n"
                             "hope,7,김서연,F,1945-03-15,450315-2970013,,경기 남양주시 금곡로 82\n"
                             "city,2,박끝순,F,1946-03-15,460315-2970011,,경기 남양주시 금곡로 91\n"
                             "hope,8,박하은,F,1946-03-15,460315-2970011,,서울 중랑구 동일로 591\n");
    cr_expect(path_together(&path, 0, 1));
    cr_expect(!path_together(&path, 2, 3));
    cr_expect(strstr(path.pairs, "city,2,hope,8,"), "%s", path.pairs);
    path_clear(&path);
}

Test(golden, one_number_and_a_slip_in_the_name_is_a_link)
{
    struct path path = {0};
    path_match(&path, HEADER "city,1,김순자,F,1945-03-15,450315-2970013,,\n"
                             "hope,7,김순지,F,,450315-2970013,010-9999-8888,\n");
    cr_expect(path_together(&path, 0, 1));
    path_clear(&path);
}

Test(golden, two_different_numbers_that_check_are_never_one)
{
    struct path path = {0};
    path_match(&path, HEADER "city,1,김순자,F,1945-03-15,450315-2970013,010-1234-5678," HOME "\n"
                             "hope,7,김순자,F,1945-03-15,450315-2970029,010-1234-5678," HOME "\n");
    cr_expect(!path_together(&path, 0, 1));
    path_clear(&path);
}

/* Numbers stay in the process, so the stages find what they would find without. */
Test(golden, the_stages_one_by_one_are_a_match_without_resident_numbers)
{
    struct path stages = {0}, whole = {0};
    path_run(&stages,
             HEADER "city,1,김순자,F,1945-03-15,450315-2970013,010-9999-8888,\n"
                    "hope,7,김순자,F,1945-03-15,450315-2970013,010-1234-5678," HOME "\n"
                    "food,2,김순자,F,1945-03-15,450315-2970029,010-1234-5678," HOME "\n",
             NULL);
    path_match(&whole, HEADER "city,1,김순자,F,1945-03-15,,010-9999-8888,\n"
                              "hope,7,김순자,F,1945-03-15,,010-1234-5678," HOME "\n"
                              "food,2,김순자,F,1945-03-15,,010-1234-5678," HOME "\n");
    cr_expect_str_eq(stages.pairs, whole.pairs);
    cr_expect_str_eq(stages.match_keys, whole.match_keys);
    cr_expect_str_eq(stages.person_records, whole.person_records);
    cr_expect(path_together(&stages, 1, 2), "two numbers would have kept them apart");
    path_clear(&stages);
    path_clear(&whole);
}

Test(golden, twins_are_two)
{
    static const char *const given[][2] = {
        {"김민준", "김민서"}, {"박지훈", "박지우"}, {"이서연", "이도윤"}, {"최하은", "최하윤"}};
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        char text[1000];
        struct path path = {0};
        snprintf(text, sizeof text,
                 HEADER "city,1,%s,M,2015-05-05,,010-1234-5678," HOME "\n"
                        "city,2,%s,M,2015-05-05,,010-1234-5678," HOME "\n"
                        "hope,1,%s,M,2015-05-05,,010-1234-5678," HOME "\n"
                        "hope,2,%s,M,2015-05-05,,010-1234-5678," HOME "\n",
                 given[i][0], given[i][1], given[i][0], given[i][1]);
        path_run(&path, text, NULL);
        cr_expect(path_together(&path, 0, 2), "%s", given[i][0]);
        cr_expect(path_together(&path, 1, 3), "%s", given[i][1]);
        cr_expect(!path_together(&path, 0, 1), "%s and %s", given[i][0], given[i][1]);
        path_clear(&path);
    }
}

Test(golden, a_family_is_not_one_person)
{
    struct path path = {0};
    path_run(&path,
             HEADER "city,1,김영수,M,1950-01-02,,010-1234-5678," HOME "\n"
                    "city,2,박순자,F,1953-04-05,,010-1234-5678," HOME "\n"
                    "hope,1,김민수,M,1980-07-08,,010-1234-5678," HOME "\n"
                    "hope,2,김민지,F,1983-10-11,,010-1234-5678," HOME "\n"
                    "child,1,김도윤,M,2012-12-24,,010-1234-5678," HOME "\n"
                    "child,2,김도현,M,,,010-1234-5678," HOME "\n",
             NULL);
    for (size_t i = 0; i < 6; i++)
        for (size_t j = 0; j < i; j++) cr_expect(!path_together(&path, i, j), "%zu, %zu", i, j);
    path_clear(&path);
}

Test(golden, forty_clients_with_the_phone_of_their_social_worker_are_forty)
{
    static const char *const surnames[] = {"김", "이", "박", "최", "정"};
    static const char *const given[] = {"영자", "순자", "영수", "정숙",
                                        "옥순", "말순", "복남", "춘자"};
    char text[8000] = HEADER;
    for (unsigned i = 0; i < 40; i++) {
        char line[200];
        snprintf(line, sizeof line, "hope,%02u,%s%s,%s,19%02u-%02u-%02u,,010-5555-6666,\n", i,
                 surnames[i % 5], given[i / 5], i % 2 ? "F" : "M", 30 + i % 17, 1 + i % 12,
                 1 + i % 28);
        strcat(text, line);
    }
    struct path path = {0};
    path_run(&path, text, NULL);
    cr_expect_eq(path_persons(&path), 40);
    path_clear(&path);
}

/* ---- the tables ----------------------------------------------------------------------- */

Test(link, pairs_name_records_weights_keys_and_levels)
{
    struct path path = {0};
    path_run(&path,
             HEADER "hope,7,류순자,F,1945-03-15,,010-1234-5678,\n"
                    "city,1,유순자,F,1945-03-15,,010-1234-5678,\n",
             NULL);
    cr_assert_eq(text_rows(path.pairs), 1);
    static const char *const want[][2] = {{"left_agency", "city"},
                                          {"left_record", "1"},
                                          {"right_agency", "hope"},
                                          {"right_record", "7"},
                                          {"match_key", "birth_phone"},
                                          {"level_name", "folded"},
                                          {"level_birth_date", "exact"},
                                          {"level_sex", "exact"},
                                          {"level_phone", "exact"},
                                          {"level_address", ""},
                                          {"level_rrn", ""}};
    char cell[100];
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        cr_expect_str_eq(text_cell(path.pairs, 0, want[i][0], cell, sizeof cell), want[i][1], "%s",
                         want[i][0]);
    double weight = atof(text_cell(path.pairs, 0, "match_weight", cell, sizeof cell));
    double probability = atof(text_cell(path.pairs, 0, "probability", cell, sizeof cell));
    cr_expect_float_eq(probability, 1 / (1 + __builtin_exp2(-weight)), 2e-6);
    cr_expect_gt(probability, 0.95);
    path_clear(&path);
}

Test(link, match_keys_report_each_rule)
{
    struct path path = {0};
    path_run(&path,
             HEADER "a,1,김순자,F,1945-03-15,,010-1234-5678,\n"
                    "b,1,김순자,F,1945-03-15,,010-1234-5678,\n"
                    "c,1,김순자,F,1945-03-15,,,\n",
             NULL);
    char cell[100];
    static const char *const want[][3] = {{"rrn", "0", "0"},
                                          {"name_birth", "3", "3"},
                                          {"birth_phone", "2", "0"},
                                          {"phone_surname", "2", "0"},
                                          {"address_year", "0", "0"}};
    for (size_t i = 0; i < 5; i++) {
        cr_expect_str_eq(text_cell(path.match_keys, i, "match_key", cell, sizeof cell), want[i][0]);
        cr_expect_str_eq(text_cell(path.match_keys, i, "n_records", cell, sizeof cell), want[i][1]);
        cr_expect_str_eq(text_cell(path.match_keys, i, "n_pairs", cell, sizeof cell), want[i][2]);
    }
    path_clear(&path);
}

Test(link, does_not_depend_on_order_batches_or_threads)
{
    static const char *const lines[] = {"a,1,김순자,F,1945-03-15,,010-1234-5678," HOME "\n",
                                        "b,1,김순자,F,1945-03-15,,,\n",
                                        "b,2,김순지,F,1945-03-15,,010-1234-5678,\n",
                                        "c,1,이영수,M,1950-05-05,,010-7777-8888,\n",
                                        "a,2,이영수,M,1950-05-05,,010-7777-8889," HOME "\n",
                                        "c,2,이영호,M,1950-05-05,,010-7777-8888,\n"};
    char *first = NULL;
    for (unsigned turn = 0; turn < 24; turn++) {
        char text[2000] = HEADER;
        for (unsigned i = 0; i < 6; i++) strcat(text, lines[(i * (1 + 4 * (turn % 2)) + turn) % 6]);
        struct arrow_options options = {.batch_rows = 1 + turn % 3};
        dolbom_environment environment = DOLBOM_ENVIRONMENT_INIT;
        environment.n_threads = 1 + turn % 3;
        dolbom_plan *plan = NULL;
        cr_assert_eq(dolbom_plan_read(NULL, NULL, 0, &environment, &plan, NULL), DOLBOM_OK);
        struct path path = {.options = &options};
        path_run(&path, text, plan);
        char *all = malloc(strlen(path.pairs) + strlen(path.person_records) + 1);
        sprintf(all, "%s%s", path.pairs, path.person_records);
        if (!first) first = strdup(all);
        cr_assert_str_eq(all, first, "turn %u", turn);
        free(all);
        path_clear(&path);
        dolbom_plan_free(plan);
    }
    free(first);
    cr_expect_eq(arrow_live(), 0);
}

Test(link, needs_the_table_cleaned)
{
    struct stage_run run = {0};
    stage_give(&run, "persons", "agency_id,record_id\nA,1\n");
    stage_run(&run, dolbom_link);
    cr_expect_eq(run.status, DOLBOM_E_SCHEMA);
    stage_clear(&run);
}

/* ---- memory ----------------------------------------------------------------------------- */

struct tables {
    char *cleaned, *pairs;
};

static void release_all(dolbom_table *out, size_t n_out)
{
    for (size_t i = 0; i < n_out; i++) out[i].stream.release(&out[i].stream);
}

static dolbom_status link_in(const dolbom_environment *environment, void *context,
                             dolbom_error *error)
{
    const struct tables *tables = context;
    dolbom_plan *plan = NULL;
    dolbom_table in[2] = {{.name = "cleaned"}, {.name = "pairs"}}, out[DOLBOM_TABLES_MAX];
    size_t n_out = 0;
    dolbom_status status = dolbom_plan_read(NULL, NULL, 0, environment, &plan, error);
    if (status != DOLBOM_OK) return status;
    arrow_make(&in[0].stream, tables->cleaned, NULL);
    if (tables->pairs) {
        arrow_make(&in[1].stream, tables->pairs, NULL);
        status = dolbom_group(plan, in, 2, out, DOLBOM_TABLES_MAX, &n_out, error);
    } else {
        status = dolbom_link(plan, in, 1, out, DOLBOM_TABLES_MAX, &n_out, error);
    }
    release_all(out, n_out);
    dolbom_plan_free(plan);
    return status;
}

Test(link, and_group_survive_running_out_of_memory_anywhere)
{
    struct path path = {0};
    path_run(&path,
             HEADER "a,1,김순자,F,1945-03-15,,010-1234-5678," HOME "\n"
                    "b,1,김순자,F,1945-03-15,,,\nb,2,박철수,M,1960-01-01,,,\n",
             NULL);
    struct tables tables = {path.cleaned, NULL};
    sweep(link_in, &tables);
    tables.pairs = path.pairs;
    sweep(link_in, &tables);
    path_clear(&path);
    cr_expect_eq(arrow_live(), 0);
}
