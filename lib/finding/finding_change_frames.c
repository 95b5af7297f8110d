/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding_change_frames.c - finding_changes and finding_change_rows as tables.
 */
#include "finding/finding_changes.h"

#include <string.h>

/* ---- the table ------------------------------------------------------------------------------- */

static const struct dlb_frame_column columns[] = {
    {"finding_id", DLB_FRAME_TEXT, 0},    {"change", DLB_FRAME_TEXT, 0},
    {"reason", DLB_FRAME_TEXT, 0},        {"rule", DLB_FRAME_TEXT, 0},
    {"severity", DLB_FRAME_INT32, 0},     {"state", DLB_FRAME_TEXT, 0},
    {"previous_id", DLB_FRAME_TEXT, 0},   {"person_id", DLB_FRAME_TEXT, 0},
    {"household_id", DLB_FRAME_TEXT, 0},  {"service_class", DLB_FRAME_TEXT, 0},
    {"key", DLB_FRAME_TEXT, 0},           {"start_date", DLB_FRAME_DAY, 0},
    {"end_date", DLB_FRAME_DAY, 0},       {"amount_won", DLB_FRAME_INT64, 0},
    {"agencies", DLB_FRAME_TEXT, 0},      {"owner_agency", DLB_FRAME_TEXT, 0},
    {"rows_key", DLB_FRAME_TEXT, 0},      {"protected", DLB_FRAME_INT32, 0},
    {"last_decision", DLB_FRAME_TEXT, 0}, {"decided_on", DLB_FRAME_DAY, 0},
    {"first_seen", DLB_FRAME_DAY, 0}};

static const unsigned char *id_of(const struct dlb_changed *changed)
{
    return changed->closed ? changed->closed->id : changed->earlier->id;
}

static struct dlb_text rule_of(const struct dlb_changed *changed)
{
    return changed->closed ? dlb_text_of(changed->closed->rule->id) : changed->earlier->rule;
}

static unsigned severity_of(const struct dlb_changed *changed)
{
    return changed->shows_earlier ? changed->earlier->severity : changed->closed->severity;
}

/* What has happened first, then what is most severe. */
static int change_order(const void *left_row, const void *right_row)
{
    const struct dlb_changed *left = left_row, *right = right_row;
    if (left->change != right->change) return left->change < right->change ? -1 : 1;
    unsigned severity = severity_of(left), other = severity_of(right);
    if (severity != other) return severity > other ? -1 : 1;
    int order = dlb_text_order(rule_of(left), rule_of(right));
    return order ? order : memcmp(id_of(left), id_of(right), sizeof left->closed->id);
}

static void put_hex(struct dlb_frame *frame, const unsigned char *digest)
{
    char hex[32];
    if (digest) dlb_hex128(digest, hex);
    dlb_frame_text(frame, (struct dlb_text){digest ? hex : NULL, digest ? sizeof hex : 0});
}

static void put_reasons(struct dlb_frame *frame, uint32_t reasons)
{
    static const char *const words[] = {"row_added",     "row_left",
                                        "row_changed",   "rows",
                                        "person",        "start",
                                        "end",           "amount",
                                        "severity",      "state",
                                        "until",         "earlier",
                                        "decided",       "decision_changed",
                                        "came_back",     "rule_not_run",
                                        "table_missing", "upload_incomplete",
                                        "cleared"};
    char text[256];
    size_t len = 0;
    for (unsigned i = 0; i < sizeof words / sizeof *words; i++) {
        if (!(reasons >> i & 1)) continue;
        if (len) text[len++] = ';';
        memcpy(text + len, words[i], strlen(words[i]));
        len += strlen(words[i]);
    }
    dlb_frame_text(frame, (struct dlb_text){len ? text : NULL, len});
}

static void put_days(struct dlb_frame *frame, int32_t start, int32_t end)
{
    bool ends = end != DLB_DAY_OPEN && end != DLB_DAY_NONE;
    dlb_frame_day(frame, start);
    dlb_frame_day(frame, ends ? end - 1 : end);
}

static void put_amount(struct dlb_frame *frame, int64_t amount)
{
    if (amount == DLB_NO_AMOUNT)
        dlb_frame_null(frame);
    else
        dlb_frame_int(frame, amount);
}

static void put_earlier(struct dlb_frame *frame, const struct dlb_earlier *earlier)
{
    dlb_frame_text(frame, earlier->person_id);
    dlb_frame_text(frame, earlier->household_id);
    dlb_frame_text(frame, earlier->service_class);
    dlb_frame_text(frame, earlier->key);
    put_days(frame, earlier->start, earlier->end);
    put_amount(frame, earlier->amount_won);
    dlb_frame_text(frame, earlier->agencies);
    dlb_frame_text(frame, earlier->owner_agency);
    put_hex(frame, earlier->has_rows_key ? earlier->rows_key : NULL);
}

static void put_code(struct dlb_frame *frame, const struct dlb_text *texts, uint32_t code)
{
    dlb_frame_text(frame, code == DLB_NO_CODE ? (struct dlb_text){NULL, 0} : texts[code]);
}

static dolbom_status put_closed(const struct dlb_caseload *caseload, struct dlb_frame *frame,
                                const struct dlb_closed *closed, struct dlb_array *room,
                                dolbom_error *error)
{
    char class_[5];
    struct dlb_text owner = {NULL, 0};
    if (closed->owner_agency != DLB_NO_CODE) owner = caseload->agencies[closed->owner_agency].id;
    put_code(frame, caseload->people->person_ids, closed->person);
    dolbom_status status = dlb_finding_put_household(caseload, frame, closed, room, error);
    dlb_class_write(closed->class_, class_);
    dlb_frame_cstring(frame, closed->class_.digits ? class_ : NULL);
    dlb_frame_text(frame, closed->key.len ? closed->key : (struct dlb_text){NULL, 0});
    put_days(frame, closed->start, closed->end);
    put_amount(frame, closed->amount_won);
    dlb_frame_text(frame, closed->agencies);
    dlb_frame_text(frame, owner);
    put_hex(frame, closed->n_rows ? closed->rows_key : NULL);
    return status;
}

static void put_decision(const struct dlb_changed *changed, struct dlb_frame *frame)
{
    const char *const *words = dlb_schema_words(DLB_TABLE_DECISIONS, DLB_DECISIONS_DECISION);
    unsigned kind = DLB_DECISION_NOT_YET;
    int32_t on = DLB_DAY_NONE;
    if (!changed->closed) {
        kind = changed->earlier->last_decision;
        on = changed->earlier->decided_on;
    } else if (changed->closed->decision != DLB_NO_CODE) {
        const struct dlb_decision *rows = changed->store->decisions->rows;
        kind = rows[changed->closed->decision].kind;
        on = rows[changed->closed->decision].at;
    }
    dlb_frame_cstring(frame, kind == DLB_DECISION_NOT_YET ? NULL : words[kind]);
    dlb_frame_day(frame, on);
}

static const char *state_of(const struct dlb_changed *changed)
{
    const char *const *words =
        dlb_schema_words(DLB_TABLE_FINDING_CHANGES, DLB_FINDING_CHANGES_STATE);
    bool closed = changed->change == DLB_CHANGE_GONE || changed->change == DLB_CHANGE_STILL_CLOSED;
    if (closed) return words[DLB_STATE_CLOSED];
    return changed->closed ? changed->closed->state : words[changed->earlier->state];
}

static dolbom_status put_change(const struct dlb_caseload *caseload,
                                const struct dlb_changed *changed, struct dlb_array *room,
                                struct dlb_frame *frame, dolbom_error *error)
{
    static const char *const words[] = {"new",        "reopened",   "changed",     "gone",
                                        "still_open", "not_judged", "still_closed"};
    const struct dlb_earlier *earlier = changed->earlier;
    bool renamed = earlier && memcmp(earlier->id, id_of(changed), sizeof earlier->id) != 0;
    dolbom_status status = DOLBOM_OK;
    put_hex(frame, id_of(changed));
    dlb_frame_cstring(frame, words[changed->change]);
    put_reasons(frame, changed->reasons);
    dlb_frame_text(frame, rule_of(changed));
    dlb_frame_int(frame, severity_of(changed));
    dlb_frame_cstring(frame, state_of(changed));
    bool was_renamed = earlier && earlier->has_old_id;
    put_hex(frame, renamed ? earlier->id : was_renamed ? earlier->old_id : NULL);
    if (changed->shows_earlier)
        put_earlier(frame, earlier);
    else
        status = put_closed(caseload, frame, changed->closed, room, error);
    dlb_frame_int(frame, changed->is_protected);
    put_decision(changed, frame);
    dlb_frame_day(frame, dlb_first_seen(caseload, earlier));
    return status;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct dlb_frame_column row_columns[] = {
    {"finding_id", DLB_FRAME_TEXT, 0}, {"change", DLB_FRAME_TEXT, 0},
    {"table", DLB_FRAME_TEXT, 0},      {"agency_id", DLB_FRAME_TEXT, 0},
    {"row_id", DLB_FRAME_TEXT, 0},     {"record_id", DLB_FRAME_TEXT, 0},
    {"row_hash", DLB_FRAME_TEXT, 0}};

/* A row of finding_change_rows. */
struct out_row {
    const char *change;
    struct dlb_text table, agency, id, record;
    uint64_t said;
};

/* What the rows of one finding are collected with. */
struct collected {
    const struct dlb_changes *changes;
    struct dlb_array rows; /* of struct out_row */
    struct dlb_named_rows named;
    bool no_memory;
};

static void push(struct collected *collected, struct out_row row)
{
    struct dlb_env *env = collected->changes->caseload->env;
    struct out_row *room = dlb_array_reserve(env, &collected->rows, 1, sizeof *room, UINT32_MAX);
    if (room) {
        *room = row;
        collected->rows.n++;
    } else {
        collected->no_memory = true;
    }
}

static void push_earlier(struct collected *collected, const struct dlb_earlier_row *row,
                         const char *change)
{
    push(collected, (struct out_row){change, row->table, row->agency_id, row->row_id,
                                     row->record_id, row->said});
}

static void push_now(struct collected *collected, const struct dlb_evidence *row,
                     const char *change)
{
    const struct dlb_caseload *caseload = collected->changes->caseload;
    struct dlb_evidence_view view;
    struct dlb_text record = {NULL, 0};
    dlb_evidence_look(caseload, row, &view);
    if (view.member != DLB_NO_CODE) record = caseload->members[view.member].record_id;
    push(collected, (struct out_row){change, dlb_text_of(dlb_row_table_names[row->table]),
                                     caseload->agencies[view.agency].id, view.id, record,
                                     dlb_evidence_said(caseload, &view)});
}

static void push_pair(void *context, const struct dlb_evidence *now,
                      const struct dlb_earlier_row *before)
{
    struct collected *collected = context;
    if (!before)
        push_now(collected, now, "added");
    else if (!now)
        push_earlier(collected, before, "left");
    else if (dlb_row_says_else(collected->changes->caseload, now, before))
        push_now(collected, now, "changed");
}

/* The rows by which it differs, or with which it is kept for the next run. */
static void collect_rows(struct collected *collected, const struct dlb_changed *changed)
{
    static const char *const fates[] = {
        [DLB_ROW_LEFT] = "left", [DLB_ROW_CHANGED] = "changed", [DLB_ROW_KEPT] = NULL};
    const struct dlb_changes *changes = collected->changes;
    const struct dlb_earlier *earlier = changed->earlier;
    const struct dlb_closed *closed = changed->closed;
    bool keeps = changed->change >= DLB_CHANGE_NOT_JUDGED || (closed && closed->suppressed);
    for (uint32_t i = 0; changed->shows_earlier && i < earlier->n_rows; i++) {
        uint32_t number = earlier->first_row + i;
        const char *change = keeps ? "kept" : fates[changes->gone.fates[number]];
        if (change) push_earlier(collected, &changes->previous->rows[number], change);
    }
    if (changed->shows_earlier) return;
    const struct dlb_evidence *rows = changed->store->evidence.data;
    for (size_t i = 0; keeps && i < closed->n_listed; i++)
        push_now(collected, &rows[closed->first_row + i], "kept");
    if (keeps || !earlier || !dlb_changed_lists_all(changes, changed)) return;
    if (dlb_changed_name_rows(changes->caseload, changed, &collected->named))
        dlb_changed_pair_rows(changes, changed, &collected->named, push_pair, collected);
    else
        collected->no_memory = true;
}

static int row_order(const void *left_row, const void *right_row)
{
    const struct out_row *left = left_row, *right = right_row;
    int order = dlb_text_order(left->table, right->table);
    if (!order) order = dlb_text_order(left->agency, right->agency);
    if (!order) order = dlb_text_order(left->id, right->id);
    if (!order) order = dlb_text_order(left->record, right->record);
    return order ? order : (left->said > right->said) - (left->said < right->said);
}

static dolbom_status put_rows(struct collected *collected, const struct dlb_changed *changed,
                              struct dlb_frame *frame, dolbom_error *error)
{
    struct dlb_env *env = collected->changes->caseload->env;
    collected->rows.n = 0;
    collect_rows(collected, changed);
    if (collected->no_memory) return dlb_fail_memory(error, env);
    const struct out_row *rows = collected->rows.data;
    uint32_t n = (uint32_t)collected->rows.n;
    dolbom_status status =
        dlb_order_rows(env, collected->rows.data, n, sizeof *rows, row_order, error);
    for (uint32_t i = 0; i < n && status == DOLBOM_OK; i++) {
        put_hex(frame, id_of(changed));
        dlb_frame_cstring(frame, rows[i].change);
        dlb_frame_text(frame, rows[i].table);
        dlb_frame_text(frame, rows[i].agency);
        dlb_frame_text(frame, rows[i].id);
        dlb_frame_text(frame, rows[i].record);
        dlb_frame_said(frame, rows[i].said);
    }
    return status;
}

/* ---- both ------------------------------------------------------------------------------------ */

static dolbom_status put_all(struct dlb_changes *changes, struct dlb_frame *frame,
                             struct dlb_frame *row_frame, dolbom_error *error)
{
    struct dlb_env *env = changes->caseload->env;
    struct collected collected = {.changes = changes};
    struct dlb_array room = {0};
    dolbom_status status = dlb_order_rows(env, changes->list, (uint32_t)changes->n,
                                          sizeof *changes->list, change_order, error);
    for (size_t i = 0; i < changes->n && status == DOLBOM_OK; i++) {
        const struct dlb_changed *changed = &changes->list[i];
        status = put_change(changes->caseload, changed, &room, frame, error);
        if (status == DOLBOM_OK) status = put_rows(&collected, changed, row_frame, error);
    }
    dlb_array_clear(env, &room, 1);
    dlb_array_clear(env, &collected.rows, sizeof(struct out_row));
    dlb_named_rows_clear(env, &collected.named);
    return status;
}

dolbom_status dlb_changes_frames(const struct dlb_caseload *caseload,
                                 const struct dlb_previous *previous,
                                 const struct dlb_findings *stores, unsigned n_stores,
                                 const uint8_t *ran, struct dlb_frame **frame,
                                 struct dlb_frame **row_frame, dolbom_error *error)
{
    struct dlb_env *env = caseload->env;
    struct dlb_changes changes = {.caseload = caseload, .previous = previous, .ran = ran};
    dolbom_status status = dlb_changes_find(stores, n_stores, &changes, error);
    if (status == DOLBOM_OK)
        status = dlb_frame_open(env, columns, sizeof columns / sizeof *columns, frame, error);
    if (status == DOLBOM_OK)
        status = dlb_frame_open(env, row_columns, sizeof row_columns / sizeof *row_columns,
                                row_frame, error);
    if (status == DOLBOM_OK) status = put_all(&changes, *frame, *row_frame, error);
    dlb_changes_clear(&changes);
    return status;
}
