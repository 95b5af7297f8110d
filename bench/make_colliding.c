/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make_colliding.c - prints N ids of one agency, one a line, that fall into one slot of a hash
 * table whose hash has no seed; for bench/scaling.py.
 *
 * usage: make_colliding N AGENCY
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

enum { PLACES = 64 };

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: make_colliding N AGENCY\n", stderr);
        return 2;
    }
    const size_t n = strtoul(argv[1], NULL, 10);
    const uint64_t seed = dlb_hash64(argv[2], strlen(argv[2]));
    size_t n_slots = 16;
    while (n_slots < n + n / 2 + 1) n_slots *= 2;
    for (size_t i = 0, found = 0; found < n; i++) {
        char id[24];
        const int len = snprintf(id, sizeof id, "P%zx", i);
        if ((dlb_hash64_seeded(id, (size_t)len, seed) & (n_slots - 1)) >= PLACES) continue;
        puts(id);
        found++;
    }
    return 0;
}
