/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clean_row.c - one row of `persons`: codes to compare, and what the rules need to know.
 *
 * The plan says which columns are compared and of what kind they are. Some columns have further
 * uses and are read even when the plan does not compare them:
 *
 *   role     column       gives                           mends
 *   name     name         the name to show                a sex noted in brackets: sex
 *   sex      sex          the sex
 *   birth    birth_date   the birth date
 *   address  address      the district
 *   rrn      rrn                                          birth date and sex, where missing
 *   phone    phone
 *
 * A dirty value in these never rejects a row: it counts as missing, and its quality says so. A row
 * is rejected only where it cannot be used (no id, text that is not UTF-8, a field too long) or
 * would be used wrongly (an invalid date of death, registration or change).
 *
 * In doubt the safer reading is taken: a word in `protected` that is not "no" protects; a word in
 * `consent` that is not "yes" is no consent.
 */
#include "people/person_row.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    COLUMN_AGENCY,
    COLUMN_RECORD,
    COLUMN_NAME_LATIN,
    COLUMN_NAME_HANJA,
    COLUMN_CALENDAR,
    COLUMN_PHONE_OWNER,
    COLUMN_ZONE,
    COLUMN_HOUSEHOLD,
    COLUMN_RELATION,
    COLUMN_DEATH,
    COLUMN_PROTECTED,
    COLUMN_CONSENT,
    COLUMN_REGISTERED,
    COLUMN_UPDATED,
    COLUMNS_FIXED
};

static const uint8_t fixed_columns[COLUMNS_FIXED] = {
    [COLUMN_AGENCY] = DLB_PERSONS_AGENCY_ID,
    [COLUMN_RECORD] = DLB_PERSONS_RECORD_ID,
    [COLUMN_NAME_LATIN] = DLB_PERSONS_NAME_LATIN,
    [COLUMN_NAME_HANJA] = DLB_PERSONS_NAME_HANJA,
    [COLUMN_CALENDAR] = DLB_PERSONS_BIRTH_CALENDAR,
    [COLUMN_PHONE_OWNER] = DLB_PERSONS_PHONE_OWNER,
    [COLUMN_ZONE] = DLB_PERSONS_ZONE_ID,
    [COLUMN_HOUSEHOLD] = DLB_PERSONS_HOUSEHOLD_ID,
    [COLUMN_RELATION] = DLB_PERSONS_RELATION,
    [COLUMN_DEATH] = DLB_PERSONS_DEATH_DATE,
    [COLUMN_PROTECTED] = DLB_PERSONS_PROTECTED,
    [COLUMN_CONSENT] = DLB_PERSONS_CONSENT,
    [COLUMN_REGISTERED] = DLB_PERSONS_REGISTERED_ON,
    [COLUMN_UPDATED] = DLB_PERSONS_UPDATED_AT,
};

enum { ROLE_NONE, ROLE_NAME, ROLE_SEX, ROLE_BIRTH, ROLE_ADDRESS, ROLE_RRN, ROLE_PHONE };

/* Columns with a role are read with this kind when the plan does not compare them. */
static const struct {
    const char *column, *kind;
    uint8_t role;
} roles[] = {{"name", "name", ROLE_NAME},        {"sex", "sex", ROLE_SEX},
             {"birth_date", "date", ROLE_BIRTH}, {"address", "address", ROLE_ADDRESS},
             {"rrn", "rrn", ROLE_RRN},           {"phone", "phone", ROLE_PHONE}};

enum { N_ROLES = sizeof roles / sizeof *roles };

/* A row while it is being read. */
struct reading {
    const struct dlb_person_reader *reader;
    struct dlb_row *row;
    struct dlb_person_row *person;
    struct dlb_text *texts; /* NULL when not wanted */
    uint8_t noted_sex;      /* in brackets after the name */
    uint8_t rrn_sex;
    int32_t rrn_birth;
    uint32_t rrn_front; /* YYMMDD of a number that says no more; 0: it does, or is missing */
    bool has_birth;     /* a birth date is written, if perhaps without its day */
    uint32_t district;  /* of the address, or its province with three zeros; 0: unknown */
    char local[8];      /* a phone number without area code */
    uint8_t local_len;
};

struct dlb_text *dlb_person_row_texts(const struct dlb_person_reader *reader,
                                      const struct dlb_person_row *row)
{
    return reader->with_texts ? (struct dlb_text *)(row->codes + reader->n_slots) : NULL;
}

struct dlb_hash128 *dlb_person_row_token_hash(const struct dlb_person_reader *reader,
                                              const struct dlb_person_row *row)
{
    const size_t texts = reader->with_texts ? reader->n_fields * sizeof(struct dlb_text) : 0;
    void *end = (char *)(row->codes + reader->n_slots) + texts;
    return reader->of_tokens ? end : NULL;
}

static struct dlb_text text_of(const char *text)
{
    return (struct dlb_text){text, strlen(text)};
}

static bool is_word(struct dlb_text text, const char *const *words)
{
    for (; *words; words++)
        if (dlb_text_equal(text, text_of(*words))) return true;
    return false;
}

/* ---- values ------------------------------------------------------------------------------ */

static const struct dlb_person_value *value_of_role(const struct dlb_person_reader *reader,
                                                    unsigned role)
{
    for (unsigned v = 0; v < reader->n_values; v++)
        if (reader->values[v].role == role) return &reader->values[v];
    return NULL;
}

/* What a value yields besides its codes. */
static void use_value(struct reading *reading, unsigned role, const union dlb_parsed *parsed)
{
    struct dlb_person_row *person = reading->person;
    switch (role) {
    case ROLE_NAME:
        reading->noted_sex = parsed->name.sex;
        person->name =
            dlb_row_keep(reading->row, (struct dlb_text){parsed->name.text, parsed->name.text_len});
        break;
    case ROLE_SEX:
        person->sex = (uint8_t)(parsed->plain.text_len == 1 ? parsed->plain.text[0] : 0);
        break;
    case ROLE_BIRTH:
        person->birth_date = parsed->date.days;
        reading->has_birth = true;
        break;
    case ROLE_ADDRESS:
        person->sigungu_code = parsed->address.sigungu_code;
        break;
    case ROLE_RRN:
        reading->rrn_sex = parsed->rrn.sex;
        reading->rrn_birth = parsed->rrn.birth_days;
        reading->rrn_front = parsed->rrn.n_digits == 6 ? parsed->rrn.front : 0;
        break;
    case ROLE_PHONE:
        reading->local_len = parsed->phone.kind == DOLBOM_PHONE_LOCAL ? parsed->phone.text_len : 0;
        memcpy(reading->local, parsed->phone.text, reading->local_len);
        break;
    default:
        break;
    }
}

static void keep_canonical(struct reading *reading, const struct dlb_person_value *value,
                           const union dlb_parsed *parsed, struct dlb_text src)
{
    char canonical[DLB_CANONICAL_MAX];
    struct dlb_text text = {canonical, value->kind->write(parsed, src, canonical)};
    reading->texts[value->field] = dlb_row_keep(reading->row, text);
}

/* Codes, quality, canonical text and attributes of one value. */
static dolbom_quality take_value(struct reading *reading, const struct dlb_person_value *value,
                                 struct dlb_text src)
{
    union dlb_parsed parsed;
    uint64_t unused[DLB_KIND_SLOTS_MAX];
    const bool is_field = value->field != UINT8_MAX;
    const bool keeps_text = is_field && reading->texts && !value->kind->is_secret;
    uint64_t *codes = is_field ? reading->person->codes + value->slot : unused;
    if (!src.data) return DOLBOM_QUALITY_MISSING;
    dolbom_quality quality = value->kind->encode(reading->row->value, src, &parsed, codes);
    const bool is_usable = quality >= DOLBOM_QUALITY_REPAIRED;
    if (value->role == ROLE_ADDRESS) { /* even one without a number lies somewhere */
        const struct dlb_address *address = &parsed.address;
        reading->district =
            address->sigungu_code ? address->sigungu_code : address->sido_code * 1000;
    }
    if (is_usable) use_value(reading, value->role, &parsed);
    if (is_usable && keeps_text) keep_canonical(reading, value, &parsed, src);
    if (value->kind->is_secret) dlb_wipe(&parsed, sizeof parsed);
    if (is_field) reading->person->quality[value->field] = quality;
    return quality;
}

/* Put "음력" before a birth date that the calendar column calls lunar. */
static struct dlb_text as_lunar(struct reading *reading, struct dlb_text src, char buffer[64])
{
    static const char *const words[] = {"lunar", "LUNAR", "음", "음력", "-", NULL};
    static const char mark[] = "음력 ";
    struct dlb_text calendar = dlb_row_text(reading->row, COLUMN_CALENDAR);
    const size_t mark_len = sizeof mark - 1;
    if (!calendar.data || !src.data || !is_word(calendar, words)) return src;
    bool is_marked = memmem(src.data, src.len, "음", strlen("음")) != NULL;
    if (is_marked || src.len > 64 - mark_len) return src;
    memcpy(buffer, mark, mark_len);
    memcpy(buffer + mark_len, src.data, src.len);
    return (struct dlb_text){buffer, src.len + mark_len};
}

static void read_values(struct reading *reading)
{
    char lunar[64];
    for (unsigned v = 0; v < reading->reader->n_values; v++) {
        const struct dlb_person_value *value = &reading->reader->values[v];
        struct dlb_text src = dlb_row_text(reading->row, value->column);
        if (value->role == ROLE_BIRTH) src = as_lunar(reading, src, lunar);
        (void)take_value(reading, value, src);
    }
}

/* ---- one column completes another ------------------------------------------------------------ */

/* Replace a value by one from elsewhere; false when that is no better. */
static bool mend_value(struct reading *reading, unsigned role, struct dlb_text src)
{
    const struct dlb_person_value *value = value_of_role(reading->reader, role);
    if (!value || take_value(reading, value, src) < DOLBOM_QUALITY_REPAIRED) return false;
    if (value->field != UINT8_MAX) reading->person->quality[value->field] = DOLBOM_QUALITY_REPAIRED;
    return true;
}

/* A name that was written into another column replaces a missing one. */
static void mend_name(struct reading *reading)
{
    struct dlb_text latin = dlb_row_text(reading->row, COLUMN_NAME_LATIN);
    struct dlb_text hanja = dlb_row_text(reading->row, COLUMN_NAME_HANJA);
    if (reading->person->name.len > 0) return;
    if (!mend_value(reading, ROLE_NAME, hanja)) (void)mend_value(reading, ROLE_NAME, latin);
}

/* A local number is one of the area where the address lies. */
static void mend_phone(struct reading *reading)
{
    const char *area = dlb_phone_area(reading->district);
    char number[sizeof reading->local + 4];
    if (reading->local_len == 0 || !area) return;
    size_t area_len = strlen(area), len = area_len + reading->local_len;
    memcpy(number, area, area_len);
    memcpy(number + area_len, reading->local, reading->local_len);
    (void)mend_value(reading, ROLE_PHONE, (struct dlb_text){number, len});
}

/* A resident number says the birth date; of six digits without the century, as such dates do. */
static void mend_birth(struct reading *reading)
{
    char day[16];
    size_t len = 10;
    if (reading->person->birth_date != DLB_DAY_NONE) return;
    if (reading->rrn_birth != DLB_DAY_NONE)
        dlb_day_write(reading->rrn_birth, day);
    else if (reading->rrn_front != 0 && !reading->has_birth)
        len = (size_t)snprintf(day, sizeof day, "%06" PRIu32, reading->rrn_front);
    else
        return;
    (void)mend_value(reading, ROLE_BIRTH, (struct dlb_text){day, len});
}

/* A resident number contains the birth date and the sex; a name may carry a note. */
static void mend_from_others(struct reading *reading)
{
    mend_phone(reading);
    mend_birth(reading);
    struct dlb_person_row *person = reading->person;
    const uint8_t sex = reading->rrn_sex ? reading->rrn_sex : reading->noted_sex;
    if (person->sex == 0 && sex != 0)
        (void)mend_value(reading, ROLE_SEX, (struct dlb_text){(const char *)&sex, 1});
}

/* The telephone number of somebody outside the family says nothing about the person. */
static void drop_proxy_phone(struct reading *reading)
{
    static const char *const words[] = {"proxy", "PROXY", NULL};
    const struct dlb_person_value *value = value_of_role(reading->reader, ROLE_PHONE);
    struct dlb_text owner = dlb_row_text(reading->row, COLUMN_PHONE_OWNER);
    bool is_proxy = owner.data && is_word(owner, words);
    if (!is_proxy || !value || value->field == UINT8_MAX) return;
    memset(reading->person->codes + value->slot, 0, value->kind->n_slots * sizeof(uint64_t));
}

/* ---- attributes -------------------------------------------------------------------------- */

static uint8_t read_relation(struct dlb_row *row)
{
    static const char *const words[] = {"head", "spouse", "child", "parent", "kin"};
    struct dlb_text text = dlb_row_text(row, COLUMN_RELATION);
    if (!text.data) return DLB_RELATION_NONE;
    for (unsigned i = 0; i < 5; i++)
        if (dlb_text_equal(text, text_of(words[i]))) return (uint8_t)(DLB_RELATION_HEAD + i);
    return DLB_RELATION_OTHER;
}

static const char *const no_words[] = {"0", "false", "FALSE", "N", "n", "아니오", NULL};
static const char *const yes_words[] = {"1", "true", "TRUE", "Y", "y", "예", NULL};

static uint8_t read_protected(struct dlb_row *row)
{
    struct dlb_text text = dlb_row_text(row, COLUMN_PROTECTED);
    return !text.data ? 2 : !is_word(text, no_words);
}

static uint8_t read_consent(struct dlb_row *row)
{
    struct dlb_text text = dlb_row_text(row, COLUMN_CONSENT);
    if (!text.data) return 2;
    return is_word(text, yes_words);
}

/* A day, or the day of a moment like "2026-01-31 09:00:00". */
static int32_t read_moment(struct dlb_row *row, size_t column)
{
    enum { DAY_LEN = 10 };
    struct dlb_text text = dlb_row_text(row, column);
    if (!text.data) return DLB_DAY_NONE;
    bool has_time = text.len > DAY_LEN && (text.data[DAY_LEN] == ' ' || text.data[DAY_LEN] == 'T');
    int32_t day = dlb_date_fast((struct dlb_text){text.data, has_time ? DAY_LEN : text.len});
    return day != DLB_DAY_NONE ? day : dlb_row_day(row, column);
}

static void read_attributes(struct reading *reading)
{
    struct dlb_row *row = reading->row;
    struct dlb_person_row *person = reading->person;
    person->zone = dlb_row_keep(row, dlb_row_text(row, COLUMN_ZONE));
    person->household = dlb_row_keep(row, dlb_row_text(row, COLUMN_HOUSEHOLD));
    person->relation = read_relation(row);
    person->death_date = read_moment(row, COLUMN_DEATH);
    person->protected_ = read_protected(row);
    person->consent = read_consent(row);
    person->registered_on = read_moment(row, COLUMN_REGISTERED);
    person->updated_at = read_moment(row, COLUMN_UPDATED);
}

/* All of them go into the sum of the agency's header, whichever the plan compares. */
static void read_token_hash(struct reading *reading)
{
    const struct dlb_person_reader *reader = reading->reader;
    struct dlb_hash128 *hash = dlb_person_row_token_hash(reader, reading->person);
    uint64_t codes[DLB_TOKEN_COLUMNS] = {0};
    if (!hash) return;
    for (unsigned c = 0; c < DLB_TOKEN_COLUMNS; c++) {
        struct dlb_text token = dlb_row_text(reading->row, reader->tokens[c]);
        if (token.data) codes[c] = dlb_token_code(reading->row->value, c, token);
    }
    *hash = dlb_token_hash(reading->person->record, codes);
}

/* ---- the reader -------------------------------------------------------------------------- */

static void read_person(struct dlb_row *row, void *out)
{
    const struct dlb_person_reader *reader = (const void *)row->reader;
    struct reading reading = {
        .reader = reader, .row = row, .person = out, .rrn_birth = DLB_DAY_NONE};
    reading.person->birth_date = DLB_DAY_NONE;
    reading.texts = dlb_person_row_texts(reader, reading.person);
    reading.person->agency = dlb_row_keep(row, dlb_row_text(row, COLUMN_AGENCY));
    reading.person->record = dlb_row_keep(row, dlb_row_text(row, COLUMN_RECORD));
    read_values(&reading);
    mend_name(&reading);
    mend_from_others(&reading);
    drop_proxy_phone(&reading);
    read_attributes(&reading);
    read_token_hash(&reading);
}

void dlb_person_row_name(const struct dlb_reader *reader, const void *context, const void *out,
                         struct dlb_text *agency, struct dlb_text *id)
{
    const struct dlb_person_row *person = out;
    (void)reader, (void)context;
    *agency = person->agency;
    *id = person->record;
}

uint64_t dlb_person_row_unordered(const struct dlb_reader *reader, const void *out)
{
    (void)reader, (void)out;
    return 0;
}

static int32_t change_of(const void *out)
{
    return ((const struct dlb_person_row *)out)->updated_at;
}

static uint8_t role_of(const struct dlb_match_field *field)
{
    for (unsigned r = 0; r < N_ROLES; r++)
        if (strcmp(field->name, roles[r].column) == 0 &&
            strcmp(field->kind->name, roles[r].kind) == 0)
            return roles[r].role;
    return ROLE_NONE;
}

static bool is_compared(const struct dlb_match_settings *match, const char *column)
{
    for (unsigned f = 0; f < match->n_fields; f++)
        if (strcmp(match->fields[f].name, column) == 0) return true;
    return false;
}

static void add_value(struct dlb_person_reader *reader, const char *column,
                      struct dlb_person_value value)
{
    value.column = (uint8_t)reader->schema.n_columns;
    const bool is_known = dlb_schema_has(&dlb_schemas[DLB_TABLE_PERSONS], column);
    reader->columns[reader->schema.n_columns++] =
        (struct dlb_column){.name = column, .expected = !is_known};
    reader->values[reader->n_values++] = value;
}

size_t dlb_person_row_bytes(const struct dlb_match_settings *match, bool with_texts)
{
    size_t codes = match->n_slots * sizeof(uint64_t);
    size_t texts = with_texts ? match->n_fields * sizeof(struct dlb_text) : 0;
    return sizeof(struct dlb_person_row) + codes + texts;
}

void dlb_person_reader_open(const dolbom_plan *plan, bool with_texts,
                            struct dlb_person_reader *reader)
{
    const struct dlb_match_settings *match = &plan->match;
    *reader = (struct dlb_person_reader){
        .schema = {.table = "persons", .columns = reader->columns, .n_columns = COLUMNS_FIXED},
        .reader = {.schema = &reader->schema,
                   .agency = COLUMN_AGENCY,
                   .id = COLUMN_RECORD,
                   .read = read_person,
                   .name = dlb_person_row_name,
                   .key = dlb_person_row_unordered,
                   .updated_at = change_of},
        .n_fields = match->n_fields,
        .n_slots = match->n_slots,
        .with_texts = with_texts};
    for (unsigned c = 0; c < COLUMNS_FIXED; c++)
        reader->columns[c] = dlb_schemas[DLB_TABLE_PERSONS].columns[fixed_columns[c]];
    for (unsigned f = 0; f < match->n_fields; f++)
        add_value(reader, match->fields[f].name,
                  (struct dlb_person_value){.kind = match->fields[f].kind,
                                            .field = (uint8_t)f,
                                            .role = role_of(&match->fields[f]),
                                            .slot = match->fields[f].slot});
    for (unsigned r = 0; r < N_ROLES; r++)
        if (!is_compared(match, roles[r].column))
            add_value(reader, roles[r].column,
                      (struct dlb_person_value){.kind = dlb_kind_find(text_of(roles[r].kind)),
                                                .field = UINT8_MAX,
                                                .role = roles[r].role});
    reader->reader.row_bytes = dlb_person_row_bytes(match, with_texts);
}

static uint8_t column_named(struct dlb_person_reader *reader, const char *name)
{
    size_t c = 0;
    while (c < reader->schema.n_columns && strcmp(reader->columns[c].name, name) != 0) c++;
    if (c == reader->schema.n_columns)
        reader->columns[reader->schema.n_columns++] = (struct dlb_column){.name = name};
    return (uint8_t)c;
}

void dlb_person_reader_take_tokens(struct dlb_person_reader *reader)
{
    reader->schema.table = "tokens";
    reader->of_tokens = true;
    reader->reader.row_bytes += sizeof(struct dlb_hash128);
    for (unsigned c = 0; c < DLB_TOKEN_COLUMNS; c++)
        reader->tokens[c] = column_named(reader, dlb_token_column(c));
}
