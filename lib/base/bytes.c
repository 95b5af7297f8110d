/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bytes.c - equality, order and look-up of texts that somebody else owns.
 *
 * A null text is "nobody wrote anything", an empty one is "somebody wrote nothing": they
 * differ, and null sorts first, so that an order of rows never depends on which of the
 * two an agency's export happens to produce.
 */
#include "base/base.h"

#include <string.h>

struct dlb_text dlb_text_of(const char *string)
{
    return (struct dlb_text){string, string ? strlen(string) : 0};
}

bool dlb_text_equal(struct dlb_text left, struct dlb_text right)
{
    if (!left.data || !right.data) return left.data == right.data;
    return left.len == right.len && memcmp(left.data, right.data, left.len) == 0;
}

int dlb_text_order(struct dlb_text left, struct dlb_text right)
{
    if (!left.data || !right.data) return (left.data != NULL) - (right.data != NULL);
    size_t shared = left.len < right.len ? left.len : right.len;
    int order = memcmp(left.data, right.data, shared);
    if (order != 0) return order;
    return (left.len > right.len) - (left.len < right.len);
}

struct sought_text {
    const struct dlb_text *sorted;
    struct dlb_text text;
};

static bool is_before_text(const void *sought, size_t i)
{
    const struct sought_text *wanted = sought;
    return dlb_text_order(wanted->sorted[i], wanted->text) < 0;
}

uint32_t dlb_text_find(const struct dlb_text *sorted, uint32_t n, struct dlb_text text)
{
    size_t at = dlb_search(0, n, &(struct sought_text){sorted, text}, is_before_text);
    return at < n && dlb_text_equal(sorted[at], text) ? (uint32_t)at : DLB_NO_CODE;
}
