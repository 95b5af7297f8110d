/* SPDX-License-Identifier: Apache-2.0 */
/*
 * codes.c - numbers for texts that several threads meet at once.
 *
 * Threads share no table that is written to: each numbers the texts that are new to it by itself,
 * and the row keeps that number. Afterwards the texts of all threads are sorted and numbered again,
 * so the final numbers depend only on the set of texts.
 *
 *   number while reading      known text       its place among the known
 *                             new text         n_known + place * n_workers + worker
 *   final number              known text       the same
 *                             new text         n_known + place among all new texts sorted
 */
#include "intake/intake.h"

#include <string.h>

dolbom_status dlb_codes_open(struct dlb_env *env, const struct dlb_text *known, uint32_t n_known,
                             struct dlb_codes *codes, dolbom_error *error)
{
    unsigned n = dlb_env_threads(env);
    *codes = (struct dlb_codes){.env = env, .known = known, .n_known = n_known, .n_workers = n};
    codes->met = dlb_alloc_zero(env, n * sizeof *codes->met);
    codes->final = dlb_alloc_zero(env, n * sizeof *codes->final);
    if (!codes->met || !codes->final) return dlb_fail_memory(error, env);
    dolbom_status status = DOLBOM_OK;
    for (unsigned i = 0; i < n && status == DOLBOM_OK; i++)
        status = dlb_dictionary_open(env, &codes->met[i], error);
    return status;
}

bool dlb_codes_of(const struct dlb_codes *codes, unsigned worker, struct dlb_text text,
                  uint32_t *code)
{
    *code = DLB_NO_CODE;
    if (!text.data) return true;
    *code = dlb_text_find(codes->known, codes->n_known, text);
    for (unsigned i = 0; i < 2 && *code == DLB_NO_CODE && codes->aliases[i]; i++)
        *code = dlb_alias_find(codes->aliases[i], text);
    if (*code != DLB_NO_CODE) return true;
    uint32_t place;
    if (dlb_dictionary_put(codes->met[worker], text, &place, NULL) != DOLBOM_OK) return false;
    uint64_t number = codes->n_known + (uint64_t)place * codes->n_workers + worker;
    *code = (uint32_t)number;
    return number < DLB_NO_CODE;
}

static uint32_t n_met(const struct dlb_codes *codes, unsigned worker)
{
    return codes->met[worker] ? dlb_dictionary_count(codes->met[worker]) : 0;
}

/* The new texts of all threads, concatenated; n says how many. */
static dolbom_status collect_new(const struct dlb_codes *codes, struct dlb_text **texts,
                                 uint32_t *n, dolbom_error *error)
{
    uint32_t at = 0;
    *n = 0;
    for (unsigned i = 0; i < codes->n_workers; i++) *n += n_met(codes, i);
    *texts = dlb_alloc_array(codes->env, *n, sizeof **texts);
    if (!*texts) return dlb_fail_memory(error, codes->env);
    for (unsigned i = 0; i < codes->n_workers; i++)
        for (uint32_t j = 0; j < n_met(codes, i); j++)
            (*texts)[at++] = dlb_dictionary_text(codes->met[i], j);
    return DOLBOM_OK;
}

/* The entry for the final number of a text, by its index in collect_new's list. */
static uint32_t *final_at(const struct dlb_codes *codes, uint32_t place)
{
    unsigned worker = 0;
    for (; place >= n_met(codes, worker); worker++) place -= n_met(codes, worker);
    return &codes->final[worker][place];
}

static dolbom_status number_new(struct dlb_codes *codes, const struct dlb_text *texts, uint32_t n,
                                const uint32_t *order, dolbom_error *error)
{
    for (unsigned i = 0; i < codes->n_workers; i++) {
        size_t count = n_met(codes, i);
        codes->final[i] = dlb_alloc_array(codes->env, count, sizeof **codes->final);
        if (!codes->final[i]) return dlb_fail_memory(error, codes->env);
    }
    codes->n = codes->n_known;
    for (uint32_t i = 0; i < n; i++) {
        bool first = i == 0 || !dlb_text_equal(texts[order[i]], texts[order[i - 1]]);
        if (first) codes->texts[codes->n++] = texts[order[i]];
        *final_at(codes, order[i]) = codes->n - 1;
    }
    return DOLBOM_OK;
}

static size_t texts_room(const struct dlb_codes *codes)
{
    size_t n = codes->n_known;
    for (unsigned i = 0; i < codes->n_workers; i++) n += n_met(codes, i);
    return n;
}

dolbom_status dlb_codes_settle(struct dlb_codes *codes, dolbom_error *error)
{
    struct dlb_text *texts = NULL;
    uint32_t n = 0;
    dolbom_status status = collect_new(codes, &texts, &n, error);
    uint32_t *order = dlb_alloc_array(codes->env, n, sizeof *order);
    codes->texts = dlb_alloc_array(codes->env, texts_room(codes), sizeof *codes->texts);
    if (status == DOLBOM_OK && (!order || !codes->texts))
        status = dlb_fail_memory(error, codes->env);
    if (status == DOLBOM_OK) status = dlb_sort_texts(codes->env, texts, NULL, n, order, error);
    if (status == DOLBOM_OK) {
        if (codes->n_known)
            memcpy(codes->texts, codes->known, codes->n_known * sizeof *codes->known);
        status = number_new(codes, texts, n, order, error);
    }
    dlb_free(codes->env, order, n * sizeof *order);
    dlb_free(codes->env, texts, n * sizeof *texts);
    return status;
}

uint32_t dlb_codes_final(const struct dlb_codes *codes, uint32_t code)
{
    if (code < codes->n_known || code == DLB_NO_CODE) return code;
    uint32_t met = code - codes->n_known;
    return codes->final[met % codes->n_workers][met / codes->n_workers];
}

void dlb_codes_close(struct dlb_codes *codes)
{
    if (!codes->env) return;
    size_t room = codes->met ? texts_room(codes) : 0;
    for (unsigned i = 0; i < codes->n_workers && codes->met && codes->final; i++) {
        size_t count = n_met(codes, i);
        dlb_free(codes->env, codes->final[i], count * sizeof **codes->final);
        dlb_dictionary_free(codes->met[i]);
    }
    dlb_free(codes->env, codes->texts, room * sizeof *codes->texts);
    dlb_free(codes->env, codes->met, codes->n_workers * sizeof *codes->met);
    dlb_free(codes->env, codes->final, codes->n_workers * sizeof *codes->final);
    *codes = (struct dlb_codes){0};
}
