/* SPDX-License-Identifier: Apache-2.0 */
/*
 * particle.c - the form of a Korean particle that fits a word.
 *
 * It depends on whether the word before it ends in a consonant; 으로 is 로 also after ㄹ. Digits
 * and Latin letters count as they are read aloud (3 삼, L 엘).
 */
#include "text/text.h"

#include <string.h>

enum { FINAL_RIEUL = 8 };
enum final { FINAL_NONE, FINAL_OTHER, FINAL_L };

/* How a precomposed syllable ends. */
static enum final syllable_final(const unsigned char *bytes)
{
    uint32_t rune = (bytes[0] & 0x0FU) << 12 | (bytes[1] & 0x3FU) << 6 | (bytes[2] & 0x3FU);
    if (!dlb_is_syllable(rune)) return FINAL_NONE;
    unsigned final = dlb_jamo_of(rune).final;
    return final == 0 ? FINAL_NONE : final == FINAL_RIEUL ? FINAL_L : FINAL_OTHER;
}

/* How digits and letters end when they are read aloud: 영 일 이 삼 …, 엘 엠 엔 알. */
static enum final ascii_final(char c)
{
    if (memchr("178LlRr", c, 7)) return FINAL_L;
    return memchr("036MmNn", c, 7) ? FINAL_OTHER : FINAL_NONE;
}

/* Of the last letter or digit; closing brackets and quotes are not heard. */
static enum final text_final(const char *data, size_t len)
{
    while (len > 0 && strchr(")]}\"'", data[len - 1])) len--;
    if (len == 0) return FINAL_NONE;
    const unsigned char *bytes = (const unsigned char *)data;
    if (bytes[len - 1] < 0x80) return ascii_final(data[len - 1]);
    bool three = len >= 3 && (bytes[len - 3] & 0xF0) == 0xE0;
    return three ? syllable_final(bytes + len - 3) : FINAL_NONE;
}

const char *dlb_particle(struct dlb_text text, struct dlb_text particle)
{
    static const struct {
        const char *after_consonant, *after_vowel;
    } pairs[] = {{"은", "는"}, {"이", "가"}, {"을", "를"}, {"과", "와"}, {"으로", "로"}};
    enum final final = text_final(text.data, text.len);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (!dlb_text_equal(particle, dlb_text_of(pairs[i].after_consonant))) continue;
        bool vowel = final == FINAL_NONE || (final == FINAL_L && i == 4);
        return vowel ? pairs[i].after_vowel : pairs[i].after_consonant;
    }
    return "";
}
