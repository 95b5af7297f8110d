/* SPDX-License-Identifier: Apache-2.0 */
/*
 * summary_changes.c - a line about what became of findings since the earlier run.
 */
#include "run/run.h"

#include <stdio.h>

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
    printf(in_english ? english : korean, run->previous.as_of,
           (long long)tool_count_rows(changes, "change", "new"),
           (long long)tool_count_rows(changes, "change", "changed"),
           (long long)tool_count_rows(changes, "change", "reopened"),
           (long long)tool_count_rows(changes, "change", "gone"),
           (long long)tool_count_rows(changes, "change", "still_open"),
           (long long)tool_count_rows(changes, "change", "not_judged"));
}
