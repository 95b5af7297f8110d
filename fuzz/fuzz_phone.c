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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_value value;
    fuzz_laws(&dlb_kind_phone, data, size, &value);
    const struct dlb_phone *phone = &value.parsed.phone;
    fuzz_check((phone->kind != DOLBOM_PHONE_NONE) == (value.len > 0));
    fuzz_check((phone->n_numbers > 0) == (value.len > 0));
    if (value.len == 0) return 0;
    uint64_t code = 1;
    for (size_t i = 0; i < value.len; i++) {
        fuzz_check(value.text[i] >= '0' && value.text[i] <= '9');
        code = code * 10 + (uint64_t)(value.text[i] - '0');
    }
    bool is_service = phone->kind == DOLBOM_PHONE_SERVICE && value.text[0] == '1';
    fuzz_check(code == phone->code && value.len >= 8 && value.len <= 12);
    fuzz_check(is_service ? value.len == 8 : value.text[0] == '0' && value.len >= 9);
    fuzz_check((memcmp(value.text, "01", 2) == 0) == (phone->kind == DOLBOM_PHONE_MOBILE));
    fuzz_check((memcmp(value.text, "070", 3) == 0) == (phone->kind == DOLBOM_PHONE_INTERNET));
    fuzz_check(memcmp(value.text, "010", 3) != 0 || value.len == 11);
    return 0;
}
