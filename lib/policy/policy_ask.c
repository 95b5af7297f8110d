/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_ask.c - what a policy says about a programme, a need, a day.
 */
#include "policy/policy.h"

uint32_t dlb_policy_find_programme(const struct dlb_policy *policy, struct dlb_text text)
{
    uint32_t code = dlb_text_find(policy->programme_ids, policy->n_programme_ids, text);
    if (code == DLB_NO_CODE) code = dlb_alias_find(&policy->programme_aliases, text);
    return code == DLB_NO_CODE ? dlb_alias_find(&policy->programme_names, text) : code;
}

uint32_t dlb_policy_find_need(const struct dlb_policy *policy, struct dlb_text text)
{
    uint32_t code = dlb_alias_find(&policy->need_aliases, text);
    return code == DLB_NO_CODE ? dlb_alias_find(&policy->need_names, text) : code;
}

const struct dlb_programme *dlb_policy_programme(const struct dlb_policy *policy, uint32_t code,
                                                 int32_t on)
{
    if (code >= policy->n_programme_ids) return NULL;
    const struct dlb_programme *found = NULL;
    for (uint32_t i = policy->programmes_first[code]; i < policy->programmes_first[code + 1]; i++)
        if (dlb_valid_on(policy->programmes[i].valid, on)) found = &policy->programmes[i];
    return found;
}

bool dlb_policy_answers(const struct dlb_policy *policy, uint32_t need_class,
                        struct dlb_class class_, int32_t on)
{
    if (need_class >= policy->n_need_classes) return false;
    uint32_t end = policy->need_maps_first[need_class + 1];
    for (uint32_t i = policy->need_maps_first[need_class]; i < end; i++) {
        const struct dlb_need_map *map = &policy->need_maps[i];
        if (dlb_class_covers(map->class_, class_) && dlb_valid_on(map->valid, on)) return true;
    }
    return false;
}

struct dlb_label dlb_policy_need_label(const struct dlb_policy *policy, uint32_t need_class)
{
    struct dlb_label label = {{NULL, 0}, {NULL, 0}};
    if (need_class >= policy->n_need_classes) return label;
    uint32_t end = policy->need_maps_first[need_class + 1];
    for (uint32_t i = policy->need_maps_first[need_class]; i < end; i++) {
        const struct dlb_label *name = &policy->need_maps[i].name;
        if (!label.ko.len) label.ko = name->ko;
        if (!label.en.len) label.en = name->en;
    }
    return label;
}

struct dlb_label dlb_policy_label(const struct dlb_policy *policy, uint32_t programme)
{
    struct dlb_label label = {{NULL, 0}, {NULL, 0}};
    uint32_t end = policy->programmes_first[programme + 1];
    for (uint32_t i = policy->programmes_first[programme]; i < end; i++) {
        if (!label.ko.len) label.ko = policy->programmes[i].name.ko;
        if (!label.en.len) label.en = policy->programmes[i].name.en;
    }
    return label;
}
