/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cleaned.c - the rows of `persons` as records, in their final order.
 *
 * Records are sorted by agency and id, so a record's number, and with it every tie that is broken
 * by it later, does not depend on the order of rows, files or batches.
 */
#include "people/person_row.h"

#include <string.h>

enum { TASK_RECORDS = 16384 };

/* Rows while they become records. */
struct cleaning {
    struct dlb_cleaned *cleaned;
    const struct dlb_person_reader *reader;
    void **rows; /* in order of arrival; nothing depends on it */
    uint32_t n;
    struct dlb_text *texts; /* of ids, to be sorted */
    uint32_t *group;        /* agency of each row */
    uint32_t *order;
};

static const struct dlb_person_row *row_at(const struct cleaning *cleaning, uint32_t at)
{
    return cleaning->rows[at];
}

/* ---- memory ------------------------------------------------------------------------------ */

static dolbom_status open_records(const struct cleaning *cleaning, dolbom_error *error)
{
    struct dlb_cleaned *cleaned = cleaning->cleaned;
    struct dlb_env *env = cleaned->env;
    const size_t n = cleaning->n, n_values = n * cleaning->reader->n_fields;
    const bool with_texts = cleaning->reader->with_texts;
    cleaned->n_fields = cleaning->reader->n_fields;
    cleaned->n_slots = cleaning->reader->n_slots;
    cleaned->people.n_members = cleaned->records.n = cleaning->n;
    cleaned->people.members = dlb_alloc_array(env, n, sizeof *cleaned->people.members);
    cleaned->records.codes = dlb_alloc_array(env, n * cleaned->n_slots, sizeof(uint64_t));
    cleaned->records.agency = dlb_alloc_array(env, n, sizeof *cleaned->records.agency);
    cleaned->quality = dlb_alloc_array(env, n_values, sizeof *cleaned->quality);
    cleaned->names = dlb_alloc_array(env, n, sizeof *cleaned->names);
    cleaned->sex = dlb_alloc_array(env, n, sizeof *cleaned->sex);
    cleaned->relation = dlb_alloc_array(env, n, sizeof *cleaned->relation);
    if (cleaning->reader->of_tokens)
        cleaned->token_hashes = dlb_alloc_array(env, n, sizeof *cleaned->token_hashes);
    if (with_texts) cleaned->texts = dlb_alloc_array(env, n_values, sizeof *cleaned->texts);
    bool is_complete = cleaned->people.members && cleaned->records.codes &&
                       cleaned->records.agency && cleaned->quality && cleaned->names &&
                       cleaned->sex && cleaned->relation && (cleaned->texts || !with_texts) &&
                       (cleaned->token_hashes || !cleaning->reader->of_tokens);
    return is_complete ? DOLBOM_OK : dlb_fail_memory(error, env);
}

void dlb_cleaned_clear(struct dlb_cleaned *cleaned)
{
    struct dlb_env *env = cleaned->env;
    struct dlb_people *people = &cleaned->people;
    const size_t n = cleaned->records.n;
    if (!env) return;
    dlb_free(env, people->members, n * sizeof *people->members);
    dlb_free(env, people->agencies, people->n_agencies * sizeof *people->agencies);
    dlb_free(env, people->household_ids, people->n_households * sizeof *people->household_ids);
    dlb_free(env, people->person_ids, people->n_persons * sizeof *people->person_ids);
    dlb_free(env, cleaned->person_id_text, (size_t)people->n_persons * DLB_PERSON_ID_LEN);
    dlb_free(env, cleaned->records.codes, n * cleaned->n_slots * sizeof(uint64_t));
    dlb_free(env, cleaned->records.agency, n * sizeof *cleaned->records.agency);
    dlb_free(env, cleaned->quality, n * cleaned->n_fields * sizeof *cleaned->quality);
    dlb_free(env, cleaned->names, n * sizeof *cleaned->names);
    dlb_free(env, cleaned->sex, n * sizeof *cleaned->sex);
    dlb_free(env, cleaned->relation, n * sizeof *cleaned->relation);
    dlb_free(env, cleaned->token_hashes, n * sizeof *cleaned->token_hashes);
    dlb_free(env, cleaned->texts, n * cleaned->n_fields * sizeof *cleaned->texts);
    dlb_rows_clear(&cleaned->rows);
    *cleaned = (struct dlb_cleaned){0};
}

/* ---- order ------------------------------------------------------------------------------- */

/* Numbers in order of arrival; rows of one agency mostly come together. */
static dolbom_status list_agencies(struct cleaning *cleaning, struct dlb_dictionary *agencies,
                                   dolbom_error *error)
{
    dolbom_status status = DOLBOM_OK;
    struct dlb_text last = {NULL, 0};
    for (uint32_t i = 0; i < cleaning->n && status == DOLBOM_OK; i++) {
        struct dlb_text agency = row_at(cleaning, i)->agency;
        bool is_last = i > 0 && dlb_text_equal(agency, last);
        if (is_last)
            cleaning->group[i] = cleaning->group[i - 1];
        else
            status = dlb_dictionary_put(agencies, agency, &cleaning->group[i], error);
        last = agency;
    }
    return status;
}

/* Number the agencies in the order of their ids; group[i] is that of row i. */
static dolbom_status number_agencies(struct cleaning *cleaning, struct dlb_dictionary *agencies,
                                     dolbom_error *error)
{
    struct dlb_env *env = cleaning->cleaned->env;
    dolbom_status status = list_agencies(cleaning, agencies, error);
    const uint32_t n_agencies = dlb_dictionary_count(agencies);
    uint32_t *rank = dlb_alloc_array(env, n_agencies, sizeof *rank);
    if (status == DOLBOM_OK && !rank) status = dlb_fail_memory(error, env);
    if (status == DOLBOM_OK) status = dlb_dictionary_sort(agencies, rank, error);
    for (uint32_t i = 0; i < cleaning->n && status == DOLBOM_OK; i++)
        cleaning->group[i] = rank[cleaning->group[i]];
    dlb_free(env, rank, n_agencies * sizeof *rank);
    return status;
}

/* Rows by agency and record id; members and agencies get their numbers. */
static dolbom_status order_rows(struct cleaning *cleaning, dolbom_error *error)
{
    struct dlb_dictionary *agencies = NULL;
    dolbom_status status = dlb_dictionary_open(cleaning->cleaned->env, &agencies, error);
    if (status == DOLBOM_OK) status = number_agencies(cleaning, agencies, error);
    for (uint32_t i = 0; i < cleaning->n && status == DOLBOM_OK; i++)
        cleaning->texts[i] = row_at(cleaning, i)->record;
    if (status == DOLBOM_OK) status = dlb_ask(cleaning->cleaned->env, error);
    if (status == DOLBOM_OK)
        status = dlb_sort_texts(cleaning->cleaned->env, cleaning->texts, cleaning->group,
                                cleaning->n, cleaning->order, error);
    dlb_dictionary_free(agencies);
    return status;
}

/* ---- records ----------------------------------------------------------------------------- */

static void fill_record(const struct cleaning *cleaning, uint32_t r)
{
    struct dlb_cleaned *cleaned = cleaning->cleaned;
    const struct dlb_person_row *row = row_at(cleaning, cleaning->order[r]);
    const struct dlb_text *texts = dlb_person_row_texts(cleaning->reader, row);
    const size_t field = (size_t)r * cleaned->n_fields, slot = (size_t)r * cleaned->n_slots;
    const uint32_t agency = cleaning->group[cleaning->order[r]];
    cleaned->people.members[r] = (struct dlb_member){.record_id = row->record,
                                                     .zone_id = row->zone,
                                                     .agency = agency,
                                                     .person = DLB_NO_CODE,
                                                     .household = DLB_NO_CODE,
                                                     .death_date = row->death_date,
                                                     .registered_on = row->registered_on,
                                                     .updated_at = row->updated_at,
                                                     .birth_date = row->birth_date,
                                                     .sigungu_code = row->sigungu_code,
                                                     .consent = row->consent,
                                                     .protected_ = row->protected_};
    cleaned->records.agency[r] = agency;
    cleaned->names[r] = row->name;
    cleaned->sex[r] = row->sex;
    cleaned->relation[r] = row->relation;
    memcpy(cleaned->records.codes + slot, row->codes, cleaned->n_slots * sizeof(uint64_t));
    if (cleaned->token_hashes)
        cleaned->token_hashes[r] = *dlb_person_row_token_hash(cleaning->reader, row);
    memcpy(cleaned->quality + field, row->quality, cleaned->n_fields);
    if (texts) memcpy(cleaned->texts + field, texts, cleaned->n_fields * sizeof *texts);
}

static dolbom_status fill_task(void *context, size_t task, unsigned worker, dolbom_error *error)
{
    const struct cleaning *cleaning = context;
    const size_t begin = task * TASK_RECORDS, end = begin + TASK_RECORDS;
    (void)worker, (void)error;
    for (size_t r = begin; r < end && r < cleaning->n; r++) fill_record(cleaning, (uint32_t)r);
    return DOLBOM_OK;
}

/* The records that have a household: its id, agency and record. */
static uint32_t list_households(const struct cleaning *cleaning, uint32_t *place)
{
    uint32_t n = 0;
    for (uint32_t r = 0; r < cleaning->n; r++) {
        struct dlb_text household = row_at(cleaning, cleaning->order[r])->household;
        if (!household.data) continue;
        cleaning->texts[n] = household;
        cleaning->group[n] = cleaning->cleaned->records.agency[r];
        place[n++] = r;
    }
    return n;
}

/* Households are numbered across all agencies; ids are local to each agency. */
static dolbom_status number_sorted(const struct cleaning *cleaning, const uint32_t *sorted,
                                   const uint32_t *place, uint32_t n, dolbom_error *error)
{
    struct dlb_people *people = &cleaning->cleaned->people;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t at = sorted[i], before = sorted[i > 0 ? i - 1 : 0];
        bool is_new = i == 0 || cleaning->group[at] != cleaning->group[before] ||
                      !dlb_text_equal(cleaning->texts[at], cleaning->texts[before]);
        people->n_households += is_new;
        people->members[place[at]].household = people->n_households - 1;
    }
    people->household_ids = dlb_alloc_array(cleaning->cleaned->env, people->n_households,
                                            sizeof *people->household_ids);
    if (!people->household_ids) return dlb_fail_memory(error, cleaning->cleaned->env);
    for (uint32_t i = 0; i < n; i++) {
        const struct dlb_member *member = &people->members[place[sorted[i]]];
        people->household_ids[member->household] = cleaning->texts[sorted[i]];
    }
    return DOLBOM_OK;
}

static dolbom_status number_households(const struct cleaning *cleaning, dolbom_error *error)
{
    struct dlb_env *env = cleaning->cleaned->env;
    uint32_t *place = dlb_alloc_array(env, cleaning->n, sizeof *place);
    uint32_t *sorted = dlb_alloc_array(env, cleaning->n, sizeof *sorted);
    dolbom_status status = place && sorted ? DOLBOM_OK : dlb_fail_memory(error, env);
    if (status == DOLBOM_OK) {
        const uint32_t n = list_households(cleaning, place);
        status = dlb_ask(env, error);
        if (status == DOLBOM_OK)
            status = dlb_sort_texts(env, cleaning->texts, cleaning->group, n, sorted, error);
        if (status == DOLBOM_OK) status = dlb_ask(env, error);
        if (status == DOLBOM_OK) status = number_sorted(cleaning, sorted, place, n, error);
    }
    dlb_free(env, place, cleaning->n * sizeof *place);
    dlb_free(env, sorted, cleaning->n * sizeof *sorted);
    return status;
}

/* The agencies' ids, by their numbers. */
static dolbom_status fill_agencies(const struct cleaning *cleaning, dolbom_error *error)
{
    struct dlb_people *people = &cleaning->cleaned->people;
    const uint32_t n = cleaning->n;
    if (n == 0) return DOLBOM_OK;
    people->n_agencies = cleaning->group[cleaning->order[n - 1]] + 1;
    people->agencies =
        dlb_alloc_array(cleaning->cleaned->env, people->n_agencies, sizeof *people->agencies);
    if (!people->agencies) return dlb_fail_memory(error, cleaning->cleaned->env);
    for (uint32_t i = 0; i < n; i++)
        people->agencies[cleaning->group[i]] = row_at(cleaning, i)->agency;
    return DOLBOM_OK;
}

static dolbom_status fill_records(struct cleaning *cleaning, dolbom_error *error)
{
    struct dlb_env *env = cleaning->cleaned->env;
    const uint32_t n = cleaning->n;
    cleaning->texts = dlb_alloc_array(env, n, sizeof *cleaning->texts);
    cleaning->group = dlb_alloc_array(env, n, sizeof *cleaning->group);
    cleaning->order = dlb_alloc_array(env, n, sizeof *cleaning->order);
    dolbom_status status = cleaning->texts && cleaning->group && cleaning->order
                               ? order_rows(cleaning, error)
                               : dlb_fail_memory(error, env);
    if (status == DOLBOM_OK) status = dlb_ask(env, error);
    if (status == DOLBOM_OK) status = fill_agencies(cleaning, error);
    const size_t n_tasks = ((size_t)n + TASK_RECORDS - 1) / TASK_RECORDS;
    if (status == DOLBOM_OK)
        status = dlb_run_tasks(env, "clean", n_tasks, fill_task, cleaning, error);
    if (status == DOLBOM_OK) status = number_households(cleaning, error);
    if (status == DOLBOM_OK) status = dlb_ask(env, error);
    dlb_free(env, cleaning->texts, n * sizeof *cleaning->texts);
    dlb_free(env, cleaning->group, n * sizeof *cleaning->group);
    dlb_free(env, cleaning->order, n * sizeof *cleaning->order);
    return status;
}

struct sought_record {
    const struct dlb_member *members;
    uint32_t agency;
    struct dlb_text record;
};

static bool is_before_record(const void *sought, size_t i)
{
    const struct sought_record *wanted = sought;
    const struct dlb_member *member = &wanted->members[i];
    if (member->agency != wanted->agency) return member->agency < wanted->agency;
    return dlb_text_order(member->record_id, wanted->record) < 0;
}

uint32_t dlb_cleaned_find(const struct dlb_cleaned *cleaned, struct dlb_text agency,
                          struct dlb_text record)
{
    const struct dlb_people *people = &cleaned->people;
    const uint32_t code = dlb_text_find(people->agencies, people->n_agencies, agency);
    const struct sought_record wanted = {people->members, code, record};
    if (code == DLB_NO_CODE) return DLB_NO_CODE;
    size_t n = cleaned->records.n, at = dlb_search(0, n, &wanted, is_before_record);
    bool is_there = at < n && people->members[at].agency == code &&
                    dlb_text_equal(people->members[at].record_id, record);
    return is_there ? (uint32_t)at : DLB_NO_CODE;
}

/* ---- the stage --------------------------------------------------------------------------- */

dolbom_status dlb_cleaned_fill(const struct dlb_intake *intake,
                               const struct dlb_match_settings *match,
                               const struct dlb_person_reader *reader, struct dlb_cleaned *cleaned,
                               dolbom_error *error)
{
    struct cleaning cleaning = {.cleaned = cleaned, .reader = reader};
    *cleaned = (struct dlb_cleaned){.env = intake->env};
    if (!dlb_intake_has(intake, reader->reader.schema->table))
        return dlb_fail(error, DOLBOM_E_SCHEMA, -1, NULL, "the table %s is missing",
                        reader->reader.schema->table);
    dolbom_status status = dlb_rows_read(intake, &reader->reader, match, &cleaned->rows, error);
    if (status == DOLBOM_OK)
        status = dlb_rows_list(intake, &cleaned->rows, &cleaning.rows, &cleaning.n, error);
    if (status == DOLBOM_OK) status = open_records(&cleaning, error);
    if (status == DOLBOM_OK) status = dlb_ask(intake->env, error);
    if (status == DOLBOM_OK) status = fill_records(&cleaning, error);
    if (status == DOLBOM_OK) {
        cleaned->people.has_consent = dlb_rows_has(&cleaned->rows, "consent");
        cleaned->people.has_protected = dlb_rows_has(&cleaned->rows, "protected");
    }
    dlb_free(intake->env, cleaning.rows, cleaning.n * sizeof *cleaning.rows);
    dlb_rows_forget(&cleaned->rows);
    if (status != DOLBOM_OK) dlb_cleaned_clear(cleaned);
    return status;
}

dolbom_status dlb_cleaned_make(const struct dlb_intake *intake, const dolbom_plan *plan,
                               bool with_texts, struct dlb_cleaned *cleaned, dolbom_error *error)
{
    struct dlb_person_reader reader;
    bool of_tokens = dlb_intake_has(intake, "tokens");
    if (of_tokens && dlb_intake_has(intake, "persons"))
        return dlb_fail(error, DOLBOM_E_SCHEMA, -1, NULL,
                        "persons and tokens are both there, and cannot be compared; leave one out");
    dlb_person_reader_open(plan, with_texts, &reader);
    if (of_tokens) dlb_person_reader_take_tokens(&reader);
    dolbom_status status = dlb_cleaned_fill(intake, &plan->match, &reader, cleaned, error);
    cleaned->rows.reader = NULL;
    if (status == DOLBOM_OK && of_tokens) status = dlb_token_headers_check(intake, cleaned, error);
    dlb_free(intake->env, cleaned->token_hashes,
             cleaned->records.n * sizeof *cleaned->token_hashes);
    cleaned->token_hashes = NULL;
    if (status != DOLBOM_OK) dlb_cleaned_clear(cleaned);
    return status;
}
