/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_error.c - errors fit their struct, whatever is put into them and whoever made it.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/base.h"

static const char long_korean[] =
    "열이름이매우길어서들어가지않는경우에도글자가쪼개지지않아야한다고한다";

Test(error, an_error_carries_what_it_was_given)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    errno = ENOENT;
    cr_expect_eq(dlb_fail(&error, DOLBOM_E_SCHEMA, 41, "birth_date", "%d of %s", 3, "rows"),
                 DOLBOM_E_SCHEMA);
    cr_expect_eq(error.row, 41);
    cr_expect_str_eq(error.column, "birth_date");
    cr_expect_str_eq(error.message, "3 of rows");
    cr_expect_eq(error.os_error, 0, "errno counts for file errors only");
    cr_expect_eq(error.struct_size, sizeof error);
    errno = ENOSPC;
    dlb_fail(&error, DOLBOM_E_IO, -1, NULL, "cannot write");
    cr_expect_eq(error.os_error, ENOSPC);
    cr_expect_eq(error.row, -1);
    cr_expect_str_eq(error.column, "");
}

Test(error, no_error_struct_is_needed)
{
    cr_expect_eq(dlb_fail(NULL, DOLBOM_E_PLAN, 1, "x", "y"), DOLBOM_E_PLAN);
    cr_expect_eq(dlb_fail_memory(NULL, NULL), DOLBOM_E_MEMORY);
    dolbom_error from = DOLBOM_ERROR_INIT;
    dlb_error_copy(NULL, &from);
}

/* Every byte of `text` belongs to a whole character of two or more bytes, or is ASCII. */
static bool whole_utf8(const char *text)
{
    while (*text) {
        unsigned char lead = (unsigned char)*text++;
        int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
        if (lead >= 0x80 && lead < 0xC0) return false;
        for (; more > 0; more--, text++)
            if (((unsigned char)*text & 0xC0) != 0x80) return false;
    }
    return true;
}

Test(error, long_texts_are_cut_between_characters)
{
    for (int shift = 0; shift < 6; shift++) {
        char column[sizeof long_korean + 6];
        memset(column, 'c', (size_t)shift);
        strcpy(column + shift, long_korean);
        dolbom_error error = DOLBOM_ERROR_INIT;
        dlb_fail(&error, DOLBOM_E_INPUT, 0, column, "%s%s%s", column, long_korean, long_korean);
        cr_expect(whole_utf8(error.column));
        cr_expect(whole_utf8(error.message));
        cr_expect_geq(strlen(error.column), sizeof error.column - 3);
        cr_expect_geq(strlen(error.message), sizeof error.message - 3);
        cr_expect_eq(strncmp(error.column, column, strlen(error.column)), 0);
    }
}

Test(error, half_a_character_that_a_caller_cut_is_dropped)
{
    for (size_t len = 0; len < sizeof long_korean; len++) {
        char cut[sizeof long_korean];
        memcpy(cut, long_korean, len);
        cut[len] = '\0';
        dolbom_error error = DOLBOM_ERROR_INIT;
        dlb_fail(&error, DOLBOM_E_INPUT, 0, cut, "%s and more", cut);
        cr_expect(whole_utf8(error.column));
        cr_expect(whole_utf8(error.message));
        cr_expect(strstr(error.message, " and more"));
        if (len < sizeof error.column) cr_expect_eq(strlen(error.column), len - len % 3);
    }
}

Test(error, a_text_that_just_fits_is_not_cut)
{
    char fits[192], over[193];
    memset(fits, 'x', sizeof fits), fits[191] = '\0';
    memset(over, 'x', sizeof over), over[192] = '\0';
    dolbom_error error = DOLBOM_ERROR_INIT;
    dlb_fail(&error, DOLBOM_E_INPUT, 0, NULL, "%s", fits);
    cr_expect_str_eq(error.message, fits);
    dlb_fail(&error, DOLBOM_E_INPUT, 0, NULL, "%s", over);
    cr_expect_str_eq(error.message, fits);
}

Test(error, a_message_is_one_line)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    dlb_fail(&error, DOLBOM_E_SCHEMA, 0, "two\nlines\t\x7f", "a\r\nb%c", 1);
    cr_expect_str_eq(error.column, "two lines  ");
    cr_expect_str_eq(error.message, "a  b ");
}

Test(error, an_older_callers_struct_cuts_between_characters)
{
    for (uint32_t size = offsetof(dolbom_error, column) + 1; size < sizeof(dolbom_error); size++) {
        dolbom_error error = DOLBOM_ERROR_INIT;
        error.struct_size = size;
        dlb_fail(&error, DOLBOM_E_INPUT, 0, long_korean, "%s", long_korean);
        cr_expect(whole_utf8(error.column), "size %u", size);
        if (size > offsetof(dolbom_error, message)) cr_expect(whole_utf8(error.message));
    }
}

static const dolbom_status statuses[] = {
    DOLBOM_OK,        DOLBOM_E_ARG,    DOLBOM_E_ROOM,  DOLBOM_E_MEMORY,
    DOLBOM_E_PLAN,    DOLBOM_E_SCHEMA, DOLBOM_E_INPUT, DOLBOM_E_IO,
    DOLBOM_E_CORRUPT, DOLBOM_E_BUSY,   DOLBOM_E_KEY,   DOLBOM_E_CANCELLED,
};

Test(error, every_status_has_its_own_text)
{
    const size_t n = sizeof statuses / sizeof *statuses;
    for (size_t a = 0; a < n; a++) {
        cr_expect_str_neq(dolbom_status_text(statuses[a]), "unknown status");
        for (size_t b = 0; b < a; b++)
            cr_expect_str_neq(dolbom_status_text(statuses[a]), dolbom_status_text(statuses[b]));
    }
    cr_expect_str_eq(dolbom_status_text(DOLBOM_E_MEMORY), "out of memory");
    static const dolbom_status unknown[] = {-1, 1, DOLBOM_E_CANCELLED + 10, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        cr_expect_str_eq(dolbom_status_text(unknown[i]), "unknown status");
}

Test(error, every_quality_has_its_name)
{
    cr_expect_str_eq(dolbom_quality_text(DOLBOM_QUALITY_MISSING), "missing");
    cr_expect_str_eq(dolbom_quality_text(DOLBOM_QUALITY_INVALID), "invalid");
    cr_expect_str_eq(dolbom_quality_text(DOLBOM_QUALITY_REPAIRED), "repaired");
    cr_expect_str_eq(dolbom_quality_text(DOLBOM_QUALITY_GOOD), "good");
    cr_expect_str_eq(dolbom_quality_text(1), "unknown quality");
    cr_expect_str_eq(dolbom_quality_text(UINT8_MAX), "unknown quality");
}

Test(version, it_is_three_numbers)
{
    unsigned major = 0, minor = 0, patch = 0;
    int end = 0;
    int n = sscanf(dolbom_version(), "%u.%u.%u%n", &major, &minor, &patch, &end);
    cr_expect_eq(n, 3);
    cr_expect_eq(dolbom_version_number(), 10000 * major + 100 * minor + patch);
    cr_expect_eq(dolbom_version_number(), DOLBOM_VERSION_NUMBER);
    cr_expect_eq(dolbom_version()[end], '\0');
}
