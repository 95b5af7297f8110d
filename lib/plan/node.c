/* SPDX-License-Identifier: Apache-2.0 */
/*
 * node.c - a plan's text as a tree.
 *
 * libyaml gives events with exact lines; everything that could make a small text large or
 * ambiguous is refused here: aliases, anchors, tags, several documents, a key twice, deep
 * nesting. Scalars stay texts: each key of the plan says what form it wants, so `no` or
 * `0.99x` are never guessed at.
 */
#include "plan/node.h"

#include <string.h>
#include <yaml.h>

struct builder {
    struct dlb_arena *arena;
    struct dlb_node *stack[DLB_PLAN_DEPTH_MAX];  /* open lists and maps */
    struct dlb_node waiting[DLB_PLAN_DEPTH_MAX]; /* key and line of a map's child to come */
    size_t depth;
    struct dlb_node *root;
    bool done; /* the one document has ended */
};

dolbom_status dlb_node_fail(const struct dlb_node *node, dolbom_error *error, const char *format,
                            ...)
{
    char what[sizeof error->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    return dlb_fail(error, DOLBOM_E_PLAN, node->line, node->key.data, "%s", what);
}

struct dlb_node *dlb_node_child(const struct dlb_node *map, struct dlb_text key)
{
    struct dlb_node *child = map->first;
    while (child && !dlb_text_equal(child->key, key)) child = child->next;
    return child;
}

void dlb_node_append(struct dlb_node *parent, struct dlb_node *child)
{
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
    parent->n_children++;
}

static dolbom_status fail_at(const yaml_event_t *event, dolbom_error *error, const char *what)
{
    return dlb_fail(error, DOLBOM_E_PLAN, (int64_t)event->start_mark.line, NULL, "%s", what);
}

/* libyaml ends it with a NUL, which is copied along. */
static dolbom_status take_text(struct builder *b, const yaml_event_t *event, struct dlb_text *text,
                               dolbom_error *error)
{
    const void *value = event->data.scalar.value;
    text->len = event->data.scalar.length;
    if (memchr(value, 0, text->len)) return fail_at(event, error, "a NUL is not allowed in a text");
    text->data = dlb_arena_copy(b->arena, value, text->len + 1);
    return text->data ? DOLBOM_OK : dlb_fail_memory(error, b->arena->env);
}

/* A scalar inside a map that waits for a key is one. */
static dolbom_status take_key(struct builder *b, const yaml_event_t *event, bool *taken,
                              dolbom_error *error)
{
    const struct dlb_node *top = b->depth ? b->stack[b->depth - 1] : NULL;
    *taken = top && top->kind == DLB_NODE_MAP && !b->waiting[b->depth - 1].key.data;
    if (!*taken) return DOLBOM_OK;
    if (event->type != YAML_SCALAR_EVENT) return fail_at(event, error, "a key must be a word");
    struct dlb_node *waiting = &b->waiting[b->depth - 1];
    waiting->line = (int64_t)event->start_mark.line;
    return take_text(b, event, &waiting->key, error);
}

static void attach(struct builder *b, struct dlb_node *node)
{
    if (!b->depth) {
        b->root = node;
        return;
    }
    struct dlb_node *waiting = &b->waiting[b->depth - 1];
    if (waiting->key.data) {
        node->key = waiting->key;
        node->line = waiting->line;
    }
    waiting->key.data = NULL;
    dlb_node_append(b->stack[b->depth - 1], node);
}

static dolbom_status push_node(struct builder *b, const yaml_event_t *event, dolbom_error *error)
{
    bool taken;
    dolbom_status status = take_key(b, event, &taken, error);
    if (status != DOLBOM_OK || taken) return status;
    struct dlb_node *node = dlb_arena_alloc(b->arena, sizeof *node);
    if (!node) return dlb_fail_memory(error, b->arena->env);
    *node = (struct dlb_node){.line = (int64_t)event->start_mark.line};
    attach(b, node);
    if (event->type == YAML_SCALAR_EVENT) return take_text(b, event, &node->text, error);
    node->kind = event->type == YAML_MAPPING_START_EVENT ? DLB_NODE_MAP : DLB_NODE_LIST;
    if (b->depth == DLB_PLAN_DEPTH_MAX) return fail_at(event, error, "the plan is nested too deep");
    b->waiting[b->depth].key.data = NULL;
    b->stack[b->depth++] = node;
    return DOLBOM_OK;
}

/* The later of two equal keys, or NULL; `keys` and `order` have room for all children. */
static dolbom_status find_twin(struct builder *b, const struct dlb_node *map, struct dlb_text *keys,
                               uint32_t *order, const struct dlb_node **twin, dolbom_error *error)
{
    uint32_t n = 0, later = 0;
    for (const struct dlb_node *child = map->first; child; child = child->next)
        keys[n++] = child->key;
    dolbom_status status = dlb_sort_texts(b->arena->env, keys, NULL, n, order, error);
    if (status != DOLBOM_OK) return status;
    for (uint32_t i = 1; i < n; i++) {
        bool twice = dlb_text_equal(keys[order[i - 1]], keys[order[i]]);
        if (twice && (!later || order[i] < later)) later = order[i];
    }
    if (!later) return DOLBOM_OK;
    *twin = map->first;
    for (uint32_t i = 0; i < later; i++) *twin = (*twin)->next;
    return DOLBOM_OK;
}

/* When a map ends: no key stands in it twice. */
static dolbom_status check_keys(struct builder *b, const struct dlb_node *map, dolbom_error *error)
{
    const size_t n = map->n_children;
    const struct dlb_node *twin = NULL;
    if (n < 2) return DOLBOM_OK;
    struct dlb_env *env = b->arena->env;
    struct dlb_text *keys = dlb_alloc_array(env, n, sizeof *keys);
    uint32_t *order = dlb_alloc_array(env, n, sizeof *order);
    dolbom_status status =
        keys && order ? find_twin(b, map, keys, order, &twin, error) : dlb_fail_memory(error, env);
    dlb_free(env, order, n * sizeof *order);
    dlb_free(env, keys, n * sizeof *keys);
    if (status != DOLBOM_OK || !twin) return status;
    return dlb_node_fail(twin, error, "this key stands twice in the same place; remove one");
}

static dolbom_status close_node(struct builder *b, dolbom_error *error)
{
    const struct dlb_node *node = b->stack[--b->depth];
    return node->kind == DLB_NODE_MAP ? check_keys(b, node, error) : DOLBOM_OK;
}

static bool has_property(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return event->data.scalar.anchor || event->data.scalar.tag;
    case YAML_SEQUENCE_START_EVENT:
        return event->data.sequence_start.anchor || event->data.sequence_start.tag;
    case YAML_MAPPING_START_EVENT:
        return event->data.mapping_start.anchor || event->data.mapping_start.tag;
    default:
        return event->type == YAML_ALIAS_EVENT;
    }
}

static dolbom_status take_event(struct builder *b, const yaml_event_t *event, dolbom_error *error)
{
    if (has_property(event))
        return fail_at(event, error, "anchors, aliases and tags are not allowed");
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        return b->done ? fail_at(event, error, "only one document is allowed") : DOLBOM_OK;
    case YAML_DOCUMENT_END_EVENT:
        b->done = true;
        return DOLBOM_OK;
    case YAML_SCALAR_EVENT:
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return push_node(b, event, error);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_node(b, error);
    default:
        return DOLBOM_OK;
    }
}

/* libyaml's own messages can quote the text, so only their position is passed on. */
static dolbom_status fail_parser(const yaml_parser_t *parser, struct dlb_env *env,
                                 dolbom_error *error)
{
    if (parser->error == YAML_MEMORY_ERROR) return dlb_fail_memory(error, env);
    if (parser->error == YAML_READER_ERROR)
        return dlb_fail(error, DOLBOM_E_PLAN, -1, NULL,
                        "the plan is not valid UTF-8 text at byte %zu; if it is in windows-949, "
                        "which is called ANSI, too, save it as UTF-8",
                        parser->problem_offset);
    return dlb_fail(error, DOLBOM_E_PLAN, (int64_t)parser->problem_mark.line, NULL,
                    "not valid YAML near column %zu; check indentation, colons and quotes",
                    parser->problem_mark.column + 1);
}

static dolbom_status parse(yaml_parser_t *parser, struct builder *b, dolbom_error *error)
{
    for (bool more = true; more;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) return fail_parser(parser, b->arena->env, error);
        dolbom_status status = take_event(b, &event, error);
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        if (status != DOLBOM_OK) return status;
    }
    return DOLBOM_OK;
}

/* Texts of Notepad begin with a mark of how they are encoded. */
static bool begins(struct dlb_text text, const char *mark)
{
    size_t len = strlen(mark);
    return text.len >= len && memcmp(text.data, mark, len) == 0;
}

dolbom_status dlb_node_read(struct dlb_arena *arena, const char *text, size_t len,
                            struct dlb_node **root, dolbom_error *error)
{
    yaml_parser_t parser;
    struct builder b = {.arena = arena};
    const struct dlb_text whole = {text, len};
    *root = NULL;
    if (begins(whole, "\xFF\xFE") || begins(whole, "\xFE\xFF"))
        return dlb_fail(error, DOLBOM_E_PLAN, -1, NULL, "the plan is in UTF-16; save it as UTF-8");
    size_t mark = begins(whole, "\xEF\xBB\xBF") ? 3 : 0;
    if (!yaml_parser_initialize(&parser)) return dlb_fail_memory(error, arena->env);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text + mark, len - mark);
    dolbom_status status = parse(&parser, &b, error);
    yaml_parser_delete(&parser);
    bool is_empty = b.root && b.root->kind == DLB_NODE_SCALAR && b.root->text.len == 0;
    if (status == DOLBOM_OK && !is_empty) *root = b.root;
    return status;
}
