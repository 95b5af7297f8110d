/* SPDX-License-Identifier: Apache-2.0 */
/*
 * O24: what came for the last full month, against what usually comes.
 */
#include "rule/scenario.h"
#include "world.h"

struct mail {
    struct world w;
    uint32_t centre, hall;
};

static void mail_open(struct mail *m, const char *as_of)
{
    world_open(&m->w, as_of);
    m->centre = world_agency(&m->w, "centre");
    m->hall = world_agency(&m->w, "hall");
}

static size_t run_and_close(struct mail *m)
{
    size_t n = world_run(&m->w, &dlb_rule_o24);
    world_close(&m->w);
    return n;
}

Test(omission_upload, the_month_asked_about_is_the_last_one_that_is_over)
{
    static const struct {
        const char *as_of, *last;
        size_t n_findings;
    } rows[] = {{"2026-06-30", "2026-05", 0}, {"2026-06-30", "2026-04", 1},
                {"2026-06-01", "2026-05", 0}, {"2026-05-31", "2026-04", 0},
                {"2026-07-01", "2026-05", 1}, {"2026-01-15", "2025-12", 0},
                {"2026-01-15", "2025-11", 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct mail m;
        mail_open(&m, rows[i].as_of);
        world_upload(&m.w, m.centre, "services", rows[i].last, 10, false);
        size_t n_wanted = rows[i].n_findings;
        cr_expect_eq(run_and_close(&m), n_wanted, "%s after %s", rows[i].as_of, rows[i].last);
    }
}

Test(omission_upload, a_failed_upload_has_not_come_unless_another_one_did)
{
    struct mail m;
    mail_open(&m, "2026-06-30");
    world_upload(&m.w, m.centre, "services", "2026-05", 10, true);
    cr_assert_eq(world_run(&m.w, &dlb_rule_o24), 1);
    cr_expect(world_says(&m.w, 0, "\"upload\":\"failed\""));
    cr_expect_eq(world_rows(&m.w, 0, DLB_ROWS_UPLOADS, "upload"), 1);
    world_close(&m.w);
    mail_open(&m, "2026-06-30");
    world_upload(&m.w, m.centre, "services", "2026-05", 10, true);
    world_upload(&m.w, m.centre, "services", "2026-05", 10, false);
    cr_expect_eq(run_and_close(&m), 0);
}

Test(omission_upload, only_tables_that_an_agency_sends_are_expected)
{
    struct mail m;
    mail_open(&m, "2026-06-30");
    world_upload(&m.w, m.centre, "services", "2026-05", 10, false);
    world_upload(&m.w, m.centre, "needs", "2026-02", 10, false);
    world_upload(&m.w, m.hall, "services", "2026-06", 10, false);
    cr_assert_eq(world_run(&m.w, &dlb_rule_o24), 1, "the hall has only begun in June");
    cr_expect(world_says(&m.w, 0, "\"table\":\"needs\",\"month\":\"2026-05\""));
    cr_expect(world_says(&m.w, 0, "\"upload\":\"missing\""));
    cr_expect_eq(world_rows(&m.w, 0, DLB_ROWS_UPLOADS, "last"), 1);
    cr_expect_eq(world_finding(&m.w, 0)->owner_agency, m.centre);
    cr_expect_eq(world_finding(&m.w, 0)->start, day("2026-05-01"));
    cr_expect_eq(world_finding(&m.w, 0)->end, day("2026-06-01"));
    cr_expect_eq(world_finding(&m.w, 0)->person, DLB_NO_CODE);
    world_close(&m.w);
}

Test(omission_upload, an_agency_is_asked_about_the_months_it_was_active)
{
    static const struct {
        const char *from, *to; /* half-open */
        size_t n_findings;
    } rows[] = {
        {"", "2026-05-01", 0}, {"", "2026-05-02", 1}, {"2026-05-31", "", 1}, {"2026-06-01", "", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct mail m;
        mail_open(&m, "2026-06-30");
        m.w.agencies[m.centre].active.from = day(rows[i].from);
        if (*rows[i].to) m.w.agencies[m.centre].active.to = day(rows[i].to);
        world_upload(&m.w, m.centre, "services", "2026-01", 10, false);
        size_t n_wanted = rows[i].n_findings;
        cr_expect_eq(run_and_close(&m), n_wanted, "row %zu", i);
    }
}

/* ---- how many rows --------------------------------------------------------------------------- */

static const char *const months[] = {"2025-10", "2025-11", "2025-12", "2026-01",
                                     "2026-02", "2026-03", "2026-04", "2026-05"};

/* Findings when the last n of the months before May had these rows, oldest first. */
static size_t compare(const int64_t *rows, size_t n, int64_t in_may, int64_t min_share)
{
    struct mail m;
    mail_open(&m, "2026-06-30");
    for (size_t i = 0; i < n; i++)
        world_upload(&m.w, m.hall, "needs", months[7 - n + i], rows[i], false);
    world_upload(&m.w, m.hall, "needs", "2026-05", in_may, false);
    if (min_share >= 0) world_param(&m.w, "O24", "min_share", NULL, min_share);
    return run_and_close(&m);
}

Test(omission_upload, fewer_than_half_of_the_median_is_too_few)
{
    static const int64_t usual[] = {100, 110, 90, 105, 95, 100};
    cr_expect_eq(compare(usual, 6, 50, -1), 0);
    cr_expect_eq(compare(usual, 6, 49, -1), 1);
    cr_expect_eq(compare(usual, 6, 0, -1), 1);
    cr_expect_eq(compare(usual, 6, -1, -1), 0, "nobody counted");
}

Test(omission_upload, a_median_in_the_middle_of_two_keeps_its_half)
{
    static const int64_t usual[] = {3, 4, 3, 4};
    cr_expect_eq(compare(usual, 4, 2, -1), 0, "half of 3.5 is 1.75");
    cr_expect_eq(compare(usual, 4, 1, -1), 1);
}

Test(omission_upload, three_months_are_needed_to_know_what_is_usual)
{
    static const int64_t usual[] = {100, 100, 100};
    cr_expect_eq(compare(usual, 2, 1, -1), 0);
    cr_expect_eq(compare(usual, 3, 1, -1), 1);
}

Test(omission_upload, only_the_last_six_months_are_compared)
{
    static const int64_t usual[] = {1000, 10, 10, 10, 1000, 1000, 1000};
    cr_expect_eq(compare(usual, 7, 253, -1), 0, "the median of the last six is 505");
    cr_expect_eq(compare(usual, 7, 252, -1), 1, "and with the seventh it would be 1000");
}

Test(omission_upload, another_policy_wants_more)
{
    static const int64_t usual[] = {100, 100, 100};
    cr_expect_eq(compare(usual, 3, 89, 900000), 1);
    cr_expect_eq(compare(usual, 3, 90, 900000), 0);
    cr_expect_eq(compare(usual, 3, 0, 0), 0);
}

Test(omission_upload, huge_counts_are_compared_without_wrapping)
{
    static const int64_t usual[] = {INT64_MAX, INT64_MAX, INT64_MAX};
    cr_expect_eq(compare(usual, 3, INT64_MAX, 1000000), 0);
    cr_expect_eq(compare(usual, 3, 1, -1), 1);
}

Test(omission_upload, of_several_uploads_for_a_month_the_largest_counts)
{
    struct mail m;
    mail_open(&m, "2026-06-30");
    for (size_t i = 4; i < 7; i++) {
        world_upload(&m.w, m.hall, "needs", months[i], 1, false);
        world_upload(&m.w, m.hall, "needs", months[i], 100, false);
        world_upload(&m.w, m.hall, "needs", months[i], 900, true);
        world_upload(&m.w, m.hall, "needs", months[i], -1, false);
    }
    world_upload(&m.w, m.hall, "needs", "2026-05", 2, false);
    world_upload(&m.w, m.hall, "needs", "2026-05", 49, false);
    world_upload(&m.w, m.hall, "needs", "2026-05", 3, false);
    cr_assert_eq(world_run(&m.w, &dlb_rule_o24), 1);
    cr_expect(
        world_says(&m.w, 0, "\"upload\":\"few_rows\",\"rows_announced\":49,\"median_rows\":100"));
    cr_expect(world_says(&m.w, 0, "\"months_compared\":3,\"min_share_ppm\":500000"));
    world_close(&m.w);
}

/* ---- whom it leaves unknown ------------------------------------------------------------------ */

Test(omission_upload, people_whose_services_have_not_come_are_counted_once)
{
    for (int services = 0; services < 2; services++) {
        struct mail m;
        mail_open(&m, "2026-06-30");
        uint32_t kim = world_person(&m.w, m.centre, NO_HOUSEHOLD);
        uint32_t lee = world_person(&m.w, m.hall, NO_HOUSEHOLD);
        world_person(&m.w, m.hall, NO_HOUSEHOLD);
        world_record(&m.w, m.hall, kim);
        world_record(&m.w, m.hall, lee);
        world_record(&m.w, m.hall, kim);
        m.w.agencies[m.hall].services_missing = true;
        world_upload(&m.w, m.hall, services ? "services" : "needs", "2026-04", 10, false);
        cr_assert_eq(world_run(&m.w, &dlb_rule_o24), 1);
        cr_expect(
            world_says(&m.w, 0, services ? "\"persons_unknown\":3" : "\"persons_unknown\":0"));
        world_close(&m.w);
    }
}

Test(omission_upload, tables_of_one_agency_are_findings_of_their_own)
{
    struct mail m;
    mail_open(&m, "2026-06-30");
    world_upload(&m.w, m.centre, "services", "2026-03", 10, false);
    world_upload(&m.w, m.centre, "needs", "2026-03", 10, false);
    world_upload(&m.w, m.hall, "needs", "2026-03", 10, false);
    cr_assert_eq(world_run(&m.w, &dlb_rule_o24), 3);
    for (size_t i = 1; i < 3; i++)
        cr_expect(memcmp(world_finding(&m.w, i)->id, world_finding(&m.w, i - 1)->id, 16) != 0);
    world_close(&m.w);
}

/* Rows were announced, and the table is not there at all. */
Test(omission_upload, a_table_that_was_announced_and_is_not_there_is_incomplete)
{
    expect_findings("2026-06-30", "O24",
                    "person P A/a\nabsent referrals\n"
                    "uploads A referrals 2026-05 rows=2\n",
                    "O24 A 2026-05-01..2026-05-31 A/referrals\n");
    expect_findings("2026-06-30", "O24",
                    "person P A/a\nabsent referrals\n"
                    "uploads A referrals 2026-05 rows=0\n",
                    "");
}
