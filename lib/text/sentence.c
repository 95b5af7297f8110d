/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sentence.c - sentences for people, piece by piece or from a template.
 */
#include "text/text.h"

#include <string.h>

enum { UNIT = 1000000, DECIMALS = 6 };

void dlb_say_shown(struct dlb_writer *sentence, struct dlb_text text)
{
    char other[4];
    size_t from = 0; /* what stands for itself is written in one go */
    for (size_t at = 0, before = 0; at < text.len; before = at) {
        bool is_usual = text.data[at] >= ' ' && text.data[at] < '~';
        if (is_usual) {
            at++;
            continue;
        }
        uint32_t rune = dlb_utf8_next(text.data, text.len, &at), shown = dlb_rune_shown(rune);
        if (shown == rune) continue;
        dlb_write_bytes(sentence, text.data + from, before - from);
        dlb_write_bytes(sentence, other, dlb_utf8_put(shown, other));
        from = at;
    }
    dlb_write_bytes(sentence, text.data + from, text.len - from);
}

static void say_grouped(struct dlb_writer *sentence, uint64_t number)
{
    enum { GROUP = 3, ROOM = DLB_NUMBER_ROOM + DLB_NUMBER_ROOM / GROUP };
    char digits[DLB_NUMBER_ROOM], text[ROOM];
    size_t len = dlb_number_write(number, digits), n = 0;
    for (size_t i = 0; i < len; i++) {
        if (i && (len - i) % GROUP == 0) text[n++] = ',';
        text[n++] = digits[i];
    }
    dlb_write_bytes(sentence, text, n);
}

void dlb_say_int(struct dlb_writer *sentence, int64_t number)
{
    if (number < 0) dlb_write(sentence, "-");
    say_grouped(sentence, dlb_size_of(number));
}

void dlb_say_decimal(struct dlb_writer *sentence, int64_t millionths)
{
    char digits[DLB_DECIMAL_ROOM];
    uint64_t size = dlb_size_of(millionths);
    if (millionths < 0) dlb_write(sentence, "-");
    say_grouped(sentence, size / UNIT);
    size_t len = dlb_decimal_write((int64_t)(size % UNIT), DECIMALS, digits);
    dlb_write_bytes(sentence, digits + 1, len - 1); /* its 0 is written already */
}

void dlb_say_particle(struct dlb_writer *sentence, struct dlb_text particle)
{
    dlb_write(sentence, dlb_particle(dlb_writer_text(sentence), particle));
}

void dlb_say_template(struct dlb_writer *sentence, const char *template, dlb_slot_say slot,
                      const void *context)
{
    const char *open;
    for (; (open = strchr(template, '{')) != NULL;) {
        size_t len = strcspn(open, "}"), name = strcspn(open, ":}");
        dlb_write_bytes(sentence, template, (size_t)(open - template));
        slot(context, (struct dlb_text){open + 1, name - 1}, sentence);
        if (name < len)
            dlb_say_particle(sentence, (struct dlb_text){open + name + 1, len - name - 1});
        template = open + len + (open[len] != '\0');
    }
    dlb_write(sentence, template);
}
