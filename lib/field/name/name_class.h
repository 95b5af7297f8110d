/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name_class.h - spellings of foreign surnames.
 */
#ifndef DLB_NAME_CLASS_H
#define DLB_NAME_CLASS_H

#include "text/text.h"

enum {
    DLB_NAME_SYLLABLES = 12,    /* read of a Hangul name; what is after them is not in its codes */
    DLB_NAME_SYMBOLS = 36,      /* letters and spaces of a Latin one */
    DLB_NAME_SLOT_SYMBOLS = 12, /* of those in one code */
    DLB_NAME_CLASS_MAX = 4      /* syllables of a surname's class */
};

/*
 * Spellings of foreign surnames as one (name_class.c): "응웬", "구엔" -> "응우옌", in place;
 * returns the new count, at most DLB_NAME_SYLLABLES.
 */
size_t dlb_name_class_fold(uint32_t runes[DLB_NAME_SYLLABLES], size_t n);
/* The Hangul surname a Latin word stands for; 0 syllables when it is none's spelling. */
size_t dlb_name_class_of_word(const char *word, size_t n, uint32_t surname[DLB_NAME_CLASS_MAX]);
/* The class of a foreigner's Hangul name: its first syllables; 0 when none is known. */
size_t dlb_name_class_of_hangul(const uint32_t *runes, size_t n,
                                uint32_t surname[DLB_NAME_CLASS_MAX]);
/* Begins with what no Korean name does, though its first syllable is a surname: 은구엔티란. */
bool dlb_name_class_is_foreign(const uint32_t *runes, size_t n);
/* Is the word one of several that spaces part? */
bool dlb_name_has_word(const char *words, const char *word, size_t n);
/* Is it what Chinese or Russian papers write for a Korean surname (name_reading.c)? */
bool dlb_name_is_read_abroad(const char *word, size_t n, uint32_t surname);
/* A surname that the word stands for beside its own sound: JIN for 김, LE for 레. */
bool dlb_name_class_spells(const char *word, size_t n, const uint32_t *runes, size_t n_runes);

#endif
