/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_callers.c - callers compiled against an older or a newer version of the headers.
 *
 * Every struct that a caller allocates is filled at every size from 0 to well beyond its own:
 * what is known is the same as ever, what only the caller knows is zeroed, and no byte outside
 * of the caller's struct changes.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "dolbom/dolbom.h"
#include "juso/juso_world.h"

enum {
    FUTURE = 40, /* bytes by which a newer caller's struct is larger */
    GUARD = 16,  /* bytes after the struct that must stay as they are */
    MARK = 0x5A,
    CALLER_MAX = 4096
};

/* A struct at the end of which we look. */
union caller {
    uint32_t struct_size;
    unsigned char bytes[CALLER_MAX];
    uint64_t alignment;
};

static struct world world;
static char buffer[DOLBOM_NAME_TEXTS_MAX + DOLBOM_ADDRESS_TEXTS_MAX];
static size_t buffer_len;

static dolbom_status fill_name(void *out)
{
    static const char name[] = "김순자(金順子, Kim Soonja) 어르신";
    return dolbom_name_parse(NULL, name, strlen(name), buffer, sizeof buffer, &buffer_len, out);
}

static dolbom_status fill_address(void *out)
{
    static const char address[] = "경기 성남시 중원구 시민로 17, 101동 1203호 (성남동)";
    return dolbom_address_parse(NULL, address, strlen(address), buffer, sizeof buffer, &buffer_len,
                                out);
}

static dolbom_status fill_phone(void *out)
{
    return dolbom_phone_parse(NULL, "010-1234-5678", 13, out);
}

static dolbom_status fill_date(void *out)
{
    return dolbom_date_parse(NULL, "1945-03-15", 10, out);
}

static dolbom_status fill_rrn(void *out)
{
    return dolbom_rrn_parse(NULL, "480709-1980007", 14, out);
}

static dolbom_status fill_brn(void *out)
{
    return dolbom_brn_parse(NULL, "211-86-08983", 12, out);
}

static dolbom_status fill_crn(void *out)
{
    return dolbom_crn_parse(NULL, "110111-0062432", 14, out);
}

static dolbom_status fill_juso_info(void *out)
{
    dolbom_juso *juso = NULL;
    dolbom_status status = dolbom_juso_open(world.bytes, world.n_bytes, NULL, &juso, NULL);
    if (status == DOLBOM_OK) status = dolbom_juso_describe(juso, out);
    dolbom_juso_free(juso);
    return status;
}

static dolbom_status fill_juso_tally(void *out)
{
    dolbom_juso_builder *builder = NULL;
    const void *bytes;
    uint64_t n_bytes;
    dolbom_status status = world_build(world_rows, 3, NULL, &builder, &bytes, &n_bytes, out, NULL);
    dolbom_juso_builder_free(builder);
    return status;
}

static dolbom_status fill_column(void *out)
{
    return dolbom_schema_column("services", 0, out);
}

static const struct {
    const char *name;
    dolbom_status (*fill)(void *out);
    uint32_t size;
    uint32_t texts; /* where texts begin, which no version cuts in two; 0: it has none */
} structs[] = {
    {"dolbom_name", fill_name, sizeof(dolbom_name), offsetof(dolbom_name, text)},
    {"dolbom_address", fill_address, sizeof(dolbom_address), offsetof(dolbom_address, text)},
    {"dolbom_phone", fill_phone, sizeof(dolbom_phone), 0},
    {"dolbom_date", fill_date, sizeof(dolbom_date), 0},
    {"dolbom_rrn", fill_rrn, sizeof(dolbom_rrn), 0},
    {"dolbom_brn", fill_brn, sizeof(dolbom_brn), 0},
    {"dolbom_brn of a corporation", fill_crn, sizeof(dolbom_brn), 0},
    {"dolbom_juso_info", fill_juso_info, sizeof(dolbom_juso_info), 0},
    {"dolbom_column", fill_column, sizeof(dolbom_column), 0},
    {"dolbom_juso_tally", fill_juso_tally, sizeof(dolbom_juso_tally), 0},
};

enum { N_STRUCTS = sizeof structs / sizeof *structs };

static void mark(union caller *caller, uint32_t struct_size)
{
    memset(caller, MARK, sizeof *caller);
    caller->struct_size = struct_size;
}

static bool all_bytes_are(const union caller *caller, size_t from, size_t to, int byte)
{
    for (size_t i = from; i < to; i++)
        if (caller->bytes[i] != byte) return false;
    return true;
}

static bool cuts_a_text(size_t k, uint32_t size)
{
    const uint32_t texts = structs[k].texts;
    bool is_among = texts > 0 && size > texts && size < structs[k].size;
    return is_among && (size - texts) % sizeof(dolbom_text) != 0;
}

static void open_world(void)
{
    cr_assert_eq(world_open(&world, world_rows, world_n_rows, NULL, NULL), DOLBOM_OK);
}

static void close_world(void)
{
    world_close(&world);
}

TestSuite(callers, .init = open_world, .fini = close_world);

Test(callers, old_and_new_structs_are_filled_as_far_as_both_sides_know_them)
{
    static union caller whole, caller;
    for (size_t k = 0; k < N_STRUCTS; k++) {
        const char *name = structs[k].name;
        const size_t known = structs[k].size;
        mark(&whole, structs[k].size);
        cr_assert_eq(structs[k].fill(&whole), DOLBOM_OK, "%s", name);
        for (uint32_t size = sizeof size; size <= known + FUTURE; size++) {
            const size_t shared = size < known ? size : known;
            if (cuts_a_text(k, size)) continue;
            mark(&caller, size);
            cr_assert_eq(structs[k].fill(&caller), DOLBOM_OK, "%s of %u bytes", name, size);
            cr_assert_eq(caller.struct_size, size, "%s of %u bytes", name, size);
            cr_assert_arr_eq(caller.bytes + sizeof size, whole.bytes + sizeof size,
                             shared - sizeof size, "%s of %u bytes", name, size);
            cr_assert(all_bytes_are(&caller, shared, size, 0), "%s of %u bytes", name, size);
            cr_assert(all_bytes_are(&caller, size, known + FUTURE + GUARD, MARK),
                      "%s of %u bytes: written beyond it", name, size);
        }
    }
}

Test(callers, a_struct_without_room_for_its_own_size_is_refused)
{
    static const uint32_t absurd[] = {0, 1, 2, 3, 65537, UINT32_MAX};
    static union caller caller;
    for (size_t k = 0; k < N_STRUCTS; k++) {
        for (size_t i = 0; i < sizeof absurd / sizeof *absurd; i++) {
            mark(&caller, absurd[i]);
            cr_expect_eq(structs[k].fill(&caller), DOLBOM_E_ARG, "%s of %u bytes", structs[k].name,
                         absurd[i]);
            cr_expect(all_bytes_are(&caller, sizeof *absurd, sizeof caller, MARK));
        }
    }
}

/* A buffer that sufficed when a program was compiled does so with texts that came later. */
Test(callers, texts_that_a_caller_does_not_know_take_no_room)
{
    size_t before = 0;
    for (uint32_t size = offsetof(dolbom_name, text); size <= sizeof(dolbom_name);
         size += sizeof(dolbom_text)) {
        dolbom_name name = {.struct_size = size};
        cr_assert_eq(fill_name(&name), DOLBOM_OK);
        cr_expect(size > offsetof(dolbom_name, text) || buffer_len == 0);
        cr_expect_geq(buffer_len, before);
        before = buffer_len;
    }
    dolbom_name name = {.struct_size = sizeof name};
    cr_assert_eq(fill_name(&name), DOLBOM_OK);
    cr_expect_eq(buffer_len, name.text.len + name.hanja.len + name.latin.len + name.alias.len +
                                 name.namesake.len + name.sound.len + name.fold.len +
                                 name.surname_class.len);
    cr_expect_eq(before, buffer_len);
}

/* ---- errors ---------------------------------------------------------------------------------- */

static dolbom_status fail_plan(dolbom_error *error)
{
    dolbom_plan *plan;
    return dolbom_plan_read(NULL, "a_key_that_does_not_exist: 1", 28, NULL, &plan, error);
}

Test(callers, old_and_new_errors_are_filled_and_their_texts_end)
{
    static union caller whole, caller;
    const size_t known = sizeof(dolbom_error);
    mark(&whole, sizeof(dolbom_error));
    cr_assert_eq(fail_plan((dolbom_error *)&whole), DOLBOM_E_PLAN);
    for (uint32_t size = sizeof size; size <= known + FUTURE; size++) {
        mark(&caller, size);
        cr_assert_eq(fail_plan((dolbom_error *)&caller), DOLBOM_E_PLAN);
        bool is_cut = size > offsetof(dolbom_error, column) && size < known;
        size_t shared = size < known ? size - is_cut : known;
        cr_assert_arr_eq(caller.bytes + sizeof size, whole.bytes + sizeof size,
                         shared - sizeof size, "an error of %u bytes", size);
        cr_assert(all_bytes_are(&caller, shared, size, 0), "an error of %u bytes", size);
        cr_assert(all_bytes_are(&caller, size, known + FUTURE + GUARD, MARK));
    }
}

Test(callers, no_function_reports_into_an_error_without_its_size)
{
    for (uint32_t size = 0; size < sizeof size; size++) {
        dolbom_error error = {.struct_size = size};
        dolbom_plan *plan = NULL;
        dolbom_juso *juso = NULL;
        dolbom_juso_builder *builder = NULL;
        const void *bytes;
        const char *reason;
        uint64_t n_bytes;
        size_t n_out;
        dolbom_table out[1];
        cr_expect_eq(dolbom_self_test(&error), DOLBOM_E_ARG);
        cr_expect_eq(dolbom_plan_read(NULL, NULL, 0, NULL, &plan, &error), DOLBOM_E_ARG);
        cr_expect_eq(dolbom_juso_open(world.bytes, world.n_bytes, NULL, &juso, &error),
                     DOLBOM_E_ARG);
        cr_expect_eq(dolbom_juso_builder_open(NULL, &builder, &error), DOLBOM_E_ARG);
        cr_assert_eq(dolbom_juso_builder_open(NULL, &builder, NULL), DOLBOM_OK);
        cr_expect_eq(dolbom_juso_builder_add(builder, "", 0, &reason, &error), DOLBOM_E_ARG);
        cr_expect_eq(dolbom_juso_builder_finish(builder, &bytes, &n_bytes, NULL, &error),
                     DOLBOM_E_ARG);
        dolbom_juso_builder_free(builder);
        cr_expect_eq(dolbom_clean(NULL, NULL, 0, out, 1, &n_out, &error), DOLBOM_E_ARG);
        struct ArrowSchema schema;
        cr_expect_eq(dolbom_schema("persons", &schema, &error), DOLBOM_E_ARG);
        size_t len;
        cr_expect_eq(dolbom_plan_get(NULL, "as_of", NULL, 0, &len, &error), DOLBOM_E_ARG);
        cr_expect(!plan && !juso && n_out == 0 && error.message[0] == '\0');
    }
}

/* ---- environments ---------------------------------------------------------------------------- */

static dolbom_status read_with(const void *environment)
{
    dolbom_plan *plan = NULL;
    dolbom_status status = dolbom_plan_read(NULL, NULL, 0, environment, &plan, NULL);
    dolbom_plan_free(plan);
    return status;
}

Test(callers, of_an_environment_what_both_sides_know_is_read)
{
    const size_t known = sizeof(dolbom_environment);
    union caller caller;
    for (uint32_t size = 0; size <= known + FUTURE; size++) {
        mark(&caller, size); /* what lies outside of the struct is nobody's wish */
        memset(caller.bytes + sizeof size, 0, size > sizeof size ? size - sizeof size : 0);
        cr_expect_eq(read_with(&caller), size < sizeof size ? DOLBOM_E_ARG : DOLBOM_OK,
                     "an environment of %u bytes", size);
    }
}

Test(callers, a_wish_that_this_version_does_not_know_is_not_passed_over)
{
    const size_t known = sizeof(dolbom_environment);
    for (size_t at = known; at < known + FUTURE; at++) {
        union caller caller = {.bytes = {0}};
        caller.struct_size = (uint32_t)known + FUTURE;
        caller.bytes[at] = 1;
        cr_expect_eq(read_with(&caller), DOLBOM_E_ARG, "a wish at byte %zu", at);
    }
}
