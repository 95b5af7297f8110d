/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worklist_words.c - the columns of a worklist and its words, in Korean and English.
 *
 * What people fill in is read back by these titles and words, so the tables of usual headers and
 * words (io/header) have each of them.
 */
#include "worklist/worklist.h"

#include <string.h>

const struct worklist_column worklist_columns[WORKLIST_CELLS] = {
    [WORKLIST_SEVERITY] = {{"심각도", "Severity"}, 7, WORKLIST_WORD},
    [WORKLIST_DUE] = {{"기한", "Due"}, 11, WORKLIST_DAY},
    [WORKLIST_STATE] = {{"상태", "State"}, 9, WORKLIST_WORD},
    [WORKLIST_SHORT_ID] = {{"번호", "No."}, 10, WORKLIST_WORD},
    [WORKLIST_RULE] = {{"점검 항목", "Rule"}, 16, WORKLIST_TEXT},
    [WORKLIST_NAME] = {{"대상자", "Person"}, 9, WORKLIST_TEXT},
    [WORKLIST_BIRTH] = {{"출생연도", "Born in"}, 7, WORKLIST_YEAR},
    [WORKLIST_RECORDS] = {{"우리 기관 대상자번호", "Our record"}, 12, WORKLIST_TEXT},
    [WORKLIST_PROGRAMME] = {{"사업명", "Programme"}, 13, WORKLIST_TEXT},
    [WORKLIST_START] = {{"기간 시작", "Period from"}, 11, WORKLIST_DAY},
    [WORKLIST_END] = {{"기간 끝", "Period to"}, 11, WORKLIST_DAY},
    [WORKLIST_AMOUNT] = {{"금액(원)", "Amount (won)"}, 11, WORKLIST_WHOLE},
    [WORKLIST_OTHERS] = {{"다른 기관", "Other agencies"}, 18, WORKLIST_TEXT},
    [WORKLIST_MESSAGE] = {{"내용", "Message"}, 44, WORKLIST_TEXT},
    [WORKLIST_DECISION] = {{"결정", "Decision"}, 13, WORKLIST_ANSWER},
    [WORKLIST_REASON] = {{"메모", "Note"}, 22, WORKLIST_ANSWER},
    [WORKLIST_BY] = {{"담당자", "Decided by"}, 10, WORKLIST_ANSWER},
    [WORKLIST_AT] = {{"결정일", "Decided on"}, 11, WORKLIST_ANSWER_DAY},
    [WORKLIST_UNTIL] = {{"유효기한", "Valid until"}, 11, WORKLIST_ANSWER_DAY},
    [WORKLIST_FINDING_ID] = {{"결과 ID(고치지 마세요)", "Finding ID (leave as it is)"},
                             6,
                             WORKLIST_MACHINE},
    [WORKLIST_ROWS_KEY] = {{"근거 ID(고치지 마세요)", "Rows ID (leave as it is)"},
                           6,
                           WORKLIST_MACHINE},
    [WORKLIST_AGENCY] = {{"기관 ID(고치지 마세요)", "Agency ID (leave as it is)"},
                         6,
                         WORKLIST_MACHINE},
};

const char *worklist_decision(size_t index, bool in_english, const char **meaning)
{
    static const char *const words[][4] = {
        {"확인", "내용이 사실이며 조치가 필요함", "confirmed",
         "it is so, and something has to be done"},
        {"이견", "다른 기관과 의견이 달라 협의가 필요함", "disputed",
         "the agencies do not agree and have to talk"},
        {"회신 없음", "대상자나 다른 기관에서 아직 회신이 없음", "no response",
         "the person or the other agency has not answered"},
        {"중복·누락 아님", "살펴보니 중복이나 누락이 아님", "not a duplicate",
         "it is neither a duplicate nor an omission"},
        {"예외 인정", "사실이지만 규정이나 사정에 따라 그대로 두는 것이 맞음", "allowed",
         "it is so, and right as it is"},
        {"자료 오류", "잘못 입력되거나 빠진 자료 때문임", "data error",
         "data that are wrong or missing made it look so"},
    };
    if (index >= sizeof words / sizeof *words) return NULL;
    *meaning = words[index][in_english ? 3 : 1];
    return words[index][in_english ? 2 : 0];
}

const char *worklist_word(enum worklist_word word, bool in_english)
{
    static const char *const words[][2] = {
        [WORKLIST_TITLE] = {"업무 목록", "Worklist"},
        [WORKLIST_GUIDE] = {"작성 방법", "How to"},
        [WORKLIST_HOW_TO] =
            {"목록은 먼저 확인할 건부터 적혀 있습니다. ‘결정’ 칸에서 하나를 고르고, 필요하면 메모, "
             "담당자, 결정일, 유효기한을 적은 뒤 저장해 보내 주세요. 아직 정하지 않은 건은 비워 "
             "두세요. ‘기간’은 겹치거나 빠진 기간이며 서비스의 시작일과 종료일이 아닙니다. "
             "각 건은 확인할 사항이며 결론이 아닙니다. 이 목록만으로 지원을 중단하거나 "
             "줄이지 마십시오.",
             "The most urgent rows come first. Choose one of the words under Decision and, if need "
             "be, fill in the note, who decided, when, and until when it holds; save the file and "
             "send it back. Leave empty what is not decided. Each row is a question to look into, "
             "not a verdict: do not stop or cut support on its account alone. The period is that "
             "of "
             "the overlap or the gap, and not of a service."},
        [WORKLIST_ONLY_LISTED] = {"목록에서 하나를 선택해 주세요.",
                                  "Please choose one from the list."},
        [WORKLIST_NOT_SHOWN] = {"표시하지 않음", "not shown"},
        [WORKLIST_TO_ACT] = {"먼저 확인", "to look first"},
        [WORKLIST_FILE] = {"파일", "File"},
        [WORKLIST_AGENCY_NAME] = {"기관", "Agency"},
        [WORKLIST_COUNT] = {"건수", "Rows"},
    };
    return words[word][in_english];
}
