/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_plan.c - plans from any text.
 *
 *   round trip   what reads as a plan prints, and what is printed reads as the same plan
 *   whole        a printed plan is the same over any other plan that renames nothing
 *   reported     what does not read leaves a message of whole characters, on one line
 *   asked        every value of the plan can be asked for by its path
 *   names        any text can be a key and a value, and comes back from YAML as it was
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/keys.h"
#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool law)
{
    if (!law) abort();
}

static dolbom_plan *must_read(const dolbom_plan *base, const char *text, size_t len)
{
    dolbom_plan *plan;
    check(dolbom_plan_read(base, text, len, NULL, &plan, NULL) == DOLBOM_OK);
    return plan;
}

/* Read once; every input is laid over it. */
static const dolbom_plan *builtin(void)
{
    static const dolbom_plan *plan;
    if (!plan) plan = must_read(NULL, NULL, 0);
    return plan;
}

static const dolbom_plan *another(void)
{
    static const char text[] = "prior: 1.5\nblock_cap: 3\n"
                               "compare: {sex: {kind: sex, levels: {other: [0.1, 0.5]}}}\n"
                               "match_keys: {sex: [sex]}\n";
    static const dolbom_plan *plan;
    if (!plan) plan = must_read(NULL, text, sizeof text - 1);
    return plan;
}

static void expect_equal(const dolbom_plan *left, const dolbom_plan *right)
{
    check(left->text.n == right->text.n);
    check(memcmp(left->text.data, right->text.data, left->text.n) == 0);
    check(dolbom_plan_hash(left) == dolbom_plan_hash(right));
}

static void ask(const dolbom_plan *plan, const struct dlb_node *node, const char *path)
{
    for (const struct dlb_node *child = node->first; child; child = child->next) {
        char *below = NULL;
        size_t len;
        check(asprintf(&below, "%s%s%s", path, *path ? "." : "", child->key.data) >= 0);
        dolbom_status status = dolbom_plan_get(plan, below, NULL, 0, &len, NULL);
        check(status == (len ? DOLBOM_E_ROOM : DOLBOM_OK));
        if (child->kind == DLB_NODE_MAP) ask(plan, child, below);
        free(below);
    }
}

static void check_plan(const dolbom_plan *plan)
{
    dolbom_plan *again = must_read(builtin(), plan->text.data, plan->text.n);
    expect_equal(plan, again);
    dolbom_plan_free(again);
    ask(plan, plan->tree, "");
    if (plan->map[DLB_PLAN_COLUMNS].n || plan->hanja.n) return;
    again = must_read(another(), plan->text.data, plan->text.n);
    expect_equal(plan, again);
    dolbom_plan_free(again);
}

static void check_text(const char *text)
{
    check(dlb_utf8_valid(text, strlen(text)) == strlen(text));
    check(!strpbrk(text, "\r\n"));
}

static void check_read(const char *text, size_t len)
{
    dolbom_plan *plan;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = dolbom_plan_read(builtin(), text, len, NULL, &plan, &error);
    if (status == DOLBOM_OK) {
        check_plan(plan);
    } else {
        check(status == DOLBOM_E_PLAN && !plan && error.message[0]);
        check_text(error.message);
        check_text(error.column);
    }
    dolbom_plan_free(plan);
}

static void expect_tree(const struct dlb_node *left, const struct dlb_node *right)
{
    check(left && right && left->kind == right->kind && left->n_children == right->n_children);
    check(dlb_text_equal(left->key, right->key) && dlb_text_equal(left->text, right->text));
    const struct dlb_node *child = left->first, *other = right->first;
    for (; child; child = child->next, other = other->next) expect_tree(child, other);
}

/* {text: {a: [text, text], b: {c: {d: {text: text}}}}}: in a block, in a list and in a flow. */
static void check_name(const char *bytes, size_t len)
{
    const struct dlb_text text = {bytes, len};
    struct dlb_node root = {.kind = DLB_NODE_MAP}, top = {.kind = DLB_NODE_MAP, .key = text};
    struct dlb_node a = {.kind = DLB_NODE_LIST, .key = {"a", 1}};
    struct dlb_node b = {.kind = DLB_NODE_MAP, .key = {"b", 1}};
    struct dlb_node c = {.kind = DLB_NODE_MAP, .key = {"c", 1}};
    struct dlb_node d = {.kind = DLB_NODE_MAP, .key = {"d", 1}};
    struct dlb_node first = {.text = text}, last = first, leaf = {.key = text, .text = text};
    dlb_node_append(&root, &top), dlb_node_append(&top, &a), dlb_node_append(&top, &b);
    dlb_node_append(&a, &first), dlb_node_append(&a, &last);
    dlb_node_append(&b, &c), dlb_node_append(&c, &d), dlb_node_append(&d, &leaf);
    struct dlb_array out = {0};
    struct dlb_arena arena;
    struct dlb_node *again;
    dlb_arena_init(&arena, builtin()->env, false);
    check(dlb_node_emit(&root, arena.env, &out, NULL) == DOLBOM_OK);
    check(dlb_node_read(&arena, out.data, out.n, &again, NULL) == DOLBOM_OK);
    expect_tree(&root, again);
    dlb_arena_clear(&arena);
    dlb_array_clear(builtin()->env, &out, 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    check_read(text, size);
    if (dlb_utf8_valid(text, size) == size && !memchr(text, 0, size)) check_name(text, size);
    return 0;
}
