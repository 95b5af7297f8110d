/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unknown_programmes.c - services that no rule can use, because nobody knows what they are.
 *
 * Their programme is not the policy's and they have no class of their own. They are counted
 * by agency and programme as written, each thread on its own; what is said about them is a
 * number, never a person.
 */
#include "caseload/event_tables.h"

#include <string.h>

enum { TASK_ROWS = 65536 };

/* What one thread met. */
struct tally {
    struct dlb_dictionary *pairs; /* of agency and programme, as their bytes */
    struct dlb_array counts;      /* of struct dlb_unknown_programme, by code */
};

struct counting {
    struct dlb_caseload *caseload;
    struct tally *tallies;
    unsigned n;
};

static bool is_unknown(const struct dlb_caseload *caseload, const struct dlb_service *service)
{
    return !service->class_.digits && service->programme >= caseload->policy->n_programme_ids;
}

static bool is_smaller(const struct dlb_caseload *caseload, uint32_t left, uint32_t right)
{
    return dlb_text_order(dlb_service_id(&caseload->services[left]),
                          dlb_service_id(&caseload->services[right])) < 0;
}

/* Add what `more` counts to `all`. */
static void merge(const struct dlb_caseload *caseload, struct dlb_unknown_programme *all,
                  const struct dlb_unknown_programme *more)
{
    all->n += more->n;
    if (more->first_start < all->first_start) all->first_start = more->first_start;
    if (is_smaller(caseload, more->smallest, all->smallest)) all->smallest = more->smallest;
}

static bool count_service(const struct counting *counting, struct tally *tally, uint32_t row)
{
    const struct dlb_service *service = &counting->caseload->services[row];
    struct dlb_unknown_programme one = {service->agency, service->programme, 1, service->start,
                                        row};
    uint32_t pair[2] = {service->agency, service->programme}, code;
    struct dlb_text name = {(const char *)pair, sizeof pair};
    if (dlb_dictionary_put(tally->pairs, name, &code, NULL) != DOLBOM_OK) return false;
    struct dlb_unknown_programme *counts = tally->counts.data;
    if (code < tally->counts.n) {
        merge(counting->caseload, &counts[code], &one);
        return true;
    }
    struct dlb_unknown_programme *room =
        dlb_array_reserve(counting->caseload->env, &tally->counts, 1, sizeof *room, UINT32_MAX);
    if (!room) return false;
    *room = one;
    tally->counts.n++;
    return true;
}

static dolbom_status count_task(void *context, size_t task, unsigned worker, dolbom_error *error)
{
    const struct counting *counting = context;
    const struct dlb_caseload *caseload = counting->caseload;
    uint32_t from = (uint32_t)(task * TASK_ROWS), end = from + TASK_ROWS;
    if (end > caseload->n_services) end = caseload->n_services;
    for (uint32_t i = from; i < end; i++) {
        if (!is_unknown(caseload, &caseload->services[i])) continue;
        if (!count_service(counting, &counting->tallies[worker], i))
            return dlb_fail_memory(error, caseload->env);
    }
    return DOLBOM_OK;
}

static int order_of(const void *left_row, const void *right_row)
{
    const struct dlb_unknown_programme *left = left_row, *right = right_row;
    if (left->agency != right->agency) return left->agency < right->agency ? -1 : 1;
    return (left->programme > right->programme) - (left->programme < right->programme);
}

/* The counts of all threads as one list, by agency and programme. */
static dolbom_status gather(struct counting *counting, dolbom_error *error)
{
    struct dlb_caseload *caseload = counting->caseload;
    size_t room = 0, n = 0;
    for (unsigned i = 0; i < counting->n; i++) room += counting->tallies[i].counts.n;
    struct dlb_unknown_programme *all = dlb_alloc_array(caseload->env, room, sizeof *all);
    caseload->unknown_programmes = all;
    caseload->n_unknown_room = (uint32_t)room;
    if (!all) return dlb_fail_memory(error, caseload->env);
    for (unsigned i = 0; i < counting->n; i++) {
        const struct dlb_array *counts = &counting->tallies[i].counts;
        if (counts->n) memcpy(all + n, counts->data, counts->n * sizeof *all);
        n += counts->n;
    }
    dolbom_status status =
        dlb_order_rows(caseload->env, all, (uint32_t)n, sizeof *all, order_of, error);
    for (size_t i = 0; i < n && status == DOLBOM_OK; i++) {
        uint32_t last = caseload->n_unknown_programmes;
        bool again = last && order_of(&all[last - 1], &all[i]) == 0;
        if (again)
            merge(caseload, &all[last - 1], &all[i]);
        else
            all[caseload->n_unknown_programmes++] = all[i];
    }
    return status;
}

dolbom_status dlb_count_unknown_programmes(struct dlb_caseload *caseload, dolbom_error *error)
{
    struct dlb_env *env = caseload->env;
    struct counting counting = {caseload, NULL, dlb_env_threads(env)};
    if (!(caseload->tables & DLB_HAS_PROGRAMMES)) return DOLBOM_OK;
    counting.tallies = dlb_alloc_zero(env, counting.n * sizeof *counting.tallies);
    dolbom_status status = counting.tallies ? DOLBOM_OK : dlb_fail_memory(error, env);
    for (unsigned i = 0; i < counting.n && status == DOLBOM_OK; i++)
        status = dlb_dictionary_open(env, &counting.tallies[i].pairs, error);
    size_t n_tasks = ((size_t)caseload->n_services + TASK_ROWS - 1) / TASK_ROWS;
    if (status == DOLBOM_OK)
        status = dlb_run_tasks(env, "arrange", n_tasks, count_task, &counting, error);
    if (status == DOLBOM_OK) status = gather(&counting, error);
    for (unsigned i = 0; i < counting.n && counting.tallies; i++) {
        dlb_dictionary_free(counting.tallies[i].pairs);
        dlb_array_clear(env, &counting.tallies[i].counts, sizeof(struct dlb_unknown_programme));
    }
    dlb_free(env, counting.tallies, counting.n * sizeof *counting.tallies);
    return status;
}
