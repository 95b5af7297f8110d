/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file value.h
 * Values: one name, address, phone number, date or registration number at a time.
 *
 * Pure functions: pointer and length in, the caller's buffer out, no allocation, no
 * state; any thread may call them. The first argument is a plan or NULL for the
 * built-in one; of a plan they use the as-of date and the tables loaded into it.
 *
 * Each kind has three forms. `_normalize` writes the canonical text; all have one
 * signature. `_parse` fills a structure whose `struct_size` the caller has set.
 * `_compare` tells how far two of them agree (compare.h). A dirty value is never an
 * error: status is about the call, quality is about the data.
 */
#ifndef DOLBOM_VALUE_H
#define DOLBOM_VALUE_H

#include "dolbom/plan.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    DOLBOM_NAME_MAX = 512,    /**< bytes that always suffice for a canonical name */
    DOLBOM_ADDRESS_MAX = 1024, /**< bytes that always suffice for a canonical address */
    DOLBOM_PHONE_MAX = 16,    /**< bytes that always suffice for a phone number */
    DOLBOM_DATE_MAX = 16,     /**< bytes that always suffice for a date */
    DOLBOM_RRN_MAX = 16,      /**< bytes that always suffice for a resident number */
    DOLBOM_JUSO_KEY_MAX = 26, /**< bytes that always suffice for a building's official number */
    DOLBOM_PNU_MAX = 19,      /**< bytes that always suffice for a lot's official number */
    DOLBOM_BRN_MAX = 16       /**< bytes that always suffice for a business or corporate number */
};

enum {
    DOLBOM_DAY_NONE = INT32_MIN /**< no day; days count from 1970-01-01 */
};

/** What a name's writing says beside the name; bits of dolbom_name.flags. */
enum {
    DOLBOM_NAME_MASKED = 1,       /**< some syllables are hidden; canonical text has '?' there */
    DOLBOM_NAME_FOREIGN = 2,      /**< not of Korean form: Latin letters or many syllables */
    DOLBOM_NAME_DECEASED = 4,     /**< marked 故 or (사망) */
    DOLBOM_NAME_PLACEHOLDER = 8,  /**< "미상", "없음", "○○○" …: no name at all */
    DOLBOM_NAME_RELATION = 16,    /**< names another person ("이철수 모"); never an identity */
    DOLBOM_NAME_TYPED_LATIN = 32, /**< Hangul typed in English mode, decoded */
    DOLBOM_NAME_NAMESAKE = 64,    /**< carried a namesake letter or number */
    DOLBOM_NAME_HANJA_READ = 128  /**< the Hangul was read from hanja */
};

/** A name taken apart. Texts are UTF-8, not NUL-terminated; an absent part has length 0. */
typedef struct dolbom_name {
    uint32_t struct_size;     /**< sizeof(dolbom_name) as the caller was compiled */
    uint8_t quality;          /**< a #dolbom_quality */
    uint8_t surname_len;      /**< bytes of `text` that are the surname; 0 if it has none */
    uint8_t surname_len_alt;  /**< second candidate of the split; 0 if there is none */
    uint8_t sex;              /**< 'M' or 'F' from a note in brackets, else 0 */
    uint16_t flags;           /**< DOLBOM_NAME_… bits */
    uint16_t age;             /**< age from a note in brackets, else 0 */
    uint16_t text_len;        /**< bytes of text */
    uint16_t hanja_len;       /**< bytes of hanja */
    uint16_t latin_len;       /**< bytes of latin */
    uint16_t alias_len;       /**< bytes of alias */
    uint16_t sound_len;       /**< bytes of sound */
    uint16_t namesake_len;    /**< bytes of namesake */
    uint16_t fold_len;        /**< bytes of fold */
    uint16_t surname_class_len; /**< bytes of surname_class */
    uint32_t reserved;        /**< 0 */
    uint64_t code;            /**< packed jamo of up to 4 syllables; 0 if not Hangul */
    char text[512];           /**< canonical name: Hangul without spaces, or LATIN TOKENS */
    char hanja[128];          /**< hanja form, if written */
    char latin[256];          /**< Latin form beside a Hangul one */
    char alias[192];          /**< another Hangul name given in brackets */
    char sound[192];          /**< sound key of the Hangul name */
    char namesake[16];        /**< what told namesakes apart, such as "2" */
    char fold[192];           /**< the Hangul name with the initial-sound law on each syllable */
    char surname_class[32];   /**< the Hangul surname that the written one stands for: "이" of
                                   LEE and 리, "응우옌" of NGUYEN and 구엔 */
} dolbom_name;

/** Kinds of phone numbers. */
enum {
    DOLBOM_PHONE_NONE = 0,     /**< no number */
    DOLBOM_PHONE_MOBILE = 1,   /**< 010, or an old 01X number */
    DOLBOM_PHONE_LANDLINE = 2, /**< 02, 031 … 064 */
    DOLBOM_PHONE_INTERNET = 3, /**< 070 */
    DOLBOM_PHONE_VIRTUAL = 4,  /**< 050x: forwards to somebody; weak evidence */
    DOLBOM_PHONE_SERVICE = 5   /**< 15xx, 16xx, 18xx, 080: an institution's */
};

/** A phone number taken apart. */
typedef struct dolbom_phone {
    uint32_t struct_size; /**< sizeof(dolbom_phone) as the caller was compiled */
    uint8_t quality;      /**< a #dolbom_quality */
    uint8_t kind;         /**< DOLBOM_PHONE_… */
    uint8_t text_len;     /**< bytes of text */
    uint8_t n_numbers;    /**< numbers found in the cell; text is the first usable one */
    uint64_t code;        /**< the digits as a number with a leading 1; 0 if none */
    char text[16];        /**< national digits, 01X numbers converted to 010 */
} dolbom_phone;

/** How a date was written; bits of dolbom_date.flags. */
enum {
    DOLBOM_DATE_LUNAR = 1,     /**< written as a lunar date; year, month, day are the solar one */
    DOLBOM_DATE_NO_DAY = 2,    /**< the day is unknown (0 in `day`) */
    DOLBOM_DATE_NO_MONTH = 4,  /**< month and day are unknown */
    DOLBOM_DATE_GUESSED = 8,   /**< the century was guessed from the as-of date */
    DOLBOM_DATE_MORE = 16      /**< numbers behind it were left out: a second date, an age */
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
    DOLBOM_RRN_CHECK_NONE = 0,    /**< fewer than 13 digits, or issued under the 2020 rule */
    DOLBOM_RRN_CHECK_OK = 1,      /**< agrees (by either formula for foreigners) */
    DOLBOM_RRN_CHECK_SUSPECT = 2  /**< disagrees: lower trust, never proof */
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
    DOLBOM_RRN_BIRTH_EQUAL = 1,   /**< the birth date in it is the given one, as far as known */
    DOLBOM_RRN_BIRTH_LUNAR = 2,   /**< one of both, read as a lunar date, is the other */
    DOLBOM_RRN_BIRTH_DIFFERS = 4, /**< neither */
    DOLBOM_RRN_SEX_EQUAL = 8,     /**< the seventh digit says the given sex */
    DOLBOM_RRN_SEX_DIFFERS = 16,  /**< it says the other one */
    DOLBOM_RRN_NUMBER_OK = 32,    /**< the check digit agrees */
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

/** What an address names. */
enum {
    DOLBOM_ADDRESS_NONE = 0, /**< neither road nor lot could be read */
    DOLBOM_ADDRESS_ROAD = 1, /**< road name and building number (도로명) */
    DOLBOM_ADDRESS_LOT = 2,  /**< legal dong or ri and lot number (지번) */
    DOLBOM_ADDRESS_BOTH = 3  /**< a road address with its lot in brackets */
};

/** What had to be done to read an address; bits of dolbom_address.flags. */
enum {
    DOLBOM_ADDRESS_RENAMED = 1,  /**< the province or district has another name today */
    DOLBOM_ADDRESS_INFERRED = 2, /**< province or gu was not written but follows from the rest */
    DOLBOM_ADDRESS_MENDED = 4,   /**< a slip of the pen was mended ("수지고", a lost 번길) */
    DOLBOM_ADDRESS_DROPPED = 8,  /**< something was left out: a doubled gu, a needless dong */
    DOLBOM_ADDRESS_SHARED = 16   /**< the lot comes from a juso table, and other buildings stand
                                      on it too; says nothing about how the address is written */
};

/**
 * An address taken apart. Texts are UTF-8, not NUL-terminated; absent parts have length 0, and
 * what lies behind a part's length is not set.
 *
 * Provinces, districts, eups and myeons have the names and codes of 2026-07-01, whatever they
 * were called when the address was written and whatever the plan's as-of date; only the
 * province that was merged on that day (전남광주통합특별시) is written as its two halves.
 * Where a district was divided and the address does not say enough to tell the part, it keeps
 * the name it was written with. Keys are equal for an address of before and of after a reform.
 *
 * Under a plan with a juso table (juso.h), an address that leads to exactly one building in it
 * has juso_key, and what it does not say itself is filled in: lot_main, lot_sub, mountain, emd,
 * ri and lot_key of a road address, under, main, sub, road and road_key of a lot's, zip, and
 * the gu where a city was named without it. quality, kind, text and flags (but for
 * DOLBOM_ADDRESS_SHARED) are those of what was written; `kind` says which of the two that is.
 */
typedef struct dolbom_address {
    uint32_t struct_size;  /**< sizeof(dolbom_address) as the caller was compiled */
    uint8_t quality;       /**< a #dolbom_quality */
    uint8_t kind;          /**< DOLBOM_ADDRESS_…; a road without its number counts as one, but
                                its quality is invalid */
    uint8_t under;         /**< 0 ground, 1 underground (지하), 2 elevated (공중) */
    uint8_t mountain;      /**< 1 when the lot is in the 산 series */
    uint32_t sido_code;    /**< 2-digit province code, 0 if unknown */
    uint32_t sigungu_code; /**< current 5-digit district code, 0 if unknown */
    uint32_t sigungu_code_written; /**< the code of the district as written, 0 if unknown */
    uint32_t main;         /**< building number; 0 if none */
    uint32_t sub;          /**< building sub-number; 0 if none */
    uint32_t lot_main;     /**< lot number; 0 if none */
    uint32_t lot_sub;      /**< lot sub-number; 0 if none */
    uint32_t zip;          /**< 5-digit postcode, 0 if none */
    uint32_t city_code;    /**< code of `city`, 0 if unknown */
    uint32_t flags;        /**< DOLBOM_ADDRESS_… bits */
    uint64_t road_key;     /**< hash of sido, city, road, under, main, sub; 0 if none */
    uint64_t lot_key;      /**< hash of sido, city, emd, ri, mountain, lot; 0 if none */
    uint64_t street_key;   /**< hash of sido, city and road, or else emd and ri; 0 if none */
    uint64_t unit_key;     /**< hash of dong and ho, or floor; 0 if none */
    uint16_t text_len;     /**< bytes of text */
    uint8_t sido_len;      /**< bytes of sido */
    uint8_t sigungu_len;   /**< bytes of sigungu */
    uint8_t emd_len;       /**< bytes of emd */
    uint8_t ri_len;        /**< bytes of ri */
    uint8_t road_len;      /**< bytes of road */
    uint8_t dong_len;      /**< bytes of dong */
    uint8_t floor_len;     /**< bytes of floor */
    uint8_t ho_len;        /**< bytes of ho */
    uint8_t city_len;      /**< bytes of city */
    uint8_t juso_key_len;  /**< bytes of juso_key; 0 unless the plan's juso table knows it */
    uint8_t reserved[4];   /**< 0 */
    char text[1024];       /**< canonical address up to the number */
    char sido[48];         /**< current full province name */
    char sigungu[64];      /**< current district name, "성남시 중원구" for two levels */
    char city[64];         /**< the district that keys use: "성남시", never a city's own gu, so
                                that an address written without the gu has the same keys */
    char emd[64];          /**< eup, myeon or legal dong, the dong in brackets too */
    char ri[64];           /**< ri */
    char road[96];         /**< road name without spaces */
    char dong[32];         /**< building of a complex, "101" */
    char floor[16];        /**< floor, "12" or "B1" */
    char ho[32];           /**< unit, "1203" */
    char juso_key[32];     /**< 도로명주소관리번호 of the building, 26 digits */
} dolbom_address;

/**
 * Write the canonical form of a personal name.
 *
 * "김 순자 어르신" becomes "김순자" (repaired), "Nguyen, Thi Lan" becomes
 * "NGUYEN THI LAN", "미상" becomes "" (missing), "김*자" becomes "김?자".
 *
 * @param[in]  plan     settings, or NULL for the built-in plan
 * @param[in]  src      the value as written, UTF-8; may be NULL when src_len is 0
 * @param[in]  src_len  length of src in bytes; longer than 64 KiB is invalid
 * @param[out] dst      receives the canonical text, not NUL-terminated
 * @param[in]  dst_cap  room in dst in bytes; DOLBOM_NAME_MAX always suffices
 * @param[out] dst_len  bytes written, or bytes needed with DOLBOM_E_ROOM
 * @param[out] quality  how the value fared
 * @return DOLBOM_OK, DOLBOM_E_ARG or DOLBOM_E_ROOM (dst is untouched then)
 */
DOLBOM_API dolbom_status dolbom_name_normalize(const dolbom_plan *plan, const char *src,
                                               size_t src_len, char *dst, size_t dst_cap,
                                               size_t *dst_len, dolbom_quality *quality);

/**
 * Write the canonical form of an address up to its number; as dolbom_name_normalize().
 *
 * "서울 중구 세종대로110 (태평로1가)" becomes "서울특별시 중구 세종대로 110".
 */
DOLBOM_API dolbom_status dolbom_address_normalize(const dolbom_plan *plan, const char *src,
                                                  size_t src_len, char *dst, size_t dst_cap,
                                                  size_t *dst_len, dolbom_quality *quality);

/**
 * Write the national digits of a phone number; as dolbom_name_normalize().
 *
 * "+82 (0)10 1234 5678" becomes "01012345678"; old 011 … 019 numbers become the 010
 * numbers they were moved to in 2004-2021 (repaired).
 */
DOLBOM_API dolbom_status dolbom_phone_normalize(const dolbom_plan *plan, const char *src,
                                                size_t src_len, char *dst, size_t dst_cap,
                                                size_t *dst_len, dolbom_quality *quality);

/**
 * Write a date as YYYY-MM-DD, unknown parts as "??"; as dolbom_name_normalize().
 *
 * "1945.3.15" and "4278.3.15" become "1945-03-15", "음력 1942.04.15" "1942-05-29".
 */
DOLBOM_API dolbom_status dolbom_date_normalize(const dolbom_plan *plan, const char *src,
                                               size_t src_len, char *dst, size_t dst_cap,
                                               size_t *dst_len, dolbom_quality *quality);

/**
 * Write a resident or foreigner number as 13 digits, hidden ones as '?'; as
 * dolbom_name_normalize(). "901231-1******" becomes "9012311??????" (repaired).
 */
DOLBOM_API dolbom_status dolbom_rrn_normalize(const dolbom_plan *plan, const char *src,
                                              size_t src_len, char *dst, size_t dst_cap,
                                              size_t *dst_len, dolbom_quality *quality);

/* ---- official numbers of buildings and lots ------------------------------------------- */

/**
 * Write the number of a building's road address (도로명주소관리번호) as 26 digits; as
 * dolbom_name_normalize().
 *
 * The digits are 시군구 5, 읍면동 3, 도로명번호 7, 지하 1 (0 ground, 1 underground, 2 elevated),
 * 건물본번 5, 건물부번 5. Digits in one piece (spaces and dashes between them do not count) or
 * labelled parts in any order are read: "시군구=36110;읍면동=110;도로명번호=3258085;지하=0;
 * 본번=572;부번=0", also "road=361103258085;emd=110;under=0;main=572;sub=0", becomes
 * "36110110325808500057200000". 지하 and 부번 may be left out.
 */
DOLBOM_API dolbom_status dolbom_juso_key_normalize(const dolbom_plan *plan, const char *src,
                                                   size_t src_len, char *dst, size_t dst_cap,
                                                   size_t *dst_len, dolbom_quality *quality);

/**
 * Write the number of a lot (PNU) as 19 digits; as dolbom_name_normalize().
 *
 * The digits are 법정동코드 10, 1 for land or 2 for a mountain lot, 본번 4, 부번 4. Read as
 * dolbom_juso_key_normalize() reads: "법정동=3611010100;산=0;본번=47;부번=1" becomes
 * "3611010100100470001"; 산 is 0 or 1 there. Of a 25-digit 건물관리번호 the lot's part is kept
 * (repaired). 19 digits with 0 at the eleventh are a lot key of the juso files, where 1 means
 * mountain: they are invalid.
 */
DOLBOM_API dolbom_status dolbom_pnu_normalize(const dolbom_plan *plan, const char *src,
                                              size_t src_len, char *dst, size_t dst_cap,
                                              size_t *dst_len, dolbom_quality *quality);

/**
 * Write a business number as 10 digits; as dolbom_name_normalize().
 * "211-86-08983" becomes "2118608983".
 */
DOLBOM_API dolbom_status dolbom_brn_normalize(const dolbom_plan *plan, const char *src,
                                              size_t src_len, char *dst, size_t dst_cap,
                                              size_t *dst_len, dolbom_quality *quality);

/** Write a corporate number as 13 digits; as dolbom_name_normalize(). */
DOLBOM_API dolbom_status dolbom_crn_normalize(const dolbom_plan *plan, const char *src,
                                              size_t src_len, char *dst, size_t dst_cap,
                                              size_t *dst_len, dolbom_quality *quality);

/**
 * Take a name apart.
 *
 * @param[in]     plan     settings, or NULL for the built-in plan
 * @param[in]     src      the value as written, UTF-8; may be NULL when src_len is 0
 * @param[in]     src_len  length of src in bytes
 * @param[in,out] out      struct_size set by the caller; all other fields are filled
 * @return DOLBOM_OK or DOLBOM_E_ARG
 */
DOLBOM_API dolbom_status dolbom_name_parse(const dolbom_plan *plan, const char *src,
                                           size_t src_len, dolbom_name *out);

/** Take an address apart; as dolbom_name_parse(). */
DOLBOM_API dolbom_status dolbom_address_parse(const dolbom_plan *plan, const char *src,
                                              size_t src_len, dolbom_address *out);

/** Take a phone number apart; as dolbom_name_parse(). */
DOLBOM_API dolbom_status dolbom_phone_parse(const dolbom_plan *plan, const char *src,
                                            size_t src_len, dolbom_phone *out);

/** Take a date apart; as dolbom_name_parse(). */
DOLBOM_API dolbom_status dolbom_date_parse(const dolbom_plan *plan, const char *src,
                                           size_t src_len, dolbom_date *out);

/** Take a resident number apart; as dolbom_name_parse(). */
DOLBOM_API dolbom_status dolbom_rrn_parse(const dolbom_plan *plan, const char *src,
                                          size_t src_len, dolbom_rrn *out);

/** Take a business number apart; as dolbom_name_parse(). */
DOLBOM_API dolbom_status dolbom_brn_parse(const dolbom_plan *plan, const char *src,
                                          size_t src_len, dolbom_brn *out);

/** Take a corporate number apart; as dolbom_name_parse(). */
DOLBOM_API dolbom_status dolbom_crn_parse(const dolbom_plan *plan, const char *src,
                                          size_t src_len, dolbom_brn *out);

/**
 * Tell whether a resident number agrees with the birth date and the sex written beside it.
 *
 * "450315-2******" with "1945.3.15" and "여" gives BIRTH_EQUAL and SEX_EQUAL, with
 * "1945.2.2" BIRTH_LUNAR: elders' cards hold the birthday by the moon.
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
DOLBOM_API dolbom_status dolbom_rrn_check(const dolbom_plan *plan, const char *rrn,
                                          size_t rrn_len, const char *birth, size_t birth_len,
                                          const char *sex, size_t sex_len, uint32_t *flags);

#ifdef __cplusplus
}
#endif

#endif
