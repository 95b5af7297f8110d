/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_address.c - reading addresses, in the mix an agency has them.
 *
 * usage: bench_address [ROWS]
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "field/field.h"

enum { ROW_BYTES = 160 };

struct rows {
    const char *const *forms; /* printf forms of a road number and a unit */
    size_t n_forms;
    size_t n;
    char *bytes;
    struct dlb_text *texts;
    uint64_t sum; /* of the keys, so that they are not optimised away */
};

static const char *const plain_roads[] = {
    "경기도 남양주시 경춘로 %u",           "서울특별시 중구 세종대로 %u",
    "경기도 성남시 중원구 시민로5번길 %u", "전라남도 신안군 임자면 임자로 %u",
    "충청남도 아산시 남부로 %u",           "부산광역시 사하구 감천로105번길 %u-%u",
};
static const char *const untidy_roads[] = {
    "서울시 중구 세종대로%u (태평로1가)",
    "경기 성남시 중원구 시민로 5번길 %u, %u호 (성남동, 한라빌라)",
    "서울특별시 강남구 헌릉로571길 %u, 강남레체 1층 %u호 (세곡동)",
    "강원도 춘천시 서면 경춘로 %u",
    "종로구 자하문로 %u",
    "서울특별시 금천구 독산로 36 나 길 %u (시흥동)",
};
static const char *const lots[] = {
    "경기도 남양주시 금곡동 %u-%u",
    "서울특별시 중구 을지로6가 %u-%u",
    "전라남도 신안군 임자면 진리 %u번지",
    "경기 남양주시 진접읍 장현리 산 %u",
};

static void make_rows(struct rows *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        char *text = rows->bytes + i * ROW_BYTES;
        unsigned number = (unsigned)(dlb_hash_mix(1, i) % 2000 + 1),
                 unit = (unsigned)(i % 900 + 101);
        int len = snprintf(text, ROW_BYTES, rows->forms[i % rows->n_forms], number, unit);
        rows->texts[i] = (struct dlb_text){text, (size_t)len};
    }
}

static void parse_rows(void *context)
{
    struct rows *rows = context;
    struct dlb_address address = {0};
    for (size_t i = 0; i < rows->n; i++) {
        dlb_address_parse(NULL, rows->texts[i], &address);
        rows->sum += address.road_key ^ address.lot_key;
    }
}

static void measure(struct rows *rows, const char *name, const char *const *forms, size_t n_forms)
{
    rows->forms = forms;
    rows->n_forms = n_forms;
    make_rows(rows);
    bench_run(name, rows->n, NULL, parse_rows, rows);
}

int main(int argc, char **argv)
{
    struct rows rows = {.n = bench_rows(argc, argv, 100000)};
    rows.bytes = malloc(rows.n * ROW_BYTES);
    rows.texts = malloc(rows.n * sizeof *rows.texts);
    if (rows.bytes == NULL || rows.texts == NULL) return 1;
    measure(&rows, "address road", plain_roads, sizeof plain_roads / sizeof *plain_roads);
    measure(&rows, "address untidy", untidy_roads, sizeof untidy_roads / sizeof *untidy_roads);
    measure(&rows, "address lot", lots, sizeof lots / sizeof *lots);
    free(rows.bytes);
    free(rows.texts);
    return rows.sum == 0;
}
