/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trial.c - one test of a fact.
 *
 *   op               compared as                        no answer
 *   = !=             numbers if both are, else words    the fact is not known
 *   in               the same, with each item           the fact is not known
 *   < <= > >=        numbers                            the same, or it is no number
 *
 * A threshold is that of the month's first day and of the household's size, which is a fact too.
 */
#include "eligibility/eligibility.h"

enum { VALUE_MAX = 256 };
static const int64_t UNIT = 1000000; /* DLB_FACT_DECIMALS */

/* ---- facts ----------------------------------------------------------------------------------- */

struct sought_fact {
    const struct dlb_known_fact *list;
    struct dlb_text fact;
};

static bool is_before_fact(const void *sought, size_t i)
{
    const struct sought_fact *fact = sought;
    return dlb_text_order(fact->list[i].fact, fact->fact) < 0;
}

const struct dlb_known_fact *dlb_facts_find(const struct dlb_facts *facts, struct dlb_text fact)
{
    struct sought_fact sought = {facts->list.data, fact};
    size_t at = dlb_search(0, facts->list.n, &sought, is_before_fact);
    bool found = at < facts->list.n && dlb_text_equal(sought.list[at].fact, fact);
    return found ? &sought.list[at] : NULL;
}

/* Full years on a day; nobody has an age before the month in which he was born. */
static bool find_age(int32_t birth, int32_t day, int64_t *age)
{
    int32_t year, birth_year;
    unsigned month, birth_month, in_month, birth_in_month;
    if (birth == DLB_DAY_NONE || dlb_month_of(birth) > dlb_month_of(day)) return false;
    dlb_day_parts(birth, &birth_year, &birth_month, &birth_in_month);
    dlb_day_parts(day, &year, &month, &in_month);
    bool before = month < birth_month || (month == birth_month && in_month < birth_in_month);
    *age = year - birth_year - before;
    if (*age < 0) *age = 0;
    return true;
}

/* Benefits that end before the month of a birthday count months, the one of the birth as 0. */
static bool find_age_months(int32_t birth, int32_t day, int64_t *months)
{
    if (birth == DLB_DAY_NONE || dlb_month_of(birth) > dlb_month_of(day)) return false;
    *months = dlb_month_of(day) - dlb_month_of(birth);
    return true;
}

/* What no record says and is known all the same. */
static bool work_out(const struct dlb_facts *facts, struct dlb_text fact, int32_t day,
                     int64_t *value)
{
    int32_t year;
    unsigned month, in_month;
    if (dlb_text_equal(fact, dlb_text_of("age"))) return find_age(facts->birth_date, day, value);
    if (dlb_text_equal(fact, dlb_text_of("age_months")))
        return find_age_months(facts->birth_date, day, value);
    if (dlb_text_equal(fact, dlb_text_of("birth_year"))) {
        if (facts->birth_date == DLB_DAY_NONE) return false;
        dlb_day_parts(facts->birth_date, &year, &month, &in_month);
        *value = year;
        return true;
    }
    *value = facts->household_size;
    return dlb_text_equal(fact, dlb_text_of("household_size")) && *value > 0;
}

int32_t dlb_facts_size(const struct dlb_facts *facts)
{
    const struct dlb_known_fact *known = dlb_facts_find(facts, dlb_text_of("household_size"));
    char room[64];
    int64_t size = facts->household_size;
    bool good =
        !known || (!known->disputed &&
                   dlb_decimal_parse(dlb_code_fold(known->value, room, sizeof room), 0, &size));
    return good && size > 0 && size <= DLB_HOUSEHOLD_MAX ? (int32_t)size : DLB_SIZE_UNKNOWN;
}

/* ---- comparing ------------------------------------------------------------------------------- */

/* A fact's value, as a number and as a word as far as it is one. */
struct value {
    bool is_number;
    int64_t number;
    struct dlb_text word;
    char room[VALUE_MAX];
};

static bool is_equal(const struct value *value, struct dlb_text word)
{
    int64_t number;
    bool numbers = value->is_number && dlb_decimal_parse(word, DLB_FACT_DECIMALS, &number);
    return numbers ? value->number == number : dlb_text_equal(value->word, word);
}

static bool is_in(const struct value *value, struct dlb_text list)
{
    while (list.len)
        if (is_equal(value, dlb_list_item(&list))) return true;
    return false;
}

static uint8_t answer_of(bool yes)
{
    return yes ? DLB_ANSWER_YES : DLB_ANSWER_NO;
}

static bool holds(unsigned op, int64_t value, int64_t limit)
{
    switch ((enum dlb_op)op) {
    case DLB_OP_LESS:
        return value < limit;
    case DLB_OP_AT_MOST:
        return value <= limit;
    case DLB_OP_MORE:
        return value > limit;
    case DLB_OP_AT_LEAST:
        return value >= limit;
    case DLB_OP_UNEQUAL:
        return value != limit;
    case DLB_OP_EQUAL:
    case DLB_OP_IN:
        break;
    }
    return value == limit;
}

static void lack(struct dlb_trial *trial, enum dlb_lack what)
{
    trial->answer = DLB_ANSWER_UNKNOWN;
    trial->lack = (uint8_t)what;
}

/* With a number or a threshold. */
static void compare_numbers(struct dlb_trial *trial, const struct value *value)
{
    const struct dlb_test *test = trial->test;
    bool is_order = test->op >= DLB_OP_LESS && test->op <= DLB_OP_AT_LEAST;
    if (value->is_number) {
        trial->answer = answer_of(holds(test->op, value->number, trial->limit));
        trial->has_numbers = is_order;
    } else if (is_order) {
        lack(trial, DLB_LACK_NUMBER);
    } else {
        trial->answer = answer_of(test->op == DLB_OP_UNEQUAL);
    }
}

static void compare(struct dlb_trial *trial, const struct value *value)
{
    const struct dlb_test *test = trial->test;
    if (test->op == DLB_OP_IN)
        trial->answer = answer_of(is_in(value, test->value));
    else if (test->limit == DLB_LIMIT_WORD)
        trial->answer = answer_of(is_equal(value, test->value) == (test->op == DLB_OP_EQUAL));
    else if (!trial->has_limit)
        lack(trial, DLB_LACK_THRESHOLD);
    else
        compare_numbers(trial, value);
}

/* The number that is asked for; false where a word is, or a threshold that is not there. */
static bool find_limit(const struct dlb_policy *policy, const struct dlb_facts *facts,
                       const struct dlb_test *test, int32_t day, int64_t *limit)
{
    *limit = test->number;
    if (test->limit != DLB_LIMIT_THRESHOLD) return test->limit == DLB_LIMIT_NUMBER;
    return dlb_policy_threshold(policy, test->thresholds, dlb_facts_size(facts), day, limit);
}

struct dlb_trial dlb_test_try(const struct dlb_policy *policy, const struct dlb_facts *facts,
                              const struct dlb_test *test, int32_t month)
{
    int32_t day = dlb_month_start(month);
    const struct dlb_known_fact *known = dlb_facts_find(facts, test->fact);
    struct dlb_trial trial = {.test = test, .as_of = DLB_DAY_NONE, .row = DLB_NO_CODE};
    struct value value;
    value.is_number = false;
    value.number = 0;
    value.word = (struct dlb_text){NULL, 0};
    trial.has_limit = find_limit(policy, facts, test, day, &trial.limit);
    if (known && known->disputed) {
        lack(&trial, DLB_LACK_AGREEMENT);
    } else if (known) {
        trial.text = known->value;
        trial.as_of = known->as_of;
        trial.row = known->row;
        value.word = dlb_code_fold(known->value, value.room, sizeof value.room);
        value.is_number = dlb_decimal_parse(value.word, DLB_FACT_DECIMALS, &value.number);
    } else if (work_out(facts, test->fact, day, &value.number)) {
        value.is_number = true;
        value.number *= UNIT;
    } else {
        lack(&trial, DLB_LACK_FACT);
    }
    trial.is_number = value.is_number;
    trial.value = value.number;
    if (!trial.lack) compare(&trial, &value);
    return trial;
}
