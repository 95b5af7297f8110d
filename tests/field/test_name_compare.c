/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_name_compare.c - levels of names: a table of pairs, and spellings in Latin letters by the
 * ten thousand.
 *
 * name_spelling.tsv lists what people write for a syllable. Names made of it must be found
 * again nearly always, and two strangers' names must hardly ever be taken for one.
 */
#include "vector_lines.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "field/name/name_codes.h"

static const struct dlb_value_context context = {.as_of = 20634};

static unsigned level_of(struct dlb_text left, struct dlb_text right)
{
    union dlb_parsed parsed;
    uint64_t codes[2][DLB_KIND_SLOTS_MAX];
    dlb_kind_name.encode(&context, left, &parsed, codes[0]);
    dlb_kind_name.encode(&context, right, &parsed, codes[1]);
    unsigned level = dlb_kind_name.compare(codes[0], codes[1]);
    cr_expect_eq(level, dlb_kind_name.compare(codes[1], codes[0]), "%.*s and %.*s: symmetric",
                 (int)left.len, left.data, (int)right.len, right.data);
    return level;
}

/* ---- spellings ------------------------------------------------------------------------------ */

enum { WORDS_MAX = 160, N_NAMES = 20000, TEXT = 96 };

struct word {
    char hangul[16], spellings[96];
};

static struct word surnames[WORDS_MAX], given[WORDS_MAX];
static size_t n_surnames, n_given;

static void read_words(void)
{
    struct vectors v;
    vectors_open(&v, "name_spelling.tsv");
    while (vectors_next(&v)) {
        bool is_surname = strcmp(v.note, "surname") == 0;
        struct word *word = is_surname ? &surnames[n_surnames++] : &given[n_given++];
        snprintf(word->hangul, sizeof word->hangul, "%s", v.input);
        snprintf(word->spellings, sizeof word->spellings, "%s", v.expected);
    }
}

static size_t draw(uint64_t *state, size_t limit)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (size_t)(*state % limit);
}

/* One of the spellings. */
static void spell(const struct word *word, uint64_t *state, char *out)
{
    size_t n = 1;
    for (const char *at = word->spellings; *at; at++) n += *at == ' ';
    const char *at = word->spellings;
    for (size_t skip = draw(state, n); skip > 0; skip--) at = strchr(at, ' ') + 1;
    sprintf(out, "%.*s", (int)strcspn(at, " "), at);
}

struct person {
    char hangul[TEXT], latin[TEXT];
};

static struct person invent(uint64_t *state)
{
    static const char *const seams[] = {"", " ", "-"};
    struct person person;
    char parts[3][24];
    const struct word *words[3] = {&surnames[draw(state, n_surnames)], &given[draw(state, n_given)],
                                   &given[draw(state, n_given)]};
    for (int i = 0; i < 3; i++) spell(words[i], state, parts[i]);
    snprintf(person.hangul, TEXT, "%s%s%s", words[0]->hangul, words[1]->hangul, words[2]->hangul);
    const char *seam = seams[draw(state, 3)];
    if (draw(state, 4) > 0)
        snprintf(person.latin, TEXT, "%s %s%s%s", parts[0], parts[1], seam, parts[2]);
    else
        snprintf(person.latin, TEXT, "%s%s%s %s", parts[1], seam, parts[2], parts[0]);
    return person;
}

static struct dlb_text text_of(const char *text)
{
    return (struct dlb_text){text, strlen(text)};
}

Test(name_compare, spellings_in_Latin_letters_are_found_again)
{
    uint64_t state = 88172645463325252u;
    int n_found = 0;
    read_words();
    for (int i = 0; i < N_NAMES; i++) {
        struct person person = invent(&state);
        n_found +=
            level_of(text_of(person.hangul), text_of(person.latin)) == DLB_NAME_LEVEL_ROMANIZED;
    }
    cr_expect_geq(n_found, N_NAMES / 100 * 99, "%d of %d", n_found, N_NAMES);
}

Test(name_compare, strangers_in_two_scripts_hardly_ever_agree)
{
    uint64_t state = 362436069u;
    int n_taken = 0;
    read_words();
    for (int i = 0; i < N_NAMES; i++) {
        struct person left = invent(&state), right = invent(&state);
        unsigned level = level_of(text_of(left.hangul), text_of(right.latin));
        n_taken += level > DLB_NAME_LEVEL_GIVEN && strcmp(left.hangul, right.hangul) != 0;
    }
    cr_expect_leq(n_taken, N_NAMES / 1000, "%d of %d", n_taken, N_NAMES);
}

/* Names that many people bear, so that surnames and syllables agree far oftener by chance. */
Test(name_compare, strangers_of_famous_names_hardly_ever_agree)
{
    static const char *const famous[][2] = {
        {"김영수", "KIM YOUNGSU"},    {"김영자", "KIM YOUNG JA"},  {"이순자", "LEE SOONJA"},
        {"이영희", "LEE YOUNG HEE"},  {"박정희", "PARK JUNGHEE"},  {"박영숙", "PARK YOUNG SOOK"},
        {"최경숙", "CHOI KYUNGSOOK"}, {"최미숙", "CHOI MI SOOK"},  {"정성호", "JUNG SUNGHO"},
        {"정정수", "CHUNG JUNG SOO"}, {"강영호", "KANG YOUNGHO"},  {"강종수", "KANG JONG SU"},
        {"조정숙", "CHO JUNG SUK"},   {"조상철", "CHO SANGCHUL"},  {"윤은주", "YOON EUN JOO"},
        {"윤은영", "YUN EUNYOUNG"},   {"장정훈", "JANG JEONGHUN"}, {"임지훈", "LIM JI HOON"},
    };
    const size_t n = sizeof famous / sizeof *famous;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < n; k++) {
            unsigned level = level_of(text_of(famous[i][0]), text_of(famous[k][1]));
            unsigned want = i == k ? DLB_NAME_LEVEL_ROMANIZED : DLB_NAME_LEVEL_OTHER;
            cr_expect_eq(level, want, "%s and %s: %u", famous[i][0], famous[k][1], level);
        }
    }
}
