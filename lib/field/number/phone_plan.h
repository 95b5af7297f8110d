/* SPDX-License-Identifier: Apache-2.0 */
/*
 * phone_plan.h - which numbers there are in Korea; digits are '0' … '9', '?' for a hidden one.
 */
#ifndef DLB_PHONE_PLAN_H
#define DLB_PHONE_PLAN_H

#include "field/field.h"

struct dlb_phone_range {
    uint8_t prefix_len;             /* 0: no such range */
    uint8_t min_digits, max_digits; /* prefix included */
    uint8_t kind;
};

/* The range of a national number; prefix_len 0 when there is none. */
struct dlb_phone_range dlb_phone_range(const char *digits, size_t n);
/* Do three digits that begin with 0 begin a range? */
bool dlb_phone_has_area(const char *digits);
/* "011-200-1234" -> "010-5200-1234"; false when there is no rule for it. */
bool dlb_phone_move(char *digits, size_t *n);
/* One digit repeated after the prefix: somebody had to fill in something. */
bool dlb_phone_is_filler(struct dlb_phone_range range, const char *digits, size_t n);
/* "590-2114": what stands after the area code of a landline. */
bool dlb_phone_is_local(const char *digits, size_t n);

#endif
