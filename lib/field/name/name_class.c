/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name_class.c - surnames that are written in several ways.
 *
 * Spelling by sound (roman.c) reaches most of them: LEE and YI are 이, TRAN is 쩐. Two
 * things it cannot know:
 *
 *   foreign surnames have many Hangul spellings; four Vietnamese in ten are called Nguyễn,
 *   and clerks wrote 응우옌 응웬 구엔 누엔 …; all become the first of the row
 *   Koreans from abroad bear Korean surnames, and passports with another reading
 *   (name_reading.c)
 *
 * Agreement here is evidence for a surname, which is little; the levels ask for more.
 */
#include "field/name/name_class.h"

#include <string.h>

/* ---- foreign surnames ------------------------------------------------------------------------ */

struct surname_class {
    const char *latin;      /* spellings that sound does not reach, or "" */
    const char32_t *hangul; /* words parted by spaces; the first stands for all */
};

/* Longer spellings before those they begin with. */
static const struct surname_class classes[] = {
    {"NGUYEN", U"응우옌 은구옌 은구엔 느구옌 누구엔 엔구옌 엔구엔 응위옌 응우엔 응위엔 응구옌 "
               U"응구엔 응웬 응엔 응옌 "
               U"구엔 구옌 위엔 누엔 누옌 뉴엔 뉴옌 웅웬"},
    {"TRAN", U"쩐 트란 트랜 짠 쨘 찬"},
    {"PHAM", U"팜 파암"},
    {"LE", U"레"},
    {"HOANG", U"호앙 화앙 황"},
    {"HUYNH", U"후인 휜 후이느 훤"},
    {"VO", U"보 버"},
    {"BUI", U"부이"},
    {"VU", U"부 뷔"},
    {"THI", U"티 띠 씨"},
    {"VAN", U"반 번"},
    {"DANG", U"당 덩"},
    {"DUONG", U"즈엉 두옹 두엉 즈옹 주옹"},
    {"TRUONG", U"쯔엉 트루옹 쭈옹 추옹"},
    {"PHAN", U"판"},
    {"NGO", U"응오 은고"},
    {"TRINH", U"찐 트린"},
    {"DINH", U"딘"},
    {"LUONG", U"르엉 루옹"},
    {"MAI", U"마이"},
    {"DAO", U"다오"},
    {"CAO", U"까오"},
    {"LAM", U"람"},
    {"HO", U"호"},
};

static size_t word_length(const char32_t *word)
{
    size_t n = 0;
    while (word[n] != 0 && word[n] != ' ') n++;
    return n;
}

static bool stands_at(const uint32_t *runes, size_t n, const char32_t *word, size_t word_n)
{
    return word_n <= n && memcmp(runes, word, word_n * sizeof *word) == 0;
}

#define S(syllable) [syllable - DLB_SYLLABLE_FIRST] = true

/* The first syllable of every spelling above: few names begin so, and the others need no search. */
static const bool begins_class[DLB_SYLLABLE_LAST - DLB_SYLLABLE_FIRST + 1] = {
    S(U'구'), S(U'까'), S(U'누'), S(U'뉴'), S(U'느'), S(U'다'), S(U'당'), S(U'덩'), S(U'두'),
    S(U'딘'), S(U'띠'), S(U'람'), S(U'레'), S(U'루'), S(U'르'), S(U'마'), S(U'반'), S(U'버'),
    S(U'번'), S(U'보'), S(U'부'), S(U'뷔'), S(U'씨'), S(U'엔'), S(U'웅'), S(U'위'), S(U'은'),
    S(U'응'), S(U'주'), S(U'즈'), S(U'짠'), S(U'쨘'), S(U'쩐'), S(U'쭈'), S(U'쯔'), S(U'찐'),
    S(U'찬'), S(U'추'), S(U'트'), S(U'티'), S(U'파'), S(U'판'), S(U'팜'), S(U'호'), S(U'화'),
    S(U'황'), S(U'후'), S(U'훤'), S(U'휜'),
};

#undef S

static bool may_begin_class(uint32_t rune)
{
    return dlb_is_syllable(rune) && begins_class[rune - DLB_SYLLABLE_FIRST];
}

/* The class one of whose spellings stands at the beginning of runes, and that one's length. */
static const struct surname_class *class_at(const uint32_t *runes, size_t n, size_t *len)
{
    if (n == 0 || !may_begin_class(runes[0])) return NULL;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        for (const char32_t *word = classes[i].hangul; *word != 0;) {
            *len = word_length(word);
            if (stands_at(runes, n, word, *len)) return &classes[i];
            word += *len + (word[*len] == ' ');
        }
    }
    return NULL;
}

size_t dlb_name_class_fold(uint32_t runes[DLB_NAME_SYLLABLES], size_t n)
{
    for (size_t at = 0; at < n; at++) {
        size_t len;
        const struct surname_class *class = class_at(runes + at, n - at, &len);
        if (!class) continue;
        size_t new_len = word_length(class->hangul);
        if (n - len + new_len > DLB_NAME_SYLLABLES) continue;
        memmove(runes + at + new_len, runes + at + len, (n - at - len) * sizeof *runes);
        memcpy(runes + at, class->hangul, new_len * sizeof *runes);
        n = n - len + new_len;
        at += new_len - 1;
    }
    return n;
}

size_t dlb_name_class_of_hangul(const uint32_t *runes, size_t n,
                                uint32_t surname[DLB_NAME_CLASS_MAX])
{
    size_t len;
    const struct surname_class *class = class_at(runes, n, &len);
    if (!class) return 0;
    len = word_length(class->hangul);
    memcpy(surname, class->hangul, len * sizeof *surname);
    return len;
}

bool dlb_name_class_is_foreign(const uint32_t *runes, size_t n)
{
    enum { NEVER_KOREAN = 3 }; /* syllables */
    size_t len = 0;
    return class_at(runes, n, &len) != NULL && (len >= NEVER_KOREAN || (len == 2 && n == 2));
}

/* ---- Korean surnames ------------------------------------------------------------------------- */

/* Most frequent first (census of 2015), so that YU is 유 and CHUNG is 정; but 천, 추, 소 and 편,
 * which are CHEON, CHU, SO and PYEON by rule, stand before those that these may be by habit. */
static const char32_t by_frequency[] =
    U"김이박최정강조윤장임한오소서신권황안송천전홍유고문양손배백허남심노하곽성차추주우구나민진지엄"
    U"채원방공현함편변염여도석선설마길연위표명기반왕금옥육인맹제모탁국어은용";
static const char32_t two_syllables[][3] = {U"남궁", U"황보", U"제갈", U"사공",
                                            U"선우", U"서문", U"독고", U"동방"};

static bool spells(const char *word, size_t n, const uint32_t *surname, size_t n_surname)
{
    struct dlb_letters letters = {0};
    for (size_t i = 0; i < n; i++) {
        if (word[i] < 'A' || word[i] > 'Z') return false;
        dlb_letters_add(&letters, word[i]);
    }
    uint64_t at = 1;
    for (size_t i = 0; i < n_surname; i++) {
        struct dlb_around around = {i ? surname[i - 1] : 0, surname[i],
                                    i + 1 < n_surname ? surname[i + 1] : 0};
        at = dlb_spell(&letters, at, &around, DLB_SPELL_SURNAME);
    }
    return at >> n & 1;
}

size_t dlb_name_class_of_word(const char *word, size_t n, uint32_t surname[DLB_NAME_CLASS_MAX])
{
    if (n == 0 || n > DLB_NAME_SYMBOLS) return 0;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (!dlb_name_has_word(classes[i].latin, word, n)) continue;
        size_t len = word_length(classes[i].hangul);
        memcpy(surname, classes[i].hangul, len * sizeof *surname);
        return len;
    }
    for (size_t i = 0; by_frequency[i] != 0; i++) {
        surname[0] = by_frequency[i];
        if (spells(word, n, surname, 1)) return 1;
    }
    for (size_t i = 0; i < sizeof two_syllables / sizeof *two_syllables; i++) {
        memcpy(surname, two_syllables[i], 2 * sizeof *surname);
        if (spells(word, n, surname, 2)) return 2;
    }
    return 0;
}

bool dlb_name_class_spells(const char *word, size_t n, const uint32_t *runes, size_t n_runes)
{
    const size_t n_classes = may_begin_class(runes[0]) ? sizeof classes / sizeof *classes : 0;
    for (size_t i = 0; i < n_classes; i++) {
        if (classes[i].hangul[0] != runes[0]) continue;
        if (word_length(classes[i].hangul) == n_runes &&
            dlb_name_has_word(classes[i].latin, word, n) &&
            stands_at(runes, n_runes, classes[i].hangul, n_runes))
            return true;
    }
    return n_runes == 1 && dlb_name_is_read_abroad(word, n, runes[0]);
}
