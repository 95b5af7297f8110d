/* SPDX-License-Identifier: Apache-2.0 */
/* test_identity.c - D01 and X01: what records say about who people are. */
#include <criterion/criterion.h>

#include "rule/scenario.h"

Test(identity, two_records_at_one_agency_are_one_finding)
{
    expect_findings("2024-06-30", "D01",
                    "person P A/a1 A/a2 B/b\n"
                    "person Q A/q B/q1 B/q2 C/c1 C/c2 C/c3\n"
                    "record A/a2 registered_on=2023-05-01\n"
                    "record A/a1 registered_on=2023-06-01\n",
                    "D01 P 2023-05-01.. A/a1 A/a2\n"
                    "D01 Q - B/q1 B/q2\n"
                    "D01 Q - C/c1 C/c2 C/c3\n");
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
