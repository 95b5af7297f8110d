/* SPDX-License-Identifier: Apache-2.0 */
/*
 * no_policy.c - what a run without a policy does not look for, told before it begins.
 *
 * The summary says so rule by rule, where an officer looks last; that a folder was forgotten is
 * one thing to know.
 */
#include "run/run.h"

#include <string.h>

/* Does a rule need a table of a policy that is not there? */
static bool lacks_policy(struct tool_run *run, struct tool_piece tables)
{
    struct tool_piece one;
    const struct io_table_form *form;
    while (tool_next_of_list(&tables, &one))
        for (size_t i = 0; (form = io_table_form_at(i)) != NULL; i++)
            if (form->kind == IO_POLICY && tool_piece_is(one, form->name) &&
                !io_input_table(&run->input, form->name))
                return true;
    return false;
}

/* "이중 입력(D02), 여러 기관의 같은 서비스(D03)"; returns how many. */
static size_t list_rules(struct tool_run *run, const struct io_result *catalogue, bool in_english,
                         char *text, size_t cap)
{
    size_t n = 0, len = 0;
    for (int64_t row = 0; row < catalogue->n_rows; row++) {
        char unused[IO_CELL]; /* they are texts */
        struct tool_piece tables, rule, name;
        tables.text = io_result_cell(catalogue, "tables", row, unused, &tables.len);
        rule.text = io_result_cell(catalogue, "rule", row, unused, &rule.len);
        name.text =
            io_result_cell(catalogue, in_english ? "name_en" : "name_ko", row, unused, &name.len);
        if (!lacks_policy(run, tables)) continue;
        int more = snprintf(text + len, cap - len, in_english ? "%s%.*s (%.*s)" : "%s%.*s(%.*s)",
                            n ? ", " : "", (int)name.len, name.len ? name.text : "", (int)rule.len,
                            rule.len ? rule.text : "");
        if (more > 0 && (size_t)more < cap - len) len += (size_t)more;
        text[len] = '\0';
        n++;
    }
    return n;
}

static void tell(struct tool_run *run, const struct io_result *catalogue)
{
    char rules[4096] = "";
    bool in_english = tool_number(run->arguments, TOOL_LANG, 0) == 1;
    size_t n = list_rules(run, catalogue, in_english, rules, sizeof rules);
    if (n)
        tool_complain(
            in_english ? "without --policy, the folder of programmes, caps and deadlines, %zu "
                         "rules do not run: %s"
                       : "사업 목록과 한도, 기한이 든 정책 폴더(--policy)가 없어 다음 %zu개 항목은 "
                         "점검하지 못합니다: %s",
            n, rules);
}

void tool_no_policy_tell(struct tool_run *run)
{
    dolbom_table out[DOLBOM_TABLES_MAX];
    dolbom_error error = DOLBOM_ERROR_INIT;
    size_t n_out = 0;
    bool has = tool_given(run->arguments, TOOL_POLICY) || io_input_table(&run->input, "programmes");
    if (has || tool_given(run->arguments, TOOL_QUIET)) return;
    (void)dolbom_rules(run->plan, NULL, 0, out, DOLBOM_TABLES_MAX, &n_out, &error);
    for (size_t i = 0; i < n_out; i++) {
        struct io_result catalogue;
        struct io_problem problem = {.kind = IO_OK};
        bool is_it = strcmp(out[i].name, "rule_catalogue") == 0;
        if (!is_it) out[i].stream.release(&out[i].stream);
        if (!is_it) continue;
        if (io_result_take(&catalogue, out[i].name, &out[i].stream, &problem))
            tell(run, &catalogue);
        io_result_clear(&catalogue);
    }
}
