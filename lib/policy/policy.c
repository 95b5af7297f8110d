/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy.c - the rule tables of one place and time.
 *
 * Programmes and need classes are numbered by their place among all ids sorted, so that the
 * numbers do not depend on the order of rows. A mutex row or a cap that names a programme
 * which `programmes` lacks is rejected: nothing would ever match it. Each table is brought
 * into one order before the rules see it; rows of one content have collapsed by then.
 */
#include "policy/policy_tables.h"

#include <string.h>

/* A policy under construction: what dlb_rows_settle gave, before it has numbers. */
struct draft {
    const struct dlb_intake *intake;
    struct dlb_policy *policy;
    struct dlb_programme_row *programmes;
    struct dlb_need_map_row *need_maps;
};

/* ---- tables ---------------------------------------------------------------------------------- */

static const uint64_t has_bits[DLB_POLICY_TABLES] = {[DLB_POLICY_PROGRAMMES] = DLB_HAS_PROGRAMMES,
                                                     [DLB_POLICY_MUTEX] = DLB_HAS_MUTEX,
                                                     [DLB_POLICY_CAPS] = DLB_HAS_CAPS,
                                                     [DLB_POLICY_NEED_MAP] = DLB_HAS_NEED_MAP,
                                                     [DLB_POLICY_ZONES] = DLB_HAS_ZONES,
                                                     [DLB_POLICY_THRESHOLDS] = DLB_HAS_THRESHOLDS,
                                                     [DLB_POLICY_ELIGIBILITY] = DLB_HAS_ELIGIBILITY,
                                                     [DLB_POLICY_IMPLIES] = DLB_HAS_IMPLIES,
                                                     [DLB_POLICY_LIFE_EVENTS] = DLB_HAS_LIFE_EVENTS,
                                                     [DLB_POLICY_SIGNAL_WEIGHTS] =
                                                         DLB_HAS_SIGNAL_WEIGHTS,
                                                     [DLB_POLICY_DOMAINS] = DLB_HAS_DOMAINS};

/* One table, in its order; programmes, needs, signals and rules come before those that name them.
 */
static dolbom_status read_table(struct draft *draft, enum dlb_policy_table table, void *out,
                                uint32_t *n, dolbom_error *error)
{
    struct dlb_policy *policy = draft->policy;
    struct dlb_rows *rows = &policy->kept[table];
    const struct dlb_reader *reader = &dlb_policy_readers[table];
    void *settled = NULL;
    dolbom_status status = dlb_rows_read(draft->intake, reader, policy, rows, error);
    if (status == DOLBOM_OK && table == DLB_POLICY_RULES)
        status = dlb_policy_declare(draft->intake, policy, rows, error);
    if (status == DOLBOM_OK) status = dlb_rows_settle(draft->intake, rows, &settled, n, error);
    memcpy(out, &settled, sizeof settled);
    if (rows->given) policy->tables |= has_bits[table];
    if (status != DOLBOM_OK) return status;
    return dlb_order_rows(policy->env, settled, *n, reader->row_bytes, dlb_policy_orders[table],
                          error);
}

/* ---- numbers --------------------------------------------------------------------------------- */

struct alias {
    struct dlb_text text;
    uint32_t code;
};

static struct alias programme_id(const struct dlb_policy *policy, uint32_t i)
{
    return (struct alias){policy->programme_ids[i], i};
}

static struct alias programme_name(const struct dlb_policy *policy, uint32_t i)
{
    return (struct alias){policy->programmes[i].name.ko, policy->programmes[i].code};
}

static struct alias need_id(const struct dlb_policy *policy, uint32_t i)
{
    return (struct alias){policy->need_classes[i], i};
}

static struct alias need_name(const struct dlb_policy *policy, uint32_t i)
{
    return (struct alias){policy->need_maps[i].name.ko, policy->need_maps[i].need_class};
}

static dolbom_status add_aliases(struct dlb_policy *policy, struct dlb_aliases *aliases, uint32_t n,
                                 struct alias (*alias_at)(const struct dlb_policy *, uint32_t),
                                 dolbom_error *error)
{
    bool room = true;
    dlb_aliases_open(policy->env, aliases);
    for (uint32_t i = 0; i < n && room; i++) {
        struct alias alias = alias_at(policy, i);
        room = dlb_aliases_add(aliases, alias.text, alias.code);
    }
    return room ? dlb_aliases_settle(aliases, error) : dlb_fail_memory(error, policy->env);
}

/* A name that is another programme's code is that code. */
static dolbom_status add_programme_aliases(struct dlb_policy *policy, dolbom_error *error)
{
    dolbom_status status = add_aliases(policy, &policy->programme_aliases, policy->n_programme_ids,
                                       programme_id, error);
    if (status != DOLBOM_OK) return status;
    return add_aliases(policy, &policy->programme_names, policy->n_programmes, programme_name,
                       error);
}

static dolbom_status add_need_aliases(struct dlb_policy *policy, dolbom_error *error)
{
    dolbom_status status =
        add_aliases(policy, &policy->need_aliases, policy->n_need_classes, need_id, error);
    if (status != DOLBOM_OK) return status;
    return add_aliases(policy, &policy->need_names, policy->n_need_maps, need_name, error);
}

static dolbom_status number_programmes(struct draft *draft, dolbom_error *error)
{
    struct dlb_policy *policy = draft->policy;
    const struct dlb_programme_row *rows = draft->programmes;
    uint32_t n = policy->n_programmes, n_ids = 0;
    policy->programmes = dlb_alloc_array(policy->env, n, sizeof *policy->programmes);
    policy->programme_ids = dlb_alloc_array(policy->env, n, sizeof *policy->programme_ids);
    policy->programmes_first = dlb_alloc_array(policy->env, n + 1, sizeof(uint32_t));
    if (!policy->programmes || !policy->programme_ids || !policy->programmes_first)
        return dlb_fail_memory(error, policy->env);
    for (uint32_t i = 0; i < n; i++) {
        bool first = i == 0 || !dlb_text_equal(rows[i].id, rows[i - 1].id);
        if (first) {
            policy->programme_ids[n_ids] = rows[i].id;
            policy->programmes_first[n_ids++] = i;
        }
        policy->programmes[i] = rows[i].programme;
        policy->programmes[i].code = n_ids - 1;
    }
    policy->programmes_first[n_ids] = n;
    policy->n_programme_ids = n_ids;
    return add_programme_aliases(policy, error);
}

static dolbom_status number_needs(struct draft *draft, dolbom_error *error)
{
    struct dlb_policy *policy = draft->policy;
    const struct dlb_need_map_row *rows = draft->need_maps;
    uint32_t n = policy->n_need_maps, n_ids = 0;
    policy->need_maps = dlb_alloc_array(policy->env, n, sizeof *policy->need_maps);
    policy->need_classes = dlb_alloc_array(policy->env, n, sizeof *policy->need_classes);
    policy->need_maps_first = dlb_alloc_array(policy->env, n + 1, sizeof(uint32_t));
    if (!policy->need_maps || !policy->need_classes || !policy->need_maps_first)
        return dlb_fail_memory(error, policy->env);
    for (uint32_t i = 0; i < n; i++) {
        bool first = i == 0 || !dlb_text_equal(rows[i].need_class, rows[i - 1].need_class);
        if (first) {
            policy->need_classes[n_ids] = rows[i].need_class;
            policy->need_maps_first[n_ids++] = i;
        }
        policy->need_maps[i] = rows[i].map;
        policy->need_maps[i].need_class = n_ids - 1;
    }
    policy->need_maps_first[n_ids] = n;
    policy->n_need_classes = n_ids;
    return add_need_aliases(policy, error);
}

static dolbom_status read_policy(struct draft *draft, dolbom_error *error)
{
    struct dlb_policy *policy = draft->policy;
    const struct {
        enum dlb_policy_table table;
        void *out;
        uint32_t *n;
        dolbom_status (*number)(struct draft *, dolbom_error *);
    } steps[] = {
        {DLB_POLICY_PROGRAMMES, &draft->programmes, &policy->n_programmes, number_programmes},
        {DLB_POLICY_NEED_MAP, &draft->need_maps, &policy->n_need_maps, number_needs},
        {DLB_POLICY_SIGNAL_WEIGHTS, &policy->signal_weights, &policy->n_signal_weights, NULL},
        {DLB_POLICY_DOMAINS, &policy->domains, &policy->n_domains, NULL},
        {DLB_POLICY_RULES, &policy->parameters, &policy->n_parameters, NULL},
        {DLB_POLICY_MUTEX, &policy->mutexes, &policy->n_mutexes, NULL},
        {DLB_POLICY_CAPS, &policy->caps, &policy->n_caps, NULL},
        {DLB_POLICY_HOLIDAYS, &policy->holidays, &policy->n_holidays, NULL},
        {DLB_POLICY_ZONES, &policy->zones, &policy->n_zones, NULL},
        {DLB_POLICY_DEADLINES, &policy->deadlines, &policy->n_deadlines, NULL},
        {DLB_POLICY_THRESHOLDS, &policy->thresholds, &policy->n_thresholds, NULL},
        {DLB_POLICY_ELIGIBILITY, &policy->conditions, &policy->n_conditions, NULL},
        {DLB_POLICY_IMPLIES, &policy->implies, &policy->n_implies, NULL},
        {DLB_POLICY_LIFE_EVENTS, &policy->life_events, &policy->n_life_events, NULL},
    };
    dolbom_status status = DOLBOM_OK;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == DOLBOM_OK; i++) {
        status = read_table(draft, steps[i].table, steps[i].out, steps[i].n, error);
        if (status == DOLBOM_OK && steps[i].number) status = steps[i].number(draft, error);
    }
    return status;
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* The first condition that cannot be read is an error: without it people seem entitled who are not.
 */
static dolbom_status check_conditions(const struct dlb_policy *policy, dolbom_error *error)
{
    const struct dlb_condition *first = NULL;
    for (uint32_t i = 0; i < policy->n_conditions; i++) {
        const struct dlb_condition *row = &policy->conditions[i];
        if (row->broken && (!first || row->row < first->row)) first = row;
    }
    if (!first) return DOLBOM_OK;
    return dlb_fail(
        error, DOLBOM_E_INPUT, first->row, first->broken,
        "this condition of `eligibility` cannot be read; without it the clause would ask "
        "for less than it should");
}

dolbom_status dlb_policy_load(const struct dlb_intake *intake,
                              const struct dlb_rule_catalogue *catalogue,
                              struct dlb_policy **policy, dolbom_error *error)
{
    struct draft draft = {.intake = intake};
    *policy = NULL;
    draft.policy = dlb_alloc_zero(intake->env, sizeof *draft.policy);
    if (!draft.policy) return dlb_fail_memory(error, intake->env);
    draft.policy->env = intake->env;
    draft.policy->catalogue = catalogue;
    dlb_arena_init(&draft.policy->local_texts, intake->env, false);
    dolbom_status status = read_policy(&draft, error);
    if (status == DOLBOM_OK) status = dlb_policy_mark(draft.policy, error);
    dlb_free(intake->env, draft.programmes, draft.policy->n_programmes * sizeof *draft.programmes);
    dlb_free(intake->env, draft.need_maps, draft.policy->n_need_maps * sizeof *draft.need_maps);
    if (status == DOLBOM_OK)
        *policy = draft.policy;
    else
        dlb_policy_free(draft.policy);
    return status;
}

dolbom_status dlb_policy_read(const struct dlb_intake *intake,
                              const struct dlb_rule_catalogue *catalogue,
                              struct dlb_policy **policy, dolbom_error *error)
{
    dolbom_status status = dlb_policy_load(intake, catalogue, policy, error);
    if (status != DOLBOM_OK) return status;
    status = dlb_policy_check_parameters(*policy, error);
    if (status == DOLBOM_OK) status = check_conditions(*policy, error);
    if (status == DOLBOM_OK) status = dlb_policy_resolve(*policy, intake->value.as_of, error);
    if (status == DOLBOM_OK) status = dlb_policy_resolve_local(*policy, intake->value.as_of, error);
    if (status == DOLBOM_OK) return DOLBOM_OK;
    dlb_policy_free(*policy);
    *policy = NULL;
    return status;
}

void dlb_policy_free(struct dlb_policy *policy)
{
    if (!policy) return;
    struct dlb_env *env = policy->env;
    dlb_free(env, policy->programme_ids, policy->n_programmes * sizeof *policy->programme_ids);
    dlb_free(env, policy->programmes, policy->n_programmes * sizeof *policy->programmes);
    dlb_free(env, policy->programmes_first, (policy->n_programmes + 1) * sizeof(uint32_t));
    dlb_free(env, policy->mutexes, policy->n_mutexes * sizeof *policy->mutexes);
    dlb_free(env, policy->marks, policy->n_marks * sizeof *policy->marks);
    dlb_free(env, policy->caps, policy->n_caps * sizeof *policy->caps);
    dlb_free(env, policy->need_classes, policy->n_need_maps * sizeof *policy->need_classes);
    dlb_free(env, policy->need_maps, policy->n_need_maps * sizeof *policy->need_maps);
    dlb_free(env, policy->need_maps_first, (policy->n_need_maps + 1) * sizeof(uint32_t));
    dlb_free(env, policy->holidays, policy->n_holidays * sizeof *policy->holidays);
    dlb_free(env, policy->zones, policy->n_zones * sizeof *policy->zones);
    dlb_free(env, policy->parameters, policy->n_parameters * sizeof *policy->parameters);
    dlb_free(env, policy->deadlines, policy->n_deadlines * sizeof *policy->deadlines);
    dlb_free(env, policy->thresholds, policy->n_thresholds * sizeof *policy->thresholds);
    dlb_free(env, policy->conditions, policy->n_conditions * sizeof *policy->conditions);
    dlb_free(env, policy->implies, policy->n_implies * sizeof *policy->implies);
    dlb_free(env, policy->life_events, policy->n_life_events * sizeof *policy->life_events);
    dlb_free(env, policy->signal_weights,
             policy->n_signal_weights * sizeof *policy->signal_weights);
    dlb_free(env, policy->domains, policy->n_domains * sizeof *policy->domains);
    dlb_aliases_close(&policy->programme_aliases);
    dlb_aliases_close(&policy->programme_names);
    dlb_aliases_close(&policy->need_aliases);
    dlb_aliases_close(&policy->need_names);
    dlb_free(env, policy->settings, policy->n_settings * sizeof *policy->settings);
    if (policy->catalogue) dlb_free(env, policy->is_yielded_to, policy->catalogue->n);
    dlb_arena_clear(&policy->local_texts);
    for (unsigned i = 0; i < DLB_POLICY_TABLES; i++) dlb_rows_clear(&policy->kept[i]);
    dlb_free(env, policy, sizeof *policy);
}
