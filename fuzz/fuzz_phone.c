/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_phone.c - laws of dlb_phone_parse() on any bytes, those of fuzz_number.h and:
 *
 *   length     a number has the length of its kind, and its code says the same digits
 *   prefix     kind and prefix belong together; nobody's number is nobody's
 */
#include "fuzz_number.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The digits as a number after a leading 1; 0 if some are hidden. */
static uint64_t code_of(const struct fuzz_value *value)
{
    uint64_t code = memchr(value->text, '?', value->len) == NULL;
    for (size_t i = 0; i < value->len; i++) {
        char digit = value->text[i];
        fuzz_check(digit == '?' || (digit >= '0' && digit <= '9'));
        if (code > 0) code = code * 10 + (uint64_t)(digit - '0');
    }
    return code;
}

/* What a number of this kind begins with, and how long it is. */
static void check_range(unsigned kind, const char *text, size_t len)
{
    bool is_nationwide = kind == DOLBOM_PHONE_SERVICE && text[0] == '1';
    if (is_nationwide)
        fuzz_check(len == 8);
    else if (kind == DOLBOM_PHONE_LOCAL)
        fuzz_check((len == 7 || len == 8) && text[0] >= '2' && text[0] <= '9');
    else
        fuzz_check(text[0] == '0' && len >= 9 && len <= 12);
    fuzz_check((memcmp(text, "01", 2) == 0) == (kind == DOLBOM_PHONE_MOBILE));
    fuzz_check((memcmp(text, "070", 3) == 0) == (kind == DOLBOM_PHONE_INTERNET));
    fuzz_check(memcmp(text, "010", 3) != 0 || len == 11);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_value value;
    fuzz_laws(&dlb_kind_phone, data, size, &value);
    const struct dlb_phone *phone = &value.parsed.phone;
    fuzz_check((phone->kind != DOLBOM_PHONE_NONE) == (value.len > 0));
    fuzz_check((phone->n_numbers > 0) == (value.len > 0));
    if (value.len == 0) return 0;
    fuzz_check(code_of(&value) == phone->code);
    check_range(phone->kind, value.text, value.len);
    return 0;
}
