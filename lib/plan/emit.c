/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emit.c - a tree as YAML.
 *
 * libyaml knows when a text must be quoted and how: names of columns are other people's and
 * hold colons, line breaks and what not. Lists, and maps that lie deep (the levels of a
 * lookalike), are written on one line, all other maps on a line per entry.
 */
#include "plan/node.h"

#include <string.h>
#include <yaml.h>

enum { ONE_LINE_DEPTH = 4 };

struct emitter {
    yaml_emitter_t yaml;
    struct dlb_env *env;
    struct dlb_array *text;
    bool too_long;
};

static int append(void *context, unsigned char *bytes, size_t n)
{
    struct emitter *e = context;
    e->too_long = n > DLB_PLAN_TEXT_MAX - e->text->n;
    char *end = e->too_long ? NULL : dlb_array_reserve(e->env, e->text, n, 1, DLB_PLAN_TEXT_MAX);
    if (!end) return 0;
    memcpy(end, bytes, n);
    e->text->n += n;
    return 1;
}

/* libyaml deletes the event, also when it fails. */
static bool emit(struct emitter *e, yaml_event_t *event, int made)
{
    return made && yaml_emitter_emit(&e->yaml, event);
}

static bool emit_text(struct emitter *e, struct dlb_text text)
{
    yaml_event_t event;
    return emit(e, &event,
                yaml_scalar_event_initialize(&event, NULL, NULL, (yaml_char_t *)text.data,
                                             (int)text.len, 1, 1, YAML_ANY_SCALAR_STYLE));
}

static bool emit_node(struct emitter *e, const struct dlb_node *node, int depth);

static bool emit_children(struct emitter *e, const struct dlb_node *node, int depth)
{
    for (const struct dlb_node *child = node->first; child; child = child->next) {
        if (node->kind == DLB_NODE_MAP && !emit_text(e, child->key)) return false;
        if (!emit_node(e, child, depth + 1)) return false;
    }
    return true;
}

static bool emit_list(struct emitter *e, const struct dlb_node *node, int depth)
{
    yaml_event_t event;
    return emit(e, &event,
                yaml_sequence_start_event_initialize(&event, NULL, NULL, 1,
                                                     YAML_FLOW_SEQUENCE_STYLE)) &&
           emit_children(e, node, depth) &&
           emit(e, &event, yaml_sequence_end_event_initialize(&event));
}

static bool emit_map(struct emitter *e, const struct dlb_node *node, int depth)
{
    yaml_mapping_style_t style =
        depth < ONE_LINE_DEPTH ? YAML_BLOCK_MAPPING_STYLE : YAML_FLOW_MAPPING_STYLE;
    yaml_event_t event;
    return emit(e, &event, yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, style)) &&
           emit_children(e, node, depth) &&
           emit(e, &event, yaml_mapping_end_event_initialize(&event));
}

static bool emit_node(struct emitter *e, const struct dlb_node *node, int depth)
{
    switch (node->kind) {
    case DLB_NODE_LIST:
        return emit_list(e, node, depth);
    case DLB_NODE_MAP:
        return emit_map(e, node, depth);
    default:
        return emit_text(e, node->text);
    }
}

static bool emit_document(struct emitter *e, const struct dlb_node *root)
{
    yaml_event_t event;
    return emit(e, &event, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING)) &&
           emit(e, &event, yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1)) &&
           emit_node(e, root, 0) &&
           emit(e, &event, yaml_document_end_event_initialize(&event, 1)) &&
           emit(e, &event, yaml_stream_end_event_initialize(&event));
}

dolbom_status dlb_node_emit(const struct dlb_node *root, struct dlb_env *env,
                            struct dlb_array *text, dolbom_error *error)
{
    struct emitter e = {.env = env, .text = text};
    if (!yaml_emitter_initialize(&e.yaml)) return dlb_fail_memory(error, env);
    yaml_emitter_set_output(&e.yaml, append, &e);
    yaml_emitter_set_unicode(&e.yaml, 1);
    yaml_emitter_set_width(&e.yaml, -1); /* never break a line */
    bool done = emit_document(&e, root);
    yaml_emitter_delete(&e.yaml);
    if (e.too_long)
        return dlb_fail(error, DOLBOM_E_PLAN, -1, NULL,
                        "the whole plan would print longer than 4 MiB and not read back");
    return done ? DOLBOM_OK : dlb_fail_memory(error, env);
}
