/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notes.c - how a file was read where that was more than its header says: a line for each file.
 */
#include "run/run.h"

#include <stdio.h>

/* "제목 2행(1행부터)", "2 rows of titles (from line 1)". */
static size_t put_skip(char *text, size_t cap, const struct io_skips *skips, enum io_skip why,
                       bool in_english)
{
    static const char *const korean[IO_SKIPS] = {"", "제목", "빈 행", "합계"};
    static const char *const english[IO_SKIPS] = {"", "titles", "blank", "totals"};
    const char *form = in_english ? "%s: %lld (from line %lld)" : "%s %lld행(%lld행부터)";
    int n = snprintf(text, cap, form, in_english ? english[why] : korean[why],
                     (long long)skips->n[why], (long long)skips->first[why]);
    return n > 0 ? (size_t)n : 0;
}

static void tell_skips(const struct io_part *part, bool in_english)
{
    char text[256] = "";
    size_t len = 0;
    for (enum io_skip why = IO_SKIP_NOT + 1; why < IO_SKIPS; why++) {
        if (!part->skips.n[why]) continue;
        if (len) len += (size_t)snprintf(text + len, sizeof text - len, ", ");
        len += put_skip(text + len, sizeof text - len, &part->skips, why, in_english);
    }
    if (!len) return;
    tool_complain(in_english ? "%s: rows that are no records are left out: %s"
                             : "%s: 대상자 행이 아니어서 읽지 않음: %s",
                  part->path, text);
}

/* A list that somebody filters in Excel is still whole, so what it hides is read. */
static void tell_hidden(const struct io_part *part, bool in_english)
{
    if (part->hidden)
        tool_complain(in_english ? "%s: the sheet is hidden; it was read all the same"
                                 : "%s: 숨겨진 시트이지만 읽음",
                      part->path);
    if (part->n_hidden)
        tool_complain(in_english ? "%s: hidden rows were read all the same: %lld"
                                 : "%s: 숨겨진 행도 읽음: %lld행",
                      part->path, (long long)part->n_hidden);
}

void tool_notes_tell(const struct tool_run *run)
{
    bool in_english = tool_number(run->arguments, TOOL_LANG, 0) == 1;
    for (size_t i = 0; i < run->input.n_tables; i++)
        for (size_t j = 0; j < run->input.tables[i].n_parts; j++) {
            tell_skips(&run->input.tables[i].parts[j], in_english);
            tell_hidden(&run->input.tables[i].parts[j], in_english);
        }
}
