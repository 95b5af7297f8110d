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
 *   8  surname of what is left                                    (name_surname.c)
 *   9  what the name is called by elsewhere: sound, fold, class   (name_class.c)
 *
 * Two or three precomposed syllables that end in no honorific are a name as it stands, which
 * nearly all are; they skip 1 to 7. Whoever wants codes only skips 9.
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

void dlb_name_keep(const uint32_t *runes, size_t n, char *dst, size_t dst_cap, uint16_t *len)
{
    if (*len > 0) return;
    ptrdiff_t written = dlb_runes_write(runes, n, dst, dst_cap);
    if (written != DLB_FOLD_FAILED) *len = (uint16_t)written;
}

/* ---- plain names ------------------------------------------------------------------------------- */

#define ENDS(syllable) [syllable - DLB_SYLLABLE_FIRST] = true

/* How an honorific or a word that stands for no name ends. */
static const bool ends_word[DLB_SYLLABLE_LAST - DLB_SYLLABLE_FIRST + 1] = {
    ENDS(U'씨'), ENDS(U'님'), ENDS(U'사'), ENDS(U'생'), ENDS(U'동'), ENDS(U'상'), ENDS(U'명'),
    ENDS(U'음'), ENDS(U'불'), ENDS(U'인'), ENDS(U'기'), ENDS(U'름'), ENDS(U'플'), ENDS(U'시'),
    ENDS(U'정'), ENDS(U'란'), ENDS(U'트'), ENDS(U'아'), ENDS(U'록'), ENDS(U'개'), ENDS(U'자'),
    ENDS(U'고'), ENDS(U'재'), ENDS(U'력'), ENDS(U'니'), ENDS(U'지'), ENDS(U'신'), ENDS(U'리'),
    ENDS(U'주'),
};

#undef ENDS

/* The code points of a text of 2 or 3 syllables; 0 when it is anything else. */
static size_t read_syllables(struct dlb_text src, uint32_t syllables[FAST_MAX])
{
    size_t n = src.len / SYLLABLE_BYTES;
    if (n < 2 || n > FAST_MAX || n * SYLLABLE_BYTES != src.len) return 0;
    const uint8_t *bytes = (const uint8_t *)src.data;
    for (size_t i = 0; i < n; i++, bytes += SYLLABLE_BYTES) {
        bool is_three = (bytes[0] & 0xF0) == 0xE0 && (bytes[1] & 0xC0) == 0x80 &&
                        (bytes[2] & 0xC0) == 0x80;
        syllables[i] = (bytes[0] & 0xFu) << 12 | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
        if (!is_three || !dlb_is_syllable(syllables[i])) return 0;
    }
    return n;
}

bool dlb_name_read_plain(struct dlb_text src, dolbom_name *out)
{
    out->flags = 0;
    uint32_t syllables[FAST_MAX];
    size_t n = read_syllables(src, syllables);
    if (n == 0) return false;
    uint32_t last = syllables[n - 1];
    bool is_honorific = last == U'씨' || last == U'님' || last == U'사' || last == U'생' ||
                        last == U'동';
    if (syllables[0] == U'큰') return false; /* of two namesakes the elder */
    bool may_be_word = ends_word[last - DLB_SYLLABLE_FIRST];
    if (may_be_word && (is_honorific || dlb_name_is_placeholder(syllables, n))) return false;
    clear(out, DOLBOM_QUALITY_GOOD);
    uint64_t code = 0;
    for (size_t i = 0; i < n; i++) {
        memcpy(out->text + i * SYLLABLE_BYTES, src.data + i * SYLLABLE_BYTES, SYLLABLE_BYTES);
        code = code << 15 | dlb_pack_rune(syllables[i]);
    }
    out->code = code << 15 * (DLB_PACK_MAX - n);
    out->text_len = (uint16_t)src.len;
    set_surname(out, syllables, n);
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

static bool has_hidden(const struct dlb_runes *runes)
{
    for (size_t i = 0; i < runes->n; i++) {
        if (runes->at[i] == '?') return true;
    }
    return false;
}

static dolbom_quality settle_hangul(struct dlb_name_scan *scan)
{
    dolbom_name *out = scan->out;
    struct dlb_runes *main = &scan->main;
    drop_spaces(main);
    if (dlb_name_is_placeholder(main->at, main->n) || dlb_value_is_blank(main))
        return placeholder(scan);
    if (main->n > DLB_NAME_LETTERS_MAX) return DOLBOM_QUALITY_INVALID;
    if (has_hidden(main)) out->flags |= DOLBOM_NAME_MASKED;
    out->text_len = (uint16_t)dlb_runes_write(main->at, main->n, out->text, sizeof out->text);
    set_surname(out, main->at, main->n);
    if (!(out->flags & DOLBOM_NAME_MASKED) && main->n <= DLB_PACK_MAX)
        out->code = dlb_pack(main->at, main->n);
    return quality_of(scan);
}

/* What is cut off or hidden may have kept apart what is a word without it: until nothing more is
 * cut. */
static bool take_all(struct dlb_name_scan *scan)
{
    bool is_first = true;
    for (bool again = true; again; is_first = false) {
        size_t before = scan->main.n;
        dlb_name_take_marks(scan);
        size_t marked = scan->main.n;
        if (!dlb_name_take_words(scan)) return false;
        size_t named = scan->main.n;
        drop_spaces(&scan->main);
        bool is_joined = marked < before || scan->main.n < named;
        bool may_be_marks = has_hidden(&scan->main) && (is_first || scan->main.n < before);
        again = is_joined || may_be_marks;
    }
    return true;
}

/* Words in other letters, with the one syllable that may stand among them. */
static dolbom_quality settle_words(struct dlb_name_scan *scan, struct dlb_runes *words)
{
    dolbom_name *out = scan->out;
    scan->repaired |= dlb_name_drop_titles(words);
    if (all_are(words, 'O', 'X') || dlb_value_is_blank(words)) return placeholder(scan);
    if (words->n < 2) return DOLBOM_QUALITY_INVALID;
    scan->main.n = words->n;
    memcpy(scan->main.at, words->at, words->n * sizeof *words->at);
    if (dlb_name_untype(scan)) { /* what was around it hid it */
        bool is_name = take_all(scan) && scan->main.n >= 2;
        return is_name ? settle_hangul(scan) : DOLBOM_QUALITY_INVALID;
    }
    ptrdiff_t len = dlb_runes_write(words->at, words->n, out->text, sizeof out->text);
    if (len == DLB_FOLD_FAILED || words->n > 4 * DLB_NAME_LETTERS_MAX)
        return DOLBOM_QUALITY_INVALID;
    out->text_len = (uint16_t)len;
    out->flags |= DOLBOM_NAME_FOREIGN;
    if (has_hidden(words)) out->flags |= DOLBOM_NAME_MASKED;
    return quality_of(scan);
}

static bool has_hangul(const struct dlb_runes *runes)
{
    for (size_t i = 0; i < runes->n; i++) {
        if (dlb_is_syllable(runes->at[i])) return true;
    }
    return false;
}

/* "XX" among the words hides something, beside a syllable. */
static bool has_hiding_word(const struct dlb_runes *words)
{
    bool hides = true;
    for (size_t i = 0; i < words->n; i++) {
        uint32_t rune = words->at[i];
        if (rune == ' ' && hides) return true;
        hides = rune == ' ' || (hides && (rune == 'O' || rune == 'X'));
    }
    return hides;
}

static dolbom_quality read_hangul(struct dlb_name_scan *scan)
{
    dolbom_name *out = scan->out;
    if (!take_all(scan)) return DOLBOM_QUALITY_INVALID;
    if (scan->main.n >= 2) return settle_hangul(scan);
    if (out->latin_len == 0) return DOLBOM_QUALITY_INVALID;
    struct dlb_runes words = scan->main; /* "김 DANIEL" */
    if (words.n > 0) words.at[words.n++] = ' ';
    struct dlb_runes latin;
    dlb_runes_read((struct dlb_text){out->latin, out->latin_len}, &latin);
    if (has_hiding_word(&latin)) return DOLBOM_QUALITY_INVALID;
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
    dlb_value_trim(&scan->main);
    dlb_name_take_notes(scan);
    dlb_value_trim(&scan->main);
    dlb_name_read_hanja(scan);
    if (!dlb_text_is_plain(src)) {
        scan->repaired |= dlb_runes_jamo(&scan->main);
        if (!dlb_runes_fold(DLB_FOLD_NFKC, &scan->main)) return false;
        dlb_runes_symbols(&scan->main);
        dlb_name_read_hanja(scan); /* compatibility characters without a reading of their own */
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
    (void)dlb_name_untype(scan);
    return has_hangul(&scan->main) ? read_hangul(scan) : read_words(scan);
}

/* Not inlined: its arrays would weigh on the fast way, too. */
static __attribute__((noinline)) void read_slowly(const struct dlb_hanja_table *hanja,
                                                  struct dlb_text src, dolbom_name *out)
{
    struct dlb_name_scan scan;
    clear(out, DOLBOM_QUALITY_INVALID);
    scan.out = out;
    scan.hanja = hanja;
    scan.repaired = false;
    dolbom_quality quality = read(src, &scan);
    if (quality < DOLBOM_QUALITY_REPAIRED) clear(out, quality);
    out->quality = quality;
}

void dlb_name_read(const struct dlb_value_context *context, struct dlb_text src, dolbom_name *out)
{
    if (!dlb_name_read_plain(src, out)) read_slowly(context ? context->hanja : NULL, src, out);
}

/* ---- what else it is called ------------------------------------------------------------------------- */

/* Texts that Hangul has another form of, syllable by syllable. */
static uint16_t write_changed(const struct dlb_runes *runes, uint32_t (*change)(uint32_t),
                              char *dst)
{
    size_t len = 0;
    for (size_t i = 0; i < runes->n; i++) len += dlb_utf8_put(change(runes->at[i]), dst + len);
    return (uint16_t)len;
}

/* Of a Korean name its surname by the law; of others what their first word or syllables stand for,
 * or else the last word (MINSU LEE). */
static size_t find_class(const dolbom_name *out, const struct dlb_runes *runes,
                         uint32_t surname[DLB_NAME_CLASS_MAX])
{
    size_t n_surname = out->surname_len / SYLLABLE_BYTES;
    for (size_t i = 0; i < n_surname; i++) surname[i] = dlb_law(runes->at[i]);
    if (n_surname > 0) return n_surname;
    if (dlb_is_syllable(runes->at[0]))
        return dlb_name_class_of_hangul(runes->at, runes->n, surname);
    const char *space = memchr(out->text, ' ', out->text_len);
    size_t n_first = space ? (size_t)(space - out->text) : out->text_len, last = out->text_len;
    size_t n = dlb_name_class_of_word(out->text, n_first, surname);
    while (last > 0 && out->text[last - 1] != ' ') last--;
    return n > 0 ? n : dlb_name_class_of_word(out->text + last, out->text_len - last, surname);
}

static void add_forms(dolbom_name *out)
{
    struct dlb_runes runes;
    if (out->text_len == 0 || !dlb_runes_read((struct dlb_text){out->text, out->text_len}, &runes))
        return;
    bool is_hangul = !(out->flags & DOLBOM_NAME_MASKED);
    for (size_t i = 0; i < runes.n; i++) is_hangul &= dlb_is_syllable(runes.at[i]);
    if (is_hangul) {
        out->sound_len = write_changed(&runes, dlb_sound, out->sound);
        out->fold_len = write_changed(&runes, dlb_law, out->fold);
    }
    uint32_t surname[DLB_NAME_CLASS_MAX];
    size_t n = find_class(out, &runes, surname);
    dlb_name_keep(surname, n, out->surname_class, sizeof out->surname_class,
                  &out->surname_class_len);
}

void dlb_name_parse(const struct dlb_value_context *context, struct dlb_text src, dolbom_name *out)
{
    dlb_name_read(context, src, out);
    add_forms(out);
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
