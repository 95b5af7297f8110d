/* SPDX-License-Identifier: Apache-2.0 */
/*
 * array.h - growing arrays; in the header so that what has room costs next to nothing.
 */
#ifndef DLB_ARRAY_H
#define DLB_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

struct dlb_env;

/* An array of equal elements that doubles; the zero state is empty. */
struct dlb_array {
    void *data;
    size_t n;   /* elements in use */
    size_t cap; /* capacity, in elements */
};

/* For dlb_array_reserve() alone. */
void *dlb_array_grow(struct dlb_env *env, struct dlb_array *array, size_t n_more,
                     size_t element_bytes, size_t n_max);
/*
 * Room for n_more elements after the last one; returns the first of them or NULL when there is no
 * memory or more than n_max would be held. Does not change array->n.
 */
static inline void *dlb_array_reserve(struct dlb_env *env, struct dlb_array *array, size_t n_more,
                                      size_t element_bytes, size_t n_max)
{
    bool fits = array->data && array->n <= n_max && n_more <= n_max - array->n &&
                n_more <= array->cap - array->n;
    if (!fits) return dlb_array_grow(env, array, n_more, element_bytes, n_max);
    return (char *)array->data + array->n * element_bytes;
}
void dlb_array_clear(struct dlb_env *env, struct dlb_array *array, size_t element_bytes);

#endif
