/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open_needs.c - what a person needs, by class.
 */
#include "rule/kernel.h"

bool dlb_work_needs(struct dlb_rule_work *work, uint32_t person,
                    bool (*counts)(const struct dlb_rule_work *work, uint32_t need))
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->needs_first[person], to = caseload->needs_first[person + 1];
    if (!dlb_work_items(work, to - from)) return false;
    struct dlb_sort_item *items = work->items.data;
    size_t n = 0;
    for (uint32_t i = from; i < to; i++) {
        const struct dlb_need *need = &caseload->needs[i];
        if (dlb_need_is_open(caseload, need) && (!counts || counts(work, i)))
            items[n++] = (struct dlb_sort_item){need->need_class, i};
    }
    return dlb_work_sort_list(work, n) == n;
}

size_t dlb_needs_class_end(const struct dlb_rule_work *work, size_t from)
{
    const struct dlb_need *needs = work->caseload->needs;
    const uint32_t *list = work->list.data;
    size_t to = from + 1;
    while (to < work->list.n && needs[list[to]].need_class == needs[list[from]].need_class) to++;
    return to;
}
