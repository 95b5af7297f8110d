/* SPDX-License-Identifier: Apache-2.0 */
/*
 * programme_names.c - the programme that a file's name says.
 *
 * Many lists are of one programme and do not say it in a column. Names are those of the policy, so
 * nothing is guessed; of two that lie in one another the longer one counts, and where another
 * programme's name is left beside it the file is nobody's.
 *
 *   도시락배달_명단.xlsx          도시락배달, not 도시락
 *   도시락배달·이미용 6월.xlsx    none
 */
#include "io/header/header.h"

#include <stdlib.h>
#include <string.h>

enum { SHORTEST = 4 }; /* bytes: two syllables, or four letters */

struct io_programme_name {
    char *name; /* folded */
    char *id;
};

bool io_programmes_add(struct io_programmes *programmes, const char *name, size_t len,
                       const char *id, size_t id_len)
{
    char folded[IO_FOLDED_MAX];
    size_t n = io_header_fold(name, len, folded);
    if (n < SHORTEST || id_len == 0) return true;
    if (programmes->n == programmes->cap) {
        size_t cap = programmes->cap ? 2 * programmes->cap : 64;
        struct io_programme_name *more = reallocarray(programmes->at, cap, sizeof *more);
        if (!more) return false;
        programmes->at = more;
        programmes->cap = cap;
    }
    struct io_programme_name *one = &programmes->at[programmes->n];
    *one = (struct io_programme_name){strndup(folded, n), strndup(id, id_len)};
    programmes->n++;
    return one->name && one->id;
}

/* The longest name in the text. */
static const struct io_programme_name *find(const struct io_programmes *programmes,
                                            const char *text, char **at)
{
    const struct io_programme_name *best = NULL;
    for (size_t i = 0; i < programmes->n; i++) {
        const struct io_programme_name *one = &programmes->at[i];
        char *here = strstr(text, one->name);
        if (!here || (best && strlen(one->name) <= strlen(best->name))) continue;
        best = one;
        *at = here;
    }
    return best;
}

/* NULL: none; *several: names of more than one. */
static const char *find_only(const struct io_programmes *programmes, const char *text, size_t len,
                             bool *several)
{
    char folded[IO_FOLDED_MAX + 1], *at = NULL;
    const struct io_programme_name *found, *first = NULL;
    folded[io_header_fold(text, len, folded)] = '\0';
    while (!*several && (found = find(programmes, folded, &at)) != NULL) {
        memset(at, ' ', strlen(found->name)); /* which is in no folded name */
        if (!first) first = found;
        *several = strcmp(found->id, first->id) != 0;
    }
    return first && !*several ? first->id : NULL;
}

const char *io_programme_of(const struct io_programmes *programmes, const char *file)
{
    const char *sheet = strchr(file, '!');
    bool several = false;
    const char *id = sheet ? find_only(programmes, sheet + 1, strlen(sheet + 1), &several) : NULL;
    return id || several ? id : find_only(programmes, file, strcspn(file, "!"), &several);
}

void io_programmes_clear(struct io_programmes *programmes)
{
    for (size_t i = 0; i < programmes->n; i++) {
        free(programmes->at[i].name);
        free(programmes->at[i].id);
    }
    free(programmes->at);
    *programmes = (struct io_programmes){.at = NULL};
}
