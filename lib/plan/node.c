/* SPDX-License-Identifier: Apache-2.0 */
/*
 * node.c - a plan's text as a tree.
 *
 * libyaml gives events with exact lines; everything that could make a small text large or
 * ambiguous is refused here: aliases, anchors, tags, several documents, a key twice, deep
 * nesting. Scalars stay texts: each key of the plan says what form it wants, so `no` or
 * `0.99x` are never guessed at.
 */
#include "plan/plan.h"

#include <limits.h>
#include <string.h>
#include <yaml.h>

struct builder {
    struct dlb_arena *arena;
    struct dlb_node *stack[DLB_PLAN_DEPTH_MAX]; /* open lists and maps */
    struct dlb_node *last[DLB_PLAN_DEPTH_MAX];  /* last child of each */
    struct dlb_text key[DLB_PLAN_DEPTH_MAX];    /* a map's key that waits for its value */
    size_t depth, n_nodes;
    struct dlb_node *root;
    bool done; /* the one document has ended */
};

dolbom_status dlb_node_fail(const struct dlb_node *node, dolbom_error *error, const char *what)
{
    return dlb_fail(error, DOLBOM_E_PLAN, node->line, node->key.data, "%s", what);
}

static dolbom_status fail_at(const yaml_event_t *event, dolbom_error *error, const char *what)
{
    return dlb_fail(error, DOLBOM_E_PLAN, (int64_t)event->start_mark.line, NULL, "%s", what);
}

static bool key_is_taken(const struct dlb_node *map, struct dlb_text key)
{
    for (const struct dlb_node *child = map->first; child; child = child->next)
        if (dlb_text_equal(child->key, key)) return true;
    return false;
}

/* A scalar inside a map that waits for a key is one. */
static dolbom_status take_key(struct builder *b, const yaml_event_t *event, bool *taken,
                              dolbom_error *error)
{
    *taken = false;
    if (!b->depth || b->stack[b->depth - 1]->kind != DLB_NODE_MAP || b->key[b->depth - 1].data)
        return DOLBOM_OK;
    if (event->type != YAML_SCALAR_EVENT) return fail_at(event, error, "a key must be a word");
    struct dlb_text key = {(const char *)event->data.scalar.value, event->data.scalar.length};
    if (key_is_taken(b->stack[b->depth - 1], key))
        return fail_at(event, error, "this key stands twice in the same place; remove one");
    key.data = dlb_arena_copy(b->arena, key.data, key.len + 1);
    if (!key.data) return dlb_fail_memory(error, b->arena->env);
    b->key[b->depth - 1] = key;
    *taken = true;
    return DOLBOM_OK;
}

static void attach(struct builder *b, struct dlb_node *node)
{
    if (!b->depth) {
        b->root = node;
        return;
    }
    size_t top = b->depth - 1;
    node->key = b->key[top];
    b->key[top].data = NULL;
    if (b->last[top]) b->last[top]->next = node;
    else b->stack[top]->first = node;
    b->last[top] = node;
    b->stack[top]->n_children++;
}

static dolbom_status push_node(struct builder *b, const yaml_event_t *event, dolbom_error *error)
{
    bool taken;
    dolbom_status status = take_key(b, event, &taken, error);
    if (status != DOLBOM_OK || taken) return status;
    if (++b->n_nodes > DLB_PLAN_NODES_MAX)
        return fail_at(event, error, "the plan has too many entries");
    struct dlb_node *node = dlb_arena_alloc(b->arena, sizeof *node);
    if (!node) return dlb_fail_memory(error, b->arena->env);
    *node = (struct dlb_node){.line = (int64_t)event->start_mark.line};
    if (event->type == YAML_SCALAR_EVENT) {
        node->text.len = event->data.scalar.length;
        node->text.data = dlb_arena_copy(b->arena, event->data.scalar.value, node->text.len);
        if (!node->text.data) return dlb_fail_memory(error, b->arena->env);
    }
    attach(b, node);
    if (event->type == YAML_SCALAR_EVENT) return DOLBOM_OK;
    node->kind = event->type == YAML_MAPPING_START_EVENT ? DLB_NODE_MAP : DLB_NODE_LIST;
    if (b->depth == DLB_PLAN_DEPTH_MAX) return fail_at(event, error, "the plan is nested too deep");
    b->stack[b->depth] = node;
    b->last[b->depth] = NULL;
    b->key[b->depth++].data = NULL;
    return DOLBOM_OK;
}

static bool has_property(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT: return event->data.scalar.anchor || event->data.scalar.tag;
    case YAML_SEQUENCE_START_EVENT:
        return event->data.sequence_start.anchor || event->data.sequence_start.tag;
    case YAML_MAPPING_START_EVENT:
        return event->data.mapping_start.anchor || event->data.mapping_start.tag;
    default: return event->type == YAML_ALIAS_EVENT;
    }
}

static dolbom_status take_event(struct builder *b, const yaml_event_t *event, dolbom_error *error)
{
    if (has_property(event)) return fail_at(event, error, "anchors, aliases and tags are not allowed");
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        return b->done ? fail_at(event, error, "only one document is allowed") : DOLBOM_OK;
    case YAML_DOCUMENT_END_EVENT: b->done = true; return DOLBOM_OK;
    case YAML_SCALAR_EVENT:
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT: return push_node(b, event, error);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: b->depth--; return DOLBOM_OK;
    default: return DOLBOM_OK;
    }
}

/* libyaml's own words can quote the text, so only their place is passed on. */
static dolbom_status fail_parser(const yaml_parser_t *parser, struct dlb_env *env,
                                 dolbom_error *error)
{
    if (parser->error == YAML_MEMORY_ERROR) return dlb_fail_memory(error, env);
    if (parser->error == YAML_READER_ERROR)
        return dlb_fail(error, DOLBOM_E_PLAN, -1, NULL, "the plan is not valid UTF-8 text at byte %zu",
                        parser->problem_offset);
    return dlb_fail(error, DOLBOM_E_PLAN, (int64_t)parser->problem_mark.line, NULL,
                    "not valid YAML near column %zu; check indentation, colons and quotes",
                    parser->problem_mark.column + 1);
}

dolbom_status dlb_node_read(struct dlb_arena *arena, const char *text, size_t len,
                            struct dlb_node **root, dolbom_error *error)
{
    yaml_parser_t parser;
    struct builder b = {.arena = arena};
    dolbom_status status = DOLBOM_OK;
    *root = NULL;
    if (!yaml_parser_initialize(&parser)) return dlb_fail_memory(error, arena->env);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, len);
    for (bool more = true; more && status == DOLBOM_OK;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            status = fail_parser(&parser, arena->env, error);
            break;
        }
        status = take_event(&b, &event, error);
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    bool is_empty = b.root && b.root->kind == DLB_NODE_SCALAR && b.root->text.len == 0;
    if (status == DOLBOM_OK && !is_empty) *root = b.root;
    return status;
}

bool dlb_node_is(const struct dlb_node *node, const char *key)
{
    return dlb_text_equal(node->key, (struct dlb_text){key, strlen(key)});
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A decimal on its way: value is digits * 10^exponent. */
struct decimal {
    int64_t digits;
    int exponent;
};

/* "0.95", "12": returns the bytes read, 0 if there is no digit or too many. */
static size_t scan_digits(struct dlb_text text, struct decimal *decimal)
{
    size_t at = 0, n_digits = 0;
    bool after_point = false;
    for (; at < text.len; at++) {
        bool is_point = text.data[at] == '.' && !after_point;
        if (!is_point && !is_digit(text.data[at])) break;
        after_point |= is_point;
        if (is_point) continue;
        if (decimal->digits > INT64_MAX / 100) return 0;
        decimal->digits = decimal->digits * 10 + (text.data[at] - '0');
        decimal->exponent -= after_point;
        n_digits++;
    }
    return n_digits ? at : 0;
}

/* "e-5"; true when the text is empty or all of it is such an exponent. */
static bool scan_exponent(struct dlb_text text, struct decimal *decimal)
{
    if (!text.len) return true;
    bool is_exponent = text.len == 3 && (text.data[0] == 'e' || text.data[0] == 'E') &&
                       text.data[1] == '-' && is_digit(text.data[2]);
    if (is_exponent) decimal->exponent -= text.data[2] - '0';
    return is_exponent;
}

/* "0.95" with scale 6 is 950000; "3e-5" is understood; digits past the scale must be 0. */
static bool read_decimal(struct dlb_text text, int scale, int64_t *value)
{
    struct decimal decimal = {0, scale};
    size_t len = scan_digits(text, &decimal);
    if (!len || !scan_exponent((struct dlb_text){text.data + len, text.len - len}, &decimal))
        return false;
    for (; decimal.exponent < 0 && decimal.digits % 10 == 0 && decimal.digits; decimal.exponent++)
        decimal.digits /= 10;
    for (; decimal.exponent > 0 && decimal.digits <= INT64_MAX / 10; decimal.exponent--)
        decimal.digits *= 10;
    *value = decimal.digits;
    return decimal.exponent == 0 || decimal.digits == 0;
}

dolbom_status dlb_node_decimal(const struct dlb_node *node, int scale, int64_t least,
                               int64_t most, int64_t *value, dolbom_error *error)
{
    if (node->kind != DLB_NODE_SCALAR || !read_decimal(node->text, scale, value))
        return dlb_node_fail(node, error, "a number is wanted here");
    if (*value < least || *value > most)
        return dlb_node_fail(node, error, "the number is out of range");
    return DOLBOM_OK;
}

dolbom_status dlb_node_bool(const struct dlb_node *node, bool *value, dolbom_error *error)
{
    bool is_true = node->kind == DLB_NODE_SCALAR && dlb_text_equal(node->text, (struct dlb_text){"true", 4});
    bool is_false = node->kind == DLB_NODE_SCALAR && dlb_text_equal(node->text, (struct dlb_text){"false", 5});
    *value = is_true;
    return is_true || is_false ? DOLBOM_OK : dlb_node_fail(node, error, "true or false is wanted here");
}

dolbom_status dlb_node_text(const struct dlb_node *node, char *text, size_t cap,
                            dolbom_error *error)
{
    if (node->kind != DLB_NODE_SCALAR || !node->text.len)
        return dlb_node_fail(node, error, "a word is wanted here");
    if (node->text.len >= cap || memchr(node->text.data, 0, node->text.len))
        return dlb_node_fail(node, error, "the word is too long");
    memcpy(text, node->text.data, node->text.len);
    text[node->text.len] = 0;
    return DOLBOM_OK;
}
