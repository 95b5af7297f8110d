/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan_text.h - plans from texts and texts from plans, for the tests of this folder.
 */
#ifndef TEST_PLAN_TEXT_H
#define TEST_PLAN_TEXT_H

#include "plan/keys.h"

/* The test fails when the text does not read. */
dolbom_plan *must_read(const dolbom_plan *base, const char *text);
/* NUL-terminated; to be given to free(). */
char *print(const dolbom_plan *plan);

#endif
