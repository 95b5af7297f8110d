/* SPDX-License-Identifier: Apache-2.0 */
/*
 * received.c - how many rows of each table came from each agency.
 *
 * Agencies announce how many rows they sent (`uploads`); a file that was cut on its way has
 * fewer. So rows are counted as they arrive, those that are rejected or collapse included.
 * Each thread counts on its own; rows of one agency mostly come one after the other.
 */
#include "intake/intake.h"

#include <string.h>

enum { NAME_MAX = 1024 };

struct tally {
    struct dlb_dictionary *names; /* "table/agency" */
    struct dlb_array counts;      /* of uint64_t, by code */
};

struct dlb_received {
    struct dlb_env *env;
    unsigned n;
    struct tally tallies[]; /* one per thread */
};

dolbom_status dlb_received_open(struct dlb_env *env, struct dlb_received **received,
                                dolbom_error *error)
{
    unsigned n = dlb_env_threads(env);
    struct dlb_received *opened = dlb_alloc_zero(env, sizeof *opened + n * sizeof(struct tally));
    *received = opened;
    if (!opened) return dlb_fail_memory(error, env);
    opened->env = env;
    opened->n = n;
    dolbom_status status = DOLBOM_OK;
    for (unsigned i = 0; i < n && status == DOLBOM_OK; i++)
        status = dlb_dictionary_open(env, &opened->tallies[i].names, error);
    return status;
}

void dlb_received_close(struct dlb_received *received)
{
    if (!received) return;
    for (unsigned i = 0; i < received->n; i++) {
        dlb_dictionary_free(received->tallies[i].names);
        dlb_array_clear(received->env, &received->tallies[i].counts, sizeof(uint64_t));
    }
    dlb_free(received->env, received, sizeof *received + received->n * sizeof(struct tally));
}

/* "table/agency"; a name that is too long is nobody's, and is not counted. */
static struct dlb_text name_of(const char *table, struct dlb_text agency, char room[NAME_MAX])
{
    size_t len = strlen(table);
    if (len + 1 + agency.len > NAME_MAX) return (struct dlb_text){NULL, 0};
    memcpy(room, table, len);
    room[len] = '/';
    if (agency.len) memcpy(room + len + 1, agency.data, agency.len);
    return (struct dlb_text){room, len + 1 + agency.len};
}

bool dlb_received_add(struct dlb_received *received, unsigned worker, const char *table,
                      struct dlb_text agency, uint64_t n)
{
    char room[NAME_MAX];
    struct tally *tally = &received->tallies[worker];
    struct dlb_text name = name_of(table, agency, room);
    uint32_t code;
    if (!name.data) return true;
    if (dlb_dictionary_put(tally->names, name, &code, NULL) != DOLBOM_OK) return false;
    if (code == tally->counts.n) {
        uint64_t *count =
            dlb_array_reserve(received->env, &tally->counts, 1, sizeof *count, UINT32_MAX);
        if (!count) return false;
        *count = 0;
        tally->counts.n++;
    }
    ((uint64_t *)tally->counts.data)[code] += n;
    return true;
}

uint64_t dlb_received_rows(const struct dlb_received *received, const char *table,
                           struct dlb_text agency)
{
    char room[NAME_MAX];
    struct dlb_text name = name_of(table, agency, room);
    uint64_t n = 0;
    for (unsigned i = 0; name.data && i < received->n; i++) {
        uint32_t code = dlb_dictionary_find(received->tallies[i].names, name);
        if (code != UINT32_MAX) n += ((const uint64_t *)received->tallies[i].counts.data)[code];
    }
    return n;
}
