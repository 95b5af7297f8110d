/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_rrn.c - laws of resident, business and corporate numbers on any bytes, those of
 * fuzz_number.h and:
 *
 *   hidden     a number that is not whole has no number, no check and no key
 *   front      sex and century are those of the seventh digit, the birth date is not in the future
 *   check      two numbers that differ only in the last digit are not both right
 *   agreement  a number agrees with its own birth date and sex
 */
#include "fuzz_number.h"

#include <string.h>

static void check_front(const struct fuzz_value *value)
{
    const dolbom_rrn *rrn = &value->parsed.rrn;
    int32_t year = 0;
    unsigned month, day;
    fuzz_check(rrn->birth_days <= 20634 && strchr("1234567890", value->text[6]) != NULL);
    dlb_day_parts(rrn->birth_days, &year, &month, &day);
    fuzz_check(rrn->front == (uint32_t)(year % 100) * 10000 + month * 100 + day);
    fuzz_check(rrn->sex == ((value->text[6] - '0') % 2 ? 'M' : 'F'));
    fuzz_check(rrn->foreign == (value->text[6] >= '5' && value->text[6] <= '8'));
    dolbom_date birth = {
        .year = year, .month = (uint8_t)month, .day = (uint8_t)day, .days = rrn->birth_days};
    uint32_t flags = dlb_rrn_agrees(rrn, &birth, rrn->sex);
    fuzz_check((flags & DOLBOM_RRN_BIRTH_EQUAL) && (flags & DOLBOM_RRN_SEX_EQUAL));
}

static void check_rrn(const struct fuzz_value *value)
{
    const dolbom_rrn *rrn = &value->parsed.rrn;
    uint64_t key = dlb_kind_rrn.keys[0].of(value->codes);
    bool is_whole = value->len == 13 && memchr(value->text, '?', 13) == NULL;
    fuzz_check(rrn->n_digits == 0 || rrn->n_digits == 6 || rrn->n_digits == 7 ||
               rrn->n_digits == 13);
    fuzz_check((rrn->n_digits == 13) == is_whole && (rrn->number != 0) == is_whole);
    fuzz_check(is_whole || (key == 0 && rrn->check == DOLBOM_RRN_CHECK_NONE));
    fuzz_check(key == 0 || rrn->check != DOLBOM_RRN_CHECK_SUSPECT);
    if (rrn->n_digits >= 7) check_front(value);
}

/* The number with its last digit changed by one: for citizens at most one of the two is right. */
static void check_neighbour(const struct dlb_kind *kind, const struct fuzz_value *value)
{
    struct fuzz_value other;
    char text[DOLBOM_RRN_MAX];
    if (value->len < 10 || memchr(value->text, '?', value->len)) return;
    memcpy(text, value->text, value->len);
    text[value->len - 1] = (char)('0' + (text[value->len - 1] - '0' + 1) % 10);
    fuzz_read(kind, (struct dlb_text){text, value->len}, 0, &other);
    bool is_rrn = kind == &dlb_kind_rrn;
    unsigned check = is_rrn ? value->parsed.rrn.check : value->parsed.brn.check;
    unsigned changed = is_rrn ? other.parsed.rrn.check : other.parsed.brn.check;
    fuzz_check(check != DOLBOM_RRN_CHECK_OK || changed != DOLBOM_RRN_CHECK_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_value value;
    fuzz_laws(&dlb_kind_rrn, data, size, &value);
    check_rrn(&value);
    check_neighbour(&dlb_kind_rrn, &value);
    fuzz_laws(&dlb_kind_brn, data, size, &value);
    check_neighbour(&dlb_kind_brn, &value);
    fuzz_laws(&dlb_kind_crn, data, size, &value);
    check_neighbour(&dlb_kind_crn, &value);
    return 0;
}
