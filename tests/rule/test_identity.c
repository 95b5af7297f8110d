/* SPDX-License-Identifier: Apache-2.0 */
/* test_identity.c - D01 and X01: what records say about who people are. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>

Test(identity, two_records_at_one_agency_are_one_finding)
{
    expect_findings("2024-06-30", "D01",
                    "person P A/a1 A/a2 B/b\n"
                    "person Q A/q B/q1 B/q2 C/c1 C/c2 C/c3\n"
                    "record A/a2 registered_on=2023-05-01\n"
                    "record A/a1 registered_on=2023-06-01\n",
                    "D01 P 2023-05-01.. A/a1 A/a2\n"
                    "D01 Q - B/q1 B/q2 C/c1 C/c2 C/c3\n");
}

Test(identity, one_date_of_death_is_enough_and_two_that_agree_are_fine)
{
    expect_findings("2024-06-30", "X01",
                    "person P A/a B/b C/c\n"
                    "record A/a death_date=2024-01-01\n"
                    "record B/b death_date=2024-01-01\n",
                    "");
    expect_findings("2024-06-30", "X01",
                    "person P A/a B/b C/c\n"
                    "record A/a death_date=2024-01-01\n"
                    "record C/c death_date=2024-01-02\n",
                    "X01 P - A/a C/c\n");
}

#define MAYBE                                                                                      \
    "person P A/p\n"                                                                               \
    "person Q B/q\n"

Test(identity, a_likely_pair_matters_when_one_person_would_be_served_twice)
{
    expect_findings("2024-06-30", NULL,
                    MAYBE "link A/p B/q 850000\n"
                          "services A p s1 meals 2024-03-01 2024-03-31 class=31\n"
                          "services B q s2 meals 2024-03-10 2024-04-10 class=31\n",
                    "I01 P - A/p B/q\n");
}

Test(identity, a_likely_pair_that_changes_nothing_is_left_alone)
{
    expect_findings("2024-06-30", NULL,
                    MAYBE "link A/p B/q 850000\n"
                          "services A p s1 meals 2024-03-01 2024-03-31 class=31\n"
                          "services B q s2 bath 2024-03-10 2024-04-10 class=71\n",
                    "");
}

Test(identity, a_likely_pair_matters_when_a_need_would_be_met)
{
    expect_findings("2024-06-30", "I01",
                    MAYBE "link A/p B/q 850000\n"
                          "need_map food 31\n"
                          "needs A p n1 food 2024-03-01\n"
                          "services B q s2 meals 2024-03-10 - class=31\n",
                    "I01 P - A/p B/q\n");
}

Test(identity, pairs_of_one_agency_are_not_asked)
{
    expect_findings("2024-06-30", "I01",
                    "person P A/p C/p\nperson Q A/q B/q\nlink A/p A/q 900000\n"
                    "services C p s1 meals 2024-03-01 2024-03-31 class=31\n"
                    "services B q s2 meals 2024-03-10 2024-04-10 class=31\n",
                    "");
}

Test(identity, of_several_links_between_two_persons_the_likeliest_is_asked)
{
    expect_findings("2024-06-30", "I01",
                    "person P A/p C/p\nperson Q D/q B/q\n"
                    "link A/p B/q 850000\nlink C/p D/q 900000\nlink A/p D/q 870000\n"
                    "services A p s1 meals 2024-03-01 2024-03-31 class=31\n"
                    "services B q s2 meals 2024-03-10 2024-04-10 class=31\n",
                    "I01 P - C/p D/q\n");
}
