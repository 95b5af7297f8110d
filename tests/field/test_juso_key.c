/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_juso_key.c - official numbers of buildings and lots, in both directions.
 */
#include "vector_lines.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "dolbom/value.h"
#include "field/field.h"

/* The canonical digits, "" when there are none. */
static const char *digits_of(const char *kind, const char *written, char dst[32])
{
    size_t n = 0;
    dolbom_quality quality;
    cr_assert_eq(
        dolbom_value_normalize(NULL, kind, written, strlen(written), dst, 31, &n, &quality),
        DOLBOM_OK);
    cr_assert_eq(n > 0, quality >= DOLBOM_QUALITY_REPAIRED, "%s", written);
    dst[n] = 0;
    return dst;
}

static dolbom_quality quality_of(const char *kind, const char *written)
{
    char dst[32];
    size_t n;
    dolbom_quality quality = 99;
    cr_assert_eq(
        dolbom_value_normalize(NULL, kind, written, strlen(written), dst, sizeof dst, &n, &quality),
        DOLBOM_OK);
    return quality;
}

/* The shared table names parts for digits and digits for parts: both must lead to one number. */
static void expect_table(const char *kind, const char *name)
{
    struct vectors v;
    char from[32], to[32];
    vectors_open_shared(&v, name);
    while (vectors_next(&v)) {
        digits_of(kind, v.input, from);
        digits_of(kind, v.expected, to);
        cr_expect(from[0] != 0, "%s:%d", name, v.line);
        cr_expect_str_eq(from, to, "%s:%d", name, v.line);
    }
}

Test(juso_key, shared_buildings)
{
    expect_table("juso", "juso_key.tsv");
}

Test(juso_key, shared_lots)
{
    expect_table("pnu", "pnu.tsv");
}

Test(juso_key, parts_may_come_in_any_order_and_zeros_may_be_left_out)
{
    static const char *const written[] = {
        "본번=572;도로명번호=3258085;읍면동=110;시군구=36110",
        "부번=0;본번=00572;지하=0;도로명코드=361103258085;읍면동=110",
        "road=361103258085;emd=110;under=0;main=572;sub=0",
        "ROAD = 361103258085 ; EMD = 110 ; MAIN = 572",
        "３６１１０１１０３２５８０８５０００５７２０００００",
        "36110-110-3258085-0-00572-00000",
    };
    char got[32];
    for (size_t i = 0; i < sizeof written / sizeof *written; i++)
        cr_expect_str_eq(digits_of("juso", written[i], got), "36110110325808500057200000", "%s",
                         written[i]);
}

Test(juso_key, what_is_no_building_is_refused)
{
    static const char *const written[] = {
        "3611011032580850005720000",
        "361101103258085000572000000",
        "06110110325808500057200000",
        "36110110325808530057200000",
        "36110110325808500000000000",
        "3611011032580850005720000x",
        "시군구=36110",
        "시군구=36110;시군구=36110",
        "본번=1;본번=1;road=361103258085;emd=110",
        "road=36110325808;emd=110;main=1",
        "road=361103258085;emd=110;main=100000",
        "road=361103258085;emd=110;main=",
        "road=361103258085;emd=110;main=1;x=2",
        "road=361103258085;시군구=36110;emd=110;main=1",
        "emd=110=1",
        "road=361103258085;emd=110;main=1x",
    };
    for (size_t i = 0; i < sizeof written / sizeof *written; i++)
        cr_expect_eq(quality_of("juso", written[i]), DOLBOM_QUALITY_INVALID, "%s", written[i]);
    cr_expect_eq(quality_of("juso", ""), DOLBOM_QUALITY_MISSING);
    cr_expect_eq(quality_of("juso", "없음"), DOLBOM_QUALITY_MISSING);
}

Test(juso_key, a_mountain_lot_has_2_at_digit_11)
{
    char got[32];
    digits_of("pnu", "법정동=3611010100;산=1;본번=47", got);
    cr_expect_str_eq(got, "3611010100200470000");
    cr_expect_eq(quality_of("pnu", "법정동=3611010100;산=2;본번=47"), DOLBOM_QUALITY_INVALID);
}

Test(juso_key, the_juso_files_own_lot_keys_are_not_guessed_at)
{
    cr_expect_eq(quality_of("pnu", "3611010100000470001"), DOLBOM_QUALITY_INVALID);
    cr_expect_eq(quality_of("pnu", "3611010100300470001"), DOLBOM_QUALITY_INVALID);
    cr_expect_eq(quality_of("pnu", "3611010100100000001"), DOLBOM_QUALITY_INVALID);
}

Test(juso_key, a_register_number_gives_its_lot)
{
    char got[32];
    digits_of("pnu", "3611010700104940000000001", got);
    cr_expect_str_eq(got, "3611010700104940000");
    cr_expect_eq(quality_of("pnu", "3611010700104940000000001"), DOLBOM_QUALITY_REPAIRED);
}

Test(juso_key, a_small_buffer_tells_the_size_needed)
{
    static const char key[] = "36110110325808500057200000";
    char dst[4] = "xxx";
    size_t n = 0;
    dolbom_quality quality;
    cr_expect_eq(dolbom_value_normalize(NULL, "juso", key, 26, dst, 3, &n, &quality),
                 DOLBOM_E_ROOM);
    cr_expect_eq(n, 26);
    cr_expect_str_eq(dst, "xxx");
    cr_expect_eq(dolbom_value_normalize(NULL, "juso", NULL, 1, dst, 3, &n, &quality), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_value_normalize(NULL, "pnu", key, 26, NULL, 3, &n, &quality), DOLBOM_E_ARG);
}

Test(juso_key, a_number_written_is_read_as_itself)
{
    uint64_t random = 7;
    for (int i = 0; i < 20000; i++) {
        char key[64], again[32];
        random = dlb_hash_mix(random, (uint64_t)i);
        snprintf(key, sizeof key, "road=%05u%07u;emd=%03u;under=%u;main=%u;sub=%u",
                 (unsigned)(10000 + random % 90000), (unsigned)(random >> 8 & 0x3FFFFF),
                 (unsigned)(random >> 30) % 1000, (unsigned)(random >> 40) % 3,
                 (unsigned)(random >> 42) % 99999 + 1, (unsigned)(random >> 20) % 100000);
        char once[32];
        digits_of("juso", key, once);
        cr_assert_eq(strlen(once), 26, "%s", key);
        cr_assert_str_eq(digits_of("juso", once, again), once);
    }
}
