/* SPDX-License-Identifier: Apache-2.0 */
/* units.c - short texts of an address. */
#include "field/address/units.h"

bool dlb_units_add(struct dlb_units *units, const char16_t *text, size_t n)
{
    if (n > DLB_NAME_UNITS - (size_t)units->n) return false;
    for (size_t i = 0; i < n; i++) units->unit[units->n + i] = text[i];
    units->n = (uint8_t)(units->n + n);
    return true;
}

uint32_t dlb_digits_value(const char16_t *text, size_t at, size_t end)
{
    uint32_t value = 0;
    if (at == end || end - at > 6) return UINT32_MAX;
    for (; at < end; at++) value = value * 10 + (text[at] - u'0');
    return value;
}
