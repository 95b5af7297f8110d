/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table_words.c - what the tables that agencies send, and their columns, are called in Korean.
 *
 * Files and plans have our own names; beside them people read these.
 */
#include "common/common.h"

#include <string.h>

struct word {
    const char *name, *korean;
};

static const struct word tables[] = {
    {"agencies", "기관 목록"},  {"applications", "신청"},
    {"asked", "확인할 대상자"}, {"asked_pairs", "비교를 물을 기록"},
    {"assessments", "조사"},    {"capacity", "정원"},
    {"cases", "사례관리"},      {"decisions", "결정"},
    {"events", "사건"},         {"facts", "확인된 사실"},
    {"needs", "욕구"},          {"persons", "대상자 명단"},
    {"planned", "예정된 제공"}, {"programmes", "사업 목록"},
    {"referrals", "의뢰"},      {"reports", "신고"},
    {"services", "제공 내역"},  {"signals", "위기 신호"},
    {"sponsors", "후원자"},     {"stays", "입원·입소"},
    {"uploads", "자료 제출"},
};
static const struct word columns[] = {
    {"active_from", "활동 시작일"},
    {"active_to", "활동 종료일"},
    {"address", "주소"},
    {"agency_id", "기관"},
    {"alt_id", "다른 번호"},
    {"amount_won", "금액"},
    {"application_id", "신청번호"},
    {"applied_on", "신청일"},
    {"area_code", "지역 코드"},
    {"as_of", "기준일"},
    {"assessed_on", "조사일"},
    {"assessment_id", "조사번호"},
    {"benefit_month", "귀속월"},
    {"birth_calendar", "양력·음력"},
    {"birth_date", "생년월일"},
    {"by_kind", "신고자 구분"},
    {"case_class", "사례 구분"},
    {"case_id", "사례번호"},
    {"centre_type", "센터 유형"},
    {"closed_on", "종결일"},
    {"co_lead", "공동 관리"},
    {"consent", "정보 제공 동의"},
    {"date", "날짜"},
    {"death_date", "사망일"},
    {"decided_on", "결정일"},
    {"domain", "영역"},
    {"end_date", "종료일"},
    {"end_time", "종료시각"},
    {"entered_on", "입력일"},
    {"evaluated_on", "평가일"},
    {"fact", "사실"},
    {"first_service_on", "첫 서비스일"},
    {"household_id", "세대번호"},
    {"identified_on", "파악일"},
    {"invoice_id", "청구번호"},
    {"invoice_won", "청구 금액"},
    {"kind", "종류"},
    {"last_contact_on", "마지막 접촉일"},
    {"left_agency", "앞 기록의 기관"},
    {"left_record", "앞 기록"},
    {"level", "단계"},
    {"met_on", "사례회의일"},
    {"month", "달"},
    {"name", "이름"},
    {"name_hanja", "한자 이름"},
    {"name_latin", "영문 이름"},
    {"nationality", "국적"},
    {"need_class", "욕구 구분"},
    {"need_id", "욕구번호"},
    {"parent_id", "상위 기관"},
    {"period", "대상 월"},
    {"phone", "전화번호"},
    {"phone_owner", "전화번호 주인"},
    {"places", "자리 수"},
    {"planned_on", "계획 수립일"},
    {"programme", "사업"},
    {"protected", "보호 대상"},
    {"quantity", "수량"},
    {"question", "질문"},
    {"reason", "사유"},
    {"received_on", "접수일"},
    {"record_id", "대상자번호"},
    {"referral_agency", "의뢰한 기관"},
    {"referral_id", "의뢰번호"},
    {"registered_on", "등록일"},
    {"relation", "세대주와의 관계"},
    {"report_id", "신고번호"},
    {"reported_on", "신고일"},
    {"resolved_on", "해결일"},
    {"responded_on", "회신일"},
    {"result", "결과"},
    {"right_agency", "뒤 기록의 기관"},
    {"right_record", "뒤 기록"},
    {"rows", "행 수"},
    {"rrn", "주민등록번호"},
    {"sent_on", "의뢰일"},
    {"service_class", "서비스 분류"},
    {"service_id", "제공번호"},
    {"sex", "성별"},
    {"signal", "신호"},
    {"sponsor_id", "후원자번호"},
    {"start_date", "시작일"},
    {"start_time", "시작시각"},
    {"status", "상태"},
    {"stay_id", "입원·입소 번호"},
    {"surveyed_on", "욕구 조사일"},
    {"table", "표"},
    {"target_period", "목표 기간"},
    {"target_quantity", "목표 수량"},
    {"target_unit", "목표 단위"},
    {"to_agency", "의뢰받은 기관"},
    {"unit", "단위"},
    {"updated_at", "수정일"},
    {"urgency", "긴급도"},
    {"value", "값"},
    {"victim_service", "폭력 피해자 지원"},
    {"visited_on", "방문일"},
    {"worker_id", "담당자"},
    {"zone_id", "생활권"},
};

static const char *find(const struct word *words, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(words[i].name, name) == 0) return words[i].korean;
    return NULL;
}

const char *tool_table_word(const char *table)
{
    return find(tables, sizeof tables / sizeof *tables, table);
}

const char *tool_column_word(const char *column)
{
    return find(columns, sizeof columns / sizeof *columns, column);
}

const char *tool_with_word(const char *name, const char *word, char out[TOOL_WORDED])
{
    if (!word) return name;
    snprintf(out, TOOL_WORDED, "%s(%s)", word, name);
    return out;
}
