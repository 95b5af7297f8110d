/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_compare.c - dolbom compare KIND: how far two values agree, one pair per line.
 *
 *   in    유영자 <tab> 류 영자
 *   out   folded
 *
 * The answer is the name of a level, as in plans and in the table `pairs`; `missing` where one of
 * the two has no value. A line without a tab is answered by an empty one.
 */
#include "command/command.h"

#include <stdio.h>
#include <string.h>

static void answer_line(void *context, const dolbom_plan *plan, const char *line, size_t len)
{
    const char *kind = context;
    const char *tab = line ? memchr(line, '\t', len) : NULL;
    uint8_t level = DOLBOM_LEVEL_MISSING;
    if (tab) {
        size_t left_len = (size_t)(tab - line);
        dolbom_value_compare(plan, kind, line, left_len, tab + 1, len - left_len - 1, &level);
        fputs(dolbom_level_text(kind, level), stdout);
    }
    putchar('\n');
}

enum tool_exit cmd_compare(const struct tool_arguments *arguments)
{
    size_t index;
    if (!tool_find("compare", arguments->word[0], dolbom_value_kind, &index)) return TOOL_USAGE;
    return tool_filter_lines(arguments, answer_line, (void *)dolbom_value_kind(index));
}
