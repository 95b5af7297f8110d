/* SPDX-License-Identifier: Apache-2.0 */
/*
 * precedence.c - findings that are left out because another rule says the same more exactly.
 *
 * A rule declares to which others it yields, and when. Rules look at a subject in any order, so
 * what yields is only known when all have looked: then its findings are held against theirs, all
 * rows of both included. What a disabled rule would have found cannot take anything away.
 *
 *   days     1   2   3   4   5   6
 *   D03      [=======================)     left out: all its days and all its rows
 *   D20      [===========)                 are in findings of the two others
 *   D21              [===============)
 */
#include "finding/finding_store.h"

enum { ROWS_MAX = 1 << 30, CLASSES_BELOW = 100 };

static bool is_yielded_to(const struct dlb_findings *findings, const struct dlb_rule *rule)
{
    const struct dlb_policy *policy = findings->caseload->policy;
    return policy->is_yielded_to[dlb_rule_number(policy->catalogue, rule)];
}

void dlb_precedence_keep(struct dlb_findings *findings, struct dlb_closed *closed)
{
    const struct dlb_evidence *rows = findings->rows.data;
    size_t n = findings->rows.n;
    closed->first_whole = findings->whole.n;
    const struct dlb_rule *rule = closed->rule;
    if (!rule->yields && !is_yielded_to(findings, rule)) return;
    uint64_t *places =
        dlb_array_reserve(findings->env, &findings->whole, n, sizeof *places, ROWS_MAX);
    if (!places) {
        findings->no_memory = true;
        return;
    }
    for (size_t i = 0; i < n; i++) places[i] = dlb_evidence_place(&rows[i]);
    findings->whole.n += n;
}

/* ---- the others ------------------------------------------------------------------------------ */

/* What is compared while the findings of one subject are settled. */
struct settling {
    struct dlb_findings *findings;
    struct dlb_array others; /* of struct dlb_sort_item: by class; value: in findings->closed */
    struct dlb_array met;    /* those that meet a finding, by start */
    struct dlb_array rows;   /* theirs, by place */
    struct dlb_array spare;
};

static const struct dlb_closed *closed_at(const struct settling *settling, uint64_t at)
{
    return (const struct dlb_closed *)settling->findings->closed.data + at;
}

static bool push(const struct settling *settling, struct dlb_array *items, uint64_t key,
                 uint64_t value)
{
    struct dlb_sort_item *room =
        dlb_array_reserve(settling->findings->env, items, 1, sizeof *room, ROWS_MAX);
    if (!room) {
        settling->findings->no_memory = true;
        return false;
    }
    *room = (struct dlb_sort_item){key, value};
    items->n++;
    return true;
}

static bool sort(struct settling *settling, struct dlb_array *items)
{
    settling->spare.n = 0;
    struct dlb_sort_item *spare = dlb_array_reserve(settling->findings->env, &settling->spare,
                                                    items->n, sizeof *spare, ROWS_MAX);
    if (!spare) settling->findings->no_memory = true;
    if (spare) dlb_sort_in(items->data, spare, items->n);
    return spare != NULL;
}

/* "31" as 3100, so that classes below it follow. */
static uint32_t class_place(struct dlb_class class_)
{
    return class_.digits == 2 ? class_.code * CLASSES_BELOW : class_.code;
}

static bool list_others(struct settling *settling)
{
    const struct dlb_findings *findings = settling->findings;
    for (size_t i = findings->n_settled; i < findings->closed.n; i++) {
        const struct dlb_closed *closed = closed_at(settling, i);
        if (!is_yielded_to(findings, closed->rule)) continue;
        if (!push(settling, &settling->others, class_place(closed->class_), i)) return false;
    }
    return settling->others.n && sort(settling, &settling->others);
}

/* ---- one finding against them ---------------------------------------------------------------- */

static bool meets(const struct dlb_closed *finding, const struct dlb_closed *other)
{
    if (!dlb_rule_yields(finding->rule, other->rule)) return false;
    if (finding->rule->yields == DLB_YIELDS_NEED) return true;
    return other->start < finding->end && other->end > finding->start;
}

/* Those of the others that it yields to: where days count, in its days at least in part. */
static bool list_met(struct settling *settling, const struct dlb_closed *finding)
{
    const struct dlb_sort_item *others = settling->others.data;
    size_t n = settling->others.n, at = 0;
    bool by_class = finding->rule->yields == DLB_YIELDS_CLASS;
    uint32_t place = class_place(finding->class_);
    if (by_class) at = dlb_sort_items_from(others, n, place);
    settling->met.n = 0;
    for (; at < n; at++) {
        const struct dlb_closed *other = closed_at(settling, others[at].value);
        if (by_class && others[at].key >= place + CLASSES_BELOW) break;
        if (by_class && !dlb_class_covers(finding->class_, other->class_)) continue;
        uint32_t start = dlb_sort_key(other->start);
        if (meets(finding, other) && !push(settling, &settling->met, start, others[at].value))
            return false;
    }
    return settling->met.n && sort(settling, &settling->met);
}

static bool are_days_covered(const struct settling *settling, const struct dlb_closed *finding)
{
    const struct dlb_sort_item *met = settling->met.data;
    int32_t covered_to = finding->start;
    for (size_t i = 0; i < settling->met.n && covered_to < finding->end; i++) {
        const struct dlb_closed *other = closed_at(settling, met[i].value);
        if (other->start > covered_to) return false;
        if (other->end > covered_to) covered_to = other->end;
    }
    return covered_to >= finding->end;
}

static const uint64_t *rows_of(const struct settling *settling, const struct dlb_closed *finding)
{
    return (const uint64_t *)settling->findings->whole.data + finding->first_whole;
}

static bool list_rows(struct settling *settling)
{
    const struct dlb_sort_item *met = settling->met.data;
    settling->rows.n = 0;
    for (size_t i = 0; i < settling->met.n; i++) {
        const struct dlb_closed *other = closed_at(settling, met[i].value);
        const uint64_t *rows = rows_of(settling, other);
        for (size_t j = 0; j < other->n_rows; j++)
            if (!push(settling, &settling->rows, rows[j], 0)) return false;
    }
    return sort(settling, &settling->rows);
}

/* Of the finding's rows, those of one table (or all of them) that are among the listed ones. */
static size_t count_shared(const struct settling *settling, const struct dlb_closed *finding)
{
    const struct dlb_sort_item *others = settling->rows.data;
    const uint64_t *rows = rows_of(settling, finding);
    bool needs_only = finding->rule->yields == DLB_YIELDS_NEED;
    size_t n = 0, j = 0;
    for (size_t i = 0; i < finding->n_rows; i++) {
        while (j < settling->rows.n && others[j].key < rows[i]) j++;
        bool shared = j < settling->rows.n && others[j].key == rows[i];
        n += shared && (!needs_only || rows[i] >> 32 == DLB_ROWS_NEEDS);
    }
    return n;
}

static bool is_left_out(struct settling *settling, const struct dlb_closed *finding)
{
    if (!finding->rule->yields || !list_met(settling, finding)) return false;
    bool of_need = finding->rule->yields == DLB_YIELDS_NEED;
    if (!of_need && !are_days_covered(settling, finding)) return false;
    if (!list_rows(settling)) return false;
    size_t n_shared = count_shared(settling, finding);
    return of_need ? n_shared > 0 : n_shared == finding->n_rows;
}

/* ---- all findings of a subject --------------------------------------------------------------- */

static void leave_out(struct settling *settling)
{
    struct dlb_findings *findings = settling->findings;
    struct dlb_closed *closed = findings->closed.data;
    struct dlb_closed *first = closed + findings->n_settled;
    size_t n = findings->closed.n - findings->n_settled, kept = 0;
    bool *out = dlb_alloc_array(findings->env, n, sizeof *out);
    if (!out) findings->no_memory = true;
    for (size_t i = 0; out && i < n; i++) out[i] = is_left_out(settling, &first[i]);
    for (size_t i = 0; out && i < n; i++)
        if (!out[i]) first[kept++] = first[i];
    if (out) findings->closed.n = findings->n_settled + kept;
    dlb_free(findings->env, out, n * sizeof *out);
}

void dlb_findings_settle(struct dlb_findings *findings)
{
    struct settling settling = {.findings = findings};
    bool has_others = findings->closed.n > findings->n_settled + 1;
    if (findings->whole.n && has_others) {
        if (list_others(&settling)) leave_out(&settling);
        dlb_array_clear(findings->env, &settling.others, sizeof(struct dlb_sort_item));
        dlb_array_clear(findings->env, &settling.met, sizeof(struct dlb_sort_item));
        dlb_array_clear(findings->env, &settling.rows, sizeof(struct dlb_sort_item));
        dlb_array_clear(findings->env, &settling.spare, sizeof(struct dlb_sort_item));
    }
    findings->whole.n = 0;
    findings->n_settled = findings->closed.n;
}
