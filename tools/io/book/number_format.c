/* SPDX-License-Identifier: Apache-2.0 */
/*
 * number_format.c - what a format code says that a number means.
 *
 * A day is stored as a number; only the code tells. So codes are read for the letters of dates and
 * times, which do not count in quotes, after a backslash or in brackets, except for [h], a length
 * of time. A telephone number or postcode may be a number too, shown by a code of places for
 * digits; then the code makes the zeros that it begins with.
 *
 *   yyyy"년" m"월" d"일"; [$-412]m/d; aaaa     days
 *   h:mm AM/PM; 오전/오후 h"시"                  times
 *   000-0000-0000; 00000                       digits
 *   [<=9999999]###-####;(0##) ###-####         digits, by conditions
 *   #,##0; 0.00; 0"명"; General; G/표준          numbers
 */
#include "io/book/book_inside.h"

#include <stdlib.h>
#include <string.h>

/* What stands at a place of a code. */
enum mark { MARK_END, MARK_SECTION, MARK_LETTER, MARK_LITERAL, MARK_BRACKET };

struct token {
    enum mark mark;
    const char *text; /* of a literal, without quotes; in brackets */
    size_t len;
};

static struct token until(const char **at, const char *end, char closing, enum mark mark)
{
    const char *begin = *at;
    const char *close = memchr(begin, closing, (size_t)(end - begin));
    struct token token = {mark, begin, (size_t)((close ? close : end) - begin)};
    *at = close ? close + 1 : end;
    return token;
}

/* The next token; advances past it. */
static struct token next_token(const char **at, const char *end)
{
    if (*at == end) return (struct token){.mark = MARK_END};
    char c = *(*at)++;
    if (c == '"') return until(at, end, '"', MARK_LITERAL);
    if (c == '[') return until(at, end, ']', MARK_BRACKET);
    if (c == ';') return (struct token){.mark = MARK_SECTION};
    bool takes_next = (c == '\\' || c == '_' || c == '*') && *at < end;
    if (takes_next) return (struct token){MARK_LITERAL, (*at)++, c == '\\'};
    return (struct token){MARK_LETTER, *at - 1, 1};
}

static bool is_one_of(const struct token *token, const char *letters)
{
    return token->len == 1 && *token->text && strchr(letters, *token->text);
}

static bool is_place(const struct token *token)
{
    return token->mark == MARK_LETTER && is_one_of(token, "0#?");
}

/* What tokens say. */
enum { SAYS_DAY = 1, SAYS_MONTH = 2, SAYS_TIME = 4, SAYS_LENGTH = 8, SAYS_DIGITS = 16 };

static unsigned meaning(const struct token *token)
{
    bool is_length = token->mark == MARK_BRACKET && token->len > 0 &&
                     strspn(token->text, "hHmMsS") >= token->len;
    if (is_length) return SAYS_LENGTH;
    if (token->mark != MARK_LETTER) return 0;
    if (is_one_of(token, "yYdDeEgGbB") || strncasecmp(token->text, "aaa", 3) == 0) return SAYS_DAY;
    if (is_one_of(token, "mM")) return SAYS_MONTH; /* or minutes, beside hours or seconds */
    if (is_one_of(token, "hHsS")) return SAYS_TIME;
    return is_place(token) ? SAYS_DIGITS : 0;
}

static bool says_general(const char *code)
{
    return strncasecmp(code, "general", 7) == 0 || strncmp(code, "G/", 2) == 0;
}

enum book_shown book_format_kind(const char *code)
{
    const char *at = code, *end = code + strlen(code);
    unsigned says = 0;
    bool is_plain = says_general(code);
    for (struct token t = next_token(&at, end);
         !is_plain && t.mark != MARK_END && t.mark != MARK_SECTION; t = next_token(&at, end)) {
        says |= meaning(&t);
        bool with_sign = at < end && (*at == '+' || *at == '-');
        is_plain = t.mark == MARK_LETTER && is_one_of(&t, "eE") && with_sign; /* 0.00E+00 */
    }
    if (is_plain) return BOOK_NUMBER;
    if (says & SAYS_LENGTH) return BOOK_DURATION;
    if (says & SAYS_DAY) return says & SAYS_TIME ? BOOK_MOMENT : BOOK_DATE;
    if (says & SAYS_TIME) return BOOK_TIME;
    if (says & SAYS_MONTH) return BOOK_DATE;
    return says & SAYS_DIGITS ? BOOK_DIGITS : BOOK_NUMBER;
}

enum book_shown book_format_kind_of_id(int64_t id)
{
    if (id == 22) return BOOK_MOMENT;
    if (id == 46) return BOOK_DURATION;
    bool is_time = (id >= 18 && id <= 21) || id == 32 || id == 33 || id == 45 || id == 47;
    bool is_date = (id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
    if (is_time) return BOOK_TIME;
    return is_date ? BOOK_DATE : BOOK_NUMBER;
}

/* ---- digits ---------------------------------------------------------------------------------- */

/* Does the number fulfil "<=9999999"? */
static bool fulfils(const struct token *condition, double number)
{
    char text[32];
    size_t n = strspn(condition->text, "<>=");
    if (n == 0 || n > 2 || condition->len >= sizeof text) return false;
    memcpy(text, condition->text, condition->len);
    text[condition->len] = '\0';
    double limit = strtod(text + n, NULL);
    bool equals = memchr(text, '=', n) && number == limit;
    bool less = memchr(text, '<', n) && number < limit;
    return equals || less || (memchr(text, '>', n) && number > limit);
}

/* The section of the code for a number of 0 or more: the first, or that whose condition holds. */
static const char *section_for(const char *code, double number, const char **end)
{
    for (const char *begin = code;;) {
        const char *at = begin, *last = begin, *stop = code + strlen(code);
        bool has_condition = false, holds = false;
        struct token t = next_token(&at, stop);
        for (; t.mark != MARK_END && t.mark != MARK_SECTION; t = next_token(&at, stop)) {
            bool asks = t.mark == MARK_BRACKET && t.len > 0 && strchr("<>=", *t.text);
            has_condition |= asks;
            holds |= asks && fulfils(&t, number);
            last = at;
        }
        *end = last;
        if (!has_condition || holds) return begin;
        if (t.mark == MARK_END) return NULL;
        begin = at;
    }
}

/* The places for digits, and how many of them are zeros; false if there is anything but those and
 * what people put between digits. */
static bool count_places(const char *at, const char *end, int *n_places, int *n_zeros)
{
    *n_places = *n_zeros = 0;
    for (struct token t = next_token(&at, end); t.mark != MARK_END; t = next_token(&at, end)) {
        *n_places += is_place(&t);
        *n_zeros += is_place(&t) && *t.text == '0';
        if (is_place(&t) || t.mark == MARK_BRACKET) continue;
        for (size_t i = 0; i < t.len; i++)
            if (!strchr("- ()/.", t.text[i]) || (t.mark == MARK_LETTER && t.text[i] == '.'))
                return false;
    }
    return true;
}

/* The digits of one of the places, of which `left` are still to come with it. The first one has all
 * that is over. */
static char *put_place(char *out, const char *digits, int left, bool is_first, char place)
{
    int n = (int)strlen(digits);
    for (int i = is_first ? 0 : n - left; i <= n - left; i++)
        if (i >= 0) *out++ = digits[i];
    if (n < left && place == '0') *out++ = '0';
    return out;
}

bool book_format_digits(const char *code, double number, char *out, size_t cap)
{
    char digits[32];
    bool fits = number >= 0 && number < 1e15 && number == (double)(int64_t)number;
    const char *end, *at = fits ? section_for(code, number, &end) : NULL;
    int n_places, n_zeros;
    if (!at || !count_places(at, end, &n_places, &n_zeros)) return false;
    bool says_nothing = n_places < 2 || (number == 0 && n_zeros == 0);
    if (says_nothing || (size_t)(end - at) + sizeof digits >= cap) return false;
    snprintf(digits, sizeof digits, "%.0f", number);
    int left = n_places;
    for (struct token t = next_token(&at, end); t.mark != MARK_END; t = next_token(&at, end)) {
        if (is_place(&t)) {
            out = put_place(out, digits, left, left == n_places, *t.text);
            left--;
        } else if (t.mark != MARK_BRACKET) {
            memcpy(out, t.text, t.len);
            out += t.len;
        }
    }
    *out = '\0';
    return true;
}
