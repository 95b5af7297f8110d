/* SPDX-License-Identifier: Apache-2.0 */
/*
 * group.c - the third stage: pairs and decisions to persons.
 *
 * A person's id is a keyed digest of its smallest (agency, record), so that it reveals nothing
 * without the key and stays the same as long as the smallest record stays.
 *
 * Of several decisions about the same two records the latest counts; on the same day, the one that
 * keeps them apart. A decision is in force until its end, whatever day it was made on: who somebody
 * is does not change, and what is asked about June is answered in July.
 */
#include "stage/stage.h"

#include <string.h>

enum { TASK_PERSONS = 4096 };

/* ---- decisions --------------------------------------------------------------------------- */

static bool holds_on(const struct dlb_decision *decision, int32_t as_of)
{
    return as_of == DLB_DAY_NONE || decision->until > as_of;
}

/* Sorts by day, unknown days first; on the same day, decisions that keep apart come last. */
static uint64_t rank_of(const struct dlb_decision *decision)
{
    uint64_t day = (uint64_t)((int64_t)decision->at - INT32_MIN);
    return day << 1 | (decision->kind == DLB_DECISION_NOT_SAME_PERSON);
}

/* The decisions in force, as pairs of records: key (left, right), value their rank. Marks those
 * about a record that is not there. */
static size_t list_decisions(const struct dlb_decisions *decisions, int32_t as_of,
                             const struct dlb_cleaned *cleaned, struct dlb_sort_item *items)
{
    size_t n = 0;
    for (uint32_t i = 0; i < decisions->n; i++) {
        struct dlb_decision *decision = &decisions->rows[i];
        if (decision->kind < DLB_DECISION_SAME_PERSON) continue;
        uint32_t a = dlb_cleaned_find(cleaned, decision->agency_a, decision->record_a);
        uint32_t b = dlb_cleaned_find(cleaned, decision->agency_b, decision->record_b);
        decision->is_of_nobody = a == DLB_NO_CODE || b == DLB_NO_CODE;
        if (decision->is_of_nobody || a == b || !holds_on(decision, as_of)) continue;
        uint64_t left = a < b ? a : b, right = a < b ? b : a;
        items[n++] = (struct dlb_sort_item){rank_of(decision), left << 32 | right};
    }
    return n;
}

static dolbom_status decide(struct dlb_env *env, struct dlb_sort_item *items, size_t n,
                            struct dlb_decided *decided, size_t *n_decided, dolbom_error *error)
{
    dolbom_status status = dlb_sort(env, items, n, error); /* by rank, then stable by pair */
    for (size_t i = 0; i < n; i++) items[i] = (struct dlb_sort_item){items[i].value, items[i].key};
    if (status == DOLBOM_OK) status = dlb_sort(env, items, n, error);
    for (size_t i = 0; i < n; i++) {
        bool is_last = i + 1 == n || items[i + 1].key != items[i].key;
        if (!is_last) continue;
        decided[(*n_decided)++] = (struct dlb_decided){
            (uint32_t)(items[i].key >> 32), (uint32_t)items[i].key, !(items[i].value & 1)};
    }
    return status;
}

dolbom_status dlb_decided_list(const struct dlb_call *call, const struct dlb_decisions *decisions,
                               const struct dlb_cleaned *cleaned, struct dlb_array *decided,
                               dolbom_error *error)
{
    struct dlb_env *env = call->env;
    const size_t n_room = decisions->n;
    struct dlb_sort_item *items = dlb_alloc_array(env, n_room, sizeof *items);
    struct dlb_decided *rows = dlb_array_reserve(env, decided, n_room, sizeof *rows, n_room);
    dolbom_status status = items && rows ? DOLBOM_OK : dlb_fail_memory(error, env);
    if (status == DOLBOM_OK) {
        size_t n = list_decisions(decisions, call->plan->value.as_of, cleaned, items);
        status = decide(env, items, n, rows, &decided->n, error);
    }
    dlb_free(env, items, n_room * sizeof *items);
    return status;
}

static dolbom_status form_persons(const struct dlb_call *call, const struct dlb_linked *linked,
                                  const struct dlb_decisions *decisions,
                                  const struct dlb_cleaned *cleaned, struct dlb_persons *persons,
                                  dolbom_error *error)
{
    struct dlb_array decided = {0};
    dolbom_status status = dlb_decided_list(call, decisions, cleaned, &decided, error);
    if (status == DOLBOM_OK)
        status = dlb_persons_form(&linked->matcher, linked->pairs.pairs, linked->pairs.n,
                                  decided.data, decided.n, persons, error);
    dlb_array_clear(call->env, &decided, sizeof(struct dlb_decided));
    return status;
}

/* ---- people ------------------------------------------------------------------------------ */

struct naming {
    const struct dlb_digest *digest;
    const struct dlb_persons *persons;
    struct dlb_cleaned *cleaned;
};

static dolbom_status name_task(void *context, size_t task, unsigned worker, dolbom_error *error)
{
    const struct naming *naming = context;
    struct dlb_people *people = &naming->cleaned->people;
    const size_t n = naming->persons->n_persons;
    const size_t end = (task + 1) * TASK_PERSONS < n ? (task + 1) * TASK_PERSONS : n;
    (void)worker, (void)error;
    for (size_t p = task * TASK_PERSONS; p < end; p++) {
        const struct dlb_member *first = &people->members[naming->persons->first[p]];
        struct dlb_text fields[] = {people->agencies[first->agency], first->record_id};
        char *hex = naming->cleaned->person_id_text + p * DLB_PERSON_ID_LEN;
        unsigned char digest[16];
        dlb_digest_of(naming->digest, fields, 2, digest);
        dlb_hex128(digest, hex);
        people->person_ids[p] = (struct dlb_text){hex, DLB_PERSON_ID_LEN};
    }
    return DOLBOM_OK;
}

/* Room for n persons; those of an earlier grouping are dropped. */
static dolbom_status open_persons(struct dlb_cleaned *cleaned, uint32_t n, dolbom_error *error)
{
    struct dlb_people *people = &cleaned->people;
    const size_t n_old = people->n_persons;
    dlb_free(cleaned->env, people->person_ids, n_old * sizeof *people->person_ids);
    dlb_free(cleaned->env, cleaned->person_id_text, n_old * DLB_PERSON_ID_LEN);
    people->n_persons = n;
    people->person_ids = dlb_alloc_array(cleaned->env, n, sizeof *people->person_ids);
    cleaned->person_id_text = dlb_alloc_array(cleaned->env, n, DLB_PERSON_ID_LEN);
    bool has_room = people->person_ids && cleaned->person_id_text;
    return has_room ? DOLBOM_OK : dlb_fail_memory(error, cleaned->env);
}

static dolbom_status complete_people(const struct dlb_call *call, const struct dlb_persons *persons,
                                     struct dlb_cleaned *cleaned, dolbom_error *error)
{
    struct dlb_digest digest;
    struct naming naming = {&digest, persons, cleaned};
    dolbom_status status = open_persons(cleaned, persons->n_persons, error);
    if (status != DOLBOM_OK) return status;
    for (uint32_t r = 0; r < persons->n_records; r++) {
        cleaned->people.members[r].person = persons->person[r];
        cleaned->people.members[r].probability_ppm = persons->probability_ppm[r];
    }
    const size_t n_tasks = ((size_t)persons->n_persons + TASK_PERSONS - 1) / TASK_PERSONS;
    dlb_keyring_digest_open(call->plan->keyring, "person_id", &digest);
    status = dlb_run_tasks(call->env, "group", n_tasks, name_task, &naming, error);
    dlb_wipe(&digest, sizeof digest);
    return status;
}

dolbom_status dlb_group(const struct dlb_call *call, const struct dlb_linked *linked,
                        const struct dlb_decisions *decisions, struct dlb_cleaned *cleaned,
                        struct dlb_persons *persons, dolbom_error *error)
{
    dolbom_status status = form_persons(call, linked, decisions, cleaned, persons, error);
    if (status == DOLBOM_OK) status = complete_people(call, persons, cleaned, error);
    if (status != DOLBOM_OK) dlb_persons_clear(call->env, persons);
    return status;
}

/* ---- person_records ---------------------------------------------------------------------- */

dolbom_status dlb_person_records_frame(const struct dlb_cleaned *cleaned,
                                       const struct dlb_persons *persons, struct dlb_frame **frame,
                                       dolbom_error *error)
{
    static const struct dlb_frame_column columns[] = {{"person_id", DLB_FRAME_TEXT, 0},
                                                      {"agency_id", DLB_FRAME_TEXT, 0},
                                                      {"record_id", DLB_FRAME_TEXT, 0},
                                                      {"probability", DLB_FRAME_DECIMAL, 6},
                                                      {"method", DLB_FRAME_TEXT, 0}};
    const struct dlb_people *people = &cleaned->people;
    dolbom_status status =
        dlb_frame_open(cleaned->env, columns, sizeof columns / sizeof *columns, frame, error);
    for (uint32_t r = 0; r < people->n_members && status == DOLBOM_OK; r++) {
        const struct dlb_member *member = &people->members[r];
        dlb_frame_text(*frame, people->person_ids[member->person]);
        dlb_frame_text(*frame, people->agencies[member->agency]);
        dlb_frame_text(*frame, member->record_id);
        dlb_frame_int(*frame, member->probability_ppm);
        dlb_frame_cstring(*frame, dlb_method_text((enum dlb_method)persons->method[r]));
        if (r % DLB_ROWS_PER_ASK == 0) status = dlb_ask(cleaned->env, error);
    }
    if (status == DOLBOM_OK) return DOLBOM_OK;
    dlb_frame_free(*frame);
    *frame = NULL;
    return status;
}

struct person_row {
    struct dlb_text person_id;
    uint32_t member;
    int32_t probability_ppm;
};

static void read_person_row(struct dlb_row *row, void *out)
{
    struct person_row *person = out;
    person->person_id = dlb_row_keep(row, dlb_row_text(row, DLB_PERSON_RECORDS_PERSON_ID));
    struct dlb_text agency = dlb_row_text(row, DLB_PERSON_RECORDS_AGENCY_ID);
    struct dlb_text record = dlb_row_text(row, DLB_PERSON_RECORDS_RECORD_ID);
    person->member = dlb_cleaned_find(row->context, agency, record);
    person->probability_ppm =
        (int32_t)dlb_row_number(row, DLB_PERSON_RECORDS_PROBABILITY, 6, DLB_PPM);
    if (person->member == DLB_NO_CODE)
        dlb_row_fault(row, DLB_PERSON_RECORDS_RECORD_ID, DLB_REJECT_ORPHAN);
}

static uint64_t key_of_person_row(const struct dlb_reader *reader, const void *out)
{
    (void)reader;
    return ((const struct person_row *)out)->member;
}

/* Persons are numbered in the order of their smallest members, as grouping does it. */
static dolbom_status number_rows(const struct person_row *rows, struct dlb_cleaned *cleaned,
                                 dolbom_error *error)
{
    struct dlb_people *people = &cleaned->people;
    struct dlb_dictionary *ids = NULL;
    dolbom_status status = dlb_dictionary_open(cleaned->env, &ids, error);
    for (uint32_t r = 0; r < people->n_members && status == DOLBOM_OK; r++) {
        struct dlb_member *member = &people->members[r];
        member->probability_ppm = rows[r].probability_ppm;
        status = dlb_dictionary_put(ids, rows[r].person_id, &member->person, error);
        bool has_form = rows[r].person_id.len == DLB_PERSON_ID_LEN;
        if (status == DOLBOM_OK && !has_form)
            status = dlb_fail(error, DOLBOM_E_INPUT, -1, "person_id",
                              "an id of the table person_records does not have 32 digits");
    }
    if (status == DOLBOM_OK) status = open_persons(cleaned, dlb_dictionary_count(ids), error);
    for (uint32_t p = 0; p < people->n_persons && status == DOLBOM_OK; p++) {
        char *id = cleaned->person_id_text + (size_t)p * DLB_PERSON_ID_LEN;
        memcpy(id, dlb_dictionary_text(ids, p).data, DLB_PERSON_ID_LEN);
        people->person_ids[p] = (struct dlb_text){id, DLB_PERSON_ID_LEN};
    }
    dlb_dictionary_free(ids);
    return status;
}

/* Every record must be there exactly once. */
static dolbom_status check_rows(const struct dlb_cleaned *cleaned, const struct dlb_rows *read,
                                const struct person_row *rows, uint32_t n, dolbom_error *error)
{
    bool is_complete = n == cleaned->records.n && read->n_rows == read->n_in;
    for (uint32_t r = 0; r < n && is_complete; r++) is_complete = rows[r].member == r;
    if (is_complete) return DOLBOM_OK;
    return dlb_fail(error, DOLBOM_E_INPUT, -1, NULL,
                    "the table person_records does not list every record of cleaned once");
}

dolbom_status dlb_person_records_read(const struct dlb_call *call, struct dlb_cleaned *cleaned,
                                      dolbom_error *error)
{
    static const struct dlb_reader reader = {.schema = &dlb_schemas[DLB_TABLE_PERSON_RECORDS],
                                             .agency = -1,
                                             .id = -1,
                                             .row_bytes = sizeof(struct person_row),
                                             .read = read_person_row,
                                             .key = key_of_person_row};
    struct dlb_rows rows = {0};
    void *settled = NULL;
    uint32_t n = 0;
    if (!dlb_intake_has(&call->intake, "person_records"))
        return dlb_fail(error, DOLBOM_E_SCHEMA, -1, NULL, "the table person_records is missing");
    dolbom_status status = dlb_rows_read(&call->intake, &reader, cleaned, &rows, error);
    if (status == DOLBOM_OK) status = dlb_rows_settle(&call->intake, &rows, &settled, &n, error);
    if (status == DOLBOM_OK) status = check_rows(cleaned, &rows, settled, n, error);
    if (status == DOLBOM_OK) status = number_rows(settled, cleaned, error);
    dlb_free(call->env, settled, n * sizeof(struct person_row));
    dlb_rows_clear(&rows);
    return status;
}

/* ---- the stage --------------------------------------------------------------------------- */

static dolbom_status group_tables(struct dlb_call *call, struct dlb_cleaned *cleaned,
                                  struct dlb_linked *linked, dolbom_error *error)
{
    struct dlb_decisions decisions = {0};
    struct dlb_persons persons = {0};
    struct dlb_frame *frame = NULL;
    dolbom_status status = dlb_cleaned_read(&call->intake, call->plan, cleaned, error);
    if (status == DOLBOM_OK) status = dlb_pairs_read(call, cleaned, linked, error);
    if (status == DOLBOM_OK) status = dlb_decisions_read(&call->intake, &decisions, error);
    if (status == DOLBOM_OK) status = dlb_group(call, linked, &decisions, cleaned, &persons, error);
    if (status == DOLBOM_OK) status = dlb_person_records_frame(cleaned, &persons, &frame, error);
    if (status == DOLBOM_OK) status = dlb_call_give(call, "person_records", frame, error);
    if (status == DOLBOM_OK) status = dlb_call_give_log(call, error);
    dlb_persons_clear(call->env, &persons);
    dlb_decisions_clear(call->env, &decisions);
    return status;
}

dolbom_status dolbom_group(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                           dolbom_table *out, size_t out_cap, size_t *n_out, dolbom_error *error)
{
    struct dlb_call call;
    struct dlb_cleaned cleaned = {0};
    struct dlb_linked linked = {0};
    dolbom_status status = dlb_call_open(plan, in, n_in, out, out_cap, n_out, &call, error);
    if (status == DOLBOM_OK) status = group_tables(&call, &cleaned, &linked, error);
    dlb_linked_clear(&linked);
    dlb_cleaned_clear(&cleaned);
    return dlb_call_close(&call, n_out, status);
}
