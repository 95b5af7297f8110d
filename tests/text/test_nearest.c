/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_nearest.c - what a misspelt word was meant to be.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "text/text.h"

static const char *nearest(const char *word)
{
    static const char *const known[] = {"name",   "birth_date", "phone",  "address",
                                        "agency", "agencies",   "복지관", "돌봄센터"};
    struct dlb_nearest near = dlb_nearest_to((struct dlb_text){word, strlen(word)});
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) dlb_nearest_try(&near, known[i]);
    return near.known ? near.known : "none";
}

Test(nearest, a_slip_of_the_pen_is_understood)
{
    cr_expect_str_eq(nearest("nmae"), "name", "two letters swapped");
    cr_expect_str_eq(nearest("nam"), "name", "one left out");
    cr_expect_str_eq(nearest("phoone"), "phone", "one too many");
    cr_expect_str_eq(nearest("Birth-Date"), "birth_date", "another letter, and capitals");
    cr_expect_str_eq(nearest("agenceis"), "agencies");
    cr_expect_str_eq(nearest("복지간"), "복지관", "a syllable is one letter");
    cr_expect_str_eq(nearest("agency"), "agency", "the word itself");
}

Test(nearest, words_that_have_little_in_common_are_not_near)
{
    cr_expect_str_eq(nearest("x"), "none");
    cr_expect_str_eq(nearest("quantity"), "none");
    cr_expect_str_eq(nearest("돌"), "none");
    cr_expect_str_eq(nearest(""), "none");
    cr_expect_str_eq(nearest("\xff\xfe"), "none", "no text");
    char endless[200];
    memset(endless, 'n', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    cr_expect_str_eq(nearest(endless), "none");
}

Test(nearest, a_message_ends_with_what_was_meant)
{
    char hint[DLB_HINT_MAX];
    cr_expect_str_eq(dlb_did_you_mean("phone", hint), "; did you mean phone?");
    cr_expect_str_eq(dlb_did_you_mean(NULL, hint), "");
}
