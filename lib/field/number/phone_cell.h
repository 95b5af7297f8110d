/* SPDX-License-Identifier: Apache-2.0 */
/*
 * phone_cell.h - what was written in a cell with phone numbers: groups of digits.
 */
#ifndef DLB_PHONE_CELL_H
#define DLB_PHONE_CELL_H

#include "text/text.h"

enum { DLB_PHONE_CELL_DIGITS = 96 }; /* more is no phone number */

/* A run of digits of a cell. */
struct dlb_phone_group {
    uint8_t from, end; /* in the cell's digits */
    bool plus;         /* follows a '+' */
    bool hard;         /* what stands before it separates numbers */
    bool fax;          /* follows "FAX" */
    bool hidden;       /* has a '?' */
};

struct dlb_phone_cell {
    char digits[DLB_PHONE_CELL_DIGITS];
    struct dlb_phone_group groups[DLB_PHONE_CELL_DIGITS];
    size_t n_digits, n_groups;
    bool has_notes;  /* letters, which are no part of a number */
    bool has_spoken; /* digits that were not written as digits */
    bool overflow;
};

/* Into an empty cell. */
void dlb_phone_read_cell(const struct dlb_runes *runes, struct dlb_phone_cell *cell);

#endif
