/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setting.c - keys that are one number of the plan: a line of the table is all they need.
 */
#include "plan/keys.h"

#include "text/text.h"

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
    if (key->form == DLB_FORM_BOOL) {
        dlb_put(writing, key, NULL, number ? "true" : "false");
    } else if (key->form != DLB_FORM_DATE) {
        dlb_put_number(writing, key, NULL, number);
    } else if (number != DLB_DAY_NONE) {
        dlb_day_write(number, day);
        dlb_put(writing, key, NULL, day);
    }
}

const struct dlb_key_codec dlb_number_codec = {read_number, write_number};

/* ---- where a file's agency is ---------------------------------------------------------------- */

static const char *const agency_words[] = {"column", "folder", "file", NULL};

static dolbom_status read_agency(struct dlb_reading *reading, const struct dlb_plan_key *key,
                                 struct dlb_node *const *names, const struct dlb_node *value,
                                 dolbom_error *error)
{
    (void)key, (void)names;
    struct dlb_nearest nearest = dlb_nearest_to(value->text);
    for (int32_t i = 0; agency_words[i]; i++) {
        reading->plan->agency = i;
        if (dlb_text_equal(value->text, dlb_text_of(agency_words[i]))) return DOLBOM_OK;
        dlb_nearest_try(&nearest, agency_words[i]);
    }
    char hint[DLB_HINT_MAX];
    return dlb_node_fail(value, error, "column, folder or file is expected here%s",
                         dlb_did_you_mean(nearest.known, hint));
}

static void write_agency(struct dlb_writing *writing, const struct dlb_plan_key *key)
{
    if (writing->plan->agency) dlb_put(writing, key, NULL, agency_words[writing->plan->agency]);
}

const struct dlb_key_codec dlb_agency_codec = {read_agency, write_agency};
