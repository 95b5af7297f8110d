/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_codes.c - codes that somebody else has written: none leads out of a table.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "field/field.h"

enum { N_DRAWS = 200000 };

static uint64_t draw(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Any bits, or few of them, or those of a Hangul or Latin name with some changed. */
static void make_codes(const struct dlb_kind *kind, uint64_t *state, uint64_t *codes)
{
    static const char *const values[] = {"김순자",
                                         "NGUYEN THI LAN",
                                         "응우옌티란",
                                         "김*자",
                                         "NGU***",
                                         "중앙로 1",
                                         "가나다라마바사아자차카타파"};
    const char *value = values[draw(state) % (sizeof values / sizeof *values)];
    union dlb_parsed parsed;
    const struct dlb_value_context context = {.as_of = DLB_DAY_NONE};
    struct dlb_text text = {value, strlen(value)};
    unsigned way = (unsigned)(draw(state) % 4);
    kind->encode(&context, text, &parsed, codes);
    for (unsigned i = 0; i < kind->n_slots; i++) {
        if (way == 0) codes[i] = draw(state);
        if (way == 1) codes[i] = draw(state) & draw(state) & draw(state);
        if (way == 2 && draw(state) % 2) codes[i] ^= 1ull << draw(state) % 64;
    }
}

static void expect_safe(const struct dlb_kind *kind, const uint64_t *left, const uint64_t *right)
{
    unsigned level = kind->compare(left, right);
    cr_assert(level < kind->n_levels || level == DLB_LEVEL_MISSING, "%s: level %u", kind->name,
              level);
    for (unsigned k = 0; k < kind->n_keys; k++) (void)kind->keys[k].of(left);
    if (kind->identity) cr_assert_leq(kind->identity(left).class, DLB_IDENTITY_CLASSES);
}

Test(codes, whatever_is_valid_is_compared_safely)
{
    uint64_t state = 20260701, n_refused = 0, n_compared = 0;
    for (int i = 0; i < N_DRAWS; i++) {
        const struct dlb_kind *kind = dlb_kind_at(draw(&state) % 10);
        uint64_t left[DLB_KIND_SLOTS_MAX] = {0}, right[DLB_KIND_SLOTS_MAX] = {0};
        make_codes(kind, &state, left);
        make_codes(kind, &state, right);
        bool are_valid = !kind->is_valid || (kind->is_valid(left) && kind->is_valid(right));
        n_refused += !are_valid;
        n_compared += are_valid;
        if (are_valid) expect_safe(kind, left, right);
    }
    cr_expect_gt(n_refused, N_DRAWS / 50);
    cr_expect_gt(n_compared, N_DRAWS / 2);
}

Test(codes, of_a_value_are_valid)
{
    static const char *const names[] = {"김순자",
                                        "김 O 자",
                                        "남궁*",
                                        "*순자",
                                        "김○○",
                                        "가나다라마바사아자차카타파하",
                                        "미상",
                                        "",
                                        "NGUYEN THI LAN",
                                        "NGU***",
                                        "A B C D E F G H I J K",
                                        "김 DANIEL",
                                        "Иван Петров",
                                        "황보인",
                                        "가나다라마",
                                        "가나다*마바사아자",
                                        "KARIMOVA ALISHEROVNA SOMETHING ELSE"};
    const struct dlb_value_context context = {.as_of = DLB_DAY_NONE};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (size_t k = 0; dlb_kind_at(k); k++) {
            const struct dlb_kind *kind = dlb_kind_at(k);
            uint64_t codes[DLB_KIND_SLOTS_MAX];
            union dlb_parsed parsed;
            kind->encode(&context, (struct dlb_text){names[i], strlen(names[i])}, &parsed, codes);
            cr_expect(!kind->is_valid || kind->is_valid(codes), "%s of case %zu", kind->name, i);
        }
}
