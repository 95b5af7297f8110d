/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan_text.c - plans from texts and texts from plans.
 */
#include "plan/plan_text.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

dolbom_plan *must_read(const dolbom_plan *base, const char *text)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_plan *plan = NULL;
    dolbom_status status = dolbom_plan_read(base, text, strlen(text), NULL, &plan, &error);
    cr_assert_eq(status, DOLBOM_OK, "line %ld, %s: %s", (long)error.row + 1, error.column,
                 error.message);
    return plan;
}

char *print(const dolbom_plan *plan)
{
    size_t len = 0;
    cr_assert_eq(dolbom_plan_print(plan, NULL, 0, &len), DOLBOM_E_ROOM);
    char *text = malloc(len + 1);
    cr_assert_eq(dolbom_plan_print(plan, text, len, &len), DOLBOM_OK);
    text[len] = 0;
    return text;
}
