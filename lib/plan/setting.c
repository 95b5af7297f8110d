/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setting.c - keys that are one number of the plan: a line of the table is all they need.
 */
#include "plan/keys.h"

static dolbom_status read_number(struct dlb_reading *reading, const struct dlb_plan_key *key,
                                 struct dlb_node *const *names, const struct dlb_node *value,
                                 dolbom_error *error)
{
    (void)names, (void)error;
    *(int32_t *)(void *)((char *)reading->plan + key->offset) = (int32_t)value->number;
    return DOLBOM_OK;
}

static void write_number(struct dlb_writing *writing, const struct dlb_plan_key *key)
{
    const int32_t number =
        *(const int32_t *)(const void *)((const char *)writing->plan + key->offset);
    char day[11] = "";
    if (key->form != DLB_FORM_DATE) {
        dlb_put_number(writing, key, NULL, number);
    } else if (number != DLB_DAY_NONE) {
        dlb_day_write(number, day);
        dlb_put(writing, key, NULL, day);
    }
}

const struct dlb_key_codec dlb_number_codec = {read_number, write_number};
