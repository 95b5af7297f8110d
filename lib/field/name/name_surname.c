/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name_surname.c - where a Korean surname ends.
 *
 * Nearly all surnames have one syllable; thirteen in use have two. 황보인 is 황보 + 인 or,
 * less likely, 황 + 보인: the longer surname is taken and, when only one syllable follows,
 * the shorter one is kept as a second candidate. A name that begins with no surname in use
 * is a foreigner's.
 */
#include "field/name/name_scan.h"

#define S(syllable) [syllable - 0xAC00] = true

/* Surnames of the 2015 census that are written with one syllable. */
static const bool is_one_syllable[DLB_SYLLABLE_LAST - DLB_SYLLABLE_FIRST + 1] = {
    S(U'가'), S(U'간'), S(U'갈'), S(U'감'), S(U'강'), S(U'개'), S(U'견'), S(U'경'), S(U'계'),
    S(U'고'), S(U'곡'), S(U'공'), S(U'곽'), S(U'관'), S(U'교'), S(U'구'), S(U'국'), S(U'군'),
    S(U'궁'), S(U'궉'), S(U'권'), S(U'근'), S(U'금'), S(U'기'), S(U'길'), S(U'김'), S(U'나'),
    S(U'난'), S(U'남'), S(U'낭'), S(U'내'), S(U'노'), S(U'누'), S(U'뇌'), S(U'단'), S(U'담'),
    S(U'당'), S(U'대'), S(U'도'), S(U'돈'), S(U'동'), S(U'두'), S(U'라'), S(U'려'), S(U'렴'),
    S(U'로'), S(U'뢰'), S(U'룡'), S(U'류'), S(U'륙'), S(U'리'), S(U'린'), S(U'림'), S(U'마'),
    S(U'만'), S(U'매'), S(U'맹'), S(U'명'), S(U'모'), S(U'목'), S(U'묘'), S(U'묵'), S(U'문'),
    S(U'미'), S(U'민'), S(U'박'), S(U'반'), S(U'방'), S(U'배'), S(U'백'), S(U'범'), S(U'변'),
    S(U'복'), S(U'봉'), S(U'부'), S(U'비'), S(U'빈'), S(U'빙'), S(U'사'), S(U'삼'), S(U'상'),
    S(U'서'), S(U'석'), S(U'선'), S(U'설'), S(U'섭'), S(U'성'), S(U'소'), S(U'손'), S(U'송'),
    S(U'수'), S(U'순'), S(U'승'), S(U'시'), S(U'신'), S(U'심'), S(U'아'), S(U'안'), S(U'애'),
    S(U'야'), S(U'양'), S(U'어'), S(U'엄'), S(U'여'), S(U'연'), S(U'염'), S(U'엽'), S(U'영'),
    S(U'예'), S(U'오'), S(U'옥'), S(U'온'), S(U'옹'), S(U'완'), S(U'왕'), S(U'요'), S(U'용'),
    S(U'우'), S(U'운'), S(U'원'), S(U'위'), S(U'유'), S(U'육'), S(U'윤'), S(U'은'), S(U'음'),
    S(U'이'), S(U'인'), S(U'임'), S(U'자'), S(U'장'), S(U'저'), S(U'전'), S(U'점'), S(U'정'),
    S(U'제'), S(U'조'), S(U'종'), S(U'좌'), S(U'주'), S(U'준'), S(U'즙'), S(U'지'), S(U'진'),
    S(U'차'), S(U'창'), S(U'채'), S(U'천'), S(U'초'), S(U'최'), S(U'추'), S(U'탁'), S(U'탄'),
    S(U'태'), S(U'판'), S(U'팽'), S(U'편'), S(U'평'), S(U'포'), S(U'표'), S(U'풍'), S(U'피'),
    S(U'필'), S(U'하'), S(U'학'), S(U'한'), S(U'함'), S(U'해'), S(U'허'), S(U'현'), S(U'형'),
    S(U'호'), S(U'홍'), S(U'화'), S(U'황'), S(U'후'), S(U'흥'),
};

/* Second syllables of surnames of two; and those of 구엔, 도티 …, which begin no Korean given name
 * but Vietnamese ones, or go on with a Vietnamese surname. */
static const bool is_second[DLB_SYLLABLE_LAST - DLB_SYLLABLE_FIRST + 1] = {
    S(U'궁'), S(U'보'), S(U'갈'), S(U'공'), S(U'우'), S(U'문'), S(U'고'),
    S(U'방'), S(U'금'), S(U'절'), S(U'곡'), S(U'전'), S(U'봉')};
static const bool is_foreign_second[DLB_SYLLABLE_LAST - DLB_SYLLABLE_FIRST + 1] = {
    S(U'엔'), S(U'옌'), S(U'웬'), S(U'티'), S(U'띠'), S(U'앙'), S(U'응'), S(U'엉')};

#undef S

static const char32_t two_syllables[][3] = {U"남궁", U"황보", U"제갈", U"사공", U"선우",
                                            U"서문", U"독고", U"동방", U"어금", U"망절",
                                            U"장곡", U"강전", U"소봉"};

bool dlb_is_surname(uint32_t rune)
{
    return dlb_is_syllable(rune) && is_one_syllable[rune - DLB_SYLLABLE_FIRST];
}

static bool is_two_syllable(uint32_t first, uint32_t second)
{
    for (size_t i = 0; i < sizeof two_syllables / sizeof *two_syllables; i++) {
        if (two_syllables[i][0] == first && two_syllables[i][1] == second) return true;
    }
    return false;
}

struct dlb_surname dlb_surname_of(const uint32_t *syllables, size_t n)
{
    struct dlb_surname none = {0, 0};
    if (n < 2) return none;
    uint32_t second = n > 2 && dlb_is_syllable(syllables[1]) ? syllables[1] : DLB_SYLLABLE_FIRST;
    if (is_second[second - DLB_SYLLABLE_FIRST] && is_two_syllable(syllables[0], second))
        return (struct dlb_surname){2, n == 3 && dlb_is_surname(syllables[0]) ? 1 : 0};
    bool is_foreign = is_foreign_second[second - DLB_SYLLABLE_FIRST];
    return dlb_is_surname(syllables[0]) && !is_foreign ? (struct dlb_surname){1, 0} : none;
}
