/* SPDX-License-Identifier: Apache-2.0 */
/*
 * channels.c - telephone numbers and flats that records of several persons share.
 *
 * Codes of normal forms are sorted, so that records with one code lie together. What is an agency's
 * own says nothing about those who give it, and what only one person gives is nobody else's.
 */
#include "rule/rule.h"

#include <string.h>

/* Do the items, of one code, belong to several persons and to no agency? */
static bool is_shared(const struct dlb_member *members, const struct dlb_sort_item *items, size_t n)
{
    bool several = false;
    for (size_t i = 0; i < n; i++) {
        if (items[i].value == DLB_CHANNEL_OF_AGENCY) return false;
        several |= members[items[i].value].person != members[items[0].value].person;
    }
    return several;
}

static bool push(struct dlb_channels *channels, enum dlb_channel_kind kind,
                 const struct dlb_sort_item *items, size_t n)
{
    struct dlb_env *env = channels->env;
    struct dlb_channel *channel =
        dlb_array_reserve(env, &channels->list, 1, sizeof *channel, UINT32_MAX);
    uint32_t *members = dlb_array_reserve(env, &channels->members, n, sizeof *members, UINT32_MAX);
    if (!channel || !members) return false;
    *channel = (struct dlb_channel){items[0].key, (uint32_t)channels->members.n, (uint32_t)n,
                                    (uint8_t)kind};
    for (size_t i = 0; i < n; i++) members[i] = (uint32_t)items[i].value;
    channels->list.n++;
    channels->members.n += n;
    return true;
}

dolbom_status dlb_channels_add(struct dlb_channels *channels, const struct dlb_member *members,
                               enum dlb_channel_kind kind, struct dlb_sort_item *items, size_t n,
                               dolbom_error *error)
{
    dolbom_status status = dlb_sort(channels->env, items, n, error);
    for (size_t i = 0, end; status == DOLBOM_OK && i < n; i = end) {
        for (end = i + 1; end < n && items[end].key == items[i].key;) end++;
        bool shared = end - i > 1 && is_shared(members, items + i, end - i);
        if (shared && !push(channels, kind, items + i, end - i))
            status = dlb_fail_memory(error, channels->env);
    }
    return status;
}

void dlb_channels_clear(struct dlb_channels *channels)
{
    if (!channels->env) return;
    dlb_array_clear(channels->env, &channels->list, sizeof(struct dlb_channel));
    dlb_array_clear(channels->env, &channels->members, sizeof(uint32_t));
    *channels = (struct dlb_channels){0};
}
