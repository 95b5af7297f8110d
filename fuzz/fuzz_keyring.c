/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_keyring.c - keyrings from any bytes.
 *
 *   any bytes    open only if they are written back as they were, and else say what is wrong
 *   whole        a keyring of any fields, with its check value, opens just where the fields are
 * such as a keyring has, and is then written as the same bytes guarded      with any byte of it
 * changed it opens no more
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "key/key_inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool law)
{
    if (!law) abort();
}

static dolbom_status open_bytes(const void *bytes, size_t len)
{
    dolbom_keyring *keyring;
    dolbom_error error = DOLBOM_ERROR_INIT;
    unsigned char again[DOLBOM_KEYRING_MAX];
    size_t n = 0;
    dolbom_status status = dolbom_keyring_open(bytes, len, NULL, &keyring, &error);
    check((status == DOLBOM_OK) == (keyring != NULL));
    check(status == DOLBOM_OK || error.message[0]);
    if (keyring) {
        check(dolbom_keyring_write(keyring, again, sizeof again, &n) == DOLBOM_OK);
        check(n == len && memcmp(again, bytes, n) == 0);
    }
    dolbom_keyring_free(keyring);
    return status;
}

/* ---- keyrings of any fields ------------------------------------------------------------------ */

struct bytes {
    const uint8_t *at;
    size_t left;
};

/* The next of the input; 0 after the last, which changes nothing below. */
static uint8_t next(struct bytes *bytes)
{
    if (bytes->left == 0) return 0;
    bytes->left--;
    return *bytes->at++;
}

/* A good one but for what the input says; its secrets lie where `secrets` says. */
static void make(struct bytes *bytes, struct dlb_digest_key *secrets, dolbom_keyring *keyring)
{
    static const uint32_t states[] = {DOLBOM_KEY_ACTIVE, DOLBOM_KEY_LEAVING, DOLBOM_KEY_RETIRED, 0};
    uint8_t shape = next(bytes);
    keyring->n = 1 + shape % 4;
    keyring->domain_len = 1 + next(bytes) % DOLBOM_KEY_DOMAIN_MAX;
    memset(keyring->domain, 'a', sizeof keyring->domain);
    keyring->domain[0] = (char)('a' + next(bytes));
    for (uint32_t i = 0; i < keyring->n; i++) {
        uint8_t bend = next(bytes), to = next(bytes);
        bool last = i + 1 == keyring->n;
        keyring->keys[i] =
            (struct dlb_key){i + 1, last ? DOLBOM_KEY_ACTIVE : DOLBOM_KEY_RETIRED, 0, 9, 7};
        for (size_t b = 0; b < sizeof secrets->bytes; b++)
            secrets[i].bytes[b] = (unsigned char)(last ? 31 * b + to : 0);
        if (bend % 8 == 1) keyring->keys[i].version += to;
        if (bend % 8 == 2) keyring->keys[i].state = states[to % 4];
        if (bend % 8 == 3) keyring->keys[i].first_day = to;
        if (bend % 8 == 4) keyring->keys[i].fingerprint = to;
        if (bend % 8 == 5) memset(secrets[i].bytes, to, sizeof secrets[i].bytes);
    }
}

static bool is_one_byte(const struct dlb_digest_key *secret)
{
    return memcmp(secret->bytes, secret->bytes + 1, sizeof secret->bytes - 1) == 0;
}

/* The last is active, the one before it may be leaving. */
static bool fits(const struct dlb_key *key, uint32_t version, uint32_t n)
{
    bool state = key->state == DOLBOM_KEY_RETIRED;
    if (version + 1 == n) state |= key->state == DOLBOM_KEY_LEAVING;
    if (version == n) state = key->state == DOLBOM_KEY_ACTIVE;
    return state && key->version == version && key->first_day <= key->last_day &&
           key->fingerprint != 0;
}

/* What must become of it. */
static dolbom_status wanted(const dolbom_keyring *keyring)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789.-";
    char first = keyring->domain[0];
    bool all_fit = first && strchr(letters, first), weak = false;
    for (uint32_t i = 0; i < keyring->n; i++) {
        const struct dlb_key *key = &keyring->keys[i];
        all_fit = all_fit && fits(key, i + 1, keyring->n);
        weak |= key->state != DOLBOM_KEY_RETIRED && is_one_byte(&keyring->secrets[i]);
    }
    return !all_fit ? DOLBOM_E_CORRUPT : weak ? DOLBOM_E_KEY : DOLBOM_OK;
}

static void check_made(struct bytes *bytes)
{
    struct dlb_digest_key secrets[4];
    dolbom_keyring keyring = {.secrets = secrets};
    unsigned char written[DOLBOM_KEYRING_MAX];
    size_t len = 0;
    make(bytes, secrets, &keyring);
    check(dolbom_keyring_write(&keyring, written, sizeof written, &len) == DOLBOM_OK);
    check(open_bytes(written, len) == wanted(&keyring));
    size_t place = ((size_t)next(bytes) << 8 | next(bytes)) % len;
    written[place] ^= (unsigned char)(1 + next(bytes) % 255);
    check(open_bytes(written, len) != DOLBOM_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    (void)open_bytes(data, size);
    check_made(&(struct bytes){data, size});
    return 0;
}
