/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_derive.c - keys made from keys are those of SP 800-108, and HMAC is that of RFC 4231.
 */
#include <criterion/criterion.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "key/key_inside.h"

/* What a text of hex digits stands for; its length. */
static size_t from_hex(const char *hex, unsigned char *bytes, size_t cap)
{
    size_t len = 0;
    cr_assert_eq(sodium_hex2bin(bytes, cap, hex, strlen(hex), NULL, &len, NULL), 0);
    return len;
}

static void expect_hex(const unsigned char *bytes, size_t len, const char *expected)
{
    char hex[2 * crypto_auth_hmacsha256_BYTES + 1];
    sodium_bin2hex(hex, sizeof hex, bytes, len);
    cr_expect_str_eq(hex, expected);
}

/* RFC 4231, section 4, but for its second case, which is in the self-test. Most keys and some data
 * are one byte over and over; a key byte of 0 stands for 01 02 03 … */
Test(derive, hmac_is_that_of_rfc_4231)
{
    static const struct {
        unsigned char key_byte;
        size_t key_len;
        const char *data;
        unsigned char data_byte; /* where data is NULL, of 50 bytes */
        size_t n_compared;
        const char *mac;
    } cases[] = {
        {0x0b, 20, "Hi There", 0, 32,
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {0xaa, 20, NULL, 0xdd, 32,
         "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
        {0, 25, NULL, 0xcd, 32, "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
        {0x0c, 20, "Test With Truncation", 0, 16, "a3b6167473100ee06e0c796c2955552b"},
        {0xaa, 131, "Test Using Larger Than Block-Size Key - Hash Key First", 0, 32,
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
        {0xaa, 131,
         "This is a test using a larger than block-size key and a larger than block-size data. The "
         "key needs to be hashed before being used by the HMAC algorithm.",
         0, 32, "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned char key[131], data[256], mac[crypto_auth_hmacsha256_BYTES];
        size_t len = cases[i].data ? strlen(cases[i].data) : 50;
        for (size_t k = 0; k < sizeof key; k++)
            key[k] = cases[i].key_byte ? cases[i].key_byte : (unsigned char)(k + 1);
        memset(data, cases[i].data_byte, sizeof data);
        if (cases[i].data) memcpy(data, cases[i].data, len);
        crypto_auth_hmacsha256_state state;
        crypto_auth_hmacsha256_init(&state, key, cases[i].key_len);
        crypto_auth_hmacsha256_update(&state, data, len);
        crypto_auth_hmacsha256_final(&state, mac);
        expect_hex(mac, cases[i].n_compared, cases[i].mac);
    }
}

/* NIST's CAVP, KDFCTR_gen, HMAC_SHA256, CTRLOCATION=BEFORE_FIXED, RLEN=32_BITS, L = 128: the first.
 */
Test(derive, it_is_the_counter_mode_of_sp_800_108)
{
    unsigned char key[32], fixed[60], out[32];
    from_hex("dd1d91b7d90b2bd3138533ce92b272fbf8a369316aefe242e659cc0ae238afe0", key, sizeof key);
    from_hex("01322b96b30acd197979444e468e1c5c6859bf1b1cf951b7e725303e237e46b8"
             "64a145fab25e517b08f8683d0315bb2911d80a0e8aba17f3b413faac",
             fixed, sizeof fixed);
    dlb_kbkdf(key, sizeof key, fixed, sizeof fixed, out);
    expect_hex(out, 16, "10621342bfb0fd40046c0e29f2cfdbf0");
}

/* From Python: hmac.new(key, b"\0\0\0\1" b"dolbom/1/id\0" fields b"\0\0\1\0", sha256). */
Test(derive, a_subkey_is_of_its_label_and_its_fields)
{
    struct dlb_digest_key key, subkey, other;
    const struct dlb_text fields[] = {{"namyangju-care", 14}, {"\0\0\0\1", 4}, {"person_id", 9}};
    const struct dlb_text joined[] = {{"namyangju-care\0\0\0\1", 18}, {"", 0}, {"person_id", 9}};
    for (unsigned i = 0; i < sizeof key.bytes; i++) key.bytes[i] = (unsigned char)i;
    dlb_key_derive(&key, "dolbom/1/id", fields, 3, &subkey);
    expect_hex(subkey.bytes, sizeof subkey.bytes,
               "bff52a6492665aed1fe940bba70d5b58de35d2b2914763a5efe6dcb20fd48f0c");
    dlb_key_derive(&key, "dolbom/1/id", joined, 3, &other);
    cr_expect_neq(memcmp(&other, &subkey, sizeof other), 0);
    dlb_key_derive(&key, "dolbom/1/is", fields, 3, &other);
    cr_expect_neq(memcmp(&other, &subkey, sizeof other), 0);
}
