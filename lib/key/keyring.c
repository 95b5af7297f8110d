/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keyring.c - the keys that a domain has had, and what is made with the newest one.
 *
 *   versions   1        2         3
 *   states     retired  leaving   active
 *
 * Secrets do not come from the environment's memory but from libsodium's: between guard pages,
 * locked against swapping, left out of core dumps. Once a keyring is made they are read-only, so
 * that threads can share them.
 */
#include "key/key_inside.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

static const char id_label[] = "dolbom/1/id";
static const char *const token_labels[DLB_TOKEN_USES] = {[DLB_USE_TOKEN] = "dolbom/1/token",
                                                         [DLB_USE_BLOCK] = "dolbom/1/block",
                                                         [DLB_USE_SALT] = "dolbom/1/salt",
                                                         [DLB_USE_WIRING] = "dolbom/1/wiring"};
static const char fingerprint_label[] = "dolbom/1/fingerprint";

/* Not a secret: ids made with it are stable everywhere and protect nothing. */
static const struct dlb_digest_key public_key = {"dolbom public key: not a secret."};

/* ---- lifetime -------------------------------------------------------------------------------- */

dolbom_status dlb_keyring_begin(struct dlb_env *env, dolbom_keyring **keyring, dolbom_error *error)
{
    dolbom_keyring *made = dlb_alloc_zero(env, sizeof *made);
    struct dlb_digest_key *secrets = made ? sodium_allocarray(DLB_KEYS_MAX, sizeof *secrets) : NULL;
    *keyring = NULL;
    if (!secrets) {
        dolbom_status status = dlb_fail_memory(error, env);
        dlb_free(env, made, sizeof *made);
        dlb_env_release(env);
        return status;
    }
    memset(secrets, 0, DLB_KEYS_MAX * sizeof *secrets);
    made->env = env;
    made->secrets = secrets;
    atomic_init(&made->n_holders, 1);
    *keyring = made;
    return DOLBOM_OK;
}

void dlb_keyring_seal(dolbom_keyring *keyring)
{
    (void)sodium_mprotect_readonly(keyring->secrets); /* protects from mistakes, not from others */
}

dolbom_keyring *dlb_keyring_share(dolbom_keyring *keyring)
{
    atomic_fetch_add(&keyring->n_holders, 1);
    return keyring;
}

void dolbom_keyring_free(dolbom_keyring *keyring)
{
    if (!keyring || atomic_fetch_sub(&keyring->n_holders, 1) != 1) return;
    struct dlb_env *env = keyring->env;
    sodium_free(keyring->secrets); /* which wipes them */
    dlb_free(env, keyring, sizeof *keyring);
    dlb_env_release(env);
}

/* ---- making ---------------------------------------------------------------------------------- */

bool dlb_is_domain(const char *name, size_t len)
{
    bool fits = name && len > 0 && len <= DOLBOM_KEY_DOMAIN_MAX;
    for (size_t i = 0; fits && i < len; i++) {
        bool is_letter = name[i] >= 'a' && name[i] <= 'z';
        bool is_digit = name[i] >= '0' && name[i] <= '9';
        fits = is_letter || is_digit || name[i] == '.' || name[i] == '-';
    }
    return fits;
}

/* A keyring that can be written, with all that the base has. */
static dolbom_status copy_base(const dolbom_keyring *base, struct dlb_env *env,
                               dolbom_keyring **keyring, dolbom_error *error)
{
    dolbom_status status = dlb_keyring_begin(env, keyring, error);
    if (status != DOLBOM_OK || !base) return status;
    dolbom_keyring *made = *keyring;
    memcpy(made->domain, base->domain, sizeof made->domain);
    memcpy(made->keys, base->keys, sizeof made->keys);
    memcpy(made->secrets, base->secrets, DLB_KEYS_MAX * sizeof *made->secrets);
    made->domain_len = base->domain_len;
    made->n = base->n;
    return DOLBOM_OK;
}

static uint32_t find_leaving(const dolbom_keyring *keyring)
{
    for (uint32_t i = 0; i < keyring->n; i++)
        if (keyring->keys[i].state == DOLBOM_KEY_LEAVING) return i;
    return DLB_NO_CODE;
}

static void add_key(dolbom_keyring *keyring, int32_t first_day, int32_t last_day)
{
    uint32_t i = keyring->n++;
    uint32_t version = i ? keyring->keys[i - 1].version + 1 : 1;
    if (i) keyring->keys[i - 1].state = DOLBOM_KEY_LEAVING;
    keyring->keys[i] = (struct dlb_key){version, DOLBOM_KEY_ACTIVE, first_day, last_day, 0};
    randombytes_buf(keyring->secrets[i].bytes, sizeof keyring->secrets[i].bytes);
    keyring->keys[i].fingerprint = dlb_key_fingerprint(keyring, i);
}

static dolbom_status check_room(const dolbom_keyring *base, dolbom_error *error)
{
    if (base && find_leaving(base) != DLB_NO_CODE)
        return dlb_fail(error, DOLBOM_E_KEY, -1, NULL,
                        "the key before it is still leaving; retire it first");
    if (base && base->n == DLB_KEYS_MAX)
        return dlb_fail(error, DOLBOM_E_KEY, -1, NULL,
                        "the keyring has had %d keys; make a new one", DLB_KEYS_MAX);
    return DOLBOM_OK;
}

dolbom_status dolbom_keyring_make(const dolbom_keyring *base, const char *domain, size_t domain_len,
                                  int32_t first_day, int32_t last_day,
                                  const dolbom_environment *environment, dolbom_keyring **keyring,
                                  dolbom_error *error)
{
    if (!keyring || !dlb_error_fits(error) || last_day < first_day)
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL,
                        "keyring must not be NULL, the last day not before the first");
    *keyring = NULL;
    if (base ? domain != NULL : !dlb_is_domain(domain, domain_len))
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL,
                        "a domain is 1 to %d lower-case letters, digits, '.' and '-', and only for "
                        "a new keyring",
                        DOLBOM_KEY_DOMAIN_MAX);
    struct dlb_env *env = NULL;
    dolbom_status status = check_room(base, error);
    if (status == DOLBOM_OK && base && !environment)
        env = dlb_env_share(base->env);
    else if (status == DOLBOM_OK)
        status = dlb_env_open(environment, &env, error);
    if (status == DOLBOM_OK) status = copy_base(base, env, keyring, error);
    if (status != DOLBOM_OK) return status;
    if (!base) {
        memcpy((*keyring)->domain, domain, domain_len);
        (*keyring)->domain_len = (uint32_t)domain_len;
    }
    add_key(*keyring, first_day, last_day);
    dlb_keyring_seal(*keyring);
    return DOLBOM_OK;
}

/* A copy that can be written, of a keyring that has a leaving key. */
static dolbom_status copy_leaving(const dolbom_keyring *base, dolbom_keyring **keyring,
                                  uint32_t *leaving, dolbom_error *error)
{
    if (!base || !keyring || !dlb_error_fits(error))
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL, "base and keyring must not be NULL");
    *keyring = NULL;
    *leaving = find_leaving(base);
    if (*leaving == DLB_NO_CODE)
        return dlb_fail(error, DOLBOM_E_KEY, -1, NULL,
                        "no key is leaving; the active one leaves when another one follows");
    return copy_base(base, dlb_env_share(base->env), keyring, error);
}

dolbom_status dolbom_keyring_retire(const dolbom_keyring *base, dolbom_keyring **keyring,
                                    dolbom_error *error)
{
    uint32_t leaving;
    dolbom_status status = copy_leaving(base, keyring, &leaving, error);
    if (status != DOLBOM_OK) return status;
    (*keyring)->keys[leaving].state = DOLBOM_KEY_RETIRED;
    dlb_wipe(&(*keyring)->secrets[leaving], sizeof(struct dlb_digest_key));
    dlb_keyring_seal(*keyring);
    return DOLBOM_OK;
}

dolbom_status dolbom_keyring_leaving(const dolbom_keyring *base, dolbom_keyring **keyring,
                                     dolbom_error *error)
{
    uint32_t leaving;
    dolbom_status status = copy_leaving(base, keyring, &leaving, error);
    if (status != DOLBOM_OK) return status;
    (*keyring)->keys[leaving].state = DOLBOM_KEY_ACTIVE;
    (*keyring)->n = leaving + 1; /* the newest one follows */
    dlb_wipe(&(*keyring)->secrets[leaving + 1], sizeof(struct dlb_digest_key));
    dlb_keyring_seal(*keyring);
    return DOLBOM_OK;
}

/* ---- what is made with keys ------------------------------------------------------------------ */

void dlb_keyring_derive(const dolbom_keyring *keyring, uint32_t i, const char *label,
                        const char *purpose, struct dlb_digest_key *subkey)
{
    unsigned char version[4];
    dlb_put_u32(version, keyring->keys[i].version);
    struct dlb_text fields[] = {{keyring->domain, keyring->domain_len},
                                {(const char *)version, sizeof version},
                                dlb_text_of(purpose)};
    dlb_key_derive(&keyring->secrets[i], label, fields, sizeof fields / sizeof *fields, subkey);
}

uint64_t dlb_key_fingerprint(const dolbom_keyring *keyring, uint32_t i)
{
    struct dlb_digest_key subkey;
    dlb_keyring_derive(keyring, i, fingerprint_label, "", &subkey);
    uint64_t fingerprint =
        (uint64_t)dlb_get_u32(subkey.bytes) << 32 | dlb_get_u32(subkey.bytes + 4);
    dlb_wipe(&subkey, sizeof subkey);
    return fingerprint ? fingerprint : 1;
}

void dlb_keyring_digest_open(const dolbom_keyring *keyring, const char *purpose,
                             struct dlb_digest *digest)
{
    struct dlb_digest_key subkey = public_key;
    if (keyring) dlb_keyring_derive(keyring, keyring->n - 1, id_label, purpose, &subkey);
    dlb_digest_open(digest, &subkey, purpose);
    dlb_wipe(&subkey, sizeof subkey);
}

void dlb_keyring_token_open(const dolbom_keyring *keyring, enum dlb_token_use use,
                            const char *column, struct dlb_digest *digest)
{
    struct dlb_digest_key subkey;
    dlb_keyring_derive(keyring, keyring->n - 1, token_labels[use], column, &subkey);
    dlb_digest_open(digest, &subkey, column);
    dlb_wipe(&subkey, sizeof subkey);
}

dolbom_status dlb_keyring_check_day(const dolbom_keyring *keyring, int32_t today,
                                    dolbom_error *error)
{
    const struct dlb_key *key = &keyring->keys[keyring->n - 1];
    char day[10];
    bool early = today < key->first_day;
    if (!early && today <= key->last_day) return DOLBOM_OK;
    dlb_day_write(early ? key->first_day : key->last_day, day);
    return dlb_fail(error, DOLBOM_E_KEY, -1, NULL,
                    early ? "key version %" PRIu32 " is not to be used before %.10s"
                          : "key version %" PRIu32 " has expired, its last day was %.10s; let "
                            "another one follow (dolbom key rotate)",
                    key->version, day);
}

dolbom_status dolbom_keyring_describe(const dolbom_keyring *keyring, uint32_t place,
                                      dolbom_key_info *info)
{
    if (!keyring || !info || place >= keyring->n) return DOLBOM_E_ARG;
    const struct dlb_key *key = &keyring->keys[keyring->n - 1 - place];
    dolbom_key_info made = {.version = key->version,
                            .state = key->state,
                            .first_day = key->first_day,
                            .last_day = key->last_day,
                            .n_keys = keyring->n,
                            .fingerprint = key->fingerprint,
                            .domain = {keyring->domain, keyring->domain_len}};
    return dlb_struct_give(&made, sizeof made, info);
}
