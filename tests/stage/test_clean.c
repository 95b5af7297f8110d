/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_clean.c - what becomes of a row of persons.
 */
#include "stage/stage_run.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stage/stage.h"
#include "support/support.h"

#define HEADER                                                                                     \
    "agency_id,record_id,name,name_hanja,name_latin,sex,birth_date,birth_calendar,rrn,phone,"      \
    "phone_owner,address,zone_id,household_id,relation,death_date,protected,consent,"              \
    "registered_on,updated_at\n"

static char cell_buffer[1024];

static const char *cell(const struct stage_run *run, size_t row, const char *column)
{
    return text_cell(stage_text(run, "cleaned"), row, column, cell_buffer, sizeof cell_buffer);
}

static void clean(struct stage_run *run, const char *persons)
{
    *run = (struct stage_run){0};
    stage_give(run, "persons", persons);
    stage_run(run, dolbom_clean);
    cr_assert_eq(run->status, DOLBOM_OK, "%s", run->error.message);
}

static void expect_all_released(void)
{
    cr_expect_eq(arrow_live(), 0, "every stream was released once");
}

/* ---- values --------------------------------------------------------------------------- */

Test(clean, a_full_row_becomes_codes_texts_and_attributes)
{
    struct stage_run run;
    clean(&run, HEADER "A,1,김순자,,,여,1945.3.15,,,+82 10-1234-5678,,경기 남양주시 경춘로 1037 "
                       "101동 1203호,west,H1,head,2026-01-02,0,1,2024-01-02,2024-02-03\n");
    static const char *const want[][2] = {{"agency_id", "A"},
                                          {"record_id", "1"},
                                          {"name", "김순자"},
                                          {"sex", "F"},
                                          {"relation", "head"},
                                          {"zone_id", "west"},
                                          {"household_id", "H1"},
                                          {"birth_day", "1945-03-15"},
                                          {"death_date", "2026-01-02"},
                                          {"registered_on", "2024-01-02"},
                                          {"updated_at", "2024-02-03"},
                                          {"sigungu_code", "41360"},
                                          {"consent", "1"},
                                          {"protected", "0"},
                                          {"name_text", "김순자"},
                                          {"name_quality", "30"},
                                          {"birth_date_text", "1945-03-15"},
                                          {"sex_text", "F"},
                                          {"phone_text", "01012345678"},
                                          {"phone_quality", "30"},
                                          {"address_text", "경기도 남양주시 경춘로 1037"},
                                          {"rrn_text", ""},
                                          {"rrn_quality", "0"},
                                          {"rrn_code", ""}};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        cr_expect_str_eq(cell(&run, 0, want[i][0]), want[i][1], "%s", want[i][0]);
    cr_expect_str_neq(cell(&run, 0, "name_code"), "");
    cr_expect_eq(text_rows(stage_text(&run, "rejects")), 0);
    stage_clear(&run);
    expect_all_released();
}

Test(clean, a_dirty_value_is_missing_and_never_rejects)
{
    struct stage_run run;
    clean(&run, HEADER "A,1,미상,,,X,99,,abc,12,,nowhere,,,neighbour,,maybe,maybe,,\n");
    cr_expect_eq(text_rows(stage_text(&run, "cleaned")), 1);
    static const char *const columns[] = {"name",     "sex",        "birth_day", "name_code",
                                          "sex_code", "phone_code", "rrn_code"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        cr_expect_str_eq(cell(&run, 0, columns[i]), "", "%s", columns[i]);
    cr_expect_str_eq(cell(&run, 0, "name_quality"), "0");
    cr_expect_str_eq(cell(&run, 0, "phone_quality"), "10");
    cr_expect_str_eq(cell(&run, 0, "relation"), "other");
    cr_expect_str_eq(cell(&run, 0, "protected"), "1", "when in doubt, protect");
    cr_expect_str_eq(cell(&run, 0, "consent"), "0");
    stage_clear(&run);
}

Test(clean, protection_and_consent_are_read_on_the_safe_side)
{
    static const char *const rows[][3] = {{"0,0", "0", "0"},        {"1,1", "1", "1"},
                                          {"255,255", "1", "0"},    {",", "", ""},
                                          {"false,true", "0", "1"}, {"아니오,예", "0", "1"},
                                          {"N,Y", "0", "1"},        {"?,?", "1", "0"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[200];
        struct stage_run run;
        snprintf(text, sizeof text, "agency_id,record_id,protected,consent\nA,1,%s\n", rows[i][0]);
        clean(&run, text);
        cr_expect_str_eq(cell(&run, 0, "protected"), rows[i][1], "%s", rows[i][0]);
        cr_expect_str_eq(cell(&run, 0, "consent"), rows[i][2], "%s", rows[i][0]);
        stage_clear(&run);
    }
}

Test(clean, a_column_that_persons_lacks_is_lacking_in_cleaned)
{
    struct stage_run run;
    clean(&run, "agency_id,record_id\nA,1\n");
    cr_expect_null(strstr(stage_text(&run, "cleaned"), "consent"));
    cr_expect_null(strstr(stage_text(&run, "cleaned"), "protected"));
    stage_clear(&run);
}

/* ---- one column mends another ------------------------------------------------------------ */

Test(clean, a_resident_number_gives_birth_date_and_sex_where_they_are_missing)
{
    struct stage_run run;
    clean(&run, HEADER "A,1,,,,,,,450315-2970013,,,,,,,,,,,\n"
                       "A,2,,,,M,1950-01-01,,450315-2970013,,,,,,,,,,,\n"
                       "A,3,,,,,1945-03,,450315-2******,,,,,,,,,,,\n");
    cr_expect_str_eq(cell(&run, 0, "birth_day"), "1945-03-15");
    cr_expect_str_eq(cell(&run, 0, "birth_date_text"), "1945-03-15");
    cr_expect_str_eq(cell(&run, 0, "birth_date_quality"), "20");
    cr_expect_str_eq(cell(&run, 0, "sex"), "F");
    cr_expect_str_eq(cell(&run, 0, "sex_quality"), "20");
    cr_expect_str_eq(cell(&run, 1, "birth_day"), "1950-01-01", "what is written stands");
    cr_expect_str_eq(cell(&run, 1, "sex"), "M");
    cr_expect_str_eq(cell(&run, 2, "birth_day"), "1945-03-15", "a date without its day is mended");
    stage_clear(&run);
}

/* As six digits in the column of birth dates say it; what is written there stands. */
Test(clean, the_first_six_digits_of_a_resident_number_give_the_birth_date)
{
    struct stage_run run;
    clean(&run, HEADER "A,1,,,,,,,450315,,,,,,,,,,,\n"
                       "A,2,,,,,,,010304-*******,,,,,,,,,,,\n"
                       "A,3,,,,,1944-03,,450315,,,,,,,,,,,\n"
                       "A,4,,,,,모름,,450315,,,,,,,,,,,\n");
    cr_expect_str_eq(cell(&run, 0, "birth_day"), "1945-03-15");
    cr_expect_str_eq(cell(&run, 0, "birth_date_quality"), "20");
    cr_expect_str_eq(cell(&run, 0, "sex"), "");
    cr_expect_str_eq(cell(&run, 1, "birth_day"), "2001-03-04");
    cr_expect_str_eq(cell(&run, 2, "birth_day"), "", "a year that is written is not guessed");
    cr_expect_str_eq(cell(&run, 3, "birth_day"), "1945-03-15");
    stage_clear(&run);
}

Test(clean, a_lunar_birth_date_becomes_solar_whoever_says_that_it_is_lunar)
{
    struct stage_run run;
    clean(&run, HEADER "A,1,,,,,1942.04.15,lunar,,,,,,,,,,,,\n"
                       "A,2,,,,,음력 1942.04.15,lunar,,,,,,,,,,,,\n"
                       "A,3,,,,,음력 1942.04.15,,,,,,,,,,,,,\n"
                       "A,4,,,,,1942-04-15,solar,,,,,,,,,,,,\n");
    for (size_t row = 0; row < 3; row++)
        cr_expect_str_eq(cell(&run, row, "birth_day"), "1942-05-29", "row %zu", row);
    cr_expect_str_eq(cell(&run, 3, "birth_day"), "1942-04-15");
    stage_clear(&run);
}

Test(clean, a_local_number_gets_the_area_code_of_the_address)
{
    static const struct {
        const char *phone, *address, *text;
    } rows[] = {
        {"590-2114", "경기 남양주시 경춘로", "0315902114"}, /* no number, but a place */
        {"3153-9064", "서울 마포구", "0231539064"},
        {"676-1234", "경기 부천시 길주로 210", "0326761234"}, /* served from 인천 */
        {"590-2114", "경춘로 1037", "5902114"},
        {"02-590-2114", "경기 남양주시 경춘로 1037", "025902114"},
    };
    enum { N = sizeof rows / sizeof *rows };
    char persons[4096] = "agency_id,record_id,phone,address\n";
    for (size_t i = 0, at = strlen(persons); i < N; i++)
        at += (size_t)snprintf(persons + at, sizeof persons - at, "A,%zu,%s,%s\n", i, rows[i].phone,
                               rows[i].address);
    struct stage_run run;
    clean(&run, persons);
    cr_expect_str_eq(cell(&run, 0, "phone_quality"), "20");
    for (size_t i = 0; i < N; i++)
        cr_expect_str_eq(cell(&run, i, "phone_text"), rows[i].text, "%zu", i);
    stage_clear(&run);
}

Test(clean, a_proxys_phone_is_shown_but_not_compared)
{
    struct stage_run run;
    clean(&run, HEADER "A,1,,,,,,,,010-1111-2222,proxy,,,,,,,,,\n"
                       "A,2,,,,,,,,010-1111-2222,family,,,,,,,,,\n");
    cr_expect_str_eq(cell(&run, 0, "phone_text"), "01011112222");
    cr_expect_str_eq(cell(&run, 0, "phone_code"), "");
    cr_expect_str_neq(cell(&run, 1, "phone_code"), "");
    stage_clear(&run);
}

/* ---- resident numbers ---------------------------------------------------------------------- */

Test(clean, of_a_resident_number_only_birth_date_sex_and_quality_leave)
{
    static const char text[] =
        "compare:\n"
        "  name: {kind: name, levels: {exact: [0.9, 0.01], other: [0.1, 0.99]}}\n"
        "  ssn: {kind: rrn, levels: {exact: [0.9, 0.0001], other: [0.1, 0.9999]}}\n"
        "match_keys: {name: [name]}\n"
        "lookalikes: {}\n";
    static const char *const columns[] = {"rrn_text", "rrn_code", "ssn_text", "ssn_code"};
    dolbom_plan *own = NULL;
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_assert_eq(dolbom_plan_read(NULL, text, strlen(text), NULL, &own, &error), DOLBOM_OK, "%s",
                 error.message);
    for (int with_own = 0; with_own < 2; with_own++) {
        struct stage_run run = {.plan = with_own ? own : NULL};
        stage_give(&run, "persons",
                   with_own ? "agency_id,record_id,name,ssn\nA,1,,450315-2970013\n"
                            : "agency_id,record_id,name,rrn\nA,1,,450315-2970013\n");
        stage_run(&run, dolbom_clean);
        cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
        const char *cleaned = stage_text(&run, "cleaned");
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
            cr_expect_null(strstr(cleaned, columns[i]), "%s", columns[i]);
        cr_expect_null(strstr(cleaned, "2970013"));
        cr_expect_str_eq(cell(&run, 0, with_own ? "ssn_quality" : "rrn_quality"), "30");
        if (!with_own) cr_expect_str_eq(cell(&run, 0, "birth_date_text"), "1945-03-15");
        stage_clear(&run);
    }
    dolbom_plan_free(own);
}

Test(clean, a_number_whose_check_digit_disagrees_offers_no_key)
{
    const struct dlb_kind *kind = dlb_kind_find((struct dlb_text){"rrn", 3});
    struct dlb_value_context context = {.as_of = DLB_DAY_NONE};
    union dlb_parsed parsed;
    uint64_t good[2], bad[2];
    kind->encode(&context, (struct dlb_text){"450315-2970013", 14}, &parsed, good);
    cr_assert_eq(parsed.rrn.check, DOLBOM_RRN_CHECK_OK, "the example is a good one");
    kind->encode(&context, (struct dlb_text){"450315-2970014", 14}, &parsed, bad);
    cr_expect_neq(kind->keys[0].of(good), 0);
    cr_expect_eq(kind->keys[0].of(bad), 0);
}

/* ---- rows that cannot be used --------------------------------------------------------------- */

Test(clean, rows_are_rejected_for_what_cannot_be_used_and_counted)
{
    struct stage_run run;
    clean(&run, HEADER "A,,,,,,,,,,,,,,,,,,,\n"
                       ",1,,,,,,,,,,,,,,,,,,\n"
                       "A,2,,,,,,,,,,,,,,2024-02-30,,,,\n"
                       "A,3,,,,,,,,,,,,,,,,,soon,\n"
                       "A,4,,,,,,,,,,,,,,,,,,2024-01-31 09:30:00\n"
                       "A,5,\xff,,,,,,,,,,,,,,,,,\n");
    cr_expect_eq(text_rows(stage_text(&run, "cleaned")), 1);
    cr_expect_str_eq(cell(&run, 0, "updated_at"), "2024-01-31");
    const char *rejects = stage_text(&run, "rejects");
    static const char *const want[][3] = {{"0", "record_id", "REQUIRED"},
                                          {"1", "agency_id", "REQUIRED"},
                                          {"2", "death_date", "DATE"},
                                          {"3", "registered_on", "DATE"},
                                          {"5", "name", "ENCODING"}};
    cr_expect_eq(text_rows(rejects), 5);
    for (size_t i = 0; i < 5; i++) {
        char text[64];
        cr_expect_str_eq(text_cell(rejects, i, "row", text, sizeof text), want[i][0]);
        cr_expect_str_eq(text_cell(rejects, i, "column", text, sizeof text), want[i][1]);
        cr_expect_str_eq(text_cell(rejects, i, "reason", text, sizeof text), want[i][2]);
    }
    char count[32];
    const char *counts = stage_text(&run, "table_counts");
    cr_expect_str_eq(text_cell(counts, 0, "rows_in", count, sizeof count), "6");
    cr_expect_str_eq(text_cell(counts, 0, "accepted", count, sizeof count), "1");
    cr_expect_str_eq(text_cell(counts, 0, "rejected", count, sizeof count), "5");
    stage_clear(&run);
}

Test(clean, one_id_twice_collapses_is_superseded_or_rejected)
{
    struct stage_run run;
    clean(&run, "agency_id,record_id,name,updated_at\n"
                "A,1,김순자,\n"
                "A,1,김순자,\n"
                "A,2,김순자,2024-01-01\n"
                "A,2,김순옥,2024-03-01\n"
                "A,3,김순자,\n"
                "A,3,김순옥,\n"
                "B,3,김순이,\n");
    cr_expect_eq(text_rows(stage_text(&run, "cleaned")), 3);
    cr_expect_str_eq(cell(&run, 0, "record_id"), "1");
    cr_expect_str_eq(cell(&run, 1, "name"), "김순옥", "the latest counts");
    cr_expect_str_eq(cell(&run, 2, "agency_id"), "B");
    const char *rejects = stage_text(&run, "rejects");
    cr_expect_eq(text_rows(rejects), 3);
    cr_expect_not_null(strstr(rejects, "SUPERSEDED"));
    cr_expect_not_null(strstr(rejects, "DUPLICATE_ID"));
    stage_clear(&run);
}

/* ---- order and layout ------------------------------------------------------------------------ */

static const char *const lines[] = {"B,10,이영수,M,1950-05-05,010-2222-3333,H1\n",
                                    "A,2,박철수,M,1960-06-06,,H1\n",
                                    "A,10,최민수,M,1970-07-07,031-555-6666,H2\n",
                                    "B,1,정은주,F,1980-08-08,,\n",
                                    "가,1,강지혜,F,1990-09-09,,H1\n",
                                    "A,1,조유진,F,2000-10-10,,H1\n"};

/* The lines in an order of their own. */
static void shuffled(unsigned order, char *text, size_t cap)
{
    size_t n = sizeof lines / sizeof *lines, at[8];
    for (size_t i = 0; i < n; i++) at[i] = i;
    for (size_t i = n; i > 1; order /= (unsigned)i, i--) {
        size_t swap = order % i, kept = at[i - 1];
        at[i - 1] = at[swap];
        at[swap] = kept;
    }
    snprintf(text, cap, "agency_id,record_id,name,sex,birth_date,phone,household_id\n");
    for (size_t i = 0; i < n; i++) strcat(text, lines[at[i]]);
}

Test(clean, neither_order_nor_batches_nor_layout_nor_threads_show)
{
    static const struct arrow_options layouts[] = {
        {0},
        {.batch_rows = 1},
        {.batch_rows = 2, .row_offset = 3, .column_offset = 1},
        {.text_format = "U", .validity = true},
        {.text_format = "vu", .empty_batches = true},
        {.index_format = "s", .no_null_count = true}};
    char text[2000], *first = NULL;
    for (unsigned order = 0; order < 720; order += 13) {
        dolbom_environment environment = DOLBOM_ENVIRONMENT_INIT;
        environment.n_threads = 1 + order % 4;
        dolbom_plan *plan = NULL;
        cr_assert_eq(dolbom_plan_read(NULL, NULL, 0, &environment, &plan, NULL), DOLBOM_OK);
        struct stage_run run = {.plan = plan, .options = &layouts[order % 6]};
        shuffled(order, text, sizeof text);
        stage_give(&run, "persons", text);
        stage_run(&run, dolbom_clean);
        cr_assert_eq(run.status, DOLBOM_OK);
        if (!first) first = strdup(stage_text(&run, "cleaned"));
        cr_assert_str_eq(stage_text(&run, "cleaned"), first, "order %u", order);
        stage_clear(&run);
        dolbom_plan_free(plan);
    }
    char record[16];
    static const char *const want[] = {"1", "10", "2", "1", "10", "1"};
    for (size_t i = 0; i < 6; i++)
        cr_expect_str_eq(text_cell(first, i, "record_id", record, sizeof record), want[i]);
    free(first);
    expect_all_released();
}

/* ---- other plans ----------------------------------------------------------------------------- */

Test(clean, a_plan_for_facilities_compares_texts_and_renames_columns)
{
    static const char text[] =
        "columns:\n"
        "  persons: {record_id: id, name: 시설명}\n"
        "compare:\n"
        "  name: {kind: text, levels: {exact: [0.7, 0.0001], near: [0.15, 0.001],"
        " similar: [0.1, 0.01], other: [0.05, 0.98]}}\n"
        "match_keys: {name: [name]}\n"
        "lookalikes: {}\n";
    dolbom_plan *plan = NULL;
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_assert_eq(dolbom_plan_read(NULL, text, strlen(text), NULL, &plan, &error), DOLBOM_OK, "%s",
                 error.message);
    struct stage_run run = {.plan = plan};
    stage_give(&run, "persons", "agency_id,id,시설명\nA,1,시립 도서관\n");
    stage_run(&run, dolbom_clean);
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    cr_expect_str_eq(cell(&run, 0, "name_text"), "시립 도서관");
    cr_expect_str_eq(cell(&run, 0, "name"), "", "a facility's name is no person's name");
    stage_clear(&run);
    dolbom_plan_free(plan);
}

Test(clean, a_column_of_the_plans_own_must_be_there)
{
    static const char text[] = "compare: {nmae: {kind: name, levels: {other: [0.1, 0.9]}}}\n"
                               "match_keys: {name: [nmae]}\n";
    dolbom_plan *plan = NULL;
    cr_assert_eq(dolbom_plan_read(NULL, text, strlen(text), NULL, &plan, NULL), DOLBOM_OK);
    struct stage_run run = {.plan = plan};
    stage_give(&run, "persons", "agency_id,record_id,name\nA,1,김순자\n");
    stage_run(&run, dolbom_clean);
    cr_expect_eq(run.status, DOLBOM_E_SCHEMA);
    cr_expect_str_eq(run.error.column, "nmae");
    cr_expect_str_eq(run.error.message, "table persons lacks this column, which the plan compares; "
                                        "did you mean name?");
    stage_clear(&run);
    run = (struct stage_run){.plan = plan};
    stage_give(&run, "persons", "agency_id,record_id,nmae\nA,1,\n");
    stage_run(&run, dolbom_clean);
    cr_expect_eq(run.status, DOLBOM_OK, "its cells may be empty");
    stage_clear(&run);
    dolbom_plan_free(plan);
}
