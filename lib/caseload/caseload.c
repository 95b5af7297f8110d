/* SPDX-License-Identifier: Apache-2.0 */
/*
 * caseload.c - everything that was reported about each person.
 *
 * Tables are read in the order in which they name each other: needs and cases before the
 * referrals and services that point at them. Agencies are named by many tables, so they get
 * their numbers (their place among all ids sorted) when all tables are in, and every row is
 * renumbered then. Rows of a person lie together, in an order that does not depend on how
 * they arrived.
 */
#include "caseload/event_tables.h"

#include <string.h>

enum { TABLE_NAME_MAX = 32 };

struct dlb_caseload_store {
    struct dlb_rows kept[DLB_EVENT_TABLES]; /* own the texts of rows */
    struct dlb_codes agencies, programmes, need_classes, words;
};

/* ---- indexes -------------------------------------------------------------------------------- */

static dolbom_status index_members(struct dlb_env *env, struct dlb_lookup *lookup,
                                   dolbom_error *error)
{
    const struct dlb_people *people = lookup->people;
    dolbom_status status = dlb_index_open(env, people->n_members, &lookup->members, error);
    for (uint32_t i = 0; status == DOLBOM_OK && i < people->n_members; i++) {
        if (i % DLB_ROWS_PER_ASK == 0) status = dlb_ask(env, error);
        const struct dlb_member *member = &people->members[i];
        struct dlb_text agency = people->agencies[member->agency];
        dlb_index_put(&lookup->members, dlb_index_hash(&lookup->members, agency, member->record_id),
                      i);
    }
    return status;
}

static dolbom_status index_needs(struct dlb_caseload *caseload, struct dlb_lookup *lookup,
                                 dolbom_error *error)
{
    lookup->need_rows = caseload->needs;
    dolbom_status status = dlb_index_open(caseload->env, caseload->n_needs, &lookup->needs, error);
    for (uint32_t i = 0; status == DOLBOM_OK && i < caseload->n_needs; i++) {
        struct dlb_text agency = lookup->people->agencies[caseload->needs[i].agency];
        dlb_index_put(&lookup->needs, dlb_index_hash(&lookup->needs, agency, caseload->needs[i].id),
                      i);
    }
    return status;
}

static dolbom_status index_cases(struct dlb_caseload *caseload, struct dlb_lookup *lookup,
                                 dolbom_error *error)
{
    lookup->case_rows = caseload->cases;
    dolbom_status status = dlb_index_open(caseload->env, caseload->n_cases, &lookup->cases, error);
    for (uint32_t i = 0; status == DOLBOM_OK && i < caseload->n_cases; i++) {
        struct dlb_text agency = lookup->people->agencies[caseload->cases[i].agency];
        dlb_index_put(&lookup->cases, dlb_index_hash(&lookup->cases, agency, caseload->cases[i].id),
                      i);
    }
    return status;
}

/* ---- reading -------------------------------------------------------------------------------- */

static dolbom_status read_table(const struct dlb_intake *intake, struct dlb_caseload *caseload,
                                const struct dlb_lookup *lookup, size_t at, dolbom_error *error)
{
    const struct dlb_event_table *table = &dlb_event_tables[at];
    struct dlb_rows *rows = &caseload->store->kept[at];
    void *settled = NULL;
    uint32_t n = 0;
    dolbom_status status = dlb_rows_read(intake, &table->reader, lookup, rows, error);
    if (status == DOLBOM_OK) status = dlb_rows_settle(intake, rows, &settled, &n, error);
    if (status == DOLBOM_OK && dlb_event_is_named(table))
        status = dlb_event_rows_order(intake->env, table, settled, n, error);
    dlb_event_set(caseload, table, settled, n);
    if (rows->given) caseload->tables |= table->has;
    return status;
}

/* What later tables look up is indexed as soon as it is there. */
static dolbom_status read_tables(const struct dlb_intake *intake, struct dlb_caseload *caseload,
                                 struct dlb_lookup *lookup, dolbom_error *error)
{
    dolbom_status status = DOLBOM_OK;
    for (size_t i = 0; i < DLB_EVENT_TABLES && status == DOLBOM_OK; i++) {
        status = read_table(intake, caseload, lookup, i, error);
        if (status != DOLBOM_OK) break;
        if (dlb_event_tables[i].has == DLB_HAS_NEEDS) status = index_needs(caseload, lookup, error);
        if (dlb_event_tables[i].has == DLB_HAS_CASES) status = index_cases(caseload, lookup, error);
    }
    return status;
}

/* ---- numbers -------------------------------------------------------------------------------- */

/* The responsible agency of each zone counts among the agencies, whether it sends or not. */
static dolbom_status copy_zones(struct dlb_caseload *caseload, dolbom_error *error)
{
    const struct dlb_policy *policy = caseload->policy;
    uint32_t n = policy->n_zones;
    caseload->zones = dlb_alloc_array(caseload->env, n, sizeof *caseload->zones);
    if (!caseload->zones) return dlb_fail_memory(error, caseload->env);
    caseload->n_zones = n;
    for (uint32_t i = 0; i < n; i++) {
        struct dlb_zone *zone = &caseload->zones[i];
        *zone = policy->zones[i];
        bool room = dlb_codes_of(&caseload->store->agencies, 0, zone->responsible_id,
                                 &zone->responsible_agency);
        if (!room) return dlb_fail_memory(error, caseload->env);
    }
    return DOLBOM_OK;
}

/* Sort the agencies; place[code] is the final number of each. */
static dolbom_status number_agencies(struct dlb_caseload *caseload, uint32_t *place,
                                     dolbom_error *error)
{
    const struct dlb_codes *codes = &caseload->store->agencies;
    uint32_t *order = dlb_alloc_array(caseload->env, codes->n, sizeof *order);
    caseload->agencies = dlb_alloc_zero(caseload->env, codes->n * sizeof *caseload->agencies);
    caseload->n_agencies = codes->n;
    /* an agency that the table does not list is not at work; without a table all are */
    const struct dlb_valid always = {DLB_DAY_NONE, DLB_DAY_OPEN},
                           never = {DLB_DAY_OPEN, DLB_DAY_OPEN};
    bool is_listed = caseload->tables & DLB_HAS_AGENCIES;
    dolbom_status status = DOLBOM_E_MEMORY;
    if (!order || !caseload->agencies) {
        dlb_fail_memory(error, caseload->env);
        goto done;
    }
    status = dlb_sort_texts(caseload->env, codes->texts, NULL, codes->n, order, error);
    for (uint32_t i = 0; status == DOLBOM_OK && i < codes->n; i++) {
        struct dlb_agency *agency = &caseload->agencies[i];
        place[order[i]] = i;
        agency->id = codes->texts[order[i]];
        agency->active = is_listed ? never : always;
        agency->level = agency->centre_type = UINT8_MAX;
    }

done:
    dlb_free(caseload->env, order, codes->n * sizeof *order);
    return status;
}

static void describe_agencies(struct dlb_caseload *caseload)
{
    for (uint32_t i = 0; i < caseload->n_agency_rows; i++) {
        const struct dlb_agency *row = &caseload->agency_rows[i];
        caseload->agencies[dlb_agency_find(caseload, row->id)] = *row;
    }
}

/* The final number of a code that a cell became. */
static uint32_t final_code(const struct dlb_caseload_store *store, unsigned kind, uint32_t code,
                           const uint32_t *place)
{
    if (kind == DLB_READ_PROGRAMME) return dlb_codes_final(&store->programmes, code);
    if (kind == DLB_READ_NEED_CLASS) return dlb_codes_final(&store->need_classes, code);
    if (kind == DLB_READ_FOLDED) return dlb_codes_final(&store->words, code);
    code = dlb_codes_final(&store->agencies, code);
    return code == DLB_NO_CODE ? code : place[code];
}

static void renumber_cells(struct dlb_caseload *caseload, const struct dlb_event_table *table,
                           const struct dlb_event_cell *cell, const uint32_t *place)
{
    char *row = dlb_event_rows(caseload, table);
    for (uint32_t n = dlb_event_count(caseload, table); n > 0;
         n--, row += table->reader.row_bytes) {
        uint32_t *code = (uint32_t *)(void *)(row + cell->at);
        *code = final_code(caseload->store, cell->kind, *code, place);
    }
}

static void renumber_table(struct dlb_caseload *caseload, const struct dlb_event_table *table,
                           const uint32_t *place)
{
    for (size_t i = 0; i < table->n_cells; i++) {
        unsigned kind = table->cells[i].kind;
        bool is_code = kind == DLB_READ_AGENCY || kind == DLB_READ_PROGRAMME ||
                       kind == DLB_READ_NEED_CLASS || kind == DLB_READ_FOLDED;
        if (is_code) renumber_cells(caseload, table, &table->cells[i], place);
    }
    char *row = dlb_event_rows(caseload, table);
    uint32_t n = table->first_at ? dlb_event_count(caseload, table) : 0;
    for (; n > 0; n--, row += table->reader.row_bytes) {
        struct dlb_person_row_head *head = (void *)row;
        head->agency = place[head->agency];
    }
}

static void renumber(struct dlb_caseload *caseload, const uint32_t *place)
{
    for (uint32_t i = 0; i < caseload->n_zones; i++) {
        uint32_t *agency = &caseload->zones[i].responsible_agency;
        *agency = final_code(caseload->store, DLB_READ_AGENCY, *agency, place);
    }
    for (size_t i = 0; i < DLB_EVENT_TABLES; i++)
        renumber_table(caseload, &dlb_event_tables[i], place);
}

/* The order of rows that were waiting for the numbers of agencies and words. */
static dolbom_status order_numbered(struct dlb_caseload *caseload, dolbom_error *error)
{
    struct dlb_env *env = caseload->env;
    dolbom_status status = dlb_order_rows(env, caseload->uploads, caseload->n_uploads,
                                          sizeof *caseload->uploads, dlb_upload_order, error);
    if (status == DOLBOM_OK)
        status = dlb_order_rows(env, caseload->capacities, caseload->n_capacities,
                                sizeof *caseload->capacities, dlb_capacity_order, error);
    if (status == DOLBOM_OK)
        status = dlb_order_rows(env, caseload->sponsors, caseload->n_sponsors,
                                sizeof *caseload->sponsors, dlb_sponsor_order, error);
    for (size_t i = 0; i < DLB_EVENT_TABLES && status == DOLBOM_OK; i++) {
        const struct dlb_event_table *table = &dlb_event_tables[i];
        if (!dlb_event_is_named(table))
            status = dlb_event_rows_order(env, table, dlb_event_rows(caseload, table),
                                          dlb_event_count(caseload, table), error);
    }
    return status;
}

static dolbom_status number_all(struct dlb_caseload *caseload, struct dlb_people *people,
                                dolbom_error *error)
{
    struct dlb_caseload_store *store = caseload->store;
    dolbom_status status = dlb_codes_settle(&store->agencies, error);
    if (status == DOLBOM_OK) status = dlb_codes_settle(&store->programmes, error);
    if (status == DOLBOM_OK) status = dlb_codes_settle(&store->need_classes, error);
    if (status == DOLBOM_OK) status = dlb_codes_settle(&store->words, error);
    if (status != DOLBOM_OK) return status;
    caseload->programme_ids = store->programmes.texts;
    caseload->n_programme_ids = store->programmes.n;
    caseload->need_classes = store->need_classes.texts;
    caseload->n_need_classes = store->need_classes.n;
    caseload->words = store->words.texts;
    caseload->n_words = store->words.n;
    size_t bytes = store->agencies.n * sizeof(uint32_t);
    uint32_t *place = dlb_alloc(caseload->env, bytes);
    if (!place) return dlb_fail_memory(error, caseload->env);
    status = number_agencies(caseload, place, error);
    if (status == DOLBOM_OK) {
        describe_agencies(caseload);
        renumber(caseload, place);
        for (uint32_t i = 0; i < people->n_members; i++)
            people->members[i].agency = place[people->members[i].agency];
        status = order_numbered(caseload, error);
    }
    dlb_free(caseload->env, place, bytes);
    return status;
}

/* Rows of the last full month's tables that are in this input. */
static void count_received(const struct dlb_intake *intake, struct dlb_caseload *caseload)
{
    for (uint32_t i = 0; i < caseload->n_uploads; i++) {
        struct dlb_upload *upload = &caseload->uploads[i];
        char table[TABLE_NAME_MAX];
        upload->received = -1;
        bool asked = intake->received && upload->month == dlb_last_month(caseload) &&
                     upload->table.len < sizeof table;
        if (!asked) continue;
        memcpy(table, upload->table.data, upload->table.len);
        table[upload->table.len] = '\0';
        bool elsewhere = strcmp(table, "persons") == 0 && !dlb_intake_has(intake, table);
        if (elsewhere) continue; /* in `cleaned`, where rejected rows are gone */
        struct dlb_text agency = caseload->agencies[upload->agency].id;
        struct dlb_text anybody = {"", 0}; /* a row that could not be read may be of any agency */
        upload->received = (int64_t)(dlb_received_rows(intake->received, table, agency) +
                                     dlb_received_rows(intake->received, table, anybody));
    }
}

/* ---- all of it ------------------------------------------------------------------------------ */

static dolbom_status open_codes(struct dlb_caseload *caseload, dolbom_error *error)
{
    struct dlb_caseload_store *store = caseload->store;
    const struct dlb_policy *policy = caseload->policy;
    const struct dlb_people *people = caseload->people;
    dolbom_status status = dlb_codes_open(caseload->env, people->agencies, people->n_agencies,
                                          &store->agencies, error);
    if (status == DOLBOM_OK)
        status = dlb_codes_open(caseload->env, policy->programme_ids, policy->n_programme_ids,
                                &store->programmes, error);
    if (status == DOLBOM_OK)
        status = dlb_codes_open(caseload->env, policy->need_classes, policy->n_need_classes,
                                &store->need_classes, error);
    if (status == DOLBOM_OK) status = dlb_codes_open(caseload->env, NULL, 0, &store->words, error);
    store->programmes.aliases[0] = &policy->programme_aliases;
    store->programmes.aliases[1] = &policy->programme_names;
    store->need_classes.aliases[0] = &policy->need_aliases;
    store->need_classes.aliases[1] = &policy->need_names;
    return status;
}

static dolbom_status read_caseload(const struct dlb_intake *intake, struct dlb_caseload *caseload,
                                   struct dlb_people *people, dolbom_error *error)
{
    struct dlb_lookup lookup = {.policy = caseload->policy,
                                .people = people,
                                .agencies = &caseload->store->agencies,
                                .programmes = &caseload->store->programmes,
                                .need_classes = &caseload->store->need_classes,
                                .words = &caseload->store->words};
    dolbom_status status = open_codes(caseload, error);
    if (status == DOLBOM_OK) status = index_members(intake->env, &lookup, error);
    if (status == DOLBOM_OK) status = read_tables(intake, caseload, &lookup, error);
    dlb_index_close(intake->env, &lookup.members);
    dlb_index_close(intake->env, &lookup.needs);
    dlb_index_close(intake->env, &lookup.cases);
    if (status == DOLBOM_OK) status = dlb_progress(intake->env, "arrange", 0, 0, error);
    if (status == DOLBOM_OK) status = copy_zones(caseload, error);
    if (status == DOLBOM_OK) status = number_all(caseload, people, error);
    if (status == DOLBOM_OK) count_received(intake, caseload);
    if (status == DOLBOM_OK) status = dlb_caseload_arrange(caseload, error);
    return status;
}

dolbom_status dlb_caseload_read(const struct dlb_intake *intake, const struct dlb_policy *policy,
                                struct dlb_people *people, struct dlb_caseload **caseload,
                                dolbom_error *error)
{
    struct dlb_env *env = intake->env;
    struct dlb_caseload *made = dlb_alloc_zero(env, sizeof *made);
    *caseload = NULL;
    if (!made) return dlb_fail_memory(error, env);
    *made = (struct dlb_caseload){.env = env,
                                  .policy = policy,
                                  .people = people,
                                  .as_of = intake->value.as_of,
                                  .tables = policy->tables,
                                  .members = people->members,
                                  .n_members = people->n_members,
                                  .n_persons = people->n_persons};
    made->store = dlb_alloc_zero(env, sizeof *made->store);
    dolbom_status status =
        made->store ? read_caseload(intake, made, people, error) : dlb_fail_memory(error, env);
    if (status == DOLBOM_OK)
        *caseload = made;
    else
        dlb_caseload_free(made);
    return status;
}

static void free_store(struct dlb_env *env, struct dlb_caseload_store *store)
{
    if (!store) return;
    for (unsigned i = 0; i < DLB_EVENT_TABLES; i++) dlb_rows_clear(&store->kept[i]);
    dlb_codes_close(&store->agencies);
    dlb_codes_close(&store->programmes);
    dlb_codes_close(&store->need_classes);
    dlb_codes_close(&store->words);
    dlb_free(env, store, sizeof *store);
}

void dlb_caseload_free(struct dlb_caseload *caseload)
{
    if (!caseload) return;
    struct dlb_env *env = caseload->env;
    free_store(env, caseload->store);
    dlb_caseload_disarrange(caseload);
    dlb_free(env, caseload->agencies, caseload->n_agencies * sizeof *caseload->agencies);
    dlb_free(env, caseload->zones, caseload->n_zones * sizeof *caseload->zones);
    for (size_t i = 0; i < DLB_EVENT_TABLES; i++) {
        const struct dlb_event_table *table = &dlb_event_tables[i];
        dlb_free(env, dlb_event_rows(caseload, table),
                 dlb_event_count(caseload, table) * table->reader.row_bytes);
    }
    dlb_free(env, caseload, sizeof *caseload);
}
