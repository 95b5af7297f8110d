/* SPDX-License-Identifier: Apache-2.0 */
/* test_shared_channel.c - D16: one telephone number or one flat, and many persons. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define THREE "person P A/a\nperson Q A/b\nperson R B/c\nprogrammes food 3101\n"
#define NUMBERS "record A/a phone=7\nrecord A/b phone=7\nrecord B/c phone=7\n"
#define FOOD(agency, record, id, days) "services " agency " " record " " id " food " days "\n"
#define TWO_SERVED                                                                                 \
    FOOD("A", "a", "s1", "2024-01-01 2024-01-31") FOOD("A", "b", "s2", "2024-01-10 2024-02-10")
#define SERVED TWO_SERVED FOOD("B", "c", "s3", "2024-01-20 2024-03-01")
#define FOUND "D16 B 2024-01-20..2024-01-31 A/s1 A/s2 B/s3\n"

static void expect(const char *lines, const char *expected)
{
    expect_findings("2024-06-30", "D16", lines, expected);
}

Test(shared_channel, three_persons_with_one_number)
{
    expect(THREE NUMBERS SERVED, FOUND);
    expect(THREE "record A/a phone=7\nrecord A/b phone=7\nrecord B/c phone=8\n" SERVED, "");
    expect(THREE "record A/a phone=7\nrecord A/b phone=7\n" SERVED, "");
    expect(THREE SERVED, "");
}

Test(shared_channel, all_of_them_on_one_day)
{
    expect(THREE NUMBERS TWO_SERVED FOOD("B", "c", "s3", "2024-01-31 2024-03-01"),
           "D16 B 2024-01-31..2024-01-31 A/s1 A/s2 B/s3\n");
    expect(THREE NUMBERS TWO_SERVED FOOD("B", "c", "s3", "2024-02-01 2024-03-01"), "");
}

Test(shared_channel, of_one_programme)
{
    expect(THREE NUMBERS TWO_SERVED "services B c s3 rent 2024-01-20 2024-03-01\n", "");
}

Test(shared_channel, two_records_of_one_person_are_one)
{
    expect("person P A/a B/c\nperson Q A/b\nprogrammes food 3101\n" NUMBERS SERVED, "");
    expect("rules D16 min_persons 2 key=phone\n"
           "person P A/a B/c\nperson Q A/b\nprogrammes food 3101\n" NUMBERS SERVED,
           "D16 B 2024-01-10..2024-02-10 A/s1 A/s2 B/s3\n");
}

#define FAMILY THREE NUMBERS "record A/a household=h\nrecord A/b household=h\n"

Test(shared_channel, those_of_one_household_count_once)
{
    expect(FAMILY SERVED, "");
    expect(FAMILY SERVED
           "person S B/d\nrecord B/d phone=7\n" FOOD("B", "d", "s4", "2024-01-31 2024-01-31"),
           "D16 B 2024-01-31..2024-01-31 A/s1 A/s2 B/s3 B/s4\n");
}

/* P lives with Q and, says another agency, with R: Q and R are two, P counts beside neither. */
#define TWO_HOMES                                                                                  \
    "rules D16 min_persons 2 key=phone\nperson P A/a B/x\nperson Q A/b\nperson R B/c\n"            \
    "programmes food 3101\n" NUMBERS "record A/a household=h\nrecord A/b household=h\n"            \
    "record B/x household=k\nrecord B/c household=k\n"

Test(shared_channel, who_shares_a_household_with_another_is_never_counted_beside_him)
{
    expect(TWO_HOMES TWO_SERVED, "");
    expect(TWO_HOMES FOOD("A", "a", "s1", "2024-01-01 2024-01-31")
               FOOD("B", "c", "s3", "2024-01-20 2024-03-01"),
           "");
    expect(TWO_HOMES FOOD("A", "b", "s2", "2024-01-10 2024-02-10")
               FOOD("B", "c", "s3", "2024-01-20 2024-03-01"),
           "D16 B 2024-01-20..2024-02-10 A/s2 B/s3\n");
    expect(TWO_HOMES SERVED, "D16 B 2024-01-20..2024-02-10 A/s1 A/s2 B/s3\n");
    expect_in_finding("2024-06-30", "D16", TWO_HOMES SERVED, "message_en",
                      "The records of 2 persons have one telephone number, and all of them seem to "
                      "have been given food (2024-01-20 to 2024-02-10; A, B). Please check whether "
                      "the records are right, and whether somebody applied for others.");
}

/* A row of homes, P-Q Q-R R-S S-T: every other person is a stranger to the others. */
#define IN_A_ROW                                                                                   \
    "person P A/a\nperson Q A/b B/b\nperson R A/c B/c\nperson S A/d B/d\nperson T B/e\n"           \
    "programmes food 3101\nprogrammes rent 2101\nrecord A/a phone=7 household=h\n"                 \
    "record A/b phone=7 household=h\nrecord A/c phone=7 household=k\n"                             \
    "record A/d phone=7 household=k\nrecord B/b phone=7 household=h\n"                             \
    "record B/c phone=7 household=h\nrecord B/d phone=7 household=k\n"                             \
    "record B/e phone=7 household=k\n"
#define ALL_YEAR "2024-01-01 2024-12-31"
#define NEIGHBOURS FOOD("A", "a", "s1", ALL_YEAR) FOOD("A", "b", "s2", ALL_YEAR)
#define FAR_END FOOD("A", "d", "s4", ALL_YEAR) FOOD("B", "e", "s5", ALL_YEAR)

Test(shared_channel, in_a_row_of_homes_every_other_person_counts)
{
    const char *found = IN_A_ROW NEIGHBOURS FAR_END FOOD("A", "c", "s3", "2024-02-01 2024-02-29");
    expect(IN_A_ROW NEIGHBOURS FAR_END, "");
    expect(found, "D16 A 2024-02-01..2024-02-29 A/s1 A/s2 A/s3 A/s4 B/s5\n");
    expect_in_finding("2024-06-30", "D16", found, "message_en",
                      "The records of 3 persons have one telephone number, and all of them seem to "
                      "have been given food (2024-02-01 to 2024-02-29; A, B). Please check whether "
                      "the records are right, and whether somebody applied for others.");
    expect(IN_A_ROW NEIGHBOURS FOOD("A", "c", "s3", ALL_YEAR) FOOD("A", "d", "s4", ALL_YEAR), "");
}

Test(shared_channel, whoever_comes_and_goes_counts_while_he_is_there)
{
    expect(IN_A_ROW NEIGHBOURS FAR_END FOOD("A", "c", "s3", "2024-02-01 2024-02-29")
               FOOD("B", "c", "s6", "2024-02-20 2024-03-10")
                   FOOD("B", "c", "s7", "2024-05-01 2024-05-02"),
           "D16 B 2024-02-01..2024-03-10 A/s1 A/s2 A/s3 A/s4 B/s5 B/s6\n"
           "D16 B 2024-05-01..2024-05-02 A/s1 A/s2 A/s4 B/s5 B/s7\n");
}

#define RENT(agency, record, id) "services " agency " " record " " id " rent " ALL_YEAR "\n"

Test(shared_channel, who_was_found_with_one_programme_is_not_counted_with_another)
{
    expect(IN_A_ROW NEIGHBOURS FAR_END FOOD("A", "c", "s3", "2024-02-01 2024-02-29")
               RENT("A", "b", "s8") RENT("A", "d", "s9") RENT("B", "e", "s10"),
           "D16 A 2024-02-01..2024-02-29 A/s1 A/s2 A/s3 A/s4 B/s5\n");
}

#define FLAT "flat=9\n"
#define FIVE                                                                                       \
    "person P A/a\nperson Q A/b\nperson R A/c\nperson S A/d\nperson T A/e\nperson U A/f\n"         \
    "programmes food 3101\nrecord A/a " FLAT "record A/b " FLAT "record A/c " FLAT                 \
    "record A/d " FLAT "record A/e " FLAT
#define ONE(record, id) FOOD("A", record, id, "2024-01-01 2024-01-31")
#define FIVE_SERVED ONE("a", "s1") ONE("b", "s2") ONE("c", "s3") ONE("d", "s4") ONE("e", "s5")

Test(shared_channel, a_flat_may_have_five)
{
    const char *six = FIVE "record A/f " FLAT FIVE_SERVED ONE("f", "s6");
    expect(FIVE FIVE_SERVED ONE("f", "s6"), "");
    expect(six, "D16 A 2024-01-01..2024-01-31 A/s1 A/s2 A/s3 A/s4 A/s5 A/s6\n");
    expect_in_finding("2024-06-30", "D16", six, "key", "address food");
    expect("rules D16 min_persons 5 key=address\n" FIVE FIVE_SERVED,
           "D16 A 2024-01-01..2024-01-31 A/s1 A/s2 A/s3 A/s4 A/s5\n");
}

/* A number and a flat with one code are two things. */
Test(shared_channel, each_channel_is_a_question)
{
    expect(THREE "record A/a phone=7\nrecord A/b phone=7\nrecord B/c flat=7\n" SERVED, "");
}

Test(shared_channel, two_numbers_are_two_findings)
{
    const char *two = THREE NUMBERS
        "person S A/x\nperson T A/y\nperson U A/z\nrecord A/x phone=6\nrecord A/y phone=6\n"
        "record A/z phone=6\n" SERVED FOOD("A", "x", "s4", "2024-01-20 2024-01-31")
            FOOD("A", "y", "s5", "2024-01-20 2024-01-31")
                FOOD("A", "z", "s6", "2024-01-20 2024-01-31");
    struct scenario_result result = scenario_of("2024-06-30", two);
    char *one = table_cell(result.findings, "owner_agency", "A", "finding_id");
    char *other = table_cell(result.findings, "owner_agency", "B", "finding_id");
    cr_expect(one && other && strcmp(one, other), "%s", result.findings);
    free(one);
    free(other);
    scenario_result_clear(&result);
    expect(two, "D16 A 2024-01-20..2024-01-31 A/s4 A/s5 A/s6\n"
                "D16 B 2024-01-20..2024-01-31 A/s1 A/s2 B/s3\n");
}

Test(shared_channel, open_ends_go_on_and_segments_are_apart)
{
    expect(THREE NUMBERS FOOD("A", "a", "s1", "2024-01-01 -") FOOD("A", "b", "s2", "2024-01-10 -")
               FOOD("B", "c", "s3", "2024-01-20 2024-01-25") FOOD("B", "c", "s4", "2024-03-01 -"),
           "D16 B 2024-01-20..2024-01-25 A/s1 A/s2 B/s3\nD16 B 2024-03-01.. A/s1 A/s2 B/s4\n");
}

Test(shared_channel, only_what_is_active_and_before_a_death_counts)
{
    expect(THREE NUMBERS TWO_SERVED "services B c s3 food 2024-01-20 2024-03-01 status=planned\n",
           "");
    expect(THREE NUMBERS SERVED "record A/a death_date=2024-01-19\n", "");
    expect(THREE NUMBERS SERVED "record A/a death_date=2024-01-20\n",
           "D16 B 2024-01-20..2024-01-20 A/s1 A/s2 B/s3\n");
}

Test(shared_channel, what_is_to_come_is_told)
{
    expect_findings("2023-12-31", "D16", THREE NUMBERS SERVED, FOUND);
}

Test(shared_channel, the_finding_says_what_was_compared_and_not_whom_it_reaches)
{
    const char *lines = THREE "record A/a phone=1012345678\nrecord A/b phone=1012345678\nrecord "
                              "B/c phone=1012345678\n" SERVED;
    expect_in_finding("2024-06-30", "D16", lines, "message_en",
                      "The records of 3 persons have one telephone number, and all of them seem to "
                      "have been given food (2024-01-20 to 2024-01-31; A, B). Please check whether "
                      "the records are right, and whether somebody applied for others.");
    expect_in_finding("2024-06-30", "D16", lines, "key", "phone food");
    expect_in_finding("2024-06-30", "D16", lines, "person_id", "");
    struct scenario_result result = scenario_of("2024-06-30", lines);
    cr_expect_null(strstr(result.findings, "1012345678"));
    cr_expect_null(strstr(result.finding_rows, "1012345678"));
    scenario_result_clear(&result);
}

Test(shared_channel, a_decision_holds_until_a_row_joins)
{
    expect_decision_holds("2024-06-30", "D16", THREE NUMBERS SERVED,
                          FOOD("B", "c", "s4", "2024-01-21 2024-01-22"));
}

Test(shared_channel, it_says_what_was_judged)
{
    expect_judged("2024-06-30", "D16", THREE NUMBERS SERVED, "run", "3");
    expect_judged("2024-06-30", "D16", THREE SERVED, "nothing_to_judge", "0");
    expect_judged("2024-06-30", "D16", THREE NUMBERS, "not_run", "0");
}
