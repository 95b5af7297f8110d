/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name_scan.h - the steps of reading a name.
 */
#ifndef DLB_NAME_SCAN_H
#define DLB_NAME_SCAN_H

#include "field/field.h"

/*
 * dlb_name_parse without what codes are not made of: sound, fold, surname_class. The first is the
 * fast way, for names of two or three syllables that stand as they are; false (and nothing is set
 * but flags) for all others.
 */
bool dlb_name_read_plain(struct dlb_text src, struct dlb_name *out);
void dlb_name_read(const struct dlb_value_context *context, struct dlb_text src,
                   struct dlb_name *out);

enum { DLB_NAME_LETTERS_MAX = 64 }; /* syllables or letters of a name; more is no name */

/* A name while it is read: parts go to *out as they are found, `main` is what is left. */
struct dlb_name_scan {
    struct dlb_name *out;
    const struct dlb_hanja_table *hanja; /* of the plan, or NULL */
    struct dlb_runes main;
    bool repaired; /* something was dropped, guessed or converted */
};

/* Brackets: hanja, Latin form, alias, sex, age, namesake; notes about others are dropped. */
void dlb_name_take_notes(struct dlb_name_scan *scan);
/* "故 김순자", "김순자 故": no name begins or ends so; signs beside the mark go too. */
void dlb_name_take_deceased(struct dlb_name_scan *scan, struct dlb_runes *runes);
/* Hanja beside Hangul goes to its part; other hanja becomes Hangul where all can be read. */
void dlb_name_read_hanja(struct dlb_name_scan *scan);
/* Of a name with Hangul: masks to '?', namesake letters and Latin words to their parts. */
void dlb_name_take_marks(struct dlb_name_scan *scan);
/* O, X and 0, in any script where they look like that: they hide a syllable where one should be. */
bool dlb_name_is_hiding_letter(uint32_t rune);
/* Honorifics and titles; false when no name of the person remains ("이철수 모", "김씨"). */
bool dlb_name_take_words(struct dlb_name_scan *scan);
/* Hangul typed in English mode becomes Hangul; true when it did. */
bool dlb_name_untype(struct dlb_name_scan *scan);

/*
 * Capital letters without marks, one space between words, '?' for what is hidden. Digits and
 * symbols are left out. Returns the number of letters.
 */
size_t dlb_name_words(const uint32_t *runes, size_t n, struct dlb_runes *words);
/* "MS NGUYEN THI LAN" -> "NGUYEN THI LAN", before two words or more; true if it did. */
bool dlb_name_drop_titles(struct dlb_runes *words);
/* "NGUYEN THI LAN BABY", "BABY OF KIM": a newborn under the name of its mother. */
bool dlb_name_tells_baby(const struct dlb_runes *words);
/* Keep a part unless it is too long or there is one. */
void dlb_name_keep(const uint32_t *runes, size_t n, char *dst, size_t dst_cap, uint16_t *len);

/* Words that stand where a name should: "미상", "테스트"; and those of relation: "보호자". */
bool dlb_name_is_placeholder(const uint32_t *runes, size_t n);
bool dlb_name_is_word(const uint32_t *runes, size_t n); /* an honorific, a title, a relation */
bool dlb_name_is_relation(const uint32_t *runes, size_t n);

/* Syllables of a surname, 0 when there is none; `alt` is a second candidate, 0: none. */
struct dlb_surname {
    uint8_t n, alt;
};

struct dlb_surname dlb_surname_of(const uint32_t *syllables, size_t n);
/* A surname of one syllable that is in use. */
bool dlb_is_surname(uint32_t rune);

#endif
