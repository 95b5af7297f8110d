/* SPDX-License-Identifier: Apache-2.0 */
/*
 * put.c - values put into a tree at the paths of their keys.
 */
#include "plan/keys.h"

#include <string.h>

static struct dlb_node *make_node(struct dlb_writing *writing, enum dlb_node_kind kind)
{
    struct dlb_node *node =
        writing->no_memory ? NULL : dlb_arena_alloc(writing->arena, sizeof *node);
    if (node)
        *node = (struct dlb_node){.kind = kind};
    else
        writing->no_memory = true;
    return node;
}

static struct dlb_text copy_text(struct dlb_writing *writing, const char *text, size_t len)
{
    char *copy = dlb_arena_alloc(writing->arena, len + 1);
    if (!copy) {
        writing->no_memory = true;
        return (struct dlb_text){0};
    }
    memcpy(copy, text, len);
    copy[len] = '\0';
    return (struct dlb_text){copy, len};
}

static struct dlb_node *add_child(struct dlb_writing *writing, struct dlb_node *map,
                                  enum dlb_node_kind kind, struct dlb_text name)
{
    struct dlb_node *child = make_node(writing, kind);
    if (!child) return NULL;
    child->key = copy_text(writing, name.data, name.len);
    dlb_node_append(map, child);
    return child;
}

/* The map of this name, made if need be; mostly it is the one that was put into last. */
static struct dlb_node *open_map(struct dlb_writing *writing, struct dlb_node *map,
                                 struct dlb_text name)
{
    if (map->last && dlb_text_equal(map->last->key, name)) return map->last;
    struct dlb_node *child = dlb_node_child(map, name);
    return child ? child : add_child(writing, map, DLB_NODE_MAP, name);
}

static struct dlb_node *put_node(struct dlb_writing *writing, const struct dlb_plan_key *key,
                                 const char *const *names, enum dlb_node_kind kind)
{
    struct dlb_node *node = writing->root;
    for (const char *at = key->path; node && *at;) {
        struct dlb_text part = {at, strcspn(at, ".")};
        at += part.len + (at[part.len] == '.');
        if (part.data[0] == '<') part = (struct dlb_text){*names, strlen(*names)}, names++;
        node = *at ? open_map(writing, node, part) : add_child(writing, node, kind, part);
    }
    return node;
}

void dlb_put(struct dlb_writing *writing, const struct dlb_plan_key *key, const char *const *names,
             const char *text)
{
    struct dlb_node *node = put_node(writing, key, names, DLB_NODE_SCALAR);
    if (node) node->text = copy_text(writing, text, strlen(text));
}

void dlb_put_number(struct dlb_writing *writing, const struct dlb_plan_key *key,
                    const char *const *names, int64_t number)
{
    char text[DLB_DECIMAL_ROOM];
    dlb_decimal_write(number, key->scale, text);
    dlb_put(writing, key, names, text);
}

struct dlb_node *dlb_put_list(struct dlb_writing *writing, const struct dlb_plan_key *key,
                              const char *const *names)
{
    return put_node(writing, key, names, DLB_NODE_LIST);
}

void dlb_put_item(struct dlb_writing *writing, struct dlb_node *list, const char *text)
{
    struct dlb_node *item = list ? make_node(writing, DLB_NODE_SCALAR) : NULL;
    if (!item) return;
    item->text = copy_text(writing, text, strlen(text));
    dlb_node_append(list, item);
}
