/* SPDX-License-Identifier: Apache-2.0 */
/*
 * persons.c - from pairs to persons.
 *
 * Joining every pair above the threshold would chain strangers together: one wrong pair
 * makes one person of two families. So sets of records grow along the strongest pairs
 * first (ties by record numbers), and two sets are joined only if nothing between their
 * members forbids it (between.c):
 *
 *   decision     somebody decided that two members are not the same person
 *   conflict     two members have different resident numbers that both check
 *   one agency   two members are of one agency, which knows its people, and are not
 *                themselves a pair above the threshold
 *   weak bridge  taken over all pairs of members, more speaks against one person than for it
 *
 * Decisions that two records are the same come first, and only a decision stands against
 * them. A person goes by its smallest record, so the answer does not depend on the order of
 * the pairs.
 *
 * The edges along which sets were joined are a maximum spanning tree. Walking from a record
 * to its person's smallest one, edges only get weaker, because later joins have smaller
 * weights; so the weakest edge is the last, the one at the topmost root below the smallest.
 */
#include "match/sets.h"

enum {
    AHEAD = 16,                /* pairs prefetched before their turn */
    PAIRS_PER_REPORT = 1 << 12 /* of progress */
};

/* What holds a record in its set: the edge that joined its set to that of a smaller root,
 * or for a root the first edge that joined another set to its own. A set's root is its
 * smallest record. */
struct hold {
    uint32_t to;
    int32_t weight;
    uint8_t method;
};

struct forming {
    const struct dlb_matcher *matcher;
    struct dlb_sets sets;
    struct dlb_between *between;
    struct dlb_sort_item *order; /* the pairs to join, strongest first */
    size_t n_order;
    struct hold *hold;      /* per record */
    struct dlb_edge *edges; /* per record, or NULL */
};

const char *dlb_method_text(enum dlb_method method)
{
    static const char *const texts[] = {"single", "model", "exact", "decision"};
    return texts[method];
}

static dolbom_status may_join(struct forming *forming, const struct dlb_edge *edge, uint32_t left,
                              uint32_t right, bool *may, dolbom_error *error)
{
    const uint32_t *size = forming->sets.size;
    *may = false;
    if (size[left] + size[right] > DLB_MEMBERS_MAX) return DOLBOM_OK;
    if (edge->method != DLB_METHOD_DECISION)
        return dlb_between_ask(forming->between, left, right, may, error);
    *may = !dlb_between_is_parted(forming->between, left, right);
    return DOLBOM_OK;
}

/* Of the two sets, the edge holds the one whose smallest record is the larger. */
static void hold_set(struct forming *forming, const struct dlb_edge *edge, uint32_t left,
                     uint32_t right)
{
    const uint32_t *smallest = forming->sets.smallest;
    const bool is_left = smallest[left] < smallest[right];
    const uint32_t root = smallest[is_left ? left : right];
    const uint32_t joined = smallest[is_left ? right : left];
    forming->hold[joined] = (struct hold){root, edge->weight, edge->method};
    if (forming->edges) forming->edges[joined] = *edge;
    if (forming->hold[root].method == DLB_METHOD_SINGLE)
        forming->hold[root] = (struct hold){root, edge->weight, edge->method};
}

static dolbom_status join(struct forming *forming, const struct dlb_edge *edge, dolbom_error *error)
{
    const uint32_t left = dlb_sets_keeper(&forming->sets, edge->left);
    const uint32_t right = dlb_sets_keeper(&forming->sets, edge->right);
    bool may = false;
    dolbom_status status =
        left == right ? DOLBOM_OK : may_join(forming, edge, left, right, &may, error);
    if (status != DOLBOM_OK || !may) return status;
    hold_set(forming, edge, left, right);
    return dlb_between_join(forming->between, left, right, error);
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

static uint64_t pair_key(uint32_t left, uint32_t right)
{
    return left < right ? (uint64_t)left << 32 | right : (uint64_t)right << 32 | left;
}

/* Decisions in any order: those that keep people apart come first, for nothing undoes them. */
static dolbom_status join_decided(struct forming *forming, const struct dlb_decided *decided,
                                  size_t n, dolbom_error *error)
{
    struct dlb_env *env = forming->matcher->env;
    struct dlb_sort_item *together = dlb_alloc_array(env, n, sizeof *together);
    size_t n_together = 0;
    dolbom_status status = together ? DOLBOM_OK : dlb_fail_memory(error, env);
    for (size_t i = 0; i < n && status == DOLBOM_OK; i++) {
        if (decided[i].same)
            together[n_together++].key = pair_key(decided[i].left, decided[i].right);
        else
            status = dlb_between_part(forming->between, decided[i].left, decided[i].right, error);
    }
    if (status == DOLBOM_OK) status = dlb_sort(env, together, n_together, error);
    for (size_t i = 0; i < n_together && status == DOLBOM_OK; i++) {
        struct dlb_edge edge = {(uint32_t)(together[i].key >> 32), (uint32_t)together[i].key,
                                DLB_WEIGHT_DECIDED, DLB_METHOD_DECISION};
        status = join(forming, &edge, error);
    }
    dlb_free(env, together, n * sizeof *together);
    return status;
}

/* Records lie all over memory; prefetch them before their turn. */
static void fetch_records(const struct forming *forming, const struct dlb_pair *pair)
{
    const uint64_t *codes = forming->matcher->records->codes;
    const size_t n_slots = forming->matcher->settings->n_slots;
    __builtin_prefetch(&forming->sets.parent[pair->left]);
    __builtin_prefetch(&forming->sets.parent[pair->right]);
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
        struct dlb_edge edge = {pair->left, pair->right, pair->weight,
                                exact ? DLB_METHOD_EXACT : DLB_METHOD_MODEL};
        if (status == DOLBOM_OK) status = join(forming, &edge, error);
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

static dolbom_status open_forming(struct forming *forming, const struct dlb_matcher *matcher,
                                  size_t n_pairs, dolbom_error *error)
{
    struct dlb_env *env = matcher->env;
    const uint32_t n = matcher->records->n;
    *forming = (struct forming){.matcher = matcher};
    dolbom_status status = dlb_sets_open(env, n, &forming->sets, error);
    if (status == DOLBOM_OK)
        status = dlb_between_open(matcher, &forming->sets, &forming->between, error);
    if (status != DOLBOM_OK) return status;
    forming->order = dlb_alloc_array(env, n_pairs, sizeof *forming->order);
    forming->hold = dlb_alloc_array(env, n, sizeof *forming->hold);
    if (!forming->order || !forming->hold) return dlb_fail_memory(error, env);
    for (uint32_t r = 0; r < n; r++)
        forming->hold[r] = (struct hold){r, DLB_WEIGHT_DECIDED, DLB_METHOD_SINGLE};
    return DOLBOM_OK;
}

static void close_forming(struct forming *forming, size_t n_pairs)
{
    struct dlb_env *env = forming->matcher->env;
    dlb_free(env, forming->order, n_pairs * sizeof *forming->order);
    dlb_free(env, forming->hold, forming->sets.n * sizeof *forming->hold);
    dlb_between_close(forming->between);
    dlb_sets_close(env, &forming->sets);
}

/* Number the persons; ascending records meet their root, and what holds it, before them. */
static void number_persons(struct forming *forming, struct dlb_persons *persons)
{
    for (uint32_t r = 0; r < forming->sets.n; r++) {
        const struct hold *hold = &forming->hold[r];
        const uint32_t root = forming->sets.smallest[dlb_sets_keeper(&forming->sets, r)];
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
    const bool keeps_edges = persons->keeps_edges;
    *persons = (struct dlb_persons){.n_records = n, .keeps_edges = keeps_edges};
    persons->person = dlb_alloc_array(env, n, sizeof *persons->person);
    persons->first = dlb_alloc_array(env, n, sizeof *persons->first);
    persons->probability_ppm = dlb_alloc_array(env, n, sizeof *persons->probability_ppm);
    persons->method = dlb_alloc_array(env, n, sizeof *persons->method);
    if (keeps_edges) persons->edges = dlb_alloc_array(env, n, sizeof *persons->edges);
    if (!persons->person || !persons->first || !persons->probability_ppm || !persons->method ||
        (keeps_edges && !persons->edges))
        return dlb_fail_memory(error, env);
    return DOLBOM_OK;
}

dolbom_status dlb_persons_form(const struct dlb_matcher *matcher, const struct dlb_pair *pairs,
                               size_t n_pairs, const struct dlb_decided *decided, size_t n_decided,
                               struct dlb_persons *persons, dolbom_error *error)
{
    struct forming forming;
    dolbom_status status = open_persons(matcher->env, matcher->records->n, persons, error);
    if (status == DOLBOM_OK) status = dlb_progress(matcher->env, "group", 0, 0, error);
    if (status == DOLBOM_OK) {
        status = open_forming(&forming, matcher, n_pairs, error);
        forming.edges = persons->edges;
        if (status == DOLBOM_OK) status = join_decided(&forming, decided, n_decided, error);
        if (status == DOLBOM_OK) status = dlb_ask(matcher->env, error);
        if (status == DOLBOM_OK) status = order_pairs(&forming, pairs, n_pairs, error);
        if (status == DOLBOM_OK) status = join_pairs(&forming, pairs, error);
        if (status == DOLBOM_OK) number_persons(&forming, persons);
        close_forming(&forming, n_pairs);
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
    dlb_free(env, persons->edges, persons->n_records * sizeof *persons->edges);
    *persons = (struct dlb_persons){0};
}
