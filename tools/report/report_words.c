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
    [WORD_REJECTED] = {"사용하지 못한 행", "Rows not used"},
    [WORD_MONEY] = {"겹친 금액", "Paid twice"},
    [WORD_BY_RULE] = {"규칙별", "By rule"},
    [WORD_RULE] = {"규칙", "Rule"},
    [WORD_MEANING] = {"뜻", "Meaning"},
    [WORD_FOUND] = {"건수", "Found"},
    [WORD_STATE] = {"상태", "State"},
    [WORD_RUN] = {"점검함", "checked"},
    [WORD_NOT_RUN] = {"점검하지 못함", "not checked"},
    [WORD_NOTHING] = {"점검할 자료 없음", "nothing to judge"},
    [WORD_DISABLED] = {"사용 안 함", "switched off"},
    [WORD_BY_AGENCY] = {"기관·생활권별", "By agency and zone"},
    [WORD_AGENCY] = {"기관", "Agency"},
    [WORD_ZONE] = {"생활권", "Zone"},
    [WORD_URGENT] = {"우선 확인할 건", "Most urgent first"},
    [WORD_WORST] = {"심각도가 가장 높은 건", "The worst, drawn over time"},
    [WORD_SEVERITY] = {"심각도", "Severity"},
    [WORD_PERSON] = {"대상자", "Person"},
    [WORD_WHAT] = {"내용", "What"},
    [WORD_DUE] = {"기한", "Due"},
    [WORD_OWNER] = {"담당 기관", "To act"},
    [WORD_FROM] = {"시작", "From"},
    [WORD_TO] = {"끝", "To"},
    [WORD_RUNNING] = {"계속", "running"},
    [WORD_ROLE] = {"역할", "Role"},
    [WORD_REJECTS] = {"사용하지 못한 행과 사유", "Rows not used, and why"},
    [WORD_TABLE] = {"표", "Table"},
    [WORD_REASON] = {"사유", "Reason"},
    [WORD_ROWS] = {"행", "Rows"},
    [WORD_NOTE] = {"읽는 법", "How to read this"},
    [WORD_NOTE_PROMPT] =
        {"각 건은 담당자가 확인할 사항이며 결론이 아닙니다. 이 결과만으로 지원을 중단하거나 "
         "줄이지 마십시오. "
         "점검하지 못한 규칙은 ‘문제 없음’이 아닙니다.",
         "Each finding is a question for a person to look into, not a verdict. Do not stop or "
         "cut support on its account alone. A rule that was not checked has not found that "
         "all is well."},
    [WORD_NOTE_FILES] =
        {"모든 건은 같은 폴더의 findings.csv에, 근거가 된 행은 finding_rows.csv에 있습니다.",
         "All findings are in findings.csv beside this page, the rows they stand on in "
         "finding_rows.csv."},
    [WORD_MORE] = {"건이 더 있습니다", "more"},
    [WORD_TIMELINE] = {"근거 기간", "The rows it stands on"},
    [WORD_TOTAL] = {"합계", "Total"},
    [WORD_ALL_ZONES] = {"전체 생활권", "All zones"},
    [WORD_COVERAGE] = {"생활권별 욕구 충족 현황", "Needs met, by zone"},
    [WORD_COVERAGE_NOTE] =
        {"욕구가 있는 분 가운데 해당 월에 서비스를 받은 분의 비율과 인원입니다. 1~4명인 칸과, 이를 "
         "계산해 낼 수 있는 칸은 표시하지 않습니다.",
         "Of those in need, the share and number who were given what they needed in the month. "
         "Cells "
         "of one to four people are hidden, and those from which they could be worked out."},
    [WORD_HIDDEN] = {"비공개", "hidden"},
    [WORD_VISITS] = {"먼저 찾아갈 분", "Whom to visit first"},
    [WORD_RANK] = {"순서", "Rank"},
    [WORD_LAST_VISIT] = {"마지막 방문", "Last visit"},
    [WORD_NEVER] = {"방문 기록 없음", "none recorded"},
    [WORD_SUPPORT] = {"후원이 필요한 분과 남은 후원 자리", "Who needs a sponsor, and places left"},
    [WORD_CLASS] = {"분야", "Class"},
    [WORD_NEEDING] = {"욕구가 있는 분", "In need"},
    [WORD_WITHOUT] = {"후원자가 없는 분", "Without a sponsor"},
    [WORD_OFFERS] = {"가능한 후원", "Offers"},
    [WORD_PLACES] = {"남은 자리", "Places left"},
    [WORD_INDICATORS] = {"월별 지표", "Month by month"},
    [WORD_MONTH] = {"월", "Month"},
    [WORD_DUPLICATE_RATE] = {"확인된 중복 비율", "Confirmed duplicates"},
    [WORD_OMISSION_RATE] = {"누락된 욕구 비율", "Needs omitted"},
    [WORD_IN_TIME_RATE] = {"긴급 사례 기한 내 지원", "Emergencies in time"},
    [WORD_COVERAGE_RATE] = {"욕구 충족률", "Needs met"},
    [WORD_CHANGES] = {"지난 점검 이후", "Since the earlier run"},
    [WORD_CHANGES_LISTED] = {"다시 검토하거나 종결한 건", "Reopened and gone"},
};

static const struct {
    const char *code, *text[REPORT_LANGUAGES];
} codes[] = {
    {"changed", {"내용 변경", "changed"}},
    {"gone", {"종결", "gone"}},
    {"still_open", {"그대로", "as before"}},
    {"not_judged", {"점검하지 못함", "not judged"}},
    {"still_closed", {"종결 유지", "still closed"}},
    {"row_added", {"추가된 행 있음", "a row joined"}},
    {"row_left", {"빠진 행 있음", "a row left"}},
    {"row_changed", {"내용이 바뀐 행 있음", "a row changed"}},
    {"rows", {"근거 행 변경", "other rows"}},
    {"amount", {"금액 증가", "the amount grew"}},
    {"end", {"종료일 연장", "it ends later"}},
    {"until", {"결정의 유효기간 경과", "the decision has run out"}},
    {"earlier", {"지난 점검에서 재검토", "reopened in the earlier run"}},
    {"decided", {"담당자 결정", "by a decision"}},
    {"decision_changed", {"결정 변경 또는 취소", "the decision was changed or taken back"}},
    {"came_back", {"자료가 다시 들어옴", "the data came back"}},
    {"cleared", {"조건에 더 이상 해당하지 않음", "what made it one is gone"}},
    {"persons", {"인적사항", "people"}},
    {"services", {"서비스", "services"}},
    {"needs", {"욕구", "needs"}},
    {"referrals", {"의뢰", "referrals"}},
    {"cases", {"사례", "cases"}},
    {"stays", {"입원·입소", "stays"}},
    {"events", {"사건", "events"}},
    {"uploads", {"자료 제출", "uploads"}},
    {"agencies", {"기관", "agencies"}},
    {"service", {"서비스", "service"}},
    {"need", {"욕구", "need"}},
    {"stay", {"입원·입소", "stay"}},
    {"case", {"사례", "case"}},
    {"referral", {"의뢰", "referral"}},
    {"record", {"기록", "record"}},
    {"before", {"먼저 있던 건", "already there"}},
    {"overlapping", {"겹친 건", "overlapping"}},
    {"too_late", {"사망·전출 후 시작", "began afterwards"}},
    {"runs_on", {"사망·전출 후 계속", "went on afterwards"}},
    {"left", {"한쪽 기록", "one record"}},
    {"right", {"다른 쪽 기록", "the other record"}},
    {"earlier", {"앞선 건", "earlier"}},
    {"over", {"한도를 넘은 건", "over the limit"}},
    {"old", {"이전 지역의 건", "of the old area"}},
    {"new", {"새 지역의 건", "of the new area"}},
    {"closed", {"먼저 종료된 건", "closed before"}},
    {"entered_later", {"나중에 입력된 건", "entered later"}},
    {"open_referral", {"진행 중인 의뢰", "open referral"}},
    {"sent_again", {"다시 보낸 의뢰", "sent again"}},
    {"addend", {"합산한 건", "added up"}},
    {"support", {"위기 지원 건", "in the crisis"}},
    {"care", {"합산한 돌봄", "care added up"}},
    {"entry", {"입력된 건", "entered"}},
    {"repeated", {"같은 내용으로 다시 입력된 건", "entered again"}},
    {"delivery", {"그날 제공된 건", "delivered that day"}},
    {"too_soon", {"간격이 짧은 건", "too soon"}},
    {"late", {"기한을 넘긴 건", "too late"}},
    {"last_service", {"마지막 서비스", "last service"}},
    {"first_service", {"첫 서비스", "first service"}},
    {"last_contact", {"마지막 접촉", "last contact"}},
    {"visit", {"방문", "visit"}},
    {"committee", {"솔루션위원회", "committee"}},
    {"failed_contact", {"연락 실패", "failed contact"}},
    {"moved_out", {"전출", "moved away"}},
    {"escalation", {"상위 단계 의뢰", "escalation"}},
    {"event", {"사건", "event"}},
    {"signal", {"위기 신호", "signal"}},
    {"ended", {"끝난 지원", "ended"}},
    {"ending", {"끝나는 지원", "ending"}},
    {"has", {"받고 있는 급여", "what is had"}},
    {"fact", {"확인된 사실", "fact"}},
    {"promised", {"제공 예정", "promised"}},
    {"no_zone", {"생활권 미확인", "zone unknown"}},
    {"last", {"마지막 제출", "last upload"}},
    {"upload", {"해당 월 제출", "upload of the month"}},
    {"a", {"한쪽", "one"}},
    {"b", {"다른 쪽", "the other"}},
    {"benefit", {"급여", "benefit"}},
    {"assessment", {"조사", "assessment"}},
    {"payment", {"지급", "payment"}},
    {"application", {"신청", "application"}},
    {"report", {"신고", "report"}},
    {"capacity", {"정원", "places"}},
    {"death", {"사망 기록", "record of death"}},
    {"planned", {"제공 예정", "planned"}},
    {"applied", {"신청", "applied for"}},
    {"approved", {"승인", "approved"}},
    {"active", {"이용 중", "running"}},
    {"delivered", {"제공 완료", "delivered"}},
    {"ended", {"종료", "ended"}},
    {"open", {"심사 중", "being decided"}},
    {"granted", {"지원 결정", "granted"}},
};

const char *report_word(enum report_language language, enum report_word word)
{
    return words[word][language];
}

const char *report_severity(enum report_language language, int64_t severity)
{
    return tool_severity_word(severity, language == REPORT_EN);
}

struct span report_code(enum report_language language, struct span code)
{
    const struct tool_piece piece = {code.data, code.len};
    struct tool_piece word = tool_code_word(piece, language == REPORT_EN);
    if (word.text != piece.text) return (struct span){word.text, word.len};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        const char *text = codes[i].text[language];
        if (span_is(code, codes[i].code)) return (struct span){text, strlen(text)};
    }
    return code;
}
