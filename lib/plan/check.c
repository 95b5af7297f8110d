/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check.c - a plan's text against the table of keys.
 *
 * What can be said without knowing what a key is for is said here: it exists, it is not
 * missing where it must not be, its value has the right form and lies in its range. So the
 * readers of the keys only see values that are well formed.
 */
#include "plan/keys.h"

#include <stdio.h>
#include <string.h>

#include "field/field.h"

/* "0.05 … 2", "above 0 … below 1": the smallest and the largest step are no limits to people. */
static void write_range(const struct dlb_plan_key *key, char text[80])
{
    char least[DLB_DECIMAL_ROOM], most[DLB_DECIMAL_ROOM];
    int64_t one = 1;
    for (int i = 0; i < key->scale; i++) one *= 10;
    bool above_0 = key->least == 1 && one > 1, below_1 = key->most == one - 1 && one > 1;
    dlb_decimal_write(above_0 ? 0 : key->least, key->scale, least);
    dlb_decimal_write(below_1 ? one : key->most, key->scale, most);
    snprintf(text, 80, "%s%s … %s%s", above_0 ? "above " : "", least, below_1 ? "below " : "",
             most);
}

static bool is_fixed(const struct dlb_plan_key *key)
{
    return key->form == DLB_FORM_NUMBER && key->least == key->most;
}

void dlb_value_wanted(const struct dlb_plan_key *key, char text[128])
{
    char range[80];
    write_range(key, range);
    switch (key->form) {
    case DLB_FORM_DATE:
        snprintf(text, 128, "a date like 2026-06-30");
        break;
    case DLB_FORM_BOOL:
        snprintf(text, 128, "true or false");
        break;
    case DLB_FORM_WORD:
        snprintf(text, 128, "a word");
        break;
    case DLB_FORM_WORDS:
        snprintf(text, 128, "a list of %s words", range);
        break;
    case DLB_FORM_CHOICE:
        snprintf(text, 128, "a word, or a list of at most %d of them", (int)key->most);
        break;
    case DLB_FORM_NUMBERS:
        snprintf(text, 128, "a list of two numbers, each %s", range);
        break;
    default:
        if (is_fixed(key))
            snprintf(text, 128, "%d", (int)key->least);
        else if (!key->scale)
            snprintf(text, 128, "a whole number, %s", range);
        else
            snprintf(text, 128, "a number, %s, with at most %d decimals", range, key->scale);
    }
}

static bool take_number(struct dlb_node *value, const struct dlb_plan_key *key)
{
    return value->kind == DLB_NODE_SCALAR &&
           dlb_decimal_read(value->text, key->scale, &value->number) &&
           value->number >= key->least && value->number <= key->most;
}

static bool take_date(struct dlb_node *value)
{
    if (value->kind == DLB_NODE_SCALAR) value->number = dlb_date_fast(value->text);
    return value->kind == DLB_NODE_SCALAR && value->number != DLB_DAY_NONE;
}

static bool take_bool(struct dlb_node *value)
{
    value->number = dlb_text_equal(value->text, (struct dlb_text){"true", 4});
    return value->number || dlb_text_equal(value->text, (struct dlb_text){"false", 5});
}

static bool is_word(const struct dlb_node *value)
{
    return value->kind == DLB_NODE_SCALAR && value->text.len > 0;
}

static bool take_list(struct dlb_node *value, const struct dlb_plan_key *key)
{
    if (value->kind != DLB_NODE_LIST) return false;
    bool fits = key->form == DLB_FORM_NUMBERS
                    ? value->n_children == 2
                    : value->n_children >= key->least && value->n_children <= key->most;
    for (struct dlb_node *item = value->first; item && fits; item = item->next)
        fits = key->form == DLB_FORM_NUMBERS ? take_number(item, key) : is_word(item);
    return fits;
}

static bool take_value(struct dlb_node *value, const struct dlb_plan_key *key)
{
    switch (key->form) {
    case DLB_FORM_DATE:
        return take_date(value);
    case DLB_FORM_BOOL:
        return take_bool(value);
    case DLB_FORM_WORD:
        return is_word(value);
    case DLB_FORM_CHOICE:
        return is_word(value) || take_list(value, key);
    case DLB_FORM_WORDS:
    case DLB_FORM_NUMBERS:
        return take_list(value, key);
    default:
        return take_number(value, key);
    }
}

dolbom_status dlb_value_check(struct dlb_node *value, const struct dlb_plan_key *key,
                              dolbom_error *error)
{
    char wanted[128];
    if (take_value(value, key)) return DOLBOM_OK;
    dlb_value_wanted(key, wanted);
    return dlb_node_fail(value, error, "%s is expected here%s", wanted,
                         is_fixed(key) ? "; this version understands no other" : "");
}

/* Is the map an entry of the plan's own, below a <…>? */
static bool is_entry(const struct dlb_key_place *place)
{
    return place->at > 1 && dlb_plan_key_at(place->begin)->path[place->at - 2] == '>';
}

/* An entry has all keys that it must have. */
static dolbom_status check_required(const struct dlb_node *entry, const struct dlb_key_place *place,
                                    dolbom_error *error)
{
    for (size_t i = place->begin; i < place->end; i++) {
        const struct dlb_plan_key *key = dlb_plan_key_at(i);
        const char *part = key->path + place->at;
        const struct dlb_text name = {part, strcspn(part, ".")};
        if (key->required && !dlb_node_child(entry, name))
            return dlb_node_fail(entry, error, "%.*s is missing", (int)name.len, name.data);
    }
    return DOLBOM_OK;
}

static dolbom_status check_node(struct dlb_node *node, const struct dlb_key_place *place,
                                dolbom_error *error)
{
    const struct dlb_plan_key *key = dlb_place_key(place);
    if (key) return dlb_value_check(node, key, error);
    if (node->kind != DLB_NODE_MAP) return dlb_node_fail(node, error, "a map is expected here");
    for (struct dlb_node *child = node->first; child; child = child->next) {
        struct dlb_key_place below;
        char hint[160];
        dolbom_status status = DOLBOM_OK;
        if (dlb_place_enter(place, child->key, &below)) {
            status = check_node(child, &below, error);
        } else {
            dlb_place_suggest(place, child->key, hint);
            status = dlb_node_fail(child, error, "unknown key; %s", hint);
        }
        if (status != DOLBOM_OK) return status;
    }
    return is_entry(place) ? check_required(node, place, error) : DOLBOM_OK;
}

/* The format first: of another one nothing else would be understood either. */
dolbom_status dlb_plan_check(struct dlb_node *root, dolbom_error *error)
{
    const struct dlb_key_place all = dlb_place_root();
    const struct dlb_plan_key *first = dlb_plan_key_at(0);
    struct dlb_node *format =
        dlb_node_child(root, (struct dlb_text){first->path, strlen(first->path)});
    dolbom_status status = format ? dlb_value_check(format, first, error) : DOLBOM_OK;
    return status == DOLBOM_OK ? check_node(root, &all, error) : status;
}
