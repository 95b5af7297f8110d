/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding_changes.c - what became of findings since the earlier run.
 *
 *                     this run finds it               a decision hides it    not found
 *   it was open       still_open, changed, reopened   gone                   gone, not_judged
 *   it was closed     reopened                        still_closed           (nothing to say)
 *   not known         new, reopened                   still_closed           -
 *
 * A finding that is not found is gone when its rule looked again. It is not judged when the rule
 * did not run, one of its tables is missing, or an agency has not sent everything. Whoever decides
 * about a finding knows it as it was, so a closed one is written as it was, with its rows: the next
 * run can tell whether the decision still holds.
 */
#include "finding/finding_changes.h"

#include <string.h>

static uint32_t bit(enum dlb_change_reason reason)
{
    return 1u << reason;
}

/* ---- one that this run finds ----------------------------------------------------------------- */

static const struct dlb_evidence *listed_rows(const struct dlb_changed *changed)
{
    return (const struct dlb_evidence *)changed->store->evidence.data + changed->closed->first_row;
}

bool dlb_changed_name_rows(const struct dlb_caseload *caseload, const struct dlb_changed *changed,
                           struct dlb_named_rows *named)
{
    const struct dlb_evidence *rows = listed_rows(changed);
    size_t n = changed->closed->n_listed;
    named->items.n = named->spare.n = 0;
    struct dlb_sort_item *items =
        dlb_array_reserve(caseload->env, &named->items, n, sizeof *items, UINT32_MAX);
    struct dlb_sort_item *spare =
        dlb_array_reserve(caseload->env, &named->spare, n, sizeof *spare, UINT32_MAX);
    if (!items || !spare) return false;
    for (size_t i = 0; i < n; i++) {
        struct dlb_evidence_view view;
        dlb_evidence_look(caseload, &rows[i], &view);
        items[i] = (struct dlb_sort_item){dlb_evidence_name(caseload, &rows[i], &view), i};
    }
    dlb_sort_in(items, spare, n);
    named->items.n = n;
    return true;
}

void dlb_named_rows_clear(struct dlb_env *env, struct dlb_named_rows *named)
{
    dlb_array_clear(env, &named->items, sizeof(struct dlb_sort_item));
    dlb_array_clear(env, &named->spare, sizeof(struct dlb_sort_item));
}

bool dlb_changed_lists_all(const struct dlb_changes *changes, const struct dlb_changed *changed)
{
    const struct dlb_closed *closed = changed->closed;
    int64_t most =
        dlb_policy_settings(changes->caseload->policy, closed->rule)[DLB_PARAM_EVIDENCE_MAX];
    return closed->n_listed == closed->n_rows && changed->earlier->n_rows < most;
}

/* Does it rest on the same rows, whether or not all of them are listed? */
static bool has_same_rows(const struct dlb_changed *changed)
{
    const struct dlb_earlier *earlier = changed->earlier;
    const size_t size = sizeof earlier->rows_key;
    return earlier->has_rows_key && !memcmp(earlier->rows_key, changed->closed->rows_key, size);
}

void dlb_changed_pair_rows(const struct dlb_changes *changes, const struct dlb_changed *changed,
                           const struct dlb_named_rows *named, dlb_tell_row tell, void *context)
{
    const struct dlb_earlier *earlier = changed->earlier;
    const struct dlb_earlier_row *before = changes->previous->rows + earlier->first_row;
    const struct dlb_sort_item *now = named->items.data;
    const struct dlb_evidence *rows = listed_rows(changed);
    bool same = has_same_rows(changed);
    size_t b = 0, n = 0;
    while (b < earlier->n_rows || n < named->items.n) {
        bool has_before = b < earlier->n_rows, has_now = n < named->items.n;
        bool only_before = has_before && (!has_now || before[b].name < now[n].key);
        bool only_now = has_now && (!has_before || now[n].key < before[b].name);
        if (!same || (!only_before && !only_now))
            tell(context, only_before ? NULL : &rows[now[n].value], only_now ? NULL : &before[b]);
        n += !only_before;
        b += !only_now;
    }
}

bool dlb_row_says_else(const struct dlb_caseload *caseload, const struct dlb_evidence *now,
                       const struct dlb_earlier_row *before)
{
    struct dlb_evidence_view view;
    dlb_evidence_look(caseload, now, &view);
    return before->said && before->said != dlb_evidence_said(caseload, &view);
}

struct row_reasons {
    const struct dlb_caseload *caseload;
    uint32_t reasons;
};

static void add_row_reason(void *context, const struct dlb_evidence *now,
                           const struct dlb_earlier_row *before)
{
    struct row_reasons *found = context;
    if (!before)
        found->reasons |= bit(DLB_REASON_ROW_ADDED);
    else if (!now)
        found->reasons |= bit(DLB_REASON_ROW_LEFT);
    else if (dlb_row_says_else(found->caseload, now, before))
        found->reasons |= bit(DLB_REASON_ROW_CHANGED);
}

/* What differs of its rows. */
static bool compare_rows(const struct dlb_changes *changes, struct dlb_changed *changed,
                         struct dlb_named_rows *named)
{
    struct row_reasons found = {changes->caseload, 0};
    if (!dlb_changed_lists_all(changes, changed)) {
        if (!has_same_rows(changed) && changed->closed->n_rows)
            changed->reasons |= bit(DLB_REASON_ROWS);
        return true;
    }
    if (!dlb_changed_name_rows(changes->caseload, changed, named)) return false;
    dlb_changed_pair_rows(changes, changed, named, add_row_reason, &found);
    changed->reasons |= found.reasons;
    return true;
}

/* The words of finding_changes.state, by number. */
static unsigned state_number(const char *state)
{
    const char *const *words =
        dlb_schema_words(DLB_TABLE_FINDING_CHANGES, DLB_FINDING_CHANGES_STATE);
    unsigned number = 0;
    while (strcmp(words[number], state) != 0) number++;
    return number;
}

static void compare_values(struct dlb_changed *changed)
{
    const struct dlb_closed *closed = changed->closed;
    const struct dlb_earlier *earlier = changed->earlier;
    if (memcmp(earlier->id, closed->id, sizeof closed->id) != 0 && closed->start == earlier->start)
        changed->reasons |= bit(DLB_REASON_PERSON);
    if (closed->start != earlier->start) changed->reasons |= bit(DLB_REASON_START);
    if (closed->start != DLB_DAY_NONE && closed->end != earlier->end &&
        (closed->end != DLB_DAY_NONE || earlier->end != DLB_DAY_OPEN))
        changed->reasons |= bit(DLB_REASON_END);
    if (closed->amount_won != earlier->amount_won) changed->reasons |= bit(DLB_REASON_AMOUNT);
    if (closed->severity != earlier->severity) changed->reasons |= bit(DLB_REASON_SEVERITY);
    if (state_number(closed->state) != earlier->state) changed->reasons |= bit(DLB_REASON_STATE);
}

static uint32_t reopened_for(const struct dlb_closed *closed)
{
    static const struct {
        const char *word;
        enum dlb_change_reason reason;
    } words[] = {{"until", DLB_REASON_UNTIL},
                 {"earlier", DLB_REASON_EARLIER},
                 {"row_added", DLB_REASON_ROW_ADDED},
                 {"amount", DLB_REASON_AMOUNT},
                 {"end", DLB_REASON_END}};
    for (size_t i = 0; closed->reopened && i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].word, closed->reopened) == 0) return bit(words[i].reason);
    return 0;
}

/* Why one that was closed is open. */
static uint32_t opened_for(const struct dlb_changed *changed)
{
    if (changed->closed->reopened) return reopened_for(changed->closed);
    bool decided = changed->earlier->last_decision != DLB_DECISION_NOT_YET;
    return bit(decided ? DLB_REASON_DECISION_CHANGED : DLB_REASON_CAME_BACK);
}

static bool judge_open(const struct dlb_changes *changes, struct dlb_changed *changed,
                       struct dlb_named_rows *named)
{
    const struct dlb_earlier *earlier = changed->earlier;
    bool reopened = strcmp(changed->closed->state, "reopened") == 0;
    bool was_reopened = earlier && earlier->state == DLB_STATE_REOPENED && !earlier->is_closed;
    if (!earlier) {
        changed->change = reopened ? DLB_CHANGE_REOPENED : DLB_CHANGE_NEW;
        changed->reasons = reopened_for(changed->closed);
        return true;
    }
    bool knows_rows = earlier->n_rows || !earlier->is_closed;
    if (knows_rows && !compare_rows(changes, changed, named)) return false;
    if (earlier->is_closed || (reopened && !was_reopened)) {
        changed->change = DLB_CHANGE_REOPENED;
        changed->reasons |=
            earlier->is_closed ? opened_for(changed) : reopened_for(changed->closed);
        return true;
    }
    compare_values(changed);
    changed->change = changed->reasons ? DLB_CHANGE_CHANGED : DLB_CHANGE_STILL_OPEN;
    return true;
}

/* A decision hides it. */
static void judge_decided(struct dlb_changed *changed)
{
    const struct dlb_earlier *earlier = changed->earlier;
    bool was_open = earlier && !earlier->is_closed;
    changed->change = was_open ? DLB_CHANGE_GONE : DLB_CHANGE_STILL_CLOSED;
    changed->reasons = bit(DLB_REASON_DECIDED);
    changed->shows_earlier = earlier != NULL;
}

static bool list_found(struct dlb_changes *changes, const struct dlb_findings *store,
                       struct dlb_named_rows *named)
{
    const struct dlb_closed *closed = store->closed.data;
    for (size_t i = 0; i < store->closed.n; i++) {
        bool known = closed[i].earlier != DLB_NO_CODE;
        struct dlb_changed *changed = &changes->list[changes->n++];
        *changed = (struct dlb_changed){
            .store = store, .closed = &closed[i], .is_protected = closed[i].is_protected};
        if (known) changed->earlier = &changes->previous->list[closed[i].earlier];
        if (known) changed->is_protected |= changed->earlier->is_protected;
        if (known) changes->wanted[closed[i].earlier] = 0;
        if (closed[i].suppressed)
            judge_decided(changed);
        else if (!judge_open(changes, changed, named))
            return false;
    }
    return true;
}

/* ---- one that it does not find --------------------------------------------------------------- */

/* Has the table come at all? */
static bool is_given(const struct dlb_caseload *caseload, struct dlb_text table)
{
    for (size_t i = 0; i < DLB_TABLES; i++)
        if (dlb_text_equal(dlb_text_of(dlb_schemas[i].table), table))
            return i == DLB_TABLE_PERSONS || (caseload->tables >> i & 1);
    return false;
}

/* The rule of that id, if it ran; else NULL. */
static const struct dlb_rule *rule_that_ran(const struct dlb_changes *changes, struct dlb_text id)
{
    const struct dlb_rule_catalogue *catalogue = changes->caseload->policy->catalogue;
    for (size_t i = 0; i < catalogue->n; i++)
        if (dlb_text_equal(dlb_text_of(catalogue->rules[i]->id), id))
            return changes->ran[i] ? catalogue->rules[i] : NULL;
    return NULL;
}

static void judge_missing(const struct dlb_changes *changes, struct dlb_changed *changed)
{
    const struct dlb_earlier *earlier = changed->earlier;
    const struct dlb_earlier_row *rows = changes->previous->rows + earlier->first_row;
    const struct dlb_rule *rule = rule_that_ran(changes, earlier->rule);
    size_t number = (size_t)(earlier - changes->previous->list);
    bool no_table = rule && (rule->half & ~changes->caseload->tables);
    uint32_t reasons = 0;
    for (uint32_t i = 0; i < earlier->n_rows; i++) {
        uint8_t fate = changes->gone.fates[earlier->first_row + i];
        if (fate == DLB_ROW_LEFT) reasons |= bit(DLB_REASON_ROW_LEFT);
        if (fate == DLB_ROW_CHANGED) reasons |= bit(DLB_REASON_ROW_CHANGED);
        no_table |= fate == DLB_ROW_LEFT && !is_given(changes->caseload, rows[i].table);
    }
    bool unknown = rule && rule->absence && changes->gone.is_unknown[number];
    uint32_t silent = !rule      ? bit(DLB_REASON_RULE_NOT_RUN)
                      : no_table ? bit(DLB_REASON_TABLE_MISSING)
                      : unknown  ? bit(DLB_REASON_UPLOAD_INCOMPLETE)
                                 : 0;
    changed->change = silent ? DLB_CHANGE_NOT_JUDGED : DLB_CHANGE_GONE;
    changed->reasons = silent ? silent : reasons ? reasons : bit(DLB_REASON_CLEARED);
    changed->is_protected = earlier->is_protected || changes->gone.is_protected[number];
    changed->shows_earlier = true;
}

static void list_missing(struct dlb_changes *changes)
{
    for (uint32_t i = 0; i < changes->previous->n; i++) {
        if (!changes->wanted[i]) continue;
        struct dlb_changed *changed = &changes->list[changes->n++];
        *changed = (struct dlb_changed){.earlier = &changes->previous->list[i]};
        judge_missing(changes, changed);
    }
}

/* ---- all of them ----------------------------------------------------------------------------- */

static dolbom_status open_list(struct dlb_changes *changes, const struct dlb_findings *stores,
                               unsigned n_stores, dolbom_error *error)
{
    struct dlb_env *env = changes->caseload->env;
    const struct dlb_previous *previous = changes->previous;
    changes->room = previous->n;
    for (unsigned s = 0; s < n_stores; s++) changes->room += stores[s].closed.n;
    changes->list = dlb_alloc_array(env, changes->room, sizeof *changes->list);
    changes->wanted = dlb_alloc_zero(env, previous->n);
    if (!changes->list || !changes->wanted) return dlb_fail_memory(error, env);
    for (uint32_t i = 0; i < previous->n; i++) changes->wanted[i] = !previous->list[i].is_closed;
    return DOLBOM_OK;
}

dolbom_status dlb_changes_find(const struct dlb_findings *stores, unsigned n_stores,
                               struct dlb_changes *changes, dolbom_error *error)
{
    struct dlb_named_rows named = {{0}, {0}};
    struct dlb_env *env = changes->caseload->env;
    dolbom_status status = open_list(changes, stores, n_stores, error);
    for (unsigned s = 0; s < n_stores && status == DOLBOM_OK; s++)
        if (!list_found(changes, &stores[s], &named)) status = dlb_fail_memory(error, env);
    dlb_named_rows_clear(env, &named);
    if (status == DOLBOM_OK)
        status = dlb_gone_look(changes->caseload, changes->previous, changes->wanted,
                               &changes->gone, error);
    if (status == DOLBOM_OK) list_missing(changes);
    return status;
}

void dlb_changes_clear(struct dlb_changes *changes)
{
    struct dlb_env *env = changes->caseload->env;
    dlb_gone_clear(&changes->gone);
    dlb_free(env, changes->list, changes->room * sizeof *changes->list);
    dlb_free(env, changes->wanted, changes->previous->n);
}
