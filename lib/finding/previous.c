/* SPDX-License-Identifier: Apache-2.0 */
/*
 * previous.c - reading the findings of an earlier run.
 *
 *   findings           those that were open
 *   finding_changes    those that were closed, or that their rule was silent about
 *   finding_rows, finding_change_rows    the rows of both
 *
 * Anything else in finding_changes repeats what `findings` says.
 */
#include "finding/finding_store.h"

#include <string.h>

enum { ID_LEN = 32 };

/* ---- one finding ----------------------------------------------------------------------------- */

/* Where two tables have the same thing. */
struct columns {
    uint8_t id, rule, severity, state, person_id, household_id, service_class, key, start, end,
        amount_won, agencies, owner_agency, rows_key, is_protected, last_decision, decided_on,
        first_seen;
};

#define COLUMNS_OF(TABLE)                                                                          \
    {                                                                                              \
        DLB_##TABLE##_FINDING_ID, DLB_##TABLE##_RULE, DLB_##TABLE##_SEVERITY, DLB_##TABLE##_STATE, \
            DLB_##TABLE##_PERSON_ID, DLB_##TABLE##_HOUSEHOLD_ID, DLB_##TABLE##_SERVICE_CLASS,      \
            DLB_##TABLE##_KEY, DLB_##TABLE##_START_DATE, DLB_##TABLE##_END_DATE,                   \
            DLB_##TABLE##_AMOUNT_WON, DLB_##TABLE##_AGENCIES, DLB_##TABLE##_OWNER_AGENCY,          \
            DLB_##TABLE##_ROWS_KEY, DLB_##TABLE##_PROTECTED, DLB_##TABLE##_LAST_DECISION,          \
            DLB_##TABLE##_DECIDED_ON, DLB_##TABLE##_FIRST_SEEN                                     \
    }

static const struct columns of_findings = COLUMNS_OF(FINDINGS);
static const struct columns of_changes = COLUMNS_OF(FINDING_CHANGES);

static struct dlb_text keep_text(struct dlb_row *row, size_t column)
{
    return dlb_row_keep(row, dlb_row_text(row, column));
}

/* The same; a row without it is of no use. */
static struct dlb_text need_text(struct dlb_row *row, size_t column)
{
    struct dlb_text text = keep_text(row, column);
    if (!text.data) dlb_row_fault(row, column, DLB_REJECT_REQUIRED);
    return text;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* False when it is no id in hexadecimal. */
static bool read_hex(struct dlb_text text, unsigned char out[16])
{
    if (!text.data || text.len != ID_LEN) return false;
    for (size_t i = 0; i < ID_LEN; i += 2) {
        int high = hex_digit(text.data[i]), low = hex_digit(text.data[i + 1]);
        if (high < 0 || low < 0) return false;
        out[i / 2] = (unsigned char)(high << 4 | low);
    }
    return true;
}

static void read_id(struct dlb_row *row, size_t column, unsigned char id[16])
{
    if (!read_hex(dlb_row_text(row, column), id)) dlb_row_fault(row, column, DLB_REJECT_CODE);
}

static void read_finding(struct dlb_row *row, const struct columns *at, struct dlb_earlier *earlier)
{
    read_id(row, at->id, earlier->id);
    earlier->rule = need_text(row, at->rule);
    earlier->severity = (uint8_t)dlb_row_number(row, at->severity, 0, 0);
    earlier->state = (uint8_t)dlb_row_word(row, at->state, DLB_STATE_NEW);
    earlier->person_id = keep_text(row, at->person_id);
    earlier->household_id = keep_text(row, at->household_id);
    earlier->service_class = keep_text(row, at->service_class);
    earlier->key = keep_text(row, at->key);
    earlier->start = dlb_row_day(row, at->start);
    int32_t last = dlb_row_day(row, at->end);
    bool runs_on = last == DLB_DAY_NONE && earlier->start != DLB_DAY_NONE;
    earlier->end = runs_on ? DLB_DAY_OPEN : last == DLB_DAY_NONE ? last : last + 1;
    earlier->amount_won = dlb_row_number(row, at->amount_won, 0, DLB_NO_AMOUNT);
    earlier->agencies = keep_text(row, at->agencies);
    earlier->owner_agency = keep_text(row, at->owner_agency);
    earlier->has_rows_key = read_hex(dlb_row_text(row, at->rows_key), earlier->rows_key);
    earlier->is_protected = dlb_row_flag(row, at->is_protected, 1) != 0;
    earlier->last_decision = (uint8_t)dlb_row_word(row, at->last_decision, DLB_DECISION_NOT_YET);
    earlier->decided_on = dlb_row_day(row, at->decided_on);
    earlier->first_seen = dlb_row_day(row, at->first_seen);
    earlier->was_judged = true;
}

static void read_open(struct dlb_row *row, void *out)
{
    read_finding(row, &of_findings, out);
}

/* The words of finding_changes.change, as far as they are read. */
static bool is_closed_word(const char *word)
{
    return strcmp(word, "gone") == 0 || strcmp(word, "still_closed") == 0;
}

static void read_closed(struct dlb_row *row, void *out)
{
    struct dlb_earlier *earlier = out;
    const char *const *words =
        dlb_schema_words(DLB_TABLE_FINDING_CHANGES, DLB_FINDING_CHANGES_CHANGE);
    const char *word = words[dlb_row_word(row, DLB_FINDING_CHANGES_CHANGE, 0)];
    read_finding(row, &of_changes, earlier);
    earlier->has_old_id =
        read_hex(dlb_row_text(row, DLB_FINDING_CHANGES_PREVIOUS_ID), earlier->old_id);
    earlier->is_closed = is_closed_word(word);
    earlier->was_judged = strcmp(word, "not_judged") != 0;
    earlier->left_out = !earlier->is_closed && earlier->was_judged;
}

/* ---- one row --------------------------------------------------------------------------------- */

uint64_t dlb_row_name(struct dlb_text table, struct dlb_text agency, struct dlb_text id,
                      struct dlb_text record, uint64_t said)
{
    uint64_t parts[] = {dlb_hash64(table.data, table.len), dlb_hash64(agency.data, agency.len),
                        id.data ? dlb_hash64(id.data, id.len) : said,
                        record.data ? dlb_hash64(record.data, record.len) : 0};
    return dlb_hash64(parts, sizeof parts);
}

/* 16 digits. */
static uint64_t read_said(struct dlb_text text)
{
    uint64_t said = 0;
    for (size_t i = 0; i < text.len; i++) {
        int digit = hex_digit(text.data[i]);
        if (digit < 0 || text.len != ID_LEN / 2) return 0;
        said = said << 4 | (uint64_t)digit;
    }
    return said;
}

static void name_row(struct dlb_earlier_row *row)
{
    bool complete = row->table.data && row->agency_id.data; /* else it is rejected */
    if (complete)
        row->name =
            dlb_row_name(row->table, row->agency_id, row->row_id, row->record_id, row->said);
}

static void read_row(struct dlb_row *row, void *out)
{
    struct dlb_earlier_row *earlier = out;
    read_id(row, DLB_FINDING_ROWS_FINDING_ID, earlier->finding_id);
    earlier->table = need_text(row, DLB_FINDING_ROWS_TABLE);
    earlier->agency_id = need_text(row, DLB_FINDING_ROWS_AGENCY_ID);
    earlier->row_id = keep_text(row, DLB_FINDING_ROWS_ROW_ID);
    earlier->record_id = keep_text(row, DLB_FINDING_ROWS_RECORD_ID);
    earlier->said = read_said(dlb_row_text(row, DLB_FINDING_ROWS_ROW_HASH));
    name_row(earlier);
}

static void read_kept_row(struct dlb_row *row, void *out)
{
    struct dlb_earlier_row *earlier = out;
    const char *const *words =
        dlb_schema_words(DLB_TABLE_FINDING_CHANGE_ROWS, DLB_FINDING_CHANGE_ROWS_CHANGE);
    read_id(row, DLB_FINDING_CHANGE_ROWS_FINDING_ID, earlier->finding_id);
    unsigned word = dlb_row_word(row, DLB_FINDING_CHANGE_ROWS_CHANGE, 0);
    earlier->left_out = strcmp(words[word], "kept") != 0;
    earlier->table = need_text(row, DLB_FINDING_CHANGE_ROWS_TABLE);
    earlier->agency_id = need_text(row, DLB_FINDING_CHANGE_ROWS_AGENCY_ID);
    earlier->row_id = keep_text(row, DLB_FINDING_CHANGE_ROWS_ROW_ID);
    earlier->record_id = keep_text(row, DLB_FINDING_CHANGE_ROWS_RECORD_ID);
    earlier->said = read_said(dlb_row_text(row, DLB_FINDING_CHANGE_ROWS_ROW_HASH));
    name_row(earlier);
}

/* ---- all of them ----------------------------------------------------------------------------- */

static const struct dlb_reader readers[] = {{.schema = &dlb_schemas[DLB_TABLE_FINDINGS],
                                             .agency = -1,
                                             .id = -1,
                                             .row_bytes = sizeof(struct dlb_earlier),
                                             .read = read_open},
                                            {.schema = &dlb_schemas[DLB_TABLE_FINDING_CHANGES],
                                             .agency = -1,
                                             .id = -1,
                                             .row_bytes = sizeof(struct dlb_earlier),
                                             .read = read_closed},
                                            {.schema = &dlb_schemas[DLB_TABLE_FINDING_ROWS],
                                             .agency = -1,
                                             .id = -1,
                                             .row_bytes = sizeof(struct dlb_earlier_row),
                                             .read = read_row},
                                            {.schema = &dlb_schemas[DLB_TABLE_FINDING_CHANGE_ROWS],
                                             .agency = -1,
                                             .id = -1,
                                             .row_bytes = sizeof(struct dlb_earlier_row),
                                             .read = read_kept_row}};

/* Read a table and append its rows to those that are there. */
static dolbom_status append(const struct dlb_intake *intake, unsigned table, struct dlb_rows *kept,
                            void **list, uint32_t *n, dolbom_error *error)
{
    const size_t size = readers[table].row_bytes;
    void *more = NULL;
    uint32_t n_more = 0;
    dolbom_status status = dlb_rows_read(intake, &readers[table], NULL, kept, error);
    if (status == DOLBOM_OK) status = dlb_rows_settle(intake, kept, &more, &n_more, error);
    void *all = NULL;
    if (status == DOLBOM_OK && n_more) {
        all = dlb_resize(intake->env, *list, *n * size, ((size_t)*n + n_more) * size);
        if (!all) status = dlb_fail_memory(error, intake->env);
    }
    if (all) {
        memcpy((char *)all + *n * size, more, n_more * size);
        *list = all;
        *n += n_more;
    }
    dlb_free(intake->env, more, n_more * size);
    return status;
}

/* Those that are not left out first: open before closed, so that of one id the open one stays. */
static int finding_order(const void *left_row, const void *right_row)
{
    const struct dlb_earlier *left = left_row, *right = right_row;
    if (left->left_out != right->left_out) return left->left_out - right->left_out;
    int order = memcmp(left->id, right->id, sizeof left->id);
    return order ? order : left->is_closed - right->is_closed;
}

static int row_order(const void *left_row, const void *right_row)
{
    const struct dlb_earlier_row *left = left_row, *right = right_row;
    if (left->left_out != right->left_out) return left->left_out - right->left_out;
    int order = memcmp(left->finding_id, right->finding_id, sizeof left->finding_id);
    return order ? order : (left->name > right->name) - (left->name < right->name);
}

static bool is_same_row(const struct dlb_earlier_row *left, const struct dlb_earlier_row *right)
{
    bool same_finding = memcmp(left->finding_id, right->finding_id, sizeof left->finding_id) == 0;
    return same_finding && left->name == right->name;
}

static dolbom_status sort_all(struct dlb_env *env, struct dlb_previous *previous,
                              dolbom_error *error)
{
    struct dlb_earlier *list = previous->list;
    struct dlb_earlier_row *rows = previous->rows;
    uint32_t n = 0, n_rows = 0;
    dolbom_status status =
        dlb_order_rows(env, list, previous->n_read, sizeof *list, finding_order, error);
    if (status == DOLBOM_OK)
        status = dlb_order_rows(env, rows, previous->n_rows_read, sizeof *rows, row_order, error);
    for (uint32_t i = 0; i < previous->n_read && !list[i].left_out; i++)
        if (!n || memcmp(list[n - 1].id, list[i].id, sizeof list[i].id) != 0) list[n++] = list[i];
    for (uint32_t i = 0; i < previous->n_rows_read && !rows[i].left_out; i++)
        if (!n_rows || !is_same_row(&rows[n_rows - 1], &rows[i])) rows[n_rows++] = rows[i];
    previous->n = n;
    previous->n_rows = n_rows;
    return status;
}

/* Those that are open have their old ids in finding_changes. */
static void take_old_ids(struct dlb_previous *previous)
{
    for (uint32_t i = previous->n_read; i > previous->n && previous->list[i - 1].left_out; i--) {
        const struct dlb_earlier *other = &previous->list[i - 1];
        uint32_t at = other->has_old_id ? dlb_previous_named(previous, other->id) : DLB_NO_CODE;
        if (at == DLB_NO_CODE) continue;
        previous->list[at].has_old_id = true;
        memcpy(previous->list[at].old_id, other->old_id, sizeof other->old_id);
    }
}

uint64_t dlb_anchor_hash(uint64_t name, struct dlb_text rule, struct dlb_text key)
{
    uint64_t what = dlb_hash64(rule.data, rule.len);
    return dlb_hash_mix(name, key.data ? dlb_hash_mix(what, dlb_hash64(key.data, key.len)) : what);
}

static int anchor_order(const void *left_anchor, const void *right_anchor)
{
    const struct dlb_earlier_anchor *left = left_anchor, *right = right_anchor;
    if (left->hash != right->hash) return left->hash < right->hash ? -1 : 1;
    if (left->start != right->start) return left->start < right->start ? -1 : 1;
    return (left->number > right->number) - (left->number < right->number);
}

/* Give each finding its rows; the first of them is what it is looked up by. */
static dolbom_status anchor(struct dlb_env *env, struct dlb_previous *previous, dolbom_error *error)
{
    previous->anchors = dlb_alloc_array(env, previous->n, sizeof *previous->anchors);
    if (!previous->anchors) return dlb_fail_memory(error, env);
    uint32_t at = 0, n = 0;
    for (uint32_t i = 0; i < previous->n; i++) {
        struct dlb_earlier *earlier = &previous->list[i];
        const struct dlb_earlier_row *rows = previous->rows;
        const size_t size = sizeof earlier->id;
        while (at < previous->n_rows && memcmp(rows[at].finding_id, earlier->id, size) < 0) at++;
        earlier->first_row = at;
        while (at < previous->n_rows && memcmp(rows[at].finding_id, earlier->id, size) == 0) at++;
        earlier->n_rows = at - earlier->first_row;
        if (!earlier->n_rows) continue;
        uint64_t name = rows[earlier->first_row].name;
        previous->anchors[n++] = (struct dlb_earlier_anchor){
            dlb_anchor_hash(name, earlier->rule, earlier->key), earlier->start, i};
    }
    previous->n_anchors = n;
    return dlb_order_rows(env, previous->anchors, n, sizeof *previous->anchors, anchor_order,
                          error);
}

dolbom_status dlb_previous_read(const struct dlb_intake *intake, struct dlb_previous *previous,
                                dolbom_error *error)
{
    *previous = (struct dlb_previous){.given = dlb_intake_has(intake, "findings")};
    if (!previous->given) return DOLBOM_OK;
    void *list = NULL, *rows = NULL;
    dolbom_status status = DOLBOM_OK;
    for (unsigned table = 0; status == DOLBOM_OK && table < 4; table++)
        status = table < 2 ? append(intake, table, &previous->kept[table], &list, &previous->n_read,
                                    error)
                           : append(intake, table, &previous->kept[table], &rows,
                                    &previous->n_rows_read, error);
    previous->list = list;
    previous->rows = rows;
    if (status == DOLBOM_OK) status = sort_all(intake->env, previous, error);
    if (status == DOLBOM_OK) take_old_ids(previous);
    if (status == DOLBOM_OK) status = anchor(intake->env, previous, error);
    if (status != DOLBOM_OK) dlb_previous_clear(intake->env, previous);
    return status;
}

void dlb_previous_clear(struct dlb_env *env, struct dlb_previous *previous)
{
    dlb_free(env, previous->list, previous->n_read * sizeof *previous->list);
    dlb_free(env, previous->rows, previous->n_rows_read * sizeof *previous->rows);
    dlb_free(env, previous->anchors, previous->n * sizeof *previous->anchors);
    for (unsigned table = 0; table < 4; table++) dlb_rows_clear(&previous->kept[table]);
    *previous = (struct dlb_previous){0};
}

/* ---- looking one up -------------------------------------------------------------------------- */

struct sought_id {
    const struct dlb_previous *previous;
    const unsigned char *id;
};

static bool is_before_id(const void *sought, size_t i)
{
    const struct sought_id *wanted = sought;
    return memcmp(wanted->previous->list[i].id, wanted->id, sizeof wanted->previous->list->id) < 0;
}

uint32_t dlb_previous_named(const struct dlb_previous *previous, const unsigned char id[16])
{
    struct sought_id sought = {previous, id};
    uint32_t at = (uint32_t)dlb_search(0, previous->n, &sought, is_before_id);
    bool found =
        at < previous->n && !memcmp(previous->list[at].id, id, sizeof sought.previous->list->id);
    return found ? at : DLB_NO_CODE;
}
