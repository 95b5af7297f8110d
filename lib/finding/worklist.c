/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worklist.c - what each agency has to look into, as it may read it.
 *
 * An agency sees a finding when one of its rows is in it or when it is to act, and of the rows
 * only its own records. Where somebody is protected the sentence names no agency and no place.
 */
#include "finding/finding_store.h"

#include <string.h>

/* A finding in the list of one agency. */
struct entry {
    uint32_t agency;
    const struct dlb_closed *finding;
    const struct dlb_evidence *rows;
};

/* All of them, in order. */
struct listing {
    const struct dlb_caseload *caseload;
    struct entry *entries;
};

static const struct dlb_frame_column columns[] = {{"agency_id", DLB_FRAME_TEXT, 0},
                                                  {"finding_id", DLB_FRAME_TEXT, 0},
                                                  {"rule", DLB_FRAME_TEXT, 0},
                                                  {"severity", DLB_FRAME_INT32, 0},
                                                  {"state", DLB_FRAME_TEXT, 0},
                                                  {"due_on", DLB_FRAME_DAY, 0},
                                                  {"record_ids", DLB_FRAME_TEXT, 0},
                                                  {"person_id", DLB_FRAME_TEXT, 0},
                                                  {"service_class", DLB_FRAME_TEXT, 0},
                                                  {"start_date", DLB_FRAME_DAY, 0},
                                                  {"end_date", DLB_FRAME_DAY, 0},
                                                  {"amount_won", DLB_FRAME_INT64, 0},
                                                  {"message_ko", DLB_FRAME_TEXT, 0},
                                                  {"message_en", DLB_FRAME_TEXT, 0},
                                                  {"rows_key", DLB_FRAME_TEXT, 0},
                                                  {"decision", DLB_FRAME_TEXT, 0},
                                                  {"by", DLB_FRAME_TEXT, 0},
                                                  {"at", DLB_FRAME_DAY, 0},
                                                  {"until", DLB_FRAME_DAY, 0},
                                                  {"reason", DLB_FRAME_TEXT, 0}};

static int compare(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

static int entry_order(const void *left_entry, const void *right_entry)
{
    const struct entry *left = left_entry, *right = right_entry;
    int order = compare(left->agency, right->agency);
    if (!order) order = compare(right->finding->severity, left->finding->severity);
    if (!order) order = compare(left->finding->due_on, right->finding->due_on);
    if (!order) order = strcmp(left->finding->rule->id, right->finding->rule->id);
    return order ? order : memcmp(left->finding->id, right->finding->id, sizeof left->finding->id);
}

static size_t collect(const struct dlb_findings *stores, unsigned n_stores, struct entry *entries)
{
    size_t n = 0;
    for (unsigned i = 0; i < n_stores; i++) {
        const struct dlb_closed *closed = stores[i].closed.data;
        const struct dlb_evidence *rows = stores[i].evidence.data;
        const uint32_t *parties = stores[i].parties.data;
        for (size_t j = 0; j < stores[i].closed.n; j++)
            for (size_t p = 0; p < closed[j].n_parties && !closed[j].suppressed; p++)
                entries[n++] = (struct entry){parties[closed[j].first_party + p], &closed[j],
                                              rows + closed[j].first_row};
    }
    return n;
}

/* Adds a member to those that are there, in order and once. */
static bool add_member(struct dlb_env *env, struct dlb_array *members, uint32_t member)
{
    uint32_t *list = dlb_array_reserve(env, members, 1, sizeof *list, UINT32_MAX);
    if (!list) return false;
    list = members->data;
    size_t n = members->n;
    size_t at = dlb_search_number(0, n, list, member);
    if (at < n && list[at] == member) return true;
    memmove(list + at + 1, list + at, (n - at) * sizeof *list);
    list[at] = member;
    members->n++;
    return true;
}

static bool list_members(const struct dlb_caseload *caseload, const struct entry *entry,
                         struct dlb_array *members)
{
    members->n = 0;
    for (size_t i = 0; i < entry->finding->n_listed; i++) {
        struct dlb_evidence_view view;
        dlb_evidence_look(caseload, &entry->rows[i], &view);
        if (view.agency != entry->agency || view.member == DLB_NO_CODE) continue;
        if (!add_member(caseload->env, members, view.member)) return false;
    }
    return true;
}

/* What entries are written with. */
struct room {
    struct dlb_array members, text;
};

/* The agency's own records among the rows that are listed, each once, joined by ; */
static bool put_records(const struct dlb_caseload *caseload, const struct entry *entry,
                        struct room *room, struct dlb_frame *frame)
{
    if (!list_members(caseload, entry, &room->members)) return false;
    const uint32_t *members = room->members.data;
    room->text.n = 0;
    for (size_t i = 0; i < room->members.n; i++) {
        struct dlb_text id = caseload->members[members[i]].record_id;
        char *text = dlb_array_reserve(caseload->env, &room->text, id.len + 1, 1, UINT32_MAX);
        if (!text) return false;
        if (i) *text++ = ';';
        memcpy(text, id.data, id.len);
        room->text.n += id.len + (i > 0);
    }
    if (room->text.n)
        dlb_frame_text(frame, (struct dlb_text){room->text.data, room->text.n});
    else
        dlb_frame_null(frame);
    return true;
}

static void put_hex(struct dlb_frame *frame, const unsigned char digest[16])
{
    char hex[32];
    dlb_hex128(digest, hex);
    dlb_frame_text(frame, (struct dlb_text){hex, sizeof hex});
}

static void put_what(const struct dlb_caseload *caseload, const struct dlb_closed *finding,
                     struct dlb_frame *frame)
{
    char class_[5];
    bool ends = finding->end != DLB_DAY_OPEN && finding->end != DLB_DAY_NONE;
    struct dlb_text none = {NULL, 0};
    bool person = finding->person != DLB_NO_CODE;
    dlb_frame_text(frame, person ? caseload->people->person_ids[finding->person] : none);
    dlb_class_write(finding->class_, class_);
    dlb_frame_cstring(frame, finding->class_.digits ? class_ : NULL);
    dlb_frame_day(frame, finding->start);
    dlb_frame_day(frame, ends ? finding->end - 1 : finding->end);
    if (finding->amount_won == DLB_NO_AMOUNT)
        dlb_frame_null(frame);
    else
        dlb_frame_int(frame, finding->amount_won);
    dlb_frame_text(frame, finding->told_ko);
    dlb_frame_text(frame, finding->told_en);
}

static bool put_entry(const struct dlb_caseload *caseload, const struct entry *entry,
                      struct room *room, struct dlb_frame *frame)
{
    enum { TO_FILL_IN = 5 };
    const struct dlb_closed *finding = entry->finding;
    dlb_frame_text(frame, caseload->agencies[entry->agency].id);
    put_hex(frame, finding->id);
    dlb_frame_cstring(frame, finding->rule->id);
    dlb_frame_int(frame, finding->severity);
    dlb_frame_cstring(frame, finding->state);
    dlb_frame_day(frame, finding->due_on);
    if (!put_records(caseload, entry, room, frame)) return false;
    put_what(caseload, finding, frame);
    if (finding->n_rows)
        put_hex(frame, finding->rows_key);
    else
        dlb_frame_null(frame);
    for (unsigned i = 0; i < TO_FILL_IN; i++) dlb_frame_null(frame);
    return true;
}

static dolbom_status fill_entries(const void *context, size_t from, size_t end,
                                  struct dlb_frame *frame, dolbom_error *error)
{
    const struct listing *listing = context;
    const struct dlb_caseload *caseload = listing->caseload;
    struct room room = {0};
    bool done = true;
    for (size_t i = from; done && i < end; i++)
        done = put_entry(caseload, &listing->entries[i], &room, frame);
    dlb_array_clear(caseload->env, &room.members, sizeof(uint32_t));
    dlb_array_clear(caseload->env, &room.text, 1);
    return done ? DOLBOM_OK : dlb_fail_memory(error, caseload->env);
}

dolbom_status dlb_worklist_frame(const struct dlb_caseload *caseload,
                                 const struct dlb_findings *stores, unsigned n_stores,
                                 struct dlb_frame **worklist, dolbom_error *error)
{
    struct dlb_env *env = caseload->env;
    size_t n_most = 0;
    for (unsigned i = 0; i < n_stores; i++) n_most += stores[i].parties.n;
    struct listing listing = {caseload, dlb_alloc_array(env, n_most, sizeof *listing.entries)};
    if (!listing.entries) return dlb_fail_memory(error, env);
    const struct dlb_frame_form form = {.columns = columns,
                                        .n_columns = sizeof columns / sizeof *columns,
                                        .fill = fill_entries,
                                        .context = &listing};
    uint32_t n = (uint32_t)collect(stores, n_stores, listing.entries);
    dolbom_status status =
        dlb_order_rows(env, listing.entries, n, sizeof *listing.entries, entry_order, error);
    if (status == DOLBOM_OK) status = dlb_frame_by_ranges(env, &form, n, worklist, error);
    dlb_free(env, listing.entries, n_most * sizeof *listing.entries);
    return status;
}
