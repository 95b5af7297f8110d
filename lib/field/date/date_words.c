/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date_words.c - what stands between the digits of a date.
 *
 *   group       digits, or '?' '*' 'X' for hidden ones; "미상" for a whole group
 *   separators  . - / , ' and spaces, which mean nothing
 *   labels      년 월 일 after a group, in this order; one after nothing is an unknown part
 *   numerals    三月十五日, 一九四五年
 *   months      March, Mar, 정월, 섣달: a group of their own
 *   eras        昭和 소화 쇼와 S …: the first group counts years of a reign
 *   calendar    음 음력 (음) (-) lunar, 윤 a doubled month; 양 양력 (양) (+) solar
 *   weekday     (월) … (일), 월요일 …: repeats what the date says
 *   time        T, 오전, 오후 or a ':' makes what follows the third group a time of day
 *   notes       출생, 만 79세, (여): dropped; so is a second date, "1945.3.15 (음 2.2)"
 *
 * Anything else is no date: a guess would be worse than nothing.
 */
#include "field/date/date_scan.h"

#include <string.h>

#include "field/number/number_text.h"

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
    WORD_WEEKDAY
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
    {U"明治", WORD_ERA, &meiji},       {U"메이지", WORD_ERA, &meiji},
    {U"명치", WORD_ERA, &meiji},       {U"大正", WORD_ERA, &taisho},
    {U"다이쇼", WORD_ERA, &taisho},    {U"대정", WORD_ERA, &taisho},
    {U"昭和", WORD_ERA, &showa},       {U"쇼와", WORD_ERA, &showa},
    {U"소화", WORD_ERA, &showa},       {U"平成", WORD_ERA, &heisei},
    {U"헤이세이", WORD_ERA, &heisei},  {U"평성", WORD_ERA, &heisei},
    {U"令和", WORD_ERA, &reiwa},       {U"레이와", WORD_ERA, &reiwa},
    {U"영화", WORD_ERA, &reiwa},       {U"단기", WORD_ERA, &dangun},
    {U"檀紀", WORD_ERA, &dangun},      {U"단군기원", WORD_ERA, &dangun},
    {U"서기", WORD_SOLAR, NULL},       {U"西紀", WORD_SOLAR, NULL},
    {U"년생", WORD_YEAR, NULL},        {U"년도", WORD_YEAR, NULL},
    {U"년", WORD_YEAR, NULL},          {U"年", WORD_YEAR, NULL},
    {U"월요일", WORD_WEEKDAY, NULL},   {U"화요일", WORD_WEEKDAY, NULL},
    {U"수요일", WORD_WEEKDAY, NULL},   {U"목요일", WORD_WEEKDAY, NULL},
    {U"금요일", WORD_WEEKDAY, NULL},   {U"토요일", WORD_WEEKDAY, NULL},
    {U"일요일", WORD_WEEKDAY, NULL},   {U"월생", WORD_MONTH, NULL},
    {U"월", WORD_MONTH, NULL},         {U"月", WORD_MONTH, NULL},
    {U"일생", WORD_DAY, NULL},         {U"일", WORD_DAY, NULL},
    {U"日", WORD_DAY, NULL},           {U"음력", WORD_LUNAR, NULL},
    {U"음", WORD_LUNAR, NULL},         {U"陰曆", WORD_LUNAR, NULL},
    {U"陰暦", WORD_LUNAR, NULL},       {U"陰", WORD_LUNAR, NULL},
    {U"윤달", WORD_LEAP, NULL},        {U"윤", WORD_LEAP, NULL},
    {U"閏", WORD_LEAP, NULL},          {U"양력", WORD_SOLAR, NULL},
    {U"양", WORD_SOLAR, NULL},         {U"陽曆", WORD_SOLAR, NULL},
    {U"陽", WORD_SOLAR, NULL},         {U"미상", WORD_UNKNOWN, NULL},
    {U"불상", WORD_UNKNOWN, NULL},     {U"불명", WORD_UNKNOWN, NULL},
    {U"모름", WORD_UNKNOWN, NULL},     {U"元", WORD_FIRST_YEAR, NULL},
    {U"원년", WORD_FIRST_YEAR, NULL},  {U"오전", WORD_TIME, NULL},
    {U"오후", WORD_TIME, NULL},        {U"am", WORD_TIME, NULL},
    {U"pm", WORD_TIME, NULL},          {U"시", WORD_TIME, NULL},
    {U"분", WORD_TIME, NULL},          {U"明", WORD_ERA, &meiji},
    {U"大", WORD_ERA, &taisho},        {U"昭", WORD_ERA, &showa},
    {U"平", WORD_ERA, &heisei},        {U"檀", WORD_ERA, &dangun},
    {U"ad", WORD_SOLAR, NULL},         {U"lunar", WORD_LUNAR, NULL},
    {U"solar", WORD_SOLAR, NULL},      {U"monday", WORD_WEEKDAY, NULL},
    {U"tuesday", WORD_WEEKDAY, NULL},  {U"wednesday", WORD_WEEKDAY, NULL},
    {U"thursday", WORD_WEEKDAY, NULL}, {U"friday", WORD_WEEKDAY, NULL},
    {U"saturday", WORD_WEEKDAY, NULL}, {U"sunday", WORD_WEEKDAY, NULL},
    {U"mon", WORD_WEEKDAY, NULL},      {U"tue", WORD_WEEKDAY, NULL},
    {U"wed", WORD_WEEKDAY, NULL},      {U"thu", WORD_WEEKDAY, NULL},
    {U"fri", WORD_WEEKDAY, NULL},      {U"sat", WORD_WEEKDAY, NULL},
    {U"sun", WORD_WEEKDAY, NULL},
};

/* Words that change nothing but the quality. */
static const char32_t *const notes[] = {
    U"생년월일", U"생일",       U"생년",     U"생",   U"출생일", U"출생", U"호적상", U"호적",
    U"실제",     U"주민등록상", U"주민등록", U"주민", U"추정",   U"경",   U"쯤",     U"무렵",
    U"약",       U"초순",       U"초",       U"중순", U"하순",   U"말",   U"만",     U"남자",
    U"여자",     U"남",         U"여",       U"男",   U"女",     U"生",   U"出生",   U"dob",
    U"born",     U"st",         U"nd",       U"rd",   U"th",
};

/* Words that are a group by themselves. */
static const struct {
    const char32_t *text;
    uint8_t value;
    bool is_english;
} numbers[] = {
    {U"january", 1, true},   {U"february", 2, true},  {U"march", 3, true},
    {U"april", 4, true},     {U"june", 6, true},      {U"july", 7, true},
    {U"august", 8, true},    {U"september", 9, true}, {U"october", 10, true},
    {U"november", 11, true}, {U"december", 12, true}, {U"jan", 1, true},
    {U"feb", 2, true},       {U"mar", 3, true},       {U"apr", 4, true},
    {U"may", 5, true},       {U"jun", 6, true},       {U"jul", 7, true},
    {U"aug", 8, true},       {U"sept", 9, true},      {U"sep", 9, true},
    {U"oct", 10, true},      {U"nov", 11, true},      {U"dec", 12, true},
    {U"정월", 1, false},     {U"동짓달", 11, false},  {U"섣달", 12, false},
    {U"보름", 15, false},
};

static const struct word letters[] = {{U"m", WORD_ERA, &meiji},
                                      {U"t", WORD_ERA, &taisho},
                                      {U"s", WORD_ERA, &showa},
                                      {U"h", WORD_ERA, &heisei},
                                      {U"r", WORD_ERA, &reiwa}};

/* ---- groups --------------------------------------------------------------------------------- */

/* A longer number means nothing to a date, and must not come round to one that does. */
enum { VALUE_MAX = 400000000 };

void dlb_date_group_set(struct dlb_date_group *group, const char *symbols, size_t n)
{
    *group = (struct dlb_date_group){.n = (uint8_t)n};
    memcpy(group->symbols, symbols, n);
    for (size_t i = 0; i < n; i++) {
        if (symbols[i] == '?')
            group->is_unknown = true;
        else if (group->value < VALUE_MAX)
            group->value = group->value * 10 + (uint32_t)(symbols[i] - '0');
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

static char symbol_at(const struct dlb_runes *runes, size_t at)
{
    uint32_t rune = runes->at[at];
    bool is_hidden = rune == '?' || rune == '*' || rune == 'x' || rune == 'X';
    return is_hidden ? '?' : dlb_number_digit(runes, at);
}

static bool add_group(struct dlb_date_parts *parts, const char *symbols, size_t n)
{
    if (parts->n == DLB_DATE_GROUPS_MAX || n > DLB_DATE_SYMBOLS_MAX) return false;
    dlb_date_group_set(&parts->groups[parts->n++], symbols, n);
    return true;
}

/* "79세": how old somebody is. */
static bool is_age(const struct dlb_runes *runes, size_t at)
{
    if (at < runes->n && runes->at[at] == ' ') at++;
    return at < runes->n && (runes->at[at] == U'세' || runes->at[at] == U'살');
}

/* Reads the run of symbols at *at. */
static bool take_group(const struct dlb_runes *runes, size_t *at, struct dlb_date_parts *parts)
{
    char symbols[DLB_DATE_SYMBOLS_MAX];
    size_t n = 0;
    for (; *at < runes->n; (*at)++) {
        char symbol = symbol_at(runes, *at);
        if (symbol == 0) break;
        if (n == DLB_DATE_SYMBOLS_MAX) return false;
        bool is_written = runes->at[*at] == '?' || runes->at[*at] <= '9';
        parts->repaired |= !is_written || runes->at[*at] == '*';
        symbols[n++] = symbol;
    }
    if (n > 3 || !is_age(runes, *at)) return add_group(parts, symbols, n);
    *at += runes->at[*at] == ' ' ? 2 : 1;
    parts->repaired = true;
    return true;
}

enum { TEN = 10, NO_NUMERAL = 11 };

/* The digit a Chinese numeral at `at` stands for, or TEN. */
static unsigned numeral_at(const struct dlb_runes *runes, size_t at)
{
    static const char32_t plain[] = U"零一二三四五六七八九十", formal[] = U"零壹貳參四五六七八九拾";
    unsigned i = 0;
    if (at >= runes->n) return NO_NUMERAL;
    while (i <= TEN && plain[i] != runes->at[at] && formal[i] != runes->at[at]) i++;
    return i;
}

/* "一九四五" digit by digit, "二十三" counted. Length of the numerals, 0: none. */
static size_t take_numerals(const struct dlb_runes *runes, size_t at, struct dlb_date_parts *parts)
{
    char symbols[4];
    size_t n = 0;
    while (n < sizeof symbols && numeral_at(runes, at + n) < TEN) {
        symbols[n] = (char)('0' + numeral_at(runes, at + n));
        n++;
    }
    if (n <= 1 && numeral_at(runes, at + n) == TEN) {
        unsigned ones = numeral_at(runes, at + n + 1);
        if (n == 0) symbols[0] = '1';
        symbols[1] = (char)('0' + (ones < TEN ? ones : 0));
        n += ones < TEN ? 2 : 1;
        parts->repaired = true;
        return add_group(parts, symbols, 2) ? n : 0;
    }
    parts->repaired |= n > 0;
    return n > 0 && add_group(parts, symbols, n) ? n : 0;
}

/* ---- marks ----------------------------------------------------------------------------------- */

/* A label stands after the group it names, or where that was to be filled in ("년 월 일"). */
static bool label(struct dlb_date_parts *parts, size_t place)
{
    bool is_empty = parts->n == place - 1 && parts->n_labels == place - 1;
    if (is_empty && !add_group(parts, "??", 2)) return false;
    if (parts->n != place) return false;
    parts->n_labels = (uint8_t)place;
    parts->year_is_labelled = true;
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
    parts->repaired |= word->kind == WORD_UNKNOWN;
    parts->has_time |= word->kind == WORD_TIME;
    switch (word->kind) {
    case WORD_YEAR:
        return label(parts, 1);
    case WORD_MONTH:
        return label(parts, 2);
    case WORD_DAY:
        return label(parts, 3);
    case WORD_ERA:
        return take_era(word, parts);
    case WORD_UNKNOWN:
        return add_group(parts, "??", 2);
    case WORD_FIRST_YEAR:
        return parts->n == 0 && parts->era && add_group(parts, "1", 1);
    case WORD_TIME:
        return parts->n >= 3 || parts->n == 1;
    default:
        return true;
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

static bool take_letter(const struct dlb_runes *runes, size_t *at, struct dlb_date_parts *parts)
{
    bool is_first = parts->n == 0;
    for (size_t i = 0; is_first && i < sizeof letters / sizeof *letters; i++) {
        if (dlb_number_word(runes, *at, letters[i].text) == 0) continue;
        *at += 1;
        return apply(&letters[i], parts);
    }
    bool is_time = parts->n >= 1 && (runes->at[*at] == 'T' || runes->at[*at] == 'Z');
    *at += 1;
    parts->has_time |= is_time;
    return is_time;
}

static bool take_number(const struct dlb_runes *runes, size_t *at, struct dlb_date_parts *parts)
{
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        size_t n = dlb_number_word(runes, *at, numbers[i].text);
        if (n == 0) continue;
        char digits[2] = {(char)('0' + numbers[i].value / 10), (char)('0' + numbers[i].value % 10)};
        *at += n;
        if (!add_group(parts, digits, 2)) return false;
        if (numbers[i].is_english) parts->month_place = (uint8_t)parts->n;
        parts->repaired = true;
        return true;
    }
    return false;
}

static bool take_note(const struct dlb_runes *runes, size_t *at, struct dlb_date_parts *parts)
{
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        size_t n = dlb_number_word(runes, *at, notes[i]);
        *at += n;
        parts->repaired |= n > 0;
        if (n > 0) return true;
    }
    return false;
}

static bool take_word(const struct dlb_runes *runes, size_t *at, struct dlb_date_parts *parts)
{
    size_t numerals = take_numerals(runes, *at, parts);
    *at += numerals;
    if (numerals > 0 || take_number(runes, at, parts)) return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = dlb_number_word(runes, *at, words[i].text);
        if (n == 0) continue;
        *at += n;
        return apply(&words[i], parts);
    }
    return take_note(runes, at, parts) || take_letter(runes, at, parts);
}

static bool is_separator(uint32_t rune)
{
    static const char32_t separators[] = U" .-/,'()[]\\|\xB7";
    const char32_t *at = separators;
    while (*at != 0 && *at != rune) at++;
    return *at != 0;
}

/* What stands at `at` may begin a second date; a time of day has a ':' or a word. */
static bool begins_other(const struct dlb_runes *runes, size_t at)
{
    uint32_t rune = runes->at[at];
    bool may = rune == '(' || rune == '/' || rune == ',' || rune == U'음' || rune == U'양';
    bool has_digits = false;
    for (size_t i = at; may && i < runes->n; i++) {
        uint32_t letter = runes->at[i];
        has_digits |= letter >= '0' && letter <= '9';
        may = letter != ':' && letter != U'시' && letter != U'후' && letter != U'전';
    }
    return may && has_digits;
}

static bool is_complete(const struct dlb_date_parts *parts)
{
    return parts->n == 3 || (parts->n == 1 && parts->groups[0].n >= 6);
}

/* Signs that are no words: a ':' in a time of day or after a label, a '+' in a time zone. */
static bool take_sign(uint32_t rune, struct dlb_date_parts *parts)
{
    bool is_time = rune == ':' && (parts->n >= 4 || parts->n == 2);
    is_time |= rune == '+' && parts->has_time;
    parts->has_time |= is_time;
    return is_time || is_separator(rune) || (rune == ':' && parts->n == 0);
}

bool dlb_date_read_parts(const struct dlb_runes *runes, struct dlb_date_parts *parts)
{
    *parts = (struct dlb_date_parts){.n = 0};
    for (size_t at = 0; at < runes->n;) {
        size_t bracket = take_bracket(runes, at, parts);
        if (is_complete(parts) && begins_other(runes, at)) {
            parts->repaired = parts->has_more = true;
            return true;
        }
        if (bracket > 0) {
            at += bracket;
        } else if (symbol_at(runes, at) != 0) {
            if (!take_group(runes, &at, parts)) return false;
        } else if (take_sign(runes->at[at], parts)) {
            at++;
        } else if (!take_word(runes, &at, parts)) {
            return false;
        }
    }
    return true;
}
