/* SPDX-License-Identifier: Apache-2.0 */
/*
 * write.c - a plan as a tree and as text.
 *
 * This is done once, when a plan has been read. Keys stand in a fixed order and numbers in
 * their shortest exact form, so equal plans give equal bytes.
 */
#include "plan/keys.h"

dolbom_status dlb_plan_write(dolbom_plan *plan, dolbom_error *error)
{
    struct dlb_node *root = dlb_arena_alloc(&plan->arena, sizeof *root);
    if (!root) return dlb_fail_memory(error, plan->env);
    *root = (struct dlb_node){.kind = DLB_NODE_MAP};
    struct dlb_writing writing = {.plan = plan, .arena = &plan->arena, .root = root};
    const struct dlb_plan_key *key;
    for (size_t i = 0; (key = dlb_plan_key_at(i)) != NULL; i++) key->codec->write(&writing, key);
    if (writing.no_memory) return dlb_fail_memory(error, plan->env);
    plan->tree = root;
    return dlb_node_emit(root, plan->env, &plan->text, error);
}
