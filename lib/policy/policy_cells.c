/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_cells.c - cells that name something: a programme, a class, a stay, a test of a fact.
 *
 * What the policy's other tables do not have is the fault CODE: it could never take effect.
 */
#include "policy/policy_tables.h"

#include <string.h>

enum { CODE_MAX = 256 };

struct dlb_class dlb_row_class(struct dlb_row *row, size_t column)
{
    struct dlb_class class_ = {0, 0};
    struct dlb_text text = dlb_row_text(row, column);
    if (text.data && !dlb_class_parse(text, &class_)) dlb_row_fault(row, column, DLB_REJECT_CODE);
    return class_;
}

struct dlb_text dlb_policy_keep(struct dlb_row *row, size_t column)
{
    return dlb_row_keep(row, dlb_row_text(row, column));
}

int32_t dlb_policy_number(struct dlb_row *row, size_t column, int32_t least, int32_t most)
{
    int64_t value = dlb_row_number(row, column, 0, INT64_MIN);
    bool good = value >= least && value <= most;
    if (!good && value != INT64_MIN) dlb_row_fault(row, column, DLB_REJECT_NUMBER);
    return good ? (int32_t)value : -1;
}

bool dlb_take_prefix(struct dlb_text *text, const char *prefix)
{
    size_t len = strlen(prefix);
    if (text->len <= len || memcmp(text->data, prefix, len) != 0) return false;
    text->data += len;
    text->len -= len;
    return true;
}

/* The code of a programme that `programmes` has; DLB_NO_CODE when the cell is empty. */
static uint32_t look_programme(struct dlb_row *row, size_t column, struct dlb_text id)
{
    const struct dlb_policy *policy = row->context;
    if (!id.data) return DLB_NO_CODE;
    uint32_t code = dlb_policy_find_programme(policy, id);
    if (code == DLB_NO_CODE) dlb_row_fault(row, column, DLB_REJECT_CODE);
    return code;
}

static uint8_t look_stay(struct dlb_row *row, size_t column, struct dlb_text word)
{
    for (unsigned kind = 0; kind <= DLB_STAY_ABROAD; kind++) {
        const char *known = dlb_stay_kind_word(kind);
        if (dlb_text_equal(word, dlb_text_of(known))) return (uint8_t)(kind + 1);
    }
    dlb_row_fault(row, column, DLB_REJECT_CODE);
    return 0;
}

/* A programme or a class. */
static struct dlb_selector look_side(struct dlb_row *row, size_t column, struct dlb_text text)
{
    struct dlb_selector side = {DLB_NO_CODE, {0, 0}, 0};
    if (!dlb_take_prefix(&text, "class:"))
        side.programme = look_programme(row, column, text);
    else if (!dlb_class_parse(text, &side.class_))
        dlb_row_fault(row, column, DLB_REJECT_CODE);
    return side;
}

struct dlb_selector dlb_policy_side_or_stay(struct dlb_row *row, size_t column)
{
    struct dlb_text text = dlb_row_text(row, column);
    if (!dlb_take_prefix(&text, "stay:")) return look_side(row, column, text);
    return (struct dlb_selector){DLB_NO_CODE, {0, 0}, look_stay(row, column, text)};
}

/* What the side is called in findings: a programme by its id. */
static struct dlb_text side_name(struct dlb_row *row, const struct dlb_selector *side,
                                 struct dlb_text text)
{
    const struct dlb_policy *policy = row->context;
    bool is_programme = side->programme != DLB_NO_CODE;
    return is_programme ? policy->programme_ids[side->programme] : dlb_row_keep(row, text);
}

struct dlb_selector dlb_policy_side(struct dlb_row *row, size_t column, struct dlb_text *name)
{
    struct dlb_text text = dlb_row_text(row, column);
    struct dlb_selector side = look_side(row, column, text);
    *name = side_name(row, &side, text);
    return side;
}

struct dlb_selector dlb_policy_expected(struct dlb_row *row, size_t column, struct dlb_text *name)
{
    static const char contact[] = "contact";
    char room[sizeof contact];
    struct dlb_text text = dlb_row_text(row, column);
    *name = dlb_text_of(contact);
    if (dlb_text_equal(dlb_code_fold(text, room, sizeof room), *name))
        return (struct dlb_selector){DLB_NO_CODE, {0, 0}, 0};
    struct dlb_selector side = look_side(row, column, text);
    *name = side_name(row, &side, text);
    return side;
}

uint32_t dlb_policy_named(struct dlb_row *row, size_t column)
{
    return look_programme(row, column, dlb_row_text(row, column));
}
