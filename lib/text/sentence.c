/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sentence.c - sentences for people, piece by piece or from a template.
 */
#include "text/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { NUMBER_ROOM = 32, UNIT = 1000000, DECIMALS = 6 };

static void put(struct dlb_sentence *sentence, const char *data, size_t len)
{
    if (sentence->failed || !len) return;
    char *end = dlb_array_reserve(sentence->env, &sentence->bytes, len, 1, SIZE_MAX);
    sentence->failed = !end;
    if (!end) return;
    memcpy(end, data, len);
    sentence->bytes.n += len;
}

void dlb_say(struct dlb_sentence *sentence, const char *text)
{
    put(sentence, text, strlen(text));
}

void dlb_say_shown(struct dlb_sentence *sentence, struct dlb_text text)
{
    char shown[4];
    for (size_t at = 0; at < text.len;)
        put(sentence, shown,
            dlb_utf8_put(dlb_rune_shown(dlb_utf8_next(text.data, text.len, &at)), shown));
}

size_t dlb_grouped_write(uint64_t number, char text[DLB_GROUPED_ROOM])
{
    char digits[NUMBER_ROOM];
    int len = snprintf(digits, sizeof digits, "%" PRIu64, number);
    size_t n = 0;
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0) text[n++] = ',';
        text[n++] = digits[i];
    }
    return n;
}

void dlb_say_decimal(struct dlb_sentence *sentence, int64_t millionths)
{
    char digits[DLB_GROUPED_ROOM];
    uint64_t size = millionths < 0 ? 0 - (uint64_t)millionths : (uint64_t)millionths;
    if (millionths < 0) dlb_say(sentence, "-");
    put(sentence, digits, dlb_grouped_write(size / UNIT, digits));
    if (size % UNIT == 0) return;
    int len = snprintf(digits, sizeof digits, ".%0*" PRIu64, DECIMALS, size % UNIT);
    while (digits[len - 1] == '0') len--;
    put(sentence, digits, (size_t)len);
}

void dlb_say_particle(struct dlb_sentence *sentence, struct dlb_text particle)
{
    dlb_say(sentence, dlb_particle(dlb_sentence_text(sentence), particle));
}

void dlb_say_template(struct dlb_sentence *sentence, const char *template, dlb_slot_say slot,
                      const void *context)
{
    const char *open;
    for (; (open = strchr(template, '{')) != NULL;) {
        size_t len = strcspn(open, "}"), name = strcspn(open, ":}");
        put(sentence, template, (size_t)(open - template));
        slot(context, (struct dlb_text){open + 1, name - 1}, sentence);
        if (name < len)
            dlb_say_particle(sentence, (struct dlb_text){open + name + 1, len - name - 1});
        template = open + len + (open[len] != '\0');
    }
    dlb_say(sentence, template);
}

struct dlb_text dlb_sentence_text(const struct dlb_sentence *sentence)
{
    const char *data = sentence->bytes.data;
    return (struct dlb_text){data ? data : "", sentence->bytes.n};
}

void dlb_sentence_reset(struct dlb_sentence *sentence)
{
    sentence->bytes.n = 0;
}

void dlb_sentence_clear(struct dlb_sentence *sentence)
{
    if (sentence->env) dlb_array_clear(sentence->env, &sentence->bytes, 1);
    *sentence = (struct dlb_sentence){.env = NULL};
}
