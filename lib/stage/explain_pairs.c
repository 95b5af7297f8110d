/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explain_pairs.c - why two records are one person, or are not, and what holds a person together.
 *
 * Records are cleaned, linked and grouped as in any run, so that what is explained is what a run
 * does. Only where nothing but weights are asked for, nobody is linked: the records' frequencies
 * are all that a weight needs.
 *
 *   a person   the edges along which it grew, the weakest first
 *   a pair     itself; then, where others join its records, the edges that lead from one to the
 *              other; where others keep their persons apart, the two records that do
 */
#include "stage/explain_pairs.h"

#include <string.h>

enum { QUESTION_LINK, QUESTION_WEIGHT };

/* A row of `asked_pairs`. */
struct asked_pair {
    struct dlb_text left_agency, left_record, right_agency, right_record;
    uint32_t left,
        right; /* records; right DLB_NO_CODE: the person of the left one is asked about */
    uint8_t question;
    int64_t row;
};

struct explaining {
    struct dlb_call call;
    struct dlb_cleaned cleaned;
    struct dlb_linked linked; /* only its matcher where weights are all */
    struct dlb_decisions decisions;
    struct dlb_array decided; /* of struct dlb_decided */
    struct dlb_persons persons;
    struct dlb_rows kept; /* the table `asked_pairs` */
    struct asked_pair *asked;
    uint32_t n_asked;
    uint32_t *members, *first; /* records by person; where each person's begin, and the end */
    struct dlb_array edges;    /* of struct dlb_edge: of the person at hand */
    struct dlb_explained explained;
};

/* ---- what is asked --------------------------------------------------------------------------- */

static void read_asked(struct dlb_row *row, void *out)
{
    struct asked_pair *asked = out;
    asked->left_agency = dlb_row_keep(row, dlb_row_text(row, DLB_ASKED_PAIRS_LEFT_AGENCY));
    asked->left_record = dlb_row_keep(row, dlb_row_text(row, DLB_ASKED_PAIRS_LEFT_RECORD));
    asked->right_agency = dlb_row_keep(row, dlb_row_text(row, DLB_ASKED_PAIRS_RIGHT_AGENCY));
    asked->right_record = dlb_row_keep(row, dlb_row_text(row, DLB_ASKED_PAIRS_RIGHT_RECORD));
    asked->question = (uint8_t)dlb_row_word(row, DLB_ASKED_PAIRS_QUESTION, QUESTION_LINK);
    asked->row = dlb_row_place(row);
}

static uint64_t in_order(const struct dlb_reader *reader, const void *out)
{
    (void)reader;
    return (uint64_t)((const struct asked_pair *)out)->row;
}

static const struct dlb_reader asked_reader = {.schema = &dlb_schemas[DLB_TABLE_ASKED_PAIRS],
                                               .agency = -1,
                                               .id = -1,
                                               .row_bytes = sizeof(struct asked_pair),
                                               .read = read_asked,
                                               .key = in_order};

static dolbom_status read_all_asked(struct explaining *explaining, dolbom_error *error)
{
    const struct dlb_intake *intake = &explaining->call.intake;
    void *rows = NULL;
    dolbom_status status = dlb_rows_read(intake, &asked_reader, NULL, &explaining->kept, error);
    if (status == DOLBOM_OK && !explaining->kept.given)
        status = dlb_fail(error, DOLBOM_E_SCHEMA, -1, NULL,
                          "the table asked_pairs is missing; it names the pairs to explain");
    if (status == DOLBOM_OK)
        status = dlb_rows_settle(intake, &explaining->kept, &rows, &explaining->n_asked, error);
    explaining->asked = rows;
    if (status == DOLBOM_OK && !explaining->n_asked)
        status = dlb_fail(error, DOLBOM_E_INPUT, -1, NULL, "the table asked_pairs has no row");
    return status;
}

static dolbom_status find_asked(struct explaining *explaining, dolbom_error *error)
{
    for (uint32_t i = 0; i < explaining->n_asked; i++) {
        struct asked_pair *asked = &explaining->asked[i];
        const bool is_pair = asked->right_agency.len || asked->right_record.len;
        asked->left =
            dlb_cleaned_find(&explaining->cleaned, asked->left_agency, asked->left_record);
        asked->right = !is_pair ? DLB_NO_CODE
                                : dlb_cleaned_find(&explaining->cleaned, asked->right_agency,
                                                   asked->right_record);
        if (asked->left == DLB_NO_CODE || (is_pair && asked->right == DLB_NO_CODE))
            return dlb_fail(error, DOLBOM_E_INPUT, asked->row,
                            asked->left == DLB_NO_CODE ? "asked_pairs.left_record"
                                                       : "asked_pairs.right_record",
                            "there is no such record in persons, or its row cannot be used");
        if (asked->left == asked->right)
            return dlb_fail(error, DOLBOM_E_INPUT, asked->row, "asked_pairs.right_record",
                            "is the record that it is compared with");
    }
    return DOLBOM_OK;
}

/* ---- as in any run --------------------------------------------------------------------------- */

static dolbom_status index_members(struct explaining *explaining, dolbom_error *error)
{
    const struct dlb_persons *persons = &explaining->persons;
    struct dlb_env *env = explaining->call.env;
    explaining->members = dlb_alloc_array(env, persons->n_records, sizeof *explaining->members);
    explaining->first = dlb_alloc_zero(env, (persons->n_persons + 2) * sizeof *explaining->first);
    if (!explaining->members || !explaining->first) return dlb_fail_memory(error, env);
    uint32_t *next = explaining->first + 1;
    for (uint32_t r = 0; r < persons->n_records; r++) next[persons->person[r] + 1]++;
    for (uint32_t p = 0; p < persons->n_persons; p++) next[p + 1] += next[p];
    for (uint32_t r = 0; r < persons->n_records; r++)
        explaining->members[next[persons->person[r]]++] = r;
    return DOLBOM_OK;
}

static dolbom_status link_and_group(struct explaining *explaining, dolbom_error *error)
{
    struct dlb_call *call = &explaining->call;
    struct dlb_linked *linked = &explaining->linked;
    struct dlb_cleaned *cleaned = &explaining->cleaned;
    explaining->persons.keeps_edges = true;
    dolbom_status status = dlb_link(call, cleaned, linked, error);
    if (status == DOLBOM_OK)
        status = dlb_decisions_read(&call->intake, &explaining->decisions, error);
    if (status == DOLBOM_OK)
        status =
            dlb_decided_list(call, &explaining->decisions, cleaned, &explaining->decided, error);
    if (status == DOLBOM_OK)
        status =
            dlb_group(call, linked, &explaining->decisions, cleaned, &explaining->persons, error);
    return status == DOLBOM_OK ? index_members(explaining, error) : status;
}

static dolbom_status weigh_only(struct explaining *explaining, dolbom_error *error)
{
    struct dlb_env *env = explaining->call.env;
    explaining->linked.env = env;
    return dlb_matcher_open(env, &explaining->call.plan->match, &explaining->cleaned.records,
                            &explaining->linked.matcher, error);
}

static dolbom_status read_all(struct explaining *explaining, dolbom_error *error)
{
    const struct dlb_call *call = &explaining->call;
    bool asks_link = false;
    dolbom_status status = read_all_asked(explaining, error);
    if (status == DOLBOM_OK)
        status = dlb_cleaned_make(&call->intake, call->plan, false, &explaining->cleaned, error);
    if (status == DOLBOM_OK) status = find_asked(explaining, error);
    if (status != DOLBOM_OK) return status;
    for (uint32_t i = 0; i < explaining->n_asked; i++)
        asks_link |= explaining->asked[i].question == QUESTION_LINK ||
                     explaining->asked[i].right == DLB_NO_CODE;
    return asks_link ? link_and_group(explaining, error) : weigh_only(explaining, error);
}

/* ---- a pair ---------------------------------------------------------------------------------- */

struct sought_pair {
    const struct dlb_pair *pairs;
    uint32_t left, right;
};

static bool is_before(const void *context, size_t at)
{
    const struct sought_pair *sought = context;
    const struct dlb_pair *pair = &sought->pairs[at];
    return pair->left < sought->left || (pair->left == sought->left && pair->right < sought->right);
}

/* The pair as link found it; NULL: it did not. */
static const struct dlb_pair *find_pair(const struct dlb_pairs *pairs, uint32_t left,
                                        uint32_t right)
{
    const struct sought_pair sought = {pairs->pairs, left, right};
    const size_t at = dlb_search(0, pairs->n, &sought, is_before);
    bool is_there =
        at < pairs->n && pairs->pairs[at].left == left && pairs->pairs[at].right == right;
    return is_there ? &pairs->pairs[at] : NULL;
}

static struct dlb_members members_of(const struct explaining *explaining, uint32_t record)
{
    const uint32_t person = explaining->persons.person[record];
    const uint32_t begin = explaining->first[person], end = explaining->first[person + 1];
    return (struct dlb_members){explaining->members + begin, end - begin};
}

/* Two records of two persons, whom a pair or a decision would have joined. */
static void judge_persons(const struct explaining *explaining, struct dlb_told_pair *told,
                          struct dlb_reason *between)
{
    static const enum dlb_link_reason reasons[] = {
        [DLB_APART_DECISION] = DLB_REASON_MEMBER_DECISION,
        [DLB_APART_CONFLICT] = DLB_REASON_MEMBER_CONFLICT,
        [DLB_APART_AGENCY] = DLB_REASON_MEMBER_AGENCY,
        [DLB_APART_SIZE] = DLB_REASON_SIZE,
        [DLB_APART_VOTES] = DLB_REASON_VOTES};
    *between = dlb_match_apart(&explaining->linked.matcher, members_of(explaining, told->left),
                               members_of(explaining, told->right), explaining->decided.data,
                               explaining->decided.n);
    told->reason = reasons[between->apart];
}

static void judge_apart(const struct explaining *explaining,
                        const struct dlb_explanation *explanation,
                        const struct dlb_decided *decision, struct dlb_told_pair *told,
                        struct dlb_reason *between)
{
    const struct dlb_matcher *matcher = &explaining->linked.matcher;
    const bool is_decided = decision && decision->same;
    const bool is_light = explanation->weight < matcher->settings->theta_merge && !is_decided;
    const bool is_kept = explanation->weight >= matcher->settings->theta_review;
    told->verdict = !is_light ? DLB_LINK_APART : is_kept ? DLB_LINK_POSSIBLE : DLB_LINK_UNLIKELY;
    if (decision && !decision->same)
        told->reason = DLB_REASON_DECISION;
    else if (dlb_match_conflict(matcher, told->left, told->right) && !is_decided)
        told->reason = DLB_REASON_CONFLICT;
    else if (is_light)
        told->reason = DLB_REASON_NONE;
    else if (!told->found && !is_decided)
        told->reason = explanation->keys ? DLB_REASON_THINNED : DLB_REASON_NO_KEY;
    else
        judge_persons(explaining, told, between);
}

static void judge(const struct explaining *explaining, const struct dlb_explanation *explanation,
                  struct dlb_told_pair *told, struct dlb_reason *between)
{
    const uint32_t *person = explaining->persons.person;
    const struct dlb_decided *decision =
        dlb_decided_find(explaining->decided.data, explaining->decided.n, told->left, told->right);
    const int32_t theta = explaining->linked.matcher.settings->theta_merge;
    told->found = find_pair(&explaining->linked.pairs, told->left, told->right);
    if (person[told->left] != person[told->right])
        judge_apart(explaining, explanation, decision, told, between);
    else if (decision && decision->same)
        told->verdict = DLB_LINK_DECIDED;
    else
        told->verdict =
            told->found && explanation->weight >= theta ? DLB_LINK_LINKED : DLB_LINK_THROUGH_OTHERS;
}

/* Explain two records; *between: what else has to be explained. */
static enum dlb_link_verdict tell(struct explaining *explaining, uint32_t asked,
                                  enum dlb_explained_role role, uint32_t one, uint32_t other,
                                  struct dlb_reason *between)
{
    struct dlb_explanation explanation;
    struct dlb_told_pair told = {.asked = asked,
                                 .role = role,
                                 .left = one < other ? one : other,
                                 .right = one < other ? other : one,
                                 .verdict = DLB_LINK_NOT_ASKED,
                                 .reason = DLB_REASON_NONE};
    *between = (struct dlb_reason){.apart = DLB_APART_VOTES};
    dlb_match_explain(&explaining->linked.matcher, told.left, told.right, &explanation);
    if (explaining->asked[asked].question == QUESTION_LINK)
        judge(explaining, &explanation, &told, between);
    dlb_explained_put(&explaining->explained, &told, &explanation);
    return told.verdict;
}

/* ---- a person -------------------------------------------------------------------------------- */

static bool is_weaker(const struct dlb_edge *edge, const struct dlb_edge *other)
{
    if (edge->weight != other->weight) return edge->weight < other->weight;
    if (edge->left != other->left) return edge->left < other->left;
    return edge->right < other->right;
}

/* The edges of a record's person, the weakest first. */
static dolbom_status list_edges(struct explaining *explaining, uint32_t record, dolbom_error *error)
{
    struct dlb_env *env = explaining->call.env;
    const struct dlb_members members = members_of(explaining, record);
    explaining->edges.n = 0;
    struct dlb_edge *edges =
        dlb_array_reserve(env, &explaining->edges, members.n, sizeof *edges, UINT32_MAX);
    if (!edges) return dlb_fail_memory(error, env);
    for (uint32_t m = 1; m < members.n; m++) { /* the first is the smallest, which nothing holds */
        const struct dlb_edge *edge = &explaining->persons.edges[members.records[m]];
        size_t at = explaining->edges.n++;
        for (; at > 0 && is_weaker(edge, &edges[at - 1]); at--) edges[at] = edges[at - 1];
        edges[at] = *edge;
    }
    return DOLBOM_OK;
}

static size_t count_ends(const struct dlb_edge *edges, size_t n, uint32_t record)
{
    size_t ends = 0;
    for (size_t i = 0; i < n; i++) ends += edges[i].left == record || edges[i].right == record;
    return ends;
}

static bool is_loose(const struct dlb_edge *edges, size_t n, uint32_t end, uint32_t one,
                     uint32_t other)
{
    return end != one && end != other && count_ends(edges, n, end) == 1;
}

/* Leave only the edges that lead from one record to another: whatever ends elsewhere goes. */
static void keep_path(struct dlb_array *array, uint32_t one, uint32_t other)
{
    struct dlb_edge *edges = array->data;
    size_t before;
    do {
        before = array->n;
        for (size_t i = 0; i < array->n;) {
            bool leads = !is_loose(edges, array->n, edges[i].left, one, other) &&
                         !is_loose(edges, array->n, edges[i].right, one, other);
            if (leads)
                i++;
            else
                memmove(&edges[i], &edges[i + 1], (--array->n - i) * sizeof *edges);
        }
    } while (array->n < before);
}

static void tell_edges(struct explaining *explaining, uint32_t asked, enum dlb_explained_role role)
{
    const struct dlb_edge *edges = explaining->edges.data;
    struct dlb_reason between;
    for (size_t i = 0; i < explaining->edges.n; i++)
        tell(explaining, asked, role, edges[i].left, edges[i].right, &between);
}

/* ---- the stage ------------------------------------------------------------------------------- */

static dolbom_status answer(struct explaining *explaining, uint32_t i, dolbom_error *error)
{
    const struct asked_pair *asked = &explaining->asked[i];
    const bool is_pair = asked->right != DLB_NO_CODE;
    struct dlb_reason between = {.apart = DLB_APART_VOTES};
    enum dlb_link_verdict verdict = DLB_LINK_NOT_ASKED;
    dolbom_status status = DOLBOM_OK;
    if (is_pair) verdict = tell(explaining, i, DLB_ROLE_ASKED, asked->left, asked->right, &between);
    if (between.apart <= DLB_APART_AGENCY)
        tell(explaining, i, DLB_ROLE_WITNESS, between.left, between.right, &between);
    if (!is_pair || verdict == DLB_LINK_THROUGH_OTHERS) {
        status = list_edges(explaining, asked->left, error);
        if (status == DOLBOM_OK && is_pair)
            keep_path(&explaining->edges, asked->left, asked->right);
        if (status == DOLBOM_OK) tell_edges(explaining, i, is_pair ? DLB_ROLE_PATH : DLB_ROLE_EDGE);
    }
    return status == DOLBOM_OK ? dlb_ask(explaining->call.env, error) : status;
}

static dolbom_status explain_all(struct explaining *explaining, dolbom_error *error)
{
    struct dlb_call *call = &explaining->call;
    dolbom_status status = read_all(explaining, error);
    explaining->explained = (struct dlb_explained){.people = &explaining->cleaned.people,
                                                   .matcher = &explaining->linked.matcher};
    if (status == DOLBOM_OK) status = dlb_explained_open(call->env, &explaining->explained, error);
    for (uint32_t i = 0; status == DOLBOM_OK && i < explaining->n_asked; i++)
        status = answer(explaining, i, error);
    if (status == DOLBOM_OK) status = dlb_call_give_explained(call, &explaining->explained, error);
    return status == DOLBOM_OK ? dlb_call_give_log(call, error) : status;
}

static void close(struct explaining *explaining)
{
    struct dlb_env *env = explaining->call.env;
    const struct dlb_persons *persons = &explaining->persons;
    if (!env) return;
    dlb_explained_clear(env, &explaining->explained);
    dlb_array_clear(env, &explaining->edges, sizeof(struct dlb_edge));
    dlb_free(env, explaining->members, persons->n_records * sizeof *explaining->members);
    dlb_free(env, explaining->first, (persons->n_persons + 2) * sizeof *explaining->first);
    dlb_persons_clear(env, &explaining->persons);
    dlb_array_clear(env, &explaining->decided, sizeof(struct dlb_decided));
    dlb_decisions_clear(env, &explaining->decisions);
    dlb_linked_clear(&explaining->linked);
    dlb_free(env, explaining->asked, explaining->n_asked * sizeof *explaining->asked);
    dlb_rows_clear(&explaining->kept);
    dlb_cleaned_clear(&explaining->cleaned);
}

dolbom_status dolbom_explain(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                             dolbom_table *out, size_t out_cap, size_t *n_out, dolbom_error *error)
{
    struct explaining explaining = {0};
    dolbom_status status =
        dlb_call_open(plan, in, n_in, out, out_cap, n_out, &explaining.call, error);
    if (status == DOLBOM_OK) status = explain_all(&explaining, error);
    close(&explaining);
    return dlb_call_close(&explaining.call, n_out, status);
}
