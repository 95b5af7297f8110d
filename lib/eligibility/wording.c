/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wording.c - tests and verdicts as people read them.
 *
 * Made for somebody who helps another person to apply: what is met, what is not and by how much,
 * and what would have to be known. Nothing here says that a person will be refused.
 */
#include "eligibility/eligibility.h"

#include <inttypes.h>
#include <stdio.h>

enum { TENTH_OF_PERCENT = 100000 }; /* in millionths of a percent */

const char *dlb_answer_word(unsigned answer)
{
    static const char *const words[] = {
        [DLB_ANSWER_NO] = "no", [DLB_ANSWER_YES] = "yes", [DLB_ANSWER_UNKNOWN] = "unknown"};
    return words[answer];
}

const char *dlb_lack_word(unsigned lack)
{
    static const char *const words[] = {[DLB_LACK_NOTHING] = NULL,
                                        [DLB_LACK_FACT] = "fact",
                                        [DLB_LACK_AGREEMENT] = "agreement",
                                        [DLB_LACK_NUMBER] = "number",
                                        [DLB_LACK_THRESHOLD] = "threshold"};
    return words[lack];
}

/* ---- a test ---------------------------------------------------------------------------------- */

/* Of facts that no policy has to name. */
static const char *derived_name(struct dlb_text fact, bool korean)
{
    static const struct {
        const char *fact, *ko, *en;
    } names[] = {{"age", "나이", "age"},
                 {"age_months", "나이(개월)", "age in months"},
                 {"birth_year", "출생 연도", "year of birth"},
                 {"household_size", "가구원 수", "household size"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (dlb_text_equal(fact, dlb_text_of(names[i].fact)))
            return korean ? names[i].ko : names[i].en;
    return NULL;
}

struct dlb_label dlb_fact_label(const struct dlb_trial *trial)
{
    struct dlb_label label = trial->name;
    const char *ko = derived_name(trial->test->fact, true);
    const char *en = derived_name(trial->test->fact, false);
    if (!label.ko.len) label.ko = ko ? dlb_text_of(ko) : trial->test->fact;
    if (!label.en.len) label.en = en ? dlb_text_of(en) : trial->test->fact;
    return label;
}

void dlb_say_fact(struct dlb_writer *sentence, const struct dlb_trial *trial, bool korean)
{
    struct dlb_label label = dlb_fact_label(trial);
    dlb_say_shown(sentence, korean ? label.ko : label.en);
}

enum { MILLION = 1000000 }; /* of DLB_FACT_DECIMALS */

/* A year is written without the commas of other numbers. */
static void say_number(struct dlb_writer *sentence, const struct dlb_trial *trial, int64_t number)
{
    bool is_year = dlb_text_equal(trial->test->fact, dlb_text_of("birth_year"));
    char year[24];
    if (!is_year || number % MILLION) {
        dlb_say_decimal(sentence, number);
        return;
    }
    snprintf(year, sizeof year, "%" PRId64, number / MILLION);
    dlb_write(sentence, year);
}

void dlb_say_known(struct dlb_writer *sentence, const struct dlb_trial *trial)
{
    if (trial->is_number)
        say_number(sentence, trial, trial->value);
    else
        dlb_say_shown(sentence, trial->text);
}

static void say_wanted(struct dlb_writer *sentence, const struct dlb_trial *trial)
{
    struct dlb_text list = trial->test->value;
    if (trial->has_limit) {
        say_number(sentence, trial, trial->limit);
        return;
    }
    for (bool first = true; list.len; first = false) {
        if (!first) dlb_write(sentence, ", ");
        dlb_say_shown(sentence, dlb_list_item(&list));
    }
}

void dlb_say_asked(struct dlb_writer *sentence, const struct dlb_trial *trial, bool korean)
{
    static const struct {
        const char *before, *after;
    } ko[] = {[DLB_OP_EQUAL] = {"", ""},     [DLB_OP_UNEQUAL] = {"", " 아님"},
              [DLB_OP_LESS] = {"", " 미만"}, [DLB_OP_AT_MOST] = {"", " 이하"},
              [DLB_OP_MORE] = {"", " 초과"}, [DLB_OP_AT_LEAST] = {"", " 이상"},
              [DLB_OP_IN] = {"", " 중 하나"}},
      en[] = {[DLB_OP_EQUAL] = {"", ""},          [DLB_OP_UNEQUAL] = {"not ", ""},
              [DLB_OP_LESS] = {"less than ", ""}, [DLB_OP_AT_MOST] = {"at most ", ""},
              [DLB_OP_MORE] = {"more than ", ""}, [DLB_OP_AT_LEAST] = {"at least ", ""},
              [DLB_OP_IN] = {"one of ", ""}};
    unsigned op = trial->test->op;
    dlb_write(sentence, korean ? ko[op].before : en[op].before);
    say_wanted(sentence, trial);
    dlb_write(sentence, korean ? ko[op].after : en[op].after);
}

static const char *lack_text(unsigned lack, bool korean)
{
    static const char *const ko[] = {[DLB_LACK_FACT] = "확인 필요",
                                     [DLB_LACK_AGREEMENT] = "같은 날 확인한 값이 서로 다름",
                                     [DLB_LACK_NUMBER] = "숫자로 확인 필요",
                                     [DLB_LACK_THRESHOLD] = "적용할 기준값이 없음"},
                             *const en[] = {[DLB_LACK_FACT] = "not known",
                                            [DLB_LACK_AGREEMENT] = "two values of one day differ",
                                            [DLB_LACK_NUMBER] = "not a number",
                                            [DLB_LACK_THRESHOLD] = "there is no threshold for it"};
    return korean ? ko[lack] : en[lack];
}

/* "나이 64(기준 65 이상)" */
static void say_compared(struct dlb_writer *sentence, const struct dlb_trial *trial, bool korean)
{
    dlb_say_fact(sentence, trial, korean);
    if (trial->is_number || trial->text.data) {
        dlb_write(sentence, " ");
        dlb_say_known(sentence, trial);
    }
    dlb_write(sentence, korean ? "(기준 " : " (wanted: ");
    dlb_say_asked(sentence, trial, korean);
    dlb_write(sentence, ")");
}

void dlb_say_trial(struct dlb_writer *sentence, const struct dlb_trial *trial, bool korean)
{
    say_compared(sentence, trial, korean);
    dlb_write(sentence, ": ");
    if (trial->answer == DLB_ANSWER_UNKNOWN)
        dlb_write(sentence, lack_text(trial->lack, korean));
    else if (trial->answer == DLB_ANSWER_YES)
        dlb_write(sentence, korean ? "충족" : "met");
    else
        dlb_write(sentence, korean ? "미충족" : "not met");
}

/* ---- a verdict ------------------------------------------------------------------------------- */

/* A fact that several clauses ask for is named once. */
static bool is_said(const struct dlb_trial *trials, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (trials[j].decides && dlb_text_equal(trials[j].test->fact, trials[i].test->fact) &&
            dlb_text_equal(trials[j].test->value, trials[i].test->value) &&
            trials[j].test->op == trials[i].test->op)
            return true;
    return false;
}

static void say_reasons(struct dlb_writer *sentence, const struct dlb_verdict *verdict, bool korean)
{
    const struct dlb_trial *trials = verdict->trials.data;
    const char *before = "";
    for (size_t i = 0; i < verdict->trials.n; i++) {
        const struct dlb_trial *trial = &trials[i];
        if (!trial->decides || is_said(trials, i)) continue;
        bool known = trial->lack == DLB_LACK_NOTHING || trial->lack == DLB_LACK_FACT;
        dlb_write(sentence, before);
        say_compared(sentence, trial, korean);
        if (!known) {
            dlb_write(sentence, " ");
            dlb_write(sentence, lack_text(trial->lack, korean));
        }
        before = ", ";
    }
}

static void say_margin(struct dlb_writer *sentence, const struct dlb_trial *near, bool korean)
{
    int64_t percent = dlb_trial_margin(near) * 100;
    int64_t rounded = (percent + TENTH_OF_PERCENT / 2) / TENTH_OF_PERCENT * TENTH_OF_PERCENT;
    bool tiny = rounded == 0;
    dlb_write(sentence, korean ? " 기준과의 차이는 " : " It is missed by ");
    if (tiny && !korean) dlb_write(sentence, "less than ");
    dlb_say_decimal(sentence, tiny ? TENTH_OF_PERCENT : rounded);
    dlb_write(sentence, korean ? (tiny ? "% 미만입니다." : "%입니다.") : " %.");
}

void dlb_say_verdict(struct dlb_writer *sentence, const struct dlb_verdict *verdict,
                     const struct dlb_trial *near, bool korean)
{
    static const char *const ko[] = {[DLB_ANSWER_NO] = "요건에 맞지 않는 것으로 보입니다: ",
                                     [DLB_ANSWER_YES] = "요건을 갖춘 것으로 보입니다: ",
                                     [DLB_ANSWER_UNKNOWN] = "판단하려면 더 확인해야 합니다: "},
                             *const en[] = {
                                 [DLB_ANSWER_NO] = "The conditions do not seem to be met: ",
                                 [DLB_ANSWER_YES] = "The conditions seem to be met: ",
                                 [DLB_ANSWER_UNKNOWN] = "To tell, more has to be known: "};
    dlb_write(sentence, korean ? ko[verdict->answer] : en[verdict->answer]);
    say_reasons(sentence, verdict, korean);
    dlb_write(sentence, ".");
    if (near) say_margin(sentence, near, korean);
}
