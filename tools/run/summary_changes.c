/* SPDX-License-Identifier: Apache-2.0 */
/*
 * summary_changes.c - a line about what became of findings since the earlier run.
 */
#include "run/run.h"

#include <stdio.h>
#include <string.h>

static long long count(const struct io_result *changes, const char *change)
{
    char scratch[IO_CELL];
    long long n = 0;
    int column = io_result_column(changes, "change");
    for (int64_t row = 0; row < changes->n_rows; row++) {
        size_t len = 0;
        const char *text = io_result_text(changes, column, row, scratch, &len);
        n += text && len == strlen(change) && memcmp(text, change, len) == 0;
    }
    return n;
}

void tool_summary_changes(const struct tool_run *run, bool in_english)
{
    static const char korean[] =
        "지난 점검(%s) 이후: 새 결과 %lld건, 바뀐 결과 %lld건, 다시 검토할 결과 %lld건, 종결 "
        "%lld건, 그대로인 결과 %lld건, 점검하지 못한 결과 %lld건(finding_changes.csv)\n\n";
    static const char english[] =
        "since %s: %lld new, %lld changed, %lld reopened, %lld gone, %lld as before, %lld not "
        "judged (finding_changes.csv)\n\n";
    const struct io_result *changes = tool_run_result(run, "finding_changes");
    if (!changes) return;
    printf(in_english ? english : korean, run->previous.as_of, count(changes, "new"),
           count(changes, "changed"), count(changes, "reopened"), count(changes, "gone"),
           count(changes, "still_open"), count(changes, "not_judged"));
}
