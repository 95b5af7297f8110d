/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding_judge.c - how urgent a finding is, and what people have already said about it.
 *
 *   severity   base + 1 money + 1 three agencies + 1 risk - 1 doubt, 0 … 4
 *   state      new; identity_review below theta_high; assigned where somebody has taken it on;
 *              or what people decided:
 *
 *     reopened     a decision that took it away no longer holds
 *     disputed     a party disputes it, or one confirms what another one dismisses
 *     in_review    some of its parties have answered, and others have not
 *     confirmed    all have, or somebody who stands for all
 *     left out     all have, and nobody confirmed it; that nobody responded is no dismissal
 *
 * Risk is an emergency; and for omissions a child or a protected person, who come to harm when
 * nobody serves them, not when two do. Where nobody says whether somebody is protected, they count
 * as protected.
 *
 * A decision that takes a finding away holds while the finding stays what it was: no row has
 * joined, it is no larger, it ends no later, and the day the decision names has not come. What it
 * was when they decided is what the decision says, else what the earlier run wrote.
 */
#include "finding/finding_store.h"

#include <string.h>

enum { CHILD_MONTHS = 18 * 12, SURE_PPM = 995000, MANY_AGENCIES = 3, SEVERITY_MAX = 4 };

/* ---- severity ------------------------------------------------------------------------------- */

/* Might somebody come to harm: a child, or a person who is protected? */
static bool is_vulnerable(const struct dlb_caseload *caseload, uint32_t person)
{
    uint32_t end = caseload->person_members_first[person + 1];
    for (uint32_t i = caseload->person_members_first[person]; i < end; i++) {
        const struct dlb_member *member = &caseload->members[caseload->person_members[i]];
        bool child = member->birth_date != DLB_DAY_NONE &&
                     dlb_add_months(member->birth_date, CHILD_MONTHS) > caseload->as_of;
        if (child) return true;
    }
    return dlb_person_is_protected(caseload, person);
}

/* Is the finding about such a person, or about a household with one? */
static bool is_about_vulnerable(const struct dlb_caseload *caseload,
                                const struct dlb_closed *closed)
{
    if (closed->person != DLB_NO_CODE) return is_vulnerable(caseload, closed->person);
    if (closed->household == DLB_NO_CODE) return false;
    const struct dlb_household *household = &caseload->households.list[closed->household];
    for (uint32_t i = 0; i < household->n; i++)
        if (is_vulnerable(caseload, caseload->households.persons[household->first + i]))
            return true;
    return false;
}

static bool is_at_risk(const struct dlb_findings *findings, const struct dlb_evidence_say *say,
                       const struct dlb_closed *closed)
{
    uint8_t kind = closed->rule->kind;
    bool of_crisis = dlb_class_cut(closed->class_, 2).code == CLASS_OF_CRISIS;
    if (kind != DLB_FINDING_DUPLICATE && kind != DLB_FINDING_OMISSION) return false;
    if (say->emergency || of_crisis) return true;
    return kind == DLB_FINDING_OMISSION && is_about_vulnerable(findings->caseload, closed);
}

void dlb_finding_rate(const struct dlb_findings *findings, const struct dlb_evidence_say *say,
                      struct dlb_closed *closed, struct dlb_severity *severity)
{
    const struct dlb_rule *rule = closed->rule;
    const int64_t *settings = dlb_policy_settings(findings->caseload->policy, rule);
    int64_t base = settings[DLB_PARAM_SEVERITY], much = settings[DLB_PARAM_MONEY_EXPOSURE_WON];
    severity->base = (base < 0 ? rule->severity : (int)base) - findings->open.milder;
    severity->money = closed->amount_won != DLB_NO_AMOUNT && closed->amount_won >= much;
    severity->agencies = closed->n_agencies >= MANY_AGENCIES;
    severity->risk = is_at_risk(findings, say, closed);
    severity->doubt = closed->probability_ppm < SURE_PPM ? -1 : 0;
    int sum =
        severity->base + severity->money + severity->agencies + severity->risk + severity->doubt;
    closed->severity = (uint8_t)(sum < 0 ? 0 : sum > SEVERITY_MAX ? SEVERITY_MAX : sum);
}

/* ---- state ----------------------------------------------------------------------------------- */

/* Were these the finding's rows in the earlier run? */
static bool are_earlier_rows(const struct dlb_earlier *earlier, struct dlb_text rows_key)
{
    char hex[32];
    if (!earlier || !earlier->has_rows_key) return false;
    dlb_hex128(earlier->rows_key, hex);
    return dlb_text_equal(rows_key, (struct dlb_text){hex, sizeof hex});
}

/* What the finding was like for those who decided, as far as the earlier run says; or NULL. */
static const struct dlb_earlier *decided_on(const struct dlb_findings *findings,
                                            const struct dlb_decision *decision,
                                            const struct dlb_closed *closed)
{
    if (closed->earlier == DLB_NO_CODE) return NULL;
    const struct dlb_earlier *earlier = &findings->previous->list[closed->earlier];
    bool is_it = !decision->rows_key.data || are_earlier_rows(earlier, decision->rows_key);
    return is_it ? earlier : NULL;
}

/* A row that people could not know of when they decided: by the rows they saw, else by when the
 * rows became known. */
static bool has_new_row(const struct dlb_decision *decision, const struct dlb_earlier *seen,
                        const struct dlb_evidence_say *say, const struct dlb_closed *closed)
{
    char hex[32];
    dlb_hex128(say->key, hex);
    if (dlb_text_equal(decision->rows_key, (struct dlb_text){hex, sizeof hex})) return false;
    if (seen) return closed->has_grown;
    if (decision->rows_key.data) return true;
    return decision->at != DLB_DAY_NONE && say->known_on != DLB_DAY_NONE &&
           say->known_on > decision->at;
}

/* The earlier run had reopened it, and nobody has decided since. */
static bool is_still_reopened(const struct dlb_decision *decision, const struct dlb_earlier *seen)
{
    bool reopened = seen && seen->state == DLB_STATE_REOPENED && !decision->rows_key.data;
    return reopened && seen->decided_on != DLB_DAY_NONE && decision->at <= seen->decided_on;
}

static bool is_larger(const struct dlb_decision *decision, const struct dlb_earlier *seen,
                      const struct dlb_closed *closed)
{
    int64_t amount = decision->amount_won;
    if (amount == DLB_NO_AMOUNT && seen) amount = seen->amount_won;
    return amount != DLB_NO_AMOUNT && closed->amount_won != DLB_NO_AMOUNT &&
           closed->amount_won > amount;
}

static bool ends_later(const struct dlb_decision *decision, const struct dlb_earlier *seen,
                       const struct dlb_closed *closed)
{
    int32_t end = decision->end;
    if (end == DLB_DAY_NONE && seen) end = seen->end;
    return end != DLB_DAY_NONE && closed->end != DLB_DAY_NONE && closed->end > end;
}

/* Why the decision no longer holds, or NULL. */
static const char *reason_to_reopen(const struct dlb_findings *findings,
                                    const struct dlb_decision *decision,
                                    const struct dlb_evidence_say *say,
                                    const struct dlb_closed *closed)
{
    const struct dlb_earlier *seen = decided_on(findings, decision, closed);
    if (findings->caseload->as_of >= decision->until) return "until";
    if (is_still_reopened(decision, seen)) return "earlier";
    if (has_new_row(decision, seen, say, closed)) return "row_added";
    if (is_larger(decision, seen, closed)) return "amount";
    return ends_later(decision, seen, closed) ? "end" : NULL;
}

/* What the parties to a finding have answered. */
struct answers {
    unsigned n, n_confirmed, n_disputed, n_dismissed, n_silent;
    bool each_own; /* some have answered for themselves */
    const struct dlb_decision *last;
    const char *reopened;
};

static void count_answer(struct answers *answers, const struct dlb_decision *decision,
                         const char *reopened)
{
    answers->n++;
    answers->each_own |= decision->agency_id.data != NULL;
    if (!answers->last || decision->at > answers->last->at) answers->last = decision;
    switch (decision->kind) {
    case DLB_DECISION_CONFIRMED:
        answers->n_confirmed++;
        break;
    case DLB_DECISION_DISPUTED:
        answers->n_disputed++;
        break;
    case DLB_DECISION_NO_RESPONSE:
        answers->n_silent++;
        break;
    default:
        answers->n_dismissed++;
        if (!answers->reopened) answers->reopened = reopened;
    }
}

/* What they say together; NULL: it is left out. */
static const char *state_of(const struct answers *answers, unsigned n_asked)
{
    if (answers->reopened) return "reopened";
    bool contradict = answers->n_confirmed && answers->n_dismissed;
    if (answers->n_disputed || contradict) return "disputed";
    bool all = answers->n == n_asked && answers->n > answers->n_silent;
    if (!all) return "in_review";
    return answers->n_confirmed ? "confirmed" : NULL;
}

static void put_answer(struct dlb_findings *findings, struct dlb_text agency,
                       const struct dlb_decision *decision)
{
    struct dlb_writer *text = &findings->message;
    const char *const *words = dlb_schema_words(DLB_TABLE_DECISIONS, DLB_DECISIONS_DECISION);
    if (text->text.n) dlb_write(text, ";");
    dlb_write_text(text, agency);
    dlb_write(text, ":");
    if (decision) dlb_write(text, words[decision->kind]);
}

/* A finding without parties is answered by whoever stands for all. */
static unsigned count_asked(const struct dlb_closed *closed)
{
    return closed->n_parties ? (unsigned)closed->n_parties : 1;
}

/* Ask each party: they are those who have the finding in their worklists. */
static void ask_parties(struct dlb_findings *findings, const struct dlb_evidence_say *say,
                        const struct dlb_decided_on *about, struct dlb_closed *closed,
                        struct answers *answers)
{
    const struct dlb_caseload *caseload = findings->caseload;
    const uint32_t *parties = findings->parties.data;
    dlb_writer_reset(&findings->message);
    for (unsigned i = 0; i < count_asked(closed); i++) {
        struct dlb_text agency = {"", 0};
        if (closed->n_parties) agency = caseload->agencies[parties[closed->first_party + i]].id;
        const struct dlb_decision *decision = dlb_decision_by(about, agency);
        put_answer(findings, agency, decision);
        if (decision)
            count_answer(answers, decision, reason_to_reopen(findings, decision, say, closed));
    }
    if (answers->each_own) closed->answers = dlb_findings_keep(findings, &findings->message);
}

void dlb_finding_judge(struct dlb_findings *findings, const struct dlb_evidence_say *say,
                       struct dlb_closed *closed)
{
    int64_t high =
        dlb_policy_settings(findings->caseload->policy, closed->rule)[DLB_PARAM_THETA_HIGH];
    struct dlb_decidable finding = dlb_finding_decidable(findings, closed);
    struct dlb_decided_on about;
    struct answers answers = {0};
    closed->state = closed->probability_ppm < high ? "identity_review" : "new";
    if (!dlb_decisions_about(findings->decisions, &finding, &about)) return;
    ask_parties(findings, say, &about, closed, &answers);
    if (dlb_decision_is_assigned(&about)) closed->state = "assigned";
    if (!answers.n) return;
    const char *state = state_of(&answers, count_asked(closed));
    closed->decision = (uint32_t)(answers.last - findings->decisions->rows);
    closed->reopened = answers.reopened;
    closed->suppressed = !state;
    if (state) closed->state = state;
}
