/* SPDX-License-Identifier: Apache-2.0 */
/*
 * roman.c - does a Latin spelling stand for these Hangul syllables?
 *
 * Nobody spells by one system: 정 is JUNG, JEONG, CHUNG or CHONG on the passports of one
 * family. Turning either script into the other loses what the other writer chose, so the
 * syllables are walked through the letters instead: each initial, vowel and final has its
 * list of spellings, and a set of positions in the letters says how far any of them can have got. A
 * set is one machine word, a letter one shift and one AND; nothing backtracks.
 *
 *   DLB_SPELL_GIVEN     Korean: Revised Romanization, McCune-Reischauer without its marks,
 *                       and the habits of passports; with or without sound changes
 *   DLB_SPELL_SURNAME   the same, with what only surnames have: LEE, PARK, RHO
 *   DLB_SPELL_LOAN      a foreign name as Korean writes it: SANTOS 산토스 (ㅡ without a
 *                       letter), DELA 델라 (one L for two ㄹ), ZHOU 저우, HUONG 흐엉,
 *                       MUNKHBAT 뭉흐바트 (Mongolian, and Russian of Koreans: ㅇ is N)
 *
 * In a list, a point stands for a spelling without letters.
 */
#include "text/text.h"

enum {
    INITIAL_NIEUN = 2,
    INITIAL_RIEUL = 5,
    INITIAL_MIEUM = 6,
    INITIAL_SIOS = 9,
    INITIAL_IEUNG = 11,
    INITIAL_JIEUT = 12,
    VOWEL_E = 5,
    VOWEL_WI = 16,
    VOWEL_EU = 18,
    VOWEL_I = 20,
    FINAL_KIYEOK = 1,
    FINAL_NIEUN = 4,
    FINAL_RIEUL = 8,
    FINAL_MIEUM = 16,
    FINAL_PIEUP = 17,
    FINAL_IEUNG = 21
};

struct spellings {
    const char *initial[DLB_N_INITIALS]; /* ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ */
    const char *vowel[DLB_N_VOWELS]; /* ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ */
    const char *final[8];            /* none ㄱ ㄴ ㄷ ㄹ ㅁ ㅂ ㅇ, as heard */
};

static const struct spellings korean = {
    {"G K", "KK GG K G", "N", "D T", "TT DD D T", "R L", "M", "B P", "PP BB B P", "S", "SS S", ".",
     "J CH", "JJ J CH", "CH", "K KH", "T TH", "P PH", "H"},
    {"A AH",
     "AE AI E AY EA",
     "YA",
     "YAE YE",
     "EO U O UH OU EU",
     "E EI EH",
     "YEO YU YO YOU YUH",
     "YE YEA YEH AE EA E",
     "O OH",
     "WA OA",
     "WAE OAE WE",
     "OE OI OY WE",
     "YO",
     "U OO OU WOO WU",
     "WO WEO UO WU",
     "WE",
     "WI UI WEE",
     "YU YOO YOU YEU",
     "EU U UE",
     "UI EUI EE I",
     "I EE YI"},
    {".", "K G CK C", "N", "T D S", "L R LL", "M", "P B", "NG"},
};

static const struct spellings loan = {
    {"G K C Q GH KH", "C K Q G", "N NH NN", "D T TH DH DD", "T D TT", "L R LL RR", "M MM",
     "B V P F BB BH", "P B", "S X SH C SS TH", "S SS X TH SH Z", ".", "J Z ZH D GI CH",
     "TR CH Z C ZH J", "CH C Q TS", "K C KH CH Q CK", "T TH TT", "P PH F PP V", "H KH J"},
    {"A AH AA IA",
     "A AE E AI",
     "YA IA A",
     "YAE",
     "EO O U E A ER EU",
     "E AE EI EH AY A EE",
     "YEO YE IE YO YU",
     "YE IE E IA YA",
     "O OH AU OU OO",
     "WA OA UA VA VAA",
     "WAE UE",
     "OE OI WE",
     "YO IO O",
     "U OO OU W WU O UU",
     "WO UO",
     "WE UE OE",
     "WI UI UY U YU WEI",
     "YU IU EW YOO YOU U",
     ". U EU E O",
     "UI EUI",
     "I Y EE YI IE EA IY II IJ"},
    {". H R", "K C G CK CH Q", "N NH NN", "T D", "L R LL", "M MM", "P B V", "NG N"},
};

/* ---- what a whole syllable may be ------------------------------------------------------------ */

struct special {
    char32_t syllable;
    const char *spellings;
};

/* The ㄹ that the law drops from 이 임 유 … is often still written; other spellings are habits. */
static const struct special surnames[] = {
    {U'이', "LEE LI RI RHEE RHIE REE YEE LEIGH I YI EE"},
    {U'박', "PARK BARK PARC"},
    {U'최', "CHOI CHOY CHEY"},
    {U'정', "JOUNG CHOUNG"},
    {U'조', "JOE CHOE"},
    {U'임', "LIM RIM LEEM RHIM IHM YIM"},
    {U'유', "RYU RYOO LYU LYOO LEW YEW LIU"},
    {U'류', "YU YOO YOU LEW LIU"},
    {U'노', "RO ROH RHO LO LOH NOE"},
    {U'로', "NO NOH"},
    {U'나', "RA RAH LA"},
    {U'라', "NA NAH"},
    {U'양', "RYANG LYANG"},
    {U'량', "YANG"},
    {U'여', "RYEO RYO LYEO YEA"},
    {U'염', "RYEOM RYOM LYUM YOUM"},
    {U'용', "RYONG"},
    {U'육', "RYUK YOOK"},
    {U'리', "LEE RHEE REE YI I"},
    {U'림', "IM YIM LEEM"},
    {U'허', "HUR HER HEUR"},
    {U'어', "UR"},
    {U'백', "PAIK BAIK BACK PACK BECK PEK PECK"},
    {U'권', "KWEN GWEN"},
    {U'엄', "OHM"},
    {U'김', "KIHM"},
    {U'신', "SHIN SHEEN"},
};

static const struct special anywhere[] = {
    {U'환', "WHAN"},     {U'화', "WHA"},  {U'황', "WHANG"}, {U'휘', "WHI WHEE"},
    {U'원', "ONE WEON"}, {U'준', "JUNE"}, {U'진', "JEAN"},  {U'규', "QUE"},
    {U'현', "HYEN"},     {U'애', "EI"},   {U'우', "WOO"},   {U'혜', "HEY HAY"},
    {U'옥', "OAK"},      {U'구', "GOU"},  {U'빈', "BEAN"},  {U'주', "ZOO"},
};

static const struct special loans[] = {
    {U'응', "NG"},  {U'인', "NH"}, /* ANH 아인 */
    {U'씨', "THI"}, {U'융', "DUNG"}, {U'엣', "YET"},
};

static const char *special_of(const struct special *table, size_t n, uint32_t syllable)
{
    for (size_t i = 0; i < n; i++) {
        if (table[i].syllable == syllable) return table[i].spellings;
    }
    return "";
}

#define SPECIAL_OF(table, syllable) special_of(table, sizeof table / sizeof *table, syllable)

/* ---- walking --------------------------------------------------------------------------------- */

void dlb_letters_add(struct dlb_letters *letters, char letter)
{
    if (letters->n == DLB_LETTERS_MAX) return;
    letters->at[letter == ' ' ? 0 : letter - '@'] |= 1ull << letters->n++;
}

/* Where spellings that begin at one of `from` end. */
static uint64_t step(const struct dlb_letters *letters, uint64_t from, const char *spellings)
{
    uint64_t to = 0;
    while (*spellings) {
        uint64_t here = from;
        for (; *spellings > ' '; spellings++) {
            if (*spellings != '.') here = (here & letters->at[*spellings - '@']) << 1;
        }
        to |= here;
        spellings += *spellings == ' ';
    }
    return to;
}

/* The index in `final` of the final as heard. */
static unsigned final_index(uint32_t syllable)
{
    switch (dlb_jamo_of(dlb_sound(syllable)).final) {
    case 0:
        return 0;
    case FINAL_KIYEOK:
        return 1;
    case FINAL_NIEUN:
        return 2;
    case FINAL_RIEUL:
        return 4;
    case FINAL_MIEUM:
        return 5;
    case FINAL_PIEUP:
        return 6;
    case FINAL_IEUNG:
        return 7;
    default:
        return 3;
    }
}

/* ㅑ ㅕ ㅖ ㅛ ㅠ ㅣ: SIN is spelled SHIN too; and the law drops a ㄹ before them. */
static bool sounds_with_i(unsigned vowel)
{
    return vowel == 2 || vowel == 6 || vowel == 7 || vowel == 12 || vowel == 17 || vowel == 20;
}

/* What is heard where two syllables meet, for those who write it that way. */
static const char *changed_initial(struct dlb_jamo jamo, unsigned final_before)
{
    bool has_i = sounds_with_i(jamo.vowel);
    if (jamo.initial == INITIAL_SIOS && (has_i || jamo.vowel == VOWEL_WI)) return "SH";
    if (jamo.initial != INITIAL_RIEUL) return "";
    bool is_nasal = final_before == 1 || final_before >= 5;
    if (!has_i) return "N";
    return is_nasal ? "N ." : ".";
}

static const char *changed_final(unsigned final, unsigned next_initial)
{
    bool nasal = next_initial == INITIAL_NIEUN || next_initial == INITIAL_MIEUM ||
                 next_initial == INITIAL_RIEUL;
    if (!nasal) return "";
    switch (final) {
    case 1:
        return "NG";
    case 2:
        return next_initial == INITIAL_RIEUL ? "L" : "";
    case 3:
        return "N";
    case 6:
        return "M";
    default:
        return "";
    }
}

static uint64_t spell_korean(const struct dlb_letters *letters, uint64_t from,
                             const struct dlb_around *around, bool is_surname)
{
    struct dlb_jamo jamo = dlb_jamo_of(around->syllable);
    unsigned before = around->before ? final_index(around->before) : 0;
    unsigned final = final_index(around->syllable);
    uint64_t at = step(letters, from, korean.initial[jamo.initial]) |
                  step(letters, from, changed_initial(jamo, before));
    at = step(letters, at, korean.vowel[jamo.vowel]);
    uint64_t to = step(letters, at, korean.final[final]);
    if (around->after)
        to |= step(letters, at, changed_final(final, dlb_jamo_of(around->after).initial));
    to |= step(letters, from, SPECIAL_OF(anywhere, around->syllable));
    return is_surname ? to | step(letters, from, SPECIAL_OF(surnames, around->syllable)) : to;
}

static uint64_t spell_loan(const struct dlb_letters *letters, uint64_t from,
                           const struct dlb_around *around)
{
    struct dlb_jamo jamo = dlb_jamo_of(around->syllable);
    unsigned final = final_index(around->syllable);
    bool is_open = around->after && dlb_jamo_of(around->after).initial == INITIAL_IEUNG;
    bool is_voiced = jamo.vowel == VOWEL_EU && (jamo.initial == INITIAL_IEUNG || is_open);
    bool is_soft_g =
        jamo.initial == INITIAL_JIEUT && (jamo.vowel == VOWEL_E || jamo.vowel == VOWEL_I);
    uint64_t at = step(letters, from, loan.initial[jamo.initial]);
    if (is_soft_g) at |= step(letters, from, "G");
    /* a silent ㅡ before a vowel only where the word ends: KARIMOV ALISHER 카리모프 알리셰르 */
    uint64_t word_ends = letters->at[0] | 1ull << letters->n;
    uint64_t silent = is_voiced && is_open && final == 0 ? at & word_ends & ~from : 0;
    at = step(letters, at, is_voiced ? "U EU E O" : loan.vowel[jamo.vowel]);
    uint64_t to = step(letters, at, loan.final[final]) | silent;
    bool one_for_two =
        final == 4 && around->after && dlb_jamo_of(around->after).initial == INITIAL_RIEUL;
    if (one_for_two) to |= at;
    return to | step(letters, from, SPECIAL_OF(loans, around->syllable));
}

uint64_t dlb_spell(const struct dlb_letters *letters, uint64_t from,
                   const struct dlb_around *around, int style)
{
    if (from == 0) return 0;
    if (style == DLB_SPELL_LOAN) return spell_loan(letters, from, around);
    return spell_korean(letters, from, around, style == DLB_SPELL_SURNAME);
}

uint64_t dlb_spell_space(const struct dlb_letters *letters, uint64_t at)
{
    return at | (at & letters->at[0]) << 1;
}
