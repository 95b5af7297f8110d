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
    DOLBOM_NAME_MAX = 512,       /**< bytes that always suffice for a canonical name */
    DOLBOM_NAME_TEXTS_MAX = 2048 /**< bytes that always suffice for all texts of a dolbom_name */
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

/** A name taken apart. An absent part has length 0. */
typedef struct dolbom_name {
    uint32_t struct_size;    /**< sizeof(dolbom_name) as the caller was compiled */
    uint8_t quality;         /**< a #dolbom_quality */
    uint8_t sex;             /**< 'M' or 'F' from a note in brackets, else 0 */
    uint16_t age;            /**< age from a note in brackets, else 0 */
    uint32_t flags;          /**< DOLBOM_NAME_… bits */
    uint32_t reserved;       /**< 0 */
    uint64_t code;           /**< packed jamo of up to 4 syllables; 0 if not Hangul */
    dolbom_text text;        /**< canonical name: Hangul without spaces, or LATIN TOKENS */
    dolbom_text surname;     /**< the part of `text` that is the surname */
    dolbom_text given;       /**< the rest of `text` where it has a surname */
    dolbom_text surname_alt; /**< the surname by a second way to split, such as 남 of 남궁민 */
    dolbom_text hanja;       /**< hanja form, if written */
    dolbom_text latin;       /**< Latin form beside a Hangul one */
    dolbom_text alias;       /**< another Hangul name given in brackets */
    dolbom_text namesake;    /**< what told namesakes apart, such as "2" */
    dolbom_text sound;       /**< sound key of the Hangul name */
    dolbom_text fold;        /**< the Hangul name with the initial-sound law on each syllable */
    dolbom_text surname_class; /**< the Hangul surname that the written one stands for: "이" of
                                    LEE and 리, "응우옌" of NGUYEN and 구엔 */
} dolbom_name;

/**
 * Take a name apart.
 *
 * The texts of `out` are written to a buffer of the caller's and point into it, so they live
 * as long as the buffer does. Texts that the caller's version of the struct does not have take
 * no room.
 *
 * @param[in]     plan        settings, or NULL for the built-in plan
 * @param[in]     src         the value as written, UTF-8; may be NULL when src_len is 0
 * @param[in]     src_len     length of src in bytes; longer than 64 KiB is invalid
 * @param[out]    buffer      room for the texts; may be NULL when buffer_cap is 0
 * @param[in]     buffer_cap  room in buffer in bytes; DOLBOM_NAME_TEXTS_MAX always suffices
 * @param[out]    buffer_len  bytes used, or bytes needed with DOLBOM_E_ROOM
 * @param[in,out] out         struct_size set by the caller; all other fields are filled
 * @return DOLBOM_OK, DOLBOM_E_ARG or DOLBOM_E_ROOM (buffer and out are untouched then)
 */
DOLBOM_API dolbom_status dolbom_name_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                                           char *buffer, size_t buffer_cap, size_t *buffer_len,
                                           dolbom_name *out);

#ifdef __cplusplus
}
#endif

#endif
