/* SPDX-License-Identifier: Apache-2.0 */
/*
 * token_headers.c - what tokens were made with, and whether those of several agencies can be
 * compared.
 *
 * Tokens of different keys, domains or normal forms are never equal, and a cut file lacks people:
 * compared, they would find nothing, and nobody would know why. So each agency's tokens come with a
 * row that says what they were made with and how many records they are.
 */
#include "people/people.h"

#include <stdio.h>
#include <string.h>

/* Changes when the same values give other tokens. */
static const char scheme[] = "dolbom-tokens-2";

/* ---- sums ------------------------------------------------------------------------------------ */

/* All that an agency sends, whatever the order of its rows. */
struct total {
    int64_t n_records, n_tokens;
    struct dlb_hash128 sum; /* of hashes of records; finds accidents, for anybody can make it */
};

uint64_t dlb_token_code(const struct dlb_value_context *value, unsigned column,
                        struct dlb_text token)
{
    union dlb_parsed parsed;
    uint64_t code = 0;
    if (column >= DLB_TOKEN_KINDS) return dlb_hash64(token.data, token.len);
    (void)dlb_kind_code.encode(value, token, &parsed, &code);
    return code;
}

struct dlb_hash128 dlb_token_hash(struct dlb_text record, const uint64_t codes[DLB_TOKEN_COLUMNS])
{
    const struct dlb_hash128 id = dlb_hash128(record.data, record.len);
    uint64_t words[2 + DLB_TOKEN_COLUMNS] = {id.low, id.high};
    char bytes[sizeof words];
    memcpy(words + 2, codes, DLB_TOKEN_COLUMNS * sizeof *codes);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(words[i / 8] >> (i % 8 * 8)); /* the same on all machines */
    return dlb_hash128(bytes, sizeof bytes);
}

static void add_record(struct total *total, struct dlb_hash128 hash)
{
    total->sum.low += hash.low;
    total->sum.high += hash.high;
    total->n_records++;
}

/* The codes that whoever reads the tokens will have of them. */
static void encode_tokens(const dolbom_plan *plan, const struct dlb_tokens *tokens, uint32_t r,
                          uint64_t codes[DLB_TOKEN_COLUMNS])
{
    char hex[DLB_TOKEN_HEX_MAX];
    for (unsigned c = 0; c < DLB_TOKEN_COLUMNS; c++) {
        const struct dlb_text token = dlb_token_write(tokens, r, c, hex);
        codes[c] = token.len ? dlb_token_code(&plan->value, c, token) : 0;
    }
}

/* By agency, to be freed; NULL: no memory. */
static struct total *sum_made(const struct dlb_cleaned *cleaned, const dolbom_plan *plan,
                              const struct dlb_tokens *tokens)
{
    struct total *totals = dlb_alloc_zero(cleaned->env, tokens->n_agencies * sizeof *totals);
    uint64_t codes[DLB_TOKEN_COLUMNS];
    for (uint32_t r = 0; totals && r < tokens->n; r++) {
        struct total *total = &totals[cleaned->records.agency[r]];
        encode_tokens(plan, tokens, r, codes);
        add_record(total, dlb_token_hash(cleaned->people.members[r].record_id, codes));
        for (unsigned c = 0; c < DLB_TOKEN_COLUMNS; c++) total->n_tokens += codes[c] != 0;
    }
    return totals;
}

static struct total *sum_read(const struct dlb_cleaned *cleaned)
{
    struct total *totals =
        dlb_alloc_zero(cleaned->env, cleaned->people.n_agencies * sizeof *totals);
    for (uint32_t r = 0; totals && r < cleaned->records.n; r++)
        add_record(&totals[cleaned->records.agency[r]], cleaned->token_hashes[r]);
    return totals;
}

static struct dlb_text write_hex(uint64_t number, char hex[17])
{
    snprintf(hex, 17, "%016llx", (unsigned long long)number);
    return (struct dlb_text){hex, 16};
}

static struct dlb_text write_sum(struct dlb_hash128 sum, char hex[33])
{
    (void)write_hex(sum.high, hex);
    (void)write_hex(sum.low, hex + 16);
    return (struct dlb_text){hex, 32};
}

/* ---- writing --------------------------------------------------------------------------------- */

static void put_header(struct dlb_frame *frame, const struct dlb_cleaned *cleaned,
                       const dolbom_key_info *info, const struct total *totals,
                       const struct dlb_tokens *tokens, uint32_t agency)
{
    char hex[33];
    dlb_frame_text(frame, cleaned->people.agencies[agency]);
    dlb_frame_cstring(frame, scheme);
    dlb_frame_text(frame, (struct dlb_text){info->domain.data, info->domain.len});
    dlb_frame_text(frame, write_hex(info->fingerprint, hex));
    dlb_frame_text(frame, write_hex(dlb_address_version(), hex));
    dlb_frame_int(frame, totals[agency].n_records);
    dlb_frame_int(frame, totals[agency].n_tokens);
    dlb_frame_int(frame, (int64_t)tokens->n_withheld[agency]);
    dlb_frame_text(frame, write_sum(totals[agency].sum, hex));
}

dolbom_status dlb_token_headers_frame(const struct dlb_cleaned *cleaned, const dolbom_plan *plan,
                                      const struct dlb_tokens *tokens, struct dlb_frame **frame,
                                      dolbom_error *error)
{
    static const struct dlb_frame_column columns[] = {
        {"agency_id", DLB_FRAME_TEXT, 0},    {"scheme", DLB_FRAME_TEXT, 0},
        {"domain", DLB_FRAME_TEXT, 0},       {"key", DLB_FRAME_TEXT, 0},
        {"normal_forms", DLB_FRAME_TEXT, 0}, {"n_records", DLB_FRAME_INT64, 0},
        {"n_tokens", DLB_FRAME_INT64, 0},    {"n_withheld", DLB_FRAME_INT64, 0},
        {"checksum", DLB_FRAME_TEXT, 0}};
    dolbom_key_info info = {.struct_size = sizeof info};
    struct total *totals = sum_made(cleaned, plan, tokens);
    *frame = NULL;
    (void)dolbom_keyring_describe(plan->keyring, 0, &info);
    dolbom_status status = totals ? DOLBOM_OK : dlb_fail_memory(error, cleaned->env);
    if (status == DOLBOM_OK)
        status =
            dlb_frame_open(cleaned->env, columns, sizeof columns / sizeof *columns, frame, error);
    for (uint32_t a = 0; a < tokens->n_agencies && status == DOLBOM_OK; a++)
        put_header(*frame, cleaned, &info, totals, tokens, a);
    dlb_free(cleaned->env, totals, tokens->n_agencies * sizeof *totals);
    return status;
}

/* ---- checking -------------------------------------------------------------------------------- */

enum { N_SAME = 4 };

/* A row, on its way; what must be the same for all comes first. */
struct header {
    struct dlb_text same[N_SAME], agency, checksum;
    int64_t n_records;
};

static const uint8_t same_columns[N_SAME] = {DLB_TOKEN_HEADERS_SCHEME, DLB_TOKEN_HEADERS_DOMAIN,
                                             DLB_TOKEN_HEADERS_KEY, DLB_TOKEN_HEADERS_NORMAL_FORMS};

static void read_header(struct dlb_row *row, void *out)
{
    struct header *header = out;
    for (unsigned i = 0; i < N_SAME; i++)
        header->same[i] = dlb_row_keep(row, dlb_row_text(row, same_columns[i]));
    header->agency = dlb_row_keep(row, dlb_row_text(row, DLB_TOKEN_HEADERS_AGENCY_ID));
    header->checksum = dlb_row_keep(row, dlb_row_text(row, DLB_TOKEN_HEADERS_CHECKSUM));
    header->n_records = dlb_row_number(row, DLB_TOKEN_HEADERS_N_RECORDS, 0, -1);
}

static const struct dlb_reader reader = {.schema = &dlb_schemas[DLB_TABLE_TOKEN_HEADERS],
                                         .agency = -1,
                                         .id = -1,
                                         .row_bytes = sizeof(struct header),
                                         .read = read_header};

static dolbom_status check_same(const struct header *header, const struct header *first,
                                dolbom_error *error)
{
    static const char *const why[N_SAME] = {
        "tokens were made in different forms; make all of them with one version of dolbom",
        "tokens are of different domains, and never to be compared",
        "tokens were made with different keys; make all of them with one key",
        "tokens were made by versions of dolbom that write addresses differently; use one version"};
    for (unsigned i = 0; i < N_SAME; i++)
        if (!dlb_text_equal(header->same[i], first->same[i]))
            return dlb_fail(error, DOLBOM_E_KEY, -1, reader.schema->columns[same_columns[i]].name,
                            "%s", why[i]);
    return DOLBOM_OK;
}

static dolbom_status check_known(const struct header *header, dolbom_error *error)
{
    if (dlb_text_equal(header->same[0], dlb_text_of(scheme))) return DOLBOM_OK;
    return dlb_fail(error, DOLBOM_E_KEY, -1, "scheme",
                    "tokens were made in a form that this version of dolbom does not know");
}

/* What came, against what the agency says it sent. */
static dolbom_status check_total(const struct header *header, const struct total *total,
                                 dolbom_error *error)
{
    char hex[33];
    if (total->n_records != header->n_records)
        return dlb_fail(error, DOLBOM_E_INPUT, -1, "n_records",
                        "an agency's tokens are %lld records, and its header counts %lld; take the "
                        "files as they were made",
                        (long long)total->n_records, (long long)header->n_records);
    if (dlb_text_equal(header->checksum, write_sum(total->sum, hex))) return DOLBOM_OK;
    return dlb_fail(error, DOLBOM_E_INPUT, -1, "checksum",
                    "an agency's tokens are not as they were made; take the files as they were, "
                    "before any program opened and saved them");
}

static dolbom_status check_rows(const struct header *headers, uint32_t n,
                                const struct dlb_people *people, const struct total *totals,
                                uint8_t *announced, dolbom_error *error)
{
    static const struct total nothing;
    dolbom_status status = DOLBOM_OK;
    for (uint32_t i = 0; i < n && status == DOLBOM_OK; i++)
        status = check_same(&headers[i], headers, error);
    if (status == DOLBOM_OK && n) status = check_known(headers, error);
    for (uint32_t i = 0; i < n && status == DOLBOM_OK; i++) {
        uint32_t agency = dlb_text_find(people->agencies, people->n_agencies, headers[i].agency);
        bool is_there = agency != DLB_NO_CODE;
        status = check_total(&headers[i], is_there ? &totals[agency] : &nothing, error);
        if (is_there) announced[agency] = 1;
    }
    for (uint32_t a = 0; a < people->n_agencies && status == DOLBOM_OK; a++)
        if (!announced[a])
            status = dlb_fail(error, DOLBOM_E_INPUT, -1, "agency_id",
                              "tokens of an agency have no row in token_headers; take the files as "
                              "they were made");
    return status;
}

static dolbom_status check_all(const struct header *headers, uint32_t n,
                               const struct dlb_cleaned *cleaned, dolbom_error *error)
{
    const struct dlb_people *people = &cleaned->people;
    uint8_t *announced = dlb_alloc_zero(cleaned->env, people->n_agencies);
    struct total *totals = sum_read(cleaned);
    dolbom_status status = announced && totals
                               ? check_rows(headers, n, people, totals, announced, error)
                               : dlb_fail_memory(error, cleaned->env);
    dlb_free(cleaned->env, totals, people->n_agencies * sizeof *totals);
    dlb_free(cleaned->env, announced, people->n_agencies);
    return status;
}

dolbom_status dlb_token_headers_check(const struct dlb_intake *intake,
                                      const struct dlb_cleaned *cleaned, dolbom_error *error)
{
    struct dlb_rows rows = {0};
    void *headers = NULL;
    uint32_t n = 0;
    if (!dlb_intake_has(intake, reader.schema->table))
        return dlb_fail(error, DOLBOM_E_SCHEMA, -1, NULL,
                        "the table token_headers is missing, which says what tokens were made "
                        "with");
    dolbom_status status = dlb_rows_read(intake, &reader, NULL, &rows, error);
    if (status == DOLBOM_OK) status = dlb_rows_settle(intake, &rows, &headers, &n, error);
    if (status == DOLBOM_OK) status = check_all(headers, n, cleaned, error);
    dlb_free(intake->env, headers, n * sizeof(struct header));
    dlb_rows_clear(&rows);
    return status;
}
