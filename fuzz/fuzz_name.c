/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_name.c - laws of names on any bytes.
 *
 *   bounds     every part lies inside its array and is UTF-8
 *   purity     what was in the structure before does not matter
 *   spaces     around the name change nothing
 *   fixpoint   a usable name, written canonically and read again, is good and the same
 *   symmetry   two names cut from one input agree the same way round as the other
 *   codes      of any name can be read back
 *   itself     a usable name that hides nothing is exactly itself; one that does is in no key
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "field/name/name_codes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct dlb_value_context context = {.as_of = DLB_DAY_NONE};

static void check(bool law)
{
    if (!law) abort();
}

static void parse(const char *text, size_t n, int rubbish, struct dlb_name *out)
{
    memset(out, rubbish, sizeof *out);
    dlb_name_parse(&context, (struct dlb_text){text, n}, out);
}

static bool same(const char *a, size_t a_len, const char *b, size_t b_len)
{
    return a_len == b_len && memcmp(a, b, a_len) == 0;
}

static void check_part(const char *text, size_t len, size_t cap)
{
    check(len <= cap && dlb_utf8_valid(text, len) == len);
}

static void check_bounds(const struct dlb_name *n)
{
    check_part(n->text, n->text_len, sizeof n->text);
    check_part(n->hanja, n->hanja_len, sizeof n->hanja);
    check_part(n->latin, n->latin_len, sizeof n->latin);
    check_part(n->alias, n->alias_len, sizeof n->alias);
    check_part(n->sound, n->sound_len, sizeof n->sound);
    check_part(n->fold, n->fold_len, sizeof n->fold);
    check_part(n->namesake, n->namesake_len, sizeof n->namesake);
    check_part(n->surname_class, n->surname_class_len, sizeof n->surname_class);
    check(n->surname_len <= n->text_len && n->surname_len_alt <= n->text_len);
    check(n->quality <= DOLBOM_QUALITY_GOOD && (n->sex == 0 || n->sex == 'M' || n->sex == 'F'));
    check(n->quality >= DOLBOM_QUALITY_REPAIRED || n->text_len + n->code == 0);
}

static void check_same(const struct dlb_name *a, const struct dlb_name *b)
{
    check(memcmp(a, b, offsetof(struct dlb_name, text)) == 0);
    check(same(a->text, a->text_len, b->text, b->text_len));
    check(same(a->sound, a->sound_len, b->sound, b->sound_len));
}

static void check_purity(const uint8_t *data, size_t size, const struct dlb_name *once)
{
    static char spaced[2048];
    struct dlb_name twice;
    parse((const char *)data, size, 0xFF, &twice);
    check_same(once, &twice);
    if (size + 2 > sizeof spaced || size > DLB_RUNES_MAX - 2) return;
    spaced[0] = ' ';
    memcpy(spaced + 1, data, size);
    spaced[size + 1] = ' ';
    parse(spaced, size + 2, 0, &twice);
    check_same(once, &twice);
}

static void check_fixpoint(const struct dlb_name *n)
{
    struct dlb_name again;
    if (n->quality < DOLBOM_QUALITY_REPAIRED) return;
    parse(n->text, n->text_len, 0xAA, &again);
    check(again.quality == DOLBOM_QUALITY_GOOD);
    check(same(n->text, n->text_len, again.text, again.text_len));
    check(n->code == again.code && n->surname_len == again.surname_len);
    const uint16_t lasting = DOLBOM_NAME_MASKED | DOLBOM_NAME_FOREIGN;
    check((n->flags & lasting) == (again.flags & lasting));
}

static void encode(const uint8_t *data, size_t size, uint64_t codes[DLB_KIND_SLOTS_MAX])
{
    union dlb_parsed parsed;
    struct dlb_text src = {(const char *)data, size};
    dolbom_quality quality = dlb_kind_name.encode(&context, src, &parsed, codes);
    bool is_masked = (parsed.name.flags & DOLBOM_NAME_MASKED) != 0;
    bool is_usable = quality >= DOLBOM_QUALITY_REPAIRED && !is_masked;
    check(dlb_kind_name.is_valid(codes));
    unsigned self = dlb_kind_name.compare(codes, codes);
    check((self == DLB_NAME_LEVEL_EXACT) == is_usable);
    for (unsigned k = 0; k < dlb_kind_name.n_keys && !is_usable; k++)
        check(dlb_kind_name.keys[k].of(codes) == 0);
}

static void check_symmetry(const uint8_t *data, size_t size)
{
    uint64_t left[DLB_KIND_SLOTS_MAX], right[DLB_KIND_SLOTS_MAX];
    size_t cut = size / 2;
    while (cut < size && (data[cut] & 0xC0) == 0x80) cut++;
    encode(data, size, right);
    for (int half = 0; half < 2; half++) {
        encode(half ? data + cut : data, half ? size - cut : cut, left);
        unsigned level = dlb_kind_name.compare(left, right);
        check(level == dlb_kind_name.compare(right, left));
        check(level < dlb_kind_name.n_levels || level == DLB_LEVEL_MISSING);
        memcpy(right, left, sizeof right);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dlb_name name;
    parse((const char *)data, size, 0, &name);
    check_bounds(&name);
    check_purity(data, size, &name);
    check_fixpoint(&name);
    check_symmetry(data, size);
    return 0;
}
