/* SPDX-License-Identifier: Apache-2.0 */
/*
 * O03, O05, O06: cases one day before, on and after each deadline.
 */
#include "world.h"

struct office {
    struct world w;
    uint32_t centre, hall;
    uint32_t box, lunch;
    uint32_t kim;
};

static void office_open(struct office *o, const char *as_of)
{
    world_open(&o->w, as_of);
    o->centre = world_agency(&o->w, "centre");
    o->hall = world_agency(&o->w, "hall");
    o->box = world_programme(&o->w, "box", 3101, DLB_GRAIN_ONE_OFF, true);
    o->lunch = world_programme(&o->w, "lunch", 3102, DLB_GRAIN_DAY, false);
    o->kim = world_person(&o->w, o->centre, 0);
    world_record(&o->w, o->hall, o->kim);
}

static size_t run_and_close(struct office *o, const struct dlb_rule *rule)
{
    size_t n = world_run(&o->w, rule);
    world_close(&o->w);
    return n;
}

/* ---- O03 ------------------------------------------------------------------------------------- */

/* An emergency of 1 June, seen on a day, with a first service ("" none). */
static size_t emergencies(const char *as_of, const char *first_service, const char *closed)
{
    struct office o;
    office_open(&o, as_of);
    struct dlb_case *case_ = world_case(&o.w, o.centre, o.kim, DLB_CASE_EMERGENCY, "2026-06-01");
    case_->first_service_on = day(first_service);
    case_->closed_on = day(closed);
    return run_and_close(&o, &dlb_rule_o03);
}

Test(omission_case, an_emergency_has_three_days)
{
    cr_expect_eq(emergencies("2026-06-03", "", ""), 0);
    cr_expect_eq(emergencies("2026-06-04", "", ""), 0);
    cr_expect_eq(emergencies("2026-06-05", "", ""), 1);
}

Test(omission_case, service_on_the_due_day_is_in_time)
{
    cr_expect_eq(emergencies("2026-06-30", "2026-06-01", ""), 0);
    cr_expect_eq(emergencies("2026-06-30", "2026-06-04", ""), 0);
    cr_expect_eq(emergencies("2026-06-30", "2026-06-05", ""), 1);
}

Test(omission_case, a_service_that_lies_ahead_has_not_happened)
{
    cr_expect_eq(emergencies("2026-06-05", "2026-06-06", ""), 1);
    cr_expect_eq(emergencies("2026-06-04", "2026-06-05", ""), 0);
}

Test(omission_case, an_emergency_closed_without_service_is_silent_and_a_late_one_is_not)
{
    cr_expect_eq(emergencies("2026-06-30", "", "2026-06-30"), 0, "closed today");
    cr_expect_eq(emergencies("2026-06-30", "", "2026-07-01"), 1, "closed tomorrow");
    cr_expect_eq(emergencies("2026-06-30", "2026-06-10", "2026-06-20"), 1, "late and closed");
}

Test(omission_case, late_service_of_closed_cases_is_forgotten_after_the_lookback)
{
    cr_expect_eq(emergencies("2027-07-01", "2026-06-10", "2026-06-20"), 1, "13 months back");
    cr_expect_eq(emergencies("2027-07-02", "2026-06-10", "2026-06-20"), 0);
    cr_expect_eq(emergencies("2027-07-02", "2026-06-10", ""), 1, "but not while it is open");
}

Test(omission_case, only_emergencies_have_three_days)
{
    for (unsigned case_class = 0; case_class <= DLB_CASE_PUBLIC; case_class++) {
        struct office o;
        office_open(&o, "2026-06-30");
        world_case(&o.w, o.centre, o.kim, case_class, "2026-06-01");
        cr_expect_eq(run_and_close(&o, &dlb_rule_o03), case_class == DLB_CASE_EMERGENCY);
    }
}

struct naming {
    enum dlb_service_status status;
    bool names_case, of_wife, has_own_date;
    size_t n_findings;
    const char *why;
};

Test(omission_case, the_first_service_may_be_one_that_names_the_case)
{
    static const struct naming rows[] = {
        {DLB_SERVICE_DELIVERED, true, false, false, 0, "it names the case"},
        {DLB_SERVICE_DELIVERED, false, false, false, 1, "it names none"},
        {DLB_SERVICE_PLANNED, true, false, false, 1, "planned only"},
        {DLB_SERVICE_CANCELLED, true, false, false, 1, "cancelled"},
        {DLB_SERVICE_DELIVERED, true, true, false, 0, "given to his wife, for his case"},
        {DLB_SERVICE_DELIVERED, true, false, true, 1, "the case's own date goes before"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct office o;
        office_open(&o, "2026-06-30");
        uint32_t wife = world_person(&o.w, o.hall, 0);
        struct dlb_case *case_ =
            world_case(&o.w, o.centre, o.kim, DLB_CASE_EMERGENCY, "2026-06-01");
        if (rows[i].has_own_date) case_->first_service_on = day("2026-06-10");
        struct dlb_service *service =
            world_service(&o.w, o.hall, rows[i].of_wife ? wife : o.kim, o.lunch, "2026-06-03", "");
        service->status = (uint8_t)rows[i].status;
        service->case_ = rows[i].names_case ? world_case_row(&o.w, case_) : NO_LINK;
        size_t n_wanted = rows[i].n_findings;
        cr_expect_eq(run_and_close(&o, &dlb_rule_o03), n_wanted, "%s", rows[i].why);
    }
}

Test(omission_case, the_earliest_service_of_the_household_is_the_first)
{
    struct office o;
    office_open(&o, "2026-06-30");
    uint32_t wife = world_person(&o.w, o.hall, 0);
    int32_t row =
        world_case_row(&o.w, world_case(&o.w, o.centre, o.kim, DLB_CASE_EMERGENCY, "2026-06-01"));
    world_service(&o.w, o.hall, o.kim, o.lunch, "2026-06-12", "")->case_ = row;
    world_service(&o.w, o.hall, o.kim, o.lunch, "2026-06-10", "")->case_ = row;
    world_service(&o.w, o.hall, wife, o.box, "2026-06-08", "2026-06-08")->case_ = row;
    cr_assert_eq(world_run(&o.w, &dlb_rule_o03), 1);
    cr_expect(world_says(&o.w, 0, "\"first_service_on\":\"2026-06-08\""));
    cr_expect(world_says(&o.w, 0, "\"due_on\":\"2026-06-04\",\"days_late\":4"));
    cr_expect_eq(world_rows(&o.w, 0, DLB_ROWS_SERVICES, "first_service"), 0, "it is hers");
    cr_expect_eq(world_rows(&o.w, 0, DLB_ROWS_CASES, "case"), 1);
    cr_expect_eq(world_finding(&o.w, 0)->owner_agency, o.centre);
    cr_expect_eq(world_finding(&o.w, 0)->severity, 4);
    world_close(&o.w);
}

Test(omission_case, other_deadlines_come_from_the_policy)
{
    static const struct {
        enum dlb_deadline_mode mode;
        const char *as_of;
        size_t n_findings;
    } rows[] = {{DLB_DEADLINE_CALENDAR, "2024-02-10", 0},
                {DLB_DEADLINE_CALENDAR, "2024-02-11", 1},
                {DLB_DEADLINE_CALENDAR_ROLL, "2024-02-13", 0},
                {DLB_DEADLINE_CALENDAR_ROLL, "2024-02-14", 1},
                {DLB_DEADLINE_WORK_HOURS, "2024-02-14", 0},
                {DLB_DEADLINE_WORK_HOURS, "2024-02-15", 1}};
    int32_t new_year[] = {day("2024-02-09"), day("2024-02-10"), day("2024-02-11"),
                          day("2024-02-12")};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct office o;
        office_open(&o, rows[i].as_of);
        o.w.policy.holidays = new_year;
        o.w.policy.n_holidays = 4;
        world_deadline(&o.w, "O03", NULL, 3, false, rows[i].mode);
        world_case(&o.w, o.centre, o.kim, DLB_CASE_EMERGENCY, "2024-02-07");
        size_t n_wanted = rows[i].n_findings;
        cr_expect_eq(run_and_close(&o, &dlb_rule_o03), n_wanted, "mode %d on %s", rows[i].mode,
                     rows[i].as_of);
    }
}

Test(omission_case, the_deadline_of_the_day_it_counts_from_holds)
{
    struct office o;
    office_open(&o, "2026-06-30");
    world_deadline(&o.w, "O03", NULL, 365, false, DLB_DEADLINE_CALENDAR);
    o.w.deadlines[0].valid.from = day("2026-06-15");
    world_case(&o.w, o.centre, o.kim, DLB_CASE_EMERGENCY, "2026-06-01");
    world_case(&o.w, o.hall, o.kim, DLB_CASE_EMERGENCY, "2026-06-15");
    cr_assert_eq(world_run(&o.w, &dlb_rule_o03), 1, "the later one has a year");
    cr_expect_eq(world_finding(&o.w, 0)->start, day("2026-06-01"));
    world_close(&o.w);
}

Test(omission_case, a_case_ends_with_its_person)
{
    static const struct {
        const char *death, *first, *closed;
        size_t n_findings;
    } rows[] = {
        {"2026-06-20", "", "", 1},           /* nobody had come by the day of the death */
        {"2026-06-05", "", "", 1},           /* a day late */
        {"2026-06-04", "", "", 0},           /* still in time */
        {"2026-06-20", "2026-06-09", "", 1}, /* what was late stays late */
        {"2026-06-20", "", "2026-06-25", 0}, /* somebody closed it */
        {"2026-07-01", "", "", 1},           /* has not happened */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct office o;
        office_open(&o, "2026-06-30");
        struct dlb_case *case_ =
            world_case(&o.w, o.centre, o.kim, DLB_CASE_EMERGENCY, "2026-06-01");
        case_->first_service_on = day(rows[i].first);
        case_->closed_on = day(rows[i].closed);
        o.w.person_deaths[o.kim] = day(rows[i].death);
        size_t n_wanted = rows[i].n_findings;
        cr_expect_eq(world_run(&o.w, &dlb_rule_o03), n_wanted, "row %zu", i);
        bool lives = strcmp(rows[i].death, "2026-06-30") > 0;
        cr_expect_eq(run_and_close(&o, &dlb_rule_o06), lives, "row %zu", i);
    }
}

Test(omission_case, two_agencies_with_one_number_and_day_make_two_findings)
{
    struct office o;
    office_open(&o, "2026-06-30");
    struct dlb_text id = {"2026-1", 6};
    world_case(&o.w, o.centre, o.kim, DLB_CASE_EMERGENCY, "2026-06-01")->id = id;
    world_case(&o.w, o.hall, o.kim, DLB_CASE_EMERGENCY, "2026-06-01")->id = id;
    cr_assert_eq(world_run(&o.w, &dlb_rule_o03), 2);
    cr_expect(memcmp(world_finding(&o.w, 0)->id, world_finding(&o.w, 1)->id, 16) != 0);
    world_close(&o.w);
}

/* ---- O05 ------------------------------------------------------------------------------------- */

static size_t evaluations(const char *as_of, const char *first_service, const char *decided,
                          const char *evaluated)
{
    struct office o;
    office_open(&o, as_of);
    struct dlb_case *case_ = world_case(&o.w, o.centre, o.kim, DLB_CASE_GENERAL, "2026-01-02");
    case_->first_service_on = day(first_service);
    case_->decided_on = day(decided);
    case_->evaluated_on = day(evaluated);
    return run_and_close(&o, &dlb_rule_o05);
}

Test(omission_case, the_evaluation_is_due_a_month_after_the_decision)
{
    cr_expect_eq(evaluations("2026-02-14", "2026-01-10", "2026-01-15", ""), 0);
    cr_expect_eq(evaluations("2026-02-15", "2026-01-10", "2026-01-15", ""), 0);
    cr_expect_eq(evaluations("2026-02-16", "2026-01-10", "2026-01-15", ""), 1);
}

Test(omission_case, without_a_decision_it_counts_from_the_first_service)
{
    cr_expect_eq(evaluations("2026-02-10", "2026-01-10", "", ""), 0);
    cr_expect_eq(evaluations("2026-02-11", "2026-01-10", "", ""), 1);
}

Test(omission_case, a_month_from_the_thirty_first_ends_with_february)
{
    cr_expect_eq(evaluations("2026-02-28", "2026-01-10", "2026-01-31", ""), 0);
    cr_expect_eq(evaluations("2026-03-01", "2026-01-10", "2026-01-31", ""), 1);
    cr_expect_eq(evaluations("2028-02-29", "2028-01-10", "2028-01-31", ""), 0, "a leap year");
    cr_expect_eq(evaluations("2028-03-01", "2028-01-10", "2028-01-31", ""), 1);
}

Test(omission_case, no_service_or_an_evaluation_is_nothing_to_report)
{
    cr_expect_eq(evaluations("2026-06-30", "", "2026-01-15", ""), 0);
    cr_expect_eq(evaluations("2026-06-30", "2026-01-10", "2026-01-15", "2026-05-01"), 0);
    cr_expect_eq(evaluations("2026-01-05", "2026-01-10", "2025-01-15", ""), 0, "it lies ahead");
}

Test(omission_case, closed_cases_need_their_evaluation_too)
{
    struct office o;
    office_open(&o, "2026-06-30");
    struct dlb_case *case_ = world_case(&o.w, o.centre, o.kim, DLB_CASE_FOCUSED, "2026-01-02");
    case_->closed_on = day("2026-03-01");
    int32_t row = world_case_row(&o.w, case_);
    world_service(&o.w, o.hall, o.kim, o.lunch, "2026-01-20", "")->case_ = row;
    cr_assert_eq(world_run(&o.w, &dlb_rule_o05), 1);
    cr_expect(world_says(&o.w, 0, "\"first_service_on\":\"2026-01-20\""));
    cr_expect(world_says(&o.w, 0, "\"deadline_months\":1"));
    cr_expect(world_says(&o.w, 0, "\"due_on\":\"2026-02-20\",\"days_late\":130"));
    cr_expect(world_says(&o.w, 0, "evaluation_entered"));
    cr_expect_eq(world_finding(&o.w, 0)->due_on, day("2026-02-20"));
    cr_expect_eq(world_finding(&o.w, 0)->severity, 2);
    cr_expect_eq(world_rows(&o.w, 0, DLB_ROWS_SERVICES, "first_service"), 1);
    world_close(&o.w);
}

Test(omission_case, each_class_may_have_its_own_time_for_evaluation)
{
    for (int general = 0; general < 2; general++) {
        struct office o;
        office_open(&o, "2026-03-20");
        world_deadline(&o.w, "O05", "general", 3, true, DLB_DEADLINE_CALENDAR);
        enum dlb_case_class case_class = general ? DLB_CASE_GENERAL : DLB_CASE_PUBLIC;
        struct dlb_case *case_ = world_case(&o.w, o.centre, o.kim, case_class, "2026-01-02");
        case_->first_service_on = day("2026-01-10");
        cr_expect_eq(run_and_close(&o, &dlb_rule_o05), !general);
    }
}

/* ---- O06 ------------------------------------------------------------------------------------- */

Test(omission_case, each_class_has_its_own_time_between_contacts)
{
    static const int32_t days[] = {7, 30, 90, 180};
    for (uint8_t case_class = 0; case_class < 4; case_class++)
        for (int32_t late = 0; late < 2; late++) {
            struct office o;
            office_open(&o, "2026-06-30");
            struct dlb_case *case_ = world_case(&o.w, o.centre, o.kim, case_class, "2025-01-01");
            case_->last_contact_on = o.w.caseload.as_of - days[case_class] - late;
            cr_expect_eq(run_and_close(&o, &dlb_rule_o06), (size_t)late, "class %u", case_class);
        }
}

struct contact {
    enum dlb_event_kind kind;
    const char *date;
    int case_; /* 0 none, 1 this one, 2 another */
    size_t n_findings;
    const char *why;
};

Test(omission_case, a_contact_is_a_visit_or_contact_for_this_case_or_for_none)
{
    static const struct contact rows[] = {
        {DLB_EVENT_VISIT, "2026-05-31", 0, 0, "30 days ago, for no case"},
        {DLB_EVENT_VISIT, "2026-05-30", 0, 1, "31 days ago"},
        {DLB_EVENT_CONTACT, "2026-06-20", 1, 0, "for this case"},
        {DLB_EVENT_CONTACT, "2026-06-20", 2, 1, "for another case"},
        {DLB_EVENT_FAILED_CONTACT, "2026-06-20", 1, 1, "nobody was there"},
        {DLB_EVENT_MEETING, "2026-06-20", 1, 1, "a meeting about them"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct office o;
        office_open(&o, "2026-06-30");
        struct dlb_case *case_ = world_case(&o.w, o.centre, o.kim, DLB_CASE_FOCUSED, "2026-01-01");
        struct dlb_case *other = world_case(&o.w, o.hall, o.kim, DLB_CASE_PUBLIC, "2026-06-01");
        int32_t links[] = {NO_LINK, world_case_row(&o.w, case_), world_case_row(&o.w, other)};
        world_event(&o.w, o.hall, o.kim, rows[i].kind, rows[i].date)->case_ = links[rows[i].case_];
        size_t n_wanted = rows[i].n_findings;
        cr_expect_eq(run_and_close(&o, &dlb_rule_o06), n_wanted, "%s", rows[i].why);
    }
}

Test(omission_case, a_new_case_was_contacted_when_it_was_received)
{
    struct office o;
    office_open(&o, "2026-06-30");
    world_case(&o.w, o.centre, o.kim, DLB_CASE_EMERGENCY, "2026-06-23");
    world_case(&o.w, o.hall, o.kim, DLB_CASE_EMERGENCY, "2026-06-22");
    cr_assert_eq(world_run(&o.w, &dlb_rule_o06), 1);
    cr_expect(world_says(&o.w, 0, "\"last_contact_on\":\"2026-06-22\",\"days_since\":8"));
    cr_expect_eq(world_finding(&o.w, 0)->severity, 3, "an emergency weighs more");
    world_close(&o.w);
}

Test(omission_case, closed_cases_need_no_contact)
{
    struct office o;
    office_open(&o, "2026-06-30");
    world_case(&o.w, o.centre, o.kim, DLB_CASE_FOCUSED, "2026-01-01")->closed_on =
        day("2026-06-30");
    cr_expect_eq(run_and_close(&o, &dlb_rule_o06), 0);
}

Test(omission_case, the_event_that_was_the_last_contact_is_shown)
{
    struct office o;
    office_open(&o, "2026-06-30");
    world_case(&o.w, o.centre, o.kim, DLB_CASE_FOCUSED, "2026-01-01")->last_contact_on =
        day("2026-03-01");
    world_event(&o.w, o.hall, o.kim, DLB_EVENT_VISIT, "2026-04-10");
    world_event(&o.w, o.hall, o.kim, DLB_EVENT_VISIT, "2026-02-10");
    cr_assert_eq(world_run(&o.w, &dlb_rule_o06), 1);
    cr_expect_eq(world_rows(&o.w, 0, DLB_ROWS_EVENTS, "last_contact"), 1);
    cr_expect(world_says(&o.w, 0, "\"last_contact_on\":\"2026-04-10\""));
    cr_expect(world_says(&o.w, 0, "contact_after"));
    world_close(&o.w);
}
