/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name_marks.c - signs inside and around a Hangul name.
 *
 *   written             meaning
 *   *김순자  1. 김순자     a mark or number in front of a list entry
 *   고 김순자             deceased
 *   성명: 김순자           a label
 *   김순자 78세            the age
 *   김순자 외 2명          the first of several people; so is "김순자, 이영희"
 *   김*자 김○자 김ㅇ자      a hidden syllable, '?' from here on
 *   김O자 김XX 김0자       hidden too: letters that stand where a syllable should
 *   김순자A 김순자 2       told apart from a namesake; so is 큰김순자
 *   김순자 KIM SOONJA     the Latin form
 *
 * Whether a letter hides a syllable or tells namesakes apart depends on how much of a name
 * is visible before it: after a whole name it is the latter.
 */
#include "field/name/name_class.h"
#include "field/name/name_scan.h"

#include <string.h>
#include <unicode/uchar.h>

enum {
    NAMESAKE_MAX = 3,
    NUMBER_MAX = 4, /* digits of a list's numbering */
    SHOWN_WHOLE = 3 /* visible letters that make a whole name with a surname of one syllable */
};

static bool is_digit(uint32_t rune)
{
    return rune >= '0' && rune <= '9';
}

static bool is_letter(uint32_t rune)
{
    if (rune < 0x80) return (rune | 0x20) >= 'a' && (rune | 0x20) <= 'z';
    return !dlb_is_syllable(rune) && u_hasBinaryProperty((UChar32)rune, UCHAR_ALPHABETIC);
}

/* A letter of an input method that found no syllable; NFKC has made it a leading one. */
static bool is_stray_jamo(uint32_t rune)
{
    return (rune >= 0x1100 && rune <= 0x11FF) || (rune >= 0x3131 && rune <= 0x318E);
}

static bool is_hiding_sign(uint32_t rune)
{
    if (dlb_is_syllable(rune) || rune == ' ') return false;
    static const char32_t signs[] = U"?*○◯〇●◎⊙⊚□■◇◆☆★△▲♡♥×_#\u110B\u11BC\u3147\uFFFD";
    for (size_t i = 0; signs[i] != 0; i++) {
        if (signs[i] == rune) return true;
    }
    return false;
}

/* Also in Greek and Cyrillic, which look the same. */
bool dlb_name_is_hiding_letter(uint32_t rune)
{
    static const char32_t letters[] = U"OoXx0ΟοΧОоХх";
    if (dlb_is_syllable(rune) || rune == ' ') return false;
    for (size_t i = 0; letters[i] != 0; i++) {
        if (letters[i] == rune) return true;
    }
    return false;
}

static bool is_shown(uint32_t rune)
{
    return dlb_is_syllable(rune) || rune == '?';
}

static size_t count_shown(const struct dlb_runes *main, size_t from, size_t to)
{
    size_t n = 0;
    for (size_t i = from; i < to; i++) n += is_shown(main->at[i]);
    return n;
}

static void drop_front(struct dlb_name_scan *scan, size_t n)
{
    struct dlb_runes *main = &scan->main;
    while (n < main->n && main->at[n] == ' ') n++;
    main->n -= n;
    memmove(main->at, main->at + n, main->n * sizeof *main->at);
    scan->repaired = true;
}

static void cut_end(struct dlb_name_scan *scan, size_t n)
{
    while (n > 0 && scan->main.at[n - 1] == ' ') n--;
    scan->main.n = n;
    scan->repaired = true;
}

/* ---- in front ------------------------------------------------------------------------------- */

/* Signs before a name of three syllables or more, unless they hide some of it. */
static size_t leading_signs(const struct dlb_runes *main)
{
    size_t n = 0;
    while (n < main->n && !is_letter(main->at[n]) && !is_digit(main->at[n]) &&
           !dlb_is_syllable(main->at[n]))
        n++;
    bool may_hide = n > 0 && is_hiding_sign(main->at[n - 1]);
    return !may_hide || count_shown(main, n, main->n) >= SHOWN_WHOLE ? n : 0;
}

/* "1. ", "12) ", "3-", "3번 " and "3" glued to Hangul. */
static size_t leading_number(const struct dlb_runes *main)
{
    size_t n = 0;
    while (n < main->n && is_digit(main->at[n])) n++;
    if (n == 0 || n > NUMBER_MAX) return 0;
    if (n + 1 < main->n && main->at[n] == U'번' && main->at[n + 1] == ' ') n++;
    while (n < main->n && memchr(".)-: ", (int)(main->at[n] & 0x7F), 5) && main->at[n] < 0x80) n++;
    return n < main->n && is_shown(main->at[n]) ? n : 0;
}

/* "성명: ", "이름 : ", "성 명:" */
static size_t label(const struct dlb_runes *main)
{
    static const char32_t *const labels[] = {U"성명",   U"이름",     U"성함",     U"대상자",
                                             U"이용자", U"이용자명", U"대상자명", U"수급자"};
    size_t colon = 0;
    while (colon < main->n && main->at[colon] != ':') colon++;
    for (size_t i = 0; colon < main->n && i < sizeof labels / sizeof *labels; i++) {
        const char32_t *left = labels[i];
        size_t n = 0;
        for (; n < main->n && (main->at[n] == ' ' || main->at[n] == *left) && *left != 0; n++)
            left += main->at[n] == *left;
        while (*left == 0 && n < main->n && main->at[n] == ' ') n++;
        if (*left == 0 && n < main->n && main->at[n] == ':') return n + 1;
    }
    return 0;
}

static bool begins_with(const struct dlb_runes *main, const char32_t *word, size_t n)
{
    return main->n > n && memcmp(main->at, word, n * sizeof *word) == 0;
}

/* Length of a word before a whole name: what follows begins with a surname. */
static size_t word_in_front(const struct dlb_runes *main, const char32_t *word, size_t n,
                            size_t least)
{
    if (!begins_with(main, word, n)) return 0;
    size_t at = main->at[n] == ' ' ? n + 1 : n;
    bool is_name = at < main->n && dlb_is_surname(main->at[at]);
    return is_name && count_shown(main, at, main->n) >= least ? n : 0;
}

static void take_signs(struct dlb_name_scan *scan)
{
    size_t n = leading_signs(&scan->main);
    if (n > 0) drop_front(scan, n);
}

static void take_front(struct dlb_name_scan *scan)
{
    struct dlb_runes *main = &scan->main;
    take_signs(scan);
    size_t n = label(main);
    if (n > 0) drop_front(scan, n);
    n = leading_number(main);
    if (n > 0) drop_front(scan, n);
    if (word_in_front(main, U"고 ", 2, SHOWN_WHOLE) ||
        word_in_front(main, U"망 ", 2, SHOWN_WHOLE)) {
        scan->out->flags |= DOLBOM_NAME_DECEASED;
        drop_front(scan, 2);
    }
    n = word_in_front(main, U"큰", 1, 2) + word_in_front(main, U"작은", 2, 2);
    if (n > 0) {
        struct dlb_name *out = scan->out;
        dlb_name_keep(main->at, n, out->namesake, sizeof out->namesake, &out->namesake_len);
        out->flags |= DOLBOM_NAME_NAMESAKE;
        drop_front(scan, n);
    }
}

/* ---- several people ------------------------------------------------------------------------- */

static size_t skip_spaces_back(const struct dlb_runes *main, size_t at)
{
    while (at > 0 && main->at[at - 1] == ' ') at--;
    return at;
}

/* What counts people at the end: its length. */
static size_t people_unit(const struct dlb_runes *main)
{
    static const char32_t units[][3] = {U"명", U"인", U"분", U"가구", U"세대"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t n = units[i][1] == 0 ? 1 : 2;
        if (main->n > n && memcmp(main->at + main->n - n, units[i], n * sizeof *units[i]) == 0)
            return n;
    }
    return 0;
}

/* "외", "등", "포함", "외 다수" before `at`: where the word begins, or `at`. */
static size_t company_word(const struct dlb_runes *main, size_t at)
{
    static const char32_t words[][5] = {U"외", U"등", U"포함", U"외 다수"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = 0;
        while (n < 4 && words[i][n] != 0) n++;
        if (at > n && memcmp(main->at + at - n, words[i], n * sizeof *words[i]) == 0) return at - n;
    }
    return at;
}

/* "외 2명", "외2인", "등 3명", "합계 15명" at the end, and a bare "외" after a space. */
static void drop_company(struct dlb_name_scan *scan)
{
    const struct dlb_runes *main = &scan->main;
    size_t n_unit = people_unit(main);
    size_t digits_end = skip_spaces_back(main, main->n - n_unit), at = digits_end;
    while (at > 0 && is_digit(main->at[at - 1])) at--;
    bool counts = n_unit > 0 && at < digits_end;
    at = skip_spaces_back(main, at);
    size_t begin = company_word(main, at);
    bool is_bare = n_unit == 0 && begin < at && main->at[begin - 1] == ' ';
    if (!counts && !is_bare) return;
    bool is_rest = begin < at && count_shown(main, 0, begin) < 2;
    if (begin > 0 && !is_rest) cut_end(scan, begin);
}

/* "김순자, 이영희": the second begins with a surname, so it is no part of the first. */
static void drop_second(struct dlb_name_scan *scan)
{
    const struct dlb_runes *main = &scan->main;
    for (size_t i = 1; i + 2 < main->n; i++) {
        uint32_t rune = main->at[i];
        if (rune != ',' && rune != '/' && rune != ';' && rune != '&' && rune != '+' &&
            rune != 0x2192)
            continue;
        size_t next = main->at[i + 1] == ' ' ? i + 2 : i + 1;
        bool both = count_shown(main, 0, i) >= 2 && count_shown(main, next, main->n) >= 2;
        if (!both || !dlb_is_surname(main->at[next])) continue;
        cut_end(scan, i);
        return;
    }
}

/* Where "78세" or "45년생" begins that ends with a word of n_word runes, else 0; reads the
 * number. */
static size_t number_before(const struct dlb_runes *main, size_t n_word, size_t n_digits,
                            unsigned *number)
{
    size_t end = skip_spaces_back(main, main->n - n_word), at = end;
    unsigned ten = 1;
    *number = 0;
    for (; at > 0 && end - at < n_digits && is_digit(main->at[at - 1]); at--, ten *= 10)
        *number += (main->at[at - 1] - '0') * ten;
    bool is_number = at < end && at > 0 && !is_digit(main->at[at - 1]);
    return is_number && count_shown(main, 0, at) >= 2 ? at : 0;
}

/* "김순자 78세", "김순자 1945년생" */
static void take_age(struct dlb_name_scan *scan)
{
    const struct dlb_runes *main = &scan->main;
    if (main->n < 4) return;
    uint32_t last = main->at[main->n - 1];
    bool is_age = last == U'세' || last == U'살';
    bool is_year = last == U'생' && main->at[main->n - 2] == U'년';
    unsigned number = 0;
    size_t at = is_age    ? number_before(main, 1, 3, &number)
                : is_year ? number_before(main, 2, 4, &number)
                          : 0;
    if (at == 0) return;
    if (is_age) scan->out->age = (uint16_t)number;
    cut_end(scan, at);
}

/* "김영희 1남": the first son of 김영희; "김순자2 남" is 김순자 herself, told from a namesake. */
static void take_birth_order(struct dlb_name_scan *scan)
{
    const struct dlb_runes *main = &scan->main;
    const size_t n = main->n;
    if (n < 5 || !is_digit(main->at[n - 2]) || is_digit(main->at[n - 3])) return;
    uint32_t last = main->at[n - 1];
    bool is_child = last == U'남' || last == U'녀' || last == U'여';
    if (!is_child || count_shown(main, 0, n - 2) < 2) return;
    scan->out->flags |= DOLBOM_NAME_RELATION;
}

/* ---- hidden syllables ----------------------------------------------------------------------- */

/* Enough is visible before `at` for the name to be whole: a surname and two syllables. */
static bool is_whole(const struct dlb_runes *main, size_t at)
{
    enum { GIVEN = SHOWN_WHOLE - 1 };
    uint32_t shown[DLB_NAME_LETTERS_MAX], surname[DLB_NAME_CLASS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < at && n < DLB_NAME_LETTERS_MAX; i++) {
        if (is_shown(main->at[i])) shown[n++] = main->at[i];
    }
    size_t n_surname = dlb_surname_of(shown, n).n;
    if (n_surname == 0) n_surname = dlb_name_class_of_hangul(shown, n, surname); /* 응우옌 */
    return n >= GIVEN + (n_surname > 0 ? n_surname : 1);
}

static size_t run_end(const struct dlb_runes *main, size_t at, bool (*is_hiding)(uint32_t))
{
    size_t end = at;
    for (size_t i = at; i < main->n && (is_hiding(main->at[i]) || main->at[i] == ' '); i++) {
        if (main->at[i] != ' ') end = i + 1;
    }
    return end;
}

static bool touches_letters(const struct dlb_runes *main, size_t begin, size_t end)
{
    bool before = begin > 0 && (is_letter(main->at[begin - 1]) || is_digit(main->at[begin - 1]));
    return before || (end < main->n && (is_letter(main->at[end]) || is_digit(main->at[end])));
}

static void hide(struct dlb_name_scan *scan, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) {
        uint32_t *rune = &scan->main.at[i];
        scan->repaired |= *rune != '?' && *rune != ' ';
        if (*rune != ' ') *rune = '?';
    }
}

static void take_hidden(struct dlb_name_scan *scan)
{
    struct dlb_runes *main = &scan->main;
    for (size_t i = 0; i < main->n; i++) {
        bool is_sign = is_hiding_sign(main->at[i]);
        if (!is_sign && !dlb_name_is_hiding_letter(main->at[i])) continue;
        size_t end = run_end(main, i, is_sign ? is_hiding_sign : dlb_name_is_hiding_letter);
        bool is_last = count_shown(main, end, main->n) == 0;
        bool is_behind = is_last && is_whole(main, i);
        if (is_sign && is_behind) {
            cut_end(scan, i); /* a mark after a whole name hides nothing */
            return;
        }
        bool is_hidden = is_sign || (!is_behind && !touches_letters(main, i, end));
        if (is_hidden) hide(scan, i, end);
        i = end - 1;
    }
}

/* ---- Latin and digits ----------------------------------------------------------------------- */

static bool parts_words(uint32_t rune)
{
    return rune == ' ' || rune == '-' || rune == '.' || rune == ',' || rune == 0xB7 ||
           rune == '/' || rune == '_' || rune == ':';
}

static bool is_quote(uint32_t rune)
{
    return rune == '\'' || rune == '`' || rune == 0x2019 || rune == 0x2018;
}

/* A rune of main that is no letter or digit: kept at n if it is shown; where it parts words, one
 * space is. Returns the new n. */
static size_t keep_shown(struct dlb_name_scan *scan, uint32_t rune, size_t n)
{
    struct dlb_runes *main = &scan->main;
    if (is_shown(rune))
        main->at[n++] = rune;
    else if (!parts_words(rune))
        scan->repaired |= !is_quote(rune);
    else if (n > 0 && main->at[n - 1] != ' ')
        main->at[n++] = ' ';
    return n;
}

/* Leaves syllables, '?' and spaces in main; letters and digits go to `others`. */
static void split(struct dlb_name_scan *scan, struct dlb_runes *others)
{
    struct dlb_runes *main = &scan->main;
    size_t n = 0;
    others->n = 0;
    bool apart = false;
    for (size_t i = 0; i < main->n; i++) {
        uint32_t rune = main->at[i];
        bool is_other = (is_letter(rune) && !is_stray_jamo(rune)) || is_digit(rune);
        if (is_other && apart && others->n > 0) others->at[others->n++] = ' ';
        if (is_other) others->at[others->n++] = rune;
        apart = !is_other && !is_quote(rune) && (apart || others->n > 0);
        if (!is_other) n = keep_shown(scan, rune, n);
    }
    main->n = n > 0 && main->at[n - 1] == ' ' ? n - 1 : n;
}

static void take_others(struct dlb_name_scan *scan, const struct dlb_runes *others)
{
    struct dlb_name *out = scan->out;
    struct dlb_runes words;
    size_t n_letters = dlb_name_words(others->at, others->n, &words), n_digits = 0;
    for (size_t i = 0; i < others->n; i++) n_digits += is_digit(others->at[i]);
    if (dlb_name_tells_baby(&words)) out->flags |= DOLBOM_NAME_RELATION;
    if (n_letters >= 2) {
        dlb_name_keep(words.at, words.n, out->latin, sizeof out->latin, &out->latin_len);
        scan->repaired |= n_digits > 0;
        return;
    }
    if (n_letters + n_digits == 0) return;
    scan->repaired = true;
    if (others->n > NAMESAKE_MAX) return;
    dlb_name_keep(others->at, others->n, out->namesake, sizeof out->namesake, &out->namesake_len);
    out->flags |= DOLBOM_NAME_NAMESAKE;
}

/* Nothing but syllables and spaces: no sign, number or other letter. */
static bool has_words_only(const struct dlb_runes *main)
{
    size_t i = 0;
    while (i < main->n && (dlb_is_syllable(main->at[i]) || main->at[i] == ' ')) i++;
    return i == main->n;
}

void dlb_name_take_marks(struct dlb_name_scan *scan)
{
    struct dlb_runes others;
    bool is_done = has_words_only(&scan->main);
    take_front(scan);
    drop_company(scan);
    if (is_done) return; /* the rest looks for what is not there */
    drop_second(scan);
    take_birth_order(scan);
    take_age(scan);
    take_hidden(scan);
    split(scan, &others);
    take_others(scan, &others);
}
