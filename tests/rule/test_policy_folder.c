/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The starter policy as the library reads it: every row is understood, what it writes out as
 * defaults are the defaults, and what it switches off is off.
 */
#include "rule/ask_policy.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rule/kernel.h"
#include "support/support.h"
#include "table/arrow_make.h"

static const char *const names[] = {"rules", "programmes", "need_map", "mutex",
                                    "caps",  "deadlines",  "holidays", "zones"};
enum { N_TABLES = sizeof names / sizeof *names };

struct folder {
    struct test_memory memory;
    struct dlb_env *env;
    struct dlb_policy *policy;
    char *rejects;
};

/* A table's file; policy files begin with a byte-order mark. */
static char *read_file(const char *name)
{
    const char *source = getenv("DOLBOM_SOURCE");
    char path[4096];
    snprintf(path, sizeof path, "%s/policy/%s.csv", source ? source : ".", name);
    FILE *file = fopen(path, "rb");
    cr_assert(file, "there is no policy/%s.csv", name);
    enum { FILE_MAX = 1 << 20 };
    char *text = calloc(1, FILE_MAX);
    size_t len = fread(text, 1, FILE_MAX - 1, file);
    fclose(file);
    cr_assert_lt(len, FILE_MAX - 1);
    cr_assert_eq(memcmp(text, "\xEF\xBB\xBF", 3), 0, "%s has no byte-order mark", name);
    memmove(text, text + 3, len - 2);
    return text;
}

static char *rejects_of(struct dlb_intake_log *log, dolbom_error *error)
{
    struct dlb_frame *rejects = NULL, *counts = NULL;
    struct ArrowArrayStream stream;
    cr_assert_eq(dlb_intake_log_frames(log, &rejects, &counts, error), DOLBOM_OK);
    cr_assert_eq(dlb_frame_stream(rejects, &stream, error), DOLBOM_OK);
    dlb_frame_free(counts);
    return arrow_text(&stream);
}

/* Read the first n tables of the folder. */
static void folder_open(struct folder *f, size_t n_tables)
{
    *f = (struct folder){0};
    f->env = test_env_open(&f->memory, 1);
    struct ArrowArrayStream streams[N_TABLES];
    struct dlb_intake_table tables[N_TABLES];
    struct dlb_intake intake = {.env = f->env, .tables = tables, .n_tables = n_tables};
    dolbom_error error = DOLBOM_ERROR_INIT;
    for (size_t i = 0; i < n_tables; i++) {
        char *text = read_file(names[i]);
        arrow_make(&streams[i], text, NULL);
        tables[i] = (struct dlb_intake_table){.name = names[i], .stream = &streams[i]};
        free(text);
    }
    cr_assert_eq(dlb_intake_log_open(f->env, &intake.log, &error), DOLBOM_OK);
    cr_assert_eq(dlb_policy_read(&intake, &dlb_rule_catalogue, &f->policy, &error), DOLBOM_OK, "%s",
                 error.message);
    f->rejects = rejects_of(intake.log, &error);
    dlb_intake_log_free(intake.log);
}

static void folder_close(struct folder *f)
{
    dlb_policy_free(f->policy);
    free(f->rejects);
    test_env_close(f->env, &f->memory);
}

static int32_t today(void)
{
    return dlb_day_of(2026, 6, 30);
}

Test(policy_folder, every_row_is_understood)
{
    struct folder f;
    folder_open(&f, N_TABLES);
    const char *rows = strchr(f.rejects, '\n') + 1;
    cr_expect_str_eq(rows, "");
    cr_expect_gt(f.policy->n_programmes, 60);
    cr_expect_gt(f.policy->n_need_classes, 20);
    cr_expect_gt(f.policy->n_mutexes, 30);
    folder_close(&f);
}

/* What an officer reads in rules.csv must be what happens without it; but for what the
 * starter policy sets itself. */
static bool is_own_choice(const char *rule, const char *name, const char *key)
{
    const struct dlb_param *param =
        dlb_param_find(&dlb_rule_catalogue, dlb_text_of(rule), dlb_text_of(name));
    bool has_no_default = param && param->keyed;
    return has_no_default || (!strcmp(rule, "O10") && key && !strcmp(key, "40"));
}

static void copy(struct dlb_text text, char room[64])
{
    cr_assert_lt(text.len, 64);
    if (text.len) memcpy(room, text.data, text.len);
    room[text.len] = '\0';
}

Test(policy_folder, the_defaults_it_writes_out_are_the_defaults)
{
    struct folder f, none;
    folder_open(&f, N_TABLES);
    folder_open(&none, 0);
    for (uint32_t i = 0; i < f.policy->n_parameters; i++) {
        const struct dlb_parameter *row = &f.policy->parameters[i];
        char rule[64], name[64], key[64];
        copy(row->rule, rule);
        copy(row->name, name);
        copy(row->key, key);
        const char *key_or_null = row->key.data ? key : NULL;
        if (!strcmp(name, "severity") || is_own_choice(rule, name, key_or_null)) continue;
        cr_expect_eq(ask_param(f.policy, rule, name, key_or_null, today()),
                     ask_param(none.policy, rule, name, key_or_null, today()), "%s %s %s", rule,
                     name, key);
    }
    folder_close(&none);
    folder_close(&f);
}

Test(policy_folder, the_severities_it_writes_out_are_the_rules_own)
{
    struct folder f;
    folder_open(&f, N_TABLES);
    for (size_t i = 0; i < dlb_rule_catalogue.n; i++) {
        const struct dlb_rule *rule = dlb_rule_catalogue.rules[i];
        cr_expect_eq(ask_param(f.policy, rule->id, "severity", NULL, today()), rule->severity, "%s",
                     rule->id);
        cr_expect(ask_param(f.policy, rule->id, "enabled", NULL, today()), "%s is off", rule->id);
    }
    folder_close(&f);
}

Test(policy_folder, the_deadlines_it_writes_out_are_the_defaults)
{
    struct folder f, none;
    folder_open(&f, N_TABLES);
    folder_open(&none, 0);
    cr_expect_gt(f.policy->n_deadlines, 10);
    for (uint32_t i = 0; i < f.policy->n_deadlines; i++) {
        const struct dlb_parameter *row = &f.policy->deadlines[i];
        char rule[64], key[64];
        copy(row->rule, rule);
        copy(row->key, key);
        struct dlb_deadline want = ask_deadline(none.policy, rule, key, today());
        struct dlb_deadline got = ask_deadline(f.policy, rule, key, today());
        cr_expect_eq(got.amount, want.amount, "%s %s", rule, key);
        cr_expect_eq(got.month, want.month, "%s %s", rule, key);
        cr_expect_eq(got.mode, want.mode, "%s %s", rule, key);
    }
    folder_close(&none);
    folder_close(&f);
}

Test(policy_folder, rows_without_a_law_never_hold)
{
    struct folder f;
    folder_open(&f, N_TABLES);
    unsigned n_off = 0;
    for (uint32_t i = 0; i < f.policy->n_mutexes; i++) {
        const struct dlb_mutex *row = &f.policy->mutexes[i];
        bool holds = dlb_valid_on(row->valid, today());
        cr_expect_eq(holds, row->legal_ref.len > 0, "row %u", i);
        n_off += !holds;
    }
    cr_expect_gt(n_off, 5);
    folder_close(&f);
}

Test(policy_folder, every_need_is_answered_by_some_programme)
{
    struct folder f;
    folder_open(&f, N_TABLES);
    for (uint32_t need = 0; need < f.policy->n_need_classes; need++) {
        bool answered = false;
        for (uint32_t i = 0; i < f.policy->n_programmes && !answered; i++)
            answered = dlb_policy_answers(f.policy, need, f.policy->programmes[i].class_, today());
        cr_expect(answered, "need %u", need);
    }
    folder_close(&f);
}

Test(policy_folder, working_days_skip_its_holidays)
{
    struct folder f;
    folder_open(&f, N_TABLES);
    struct dlb_deadline three = {3, 0, DLB_DEADLINE_WORK_HOURS};
    struct dlb_deadline thirty = {30, 0, DLB_DEADLINE_BUSINESS};
    int32_t eve = dlb_day_of(2024, 2, 7);
    cr_expect_eq(dlb_deadline_due(three, eve, f.policy->holidays, f.policy->n_holidays),
                 dlb_day_of(2024, 2, 14));
    cr_expect_eq(dlb_deadline_due(thirty, eve, f.policy->holidays, f.policy->n_holidays),
                 dlb_day_of(2024, 3, 22));
    cr_expect_eq(
        dlb_deadline_due(three, dlb_day_of(2026, 7, 15), f.policy->holidays, f.policy->n_holidays),
        dlb_day_of(2026, 7, 21), "Constitution Day is free again");
    folder_close(&f);
}
