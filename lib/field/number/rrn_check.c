/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rrn_check.c - whether a resident number agrees with the columns beside it.
 *
 * A number belongs to the row when the birth date and the sex in it are those of the row.
 * Elders' cards hold the birthday by the moon, unconverted, and for many so does the number:
 * a date that is the other one read as lunar agrees too. What is not known on either side
 * is neither agreement nor disagreement.
 */
#include "field/date/lunar.h"
#include "field/field.h"

enum { CENTURY = 100 };

/* Of a birth date without its century only what is written can be compared. */
static bool parts_agree(const dolbom_rrn *rrn, const dolbom_date *birth)
{
    int32_t year = 0;
    unsigned month = 0, day = 0;
    bool has_century = rrn->birth_days != DOLBOM_DAY_NONE;
    if (has_century) dlb_day_parts(rrn->birth_days, &year, &month, &day);
    if (!has_century) {
        year = (int32_t)(rrn->front / 10000);
        month = rrn->front / 100 % 100;
        day = rrn->front % 100;
    }
    bool same_year = has_century ? year == birth->year : year == birth->year % CENTURY;
    bool same_month = birth->month == 0 || month == birth->month;
    bool same_day = birth->day == 0 || day == birth->day;
    return same_year && same_month && same_day;
}

static uint32_t birth_flag(const dolbom_rrn *rrn, const dolbom_date *birth)
{
    if (parts_agree(rrn, birth)) return DOLBOM_RRN_BIRTH_EQUAL;
    bool both_known = rrn->birth_days != DOLBOM_DAY_NONE && birth->days != DOLBOM_DAY_NONE;
    bool is_lunar = both_known && dlb_lunar_reads_as(rrn->birth_days, birth->days);
    return is_lunar ? DOLBOM_RRN_BIRTH_LUNAR : DOLBOM_RRN_BIRTH_DIFFERS;
}

uint32_t dlb_rrn_agrees(const dolbom_rrn *rrn, const dolbom_date *birth, uint8_t sex)
{
    uint32_t flags = 0;
    if (rrn->n_digits == 0) return 0;
    if (birth->year != 0) flags |= birth_flag(rrn, birth);
    if (sex != 0 && rrn->sex != 0)
        flags |= sex == rrn->sex ? DOLBOM_RRN_SEX_EQUAL : DOLBOM_RRN_SEX_DIFFERS;
    if (rrn->check == DOLBOM_RRN_CHECK_OK) flags |= DOLBOM_RRN_NUMBER_OK;
    if (rrn->check == DOLBOM_RRN_CHECK_SUSPECT) flags |= DOLBOM_RRN_NUMBER_SUSPECT;
    return flags;
}
