/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_words.c - what the report says, in Korean and English.
 */
#include "report/page.h"

#include <string.h>

static const char *const words[REPORT_WORDS][REPORT_LANGUAGES] = {
    [WORD_TITLE] = {"중복·누락 점검 결과", "Duplicates and omissions"},
    [WORD_AS_OF] = {"기준일", "As of"},
    [WORD_RECORDS] = {"기관 기록", "Records"},
    [WORD_PEOPLE] = {"사람", "People"},
    [WORD_DUPLICATES] = {"중복", "Duplicates"},
    [WORD_OMISSIONS] = {"누락", "Omissions"},
    [WORD_IDENTITY] = {"신원 확인", "Identity"},
    [WORD_DATA] = {"자료 문제", "Data"},
    [WORD_REJECTED] = {"쓰지 못한 행", "Rows not used"},
    [WORD_MONEY] = {"겹친 금액", "Paid twice"},
    [WORD_BY_RULE] = {"규칙별", "By rule"},
    [WORD_RULE] = {"규칙", "Rule"},
    [WORD_MEANING] = {"뜻", "Meaning"},
    [WORD_FOUND] = {"건수", "Found"},
    [WORD_STATE] = {"상태", "State"},
    [WORD_RUN] = {"점검함", "checked"},
    [WORD_NOT_RUN] = {"점검하지 못함", "not checked"},
    [WORD_DISABLED] = {"꺼짐", "switched off"},
    [WORD_BY_AGENCY] = {"기관·생활권별", "By agency and zone"},
    [WORD_AGENCY] = {"기관", "Agency"},
    [WORD_ZONE] = {"생활권", "Zone"},
    [WORD_URGENT] = {"급한 순서", "Most urgent first"},
    [WORD_WORST] = {"가장 심각한 것", "The worst, drawn over time"},
    [WORD_SEVERITY] = {"심각도", "Severity"},
    [WORD_PERSON] = {"대상자", "Person"},
    [WORD_WHAT] = {"내용", "What"},
    [WORD_DUE] = {"기한", "Due"},
    [WORD_OWNER] = {"담당 기관", "To act"},
    [WORD_FROM] = {"시작", "From"},
    [WORD_TO] = {"끝", "To"},
    [WORD_RUNNING] = {"계속", "running"},
    [WORD_ROLE] = {"구실", "Role"},
    [WORD_REJECTS] = {"쓰지 못한 행과 까닭", "Rows not used, and why"},
    [WORD_TABLE] = {"표", "Table"},
    [WORD_REASON] = {"까닭", "Reason"},
    [WORD_ROWS] = {"행", "Rows"},
    [WORD_NOTE] = {"읽는 법", "How to read this"},
    [WORD_NOTE_PROMPT] =
        {"한 건 한 건은 사람이 확인할 물음이지 결론이 아닙니다. 이 결과만으로 지원을 멈추거나 "
         "줄이지 마십시오. "
         "점검하지 못한 규칙은 ‘문제 없음’이 아닙니다.",
         "Each finding is a question for a person to look into, not a verdict. Do not stop or "
         "cut support on its account alone. A rule that was not checked has not found that "
         "all is well."},
    [WORD_NOTE_FILES] =
        {"모든 건은 같은 폴더의 findings.csv 에, 근거가 된 행은 finding_rows.csv 에 있습니다.",
         "All findings are in findings.csv beside this page, the rows they stand on in "
         "finding_rows.csv."},
    [WORD_MORE] = {"건이 더 있습니다", "more"},
    [WORD_TIMELINE] = {"근거 기간", "The rows it stands on"},
    [WORD_TOTAL] = {"합계", "Total"},
};

static const struct {
    const char *code, *text[REPORT_LANGUAGES];
} codes[] = {
    {"persons", {"인적사항", "people"}},
    {"services", {"서비스", "services"}},
    {"needs", {"욕구", "needs"}},
    {"referrals", {"의뢰", "referrals"}},
    {"cases", {"사례", "cases"}},
    {"stays", {"입원·입소", "stays"}},
    {"events", {"사건", "events"}},
    {"uploads", {"자료 제출", "uploads"}},
    {"agencies", {"기관", "agencies"}},
    {"REQUIRED", {"꼭 있어야 할 칸이 빔", "a required cell is empty"}},
    {"ENCODING", {"글자가 깨짐", "not text"}},
    {"COLUMNS", {"칸 수가 다름", "wrong number of cells"}},
    {"DATE", {"날짜가 아님", "not a date"}},
    {"RANGE", {"시작보다 먼저 끝남", "ends before it starts"}},
    {"NUMBER", {"숫자가 아님", "not a number"}},
    {"CODE", {"정해진 낱말이 아님", "not one of the words allowed"}},
    {"ORPHAN", {"그 사람의 기록이 없음", "about a record that was not sent"}},
    {"DUPLICATE_ID", {"같은 번호가 둘", "one id twice"}},
    {"SUPERSEDED", {"더 새로운 행이 있음", "a newer row exists"}},
    {"FIELD_TOO_LONG", {"너무 긴 칸", "a cell is too long"}},
    {"service", {"서비스", "service"}},
    {"need", {"욕구", "need"}},
    {"stay", {"입원·입소", "stay"}},
    {"case", {"사례", "case"}},
    {"referral", {"의뢰", "referral"}},
    {"record", {"기록", "record"}},
    {"before", {"먼저 있던 것", "already there"}},
    {"overlapping", {"겹친 것", "overlapping"}},
    {"earlier", {"앞선 것", "earlier"}},
    {"over", {"한도를 넘은 것", "over the limit"}},
    {"late", {"뒤늦은 것", "too late"}},
    {"last_service", {"마지막 서비스", "last service"}},
    {"no_zone", {"생활권 모름", "zone unknown"}},
    {"last", {"마지막 제출", "last upload"}},
    {"a", {"한쪽", "one"}},
    {"b", {"다른 쪽", "the other"}},
    {"benefit", {"급여", "benefit"}},
    {"death", {"사망 기록", "record of death"}},
};

const char *report_word(enum report_language language, enum report_word word)
{
    return words[word][language];
}

const char *report_severity(enum report_language language, int64_t severity)
{
    static const char *const names[5][REPORT_LANGUAGES] = {{"참고", "note"},
                                                           {"낮음", "low"},
                                                           {"보통", "medium"},
                                                           {"높음", "high"},
                                                           {"긴급", "critical"}};
    return names[severity < 0 ? 0 : severity > 4 ? 4 : severity][language];
}

struct span report_code(enum report_language language, struct span code)
{
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        const char *text = codes[i].text[language];
        if (span_is(code, codes[i].code)) return (struct span){text, strlen(text)};
    }
    return code;
}
