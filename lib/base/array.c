/* SPDX-License-Identifier: Apache-2.0 */
/*
 * array.c - arrays that double, up to a maximum that their owner states.
 *
 * No input may make a buffer grow without bound, so every call that grows one takes n_max.
 */
#include "base/base.h"

enum { FIRST_ELEMENTS = 16 };

/* Twice the capacity, but at least `needed` and at most n_max elements; needed <= n_max. */
static size_t next_cap(size_t cap, size_t needed, size_t n_max)
{
    size_t doubled = cap < FIRST_ELEMENTS / 2 ? FIRST_ELEMENTS : cap > n_max / 2 ? n_max : cap * 2;
    if (doubled > n_max) doubled = n_max;
    return doubled < needed ? needed : doubled;
}

void *dlb_array_grow(struct dlb_env *env, struct dlb_array *array, size_t n_more,
                     size_t element_bytes, size_t n_max)
{
    if (array->n > n_max || n_more > n_max - array->n) return NULL;
    const size_t needed = array->n + n_more;
    if (needed > array->cap || !array->data) {
        size_t cap = next_cap(array->cap, needed, n_max);
        size_t bytes = 0;
        if (__builtin_mul_overflow(cap, element_bytes, &bytes)) return NULL;
        void *moved = dlb_resize(env, array->data, array->cap * element_bytes, bytes);
        if (!moved) return NULL;
        array->data = moved;
        array->cap = cap;
    }
    return (char *)array->data + array->n * element_bytes;
}

void dlb_array_clear(struct dlb_env *env, struct dlb_array *array, size_t element_bytes)
{
    dlb_free(env, array->data, array->cap * element_bytes);
    *array = (struct dlb_array){0};
}
