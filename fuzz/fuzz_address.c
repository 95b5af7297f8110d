/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_address.c - laws of dlb_address_parse() on any bytes.
 *
 *   bounds     every part lies inside its array, and the text is UTF-8
 *   purity     what was in the structure before does not matter
 *   spaces     around the address change nothing
 *   fixpoint   a usable address, written canonically and read again, is good, is the same
 *              text and has the same key
 *   keys       exist exactly where a number and a district are known
 *   symmetry   comparing two addresses gives one level in either order; the second one is
 *              what follows the first line break, else the second half of the bytes
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "field/address/address_scan.h"
#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool law)
{
    if (!law) abort();
}

static void parse(const char *text, size_t n, int rubbish, struct dlb_address *out)
{
    memset(out, rubbish, sizeof *out);
    dlb_address_parse(NULL, (struct dlb_text){text, n}, out);
}

static bool same(const char *a, size_t a_len, const char *b, size_t b_len)
{
    return a_len == b_len && memcmp(a, b, a_len) == 0;
}

static void check_bounds(const struct dlb_address *a)
{
    check(a->text_len <= sizeof a->text && a->sido_len <= sizeof a->sido);
    check(a->sigungu_len <= sizeof a->sigungu && a->city_len <= sizeof a->city);
    check(a->emd_len <= sizeof a->emd && a->ri_len <= sizeof a->ri);
    check(a->road_len <= sizeof a->road && a->dong_len <= sizeof a->dong);
    check(a->floor_len <= sizeof a->floor && a->ho_len <= sizeof a->ho);
    check(a->kind <= DOLBOM_ADDRESS_BOTH && a->quality <= DOLBOM_QUALITY_GOOD);
    check(a->under <= 2 && a->mountain <= 1);
    check(dlb_utf8_valid(a->text, a->text_len) == a->text_len);
}

static void check_keys(const struct dlb_address *a)
{
    bool placed = a->city_len > 0;
    if (a->quality < DOLBOM_QUALITY_REPAIRED) return;
    check((a->road_key != 0) == (a->main > 0 && (placed || a->sido_code == 36)));
    check((a->lot_key != 0) == (a->lot_main > 0 && (placed || a->sido_code == 36)));
    check((a->unit_key != 0) == (a->ho_len > 0 || a->floor_len > 0));
    check(a->main > 0 || a->lot_main > 0);
    check(a->quality != DOLBOM_QUALITY_GOOD || a->flags == 0);
}

static void check_purity(const uint8_t *data, size_t size, const struct dlb_address *once)
{
    static char spaced[8192];
    struct dlb_address twice;
    parse((const char *)data, size, 0xFF, &twice);
    check(memcmp(once, &twice, offsetof(struct dlb_address, text)) == 0);
    check(same(once->text, once->text_len, twice.text, twice.text_len));
    if (size + 4 > sizeof spaced || size > DLB_ADDRESS_UNITS) return;
    memcpy(spaced, "  ", 2);
    memcpy(spaced + 2, data, size);
    memcpy(spaced + 2 + size, " \t", 2);
    parse(spaced, size + 4, 0, &twice);
    check(memcmp(once, &twice, offsetof(struct dlb_address, text)) == 0);
}

static void check_fixpoint(const struct dlb_address *a)
{
    struct dlb_address again;
    if (a->quality < DOLBOM_QUALITY_REPAIRED) return;
    parse(a->text, a->text_len, 0xAA, &again);
    check(again.quality == DOLBOM_QUALITY_GOOD);
    check(same(a->text, a->text_len, again.text, again.text_len));
    if (a->kind == DOLBOM_ADDRESS_LOT)
        check(again.lot_key == a->lot_key);
    else
        check(again.road_key == a->road_key);
}

static void check_symmetry(const char *text, size_t size)
{
    const char *cut = size > 0 ? memchr(text, '\n', size) : NULL;
    size_t n = cut != NULL ? (size_t)(cut - text) : size / 2;
    union dlb_parsed parsed;
    uint64_t left[DLB_KIND_SLOTS_MAX] = {0}, right[DLB_KIND_SLOTS_MAX] = {0};
    dlb_kind_address.encode(NULL, (struct dlb_text){text, n}, &parsed, left);
    dlb_kind_address.encode(NULL, (struct dlb_text){text + n, size - n}, &parsed, right);
    unsigned level = dlb_kind_address.compare(left, right);
    check(level == dlb_kind_address.compare(right, left));
    check(level == DLB_LEVEL_MISSING || level < dlb_kind_address.n_levels);
    unsigned self = dlb_kind_address.compare(left, left);
    bool has_building = left[0] != 0;
    check(!has_building ||
          dlb_level_number(&dlb_kind_address, self) >= DOLBOM_ADDRESS_LEVEL_BUILDING);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dlb_address address;
    parse((const char *)data, size, 0, &address);
    check_bounds(&address);
    check_keys(&address);
    check_purity(data, size, &address);
    check_fixpoint(&address);
    check_symmetry(size > 0 ? (const char *)data : "", size);
    return 0;
}
