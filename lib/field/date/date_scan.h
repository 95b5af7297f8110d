/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date_scan.h - a date while it is read.
 */
#ifndef DLB_DATE_SCAN_H
#define DLB_DATE_SCAN_H

#include "text/text.h"

enum {
    DLB_DATE_GROUPS_MAX = 10, /* a date and a time of day with its zone */
    DLB_DATE_SYMBOLS_MAX = 14
};

/* A run of digits in a date; '?' for a digit that is hidden or unknown. */
struct dlb_date_group {
    char symbols[DLB_DATE_SYMBOLS_MAX];
    uint8_t n;
    bool is_unknown; /* has a '?' */
    uint32_t value;  /* 0 when unknown */
};

/* A reign that counts years. */
struct dlb_date_era {
    int32_t offset; /* year 1 is offset + 1 */
    int32_t last;   /* its last year */
};

/* A date taken into groups and marks. */
struct dlb_date_parts {
    struct dlb_date_group groups[DLB_DATE_GROUPS_MAX];
    size_t n;
    const struct dlb_date_era *era; /* NULL: none named */
    bool is_lunar;
    bool is_leap_month;  /* 윤달 */
    uint8_t month_place; /* which group, from 1, was an English month; 0: none */
    uint8_t n_labels;    /* of 년 월 일 */
    bool year_is_labelled;
    bool has_more; /* numbers after the date were left out */
    bool has_time;
    bool repaired; /* words were dropped or converted */
};

/* false: something that is no part of a date. */
bool dlb_date_read_parts(const struct dlb_runes *runes, struct dlb_date_parts *parts);
void dlb_date_group_set(struct dlb_date_group *group, const char *symbols, size_t n);
/* Every symbol of every group is this one. */
bool dlb_date_all(const struct dlb_date_parts *parts, char symbol);

#endif
