/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding_frame.c - the findings of all threads as tables.
 *
 * Threads met persons in any order; sorting by severity, rule and id makes one order of
 * them. Ids are keyed hashes, so that order tells nothing about persons.
 */
#include "finding/finding_store.h"

#include <string.h>

/* A finding and what it sorts by, so that sorting leaves the findings themselves alone. */
struct entry {
    uint64_t id;   /* its first eight bytes, as a number that sorts as they do */
    uint32_t rank; /* severity, then rule */
    const struct dlb_closed *finding;
    const struct dlb_evidence *rows;
    const struct dlb_decision *decision; /* the latest, or NULL */
    const struct dlb_earlier *earlier;   /* or NULL */
};

/* A row of `finding_rows`. */
struct out_row {
    const char *table, *role;
    uint32_t agency, member;
    struct dlb_text id;
    uint64_t said;
};

static const struct dlb_frame_column finding_columns[] = {
    {"finding_id", DLB_FRAME_TEXT, 0},   {"rule", DLB_FRAME_TEXT, 0},
    {"kind", DLB_FRAME_TEXT, 0},         {"severity", DLB_FRAME_INT32, 0},
    {"state", DLB_FRAME_TEXT, 0},        {"person_id", DLB_FRAME_TEXT, 0},
    {"household_id", DLB_FRAME_TEXT, 0}, {"service_class", DLB_FRAME_TEXT, 0},
    {"programme", DLB_FRAME_TEXT, 0},    {"key", DLB_FRAME_TEXT, 0},
    {"start_date", DLB_FRAME_DAY, 0},    {"end_date", DLB_FRAME_DAY, 0},
    {"days", DLB_FRAME_INT32, 0},        {"amount_won", DLB_FRAME_INT64, 0},
    {"agencies", DLB_FRAME_TEXT, 0},     {"n_agencies", DLB_FRAME_INT32, 0},
    {"cross_area", DLB_FRAME_INT32, 0},  {"due_on", DLB_FRAME_DAY, 0},
    {"owner_agency", DLB_FRAME_TEXT, 0}, {"probability", DLB_FRAME_DECIMAL, 6},
    {"message_ko", DLB_FRAME_TEXT, 0},   {"message_en", DLB_FRAME_TEXT, 0},
    {"detail", DLB_FRAME_TEXT, 0},       {"rows_key", DLB_FRAME_TEXT, 0},
    {"protected", DLB_FRAME_INT32, 0},   {"last_decision", DLB_FRAME_TEXT, 0},
    {"decided_on", DLB_FRAME_DAY, 0},    {"first_seen", DLB_FRAME_DAY, 0}};

static const struct dlb_frame_column row_columns[] = {
    {"finding_id", DLB_FRAME_TEXT, 0}, {"table", DLB_FRAME_TEXT, 0},
    {"agency_id", DLB_FRAME_TEXT, 0},  {"row_id", DLB_FRAME_TEXT, 0},
    {"record_id", DLB_FRAME_TEXT, 0},  {"role", DLB_FRAME_TEXT, 0},
    {"row_hash", DLB_FRAME_TEXT, 0}};

/* ---- order ---------------------------------------------------------------------------------- */

static int id_order(const void *left_row, const void *right_row)
{
    const struct entry *left = left_row, *right = right_row;
    if (left->id != right->id) return left->id < right->id ? -1 : 1;
    return memcmp(left->finding->id, right->finding->id, sizeof left->finding->id);
}

static int finding_order(const void *left_row, const void *right_row)
{
    const struct entry *left = left_row, *right = right_row;
    if (left->rank != right->rank) return left->rank < right->rank ? -1 : 1;
    return id_order(left, right);
}

static struct entry make_entry(const struct dlb_findings *store, const struct dlb_closed *finding)
{
    const struct dlb_evidence *rows = store->evidence.data;
    struct entry entry = {0, 0, finding, rows + finding->first_row, NULL, NULL};
    if (finding->earlier != DLB_NO_CODE) entry.earlier = &store->previous->list[finding->earlier];
    if (finding->decision != DLB_NO_CODE)
        entry.decision = &store->decisions->rows[finding->decision];
    for (size_t i = 0; i < sizeof entry.id; i++) entry.id = entry.id << 8 | finding->id[i];
    entry.rank = (uint32_t)dlb_rule_number(store->caseload->policy->catalogue, finding->rule);
    entry.rank += (uint32_t)(UINT8_MAX - finding->severity) << 8;
    return entry;
}

static int row_order(const void *left_row, const void *right_row)
{
    const struct out_row *left = left_row, *right = right_row;
    int order = strcmp(left->table, right->table);
    if (!order) order = (left->agency > right->agency) - (left->agency < right->agency);
    if (!order) order = dlb_text_order(left->id, right->id);
    return order ? order : (left->member > right->member) - (left->member < right->member);
}

/* ---- findings ------------------------------------------------------------------------------- */

static struct dlb_text hex_text(const unsigned char digest[16], char hex[32])
{
    dlb_hex128(digest, hex);
    return (struct dlb_text){hex, 32};
}

static struct dlb_text at_code(const struct dlb_text *texts, uint32_t code)
{
    return code == DLB_NO_CODE ? (struct dlb_text){NULL, 0} : texts[code];
}

static void put_agency(const struct dlb_caseload *caseload, struct dlb_frame *frame, uint32_t code)
{
    if (code == DLB_NO_CODE)
        dlb_frame_null(frame);
    else
        dlb_frame_text(frame, caseload->agencies[code].id);
}

/* "agency/household_id": each agency numbers its own. */
dolbom_status dlb_finding_put_household(const struct dlb_caseload *caseload,
                                        struct dlb_frame *frame, const struct dlb_closed *finding,
                                        struct dlb_array *room, dolbom_error *error)
{
    if (finding->household == DLB_NO_CODE) {
        dlb_frame_null(frame);
        return DOLBOM_OK;
    }
    const struct dlb_household *household = &caseload->households.list[finding->household];
    struct dlb_text agency = caseload->agencies[household->agency].id;
    struct dlb_text id = caseload->people->household_ids[household->number];
    room->n = 0;
    char *text = dlb_array_reserve(caseload->env, room, agency.len + 1 + id.len, 1, UINT32_MAX);
    if (!text) return dlb_fail_memory(error, caseload->env);
    memcpy(text, agency.data, agency.len);
    text[agency.len] = '/';
    memcpy(text + agency.len + 1, id.data, id.len);
    dlb_frame_text(frame, (struct dlb_text){text, agency.len + 1 + id.len});
    return DOLBOM_OK;
}

static void put_what(const struct dlb_caseload *caseload, struct dlb_frame *frame,
                     const struct dlb_closed *finding)
{
    char class_[5];
    dlb_class_write(finding->class_, class_);
    dlb_frame_cstring(frame, finding->class_.digits ? class_ : NULL);
    dlb_frame_text(frame, at_code(caseload->programme_ids, finding->programme));
    if (finding->key.len)
        dlb_frame_text(frame, finding->key);
    else
        dlb_frame_null(frame);
}

static void put_days(struct dlb_frame *frame, const struct dlb_closed *finding)
{
    bool ends = finding->end != DLB_DAY_OPEN && finding->end != DLB_DAY_NONE;
    dlb_frame_day(frame, finding->start);
    dlb_frame_day(frame, ends ? finding->end - 1 : finding->end);
    if (finding->start == DLB_DAY_NONE || finding->end == DLB_DAY_NONE)
        dlb_frame_null(frame);
    else
        dlb_frame_int(frame, finding->days);
}

static void put_decision(struct dlb_frame *frame, const struct dlb_decision *decision)
{
    const char *const *words = dlb_schema_words(DLB_TABLE_DECISIONS, DLB_DECISIONS_DECISION);
    dlb_frame_cstring(frame, decision ? words[decision->kind] : NULL);
    dlb_frame_day(frame, decision ? decision->at : DLB_DAY_NONE);
}

int32_t dlb_first_seen(const struct dlb_caseload *caseload, const struct dlb_earlier *earlier)
{
    bool known = earlier && earlier->first_seen != DLB_DAY_NONE;
    return known ? earlier->first_seen : caseload->as_of;
}

static dolbom_status put_finding(const struct dlb_caseload *caseload, struct dlb_frame *frame,
                                 const struct dlb_closed *finding, struct dlb_array *room,
                                 dolbom_error *error)
{
    static const char *const kinds[] = {"duplicate", "omission", "identity", "data"};
    char hex[32];
    dlb_frame_text(frame, hex_text(finding->id, hex));
    dlb_frame_cstring(frame, finding->rule->id);
    dlb_frame_cstring(frame, kinds[finding->rule->kind]);
    dlb_frame_int(frame, finding->severity);
    dlb_frame_cstring(frame, finding->state);
    dlb_frame_text(frame, at_code(caseload->people->person_ids, finding->person));
    dolbom_status status = dlb_finding_put_household(caseload, frame, finding, room, error);
    put_what(caseload, frame, finding);
    put_days(frame, finding);
    if (finding->amount_won == DLB_NO_AMOUNT)
        dlb_frame_null(frame);
    else
        dlb_frame_int(frame, finding->amount_won);
    dlb_frame_text(frame, finding->agencies);
    dlb_frame_int(frame, finding->n_agencies);
    dlb_frame_int(frame, finding->cross_area);
    dlb_frame_day(frame, finding->due_on);
    put_agency(caseload, frame, finding->owner_agency);
    dlb_frame_int(frame, finding->probability_ppm);
    dlb_frame_text(frame, finding->message_ko);
    dlb_frame_text(frame, finding->message_en);
    dlb_frame_text(frame, finding->detail);
    if (finding->n_rows)
        dlb_frame_text(frame, hex_text(finding->rows_key, hex));
    else
        dlb_frame_null(frame);
    dlb_frame_int(frame, finding->is_protected);
    return status;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static dolbom_status put_rows(const struct dlb_caseload *caseload, struct dlb_frame *frame,
                              const struct entry *entry, struct dlb_array *room,
                              dolbom_error *error)
{
    size_t n = entry->finding->n_listed;
    room->n = 0;
    struct out_row *rows = dlb_array_reserve(caseload->env, room, n, sizeof *rows, UINT32_MAX);
    if (!rows) return dlb_fail_memory(error, caseload->env);
    for (size_t i = 0; i < n; i++) {
        struct dlb_evidence_view view;
        dlb_evidence_look(caseload, &entry->rows[i], &view);
        rows[i] = (struct out_row){dlb_row_table_names[entry->rows[i].table],
                                   entry->rows[i].role,
                                   view.agency,
                                   view.member,
                                   view.id,
                                   dlb_evidence_said(caseload, &view)};
    }
    dolbom_status status =
        dlb_order_rows_in(caseload->env, rows, (uint32_t)n, sizeof *rows, row_order, error);
    char hex[32];
    for (size_t i = 0; i < n && status == DOLBOM_OK; i++) {
        bool member = rows[i].member != DLB_NO_CODE;
        dlb_frame_text(frame, hex_text(entry->finding->id, hex));
        dlb_frame_cstring(frame, rows[i].table);
        put_agency(caseload, frame, rows[i].agency);
        dlb_frame_text(frame, rows[i].id);
        if (member)
            dlb_frame_text(frame, caseload->members[rows[i].member].record_id);
        else
            dlb_frame_null(frame);
        dlb_frame_cstring(frame, rows[i].role);
        dlb_frame_said(frame, rows[i].said);
    }
    return status;
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* The findings that are not suppressed. */
static size_t collect(const struct dlb_findings *stores, unsigned n_stores, struct entry *entries)
{
    size_t n = 0;
    for (unsigned i = 0; i < n_stores; i++) {
        const struct dlb_closed *closed = stores[i].closed.data;
        for (size_t j = 0; j < stores[i].closed.n; j++)
            if (!closed[j].suppressed) entries[n++] = make_entry(&stores[i], &closed[j]);
    }
    return n;
}

/* The persons that have a finding. */
static dolbom_status list_persons(struct dlb_env *env, const struct entry *entries, uint32_t n,
                                  struct dlb_id_set **persons, dolbom_error *error)
{
    bool added;
    dolbom_status status = dlb_id_set_open(env, persons, error);
    for (uint32_t i = 0; i < n && status == DOLBOM_OK; i++)
        if (entries[i].finding->person != DLB_NO_CODE)
            status = dlb_id_set_add(*persons, entries[i].finding->person, &added, error);
    return status;
}

static dolbom_status write_findings(const struct dlb_caseload *caseload, struct entry *entries,
                                    uint32_t n, struct dlb_frame *frame, dolbom_error *error)
{
    struct dlb_array room = {0};
    dolbom_status status =
        dlb_order_rows(caseload->env, entries, n, sizeof *entries, finding_order, error);
    for (uint32_t i = 0; i < n && status == DOLBOM_OK; i++) {
        status = put_finding(caseload, frame, entries[i].finding, &room, error);
        if (status == DOLBOM_OK) status = dlb_ask(caseload->env, error);
        put_decision(frame, entries[i].decision);
        dlb_frame_day(frame, dlb_first_seen(caseload, entries[i].earlier));
    }
    dlb_array_clear(caseload->env, &room, 1);
    return status;
}

static dolbom_status write_rows(const struct dlb_caseload *caseload, struct entry *entries,
                                uint32_t n, struct dlb_frame *frame, dolbom_error *error)
{
    struct dlb_array room = {0};
    dolbom_status status =
        dlb_order_rows(caseload->env, entries, n, sizeof *entries, id_order, error);
    for (uint32_t i = 0; i < n && status == DOLBOM_OK; i++) {
        status = put_rows(caseload, frame, &entries[i], &room, error);
        if (status == DOLBOM_OK) status = dlb_ask(caseload->env, error);
    }
    dlb_array_clear(caseload->env, &room, sizeof(struct out_row));
    return status;
}

dolbom_status dlb_findings_frames(const struct dlb_caseload *caseload,
                                  const struct dlb_findings *stores, unsigned n_stores,
                                  struct dlb_frame **findings, struct dlb_frame **finding_rows,
                                  struct dlb_id_set **persons, dolbom_error *error)
{
    struct dlb_env *env = caseload->env;
    size_t room = 0;
    for (unsigned i = 0; i < n_stores; i++) room += stores[i].closed.n;
    struct entry *entries = dlb_alloc_array(env, room, sizeof *entries);
    if (!entries) return dlb_fail_memory(error, env);
    uint32_t n = (uint32_t)collect(stores, n_stores, entries);
    dolbom_status status = list_persons(env, entries, n, persons, error);
    if (status == DOLBOM_OK)
        status = dlb_frame_open(env, finding_columns,
                                sizeof finding_columns / sizeof *finding_columns, findings, error);
    if (status == DOLBOM_OK)
        status = dlb_frame_open(env, row_columns, sizeof row_columns / sizeof *row_columns,
                                finding_rows, error);
    if (status == DOLBOM_OK) status = write_findings(caseload, entries, n, *findings, error);
    if (status == DOLBOM_OK) status = write_rows(caseload, entries, n, *finding_rows, error);
    dlb_free(env, entries, room * sizeof *entries);
    return status;
}
