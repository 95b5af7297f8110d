/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file plan.h
 * The plan: all settings of a run, one YAML (or JSON) text.
 *
 * docs/plan.md lists the keys. A plan is immutable: any number of threads may use
 * one at the same time, and it may be freed while streams made with it still live.
 */
#ifndef DOLBOM_PLAN_H
#define DOLBOM_PLAN_H

#include "dolbom/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** All settings of a run together with its environment; immutable and shareable. */
typedef struct dolbom_plan dolbom_plan;

/**
 * Read a plan as a change of another one.
 *
 * `base` NULL is the built-in Korean plan. Keys the text names replace the base's,
 * all others are kept; so command-line options can be laid over an officer's file by
 * reading twice. Unknown keys, wrong types and values out of range are errors that
 * name line and key. An empty text gives a copy of the base.
 *
 * @param[in]  base         the plan to change, or NULL; not consumed
 * @param[in]  text         UTF-8 YAML or JSON; may be NULL when text_len is 0
 * @param[in]  text_len     length of text in bytes, at most 4 MiB
 * @param[in]  environment  allocator, limits, threads, progress; NULL: the base's, else defaults
 * @param[out] plan         the new plan, to be given to dolbom_plan_free()
 * @param[out] error        line (row, from 0), key (column) and reason; may be NULL
 * @return DOLBOM_OK, DOLBOM_E_ARG, DOLBOM_E_MEMORY or DOLBOM_E_PLAN
 */
DOLBOM_API dolbom_status dolbom_plan_read(const dolbom_plan *base, const char *text,
                                          size_t text_len, const dolbom_environment *environment,
                                          dolbom_plan **plan, dolbom_error *error);

/**
 * Write the whole plan as text that reads back as the same plan.
 *
 * Keys stand in a fixed order, so equal plans print equal bytes; comments are lost.
 * Keys of secrets print as their fingerprint, never as themselves.
 *
 * @param[in]  plan      the plan, or NULL for the built-in one
 * @param[out] text      receives UTF-8 YAML, not NUL-terminated; may be NULL when text_cap is 0
 * @param[in]  text_cap  room in text in bytes
 * @param[out] text_len  bytes written, or bytes needed with DOLBOM_E_ROOM
 * @return DOLBOM_OK, DOLBOM_E_ARG, DOLBOM_E_MEMORY or DOLBOM_E_ROOM
 */
DOLBOM_API dolbom_status dolbom_plan_print(const dolbom_plan *plan, char *text, size_t text_cap,
                                           size_t *text_len);

/**
 * One value of a plan, by the path of its key.
 *
 * dolbom_plan_get(plan, "group.theta_merge", …) gives "0.95", and "columns.persons.name" what
 * the agency's files call that column. A list gives its items ("compare.rrn.covers": birth_date,
 * sex) and a map the names in it ("compare": name, birth_date …), each followed by a NUL byte.
 * A key that exists and of which the plan says nothing, such as `as_of`, gives no bytes at all.
 * docs/plan.md lists the keys.
 *
 * @param[in]  plan      the plan, or NULL for the built-in one
 * @param[in]  key       the path, names separated by points, NUL-terminated
 * @param[out] text      receives UTF-8, itself not NUL-terminated; may be NULL when text_cap is 0
 * @param[in]  text_cap  room in text in bytes
 * @param[out] text_len  bytes written, or bytes needed with DOLBOM_E_ROOM
 * @param[out] error     for a key that no plan has: names the nearest one; may be NULL
 * @return DOLBOM_OK, DOLBOM_E_ARG (no such key), DOLBOM_E_MEMORY or DOLBOM_E_ROOM
 */
DOLBOM_API dolbom_status dolbom_plan_get(const dolbom_plan *plan, const char *key, char *text,
                                         size_t text_cap, size_t *text_len, dolbom_error *error);

/**
 * A 64-bit fingerprint of dolbom_plan_print()'s text, for run logs.
 *
 * @param[in] plan  the plan, or NULL for the built-in one
 * @return the fingerprint; equal plans have equal ones on every machine; 0: out of memory
 */
DOLBOM_API uint64_t dolbom_plan_hash(const dolbom_plan *plan);

/**
 * Give a plan back. Streams made with it stay usable.
 *
 * @param[in] plan  the plan; NULL is ignored
 */
DOLBOM_API void dolbom_plan_free(dolbom_plan *plan);

#ifdef __cplusplus
}
#endif

#endif
