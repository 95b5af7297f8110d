/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file compare.h
 * How far two values agree: levels, from 0 for "no agreement" upwards.
 *
 * Levels are numbers of their kind, or #DOLBOM_LEVEL_MISSING where one of two values is none.
 * Plans weigh them by the names that dolbom_level_text() gives.
 *
 * Levels of a kind rise from worst to best. Neighbours are ten apart: a later version may put
 * a level between two of them, so compare with < and >= where you mean "at least".
 */
#ifndef DOLBOM_COMPARE_H
#define DOLBOM_COMPARE_H

#include "dolbom/plan.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    DOLBOM_LEVEL_MISSING = 255 /**< a value is missing or invalid: no evidence either way */
};

/** How far two values of kind "name" agree, worst to best. */
enum {
    DOLBOM_NAME_LEVEL_OTHER = 0,      /**< different names */
    DOLBOM_NAME_LEVEL_MASKED = 10,    /**< one is partly hidden; what both show agrees */
    DOLBOM_NAME_LEVEL_GIVEN = 20,     /**< the given names agree, the surnames do not */
    DOLBOM_NAME_LEVEL_TOKENS = 30,    /**< a foreigner's: most words or syllables, in any order
                                          and either script */
    DOLBOM_NAME_LEVEL_SYLLABLE = 40,  /**< one syllable of the given name differs */
    DOLBOM_NAME_LEVEL_ROMANIZED = 50, /**< a Korean name and a spelling of it in Latin letters */
    DOLBOM_NAME_LEVEL_NEAR = 60,      /**< a slip: jamo cost of at most 0.5, or other spaces
                                          between Latin words */
    DOLBOM_NAME_LEVEL_SOUND = 70,     /**< heard the same */
    DOLBOM_NAME_LEVEL_FOLDED = 80,    /**< the same by the initial-sound law (유, 류) */
    DOLBOM_NAME_LEVEL_EXACT = 90      /**< the same canonical text */
};

/** How far two values of kind "address" agree, worst to best. */
enum {
    DOLBOM_ADDRESS_LEVEL_OTHER = 0,      /**< different districts, or one is unknown */
    DOLBOM_ADDRESS_LEVEL_DISTRICT = 10,  /**< the same city, county or gu */
    DOLBOM_ADDRESS_LEVEL_ROAD = 20,      /**< the same road, or the same legal dong or ri */
    DOLBOM_ADDRESS_LEVEL_NEIGHBOUR = 30, /**< only the sub-number differs, or a road's number by at
                                           most 4: two buildings further on the same side */
    DOLBOM_ADDRESS_LEVEL_BUILDING = 40,  /**< the same building or lot, not the same unit */
    DOLBOM_ADDRESS_LEVEL_UNIT = 50       /**< the same unit (동, 층, 호) of the same building */
};

/** How far two values of kind "phone" agree, worst to best. */
enum {
    DOLBOM_PHONE_LEVEL_OTHER = 0,   /**< different numbers */
    DOLBOM_PHONE_LEVEL_MASKED = 10, /**< digits are hidden, and what both show agrees */
    DOLBOM_PHONE_LEVEL_DIGIT = 20,  /**< one digit differs, two neighbours are exchanged, or only
                                         the area code differs or is missing */
    DOLBOM_PHONE_LEVEL_EXACT = 30   /**< the same number */
};

/** How far two values of kind "date" agree, worst to best. */
enum {
    DOLBOM_DATE_LEVEL_OTHER = 0,     /**< different days */
    DOLBOM_DATE_LEVEL_YEAR_OFF = 10, /**< one to three years apart, same month and day */
    DOLBOM_DATE_LEVEL_MONTH = 20,    /**< same year and month */
    DOLBOM_DATE_LEVEL_DIGIT = 30,    /**< one digit differs, or day and month are exchanged */
    DOLBOM_DATE_LEVEL_LUNAR = 40,    /**< one, read as a lunar date, is the other */
    DOLBOM_DATE_LEVEL_EXACT = 50     /**< the same day */
};

/** How far two values of kind "rrn" agree, worst to best. */
enum {
    DOLBOM_RRN_LEVEL_OTHER = 0, /**< different numbers */
    DOLBOM_RRN_LEVEL_FRONT =
        10, /**< the same birth date and 7th digit, and other digits after it */
    DOLBOM_RRN_LEVEL_MASKED = 20, /**< digits are hidden; birth date and 7th digit agree, as far as
                                       both are known */
    DOLBOM_RRN_LEVEL_EXACT = 30   /**< all 13 digits are known and the same */
};

/** How far two values of kind "brn", "crn", "sex", "code", "juso" or "pnu" agree. */
enum {
    DOLBOM_CODE_LEVEL_OTHER = 0, /**< different numbers */
    DOLBOM_CODE_LEVEL_EXACT = 10 /**< the same number or code */
};

/** How far two values of kind "text" agree, worst to best. */
enum {
    DOLBOM_TEXT_LEVEL_OTHER = 0,    /**< different texts */
    DOLBOM_TEXT_LEVEL_SIMILAR = 10, /**< 60 % of the pairs of neighbouring letters are shared */
    DOLBOM_TEXT_LEVEL_NEAR = 20,    /**< 85 % are */
    DOLBOM_TEXT_LEVEL_EXACT = 30    /**< the same but for spaces, case and punctuation */
};

/** How far two values of kind "fuzzy" agree, worst to best; missing where their blocks differ. */
enum {
    DOLBOM_FUZZY_LEVEL_OTHER = 0,    /**< their bits have little in common */
    DOLBOM_FUZZY_LEVEL_SIMILAR = 10, /**< 65 % of their bits are shared (Dice) */
    DOLBOM_FUZZY_LEVEL_ALIKE = 20,   /**< 80 % are */
    DOLBOM_FUZZY_LEVEL_NEAR = 30,    /**< 85 % are */
    DOLBOM_FUZZY_LEVEL_EXACT = 40    /**< all are */
};

/**
 * The name of a comparison level, as plans and the table `pairs` write it.
 *
 * dolbom_level_text("name", DOLBOM_NAME_LEVEL_FOLDED) is "folded".
 *
 * @param[in] kind   "name", "address", "phone", "date", "rrn", or another kind
 * @return a static string; "missing" for DOLBOM_LEVEL_MISSING; NULL for any other value
 */
DOLBOM_API const char *dolbom_level_text(const char *kind, uint8_t level);

/**
 * Compare two values as they are written; symmetric.
 *
 * "유영자" and "류 영자" of kind "name" give DOLBOM_NAME_LEVEL_FOLDED, "최해숙" and "최혜숙"
 * DOLBOM_NAME_LEVEL_SOUND. Both are normalised on the way; whoever compares one value with
 * many feeds the stages instead, which normalise each value once.
 *
 * @param[in]  plan       settings, or NULL for the built-in plan
 * @param[in]  kind       what dolbom_value_kind() gives, NUL-terminated
 * @param[in]  left       one value, UTF-8; may be NULL when left_len is 0
 * @param[in]  left_len   length of left in bytes
 * @param[in]  right      the other one, UTF-8; may be NULL when right_len is 0
 * @param[in]  right_len  length of right in bytes
 * @param[out] level      a DOLBOM_…_LEVEL_… of the kind, or DOLBOM_LEVEL_MISSING
 * @return DOLBOM_OK or DOLBOM_E_ARG (also for an unknown kind)
 */
DOLBOM_API dolbom_status dolbom_value_compare(const dolbom_plan *plan, const char *kind,
                                              const char *left, size_t left_len, const char *right,
                                              size_t right_len, uint8_t *level);

#ifdef __cplusplus
}
#endif

#endif
