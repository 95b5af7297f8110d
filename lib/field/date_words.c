/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date_words.c - what stands between the digits of a date.
 *
 *   group       digits, or '?' '*' 'X' for hidden ones; "미상" for a whole group
 *   separators  . - / , ' and spaces, which mean nothing
 *   labels      년 월 일 behind a group, in this order
 *   eras        昭和 소화 쇼와 S …: the first group counts years of a reign
 *   calendar    음 음력 (음) (-) lunar, 윤 a doubled month; 양 양력 (양) (+) solar
 *   weekday     (월) … (일), 월요일 …: repeats what the date says
 *   time        T, 오전, 오후 or a ':' makes what follows the third group a time of day
 *
 * Anything else is no date: a guess would be worse than nothing.
 */
#include "field/field.h"

#include <string.h>

/* ---- words ---------------------------------------------------------------------------------- */

enum word_kind {
    WORD_YEAR,
    WORD_MONTH,
    WORD_DAY,
    WORD_ERA,
    WORD_LUNAR,
    WORD_LEAP,
    WORD_SOLAR,
    WORD_UNKNOWN,
    WORD_FIRST_YEAR, /* 元年 */
    WORD_TIME,
    WORD_WEEKDAY,
    WORD_NOTE
};

static const struct dlb_date_era meiji = {1867, 45}, taisho = {1911, 15}, showa = {1925, 64},
                                 heisei = {1988, 31}, reiwa = {2018, 99}, dangun = {-2333, 4532};

struct word {
    const char32_t *text;
    enum word_kind kind;
    const struct dlb_date_era *era;
};

/* A word stands before its own beginnings: "음력" before "음". */
static const struct word words[] = {
    {U"明治", WORD_ERA, &meiji},    {U"메이지", WORD_ERA, &meiji},  {U"명치", WORD_ERA, &meiji},
    {U"大正", WORD_ERA, &taisho},   {U"다이쇼", WORD_ERA, &taisho}, {U"대정", WORD_ERA, &taisho},
    {U"昭和", WORD_ERA, &showa},    {U"쇼와", WORD_ERA, &showa},    {U"소화", WORD_ERA, &showa},
    {U"平成", WORD_ERA, &heisei},   {U"헤이세이", WORD_ERA, &heisei}, {U"평성", WORD_ERA, &heisei},
    {U"令和", WORD_ERA, &reiwa},    {U"레이와", WORD_ERA, &reiwa},  {U"영화", WORD_ERA, &reiwa},
    {U"단기", WORD_ERA, &dangun},   {U"檀紀", WORD_ERA, &dangun},   {U"단군기원", WORD_ERA, &dangun},
    {U"서기", WORD_SOLAR, NULL},    {U"西紀", WORD_SOLAR, NULL},    {U"년생", WORD_YEAR, NULL},
    {U"년도", WORD_YEAR, NULL},     {U"년", WORD_YEAR, NULL},       {U"年", WORD_YEAR, NULL},
    {U"월요일", WORD_WEEKDAY, NULL}, {U"화요일", WORD_WEEKDAY, NULL}, {U"수요일", WORD_WEEKDAY, NULL},
    {U"목요일", WORD_WEEKDAY, NULL}, {U"금요일", WORD_WEEKDAY, NULL}, {U"토요일", WORD_WEEKDAY, NULL},
    {U"일요일", WORD_WEEKDAY, NULL}, {U"월생", WORD_MONTH, NULL},    {U"월", WORD_MONTH, NULL},
    {U"月", WORD_MONTH, NULL},      {U"일생", WORD_DAY, NULL},      {U"일", WORD_DAY, NULL},
    {U"日", WORD_DAY, NULL},        {U"음력", WORD_LUNAR, NULL},    {U"음", WORD_LUNAR, NULL},
    {U"陰曆", WORD_LUNAR, NULL},    {U"陰", WORD_LUNAR, NULL},      {U"윤달", WORD_LEAP, NULL},
    {U"윤", WORD_LEAP, NULL},       {U"閏", WORD_LEAP, NULL},       {U"양력", WORD_SOLAR, NULL},
    {U"양", WORD_SOLAR, NULL},      {U"陽曆", WORD_SOLAR, NULL},    {U"陽", WORD_SOLAR, NULL},
    {U"미상", WORD_UNKNOWN, NULL},  {U"불상", WORD_UNKNOWN, NULL},  {U"불명", WORD_UNKNOWN, NULL},
    {U"모름", WORD_UNKNOWN, NULL},  {U"元", WORD_FIRST_YEAR, NULL}, {U"원년", WORD_FIRST_YEAR, NULL},
    {U"오전", WORD_TIME, NULL},     {U"오후", WORD_TIME, NULL},     {U"AM", WORD_TIME, NULL},
    {U"PM", WORD_TIME, NULL},       {U"생년월일", WORD_NOTE, NULL}, {U"생", WORD_NOTE, NULL},
    {U"출생", WORD_NOTE, NULL},     {U"경", WORD_NOTE, NULL},
};

static const struct word letters[] = {{U"M", WORD_ERA, &meiji},
                                      {U"T", WORD_ERA, &taisho},
                                      {U"S", WORD_ERA, &showa},
                                      {U"H", WORD_ERA, &heisei},
                                      {U"R", WORD_ERA, &reiwa}};

/* Length of `word` at `at`, 0 when something else stands there. */
static size_t stands_at(const struct dlb_runes *runes, size_t at, const char32_t *word)
{
    size_t n = 0;
    while (word[n] != 0) {
        if (at + n == runes->n || runes->at[at + n] != word[n]) return 0;
        n++;
    }
    return n;
}

/* ---- groups --------------------------------------------------------------------------------- */

void dlb_date_group_set(struct dlb_date_group *group, const char *symbols, size_t n)
{
    *group = (struct dlb_date_group){.n = (uint8_t)n};
    memcpy(group->symbols, symbols, n);
    for (size_t i = 0; i < n; i++) {
        if (symbols[i] == '?') group->is_unknown = true;
        else group->value = group->value * 10 + (uint32_t)(symbols[i] - '0');
    }
    if (group->is_unknown) group->value = 0;
}

bool dlb_date_all(const struct dlb_date_parts *parts, char symbol)
{
    for (size_t g = 0; g < parts->n; g++) {
        for (size_t i = 0; i < parts->groups[g].n; i++) {
            if (parts->groups[g].symbols[i] != symbol) return false;
        }
    }
    return parts->n > 0;
}

static char symbol_of(uint32_t rune)
{
    if (rune >= '0' && rune <= '9') return (char)rune;
    bool is_hidden = rune == '?' || rune == '*' || rune == 'x' || rune == 'X' || rune == U'○';
    return is_hidden ? '?' : 0;
}

static bool add_group(struct dlb_date_parts *parts, const char *symbols, size_t n)
{
    if (parts->n == DLB_DATE_GROUPS_MAX || n > DLB_DATE_SYMBOLS_MAX) return false;
    dlb_date_group_set(&parts->groups[parts->n++], symbols, n);
    return true;
}

/* Reads the run of symbols at *at. */
static bool take_group(const struct dlb_runes *runes, size_t *at, struct dlb_date_parts *parts)
{
    char symbols[DLB_DATE_SYMBOLS_MAX];
    size_t n = 0;
    for (; *at < runes->n; (*at)++) {
        char symbol = symbol_of(runes->at[*at]);
        if (symbol == 0) break;
        if (n == DLB_DATE_SYMBOLS_MAX) return false;
        parts->repaired |= symbol == '?' && runes->at[*at] != '?';
        symbols[n++] = symbol;
    }
    return add_group(parts, symbols, n);
}

/* ---- marks ----------------------------------------------------------------------------------- */

/* A label stands behind the group it names. */
static bool label(struct dlb_date_parts *parts, size_t place)
{
    if (parts->n != place) return false;
    if (place == 1) parts->year_is_labelled = true;
    return true;
}

static bool take_era(const struct word *word, struct dlb_date_parts *parts)
{
    if (parts->n != 0 || parts->era) return false;
    parts->era = word->era;
    return true;
}

/* Words that say how to read the date; false when they make no sense here. */
static bool apply(const struct word *word, struct dlb_date_parts *parts)
{
    parts->is_lunar |= word->kind == WORD_LUNAR || word->kind == WORD_LEAP;
    parts->is_leap_month |= word->kind == WORD_LEAP;
    parts->repaired |= word->kind == WORD_UNKNOWN || word->kind == WORD_NOTE;
    parts->has_time |= word->kind == WORD_TIME;
    switch (word->kind) {
    case WORD_YEAR: return label(parts, 1);
    case WORD_MONTH: return label(parts, 2);
    case WORD_DAY: return label(parts, 3);
    case WORD_ERA: return take_era(word, parts);
    case WORD_UNKNOWN: return add_group(parts, "??", 2);
    case WORD_FIRST_YEAR: return parts->n == 0 && parts->era && add_group(parts, "1", 1);
    case WORD_TIME: return parts->n >= 3 || parts->n == 1;
    default: return true;
    }
}

/* "(월)" and "(-)": marks that mean something else outside brackets. Length, or 0. */
static size_t take_bracket(const struct dlb_runes *runes, size_t at, struct dlb_date_parts *parts)
{
    static const char32_t weekdays[] = U"월화수목금토일";
    if (at + 2 >= runes->n || runes->at[at] != '(' || runes->at[at + 2] != ')') return 0;
    uint32_t inside = runes->at[at + 1];
    if (inside == '-') parts->is_lunar = true;
    if (inside == '-' || inside == '+') return 3;
    for (size_t i = 0; weekdays[i] != 0; i++) {
        if (weekdays[i] == inside) return 3;
    }
    return 0;
}

static bool take_word(const struct dlb_runes *runes, size_t *at, struct dlb_date_parts *parts)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = stands_at(runes, *at, words[i].text);
        if (n == 0) continue;
        *at += n;
        return apply(&words[i], parts);
    }
    bool is_first = parts->n == 0;
    for (size_t i = 0; is_first && i < sizeof letters / sizeof *letters; i++) {
        if (stands_at(runes, *at, letters[i].text) == 0) continue;
        *at += 1;
        return apply(&letters[i], parts);
    }
    bool is_time = parts->n >= 3 && (runes->at[*at] == 'T' || runes->at[*at] == 'Z');
    *at += 1;
    parts->has_time |= is_time;
    return is_time;
}

static bool is_separator(uint32_t rune)
{
    return rune == ' ' || rune == '.' || rune == '-' || rune == '/' || rune == ',' ||
           rune == 0xB7 || rune == '\'' || rune == '(' || rune == ')' || rune == '[' || rune == ']';
}

bool dlb_date_read_parts(const struct dlb_runes *runes, struct dlb_date_parts *parts)
{
    *parts = (struct dlb_date_parts){.n = 0};
    for (size_t at = 0; at < runes->n;) {
        size_t bracket = take_bracket(runes, at, parts);
        bool is_time = runes->at[at] == ':' && (parts->n >= 4 || parts->n == 2);
        if (bracket > 0) {
            at += bracket;
        } else if (symbol_of(runes->at[at]) != 0) {
            if (!take_group(runes, &at, parts)) return false;
        } else if (is_separator(runes->at[at])) {
            at++;
        } else if (is_time || (runes->at[at] == '+' && parts->has_time)) {
            parts->has_time = true;
            at++;
        } else if (!take_word(runes, &at, parts)) {
            return false;
        }
    }
    return true;
}
