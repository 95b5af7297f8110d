/* SPDX-License-Identifier: Apache-2.0 */
/*
 * identity_link.c - I01: two persons who may be one, where it would matter.
 *
 * Most pairs that are likely but not certain change nothing: two strangers without a service
 * in common. People are asked to look only where merging the two would bring up another
 * duplicate or omission, or clear one away. So the rules are run on each of them and on both
 * as one (caseload_view.c), and the findings are compared by id: an id depends on rule,
 * class or set, and day, and here all three runs are about the same nobody.
 */
#include <string.h>

#include "rule/rule.h"

enum { RULES_TEXT = 256, RULES_MAX = 64 };

struct dlb_merge_trial {
    struct dlb_caseload_view view;
    struct dlb_findings findings;
    struct dlb_rule_work work;
    const struct dlb_rule *rules[RULES_MAX]; /* that are tried */
    size_t n_rules;
    struct dlb_array apart, together; /* of struct trial_finding, sorted */
};

struct trial_finding {
    unsigned char id[16];
    const struct dlb_rule *rule;
};

void dlb_merge_trial_close(struct dlb_env *env, struct dlb_merge_trial *trial)
{
    if (!trial) return;
    dlb_work_clear(&trial->work);
    dlb_findings_clear(&trial->findings);
    dlb_caseload_view_close(&trial->view);
    dlb_array_clear(env, &trial->apart, sizeof(struct trial_finding));
    dlb_array_clear(env, &trial->together, sizeof(struct trial_finding));
    dlb_free(env, trial, sizeof *trial);
}

/* ---- running -------------------------------------------------------------------------------- */

/* Rules about one person's services and needs that run here at all. */
static bool is_tried(const struct dlb_rule_work *work, const struct dlb_rule *rule)
{
    bool kind = rule->kind == DLB_FINDING_DUPLICATE || rule->kind == DLB_FINDING_OMISSION;
    return kind && rule->scope == DLB_SCOPE_PERSON
           && dlb_rule_runs(work->caseload, work->request, rule);
}

/* The trial of this thread; NULL without memory. */
static struct dlb_merge_trial *open_trial(struct dlb_rule_work *work)
{
    if (work->trial) return work->trial;
    struct dlb_merge_trial *trial = dlb_alloc_zero(work->env, sizeof *trial);
    const struct dlb_rule *rule;
    if (!trial) return NULL;
    dlb_caseload_view_open(work->caseload, &trial->view);
    dlb_findings_open(work->env, &trial->view.caseload, work->request->digest, &trial->findings);
    dlb_work_open(work->env, &trial->view.caseload, &trial->findings, work->request, &trial->work);
    for (size_t i = 0; (rule = dlb_rule_at(i)); i++)
        if (is_tried(work, rule)) trial->rules[trial->n_rules++] = rule;
    return work->trial = trial;
}

static int id_order(const void *left, const void *right)
{
    return memcmp(((const struct trial_finding *)left)->id,
                  ((const struct trial_finding *)right)->id, 16);
}

/* Run the rules on the persons as one and add what they find. */
static bool try_persons(struct dlb_merge_trial *trial, const uint32_t *persons, size_t n,
                        struct dlb_array *found)
{
    struct dlb_env *env = trial->work.env;
    if (!dlb_caseload_view_look(&trial->view, persons, n)) return false;
    bool complete = dlb_person_complete(&trial->view.caseload, 0);
    dlb_findings_reset(&trial->findings);
    for (size_t i = 0; i < trial->n_rules; i++)
        if (complete || !trial->rules[i]->absence)
            trial->rules[i]->kernel(&trial->work, trial->rules[i], 0);
    const struct dlb_closed *closed = trial->findings.closed.data;
    size_t n_closed = trial->findings.closed.n;
    struct trial_finding *room = dlb_array_reserve(env, found, n_closed, sizeof *room, UINT32_MAX);
    if (!room || trial->findings.no_memory) return false;
    for (size_t i = 0; i < n_closed; i++) {
        memcpy(room[i].id, closed[i].id, sizeof room[i].id);
        room[i].rule = closed[i].rule;
    }
    found->n += n_closed;
    return dlb_order_rows(env, found->data, (uint32_t)found->n, sizeof *room, id_order, NULL)
           == DOLBOM_OK;
}

/* ---- comparing ------------------------------------------------------------------------------ */

struct difference {
    int64_t n_created, n_removed;
    uint64_t rules; /* bit i: rule i of the catalogue */
};

static uint64_t rule_bit(const struct dlb_rule *rule)
{
    uint64_t bit = 1;
    for (size_t i = 0; dlb_rule_at(i) != rule; i++) bit <<= 1;
    return bit;
}

/* Walk both sorted lists; the same id twice on one side counts once. */
static struct difference compare(const struct dlb_array *apart, const struct dlb_array *together)
{
    struct difference difference = {0, 0, 0};
    const struct trial_finding *left = apart->data, *right = together->data;
    size_t i = 0, j = 0;
    while (i < apart->n || j < together->n) {
        int order = i == apart->n ? 1 : j == together->n ? -1 : id_order(&left[i], &right[j]);
        const struct trial_finding *one = order <= 0 ? &left[i] : &right[j];
        if (order) difference.rules |= rule_bit(one->rule);
        difference.n_removed += order < 0;
        difference.n_created += order > 0;
        while (i < apart->n && id_order(&left[i], one) == 0) i++;
        while (j < together->n && id_order(&right[j], one) == 0) j++;
    }
    return difference;
}

static void put_rules(struct dlb_findings *findings, uint64_t rules)
{
    char text[RULES_TEXT];
    size_t len = 0;
    for (size_t i = 0; dlb_rule_at(i); i++) {
        if (!(rules >> i & 1) || len + 4 > sizeof text) continue;
        if (len) text[len++] = ';';
        memcpy(text + len, dlb_rule_at(i)->id, 3);
        len += 3;
    }
    dlb_detail_text(findings, "rules", (struct dlb_text){text, len});
}

/* ---- the rule ------------------------------------------------------------------------------- */

static bool is_likely(const struct dlb_rule_work *work, const struct dlb_link *link)
{
    const struct dlb_policy *policy = work->caseload->policy;
    int32_t on = work->caseload->as_of;
    int64_t review = dlb_policy_param(policy, "I01", "theta_review", NULL, on);
    int64_t merge = dlb_policy_param(policy, "I01", "theta_merge", NULL, on);
    return link->probability_ppm >= review && link->probability_ppm < merge;
}

static void report(struct dlb_rule_work *work, const struct dlb_rule *rule,
                   const struct dlb_link *link, const struct difference *difference)
{
    struct dlb_findings *findings = work->findings;
    const struct dlb_member *members = work->caseload->members;
    const struct dlb_text *person_ids = work->caseload->people->person_ids;
    uint32_t one = members[link->left].person, other = members[link->right].person;
    bool swap = dlb_text_order(person_ids[one], person_ids[other]) > 0; /* one id for both ways */
    struct dlb_finding *finding = dlb_finding_open(findings, rule);
    finding->person = swap ? other : one;
    finding->set = person_ids[swap ? one : other];
    finding->probability_ppm = link->probability_ppm;
    finding->owner_agency = members[link->left].agency;
    dlb_finding_row(findings, DLB_ROWS_PERSONS, link->left, "left");
    dlb_finding_row(findings, DLB_ROWS_PERSONS, link->right, "right");
    dlb_detail_int(findings, "probability_ppm", link->probability_ppm);
    dlb_detail_int(findings, "probability_percent", link->probability_ppm / 10000);
    dlb_detail_int(findings, "n_created", difference->n_created);
    dlb_detail_int(findings, "n_removed", difference->n_removed);
    put_rules(findings, difference->rules);
    dlb_detail_clears(findings, "identity_decided", DLB_DAY_NONE);
    dlb_finding_close(findings);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t subject)
{
    const struct dlb_link *link = &work->request->links[subject];
    const struct dlb_member *members = work->caseload->members;
    bool one_agency = members[link->left].agency == members[link->right].agency;
    if (one_agency || !is_likely(work, link)) return;
    const uint32_t persons[] = {members[link->left].person, members[link->right].person};
    struct dlb_merge_trial *trial = open_trial(work);
    bool tried = trial != NULL;
    if (tried) trial->apart.n = trial->together.n = 0;
    tried = tried && try_persons(trial, &persons[0], 1, &trial->apart);
    tried = tried && try_persons(trial, &persons[1], 1, &trial->apart);
    tried = tried && try_persons(trial, persons, 2, &trial->together);
    if (!tried) {
        dlb_findings_no_memory(work->findings);
        return;
    }
    struct difference difference = compare(&trial->apart, &trial->together);
    if (difference.n_created || difference.n_removed) report(work, rule, link, &difference);
}

/* ---- links ---------------------------------------------------------------------------------- */

static int link_order(const void *left_row, const void *right_row)
{
    const struct dlb_link *left = left_row, *right = right_row;
    if (left->probability_ppm != right->probability_ppm)
        return left->probability_ppm > right->probability_ppm ? -1 : 1;
    if (left->left != right->left) return left->left < right->left ? -1 : 1;
    return (left->right > right->right) - (left->right < right->right);
}

/* Two persons, whichever comes first. */
static uint64_t person_pair(const struct dlb_caseload *caseload, const struct dlb_link *link)
{
    uint64_t left = caseload->members[link->left].person;
    uint64_t right = caseload->members[link->right].person;
    return left < right ? left << 32 | right : right << 32 | left;
}

dolbom_status dlb_links_distinct(const struct dlb_caseload *caseload, struct dlb_link *links,
                                 size_t *n, dolbom_error *error)
{
    struct dlb_env *env = caseload->env;
    struct dlb_sort_item *items = dlb_alloc_array(env, *n, sizeof *items);
    struct dlb_link *kept = dlb_alloc_array(env, *n, sizeof *kept);
    size_t n_kept = 0;
    dolbom_status status = items && kept ? DOLBOM_OK : dlb_fail_memory(error, env);
    if (status == DOLBOM_OK)
        status = dlb_order_rows(env, links, (uint32_t)*n, sizeof *links, link_order, error);
    for (size_t i = 0; i < *n && status == DOLBOM_OK; i++)
        items[i] = (struct dlb_sort_item){person_pair(caseload, &links[i]), i};
    if (status == DOLBOM_OK) status = dlb_sort(env, items, *n, error);
    for (size_t i = 0; i < *n && status == DOLBOM_OK; i++) {
        const struct dlb_link *link = &links[items[i].value];
        bool first = i == 0 || items[i].key != items[i - 1].key;
        bool two = caseload->members[link->left].person != caseload->members[link->right].person;
        if (first && two) kept[n_kept++] = *link;
    }
    if (n_kept) memcpy(links, kept, n_kept * sizeof *links);
    dlb_free(env, items, *n * sizeof *items);
    dlb_free(env, kept, *n * sizeof *kept);
    if (status == DOLBOM_OK) *n = n_kept;
    return status;
}

const struct dlb_rule dlb_rule_i01 = {
    .id = "I01",
    .version = 1,
    .kind = DLB_FINDING_IDENTITY,
    .severity = 1,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_LINK,
    .tables = DLB_HAS_LINKS,
    .kernel = kernel,
    .name_ko = "한 분일 수 있는 두 사람",
    .name_en = "two persons who may be one",
    .message_ko = "{agencies}에 등록된 두 사람이 한 분일 수 있습니다(가능성 {probability_percent}%). "
                  "한 분이면 중복·누락이 {n_created}건 생기고 {n_removed}건 없어집니다. "
                  "같은 분인지 확인해 주세요.",
    .message_en = "Two persons registered at {agencies} may be one ({probability_percent} %). If "
                  "so, {n_created} duplicate(s) or omission(s) appear and {n_removed} disappear. "
                  "Please check who they are."};
