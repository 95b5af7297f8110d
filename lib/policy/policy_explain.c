/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_explain.c - what a row of a policy says, in a sentence.
 *
 * A sentence has places for cells, {column} or {column:은}; what stands in brackets is left out
 * where one of its cells is empty. Codes are shown by name, words in the reader's language.
 */
#include "policy/policy_tables.h"

#include <string.h>

enum { PART_MAX = 256 };

struct saying {
    const struct dlb_policy *policy;
    const struct dlb_policy_line *line;
    bool korean;
};

/* What a word means in one column. */
static const struct {
    const char *column, *word, *ko, *en;
} special[] = {{"basis", "day", "날", "day"},
               {"basis", "month", "달", "month"},
               {"scope", "person", "한 사람", "one person"},
               {"scope", "household", "한 가구", "one household"},
               {"rule", "*", "모든", "every rule"}};
/* … and in any other. */
static const struct {
    const char *word, *ko, *en;
} words[] = {{"statutory", "법정", NULL},
             {"local", "지자체", NULL},
             {"private", "민간", NULL},
             {"person", "개인", NULL},
             {"household", "가구", NULL},
             {"cash", "현금", NULL},
             {"in_kind", "현물", "goods"},
             {"service", "서비스", NULL},
             {"voucher", "이용권", NULL},
             {"loan", "대출", NULL},
             {"counsel", "상담", NULL},
             {"day", "일", NULL},
             {"month", "월", NULL},
             {"hour", "시간", NULL},
             {"one_off", "1회", "single gifts"},
             {"quarter", "분기", NULL},
             {"year", "연도", NULL},
             {"episode", "위기 한 건", NULL},
             {"emergency", "긴급", NULL},
             {"high", "높음", NULL},
             {"normal", "보통", NULL},
             {"low", "낮음", NULL},
             {"focused", "집중", NULL},
             {"general", "일반", NULL},
             {"public", "공공", NULL},
             {"team", "네트워크팀", NULL},
             {"centre", "센터", NULL},
             {"urban", "도시형", NULL},
             {"rural", "농촌형", NULL},
             {"comprehensive", "종합형", NULL},
             {"calendar", "달력 날짜", "calendar days"},
             {"calendar_roll", "쉬는 날이면 다음 날까지", "calendar days, the next working day"},
             {"business", "근무일", "working days"},
             {"work_hours", "근무 시간", "working hours"},
             {"elapsed_hours", "경과 시간", "hours"},
             {"contact", "연락이나 방문", "a contact or a visit"},
             {"birth", "출생", NULL},
             {"discharge", "퇴원", NULL},
             {"release", "출소", NULL},
             {"move_in", "전입", "moving in"},
             {"move_out", "전출", "moving out"},
             {"death_of_earner", "주 소득자의 사망", "the death of an earner"},
             {"disability_grade", "장애 등록", "a disability grade"},
             {"stay:hospital", "입원", "a stay in hospital"},
             {"stay:facility", "시설 입소", "a stay in a home"},
             {"stay:prison", "수용", "a stay in prison"},
             {"stay:abroad", "국외 체류", "a stay abroad"},
             {"=", "같음", "exactly"},
             {"<", "미만", "less than"},
             {"<=", "이하", "at most"},
             {">", "초과", "more than"},
             {">=", "이상", "at least"},
             {"!=", "이외의 값", "other than"},
             {"in", "가운데 하나", "one of"}};

/* ---- sentences by table ---------------------------------------------------------------------- */

struct form {
    const char *table, *kind; /* or parameter of a rule; NULL: whatever the row's is */
    const char *ko, *en;
};
static const struct form forms[] = {
    {"rules", "kernel", "{rule:은} {value:과} 같은 방식으로 판단하는 이 정책의 규칙입니다.",
     "{rule} is a rule of this policy's own, which works as {value} does."},
    {"rules", "name", "{rule} 규칙의 이름은 '{value}'입니다.",
     "The Korean name of rule {rule} is '{value}'."},
    {"rules", "name_en", "{rule} 규칙의 영어 이름은 '{value}'입니다.",
     "The English name of rule {rule} is '{value}'."},
    {"rules", "only", "{rule} 규칙의 대상에는 {key:이} 들어갑니다.",
     "What rule {rule} is about includes {key}."},
    {"rules", NULL, "{rule} 규칙의 [{key}에 대한 ]{param} 값은 {value}입니다.",
     "For {rule} the parameter {param} is {value}[ for {key}]."},
    {"programmes", NULL,
     "{programme:은} [{layer} ][{unit} 단위 ][{kind} ]지원이며 분류는 {service_class}[, 계산 "
     "기준은 {grain}]입니다.",
     "{programme} is[ {layer}] support[ for a {unit}][ in the form of {kind}][, counted by "
     "{grain}], of class "
     "{service_class}."},
    {"need_map", NULL, "{need_class} 욕구는 분류 {service_class}의 서비스로 충족됩니다.",
     "Services of class {service_class} answer the need {need_class}."},
    {"mutex", "exclusive",
     "{a:과} {b:은} [{scope:이} ][같은 {basis}에 ]함께 받을 수 없습니다[(예외: "
     "{except_programme})].",
     "{a} and {b} cannot be had together[ by {scope}][ within the same {basis}]"
     "[, unless with {except_programme}]."},
    {"mutex", "top_up", "{a:은} {b:이} 채우지 못한 금액까지만 지급합니다.",
     "{a} only fills up what {b} leaves."},
    {"mutex", "state", "{b} 기간에는 {a:을} 제공하지 않습니다.", "{a} is not given during {b}."},
    {"mutex", "together", "{a:과} {b:은} 같은 시간에 함께 이용할 수 있습니다.",
     "{a} and {b} may be had at the same hours."},
    {"caps", NULL,
     "[{programme} ][분류 {service_class} ]지원의 한도는 [{scope}에 ][{window_days}일 동안 ]"
     "[{period}마다 ][{max_count}회][{max_amount_won}원]입니다({rule}).",
     "{rule}: [{programme}][class {service_class}] is limited[ to {max_count} times]"
     "[ to {max_amount_won} won][ for {scope}][ within {window_days} days][ in a {period}]."},
    {"deadlines", NULL,
     "{rule} 규칙의 [{key} ]기한은 {amount}({unit})[, 계산 방식은 {mode}]입니다.",
     "The deadline of rule {rule}[ for {key}] is {amount} ({unit})[, counted in {mode}]."},
    {"eligibility", NULL,
     "{programme:을} 받으려면 {name} {value}[ {op}] 조건을 충족해야 합니다(조항 {clause}).",
     "For {programme}, {name_en} has to be [{op} ]{value} (clause {clause})."},
    {"thresholds", NULL, "기준값 {code:은} [가구원이 {household_size}명이면 ]{value}입니다.",
     "The threshold {code} is {value}[ for a household of {household_size}]."},
    {"implies", "one_of", "[{fact} {value}[ {op}]인 분은 ]{a:과} {b} 가운데 하나를 받아야 합니다.",
     "Who has {fact} {value} should have {a} or {b}."},
    {"implies", NULL,
     "[{a:을} 받는 분 가운데 ][{fact} {value}에 해당하는 분은 ]{b:을} 받아야 합니다.",
     "Who has[ {a}][ with {fact} {value}] should have {b}."},
    {"life_events", NULL,
     "{kind:이} 있으면 [{pre_days}일 전부터 ][{post_days}일 안에 ]{expects:이} 이루어져야 합니다.",
     "After {kind}, {expects} is expected[ from {pre_days} days before][ within {post_days} "
     "days]."},
    {"signal_weights", NULL, "{name} 신호의 가중치는 {weight}입니다.",
     "The signal \"{name_en}\" weighs {weight}."},
    {"domains", NULL, "조사 영역 {domain}의 이름은 {name}입니다.",
     "Assessments of {domain} are called \"{name_en}\"."},
    {"holidays", NULL, "{date:은} 쉬는 날입니다[({name})].", "{date} is a day off."},
    {"zones", NULL, "{name}[의 담당 기관은 {responsible_agency}]입니다.",
     "{name_en}[ is the responsibility of {responsible_agency}]."}};

static const struct form *find_form(const struct dlb_policy_line *line)
{
    char room[PART_MAX];
    struct dlb_text cell = dlb_line_cell(line, dlb_line_is_of(line, "rules") ? "param" : "kind");
    struct dlb_text kind = dlb_code_fold(cell, room, sizeof room);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (dlb_line_is_of(line, forms[i].table) &&
            (!forms[i].kind || dlb_text_equal(kind, dlb_text_of(forms[i].kind))))
            return &forms[i];
    return NULL;
}

/* ---- cells ----------------------------------------------------------------------------------- */

/* What a column is when the row says nothing; no days are as good as nothing. */
static struct dlb_text cell_or_default(const struct dlb_policy_line *line, const char *column)
{
    static const struct {
        const char *table, *column, *other;
    } instead[] = {{"eligibility", "name", "fact"},      {"eligibility", "name_en", "fact"},
                   {"domains", "name", "domain"},        {"domains", "name_en", "domain"},
                   {"signal_weights", "name", "signal"}, {"signal_weights", "name_en", "signal"},
                   {"zones", "name", "zone_id"},         {"zones", "name_en", "zone_id"}};
    struct dlb_text text = dlb_line_cell(line, column);
    for (size_t i = 0; !text.data && i < sizeof instead / sizeof *instead; i++)
        if (dlb_line_is_of(line, instead[i].table) && strcmp(column, instead[i].column) == 0)
            return dlb_line_cell(line, instead[i].other);
    if (!text.data && strcmp(column, "unit") == 0 && dlb_line_is_of(line, "deadlines"))
        return dlb_text_of("day");
    bool nothing = strcmp(column, "pre_days") == 0 && dlb_text_equal(text, dlb_text_of("0"));
    return nothing ? (struct dlb_text){NULL, 0} : text;
}

static void say_label(const struct saying *saying, struct dlb_label label, struct dlb_text code,
                      struct dlb_writer *sentence)
{
    struct dlb_text name = saying->korean || !label.en.len ? label.ko : label.en;
    dlb_say_shown(sentence, name.len ? name : code);
}

static void say_cell(const struct saying *saying, const char *column, struct dlb_text text,
                     struct dlb_writer *sentence)
{
    char room[PART_MAX];
    struct dlb_text folded = dlb_code_fold(text, room, sizeof room);
    for (size_t i = 0; i < sizeof special / sizeof *special; i++) {
        bool is_it = strcmp(column, special[i].column) == 0 &&
                     dlb_text_equal(folded, dlb_text_of(special[i].word));
        if (is_it) dlb_write(sentence, saying->korean ? special[i].ko : special[i].en);
        if (is_it) return;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!dlb_text_equal(folded, dlb_text_of(words[i].word))) continue;
        const char *en = words[i].en ? words[i].en : words[i].word;
        dlb_write(sentence, saying->korean ? words[i].ko : en);
        return;
    }
    struct dlb_label none = {{NULL, 0}, {NULL, 0}};
    bool of_need = strcmp(column, "need_class") == 0 || strcmp(column, "key") == 0;
    uint32_t need = of_need ? dlb_alias_find(&saying->policy->need_aliases, text) : DLB_NO_CODE;
    uint32_t programme = dlb_policy_find_programme(saying->policy, text);
    if (need != DLB_NO_CODE)
        say_label(saying, dlb_policy_need_label(saying->policy, need), text, sentence);
    else if (programme != DLB_NO_CODE)
        say_label(saying, dlb_policy_label(saying->policy, programme), text, sentence);
    else
        say_label(saying, none, text, sentence);
}

static void say_slot(const void *context, struct dlb_text key, struct dlb_writer *sentence)
{
    const struct saying *saying = context;
    char column[32];
    size_t len = key.len < sizeof column ? key.len : sizeof column - 1;
    memcpy(column, key.data, len);
    column[len] = '\0';
    say_cell(saying, column, cell_or_default(saying->line, column), sentence);
}

/* ---- templates ------------------------------------------------------------------------------- */

/* Has every cell that the part names something in it? */
static bool is_full(const struct saying *saying, const char *part)
{
    for (const char *open = strchr(part, '{'); open; open = strchr(open + 1, '{')) {
        char column[32];
        size_t len = strcspn(open + 1, ":}");
        if (len >= sizeof column) return false;
        memcpy(column, open + 1, len);
        column[len] = '\0';
        if (!cell_or_default(saying->line, column).data) return false;
    }
    return true;
}

static void say_parts(const struct saying *saying, const char *template,
                      struct dlb_writer *sentence)
{
    char part[PART_MAX];
    while (*template) {
        bool optional = *template == '[';
        template += optional;
        size_t len = strcspn(template, optional ? "]" : "[");
        if (len >= sizeof part) return;
        memcpy(part, template, len);
        part[len] = '\0';
        if (!optional || is_full(saying, part)) dlb_say_template(sentence, part, say_slot, saying);
        template += len;
        template += optional &&*template == ']';
    }
}

/* A row that ended long ago is switched off. */
static void say_validity(const struct saying *saying, struct dlb_writer *sentence)
{
    enum { OFF = 10957 }; /* 2000-01-01 */
    if (saying->line->valid.to <= OFF)
        dlb_write(sentence, saying->korean ? " 현재 사용하지 않습니다." : " It is switched off.");
    else if (saying->korean)
        say_parts(saying, "[ {valid_from}부터 적용합니다.][ {valid_to}까지 적용합니다.]", sentence);
    else
        say_parts(saying, "[ In force from {valid_from}.][ In force until {valid_to}.]", sentence);
}

void dlb_say_policy_line(struct dlb_writer *sentence, const struct dlb_policy *policy,
                         const struct dlb_policy_line *line, bool korean)
{
    const struct saying saying = {policy, line, korean};
    const struct form *form = find_form(line);
    if (!form) return;
    say_parts(&saying, korean ? form->ko : form->en, sentence);
    say_validity(&saying, sentence);
}
