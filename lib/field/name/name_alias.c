/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name_alias.c - what else the codes of a name hold: the mark that tells namesakes apart, or
 * another name of the same person.
 *
 * A naturalised woman is 김하은 at one agency and NGUYEN THI LAN at another; a third one wrote
 * both. Two records are compared by the names that agree best, so a code has to hold two. There
 * is room for most: names have three syllables, and their codes twelve.
 *
 *   the name                      room for the other
 *   up to 4 syllables             8 syllables, or 24 letters
 *   5 … 8 syllables               4 syllables, or 12 letters
 *   up to 24 letters              the same
 *
 * A name in Latin letters is cut after a word; one in Hangul that has no room is left out. So is
 * one that only spells the name in the other script: the levels romanized and tokens know that.
 */
#include "field/name/name_codes.h"
#include "field/name/name_scan.h"

#include <string.h>

enum { MARKS = 31, MARK_LOW_BITS = 3, EXTRA_BIT = 60 };

static const uint64_t extra_bits = 7ull << EXTRA_BIT;
static const uint64_t latin_alias = 1ull << 62; /* of slot 2 */

/* ---- marks ---------------------------------------------------------------------------------- */

/* The first is 1, however it is counted: A, 1, 첫째, 장남; 큰 and 작은 are two more. */
static unsigned mark_of(const char *text, size_t len)
{
    static const struct {
        const char *text;
        unsigned mark;
    } words[] = {{"첫째", 1}, {"장남", 1},  {"장녀", 1},  {"둘째", 2}, {"차남", 2}, {"차녀", 2},
                 {"셋째", 3}, {"남아", 28}, {"여아", 29}, {"큰", 30},  {"작은", 31}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (len == strlen(words[i].text) && memcmp(text, words[i].text, len) == 0)
            return words[i].mark;
    unsigned number = 0;
    size_t i = 0;
    for (; i < len && text[i] >= '0' && text[i] <= '9' && number < MARKS; i++)
        number = number * 10 + (unsigned)(text[i] - '0');
    if (i == len && number >= 1 && number < MARKS) return number;
    unsigned letter = (unsigned)(text[0] | 0x20) - 'a';
    return len == 1 && letter < 26 ? letter + 1 : 1 + (unsigned)(dlb_hash64(text, len) % MARKS);
}

void dlb_name_add_mark(const struct dlb_name *name, uint64_t codes[4])
{
    bool is_other_script = codes[1] == 0 && codes[0] != 0;
    if (name->namesake_len == 0 || is_other_script) return;
    uint64_t mark = mark_of(name->namesake, name->namesake_len);
    codes[2] |= (mark & 7) << EXTRA_BIT;
    codes[3] |= mark >> MARK_LOW_BITS << EXTRA_BIT;
}

static uint64_t mark_in(const uint64_t *codes)
{
    bool is_other_script = codes[1] == 0 && codes[0] != 0;
    if (is_other_script || (codes[3] & dlb_name_alias)) return 0;
    return (codes[2] >> EXTRA_BIT & 7) | (codes[3] >> EXTRA_BIT & 3) << MARK_LOW_BITS;
}

bool dlb_name_marks_differ(const uint64_t *left, const uint64_t *right)
{
    uint64_t mark_left = mark_in(left), mark_right = mark_in(right);
    bool same_name = left[0] == right[0] && ((left[1] ^ right[1]) & dlb_name_jamo) == 0;
    return same_name && mark_left != 0 && mark_right != 0 && mark_left != mark_right;
}

/* ---- another name --------------------------------------------------------------------------- */

bool dlb_name_has_alias(const uint64_t *codes)
{
    return codes[1] != 0 && (codes[3] & dlb_name_alias) != 0;
}

static bool is_short(const uint64_t *codes)
{
    return !dlb_name_is_latin(codes) && !dlb_name_is_long(codes);
}

/* Slots that another name may have: 2, 1 or 0. */
static unsigned room_in(const uint64_t *codes)
{
    if (codes[0] == 0 || codes[1] == 0 || mark_in(codes) != 0) return 0;
    return is_short(codes) ? 2 : (codes[3] & (dlb_name_jamo | dlb_name_more)) == 0;
}

/* The other name in Hangul as codes; false: it is too long. */
static bool encode_syllables(const struct dlb_name *name, unsigned room, uint64_t alias[4])
{
    struct dlb_runes runes;
    bool is_read = dlb_runes_read((struct dlb_text){name->alias, name->alias_len}, &runes);
    if (!is_read || runes.n > room * DLB_PACK_MAX) return false;
    dlb_name_encode_hangul(runes.at, runes.n, dlb_surname_of(runes.at, runes.n).n, alias);
    return true;
}

/* In Latin letters, as many words as there is room for; two at least. */
static bool encode_words(const struct dlb_name *name, unsigned room, uint64_t alias[4])
{
    size_t n = name->latin_len, max = (size_t)room * DLB_NAME_SLOT_SYMBOLS;
    if (n > max) {
        n = max + 1;
        while (n > 0 && name->latin[n - 1] != ' ') n--;
        n -= n > 0;
    }
    return n > 0 && memchr(name->latin, ' ', n) && dlb_name_encode_latin(name->latin, n, alias);
}

/* The same name in the other script. */
static bool is_spelling(const uint64_t *codes, const uint64_t *alias)
{
    bool latin = dlb_name_is_latin(codes);
    if (latin == dlb_name_is_latin(alias)) return codes[0] == alias[0];
    return dlb_name_compare_across(latin ? alias : codes, latin ? codes : alias) !=
           DLB_NAME_LEVEL_OTHER;
}

void dlb_name_add_alias(const struct dlb_name *name, uint64_t codes[4])
{
    uint64_t alias[4];
    unsigned room = room_in(codes);
    if (room == 0 || name->alias_len + name->latin_len == 0) return;
    bool is_there = (name->alias_len > 0 && encode_syllables(name, room, alias)) ||
                    (name->latin_len > 0 && encode_words(name, room, alias));
    if (!is_there || is_spelling(codes, alias)) return;
    uint64_t first = alias[1] & dlb_name_jamo, second = alias[2] & dlb_name_jamo;
    bool is_latin = dlb_name_is_latin(alias);
    if (!is_latin && !dlb_name_is_long(alias)) second = 0; /* what is heard */
    if (room == 2) codes[2] = first;
    codes[2] |= (uint64_t)dlb_name_surname(alias) << EXTRA_BIT | (is_latin ? latin_alias : 0);
    codes[3] = dlb_name_alias | (room == 2 ? second : first);
}

/* Codes of a Latin name out of its letters. */
static void view_latin(uint64_t first, uint64_t second, uint64_t view[4])
{
    const uint64_t codes[4] = {0, first | dlb_name_latin_bit, second, 0};
    struct dlb_name_latin latin;
    dlb_name_latin_of(codes, &latin);
    if (!dlb_name_encode_latin(latin.text, latin.n, view)) memset(view, 0, 4 * sizeof *view);
}

static void view_hangul(uint64_t first, uint64_t second, unsigned n_surname, uint64_t view[4])
{
    const uint64_t codes[4] = {0, first, second | (second != 0 ? dlb_name_long : 0), 0};
    uint32_t runes[DLB_NAME_SYLLABLES];
    size_t n = dlb_name_syllables(codes, runes);
    dlb_name_encode_hangul(runes, n, n_surname, view);
}

unsigned dlb_name_views(const uint64_t *codes, uint64_t views[2][4])
{
    memcpy(views[0], codes, 4 * sizeof *codes);
    if (!dlb_name_has_alias(codes)) return 1;
    bool has_two = is_short(codes);
    uint64_t first = (has_two ? codes[2] : codes[3]) & dlb_name_jamo;
    uint64_t second = has_two ? codes[3] & dlb_name_jamo : 0;
    views[0][2] = has_two ? dlb_packed_sound(codes[1] & dlb_name_jamo) : codes[2] & ~extra_bits;
    views[0][3] = 0;
    if (codes[2] & latin_alias)
        view_latin(first, second, views[1]);
    else
        view_hangul(first, second, (unsigned)(codes[2] >> EXTRA_BIT) & 3, views[1]);
    return 2;
}
