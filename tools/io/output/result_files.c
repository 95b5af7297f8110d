/* SPDX-License-Identifier: Apache-2.0 */
/*
 * result_files.c - everything that a run may write, so that nothing of an older run stays beside
 * it.
 */
#include "io/output/writer.h"

#include <string.h>

const char *const io_result_files[] = {".dolbom-result",
                                       "audit.txt",
                                       "agency_summary.csv",
                                       "cleaned.csv",
                                       "tokens.csv",
                                       "token_headers.csv",
                                       "coverage.csv",
                                       "indicators.csv",
                                       "summary.txt",
                                       "support.csv",
                                       "visit_list.csv",
                                       "finding_rows.csv",
                                       "findings.csv",
                                       "finding_changes.csv",
                                       "finding_change_rows.csv",
                                       "explained_fields.csv",
                                       "explained_pairs.csv",
                                       "match_keys.csv",
                                       "pairs.csv",
                                       "person_records.csv",
                                       "person_summary.csv",
                                       "rejects.csv",
                                       "report.html",
                                       "review.html",
                                       "rule_runs.csv",
                                       "table_counts.csv",
                                       "simulation.csv",
                                       "simulation_services.csv",
                                       "simulation_tests.csv",
                                       "timings.json",
                                       "trend.csv",
                                       "unused_decisions.csv",
                                       "run.json",
                                       NULL};

_Static_assert(sizeof io_result_files / sizeof *io_result_files == IO_RESULT_FILES + 1,
               "their number is said in writer.h");

/* "findings.csv" is the table findings. */
bool io_is_result_table(const char *name)
{
    char file[IO_FAMILY_NAME + 8];
    snprintf(file, sizeof file, "%s.csv", name);
    for (size_t i = 0; i < IO_RESULT_FILES; i++)
        if (strcmp(io_result_files[i], file) == 0) return true;
    return strcmp(name, "files") == 0 || io_family_has(file);
}
