/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding_frame.c - the findings of all threads as tables.
 *
 * Threads met persons in any order; sorting by severity, rule and id makes one order of
 * them. Ids are keyed hashes, so that order tells nothing about persons.
 */
#include "finding/finding_store.h"

#include <string.h>

/* Findings between two steps of prefetching. */
enum { AHEAD = 4 };

/* What findings are sorted by, one after the other: sorting is stable. */
enum order { BY_END_OF_ID, BY_ID, BY_RANK, N_ORDERS };

struct entry {
    const struct dlb_closed *finding;
    const struct dlb_findings *store;
    uint64_t keys[N_ORDERS];
};

/* The findings to be written, in one order and then in another. */
struct listing {
    const struct dlb_caseload *caseload;
    struct entry *entries;
    struct dlb_sort_item *order; /* value: in entries */
    size_t n, room;              /* room for how many */
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

static const struct entry *entry_at(const struct listing *listing, size_t i)
{
    return &listing->entries[listing->order[i].value];
}

/* Eight bytes of an id, as a number that sorts as they do. */
static uint64_t id_key(const unsigned char bytes[8])
{
    uint64_t key = 0;
    for (size_t i = 0; i < sizeof key; i++) key = key << 8 | bytes[i];
    return key;
}

/* By severity, then rule. */
static uint64_t rank_key(const struct dlb_rule_catalogue *catalogue,
                         const struct dlb_closed *finding)
{
    uint64_t mildness = UINT8_MAX - finding->severity;
    return mildness << 32 | dlb_rule_number(catalogue, finding->rule);
}

static dolbom_status order_by(struct listing *listing, enum order order, dolbom_error *error)
{
    for (size_t i = 0; i < listing->n; i++)
        listing->order[i].key = entry_at(listing, i)->keys[order];
    return dlb_sort(listing->caseload->env, listing->order, listing->n, error);
}

/* ---- prefetching ---------------------------------------------------------------------------- */

static void fetch(const void *from, size_t bytes)
{
    enum { LINE = 64 };
    for (size_t at = 0; at < bytes; at += LINE) __builtin_prefetch((const char *)from + at);
}

static void fetch_text(struct dlb_text text)
{
    fetch(text.data, text.len);
}

/* The findings lie in the order in which they were found, so that each is far from the last one
 * written. NULL: there are no more. */
static const struct dlb_closed *ahead(const struct listing *listing, size_t i, unsigned steps)
{
    size_t at = i + steps * AHEAD;
    return at < listing->n ? entry_at(listing, at)->finding : NULL;
}

static void fetch_finding(const struct listing *listing, size_t i)
{
    const struct dlb_closed *far = ahead(listing, i, 2), *near = ahead(listing, i, 1);
    if (far) fetch(far, sizeof *far);
    if (!near) return;
    fetch_text(near->agencies);
    fetch_text(near->message_ko);
    fetch_text(near->message_en);
    fetch_text(near->detail);
    if (near->person != DLB_NO_CODE)
        __builtin_prefetch(&listing->caseload->people->person_ids[near->person]);
}

static void fetch_rows(const struct listing *listing, size_t i)
{
    const struct dlb_closed *farthest = ahead(listing, i, 3), *far = ahead(listing, i, 2);
    const struct dlb_closed *near = ahead(listing, i, 1);
    if (farthest) fetch(farthest, sizeof *farthest);
    if (far) fetch(far->listed, far->n_listed * sizeof *far->listed);
    for (size_t j = 0; near && j < near->n_listed; j++) {
        fetch_text(near->listed[j].id);
        fetch_text(near->listed[j].record);
    }
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

static void put_rows(const struct dlb_caseload *caseload, struct dlb_frame *frame,
                     const struct dlb_closed *finding)
{
    char hex[32];
    dlb_hex128(finding->id, hex);
    for (size_t i = 0; i < finding->n_listed; i++) {
        const struct dlb_listed *row = &finding->listed[i];
        dlb_frame_text(frame, (struct dlb_text){hex, sizeof hex});
        dlb_frame_cstring(frame, row->table);
        put_agency(caseload, frame, row->agency);
        dlb_frame_text(frame, row->id);
        dlb_frame_text(frame, row->record);
        dlb_frame_cstring(frame, row->role);
        dlb_frame_said(frame, row->said);
    }
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* The findings that are not suppressed. */
static void collect(const struct dlb_findings *stores, unsigned n_stores, struct listing *listing)
{
    const struct dlb_rule_catalogue *catalogue = listing->caseload->policy->catalogue;
    for (unsigned i = 0; i < n_stores; i++) {
        const struct dlb_closed *closed = stores[i].closed.data;
        for (size_t j = 0; j < stores[i].closed.n; j++) {
            if (closed[j].suppressed) continue;
            listing->order[listing->n].value = listing->n;
            listing->entries[listing->n++] =
                (struct entry){&closed[j],
                               &stores[i],
                               {[BY_END_OF_ID] = id_key(closed[j].id + 8),
                                [BY_ID] = id_key(closed[j].id),
                                [BY_RANK] = rank_key(catalogue, &closed[j])}};
        }
    }
}

/* The persons that have a finding. */
static dolbom_status list_persons(const struct listing *listing, struct dlb_id_set **persons,
                                  dolbom_error *error)
{
    bool added;
    dolbom_status status = dlb_id_set_open(listing->caseload->env, persons, error);
    for (size_t i = 0; i < listing->n && status == DOLBOM_OK; i++) {
        uint32_t person = listing->entries[i].finding->person;
        if (person != DLB_NO_CODE) status = dlb_id_set_add(*persons, person, &added, error);
    }
    return status;
}

/* What people decided about it, and since when it is known. */
static void put_history(const struct dlb_caseload *caseload, struct dlb_frame *frame,
                        const struct entry *entry)
{
    uint32_t decision = entry->finding->decision, earlier = entry->finding->earlier;
    bool decided = decision != DLB_NO_CODE, known = earlier != DLB_NO_CODE;
    put_decision(frame, decided ? &entry->store->decisions->rows[decision] : NULL);
    const struct dlb_earlier *was = known ? &entry->store->previous->list[earlier] : NULL;
    dlb_frame_day(frame, dlb_first_seen(caseload, was));
}

static dolbom_status fill_findings(const void *context, size_t from, size_t end,
                                   struct dlb_frame *frame, dolbom_error *error)
{
    const struct listing *listing = context;
    const struct dlb_caseload *caseload = listing->caseload;
    struct dlb_array room = {0};
    dolbom_status status = DOLBOM_OK;
    for (size_t i = from; i < end && status == DOLBOM_OK; i++) {
        const struct entry *entry = entry_at(listing, i);
        fetch_finding(listing, i);
        status = put_finding(caseload, frame, entry->finding, &room, error);
        put_history(caseload, frame, entry);
    }
    dlb_array_clear(caseload->env, &room, 1);
    return status;
}

static dolbom_status fill_rows(const void *context, size_t from, size_t end,
                               struct dlb_frame *frame, dolbom_error *error)
{
    const struct listing *listing = context;
    (void)error;
    for (size_t i = from; i < end; i++) {
        fetch_rows(listing, i);
        put_rows(listing->caseload, frame, entry_at(listing, i)->finding);
    }
    return DOLBOM_OK;
}

static dolbom_status write_both(struct listing *listing, struct dlb_frame **findings,
                                struct dlb_frame **finding_rows, dolbom_error *error)
{
    const struct dlb_frame_form of_rows = {.columns = row_columns,
                                           .n_columns = sizeof row_columns / sizeof *row_columns,
                                           .fill = fill_rows,
                                           .context = listing};
    const struct dlb_frame_form of_findings = {.columns = finding_columns,
                                               .n_columns =
                                                   sizeof finding_columns / sizeof *finding_columns,
                                               .fill = fill_findings,
                                               .context = listing};
    struct dlb_env *env = listing->caseload->env;
    dolbom_status status = order_by(listing, BY_END_OF_ID, error);
    if (status == DOLBOM_OK) status = order_by(listing, BY_ID, error);
    if (status == DOLBOM_OK)
        status = dlb_frame_by_ranges(env, &of_rows, listing->n, finding_rows, error);
    if (status == DOLBOM_OK) status = order_by(listing, BY_RANK, error);
    if (status == DOLBOM_OK)
        status = dlb_frame_by_ranges(env, &of_findings, listing->n, findings, error);
    return status;
}

dolbom_status dlb_findings_frames(const struct dlb_caseload *caseload,
                                  const struct dlb_findings *stores, unsigned n_stores,
                                  struct dlb_frame **findings, struct dlb_frame **finding_rows,
                                  struct dlb_id_set **persons, dolbom_error *error)
{
    struct dlb_env *env = caseload->env;
    struct listing listing = {.caseload = caseload};
    for (unsigned i = 0; i < n_stores; i++) listing.room += stores[i].closed.n;
    listing.entries = dlb_alloc_array(env, listing.room, sizeof *listing.entries);
    listing.order = dlb_alloc_array(env, listing.room, sizeof *listing.order);
    dolbom_status status =
        listing.entries && listing.order ? DOLBOM_OK : dlb_fail_memory(error, env);
    if (status == DOLBOM_OK) collect(stores, n_stores, &listing);
    if (status == DOLBOM_OK) status = list_persons(&listing, persons, error);
    if (status == DOLBOM_OK) status = write_both(&listing, findings, finding_rows, error);
    dlb_free(env, listing.order, listing.room * sizeof *listing.order);
    dlb_free(env, listing.entries, listing.room * sizeof *listing.entries);
    return status;
}
