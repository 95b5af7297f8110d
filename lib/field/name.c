/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name.c - personal names.
 *
 * A name is the one field every record has, and everybody writes something else into its
 * cell: titles, namesakes' letters, the mother's name, the hanja, the age. What is not the
 * name is taken away step by step; the order matters, because each step would misread what
 * an earlier one should have taken:
 *
 *   1  symbols of one kind in one spelling                        (symbols.c)
 *   2  notes in brackets                                          (name_notes.c)
 *   3  hanja, while compatibility characters still tell readings  (name_hanja.c)
 *   4  split jamo, then NFKC                                      (jamo.c, fold.c)
 *   5  English-mode typing                                        (name_latin.c)
 *   6  masks before anything else is cut off, namesakes, Latin     (name_marks.c)
 *   7  honorifics and relations                                   (name_words.c)
 *   8  surname and sound of what is left                          (name_surname.c)
 *
 * Two or three precomposed syllables that end in no honorific are a name as it stands, which
 * nearly all are; they skip 1 to 7.
 */
#include "field/field.h"

#include <string.h>

enum {
    SYLLABLE_BYTES = 3,
    FAST_MAX = 3 /* syllables */
};

/* ---- what every name gets ---------------------------------------------------------------------- */

static void clear(dolbom_name *out, dolbom_quality quality)
{
    uint32_t struct_size = out->struct_size;
    uint16_t flags = out->flags;
    memset(out, 0, offsetof(dolbom_name, text)); /* absent texts have length 0 */
    out->struct_size = struct_size;
    out->quality = quality;
    out->flags = flags;
}

static void set_surname(dolbom_name *out, const uint32_t *syllables, size_t n)
{
    struct dlb_surname surname = dlb_surname_of(syllables, n);
    out->surname_len = (uint8_t)(surname.n * SYLLABLE_BYTES);
    out->surname_len_alt = (uint8_t)(surname.alt * SYLLABLE_BYTES);
    if (surname.n == 0 && !(out->flags & DOLBOM_NAME_MASKED)) out->flags |= DOLBOM_NAME_FOREIGN;
}

static void set_sound(dolbom_name *out, const uint32_t *syllables, size_t n)
{
    size_t len = 0;
    for (size_t i = 0; i < n; i++) len += dlb_utf8_put(dlb_sound(syllables[i]), out->sound + len);
    out->sound_len = (uint16_t)len;
    if (n <= DLB_PACK_MAX) out->code = dlb_pack(syllables, n);
}

void dlb_name_keep(const uint32_t *runes, size_t n, char *dst, size_t dst_cap, uint16_t *len)
{
    if (*len > 0) return;
    ptrdiff_t written = dlb_runes_write(runes, n, dst, dst_cap);
    if (written != DLB_FOLD_FAILED) *len = (uint16_t)written;
}

/* ---- plain names ------------------------------------------------------------------------------- */

static bool parse_fast(struct dlb_text src, dolbom_name *out)
{
    size_t n = src.len / SYLLABLE_BYTES;
    if (n < 2 || n > FAST_MAX || n * SYLLABLE_BYTES != src.len) return false;
    uint32_t syllables[FAST_MAX];
    const uint8_t *bytes = (const uint8_t *)src.data;
    for (size_t i = 0; i < n; i++, bytes += SYLLABLE_BYTES) {
        bool is_three = (bytes[0] & 0xF0) == 0xE0 && (bytes[1] & 0xC0) == 0x80 &&
                        (bytes[2] & 0xC0) == 0x80;
        syllables[i] = (bytes[0] & 0xFu) << 12 | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
        if (!is_three || !dlb_is_syllable(syllables[i])) return false;
    }
    uint32_t last = syllables[n - 1];
    bool may_be_honorific = last == U'씨' || last == U'님' || last == U'사' || last == U'생' ||
                            last == U'동';
    if (may_be_honorific || dlb_name_is_placeholder(syllables, n)) return false;
    memcpy(out->text, src.data, src.len);
    out->text_len = (uint16_t)src.len;
    set_surname(out, syllables, n);
    set_sound(out, syllables, n);
    out->quality = DOLBOM_QUALITY_GOOD;
    return true;
}

/* ---- all others ---------------------------------------------------------------------------------- */

static dolbom_quality quality_of(const struct dlb_name_scan *scan)
{
    return scan->repaired ? DOLBOM_QUALITY_REPAIRED : DOLBOM_QUALITY_GOOD;
}

static dolbom_quality placeholder(struct dlb_name_scan *scan)
{
    scan->out->flags |= DOLBOM_NAME_PLACEHOLDER;
    return DOLBOM_QUALITY_MISSING;
}

static void drop_spaces(struct dlb_runes *runes)
{
    size_t n = 0;
    for (size_t i = 0; i < runes->n; i++) {
        if (runes->at[i] != ' ') runes->at[n++] = runes->at[i];
    }
    runes->n = n;
}

/* Bracketed to the end, or nothing but an alias in brackets: that is the name, then. */
static void use_alias(struct dlb_name_scan *scan)
{
    dolbom_name *out = scan->out;
    dlb_runes_read((struct dlb_text){out->alias, out->alias_len}, &scan->main);
    out->alias_len = 0;
    scan->repaired = true;
}

static bool all_are(const struct dlb_runes *runes, uint32_t first, uint32_t second)
{
    for (size_t i = 0; i < runes->n; i++) {
        uint32_t rune = runes->at[i];
        if (rune != first && rune != second && rune != ' ') return false;
    }
    return runes->n > 0;
}

/* Words in other letters, with the one syllable that may stand among them. */
static dolbom_quality settle_words(struct dlb_name_scan *scan, struct dlb_runes *words)
{
    dolbom_name *out = scan->out;
    if (all_are(words, 'O', 'X') || all_are(words, '?', '?')) return placeholder(scan);
    if (words->n < 2) return DOLBOM_QUALITY_INVALID;
    ptrdiff_t len = dlb_runes_write(words->at, words->n, out->text, sizeof out->text);
    if (len == DLB_FOLD_FAILED || words->n > 4 * DLB_NAME_LETTERS_MAX)
        return DOLBOM_QUALITY_INVALID;
    out->text_len = (uint16_t)len;
    out->flags |= DOLBOM_NAME_FOREIGN;
    for (size_t i = 0; i < words->n; i++) {
        if (words->at[i] == '?') out->flags |= DOLBOM_NAME_MASKED;
    }
    return quality_of(scan);
}

static dolbom_quality settle_hangul(struct dlb_name_scan *scan)
{
    dolbom_name *out = scan->out;
    struct dlb_runes *main = &scan->main;
    drop_spaces(main);
    if (dlb_name_is_placeholder(main->at, main->n) || all_are(main, '?', '?'))
        return placeholder(scan);
    if (main->n > DLB_NAME_LETTERS_MAX) return DOLBOM_QUALITY_INVALID;
    for (size_t i = 0; i < main->n; i++) {
        if (main->at[i] == '?') out->flags |= DOLBOM_NAME_MASKED;
    }
    out->text_len = (uint16_t)dlb_runes_write(main->at, main->n, out->text, sizeof out->text);
    set_surname(out, main->at, main->n);
    if (!(out->flags & DOLBOM_NAME_MASKED)) set_sound(out, main->at, main->n);
    return quality_of(scan);
}

static bool has_hangul(const struct dlb_runes *runes)
{
    for (size_t i = 0; i < runes->n; i++) {
        if (dlb_is_syllable(runes->at[i])) return true;
    }
    return false;
}

static dolbom_quality read_hangul(struct dlb_name_scan *scan)
{
    dolbom_name *out = scan->out;
    dlb_name_take_marks(scan);
    if (!dlb_name_take_words(scan)) return DOLBOM_QUALITY_INVALID;
    drop_spaces(&scan->main);
    if (scan->main.n >= 2) return settle_hangul(scan);
    if (out->latin_len == 0) return DOLBOM_QUALITY_INVALID;
    struct dlb_runes words = scan->main; /* "김 DANIEL" */
    if (words.n > 0) words.at[words.n++] = ' ';
    struct dlb_runes latin;
    dlb_runes_read((struct dlb_text){out->latin, out->latin_len}, &latin);
    memcpy(words.at + words.n, latin.at, latin.n * sizeof *latin.at);
    words.n += latin.n;
    out->latin_len = 0;
    return settle_words(scan, &words);
}

/* A number behind the letters tells namesakes apart; digits among them are no name. */
static bool take_number(struct dlb_name_scan *scan)
{
    const struct dlb_runes *main = &scan->main;
    size_t end = main->n, n_digits = 0;
    while (end > 0 && main->at[end - 1] >= '0' && main->at[end - 1] <= '9') end--;
    for (size_t i = 0; i < end; i++) n_digits += main->at[i] >= '0' && main->at[i] <= '9';
    if (n_digits > 0) return false;
    if (end == main->n) return true;
    dolbom_name *out = scan->out;
    dlb_name_keep(main->at + end, main->n - end, out->namesake, sizeof out->namesake,
                  &out->namesake_len);
    out->flags |= DOLBOM_NAME_NAMESAKE;
    scan->repaired = true;
    return true;
}

static dolbom_quality read_words(struct dlb_name_scan *scan)
{
    struct dlb_runes words;
    if (!take_number(scan)) return DOLBOM_QUALITY_INVALID;
    dlb_name_words(scan->main.at, scan->main.n, &words);
    return settle_words(scan, &words);
}

/* Steps 1 to 5; false when it is no text. */
static bool read_scan(struct dlb_text src, struct dlb_name_scan *scan)
{
    if (!dlb_runes_read(src, &scan->main)) return false;
    dlb_runes_symbols(&scan->main);
    dlb_name_take_notes(scan);
    dlb_name_read_hanja(scan);
    if (!dlb_text_is_plain(src)) {
        scan->repaired |= dlb_runes_jamo(&scan->main);
        if (!dlb_runes_fold(DLB_FOLD_NFKC, &scan->main)) return false;
    }
    dlb_value_trim(&scan->main);
    if (scan->main.n == 0 && scan->out->alias_len > 0) use_alias(scan);
    return true;
}

static dolbom_quality read(struct dlb_text src, struct dlb_name_scan *scan)
{
    if (!read_scan(src, scan)) return DOLBOM_QUALITY_INVALID;
    if (scan->main.n == 0) return DOLBOM_QUALITY_MISSING;
    if (dlb_value_is_blank(&scan->main)) return placeholder(scan);
    if (dlb_name_untype(scan)) return settle_hangul(scan);
    return has_hangul(&scan->main) ? read_hangul(scan) : read_words(scan);
}

void dlb_name_parse(const struct dlb_value_context *context, struct dlb_text src, dolbom_name *out)
{
    (void)context;
    out->flags = 0;
    clear(out, DOLBOM_QUALITY_INVALID);
    if (parse_fast(src, out)) return;
    struct dlb_name_scan scan = {.out = out};
    dolbom_quality quality = read(src, &scan);
    if (quality < DOLBOM_QUALITY_REPAIRED) clear(out, quality);
    out->quality = quality;
}

/* ---- for people to read ---------------------------------------------------------------------------- */

size_t dlb_name_mask(struct dlb_text name, char *dst)
{
    enum { LATIN_SHOWN = 3 };
    struct dlb_runes runes;
    if (!dlb_runes_read(name, &runes) || runes.n == 0) return 0;
    bool is_hangul = dlb_is_syllable(runes.at[0]);
    bool shows_last = is_hangul && runes.n > 2;
    size_t n_shown = is_hangul ? 1 : runes.n > LATIN_SHOWN ? LATIN_SHOWN : 1;
    for (size_t i = n_shown; i < runes.n; i++) {
        if (i + 1 < runes.n || !shows_last) runes.at[i] = is_hangul ? U'○' : '*';
    }
    ptrdiff_t len = dlb_runes_write(runes.at, runes.n, dst, DOLBOM_NAME_MAX);
    return len == DLB_FOLD_FAILED ? 0 : (size_t)len;
}
