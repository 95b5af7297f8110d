/* SPDX-License-Identifier: Apache-2.0 */
/*
 * formula.c - texts that a spreadsheet would calculate when it opens them.
 */
#include "io/csv/csv.h"

#include <string.h>

bool io_is_formula(const char *text, size_t len)
{
    static const char starts[] = "=+-@\t\r";
    static const char *const wide[] = {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"}; /* full width */
    if (len == 0) return false;
    if (memchr(starts, text[0], sizeof starts - 1)) return true;
    for (size_t i = 0; len >= 3 && i < sizeof wide / sizeof *wide; i++)
        if (memcmp(text, wide[i], 3) == 0) return true;
    return false;
}
