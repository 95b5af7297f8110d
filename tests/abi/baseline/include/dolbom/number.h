/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file number.h
 * Phone numbers, dates, resident numbers and registration numbers, taken apart.
 *
 * Pure functions, see value.h. A canonical text is what dolbom_value_normalize() gives.
 */
#ifndef DOLBOM_NUMBER_H
#define DOLBOM_NUMBER_H

#include "dolbom/plan.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    DOLBOM_PHONE_MAX = 16, /**< bytes that always suffice for a phone number */
    DOLBOM_DATE_MAX = 16,  /**< bytes that always suffice for a date */
    DOLBOM_RRN_MAX = 16,   /**< bytes that always suffice for a resident number */
    DOLBOM_BRN_MAX = 16    /**< bytes that always suffice for a business or corporate number */
};

enum {
    DOLBOM_DAY_NONE = INT32_MIN /**< no day; days count from 1970-01-01 */
};

/** Kinds of phone numbers. */
enum {
    DOLBOM_PHONE_NONE = 0,     /**< no number */
    DOLBOM_PHONE_MOBILE = 1,   /**< 010, or an old 01X number */
    DOLBOM_PHONE_LANDLINE = 2, /**< 02, 031 … 064 */
    DOLBOM_PHONE_INTERNET = 3, /**< 070 */
    DOLBOM_PHONE_VIRTUAL = 4,  /**< 050x: forwards to somebody; weak evidence */
    DOLBOM_PHONE_SERVICE = 5,  /**< 15xx, 16xx, 18xx, 080: an institution's */
    DOLBOM_PHONE_LOCAL = 6     /**< a landline without its area code: 5902114 */
};

/** A phone number taken apart. */
typedef struct dolbom_phone {
    uint32_t struct_size; /**< sizeof(dolbom_phone) as the caller was compiled */
    uint8_t quality;      /**< a #dolbom_quality */
    uint8_t kind;         /**< DOLBOM_PHONE_… */
    uint8_t n_numbers;    /**< numbers found in the cell; the first usable one counts */
    uint8_t reserved;     /**< 0 */
    uint64_t code;        /**< the national digits as a number with a leading 1; 0 if there is
                               none, or some are hidden */
} dolbom_phone;

/** How a date was written; bits of dolbom_date.flags. */
enum {
    DOLBOM_DATE_LUNAR = 1,    /**< written as a lunar date; year, month, day are the solar one */
    DOLBOM_DATE_NO_DAY = 2,   /**< the day is unknown (0 in `day`) */
    DOLBOM_DATE_NO_MONTH = 4, /**< month and day are unknown */
    DOLBOM_DATE_GUESSED = 8,  /**< the century was guessed from the as-of date */
    DOLBOM_DATE_MORE = 16     /**< numbers after it were left out: a second date, an age */
};

/** A date taken apart; Gregorian. */
typedef struct dolbom_date {
    uint32_t struct_size; /**< sizeof(dolbom_date) as the caller was compiled */
    uint8_t quality;      /**< a #dolbom_quality */
    uint8_t flags;        /**< DOLBOM_DATE_… bits */
    uint8_t month;        /**< 1 … 12, 0 if unknown */
    uint8_t day;          /**< 1 … 31, 0 if unknown */
    int32_t year;         /**< 1800 … 2199, 0 if missing */
    int32_t days;         /**< days since 1970-01-01, DOLBOM_DAY_NONE unless complete */
} dolbom_date;

/** What a resident number's check digit says. */
enum {
    DOLBOM_RRN_CHECK_NONE = 0,   /**< fewer than 13 digits, or issued under the 2020 rule */
    DOLBOM_RRN_CHECK_OK = 1,     /**< agrees (by either formula for foreigners) */
    DOLBOM_RRN_CHECK_SUSPECT = 2 /**< disagrees: lower trust, never proof */
};

/** A resident or foreigner registration number taken apart. */
typedef struct dolbom_rrn {
    uint32_t struct_size; /**< sizeof(dolbom_rrn) as the caller was compiled */
    uint8_t quality;      /**< a #dolbom_quality */
    uint8_t check;        /**< DOLBOM_RRN_CHECK_… */
    uint8_t sex;          /**< 'M' or 'F', 0 if the 7th digit is unknown */
    uint8_t foreign;      /**< 1 for 7th digits 5 to 8 */
    uint8_t n_digits;     /**< 13, 7 or 6 known digits; 0 if none */
    uint8_t reserved[3];  /**< 0 */
    uint32_t front;       /**< the first six digits, YYMMDD, as a number */
    int32_t birth_days;   /**< birth date, days since 1970-01-01; DOLBOM_DAY_NONE if unknown */
    uint32_t reserved_2;  /**< 0 */
    uint64_t number;      /**< the 13 digits as a number; 0 unless all are known */
} dolbom_rrn;

/** How a resident number agrees with what stands beside it; bits, none where one is unknown. */
enum {
    DOLBOM_RRN_BIRTH_EQUAL = 1,    /**< the birth date in it is the given one, as far as known */
    DOLBOM_RRN_BIRTH_LUNAR = 2,    /**< one of both, read as a lunar date, is the other */
    DOLBOM_RRN_BIRTH_DIFFERS = 4,  /**< neither */
    DOLBOM_RRN_SEX_EQUAL = 8,      /**< the seventh digit says the given sex */
    DOLBOM_RRN_SEX_DIFFERS = 16,   /**< it says the other one */
    DOLBOM_RRN_NUMBER_OK = 32,     /**< the check digit agrees */
    DOLBOM_RRN_NUMBER_SUSPECT = 64 /**< the check digit disagrees: lower trust, never proof */
};

/** Whose a business number is, from its fourth and fifth digit. */
enum {
    DOLBOM_BRN_TYPE_NONE = 0,       /**< no number */
    DOLBOM_BRN_TYPE_INDIVIDUAL = 1, /**< 01 … 80, 89 … 99: individuals and unincorporated bodies */
    DOLBOM_BRN_TYPE_CORPORATION = 2 /**< 81 … 88: corporations, the state, their branches */
};

/** A business (사업자등록번호) or corporate (법인등록번호) registration number taken apart. */
typedef struct dolbom_brn {
    uint32_t struct_size; /**< sizeof(dolbom_brn) as the caller was compiled */
    uint8_t quality;      /**< a #dolbom_quality */
    uint8_t check;        /**< DOLBOM_RRN_CHECK_…: what the last digit says */
    uint8_t type;         /**< DOLBOM_BRN_TYPE_… */
    uint8_t reserved;     /**< 0 */
    uint64_t number;      /**< the 10 or 13 digits as a number; 0 if there are none */
} dolbom_brn;

/**
 * Take a phone number apart.
 *
 * @param[in]     plan     settings, or NULL for the built-in plan
 * @param[in]     src      the value as written, UTF-8; may be NULL when src_len is 0
 * @param[in]     src_len  length of src in bytes; longer than 64 KiB is invalid
 * @param[in,out] out      struct_size set by the caller; all other fields are filled
 * @return DOLBOM_OK or DOLBOM_E_ARG
 */
DOLBOM_API dolbom_status dolbom_phone_parse(const dolbom_plan *plan, const char *src,
                                            size_t src_len, dolbom_phone *out);

/** Take a date apart; as dolbom_phone_parse(). */
DOLBOM_API dolbom_status dolbom_date_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                                           dolbom_date *out);

/** Take a resident number apart; as dolbom_phone_parse(). */
DOLBOM_API dolbom_status dolbom_rrn_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                                          dolbom_rrn *out);

/** Take a business number apart; as dolbom_phone_parse(). */
DOLBOM_API dolbom_status dolbom_brn_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                                          dolbom_brn *out);

/** Take a corporate number apart; as dolbom_phone_parse(). */
DOLBOM_API dolbom_status dolbom_crn_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                                          dolbom_brn *out);

/**
 * Tell whether a resident number agrees with the birth date and the sex written beside it.
 *
 * "450315-2******" with "1945.3.15" and "여" gives BIRTH_EQUAL and SEX_EQUAL, with "1945.2.2"
 * BIRTH_LUNAR: older people's papers often give the lunar birthday.
 *
 * @param[in]  plan       settings, or NULL for the built-in plan
 * @param[in]  rrn        the number as written, UTF-8; may be NULL when rrn_len is 0
 * @param[in]  rrn_len    length of rrn in bytes
 * @param[in]  birth      the birth date as written; may be NULL when birth_len is 0
 * @param[in]  birth_len  length of birth in bytes
 * @param[in]  sex        the sex as written; may be NULL when sex_len is 0
 * @param[in]  sex_len    length of sex in bytes
 * @param[out] flags      DOLBOM_RRN_BIRTH_…, _SEX_… and _NUMBER_… bits; 0 if rrn is no number
 * @return DOLBOM_OK or DOLBOM_E_ARG
 */
DOLBOM_API dolbom_status dolbom_rrn_check(const dolbom_plan *plan, const char *rrn, size_t rrn_len,
                                          const char *birth, size_t birth_len, const char *sex,
                                          size_t sex_len, uint32_t *flags);

#ifdef __cplusplus
}
#endif

#endif
