/* SPDX-License-Identifier: Apache-2.0 */
/*
 * juso_row.c - a line of the official address files.
 *
 *        buildings (rnaddrkor, 24 columns)     lots of buildings (jibun_rnaddrkor, 14)
 *    1   도로명주소관리번호 26                    the same
 *    2   법정동코드 10                           the same
 *    3-6 시도, 시군구, 읍면동, 리                  the same
 *    7-9 산여부 0/1, 지번본번, 지번부번            the same
 *   10   도로명코드 12                           the same
 *   11   도로명                                 지하여부
 *   12   지하여부 0/1/2                          건물본번
 *   13   건물본번                               건물부번
 *   14   건물부번                               이동사유
 *   17   우편번호 5
 *   19   효력발생일 yyyymmdd
 *   21   이동사유 31 new, 34 changed, 63 abolished
 *
 * Except for its digits 6 to 8, the number of a building repeats columns 10 to 14. A line in which
 * the two differ has shifted columns or is not from these files.
 */
#include "juso/juso_make.h"

#include <string.h>

enum { BUILDING_COLUMNS = 24, LOT_COLUMNS = 14, COLUMNS_MAX = BUILDING_COLUMNS };

struct columns {
    struct dlb_text at[COLUMNS_MAX];
    size_t n;
};

/* All columns; n is more than COLUMNS_MAX when there are too many. */
static void split(struct dlb_text line, struct columns *columns)
{
    const char *at = line.data, *end = line.data + line.len;
    for (columns->n = 0; columns->n < COLUMNS_MAX; at++) {
        const char *bar = memchr(at, '|', (size_t)(end - at));
        const char *stop = bar != NULL ? bar : end;
        columns->at[columns->n++] = (struct dlb_text){at, (size_t)(stop - at)};
        at = stop;
        if (bar == NULL) return;
    }
    columns->n++;
}

/* Digits as a number; an empty text is 0. False if it is not all digits or exceeds `most`. */
static bool number(struct dlb_text text, uint64_t most, uint64_t *value)
{
    *value = 0;
    if (text.len > 12) return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') return false;
        *value = *value * 10 + (uint64_t)(text.data[i] - '0');
    }
    return *value <= most;
}

/* A code of a fixed number of digits, not beginning with 0. */
static bool code(struct dlb_text text, size_t n_digits, uint64_t *value)
{
    return text.len == n_digits && text.data[0] != '0' && number(text, UINT64_MAX, value);
}

/* 산, 본번 and 부번 of a lot, from column 7 on. */
static const char *read_lot(const struct columns *columns, struct dlb_juso_row *row)
{
    uint64_t mountain, main, sub;
    if (!number(columns->at[6], 1, &mountain)) return "column 7 (산여부) is not 0 or 1";
    if (!number(columns->at[7], 9999, &main) || !number(columns->at[8], 9999, &sub))
        return "columns 8 and 9 are not a lot number";
    row->lot = main == 0 ? 0 : (uint32_t)(mountain << 28 | main << 14 | sub);
    return NULL;
}

/* Some digits from a longer number. */
static uint64_t digits(struct dlb_text text, size_t from, size_t n)
{
    uint64_t value;
    return number((struct dlb_text){text.data + from, n}, UINT64_MAX, &value) ? value : UINT64_MAX;
}

/* Does the number of a building agree with the other columns, apart from its 읍면동번호? */
static bool is_number_of(struct dlb_text key, struct dlb_text road, uint64_t under, uint64_t main,
                         uint64_t sub)
{
    return key.len == DLB_JUSO_KEY_DIGITS && memcmp(key.data, road.data, 5) == 0 &&
           memcmp(key.data + 8, road.data + 5, 7) == 0 && digits(key, 15, 1) == under &&
           digits(key, 16, 5) == main && digits(key, 21, 5) == sub;
}

/* 지하, 본번 and 부번 of a building, from column `at` on, and its number, which repeats them. */
static const char *read_building(const struct columns *columns, size_t at, struct dlb_juso_row *row)
{
    const struct dlb_text key = columns->at[0], road = columns->at[9];
    uint64_t under, main, sub;
    if (!code(road, 12, &row->road_code)) return "column 10 is not a road code of 12 digits";
    if (!number(columns->at[at], 2, &under)) return "the column 지하여부 is not 0, 1 or 2";
    if (!number(columns->at[at + 1], 99999, &main) || main == 0 ||
        !number(columns->at[at + 2], 99999, &sub))
        return "the columns 건물본번 and 건물부번 are not a building number";
    bool same = is_number_of(key, road, under, main, sub);
    uint64_t emd = same ? digits(key, 5, 3) : UINT64_MAX;
    if (emd > 999) return "column 1 is not the number of the building that the columns name";
    row->building = under << DLB_JUSO_UNDER_BIT | main << DLB_JUSO_MAIN_BIT |
                    sub << DLB_JUSO_SUB_BIT | emd << DLB_JUSO_EMD_BIT;
    return NULL;
}

static uint8_t reason_of(struct dlb_text text)
{
    if (text.len == 0) return DLB_JUSO_STANDS;
    bool abolished = text.len == 2 && memcmp(text.data, "63", 2) == 0;
    return abolished ? DLB_JUSO_ABOLISHED : DLB_JUSO_CHANGED;
}

/* The columns that only the lines of buildings have. */
static const char *read_rest(const struct columns *columns, struct dlb_juso_row *row)
{
    uint64_t zip, date;
    row->road = columns->at[10];
    if (row->road.len == 0 || row->road.len > DLB_JUSO_NAME_MAX)
        return "column 11 is not the name of a road";
    if (!number(columns->at[16], 99999, &zip)) return "column 17 is not a postcode of 5 digits";
    if (!number(columns->at[18], 99999999, &date)) return "column 19 is not a day as YYYYMMDD";
    row->zip = (uint32_t)zip;
    row->date = (uint32_t)date;
    return NULL;
}

static const char *read_place(const struct columns *columns, struct dlb_juso_row *row)
{
    if (!code(columns->at[1], 10, &row->dong_code))
        return "column 2 is not a legal dong code of 10 digits";
    for (size_t i = 2; i < 6; i++)
        if (columns->at[i].len > DLB_JUSO_NAME_MAX) return "a name in columns 3 to 6 is too long";
    row->sido = columns->at[2];
    row->sigungu = columns->at[3];
    row->emd = columns->at[4];
    row->ri = columns->at[5];
    return NULL;
}

static const char *read_columns(const struct columns *columns, struct dlb_juso_row *row)
{
    row->reason = reason_of(columns->at[row->is_lot ? 13 : 20]);
    const char *wrong = read_place(columns, row);
    if (wrong == NULL) wrong = read_lot(columns, row);
    if (wrong == NULL) wrong = read_building(columns, row->is_lot ? 10 : 11, row);
    if (wrong != NULL || !row->is_lot) return wrong != NULL ? wrong : read_rest(columns, row);
    return row->lot == 0 ? "columns 8 and 9 are not a lot number" : NULL;
}

const char *dlb_juso_row_read(struct dlb_text line, struct dlb_juso_row *row)
{
    static const struct dlb_text nothing = {"No Data", 7};
    struct columns columns;
    memset(row, 0, sizeof *row);
    if (line.len > 0 && line.data[line.len - 1] == '\r') line.len--;
    row->is_nothing = line.len == 0 || dlb_text_equal(line, nothing);
    if (row->is_nothing) return NULL;
    if (dlb_utf8_valid(line.data, line.len) != line.len) return "the line is not valid text";
    split(line, &columns);
    row->is_lot = columns.n == LOT_COLUMNS;
    if (!row->is_lot && columns.n != BUILDING_COLUMNS)
        return "the line has neither 24 columns (rnaddrkor) nor 14 (jibun_rnaddrkor)";
    return read_columns(&columns, row);
}
