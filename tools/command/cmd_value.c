/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_value.c - dolbom value KIND: a filter, one value per line.
 *
 *   in    +82 10-1234-5678
 *   out   01012345678 <tab> good <tab> kind=mobile
 *
 * Each line, even an empty one, gives one line, so that the output can be pasted beside the input.
 * A line longer than a field may be is invalid.
 */
#include "command/command.h"

#include <stdio.h>

static void answer_line(void *context, const dolbom_plan *plan, const char *line, size_t len)
{
    const char *kind = context;
    char text[DOLBOM_VALUE_MAX], parts[DOLBOM_PARTS_MAX];
    size_t text_len = 0, parts_len = 0;
    dolbom_quality quality = DOLBOM_QUALITY_INVALID, same;
    if (line) {
        dolbom_value_normalize(plan, kind, line, len, text, sizeof text, &text_len, &quality);
        dolbom_value_parts(plan, kind, line, len, parts, sizeof parts, &parts_len, &same);
    }
    fwrite(text, 1, text_len, stdout);
    printf("\t%s\t", dolbom_quality_text(quality));
    fwrite(parts, 1, parts_len, stdout);
    putchar('\n');
}

enum tool_exit cmd_value(const struct tool_arguments *arguments)
{
    size_t index;
    if (!tool_find("value", arguments->word[0], dolbom_value_kind, &index)) return TOOL_USAGE;
    return tool_filter_lines(arguments, answer_line, (void *)dolbom_value_kind(index));
}
