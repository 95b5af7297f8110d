/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_common.c - what every part of the command stands on: days and search.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "common/common.h"

Test(common, days_agree_with_the_librarys_calendar)
{
    for (int32_t day = -719528; day < 2932897; day += 11) { /* 0000-01-01 to 9999-12-31 */
        char want[16] = "", got[16]; /* dlb_day_write() ends it with no NUL */
        int32_t year, month, day_of_month, again;
        dlb_day_write(day, want);
        tool_day_split(day, &year, &month, &day_of_month);
        snprintf(got, sizeof got, "%04d-%02d-%02d", year, month, day_of_month);
        cr_assert_str_eq(got, want, "day %d", day);
        cr_assert_eq(tool_day(year, month, day_of_month), day);
        cr_assert(tool_day_read(got, 10, &again) && again == day, "%s", got);
    }
}

Test(common, days_that_do_not_exist_are_refused)
{
    static const char *const bad[] = {
        "2026-02-29", "2026-04-31", "2026-13-01",  "2026-00-10", "2026-01-00",
        "2026-1-01",  "2026/01/01", "2026-01-01 ", "20x6-01-01", ""};
    int32_t day;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_expect_not(tool_day_read(bad[i], strlen(bad[i]), &day), "%s", bad[i]);
    cr_expect_not(tool_day_read(NULL, 0, &day));
    cr_expect(tool_day_read("2024-02-29", 10, &day));
}

struct numbers {
    const int *at;
    int wanted;
};

static bool is_smaller(const void *context, size_t i)
{
    const struct numbers *numbers = context;
    return numbers->at[i] < numbers->wanted;
}

Test(common, counting_what_comes_before_agrees_with_looking_at_all)
{
    static const int sorted[] = {1, 3, 3, 4, 8, 8, 8, 20};
    for (size_t n = 0; n <= sizeof sorted / sizeof *sorted; n++)
        for (int wanted = 0; wanted < 22; wanted++) {
            struct numbers numbers = {sorted, wanted};
            size_t want = 0;
            while (want < n && sorted[want] < wanted) want++;
            cr_expect_eq(tool_count_before(n, is_smaller, &numbers), want, "%zu of %d", n, wanted);
        }
}

/* ---- texts of others ----------------------------------------------------------------------- */

Test(common, what_could_act_is_shown_as_a_mark)
{
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"", ""},
        {"김영수 a-Z 0 <&>", "김영수 a-Z 0 <&>"},
        {"\033[31mRED\a", "\uFFFD[31mRED\uFFFD"},
        {"a\nb\rc\td\x7F", "a\uFFFDb\uFFFDc\uFFFDd\uFFFD"},
        {"\xC2\x85\xC2\x9B"
         "31m",
         "\uFFFD\uFFFD31m"},
        {"\u202Eabc\u202C", "\uFFFDabc\uFFFD"},
        {"\u2066x\u2069\u200F\u061C\u2028\uFEFF", "\uFFFDx\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"},
        {"\U000E0041x", "\uFFFDx"},
        {"\x9B\xFFx\xC0\xAF\xED\xA0\x80", "\uFFFD\uFFFDx\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"},
        {"\xEA\xB9", "\uFFFD\uFFFD"}, /* half of a syllable */
        {"\U0001F600\uAC00\u00A0", "\U0001F600\uAC00\u00A0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *shown = tool_foreign_copy(cases[i].text);
        cr_expect_str_eq(shown, cases[i].shown, "%zu", i);
        free(shown);
    }
}

Test(common, a_long_path_never_pushes_the_reason_off_a_message)
{
    static const char *const pieces[] = {"/folder", "/폴더", "/\033\033\033\033", "\xFF"};
    static char path[200000];
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        path[0] = '\0';
        size_t n = strlen(pieces[i]);
        for (size_t len = 0; len + n < sizeof path; len += n) memcpy(path + len, pieces[i], n + 1);
        for (size_t cut = 100000; cut > 0; cut = cut * 2 / 3) {
            path[cut] = '\0';
            struct io_problem problem = {.kind = IO_OK};
            io_fail(&problem, IO_SYSTEM, "%s, line %d: the reason", path, 7);
            size_t len = strlen(problem.message);
            cr_assert_lt(len, sizeof problem.message);
            cr_assert(strstr(problem.message, ", line 7: the reason"), "%s", problem.message);
            char *again = tool_foreign_copy(problem.message);
            cr_expect_str_eq(again, problem.message, "what is told may be shown");
            free(again);
        }
    }
}

Test(trim, takes_off_the_blanks_that_nobody_sees)
{
    static const char *const texts[][2] = {{"", ""},
                                           {"가람", "가람"},
                                           {" G-1\t", "G-1"},
                                           {"\r\n\xC2\xA0 ", ""},
                                           {" 가 람 ", "가 람"},
                                           {"\xE3\x80\x80가람\xC2\xA0", "가람"},
                                           {"\xC2 G", "\xC2 G"}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *text = texts[i][0];
        size_t len = strlen(text);
        tool_trim(&text, &len);
        cr_expect(len == strlen(texts[i][1]) && memcmp(text, texts[i][1], len) == 0, "text %zu", i);
    }
}
