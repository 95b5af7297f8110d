/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_cleaned.c - the table `cleaned` as the next stage reads it, and as memory runs out.
 */
#include "stage/stage_run.h"

#include <criterion/criterion.h>
#include <string.h>

#include "stage/stage.h"
#include "support/support.h"

static void expect_all_released(void)
{
    cr_expect_eq(arrow_live(), 0, "every stream was released once");
}

/* ---- what the next stage reads --------------------------------------------------------------- */

static const char people[] =
    "agency_id,record_id,name,name_hanja,name_latin,sex,birth_date,birth_calendar,rrn,phone,"
    "phone_owner,address,zone_id,household_id,relation,death_date,protected,consent,"
    "registered_on,updated_at\n"
    "A,1,김순자,,,F,1945-03-15,,,010-1234-5678,,경기 남양주시 경춘로 1037,"
    "west,H1,head,2026-01-02,0,1,2024-01-02,2024-02-03\n"
    "A,2,김철수,,,M,,,,,,,west,H1,spouse,,1,0,,\n"
    "B,1,이영희,,,,1980-01,,,,,,,H1,,,,,,\n";

static void expect_same_members(const struct dlb_cleaned *a, const struct dlb_cleaned *b)
{
    cr_assert_eq(a->records.n, b->records.n);
    cr_expect_eq(a->people.n_agencies, b->people.n_agencies);
    cr_expect_eq(a->people.n_households, b->people.n_households);
    cr_expect_eq(a->people.has_consent, b->people.has_consent);
    cr_expect_eq(
        memcmp(a->records.codes, b->records.codes, a->records.n * a->n_slots * sizeof(uint64_t)),
        0);
    for (uint32_t r = 0; r < a->records.n; r++) {
        struct dlb_member left = a->people.members[r], right = b->people.members[r];
        cr_expect(dlb_text_equal(left.record_id, right.record_id));
        cr_expect(dlb_text_equal(left.zone_id, right.zone_id));
        cr_expect(dlb_text_equal(a->names[r], b->names[r]));
        left.record_id = right.record_id;
        left.zone_id = right.zone_id;
        cr_expect_eq(left.agency, right.agency);
        cr_expect_eq(left.household, right.household);
        cr_expect_eq(left.death_date, right.death_date);
        cr_expect_eq(left.registered_on, right.registered_on);
        cr_expect_eq(left.updated_at, right.updated_at);
        cr_expect_eq(left.birth_date, right.birth_date);
        cr_expect_eq(left.sigungu_code, right.sigungu_code);
        cr_expect_eq(left.consent, right.consent);
        cr_expect_eq(left.protected_, right.protected_);
        cr_expect_eq(a->sex[r], b->sex[r]);
        cr_expect_eq(a->relation[r], b->relation[r]);
    }
}

static void open_call(struct dlb_call *call, const char *name, const char *text)
{
    dolbom_table in = {.name = name}, out[1];
    size_t n_out;
    arrow_make(&in.stream, text, NULL);
    cr_assert_eq(dlb_call_open(NULL, &in, 1, out, 0, &n_out, call, NULL), DOLBOM_OK);
}

Test(cleaned, is_read_back_as_it_was)
{
    struct stage_run run = {0};
    struct dlb_call from_persons, from_cleaned;
    struct dlb_cleaned first, second;
    size_t n_out;
    stage_give(&run, "persons", people);
    stage_run(&run, dolbom_clean);
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    open_call(&from_persons, "persons", people);
    open_call(&from_cleaned, "cleaned", stage_text(&run, "cleaned"));
    cr_assert_eq(dlb_cleaned_make(&from_persons.intake, from_persons.plan, false, &first, NULL),
                 DOLBOM_OK);
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_assert_eq(dlb_cleaned_read(&from_cleaned.intake, from_cleaned.plan, &second, &error),
                 DOLBOM_OK, "%s", error.message);
    expect_same_members(&first, &second);
    cr_expect_eq(first.people.n_households, 2, "H1 of A and H1 of B are two");
    cr_expect_eq(dlb_cleaned_find(&first, (struct dlb_text){"A", 1}, (struct dlb_text){"2", 1}), 1);
    cr_expect_eq(dlb_cleaned_find(&first, (struct dlb_text){"B", 1}, (struct dlb_text){"2", 1}),
                 DLB_NO_CODE);
    cr_expect_eq(dlb_cleaned_find(&first, (struct dlb_text){"C", 1}, (struct dlb_text){"2", 1}),
                 DLB_NO_CODE);
    dlb_cleaned_clear(&first);
    dlb_cleaned_clear(&second);
    dlb_call_close(&from_persons, &n_out, DOLBOM_OK);
    dlb_call_close(&from_cleaned, &n_out, DOLBOM_OK);
    stage_clear(&run);
    expect_all_released();
}

Test(cleaned, of_another_plan_or_spoilt_is_an_error)
{
    static const struct {
        const char *text;
        dolbom_status status;
    } cases[] = {
        {"agency_id,record_id,name_code\nA,1,\n", DOLBOM_E_SCHEMA},
        {"agency_id,record_id,name_code,birth_date_code,sex_code,phone_code,address_code,rrn_code\n"
         "A,1,zz,,,,,\n",
         DOLBOM_E_INPUT},
        {"agency_id,record_id,name_code,birth_date_code,sex_code,phone_code,address_code,rrn_code\n"
         "A,1,0000000000000001fc0000000000000000000000000000000000000000000000,,,,,\n",
         DOLBOM_E_INPUT},
        {"agency_id,record_id,name_code,birth_date_code,sex_code,phone_code,address_code,rrn_code\n"
         "A,1,,,,,,\nA,1,,,0000000000000046,,,\n",
         DOLBOM_E_INPUT}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dlb_call call;
        struct dlb_cleaned cleaned;
        size_t n_out;
        open_call(&call, "cleaned", cases[i].text);
        cr_expect_eq(dlb_cleaned_read(&call.intake, call.plan, &cleaned, NULL), cases[i].status,
                     "case %zu", i);
        dlb_call_close(&call, &n_out, DOLBOM_E_INPUT);
    }
    expect_all_released();
}

/* ---- memory ---------------------------------------------------------------------------------- */

static dolbom_status clean_in(const dolbom_environment *environment, void *context,
                              dolbom_error *error)
{
    dolbom_plan *plan = NULL;
    dolbom_status status = dolbom_plan_read(NULL, NULL, 0, environment, &plan, error);
    dolbom_table in = {.name = "persons"}, out[DOLBOM_TABLES_MAX];
    size_t n_out = 0;
    if (status != DOLBOM_OK) return status;
    arrow_make(&in.stream, context, NULL);
    status = dolbom_clean(plan, &in, 1, out, DOLBOM_TABLES_MAX, &n_out, error);
    for (size_t i = 0; i < n_out; i++) out[i].stream.release(&out[i].stream);
    dolbom_plan_free(plan);
    return status;
}

Test(clean, survives_running_out_of_memory_anywhere)
{
    sweep(clean_in, (void *)people);
    expect_all_released();
}
