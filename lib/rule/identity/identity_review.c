/* SPDX-License-Identifier: Apache-2.0 */
/*
 * identity_review.c - I01: two persons who may be one, where it would matter.
 *
 * Most pairs that are likely but not certain change nothing: two strangers without a service in
 * common. People are asked to look only where merging the two would bring up another finding, or
 * clear one away, of them or of anybody who lives with them. So the rules are run on these people
 * with the two apart and with both as one (caseload_view.c), and the findings are compared by id:
 * an id depends on rule, key and day, and in both runs the two have the same empty id.
 */
#include <string.h>

#include "rule/kernel.h"

enum { MATES_MAX = 100 }; /* of a household; more are strangers */

struct merge_trial {
    struct dlb_caseload_view view;
    struct dlb_array persons; /* of struct dlb_view_person: both, then those they live with */
    struct dlb_findings findings;
    struct dlb_rule_work work;
    const struct dlb_rule_catalogue *catalogue;
    struct dlb_running_rules rules; /* that are tried */
    bool *differs;                  /* per rule of the catalogue: the two sides do not agree */
    struct dlb_array text;
    struct dlb_array apart, together; /* of struct trial_finding, sorted */
};

struct trial_finding {
    unsigned char id[16];
    const struct dlb_rule *rule;
};

static void close_trial(struct dlb_env *env, void *kept)
{
    struct merge_trial *trial = kept;
    size_t n = trial->catalogue->n;
    dlb_work_clear(&trial->work);
    dlb_findings_clear(&trial->findings);
    dlb_caseload_view_close(&trial->view);
    dlb_array_clear(env, &trial->apart, sizeof(struct trial_finding));
    dlb_array_clear(env, &trial->together, sizeof(struct trial_finding));
    dlb_array_clear(env, &trial->persons, sizeof(struct dlb_view_person));
    dlb_array_clear(env, &trial->text, 1);
    dlb_running_close(&trial->rules, env);
    dlb_free(env, trial->differs, n * sizeof *trial->differs);
    dlb_free(env, trial, sizeof *trial);
}

/* ---- running -------------------------------------------------------------------------------- */

/* Rules about persons and households that run here at all; whether two are one is what is asked. */
static bool is_tried(const void *context, const struct dlb_rule *rule)
{
    const struct dlb_rule_work *work = context;
    uint64_t about_pairs = DLB_HAS_PAIRS | DLB_HAS_PERSONS;
    return rule->scope <= DLB_SCOPE_HOUSEHOLD && !(rule->tables & about_pairs) &&
           dlb_rule_runs(work->caseload, work->request, rule);
}

/* The trial of this thread; NULL without memory. */
static struct merge_trial *open_trial(struct dlb_rule_work *work)
{
    if (work->kept) return work->kept;
    const struct dlb_rule_catalogue *catalogue = work->caseload->policy->catalogue;
    struct merge_trial *trial = dlb_alloc_zero(work->env, sizeof *trial);
    if (!trial) return NULL;
    trial->catalogue = catalogue;
    trial->differs = dlb_alloc_array(work->env, catalogue->n, sizeof *trial->differs);
    dlb_findings_open(work->env, &trial->view.caseload, work->request->decisions,
                      work->request->digest, &trial->findings);
    dlb_work_open(work->env, &trial->view.caseload, &trial->findings, work->request, &trial->work);
    trial->findings.ids_only = true;
    bool opened = dlb_caseload_view_open(work->caseload, &trial->view) &&
                  dlb_running_open(&trial->rules, work->caseload, is_tried, work);
    if (!opened || !trial->differs) {
        close_trial(work->env, trial);
        return NULL;
    }
    work->kept = trial;
    work->kept_clear = close_trial;
    return trial;
}

static int id_order(const void *left, const void *right)
{
    return memcmp(((const struct trial_finding *)left)->id,
                  ((const struct trial_finding *)right)->id, 16);
}

/* Run the rules on the persons and keep what they find. */
static bool try_persons(struct merge_trial *trial, const struct dlb_view_person *persons, size_t n,
                        struct dlb_array *found)
{
    struct dlb_env *env = trial->work.env;
    found->n = 0;
    if (!dlb_caseload_view_look(&trial->view, persons, n)) return false;
    dlb_findings_reset(&trial->findings);
    for (unsigned scope = DLB_SCOPE_PERSON; scope <= DLB_SCOPE_HOUSEHOLD; scope++)
        for (size_t i = 0; i < dlb_rules_subjects(&trial->work, scope); i++)
            dlb_rules_look(&trial->work, &trial->rules, scope, (uint32_t)i);
    size_t n_closed = trial->findings.closed.n;
    struct trial_finding *room = dlb_array_reserve(env, found, n_closed, sizeof *room, UINT32_MAX);
    if (!room || trial->findings.no_memory) return false;
    for (size_t i = 0; i < n_closed; i++)
        memcpy(room[i].id, dlb_findings_id(&trial->findings, i, &room[i].rule), sizeof room[i].id);
    found->n = n_closed;
    return dlb_order_rows_in(env, found->data, (uint32_t)found->n, sizeof *room, id_order, NULL) ==
           DOLBOM_OK;
}

/* ---- who is concerned ------------------------------------------------------------------------ */

static bool push_person(struct merge_trial *trial, uint32_t person, bool is_nobody)
{
    const struct dlb_view_person *had = trial->persons.data;
    for (size_t i = 0; i < trial->persons.n; i++)
        if (had[i].source[0] == person) return true;
    struct dlb_view_person *room =
        dlb_array_reserve(trial->work.env, &trial->persons, 1, sizeof *room, UINT32_MAX);
    if (!room) return false;
    *room = (struct dlb_view_person){{person, 0}, 1, is_nobody};
    trial->persons.n++;
    return true;
}

static bool push_mates(struct merge_trial *trial, const struct dlb_households *households,
                       uint32_t person)
{
    const uint32_t *list;
    uint32_t n = dlb_person_households(households, person, &list);
    for (uint32_t i = 0; i < n; i++) {
        const struct dlb_household *household = &households->list[list[i]];
        for (uint32_t j = 0; j < household->n && household->n <= MATES_MAX; j++)
            if (!push_person(trial, households->persons[household->first + j], false)) return false;
        if (trial->persons.n > MATES_MAX) break;
    }
    return true;
}

/* Both, then everybody they live with, and those whom these live with elsewhere: they may answer
 * for one of them. */
static bool list_persons(const struct dlb_rule_work *work, struct merge_trial *trial,
                         const uint32_t two[2])
{
    const struct dlb_households *households = &work->caseload->households;
    trial->persons.n = 0;
    bool pushed = push_person(trial, two[0], true) && push_person(trial, two[1], true) &&
                  push_mates(trial, households, two[0]) && push_mates(trial, households, two[1]);
    size_t n_near = trial->persons.n;
    for (size_t i = 2; pushed && i < n_near; i++) {
        const struct dlb_view_person *persons = trial->persons.data;
        pushed = push_mates(trial, households, persons[i].source[0]);
    }
    return pushed;
}

/* The rules on all of them with the two apart, and as one. */
static bool try_both(struct merge_trial *trial)
{
    struct dlb_view_person *persons = trial->persons.data;
    size_t n = trial->persons.n;
    if (!try_persons(trial, persons, n, &trial->apart)) return false;
    persons[1] = (struct dlb_view_person){{persons[0].source[0], persons[1].source[0]}, 2, true};
    return try_persons(trial, persons + 1, n - 1, &trial->together);
}

/* ---- comparing ------------------------------------------------------------------------------ */

struct difference {
    int64_t n_created, n_removed;
};

/* Walk both sorted lists and mark the rules that differ; the same id twice on one side counts
 * once. */
static struct difference compare(struct merge_trial *trial)
{
    struct difference difference = {0, 0};
    const struct trial_finding *left = trial->apart.data, *right = trial->together.data;
    size_t n_left = trial->apart.n, n_right = trial->together.n, i = 0, j = 0;
    memset(trial->differs, 0, trial->catalogue->n * sizeof *trial->differs);
    while (i < n_left || j < n_right) {
        int order = i == n_left ? 1 : j == n_right ? -1 : id_order(&left[i], &right[j]);
        const struct trial_finding *one = order <= 0 ? &left[i] : &right[j];
        if (order) trial->differs[dlb_rule_number(trial->catalogue, one->rule)] = true;
        difference.n_removed += order < 0;
        difference.n_created += order > 0;
        while (i < n_left && id_order(&left[i], one) == 0) i++;
        while (j < n_right && id_order(&right[j], one) == 0) j++;
    }
    return difference;
}

/* "D03;O01": the rules that differ. */
static void put_rules(struct dlb_rule_work *work, struct merge_trial *trial)
{
    char *text = dlb_array_reserve(work->env, &trial->text, 4 * trial->catalogue->n, 1, UINT32_MAX);
    size_t len = 0;
    if (!text) dlb_findings_no_memory(work->findings);
    for (size_t i = 0; text && i < trial->catalogue->n; i++) {
        if (!trial->differs[i]) continue;
        if (len) text[len++] = ';';
        memcpy(text + len, trial->catalogue->rules[i]->id, 3);
        len += 3;
    }
    dlb_detail_text(work->findings, "rules", (struct dlb_text){text, len});
}

/* ---- the rule ------------------------------------------------------------------------------- */

static void report(struct dlb_rule_work *work, const struct dlb_rule *rule,
                   const struct dlb_review_pair *pair, struct merge_trial *trial,
                   struct difference difference)
{
    struct dlb_findings *findings = work->findings;
    const struct dlb_member *members = work->caseload->members;
    const struct dlb_text *person_ids = work->caseload->people->person_ids;
    uint32_t one = members[pair->left].person, other = members[pair->right].person;
    bool swap = dlb_text_order(person_ids[one], person_ids[other]) > 0; /* one id for both ways */
    struct dlb_finding *finding = dlb_finding_open(findings, rule);
    finding->person = swap ? other : one;
    finding->probability_ppm = pair->probability_ppm;
    finding->owner_agency = members[pair->left].agency;
    dlb_key_text(findings, person_ids[swap ? one : other]);
    dlb_finding_row(findings, DLB_ROWS_PERSONS, pair->left, "left");
    dlb_finding_row(findings, DLB_ROWS_PERSONS, pair->right, "right");
    dlb_detail_int(findings, "probability_ppm", pair->probability_ppm);
    dlb_detail_int(findings, "probability_percent", pair->probability_ppm / 10000);
    dlb_detail_int(findings, "n_created", difference.n_created);
    dlb_detail_int(findings, "n_removed", difference.n_removed);
    put_rules(work, trial);
    dlb_detail_clears(findings, "identity_decided", DLB_DAY_NONE);
    dlb_finding_close(findings);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t subject)
{
    const struct dlb_review_pair *pair = &work->request->review_pairs[subject];
    const struct dlb_member *members = work->caseload->members;
    dlb_judge_rows(work, 2);
    work->now.persons = 2;
    const uint32_t two[] = {members[pair->left].person, members[pair->right].person};
    struct merge_trial *trial = open_trial(work);
    bool tried = trial && list_persons(work, trial, two) && try_both(trial);
    if (!tried) {
        dlb_findings_no_memory(work->findings);
        return;
    }
    struct difference difference = compare(trial);
    if (difference.n_created || difference.n_removed) report(work, rule, pair, trial, difference);
}

const struct dlb_rule dlb_rule_i01 = {
    .id = "I01",
    .version = 1,
    .kind = DLB_FINDING_IDENTITY,
    .severity = 1,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_REVIEW_PAIR,
    .tables = DLB_HAS_PAIRS,
    .nothing = "no pair of records between the two thresholds",
    .nothing_ko = "두 기준 사이에 있는 기록 쌍 없음",
    .kernel = kernel,
    .name_ko = "동일인일 수 있는 두 사람",
    .name_en = "two persons who may be one",
    .message_ko = "{agencies}에 등록된 두 분이 동일인일 수 있습니다(가능성 "
                  "{probability_percent}%). 동일인이면 중복·누락이 {n_created}건 생기고 "
                  "{n_removed}건 없어집니다. 같은 분인지 확인해 주세요.",
    .message_en = "Two persons registered at {agencies} may be one ({probability_percent} %). If "
                  "so, {n_created:finding} would appear and {n_removed:finding} disappear. Please "
                  "check who they are."};
