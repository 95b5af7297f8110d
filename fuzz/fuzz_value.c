/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_value.c - laws that the public functions on values keep for every kind, on any bytes.
 *
 *   both texts tell the same quality; what is good has a text, what is missing has none
 *   texts and parts fit the rooms the headers promise, and are UTF-8
 *   parts are name=value, joined by ';', and no value holds a ';' or a control character
 *   two values, the halves of the bytes, compare the same either way
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dolbom/dolbom.h"
#include "text/text.h"

static void check(bool law)
{
    if (!law) abort();
}

static void check_text(const char *kind, const char *src, size_t len, dolbom_quality *quality)
{
    char text[DOLBOM_VALUE_MAX], again[DOLBOM_VALUE_MAX];
    size_t n = 0, n_again = 0;
    check(dolbom_value_normalize(NULL, kind, src, len, text, sizeof text, &n, quality) ==
          DOLBOM_OK);
    check(n == 0 || dlb_utf8_valid(text, n) == n);
    check(*quality != DOLBOM_QUALITY_GOOD || n > 0);
    check(*quality != DOLBOM_QUALITY_MISSING || n == 0);
    check(dolbom_value_normalize(NULL, kind, src, len, again, n, &n_again, quality) == DOLBOM_OK);
    check(n_again == n && memcmp(text, again, n) == 0);
    if (n > 0)
        check(dolbom_value_normalize(NULL, kind, src, len, again, n - 1, &n_again, quality) ==
              DOLBOM_E_ROOM);
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || c == '_' || (c >= '0' && c <= '9');
}

static void check_parts(const char *kind, const char *src, size_t len, dolbom_quality *quality)
{
    char parts[DOLBOM_PARTS_MAX];
    size_t n = 0, at = 0;
    check(dolbom_value_parts(NULL, kind, src, len, parts, sizeof parts, &n, quality) == DOLBOM_OK);
    check(n == 0 || dlb_utf8_valid(parts, n) == n);
    while (at < n) {
        size_t start = at;
        while (at < n && is_name(parts[at])) at++;
        check(at > start && at < n && parts[at] == '=');
        start = ++at;
        while (at < n && parts[at] != ';') check((unsigned char)parts[at++] >= ' ');
        check(at > start);
        check(at == n || ++at < n); /* no ';' at the end */
    }
}

static void check_levels(const char *kind, const char *src, size_t len)
{
    size_t half = len / 2;
    uint8_t level = 1, reversed = 2;
    check(dolbom_value_compare(NULL, kind, src, half, src + half, len - half, &level) == DOLBOM_OK);
    check(dolbom_value_compare(NULL, kind, src + half, len - half, src, half, &reversed) ==
          DOLBOM_OK);
    check(level == reversed && dolbom_level_text(kind, level) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *src = (const char *)data, *kind;
    for (size_t k = 0; (kind = dolbom_value_kind(k)) != NULL; k++) {
        dolbom_quality quality, same;
        check_text(kind, src, size, &quality);
        check_parts(kind, src, size, &same);
        check(quality == same);
        check_levels(kind, src, size);
    }
    return 0;
}
