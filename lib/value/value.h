/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value.h - what the public functions on values share: their first arguments.
 */
#ifndef DLB_VALUE_H
#define DLB_VALUE_H

#include "field/field.h"

/* What values need of a plan; NULL: the built-in one. */
const struct dlb_value_context *dlb_value_context_of(const dolbom_plan *plan);
/* The kind of that name; NULL for an unknown one and for NULL. */
const struct dlb_kind *dlb_value_kind_of(const char *name);

/* A pointer and a length of a caller, which may be NULL and 0, but not NULL and more. */
static inline bool dlb_value_is_text(const char *src, size_t src_len)
{
    return src || src_len == 0;
}

static inline struct dlb_text dlb_value_text(const char *src, size_t src_len)
{
    return (struct dlb_text){src ? src : "", src_len};
}

#endif
