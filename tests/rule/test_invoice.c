/* SPDX-License-Identifier: Apache-2.0 */
/* test_invoice.c - D23: several agencies paid one bill, and together more than it. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define PEOPLE "person P A/a B/b C/c\nperson Q A/q\n"

/* Payments of A and B for one bill of 1,000,000 won. */
static void expect_paid(const char *a, const char *b, const char *invoice, const char *expected)
{
    char lines[512];
    snprintf(lines, sizeof lines,
             PEOPLE "services A a s1 aid 2024-03-01 2024-03-01 invoice_id=i1 amount_won=%s%s\n"
                    "services B b s2 aid 2024-03-05 2024-03-05 invoice_id=i1 amount_won=%s\n",
             a, invoice, b);
    expect_findings("2024-06-30", "D23", lines, expected);
}

#define FOUND "D23 P 2024-03-01..2024-03-05 A/s1 B/s2\n"

Test(invoice, more_than_the_bill_and_one_percent)
{
    expect_paid("600000", "410000", " invoice_won=1000000", "");
    expect_paid("600000", "410001", " invoice_won=1000000", FOUND);
    expect_paid("600000", "-", " invoice_won=1000000", "");
    expect_paid("1010001", "-", " invoice_won=1000000", FOUND);
}

Test(invoice, where_nobody_says_what_the_bill_is_equal_payments_are_two)
{
    expect_paid("600000", "600000", "", FOUND);
    expect_paid("600000", "600001", "", "");
    expect_paid("-", "-", "", "");
    expect_findings("2024-06-30", "D23",
                    PEOPLE "services A a s1 aid 2024-03-01 2024-03-01 invoice_id=i amount_won=5\n"
                           "services A a s2 aid 2024-03-01 2024-03-01 invoice_id=i amount_won=7\n"
                           "services B b s3 aid 2024-03-01 2024-03-01 invoice_id=i amount_won=6\n"
                           "services C c s4 aid 2024-03-01 2024-03-01 invoice_id=i amount_won=7\n",
                    "D23 P 2024-03-01..2024-03-01 A/s1 A/s2 B/s3 C/s4\n");
}

Test(invoice, the_largest_bill_that_is_given_counts)
{
    expect_findings("2024-06-30", "D23",
                    PEOPLE "services A a s1 aid 2024-03-01 2024-03-01 invoice_id=i amount_won=7"
                           " invoice_won=10\n"
                           "services B b s2 aid 2024-03-01 2024-03-01 invoice_id=i amount_won=7"
                           " invoice_won=14\n",
                    "");
}

Test(invoice, what_is_not_one_bill_of_one_person_is_none)
{
    const char *lines =
        PEOPLE "services A a s1 aid 2024-03-01 2024-03-01 invoice_id=i1 amount_won=5\n"
               "services A a s2 aid 2024-03-01 2024-03-01 invoice_id=i1 amount_won=5\n"
               "services B b s3 aid 2024-03-01 2024-03-01 invoice_id=I1 amount_won=5\n"
               "services B b s4 aid 2024-03-01 2024-03-01 amount_won=5\n"
               "services C c s5 aid 2024-03-01 2024-03-01 invoice_id=i1 amount_won=5 "
               "status=cancelled\n"
               "services A q s6 aid 2024-03-01 2024-03-01 invoice_id=I1 amount_won=5\n";
    expect_findings("2024-06-30", "D23", lines, "");
}

Test(invoice, a_payment_that_death_left_without_days_is_none)
{
    expect_findings("2024-06-30", "D23",
                    PEOPLE "record A/a death_date=2024-03-02\n"
                           "services A a s1 aid 2024-03-01 2024-03-01 invoice_id=i amount_won=5\n"
                           "services B b s2 aid 2024-03-03 2024-03-03 invoice_id=i amount_won=5\n",
                    "");
}

Test(invoice, sums_that_no_number_holds_do_not_wrap)
{
    expect_paid("9223372036854775807", "9223372036854775807", " invoice_won=9223372036854775807",
                "");
    expect_paid("9223372036854775807", "9223372036854775807", " invoice_won=1000000", FOUND);
}

Test(invoice, the_policy_says_how_exactly_bills_are_paid)
{
    expect_findings("2024-06-30", "D23",
                    PEOPLE "rules D23 tolerance 0\n"
                           "services A a s1 aid 2024-03-01 - invoice_id=i amount_won=6\n"
                           "services B b s2 aid 2024-03-05 2024-03-05 invoice_id=i amount_won=5"
                           " invoice_won=10\n",
                    "D23 P 2024-03-01.. A/s1 B/s2\n");
}
