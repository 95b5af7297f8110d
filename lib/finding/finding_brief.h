/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding_brief.h - closed findings for those who count them (finding_brief.c); part of finding.h.
 */
#ifndef DLB_FINDING_BRIEF_H
#define DLB_FINDING_BRIEF_H

#include "finding/finding.h"

/* What a closed finding says, for those who count findings. */
struct dlb_finding_brief {
    const struct dlb_rule *rule;
    uint32_t person, owner_agency; /* or DLB_NO_CODE */
    int32_t start, end, due_on;
    int64_t amount_won;
    uint8_t severity;
    uint8_t decision; /* enum dlb_decision_kind; NOT_YET: none */
    int32_t decided_on;
    bool suppressed; /* it is in no table */
};
/* The closed finding `at`, in the order of closing; false past the last. */
bool dlb_findings_brief(const struct dlb_findings *findings, size_t at,
                        struct dlb_finding_brief *brief);
/* Of the rows that it lists, the next one of a table from the *i-th on; false: no more. */
bool dlb_findings_row(const struct dlb_findings *findings, size_t at, enum dlb_row_table table,
                      size_t *i, uint32_t *row);

#endif
