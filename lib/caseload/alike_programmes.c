/* SPDX-License-Identifier: Apache-2.0 */
/*
 * alike_programmes.c - one number for a programme that the policy lacks, however it is spelled.
 *
 * Codes are compared without case, width and outer blanks. Those of the policy are found that way
 * when rows are read; the others get a number for each spelling, so that what is said about
 * unknown programmes can quote what an agency wrote. Rules are to see one programme: afterwards
 * all spellings of one have the number of the plainest, else of the first.
 */
#include "caseload/event_tables.h"

enum { NAME_MAX = 256 };

/* The spellings that the policy lacks, by number less `known`. */
struct spellings {
    struct dlb_caseload *caseload;
    struct dlb_arena arena;
    uint32_t known, n;
    struct dlb_text *folded;
    uint32_t *order, *first; /* first: which of those that are alike stands for all */
};

static bool fold_all(struct spellings *spellings)
{
    for (uint32_t i = 0; i < spellings->n; i++) {
        char room[NAME_MAX];
        struct dlb_text text = spellings->caseload->programme_ids[spellings->known + i];
        struct dlb_text name = dlb_code_fold(text, room, sizeof room);
        if (!name.data) name = text; /* too long to be folded */
        char *copy = dlb_arena_copy(&spellings->arena, name.data, name.len);
        if (!copy) return false;
        spellings->folded[i] = (struct dlb_text){copy, name.len};
    }
    return true;
}

static bool is_plain(const struct spellings *spellings, uint32_t i)
{
    return dlb_text_equal(spellings->folded[i],
                          spellings->caseload->programme_ids[spellings->known + i]);
}

/* Is any spelling like another one? */
static bool find_first(struct spellings *spellings)
{
    const uint32_t *order = spellings->order;
    bool any = false;
    for (uint32_t from = 0, to; from < spellings->n; from = to) {
        uint32_t first = order[from];
        for (to = from + 1; to < spellings->n; to++) {
            bool alike =
                dlb_text_equal(spellings->folded[order[to]], spellings->folded[order[from]]);
            if (!alike) break;
            if (!is_plain(spellings, first) &&
                (order[to] < first || is_plain(spellings, order[to])))
                first = order[to];
            any = true;
        }
        for (uint32_t i = from; i < to; i++) spellings->first[order[i]] = first;
    }
    return any;
}

static void join(const struct spellings *spellings, uint32_t *programme)
{
    if (*programme != DLB_NO_CODE && *programme >= spellings->known)
        *programme = spellings->known + spellings->first[*programme - spellings->known];
}

static void join_rows(const struct spellings *spellings)
{
    struct dlb_caseload *caseload = spellings->caseload;
    for (uint32_t i = 0; i < caseload->n_services; i++)
        join(spellings, &caseload->services[i].programme);
    for (uint32_t i = 0; i < caseload->n_applications; i++)
        join(spellings, &caseload->applications[i].programme);
    for (uint32_t i = 0; i < caseload->n_capacities; i++)
        join(spellings, &caseload->capacities[i].programme);
}

dolbom_status dlb_join_programmes(struct dlb_caseload *caseload, dolbom_error *error)
{
    struct dlb_env *env = caseload->env;
    uint32_t known = caseload->policy->n_programme_ids;
    struct spellings spellings = {
        .caseload = caseload, .known = known, .n = caseload->n_programme_ids - known};
    size_t n = spellings.n;
    if (n < 2) return DOLBOM_OK;
    dlb_arena_init(&spellings.arena, env, false);
    spellings.folded = dlb_alloc_array(env, n, sizeof *spellings.folded);
    spellings.order = dlb_alloc_array(env, n, sizeof *spellings.order);
    spellings.first = dlb_alloc_array(env, n, sizeof *spellings.first);
    bool room = spellings.folded && spellings.order && spellings.first && fold_all(&spellings);
    dolbom_status status =
        room ? dlb_sort_texts(env, spellings.folded, NULL, spellings.n, spellings.order, error)
             : dlb_fail_memory(error, env);
    if (status == DOLBOM_OK && find_first(&spellings)) join_rows(&spellings);
    dlb_free(env, spellings.folded, n * sizeof *spellings.folded);
    dlb_free(env, spellings.order, n * sizeof *spellings.order);
    dlb_free(env, spellings.first, n * sizeof *spellings.first);
    dlb_arena_clear(&spellings.arena);
    return status;
}
