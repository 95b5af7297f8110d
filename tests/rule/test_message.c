/* SPDX-License-Identifier: Apache-2.0 */
/* test_message.c - a finding in a sentence of Korean and one of English. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "finding/finding_store.h"
#include "support/support.h"

#define TWO                                                                                        \
    "person P A/a B/b C/c\n"                                                                       \
    "services A a s1 meals 2024-03-01 2024-03-31 class=31\n"                                       \
    "services B b s2 meals 2024-03-10 2024-03-12 class=31\n"

static void expect_cell(const char *lines, const char *rule, const char *column,
                        const char *expected)
{
    expect_in_finding("2024-06-30", rule, lines, column, expected);
}

/* What follows the agencies in the message, of which the last is B. */
static void expect_particle(const char *name, const char *particle)
{
    char lines[512], expected[512];
    snprintf(lines, sizeof lines, TWO "agencies A name=시청\nagencies B name=%s\n", name);
    snprintf(expected, sizeof expected,
             "시청, %s%s 한 분에게 먹거리 서비스를 겹쳐 제공한 것으로 보입니다(2024-03-10 ~ "
             "2024-03-12, 3일). 어느 기관이 이어 갈지 협의해 주세요.",
             name, particle);
    expect_cell(lines, "D03", "message_ko", expected);
}

Test(message, korean_particles_fit_the_word_before_them)
{
    expect_particle("남부희망케어센터", "가");
    expect_particle("노인복지관", "이");
    expect_particle("복지관(남양주)", "가");
    expect_particle("푸드뱅크(3)", "이");
    expect_particle("센터2", "가");
    expect_particle("KL", "이");
    expect_particle("KT", "가");
    expect_particle("푸드마켓★", "가");
}

Test(message, names_in_messages_cannot_act_on_a_terminal)
{
    expect_cell(TWO "agencies A name=\x1B[2J\u202E\u061C\xC2\x9B\u2028Z\n", "D03", "message_en",
                "\uFFFD[2J\uFFFD\uFFFD\uFFFD Z, B seem to serve one person with food services at "
                "the same time (2024-03-10 to 2024-03-12, 3 days). Please agree which agency goes "
                "on.");
}

Test(message, messages_name_agencies_and_days)
{
    expect_cell(TWO "agencies B name=North~Centre\n", "D03", "message_en",
                "A, North Centre seem to serve one person with food services at the same time "
                "(2024-03-10 to 2024-03-12, 3 days). Please agree which agency goes on.");
    expect_cell("person P A/a B/b\n"
                "services A a s1 meals 2024-03-01 - class=31\n"
                "services B b s2 meals 2024-06-30 - class=31\n",
                "D03", "message_en",
                "A, B seem to serve one person with food services at the same time "
                "(since 2024-06-30, 1 day). Please agree which agency goes on.");
}

#define BOTH "services A a s1 home 2024-01-01 -\nservices A a s2 centre 2024-03-01 -\n"

Test(message, english_messages_have_english_names_and_a_capital)
{
    static const char named[] =
        "person P A/a\nprogrammes home 7001 name=가정양육 name_en=home~allowance\n"
        "programmes centre 7002 name=보육료 name_en=fees\nmutex care exclusive home centre\n" BOTH;
    static const char half[] = "person P A/a\nprogrammes home 7001 name=가정양육\n"
                               "programmes centre 7002\nmutex care exclusive home centre\n" BOTH;
    expect_cell(named, "D09", "message_en",
                "Home allowance and fees exclude each other, but both seem to have been given "
                "(since 2024-03-01; A). Please check which one stays.");
    expect_cell(
        named, "D09", "message_ko",
        "가정양육과 보육료는 함께 받을 수 없는데 같이 지원된 것으로 보입니다(2024-03-01부터 "
        "계속, A). 어느 쪽을 유지할지 확인해 주세요.");
    expect_cell(half, "D09", "message_en",
                "가정양육 and centre exclude each other, but both seem to have been given (since "
                "2024-03-01; A). Please check which one stays.");
}

Test(message, needs_are_called_what_people_call_them)
{
    static const char lines[] =
        "person P A/a\nneed_map food 31 name=먹거리 name_en=something~to~eat\n"
        "services A a s1 meals 2024-01-01 2024-01-02 class=92\n"
        "needs A a n1 food 2024-06-01 urgency=high\n";
    expect_cell(lines, "O01", "message_en",
                "A need (something to eat) known since 2024-06-01 should have been answered by "
                "2024-06-08; nothing has started, 22 days late.");
}

Test(message, what_is_counted_has_one_form_for_one)
{
    static const char lines[] = "person P A/a\nneed_map food 31\n"
                                "services A a s1 meals 2024-01-01 2024-01-02 class=92\n"
                                "needs A a n1 food 2024-06-22 urgency=high\n";
    expect_cell(lines, "O01", "message_en",
                "A need (food) known since 2024-06-22 should have been answered by 2024-06-29; "
                "nothing has started, 1 day late.");
}

/* Beyond its end the word's memory goes on as the text does. */
Test(message, a_text_that_begins_like_a_word_is_another)
{
    static const struct dlb_phrase phrases[] = {{"birth\0x", "출생", "a birth"}};
    static const struct dlb_rule rule = {
        .message_en = "{kind}", .phrases = phrases, .n_phrases = 1};
    const struct dlb_closed closed = {.rule = &rule};
    struct dlb_slot slot = {.key = "kind", .kind = 't', .text = {"birth\0x", 7}};
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_findings findings = {
        .env = env, .slots = {.data = &slot, .n = 1}, .message = {.env = env}};
    dlb_message_write(&findings, &closed, false, false);
    struct dlb_text said = dlb_writer_text(&findings.message);
    cr_expect(dlb_text_equal(said, dlb_text_of("birth\uFFFDx")), "%.*s", (int)said.len, said.data);
    slot.text.len = strlen("birth");
    dlb_message_write(&findings, &closed, false, false);
    said = dlb_writer_text(&findings.message);
    cr_expect(dlb_text_equal(said, dlb_text_of("a birth")), "%.*s", (int)said.len, said.data);
    dlb_array_clear(env, &findings.message.text, 1);
    test_env_close(env, &memory);
}
