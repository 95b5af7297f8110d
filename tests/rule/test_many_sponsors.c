/* SPDX-License-Identifier: Apache-2.0 */
/* test_many_sponsors.c - D24: several sponsors help one person, while others of the zone wait. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define WORLD                                                                                      \
    "zones x\nzones y\nneed_map money 30\nperson P A/p B/p C/p\nperson Q A/q\n"                    \
    "record A/p zone_id=x\nrecord A/q zone_id=x\n"
#define SPONSORS                                                                                   \
    "services A p s1 gift 2024-01-01 - class=3008\n"                                               \
    "services B p s2 gift 2024-02-01 - class=3008\n"                                               \
    "services C p s3 gift 2024-03-01 2024-07-31 class=3008\n"
#define WAITS "needs A q n1 money 2024-05-01\n"
#define FOUND "D24 P 2024-03-01..2024-07-31 3008 A/s1 B/s2 C/s3\n"

static void expect(const char *more, const char *expected)
{
    char lines[2048];
    snprintf(lines, sizeof lines, WORLD "%s", more);
    expect_findings("2024-06-30", "D24", lines, expected);
}

Test(many_sponsors, more_than_two_while_somebody_waits)
{
    expect(SPONSORS WAITS, FOUND);
    expect(SPONSORS "table needs\n", "");
    expect(SPONSORS WAITS "rules D24 max_sponsors 3\n", "");
    expect(SPONSORS WAITS "rules D24 min_unmatched 2\n", "");
}

Test(many_sponsors, agencies_are_counted_and_not_services)
{
    expect("services A p s1 gift 2024-01-01 - class=3008\n"
           "services B p s2 gift 2024-02-01 - class=3008\n"
           "services B p s3 gift 2024-03-01 - class=3008\n" WAITS,
           "");
}

Test(many_sponsors, the_days_are_those_around_as_of)
{
    expect("services A p s1 gift 2024-01-01 - class=3008\n"
           "services B p s2 gift 2024-01-01 - class=3008\n"
           "services C p s3 gift 2024-01-01 2024-02-29 class=3008\n"
           "services C p s4 gift 2024-05-01 2024-06-10 class=3008\n"
           "services C p s5 gift 2024-06-11 - class=3008\n" WAITS,
           "D24 P 2024-05-01.. 3008 A/s1 B/s2 C/s4 C/s5\n");
    expect("services A p s1 gift 2024-01-01 - class=3008\n"
           "services B p s2 gift 2024-01-01 - class=3008\n"
           "services C p s3 gift 2024-01-01 2024-06-29 class=3008\n" WAITS,
           "");
}

Test(many_sponsors, who_waits_lives_in_the_zone_and_has_none)
{
    expect(SPONSORS WAITS "record A/q zone_id=y\n", "");
    expect(SPONSORS WAITS "services A q s4 gift 2024-06-30 - class=3008\n", "");
    expect(SPONSORS WAITS "services A q s4 gift 2024-06-30 - class=3001\n", FOUND);
    expect(SPONSORS "needs A q n1 money 2024-05-01 status=met\n", "");
    expect(SPONSORS "needs A q n1 food 2024-05-01\n", "");
    expect(SPONSORS "needs A p n1 money 2024-05-01\n", "");
    expect(SPONSORS WAITS "record A/q death_date=2024-06-01\n", "");
}

Test(many_sponsors, the_policy_says_what_comes_from_sponsors)
{
    expect(SPONSORS WAITS "rules D24 sponsor_class 3007\n", "");
}
