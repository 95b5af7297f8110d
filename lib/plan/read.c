/* SPDX-License-Identifier: Apache-2.0 */
/*
 * read.c - a plan from its text, laid over another plan.
 *
 * A new plan starts as a copy of its base (the built-in one, itself read from text, unless
 * the caller names another); then each key of the text replaces one setting. There is one
 * table of keys; a key that is not in it is an error with its line.
 */
#include "plan/plan.h"

#include "text/text.h"

#include <string.h>

/* Not a secret: ids made with it are stable everywhere and protect nothing. */
static const struct dlb_digest_key public_key = {"dolbom public key: not a secret."};

/* What a text changed, for checks that need the whole of it. */
struct reading {
    dolbom_plan *plan;
    const struct dlb_node *compare, *lookalikes, *match_keys;
};

static dolbom_status read_as_of(struct reading *reading, const struct dlb_node *node,
                                dolbom_error *error)
{
    int32_t day = node->kind == DLB_NODE_SCALAR ? dlb_date_fast(node->text) : DLB_DAY_NONE;
    if (day == DLB_DAY_NONE) return dlb_node_fail(node, error, "a date like 2026-06-30 is wanted here");
    reading->plan->value.as_of = day;
    return DOLBOM_OK;
}

static int order_of_renames(const struct dlb_plan_rename *left, const struct dlb_plan_rename *right)
{
    int order = strcmp(left->table, right->table);
    return order ? order : strcmp(left->rename.ours, right->rename.ours);
}

/* Insert in order; a later text replaces what an earlier one said of the same column. */
static void put_rename(dolbom_plan *plan, struct dlb_plan_rename rename)
{
    uint32_t at = 0;
    while (at < plan->n_renames && order_of_renames(&plan->renames[at], &rename) < 0) at++;
    if (at == plan->n_renames || order_of_renames(&plan->renames[at], &rename) != 0) {
        memmove(plan->renames + at + 1, plan->renames + at,
                (plan->n_renames - at) * sizeof *plan->renames);
        plan->n_renames++;
    }
    plan->renames[at] = rename;
}

static const char *copy_text(dolbom_plan *plan, struct dlb_text text)
{
    char *copy = dlb_arena_alloc(&plan->arena, text.len + 1);
    if (!copy) return NULL;
    memcpy(copy, text.data, text.len);
    copy[text.len] = 0;
    return copy;
}

static dolbom_status read_rename(struct reading *reading, const struct dlb_node *table,
                                 const struct dlb_node *column, dolbom_error *error)
{
    dolbom_plan *plan = reading->plan;
    if (column->kind != DLB_NODE_SCALAR || !column->text.len)
        return dlb_node_fail(column, error, "the name of a column in your files is wanted here");
    if (plan->n_renames == DLB_RENAMES_MAX)
        return dlb_node_fail(column, error, "too many columns are renamed");
    struct dlb_plan_rename rename = {
        copy_text(plan, table->key), {copy_text(plan, column->key), copy_text(plan, column->text)}};
    if (!rename.table || !rename.rename.ours || !rename.rename.theirs)
        return dlb_fail_memory(error, plan->env);
    put_rename(plan, rename);
    return DOLBOM_OK;
}

static dolbom_status read_columns(struct reading *reading, const struct dlb_node *node,
                                  dolbom_error *error)
{
    if (node->kind != DLB_NODE_MAP) return dlb_node_fail(node, error, "columns wants a map of tables");
    for (const struct dlb_node *table = node->first; table; table = table->next) {
        if (table->kind != DLB_NODE_MAP)
            return dlb_node_fail(table, error, "a table wants a map of our column: your column");
        for (const struct dlb_node *column = table->first; column; column = column->next) {
            dolbom_status status = read_rename(reading, table, column, error);
            if (status != DOLBOM_OK) return status;
        }
    }
    return DOLBOM_OK;
}

static dolbom_status read_compare(struct reading *reading, const struct dlb_node *node,
                                  dolbom_error *error)
{
    reading->compare = node;
    return dlb_model_read_fields(node, &reading->plan->match, error);
}

/* Read later, when the compared columns are known. */
static dolbom_status read_lookalikes(struct reading *reading, const struct dlb_node *node,
                                     dolbom_error *error)
{
    (void)error;
    reading->lookalikes = node;
    return DOLBOM_OK;
}

static dolbom_status read_match_keys(struct reading *reading, const struct dlb_node *node,
                                     dolbom_error *error)
{
    (void)error;
    reading->match_keys = node;
    return DOLBOM_OK;
}

static dolbom_status read_share(const struct dlb_node *node, int scale, int64_t most,
                                int32_t *share, dolbom_error *error)
{
    int64_t value;
    dolbom_status status = dlb_node_decimal(node, scale, 1, most, &value, error);
    if (status == DOLBOM_OK) *share = (int32_t)value;
    return status;
}

static dolbom_status read_prior(struct reading *reading, const struct dlb_node *node,
                                dolbom_error *error)
{
    return read_share(node, 9, 2 * (int64_t)DLB_PPB, &reading->plan->match.prior_ppb, error);
}

static dolbom_status read_same_agency(struct reading *reading, const struct dlb_node *node,
                                      dolbom_error *error)
{
    return read_share(node, 9, DLB_PPB, &reading->plan->match.same_agency_ppb, error);
}

static dolbom_status read_block_cap(struct reading *reading, const struct dlb_node *node,
                                    dolbom_error *error)
{
    int64_t cap;
    dolbom_status status = dlb_node_decimal(node, 0, 2, 1000000, &cap, error);
    if (status == DOLBOM_OK) reading->plan->match.block_cap = (uint32_t)cap;
    return status;
}

static dolbom_status read_group(struct reading *reading, const struct dlb_node *node,
                                dolbom_error *error)
{
    struct dlb_match_settings *match = &reading->plan->match;
    if (node->kind != DLB_NODE_MAP) return dlb_node_fail(node, error, "group wants a map");
    for (const struct dlb_node *child = node->first; child; child = child->next) {
        int32_t *theta = dlb_node_is(child, "theta_merge")    ? &match->theta_merge_ppm
                         : dlb_node_is(child, "theta_review") ? &match->theta_review_ppm
                                                              : NULL;
        if (!theta)
            return dlb_node_fail(child, error, "unknown key; known are theta_merge, theta_review");
        dolbom_status status = read_share(child, 6, DLB_PPM - 1, theta, error);
        if (status != DOLBOM_OK) return status;
    }
    if (match->theta_review_ppm > match->theta_merge_ppm)
        return dlb_node_fail(node, error, "theta_review must not be above theta_merge");
    return DOLBOM_OK;
}

static dolbom_status read_hanja(struct reading *reading, const struct dlb_node *node,
                                dolbom_error *error)
{
    return dlb_readings_read(node, reading->plan, error);
}

static const struct {
    const char *key;
    dolbom_status (*read)(struct reading *reading, const struct dlb_node *node, dolbom_error *error);
} keys[] = {
    {"as_of", read_as_of},         {"columns", read_columns},
    {"compare", read_compare},     {"lookalikes", read_lookalikes},
    {"match_keys", read_match_keys}, {"prior", read_prior},
    {"same_agency", read_same_agency}, {"block_cap", read_block_cap},
    {"group", read_group},           {"hanja", read_hanja},
};

static dolbom_status read_key(struct reading *reading, const struct dlb_node *node,
                              dolbom_error *error)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (dlb_node_is(node, keys[i].key)) return keys[i].read(reading, node, error);
    return dlb_node_fail(node, error, "unknown key; docs/plan.md lists the keys of a plan");
}

/* What names compared columns, once they are known. */
static dolbom_status read_model(const struct reading *reading, dolbom_error *error)
{
    struct dlb_match_settings *match = &reading->plan->match;
    dolbom_status status = DOLBOM_OK;
    if (reading->compare && !reading->match_keys)
        return dlb_node_fail(reading->compare, error,
                             "compare needs match_keys beside it, for they name its columns");
    if (reading->lookalikes) status = dlb_model_read_lookalikes(reading->lookalikes, match, error);
    if (status == DOLBOM_OK && reading->match_keys)
        status = dlb_model_read_keys(reading->match_keys, match, error);
    if (status == DOLBOM_OK) dlb_match_derive(match);
    return status;
}

static dolbom_status read_text(dolbom_plan *plan, const char *text, size_t len, dolbom_error *error)
{
    struct dlb_arena scratch;
    dlb_arena_init(&scratch, plan->env, false);
    struct dlb_node *root;
    struct reading reading = {.plan = plan};
    dolbom_status status = dlb_node_read(&scratch, text, len, &root, error);
    if (status == DOLBOM_OK && root && root->kind != DLB_NODE_MAP)
        status = dlb_node_fail(root, error, "a plan is a map of keys");
    if (status == DOLBOM_OK && root) {
        for (const struct dlb_node *node = root->first; node && status == DOLBOM_OK; node = node->next)
            status = read_key(&reading, node, error);
        if (status == DOLBOM_OK) status = read_model(&reading, error);
    }
    dlb_arena_clear(&scratch);
    return status;
}

/* The base's settings; its texts are copied, so that it may be freed first. */
static dolbom_status copy_base(dolbom_plan *plan, const dolbom_plan *base, dolbom_error *error)
{
    plan->value.as_of = base->value.as_of;
    if (base->value.juso) dlb_juso_attach(&plan->value, base->value.juso);
    plan->match = base->match;
    plan->key = base->key;
    for (uint32_t i = 0; i < base->n_renames; i++) {
        const struct dlb_plan_rename *old = &base->renames[i];
        struct dlb_text table = {old->table, strlen(old->table)};
        struct dlb_text ours = {old->rename.ours, strlen(old->rename.ours)};
        struct dlb_text theirs = {old->rename.theirs, strlen(old->rename.theirs)};
        struct dlb_plan_rename copy = {copy_text(plan, table),
                                       {copy_text(plan, ours), copy_text(plan, theirs)}};
        if (!copy.table || !copy.rename.ours || !copy.rename.theirs)
            return dlb_fail_memory(error, plan->env);
        plan->renames[plan->n_renames++] = copy;
    }
    return dlb_readings_lay(plan, &base->hanja, error);
}

static dolbom_status read_builtin(dolbom_plan *plan, dolbom_error *error)
{
    plan->value.as_of = DLB_DAY_NONE;
    plan->key = public_key;
    return read_text(plan, dlb_default_plan, dlb_default_plan_len, error);
}

static dolbom_status open_plan(struct dlb_env *env, dolbom_plan **plan, dolbom_error *error)
{
    *plan = dlb_alloc_zero(env, sizeof **plan);
    if (!*plan) {
        dolbom_status status = dlb_fail_memory(error, env);
        dlb_env_release(env);
        return status;
    }
    (*plan)->env = env;
    dlb_arena_init(&(*plan)->arena, env, false);
    (*plan)->renames = dlb_alloc_array(env, DLB_RENAMES_MAX, sizeof *(*plan)->renames);
    return (*plan)->renames ? DOLBOM_OK : dlb_fail_memory(error, env);
}

dolbom_status dolbom_plan_read(const dolbom_plan *base, const char *text, size_t text_len,
                               const dolbom_environment *environment, dolbom_plan **plan,
                               dolbom_error *error)
{
    if (!plan || (!text && text_len) || !dlb_error_fits(error))
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL, "plan and text must not be NULL");
    *plan = NULL;
    if (text_len > DLB_PLAN_TEXT_MAX)
        return dlb_fail(error, DOLBOM_E_PLAN, -1, NULL, "the plan is longer than 1 MiB");
    dolbom_status status = dlb_text_warm_up(error);
    if (status != DOLBOM_OK) return status;
    struct dlb_env *env = NULL;
    dolbom_plan *made = NULL;
    if (!environment && base) env = dlb_env_share(base->env);
    else status = dlb_env_open(environment, &env, error);
    if (status == DOLBOM_OK) status = open_plan(env, &made, error);
    if (status == DOLBOM_OK)
        status = base ? copy_base(made, base, error) : read_builtin(made, error);
    if (status == DOLBOM_OK && text_len) status = read_text(made, text, text_len, error);
    if (status != DOLBOM_OK) {
        dolbom_plan_free(made);
        made = NULL;
    }
    *plan = made;
    return status;
}

dolbom_status dolbom_plan_with_juso(const dolbom_plan *base, dolbom_juso *juso,
                                    dolbom_plan **plan, dolbom_error *error)
{
    if (!juso || !plan)
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL, "juso and plan must not be NULL");
    dolbom_status status = dolbom_plan_read(base, NULL, 0, NULL, plan, error);
    if (status != DOLBOM_OK) return status;
    dlb_juso_detach(&(*plan)->value);
    dlb_juso_attach(&(*plan)->value, juso);
    return DOLBOM_OK;
}

uint64_t dolbom_plan_juso_hash(const dolbom_plan *plan)
{
    return plan ? dlb_juso_checksum(plan->value.juso) : 0;
}

void dolbom_plan_free(dolbom_plan *plan)
{
    if (!plan) return;
    dlb_juso_detach(&plan->value);
    struct dlb_env *env = plan->env;
    dlb_free(env, plan->renames, plan->renames ? DLB_RENAMES_MAX * sizeof *plan->renames : 0);
    dlb_arena_clear(&plan->arena);
    dlb_wipe(&plan->key, sizeof plan->key);
    dlb_free(env, plan, sizeof *plan);
    dlb_env_release(env);
}

dolbom_status dlb_plan_renames(const dolbom_plan *plan, const char *table,
                               struct dlb_arena *arena, struct dlb_rename **renames, size_t *n,
                               dolbom_error *error)
{
    *n = 0;
    *renames = dlb_arena_alloc(arena, (plan->n_renames + 1) * sizeof **renames);
    if (!*renames) return dlb_fail_memory(error, plan->env);
    for (uint32_t i = 0; i < plan->n_renames; i++)
        if (strcmp(plan->renames[i].table, table) == 0) (*renames)[(*n)++] = plan->renames[i].rename;
    return DOLBOM_OK;
}
