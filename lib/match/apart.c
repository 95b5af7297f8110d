/* SPDX-License-Identifier: Apache-2.0 */
/*
 * apart.c - what keeps two persons apart although a pair leads from one to the other.
 *
 * between.c forgets its reasons, for millions of pairs have one. What forbids a join forbids it
 * for good, so it can be found again among the members that the two persons have in the end; where
 * nothing is found, it was the votes.
 */
#include "match/sets.h"

struct sought {
    const struct dlb_decided *decided;
    uint64_t pair;
};

static uint64_t pair_of(uint32_t left, uint32_t right)
{
    return left < right ? (uint64_t)left << 32 | right : (uint64_t)right << 32 | left;
}

static bool is_before(const void *context, size_t at)
{
    const struct sought *sought = context;
    return pair_of(sought->decided[at].left, sought->decided[at].right) < sought->pair;
}

const struct dlb_decided *dlb_decided_find(const struct dlb_decided *decided, size_t n,
                                           uint32_t left, uint32_t right)
{
    const struct sought sought = {decided, pair_of(left, right)};
    const size_t at = dlb_search(0, n, &sought, is_before);
    bool is_there = at < n && pair_of(decided[at].left, decided[at].right) == sought.pair;
    return is_there ? &decided[at] : NULL;
}

/* What two members say. */
static bool does_forbid(const struct dlb_matcher *matcher, enum dlb_apart apart, uint32_t left,
                        uint32_t right, const struct dlb_decided *decided, size_t n_decided)
{
    const uint32_t *agency = matcher->records->agency;
    const struct dlb_decided *decision;
    switch (apart) {
    case DLB_APART_DECISION:
        decision = dlb_decided_find(decided, n_decided, left, right);
        return decision && !decision->same;
    case DLB_APART_CONFLICT:
        return dlb_match_conflict(matcher, left, right);
    default:
        return agency[left] == agency[right] && matcher->same_agency != 0 &&
               dlb_match_score(matcher, left, right).weight < matcher->settings->theta_merge;
    }
}

struct dlb_reason dlb_match_apart(const struct dlb_matcher *matcher, struct dlb_members left,
                                  struct dlb_members right, const struct dlb_decided *decided,
                                  size_t n_decided)
{
    for (unsigned apart = DLB_APART_DECISION; apart <= DLB_APART_AGENCY; apart++)
        for (uint32_t i = 0; i < left.n; i++)
            for (uint32_t j = 0; j < right.n; j++)
                if (does_forbid(matcher, apart, left.records[i], right.records[j], decided,
                                n_decided))
                    return (struct dlb_reason){apart, left.records[i], right.records[j]};
    const bool are_many = left.n + right.n > DLB_MEMBERS_MAX;
    return (struct dlb_reason){are_many ? DLB_APART_SIZE : DLB_APART_VOTES, 0, 0};
}
