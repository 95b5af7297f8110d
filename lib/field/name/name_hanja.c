/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name_hanja.c - names written in Chinese characters.
 *
 *   written        name        hanja
 *   김순자 金順子    김순자        金順子    beside the Hangul: kept apart
 *   金順子          김순자        金順子    read
 *   金순자          김순자                 read, mixed script
 *
 * 金 is 김 as a surname and 금 in a given name. The initial-sound law applies to every
 * syllable, as families mostly do (烈 is 열 or 렬). A compatibility character has one
 * reading only and keeps it: U+F90A is 금 wherever it stands.
 */
#include "field/name/name_scan.h"

#include <string.h>

enum {
    DECEASED = 0x6545, /* 故 */
    DEAD = 0x4EA1      /* 亡 */
};

/* Surnames that are read otherwise than the same character is inside names or words. */
static const struct dlb_hanja_entry surnames[] = {
    {0x5442, U'여'}, /* 呂 */ {0x5ED6, U'요'}, /* 廖 */ {0x5EC9, U'염'}, /* 廉 */
    {0x674E, U'이'}, /* 李 */ {0x6797, U'임'}, /* 林 */ {0x67F3, U'유'}, /* 柳 */
    {0x6881, U'양'}, /* 梁 */ {0x6C88, U'심'}, /* 沈 */ {0x76E7, U'노'}, /* 盧 */
    {0x7F85, U'나'}, /* 羅 */ {0x8449, U'엽'}, /* 葉 */ {0x8ECA, U'차'}, /* 車 */
    {0x5289, U'유'}, /* 劉 */ {0x91D1, U'김'}, /* 金 */ {0x9678, U'육'}, /* 陸 */
    {0x9F8D, U'용'},                                                     /* 龍 */
};

static uint32_t read(const struct dlb_hanja_table *table, uint32_t hanja, bool is_first)
{
    for (size_t i = 0; is_first && i < sizeof surnames / sizeof *surnames; i++) {
        if (surnames[i].hanja == hanja) return surnames[i].reading;
    }
    uint32_t reading = dlb_hanja_reading(table, hanja);
    bool is_compat = hanja >= 0xF900 && hanja <= 0xFAFF, is_kim = hanja == 0x91D1;
    if (is_kim) return U'금';
    return reading == 0 || is_compat ? reading : dlb_law(reading);
}

static bool is_deceased(uint32_t rune)
{
    return rune == DECEASED || rune == DEAD;
}

/* What may stand between the mark and the name or the end of the cell. */
static bool is_gap(uint32_t rune)
{
    static const char32_t gaps[] = U" .,:;-/\"'\u00B7";
    for (size_t i = 0; gaps[i] != 0; i++) {
        if (gaps[i] == rune) return true;
    }
    return false;
}

static bool is_deceased_or_gap(uint32_t rune)
{
    return is_deceased(rune) || is_gap(rune);
}

void dlb_name_take_deceased(struct dlb_name_scan *scan, struct dlb_runes *runes)
{
    size_t begin = 0, end = runes->n;
    for (size_t i = 0; i + 1 < end && is_deceased_or_gap(runes->at[i]); i++) {
        if (is_deceased(runes->at[i])) begin = i + 1;
    }
    for (size_t i = end; i > begin + 2 && is_deceased_or_gap(runes->at[i - 1]); i--) {
        if (is_deceased(runes->at[i - 1])) end = i - 1;
    }
    if (end - begin == runes->n) return;
    while (end - begin > 1 && is_gap(runes->at[begin])) begin++;
    while (end - begin > 1 && is_gap(runes->at[end - 1])) end--;
    runes->n = end - begin;
    memmove(runes->at, runes->at + begin, runes->n * sizeof *runes->at);
    scan->out->flags |= DOLBOM_NAME_DECEASED;
    scan->repaired = true;
}

/* "김순자金順子": the syllables before or after the run say the same. */
static bool says_the_same(const struct dlb_name_scan *scan, size_t begin, size_t end,
                          size_t n_syllables)
{
    const struct dlb_runes *main = &scan->main;
    size_t first = begin >= n_syllables ? begin - n_syllables : end;
    for (size_t i = 0; i < end - begin; i++) {
        if (first + i >= main->n || !dlb_is_syllable(main->at[first + i])) return false;
        if (dlb_law(main->at[first + i]) != read(scan->hanja, main->at[begin + i], i == 0))
            return false;
    }
    return true;
}

/* One run of hanja and, before or after it, at least as many syllables. */
static bool stands_beside(const struct dlb_name_scan *scan, size_t begin, size_t end)
{
    const struct dlb_runes *main = &scan->main;
    size_t n_syllables = 0;
    for (size_t i = 0; i < main->n; i++) {
        bool in_run = i >= begin && i < end;
        if (!in_run && dlb_is_hanja(main->at[i])) return false;
        n_syllables += dlb_is_syllable(main->at[i]);
    }
    if (end - begin < 2 || n_syllables < end - begin) return false;
    bool is_apart =
        (begin == 0 || main->at[begin - 1] == ' ') && (end == main->n || main->at[end] == ' ');
    return is_apart || says_the_same(scan, begin, end, n_syllables);
}

static void keep(struct dlb_name_scan *scan, size_t begin, size_t end)
{
    struct dlb_name *out = scan->out;
    dlb_name_keep(scan->main.at + begin, end - begin, out->hanja, sizeof out->hanja,
                  &out->hanja_len);
}

static void replace(struct dlb_name_scan *scan)
{
    struct dlb_runes *main = &scan->main;
    bool is_first = true, all_hanja = true;
    for (size_t i = 0; i < main->n; i++) {
        if (dlb_is_hanja(main->at[i]) && read(scan->hanja, main->at[i], false) == 0) return;
        all_hanja &= dlb_is_hanja(main->at[i]);
    }
    if (all_hanja) keep(scan, 0, main->n);
    for (size_t i = 0; i < main->n; i++) {
        if (dlb_is_hanja(main->at[i])) main->at[i] = read(scan->hanja, main->at[i], is_first);
        is_first &= !dlb_is_syllable(main->at[i]);
    }
    scan->out->flags |= DOLBOM_NAME_HANJA_READ;
    scan->repaired = true;
}

void dlb_name_read_hanja(struct dlb_name_scan *scan)
{
    dlb_name_take_deceased(scan, &scan->main);
    struct dlb_runes *main = &scan->main;
    size_t begin = 0;
    while (begin < main->n && !dlb_is_hanja(main->at[begin])) begin++;
    if (begin == main->n) return;
    size_t end = begin;
    while (end < main->n && dlb_is_hanja(main->at[end])) end++;
    if (!stands_beside(scan, begin, end)) {
        replace(scan);
        return;
    }
    keep(scan, begin, end);
    memmove(main->at + begin, main->at + end, (main->n - end) * sizeof *main->at);
    main->n -= end - begin;
}
