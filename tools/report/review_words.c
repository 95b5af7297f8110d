/* SPDX-License-Identifier: Apache-2.0 */
/*
 * review_words.c - what the page of decisions says, in Korean and English.
 */
#include "report/review.h"

static const char *const around[REVIEW_WORDS][REPORT_LANGUAGES] = {
    [REVIEW_TITLE] = {"동일인 여부와 점검 결과 결정", "Decide about pairs and findings"},
    [REVIEW_NOTE] =
        {"먼저 두 기록이 같은 분의 것인지, 이어서 점검 결과를 하나씩 확인해 결정해 주세요. 결정은 "
         "이 화면에만 있으니 마치기 전에 파일로 저장해 주세요. 각 건은 확인할 사항이며 결론이 "
         "아닙니다. 이 결과만으로 지원을 중단하거나 줄이지 마십시오.",
         "First decide which records belong to one person, then look at the findings one by one. "
         "Decisions are kept in this page alone: save them to a file before you leave. Each case "
         "is a question to look into, not a verdict. Do not stop or cut support on its account "
         "alone."},
    [REVIEW_NO_SCRIPT] =
        {"이 화면에서 결정하려면 브라우저에서 스크립트를 허용해야 합니다. 허용할 수 없으면 "
         "report.html을 보고 --worklists로 만든 업무 목록에 결정을 적어 주세요.",
         "To decide here the browser has to allow scripts. Where it cannot, read report.html and "
         "fill in the sheets that --worklists writes."},
    [REVIEW_EMPTY] = {"결정할 건이 없습니다. 무엇을 점검했고 무엇을 점검하지 못했는지는 "
                      "report.html에서 확인해 주세요.",
                      "There is nothing to decide. report.html says what was checked and what was "
                      "not."},
};

const char *review_word(enum report_language language, enum review_word word)
{
    return around[word][language];
}

/* What the script says beyond the words of the report's; {n} and the like are filled in there. */
static const struct page_words desk[] = {
    {"title", {"동일인 여부와 점검 결과 결정", "Decide about pairs and findings"}},
    {"show", {"볼 것", "Show"}},
    {"pairs", {"동일인 확인", "pairs of records"}},
    {"findings", {"점검 결과", "findings"}},
    {"whose", {"어느 기관의 결정입니까", "Whose decisions"}},
    {"everybody", {"관련 기관 모두", "all concerned"}},
    {"by", {"담당자", "Decided by"}},
    {"at", {"결정일", "Decided on"}},
    {"reason", {"메모", "Note"}},
    {"until", {"이 결정의 유효기한", "Valid until"}},
    {"noteUntil", {"메모와 유효기한", "Note and last day"}},
    {"settings", {"찾기와 설정", "Search and settings"}},
    {"progress", {"진행 상황", "Progress"}},
    {"done", {"{of}건 중 {n}건 결정", "{n} of {of} decided"}},
    {"postponed", {"나중에 {n}건", "{n} for later"}},
    {"unsaved", {"저장하지 않은 변경 {n}건", "{n} changes not saved"}},
    {"allSaved", {"모두 저장함", "all saved"}},
    {"question", {"결정할 건", "To be decided"}},
    {"place", {"{of}건 중 {n}번째", "{n} of {of}"}},
    {"ofPairs", {"동일인 확인", "Pair of records"}},
    {"ofFindings", {"점검 결과", "Finding"}},
    {"askPair", {"두 기록은 같은 분의 것입니까?", "Do these two records belong to one person?"}},
    {"before", {"이전", "Previous"}},
    {"after", {"다음", "Next"}},
    {"same", {"같은 분", "Same person"}},
    {"notSame", {"다른 분", "Different persons"}},
    {"later", {"나중에", "Later"}},
    {"undo", {"되돌리기", "Undo"}},
    {"chance",
     {"이만큼 일치하는 쌍 {of}쌍 가운데 약 {n}쌍이 같은 분입니다.",
      "Of {of} pairs that agree like this, about {n} are one person."}},
    {"chanceAll",
     {"이만큼 일치하는 쌍은 거의 모두 같은 분입니다.",
      "Nearly all pairs that agree like this are one person."}},
    {"chanceFew",
     {"이만큼 일치하는 쌍 가운데 같은 분은 100쌍에 1쌍도 되지 않습니다.",
      "Of 100 pairs that agree like this, not one is one person."}},
    {"field", {"항목", "Field"}},
    {"agreement", {"일치 정도", "Agreement"}},
    {"female", {"여", "female"}},
    {"male", {"남", "male"}},
    {"empty", {"적혀 있지 않음", "not given"}},
    {"useless", {"쓸 수 없는 값", "not usable"}},
    {"notShown", {"표시하지 않음", "not shown"}},
    {"markedNote", {"밑줄 친 글자가 서로 다릅니다.", "Letters that differ are underlined."}},
    {"maskedNote",
     {"○와 *는 가린 글자입니다. 가린 글자도 서로 다르면 밑줄이 있습니다.",
      "○ and * stand for hidden letters. They are underlined, too, where they differ."}},
    {"hiddenNote",
     {"보호 대상이거나 그럴 수 있는 분의 기록이어서 내용을 표시하지 않습니다. 기록을 가진 기관에 "
      "직접 확인해 주세요.",
      "A record of somebody who is protected, or may be: what it says is not shown. Ask the "
      "agencies that have the records."}},
    {"noTexts",
     {"이 기록의 내용은 이 화면에 없습니다.", "What these records say is not in this page."}},
    {"hangs", {"이 결정에 달린 것", "What hangs on it"}},
    {"hangsNone", {"달라지는 점검 결과가 없습니다.", "No finding would be different."}},
    {"hangsMore", {"{n}건이 더 있습니다.", "{n} more."}},
    {"merges",
     {"지금은 같은 분으로 보고 있지만 확실하지 않습니다. 다른 분이면 아래 결과가 달라질 수 "
      "있습니다.",
      "They are taken for one person, but it is not certain. If they are not, the findings below "
      "may change."}},
    {"records", {"이 두 기록이 근거인 점검 결과", "Findings that rest on these records"}},
    {"waits",
     {"동일인 여부가 확실하지 않은 건입니다. 먼저 결정해 주세요:",
      "Whether it is one person is not certain. Please decide first:"}},
    {"open", {"열기", "Open"}},
    {"decision", {"결정", "Decision"}},
    {"asked",
     {"결정은 다음 기관의 답으로 적습니다:", "Your decision is written as the answer of:"}},
    {"answersSoFar", {"지금까지의 답:", "Answers so far:"}},
    {"noAnswer", {"답 없음", "none"}},
    {"again", {"다시 확인하는 사유:", "Why it is asked again:"}},
    {"meanings", {"결정의 뜻", "What the decisions mean"}},
    {"undecided", {"아직 결정하지 않음", "not decided yet"}},
    {"answered", {"{agency}: {word}", "{agency}: {word}"}},
    {"saidDecided", {"결정했습니다: {word}.", "Decided: {word}."}},
    {"saidLater", {"나중에 확인할 건으로 두었습니다.", "Left for later."}},
    {"saidUndone", {"되돌렸습니다.", "Undone."}},
    {"saidNothing", {"되돌릴 것이 없습니다.", "There is nothing to undo."}},
    {"saidAll",
     {"모두 결정했습니다. 파일로 저장해 주세요.",
      "Everything is decided. Please save it to a file."}},
    {"saidSaved",
     {"결정 {n}건을 {file} 파일로 내려받습니다. 파일마다 지금까지의 결정이 모두 들어 있으니 가장 "
      "나중 파일 하나만 쓰세요.",
      "{n} decisions go to {file}. Each file has all decisions made so far: use the latest one "
      "alone."}},
    {"saidLoaded",
     {"결정 {n}건을 불러왔습니다. 이 화면에서 이미 결정한 {kept}건은 그대로 두었고, 여기에 없는 "
      "{others}건은 다시 저장할 때 함께 적습니다.",
      "{n} decisions loaded. {kept} that were made here already stay, and {others} about cases "
      "that are not here are written along when you save."}},
    {"saidNoFile",
     {"결정 파일이 아닙니다. 이 화면에서 저장한 CSV 파일을 골라 주세요.",
      "This is no file of decisions. Please choose a CSV file that was saved from this page."}},
    {"saidNoDecisions", {"저장할 결정이 없습니다.", "There is no decision to save."}},
    {"save", {"결정 저장(CSV)", "Save decisions (CSV)"}},
    {"load", {"저장한 결정 불러오기", "Load saved decisions"}},
    {"next",
     {"저장한 파일은 다음 실행에 --decisions로 줍니다.",
      "Give the file to the next run with --decisions."}},
    {"list", {"결정한 내용", "What was decided"}},
    {"listNone", {"아직 없습니다.", "Nothing yet."}},
    {"listMore", {"외 {n}건", "and {n} more"}},
    {"keys", {"단축키", "Keys"}},
    {"useKeys", {"단축키 사용", "Use keys"}},
    {"keysMove", {"다음, 이전", "next, previous"}},
    {"keysFinding", {"점검 결과의 결정(단추의 번호)", "decide a finding (as numbered)"}},
    {"noneFound",
     {"조건에 맞는 건이 없습니다. 조건을 지우면 모두 볼 수 있습니다.",
      "Nothing fits. Clear the filters to see all."}},
    {"listed",
     {"이 화면에는 급한 순으로 {n}건이 있습니다. 나머지 {more}건은 업무 목록에서 결정해 주세요.",
      "This page has the {n} most urgent findings. Decide the other {more} in the worklists."}},
};

/* Codes of decisions about findings, in the order of worklist_decision(). */
static const char *const codes[] = {"confirmed",     "disputed", "no_response",
                                    "not_duplicate", "allowed",  "data_error"};

static void put_decisions(struct page *page)
{
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        page_raw(page, i ? ",[" : "[");
        page_json_word(page, codes[i]);
        for (int part = 0; part < 4; part++) {
            const char *meaning, *word = worklist_decision(i, part % 2 == 1, &meaning);
            page_raw(page, ",");
            page_json_word(page, part < 2 ? word : meaning);
        }
        page_raw(page, "]");
    }
}

void review_put_words(struct page *page, const struct review *review)
{
    page_format(page, ",\n\"masked\":%d,\"decisions\":[", !review->input->with_names);
    put_decisions(page);
    page_raw(page, "],\"more\":");
    page_words(page, desk, sizeof desk / sizeof *desk);
}
