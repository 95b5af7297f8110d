/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_keyring.c - keyrings are made, written, opened, changed and used, and nothing else opens.
 */
#include <criterion/criterion.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "key/key_inside.h"
#include "support/support.h"

#define DOMAIN "namyangju-care"

enum { FIRST = 20000, LAST = 20365 };

/*
 * A keyring of one key, 00 01 … 1f, valid from day 20000 to day 20365, as Python makes it: an
 * implementation that agrees on these bytes agrees on the form and on how subkeys are made.
 */
static const char published[] = "646f6c626b657931010e0000000000006e616d79616e676a752d63617265000000"
                                "000000000000000000000000000000"
                                "00000000000000000000000000000000000000010000000a00004e2000004f8df0"
                                "122c5595edd0f1000102030405060708"
                                "090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f0000000000000000e97d"
                                "14b29f91398576760cb1548dbc7712"
                                "03bb08d5e60f8c6aca954339f84e64";

static size_t published_bytes(unsigned char bytes[256])
{
    size_t len = 0;
    cr_assert_eq(sodium_hex2bin(bytes, 256, published, strlen(published), NULL, &len, NULL), 0);
    return len;
}

static dolbom_keyring *open_bytes(const void *bytes, size_t len)
{
    dolbom_keyring *keyring = NULL;
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_assert_eq(dolbom_keyring_open(bytes, len, NULL, &keyring, &error), DOLBOM_OK, "%s",
                 error.message);
    return keyring;
}

static dolbom_keyring *open_published(void)
{
    unsigned char bytes[256];
    return open_bytes(bytes, published_bytes(bytes));
}

static dolbom_keyring *make(const dolbom_keyring *base)
{
    dolbom_keyring *keyring = NULL;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = dolbom_keyring_make(
        base, base ? NULL : DOMAIN, base ? 0 : strlen(DOMAIN), FIRST, LAST, NULL, &keyring, &error);
    cr_assert_eq(status, DOLBOM_OK, "%s", error.message);
    return keyring;
}

static dolbom_key_info describe(const dolbom_keyring *keyring, uint32_t place)
{
    dolbom_key_info info = {.struct_size = sizeof info};
    cr_assert_eq(dolbom_keyring_describe(keyring, place, &info), DOLBOM_OK);
    return info;
}

Test(keyring, known_answers)
{
    dolbom_keyring *keyring = open_published();
    dolbom_key_info info = describe(keyring, 0);
    struct dlb_digest digest;
    unsigned char id[16], bytes[DOLBOM_KEYRING_MAX], same[256];
    char hex[33] = "";
    size_t len = 0;
    cr_expect_eq(info.version, 1);
    cr_expect_eq(info.state, DOLBOM_KEY_ACTIVE);
    cr_expect_eq(info.first_day, FIRST);
    cr_expect_eq(info.last_day, LAST);
    cr_expect_eq(info.n_keys, 1);
    cr_expect_eq(info.fingerprint, UINT64_C(0xf0122c5595edd0f1));
    cr_expect_eq(info.domain.len, strlen(DOMAIN));
    cr_expect_eq(memcmp(info.domain.data, DOMAIN, strlen(DOMAIN)), 0);
    dlb_keyring_digest_open(keyring, "person_id", &digest);
    dlb_digest_of(&digest, (struct dlb_text[]){{"a", 1}, {"1", 1}}, 2, id);
    dlb_hex128(id, hex);
    cr_expect_str_eq(hex, "99c2440ad77ae1a80dc3878d37bbffbe");
    cr_assert_eq(dolbom_keyring_write(keyring, bytes, sizeof bytes, &len), DOLBOM_OK);
    cr_assert_eq(len, published_bytes(same));
    cr_expect_eq(memcmp(bytes, same, len), 0);
    dolbom_keyring_free(keyring);
}

/* The published keyring with another domain, version or secret, all else being the same. */
static dolbom_keyring *published_but(const char *domain, uint32_t version, unsigned char flipped)
{
    dolbom_keyring *keyring = open_published();
    cr_assert_eq(sodium_mprotect_readwrite(keyring->secrets), 0);
    memcpy(keyring->domain, domain, strlen(domain));
    keyring->domain_len = (uint32_t)strlen(domain);
    keyring->keys[0].version = version;
    keyring->secrets[0].bytes[31] ^= flipped;
    return keyring;
}

/* Nobody else can make what is made with a key: not with another key, domain, version, purpose. */
Test(keyring, every_key_makes_its_own)
{
    enum { KEYRINGS = 5 };
    dolbom_keyring *keyrings[KEYRINGS] = {published_but(DOMAIN, 1, 0),
                                          published_but("namyangju-carf", 1, 0),
                                          published_but("namyangju-car", 1, 0),
                                          published_but(DOMAIN, 2, 0), published_but(DOMAIN, 1, 1)};
    static const char *const purposes[] = {"person_id", "finding_id"};
    unsigned char ids[3 * KEYRINGS][16];
    size_t n = 0;
    for (size_t i = 0; i < KEYRINGS; i++)
        for (size_t p = 0; p < 3; p++, n++) {
            struct dlb_digest digest;
            if (p < 2)
                dlb_keyring_digest_open(keyrings[i], purposes[p], &digest);
            else
                dlb_keyring_token_open(keyrings[i], DLB_USE_TOKEN, purposes[0], &digest);
            dlb_digest_of(&digest, &(struct dlb_text){"x", 1}, 1, ids[n]);
            for (size_t before = 0; before < n; before++)
                cr_expect_neq(memcmp(ids[before], ids[n], 16), 0, "%zu %zu", before, n);
        }
    for (size_t i = 0; i < KEYRINGS; i++) dolbom_keyring_free(keyrings[i]);
}

Test(keyring, keys_follow_each_other_and_are_retired)
{
    dolbom_keyring *first = make(NULL), *second = make(first), *third = NULL, *retired = NULL;
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_expect_eq(describe(second, 0).version, 2);
    cr_expect_eq(describe(second, 0).state, DOLBOM_KEY_ACTIVE);
    cr_expect_eq(describe(second, 1).state, DOLBOM_KEY_LEAVING);
    cr_expect_eq(describe(second, 1).fingerprint, describe(first, 0).fingerprint);
    cr_expect_eq(dolbom_keyring_make(second, NULL, 0, FIRST, LAST, NULL, &third, &error),
                 DOLBOM_E_KEY);
    cr_expect(strstr(error.message, "is still leaving"), "%s", error.message);
    cr_expect_null(third);
    cr_expect_eq(dolbom_keyring_retire(first, &retired, &error), DOLBOM_E_KEY);
    cr_assert_eq(dolbom_keyring_retire(second, &retired, &error), DOLBOM_OK);
    cr_expect_eq(describe(retired, 1).state, DOLBOM_KEY_RETIRED);
    cr_expect_eq(describe(retired, 1).fingerprint, describe(first, 0).fingerprint);
    cr_expect_eq(describe(retired, 0).fingerprint, describe(second, 0).fingerprint);
    dolbom_keyring_free(first);
    dolbom_keyring_free(second);
    third = make(retired);
    cr_expect_eq(describe(third, 0).version, 3);
    cr_expect_eq(dolbom_keyring_describe(third, 3, &(dolbom_key_info){.struct_size = 8}),
                 DOLBOM_E_ARG);
    dolbom_keyring_free(retired);
    dolbom_keyring_free(third);
}

Test(keyring, a_leaving_key_can_still_be_used)
{
    unsigned char bytes[DOLBOM_KEYRING_MAX], same[256];
    size_t len = 0;
    dolbom_keyring *first = open_published(), *second = make(first), *leaving = NULL, *none = NULL;
    cr_assert_eq(dolbom_keyring_leaving(second, &leaving, NULL), DOLBOM_OK);
    cr_expect_eq(describe(leaving, 0).state, DOLBOM_KEY_ACTIVE);
    cr_assert_eq(dolbom_keyring_write(leaving, bytes, sizeof bytes, &len), DOLBOM_OK);
    cr_assert_eq(len, published_bytes(same));
    cr_expect_eq(memcmp(bytes, same, len), 0, "it is the keyring that there was before");
    cr_expect_eq(dolbom_keyring_leaving(leaving, &none, NULL), DOLBOM_E_KEY);
    cr_expect_eq(dolbom_keyring_leaving(NULL, &none, NULL), DOLBOM_E_ARG);
    dolbom_keyring_free(first);
    dolbom_keyring_free(second);
    dolbom_keyring_free(leaving);
}

Test(keyring, a_retired_secret_is_gone)
{
    unsigned char bytes[DOLBOM_KEYRING_MAX], before[256];
    size_t len = 0, n = published_bytes(before);
    dolbom_keyring *first = open_published(), *second = make(first), *retired = NULL;
    cr_assert_eq(dolbom_keyring_write(second, bytes, sizeof bytes, &len), DOLBOM_OK);
    cr_expect(memmem(bytes, len, before + 88, 32), "the leaving key is still needed");
    cr_assert_eq(dolbom_keyring_retire(second, &retired, NULL), DOLBOM_OK);
    cr_assert_eq(dolbom_keyring_write(retired, bytes, sizeof bytes, &len), DOLBOM_OK);
    cr_expect_null(memmem(bytes, len, before + 88, 32));
    cr_expect_gt(len, n);
    dolbom_keyring_free(open_bytes(bytes, len));
    dolbom_keyring_free(first);
    dolbom_keyring_free(second);
    dolbom_keyring_free(retired);
}

Test(keyring, sixty_four_keys_are_the_most_and_can_be_written)
{
    dolbom_keyring *keyring = make(NULL), *next = NULL;
    unsigned char bytes[DOLBOM_KEYRING_MAX];
    size_t len = 0;
    dolbom_error error = DOLBOM_ERROR_INIT;
    for (int i = 1; i < 64; i++) {
        next = make(keyring);
        dolbom_keyring_free(keyring);
        cr_assert_eq(dolbom_keyring_retire(next, &keyring, NULL), DOLBOM_OK);
        dolbom_keyring_free(next);
    }
    cr_expect_eq(dolbom_keyring_make(keyring, NULL, 0, FIRST, LAST, NULL, &next, &error),
                 DOLBOM_E_KEY);
    cr_assert_eq(dolbom_keyring_write(keyring, bytes, sizeof bytes, &len), DOLBOM_OK);
    cr_expect_eq(dolbom_keyring_write(keyring, bytes, len - 1, &len), DOLBOM_E_ROOM);
    dolbom_keyring *same = open_bytes(bytes, len);
    cr_expect_eq(describe(same, 0).version, 64);
    cr_expect_eq(describe(same, 0).fingerprint, describe(keyring, 0).fingerprint);
    dolbom_keyring_free(same);
    dolbom_keyring_free(keyring);
}

static dolbom_status open_status(const void *bytes, size_t len, dolbom_error *error)
{
    dolbom_keyring *keyring = NULL;
    dolbom_status status = dolbom_keyring_open(bytes, len, NULL, &keyring, error);
    cr_expect_eq(keyring != NULL, status == DOLBOM_OK);
    dolbom_keyring_free(keyring);
    return status;
}

/* Every bit of it turned over, every beginning of it, and more than it; there is room for one. */
static void expect_all_damage_found(unsigned char *bytes, size_t len)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    for (size_t i = 0; i < 8 * len; i++) {
        bytes[i / 8] ^= (unsigned char)(1 << i % 8);
        cr_assert_eq(open_status(bytes, len, &error), DOLBOM_E_CORRUPT, "bit %zu", i);
        bytes[i / 8] ^= (unsigned char)(1 << i % 8);
    }
    for (size_t n = 0; n < len; n++)
        cr_assert_eq(open_status(bytes, n, &error), DOLBOM_E_CORRUPT, "%zu bytes", n);
    bytes[len] = 0;
    cr_expect_eq(open_status(bytes, len + 1, &error), DOLBOM_E_CORRUPT);
    cr_expect_eq(open_status(bytes, len, &error), DOLBOM_OK);
}

Test(keyring, no_damage_passes)
{
    unsigned char bytes[DOLBOM_KEYRING_MAX];
    dolbom_error error = DOLBOM_ERROR_INIT;
    expect_all_damage_found(bytes, published_bytes(bytes));
    cr_expect_eq(open_status(NULL, 0, &error), DOLBOM_E_CORRUPT);
}

/* One is leaving: its secret lies before that of the active key, which signs both. */
Test(keyring, no_damage_of_several_keys_passes)
{
    unsigned char bytes[DOLBOM_KEYRING_MAX];
    size_t len = 0;
    dolbom_keyring *first = open_published(), *second = make(first);
    cr_assert_eq(dolbom_keyring_write(second, bytes, sizeof bytes, &len), DOLBOM_OK);
    dolbom_keyring_free(first);
    dolbom_keyring_free(second);
    expect_all_damage_found(bytes, len);
}

/* Written with their own check value, as somebody would who makes up keys. */
Test(keyring, a_key_that_nobody_drew_is_refused)
{
    static const char *const secrets[] = {"0123456789abcdef0123456789abcdef",
                                          "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
                                          "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
                                          "\xff\xff\xff\xff"};
    for (size_t i = 0; i < 2; i++) {
        unsigned char bytes[DOLBOM_KEYRING_MAX];
        size_t len = 0;
        dolbom_error error = DOLBOM_ERROR_INIT;
        dolbom_keyring *keyring = make(NULL);
        cr_assert_eq(sodium_mprotect_readwrite(keyring->secrets), 0);
        memcpy(keyring->secrets[0].bytes, secrets[i], 32);
        cr_assert_eq(dolbom_keyring_write(keyring, bytes, sizeof bytes, &len), DOLBOM_OK);
        cr_expect_eq(open_status(bytes, len, &error), DOLBOM_E_KEY);
        cr_expect(strstr(error.message, "no random key"), "%s", error.message);
        dolbom_keyring_free(keyring);
    }
}

Test(keyring, a_domain_is_a_short_name)
{
    static const struct {
        const char *domain;
        dolbom_status status;
    } cases[] = {{"a", DOLBOM_OK},
                 {"namyangju.care-2026", DOLBOM_OK},
                 {"0123456789012345678901234567890123456789", DOLBOM_OK},
                 {"01234567890123456789012345678901234567890", DOLBOM_E_ARG},
                 {"", DOLBOM_E_ARG},
                 {"Namyangju", DOLBOM_E_ARG},
                 {"남양주", DOLBOM_E_ARG},
                 {"a b", DOLBOM_E_ARG}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dolbom_keyring *keyring = NULL;
        dolbom_status status = dolbom_keyring_make(NULL, cases[i].domain, strlen(cases[i].domain),
                                                   FIRST, LAST, NULL, &keyring, NULL);
        cr_expect_eq(status, cases[i].status, "%s", cases[i].domain);
        dolbom_keyring_free(keyring);
    }
}

/* ---- in a plan ------------------------------------------------------------------------------- */

Test(keyring, a_key_is_used_on_its_days)
{
    static const struct {
        int32_t today;
        dolbom_status status;
        const char *why;
    } cases[] = {{FIRST - 1, DOLBOM_E_KEY, "not to be used before 2024-10-04"},
                 {FIRST, DOLBOM_OK, ""},
                 {LAST, DOLBOM_OK, ""},
                 {LAST + 1, DOLBOM_E_KEY, "has expired, its last day was 2025-10-04"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dolbom_error error = DOLBOM_ERROR_INIT;
        dolbom_plan *plan = NULL;
        dolbom_keyring *keyring = open_published();
        cr_expect_eq(dolbom_plan_with_keyring(NULL, keyring, cases[i].today, &plan, &error),
                     cases[i].status);
        cr_expect(strstr(error.message, cases[i].why), "%s", error.message);
        dolbom_keyring_free(keyring);
        cr_expect_eq(dolbom_plan_key_fingerprint(plan),
                     plan ? UINT64_C(0xf0122c5595edd0f1) : UINT64_C(0));
        dolbom_plan_free(plan);
    }
}

Test(keyring, plans_keep_it_and_another_one_replaces_it)
{
    dolbom_plan *plan = NULL, *over = NULL, *other = NULL;
    dolbom_keyring *keyring = open_published(), *second = make(NULL);
    uint64_t mine = describe(second, 0).fingerprint;
    cr_assert_eq(dolbom_plan_with_keyring(NULL, keyring, FIRST, &plan, NULL), DOLBOM_OK);
    dolbom_keyring_free(keyring);
    cr_assert_eq(dolbom_plan_read(plan, "as_of: 2026-01-01", 17, NULL, &over, NULL), DOLBOM_OK);
    dolbom_plan_free(plan);
    cr_expect_eq(dolbom_plan_key_fingerprint(over), UINT64_C(0xf0122c5595edd0f1));
    cr_assert_eq(dolbom_plan_with_keyring(over, second, FIRST, &other, NULL), DOLBOM_OK);
    dolbom_plan_free(over);
    dolbom_keyring_free(second);
    cr_expect_eq(dolbom_plan_key_fingerprint(other), mine);
    dolbom_plan_free(other);
    cr_expect_eq(dolbom_plan_key_fingerprint(NULL), 0);
}

/* ---- memory ---------------------------------------------------------------------------------- */

static dolbom_status make_two_and_retire(const dolbom_environment *environment, void *context,
                                         dolbom_error *error)
{
    dolbom_keyring *keyrings[4] = {NULL};
    unsigned char bytes[DOLBOM_KEYRING_MAX];
    size_t len = 0;
    (void)context;
    dolbom_status status = dolbom_keyring_make(NULL, DOMAIN, strlen(DOMAIN), FIRST, LAST,
                                               environment, &keyrings[0], error);
    if (status == DOLBOM_OK)
        status = dolbom_keyring_make(keyrings[0], NULL, 0, FIRST, LAST, NULL, &keyrings[1], error);
    if (status == DOLBOM_OK) status = dolbom_keyring_retire(keyrings[1], &keyrings[2], error);
    if (status == DOLBOM_OK) status = dolbom_keyring_write(keyrings[2], bytes, sizeof bytes, &len);
    if (status == DOLBOM_OK)
        status = dolbom_keyring_open(bytes, len, environment, &keyrings[3], error);
    for (size_t i = 0; i < 4; i++) dolbom_keyring_free(keyrings[i]);
    return status;
}

Test(keyring, running_out_of_memory_is_said_and_leaves_nothing)
{
    sweep(make_two_and_retire, NULL);
}

Test(keyring, arguments_are_checked)
{
    dolbom_keyring *keyring = NULL;
    size_t len;
    cr_expect_eq(dolbom_keyring_make(NULL, "a", 1, 1, 0, NULL, &keyring, NULL), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_keyring_make(NULL, NULL, 0, 0, 1, NULL, &keyring, NULL), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_keyring_make(NULL, "a", 1, 0, 1, NULL, NULL, NULL), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_keyring_retire(NULL, &keyring, NULL), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_keyring_open(NULL, 1, NULL, &keyring, NULL), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_keyring_write(NULL, NULL, 0, &len), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_keyring_describe(NULL, 0, NULL), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_plan_with_keyring(NULL, NULL, 0, &(dolbom_plan *){NULL}, NULL),
                 DOLBOM_E_ARG);
    dolbom_keyring_free(NULL);
}
