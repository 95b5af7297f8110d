/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cleaned_table.c - cleaned records as a table, and back.
 *
 *   column            type    content
 *   agency_id         text
 *   record_id         text
 *   name              text    canonical name to show, null when there is none
 *   sex               text    M, F
 *   relation          text    head, spouse, child, parent, kin, other
 *   zone_id           text
 *   household_id      text    local to the agency
 *   birth_day         day     complete birth dates only
 *   death_date        day
 *   registered_on     day
 *   updated_at        day
 *   sigungu_code      int32   current 5-digit district of the address
 *   consent           int32   0, 1; column absent when `persons` has none
 *   protected         int32   0, 1; column absent when `persons` has none
 *   and for each compared field of the plan, in its order:
 *   <field>_text      text    canonical text
 *   <field>_quality   int32   0 missing, 10 invalid, 20 repaired, 30 good
 *   <field>_code      text    the codes that are compared, 16 hexadecimal digits each;
 *                             null where the value is missing
 *
 * Of a secret field (a resident number) only the quality leaves the process, so whoever reads the
 * table back compares without it.
 *
 * Rows are sorted by agency and record id. The table can only be read under a plan that
 * compares the same fields by the same kinds; codes are made by one version of the library.
 */
#include "people/person_row.h"

#include <stdio.h>
#include <string.h>

enum {
    C_AGENCY,
    C_RECORD,
    C_NAME,
    C_SEX,
    C_RELATION,
    C_ZONE,
    C_HOUSEHOLD,
    C_BIRTH,
    C_DEATH,
    C_REGISTERED,
    C_UPDATED,
    C_SIGUNGU,
    C_CONSENT,
    C_PROTECTED,
    N_FIXED,
    COLUMNS_MAX = N_FIXED + 3 * DLB_MATCH_FIELDS_MAX,
    NAME_CAP = 48
};

static const struct dlb_frame_column fixed[N_FIXED] = {
    {"agency_id", DLB_FRAME_TEXT, 0},    {"record_id", DLB_FRAME_TEXT, 0},
    {"name", DLB_FRAME_TEXT, 0},         {"sex", DLB_FRAME_TEXT, 0},
    {"relation", DLB_FRAME_TEXT, 0},     {"zone_id", DLB_FRAME_TEXT, 0},
    {"household_id", DLB_FRAME_TEXT, 0}, {"birth_day", DLB_FRAME_DAY, 0},
    {"death_date", DLB_FRAME_DAY, 0},    {"registered_on", DLB_FRAME_DAY, 0},
    {"updated_at", DLB_FRAME_DAY, 0},    {"sigungu_code", DLB_FRAME_INT32, 0},
    {"consent", DLB_FRAME_INT32, 0},     {"protected", DLB_FRAME_INT32, 0}};

static const char *const relations[] = {NULL,     "head", "spouse", "child",
                                        "parent", "kin",  "other",  NULL};

/* The columns of a plan's fields, with storage for their names. */
struct layout {
    struct dlb_frame_column columns[COLUMNS_MAX];
    char names[COLUMNS_MAX][NAME_CAP];
    size_t n;
};

static void add_column(struct layout *layout, enum dlb_frame_type type, const char *field,
                       const char *suffix)
{
    char *name = layout->names[layout->n];
    snprintf(name, NAME_CAP, "%s_%s", field, suffix);
    layout->columns[layout->n++] = (struct dlb_frame_column){name, type, 0};
}

static void lay_columns(const struct dlb_match_settings *settings, bool has_consent,
                        bool has_protected, struct layout *layout)
{
    layout->n = 0;
    for (size_t c = 0; c < N_FIXED; c++) {
        bool is_absent = (c == C_CONSENT && !has_consent) || (c == C_PROTECTED && !has_protected);
        if (!is_absent) layout->columns[layout->n++] = fixed[c];
    }
    for (unsigned f = 0; f < settings->n_fields; f++) {
        const char *name = settings->fields[f].name;
        const bool is_secret = settings->fields[f].kind->is_secret;
        if (!is_secret) add_column(layout, DLB_FRAME_TEXT, name, "text");
        add_column(layout, DLB_FRAME_INT32, name, "quality");
        if (!is_secret) add_column(layout, DLB_FRAME_TEXT, name, "code");
    }
}

/* ---- writing ----------------------------------------------------------------------------- */

static void put_attributes(const struct dlb_cleaned *cleaned, uint32_t r, struct dlb_frame *frame)
{
    const struct dlb_people *people = &cleaned->people;
    const struct dlb_member *member = &people->members[r];
    const char sex = (char)cleaned->sex[r];
    const bool has_household = member->household != DLB_NO_CODE;
    dlb_frame_text(frame, people->agencies[member->agency]);
    dlb_frame_text(frame, member->record_id);
    dlb_frame_text(frame, cleaned->names[r]);
    dlb_frame_text(frame, (struct dlb_text){sex ? &sex : NULL, sex ? 1 : 0});
    dlb_frame_cstring(frame, relations[cleaned->relation[r]]);
    dlb_frame_text(frame, member->zone_id);
    dlb_frame_text(frame, has_household ? people->household_ids[member->household]
                                        : (struct dlb_text){NULL, 0});
    dlb_frame_day(frame, member->birth_date);
    dlb_frame_day(frame, member->death_date);
    dlb_frame_day(frame, member->registered_on);
    dlb_frame_day(frame, member->updated_at);
    dlb_frame_int(frame, member->sigungu_code);
    if (people->has_consent) dlb_frame_flag(frame, member->consent);
    if (people->has_protected) dlb_frame_flag(frame, member->protected_);
}

static void put_codes(struct dlb_frame *frame, const uint64_t *codes, unsigned n)
{
    char hex[DLB_KIND_SLOTS_MAX * DLB_CODE_DIGITS];
    uint64_t any = 0;
    for (unsigned i = 0; i < n; i++) any |= codes[i];
    dlb_codes_write(codes, n, hex);
    dlb_frame_text(frame, (struct dlb_text){any ? hex : NULL, any ? n * DLB_CODE_DIGITS : 0});
}

static void put_fields(const struct dlb_cleaned *cleaned, const struct dlb_match_settings *settings,
                       uint32_t r, struct dlb_frame *frame)
{
    const uint64_t *codes = cleaned->records.codes + (size_t)r * cleaned->n_slots;
    for (unsigned f = 0; f < cleaned->n_fields; f++) {
        const size_t at = (size_t)r * cleaned->n_fields + f;
        const struct dlb_kind *kind = settings->fields[f].kind;
        if (!kind->is_secret) dlb_frame_text(frame, cleaned->texts[at]);
        dlb_frame_int(frame, cleaned->quality[at]);
        if (!kind->is_secret) put_codes(frame, codes + settings->fields[f].slot, kind->n_slots);
    }
}

dolbom_status dlb_cleaned_frame(const struct dlb_cleaned *cleaned,
                                const struct dlb_match_settings *settings, struct dlb_frame **frame,
                                dolbom_error *error)
{
    struct layout *layout = dlb_alloc(cleaned->env, sizeof *layout);
    *frame = NULL;
    if (!layout) return dlb_fail_memory(error, cleaned->env);
    lay_columns(settings, cleaned->people.has_consent, cleaned->people.has_protected, layout);
    dolbom_status status = dlb_frame_open(cleaned->env, layout->columns, layout->n, frame, error);
    for (uint32_t r = 0; r < cleaned->records.n && status == DOLBOM_OK; r++) {
        put_attributes(cleaned, r, *frame);
        put_fields(cleaned, settings, r, *frame);
        if (r % DLB_ROWS_PER_ASK == 0) status = dlb_ask(cleaned->env, error);
    }
    dlb_free(cleaned->env, layout, sizeof *layout);
    if (status == DOLBOM_OK) return DOLBOM_OK;
    dlb_frame_free(*frame);
    *frame = NULL;
    return status;
}

/* ---- reading ----------------------------------------------------------------------------- */

static uint8_t place_of_word(struct dlb_row *row, size_t column, const char *const *words)
{
    struct dlb_text text = dlb_row_text(row, column);
    if (!text.data) return 0;
    for (uint8_t i = 0; words[i]; i++)
        if (dlb_text_equal(text, (struct dlb_text){words[i], strlen(words[i])})) return i + 1;
    dlb_row_fault(row, column, DLB_REJECT_CODE);
    return 0;
}

/* The codes of a kind, 16 hexadecimal digits each; zeros where the cell is empty. */
static void read_codes(struct dlb_row *row, size_t column, const struct dlb_kind *kind,
                       uint64_t *codes)
{
    struct dlb_text text = dlb_row_text(row, column);
    bool is_good = !text.data || dlb_codes_read(text, codes, kind->n_slots);
    if (is_good && kind->is_valid) is_good = kind->is_valid(codes);
    if (!is_good) dlb_row_fault(row, column, DLB_REJECT_CODE);
}

static void read_cleaned(struct dlb_row *row, void *out)
{
    static const char *const sexes[] = {"M", "F", NULL};
    struct dlb_person_row *person = out;
    const struct dlb_match_settings *settings = row->context;
    person->agency = dlb_row_keep(row, dlb_row_text(row, C_AGENCY));
    person->record = dlb_row_keep(row, dlb_row_text(row, C_RECORD));
    person->name = dlb_row_keep(row, dlb_row_text(row, C_NAME));
    person->sex = (uint8_t) "\0MF"[place_of_word(row, C_SEX, sexes)];
    person->relation = place_of_word(row, C_RELATION, relations + 1);
    person->zone = dlb_row_keep(row, dlb_row_text(row, C_ZONE));
    person->household = dlb_row_keep(row, dlb_row_text(row, C_HOUSEHOLD));
    person->birth_date = dlb_row_day(row, C_BIRTH);
    person->death_date = dlb_row_day(row, C_DEATH);
    person->registered_on = dlb_row_day(row, C_REGISTERED);
    person->updated_at = dlb_row_day(row, C_UPDATED);
    person->sigungu_code = (uint32_t)dlb_row_number(row, C_SIGUNGU, 0, 0);
    person->consent = (uint8_t)dlb_row_flag(row, C_CONSENT, 2);
    person->protected_ = (uint8_t)dlb_row_flag(row, C_PROTECTED, 2);
    for (size_t f = 0, column = N_FIXED; f < settings->n_fields; f++)
        if (!settings->fields[f].kind->is_secret)
            read_codes(row, column++, settings->fields[f].kind,
                       person->codes + settings->fields[f].slot);
}

/* The table is ours, so what is missing or cannot be read is an error, not a rejected row. */
static dolbom_status check_read(const struct dlb_cleaned *cleaned, const struct dlb_schema *schema,
                                dolbom_error *error)
{
    for (size_t c = N_FIXED; c < schema->n_columns; c++)
        if (!dlb_rows_has(&cleaned->rows, schema->columns[c].name))
            return dlb_fail(error, DOLBOM_E_SCHEMA, -1, schema->columns[c].name,
                            "cleaned lacks a column; was it made under another plan?");
    if (cleaned->records.n < cleaned->rows.n_in)
        return dlb_fail(error, DOLBOM_E_INPUT, -1, NULL,
                        "cleaned has rows that this version did not write, or one row twice");
    return DOLBOM_OK;
}

dolbom_status dlb_cleaned_read(const struct dlb_intake *intake, const dolbom_plan *plan,
                               struct dlb_cleaned *cleaned, dolbom_error *error)
{
    const struct dlb_match_settings *settings = &plan->match;
    struct dlb_column columns[N_FIXED + DLB_MATCH_FIELDS_MAX];
    char names[DLB_MATCH_FIELDS_MAX][NAME_CAP];
    for (size_t c = 0; c < N_FIXED; c++)
        columns[c] =
            (struct dlb_column){.name = fixed[c].name, .required = c == C_AGENCY || c == C_RECORD};
    size_t n_columns = N_FIXED;
    for (unsigned f = 0; f < settings->n_fields; f++) {
        if (settings->fields[f].kind->is_secret) continue;
        snprintf(names[f], NAME_CAP, "%s_code", settings->fields[f].name);
        columns[n_columns++] = (struct dlb_column){.name = names[f]};
    }
    const struct dlb_schema schema = {
        .table = "cleaned", .columns = columns, .n_columns = n_columns};
    struct dlb_person_reader reader = {
        .reader = {.schema = &schema,
                   .agency = C_AGENCY,
                   .id = C_RECORD,
                   .read = read_cleaned,
                   .row_bytes = dlb_person_row_bytes(settings, false),
                   .name = dlb_person_row_name,
                   .key = dlb_person_row_unordered},
        .n_fields = settings->n_fields,
        .n_slots = settings->n_slots};
    dolbom_status status = dlb_cleaned_fill(intake, settings, &reader, cleaned, error);
    if (status == DOLBOM_OK) status = check_read(cleaned, &schema, error);
    if (status != DOLBOM_OK) dlb_cleaned_clear(cleaned);
    cleaned->rows.reader = NULL;
    return status;
}
