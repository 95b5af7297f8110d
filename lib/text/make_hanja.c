/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make_hanja.c - prints hanja_table.h: the reading of each Chinese character used in Korean.
 *
 * Runs when the library is built; collators allocate and are slow. Two sources, both ICU's:
 *
 *   U+4E00 …   the Korean collation ties characters to the syllable they are read as:
 *              "&가<<*伽佳假…", with '-' for a range; forms it lacks are listed here
 *   U+F900 …   compatibility characters exist because KS X 1001 lists a character once per
 *              reading, in the order of readings. Their place between neighbours of known
 *              reading gives theirs: both neighbours agree, or the initial-sound law of the
 *              character's main reading lies between them. The 22 others are listed here.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>

enum {
    HAN_FIRST = 0x4E00,
    HAN_LAST = 0x9FFF,
    COMPAT_FIRST = 0xF900,
    COMPAT_LAST = 0xFA0B,
    KS_ROW_FIRST = 0xCA, /* hanja fill rows CA … FD of 94 characters */
    KS_ROW_LAST = 0xFD,
    KS_SIZE = (KS_ROW_LAST - KS_ROW_FIRST + 1) * 94,
    N_HAN = HAN_LAST - HAN_FIRST + 1,
    N_COMPAT = COMPAT_LAST - COMPAT_FIRST + 1,
    N_LEAST = 7000 /* readings of an ICU that has its Korean data */
};

struct readings {
    uint16_t han[N_HAN], compat[N_COMPAT];
    int n;
};

static const struct {
    uint16_t compat;
    const UChar reading[2];
} listed[] = {
    {0xF905, u"관"}, {0xF906, u"귀"}, {0xF907, u"귀"}, {0xF908, u"균"}, {0xF909, u"글"},
    {0xF914, u"낙"}, {0xF92C, u"낭"}, {0xF95C, u"락"}, {0xF95E, u"란"}, {0xF961, u"률"},
    {0xF965, u"변"}, {0xF967, u"불"}, {0xF96A, u"삭"}, {0xF96E, u"섭"}, {0xF973, u"십"},
    {0xF99E, u"열"}, {0xF9DB, u"율"}, {0xF9FD, u"집"}, {0xFA00, u"체"}, {0xFA04, u"택"},
    {0xFA07, u"폭"}, {0xFA0B, u"확"},
};

/*
 * Forms of characters that the collation lacks: people type them for the ones KS X 1001 has
 * (真 for 眞, 尚 for 尙), and the court's list of hanja for names admits most. Each stands
 * just before its reading.
 */
static const UChar forms[] =
    u"煕희熈희姫희恵혜寿수栄영徳덕広광学학鉄철真진穂수勲훈薫훈昣진珎진栐영昈호敃민暶선竜용国국"
    u"応응清청青청内내説설郎랑温온緑록録록浄정静정亀귀斎재斉제禄록礼례賛찬黒흑荘장壮장将장毎매滝롱"
    u"沢택"
    u"鋭예悦열満만会회壱일弐이参참様양児아為위妍연尚상曻승教교巌암厳엄桟잔剣검効효単단増증売매変변"
    u"実실"
    u"宝보寛관対대戦전択택拝배抜발挙거揺요摂섭数수昼주暁효曽증枢추桜앵楽악楼루権권横횡歩보歴력毀훼"
    u"気기"
    u"渉섭渓계湾만禛진黙묵";

static int is_syllable(UChar unit)
{
    return unit >= 0xAC00 && unit <= 0xD7A3;
}

static int is_han(UChar unit)
{
    return unit >= HAN_FIRST && unit <= HAN_LAST;
}

/* ---- the collation -------------------------------------------------------------------------- */

static void read_rules(const UChar *rules, int32_t n, struct readings *out)
{
    UChar reading = 0;
    for (int32_t i = 0; i < n; i++) {
        if (rules[i] == '&' && i + 1 < n) reading = rules[i + 1];
        if (!is_syllable(reading)) continue;
        UChar first = rules[i], last = rules[i];
        if (rules[i] == '-' && i + 1 < n && is_han(rules[i - 1])) {
            first = (UChar)(rules[i - 1] + 1);
            last = rules[++i];
        }
        for (UChar han = first; is_han(han) && han <= last; han++) {
            out->n += out->han[han - HAN_FIRST] == 0;
            out->han[han - HAN_FIRST] = reading;
        }
    }
}

static void add_forms(struct readings *out)
{
    for (int i = 0; forms[i] != 0; i += 2) {
        UChar *reading = &out->han[forms[i] - HAN_FIRST];
        if (*reading == 0) *reading = forms[i + 1];
    }
}

static int read_collation(struct readings *out)
{
    UErrorCode error = U_ZERO_ERROR;
    UCollator *collator = ucol_open("ko", &error);
    if (U_FAILURE(error)) return 0;
    int32_t n = 0;
    const UChar *rules = ucol_getRules(collator, &n);
    read_rules(rules, n, out);
    ucol_close(collator);
    add_forms(out);
    return out->n >= N_LEAST;
}

/* ---- KS X 1001 ------------------------------------------------------------------------------ */

static int read_standard(UChar *characters)
{
    UErrorCode error = U_ZERO_ERROR;
    UConverter *converter = ucnv_open("windows-949-2000", &error);
    if (U_FAILURE(error)) return 0;
    for (int i = 0; i < KS_SIZE; i++) {
        char bytes[2] = {(char)(KS_ROW_FIRST + i / 94), (char)(0xA1 + i % 94)};
        UChar unit[2] = {0, 0};
        ucnv_toUChars(converter, unit, 2, bytes, 2, &error);
        characters[i] = unit[0];
    }
    ucnv_close(converter);
    return U_SUCCESS(error);
}

static UChar law(UChar syllable)
{
    int index = syllable - 0xAC00, initial = index / 588, vowel = index / 28 % 21;
    int has_i = vowel == 2 || vowel == 3 || vowel == 6 || vowel == 7 || vowel == 12 ||
                vowel == 17 || vowel == 20;
    if (initial == 5)
        initial = has_i ? 11 : 2;
    else if (initial == 2 && has_i)
        initial = 11;
    return (UChar)(0xAC00 + initial * 588 + index % 588);
}

/* The nearest known reading before (step -1) or after (step 1) a place. */
static UChar neighbour(const UChar *characters, int at, int step, const struct readings *known)
{
    for (int i = at + step; i >= 0 && i < KS_SIZE; i += step) {
        if (is_han(characters[i])) return known->han[characters[i] - HAN_FIRST];
    }
    return 0;
}

static UChar main_reading(UChar compat, const struct readings *known)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&error);
    UChar unified[2] = {0, 0};
    unorm2_normalize(nfc, &compat, 1, unified, 2, &error);
    return is_han(unified[0]) ? known->han[unified[0] - HAN_FIRST] : 0;
}

static UChar reading_of(const UChar *characters, int at, const struct readings *known)
{
    for (size_t i = 0; i < sizeof listed / sizeof *listed; i++) {
        if (listed[i].compat == characters[at]) return listed[i].reading[0];
    }
    UChar low = neighbour(characters, at, -1, known), high = neighbour(characters, at, 1, known);
    UChar by_law = law(main_reading(characters[at], known));
    if (low == high) return low;
    return low <= by_law && by_law <= high ? by_law : 0;
}

static int read_compat(struct readings *out)
{
    static UChar characters[KS_SIZE];
    if (!read_standard(characters)) return 0;
    for (int i = 0; i < KS_SIZE; i++) {
        UChar compat = characters[i];
        if (compat < COMPAT_FIRST || compat > COMPAT_LAST) continue;
        out->compat[compat - COMPAT_FIRST] = reading_of(characters, i, out);
    }
    for (int i = 0; i < N_COMPAT; i++) {
        if (out->compat[i] == 0) return 0;
    }
    return 1;
}

static void print_table(const char *name, const uint16_t *table, int n)
{
    printf("static const uint16_t %s[%d] = {", name, n);
    for (int i = 0; i < n; i++) printf("%s0x%04X,", i % 12 ? " " : "\n    ", table[i]);
    printf("\n};\n");
}

int main(void)
{
    static struct readings readings;
    if (!read_collation(&readings) || !read_compat(&readings)) {
        fprintf(stderr, "make_hanja: this ICU lacks the Korean collation or windows-949\n");
        return 1;
    }
    printf("/* Printed by make_hanja.c from ICU %s: %d readings; 0: none. */\n\n", U_ICU_VERSION,
           readings.n);
    print_table("han_readings", readings.han, N_HAN);
    print_table("compat_readings", readings.compat, N_COMPAT);
    return 0;
}
