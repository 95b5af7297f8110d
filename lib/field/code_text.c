/* SPDX-License-Identifier: Apache-2.0 */
/*
 * code_text.c - codes as tables carry them: 16 lower-case hexadecimal digits each.
 */
#include "field/field.h"

void dlb_codes_write(const uint64_t *codes, unsigned n, char *hex)
{
    for (unsigned i = 0; i < n * DLB_CODE_DIGITS; i++)
        hex[i] =
            "0123456789abcdef"[codes[i / DLB_CODE_DIGITS] >> (60 - 4 * (i % DLB_CODE_DIGITS)) & 15];
}

static int digit_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool dlb_codes_read(struct dlb_text hex, uint64_t *codes, unsigned n)
{
    bool is_good = hex.len == (size_t)n * DLB_CODE_DIGITS;
    for (size_t i = 0; i < hex.len && is_good; i++) {
        const int digit = digit_of(hex.data[i]);
        is_good = digit >= 0;
        codes[i / DLB_CODE_DIGITS] = codes[i / DLB_CODE_DIGITS] << 4 | (uint64_t)(digit & 15);
    }
    return is_good;
}
