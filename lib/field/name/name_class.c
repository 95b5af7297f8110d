/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name_class.c - surnames that are written in several ways.
 *
 * Spelling by sound (roman.c) reaches most of them: LEE and YI are 이, TRAN is 쩐. Two
 * things it cannot know:
 *
 *   foreign surnames have many Hangul spellings; four Vietnamese in ten are called Nguyễn,
 *   and clerks wrote 응우옌 응웬 구엔 누엔 …; all become the first of the row
 *   Koreans from China bear Korean surnames, and passports with the Chinese reading
 *   (金 JIN for 김, 朴 PIAO for 박); those from Central Asia one in Russian (허 KHEGAY)
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

/* The class one of whose spellings stands at the beginning of runes, and that one's length. */
static const struct surname_class *class_at(const uint32_t *runes, size_t n, size_t *len)
{
    if (n == 0 || !dlb_is_syllable(runes[0]) || !begins_class[runes[0] - DLB_SYLLABLE_FIRST])
        return NULL;
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

/* What Chinese passports write for 金 李 朴 …; parted by spaces, in any order. */
static const struct {
    char32_t surname;
    const char *chinese;
} chinese_readings[] = {
    {U'김', "JIN"},         {U'이', "LI"},         {U'박', "PIAO PU"},  {U'최', "CUI"},
    {U'정', "ZHENG DING"},  {U'강', "JIANG KANG"}, {U'조', "ZHAO CAO"}, {U'윤', "YIN"},
    {U'장', "ZHANG JIANG"}, {U'임', "LIN REN"},    {U'오', "WU"},       {U'서', "XU"},
    {U'신', "SHEN XIN"},    {U'권', "QUAN"},       {U'황', "HUANG"},    {U'전', "TIAN QUAN QIAN"},
    {U'홍', "HONG"},        {U'유', "LIU YU"},     {U'고', "GAO"},      {U'문', "WEN"},
    {U'양', "LIANG YANG"},  {U'손', "SUN"},        {U'배', "PEI"},      {U'백', "BAI"},
    {U'허', "XU"},          {U'남', "NAN"},        {U'심', "SHEN"},     {U'노', "LU"},
    {U'하', "HE"},          {U'곽', "GUO"},        {U'성', "CHENG"},    {U'차', "CHE"},
    {U'주', "ZHU ZHOU"},    {U'나', "LUO"},        {U'진', "CHEN QIN"}, {U'지', "CHI"},
    {U'엄', "YAN"},         {U'채', "CAI"},        {U'원', "YUAN"},     {U'천', "QIAN"},
    {U'방', "FANG PANG"},   {U'현', "XUAN"},       {U'변', "BIAN"},     {U'마', "MA"},
    {U'왕', "WANG"},        {U'맹', "MENG"},       {U'사', "XIE SHI"},  {U'당', "TANG"},
    {U'등', "DENG"},        {U'호', "HU"},         {U'하', "XIA"},      {U'풍', "FENG"},
};

/* What Russian papers of Koreans from Central Asia write; -гай follows many that end in a vowel. */
static const struct {
    char32_t surname;
    const char *russian;
} russian_readings[] = {
    {U'김', "KIM KHIM"},
    {U'이', "LI NI I LIGAY NIGAY"},
    {U'박', "PAK PYAK PAG"},
    {U'최', "TSOY TSOI TSAY"},
    {U'정', "TEN TYAN CHEN CHON TON DEN DYAN TSHEN"},
    {U'강', "KAN"},
    {U'조', "TYO CHO DYO TSHO ZHO TO"},
    {U'윤', "YUN"},
    {U'장', "TYAN CHAN DYAN TAN ZHAN"},
    {U'임', "LIM IM EM NIM"},
    {U'한', "KHAN"},
    {U'오', "O OGAY"},
    {U'서', "SE SHE SO SEGAY SHEGAY SOGAY SYE"},
    {U'신', "SHIN SIN SHEN"},
    {U'권', "KVON GVON"},
    {U'황', "KHVAN HVAN"},
    {U'안', "AN"},
    {U'송', "SON"},
    {U'전', "TEN TYAN TSEN CHEN CHON"},
    {U'홍', "KHON HON"},
    {U'유', "YU YUGAY LYU NYU LYUGAY"},
    {U'류', "LYU YUGAY LYUGAY"},
    {U'고', "KO GO KOGAY"},
    {U'문', "MUN"},
    {U'양', "YAN LYAN NYAN"},
    {U'손', "SON"},
    {U'배', "PE PEGAY BE BEGAY PYA"},
    {U'백', "PEK BEK PYAK"},
    {U'허', "KHE KHEGAY HEGAY KHO"},
    {U'남', "NAM"},
    {U'심', "SHIM SIM SHEM"},
    {U'노', "NO NOGAY RO"},
    {U'하', "KHA KHAGAY HAGAY"},
    {U'곽', "KVAK"},
    {U'성', "SEN SON"},
    {U'차', "CHA CHAGAY TSHA TSA"},
    {U'주', "TYU CHU CHUGAY TYUGAY DYUGAY DYU ZHU"},
    {U'우', "U UGAY"},
    {U'구', "KU GU KUGAY GUGAY"},
    {U'나', "NA LA NAGAY LAGAY"},
    {U'라', "LA LAGAY"},
    {U'진', "CHIN TIN TSIN DIN"},
    {U'지', "TI CHI DI TIGAY DIGAY CHIGAY"},
    {U'엄', "EM OM"},
    {U'채', "CHE TSKHE CHAY TSKHAY TSAY"},
    {U'원', "VON VEN"},
    {U'천', "CHEN CHON TSHEN TYEN"},
    {U'방', "PAN BAN"},
    {U'공', "KON GON"},
    {U'현', "KHEN KHYON HEN"},
    {U'함', "KHAM"},
    {U'변', "PEN PYON BEN"},
    {U'염', "YEM LEM"},
    {U'여', "YE YEGAY LE"},
    {U'추', "CHU CHUGAY TSHU"},
    {U'도', "TO DO TOGAY"},
    {U'석', "SEK"},
    {U'선', "SEN"},
    {U'설', "SER SEL"},
    {U'마', "MA MAGAY"},
    {U'길', "KIR"},
    {U'연', "EN YEN"},
    {U'위', "VI VIGAY"},
    {U'표', "PYO PKHE"},
    {U'명', "MEN"},
    {U'기', "KI GI KIGAY"},
    {U'반', "PAN BAN"},
    {U'왕', "VAN"},
    {U'금', "KYM"},
    {U'옥', "OK OGAY"},
    {U'인', "IN"},
    {U'맹', "MEN"},
    {U'제', "TE TSE TEGAY DEGAY"},
    {U'모', "MO MOGAY"},
    {U'어', "E EGAY OGAY"},
    {U'용', "YON"},
    {U'태', "TKHE"},
    {U'피', "PI PIGAY"},
};

static bool has_word(const char *words, const char *word, size_t n)
{
    for (const char *at = words; *at;) {
        size_t len = strcspn(at, " ");
        if (len == n && memcmp(at, word, n) == 0) return true;
        at += len + (at[len] == ' ');
    }
    return false;
}

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
        if (!has_word(classes[i].latin, word, n)) continue;
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

/* The last letter of KHEGAY is written in three ways. */
static bool is_russian(const char *word, size_t n, uint32_t surname)
{
    char plain[DLB_NAME_SYMBOLS];
    if (n > sizeof plain) return false;
    memcpy(plain, word, n);
    bool is_y = n > 3 && plain[n - 2] == 'A' && (plain[n - 1] == 'I' || plain[n - 1] == 'J');
    if (is_y) plain[n - 1] = 'Y';
    for (size_t i = 0; i < sizeof russian_readings / sizeof *russian_readings; i++) {
        if (russian_readings[i].surname != surname) continue;
        return has_word(russian_readings[i].russian, plain, n);
    }
    return false;
}

bool dlb_name_class_spells(const char *word, size_t n, const uint32_t *runes, size_t n_runes)
{
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (classes[i].hangul[0] != runes[0]) continue;
        if (word_length(classes[i].hangul) == n_runes && has_word(classes[i].latin, word, n) &&
            stands_at(runes, n_runes, classes[i].hangul, n_runes))
            return true;
    }
    for (size_t i = 0; n_runes == 1 && i < sizeof chinese_readings / sizeof *chinese_readings;
         i++) {
        if (chinese_readings[i].surname == runes[0] &&
            has_word(chinese_readings[i].chinese, word, n))
            return true;
    }
    return n_runes == 1 && is_russian(word, n, runes[0]);
}
