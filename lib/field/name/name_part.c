/* SPDX-License-Identifier: Apache-2.0 */
/* name_part.c - keeping a part that was found beside the name. */
#include "field/name/name_scan.h"

void dlb_name_keep(const uint32_t *runes, size_t n, char *dst, size_t dst_cap, uint16_t *len)
{
    if (*len > 0) return;
    ptrdiff_t written = dlb_runes_write(runes, n, dst, dst_cap);
    if (written != DLB_FOLD_FAILED) *len = (uint16_t)written;
}
