/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name_words.c - words around a name.
 *
 * Honorifics and titles are dropped from the end, one after the other, while a name remains.
 * Some may stand glued to the name; others only after a space, because they end names too
 * (김지양). A word of relation makes it somebody else: "이철수 모" is Lee's mother, and what
 * she is called nobody wrote.
 *
 *   word                     dropped, or turns away, when
 *   씨 님 어르신 할머니 …       two syllables remain, glued or not
 *   옹 군 양 사망 전출 …        two remain, after a space, unless all syllables stand apart
 *   회장 이장 목사 …           three remain, or two after a space
 *   모 부 자 처 … 남 여        three remain, after a space; 남 after a Korean name only
 *   어머니 남편 보호자 …        two remain after a space, or three
 *
 * A surname with nothing but an honorific ("김씨") is no name. 김순님 is one: after a surname and
 * one syllable, 님 is part of what elderly women are called; and so is 남 in 응우옌 반 남.
 */
#include "field/name/name_scan.h"

#include <string.h>

enum word_kind {
    HONORIFIC,
    HONORIFIC_APART,
    TITLE,
    NOTE,
    DECEASED,
    RELATION,
    RELATION_APART,
    MALE,
    FEMALE
};

struct word {
    char32_t text[6];
    uint8_t n;
    uint8_t kind; /* a word_kind */
};

#define W(text, kind)                                                                              \
    {                                                                                              \
        text, sizeof(text) / sizeof(char32_t) - 1, kind                                            \
    }

/* By last syllable, so that the few that may end a name are found at once; longer ones first:
 * "외할머니" before "할머니". */
static const struct word words[] = {
    W(U"아가", RELATION),
    W(U"고객", TITLE),
    W(U"종결", NOTE),
    W(U"작고", DECEASED),
    W(U"주무관", TITLE),
    W(U"가구", NOTE),
    W(U"친구", RELATION),
    W(U"군", HONORIFIC_APART),
    W(U"신규", NOTE),
    W(U"아기", RELATION),
    W(U"애기", RELATION),
    W(U"누나", RELATION),
    W(U"장남", RELATION),
    W(U"차남", RELATION),
    W(U"남", MALE),
    W(U"막내", RELATION),
    W(U"아내", RELATION),
    W(U"손녀", RELATION),
    W(U"수녀", TITLE),
    W(U"자녀", RELATION),
    W(U"장녀", RELATION),
    W(U"차녀", RELATION),
    W(U"녀", RELATION_APART),
    W(U"청소년", TITLE),
    W(U"시어머니", RELATION),
    W(U"외할머니", RELATION),
    W(U"친할머니", RELATION),
    W(U"어머니", RELATION),
    W(U"할머니", HONORIFIC),
    W(U"언니", RELATION),
    W(U"할아버님", HONORIFIC),
    W(U"아버님", HONORIFIC),
    W(U"어머님", HONORIFIC),
    W(U"할머님", HONORIFIC),
    W(U"사모님", TITLE),
    W(U"아드님", RELATION),
    W(U"이모님", RELATION),
    W(U"고모님", RELATION),
    W(U"며느님", RELATION),
    W(U"스님", TITLE),
    W(U"따님", RELATION),
    W(U"형님", RELATION),
    W(U"님", HONORIFIC),
    W(U"세대", NOTE),
    W(U"댁", RELATION),
    W(U"아동", HONORIFIC),
    W(U"아들", RELATION),
    W(U"막내딸", RELATION),
    W(U"큰딸", RELATION),
    W(U"딸", RELATION_APART),
    W(U"장로", TITLE),
    W(U"며느리", RELATION),
    W(U"엄마", RELATION),
    W(U"사망", DECEASED),
    W(U"할망", TITLE),
    W(U"남매", RELATION),
    W(U"할매", TITLE),
    W(U"산모", NOTE),
    W(U"고모", RELATION),
    W(U"시모", RELATION),
    W(U"이모", RELATION),
    W(U"장모", RELATION),
    W(U"조모", RELATION),
    W(U"친모", RELATION),
    W(U"모", RELATION_APART),
    W(U"총무", TITLE),
    W(U"할배", TITLE),
    W(U"시부", RELATION),
    W(U"신부", TITLE),
    W(U"조부", RELATION),
    W(U"친부", RELATION),
    W(U"부부", NOTE),
    W(U"부", RELATION_APART),
    W(U"환자분", TITLE),
    W(U"분", HONORIFIC_APART),
    W(U"아빠", RELATION),
    W(U"오빠", RELATION),
    W(U"생활지원사", TITLE),
    W(U"요양보호사", TITLE),
    W(U"사회복지사", TITLE),
    W(U"간호사", TITLE),
    W(U"복지사", TITLE),
    W(U"전도사", TITLE),
    W(U"권사", TITLE),
    W(U"목사", TITLE),
    W(U"박사", TITLE),
    W(U"여사", HONORIFIC),
    W(U"집사", TITLE),
    W(U"간사", TITLE),
    W(U"기사", TITLE),
    W(U"교사", TITLE),
    W(U"샘", HONORIFIC_APART),
    W(U"동생", RELATION),
    W(U"선생", HONORIFIC),
    W(U"학생", HONORIFIC),
    W(U"별세", DECEASED),
    W(U"입소", NOTE),
    W(U"퇴소", NOTE),
    W(U"교수", TITLE),
    W(U"어르신", HONORIFIC),
    W(U"쌤", TITLE),
    W(U"씨", HONORIFIC),
    W(U"쌍태아", RELATION),
    W(U"쌍생아", RELATION),
    W(U"신생아", RELATION),
    W(U"여아", RELATION),
    W(U"남아", RELATION),
    W(U"태아", RELATION),
    W(U"양", HONORIFIC_APART),
    W(U"여", FEMALE),
    W(U"옹", HONORIFIC_APART),
    W(U"이웃", RELATION),
    W(U"조합원", TITLE),
    W(U"회원", TITLE),
    W(U"사위", RELATION),
    W(U"첫째아이", RELATION),
    W(U"둘째아이", RELATION),
    W(U"셋째아이", RELATION),
    W(U"사내아이", RELATION),
    W(U"여자아이", RELATION),
    W(U"남자아이", RELATION),
    W(U"갓난아이", RELATION),
    W(U"쌍동이", RELATION),
    W(U"쌍둥이", RELATION),
    W(U"어린이", TITLE),
    W(U"대리인", RELATION),
    W(U"동거인", RELATION),
    W(U"후견인", RELATION),
    W(U"장인", RELATION),
    W(U"지인", RELATION),
    W(U"본인", NOTE),
    W(U"부인", RELATION),
    W(U"주임", TITLE),
    W(U"전입", NOTE),
    W(U"대상자", HONORIFIC),
    W(U"배우자", RELATION),
    W(U"보호자", RELATION),
    W(U"이용자", HONORIFIC),
    W(U"내담자", TITLE),
    W(U"수급자", TITLE),
    W(U"입소자", TITLE),
    W(U"참여자", TITLE),
    W(U"봉사자", TITLE),
    W(U"손자", RELATION),
    W(U"환자", TITLE),
    W(U"자", RELATION_APART),
    W(U"부녀회장", TITLE),
    W(U"위원장", TITLE),
    W(U"센터장", TITLE),
    W(U"과장", TITLE),
    W(U"반장", TITLE),
    W(U"부장", TITLE),
    W(U"사장", TITLE),
    W(U"원장", TITLE),
    W(U"이장", TITLE),
    W(U"통장", TITLE),
    W(U"팀장", TITLE),
    W(U"회장", TITLE),
    W(U"소장", TITLE),
    W(U"관장", TITLE),
    W(U"국장", TITLE),
    W(U"계장", TITLE),
    W(U"교장", TITLE),
    W(U"가정", NOTE),
    W(U"형제", RELATION),
    W(U"가족", RELATION),
    W(U"유족", RELATION),
    W(U"세대주", NOTE),
    W(U"손주", RELATION),
    W(U"외할아버지", RELATION),
    W(U"시아버지", RELATION),
    W(U"할아버지", HONORIFIC),
    W(U"아버지", RELATION),
    W(U"중지", NOTE),
    W(U"둘째", RELATION),
    W(U"셋째", RELATION),
    W(U"첫째", RELATION),
    W(U"처", RELATION_APART),
    W(U"친척", RELATION),
    W(U"삼촌", RELATION),
    W(U"전출", NOTE),
    W(U"모친", RELATION),
    W(U"부친", RELATION),
    W(U"조카", RELATION),
    W(U"클라이언트", TITLE),
    W(U"남편", RELATION),
    W(U"대표", TITLE),
    W(U"귀하", TITLE),
    W(U"형", RELATION_APART),
};

#undef W

static size_t length(const char32_t *text)
{
    size_t n = 0;
    while (text[n] != 0) n++;
    return n;
}

/* Letters of the name, spaces not counted. */
static size_t count_letters(const struct dlb_runes *main, size_t n)
{
    size_t n_letters = 0;
    for (size_t i = 0; i < n; i++) n_letters += main->at[i] != ' ';
    return n_letters;
}

/* Every syllable stands alone: "김 지 양" is a name written wide. */
static bool is_wide(const struct dlb_runes *main)
{
    for (size_t i = 1; i < main->n; i += 2) {
        if (main->at[i] != ' ') return false;
    }
    return main->n > 2;
}

static bool ends_with(const struct dlb_runes *main, const char32_t *word, size_t n)
{
    if (main->n < n) return false;
    const uint32_t *end = main->at + main->n - n; /* by hand: words are short, and many are asked */
    while (n > 0 && end[n - 1] == word[n - 1]) n--;
    return n == 0;
}

/* Letters of a name that must remain before a word for it not to be part of the name: where it
 * stands apart, and where it is glued on. */
static const struct {
    uint8_t apart, glued;
} least_left[] = {
    [HONORIFIC] = {2, 2},
    [HONORIFIC_APART] = {2, UINT8_MAX},
    [TITLE] = {2, 3},
    [NOTE] = {2, UINT8_MAX},
    [DECEASED] = {2, UINT8_MAX},
    [RELATION] = {2, 3},
    [RELATION_APART] = {3, UINT8_MAX},
    [MALE] = {3, UINT8_MAX},
    [FEMALE] = {3, UINT8_MAX},
};

/* 김순님: a surname, a syllable and 님 in one piece; not 최준님, whose given name is whole. */
static bool is_given_name(const struct dlb_runes *main, const struct word *word, size_t n_left)
{
    static const char32_t whole[] = U"준진현훈민혁철석건빈환범욱웅찬율";
    bool is_nim = word->n == 1 && word->text[0] == U'님';
    size_t n_surname = is_nim ? dlb_surname_of(main->at, main->n).n : 0;
    if (n_surname == 0 || n_left != n_surname + 1) return false;
    const char32_t *at = whole;
    while (*at != 0 && *at != main->at[main->n - 2]) at++;
    return *at == 0;
}

/* One word, or a surname and one word. */
static bool is_of_korean_form(const struct dlb_runes *main, size_t n)
{
    size_t first = 0, n_spaces = 0;
    while (n > 0 && main->at[n - 1] == ' ') n--;
    while (first < n && main->at[first] != ' ') first++;
    for (size_t i = 0; i < n; i++) n_spaces += main->at[i] == ' ';
    size_t n_surname = dlb_surname_of(main->at, n).n;
    return n_surname > 0 && (n_spaces == 0 || (n_spaces == 1 && n_surname == first));
}

static bool may_drop(const struct dlb_name_scan *scan, const struct word *word, size_t n)
{
    const struct dlb_runes *main = &scan->main;
    size_t before = main->n - n, n_left = count_letters(main, before);
    bool is_apart = (before == 0 || main->at[before - 1] == ' ') && !is_wide(main);
    if (scan->out->latin_len > 0 && n_left == 0) return true; /* "MARIA 씨" */
    if (!is_apart && is_given_name(main, word, n_left)) return false;
    if (word->kind == MALE && !is_of_korean_form(main, before)) return false;
    return n_left >= (is_apart ? least_left[word->kind].apart : least_left[word->kind].glued);
}

static bool ends_before(const void *sought, size_t index)
{
    return words[index].text[words[index].n - 1] < *(const uint32_t *)sought;
}

/* The first word that ends as the runes do, or where it would stand. */
static const struct word *first_ending_as(const uint32_t *runes, size_t n)
{
    if (n == 0) return words;
    return words + dlb_search(0, sizeof words / sizeof *words, runes + n - 1, ends_before);
}

static bool is_ending_as(const struct word *word, const uint32_t *runes, size_t n)
{
    return word < words + sizeof words / sizeof *words && n > 0 &&
           word->text[word->n - 1] == runes[n - 1];
}

/* `word` is the first that ends as main does. */
static const struct word *last_word(const struct dlb_name_scan *scan, const struct word *word)
{
    const struct dlb_runes *main = &scan->main;
    for (; is_ending_as(word, main->at, main->n); word++) {
        if (ends_with(main, word->text, word->n) && may_drop(scan, word, word->n)) return word;
    }
    return NULL;
}

/* "보호자 김순자": the first word names the relation to the one the record is about. */
static bool begins_with_relation(const struct dlb_runes *main)
{
    size_t n = 0;
    while (n < main->n && main->at[n] != ' ') n++;
    bool is_long = n >= 3 || (n == 2 && !dlb_is_surname(main->at[0]));
    return is_long && main->n >= n + 3 && dlb_name_is_relation(main->at, n);
}

/* Nothing but a surname, or a surname with 모 as newspapers write it: "김모". */
static bool is_surname(const struct dlb_runes *main, size_t n, bool is_apart)
{
    if (is_apart && main->at[n - 1] != ' ') return false;
    while (n > 0 && main->at[n - 1] == ' ') n--;
    size_t n_letters = count_letters(main, n);
    bool is_some = n_letters == 2 && main->at[n - 1] == U'모' && main->at[0] != U'이';
    return dlb_is_surname(main->at[0]) && (is_some || (n_letters == 1 && !is_apart));
}

/* "김씨", "박 어르신", "김모 씨", "김모 양": the given name is not there. */
static bool is_surname_only(const struct dlb_runes *main, const struct word *word)
{
    enum { SURNAME_MAX = 4 }; /* two letters, and spaces after each */
    for (; is_ending_as(word, main->at, main->n); word++) {
        if (word->kind != HONORIFIC && word->kind != HONORIFIC_APART) continue;
        if (main->n <= word->n || main->n - word->n > SURNAME_MAX) continue;
        if (!ends_with(main, word->text, word->n)) continue;
        if (is_surname(main, main->n - word->n, word->kind == HONORIFIC_APART)) return true;
    }
    return false;
}

/* "쌍둥이 둘째", "차남", "여아": which child of the one who is named. */
static void keep_order(struct dlb_name *out, const struct word *word)
{
    static const char32_t *const orders[] = {U"첫째", U"둘째", U"셋째", U"장남", U"차남",
                                             U"장녀", U"차녀", U"남아", U"여아"};
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        bool is_order = word->text[0] == orders[i][0] && word->text[1] == orders[i][1];
        if (!is_order || word->n != 2 || out->namesake_len > 0) continue;
        dlb_name_keep(word->text, word->n, out->namesake, sizeof out->namesake, &out->namesake_len);
        out->flags |= DOLBOM_NAME_NAMESAKE;
    }
}

/* Cut a word off the end and keep what it tells; true when it makes the name somebody else's. */
static bool drop_word(struct dlb_name_scan *scan, const struct word *word)
{
    struct dlb_runes *main = &scan->main;
    if (word->kind == DECEASED) scan->out->flags |= DOLBOM_NAME_DECEASED;
    if (word->kind == MALE) scan->out->sex = 'M';
    if (word->kind == FEMALE) scan->out->sex = 'F';
    if (word->kind == RELATION) keep_order(scan->out, word);
    main->n -= word->n;
    while (main->n > 0 && main->at[main->n - 1] == ' ') main->n--;
    scan->repaired = true;
    return word->kind == RELATION || word->kind == RELATION_APART;
}

bool dlb_name_take_words(struct dlb_name_scan *scan)
{
    struct dlb_runes *main = &scan->main;
    const struct word *word, *first = first_ending_as(main->at, main->n);
    bool is_other = begins_with_relation(main), is_checked = !is_wide(main);
    if (is_checked && is_surname_only(main, first)) return false;
    while (!is_other && (word = last_word(scan, first)) != NULL) {
        is_other = drop_word(scan, word);
        is_checked = false;
        first = first_ending_as(main->at, main->n);
    }
    if (is_other) scan->out->flags |= DOLBOM_NAME_RELATION;
    return !is_other && (is_checked || !is_surname_only(main, first));
}

/* ---- words instead of a name ---------------------------------------------------------------- */

static bool is_text(const uint32_t *runes, size_t n, const char32_t *text)
{
    return length(text) == n && memcmp(runes, text, n * sizeof *runes) == 0;
}

static const struct word *whole_word(const uint32_t *runes, size_t n)
{
    const struct word *word = first_ending_as(runes, n);
    for (; is_ending_as(word, runes, n); word++) {
        if (word->n == n && memcmp(runes, word->text, n * sizeof *runes) == 0) return word;
    }
    return NULL;
}

bool dlb_name_is_word(const uint32_t *runes, size_t n)
{
    return whole_word(runes, n) != NULL;
}

bool dlb_name_is_relation(const uint32_t *runes, size_t n)
{
    const struct word *word = whole_word(runes, n);
    return word && (word->kind == RELATION || word->kind == RELATION_APART);
}

/* By first syllable. Words of relation and honorifics have no person's name before them, either. */
static const char32_t placeholders[][6] = {
    U"가명",     U"거부",     U"계",     U"공란",     U"관리자",   U"남아",       U"누계",
    U"대상자",   U"대리인",   U"동거인", U"동상",     U"동일자",   U"동일인",     U"동일",
    U"며느리",   U"모름",     U"무기명", U"무연고자", U"무명씨",   U"무명녀",     U"무명남",
    U"무연고",   U"무명",     U"미입력", U"미기재",   U"미정",     U"미확인",     U"미등록",
    U"미상",     U"배우자",   U"보호자", U"본인",     U"불명",     U"불상",       U"비공개",
    U"상기인",   U"샘플",     U"선생님", U"성명모름", U"성명불상", U"성명미상",   U"성명없음",
    U"성명",     U"세대주",   U"소계",   U"수급자",   U"신원미상", U"신원불상",   U"신생아",
    U"쌍둥이",   U"아기",     U"아버지", U"아무개",   U"애기",     U"어머니",     U"어르신",
    U"없음",     U"여아",     U"예시",   U"이용자",   U"이름모름", U"이름",       U"이름미상",
    U"이름없음", U"익명",     U"임시",   U"총원",     U"총계",     U"출생미신고", U"테스트",
    U"할머니",   U"할아버지", U"합계",   U"해당없음", U"행려자",   U"행려환자",   U"홍길동",
    U"확인불가", U"후견인",
};

static bool begins_before(const void *sought, size_t index)
{
    return placeholders[index][0] < *(const uint32_t *)sought;
}

bool dlb_name_is_placeholder(const uint32_t *runes, size_t n)
{
    const size_t n_words = sizeof placeholders / sizeof *placeholders;
    size_t at = dlb_search(0, n_words, runes, begins_before);
    for (; at < n_words && placeholders[at][0] == runes[0]; at++) {
        if (is_text(runes, n, placeholders[at])) return true;
    }
    return false;
}
