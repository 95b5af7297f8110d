/* SPDX-License-Identifier: Apache-2.0 */
/*
 * between.c - what stands between two sets of records.
 *
 * Thousands of pairs may lead from one set to another that it must not be joined with, so each
 * answer is kept under the two keepers:
 *
 *   parted    somebody decided that two members are not the same person
 *   refused   two members forbid it: their numbers differ, or one agency knows both
 *   compared  so many of the first members of one with so many of the other, and what those
 *             comparisons have said together
 *
 * The first two hold whatever the sets grow into. A vote may turn when members join, but those who
 * have voted need not vote again: a set's members stay where they are in its list, so what was
 * compared is a rectangle, and only what lies outside it is compared next.
 *
 *              1st set    0 … left      … members
 *   2nd set  0            compared      second part
 *            … right
 *            … members    first part    second part
 *
 * When a set is joined to a larger one, what forbids a join is handed on; the votes are lost. So a
 * pair of records is seldom compared twice here, however many pairs lead to it.
 */
#include "match/sets.h"

#include <string.h>

enum {
    VOTERS_MAX = 32,                /* members per set whose votes count */
    VOTE_LIMIT = 8 * DLB_WEIGHT_ONE /* no pair of members outvotes several others */
};

/* Bits of an answer: flags, how many members were compared, the sum of their votes. */
static const uint64_t parted = 1ull << 63, refused = 1ull << 62;
enum { LEFT_BIT = 32, RIGHT_BIT = 43, MEMBERS_MASK = 0x7FF };
_Static_assert(DLB_MEMBERS_MAX <= (int)MEMBERS_MASK, "a count of members fits its bits");
_Static_assert(VOTERS_MAX *VOTERS_MAX <= INT32_MAX / VOTE_LIMIT, "a sum of votes fits 32 bits");

/* The members of one set. */
struct members {
    uint32_t n;
    uint32_t record[DLB_MEMBERS_MAX], agency[DLB_MEMBERS_MAX];
};

struct dlb_between {
    struct dlb_env *env;
    const struct dlb_matcher *matcher;
    struct dlb_sets *sets;
    struct dlb_id_map *answers; /* by both keepers, in either order */
    struct members left, right; /* of the two sets at hand */
};

/* Members `from` … `to` - 1 of a set. */
struct part {
    const struct members *members;
    uint32_t from, to;
};

static uint64_t key_of(uint32_t left, uint32_t right)
{
    return (uint64_t)left << 32 | right;
}

static uint64_t answer_of(const struct dlb_between *between, uint32_t left, uint32_t right)
{
    uint64_t answer = 0;
    dlb_id_map_get(between->answers, key_of(left, right), &answer);
    return answer;
}

static uint64_t pack(uint32_t n_left, uint32_t n_right, int32_t votes)
{
    return (uint64_t)n_left << LEFT_BIT | (uint64_t)n_right << RIGHT_BIT | (uint32_t)votes;
}

static uint32_t count_at(uint64_t answer, int bit)
{
    return (uint32_t)(answer >> bit) & MEMBERS_MASK;
}

static uint64_t turned(uint64_t answer)
{
    return (answer & (parted | refused)) |
           pack(count_at(answer, RIGHT_BIT), count_at(answer, LEFT_BIT), (int32_t)answer);
}

static dolbom_status keep(struct dlb_between *between, uint32_t left, uint32_t right,
                          uint64_t answer, dolbom_error *error)
{
    dolbom_status status = dlb_id_map_put(between->answers, key_of(left, right), answer, error);
    if (status != DOLBOM_OK) return status;
    return dlb_id_map_put(between->answers, key_of(right, left), turned(answer), error);
}

/* ---- comparing members -------------------------------------------------------------------- */

static void list_members(const struct dlb_between *between, uint32_t keeper,
                         struct members *members)
{
    const struct dlb_sets *sets = between->sets;
    uint32_t record = keeper;
    members->n = sets->size[keeper];
    for (uint32_t i = 0; i < members->n; i++, record = sets->next[record]) {
        members->record[i] = record;
        members->agency[i] = between->matcher->records->agency[record];
    }
}

static int32_t vote_of(int32_t evidence)
{
    if (evidence > VOTE_LIMIT) return VOTE_LIMIT;
    return evidence < -VOTE_LIMIT ? -VOTE_LIMIT : evidence;
}

/* The numbers of one class that a part holds. */
struct held {
    bool any, several;
    uint64_t number[2];
};

static void hold(struct held *held, const struct dlb_identity *identity)
{
    held->several |= held->any && (held->number[0] != identity->number[0] ||
                                   held->number[1] != identity->number[1]);
    held->any = true;
    held->number[0] = identity->number[0];
    held->number[1] = identity->number[1];
}

static void hold_part(const struct dlb_between *between, const struct dlb_match_field *field,
                      struct part part, struct held held[DLB_IDENTITY_CLASSES])
{
    const struct dlb_records *records = between->matcher->records;
    const size_t n_slots = between->matcher->settings->n_slots;
    for (uint32_t i = part.from; i < part.to; i++) {
        const uint64_t *codes = records->codes + part.members->record[i] * n_slots;
        const struct dlb_identity identity = field->kind->identity(codes + field->slot);
        if (identity.class) hold(&held[identity.class - 1], &identity);
    }
}

/* Do two parts hold different numbers of one class? */
static bool do_conflict(const struct dlb_between *between, struct part left, struct part right)
{
    const struct dlb_match_settings *settings = between->matcher->settings;
    for (unsigned f = 0; f < settings->n_fields; f++) {
        if (!settings->fields[f].kind->identity) continue;
        struct held ours[DLB_IDENTITY_CLASSES] = {0}, theirs[DLB_IDENTITY_CLASSES] = {0};
        hold_part(between, &settings->fields[f], left, ours);
        hold_part(between, &settings->fields[f], right, theirs);
        for (unsigned c = 0; c < DLB_IDENTITY_CLASSES; c++) {
            if (!ours[c].any || !theirs[c].any) continue;
            if (ours[c].several || theirs[c].several ||
                memcmp(ours[c].number, theirs[c].number, sizeof ours[c].number) != 0)
                return true;
        }
    }
    return false;
}

/* Does an agency that knows members of both parts know two of them as two people? */
static bool do_agencies_differ(const struct dlb_between *between, struct part left,
                               struct part right)
{
    const struct dlb_matcher *matcher = between->matcher;
    const bool are_several = matcher->same_agency != 0; /* agencies */
    for (uint32_t i = left.from; i < left.to; i++) {
        const uint32_t agency = left.members->agency[i], one = left.members->record[i];
        for (uint32_t j = right.from; j < right.to; j++) {
            const uint32_t other = right.members->record[j];
            if (right.members->agency[j] != agency) continue;
            if (dlb_match_conflict(matcher, one, other)) return true;
            if (are_several &&
                dlb_match_score(matcher, one, other).weight < matcher->settings->theta_merge)
                return true;
        }
    }
    return false;
}

/* What the voters of two parts say of each other. */
static int32_t count_votes(const struct dlb_between *between, struct part left, struct part right)
{
    int32_t votes = 0;
    for (uint32_t i = left.from; i < left.to && i < VOTERS_MAX; i++)
        for (uint32_t j = right.from; j < right.to && j < VOTERS_MAX; j++)
            votes += vote_of(
                dlb_match_score(between->matcher, left.members->record[i], right.members->record[j])
                    .evidence);
    return votes;
}

/* Compare the members that have not been compared; see the top of this file. */
static uint64_t compare_sets(struct dlb_between *between, uint32_t left, uint32_t right,
                             uint64_t answer)
{
    list_members(between, left, &between->left);
    list_members(between, right, &between->right);
    const uint32_t old_left = count_at(answer, LEFT_BIT), old_right = count_at(answer, RIGHT_BIT);
    const struct part all = {&between->right, 0, between->right.n};
    const struct part later_left = {&between->left, old_left, between->left.n};
    const struct part early_left = {&between->left, 0, old_left};
    const struct part later_right = {&between->right, old_right, between->right.n};
    if (do_conflict(between, later_left, all) || do_conflict(between, early_left, later_right) ||
        do_agencies_differ(between, later_left, all) ||
        do_agencies_differ(between, early_left, later_right))
        return refused;
    const int32_t votes = (int32_t)answer + count_votes(between, later_left, all) +
                          count_votes(between, early_left, later_right);
    return pack(between->left.n, between->right.n, votes);
}

/* ---- the answers -------------------------------------------------------------------------- */

dolbom_status dlb_between_open(const struct dlb_matcher *matcher, struct dlb_sets *sets,
                               struct dlb_between **between, dolbom_error *error)
{
    struct dlb_env *env = matcher->env;
    *between = dlb_alloc_zero(env, sizeof **between);
    if (!*between) return dlb_fail_memory(error, env);
    (*between)->env = env;
    (*between)->matcher = matcher;
    (*between)->sets = sets;
    return dlb_id_map_open(env, &(*between)->answers, error);
}

void dlb_between_close(struct dlb_between *between)
{
    if (!between) return;
    dlb_id_map_free(between->answers);
    dlb_free(between->env, between, sizeof *between);
}

dolbom_status dlb_between_part(struct dlb_between *between, uint32_t left, uint32_t right,
                               dolbom_error *error)
{
    return keep(between, left, right, parted | refused, error);
}

bool dlb_between_is_parted(const struct dlb_between *between, uint32_t left, uint32_t right)
{
    return answer_of(between, left, right) & parted;
}

dolbom_status dlb_between_ask(struct dlb_between *between, uint32_t left, uint32_t right,
                              bool *may_join, dolbom_error *error)
{
    const uint32_t n_left = between->sets->size[left], n_right = between->sets->size[right];
    uint64_t answer = answer_of(between, left, right);
    *may_join = false;
    if (answer & refused) return DOLBOM_OK;
    if (n_left == 1 && n_right == 1) {
        *may_join = !dlb_match_conflict(between->matcher, left, right);
        return DOLBOM_OK;
    }
    const bool is_news =
        count_at(answer, LEFT_BIT) < n_left || count_at(answer, RIGHT_BIT) < n_right;
    if (is_news) answer = compare_sets(between, left, right, answer);
    *may_join = !(answer & refused) && (int32_t)answer >= 0;
    return is_news && !*may_join ? keep(between, left, right, answer, error) : DOLBOM_OK;
}

/* Whatever forbids joining `from` with another set now forbids it for `to`. */
static dolbom_status hand_on(struct dlb_between *between, uint32_t from, uint32_t to,
                             dolbom_error *error)
{
    uint64_t key = key_of(from, 0), answer;
    dolbom_status status = DOLBOM_OK;
    for (; status == DOLBOM_OK && dlb_id_map_next(between->answers, &key, &answer) &&
           key >> 32 == from;
         key++) {
        const uint32_t other = (uint32_t)key;
        const bool is_gone = between->sets->parent[other] != other || other == to;
        const uint64_t old = answer_of(between, to, other), flags = answer & (parted | refused);
        if (!is_gone && (flags & ~old)) status = keep(between, to, other, old | flags, error);
    }
    return status;
}

dolbom_status dlb_between_join(struct dlb_between *between, uint32_t left, uint32_t right,
                               dolbom_error *error)
{
    const uint32_t keeper = dlb_sets_heir(between->sets, left, right);
    const uint32_t other = keeper == left ? right : left;
    dlb_sets_join(between->sets, keeper, other);
    return hand_on(between, other, keeper, error);
}
