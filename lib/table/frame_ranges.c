/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame_ranges.c - a table of ours written by all threads, each a range of its rows at a time.
 *
 * Each range fills a frame of its own and these are joined in order. Ranges are as long for any
 * number of threads, so that this number does not show in what is written.
 */
#include "table/table.h"

struct ranges {
    const struct dlb_frame_form *form;
    size_t n_items;
    struct dlb_env *env;
    struct dlb_frame **frames; /* one per range */
};

static dolbom_status fill_range(void *context, size_t task, unsigned worker, dolbom_error *error)
{
    struct ranges *ranges = context;
    const struct dlb_frame_form *form = ranges->form;
    size_t from = task * DLB_RANGE_ROWS, end = from + DLB_RANGE_ROWS;
    (void)worker;
    if (end > ranges->n_items) end = ranges->n_items;
    dolbom_status status =
        dlb_frame_open(ranges->env, form->columns, form->n_columns, &ranges->frames[task], error);
    return status == DOLBOM_OK ? form->fill(form->context, from, end, ranges->frames[task], error)
                               : status;
}

static dolbom_status join(const struct ranges *ranges, size_t n, struct dlb_frame **frame,
                          dolbom_error *error)
{
    const struct dlb_frame_form *form = ranges->form;
    dolbom_status status =
        dlb_frame_open(ranges->env, form->columns, form->n_columns, frame, error);
    for (size_t i = 0; i < n && status == DOLBOM_OK; i++) {
        status = dlb_frame_join(*frame, ranges->frames[i], error);
        ranges->frames[i] = NULL;
    }
    return status;
}

dolbom_status dlb_frame_by_ranges(struct dlb_env *env, const struct dlb_frame_form *form,
                                  size_t n_items, struct dlb_frame **frame, dolbom_error *error)
{
    struct ranges ranges = {.form = form, .n_items = n_items, .env = env};
    size_t n = (n_items + DLB_RANGE_ROWS - 1) / DLB_RANGE_ROWS;
    *frame = NULL;
    ranges.frames = dlb_alloc_zero(env, n * sizeof *ranges.frames);
    if (!ranges.frames) return dlb_fail_memory(error, env);
    dolbom_status status = dlb_run_tasks(env, form->stage, n, fill_range, &ranges, error);
    if (status == DOLBOM_OK) status = join(&ranges, n, frame, error);
    for (size_t i = 0; i < n; i++) dlb_frame_free(ranges.frames[i]);
    dlb_free(env, ranges.frames, n * sizeof *ranges.frames);
    if (status == DOLBOM_OK) return DOLBOM_OK;
    dlb_frame_free(*frame);
    *frame = NULL;
    return status;
}
