/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What somebody decided about cases, promises, referrals and needs: it holds until a row joins, and
 * where none can, until its last day.
 */
#include "rule/scenario.h"

#include <criterion/criterion.h>

#define KIM "person kim A/a B/b\nprogrammes lunch 3102\nneed_map food 31\ntable services\n"
#define CASE(cells) KIM "cases A a c1 " cells "\n"

Test(omission_decided, decisions_hold_until_a_row_joins)
{
    static const struct {
        const char *rule, *lines, *joins;
    } rows[] = {
        {"O02",
         KIM "needs A a n1 food 2026-05-01 target_quantity=9 target_unit=meals\n"
             "services B b s1 lunch 2026-05-10 - unit=meals quantity=1\n",
         "services B b s2 lunch 2026-05-11 - unit=meals quantity=1\n"},
        {"O04", CASE("emergency 2026-06-20"), "events A a visit 2026-06-25 case_id=c1\n"},
        {"O19", CASE("emergency 2026-06-20"), "events A a committee 2026-06-29 case_id=c1\n"},
        {"O20", CASE("general 2026-06-01 worker_id=-"), "events A a move_out 2026-06-10\n"},
        {"O21",
         KIM "events A a failed_contact 2026-06-01\nevents B b failed_contact 2026-06-02\n"
             "events A a failed_contact 2026-06-03\n",
         "events B b failed_contact 2026-06-04\n"},
        {"O25", KIM "services A a s1 lunch 2026-06-01 - status=planned\n",
         "services A a s2 lunch 2026-06-01 - status=planned\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_decision_holds("2026-06-30", rows[i].rule, rows[i].lines, rows[i].joins);
}

Test(omission_decided, decisions_that_nothing_can_join_run_out)
{
    static const struct {
        const char *rule, *lines;
    } rows[] = {
        {"O08", KIM "referrals A a f1 B 2026-06-01 accepted need_class=food\n"},
        {"O18", CASE("general 2026-06-01")},
        {"O19", CASE("focused 2026-05-01")},
        {"O27", CASE("general 2026-06-01 level=team")},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_decision_runs_out("2026-06-30", rows[i].rule, rows[i].lines, "2026-06-29");
}
