/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan_keys.c - the table of keys as docs/plan.md shows it; with --levels the levels of each kind.
 *
 * A program of its own, because only it and the library know the tables; check_plan_page.py
 * compares what it prints with the page.
 */
#include <stdio.h>

#include "field/field.h"
#include "plan/keys.h"

static void print_levels(void)
{
    const struct dlb_kind *kind;
    for (size_t i = 0; (kind = dlb_kind_at(i)) != NULL; i++) {
        printf("%s:", kind->name);
        for (unsigned level = kind->n_levels; level-- > 0;) printf(" %s", kind->levels[level].name);
        putchar('\n');
    }
}

static void print_keys(void)
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
}

int main(int n_arguments, char **arguments)
{
    (void)arguments;
    if (n_arguments > 1)
        print_levels();
    else
        print_keys();
    return 0;
}
