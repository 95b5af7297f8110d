/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name_notes.c - what stands in brackets after, before or inside a name.
 *
 * A bracket is a clerk's margin. Commas and slashes part it into notes, each of which is
 * read alone; a note with a colon names somebody else and is left out with all its words.
 *
 *   note                     becomes
 *   李英姬                    hanja
 *   故 亡 사망 고인             deceased
 *   남 여 M F 男 女            sex
 *   78세 만 78살 78            age
 *   2  A  A2  큰              namesake
 *   NGUYEN THI LAN           Latin form
 *   순자, 개명 전 김 영자        alias, unless it is a word of the office (전출, 수급자 …)
 *   사망 2024.1.1             deceased
 *   모:김영희, 김영희 모         nothing
 *
 * This comes before normalisation, which would lose the reading of a compatibility hanja.
 */
#include "field/name/name_class.h"
#include "field/name/name_scan.h"

#include <string.h>

enum {
    AGE_LEAST = 20, /* of a bare number; a smaller one tells namesakes apart */
    AGE_MAX = 150,
    ALIAS_SYLLABLES_MAX = 8,
    NAMESAKE_MAX = 3
};

/* ---- words ---------------------------------------------------------------------------------- */

enum note_kind {
    NOTE_NOTHING, /* of the office: says nothing about the name */
    NOTE_DECEASED,
    NOTE_MALE,
    NOTE_FEMALE
};

struct note_word {
    const char32_t *text;
    enum note_kind kind;
};

static const struct note_word note_words[] = {
    {U"故", NOTE_DECEASED},      {U"고", NOTE_DECEASED},    {U"亡", NOTE_DECEASED},
    {U"망", NOTE_DECEASED},      {U"사망", NOTE_DECEASED},  {U"고인", NOTE_DECEASED},
    {U"작고", NOTE_DECEASED},    {U"별세", NOTE_DECEASED},  {U"남", NOTE_MALE},
    {U"여", NOTE_FEMALE},        {U"남자", NOTE_MALE},      {U"여자", NOTE_FEMALE},
    {U"남성", NOTE_MALE},        {U"여성", NOTE_FEMALE},    {U"男", NOTE_MALE},
    {U"女", NOTE_FEMALE},        {U"M", NOTE_MALE},         {U"F", NOTE_FEMALE},
    {U"남아", NOTE_MALE},        {U"여아", NOTE_FEMALE},    {U"전출", NOTE_NOTHING},
    {U"전입", NOTE_NOTHING},     {U"퇴소", NOTE_NOTHING},   {U"입소", NOTE_NOTHING},
    {U"이사", NOTE_NOTHING},     {U"종결", NOTE_NOTHING},   {U"중지", NOTE_NOTHING},
    {U"보류", NOTE_NOTHING},     {U"신규", NOTE_NOTHING},   {U"기존", NOTE_NOTHING},
    {U"기초", NOTE_NOTHING},     {U"수급", NOTE_NOTHING},   {U"수급자", NOTE_NOTHING},
    {U"차상위", NOTE_NOTHING},   {U"독거", NOTE_NOTHING},   {U"부부", NOTE_NOTHING},
    {U"본인", NOTE_NOTHING},     {U"대리", NOTE_NOTHING},   {U"장애", NOTE_NOTHING},
    {U"장애인", NOTE_NOTHING},   {U"치매", NOTE_NOTHING},   {U"세대주", NOTE_NOTHING},
    {U"가명", NOTE_NOTHING},     {U"개명", NOTE_NOTHING},   {U"동명이인", NOTE_NOTHING},
    {U"외국인", NOTE_NOTHING},   {U"병원", NOTE_NOTHING},   {U"입원", NOTE_NOTHING},
    {U"확인", NOTE_NOTHING},     {U"미확인", NOTE_NOTHING}, {U"대기", NOTE_NOTHING},
    {U"종료", NOTE_NOTHING},     {U"해지", NOTE_NOTHING},   {U"다문화", NOTE_NOTHING},
    {U"와상", NOTE_NOTHING},     {U"요양", NOTE_NOTHING},   {U"요양원", NOTE_NOTHING},
    {U"재등록", NOTE_NOTHING},   {U"중복", NOTE_NOTHING},   {U"한국", NOTE_NOTHING},
    {U"중국", NOTE_NOTHING},     {U"베트남", NOTE_NOTHING}, {U"필리핀", NOTE_NOTHING},
    {U"몽골", NOTE_NOTHING},     {U"일본", NOTE_NOTHING},   {U"태국", NOTE_NOTHING},
    {U"러시아", NOTE_NOTHING},   {U"네팔", NOTE_NOTHING},   {U"캄보디아", NOTE_NOTHING},
    {U"우즈벡", NOTE_NOTHING},   {U"귀화", NOTE_NOTHING},   {U"새터민", NOTE_NOTHING},
    {U"탈북민", NOTE_NOTHING},   {U"조선족", NOTE_NOTHING}, {U"고려인", NOTE_NOTHING},
    {U"결혼이민", NOTE_NOTHING}, {U"이주민", NOTE_NOTHING}, {U"연락두절", NOTE_NOTHING},
    {U"부재", NOTE_NOTHING},     {U"거부", NOTE_NOTHING},   {U"말소", NOTE_NOTHING},
    {U"시설", NOTE_NOTHING},     {U"재가", NOTE_NOTHING},   {U"보훈", NOTE_NOTHING},
    {U"유공자", NOTE_NOTHING},
};

static bool reads(const struct dlb_runes *note, const char32_t *word)
{
    for (size_t i = 0; i < note->n; i++) {
        if (note->at[i] == ' ') continue;
        if (note->at[i] != *word) return false;
        word++;
    }
    return *word == 0;
}

static bool take_word(struct dlb_name_scan *scan, const struct dlb_runes *note)
{
    for (size_t i = 0; i < sizeof note_words / sizeof *note_words; i++) {
        if (!reads(note, note_words[i].text)) continue;
        switch (note_words[i].kind) {
        case NOTE_DECEASED:
            scan->out->flags |= DOLBOM_NAME_DECEASED;
            break;
        case NOTE_MALE:
            scan->out->sex = 'M';
            return true;
        case NOTE_FEMALE:
            scan->out->sex = 'F';
            return true;
        case NOTE_NOTHING:
            break;
        }
        scan->repaired = true;
        return true;
    }
    return false;
}

/* ---- kinds of notes ------------------------------------------------------------------------- */

static bool is_digit(uint32_t rune)
{
    return rune >= '0' && rune <= '9';
}

static bool is_ascii_letter(uint32_t rune)
{
    return (rune >= 'A' && rune <= 'Z') || (rune >= 'a' && rune <= 'z');
}

static bool take_hanja(struct dlb_name_scan *scan, const struct dlb_runes *note)
{
    struct dlb_runes hanja;
    hanja.n = 0;
    for (size_t i = 0; i < note->n; i++) {
        if (note->at[i] == ' ') continue;
        if (!dlb_is_hanja(note->at[i])) return false;
        hanja.at[hanja.n++] = note->at[i];
    }
    struct dlb_name *out = scan->out;
    dlb_name_keep(hanja.at, hanja.n, out->hanja, sizeof out->hanja, &out->hanja_len);
    return true;
}

static char sex_of(uint32_t rune)
{
    return rune == U'남' ? 'M' : rune == U'여' ? 'F' : 0;
}

/* "78세", "만 78세", "여78", and a bare number too large for a namesake's. */
static bool take_age(struct dlb_name_scan *scan, const struct dlb_runes *note)
{
    uint32_t first = note->at[0];
    char sex = sex_of(first);
    size_t at = first == U'만' || sex != 0, n = note->n;
    bool has_unit = note->at[n - 1] == U'세' || note->at[n - 1] == U'살';
    uint32_t age = 0;
    n -= has_unit;
    while (at < n && note->at[at] == ' ') at++;
    if (at >= n || n - at > 3) return false;
    for (; at < n; at++) {
        if (!is_digit(note->at[at])) return false;
        age = age * 10 + (note->at[at] - '0');
    }
    if (!has_unit && (age < AGE_LEAST || age > AGE_MAX)) return false;
    if (age <= AGE_MAX) scan->out->age = (uint16_t)age;
    if (sex != 0) scan->out->sex = sex;
    return true;
}

/* "사망 2024.1.1", "24.1.1 사망" */
static bool take_death(struct dlb_name_scan *scan, const struct dlb_runes *note)
{
    if (note->n < 3) return false;
    const uint32_t *end = note->at + note->n - 2;
    bool is_death =
        (note->at[0] == U'사' && note->at[1] == U'망') || (end[0] == U'사' && end[1] == U'망');
    if (is_death) scan->out->flags |= DOLBOM_NAME_DECEASED;
    scan->repaired |= is_death;
    return is_death;
}

static bool take_namesake(struct dlb_name_scan *scan, const struct dlb_runes *note)
{
    bool is_word = reads(note, U"큰") || reads(note, U"작은");
    size_t n_letters = 0;
    for (size_t i = 0; i < note->n && !is_word; i++) {
        if (!is_digit(note->at[i]) && !is_ascii_letter(note->at[i])) return false;
        n_letters += is_ascii_letter(note->at[i]);
    }
    if (note->n > NAMESAKE_MAX || n_letters > 1) return false;
    struct dlb_name *out = scan->out;
    dlb_name_keep(note->at, note->n, out->namesake, sizeof out->namesake, &out->namesake_len);
    out->flags |= DOLBOM_NAME_NAMESAKE;
    scan->repaired = true;
    return true;
}

static bool take_latin(struct dlb_name_scan *scan, const struct dlb_runes *note)
{
    for (size_t i = 0; i < note->n; i++) {
        uint32_t rune = note->at[i];
        bool is_latin = is_ascii_letter(rune) || (rune >= 0xC0 && rune < 0x250) ||
                        (rune >= 0x1E00 && rune < 0x1F00);
        if (!is_latin && !strchr(" -.'", (int)(rune < 0x80 ? rune : 'x'))) return false;
    }
    struct dlb_runes words;
    if (dlb_name_words(note->at, note->n, &words) < 2) return false;
    struct dlb_name *out = scan->out;
    if (dlb_name_tells_baby(&words)) out->flags |= DOLBOM_NAME_RELATION;
    dlb_name_keep(words.at, words.n, out->latin, sizeof out->latin, &out->latin_len);
    return true;
}

/* The first or last word tells whose name it is: "보호자 김영희", "김영희 모". */
static bool names_relation(const struct dlb_runes *note)
{
    size_t first = 0, last = note->n;
    while (first < note->n && note->at[first] != ' ') first++;
    while (last > 0 && note->at[last - 1] != ' ') last--;
    bool is_first = first < note->n && dlb_name_is_relation(note->at, first);
    return is_first || (last > 0 && dlb_name_is_relation(note->at + last, note->n - last));
}

/* Does the note begin with the word? Its length, or 0. */
static size_t begins_with(const uint32_t *at, size_t n, const char32_t *word)
{
    size_t len = 0;
    while (word[len] != 0 && len < n && at[len] == word[len]) len++;
    return word[len] == 0 && len < n ? len : 0;
}

static size_t skip_space(const uint32_t *at, size_t n, size_t from)
{
    return from < n && at[from] == ' ' ? from + 1 : from;
}

/* "베트남명", "중국 이름": what somebody is called elsewhere. Length, or 0. */
static size_t kind_of_name(const uint32_t *at, size_t n)
{
    size_t end = 0;
    while (end < n && dlb_is_syllable(at[end])) end++;
    if (end < 2) return 0;
    bool is_kind = at[end - 1] == U'명' && !dlb_is_surname(at[0]);
    size_t next = skip_space(at, n, end), len = begins_with(at + next, n - next, U"이름");
    return len > 0 ? next + len : is_kind ? end : 0;
}

/* "호적명 김말자", "한글명: 김하은"; but "개명 명수진" is one whose surname is 명. */
static bool ends_with_myeong(const uint32_t *at, size_t n, size_t len)
{
    return len + 1 < n && at[len] == U'명' &&
           (at[len + 1] == ' ' || at[len + 1] == ':' || at[len + 1] == 0xFF1A);
}

/* Length of words that say that another name of the same person follows, else 0. */
static size_t alias_label(const uint32_t *at, size_t n)
{
    static const char32_t *const words[] = {
        U"개명 전",    U"개명전",  U"개명 후",  U"개명후", U"개명", U"귀화 전",
        U"귀화전",     U"귀화 후", U"귀화후",   U"옛이름", U"이전", U"원래",
        U"한글",       U"본국",    U"영문",     U"호적상", U"호적", U"구명",
        U"주민등록상", U"별칭",    U"주민등록", U"예명",   U"前",   U"舊"};
    size_t len = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words && len == 0; i++)
        len = begins_with(at, n, words[i]);
    size_t next = skip_space(at, n, len), more = begins_with(at + next, n - next, U"이름");
    if (len == 0) return kind_of_name(at, n);
    if (more > 0) return next + more;
    return ends_with_myeong(at, n, len) ? len + 1 : len;
}

/* 구 and 전 are surnames, too: "구 이막례" was called so, "구 자윤" is one name. */
static size_t former_label(const uint32_t *at, size_t n)
{
    enum { WHOLE = 3 };
    bool is_former = n > 0 && (at[0] == U'구' || at[0] == U'전' || at[0] == U'현');
    bool is_parted = is_former && n > 1 && (at[1] == ':' || at[1] == 0xFF1A);
    return is_parted || (is_former && n > 1 + WHOLE && at[1] == ' ') ? 1 : 0;
}

/* Where the other name begins that a note tells after such words; 0: it has none of them. */
static size_t alias_begin(const uint32_t *at, size_t n)
{
    size_t len = alias_label(at, n);
    if (len == 0) len = former_label(at, n);
    if (len == 0 || len >= n) return 0;
    bool is_parted = at[len] == ' ' || at[len] == ':' || at[len] == 0xFF1A;
    size_t begin = is_parted ? skip_space(at, n, len + 1) : len;
    bool is_name = is_parted || (dlb_is_surname(at[len]) && n - len >= 2); /* 개명전박끝순 */
    return is_name && begin < n ? begin : 0;
}

/* "역삼동", "요양병원"; "이철수모" is his mother. */
static bool ends_like_no_name(const struct dlb_runes *alias, bool has_surname)
{
    static const char32_t places[] = U"동읍면원민족", relations[] = U"모부처";
    uint32_t last = alias->at[alias->n - 1];
    bool is_long = alias->n > (has_surname ? 3 : 2);
    for (const char32_t *end = has_surname ? relations : places; *end != 0 && is_long; end++) {
        if (*end == last) return true;
    }
    return false;
}

/* 응우옌티란, 팜티흐엉: a surname of foreigners, after a short one what many have in the middle.
 */
static bool begins_like_foreigner(const struct dlb_runes *alias)
{
    uint32_t surname[DLB_NAME_CLASS_MAX], second = alias->at[1];
    size_t n = dlb_name_class_of_hangul(alias->at, alias->n, surname);
    return n > 1 || (n == 1 && alias->n > 3 && (second == U'티' || second == U'반'));
}

/* Beside a Hangul name, longer notes that begin with no surname speak of something else. */
static bool may_be_name(const struct dlb_name_scan *scan, const struct dlb_runes *alias)
{
    enum { WITHOUT_SURNAME_MAX = 3, WITH_SURNAME_MAX = 5 };
    if (alias->n < 2 || alias->n > ALIAS_SYLLABLES_MAX) return false;
    if (dlb_name_is_word(alias->at, alias->n) || dlb_name_is_placeholder(alias->at, alias->n))
        return false;
    if (!dlb_is_syllable(scan->main.n > 0 ? scan->main.at[0] : 0)) return true;
    bool has_surname = dlb_surname_of(alias->at, alias->n).n > 0;
    if (!has_surname && begins_like_foreigner(alias)) return true;
    if (ends_like_no_name(alias, has_surname)) return false;
    return alias->n <= (has_surname ? WITH_SURNAME_MAX : WITHOUT_SURNAME_MAX);
}

static bool take_alias(struct dlb_name_scan *scan, const struct dlb_runes *note)
{
    struct dlb_runes alias;
    alias.n = 0;
    if (names_relation(note)) return false;
    for (size_t i = 0; i < note->n; i++) {
        if (note->at[i] == ' ') continue;
        if (!dlb_is_syllable(note->at[i])) return false;
        alias.at[alias.n++] = note->at[i];
    }
    if (!may_be_name(scan, &alias)) return false;
    struct dlb_name *out = scan->out;
    dlb_name_keep(alias.at, alias.n, out->alias, sizeof out->alias, &out->alias_len);
    return true;
}

/* ---- brackets ------------------------------------------------------------------------------- */

/* Everything but a word or hanja. */
static bool take_other(struct dlb_name_scan *scan, const struct dlb_runes *note)
{
    return take_age(scan, note) || take_death(scan, note) || take_namesake(scan, note) ||
           take_latin(scan, note) || take_alias(scan, note);
}

static void take_note(struct dlb_name_scan *scan, const uint32_t *at, size_t n)
{
    while (n > 0 && at[0] == ' ') at++, n--;
    while (n > 0 && at[n - 1] == ' ') n--;
    if (n == 0) return;
    struct dlb_runes note; /* not cleared: it is large, and few of it are used */
    note.n = n;
    memcpy(note.at, at, n * sizeof *at);
    if (take_word(scan, &note) || take_hanja(scan, &note)) return;
    bool is_read = dlb_runes_are_plain(&note);
    if (!is_read) {
        dlb_runes_jamo(&note);
        is_read = dlb_runes_fold(DLB_FOLD_NFKC, &note) && note.n > 0;
        if (is_read && take_word(scan, &note)) return;
    }
    scan->repaired |= !is_read || !take_other(scan, &note);
}

static bool parts_notes(uint32_t rune)
{
    return rune == ',' || rune == '/' || rune == ';' || rune == 0xFF0C || rune == 0xFF0F ||
           rune == 0xB7 || rune == 0x3001;
}

static void take_bracket(struct dlb_name_scan *scan, const uint32_t *at, size_t n)
{
    size_t begin = alias_begin(at, n);
    at += begin;
    n -= begin;
    for (size_t i = 0; i < n; i++) {
        if (at[i] != ':' && at[i] != 0xFF1A) continue;
        scan->repaired = true;
        return;
    }
    for (size_t i = 0; i < n;) {
        size_t end = i;
        while (end < n && !parts_notes(at[end])) end++;
        take_note(scan, at + i, end - i);
        i = end + 1;
    }
}

/* 1 opens, -1 closes, 0 is no bracket. */
static int bracket(uint32_t rune)
{
    static const char32_t opening[] = U"（［｛＜〔【「『〈《";
    static const char32_t closing[] = U"）］｝＞〕】」』〉》";
    if (rune < 0x80) {
        bool opens = rune == '(' || rune == '[' || rune == '{' || rune == '<';
        bool closes = rune == ')' || rune == ']' || rune == '}' || rune == '>';
        return opens - closes;
    }
    if (rune < U'〈' || dlb_is_syllable(rune)) return 0;
    for (size_t i = 0; opening[i] != 0; i++) {
        if (rune == opening[i]) return 1;
        if (rune == closing[i]) return -1;
    }
    return 0;
}

/* "NGUYEN<<THI<LAN<<<": as passports' machine-readable lines part words; '<' that nothing closes
 * opens no bracket. */
static void part_by_fillers(struct dlb_runes *main)
{
    bool is_closed = false;
    for (size_t i = 0; i < main->n; i++) is_closed |= main->at[i] == '>';
    for (size_t i = 0; i < main->n && !is_closed; i++) {
        if (main->at[i] == '<') main->at[i] = ' ';
    }
}

void dlb_name_take_notes(struct dlb_name_scan *scan)
{
    struct dlb_runes all, *left = &scan->main;
    size_t n = 0;
    part_by_fillers(left);
    while (n < left->n && bracket(left->at[n]) == 0) n++;
    if (n == left->n) return;
    all.n = left->n;
    memcpy(all.at, left->at, all.n * sizeof *all.at);
    left->n = 0;
    for (size_t i = 0; i < all.n; i++) {
        int turn = bracket(all.at[i]);
        if (turn <= 0) left->at[left->n++] = turn == 0 ? all.at[i] : ' ';
        if (turn <= 0) continue;
        size_t begin = i + 1, depth = 1;
        for (i = begin; i < all.n; i++) {
            depth += (size_t)bracket(all.at[i]);
            if (depth == 0) break;
            if (bracket(all.at[i]) != 0) all.at[i] = ',';
        }
        take_bracket(scan, all.at + begin, i - begin);
        left->at[left->n++] = ' ';
    }
}
