/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_gaps.c - classes that nothing has, and codes of the data that the policy lacks.
 */
#include "policy/policy_tables.h"

#include <string.h>

enum {
    CODE_MAX = 256,
    SECRET_DIGITS = 7, /* a telephone number has no fewer */
    BIRTH_DIGITS = 6   /* alone, they are a day of birth; no code has more than four */
};

/* ---- classes --------------------------------------------------------------------------------- */

static bool class_of(struct dlb_text text, struct dlb_class *class_)
{
    bool prefixed = text.len > 6 && memcmp(text.data, "class:", 6) == 0;
    if (prefixed) text = (struct dlb_text){text.data + 6, text.len - 6};
    return text.data && dlb_class_parse(text, class_);
}

static bool has_programme(const struct dlb_policy *policy, struct dlb_class class_)
{
    for (uint32_t i = 0; i < policy->n_programmes; i++)
        if (dlb_class_covers(class_, policy->programmes[i].class_)) return true;
    return false;
}

/* Does the cell stand for a class, if it looks like one? */
static bool asks_for_class(const struct dlb_policy_line *line, const char *column,
                           struct dlb_text text)
{
    if (strcmp(column, "service_class") == 0) return true;
    if (strcmp(column, "key") == 0)
        return dlb_line_is_of(line, "rules") &&
               dlb_text_equal(dlb_line_cell(line, "param"), dlb_text_of("only"));
    return text.len > 6 && memcmp(text.data, "class:", 6) == 0;
}

static void find_classes(const struct dlb_policy *policy, const struct dlb_policy_lines *lines,
                         struct dlb_policy_problems *problems)
{
    static const char *const columns[] = {"service_class", "a", "b", "expects", "key"};
    const struct dlb_policy_line *list = lines->list.data;
    for (size_t i = 0; i < lines->list.n; i++) {
        if (dlb_line_is_of(&list[i], "programmes")) continue;
        for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
            struct dlb_class class_;
            struct dlb_text text = dlb_line_cell(&list[i], columns[c]);
            if (!asks_for_class(&list[i], columns[c], text) || !class_of(text, &class_)) continue;
            if (!has_programme(policy, class_))
                dlb_policy_problem_add(problems,
                                       &(struct dlb_policy_problem){list[i].schema->table,
                                                                    columns[c],
                                                                    list[i].row,
                                                                    -1,
                                                                    DLB_FAULT_MISSING_CLASS,
                                                                    text,
                                                                    {NULL, 0},
                                                                    {NULL, 0}});
        }
    }
}

/* ---- the data -------------------------------------------------------------------------------- */

/* The distinct texts of a column of a table of the data. */
static dolbom_status list_texts(const struct dlb_intake *intake,
                                const struct dlb_intake_table *table, const char *column,
                                struct dlb_dictionary *texts, dolbom_error *error)
{
    const struct dlb_column wanted = {.name = column, .type = DLB_TYPE_TEXT};
    struct dlb_source *source = NULL;
    struct dlb_batch *batch = NULL;
    dolbom_status status = dlb_source_open(intake->env, table->name, table->stream, &wanted, 1,
                                           &table->mapping, &source, error);
    if (status == DOLBOM_OK) status = dlb_source_next(source, &batch, error);
    while (status == DOLBOM_OK && batch) {
        for (int64_t row = 0; row < dlb_batch_rows(batch) && status == DOLBOM_OK; row++) {
            char scratch[DLB_SCRATCH];
            struct dlb_text text;
            uint32_t code;
            if (dlb_batch_text(batch, 0, row, scratch, &text) == DLB_CELL_OK)
                status = dlb_dictionary_put(texts, text, &code, error);
        }
        dlb_batch_release(batch);
        batch = NULL;
        if (status == DOLBOM_OK) status = dlb_source_next(source, &batch, error);
    }
    dlb_source_close(source);
    return status;
}

enum asked_code { ASKED_PROGRAMME, ASKED_NEED, ASKED_SIGNAL };

static bool is_known(const struct dlb_policy *policy, enum asked_code code, struct dlb_text text)
{
    if (code == ASKED_PROGRAMME) return dlb_policy_find_programme(policy, text) != DLB_NO_CODE;
    if (code == ASKED_NEED) return dlb_policy_find_need(policy, text) != DLB_NO_CODE;
    return dlb_policy_find_signal(policy, text).data != NULL;
}

static struct dlb_text near_code(const struct dlb_policy *policy,
                                 const struct dlb_policy_lines *lines, enum asked_code code,
                                 struct dlb_text text)
{
    const struct dlb_policy_line *list = lines->list.data;
    const char *column = code == ASKED_NEED ? "need_class" : "signal";
    struct dlb_nearest nearest = dlb_nearest_to(text);
    if (code == ASKED_PROGRAMME) return dlb_policy_near_programme(policy, text);
    for (size_t i = 0; i < lines->list.n; i++) {
        struct dlb_text known = dlb_line_cell(&list[i], column);
        if (known.data) dlb_nearest_try(&nearest, known.data);
    }
    return dlb_text_of(nearest.known);
}

/* Texts of the data are kept with the policy's, for the problems are told after the data is gone.
 */
static bool keep(struct dlb_policy_lines *lines, struct dlb_text *text)
{
    text->data = dlb_arena_copy(&lines->texts, text->data, text->len);
    return text->data != NULL;
}

/*
 * Where columns are mixed up, somebody's name, telephone or resident number stands instead of a
 * code, and no reading of a text can tell a name from what agencies call a programme. So only what
 * is written as a code is, or is near one of the policy's, is shown.
 */
static bool may_be_of_person(struct dlb_text text, struct dlb_text near)
{
    unsigned n_digits = 0, n_runes = 0;
    bool is_code = true;
    for (size_t at = 0; at < text.len;) {
        uint32_t rune = dlb_utf8_next(text.data, text.len, &at);
        bool is_digit = (rune >= '0' && rune <= '9') || (rune >= 0xFF10 && rune <= 0xFF19);
        bool is_letter = (rune >= 'a' && rune <= 'z') || (rune >= 'A' && rune <= 'Z');
        n_digits += is_digit;
        n_runes++;
        is_code &= is_digit || is_letter || rune == '_';
    }
    unsigned most = n_digits == n_runes ? BIRTH_DIGITS : SECRET_DIGITS;
    return n_digits >= most || !(is_code || near.len);
}

/* Columns of the data whose texts are codes of the policy. */
struct asked_column {
    const char *table, *column;
    enum asked_code code;
};
static const struct asked_column asked[] = {
    {"services", "programme", ASKED_PROGRAMME}, {"applications", "programme", ASKED_PROGRAMME},
    {"capacity", "programme", ASKED_PROGRAMME}, {"needs", "need_class", ASKED_NEED},
    {"referrals", "need_class", ASKED_NEED},    {"signals", "signal", ASKED_SIGNAL}};

struct gap {
    const struct dlb_intake *intake;
    const struct dlb_policy *policy;
    struct dlb_policy_lines *lines;
    struct dlb_policy_problems *problems;
};

static dolbom_status tell_codes(const struct gap *gap, const struct asked_column *column,
                                const struct dlb_dictionary *texts, dolbom_error *error)
{
    bool has_secret = false; /* told once, without the text */
    for (uint32_t t = 0; t < dlb_dictionary_count(texts); t++) {
        struct dlb_text text = dlb_dictionary_text(texts, t);
        if (is_known(gap->policy, column->code, text)) continue;
        struct dlb_text near = near_code(gap->policy, gap->lines, column->code, text);
        bool is_secret = may_be_of_person(text, near);
        if (is_secret && has_secret) continue;
        has_secret |= is_secret;
        struct dlb_policy_problem problem = {.table = column->table,
                                             .column = column->column,
                                             .row = -1,
                                             .other = -1,
                                             .fault = DLB_FAULT_MISSING_CODE,
                                             .value = {NULL, 0}};
        if (!is_secret) {
            problem.value = text;
            problem.near = near;
            if (!keep(gap->lines, &problem.value)) return dlb_fail_memory(error, gap->intake->env);
        }
        dlb_policy_problem_add(gap->problems, &problem);
    }
    return DOLBOM_OK;
}

static dolbom_status find_codes(const struct gap *gap, const struct asked_column *column,
                                const struct dlb_intake_table *table, dolbom_error *error)
{
    struct dlb_env *env = gap->intake->env;
    struct dlb_dictionary *texts = NULL;
    dolbom_status status = dlb_dictionary_open(env, &texts, error);
    if (status == DOLBOM_OK) status = list_texts(gap->intake, table, column->column, texts, error);
    uint32_t n = status == DOLBOM_OK ? dlb_dictionary_count(texts) : 0;
    uint32_t *numbers = dlb_alloc_array(env, n, sizeof *numbers); /* in the order of the texts */
    if (status == DOLBOM_OK && !numbers) status = dlb_fail_memory(error, env);
    if (status == DOLBOM_OK) status = dlb_dictionary_sort(texts, numbers, error);
    if (status == DOLBOM_OK) status = tell_codes(gap, column, texts, error);
    dlb_free(env, numbers, n * sizeof *numbers);
    dlb_dictionary_free(texts);
    return status;
}

dolbom_status dlb_policy_find_gaps(const struct dlb_intake *intake, const struct dlb_policy *policy,
                                   struct dlb_policy_lines *lines,
                                   struct dlb_policy_problems *problems, dolbom_error *error)
{
    dolbom_status status = DOLBOM_OK;
    find_classes(policy, lines, problems);
    for (size_t a = 0; a < sizeof asked / sizeof *asked && status == DOLBOM_OK; a++)
        for (size_t i = 0; i < intake->n_tables && status == DOLBOM_OK; i++)
            if (strcmp(asked[a].table, intake->tables[i].name) == 0)
                status = find_codes(&(struct gap){intake, policy, lines, problems}, &asked[a],
                                    &intake->tables[i], error);
    return status;
}
