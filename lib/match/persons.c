/* SPDX-License-Identifier: Apache-2.0 */
/*
 * persons.c - from pairs to persons.
 *
 * Joining every pair above the threshold would chain strangers together: one wrong pair
 * makes one person of two families. So sets of records grow along the strongest pairs
 * first (ties by record numbers), and two sets are joined only if nothing between their
 * members forbids it:
 *
 *   decision     somebody decided that two members are not the same person
 *   conflict     two members have different resident numbers that both check
 *   one agency   two members are of one agency, which knows its people, and are not
 *                themselves a pair above the threshold
 *   weak bridge  taken over all pairs of members, more speaks against one person than for it
 *
 * Decisions that two records are the same come first, and only a decision stands against
 * them. The root of a set is always its smallest record, so the answer does not depend on
 * the order of the pairs.
 *
 * The edges along which sets were joined are a maximum spanning tree. Walking from a record
 * to its person's smallest one, edges only get weaker, because later joins have smaller
 * weights; so the weakest edge is the last, the one at the topmost root below the smallest.
 */
#include "match/match.h"

enum {
    MEMBERS_MAX = 1024,              /* records of one person; sets that exceed it stay apart */
    VOTERS_MAX = 32,                 /* members per set that are compared with each other */
    AHEAD = 16,                      /* pairs fetched before their turn */
    PAIRS_PER_REPORT = 1 << 16,      /* of progress */
    VOTE_LIMIT = 8 * DLB_WEIGHT_ONE, /* no pair of members outvotes several others */
    WEIGHT_DECIDED = INT32_MAX
};

/* An edge along which two sets may be joined. */
struct edge {
    uint32_t left, right;
    int32_t weight;
    uint8_t method; /* enum dlb_method */
};

/* What holds a record in its set: the edge that joined its set to that of a smaller root,
 * or for a root the first edge that joined another set to its own. */
struct hold {
    uint32_t to;
    int32_t weight;
    uint8_t method;
};

struct forming {
    const struct dlb_matcher *matcher;
    uint32_t n;
    struct dlb_sort_item *apart; /* decisions: left << 32 | right, ascending */
    size_t n_apart;
    struct dlb_sort_item *order; /* the pairs to join, strongest first */
    size_t n_order;
    /* per record */
    uint32_t *parent; /* towards the root, shortened on the way */
    uint32_t *next;   /* the set's members in a ring */
    uint32_t *size;   /* at roots */
    struct hold *hold;
};

const char *dlb_method_text(enum dlb_method method)
{
    static const char *const texts[] = {"single", "model", "exact", "decision"};
    return texts[method];
}

static uint32_t find_root(struct forming *forming, uint32_t record)
{
    uint32_t *parent = forming->parent;
    while (parent[record] != record) {
        parent[record] = parent[parent[record]];
        record = parent[record];
    }
    return record;
}

static uint64_t pair_key(uint32_t left, uint32_t right)
{
    return left < right ? (uint64_t)left << 32 | right : (uint64_t)right << 32 | left;
}

struct sought_pair {
    const struct forming *forming;
    uint64_t key;
};

static bool is_before_pair(const void *sought, size_t i)
{
    const struct sought_pair *pair = sought;
    return pair->forming->apart[i].key < pair->key;
}

static bool is_decided_apart(const struct forming *forming, uint32_t left, uint32_t right)
{
    const struct sought_pair pair = {forming, pair_key(left, right)};
    size_t at = dlb_search(0, forming->n_apart, &pair, is_before_pair);
    return at < forming->n_apart && forming->apart[at].key == pair.key;
}

/* Does anything forbid that two records are one person? */
static bool is_forbidden(const struct forming *forming, const struct edge *edge, uint32_t left,
                         uint32_t right)
{
    if (is_decided_apart(forming, left, right)) return true;
    return edge->method != DLB_METHOD_DECISION && dlb_match_conflict(forming->matcher, left, right);
}

static bool are_sets_forbidden(const struct forming *forming, const struct edge *edge,
                               uint32_t left_root, uint32_t right_root)
{
    uint32_t left = left_root;
    do {
        uint32_t right = right_root;
        do {
            if (is_forbidden(forming, edge, left, right)) return true;
            right = forming->next[right];
        } while (right != right_root);
        left = forming->next[left];
    } while (left != left_root);
    return false;
}

static int32_t vote_of(int32_t evidence)
{
    if (evidence > VOTE_LIMIT) return VOTE_LIMIT;
    return evidence < -VOTE_LIMIT ? -VOTE_LIMIT : evidence;
}

/* Do the members of two sets, compared with each other, make one person? */
static bool do_members_agree(const struct forming *forming, uint32_t left_root, uint32_t right_root)
{
    const struct dlb_matcher *matcher = forming->matcher;
    const uint32_t *agency = matcher->records->agency;
    int64_t votes = 0;
    uint32_t left = left_root;
    for (unsigned i = 0; i < VOTERS_MAX && i < forming->size[left_root]; i++) {
        uint32_t right = right_root;
        for (unsigned j = 0; j < VOTERS_MAX && j < forming->size[right_root]; j++) {
            struct dlb_score score = dlb_match_score(matcher, left, right);
            bool is_inside = matcher->same_agency != 0 && agency[left] == agency[right];
            if (is_inside && score.weight < matcher->settings->theta_merge) return false;
            votes += vote_of(score.evidence);
            right = forming->next[right];
        }
        left = forming->next[left];
    }
    return votes >= 0;
}

static bool may_join(const struct forming *forming, const struct edge *edge, uint32_t left_root,
                     uint32_t right_root)
{
    const uint32_t left_size = forming->size[left_root], right_size = forming->size[right_root];
    if (left_size + right_size > MEMBERS_MAX) return false;
    if (are_sets_forbidden(forming, edge, left_root, right_root)) return false;
    bool are_two_records = left_size == 1 && right_size == 1;
    return are_two_records || edge->method == DLB_METHOD_DECISION ||
           do_members_agree(forming, left_root, right_root);
}

static void join(struct forming *forming, const struct edge *edge)
{
    uint32_t left = find_root(forming, edge->left), right = find_root(forming, edge->right);
    if (left == right || !may_join(forming, edge, left, right)) return;
    uint32_t root = left < right ? left : right, joined = left < right ? right : left;
    forming->parent[joined] = root;
    forming->size[root] += forming->size[joined];
    forming->hold[joined] = (struct hold){root, edge->weight, edge->method};
    if (forming->hold[root].method == DLB_METHOD_SINGLE)
        forming->hold[root] = (struct hold){root, edge->weight, edge->method};
    uint32_t after = forming->next[root]; /* two rings become one */
    forming->next[root] = forming->next[joined];
    forming->next[joined] = after;
}

/* Everything that both records say agrees. */
static bool is_exact(const struct dlb_match_settings *settings, uint64_t pattern)
{
    for (unsigned f = 0; f < settings->n_fields; f++) {
        unsigned level = dlb_pattern_level(pattern, f);
        if (level != DLB_LEVEL_MISSING && level + 1U < settings->fields[f].kind->n_levels)
            return false;
    }
    return true;
}

static void join_decided(struct forming *forming, const struct dlb_sort_item *together, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct edge edge = {(uint32_t)(together[i].key >> 32), (uint32_t)together[i].key,
                            WEIGHT_DECIDED, DLB_METHOD_DECISION};
        join(forming, &edge);
    }
}

/* Records lie all over memory; have them on their way before their turn. */
static void fetch_records(const struct forming *forming, const struct dlb_pair *pair)
{
    const uint64_t *codes = forming->matcher->records->codes;
    const size_t n_slots = forming->matcher->settings->n_slots;
    __builtin_prefetch(&forming->parent[pair->left]);
    __builtin_prefetch(&forming->parent[pair->right]);
    __builtin_prefetch(codes + pair->left * n_slots);
    __builtin_prefetch(codes + pair->right * n_slots);
}

static dolbom_status join_pairs(struct forming *forming, const struct dlb_pair *pairs,
                                dolbom_error *error)
{
    const struct dlb_match_settings *settings = forming->matcher->settings;
    dolbom_status status = DOLBOM_OK;
    for (size_t i = 0; i < forming->n_order && status == DOLBOM_OK; i++) {
        if (i % PAIRS_PER_REPORT == 0)
            status = dlb_progress(forming->matcher->env, "group", i, forming->n_order, error);
        if (i + 2 * AHEAD < forming->n_order)
            __builtin_prefetch(&pairs[forming->order[i + 2 * AHEAD].value]);
        if (i + AHEAD < forming->n_order)
            fetch_records(forming, &pairs[forming->order[i + AHEAD].value]);
        const struct dlb_pair *pair = &pairs[forming->order[i].value];
        bool exact = is_exact(settings, pair->pattern);
        struct edge edge = {pair->left, pair->right, pair->weight,
                            exact ? DLB_METHOD_EXACT : DLB_METHOD_MODEL};
        join(forming, &edge);
    }
    return status;
}

/* Pairs from the merge threshold on, the heaviest first; equal ones stay by (left, right). */
static dolbom_status order_pairs(struct forming *forming, const struct dlb_pair *pairs, size_t n,
                                 dolbom_error *error)
{
    const int32_t theta = forming->matcher->settings->theta_merge;
    for (size_t i = 0; i < n; i++) {
        if (pairs[i].weight < theta) continue;
        struct dlb_sort_item *item = &forming->order[forming->n_order++];
        item->key = (uint64_t)((int64_t)INT32_MAX - pairs[i].weight);
        item->value = i;
    }
    return dlb_sort(forming->matcher->env, forming->order, forming->n_order, error);
}

/* The decisions of one sort, ascending; *n counts them. */
static dolbom_status order_decided(struct dlb_env *env, const struct dlb_decided *decided,
                                   size_t n_decided, bool same, struct dlb_sort_item *items,
                                   size_t *n, dolbom_error *error)
{
    for (size_t i = 0; i < n_decided; i++)
        if (decided[i].same == same)
            items[(*n)++].key = pair_key(decided[i].left, decided[i].right);
    return dlb_sort(env, items, *n, error);
}

static dolbom_status open_forming(struct forming *forming, const struct dlb_matcher *matcher,
                                  size_t n_pairs, size_t n_decided, dolbom_error *error)
{
    struct dlb_env *env = matcher->env;
    const uint32_t n = matcher->records->n;
    *forming = (struct forming){.matcher = matcher, .n = n};
    forming->apart = dlb_alloc_array(env, n_decided, sizeof *forming->apart);
    forming->order = dlb_alloc_array(env, n_pairs, sizeof *forming->order);
    forming->parent = dlb_alloc_array(env, n, sizeof *forming->parent);
    forming->next = dlb_alloc_array(env, n, sizeof *forming->next);
    forming->size = dlb_alloc_array(env, n, sizeof *forming->size);
    forming->hold = dlb_alloc_array(env, n, sizeof *forming->hold);
    if (!forming->apart || !forming->order || !forming->parent || !forming->next ||
        !forming->size || !forming->hold)
        return dlb_fail_memory(error, env);
    for (uint32_t r = 0; r < n; r++) {
        forming->parent[r] = forming->next[r] = r;
        forming->size[r] = 1;
        forming->hold[r] = (struct hold){r, WEIGHT_DECIDED, DLB_METHOD_SINGLE};
    }
    return DOLBOM_OK;
}

static void close_forming(struct forming *forming, size_t n_pairs, size_t n_decided)
{
    struct dlb_env *env = forming->matcher->env;
    dlb_free(env, forming->apart, n_decided * sizeof *forming->apart);
    dlb_free(env, forming->order, n_pairs * sizeof *forming->order);
    dlb_free(env, forming->parent, forming->n * sizeof *forming->parent);
    dlb_free(env, forming->next, forming->n * sizeof *forming->next);
    dlb_free(env, forming->size, forming->n * sizeof *forming->size);
    dlb_free(env, forming->hold, forming->n * sizeof *forming->hold);
}

static dolbom_status join_all(struct forming *forming, const struct dlb_pair *pairs, size_t n_pairs,
                              const struct dlb_decided *decided, size_t n_decided,
                              dolbom_error *error)
{
    struct dlb_env *env = forming->matcher->env;
    struct dlb_sort_item *together = dlb_alloc_array(env, n_decided, sizeof *together);
    size_t n_together = 0;
    if (!together) return dlb_fail_memory(error, env);
    dolbom_status status =
        order_decided(env, decided, n_decided, false, forming->apart, &forming->n_apart, error);
    if (status == DOLBOM_OK)
        status = order_decided(env, decided, n_decided, true, together, &n_together, error);
    if (status == DOLBOM_OK) status = order_pairs(forming, pairs, n_pairs, error);
    if (status == DOLBOM_OK) {
        join_decided(forming, together, n_together);
        status = join_pairs(forming, pairs, error);
    }
    dlb_free(env, together, n_decided * sizeof *together);
    return status;
}

/* Number the persons; ascending records meet their root, and what holds it, before them. */
static void number_persons(struct forming *forming, struct dlb_persons *persons)
{
    for (uint32_t r = 0; r < forming->n; r++) {
        const struct hold *hold = &forming->hold[r];
        const uint32_t root = find_root(forming, r);
        const bool is_topmost = r == root || hold->to == root;
        if (r == root) persons->first[persons->n_persons++] = r;
        persons->person[r] = r == root ? persons->n_persons - 1 : persons->person[root];
        persons->probability_ppm[r] =
            is_topmost ? dlb_weight_probability(hold->weight) : persons->probability_ppm[hold->to];
        persons->method[r] = is_topmost ? hold->method : persons->method[hold->to];
    }
}

static dolbom_status open_persons(struct dlb_env *env, uint32_t n, struct dlb_persons *persons,
                                  dolbom_error *error)
{
    *persons = (struct dlb_persons){.n_records = n};
    persons->person = dlb_alloc_array(env, n, sizeof *persons->person);
    persons->first = dlb_alloc_array(env, n, sizeof *persons->first);
    persons->probability_ppm = dlb_alloc_array(env, n, sizeof *persons->probability_ppm);
    persons->method = dlb_alloc_array(env, n, sizeof *persons->method);
    if (!persons->person || !persons->first || !persons->probability_ppm || !persons->method)
        return dlb_fail_memory(error, env);
    return DOLBOM_OK;
}

dolbom_status dlb_persons_form(const struct dlb_matcher *matcher, const struct dlb_pair *pairs,
                               size_t n_pairs, const struct dlb_decided *decided, size_t n_decided,
                               struct dlb_persons *persons, dolbom_error *error)
{
    struct forming forming;
    dolbom_status status = open_persons(matcher->env, matcher->records->n, persons, error);
    if (status == DOLBOM_OK) {
        status = open_forming(&forming, matcher, n_pairs, n_decided, error);
        if (status == DOLBOM_OK)
            status = join_all(&forming, pairs, n_pairs, decided, n_decided, error);
        if (status == DOLBOM_OK) number_persons(&forming, persons);
        close_forming(&forming, n_pairs, n_decided);
    }
    if (status != DOLBOM_OK) dlb_persons_clear(matcher->env, persons);
    return status;
}

void dlb_persons_clear(struct dlb_env *env, struct dlb_persons *persons)
{
    dlb_free(env, persons->person, persons->n_records * sizeof *persons->person);
    dlb_free(env, persons->first, persons->n_records * sizeof *persons->first);
    dlb_free(env, persons->probability_ppm, persons->n_records * sizeof *persons->probability_ppm);
    dlb_free(env, persons->method, persons->n_records * sizeof *persons->method);
    *persons = (struct dlb_persons){0};
}
