/* SPDX-License-Identifier: Apache-2.0 */
/*
 * terms.h - what the policy asks of a person and of services: classes, tests of facts, what one
 * thing implies; part of policy.h.
 */
#ifndef DLB_TERMS_H
#define DLB_TERMS_H

#include "intake/intake.h"

/* ---- classes and programmes (policy_class.c) ------------------------------------------------ */

/* Does a row hold on a day? */
static inline bool dlb_valid_on(struct dlb_valid valid, int32_t day)
{
    return valid.from <= day && day < valid.to;
}

/* A class of service: 2 or 4 digits; "31" covers "3101". */
struct dlb_class {
    uint16_t code;  /* 0 … 9999 */
    uint8_t digits; /* 2 or 4; 0: none */
};
/* Is `narrow` the class `wide` or one below it? No class covers nothing and is covered by none. */
static inline bool dlb_class_covers(struct dlb_class wide, struct dlb_class narrow)
{
    unsigned code = wide.digits == 2 && narrow.digits == 4 ? narrow.code / 100 : narrow.code;
    return wide.digits && narrow.digits >= wide.digits && code == wide.code;
}
/* The first `digits` (2 or 4) of a class; one that has fewer stays as it is. */
static inline struct dlb_class dlb_class_cut(struct dlb_class class_, unsigned digits)
{
    if (digits != 2 || class_.digits != 4) return class_;
    return (struct dlb_class){class_.code / 100, 2};
}
/* The class that a parameter of DLB_FORM_CLASS has as its value; 0: none. */
struct dlb_class dlb_class_of_number(int64_t number);
/* "31" or "3101"; digits 0 and false for anything else. */
bool dlb_class_parse(struct dlb_text text, struct dlb_class *class_);
/* The first item of a list joined by ;, without blanks around it; *rest is what follows. */
struct dlb_text dlb_list_item(struct dlb_text *rest);
/* Does a list such as "3002;40" have a class that covers this one? */
bool dlb_classes_cover(struct dlb_text list, struct dlb_class narrow);
/* "31" or "3101", "" for none; NUL-terminated. */
void dlb_class_write(struct dlb_class class_, char text[5]);

/* What a row names: exactly one of the three is set, or none. */
struct dlb_selector {
    uint32_t programme;      /* code, or DLB_NO_CODE */
    struct dlb_class class_; /* digits 0 when not a class */
    uint8_t stay;            /* enum dlb_stay_kind + 1, or 0 */
};

/* ---- rows (policy_read_terms.c) -------------------------------------------------------------- */

enum dlb_op {
    DLB_OP_EQUAL,
    DLB_OP_UNEQUAL,
    DLB_OP_LESS,
    DLB_OP_AT_MOST,
    DLB_OP_MORE,
    DLB_OP_AT_LEAST,
    DLB_OP_IN
};
enum dlb_limit {
    DLB_LIMIT_WORD,     /* or words joined by ; */
    DLB_LIMIT_NUMBER,   /* also a word */
    DLB_LIMIT_THRESHOLD /* `value` is a code of `thresholds` */
};
/* Rows of `thresholds` that have one code: n from the first; n 0: there are none. */
struct dlb_threshold_rows {
    uint32_t first, n;
};

enum { DLB_FACT_DECIMALS = 6 }; /* numbers of facts, tests and thresholds are whole millionths */

/* A fact compared with something. Texts are folded (dlb_code_fold). */
struct dlb_test {
    struct dlb_text fact; /* null: nothing is asked */
    struct dlb_text value;
    int64_t number;
    struct dlb_threshold_rows thresholds;
    uint8_t op, limit; /* enum dlb_op, dlb_limit */
};

/* What people call a code, in two languages; null where the policy does not say. */
struct dlb_label {
    struct dlb_text ko, en;
};

/* A row of `eligibility`. The rows of a clause must all hold; one clause of a version is enough. */
struct dlb_condition {
    uint32_t programme; /* code */
    struct dlb_text version, clause, legal_ref;
    struct dlb_label name; /* of the fact */
    struct dlb_test test;
    struct dlb_valid valid;
    int64_t row;        /* of `eligibility`, from 0 */
    const char *broken; /* the column that cannot be read; NULL in a policy that was read */
};

enum { DLB_SIZE_UNKNOWN = -1 }; /* how many a household has, where nobody says */

/* A row of `thresholds`: by code, then household_size, the latest first. */
struct dlb_threshold {
    struct dlb_text code;   /* folded */
    int32_t household_size; /* 0: all others */
    int64_t value;
    struct dlb_valid valid;
};

/* A row of `implies`: who has a should have b; one_of: who has the fact, one of the two. */
struct dlb_implies {
    struct dlb_selector a, b;       /* a may be none */
    struct dlb_text a_name, b_name; /* as the row writes them; a_name null: none */
    bool one_of;
    struct dlb_test test;
    int32_t grace_days;
    struct dlb_valid valid;
    struct dlb_text legal_ref;
};

/* A row of `life_events`. */
struct dlb_life_event {
    struct dlb_text kind, expects; /* as the row writes them */
    uint8_t event;                 /* enum dlb_event_kind; not used when it is a birthday */
    int32_t birthday;              /* which one; DLB_NONE: it is an event */
    struct dlb_selector expected;  /* none: any contact */
    int32_t pre_days, post_days;
    struct dlb_valid valid;
    struct dlb_text legal_ref;
};

/* A row of `domains`: by domain, the latest first. */
struct dlb_domain {
    struct dlb_text domain; /* folded */
    struct dlb_label name;
    struct dlb_valid valid;
};

/* A row of `signal_weights`: by signal, the latest first. */
struct dlb_signal_weight {
    struct dlb_text signal; /* folded */
    struct dlb_label name;
    int64_t weight; /* millionths */
    bool alone;
    struct dlb_valid valid;
};

/* ---- marks (policy_marks.c) ------------------------------------------------------------------ */

/* What rows of the policy can be about a service, whenever they hold (policy_marks.c). */
enum {
    DLB_MARK_EXCLUDES_A = 1, /* a side of a mutex row that excludes; of one with household scope */
    DLB_MARK_EXCLUDES_B = 2,
    DLB_MARK_EXCLUDES_HOME_A = 4,
    DLB_MARK_EXCLUDES_HOME_B = 8,
    DLB_MARK_TOP_UP = 16,     /* either side of one that fills up */
    DLB_MARK_COUNTED = 32,    /* a row of `caps` with a number of times, */
    DLB_MARK_MONEY = 64,      /* or with money */
    DLB_MARK_KEYED = 128,     /* the key of a row of `rules` */
    DLB_MARK_UNIT = 256,      /* its programme is for the household as a whole, */
    DLB_MARK_LOCAL = 512,     /* cannot be taken along, */
    DLB_MARK_STATUTORY = 1024 /* or is statutory */
};
/*
 * On which sides of rows of `mutex` that exclude each other services can be: row i has the bit
 * i % 64. Where no service is on a side with the bit, none is on that side of the row.
 */
struct dlb_mutex_sides {
    uint64_t a, b;
};
/* Can services on these sides meet in a row? */
static inline bool dlb_may_meet(struct dlb_mutex_sides sides, uint32_t row)
{
    return sides.a & sides.b & (uint64_t)1 << row % 64;
}
/* What is looked up by class and by programme. */
struct dlb_marks {
    struct dlb_mutex_sides sides;
    unsigned marks; /* DLB_MARK_… */
};

#endif
