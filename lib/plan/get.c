/* SPDX-License-Identifier: Apache-2.0 */
/*
 * get.c - one value of a plan by the path of its key.
 */
#include "plan/keys.h"

#include <string.h>

#include "text/text.h"

/*
 * The node that a path of names leads to, or NULL. A name may hold points itself, so each
 * child is tried whose key the path begins with.
 */
static const struct dlb_node *find_node(const struct dlb_node *node, struct dlb_text path)
{
    if (!path.data) return node;
    for (const struct dlb_node *child = node->first; child; child = child->next) {
        const size_t len = child->key.len;
        if (!child->key.data || len > path.len || memcmp(path.data, child->key.data, len) != 0)
            continue;
        if (len < path.len && path.data[len] != '.') continue;
        struct dlb_text rest = {0};
        if (len < path.len) rest = (struct dlb_text){path.data + len + 1, path.len - len - 1};
        const struct dlb_node *found = find_node(child, rest);
        if (found) return found;
    }
    return NULL;
}

/* May a plan say anything under this path? What comes last in it may hold points itself. */
static dolbom_status check_path(const char *path, dolbom_error *error)
{
    struct dlb_key_place place = dlb_place_root();
    const struct dlb_plan_key *key = NULL;
    for (const char *at = path; !key || key->path[place.at - 1] != '>'; at++) {
        struct dlb_key_place below;
        const struct dlb_text name = {at, strcspn(at, ".")};
        if (key || !dlb_place_enter(&place, name, &below)) {
            char hint[160];
            dlb_place_suggest(&place, name, hint);
            return dlb_fail(error, DOLBOM_E_ARG, -1, path, "a plan has no such key; %s", hint);
        }
        place = below;
        key = dlb_place_key(&place);
        at += name.len;
        if (!*at) break;
    }
    return DOLBOM_OK;
}

/* A value's text; of a list the items and of a map the keys, each followed by a NUL. */
static size_t write_node(const struct dlb_node *node, char *text)
{
    size_t len = 0;
    if (node->kind == DLB_NODE_SCALAR) {
        if (text) memcpy(text, node->text.data, node->text.len);
        return node->text.len;
    }
    for (const struct dlb_node *child = node->first; child; child = child->next) {
        struct dlb_text item = node->kind == DLB_NODE_MAP ? child->key : child->text;
        if (text) memcpy(text + len, item.data, item.len + 1);
        len += item.len + 1;
    }
    return len;
}

dolbom_status dolbom_plan_get(const dolbom_plan *plan, const char *key, char *text, size_t text_cap,
                              size_t *text_len, dolbom_error *error)
{
    dolbom_plan *builtin;
    if (!key || !text_len || (!text && text_cap) || !dlb_error_fits(error))
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL, "key and text_len must not be NULL");
    *text_len = 0;
    dolbom_status status = dlb_plan_open_any(&plan, &builtin, error);
    if (status != DOLBOM_OK) return status;
    const struct dlb_node *node = find_node(plan->tree, (struct dlb_text){key, strlen(key)});
    if (!node)
        status = check_path(key, error);
    else
        *text_len = write_node(node, NULL);
    if (*text_len > text_cap)
        status = dlb_fail(error, DOLBOM_E_ROOM, -1, key, "%zu bytes are needed", *text_len);
    else if (node)
        write_node(node, text);
    dolbom_plan_free(builtin);
    return status;
}
