/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding_rows.c - what the rows of a finding say together, and which of them are listed.
 *
 * A finding may rest on a hundred thousand rows: all of them count, for agencies, money,
 * certainty and the key of the set; the first evidence_max are listed. Of each role at least
 * one is, so that both sides of an overlap can be seen.
 */
#include "finding/finding_store.h"

#include <string.h>

enum { AHEAD = 8 /* rows */ };
enum { ROWS_MAX = 1 << 30, ROLES_MAX = 16, FEW = 16 };

void dlb_won_add(struct dlb_won *won, int64_t amount)
{
    if (amount == DLB_NO_AMOUNT) return;
    if (won->sum == DLB_NO_AMOUNT) won->sum = 0;
    int64_t sum;
    bool fits = !__builtin_add_overflow(won->sum, amount, &sum) && sum != DLB_NO_AMOUNT;
    won->saturated |= !fits;
    won->sum = fits ? sum : amount > 0 ? INT64_MAX : INT64_MIN + 1;
}

/* ---- in order, each once -------------------------------------------------------------------- */

/* n items to sort (and one more) and as much to spare; NULL without memory. */
static struct dlb_sort_item *room_to_sort(struct dlb_findings *findings, size_t n)
{
    findings->items.n = findings->spare.n = 0;
    struct dlb_sort_item *items =
        dlb_array_reserve(findings->env, &findings->items, n + 1, sizeof *items, ROWS_MAX);
    struct dlb_sort_item *spare =
        dlb_array_reserve(findings->env, &findings->spare, n + 1, sizeof *spare, ROWS_MAX);
    if (!items || !spare) findings->no_memory = true;
    return items && spare ? items : NULL;
}

uint64_t dlb_evidence_place(const struct dlb_evidence *row)
{
    return (uint64_t)row->table << 32 | row->row;
}

static bool are_sorted(const struct dlb_evidence *rows, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (dlb_evidence_place(&rows[i - 1]) >= dlb_evidence_place(&rows[i])) return false;
    return true;
}

static bool sort_rows(struct dlb_findings *findings)
{
    size_t n = findings->rows.n, kept = 0;
    struct dlb_evidence *rows = findings->rows.data;
    if (are_sorted(rows, n)) return true;
    struct dlb_sort_item *items = room_to_sort(findings, n);
    struct dlb_evidence *room =
        dlb_array_reserve(findings->env, &findings->rows, n, sizeof *room, ROWS_MAX);
    if (!room) findings->no_memory = true;
    if (!items || !room) return false;
    rows = findings->rows.data;
    for (size_t i = 0; i < n; i++)
        items[i] = (struct dlb_sort_item){dlb_evidence_place(&rows[i]), i};
    dlb_sort_in(items, findings->spare.data, n);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || items[i].key != items[i - 1].key) room[kept++] = rows[items[i].value];
    memcpy(rows, room, kept * sizeof *rows);
    findings->rows.n = kept;
    return true;
}

/* ---- what they say --------------------------------------------------------------------------- */

/* Ids lie where their rows were read, far from each other once these are sorted. */
static void fetch(const struct dlb_caseload *caseload, const struct dlb_evidence *row)
{
    if (row->table == DLB_ROWS_SERVICES) __builtin_prefetch(caseload->services[row->row].id);
}

/* Adds up to one key for the set of rows, in whatever order they come. */
static void add_to_key(struct dlb_hash128 *key, const struct dlb_caseload *caseload,
                       const struct dlb_evidence *row, const struct dlb_evidence_view *view)
{
    struct dlb_text agency = caseload->agencies[view->agency].id, none = {"", 0};
    bool has_record = view->member != DLB_NO_CODE;
    struct dlb_text record = has_record ? caseload->members[view->member].record_id : none;
    struct dlb_text id = view->id.data ? view->id : none;
    uint64_t parts[] = {row->table, (uint32_t)view->start, dlb_hash64(agency.data, agency.len),
                        dlb_hash64(id.data, id.len), dlb_hash64(record.data, record.len)};
    if (view->id.data) parts[1] = 0; /* its day may be mended; only events are named by it */
    struct dlb_hash128 hash = dlb_hash128(parts, sizeof parts);
    key->low += hash.low;
    key->high += hash.high;
}

static bool started_later(const struct dlb_caseload *caseload, uint32_t row, uint32_t than)
{
    if (than == DLB_NO_CODE) return true;
    const struct dlb_service *one = &caseload->services[row], *other = &caseload->services[than];
    if (one->start != other->start) return one->start > other->start;
    if (one->agency != other->agency) return one->agency < other->agency;
    return dlb_text_order(dlb_service_id(one), dlb_service_id(other)) < 0;
}

/* The sum of one agency is complete: all but the largest are added up. */
static void add_agency(struct dlb_evidence_say *say, struct dlb_won *largest,
                       const struct dlb_won *one)
{
    if (one->sum == DLB_NO_AMOUNT) return;
    bool is_largest = largest->sum == DLB_NO_AMOUNT || one->sum > largest->sum;
    dlb_won_add(&say->others, is_largest && largest->sum != DLB_NO_AMOUNT ? largest->sum
                              : is_largest                                ? 0
                                                                          : one->sum);
    say->others.saturated |= one->saturated;
    if (is_largest) *largest = *one;
}

/* One item per agency; amounts of services by agency. */
static void sum_agencies(struct dlb_findings *findings, struct dlb_sort_item *items,
                         struct dlb_evidence_say *say)
{
    const struct dlb_evidence *rows = findings->rows.data;
    struct dlb_won none = {DLB_NO_AMOUNT, false}, largest = none, one = none;
    size_t n = findings->rows.n;
    bool serves = false;
    dlb_sort_in(items, findings->spare.data, n);
    for (size_t i = 0; i < n; i++) {
        bool first = i == 0 || items[i].key != items[say->n_agencies - 1].key;
        if (first) {
            add_agency(say, &largest, &one);
            say->n_service_agencies += serves;
            one = none;
            serves = false;
            items[say->n_agencies++].key = items[i].key;
        }
        const struct dlb_evidence *row = &rows[items[i].value];
        if (row->table != DLB_ROWS_SERVICES) continue;
        serves = true;
        dlb_won_add(&one, findings->caseload->services[row->row].amount_won);
        dlb_won_add(&say->total, findings->caseload->services[row->row].amount_won);
    }
    add_agency(say, &largest, &one);
    say->n_service_agencies += serves;
}

static void look_at_row(const struct dlb_findings *findings, const struct dlb_evidence *row,
                        const struct dlb_evidence_view *view, struct dlb_evidence_say *say)
{
    const struct dlb_caseload *caseload = findings->caseload;
    say->emergency |= view->emergency;
    if (view->known_on != DLB_DAY_NONE && view->known_on > say->known_on)
        say->known_on = view->known_on;
    if (row->table == DLB_ROWS_SERVICES && started_later(caseload, row->row, say->last_service))
        say->last_service = row->row;
    if (view->member == DLB_NO_CODE) return;
    uint32_t person = caseload->members[view->member].person;
    if (person != say->last_person) say->is_protected |= dlb_person_is_protected(caseload, person);
    say->last_person = person;
    int32_t probability = caseload->members[view->member].probability_ppm;
    if (probability < say->weakest_ppm) say->weakest_ppm = probability;
}

/* The set of rows, of this rule and key: other rules may rest on the same rows. */
static void make_key(const struct dlb_findings *findings, struct dlb_hash128 sum,
                     unsigned char key[16])
{
    uint64_t words[] = {findings->rows.n, sum.low, sum.high};
    char bytes[sizeof words];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(words[i / 8] >> (i % 8 * 8)); /* the same on all machines */
    struct dlb_text fields[] = {dlb_text_of("rows"),
                                dlb_text_of(findings->open.rule->id),
                                dlb_writer_text(&findings->key),
                                {bytes, sizeof bytes}};
    dlb_digest_tag(findings->digest, fields, sizeof fields / sizeof *fields, key);
}

void dlb_evidence_settle(struct dlb_findings *findings, struct dlb_evidence_say *say)
{
    struct dlb_hash128 sum = {0, 0};
    *say = (struct dlb_evidence_say){.total = {DLB_NO_AMOUNT, false},
                                     .others = {DLB_NO_AMOUNT, false},
                                     .last_service = DLB_NO_CODE,
                                     .last_person = DLB_NO_CODE,
                                     .weakest_ppm = DLB_PARAM_SHARE,
                                     .known_on = DLB_DAY_NONE};
    struct dlb_sort_item *items =
        sort_rows(findings) ? room_to_sort(findings, findings->rows.n) : NULL;
    if (!items) {
        findings->rows.n = 0;
        return;
    }
    uint32_t person = findings->open.person;
    say->is_protected =
        findings->open.involves_protected ||
        (person != DLB_NO_CODE && dlb_person_is_protected(findings->caseload, person));
    const struct dlb_evidence *rows = findings->rows.data;
    for (size_t i = 0; i < findings->rows.n; i++) {
        struct dlb_evidence_view view;
        if (i + AHEAD < findings->rows.n) fetch(findings->caseload, &rows[i + AHEAD]);
        dlb_evidence_look(findings->caseload, &rows[i], &view);
        items[i] = (struct dlb_sort_item){view.agency, i};
        add_to_key(&sum, findings->caseload, &rows[i], &view);
        look_at_row(findings, &rows[i], &view, say);
    }
    sum_agencies(findings, items, say);
    make_key(findings, sum, say->key);
}

/* ---- which are listed ------------------------------------------------------------------------ */

/* Roles are static words, so that a pointer tells them apart. */
struct roles {
    const char *known[ROLES_MAX];
    size_t n;
};

static bool is_new_role(struct roles *roles, const char *role)
{
    for (size_t i = 0; i < roles->n; i++)
        if (roles->known[i] == role) return false;
    if (roles->n < ROLES_MAX) roles->known[roles->n++] = role;
    return true;
}

/* How many rows are the first of their role from `from` on, roles before it known. */
static size_t count_firsts(const struct dlb_evidence *rows, size_t from, size_t n)
{
    struct roles roles = {.n = 0};
    size_t firsts = 0;
    for (size_t i = 0; i < n; i++) firsts += is_new_role(&roles, rows[i].role) && i >= from;
    return firsts;
}

/* The first rows, as many as leave room for one row of each role that first appears later. */
static size_t pick(struct dlb_evidence *rows, size_t n, size_t most)
{
    struct roles roles = {.n = 0};
    size_t plain = most, kept = 0;
    while (plain > 0 && plain + count_firsts(rows, plain, n) > most) plain--;
    for (size_t i = 0; i < n && kept < most; i++) {
        bool first = is_new_role(&roles, rows[i].role);
        if (i < plain || first) rows[kept++] = rows[i];
    }
    return kept;
}

size_t dlb_evidence_list(struct dlb_findings *findings, size_t most)
{
    struct dlb_evidence *rows = findings->rows.data;
    size_t n = findings->rows.n, kept = n > most ? pick(rows, n, most) : n;
    struct dlb_evidence *room =
        dlb_array_reserve(findings->env, &findings->evidence, kept, sizeof *room, ROWS_MAX);
    if (!room) {
        findings->no_memory = true;
        return 0;
    }
    if (kept) memcpy(room, rows, kept * sizeof *rows);
    findings->evidence.n += kept;
    return kept;
}

/* ---- as finding_rows has them ---------------------------------------------------------------- */

static int listed_order(const void *left_row, const void *right_row)
{
    const struct dlb_listed *left = left_row, *right = right_row;
    int order = strcmp(left->table, right->table);
    if (!order) order = (left->agency > right->agency) - (left->agency < right->agency);
    if (!order) order = dlb_text_order(left->id, right->id);
    return order ? order : (left->member > right->member) - (left->member < right->member);
}

/* Nearly all findings list a few rows, which need no room to be put in order. */
static void sort_listed(struct dlb_findings *findings, struct dlb_listed *listed, size_t n)
{
    if (n > FEW) {
        findings->no_memory |= dlb_order_rows_in(findings->env, listed, (uint32_t)n, sizeof *listed,
                                                 listed_order, NULL) != DOLBOM_OK;
        return;
    }
    for (size_t i = 1; i < n; i++) {
        struct dlb_listed row = listed[i];
        size_t at = i;
        for (; at > 0 && listed_order(&listed[at - 1], &row) > 0; at--) listed[at] = listed[at - 1];
        listed[at] = row;
    }
}

const struct dlb_listed *dlb_evidence_describe(struct dlb_findings *findings, size_t n)
{
    const struct dlb_caseload *caseload = findings->caseload;
    const struct dlb_evidence *rows = findings->rows.data;
    struct dlb_listed *listed = dlb_arena_alloc(&findings->texts, n * sizeof *listed);
    if (!listed) {
        findings->no_memory = true;
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        struct dlb_evidence_view view;
        dlb_evidence_look(caseload, &rows[i], &view);
        listed[i] = (struct dlb_listed){.table = dlb_row_table_names[rows[i].table],
                                        .role = rows[i].role,
                                        .agency = view.agency,
                                        .member = view.member,
                                        .id = view.id,
                                        .said = dlb_evidence_said(caseload, &view)};
        if (view.member != DLB_NO_CODE) listed[i].record = caseload->members[view.member].record_id;
    }
    sort_listed(findings, listed, n);
    return listed;
}
