/* SPDX-License-Identifier: Apache-2.0 */
/*
 * code_words.c - what severities, states of findings and reasons of rejects are called, everywhere.
 */
#include "common/common.h"

#include <string.h>

const char *tool_severity_word(int64_t severity, bool in_english)
{
    static const char *const words[TOOL_SEVERITIES][2] = {{"참고", "note"},
                                                          {"낮음", "low"},
                                                          {"보통", "medium"},
                                                          {"높음", "high"},
                                                          {"긴급", "critical"}};
    if (severity < 0) severity = 0;
    if (severity >= TOOL_SEVERITIES) severity = TOOL_SEVERITIES - 1;
    return words[severity][in_english];
}

struct tool_piece tool_code_word(struct tool_piece code, bool in_english)
{
    static const char *const words[][3] = {
        {"new", "새로 발견", "new"},
        {"identity_review", "본인 확인", "identity review"},
        {"assigned", "담당자 지정", "assigned"},
        {"in_review", "검토 중", "in review"},
        {"confirmed", "확인", "confirmed"},
        {"disputed", "이견", "disputed"},
        {"reopened", "재검토", "reopened"},
        {"REQUIRED", "필수 항목 누락", "a required cell is empty"},
        {"ENCODING", "글자 깨짐", "not text"},
        {"COLUMNS", "칸 수 불일치", "wrong number of cells"},
        {"DATE", "올바르지 않은 날짜", "not a date"},
        {"RANGE", "종료일이 시작일보다 빠름", "ends before it starts"},
        {"NUMBER", "숫자가 아님", "not a number"},
        {"CODE", "허용되지 않은 값", "not one of the words allowed"},
        {"ORPHAN", "해당하는 분의 기록 없음", "about a record that was not sent"},
        {"AMBIGUOUS", "여러 분에 해당할 수 있음", "could be several people"},
        {"DUPLICATE_ID", "번호 중복", "one id twice"},
        {"SUPERSEDED", "더 최근 행이 있음", "a newer row exists"},
        {"FIELD_TOO_LONG", "길이 제한 초과", "a cell is too long"},
        {"FORMULA", "수식 오류", "a formula shows an error"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *word = words[i][1 + in_english];
        if (tool_piece_is(code, words[i][0])) return (struct tool_piece){word, strlen(word)};
    }
    return code;
}
