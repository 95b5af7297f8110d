/* SPDX-License-Identifier: Apache-2.0 */
/* test_address.c - addresses: canonical text, keys, units. */
#include <criterion/criterion.h>
#include <string.h>

#include "field/field.h"

static dolbom_address parse(const char *text)
{
    dolbom_address address = {.struct_size = sizeof address};
    dlb_address_parse(NULL, (struct dlb_text){text, strlen(text)}, &address);
    return address;
}

static void expect_text(const char *written, const char *wanted)
{
    dolbom_address a = parse(written);
    cr_expect(a.text_len == strlen(wanted) && memcmp(a.text, wanted, a.text_len) == 0,
              "%s gave %.*s", written, (int)a.text_len, a.text);
}

Test(address, road_names_are_joined_and_numbers_set_apart)
{
    expect_text("서울시 중구 세종대로110 (태평로1가)", "서울특별시 중구 세종대로 110");
    expect_text("경기도 성남시 중원구 시민로 5번길 17", "경기도 성남시 중원구 시민로5번길 17");
    expect_text("서울특별시 금천구 독산로 36 나 길 21 (시흥동)", "서울특별시 금천구 독산로36나길 21");
}

Test(address, lots_are_read_in_every_form)
{
    expect_text("서울특별시 중구 을지로 6가 21-31", "서울특별시 중구 을지로6가 21-31");
    expect_text("경기 남양주시 금곡동 185번지 10호", "경기도 남양주시 금곡동 185-10");
}

Test(address, keys_do_not_depend_on_the_gu_of_a_city)
{
    dolbom_address with = parse("경기도 부천시 오정구 소사로 726"), without = parse("부천시 소사로 726");
    cr_expect_eq(with.road_key, without.road_key);
    cr_expect_neq(with.road_key, 0);
}
