/* SPDX-License-Identifier: Apache-2.0 */
/* test_policy_local.c - rules that a policy declares, and rows that cannot declare one. */
#include "rule/policy_reading.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rule/rule.h"
#include "table/arrow_make.h"

#define HEAD "rule,param,key,value,centre_type,valid_from,valid_to\n"
#define OWN "L01,kernel,,D03\nL01,name,,ours\n"

/* Rows of `rules`; the cells that one leaves out are empty. */
static void write_rules(char table[1024], const char *rows)
{
    size_t len = (size_t)snprintf(table, 1024, HEAD);
    while (*rows) {
        size_t n = strcspn(rows, "\n"), n_cells = 1;
        for (size_t i = 0; i < n; i++) n_cells += rows[i] == ',';
        len += (size_t)snprintf(table + len, 1024 - len, "%.*s%s\n", (int)n, rows,
                                &",,,,,,"[n_cells - 1]);
        rows += n + 1;
    }
}

static void open_rules(struct reading *r, const char *rows)
{
    char table[1024];
    open_reading(r);
    write_rules(table, rows);
    add_table(r, "programmes", "programme,name,service_class\nsoup,,3102\n");
    add_table(r, "need_map", "need_class,service_class\nmeal,31\n");
    add_table(r, "signal_weights", "signal,weight\npower_cut,2\n");
    add_table(r, "rules", table);
}

static void expect_error(const char *rows, int64_t row, const char *column, const char *message)
{
    struct reading r;
    open_rules(&r, rows);
    expect_unreadable(&r, row, column, message);
    close_reading(&r);
}

static const struct dlb_rule *read_rule(struct reading *r, const char *rows)
{
    open_rules(r, rows);
    read_policy(r);
    const struct dlb_rule *rule = dlb_rule_find(r->policy->catalogue, dlb_text_of("L01"));
    cr_assert_not_null(rule);
    return rule;
}

Test(policy_local, a_rule_is_a_copy_under_a_name_of_its_own)
{
    struct reading r;
    const struct dlb_rule *rule = read_rule(&r, OWN "L01,tau_days,,7\nD03,tau_days,,9\n");
    const struct dlb_rule *other = dlb_rule_find(r.policy->catalogue, dlb_text_of("D03"));
    cr_expect_eq(rule->works_as, other);
    cr_expect_eq(rule->kernel, other->kernel);
    cr_expect_str_eq(rule->name_ko, "ours");
    cr_expect_str_eq(rule->name_en, "ours");
    cr_expect_null(rule->yields_to);
    cr_expect_eq(dlb_policy_settings(r.policy, rule)[DLB_PARAM_OWN + 1], 7);
    cr_expect_eq(dlb_policy_settings(r.policy, other)[DLB_PARAM_OWN + 1], 9);
    expect_rejects(&r, "");
    close_reading(&r);
}

Test(policy_local, the_catalogue_stays_in_order)
{
    struct reading r;
    read_rule(&r, "L99,kernel,,D04\nL99,name,,x\n" OWN "L20,kernel,,D15\nL20,name,,x\n");
    const struct dlb_rule_catalogue *catalogue = r.policy->catalogue;
    cr_expect_eq(catalogue->n, dlb_rule_catalogue.n + 3);
    for (size_t i = 1; i < catalogue->n; i++)
        cr_expect_lt(strcmp(catalogue->rules[i - 1]->id, catalogue->rules[i]->id), 0);
    close_reading(&r);
}

Test(policy_local, a_name_may_change_with_time)
{
    struct reading r;
    const struct dlb_rule *rule =
        read_rule(&r, "L01,kernel,,D03\nL01,name,,old,,,2024-06-29\nL01,name,,new,,2024-06-30\n"
                      "L01,name_en,,to come,,2024-07-01\n");
    cr_expect_str_eq(rule->name_ko, "new");
    cr_expect_str_eq(rule->name_en, "new");
    close_reading(&r);
}

Test(policy_local, what_a_rule_works_as)
{
    static const char kernels[] = "D03 D04 D05 D06 D07 D15 D22 O01 O03 O04 O05 O06 O07 O10 O15 O18 "
                                  "O25 O26 O27 O30";
    char message[192];
    snprintf(message, sizeof message,
             "this is no rule; did you mean D03?; one of your own can work as %s", kernels);
    expect_error("L01,kernel,,D3\nL01,name,,x\n", 0, "rules.value", message);
    snprintf(message, sizeof message, "this is no rule; one of your own can work as %s", kernels);
    expect_error("L01,kernel,,overlap\n", 0, "rules.value", message);
    snprintf(message, sizeof message, "a rule of your own cannot work as D09; it can work as %s",
             kernels);
    expect_error("L01,kernel,,D09\n", 0, "rules.value", message);
    snprintf(message, sizeof message, "a rule of your own cannot work as L01; it can work as %s",
             kernels);
    expect_error(OWN "L02,kernel,,L01\nL02,name,,x\n", 2, "rules.value", message);
}

Test(policy_local, names_are_l01_to_l99)
{
    static const char *const names[] = {"D03", "L1", "L00", "L100", "l01", "Z01", "*"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char rows[128];
        snprintf(rows, sizeof rows, "%s,kernel,,D03\n", names[i]);
        expect_error(rows, 0, "rules.rule", "a rule of your own has one of the names L01 to L99");
    }
}

Test(policy_local, a_declaration_is_for_ever_and_for_all)
{
    static const char message[] =
        "L01 has a kernel with a key, a centre type or dates; say with `enabled` when it holds";
    expect_error("L01,kernel,31,D03\nL01,name,,x\n", 0, "rules.param", message);
    expect_error("L01,kernel,,D03,urban\nL01,name,,x\n", 0, "rules.param", message);
    expect_error("L01,kernel,,D03,,2024-01-01\nL01,name,,x\n", 0, "rules.param", message);
    expect_error("L01,kernel,,D03,,,2024-12-31\nL01,name,,x\n", 0, "rules.param", message);
}

Test(policy_local, a_rule_needs_a_kernel_a_name_and_what_its_kernel_reads)
{
    expect_error("L01,name,,x\n", 0, "rules.rule",
                 "L01 has no row with the parameter `kernel`, which says as which rule it works");
    expect_error("L01,kernel,,D03\n", 0, "rules.param",
                 "L01 has no name; give it one by a row with the parameter `name`");
    expect_error(OWN "L02,kernel,,D05\nL02,name,,x\n", 2, "rules.param",
                 "L02 has no row in `caps`, without which it would find nothing");
    expect_error(OWN "L02,kernel,,O06\nL02,name,,x\n", 2, "rules.param",
                 "L02 has no row in `deadlines`, without which it would find nothing");
}

Test(policy_local, one_kernel_each)
{
    expect_error(OWN "L01,kernel,,D04\n", 2, "rules.param",
                 "L01 works as two others; leave one of its rows `kernel`");
    struct reading r;
    read_rule(&r, OWN "L01,kernel,, D03 \n");
    close_reading(&r);
}

/* Such a row cannot merely be rejected: without it the rule would look at everything. */
Test(policy_local, a_broken_limit_is_an_error)
{
    static const char message[] =
        "`only` takes 1 (or 0) for the key of one thing that the policy has: a programme or "
        "class, a need or a signal, as the rule looks at them";
    static const char due[] = "L01,kernel,,O10\nL01,name,,x\n";
    char rows[256];
    expect_error(OWN "L01,only,stew,1\n", 2, "rules.key", message);
    expect_error(OWN "L01,only,,1\n", 2, "rules.key", message);
    expect_error(OWN "L01,only,31,2\n", 2, "rules.value", message);
    expect_error(OWN "L01,only,31,\n", 2, "rules.value", message);
    expect_error(OWN "L01,only,31,1,,someday\n", 2, "rules.valid_from", message);
    expect_error(OWN "L01,only,31,1,urban\n", 2, "rules.centre_type", message);
    snprintf(rows, sizeof rows, "%sL01,only,31,1\n", due);
    expect_error(rows, 2, "rules.key", message);
    struct reading r;
    snprintf(rows, sizeof rows, "%sL01,only,Meal,1\n", due);
    read_rule(&r, rows);
    close_reading(&r);
}

Test(policy_local, only_some_kernels_can_be_limited)
{
    struct reading r;
    open_rules(&r, "L01,kernel,,O18\nL01,name,,x\nL01,only,31,1\n");
    add_table(&r, "deadlines", "rule,key,amount\nL01,met,5\n");
    expect_unreadable(&r, 2, "rules.param", "L01 has no such parameter");
    close_reading(&r);
}

/* Rows of `rules` are looked at twice; what the second look rejects is counted like the rest. */
Test(policy_local, rejected_rows_are_counted)
{
    struct reading r;
    read_rule(&r, "L01,tau_days,,many\nL01,handover_days,31,1\n" OWN "L01,tau_days,,3\n");
    expect_rejects(&r, "rules,0,,,value,NUMBER\nrules,1,,,key,CODE\n");
    struct dlb_frame *rejects, *counts;
    struct ArrowArrayStream stream;
    cr_assert_eq(dlb_intake_log_frames(r.intake.log, &rejects, &counts, NULL), DOLBOM_OK);
    cr_assert_eq(dlb_frame_stream(counts, &stream, NULL), DOLBOM_OK);
    dlb_frame_free(rejects);
    char *text = arrow_text(&stream);
    cr_expect_not_null(strstr(text, "rules,5,3,2,0"), "%s", text);
    free(text);
    close_reading(&r);
}

static dolbom_status read_swept(const dolbom_environment *environment, void *context,
                                dolbom_error *error)
{
    struct ArrowArrayStream streams[2];
    struct dlb_intake_table tables[] = {{.name = "programmes", .stream = &streams[0]},
                                        {.name = "rules", .stream = &streams[1]}};
    struct dlb_intake intake = {.tables = tables, .n_tables = 2};
    struct dlb_policy *policy = NULL;
    dolbom_status status = dlb_env_open(environment, &intake.env, error);
    if (status != DOLBOM_OK) return status;
    arrow_make(&streams[0], "programme,name,service_class\nsoup,,3102\n", NULL);
    arrow_make(&streams[1], context, NULL);
    intake.value.as_of = dlb_day_of(2024, 6, 30);
    status = dlb_intake_log_open(intake.env, &intake.log, error);
    if (status == DOLBOM_OK) status = dlb_policy_read(&intake, &dlb_rule_catalogue, &policy, error);
    dlb_policy_free(policy);
    dlb_intake_log_free(intake.log);
    for (size_t i = 0; i < 2; i++)
        if (streams[i].release) streams[i].release(&streams[i]);
    dlb_env_release(intake.env);
    return status;
}

Test(policy_local, running_out_of_memory_is_told)
{
    char table[1024];
    write_rules(table, OWN "L01,only,31,1\nL02,kernel,,D15\nL02,name,,x\nL02,name_en,,y\n");
    sweep(read_swept, table);
}
