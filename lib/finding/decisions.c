/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decisions.c - what people decided about findings and about records.
 *
 * A decision is about one finding or about two records; the table has both. A finding is named
 * by its id, by the first 8 digits that people see, or by the key of its rows, which stays
 * when a smaller record gives the person another id; or by any of these as the earlier run wrote
 * them. Decisions about records come first, those
 * about one finding lie together, the latest first. Which agency gave one is looked at last, for
 * a finding has few.
 */
#include "finding/finding_store.h"

#include <string.h>

static struct dlb_text keep_text(struct dlb_row *row, size_t column)
{
    return dlb_row_keep(row, dlb_row_text(row, column));
}

/* An id in hexadecimal, however it was pasted: with blanks around it, or in capitals. */
static struct dlb_text keep_id(struct dlb_row *row, size_t column)
{
    char room[64];
    struct dlb_text text = dlb_row_text(row, column);
    struct dlb_text folded = dlb_code_fold(text, room, sizeof room);
    return dlb_row_keep(row, folded.data ? folded : text);
}

static bool is_of_finding(const struct dlb_decision *decision)
{
    return decision->kind <= DLB_DECISION_DATA_ERROR || decision->kind == DLB_DECISION_NOT_YET;
}

/* The records of a decision about two of them; all four names must be there. */
static void read_decided_records(struct dlb_row *row, struct dlb_decision *decision)
{
    static const uint8_t columns[] = {DLB_DECISIONS_AGENCY_A, DLB_DECISIONS_RECORD_A,
                                      DLB_DECISIONS_AGENCY_B, DLB_DECISIONS_RECORD_B};
    struct dlb_text *names[] = {&decision->agency_a, &decision->record_a, &decision->agency_b,
                                &decision->record_b};
    for (size_t i = 0; i < 4; i++) {
        *names[i] = keep_text(row, columns[i]);
        if (is_of_finding(decision))
            *names[i] = (struct dlb_text){NULL, 0};
        else if (!names[i]->data)
            dlb_row_fault(row, columns[i], DLB_REJECT_REQUIRED);
    }
}

static void read_decision(struct dlb_row *row, void *out)
{
    struct dlb_decision *decision = out;
    struct dlb_text finding_id = keep_id(row, DLB_DECISIONS_FINDING_ID);
    decision->kind = (uint8_t)dlb_row_word(row, DLB_DECISIONS_DECISION, DLB_DECISION_NOT_YET);
    decision->agency_id = keep_text(row, DLB_DECISIONS_AGENCY_ID);
    decision->at = dlb_row_day(row, DLB_DECISIONS_AT);
    decision->until = dlb_row_day(row, DLB_DECISIONS_UNTIL);
    decision->until = decision->until == DLB_DAY_NONE ? DLB_DAY_OPEN : decision->until + 1;
    read_decided_records(row, decision);
    decision->amount_won = dlb_row_number(row, DLB_DECISIONS_AMOUNT_WON, 0, DLB_NO_AMOUNT);
    decision->start = dlb_row_day(row, DLB_DECISIONS_START_DATE);
    int32_t last = dlb_row_day(row, DLB_DECISIONS_END_DATE);
    decision->end = last == DLB_DAY_NONE ? DLB_DAY_NONE : last + 1;
    struct dlb_text rows_key = keep_id(row, DLB_DECISIONS_ROWS_KEY);
    bool by_somebody = dlb_row_text(row, DLB_DECISIONS_BY).len > 0;
    decision->is_assigned = by_somebody && decision->kind == DLB_DECISION_NOT_YET;
    if (!is_of_finding(decision)) return;
    bool named = finding_id.data || rows_key.data || decision->kind == DLB_DECISION_NOT_YET;
    if (!named) dlb_row_fault(row, DLB_DECISIONS_FINDING_ID, DLB_REJECT_REQUIRED);
    decision->finding_id = finding_id;
    decision->rows_key = rows_key;
}

static const struct dlb_reader reader = {.schema = &dlb_schemas[DLB_TABLE_DECISIONS],
                                         .agency = -1,
                                         .id = -1,
                                         .row_bytes = sizeof(struct dlb_decision),
                                         .read = read_decision};

static int compare(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

/* The latest decision about a finding first; of one day the one that hides least. */
static int decision_order(const void *left_row, const void *right_row)
{
    const struct dlb_decision *left = left_row, *right = right_row;
    int order = dlb_text_order(left->finding_id, right->finding_id);
    if (!order) order = compare(right->at, left->at);
    return order ? order : compare(left->kind, right->kind);
}

/* ---- those that name rows ------------------------------------------------------------------ */

struct rows_named {
    struct dlb_text rows_key;
    int32_t at;
    uint32_t decision;
};

static int rows_order(const void *left_row, const void *right_row)
{
    const struct rows_named *left = left_row, *right = right_row;
    int order = dlb_text_order(left->rows_key, right->rows_key);
    if (!order) order = compare(right->at, left->at);
    return order ? order : compare(left->decision, right->decision);
}

static dolbom_status index_rows(struct dlb_env *env, struct dlb_decisions *decisions,
                                dolbom_error *error)
{
    struct rows_named *named = dlb_alloc_array(env, decisions->n, sizeof *named);
    decisions->by_rows = dlb_alloc_array(env, decisions->n, sizeof *decisions->by_rows);
    bool room = named && decisions->by_rows;
    uint32_t n = 0;
    for (uint32_t i = 0; room && i < decisions->n; i++)
        if (decisions->rows[i].rows_key.data)
            named[n++] = (struct rows_named){decisions->rows[i].rows_key, decisions->rows[i].at, i};
    dolbom_status status = room ? dlb_order_rows(env, named, n, sizeof *named, rows_order, error)
                                : dlb_fail_memory(error, env);
    for (uint32_t i = 0; status == DOLBOM_OK && i < n; i++)
        decisions->by_rows[i] = named[i].decision;
    if (status == DOLBOM_OK) decisions->n_by_rows = n;
    dlb_free(env, named, decisions->n * sizeof *named);
    return status;
}

/* Rows in which nothing is decided, and that nobody has taken on, are of no use. */
static dolbom_status drop_undecided(struct dlb_env *env, struct dlb_decisions *decisions,
                                    dolbom_error *error)
{
    struct dlb_decision *rows = decisions->rows;
    uint32_t n = 0;
    for (uint32_t i = 0; i < decisions->n; i++)
        if (rows[i].kind != DLB_DECISION_NOT_YET || rows[i].is_assigned) rows[n++] = rows[i];
    if (n == decisions->n) return DOLBOM_OK;
    rows = dlb_resize(env, rows, decisions->n * sizeof *rows, n * sizeof *rows);
    if (!rows) return dlb_fail_memory(error, env);
    decisions->rows = rows;
    decisions->n = n;
    return DOLBOM_OK;
}

dolbom_status dlb_decisions_read(const struct dlb_intake *intake, struct dlb_decisions *decisions,
                                 dolbom_error *error)
{
    void *rows = NULL;
    *decisions = (struct dlb_decisions){0};
    dolbom_status status = dlb_rows_read(intake, &reader, NULL, &decisions->kept, error);
    if (status == DOLBOM_OK)
        status = dlb_rows_settle(intake, &decisions->kept, &rows, &decisions->n, error);
    decisions->rows = rows;
    if (status == DOLBOM_OK) status = drop_undecided(intake->env, decisions, error);
    if (status == DOLBOM_OK)
        status = dlb_order_rows(intake->env, decisions->rows, decisions->n, sizeof *decisions->rows,
                                decision_order, error);
    if (status == DOLBOM_OK) status = index_rows(intake->env, decisions, error);
    if (status != DOLBOM_OK) dlb_decisions_clear(intake->env, decisions);
    return status;
}

/* ---- looking one up ------------------------------------------------------------------------- */

enum { ID_LEN = 32, SHORT_LEN = 8 };

struct sought_decision {
    const struct dlb_decisions *decisions;
    struct dlb_text text;
};

static bool is_named_before(const void *sought, size_t i)
{
    const struct sought_decision *wanted = sought;
    return dlb_text_order(wanted->decisions->rows[i].finding_id, wanted->text) < 0;
}

static void named_by(const struct dlb_decisions *decisions, struct dlb_text id, uint32_t *first,
                     uint32_t *n)
{
    struct sought_decision sought = {decisions, id};
    uint32_t at = (uint32_t)dlb_search(0, decisions->n, &sought, is_named_before);
    *first = at;
    while (at < decisions->n && dlb_text_equal(decisions->rows[at].finding_id, id)) at++;
    *n = at - *first;
}

/* The i-th decision in the order of the rows that they are about. */
static const struct dlb_decision *by_rows(const struct dlb_decisions *decisions, size_t i)
{
    return &decisions->rows[decisions->by_rows[i]];
}

static bool has_rows_before(const void *sought, size_t i)
{
    const struct sought_decision *wanted = sought;
    return dlb_text_order(by_rows(wanted->decisions, i)->rows_key, wanted->text) < 0;
}

static void about_rows(const struct dlb_decisions *decisions, struct dlb_text rows_key,
                       uint32_t *first, uint32_t *n)
{
    struct sought_decision sought = {decisions, rows_key};
    uint32_t at = (uint32_t)dlb_search(0, decisions->n_by_rows, &sought, has_rows_before);
    *first = at;
    while (at < decisions->n_by_rows && dlb_text_equal(by_rows(decisions, at)->rows_key, rows_key))
        at++;
    *n = at - *first;
}

/* Ways to name something: by its id, by the digits people see, by its rows. */
enum { WAYS = 3 };

static bool is_by_rows(unsigned way)
{
    return way % WAYS == WAYS - 1;
}

static bool is_by_digits(unsigned way)
{
    return way % WAYS == 1;
}

static void name_ways(const unsigned char finding_id[16], const unsigned char rows_key[16],
                      unsigned first_way, struct dlb_decided_on *about)
{
    char id[ID_LEN], rows[ID_LEN];
    uint32_t *first = about->first + first_way, *n = about->n + first_way;
    dlb_hex128(finding_id, id);
    dlb_hex128(rows_key, rows);
    named_by(about->decisions, (struct dlb_text){id, ID_LEN}, &first[0], &n[0]);
    named_by(about->decisions, (struct dlb_text){id, SHORT_LEN}, &first[1], &n[1]);
    about_rows(about->decisions, (struct dlb_text){rows, ID_LEN}, &first[2], &n[2]);
}

bool dlb_decisions_about(const struct dlb_decisions *decisions, const struct dlb_decidable *finding,
                         struct dlb_decided_on *about)
{
    const struct dlb_earlier *earlier = finding->earlier;
    *about = (struct dlb_decided_on){.decisions = decisions, .start = finding->start};
    if (!decisions || !decisions->n) return false;
    name_ways(finding->id, finding->rows_key, 0, about);
    if (earlier) name_ways(earlier->id, earlier->rows_key, WAYS, about);
    bool renamed = earlier && earlier->has_old_id;
    if (renamed) name_ways(earlier->old_id, earlier->rows_key, 2 * WAYS, about);
    uint32_t n = 0;
    for (unsigned way = 0; way < DLB_NAMED_WAYS; way++) n += about->n[way];
    return n > 0;
}

/* The i-th of those that name the finding in one way, the latest first. */
static const struct dlb_decision *decision_at(const struct dlb_decided_on *about, unsigned way,
                                              uint32_t i)
{
    uint32_t at = about->first[way] + i;
    return is_by_rows(way) ? by_rows(about->decisions, at) : &about->decisions->rows[at];
}

/* What has the same rows is another finding all the same when it starts at another time; and digits
 * that several findings share name none. */
static bool speaks_of(const struct dlb_decided_on *about, unsigned way,
                      const struct dlb_decision *decision)
{
    bool early = decision->start != DLB_DAY_NONE && about->start < decision->start;
    bool late = decision->end != DLB_DAY_NONE && about->start >= decision->end;
    if (is_by_digits(way)) return !decision->is_ambiguous;
    return !is_by_rows(way) || about->start == DLB_DAY_NONE || (!early && !late);
}

const struct dlb_decision *dlb_decision_by(const struct dlb_decided_on *about,
                                           struct dlb_text agency_id)
{
    const struct dlb_decision *found = NULL;
    for (unsigned way = 0; way < DLB_NAMED_WAYS; way++)
        for (uint32_t i = 0; i < about->n[way]; i++) {
            const struct dlb_decision *decision = decision_at(about, way, i);
            bool speaks =
                decision->kind != DLB_DECISION_NOT_YET && speaks_of(about, way, decision) &&
                (!decision->agency_id.data || dlb_text_equal(decision->agency_id, agency_id));
            if (!speaks) continue;
            if (!found || decision->at > found->at) found = decision;
            break; /* those after it are older */
        }
    return found;
}

bool dlb_decision_is_assigned(const struct dlb_decided_on *about)
{
    for (unsigned way = 0; way < DLB_NAMED_WAYS; way++)
        for (uint32_t i = 0; i < about->n[way]; i++) {
            const struct dlb_decision *decision = decision_at(about, way, i);
            if (decision->is_assigned && speaks_of(about, way, decision)) return true;
        }
    return false;
}

/* ---- digits that name several findings ------------------------------------------------------- */

/* What each decision names by the digits that people see. */
struct by_digits {
    struct dlb_decisions *decisions;
    const unsigned char **ids; /* of the last finding; NULL: none */
    bool found;                /* one that is ambiguous and was not known to be */
};

/* The finding `is`, by the digits of an id that it has or had. */
static void meet_digits(struct by_digits *by, const unsigned char id[16], const unsigned char *is)
{
    char hex[ID_LEN];
    uint32_t first, n;
    dlb_hex128(id, hex);
    named_by(by->decisions, (struct dlb_text){hex, SHORT_LEN}, &first, &n);
    for (uint32_t i = first; i < first + n; i++) {
        struct dlb_decision *decision = &by->decisions->rows[i];
        bool other = by->ids[i] && memcmp(by->ids[i], is, ID_LEN / 2) != 0;
        by->ids[i] = is;
        by->found |= other && !decision->is_ambiguous;
        decision->is_ambiguous |= other;
    }
}

static bool has_digits(const struct dlb_decisions *decisions)
{
    uint32_t i = 0;
    while (i < decisions->n && decisions->rows[i].finding_id.len != SHORT_LEN) i++;
    return i < decisions->n;
}

/* All findings of this run, and those of the earlier one that it does not know. */
static void meet_all(struct by_digits *by, const struct dlb_findings *stores, unsigned n_stores,
                     uint8_t *known)
{
    const struct dlb_previous *previous = stores[0].previous;
    for (unsigned s = 0; s < n_stores; s++) {
        const struct dlb_closed *closed = stores[s].closed.data;
        for (size_t i = 0; i < stores[s].closed.n; i++) {
            uint32_t earlier = closed[i].earlier;
            meet_digits(by, closed[i].id, closed[i].id);
            if (earlier == DLB_NO_CODE) continue;
            known[earlier] = 1;
            meet_digits(by, previous->list[earlier].id, closed[i].id);
        }
    }
    for (uint32_t i = 0; previous && i < previous->n; i++)
        if (!known[i]) meet_digits(by, previous->list[i].id, previous->list[i].id);
}

dolbom_status dlb_decisions_disambiguate(struct dlb_env *env, struct dlb_decisions *decisions,
                                         const struct dlb_findings *stores, unsigned n_stores,
                                         bool *found, dolbom_error *error)
{
    *found = false;
    if (!decisions || !n_stores || !has_digits(decisions)) return DOLBOM_OK;
    const size_t n_known = stores[0].previous ? stores[0].previous->n : 0;
    struct by_digits by = {.decisions = decisions};
    by.ids = dlb_alloc_zero(env, decisions->n * sizeof *by.ids);
    uint8_t *known = dlb_alloc_zero(env, n_known);
    bool room = by.ids && known;
    if (room) meet_all(&by, stores, n_stores, known);
    *found = by.found;
    dlb_free(env, by.ids, decisions->n * sizeof *by.ids);
    dlb_free(env, known, n_known);
    return room ? DOLBOM_OK : dlb_fail_memory(error, env);
}

void dlb_decisions_clear(struct dlb_env *env, struct dlb_decisions *decisions)
{
    dlb_free(env, decisions->by_rows, decisions->n * sizeof *decisions->by_rows);
    dlb_free(env, decisions->rows, decisions->n * sizeof *decisions->rows);
    dlb_rows_clear(&decisions->kept);
    *decisions = (struct dlb_decisions){0};
}

/* ---- those that were about nothing ----------------------------------------------------------- */

static const struct dlb_frame_column unused_columns[] = {
    {"finding_id", DLB_FRAME_TEXT, 0}, {"decision", DLB_FRAME_TEXT, 0},
    {"at", DLB_FRAME_DAY, 0},          {"agency_a", DLB_FRAME_TEXT, 0},
    {"record_a", DLB_FRAME_TEXT, 0},   {"agency_b", DLB_FRAME_TEXT, 0},
    {"record_b", DLB_FRAME_TEXT, 0},   {"reason", DLB_FRAME_TEXT, 0}};

/* What a decision has met. */
enum met {
    MET_NOTHING,
    MET_OTHERS, /* a finding that the agency is no party to */
    MET_ITS_OWN
};

static void put_unused(struct dlb_frame *frame, const struct dlb_decision *decision, uint8_t met)
{
    const char *const *words = dlb_schema_words(DLB_TABLE_DECISIONS, DLB_DECISIONS_DECISION);
    bool has_id = decision->finding_id.data != NULL;
    dlb_frame_text(frame, has_id ? decision->finding_id : decision->rows_key);
    dlb_frame_cstring(frame, words[decision->kind]);
    dlb_frame_day(frame, decision->at);
    dlb_frame_text(frame, decision->agency_a);
    dlb_frame_text(frame, decision->record_a);
    dlb_frame_text(frame, decision->agency_b);
    dlb_frame_text(frame, decision->record_b);
    dlb_frame_cstring(frame, decision->kind > DLB_DECISION_DATA_ERROR ? "no_such_record"
                             : decision->is_ambiguous                 ? "ambiguous_id"
                             : met == MET_OTHERS                      ? "no_party"
                                                                      : "no_such_finding");
}

/* Only a party is asked; a decision without an agency stands for all of them. */
static uint8_t met_by(const struct dlb_findings *store, const struct dlb_closed *closed,
                      const struct dlb_decision *decision)
{
    const uint32_t *parties = store->parties.data;
    bool is_party = !decision->agency_id.data;
    for (size_t i = 0; closed && i < closed->n_parties && !is_party; i++)
        is_party = dlb_text_equal(decision->agency_id,
                                  store->caseload->agencies[parties[closed->first_party + i]].id);
    return is_party || !closed ? MET_ITS_OWN : MET_OTHERS;
}

/* `closed` NULL: one of the earlier run, whose parties are not known any more. */
static void mark_about(const struct dlb_decisions *decisions, const struct dlb_findings *store,
                       const struct dlb_closed *closed, const struct dlb_decidable *finding,
                       uint8_t *met)
{
    struct dlb_decided_on about;
    if (!dlb_decisions_about(decisions, finding, &about)) return;
    for (unsigned way = 0; way < DLB_NAMED_WAYS; way++)
        for (uint32_t i = 0; i < about.n[way]; i++) {
            const struct dlb_decision *decision = decision_at(&about, way, i);
            uint8_t *of = &met[decision - decisions->rows];
            if (!speaks_of(&about, way, decision)) continue;
            uint8_t now = met_by(store, closed, decision);
            if (now > *of) *of = now;
        }
}

/* Mark all that name one of the findings of a store: the latest counts, those before it are not
 * lost. Earlier findings that are found again become known. */
static void mark_found(const struct dlb_decisions *decisions, const struct dlb_findings *store,
                       uint8_t *known, uint8_t *met)
{
    const struct dlb_closed *closed = store->closed.data;
    for (size_t i = 0; i < store->closed.n; i++) {
        struct dlb_decidable finding = dlb_finding_decidable(store, &closed[i]);
        mark_about(decisions, store, &closed[i], &finding, met);
        if (closed[i].earlier != DLB_NO_CODE) known[closed[i].earlier] = 1;
    }
}

/* Those that name a finding of the earlier run alone. */
static void mark_gone(const struct dlb_decisions *decisions, const struct dlb_findings *store,
                      const uint8_t *known, uint8_t *met)
{
    const struct dlb_previous *previous = store->previous;
    for (uint32_t i = 0; previous && i < previous->n; i++) {
        const struct dlb_earlier *earlier = &previous->list[i];
        struct dlb_decidable finding = {earlier->id, earlier->rows_key, earlier->start, earlier};
        if (!known[i]) mark_about(decisions, store, NULL, &finding, met);
    }
}

/* What each decision has met, over all findings; false: no memory. */
static bool mark_all(struct dlb_env *env, const struct dlb_decisions *decisions,
                     const struct dlb_findings *stores, unsigned n_stores, uint8_t *met)
{
    if (!n_stores) return true;
    const size_t n_known = stores[0].previous ? stores[0].previous->n : 0;
    uint8_t *known = dlb_alloc_zero(env, n_known);
    if (!known) return false;
    for (unsigned s = 0; s < n_stores; s++) mark_found(decisions, &stores[s], known, met);
    mark_gone(decisions, &stores[0], known, met);
    dlb_free(env, known, n_known);
    return true;
}

dolbom_status dlb_unused_decisions(struct dlb_env *env, const struct dlb_decisions *decisions,
                                   const struct dlb_findings *stores, unsigned n_stores,
                                   struct dlb_frame **frame, dolbom_error *error)
{
    enum { N = sizeof unused_columns / sizeof *unused_columns };
    uint32_t n = decisions ? decisions->n : 0;
    uint8_t *met = dlb_alloc_zero(env, n);
    bool room = met && (!n || mark_all(env, decisions, stores, n_stores, met));
    dolbom_status status =
        room ? dlb_frame_open(env, unused_columns, N, frame, error) : dlb_fail_memory(error, env);
    for (uint32_t i = 0; status == DOLBOM_OK && i < n; i++) {
        const struct dlb_decision *decision = &decisions->rows[i];
        if (decision->kind == DLB_DECISION_NOT_YET) continue;
        bool of_finding = decision->kind <= DLB_DECISION_DATA_ERROR;
        bool is_unused = of_finding ? met[i] != MET_ITS_OWN : decision->is_of_nobody;
        if (is_unused) put_unused(*frame, decision, met[i]);
    }
    dlb_free(env, met, n);
    return status;
}
