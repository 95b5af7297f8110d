/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding_brief.c - closed findings for those who count them.
 */
#include "finding/finding_store.h"

bool dlb_findings_brief(const struct dlb_findings *findings, size_t at,
                        struct dlb_finding_brief *brief)
{
    if (at >= findings->closed.n) return false;
    const struct dlb_closed *closed = (const struct dlb_closed *)findings->closed.data + at;
    *brief = (struct dlb_finding_brief){.rule = closed->rule,
                                        .person = closed->person,
                                        .owner_agency = closed->owner_agency,
                                        .start = closed->start,
                                        .end = closed->end,
                                        .due_on = closed->due_on,
                                        .amount_won = closed->amount_won,
                                        .severity = closed->severity,
                                        .decision = DLB_DECISION_NOT_YET,
                                        .decided_on = DLB_DAY_NONE,
                                        .suppressed = closed->suppressed};
    if (closed->decision == DLB_NO_CODE) return true;
    brief->decision = findings->decisions->rows[closed->decision].kind;
    brief->decided_on = findings->decisions->rows[closed->decision].at;
    return true;
}

bool dlb_findings_row(const struct dlb_findings *findings, size_t at, enum dlb_row_table table,
                      size_t *i, uint32_t *row)
{
    const struct dlb_closed *closed = (const struct dlb_closed *)findings->closed.data + at;
    const struct dlb_evidence *rows = findings->evidence.data;
    for (; *i < closed->n_listed; ++*i) {
        const struct dlb_evidence *evidence = &rows[closed->first_row + *i];
        if (evidence->table != table) continue;
        *row = evidence->row;
        ++*i;
        return true;
    }
    return false;
}
