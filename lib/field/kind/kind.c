/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kind.c - the table of kinds.
 */
#include <string.h>

#include "field/field.h"

static const struct dlb_kind *const kinds[] = {
    &dlb_kind_name, &dlb_kind_address, &dlb_kind_phone, &dlb_kind_date, &dlb_kind_rrn,
    &dlb_kind_brn,  &dlb_kind_crn,     &dlb_kind_sex,   &dlb_kind_text, &dlb_kind_code,
    &dlb_kind_juso, &dlb_kind_pnu,     &dlb_kind_fuzzy,
};

const struct dlb_kind *dlb_kind_at(size_t index)
{
    return index < sizeof kinds / sizeof *kinds ? kinds[index] : NULL;
}

const struct dlb_kind *dlb_kind_find(struct dlb_text name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (dlb_text_equal(name, (struct dlb_text){kinds[i]->name, strlen(kinds[i]->name)}))
            return kinds[i];
    }
    return NULL;
}

uint8_t dlb_level_number(const struct dlb_kind *kind, unsigned level)
{
    return level == DLB_LEVEL_MISSING ? DOLBOM_LEVEL_MISSING : kind->levels[level].number;
}
