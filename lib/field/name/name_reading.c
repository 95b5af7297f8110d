/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name_reading.c - surnames of Koreans whose papers another country wrote.
 *
 * Koreans from China have passports with the Chinese reading (金 JIN for 김, 朴 PIAO for 박); those
 * from Central Asia papers in Russian, where -гай follows many surnames that end in a vowel
 * (허 KHEGAY) and a final ㅇ is N.
 */
#include "field/name/name_class.h"

#include <string.h>

/* By surname; what Chinese passports write before what Russian papers do. */
static const struct {
    char32_t surname;
    const char *spellings; /* parted by spaces */
} readings[] = {
    {U'강', "JIANG KANG KAN"},
    {U'고', "GAO KO GO KOGAY"},
    {U'공', "KON GON"},
    {U'곽', "GUO KVAK"},
    {U'구', "KU GU KUGAY GUGAY"},
    {U'권', "QUAN KVON GVON"},
    {U'금', "KYM"},
    {U'기', "KI GI KIGAY"},
    {U'길', "KIR"},
    {U'김', "JIN KIM KHIM"},
    {U'나', "LUO NA LA NAGAY LAGAY"},
    {U'남', "NAN NAM"},
    {U'노', "LU NO NOGAY RO"},
    {U'당', "TANG"},
    {U'도', "TO DO TOGAY"},
    {U'등', "DENG"},
    {U'라', "LA LAGAY"},
    {U'류', "LYU YUGAY LYUGAY"},
    {U'마', "MA MAGAY"},
    {U'맹', "MENG MEN"},
    {U'명', "MEN"},
    {U'모', "MO MOGAY"},
    {U'문', "WEN MUN"},
    {U'박', "PIAO PU PAK PYAK PAG"},
    {U'반', "PAN BAN"},
    {U'방', "FANG PANG PAN BAN"},
    {U'배', "PEI PE PEGAY BE BEGAY PYA"},
    {U'백', "BAI PEK BEK PYAK"},
    {U'변', "BIAN PEN PYON BEN"},
    {U'사', "XIE SHI"},
    {U'서', "XU SE SHE SO SEGAY SHEGAY SOGAY SYE"},
    {U'석', "SEK"},
    {U'선', "SEN"},
    {U'설', "SER SEL"},
    {U'성', "CHENG SEN SON"},
    {U'손', "SUN SON"},
    {U'송', "SON"},
    {U'신', "SHEN XIN SHIN SIN"},
    {U'심', "SHEN SHIM SIM SHEM"},
    {U'안', "AN"},
    {U'양', "LIANG YANG YAN LYAN NYAN"},
    {U'어', "E EGAY OGAY"},
    {U'엄', "YAN EM OM"},
    {U'여', "YE YEGAY LE"},
    {U'연', "EN YEN"},
    {U'염', "YEM LEM"},
    {U'오', "WU O OGAY"},
    {U'옥', "OK OGAY"},
    {U'왕', "WANG VAN"},
    {U'용', "YON"},
    {U'우', "U UGAY"},
    {U'원', "YUAN VON VEN"},
    {U'위', "VI VIGAY"},
    {U'유', "LIU YU YUGAY LYU NYU LYUGAY"},
    {U'윤', "YIN YUN"},
    {U'이', "LI NI I LIGAY NIGAY"},
    {U'인', "IN"},
    {U'임', "LIN REN LIM IM EM NIM"},
    {U'장', "ZHANG JIANG TYAN CHAN DYAN TAN ZHAN"},
    {U'전', "TIAN QUAN QIAN TEN TYAN TSEN CHEN CHON"},
    {U'정', "ZHENG DING TEN TYAN CHEN CHON TON DEN DYAN TSHEN"},
    {U'제', "TE TSE TEGAY DEGAY"},
    {U'조', "ZHAO CAO TYO CHO DYO TSHO ZHO TO"},
    {U'주', "ZHU ZHOU TYU CHU CHUGAY TYUGAY DYUGAY DYU"},
    {U'지', "CHI TI DI TIGAY DIGAY CHIGAY"},
    {U'진', "CHEN QIN CHIN TIN TSIN DIN"},
    {U'차', "CHE CHA CHAGAY TSHA TSA"},
    {U'채', "CAI CHE TSKHE CHAY TSKHAY TSAY"},
    {U'천', "QIAN CHEN CHON TSHEN TYEN"},
    {U'최', "CUI TSOY TSOI TSAY"},
    {U'추', "CHU CHUGAY TSHU"},
    {U'태', "TKHE"},
    {U'표', "PYO PKHE"},
    {U'풍', "FENG"},
    {U'피', "PI PIGAY"},
    {U'하', "HE XIA KHA KHAGAY HAGAY"},
    {U'한', "KHAN"},
    {U'함', "KHAM"},
    {U'허', "XU KHE KHEGAY HEGAY KHO"},
    {U'현', "XUAN KHEN KHYON HEN"},
    {U'호', "HU"},
    {U'홍', "HONG KHON HON"},
    {U'황', "HUANG KHVAN HVAN"},
};

bool dlb_name_has_word(const char *words, const char *word, size_t n)
{
    while (*words != 0) {
        size_t i = 0;
        while (i < n && words[i] == word[i]) i++;
        if (i == n && words[i] <= ' ') return true;
        while (*words > ' ') words++;
        words += *words == ' ';
    }
    return false;
}

static bool is_before(const void *sought, size_t index)
{
    return readings[index].surname < *(const uint32_t *)sought;
}

bool dlb_name_is_read_abroad(const char *word, size_t n, uint32_t surname)
{
    const size_t n_readings = sizeof readings / sizeof *readings;
    char plain[DLB_NAME_SYMBOLS];
    size_t at = dlb_search(0, n_readings, &surname, is_before);
    if (at == n_readings || readings[at].surname != surname || n > sizeof plain) return false;
    if (dlb_name_has_word(readings[at].spellings, word, n)) return true;
    bool is_y = n > 3 && word[n - 2] == 'A' && (word[n - 1] == 'I' || word[n - 1] == 'J');
    if (!is_y) return false;
    memcpy(plain, word, n - 1); /* KHEGAI, KHEGAJ */
    plain[n - 1] = 'Y';
    return dlb_name_has_word(readings[at].spellings, plain, n);
}
