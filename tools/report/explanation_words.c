/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explanation_words.c - what explanations say, in Korean and English.
 */
#include "report/explanation.h"

#include <string.h>

static const char *const words[EXPLANATION_WORDS][REPORT_LANGUAGES] = {
    [EXPLANATION_PROBABILITY] = {"같은 분일 확률", "Probability of one person"},
    [EXPLANATION_VERDICT] = {"판단", "What became of it"},
    [EXPLANATION_KEYS] = {"두 기록을 비교하게 한 조건", "Found by"},
    [EXPLANATION_NO_KEY] = {"없음", "no blocking rule"},
    [EXPLANATION_RIVAL] = {"견준 상대", "Weighed against"},
    [EXPLANATION_PRIOR] = {"비교하기 전", "before any comparison"},
    [EXPLANATION_AGENCY] = {"같은 기관의 두 기록", "two records of one agency"},
    [EXPLANATION_TOTAL] = {"합계 (기준 %s)", "total (threshold %s)"},
    [EXPLANATION_UNKNOWN] = {"한쪽에 값 없음", "not known of both"},
    [EXPLANATION_RARE] = {"드문 값 %s", "rare value %s"},
    [EXPLANATION_COMMON] = {"흔한 값 %s", "common value %s"},
    [EXPLANATION_COVERED] = {"다른 항목에 이미 포함됨", "contained in another field"},
    [EXPLANATION_CONTRADICTS] = {"다른 분임을 확인하는 값", "says for certain: two people"},
    [EXPLANATION_CHANGE] = {"판단이 달라지는 가장 작은 차이", "Smallest change that turns it"},
    [EXPLANATION_IF_MISSING] = {"값이 없으면", "if not known"},
    [EXPLANATION_NO_CHANGE] = {"한 항목만으로는 달라지지 않음", "no single field does"},
    [EXPLANATION_ALONE] = {"이 분의 기록은 하나뿐입니다. 연결된 기록이 없습니다.",
                           "This person has one record; nothing is linked to it."},
    [EXPLANATION_NOTE] = {"숫자는 비트이며, 1비트마다 같은 분일 가능성이 2배가 됩니다. 이 결과는 "
                          "확인을 위한 자료이며 결정이 아닙니다.",
                          "Numbers are bits: each doubles the odds of one person. This is for "
                          "somebody to look at, and no decision."},
};

static const struct {
    const char *code, *text[REPORT_LANGUAGES];
} codes[] = {
    {"asked", {"", ""}},
    {"edge", {"이 분의 기록을 묶은 쌍", "holds this person's records together"}},
    {"path", {"두 기록을 잇는 쌍", "leads from one record to the other"}},
    {"witness", {"두 분을 따로 두게 하는 쌍", "keeps the two persons apart"}},
    {"linked", {"같은 분으로 연결됨", "linked as one person"}},
    {"decided", {"담당자 결정에 따라 연결됨", "linked by a decision"}},
    {"through_others",
     {"다른 기록을 거쳐 같은 분으로 연결됨", "linked as one person through other records"}},
    {"possible",
     {"연결 기준에는 못 미침, 사람이 확인할 쌍", "below the threshold, for people to look at"}},
    {"unlikely",
     {"연결되지 않음, 확인 기준에도 못 미침", "not linked, too unlikely to be asked about"}},
    {"apart", {"확률은 기준 이상이나 연결되지 않음", "likely enough, but kept apart"}},
    {"decision", {"담당자가 다른 분으로 결정", "a decision says two people"}},
    {"conflict", {"서로 모순되는 값이 있음", "two values contradict each other"}},
    {"no_key", {"두 기록을 비교하게 한 조건이 없음", "no blocking rule brings them together"}},
    {"thinned",
     {"같은 내용의 기록이 많아 이 쌍을 남기지 않음",
      "left out among many records that say the same"}},
    {"member_decision",
     {"연결된 다른 기록에 관한 담당자 결정", "a decision about other records of both"}},
    {"member_conflict",
     {"연결된 다른 기록끼리 모순되는 값이 있음", "other records of both contradict each other"}},
    {"member_agency",
     {"한 기관이 두 분으로 등록한 기록이 있음", "one agency keeps records of both as two people"}},
    {"size", {"한 분의 기록 수 한도를 넘음", "more records than one person may have"}},
    {"votes",
     {"연결된 모든 기록을 함께 보면 다른 분에 가까움",
      "over all their records more speaks against it"}},
    {"strangers", {"우연히 일치하는 다른 분", "strangers who agree by chance"}},
    {"relative", {"가족·친척", "relatives"}},
    {"twin", {"쌍둥이", "twins"}},
};

const char *explanation_word(enum report_language language, enum explanation_word word)
{
    return words[word][language];
}

struct span explanation_code(enum report_language language, struct span code)
{
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (span_is(code, codes[i].code))
            return (struct span){codes[i].text[language], strlen(codes[i].text[language])};
    return code;
}
