/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_number.h - laws that every kind of number and date keeps, on any bytes.
 *
 *   bounds     the text fits and consists of digits, '-' and '?'; codes are 0 without a value
 *   purity     what was in the structure before does not matter
 *   spaces     around the value change nothing, so the fast path and the careful one agree
 *   fixpoint   a usable value, written canonically and read again, is good and the same
 *   symmetry   compared with the second half of the input, either way round
 */
#ifndef DOLBOM_FUZZ_NUMBER_H
#define DOLBOM_FUZZ_NUMBER_H

#include <stdint.h>

#include "field/field.h"

/* A value as one kind reads it; `parsed` is kept for the laws of that kind. */
struct fuzz_value {
    dolbom_quality quality;
    union dlb_parsed parsed;
    uint64_t codes[DLB_KIND_SLOTS_MAX];
    char text[DLB_CANONICAL_MAX];
    size_t len;
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

void fuzz_check(bool law);
void fuzz_read(const struct dlb_kind *kind, struct dlb_text src, int rubbish,
               struct fuzz_value *value);
/* All laws above; *value is what the input was read as. */
void fuzz_laws(const struct dlb_kind *kind, const uint8_t *data, size_t size,
               struct fuzz_value *value);

#endif
