/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_codes.c - the codes of the results, as people call them in Korean and English.
 */
#include "report/page.h"

#include <string.h>

struct code {
    const char *code, *text[REPORT_LANGUAGES];
};

static const struct code kinds[] = {
    {"duplicate", {"중복", "duplicate"}},
    {"omission", {"누락", "omission"}},
    {"identity", {"신원 확인", "identity"}},
    {"data", {"자료 문제", "data"}},
    {NULL, {NULL, NULL}},
};

static const struct code changes[] = {
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
    {NULL, {NULL, NULL}},
};

static const struct code tables[] = {
    {"persons", {"인적사항", "person"}},
    {"services", {"서비스", "service"}},
    {"needs", {"욕구", "need"}},
    {"referrals", {"의뢰", "referral"}},
    {"cases", {"사례", "case"}},
    {"stays", {"입원·입소", "stay"}},
    {"events", {"사건", "event"}},
    {"uploads", {"자료 제출", "upload"}},
    {"agencies", {"기관", "agency"}},
    {"applications", {"신청", "application"}},
    {"assessments", {"조사", "assessment"}},
    {"facts", {"확인된 사실", "fact"}},
    {"signals", {"위기 신호", "signal"}},
    {"reports", {"신고", "report"}},
    {"capacity", {"정원", "capacity"}},
    {"sponsors", {"후원자", "sponsor"}},
    {NULL, {NULL, NULL}},
};

static const struct code roles[] = {
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
    {NULL, {NULL, NULL}},
};

/* Of services, needs, referrals, cases, stays, events, applications, reports and uploads. */
static const struct code statuses[] = {
    {"planned", {"제공 예정", "planned"}},
    {"applied", {"신청", "applied for"}},
    {"approved", {"승인", "approved"}},
    {"active", {"이용 중", "running"}},
    {"delivered", {"제공 완료", "delivered"}},
    {"ended", {"종료", "ended"}},
    {"open", {"종결 전", "open"}},
    {"met", {"충족", "met"}},
    {"partly", {"일부 충족", "partly met"}},
    {"granted", {"지원 결정", "granted"}},
    {"refused", {"지원 제외 결정", "refused"}},
    {"withdrawn", {"취하", "withdrawn"}},
    {"sent", {"보냄", "sent"}},
    {"received", {"접수", "received"}},
    {"accepted", {"수락", "accepted"}},
    {"in_progress", {"진행 중", "in progress"}},
    {"completed", {"완료", "completed"}},
    {"rejected_client", {"대상자 거절", "declined by the person"}},
    {"rejected_provider", {"기관 거절", "refused by the agency"}},
    {"cancelled", {"취소", "cancelled"}},
    {"rejected", {"반려", "rejected"}},
    {"reversed", {"환수·반환", "reversed"}},
    {"error", {"입력 오류", "entered in error"}},
    {"transferred", {"다른 기관으로 이관", "handed to another agency"}},
    {"emergency", {"긴급", "emergency"}},
    {"focused", {"집중", "focused"}},
    {"general", {"일반", "general"}},
    {"public", {"공공", "public"}},
    {"high", {"높음", "high"}},
    {"normal", {"보통", "normal"}},
    {"low", {"낮음", "low"}},
    {"hospital", {"입원", "hospital"}},
    {"facility", {"시설 입소", "facility"}},
    {"prison", {"수용", "prison"}},
    {"abroad", {"국외 체류", "abroad"}},
    {"birth", {"출생", "birth"}},
    {"discharge", {"퇴원", "discharge"}},
    {"release", {"출소", "release"}},
    {"move_in", {"전입", "moved in"}},
    {"move_out", {"전출", "moved away"}},
    {"death_of_earner", {"주소득자 사망", "death of the earner"}},
    {"disability_grade", {"장애 등록", "disability registered"}},
    {"meeting", {"사례회의", "meeting"}},
    {"committee", {"솔루션위원회", "committee"}},
    {"visit", {"방문", "visit"}},
    {"contact", {"접촉", "contact"}},
    {"failed_contact", {"연락 실패", "failed contact"}},
    {"escalation", {"상위 단계 의뢰", "escalation"}},
    {"complete", {"제출 완료", "complete"}},
    {"failed", {"제출 실패", "failed"}},
    {NULL, {NULL, NULL}},
};

/* What records are compared by; a plan may have others, which keep their own names. */
static const struct code fields[] = {
    {"name", {"이름", "name"}},
    {"birth_date", {"생년월일", "birth date"}},
    {"sex", {"성별", "sex"}},
    {"phone", {"전화번호", "telephone"}},
    {"address", {"주소", "address"}},
    {"rrn", {"주민등록번호", "resident number"}},
    {"name_birth_sex", {"이름·생년월일·성별", "name, birth date, sex"}},
    {"sound_birth_sex", {"이름의 소리·생년월일·성별", "sound of the name, birth date, sex"}},
    {"sound_year_days", {"이름의 소리·출생 연도·월일", "sound of the name, year, month and day"}},
    {"name_phone", {"이름·전화번호", "name, telephone"}},
    {"birth_sex_phone", {"생년월일·성별·전화번호", "birth date, sex, telephone"}},
    {"name_year_address", {"이름·출생 연도·성별·건물", "name, birth year, sex, building"}},
    {"name_day_address", {"이름·태어난 월일·성별·건물", "name, month and day, sex, building"}},
    {"given_birth_address", {"성을 뺀 이름·생년월일·건물", "given name, birth date, building"}},
    {"fuzzy_birth_sex", {"생년월일이 같은 분의 이름", "name, of one birth date"}},
    {"fuzzy_phone", {"전화번호가 같은 분의 이름", "name, of one telephone number"}},
    {NULL, {NULL, NULL}},
};

static const struct code levels[] = {
    {"exact", {"같음", "the same"}},
    {"folded", {"두음법칙 차이", "the same but for the initial sound"}},
    {"sound", {"소리가 같음", "sounds the same"}},
    {"near", {"거의 같음", "nearly the same"}},
    {"romanized", {"한글·로마자 표기", "one in Latin letters"}},
    {"syllable", {"한 글자 다름", "one syllable differs"}},
    {"tokens", {"대부분 같음", "most of it agrees"}},
    {"given", {"성만 다름", "other surname"}},
    {"masked", {"가려진 부분 외 같음", "agrees as far as shown"}},
    {"lunar", {"음력·양력", "lunar and solar"}},
    {"digit", {"숫자 하나 차이", "one digit differs"}},
    {"month", {"같은 해와 달", "same month"}},
    {"year_off", {"연도만 다름", "only the year differs"}},
    {"unit", {"같은 동·호", "same flat"}},
    {"building", {"같은 건물", "same building"}},
    {"neighbour", {"이웃 건물", "next building"}},
    {"road", {"같은 길·동네", "same road"}},
    {"district", {"같은 시·군·구", "same district"}},
    {"front", {"앞 7자리 같음", "first seven digits agree"}},
    {"alike", {"꽤 비슷함", "much alike"}},
    {"similar", {"비슷함", "similar"}},
    {"other", {"다름", "different"}},
    {NULL, {NULL, NULL}},
};

static const struct {
    const char *name;
    const struct code *codes;
} sets[REPORT_CODES] = {
    [CODES_KIND] = {"kind", kinds},        [CODES_CHANGE] = {"change", changes},
    [CODES_TABLE] = {"table", tables},     [CODES_ROLE] = {"role", roles},
    [CODES_STATUS] = {"status", statuses}, [CODES_FIELD] = {"field", fields},
    [CODES_LEVEL] = {"level", levels},
};

struct span report_code(enum report_language language, enum report_codes of, struct span code)
{
    for (const struct code *known = sets[of].codes; known->code; known++) {
        const char *text = known->text[language];
        if (span_is(code, known->code)) return (struct span){text, strlen(text)};
    }
    return report_state(language, code);
}

struct span report_state(enum report_language language, struct span code)
{
    struct tool_piece word =
        tool_code_word((struct tool_piece){code.data, code.len}, language == REPORT_EN);
    return (struct span){word.text, word.len};
}

void report_desk_codes(struct page *page)
{
    page_raw(page, "{");
    for (size_t i = 0; i < REPORT_CODES; i++) {
        if (i == CODES_CHANGE) continue; /* the script shows none */
        page_format(page, "%s\"%s\":[", i ? "," : "", sets[i].name);
        for (const struct code *known = sets[i].codes; known->code; known++)
            page_format(page, "%s[\"%s\",\"%s\",\"%s\"]", known == sets[i].codes ? "" : ",",
                        known->code, known->text[REPORT_KO], known->text[REPORT_EN]);
        page_raw(page, "]");
    }
    page_raw(page, "}");
}
