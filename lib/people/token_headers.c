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
static const char scheme[] = "dolbom-tokens-1";

/* ---- writing --------------------------------------------------------------------------------- */

static struct dlb_text write_hex(uint64_t number, char hex[17])
{
    snprintf(hex, 17, "%016llx", (unsigned long long)number);
    return (struct dlb_text){hex, 16};
}

static int64_t count_tokens(const struct dlb_cleaned *cleaned, const struct dlb_tokens *tokens,
                            uint32_t agency, int64_t *n_records)
{
    int64_t n = 0;
    *n_records = 0;
    for (uint32_t r = 0; r < cleaned->records.n; r++) {
        if (cleaned->records.agency[r] != agency) continue;
        ++*n_records;
        n += __builtin_popcount(tokens->has[r]);
    }
    return n;
}

dolbom_status dlb_token_headers_frame(const struct dlb_cleaned *cleaned, const dolbom_plan *plan,
                                      const struct dlb_tokens *tokens, struct dlb_frame **frame,
                                      dolbom_error *error)
{
    static const struct dlb_frame_column columns[] = {
        {"agency_id", DLB_FRAME_TEXT, 0},    {"scheme", DLB_FRAME_TEXT, 0},
        {"domain", DLB_FRAME_TEXT, 0},       {"key", DLB_FRAME_TEXT, 0},
        {"normal_forms", DLB_FRAME_TEXT, 0}, {"n_records", DLB_FRAME_INT64, 0},
        {"n_tokens", DLB_FRAME_INT64, 0},    {"n_withheld", DLB_FRAME_INT64, 0}};
    dolbom_key_info info = {.struct_size = sizeof info};
    char hex[17];
    (void)dolbom_keyring_describe(plan->keyring, 0, &info);
    dolbom_status status =
        dlb_frame_open(cleaned->env, columns, sizeof columns / sizeof *columns, frame, error);
    if (status != DOLBOM_OK) return status;
    for (uint32_t a = 0; a < tokens->n_agencies; a++) {
        int64_t n_records, n_tokens = count_tokens(cleaned, tokens, a, &n_records);
        dlb_frame_text(*frame, cleaned->people.agencies[a]);
        dlb_frame_cstring(*frame, scheme);
        dlb_frame_text(*frame, (struct dlb_text){info.domain.data, info.domain.len});
        dlb_frame_text(*frame, write_hex(info.fingerprint, hex));
        dlb_frame_text(*frame, write_hex(dlb_address_version(), hex));
        dlb_frame_int(*frame, n_records);
        dlb_frame_int(*frame, n_tokens);
        dlb_frame_int(*frame, (int64_t)tokens->n_withheld[a]);
    }
    return DOLBOM_OK;
}

/* ---- checking -------------------------------------------------------------------------------- */

enum { N_SAME = 4 };

/* A row, on its way; what must be the same for all comes first. */
struct header {
    struct dlb_text same[N_SAME], agency;
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
        "tokens were made by versions of dolbom that write addresses differently; make all of "
        "them with one version"};
    for (unsigned i = 0; i < N_SAME; i++)
        if (!dlb_text_equal(header->same[i], first->same[i]))
            return dlb_fail(error, DOLBOM_E_KEY, -1, reader.schema->columns[same_columns[i]].name,
                            "%s", why[i]);
    if (dlb_text_equal(first->same[0], dlb_text_of(scheme))) return DOLBOM_OK;
    return dlb_fail(error, DOLBOM_E_KEY, -1, "scheme",
                    "tokens were made in a form that this version of dolbom does not know");
}

static dolbom_status check_count(const struct header *header, const struct dlb_cleaned *cleaned,
                                 uint8_t *announced, dolbom_error *error)
{
    const struct dlb_people *people = &cleaned->people;
    uint32_t agency = dlb_text_find(people->agencies, people->n_agencies, header->agency);
    int64_t n = 0;
    for (uint32_t r = 0; r < cleaned->records.n; r++) n += cleaned->records.agency[r] == agency;
    if (n != header->n_records)
        return dlb_fail(error, DOLBOM_E_INPUT, -1, "n_records",
                        "an agency's tokens are %lld records, and its header counts %lld; take the "
                        "files as they were made",
                        (long long)n, (long long)header->n_records);
    if (agency != DLB_NO_CODE) announced[agency] = 1;
    return DOLBOM_OK;
}

static dolbom_status check_all(const struct header *headers, uint32_t n,
                               const struct dlb_cleaned *cleaned, dolbom_error *error)
{
    const uint32_t n_agencies = cleaned->people.n_agencies;
    uint8_t *announced = dlb_alloc_zero(cleaned->env, n_agencies);
    dolbom_status status = announced ? DOLBOM_OK : dlb_fail_memory(error, cleaned->env);
    for (uint32_t i = 0; i < n && status == DOLBOM_OK; i++) {
        status = check_same(&headers[i], headers, error);
        if (status == DOLBOM_OK) status = check_count(&headers[i], cleaned, announced, error);
    }
    for (uint32_t a = 0; a < n_agencies && status == DOLBOM_OK; a++)
        if (!announced[a])
            status = dlb_fail(error, DOLBOM_E_INPUT, -1, "agency_id",
                              "tokens of an agency have no row in token_headers; take the files as "
                              "they were made");
    dlb_free(cleaned->env, announced, n_agencies);
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
