/* SPDX-License-Identifier: Apache-2.0 */
/*
 * names.c - Korean names in their real distribution, and how they are misspelt.
 *
 * A few surnames cover most people (shares after the 2015 census), and each generation had
 * its syllables: 영자 and 순자 for women born in the 1940s, 지우 and 서연 seventy years later.
 * So two strangers of one cohort often share a name, which is what makes linking hard.
 * Syllables here are pools by cohort and sex; early ones are drawn more often.
 */
#include "sample/sample.h"

#include <string.h>

static const struct {
    const char *surname;
    uint16_t weight; /* of 10,000 */
} surnames[] = {
    {"김", 2150}, {"이", 1470}, {"박", 840}, {"최", 470}, {"정", 430}, {"강", 240}, {"조", 210},
    {"윤", 205},  {"장", 200},  {"임", 166}, {"한", 154}, {"오", 153}, {"서", 150}, {"신", 149},
    {"권", 142},  {"황", 140},  {"안", 137}, {"송", 137}, {"전", 112}, {"홍", 111}, {"유", 104},
    {"고", 94},   {"문", 93},   {"양", 92},  {"손", 91},  {"배", 80},  {"백", 77},  {"허", 65},
    {"남", 56},   {"심", 54},   {"노", 51},  {"하", 46},  {"곽", 41},  {"성", 40},  {"차", 39},
    {"주", 39},   {"우", 39},   {"구", 39},  {"민", 34},  {"류", 32},  {"나", 32},  {"진", 32},
    {"지", 32},   {"엄", 29},   {"채", 26},  {"원", 26},  {"천", 24},  {"방", 19},  {"공", 19},
    {"현", 18},   {"함", 16},   {"변", 15},  {"염", 14},  {"여", 12},  {"추", 11},  {"도", 10},
    {"소", 10},   {"석", 9},    {"선", 9},   {"설", 9},   {"마", 8},   {"길", 8},   {"남궁", 4},
    {"황보", 3},  {"제갈", 2},  {"선우", 2}, {"독고", 1},
};

/* Pools of one-syllable words, most frequent first. */
static const char *const pools[4][2][2] = {
    /* born before 1950: men first, second; women first, second */
    {{"영정재종성병상용명동기창태진순광인만춘석복수남길덕봉학원규승",
      "수호식환철근석기섭태규현열남길복만식우진선택구용준모관일홍영"},
     {"영순정옥명춘금말복경분점봉연귀필남선간길안기막덕월삼종화갑이",
      "자순숙희옥례임심남분녀년금선화월이덕점엽단연란매봉실향님복애"}},
    /* 1950 to 1969 */
    {{"영성정종재상병동용광진명기경태인창승한원대현석준상수홍길남덕",
      "수호철식진환석현기섭규근태훈우열남일범준권용배용관국홍모구택"},
     {"미영정경은순명현혜선숙옥인진금연애춘희복지말남성봉덕윤양기향",
      "숙희자순옥경미란정영선애화남임례연진주아심분금실향복례월엽단"}},
    /* 1970 to 1989 */
    {{"정성재지상영승동진현민경준태종기대창병원용우석형세인광주한윤",
      "훈호현수진민우석철환욱영준식규범국태섭배일권혁필근용원열석주"},
     {"은지미현정수혜경유선영민소진윤보주연희나아효다명성인숙세가양",
      "주영희정경은선미진숙혜아연란현지나라림옥화심원인애순실향례린"}},
    /* 1990 and later */
    {{"민지준서도현예건우승시정재유동성태은윤하주경수한찬진규세상영",
      "준우현민호훈서진윤혁원성빈환재석찬영수율후인규욱건태한겸범결"},
     {"서지민유예수하은채소윤다나혜가현주아시연정이세보경효미희인영",
      "연우윤은아서린현영희진원빈율은지나별솔하경이정주미혜림선인새"}},
};

static const char generation_syllables[] = "영재종성상동기정태진승현민준지수용병광원";

/* The i-th syllable of a pool, copied with its NUL. */
static void take_syllable(const char *pool, uint32_t i, char syllable[4])
{
    memcpy(syllable, pool + 3 * (size_t)i, 3);
    syllable[3] = 0;
}

void sample_surname(struct chance *chance, char surname[8])
{
    enum { N = sizeof surnames / sizeof *surnames };
    uint32_t total = 0;
    for (size_t i = 0; i < N; i++) total += surnames[i].weight;
    uint32_t at = chance_below(chance, total);
    size_t i = 0;
    while (at >= surnames[i].weight) at -= surnames[i++].weight;
    strcpy(surname, surnames[i].surname);
}

const char *sample_generation_syllable(struct chance *chance)
{
    uint32_t n = (sizeof generation_syllables - 1) / 3;
    return generation_syllables + 3 * (size_t)chance_below(chance, n);
}

void sample_given(struct chance *chance, int32_t birth_year, bool female, const char *shared,
                  char given[16])
{
    int cohort = birth_year < 1950 ? 0 : birth_year < 1970 ? 1 : birth_year < 1990 ? 2 : 3;
    const char *first = pools[cohort][female][0], *second = pools[cohort][female][1];
    char syllable[4];
    bool short_name = chance_of(chance, 20000);
    given[0] = 0;
    if (!short_name) {
        if (shared)
            memcpy(syllable, shared, 3), syllable[3] = 0;
        else
            take_syllable(first, chance_skewed(chance, (uint32_t)strlen(first) / 3), syllable);
        strcat(given, syllable);
    }
    take_syllable(second, chance_skewed(chance, (uint32_t)strlen(second) / 3), syllable);
    strcat(given, syllable);
}

void sample_foreign_name(struct chance *chance, struct sample_name *name)
{
    static const char *const families[][2] = {
        {"NGUYEN", "응우옌"}, {"TRAN", "쩐"},          {"PHAM", "팜"},
        {"LE", "레"},         {"WANG", "왕"},          {"ZHANG", "장"},
        {"CHEN", "천"},       {"KARIMOV", "카리모프"}, {"SANTOS", "산토스"}};
    static const char *const middles[][2] = {
        {"THI", "티"}, {"VAN", "반"}, {"NGOC", "응옥"}, {"XIAO", "샤오"}, {"MARIA", "마리아"}};
    static const char *const lasts[][2] = {
        {"LAN", "란"}, {"HOA", "호아"}, {"MAI", "마이"},  {"HUONG", "흐엉"}, {"LINH", "린"},
        {"MIN", "민"}, {"LI", "리"},    {"ANNA", "안나"}, {"DUNG", "둥"},    {"TUAN", "뚜언"}};
    const char *const *family = families[chance_below(chance, 9)];
    const char *const *middle = middles[chance_below(chance, 5)];
    const char *const *last = lasts[chance_below(chance, 10)];
    name->surname[0] = 0;
    snprintf(name->latin, sizeof name->latin, "%s %s %s", family[0], middle[0], last[0]);
    /* There is room for five syllables of the given name; longer ones keep their last word. */
    if (strlen(family[1]) + strlen(middle[1]) + strlen(last[1]) < sizeof name->given)
        snprintf(name->given, sizeof name->given, "%s%s%s", family[1], middle[1], last[1]);
    else
        snprintf(name->given, sizeof name->given, "%s%s", middle[1], last[1]);
}

bool sample_surname_variant(char surname[8])
{
    static const char *const pairs[][2] = {{"유", "류"}, {"임", "림"}, {"이", "리"}, {"나", "라"},
                                           {"노", "로"}, {"양", "량"}, {"여", "려"}, {"염", "렴"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        for (int side = 0; side < 2; side++) {
            if (strcmp(surname, pairs[i][side]) != 0) continue;
            strcpy(surname, pairs[i][!side]);
            return true;
        }
    }
    return false;
}

static uint32_t decode(const char *text)
{
    const unsigned char *byte = (const unsigned char *)text;
    return (byte[0] & 15u) << 12 | (byte[1] & 63u) << 6 | (byte[2] & 63u);
}

static void encode(uint32_t code_point, char *text)
{
    text[0] = (char)(0xE0 | code_point >> 12);
    text[1] = (char)(0x80 | (code_point >> 6 & 63));
    text[2] = (char)(0x80 | (code_point & 63));
}

/* Vowels people mix up, by number: ㅐㅔ ㅖㅔ ㅚㅙ ㅢㅣ ㅓㅗ ㅕㅓ ㅡㅓ; finals ㄴㅇ ㅁㅇ. */
void sample_mistype(struct chance *chance, char *hangul)
{
    static const uint8_t vowels[][2] = {{1, 5}, {7, 5}, {11, 10}, {19, 20},
                                        {4, 8}, {6, 4}, {18, 4}};
    uint32_t n = (uint32_t)strlen(hangul) / 3;
    if (!n) return;
    char *at = hangul + 3 * (size_t)chance_below(chance, n);
    uint32_t index = decode(at) - 0xAC00, initial = index / 588, vowel = index / 28 % 21;
    uint32_t final = index % 28, was = index;
    for (size_t i = 0; i < sizeof vowels / sizeof *vowels && index == was; i++)
        for (int side = 0; side < 2; side++)
            if (vowel == vowels[i][side]) index = (initial * 21 + vowels[i][!side]) * 28 + final;
    if (index == was) index = was - final + (final == 4 ? 21 : final == 21 ? 4 : final ? 0 : 4);
    encode(0xAC00 + index, at);
}
