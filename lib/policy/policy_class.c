/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_class.c - classes of service, and lists of them.
 */
#include "policy/policy.h"

struct dlb_class dlb_class_of_number(int64_t number)
{
    unsigned digits = number < 10 ? 0 : number < 100 ? 2 : 4;
    return (struct dlb_class){(uint16_t)number, (uint8_t)digits};
}

bool dlb_class_parse(struct dlb_text text, struct dlb_class *class_)
{
    bool good = text.len == 2 || text.len == 4;
    *class_ = (struct dlb_class){0, 0};
    for (size_t i = 0; good && i < text.len; i++) {
        good = text.data[i] >= '0' && text.data[i] <= '9';
        class_->code = (uint16_t)(class_->code * 10 + (text.data[i] - '0'));
    }
    if (good)
        class_->digits = (uint8_t)text.len;
    else
        class_->code = 0;
    return good;
}

void dlb_class_write(struct dlb_class class_, char text[5])
{
    unsigned code = class_.code;
    for (unsigned i = class_.digits; i-- > 0; code /= 10) text[i] = (char)('0' + code % 10);
    text[class_.digits] = '\0';
}

struct dlb_text dlb_list_item(struct dlb_text *rest)
{
    size_t len = 0;
    while (len < rest->len && rest->data[len] != ';') len++;
    struct dlb_text item = {rest->data, len};
    size_t step = len < rest->len ? len + 1 : len;
    *rest = (struct dlb_text){rest->data + step, rest->len - step};
    return dlb_trim(item);
}

bool dlb_classes_cover(struct dlb_text list, struct dlb_class narrow)
{
    for (struct dlb_class wide; list.len;)
        if (dlb_class_parse(dlb_list_item(&list), &wide) && dlb_class_covers(wide, narrow))
            return true;
    return false;
}
