/* SPDX-License-Identifier: Apache-2.0 */
/*
 * read.c - a plan from its text, laid over another plan.
 *
 * A new plan starts as a copy of its base (the built-in one, itself read from text, unless
 * the caller names another); then each key of the text replaces one setting. A text that
 * names `compare` replaces the whole model, for match keys and lookalikes name its columns.
 */
#include "plan/keys.h"

#include <string.h>

#include "text/text.h"

/* A way down the tree along the path of one key. */
struct descent {
    struct dlb_reading *reading;
    const struct dlb_plan_key *key;
    struct dlb_node *names[DLB_PLAN_DEPTH_MAX]; /* what stands at <…> */
};

/* Read every value below `node` that the rest of the path leads to. */
static dolbom_status descend(struct descent *descent, const char *path, unsigned n_names,
                             struct dlb_node *node, dolbom_error *error)
{
    const struct dlb_plan_key *key = descent->key;
    if (!*path) return key->codec->read(descent->reading, key, descent->names, node, error);
    const struct dlb_text part = {path, strcspn(path, ".")};
    const char *rest = path + part.len + (path[part.len] == '.');
    const bool any = *path == '<';
    dolbom_status status = DOLBOM_OK;
    for (struct dlb_node *child = node->first; child && status == DOLBOM_OK; child = child->next) {
        if (!any && !dlb_text_equal(child->key, part)) continue;
        if (any) descent->names[n_names] = child;
        status = descend(descent, rest, n_names + any, child, error);
    }
    return status;
}

static const struct dlb_node *find_section(const struct dlb_node *root, const char *name)
{
    return dlb_node_child(root, (struct dlb_text){name, strlen(name)});
}

/* What the text replaces as a whole is emptied first. */
static void begin_model(struct dlb_match_settings *match, const struct dlb_node *root)
{
    const bool compare = find_section(root, "compare") != NULL;
    if (compare) match->n_fields = 0;
    if (compare || find_section(root, "lookalikes")) match->n_lookalikes = 0;
    if (compare || find_section(root, "match_keys")) match->n_keys = 0;
}

/* Checks and settings that need the whole text. */
static dolbom_status finish_model(struct dlb_reading *reading, const struct dlb_node *root,
                                  dolbom_error *error)
{
    struct dlb_match_settings *match = &reading->plan->match;
    const struct dlb_node *compare = find_section(root, "compare");
    const struct dlb_node *lookalikes = find_section(root, "lookalikes");
    const struct dlb_node *match_keys = find_section(root, "match_keys");
    dolbom_status status = compare ? dlb_compare_finish(reading, compare, error) : DOLBOM_OK;
    if (status == DOLBOM_OK && lookalikes)
        status = dlb_lookalikes_finish(reading, lookalikes, error);
    if (status != DOLBOM_OK) return status;
    if (compare && !match_keys)
        return dlb_node_fail(compare, error,
                             "compare needs match_keys beside it, for they name its columns");
    if (!match->n_keys) return dlb_node_fail(match_keys, error, "name at least one match key");
    if (match->theta_review_ppm > match->theta_merge_ppm)
        return dlb_node_fail(find_section(root, "group"), error,
                             "theta_review must not be above theta_merge");
    if (compare) dlb_mapping_prune(reading->plan);
    dlb_match_derive(match);
    return DOLBOM_OK;
}

static dolbom_status read_tree(struct dlb_reading *reading, struct dlb_node *root,
                               dolbom_error *error)
{
    dolbom_plan *plan = reading->plan;
    struct descent descent = {.reading = reading};
    dolbom_status status = dlb_plan_check(root, error);
    begin_model(&plan->match, root);
    for (size_t i = 0; status == DOLBOM_OK && (descent.key = dlb_plan_key_at(i)) != NULL; i++)
        status = descend(&descent, descent.key->path, 0, root, error);
    if (status == DOLBOM_OK) status = finish_model(reading, root, error);
    if (status == DOLBOM_OK) status = dlb_mapping_finish(reading, root, error);
    if (status == DOLBOM_OK)
        status = dlb_hanja_lay(plan, reading->readings.data, reading->readings.n, error);
    return status;
}

static dolbom_status read_text(dolbom_plan *plan, const char *text, size_t len, dolbom_error *error)
{
    struct dlb_arena scratch;
    dlb_arena_init(&scratch, plan->env, false);
    struct dlb_node *root;
    struct dlb_reading reading = {.plan = plan};
    dolbom_status status = dlb_node_read(&scratch, text, len, &root, error);
    if (status == DOLBOM_OK && root) status = read_tree(&reading, root, error);
    dlb_array_clear(plan->env, &reading.readings, sizeof(struct dlb_hanja_entry));
    for (int map = 0; map < DLB_PLAN_MAPS; map++)
        dlb_array_clear(plan->env, &reading.entries[map], sizeof(struct dlb_plan_entry));
    dlb_arena_clear(&scratch);
    return status;
}

/* The base's settings; its texts are copied, so that it may be freed first. */
static dolbom_status copy_base(dolbom_plan *plan, const dolbom_plan *base, dolbom_error *error)
{
    plan->format = base->format;
    plan->agency = base->agency;
    plan->fuzzy_tokens = base->fuzzy_tokens;
    plan->value.as_of = base->value.as_of;
    if (base->value.juso) dlb_juso_attach(&plan->value, base->value.juso);
    plan->match = base->match;
    if (base->keyring) plan->keyring = dlb_keyring_share(base->keyring);
    dolbom_status status = DOLBOM_OK;
    for (int map = 0; map < DLB_PLAN_MAPS && status == DOLBOM_OK; map++)
        status = dlb_mapping_lay(plan, (enum dlb_plan_map)map, base->map[map].at, base->map[map].n,
                                 error);
    return status == DOLBOM_OK ? dlb_hanja_lay(plan, base->hanja.entries, base->hanja.n, error)
                               : status;
}

/* What the table of keys itself gives. */
static dolbom_status read_initial(dolbom_plan *plan, dolbom_error *error)
{
    struct dlb_reading reading = {.plan = plan};
    const struct dlb_plan_key *key;
    for (size_t i = 0; (key = dlb_plan_key_at(i)) != NULL; i++) {
        if (!key->initial || strchr(key->path, '<')) continue;
        struct dlb_node value = {.text = {key->initial, strlen(key->initial)}};
        dolbom_status status = dlb_value_check(&value, key, error);
        if (status == DOLBOM_OK) status = key->codec->read(&reading, key, NULL, &value, error);
        if (status != DOLBOM_OK) return status;
    }
    return DOLBOM_OK;
}

static dolbom_status read_builtin(dolbom_plan *plan, dolbom_error *error)
{
    plan->value.as_of = DLB_DAY_NONE;
    dolbom_status status = read_initial(plan, error);
    return status == DOLBOM_OK ? read_text(plan, dlb_default_plan, dlb_default_plan_len, error)
                               : status;
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
    return DOLBOM_OK;
}

/* What is opened is to be freed even when it could not be read whole. */
static dolbom_status make_plan(struct dlb_env *env, const dolbom_plan *base, const char *text,
                               size_t text_len, dolbom_plan **plan, dolbom_error *error)
{
    dolbom_status status = open_plan(env, plan, error);
    if (status == DOLBOM_OK)
        status = base ? copy_base(*plan, base, error) : read_builtin(*plan, error);
    if (status == DOLBOM_OK && text_len) status = read_text(*plan, text, text_len, error);
    return status == DOLBOM_OK ? dlb_plan_write(*plan, error) : status;
}

dolbom_status dolbom_plan_read(const dolbom_plan *base, const char *text, size_t text_len,
                               const dolbom_environment *environment, dolbom_plan **plan,
                               dolbom_error *error)
{
    if (!plan || (!text && text_len) || !dlb_error_fits(error))
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL, "plan and text must not be NULL");
    *plan = NULL;
    if (text_len > DLB_PLAN_TEXT_MAX)
        return dlb_fail(error, DOLBOM_E_PLAN, -1, NULL, "the plan is longer than 4 MiB");
    dolbom_status status = dlb_text_warm_up(error);
    if (status != DOLBOM_OK) return status;
    struct dlb_env *env = NULL;
    if (!environment && base)
        env = dlb_env_share(base->env);
    else
        status = dlb_env_open(environment, &env, error);
    if (status == DOLBOM_OK) status = make_plan(env, base, text, text_len, plan, error);
    if (status == DOLBOM_OK) return status;
    dolbom_plan_free(*plan);
    *plan = NULL;
    return status;
}

dolbom_status dolbom_plan_with_juso(const dolbom_plan *base, dolbom_juso *juso, dolbom_plan **plan,
                                    dolbom_error *error)
{
    if (!juso || !plan)
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL, "juso and plan must not be NULL");
    dolbom_status status = dolbom_plan_read(base, NULL, 0, NULL, plan, error);
    if (status != DOLBOM_OK) return status;
    dlb_juso_detach(&(*plan)->value);
    dlb_juso_attach(&(*plan)->value, juso);
    return DOLBOM_OK;
}

dolbom_status dolbom_plan_with_keyring(const dolbom_plan *base, dolbom_keyring *keyring,
                                       int32_t today, dolbom_plan **plan, dolbom_error *error)
{
    if (!keyring || !plan || !dlb_error_fits(error))
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL, "keyring and plan must not be NULL");
    *plan = NULL;
    dolbom_status status = dlb_keyring_check_day(keyring, today, error);
    if (status == DOLBOM_OK) status = dolbom_plan_read(base, NULL, 0, NULL, plan, error);
    if (status != DOLBOM_OK) return status;
    dolbom_keyring_free((*plan)->keyring);
    (*plan)->keyring = dlb_keyring_share(keyring);
    return DOLBOM_OK;
}

uint64_t dolbom_plan_key_fingerprint(const dolbom_plan *plan)
{
    dolbom_key_info info = {.struct_size = sizeof info};
    if (plan && plan->keyring) (void)dolbom_keyring_describe(plan->keyring, 0, &info);
    return info.fingerprint;
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
    dlb_array_clear(env, &plan->text, 1);
    dlb_arena_clear(&plan->arena);
    dolbom_keyring_free(plan->keyring);
    dlb_free(env, plan, sizeof *plan);
    dlb_env_release(env);
}
