/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_self_test.c - the libraries this build stands on are sound.
 */
#include <criterion/criterion.h>

#include "dolbom/base.h"

Test(self_test, this_build_passes, .timeout = 20)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    for (int again = 0; again < 3; again++)
        cr_expect_eq(dolbom_self_test(&error), DOLBOM_OK, "%s", error.message);
    cr_expect_str_eq(error.message, "", "an error struct is left alone when all is well");
    cr_expect_eq(dolbom_self_test(NULL), DOLBOM_OK);
}
