/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_eligibility.c - is a person entitled: yes, no or unknown, in one month and in another.
 */
#include "rule/policy_reading.h"

#include <criterion/criterion.h>

#include "eligibility/eligibility.h"

#define HEAD "programme,version,clause,fact,op,value,valid_from,valid_to\n"

/* One person, of whom these facts are known; by fact. */
struct asked {
    struct reading reading;
    struct dlb_facts facts;
    struct dlb_verdict verdict;
};

static void open_asked(struct asked *asked, const char *eligibility, const char *thresholds)
{
    *asked = (struct asked){0};
    open_reading(&asked->reading);
    add_table(&asked->reading, "programmes", "programme,service_class\np,3005\n");
    add_table(&asked->reading, "thresholds", thresholds);
    add_table(&asked->reading, "eligibility", eligibility);
    read_policy(&asked->reading);
    asked->facts = (struct dlb_facts){.env = asked->reading.env, .birth_date = DLB_DAY_NONE};
    asked->verdict.env = asked->reading.env;
}

static void know(struct asked *asked, const char *fact, const char *value)
{
    struct dlb_known_fact *known =
        dlb_array_reserve(asked->reading.env, &asked->facts.list, 1, sizeof *known, UINT32_MAX);
    cr_assert_not_null(known);
    *known = (struct dlb_known_fact){dlb_text_of(fact), dlb_text_of(value), 0, DLB_NO_CODE, false};
    asked->facts.list.n++;
}

static void close_asked(struct asked *asked)
{
    dlb_facts_clear(&asked->facts);
    dlb_verdict_clear(&asked->verdict);
    close_reading(&asked->reading);
}

static unsigned ask(struct asked *asked, int32_t year, unsigned month)
{
    int32_t asked_month = dlb_month_of(dlb_day_of(year, month, 1));
    enum dlb_asked answer =
        dlb_eligibility_ask(asked->reading.policy, &asked->facts, 0, asked_month, &asked->verdict);
    cr_assert_eq(answer, DLB_ASKED);
    return asked->verdict.answer;
}

/* P13: the child allowance of 2026 and later, with the clause for those born in 2017. */
Test(eligibility, the_age_limit_of_the_child_allowance_rises_year_by_year)
{
    static const struct {
        int32_t birth[3];
        unsigned answers[3]; /* 2026-12, 2027-03, 2029-12 */
    } children[] = {
        {{2016, 12, 31}, {DLB_ANSWER_NO, DLB_ANSWER_NO, DLB_ANSWER_NO}},
        {{2017, 6, 1}, {DLB_ANSWER_YES, DLB_ANSWER_YES, DLB_ANSWER_YES}},
        {{2018, 1, 2}, {DLB_ANSWER_YES, DLB_ANSWER_YES, DLB_ANSWER_YES}},
    };
    struct asked asked;
    open_asked(&asked,
               HEAD "p,2026,age,age,<,child_age,2026-01-01,\n"
                    "p,2026,born2017,birth_year,=,2017,2026-01-01,2029-12-31\n",
               "code,value,valid_from,valid_to\nchild_age,9,2026-01-01,2026-12-31\n"
               "child_age,10,2027-01-01,2027-12-31\nchild_age,11,2028-01-01,2028-12-31\n"
               "child_age,12,2029-01-01,2029-12-31\nchild_age,13,2030-01-01,\n");
    for (size_t i = 0; i < sizeof children / sizeof *children; i++) {
        const int32_t *birth = children[i].birth;
        asked.facts.birth_date = dlb_day_of(birth[0], (unsigned)birth[1], (unsigned)birth[2]);
        cr_expect_eq(ask(&asked, 2026, 12), children[i].answers[0], "child %zu", i);
        cr_expect_eq(ask(&asked, 2027, 3), children[i].answers[1], "child %zu", i);
        cr_expect_eq(ask(&asked, 2029, 12), children[i].answers[2], "child %zu", i);
    }
    asked.facts.birth_date = dlb_day_of(2017, 6, 1);
    cr_expect_eq(ask(&asked, 2030, 1), DLB_ANSWER_YES, "12, and the limit is 13");
    cr_expect_eq(ask(&asked, 2030, 7), DLB_ANSWER_NO, "13, and the clause of 2017 has ended");
    asked.facts.birth_date = DLB_DAY_NONE;
    cr_expect_eq(ask(&asked, 2026, 12), DLB_ANSWER_UNKNOWN);
    close_asked(&asked);
}

/* A benefit that ends before the month of a birthday. */
Test(eligibility, an_age_in_months_counts_the_months_of_the_calendar)
{
    struct asked asked;
    open_asked(&asked, HEAD "p,v,a,age_months,<,108,,\n", "code,value\nx,1\n");
    asked.facts.birth_date = dlb_day_of(2017, 12, 31);
    cr_expect_eq(ask(&asked, 2026, 11), DLB_ANSWER_YES, "107");
    cr_expect_eq(ask(&asked, 2026, 12), DLB_ANSWER_NO,
                 "the month of the birthday, whatever its day");
    cr_expect_eq(ask(&asked, 2017, 12), DLB_ANSWER_YES, "0: the month of the birth");
    cr_expect_eq(ask(&asked, 2017, 11), DLB_ANSWER_UNKNOWN);
    asked.facts.birth_date = dlb_day_of(2018, 1, 1);
    cr_expect_eq(ask(&asked, 2026, 12), DLB_ANSWER_YES);
    asked.facts.birth_date = DLB_DAY_NONE;
    cr_expect_eq(ask(&asked, 2026, 12), DLB_ANSWER_UNKNOWN);
    know(&asked, "age_months", "107");
    cr_expect_eq(ask(&asked, 2030, 12), DLB_ANSWER_YES, "what somebody says goes first");
    close_asked(&asked);
}

/* P14: what was asked about March is judged by March's thresholds, whenever it is asked. */
Test(eligibility, the_thresholds_are_those_of_the_month_asked)
{
    struct asked asked;
    open_asked(&asked, HEAD "p,v,a,income,<=,limit,,\n",
               "code,value,valid_from,valid_to\nlimit,1000,2026-01-01,2026-06-30\n"
               "limit,900,2026-07-01,\n");
    know(&asked, "income", "950");
    cr_expect_eq(ask(&asked, 2026, 3), DLB_ANSWER_YES);
    cr_expect_eq(ask(&asked, 2026, 7), DLB_ANSWER_NO);
    cr_expect_eq(ask(&asked, 2025, 12), DLB_ANSWER_UNKNOWN, "there was none");
    close_asked(&asked);
}

Test(eligibility, an_age_is_full_years_on_the_first_of_the_month)
{
    struct asked asked;
    open_asked(&asked, HEAD "p,v,a,age,>=,65,,\n", "code,value\nx,1\n");
    asked.facts.birth_date = dlb_day_of(1960, 2, 29);
    cr_expect_eq(ask(&asked, 2025, 2), DLB_ANSWER_NO);
    cr_expect_eq(ask(&asked, 2025, 3), DLB_ANSWER_YES);
    asked.facts.birth_date = dlb_day_of(1960, 3, 1);
    cr_expect_eq(ask(&asked, 2025, 3), DLB_ANSWER_YES);
    asked.facts.birth_date = dlb_day_of(1960, 3, 2);
    cr_expect_eq(ask(&asked, 2025, 3), DLB_ANSWER_NO);
    know(&asked, "age", "70");
    cr_expect_eq(ask(&asked, 2025, 3), DLB_ANSWER_YES, "a fact of that name comes first");
    close_asked(&asked);
}

Test(eligibility, one_clause_that_is_met_outweighs_what_is_not_known)
{
    struct asked asked;
    open_asked(&asked, HEAD "p,v,a,income,<=,1000,,\np,v,a,kind,in,A; b,,\np,v,b,veteran,=,1,,\n",
               "code,value\nx,1\n");
    cr_expect_eq(ask(&asked, 2026, 3), DLB_ANSWER_UNKNOWN);
    know(&asked, "income", "2000");
    cr_expect_eq(ask(&asked, 2026, 3), DLB_ANSWER_UNKNOWN, "the other clause may hold");
    know(&asked, "kind", " B ");
    know(&asked, "veteran", "0");
    cr_expect_eq(ask(&asked, 2026, 3), DLB_ANSWER_NO);
    cr_expect_null(dlb_verdict_near(&asked.verdict, 100000));
    cr_expect_not_null(dlb_verdict_near(&asked.verdict, 1000000));
    close_asked(&asked);
}

Test(eligibility, a_size_that_is_not_known_matters_only_where_thresholds_differ)
{
    struct asked asked;
    open_asked(&asked, HEAD "p,v,a,income,<=,sized,,\np,v,b,income,<=,plain,,\n",
               "code,household_size,value\nsized,1,1000\nsized,,3000\nplain,,500\n");
    know(&asked, "income", "800");
    cr_expect_eq(ask(&asked, 2026, 3), DLB_ANSWER_UNKNOWN);
    asked.facts.household_size = 1;
    cr_expect_eq(ask(&asked, 2026, 3), DLB_ANSWER_YES);
    asked.facts.household_size = 2;
    cr_expect_eq(ask(&asked, 2026, 3), DLB_ANSWER_YES, "the row without a size");
    close_asked(&asked);
}
