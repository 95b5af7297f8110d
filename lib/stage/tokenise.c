/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tokenise.c - `persons` to `tokens`: what may leave an agency, for nobody can make it without the
 * key.
 */
#include "stage/stage.h"

static dolbom_status give_tokens(struct dlb_call *call, const struct dlb_cleaned *cleaned,
                                 const struct dlb_tokens *tokens, dolbom_error *error)
{
    struct dlb_frame *frame;
    dolbom_status status = dlb_tokens_frame(cleaned, tokens, &frame, error);
    if (status == DOLBOM_OK) status = dlb_call_give(call, "tokens", frame, error);
    if (status == DOLBOM_OK)
        status = dlb_token_headers_frame(cleaned, call->plan, tokens, &frame, error);
    return status == DOLBOM_OK ? dlb_call_give(call, "token_headers", frame, error) : status;
}

dolbom_status dolbom_tokens(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                            dolbom_table *out, size_t out_cap, size_t *n_out, dolbom_error *error)
{
    struct dlb_call call;
    struct dlb_cleaned cleaned = {0};
    struct dlb_tokens tokens = {0};
    dolbom_status status = dlb_call_open(plan, in, n_in, out, out_cap, n_out, &call, error);
    if (status == DOLBOM_OK)
        status = dlb_cleaned_make(&call.intake, call.plan, true, &cleaned, error);
    if (status == DOLBOM_OK) status = dlb_tokens_make(&cleaned, call.plan, &tokens, error);
    if (status == DOLBOM_OK) status = give_tokens(&call, &cleaned, &tokens, error);
    if (status == DOLBOM_OK) status = dlb_call_give_log(&call, error);
    dlb_tokens_clear(&tokens);
    dlb_cleaned_clear(&cleaned);
    return dlb_call_close(&call, n_out, status);
}
