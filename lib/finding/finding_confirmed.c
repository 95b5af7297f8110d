/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding_confirmed.c - findings that people have confirmed, for a rule that asks what came of
 * them.
 */
#include "finding/finding_store.h"

bool dlb_findings_confirmed(const struct dlb_findings *findings, size_t at,
                            struct dlb_confirmed *confirmed)
{
    const struct dlb_closed *closed = (const struct dlb_closed *)findings->closed.data + at;
    if (closed->decision == DLB_NO_CODE) return false;
    const struct dlb_decision *decision = &findings->decisions->rows[closed->decision];
    *confirmed = (struct dlb_confirmed){.finding = {.rule = closed->rule,
                                                    .person = closed->person,
                                                    .household = closed->household,
                                                    .programme = closed->programme,
                                                    .owner_agency = closed->owner_agency,
                                                    .class_ = closed->class_,
                                                    .start = closed->start,
                                                    .end = closed->end,
                                                    .days = closed->days,
                                                    .due_on = DLB_DAY_NONE,
                                                    .amount = DLB_AMOUNT_GIVEN,
                                                    .won = {closed->amount_won, closed->saturated}},
                                        .key = closed->key,
                                        .n_rows = closed->n_rows,
                                        .on = decision->at};
    return decision->kind == DLB_DECISION_CONFIRMED;
}

void dlb_finding_copy_rows(struct dlb_findings *to, const struct dlb_findings *from, size_t at)
{
    const struct dlb_closed *closed = (const struct dlb_closed *)from->closed.data + at;
    const struct dlb_evidence *rows = (const struct dlb_evidence *)from->evidence.data;
    for (size_t i = 0; i < closed->n_listed; i++) {
        const struct dlb_evidence *row = &rows[closed->first_row + i];
        struct dlb_evidence_view view;
        dlb_evidence_look(to->caseload, row, &view);
        if (view.start <= to->caseload->as_of) dlb_finding_row(to, row->table, row->row, row->role);
    }
}
