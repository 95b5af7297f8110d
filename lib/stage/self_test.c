/* SPDX-License-Identifier: Apache-2.0 */
/*
 * self_test.c - do the libraries that this one is built on work as they should?
 *
 * An agency's machine may have a Judy that loses keys, an ICU without Korean data or a library that
 * was built for another processor, and nothing would say so: some people would just not be found.
 * So each library has to reproduce published or countable results.
 */
#include "key/key.h"
#include "text/text.h"

dolbom_status dolbom_self_test(dolbom_error *error)
{
    if (!dlb_error_fits(error)) return DOLBOM_E_ARG;
    struct dlb_env *env = NULL;
    dolbom_status status = dlb_env_open(NULL, &env, error);
    if (status == DOLBOM_OK) status = dlb_hash_self_test(error);
    if (status == DOLBOM_OK) status = dlb_digest_self_test(error);
    if (status == DOLBOM_OK) status = dlb_judy_self_test(env, error);
    if (status == DOLBOM_OK) status = dlb_text_self_test(error);
    dlb_env_release(env);
    return status;
}
