/* SPDX-License-Identifier: Apache-2.0 */
/* test_cap.c - D05: more often than a cap allows within some days. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "support/support.h"

#define BOX "caps D05 class=3101 max_count=1 window_days=30\n"
#define BOXES(agency)                                                                              \
    "person P A/a B/b\n" BOX "services A a s1 box 2024-01-05 2024-01-05 class=3101\n"              \
    "services " agency " s2 box 2024-01-30 2024-01-30 class=3101\n"                                \
    "services A a s3 box 2024-02-04 2024-02-04 class=3101\n"                                       \
    "services A a s4 box 2024-03-05 2024-03-05 class=3101\n"

Test(cap, a_box_every_thirty_days)
{
    /* 01-30 and 02-04 are over: 25 and 5 days after the one before; 03-05 is 30 days after */
    expect_findings("2024-06-30", "D05", BOXES("B b"),
                    "D05 P 2024-01-30..2024-02-04 3101 A/s1 A/s3 B/s2\n");
}

Test(cap, one_agency_alone_may_give_too_often)
{
    expect_findings("2024-06-30", "D05", BOXES("A a"),
                    "D05 P 2024-01-30..2024-02-04 3101 A/s1 A/s2 A/s3\n");
}

Test(cap, events_under_the_cap_part_two_findings)
{
    expect_findings("2024-12-31", "D05",
                    "person P A/a\n" BOX "services A a s1 box 2024-01-05 2024-01-05 class=3101\n"
                    "services A a s2 box 2024-01-10 2024-01-10 class=3101\n"
                    "services A a s3 box 2024-03-05 2024-03-05 class=3101\n"
                    "services A a s4 box 2024-03-10 2024-03-10 class=3101\n",
                    "D05 P 2024-01-10..2024-01-10 3101 A/s1 A/s2\n"
                    "D05 P 2024-03-10..2024-03-10 3101 A/s3 A/s4\n");
}

Test(cap, two_on_one_day_are_two)
{
    expect_findings("2024-12-31", "D05",
                    "person P A/a B/b\n" BOX
                    "services A a s1 box 2024-01-05 2024-01-05 class=3101\n"
                    "services B b s2 box 2024-01-05 2024-01-05 class=3101\n",
                    "D05 P 2024-01-05..2024-01-05 3101 A/s1 B/s2\n");
}

Test(cap, of_more_at_once_only_what_exceeds_counts)
{
    expect_findings("2024-12-31", "D05",
                    "person P A/a\n"
                    "caps D05 class=31 max_count=2 window_days=7\n"
                    "services A a s1 box 2024-01-05 2024-01-05 class=3101\n"
                    "services A a s2 box 2024-01-05 2024-01-05 class=3102\n"
                    "services A a s3 box 2024-01-11 2024-01-11 class=3103\n"
                    "services A a s4 box 2024-01-12 2024-01-12 class=3103\n",
                    "D05 P 2024-01-11..2024-01-11 31 A/s1 A/s2 A/s3\n");
}

Test(cap, a_cap_on_a_programme_leaves_others_alone)
{
    expect_findings("2024-12-31", "D05",
                    "person P A/a\n"
                    "programmes box 3101\n"
                    "programmes kit 3101\n"
                    "caps D05 programme=box max_count=1 window_days=30\n"
                    "services A a s1 box 2024-01-05 2024-01-05\n"
                    "services A a s2 kit 2024-01-06 2024-01-06\n"
                    "services A a s3 box 2024-01-07 2024-01-07\n",
                    "D05 P 2024-01-07..2024-01-07 A/s1 A/s3\n");
}

Test(cap, a_cap_of_nothing_forbids_all)
{
    expect_findings("2024-12-31", "D05",
                    "person P A/a\n"
                    "caps D05 class=31 max_count=0 window_days=1\n"
                    "services A a s1 box 2024-01-05 2024-01-05 class=3101\n",
                    "D05 P 2024-01-05..2024-01-05 31 A/s1\n");
}

Test(cap, a_cap_that_has_expired_is_none)
{
    expect_findings("2024-12-31", "D05",
                    "person P A/a\n"
                    "caps D05 class=31 max_count=1 window_days=30 valid_to=2024-01-06\n"
                    "services A a s1 box 2024-01-05 2024-01-05 class=3101\n"
                    "services A a s2 box 2024-01-06 2024-01-06 class=3101\n"
                    "services A a s3 box 2024-01-07 2024-01-07 class=3101\n",
                    "D05 P 2024-01-06..2024-01-06 31 A/s1 A/s2\n");
}

#define FAMILY                                                                                     \
    "person P A/p B/p\n"                                                                           \
    "person Q A/q B/q\n"                                                                           \
    "record A/p household=h\n"                                                                     \
    "record A/q household=h\n"                                                                     \
    "caps D05 class=31 scope=household max_count=1 window_days=30\n"                               \
    "services A p s1 box 2024-01-05 2024-01-05 class=3101\n"                                       \
    "services B q s2 box 2024-01-20 2024-01-20 class=3101\n"

Test(cap, a_household_shares_its_cap)
{
    expect_findings("2024-12-31", "D05", FAMILY, "D05 A/h 2024-01-20..2024-01-20 31 A/s1 B/s2\n");
}

Test(cap, a_household_that_two_agencies_number_is_asked_once)
{
    expect_findings("2024-12-31", "D05",
                    FAMILY "record B/p household=k\n"
                           "record B/q household=k\n",
                    "D05 A/h 2024-01-20..2024-01-20 31 A/s1 B/s2\n");
}

Test(cap, people_without_a_household_have_no_household_cap)
{
    expect_findings("2024-12-31", "D05",
                    "person P A/p\n"
                    "person Q A/q\n"
                    "caps D05 class=31 scope=household max_count=1 window_days=30\n"
                    "services A p s1 box 2024-01-05 2024-01-05 class=3101\n"
                    "services A q s2 box 2024-01-20 2024-01-20 class=3101\n",
                    "");
}

Test(cap, who_has_no_household_is_one_alone)
{
    expect_findings("2024-12-31", "D05",
                    "person P A/p B/p\n"
                    "caps D05 class=31 scope=household max_count=1 window_days=30\n"
                    "services A p s1 box 2024-01-05 2024-01-05 class=3101\n"
                    "services B p s2 box 2024-01-20 2024-01-20 class=3101\n",
                    "D05 P 2024-01-20..2024-01-20 31 A/s1 B/s2\n");
}

Test(cap, a_household_inside_a_larger_one_is_none_of_its_own)
{
    expect_findings("2024-12-31", "D05",
                    "person P A/p B/p\nperson Q A/q B/q\nperson R A/r\n"
                    "record A/p household=small\nrecord A/q household=small\n"
                    "record B/p household=large\nrecord B/q household=large\n"
                    "person S B/s\nrecord B/s household=large\n"
                    "caps D05 class=31 scope=household max_count=1 window_days=30\n"
                    "services A p s1 box 2024-01-05 2024-01-05 class=3101\n"
                    "services A q s2 box 2024-01-20 2024-01-20 class=3101\n",
                    "D05 B/large 2024-01-20..2024-01-20 31 A/s1 A/s2\n");
}

Test(cap, households_that_share_a_member_are_two)
{
    expect_findings("2024-12-31", "D05",
                    "person P A/p\nperson Q A/q B/q\nperson R B/r\n"
                    "record A/p household=h\nrecord A/q household=h\n"
                    "record B/q household=k\nrecord B/r household=k\n"
                    "caps D05 class=31 scope=household max_count=1 window_days=30\n"
                    "services A p s1 box 2024-01-05 2024-01-05 class=3101\n"
                    "services A q s2 box 2024-01-06 2024-01-06 class=3101\n"
                    "services B r s3 box 2024-01-07 2024-01-07 class=3101\n",
                    "D05 A/h 2024-01-06..2024-01-06 31 A/s1 A/s2\n"
                    "D05 B/k 2024-01-07..2024-01-07 31 A/s2 B/s3\n");
}

Test(cap, of_one_day_the_first_agency_and_id_come_first)
{
    expect_findings("2024-12-31", "D05",
                    "person P A/a B/b\n"
                    "caps D05 class=31 max_count=1 window_days=30\n"
                    "services B b s1 box 2024-01-05 2024-01-05 class=3101\n"
                    "services A a s2 box 2024-01-05 2024-01-05 class=3101\n"
                    "services A a s1 box 2024-01-05 2024-01-05 class=3102\n",
                    "D05 P 2024-01-05..2024-01-05 31 A/s1 A/s2 B/s1\n");
}

Test(cap, earlier_events_count_whatever_the_day_the_cap_began)
{
    expect_findings("2024-12-31", "D05",
                    "person P A/a\n"
                    "caps D05 class=31 max_count=1 window_days=30 valid_from=2024-01-06\n"
                    "services A a s1 box 2024-01-04 2024-01-04 class=3101\n"
                    "services A a s2 box 2024-01-05 2024-01-05 class=3101\n"
                    "services A a s3 box 2024-01-06 2024-01-06 class=3101\n",
                    "D05 P 2024-01-06..2024-01-06 31 A/s1 A/s2 A/s3\n");
}

Test(cap, rows_that_say_the_same_are_one_cap)
{
    expect_findings("2024-12-31", "D05",
                    "person P A/a\n"
                    "caps D05 class=31 max_count=1 window_days=30 valid_to=2024-06-30\n"
                    "caps D05 class=31 max_count=1 window_days=30 valid_from=2024-01-01\n"
                    "caps D05 class=31 max_count=1 window_days=10\n"
                    "services A a s1 box 2024-01-04 2024-01-04 class=3101\n"
                    "services A a s2 box 2024-01-05 2024-01-05 class=3101\n",
                    "D05 P 2024-01-05..2024-01-05 31 A/s1 A/s2\n"
                    "D05 P 2024-01-05..2024-01-05 31 A/s1 A/s2\n");
}

Test(cap, a_programme_is_called_by_its_name)
{
    expect_in_finding("2024-06-30", "D05",
                      "person P A/a\nprogrammes box 3101 name=꾸러미 grain=one_off\n"
                      "caps D05 programme=box max_count=1 window_days=30\n"
                      "services A a s1 box 2024-01-05 2024-01-05\n"
                      "services A a s2 box 2024-01-30 2024-01-30\n",
                      "message_ko",
                      "꾸러미는 30일에 1회 한도이나 2회 제공된 것으로 보입니다(2024-01-30, A). "
                      "다음 지원 날짜를 협의해 주세요.");
}
