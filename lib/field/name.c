/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name.c - personal names.
 */
#include "field/field.h"

#include <string.h>

enum {
    SYLLABLES_MAX = 64
};

static void clear(dolbom_name *out, dolbom_quality quality)
{
    uint32_t struct_size = out->struct_size;
    memset(out, 0, offsetof(dolbom_name, text));
    out->struct_size = struct_size;
    out->quality = quality;
}

static void set_hangul(dolbom_name *out, const uint32_t *syllables, size_t n)
{
    uint32_t heard[SYLLABLES_MAX];
    for (size_t i = 0; i < n; i++) heard[i] = dlb_sound(syllables[i]);
    out->text_len = (uint16_t)dlb_runes_write(syllables, n, out->text, sizeof out->text);
    out->sound_len = (uint16_t)dlb_runes_write(heard, n, out->sound, sizeof out->sound);
    struct dlb_surname surname = dlb_surname_of(syllables, n);
    out->surname_len = (uint8_t)(surname.n * 3);
    out->surname_len_alt = (uint8_t)(surname.alt * 3);
    if (n <= DLB_PACK_MAX) out->code = dlb_pack(syllables, n);
    if (surname.n == 0) out->flags |= DOLBOM_NAME_FOREIGN;
}

void dlb_name_parse(const struct dlb_value_context *context, struct dlb_text src, dolbom_name *out)
{
    (void)context;
    clear(out, DOLBOM_QUALITY_INVALID);
    struct dlb_runes runes;
    if (!dlb_value_read(src, &runes)) return;
    if (dlb_value_is_blank(&runes)) {
        out->quality = DOLBOM_QUALITY_MISSING;
        return;
    }
    size_t n = 0;
    for (size_t i = 0; i < runes.n; i++) {
        if (dlb_is_syllable(runes.at[i])) runes.at[n++] = runes.at[i];
    }
    if (n < 2 || n > SYLLABLES_MAX) return;
    set_hangul(out, runes.at, n);
    out->quality = DOLBOM_QUALITY_GOOD;
}

size_t dlb_name_mask(struct dlb_text name, char *dst)
{
    struct dlb_runes runes;
    if (!dlb_runes_read(name, &runes) || runes.n == 0) return 0;
    bool is_hangul = dlb_is_syllable(runes.at[0]);
    size_t n_shown = is_hangul ? 1 : 3;
    for (size_t i = n_shown; i < runes.n; i++) {
        bool is_last = is_hangul && i + 1 == runes.n && runes.n > 2;
        if (!is_last) runes.at[i] = is_hangul ? U'○' : '*';
    }
    ptrdiff_t len = dlb_runes_write(runes.at, runes.n, dst, DOLBOM_NAME_MAX);
    return len == DLB_FOLD_FAILED ? 0 : (size_t)len;
}
