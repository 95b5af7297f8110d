/* SPDX-License-Identifier: Apache-2.0 */
/*
 * suppress.c - which counts of people may be shown, so that none of the others can be worked out.
 *
 * A part (a zone) has two counts, of people who have something and of people who have not. One to
 * four people may be recognised, so the counts of such a part are hidden, both and their sum. Zero
 * is about nobody and stays.
 *
 * Where the total is shown too, what is hidden is the total less what is shown. So more parts are
 * hidden, the smallest first, until those hidden are several and their sums could be shown
 * themselves; and where there are no more, the total is hidden.
 */
#include "layer/layer.h"

static bool is_small(uint64_t n)
{
    return n > 0 && n < DLB_SMALL;
}

/* The smallest part that is still shown, the first of equals; NULL when none is. */
static struct dlb_part *smallest_shown(struct dlb_part *parts, size_t n)
{
    struct dlb_part *smallest = NULL;
    for (size_t i = 0; i < n; i++) {
        struct dlb_part *part = &parts[i];
        uint64_t size = part->with + part->without;
        bool smaller = !smallest || size < smallest->with + smallest->without;
        if (size && !part->hidden && smaller) smallest = part;
    }
    return smallest;
}

/* Do the hidden parts together say nothing about one of them? */
static bool is_safe(const struct dlb_part *parts, size_t n)
{
    uint64_t with = 0, without = 0;
    size_t n_hidden = 0;
    for (size_t i = 0; i < n; i++) {
        if (!parts[i].hidden) continue;
        with += parts[i].with;
        without += parts[i].without;
        n_hidden++;
    }
    return n_hidden == 0 || (n_hidden >= 2 && with >= DLB_SMALL && without >= DLB_SMALL);
}

bool dlb_suppress(struct dlb_part *parts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        parts[i].hidden = is_small(parts[i].with) || is_small(parts[i].without);
    while (!is_safe(parts, n)) {
        struct dlb_part *next = smallest_shown(parts, n);
        if (!next) return false;
        next->hidden = true;
    }
    return true;
}
