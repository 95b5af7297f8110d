/* SPDX-License-Identifier: Apache-2.0 */
/*
 * eligibility.h - what a person may be entitled to, by what is known of the person.
 *
 * There are three answers: a fact that is missing is not false, so a condition that rests on it is
 * neither met nor failed. Everything is asked of the first day of a month.
 */
#ifndef DLB_ELIGIBILITY_H
#define DLB_ELIGIBILITY_H

#include "caseload/caseload.h"
#include "text/text.h"

/* ---- what is known of a person (facts.c) ---------------------------------------------------- */

/* That all of the person's records agree on which have one, or DLB_DAY_NONE. */
int32_t dlb_birth_date(const struct dlb_caseload *caseload, uint32_t person);

/* The newest that is known of one kind. */
struct dlb_known_fact {
    struct dlb_text fact; /* folded */
    struct dlb_text value;
    int32_t as_of; /* DLB_DAY_NONE: worked out */
    uint32_t row;  /* in caseload->facts, or DLB_NO_CODE */
    bool disputed; /* two values of one day: nothing is known */
};

/*
 * The zero state but for `env` knows nothing. age, age_months, birth_year and household_size are
 * worked out where no fact of that name is given.
 */
struct dlb_facts {
    struct dlb_env *env;
    struct dlb_array list;         /* of struct dlb_known_fact, by fact */
    struct dlb_array items, spare; /* of struct dlb_sort_item */
    int32_t birth_date;            /* DLB_DAY_NONE: not known */
    int32_t household_size;        /* 0: not known */
};
/*
 * What the person's records know on a day: of each fact the newest; the household as it is on the
 * first day of the month asked. False: no memory.
 */
bool dlb_facts_of_person(const struct dlb_caseload *caseload, uint32_t person, int32_t on,
                         int32_t month, struct dlb_facts *facts);
/* What is known of one kind, or NULL; `fact` is folded (trial.c). */
const struct dlb_known_fact *dlb_facts_find(const struct dlb_facts *facts, struct dlb_text fact);
void dlb_facts_clear(struct dlb_facts *facts);

/* ---- one test (trial.c) ---------------------------------------------------------------------- */

enum dlb_answer { DLB_ANSWER_NO, DLB_ANSWER_YES, DLB_ANSWER_UNKNOWN };
/* Why a test has no answer. */
enum dlb_lack {
    DLB_LACK_NOTHING,
    DLB_LACK_FACT,      /* nobody knows it */
    DLB_LACK_AGREEMENT, /* two values of one day */
    DLB_LACK_NUMBER,    /* it has to be one */
    DLB_LACK_THRESHOLD  /* none for the day and the size of the household */
};

struct dlb_trial {
    const struct dlb_test *test;
    struct dlb_text clause; /* null: of no clause */
    struct dlb_label name;  /* of the fact */
    uint8_t answer, lack;   /* enum dlb_answer, dlb_lack */
    bool is_number;         /* the fact's value is `value` */
    bool has_limit;         /* what is asked for is the number `limit` */
    bool has_numbers;       /* an order: `value` was compared with `limit` */
    bool decides;           /* see dlb_verdict_mark */
    int64_t value, limit;   /* millionths */
    struct dlb_text text;   /* the fact's value; null: worked out, or not known */
    int32_t as_of;          /* of the fact; DLB_DAY_NONE: worked out, or not known */
    uint32_t row;           /* in caseload->facts, or DLB_NO_CODE */
};
/* The size of the household: as a fact, else as it is worked out; or DLB_SIZE_UNKNOWN. */
int32_t dlb_facts_size(const struct dlb_facts *facts);
/* Try a test on the first day of a month. */
struct dlb_trial dlb_test_try(const struct dlb_policy *policy, const struct dlb_facts *facts,
                              const struct dlb_test *test, int32_t month);

/* ---- a programme (verdict.c) ----------------------------------------------------------------- */

/* Kept from programme to programme; the zero state but for `env` is empty. */
struct dlb_verdict {
    struct dlb_env *env;
    uint8_t answer;            /* enum dlb_answer */
    struct dlb_text version;   /* that was in force */
    struct dlb_text legal_ref; /* of its first row that has one; or null */
    struct dlb_array trials;   /* of struct dlb_trial, by clause */
};
enum dlb_asked { DLB_ASKED, DLB_ASKED_NOTHING, DLB_ASKED_NO_MEMORY };
/*
 * Is the person entitled to the programme in a month? Of the versions in force on its first day the
 * one that began last decides; there may be none.
 */
enum dlb_asked dlb_eligibility_ask(const struct dlb_policy *policy, const struct dlb_facts *facts,
                                   uint32_t programme, int32_t month, struct dlb_verdict *verdict);
/* Mark the trials that the answer rests on: those of the first clause that is met; those that fail
 * in the clause that fails least; those without an answer in the clauses that may still be met. Of
 * a NO that dlb_verdict_near() knows by one trial: that one. */
void dlb_verdict_mark(struct dlb_verdict *verdict, const struct dlb_trial *near);
/* Of a YES: a clause that is met by facts of `since` or later alone, as its first trial; NULL when
 * there is none. *n says how many trials it has. */
const struct dlb_trial *dlb_verdict_met(const struct dlb_verdict *verdict, int32_t since,
                                        size_t *n);
/* Of a NO: the order that alone keeps a clause from being met, by at most margin_ppm of the limit;
 * NULL when there is none. */
const struct dlb_trial *dlb_verdict_near(const struct dlb_verdict *verdict, int64_t margin_ppm);
/* How far the value of an order is from its limit, as a share of it in parts per million. */
int64_t dlb_trial_margin(const struct dlb_trial *trial);
void dlb_verdict_clear(struct dlb_verdict *verdict);

/* ---- in words (wording.c) -------------------------------------------------------------------- */

const char *dlb_answer_word(unsigned answer); /* "no" … */
const char *dlb_lack_word(unsigned lack);     /* "fact" …, NULL: nothing lacks */
/* What people call the fact of a test: by the policy, else what it is worked out as, else its
 * code. */
struct dlb_label dlb_fact_label(const struct dlb_trial *trial);
/* The same into a sentence. */
void dlb_say_fact(struct dlb_writer *sentence, const struct dlb_trial *trial, bool korean);
/* What is known of it, and what is asked: "65", "at least 65". */
void dlb_say_known(struct dlb_writer *sentence, const struct dlb_trial *trial);
void dlb_say_asked(struct dlb_writer *sentence, const struct dlb_trial *trial, bool korean);
/* "나이 64(기준 65 이상): 미충족" */
void dlb_say_trial(struct dlb_writer *sentence, const struct dlb_trial *trial, bool korean);
/* The answer and what it rests on, once it is marked; `near` as dlb_verdict_near() gives it. */
void dlb_say_verdict(struct dlb_writer *sentence, const struct dlb_verdict *verdict,
                     const struct dlb_trial *near, bool korean);

#endif
