/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_words.c - what the report says, in Korean and English.
 */
#include "report/page.h"

static const char *const words[REPORT_WORDS][REPORT_LANGUAGES] = {
    [WORD_TITLE] = {"중복·누락 점검 결과", "Duplicates and omissions"},
    [WORD_AS_OF] = {"기준일", "As of"},
    [WORD_CONTENTS] = {"차례", "Contents"},
    [WORD_RECORDS] = {"기관 기록", "Records"},
    [WORD_PEOPLE] = {"사람", "People"},
    [WORD_DUPLICATES] = {"중복", "Duplicates"},
    [WORD_OMISSIONS] = {"누락", "Omissions"},
    [WORD_IDENTITY] = {"신원 확인", "Identity"},
    [WORD_DATA] = {"자료 문제", "Data"},
    [WORD_REJECTED] = {"사용하지 못한 행", "Rows not used"},
    [WORD_MONEY] = {"겹친 금액", "Paid twice"},
    [WORD_OVERDUE] = {"기한 지남", "overdue"},
    [WORD_BY_RULE] = {"규칙별 결과", "By rule"},
    [WORD_RULE] = {"규칙", "Rule"},
    [WORD_FOUND] = {"건수", "Found"},
    [WORD_STATE] = {"상태", "State"},
    [WORD_JUDGED] = {"살펴본 행", "rows looked at"},
    [WORD_NONE_FOUND] = {"해당 없음", "nothing found"},
    [WORD_RUN] = {"점검함", "checked"},
    [WORD_NOT_RUN] = {"점검하지 못함", "not checked"},
    [WORD_NOTHING] = {"점검할 자료 없음", "nothing to judge"},
    [WORD_DISABLED] = {"사용 안 함", "switched off"},
    [WORD_UNCHECKED] = {"점검하지 못한 규칙", "Rules that were not checked"},
    [WORD_UNCHECKED_NOTE] =
        {"아래 규칙은 자료가 없어 점검하지 못했습니다. ‘문제 없음’이라는 뜻이 아닙니다.",
         "These rules could not be checked for want of data. That is not to say that all is well."},
    [WORD_UNJUDGED] = {"점검할 자료가 없던 규칙", "Rules with nothing to judge"},
    [WORD_UNJUDGED_NOTE] =
        {"아래 규칙은 살펴볼 행이 없었습니다. 이상이 없다는 뜻이 아닙니다.",
         "There was no row for these rules to look at. That is not to say that all is well."},
    [WORD_BY_AGENCY] = {"기관별 사례", "By agency"},
    [WORD_AGENCY] = {"기관", "Agency"},
    [WORD_ZONE] = {"생활권", "Zone"},
    [WORD_CASES] = {"확인할 사례", "Cases to look into"},
    [WORD_NO_CASES] = {"점검한 규칙에서는 확인할 사례가 나오지 않았습니다.",
                       "The rules that were checked found no case to look into."},
    [WORD_NO_CASES_NOTE] = {"아래 ‘규칙별 결과’에서 무엇을 점검했고 무엇을 점검하지 못했는지 "
                            "확인해 주세요.",
                            "See under By rule what was checked and what was not."},
    [WORD_PLAIN] = {"급한 순으로 나열한 사례", "Cases, the most urgent first"},
    [WORD_PLAIN_MORE] = {"스크립트를 쓸 수 없어 급한 사례만 보입니다. 나머지 건수:",
                         "Without scripts only the most urgent cases are shown. Not shown:"},
    [WORD_SEVERITY] = {"심각도", "Severity"},
    [WORD_ID] = {"번호", "Id"},
    [WORD_PERSON] = {"대상자", "Person"},
    [WORD_WHAT] = {"내용", "What"},
    [WORD_DUE] = {"기한", "Due"},
    [WORD_OWNER] = {"담당 기관", "To act"},
    [WORD_FROM] = {"시작", "From"},
    [WORD_REJECTS] = {"사용하지 못한 행과 사유", "Rows not used, and why"},
    [WORD_TABLE] = {"표", "Table"},
    [WORD_REASON] = {"사유", "Reason"},
    [WORD_ROWS] = {"행", "Rows"},
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
    [WORD_TOTAL] = {"합계", "Total"},
    [WORD_ALL_ZONES] = {"전체 생활권", "All zones"},
    [WORD_COVERAGE] = {"생활권별 욕구 충족 현황", "Needs met, by zone"},
    [WORD_COVERAGE_NOTE] =
        {"욕구가 있는 분 가운데 해당 월에 서비스를 받은 분의 비율과 인원입니다. 1~4명인 칸과, 이를 "
         "계산해 낼 수 있는 칸은 표시하지 않습니다.",
         "Of those in need, the share and number who were given what they needed in the month. "
         "Cells "
         "of one to four people are hidden, and those from which they could be worked out."},
    [WORD_NO_COVERAGE] =
        {"보여 드릴 칸이 없습니다. 욕구가 있는 분이 없거나, 모든 칸의 인원이 적어 표시하지 "
         "않습니다.",
         "There is no cell to show: nobody has a need, or all cells are of so few people that "
         "they are hidden."},
    [WORD_HIDDEN] = {"비공개", "hidden"},
    [WORD_ALL_HIDDEN] = {"인원이 적어 표시하지 않는 분야:", "Classes with too few people to show:"},
    [WORD_RESPONSE] = {"첫 서비스까지 걸린 날", "Days until the first service"},
    [WORD_RESPONSE_NOTE] =
        {"그 달에 처음으로 서비스를 받은 분이 5명 이상인 분야의 가운데값(중앙값)입니다.",
         "The median, for each class in which at least five people were first served in the "
         "month."},
    [WORD_NO_RESPONSE] = {"그런 분야가 없어 그리지 않았습니다.",
                          "There is none, so nothing is drawn."},
    [WORD_DAYS] = {"일", " days"},
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

/* What the script says; {n} and the like are filled in there. */
static const struct page_words desk[] = {
    {"title", {"중복·누락 점검 결과", "Duplicates and omissions"}},
    {"search", {"찾기", "Search"}},
    {"hint", {"이름, 번호, 기관, 내용", "name, number, agency, text"}},
    {"agency", {"기관", "Agency"}},
    {"kind", {"구분", "Kind"}},
    {"severity", {"심각도", "Severity"}},
    {"rule", {"규칙", "Rule"}},
    {"order", {"정렬", "Order"}},
    {"all", {"전체", "all"}},
    {"urgent", {"급한 순, 기관별", "most urgent, by agency"}},
    {"byAgency", {"기관별", "by agency"}},
    {"byDue", {"기한이 이른 순", "by due day"}},
    {"overdue", {"기한이 지난 사례만", "overdue only"}},
    {"filters", {"조건", "Filters"}},
    {"reset", {"조건 지우기", "Clear"}},
    {"found", {"{of}건 중 {n}건", "{n} of {of}"}},
    {"foundAll", {"모두 {n}건", "{n} in all"}},
    {"range", {"{from}~{to}번째", "{from} to {to}"}},
    {"previous", {"이전", "Previous"}},
    {"next", {"다음", "Next"}},
    {"pages", {"사례 목록 쪽 넘기기", "Pages of cases"}},
    {"openAll", {"모두 펼치기", "Open all"}},
    {"closeAll", {"모두 접기", "Close all"}},
    {"none",
     {"조건에 맞는 사례가 없습니다. 조건을 지우면 모두 볼 수 있습니다.",
      "No case fits. Clear the filters to see all."}},
    {"nobody", {"담당 기관 없음", "nobody to act"}},
    {"due", {"기한", "due"}},
    {"late", {"{n}일 지남", "{n} days overdue"}},
    {"lateOne", {"1일 지남", "1 day overdue"}},
    {"today", {"오늘까지", "due today"}},
    {"left", {"{n}일 남음", "{n} days left"}},
    {"leftOne", {"1일 남음", "1 day left"}},
    {"owner", {"담당 기관", "to act"}},
    {"id", {"번호", "id"}},
    {"copy", {"전체 번호", "full id"}},
    {"person", {"대상자", "person"}},
    {"household", {"가구", "a household"}},
    {"about", {"기관·지역 자료", "agency or area"}},
    {"known", {"{n}개 기관, 기록 {records}건", "agencies: {n}, records: {records}"}},
    {"others", {"이 분의 사례 {n}건 모두 보기", "Show all {n} cases of this person"}},
    {"protected", {"보호 대상", "protected"}},
    {"protectedNote",
     {"보호 대상이거나 그럴 수 있는 분입니다. 이용 사실이나 소재를 다른 기관에 알리지 마십시오.",
      "This person is protected, or may be. Do not tell another agency where they are or who "
      "helps them."}},
    {"meaning", {"이 규칙이 찾는 것", "What this rule looks for"}},
    {"evidence", {"근거 기록", "The records side by side"}},
    {"noEvidence",
     {"개별 기록이 아니라 건수를 센 결과입니다.", "It stands on a count, not on single records."}},
    {"moreRows",
     {"근거 기록 {n}건이 더 있습니다. finding_rows.csv를 확인해 주세요.",
      "{n} more rows: see finding_rows.csv."}},
    {"moreLinks",
     {"가장 덜 일치하는 쌍부터 보여 드립니다. 나머지 {n}쌍은 pairs.csv를 확인해 주세요.",
      "The pairs that agree least come first. {n} more pairs: see pairs.csv."}},
    {"record", {"기록 번호", "record"}},
    {"row", {"행 번호", "row"}},
    {"programme", {"사업", "programme"}},
    {"period", {"기간", "period"}},
    {"registered", {"등록일", "registered"}},
    {"amount", {"금액", "amount"}},
    {"status", {"상태", "status"}},
    {"running", {"계속", "still running"}},
    {"won", {"{n}원", "{n} won"}},
    {"concernedWon", {"해당 금액", "amount concerned"}},
    {"timeline", {"시간 순서", "Timeline"}},
    {"given", {"제공", "given"}},
    {"needed", {"욕구·의뢰", "needed"}},
    {"stay", {"입원·입소", "stay"}},
    {"other", {"그 밖의 기록", "other records"}},
    {"overlap", {"겹친 기간", "overlap"}},
    {"missing", {"비어 있는 기간", "missing"}},
    {"concerned", {"해당 기간", "the days concerned"}},
    {"death", {"사망", "death"}},
    {"deadline", {"기한", "deadline"}},
    {"asOf", {"기준일", "today"}},
    {"link", {"같은 분으로 본 근거", "Why these records are taken for one person"}},
    {"linkMaybe", {"두 기록의 일치 정도", "How far the records agree"}},
    {"probability", {"같은 분일 확률 {p} %", "one person with {p} %"}},
    {"bits", {"근거의 세기 {n}비트", "weight of evidence {n} bits"}},
    {"notBoth", {"한쪽에 없음", "not known to both"}},
    {"linkNote",
     {"항목마다 얼마나 일치하는지와 모두 합한 세기입니다. 항목별 점수는 결과에 담기지 "
      "않습니다.",
      "How far each field agrees, and the weight of all together. The results do not "
      "say what each field weighs."}},
    {"noLink",
     {"이 기록들을 서로 견준 결과는 이 보고서에 없습니다. 다른 기록을 거쳐 이어졌거나, "
      "결정에 따랐거나, 다른 기관의 기록이라 보여 드리지 않습니다.",
      "This page does not say how these records compare: they are linked through "
      "others, by a decision, or belong to an agency that is not shown."}},
    {"printed", {"{of}건 중 {n}건을 인쇄했습니다.", "{n} of {of} are printed."}},
    {"listed",
     {"이 보고서에는 급한 순으로 {n}건이 있습니다. 나머지 {more}건은 findings.csv와 "
      "업무 목록에 있습니다.",
      "This page has the {n} most urgent cases. {more} more are in findings.csv and in "
      "the worklists."}},
};

const char *report_word(enum report_language language, enum report_word word)
{
    return words[word][language];
}

void page_words(struct page *page, const struct page_words *list, size_t n)
{
    page_raw(page, "{");
    for (size_t i = 0; i < n; i++) {
        page_format(page, "%s\"%s\":[", i ? "," : "", list[i].name);
        page_json_word(page, list[i].text[REPORT_KO]);
        page_raw(page, ",");
        page_json_word(page, list[i].text[REPORT_EN]);
        page_raw(page, "]");
    }
    page_raw(page, "}");
}

void report_desk_words(struct page *page)
{
    page_words(page, desk, sizeof desk / sizeof *desk);
}

const char *report_severity(enum report_language language, int64_t severity)
{
    return tool_severity_word(severity, language == REPORT_EN);
}
