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
#include "field/name/name_class.h"
#include "field/name/name_scan.h"

#include <string.h>

#include "field/value_text.h"

enum {
    SYLLABLE_BYTES = 3,
    FAST_MAX = 3 /* syllables */
};

/* ---- what every name gets ------------------------------------------------------------------- */

static void clear(struct dlb_name *out, dolbom_quality quality)
{
    uint16_t flags = out->flags;
    memset(out, 0, offsetof(struct dlb_name, text)); /* absent texts have length 0 */
    out->quality = quality;
    out->flags = flags;
}

static void set_surname(struct dlb_name *out, const uint32_t *syllables, size_t n)
{
    struct dlb_surname surname = dlb_surname_of(syllables, n);
    out->surname_len = (uint8_t)(surname.n * SYLLABLE_BYTES);
    out->surname_len_alt = (uint8_t)(surname.alt * SYLLABLE_BYTES);
    if (surname.n == 0 && !(out->flags & DOLBOM_NAME_MASKED)) out->flags |= DOLBOM_NAME_FOREIGN;
}

/* ---- plain names ---------------------------------------------------------------------------- */

#define S(syllable) [syllable - DLB_SYLLABLE_FIRST] = true

/* How an honorific or a word that stands for no name ends. */
static const bool ends_word[DLB_SYLLABLE_LAST - DLB_SYLLABLE_FIRST + 1] = {
    S(U'씨'), S(U'님'), S(U'사'), S(U'생'), S(U'동'), S(U'상'), S(U'명'), S(U'음'), S(U'불'),
    S(U'인'), S(U'기'), S(U'름'), S(U'플'), S(U'시'), S(U'정'), S(U'란'), S(U'트'), S(U'아'),
    S(U'록'), S(U'개'), S(U'자'), S(U'고'), S(U'재'), S(U'력'), S(U'니'), S(U'지'), S(U'신'),
    S(U'리'), S(U'주'), S(U'남'), S(U'녀'), S(U'부'), S(U'계'), S(U'일'), S(U'원'), S(U'이'),
};
/* How a word of two or three syllables that stands for no name begins, and 큰김순자. */
static const bool begins_word[DLB_SYLLABLE_LAST - DLB_SYLLABLE_FIRST + 1] = {
    S(U'가'), S(U'거'), S(U'공'), S(U'관'), S(U'대'), S(U'동'), S(U'며'), S(U'모'), S(U'무'),
    S(U'미'), S(U'배'), S(U'보'), S(U'본'), S(U'불'), S(U'비'), S(U'샘'), S(U'선'), S(U'성'),
    S(U'세'), S(U'수'), S(U'신'), S(U'아'), S(U'애'), S(U'어'), S(U'없'), S(U'예'), S(U'이'),
    S(U'익'), S(U'임'), S(U'큰'), S(U'테'), S(U'할'), S(U'행'), S(U'홍'), S(U'후'), S(U'남'),
    S(U'누'), S(U'상'), S(U'소'), S(U'쌍'), S(U'여'), S(U'총'), S(U'합'),
};
/* How an honorific ends. */
static const bool ends_honorific[DLB_SYLLABLE_LAST - DLB_SYLLABLE_FIRST + 1] = {
    S(U'씨'), S(U'님'), S(U'사'), S(U'생'), S(U'동')};

#undef S

enum { N_SYLLABLES = DLB_SYLLABLE_LAST - DLB_SYLLABLE_FIRST + 1 };

/* The index of the syllable in three bytes of UTF-8, lowest first; N_SYLLABLES or more if they
 * are none. */
static inline uint32_t syllable_index(uint32_t bytes)
{
    uint32_t rune = (bytes & 0xF) << 12 | (bytes >> 2 & 0xFC0) | (bytes >> 16 & 0x3F);
    bool is_three = (bytes & 0xC0C0F0) == 0x8080E0;
    return (rune - DLB_SYLLABLE_FIRST) | (is_three - 1u);
}

static inline uint32_t four_bytes(const char *at)
{
    const uint8_t *bytes = (const uint8_t *)at;
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

/*
 * Without a decision that depends on the name: what a processor cannot foresee costs it more
 * than all the rest. So two syllables are read as three, the second one twice.
 */
bool dlb_name_read_plain(struct dlb_text src, struct dlb_name *out)
{
    out->flags = 0;
    bool has_third = src.len == 3 * SYLLABLE_BYTES;
    if (!has_third && src.len != 2 * SYLLABLE_BYTES) return false;
    const char *before_third = has_third ? src.data + 5 : src.data + 2;
    uint32_t first = syllable_index(four_bytes(src.data));
    uint32_t second = syllable_index(four_bytes(src.data + 2) >> 8);
    uint32_t last = syllable_index(four_bytes(before_third) >> 8);
    if ((first >= N_SYLLABLES) | (second >= N_SYLLABLES) | (last >= N_SYLLABLES)) return false;
    uint32_t syllables[FAST_MAX] = {DLB_SYLLABLE_FIRST + first, DLB_SYLLABLE_FIRST + second,
                                    DLB_SYLLABLE_FIRST + last};
    size_t n = has_third ? 3 : 2;
    bool is_elder = syllables[0] == U'큰'; /* of two namesakes */
    if (ends_honorific[last] | (begins_word[first] & ends_word[last]) | is_elder) {
        if (ends_honorific[last] || is_elder || dlb_name_is_placeholder(syllables, n)) return false;
    }
    clear(out, DOLBOM_QUALITY_GOOD);
    memcpy(out->text, src.data, 2 * SYLLABLE_BYTES);
    memcpy(out->text + 2 * SYLLABLE_BYTES, before_third + 1, SYLLABLE_BYTES);
    out->code = (uint64_t)dlb_pack_rune(syllables[0]) << 45 |
                (uint64_t)dlb_pack_rune(syllables[1]) << 30 |
                (uint64_t)(has_third ? dlb_pack_rune(syllables[2]) : 0) << 15;
    out->text_len = (uint16_t)src.len;
    set_surname(out, syllables, n);
    return true;
}

/* ---- all others ----------------------------------------------------------------------------- */

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
    struct dlb_name *out = scan->out;
    dlb_runes_read((struct dlb_text){out->alias, out->alias_len}, &scan->main);
    out->alias_len = 0;
    scan->repaired = true;
}

/* "OO", "XXX": letters that stand for what is not told. */
static bool hides_all(const struct dlb_runes *words)
{
    size_t i = 0;
    while (i < words->n && (words->at[i] == ' ' || dlb_name_is_hiding_letter(words->at[i]))) i++;
    return i > 0 && i == words->n;
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
    struct dlb_name *out = scan->out;
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
        bool is_other = (scan->out->flags & DOLBOM_NAME_RELATION) != 0;
        if (is_other || !dlb_name_take_words(scan)) return false;
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
    struct dlb_name *out = scan->out;
    scan->repaired |= dlb_name_drop_titles(words);
    if (hides_all(words) || dlb_value_is_blank(words)) return placeholder(scan);
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
        hides = rune == ' ' || (hides && dlb_name_is_hiding_letter(rune));
    }
    return hides;
}

static dolbom_quality read_hangul(struct dlb_name_scan *scan)
{
    struct dlb_name *out = scan->out;
    if (!take_all(scan)) return DOLBOM_QUALITY_INVALID;
    if (scan->main.n >= 2) return settle_hangul(scan);
    if (out->latin_len == 0) return DOLBOM_QUALITY_INVALID;
    struct dlb_runes words = scan->main; /* "김 DANIEL" */
    if (words.n > 0) words.at[words.n++] = ' ';
    size_t n_before = words.n;
    struct dlb_runes latin;
    dlb_runes_read((struct dlb_text){out->latin, out->latin_len}, &latin);
    dlb_name_take_deceased(scan, &latin);
    if (latin.n < 2 || has_hiding_word(&latin)) return DOLBOM_QUALITY_INVALID;
    memcpy(words.at + words.n, latin.at, latin.n * sizeof *latin.at);
    words.n += latin.n;
    dlb_name_take_deceased(scan, &words); /* the mark is at the end of the name now */
    if (words.n < n_before + 2) return DOLBOM_QUALITY_INVALID;
    out->latin_len = 0;
    return settle_words(scan, &words);
}

/* A number after the letters tells namesakes apart; digits among them are no name. */
static bool take_number(struct dlb_name_scan *scan)
{
    const struct dlb_runes *main = &scan->main;
    size_t end = main->n, n_digits = 0;
    while (end > 0 && main->at[end - 1] >= '0' && main->at[end - 1] <= '9') end--;
    for (size_t i = 0; i < end; i++) n_digits += main->at[i] >= '0' && main->at[i] <= '9';
    if (n_digits > 0) return false;
    if (end == main->n) return true;
    struct dlb_name *out = scan->out;
    dlb_name_keep(main->at + end, main->n - end, out->namesake, sizeof out->namesake,
                  &out->namesake_len);
    out->flags |= DOLBOM_NAME_NAMESAKE;
    scan->repaired = true;
    return true;
}

/* "B/O KIM": baby of. */
static bool begins_with_baby_of(const struct dlb_runes *main)
{
    return main->n > 4 && (main->at[0] | 0x20) == 'b' && main->at[1] == '/' &&
           (main->at[2] | 0x20) == 'o' && main->at[3] == ' ';
}

static dolbom_quality read_words(struct dlb_name_scan *scan)
{
    struct dlb_runes words;
    bool is_baby = begins_with_baby_of(&scan->main);
    if (!take_number(scan)) return DOLBOM_QUALITY_INVALID;
    dlb_name_words(scan->main.at, scan->main.n, &words);
    if (is_baby || dlb_name_tells_baby(&words)) scan->out->flags |= DOLBOM_NAME_RELATION;
    if (scan->out->flags & DOLBOM_NAME_RELATION) return DOLBOM_QUALITY_INVALID;
    dlb_name_take_deceased(scan, &words); /* signs that are gone now hid the mark */
    return settle_words(scan, &words);
}

/* Steps 1 to 5; false when it is no text. */
static bool read_scan(struct dlb_text src, struct dlb_name_scan *scan)
{
    if (!dlb_runes_read(src, &scan->main)) return false;
    dlb_runes_symbols(&scan->main);
    dlb_value_trim(&scan->main);
    size_t n_written = scan->main.n;
    dlb_name_take_notes(scan);
    if (scan->main.n != n_written) dlb_value_trim(&scan->main);
    dlb_name_read_hanja(scan);
    if (!dlb_runes_are_plain(&scan->main)) {
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
                                                  struct dlb_text src, struct dlb_name *out)
{
    struct dlb_name_scan scan;
    clear(out, DOLBOM_QUALITY_INVALID);
    scan.out = out;
    scan.hanja = hanja;
    scan.repaired = false;
    dolbom_quality quality = read(src, &scan);
    /* which of her twins it is tells records of one agency apart, though nobody says its name */
    uint16_t namesake_len = out->flags & DOLBOM_NAME_RELATION ? out->namesake_len : 0;
    if (quality < DOLBOM_QUALITY_REPAIRED) {
        clear(out, quality);
        out->namesake_len = namesake_len;
    }
    out->quality = quality;
}

void dlb_name_read(const struct dlb_value_context *context, struct dlb_text src,
                   struct dlb_name *out)
{
    if (!dlb_name_read_plain(src, out)) read_slowly(context ? context->hanja : NULL, src, out);
}

/* ---- what else it is called ----------------------------------------------------------------- */

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
static size_t find_class(const struct dlb_name *out, const struct dlb_runes *runes,
                         uint32_t surname[DLB_NAME_CLASS_MAX])
{
    size_t n_surname = out->surname_len / SYLLABLE_BYTES;
    if (dlb_name_class_is_foreign(runes->at, runes->n)) n_surname = 0; /* 구엔 is no 구 */
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

/* One syllable is no name, but may be all that was written of a surname. */
static size_t class_of_syllable(struct dlb_text src, uint32_t surname[DLB_NAME_CLASS_MAX])
{
    struct dlb_runes runes;
    if (!dlb_value_read(src, &runes) || runes.n != 1 || !dlb_is_syllable(runes.at[0])) return 0;
    surname[0] = dlb_law(runes.at[0]);
    return dlb_is_surname(runes.at[0]) ? 1 : dlb_name_class_of_hangul(runes.at, 1, surname);
}

static void add_forms(struct dlb_text src, struct dlb_name *out)
{
    struct dlb_runes runes;
    uint32_t surname[DLB_NAME_CLASS_MAX];
    size_t n_class = 0;
    if (out->text_len == 0) {
        n_class = out->quality == DOLBOM_QUALITY_INVALID ? class_of_syllable(src, surname) : 0;
    } else if (dlb_runes_read((struct dlb_text){out->text, out->text_len}, &runes)) {
        bool is_hangul = !(out->flags & DOLBOM_NAME_MASKED);
        for (size_t i = 0; i < runes.n; i++) is_hangul &= dlb_is_syllable(runes.at[i]);
        if (is_hangul) {
            out->sound_len = write_changed(&runes, dlb_sound, out->sound);
            out->fold_len = write_changed(&runes, dlb_law, out->fold);
        }
        n_class = find_class(out, &runes, surname);
    }
    dlb_name_keep(surname, n_class, out->surname_class, sizeof out->surname_class,
                  &out->surname_class_len);
}

void dlb_name_parse(const struct dlb_value_context *context, struct dlb_text src,
                    struct dlb_name *out)
{
    dlb_name_read(context, src, out);
    add_forms(src, out);
}

/* ---- for people to read --------------------------------------------------------------------- */

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
