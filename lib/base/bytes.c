/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bytes.c - equality and order of texts that somebody else owns.
 *
 * A null text is "nobody wrote anything", an empty one is "somebody wrote nothing": they
 * differ, and null sorts first, so that an order of rows never depends on which of the
 * two an agency's export happens to produce.
 */
#include "base/base.h"

#include <string.h>

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
