/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file name.h
 * Names of people, taken apart.
 *
 * "김 순자(金順子) 어르신" is the surname 김, the given name 순자 and the hanja 金順子. Pure
 * functions, see value.h.
 */
#ifndef DOLBOM_NAME_H
#define DOLBOM_NAME_H

#include "dolbom/plan.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    DOLBOM_NAME_MAX = 512 /**< bytes that always suffice for a canonical name */
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
    uint32_t struct_size;       /**< sizeof(dolbom_name) as the caller was compiled */
    uint8_t quality;            /**< a #dolbom_quality */
    uint8_t surname_len;        /**< bytes of `text` that are the surname; 0 if it has none */
    uint8_t surname_len_alt;    /**< second candidate of the split; 0 if there is none */
    uint8_t sex;                /**< 'M' or 'F' from a note in brackets, else 0 */
    uint16_t flags;             /**< DOLBOM_NAME_… bits */
    uint16_t age;               /**< age from a note in brackets, else 0 */
    uint16_t text_len;          /**< bytes of text */
    uint16_t hanja_len;         /**< bytes of hanja */
    uint16_t latin_len;         /**< bytes of latin */
    uint16_t alias_len;         /**< bytes of alias */
    uint16_t sound_len;         /**< bytes of sound */
    uint16_t namesake_len;      /**< bytes of namesake */
    uint16_t fold_len;          /**< bytes of fold */
    uint16_t surname_class_len; /**< bytes of surname_class */
    uint32_t reserved;          /**< 0 */
    uint64_t code;              /**< packed jamo of up to 4 syllables; 0 if not Hangul */
    char text[512];             /**< canonical name: Hangul without spaces, or LATIN TOKENS */
    char hanja[128];            /**< hanja form, if written */
    char latin[256];            /**< Latin form beside a Hangul one */
    char alias[192];            /**< another Hangul name given in brackets */
    char sound[192];            /**< sound key of the Hangul name */
    char namesake[16];          /**< what told namesakes apart, such as "2" */
    char fold[192];             /**< the Hangul name with the initial-sound law on each syllable */
    char surname_class[32];     /**< the Hangul surname that the written one stands for: "이" of
                                     LEE and 리, "응우옌" of NGUYEN and 구엔 */
} dolbom_name;

/**
 * Take a name apart.
 *
 * @param[in]     plan     settings, or NULL for the built-in plan
 * @param[in]     src      the value as written, UTF-8; may be NULL when src_len is 0
 * @param[in]     src_len  length of src in bytes; longer than 64 KiB is invalid
 * @param[in,out] out      struct_size set by the caller; all other fields are filled
 * @return DOLBOM_OK or DOLBOM_E_ARG
 */
DOLBOM_API dolbom_status dolbom_name_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                                           dolbom_name *out);

#ifdef __cplusplus
}
#endif

#endif
