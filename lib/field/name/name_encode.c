/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name_encode.c - a name that was read as four numbers, which name_codes.h explains.
 */
#include "field/name/name_codes.h"
#include "field/name/name_scan.h"

#include <string.h>

static void encode_hangul(const struct dlb_name *name, const struct dlb_runes *runes,
                          uint64_t *codes)
{
    dlb_name_encode_syllables(runes->at, runes->n, name->surname_len / 3, codes);
    if (name->flags & DOLBOM_NAME_MASKED)
        codes[1] |= dlb_name_masked;
    else if (runes->n <= DLB_PACK_MAX)
        codes[2] = dlb_packed_sound(codes[1] & dlb_name_jamo);
}

/* false: too long, or another script. */
static bool encode_latin(const struct dlb_name *name, uint64_t *codes)
{
    if (!dlb_name_encode_latin(name->text, name->text_len, codes)) return false;
    bool is_masked = (name->flags & DOLBOM_NAME_MASKED) != 0;
    if (is_masked) codes[0] = 0;
    if (is_masked) codes[1] |= dlb_name_masked;
    return true;
}

static void encode_words(const struct dlb_name *name, uint64_t *codes)
{
    size_t n_words = 0;
    for (size_t at = 0; at < name->text_len && n_words < DLB_NAME_WORDS; n_words++) {
        const char *word = name->text + at;
        const char *end = memchr(word, ' ', name->text_len - at);
        size_t len = end ? (size_t)(end - word) : name->text_len - at;
        codes[2 + n_words / 4] |= (uint64_t)dlb_name_word_hash(word, len) << (16 * (n_words % 4));
        at += len + 1;
    }
}

static bool read_hangul(const struct dlb_name *name, struct dlb_runes *runes)
{
    if (!dlb_runes_read((struct dlb_text){name->text, name->text_len}, runes)) return false;
    for (size_t i = 0; i < runes->n; i++) {
        if (!dlb_is_syllable(runes->at[i]) && runes->at[i] != '?') return false;
    }
    return true;
}

/* A name of other words, or a Hangul one that is long or partly hidden. */
static void encode_other(const struct dlb_name *name, uint64_t *codes)
{
    struct dlb_runes runes;
    if (encode_latin(name, codes)) return;
    if (read_hangul(name, &runes))
        encode_hangul(name, &runes, codes);
    else if (!(name->flags & DOLBOM_NAME_MASKED))
        encode_words(name, codes);
}

/* Up to four syllables; the text is given apart, because reading again what was just written to
 * the structure waits for it. */
static void encode_short(const struct dlb_name *name, struct dlb_text text, uint64_t *codes)
{
    codes[0] = dlb_name_hash(text);
    codes[1] = name->code | (uint64_t)(name->surname_len / 3) << 60;
    codes[2] = dlb_packed_sound(name->code);
}

static void encode_read(const struct dlb_name *name, uint64_t codes[4])
{
    struct dlb_text text = {name->text, name->text_len};
    if (name->code != 0)
        encode_short(name, text, codes);
    else
        encode_other(name, codes);
    bool is_masked = (name->flags & DOLBOM_NAME_MASKED) != 0;
    if (codes[0] == 0 && !is_masked) codes[0] = dlb_name_hash(text);
}

dolbom_quality dlb_name_encode(const struct dlb_value_context *context, struct dlb_text src,
                               struct dlb_name *name, uint64_t codes[4])
{
    codes[0] = codes[1] = codes[2] = codes[3] = 0;
    if (dlb_name_read_plain(src, name)) {
        encode_short(name, src, codes);
        return name->quality;
    }
    dlb_name_read(context, src, name);
    if (name->quality >= DOLBOM_QUALITY_REPAIRED && name->text_len > 0) encode_read(name, codes);
    if (name->flags & DOLBOM_NAME_NAMESAKE) dlb_name_add_mark(name, codes);
    if (name->alias_len + name->latin_len > 0) dlb_name_add_alias(name, codes);
    return name->quality;
}
