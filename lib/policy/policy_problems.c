/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_problems.c - codes that no table of the policy has, and what is said about problems.
 *
 * A wrong code is not found by reading the rows alone: it looks like any other. The nearest code
 * that is there is told with it. All codes are the policy's own or of the tables, so they may be
 * told.
 */
#include "policy/policy_tables.h"

#include <string.h>

enum { CODE_MAX = 256 };

const char *dlb_policy_fault_word(unsigned fault)
{
    static const char *const words[] = {"unknown_code",  "overlap",   "itself",
                                        "contradiction", "no_effect", "missing_class",
                                        "missing_code"};
    return words[fault];
}

void dlb_policy_problem_add(struct dlb_policy_problems *problems,
                            const struct dlb_policy_problem *problem)
{
    struct dlb_policy_problem *room =
        dlb_array_reserve(problems->env, &problems->list, 1, sizeof *room, UINT32_MAX);
    problems->failed |= !room;
    if (!room) return;
    *room = *problem;
    problems->list.n++;
}

/* ---- codes ----------------------------------------------------------------------------------- */

struct dlb_text dlb_policy_near_programme(const struct dlb_policy *policy, struct dlb_text text)
{
    char known[CODE_MAX], word[CODE_MAX];
    struct dlb_text near = {NULL, 0};
    struct dlb_nearest nearest = dlb_nearest_to(dlb_code_fold(text, word, sizeof word));
    for (uint32_t i = 0; i < policy->n_programme_ids; i++) {
        struct dlb_text id = policy->programme_ids[i];
        if (id.len >= sizeof known) continue;
        memcpy(known, id.data, id.len);
        known[id.len] = '\0';
        if (dlb_nearest_try(&nearest, known)) near = id;
    }
    return near;
}

/* Is it a programme, class:31 or stay:hospital? */
static bool is_side(const struct dlb_policy *policy, struct dlb_text text)
{
    bool other = (text.len > 6 && memcmp(text.data, "class:", 6) == 0) ||
                 (text.len > 5 && memcmp(text.data, "stay:", 5) == 0) ||
                 dlb_text_equal(text, dlb_text_of("contact"));
    return other || dlb_policy_find_programme(policy, text) != DLB_NO_CODE;
}

static void check_programmes(const struct dlb_policy *policy, const struct dlb_policy_line *line,
                             struct dlb_policy_problems *problems)
{
    static const char *const columns[] = {"a", "b", "expects", "programme", "except_programme"};
    if (dlb_line_is_of(line, "programmes")) return;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        struct dlb_text text = dlb_line_cell(line, columns[i]);
        if (!text.data || is_side(policy, text)) continue;
        dlb_policy_problem_add(problems,
                               &(struct dlb_policy_problem){line->schema->table,
                                                            columns[i],
                                                            line->row,
                                                            -1,
                                                            DLB_FAULT_UNKNOWN,
                                                            text,
                                                            dlb_policy_near_programme(policy, text),
                                                            {NULL, 0}});
    }
}

static void check_words(const struct dlb_policy_line *line, struct dlb_policy_problems *problems)
{
    for (size_t c = 0; c < line->schema->n_columns; c++) {
        const struct dlb_column *column = &line->schema->columns[c];
        char room[CODE_MAX];
        struct dlb_text text = line->cells[c];
        if (column->type != DLB_TYPE_WORD || !text.data) continue;
        struct dlb_text folded = dlb_code_fold(text, room, sizeof room);
        struct dlb_nearest nearest = dlb_nearest_to(folded);
        bool known = false;
        for (const char *const *word = column->words; *word; word++) {
            known |= dlb_text_equal(folded, dlb_text_of(*word));
            dlb_nearest_try(&nearest, *word);
        }
        if (known) continue;
        dlb_policy_problem_add(problems, &(struct dlb_policy_problem){line->schema->table,
                                                                      column->name,
                                                                      line->row,
                                                                      -1,
                                                                      DLB_FAULT_UNKNOWN,
                                                                      text,
                                                                      dlb_text_of(nearest.known),
                                                                      {NULL, 0}});
    }
}

/* Rows that say what a rule is about, and do not. */
static void find_broken(const struct dlb_policy *policy, struct dlb_policy_problems *problems)
{
    for (uint32_t i = 0; i < policy->n_parameters; i++) {
        const struct dlb_parameter *row = &policy->parameters[i];
        if (!row->broken) continue;
        struct dlb_text value = strcmp(row->broken, "key") == 0 ? row->key : row->text;
        struct dlb_policy_problem problem = {"rules",
                                             row->broken,
                                             row->row,
                                             -1,
                                             DLB_FAULT_UNKNOWN,
                                             value,
                                             dlb_policy_near_programme(policy, value),
                                             {NULL, 0}};
        if (!value.data) problem.fault = DLB_FAULT_NEVER, problem.value = row->rule;
        dlb_policy_problem_add(problems, &problem);
    }
}

/* A row that declares a rule: one that nothing can work as, or one that would find nothing. */
static void check_kernel(const struct dlb_policy *policy, const struct dlb_rule *rule,
                         const struct dlb_policy_line *line, struct dlb_policy_problems *problems)
{
    struct dlb_text value = dlb_line_cell(line, "value");
    const struct dlb_rule *kernel = dlb_rule_find(policy->catalogue, dlb_trim(value));
    bool known = kernel && kernel->local;
    if (known && rule && !dlb_local_rule_lacks(policy, rule)) return;
    struct dlb_policy_problem problem = {.table = line->schema->table,
                                         .column = "value",
                                         .row = line->row,
                                         .other = -1,
                                         .fault = DLB_FAULT_UNKNOWN,
                                         .value = value};
    if (known) {
        problem.column = "rule";
        problem.fault = DLB_FAULT_NEVER;
        problem.value = dlb_line_cell(line, "rule");
    } else {
        problem.near = dlb_text_of(dlb_near_kernel(policy->catalogue, value));
    }
    dlb_policy_problem_add(problems, &problem);
}

static void check_rule(const struct dlb_policy *policy, const struct dlb_policy_line *line,
                       struct dlb_policy_problems *problems)
{
    struct dlb_text id = dlb_line_cell(line, "rule"), param = dlb_line_cell(line, "param");
    const struct dlb_rule *rule = dlb_rule_find(policy->catalogue, id);
    bool all = dlb_text_equal(id, dlb_text_of("*"));
    struct dlb_policy_problem problem = {line->schema->table, "rule", line->row, -1,
                                         DLB_FAULT_UNKNOWN,   id,     {NULL, 0}, {NULL, 0}};
    bool local = dlb_is_local_id(id), declares = dlb_text_equal(param, dlb_text_of("kernel"));
    if (!local) problem.near = dlb_text_of(dlb_near_rule(policy->catalogue, id));
    if (local && declares)
        check_kernel(policy, rule, line, problems);
    else if (id.data && !rule && !all)
        dlb_policy_problem_add(problems, &problem);
    if (!param.data || !(rule || all) || dlb_param_find(policy->catalogue, id, param)) return;
    problem.column = "param";
    problem.value = param;
    problem.near = dlb_text_of(dlb_near_param(rule, param));
    dlb_policy_problem_add(problems, &problem);
}

/* Where an order is asked for, what is no number has to be a threshold. */
static void check_threshold(const struct dlb_policy *policy, const struct dlb_policy_lines *lines,
                            const struct dlb_policy_line *line,
                            struct dlb_policy_problems *problems)
{
    char room[CODE_MAX];
    int64_t number;
    struct dlb_text op = dlb_line_cell(line, "op"), value = dlb_line_cell(line, "value");
    bool order = op.data && (op.data[0] == '<' || op.data[0] == '>');
    struct dlb_text folded = dlb_code_fold(value, room, sizeof room);
    if (!order || !value.data || dlb_decimal_parse(value, DLB_FACT_DECIMALS, &number) ||
        dlb_policy_thresholds(policy, folded).n)
        return;
    const struct dlb_policy_line *list = lines->list.data;
    struct dlb_nearest nearest = dlb_nearest_to(folded);
    for (size_t i = 0; i < lines->list.n; i++) {
        struct dlb_text code = dlb_line_cell(&list[i], "code");
        if (code.data) dlb_nearest_try(&nearest, code.data);
    }
    dlb_policy_problem_add(problems, &(struct dlb_policy_problem){line->schema->table,
                                                                  "value",
                                                                  line->row,
                                                                  -1,
                                                                  DLB_FAULT_UNKNOWN,
                                                                  value,
                                                                  dlb_text_of(nearest.known),
                                                                  {NULL, 0}});
}

void dlb_policy_find_unknown(const struct dlb_policy *policy, const struct dlb_policy_lines *lines,
                             struct dlb_policy_problems *problems)
{
    const struct dlb_policy_line *list = lines->list.data;
    for (size_t i = 0; i < lines->list.n; i++) {
        check_programmes(policy, &list[i], problems);
        check_words(&list[i], problems);
        check_rule(policy, &list[i], problems);
        if (dlb_line_is_of(&list[i], "eligibility"))
            check_threshold(policy, lines, &list[i], problems);
    }
    find_broken(policy, problems);
}

/* ---- sentences ------------------------------------------------------------------------------- */

static void say_slot(const void *context, struct dlb_text key, struct dlb_writer *sentence)
{
    const struct dlb_policy_problem *problem = context;
    if (dlb_text_equal(key, dlb_text_of("value"))) dlb_say_shown(sentence, problem->value);
    if (dlb_text_equal(key, dlb_text_of("near"))) dlb_say_shown(sentence, problem->near);
    if (dlb_text_equal(key, dlb_text_of("beside"))) dlb_say_shown(sentence, problem->beside);
}

void dlb_say_policy_problem(struct dlb_writer *sentence, const struct dlb_policy_problem *problem,
                            bool korean)
{
    static const struct {
        const char *ko, *en;
    } texts[] = {
        [DLB_FAULT_UNKNOWN] = {"{value:은} 정책에 없는 값입니다.",
                               "'{value}' is not known to the policy."},
        [DLB_FAULT_OVERLAP] = {"'{value}'에 대해 적용 기간이 겹치는 다른 행이 있습니다.",
                               "Another row about '{value}' is in force at the same time."},
        [DLB_FAULT_ITSELF] = {"{value:을} 그 자신과 비교하는 행입니다.",
                              "The row compares '{value}' with itself."},
        [DLB_FAULT_CONTRADICTION] = {"{value:과} {beside:은} 다른 행에서 반대로 정하고 있습니다.",
                                     "Another row says the opposite of '{value}' and '{beside}'."},
        [DLB_FAULT_NEVER] = {"'{value}'에 대한 이 행은 적용될 수 없습니다.",
                             "This row about '{value}' can never take effect."},
        [DLB_FAULT_MISSING_CLASS] = {"분류 {value}에 해당하는 사업이 없습니다.",
                                     "No programme is of class {value}."},
        [DLB_FAULT_MISSING_CODE] = {"자료에 있는 {value:이} 정책에 없습니다.",
                                    "The data has '{value}', the policy does not."}};
    static const char secret_ko[] =
        "정책에 없는 값이 자료에 있습니다. 개인정보일 수 있어 표시하지 않습니다.";
    static const char secret_en[] = "The data has values that the policy does not; they may be "
                                    "somebody's name or number and are not shown.";
    if (problem->fault == DLB_FAULT_MISSING_CODE && !problem->value.len) {
        dlb_write(sentence, korean ? secret_ko : secret_en);
        return;
    }
    dlb_say_template(sentence, korean ? texts[problem->fault].ko : texts[problem->fault].en,
                     say_slot, problem);
    if (!problem->near.len) return;
    dlb_say_template(sentence,
                     korean ? " {near:을} 뜻한 것인지 확인해 주세요." : " Was '{near}' meant?",
                     say_slot, problem);
}
