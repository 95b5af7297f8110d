/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file key.h
 * Keys: secrets that agencies share so that what they make from people's fields can be made by
 * nobody else. dolbom_tokens() (stage.h) needs one; ids are made with one where there is one.
 *
 * Without a key, ids of persons and findings are made with a constant that everybody knows.
 * They are the same everywhere and protect nothing: who knows an agency's record ids can make
 * them too. A plan with a keyring makes them under its newest key instead.
 *
 * A keyring belongs to one domain, which says who shares it and for what, such as
 * "namyangju-care". The domain is part of everything that is made, so that nothing made for one
 * purpose can be compared with what was made for another. A keyring holds a key of its own for
 * each version: one is active; the one before it may be leaving, so that what was made with it can
 * still be compared while everybody changes over; all older ones are retired, which means
 * that their bytes are gone.
 *
 * The library reads and writes no files: a keyring is opened from bytes and written as bytes,
 * which whoever calls must guard. dolbom key does it, see docs/privacy.md. Inside, secrets lie in
 * memory that is locked where the system lets it, kept out of core dumps, read-only and wiped
 * before it is given back.
 */
#ifndef DOLBOM_KEY_H
#define DOLBOM_KEY_H

#include "dolbom/plan.h"

#ifdef __cplusplus
extern "C" {
#endif

/** An opened keyring; immutable, any number of threads may use it. */
typedef struct dolbom_keyring dolbom_keyring;

/** What becomes of a key, in this order. */
typedef uint32_t dolbom_key_state;

enum {
    DOLBOM_KEY_ACTIVE = 10,  /**< it is used; every keyring has one */
    DOLBOM_KEY_LEAVING = 20, /**< what was made with it can still be compared */
    DOLBOM_KEY_RETIRED = 30  /**< its secret is gone, only what is said here remains */
};

/** Bytes that a written keyring never exceeds. */
enum { DOLBOM_KEYRING_MAX = 4608 };

/** Longest name of a domain in bytes. */
enum { DOLBOM_KEY_DOMAIN_MAX = 40 };

/** What may be said of one key. Nothing of it is secret. */
typedef struct dolbom_key_info {
    uint32_t struct_size;   /**< sizeof(dolbom_key_info) as the caller was compiled */
    uint32_t version;       /**< 1 for the first key of a keyring, then 2, 3 … */
    dolbom_key_state state; /**< DOLBOM_KEY_… */
    int32_t first_day;      /**< first day of use, in days since 1970-01-01 */
    int32_t last_day;       /**< last day of use, in days since 1970-01-01 */
    uint32_t n_keys;        /**< how many keys the keyring has, retired ones too */
    uint64_t fingerprint;   /**< tells keys apart, and says nothing else of them; never 0 */
    dolbom_text domain;     /**< the keyring's, until that is freed */
} dolbom_key_info;

/**
 * Make a keyring with a new key, from the system's source of randomness.
 *
 * Over another keyring its key follows: it gets the next version, the active key becomes
 * the leaving one. A keyring with a leaving key takes no further one until that is retired. 64
 * keys are the most.
 *
 * @param[in]  base         the keyring to go on from, or NULL for a new one; not consumed
 * @param[in]  domain       who shares the keyring and for what: 1 … 40 lower-case ASCII letters,
 *                          digits, '.' and '-'; NULL with a base, whose domain stays
 * @param[in]  domain_len   length of domain in bytes
 * @param[in]  first_day    first day on which the key may be used, days since 1970-01-01
 * @param[in]  last_day     last day, not before the first
 * @param[in]  environment  allocator and limits; NULL: those of base, else defaults
 * @param[out] keyring      to be given to dolbom_keyring_free()
 * @param[out] error        what happened; may be NULL
 * @return DOLBOM_OK, DOLBOM_E_ARG, DOLBOM_E_MEMORY or DOLBOM_E_KEY (the base has a leaving key, or
 *         64 keys)
 */
DOLBOM_API dolbom_status dolbom_keyring_make(const dolbom_keyring *base, const char *domain,
                                             size_t domain_len, int32_t first_day, int32_t last_day,
                                             const dolbom_environment *environment,
                                             dolbom_keyring **keyring, dolbom_error *error);

/**
 * Make a keyring that is another one without the secret of its leaving key.
 *
 * What was made with that key is worth nothing for comparisons from then on; what was already
 * compared stays known.
 *
 * @param[in]  base     the keyring; not consumed
 * @param[out] keyring  to be given to dolbom_keyring_free()
 * @param[out] error    what happened; may be NULL
 * @return DOLBOM_OK, DOLBOM_E_ARG, DOLBOM_E_MEMORY or DOLBOM_E_KEY (no key is leaving)
 */
DOLBOM_API dolbom_status dolbom_keyring_retire(const dolbom_keyring *base, dolbom_keyring **keyring,
                                               dolbom_error *error);

/**
 * Make a keyring that is another one before its newest key followed: the leaving key is active.
 *
 * What is made with it can be compared with what others make who do not have the newest key yet.
 *
 * @param[in]  base     the keyring; not consumed
 * @param[out] keyring  to be given to dolbom_keyring_free()
 * @param[out] error    what happened; may be NULL
 * @return DOLBOM_OK, DOLBOM_E_ARG, DOLBOM_E_MEMORY or DOLBOM_E_KEY (no key is leaving)
 */
DOLBOM_API dolbom_status dolbom_keyring_leaving(const dolbom_keyring *base,
                                                dolbom_keyring **keyring, dolbom_error *error);

/**
 * Open a keyring from the bytes that dolbom_keyring_write() gave.
 *
 * Everything is checked first: form, size, order of versions and states, check value. A key that
 * looks like text or repeats one byte is refused, for nobody drew it by chance.
 *
 * @param[in]  bytes        the keyring; may be wiped once this returns
 * @param[in]  n_bytes      how many
 * @param[in]  environment  allocator and limits; NULL: defaults
 * @param[out] keyring      to be given to dolbom_keyring_free()
 * @param[out] error        what is wrong with it and what to do; may be NULL
 * @return DOLBOM_OK, DOLBOM_E_ARG, DOLBOM_E_MEMORY, DOLBOM_E_CORRUPT (it is no keyring, or not as
 *         it was written) or DOLBOM_E_KEY (the key is weak)
 */
DOLBOM_API dolbom_status dolbom_keyring_open(const void *bytes, size_t n_bytes,
                                             const dolbom_environment *environment,
                                             dolbom_keyring **keyring, dolbom_error *error);

/**
 * Write a keyring as bytes, secrets included: whoever has them has the keys.
 *
 * @param[in]  keyring  the keyring
 * @param[out] dst      receives the bytes; the caller wipes them after use
 * @param[in]  dst_cap  room in dst in bytes; #DOLBOM_KEYRING_MAX always suffices
 * @param[out] dst_len  bytes written, or bytes needed with DOLBOM_E_ROOM
 * @return DOLBOM_OK, DOLBOM_E_ARG or DOLBOM_E_ROOM
 */
DOLBOM_API dolbom_status dolbom_keyring_write(const dolbom_keyring *keyring, void *dst,
                                              size_t dst_cap, size_t *dst_len);

/**
 * Tell what may be said of one key of a keyring.
 *
 * @param[in]     keyring  the keyring
 * @param[in]     place    0 for the newest key, which is the active one, then the ones before it
 * @param[in,out] info     struct_size set by the caller; all other fields are filled
 * @return DOLBOM_OK or DOLBOM_E_ARG (there are not so many keys)
 */
DOLBOM_API dolbom_status dolbom_keyring_describe(const dolbom_keyring *keyring, uint32_t place,
                                                 dolbom_key_info *info);

/**
 * Give a keyring back. Plans made with it stay usable; the last holder wipes the secrets.
 *
 * @param[in] keyring  the keyring; NULL is ignored
 */
DOLBOM_API void dolbom_keyring_free(dolbom_keyring *keyring);

/**
 * Make a plan that is another one with this keyring; it replaces a keyring the other one had.
 *
 * Plans read over the new one keep the keyring.
 *
 * @param[in]  base     the plan to change, or NULL for the built-in one; not consumed
 * @param[in]  keyring  the keyring; the plan keeps a reference of its own
 * @param[in]  today    the day on which the key is used, days since 1970-01-01: the library has
 *                      no clock
 * @param[out] plan     the new plan, to be given to dolbom_plan_free()
 * @param[out] error    what happened; may be NULL
 * @return DOLBOM_OK, DOLBOM_E_ARG, DOLBOM_E_MEMORY or DOLBOM_E_KEY (the active key is not to be
 *         used yet, or no longer)
 */
DOLBOM_API dolbom_status dolbom_plan_with_keyring(const dolbom_plan *base, dolbom_keyring *keyring,
                                                  int32_t today, dolbom_plan **plan,
                                                  dolbom_error *error);

/**
 * The fingerprint of a plan's active key, for run logs: dolbom_key_info.fingerprint.
 *
 * @param[in] plan  the plan, or NULL for the built-in one
 * @return the fingerprint, 0 when the plan has no keyring
 */
DOLBOM_API uint64_t dolbom_plan_key_fingerprint(const dolbom_plan *plan);

#ifdef __cplusplus
}
#endif

#endif
