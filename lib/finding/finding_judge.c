/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding_judge.c - how urgent a finding is, and what people have already said about it.
 *
 *   severity   base + 1 money + 1 three agencies + 1 risk - 1 doubt, 0 … 4
 *   state      new; identity_review below theta_high; or what people decided
 *
 * Risk is an emergency; and for omissions a child or a protected person, who come to harm when
 * nobody serves them, not when two do. Where nobody says whether somebody is protected, they count
 * as protected.
 *
 * A decision that takes a finding away holds while the finding stays what it was: no row has
 * joined, it is no larger, it ends no later, and the day the decision names has not come.
 */
#include "finding/finding_store.h"

#include <string.h>

enum { CHILD_MONTHS = 18 * 12, SURE_PPM = 995000, MANY_AGENCIES = 3, SEVERITY_MAX = 4 };

/* ---- severity ------------------------------------------------------------------------------- */

/* Might somebody come to harm: a child, or a person who is protected? */
static bool is_vulnerable(const struct dlb_caseload *caseload, uint32_t person)
{
    if (person == DLB_NO_CODE) return false;
    uint32_t end = caseload->person_members_first[person + 1];
    for (uint32_t i = caseload->person_members_first[person]; i < end; i++) {
        const struct dlb_member *member = &caseload->members[caseload->person_members[i]];
        bool child = member->birth_date != DLB_DAY_NONE &&
                     dlb_add_months(member->birth_date, CHILD_MONTHS) > caseload->as_of;
        if (child) return true;
    }
    return dlb_person_is_protected(caseload, person);
}

static bool is_at_risk(const struct dlb_findings *findings, const struct dlb_evidence_say *say,
                       const struct dlb_closed *closed)
{
    uint8_t kind = closed->rule->kind;
    bool of_crisis = dlb_class_cut(closed->class_, 2).code == CLASS_OF_CRISIS;
    if (kind != DLB_FINDING_DUPLICATE && kind != DLB_FINDING_OMISSION) return false;
    if (say->emergency || of_crisis) return true;
    return kind == DLB_FINDING_OMISSION && is_vulnerable(findings->caseload, closed->person);
}

void dlb_finding_rate(const struct dlb_findings *findings, const struct dlb_evidence_say *say,
                      struct dlb_closed *closed, struct dlb_severity *severity)
{
    const struct dlb_rule *rule = closed->rule;
    const int64_t *settings = dlb_policy_settings(findings->caseload->policy, rule);
    int64_t base = settings[DLB_PARAM_SEVERITY], much = settings[DLB_PARAM_MONEY_EXPOSURE_WON];
    severity->base = base < 0 ? rule->severity : (int)base;
    severity->money = closed->amount_won != DLB_NO_AMOUNT && closed->amount_won >= much;
    severity->agencies = closed->n_agencies >= MANY_AGENCIES;
    severity->risk = is_at_risk(findings, say, closed);
    severity->doubt = closed->probability_ppm < SURE_PPM ? -1 : 0;
    int sum =
        severity->base + severity->money + severity->agencies + severity->risk + severity->doubt;
    closed->severity = (uint8_t)(sum < 0 ? 0 : sum > SEVERITY_MAX ? SEVERITY_MAX : sum);
}

/* ---- state ----------------------------------------------------------------------------------- */

/* A row that people could not know of when they decided: by the key of the rows they saw, else
 * by when the rows became known. */
static bool has_new_row(const struct dlb_decision *decision, const struct dlb_evidence_say *say)
{
    char hex[32];
    dlb_hex128(say->key, hex);
    if (decision->rows_key.data)
        return !dlb_text_equal(decision->rows_key, (struct dlb_text){hex, sizeof hex});
    return decision->at != DLB_DAY_NONE && say->known_on != DLB_DAY_NONE &&
           say->known_on > decision->at;
}

/* Why the decision no longer holds, or NULL. */
static const char *reason_to_reopen(const struct dlb_caseload *caseload,
                                    const struct dlb_decision *decision,
                                    const struct dlb_evidence_say *say,
                                    const struct dlb_closed *closed)
{
    bool larger = decision->amount_won != DLB_NO_AMOUNT && closed->amount_won != DLB_NO_AMOUNT &&
                  closed->amount_won > decision->amount_won;
    bool longer =
        decision->end != DLB_DAY_NONE && closed->end != DLB_DAY_NONE && closed->end > decision->end;
    if (caseload->as_of >= decision->until) return "until";
    if (has_new_row(decision, say)) return "row_added";
    if (larger) return "amount";
    return longer ? "end" : NULL;
}

void dlb_finding_judge(struct dlb_findings *findings, const struct dlb_evidence_say *say,
                       struct dlb_closed *closed)
{
    const struct dlb_caseload *caseload = findings->caseload;
    int64_t high = dlb_policy_settings(caseload->policy, closed->rule)[DLB_PARAM_THETA_HIGH];
    const struct dlb_decision *decision =
        dlb_decision_of(findings->decisions, closed->id, say->key);
    closed->state = closed->probability_ppm < high ? "identity_review" : "new";
    if (!decision) return;
    closed->decision = (uint32_t)(decision - findings->decisions->rows);
    if (decision->kind == DLB_DECISION_CONFIRMED) {
        closed->state = "confirmed";
        return;
    }
    closed->reopened = reason_to_reopen(caseload, decision, say, closed);
    closed->suppressed = !closed->reopened;
    if (closed->reopened) closed->state = "reopened";
}
