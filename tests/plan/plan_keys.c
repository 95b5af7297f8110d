/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan_keys.c - the table of keys as docs/plan.md shows it.
 *
 * A program of its own, because only it and the library know the table; check_plan_page.py
 * compares what it prints with the page.
 */
#include <stdio.h>

#include "plan/keys.h"

int main(void)
{
    const struct dlb_plan_key *key;
    puts("| key | value | built in | what it is |\n|---|---|---|---|");
    for (size_t i = 0; (key = dlb_plan_key_at(i)) != NULL; i++) {
        char wanted[128];
        dlb_value_wanted(key, wanted);
        printf("| `%s` | %s | %s | %s |\n", key->path, wanted,
               key->required  ? "required"
               : key->initial ? key->initial
                              : "",
               key->help);
    }
    return 0;
}
