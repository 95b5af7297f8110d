/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_juso.c - laws of tables of addresses, over damaged indexes and over any lines.
 *
 * The input is used twice. First as changes to a good index (3 bytes each: where, and to what): it
 * is refused, naming a section, or every look-up in it stays in bounds and gives well-formed parts.
 * The first byte says whether the checksum is made to agree, so that the checks after it are
 * reached, and whether the end is cut off. Then as lines of an official file: whatever is accepted
 * makes an index that opens.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "juso/juso_index.h"
#include "juso/juso_world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool law)
{
    if (!law) abort();
}

static void check_address(const struct dlb_address *a)
{
    check(a->juso_key_len == 0 || a->juso_key_len == DLB_JUSO_KEY_DIGITS);
    for (size_t i = 0; i < a->juso_key_len; i++)
        check(a->juso_key[i] >= '0' && a->juso_key[i] <= '9');
    check(a->zip <= 99999 && a->mountain <= 1 && a->under <= 2);
    check(a->sigungu_len <= sizeof a->sigungu && a->emd_len <= sizeof a->emd);
    check(a->ri_len <= sizeof a->ri && a->road_len <= sizeof a->road);
    check(dlb_utf8_valid(a->emd, a->emd_len) == a->emd_len);
    check(dlb_utf8_valid(a->ri, a->ri_len) == a->ri_len);
    check(dlb_utf8_valid(a->road, a->road_len) == a->road_len);
    check(dlb_utf8_valid(a->sigungu, a->sigungu_len) == a->sigungu_len);
}

static void look_up_all(const struct dolbom_juso *juso)
{
    struct dlb_value_context context = {.as_of = DLB_DAY_NONE};
    char text[WORLD_LINE];
    struct dlb_address address = {0};
    dlb_juso_attach(&context, juso);
    for (size_t i = 0; i < 2 * world_n_rows; i++) {
        const struct world_row *row = world_rows + i / 2;
        if (i % 2 == 0 && row->is_lot) continue;
        size_t n = i % 2 == 0 ? world_road_text(row, text) : world_lot_text(row, text);
        dlb_address_parse(&context, (struct dlb_text){text, n}, &address);
        check_address(&address);
    }
    dlb_juso_detach(&context);
}

static void open_and_look_up(const void *bytes, size_t n)
{
    dolbom_juso *juso = NULL;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = dolbom_juso_open(bytes, n, NULL, &juso, &error);
    check(status == DOLBOM_OK || (status == DOLBOM_E_CORRUPT && error.column[0] != 0));
    if (status == DOLBOM_OK) look_up_all(juso);
    dolbom_juso_free(juso);
}

/* ---- changes of a good index ----------------------------------------------------------------- */

static void stamp(uint8_t *bytes, size_t n)
{
    const size_t before = offsetof(struct dlb_juso_header, n_bytes);
    if (n < sizeof(struct dlb_juso_header)) return;
    uint64_t checksum = dlb_hash64(bytes + before, n - before);
    memcpy(bytes + offsetof(struct dlb_juso_header, checksum), &checksum, sizeof checksum);
}

static void damage(const uint8_t *data, size_t size)
{
    dolbom_juso_builder *builder = NULL;
    const void *good;
    uint64_t n;
    check(world_build(world_rows, world_n_rows, NULL, &builder, &good, &n, NULL, NULL) ==
          DOLBOM_OK);
    uint8_t how = size > 0 ? data[0] : 0;
    size_t kept = how & 2 ? n - 1 - (size > 1 ? data[1] : 0) * 8 % n : n;
    uint8_t *copy = malloc(kept);
    check(copy != NULL);
    memcpy(copy, good, kept);
    for (size_t i = 1; i + 3 <= size; i += 3)
        copy[(data[i] | (size_t)data[i + 1] << 8) % kept] ^= data[i + 2];
    if (how & 1) stamp(copy, kept);
    open_and_look_up(copy, kept);
    free(copy);
    dolbom_juso_builder_free(builder);
}

/* ---- lines ----------------------------------------------------------------------------------- */

static void load(const uint8_t *data, size_t size)
{
    dolbom_juso_builder *builder = NULL;
    const char *reason;
    const void *bytes;
    uint64_t n;
    dolbom_juso_tally tally = {.struct_size = sizeof tally};
    check(dolbom_juso_builder_open(NULL, &builder, NULL) == DOLBOM_OK);
    for (size_t at = 0, end; at < size; at = end + 1) {
        for (end = at; end < size && data[end] != '\n';) end++;
        check(dolbom_juso_builder_add(builder, (const char *)data + at, end - at, &reason, NULL) ==
              DOLBOM_OK);
    }
    check(dolbom_juso_builder_finish(builder, &bytes, &n, &tally, NULL) == DOLBOM_OK);
    check(tally.n_rows == tally.n_used + tally.n_replaced + tally.n_orphans + tally.n_rejected);
    dolbom_juso *juso = NULL;
    check(dolbom_juso_open(bytes, n, NULL, &juso, NULL) == DOLBOM_OK);
    look_up_all(juso);
    dolbom_juso_free(juso);
    dolbom_juso_builder_free(builder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    damage(data, size);
    load(data, size);
    return 0;
}
