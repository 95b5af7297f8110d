/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tokens.c - tokens of records, made and written down.
 *
 *   token  := HMAC-SHA-256(subkey of the column, field(column) field(part) …), the first 128 bits
 *   subkey := derived from the active key with label "dolbom/1/token", purpose the column
 *
 * A token that many records of one agency have is of a placeholder that nobody knows as one, or
 * gives away by its frequency whose it is: it is withheld, and counted.
 */
#include "people/people.h"

#include <string.h>

enum { TASK_RECORDS = 4096, HEX = 2 * DLB_TOKEN_BYTES };

const struct dlb_token_kind dlb_token_kinds[DLB_TOKEN_KINDS] = {
    {"name_birth_sex", {DLB_TOKEN_NAME, DLB_TOKEN_BIRTH, DLB_TOKEN_SEX}},
    {"sound_birth_sex", {DLB_TOKEN_SOUND, DLB_TOKEN_BIRTH, DLB_TOKEN_SEX}},
    {"sound_year_days", {DLB_TOKEN_SOUND, DLB_TOKEN_YEAR, DLB_TOKEN_DAYS}},
    {"name_phone", {DLB_TOKEN_NAME, DLB_TOKEN_PHONE}},
    {"birth_sex_phone", {DLB_TOKEN_BIRTH, DLB_TOKEN_SEX, DLB_TOKEN_PHONE}},
    {"name_year_address", {DLB_TOKEN_NAME, DLB_TOKEN_YEAR, DLB_TOKEN_SEX, DLB_TOKEN_BUILDING}},
    {"name_day_address", {DLB_TOKEN_NAME, DLB_TOKEN_MONTH_DAY, DLB_TOKEN_SEX, DLB_TOKEN_BUILDING}},
    {"given_birth_address", {DLB_TOKEN_GIVEN, DLB_TOKEN_BIRTH, DLB_TOKEN_SEX, DLB_TOKEN_BUILDING}},
};

/* ---- making ---------------------------------------------------------------------------------- */

struct making {
    const struct dlb_cleaned *cleaned;
    const dolbom_plan *plan;
    struct dlb_tokens *tokens;
    struct dlb_digest digests[DLB_TOKEN_KINDS];
};

static void make_token(const struct making *making, const struct dlb_token_parts *parts,
                       unsigned kind, uint32_t record)
{
    const uint8_t *wanted = dlb_token_kinds[kind].parts;
    struct dlb_text fields[DLB_TOKEN_PARTS_MAX];
    size_t n = 0;
    for (; wanted[n] != DLB_TOKEN_NO_PART; n++) {
        fields[n] = parts->at[wanted[n]];
        if (!fields[n].len) return;
    }
    dlb_digest_of(&making->digests[kind], fields, n, making->tokens->at[record][kind]);
    making->tokens->has[record] |= (uint8_t)(1U << kind);
}

static dolbom_status make_task(void *context, size_t task, unsigned worker, dolbom_error *error)
{
    const struct making *making = context;
    struct dlb_token_parts parts;
    size_t begin = task * TASK_RECORDS, end = begin + TASK_RECORDS;
    (void)worker, (void)error;
    for (size_t r = begin; r < end && r < making->tokens->n; r++) {
        dlb_token_parts_read(making->plan, making->cleaned, (uint32_t)r, &parts);
        for (unsigned k = 0; k < DLB_TOKEN_KINDS; k++) make_token(making, &parts, k, (uint32_t)r);
    }
    dlb_wipe(&parts, sizeof parts);
    return DOLBOM_OK;
}

/* ---- withholding ----------------------------------------------------------------------------- */

static uint64_t sort_key(const unsigned char token[DLB_TOKEN_BYTES])
{
    uint64_t key;
    memcpy(&key, token, sizeof key);
    return key;
}

/* Equal tokens of one agency lie together: records are sorted by agency, and sorting is stable. */
static void withhold_repeated(const struct dlb_cleaned *cleaned, struct dlb_tokens *tokens,
                              unsigned kind, const struct dlb_sort_item *items, size_t n)
{
    const uint32_t *agency = cleaned->records.agency;
    for (size_t from = 0, to; from < n; from = to) {
        const uint32_t owner = agency[items[from].value];
        for (to = from + 1; to < n; to++)
            if (items[to].key != items[from].key || agency[items[to].value] != owner) break;
        if (to - from <= DLB_TOKEN_REPEATS) continue;
        tokens->n_withheld[owner] += to - from;
        for (size_t i = from; i < to; i++) tokens->has[items[i].value] &= (uint8_t) ~(1U << kind);
    }
}

static dolbom_status withhold(const struct dlb_cleaned *cleaned, struct dlb_tokens *tokens,
                              dolbom_error *error)
{
    struct dlb_sort_item *items = dlb_alloc_array(tokens->env, tokens->n, sizeof *items);
    dolbom_status status = items ? DOLBOM_OK : dlb_fail_memory(error, tokens->env);
    for (unsigned k = 0; k < DLB_TOKEN_KINDS && status == DOLBOM_OK; k++) {
        size_t n = 0;
        for (size_t r = 0; r < tokens->n; r++)
            if (tokens->has[r] >> k & 1)
                items[n++] = (struct dlb_sort_item){sort_key(tokens->at[r][k]), r};
        status = dlb_sort(tokens->env, items, n, error);
        if (status == DOLBOM_OK) withhold_repeated(cleaned, tokens, k, items, n);
    }
    dlb_free(tokens->env, items, tokens->n * sizeof *items);
    return status;
}

/* ---- the whole ------------------------------------------------------------------------------- */

void dlb_tokens_clear(struct dlb_tokens *tokens)
{
    if (!tokens->env) return;
    dlb_free(tokens->env, tokens->at, tokens->n * sizeof *tokens->at);
    dlb_free(tokens->env, tokens->has, tokens->n);
    dlb_free(tokens->env, tokens->n_withheld, tokens->n_agencies * sizeof *tokens->n_withheld);
    *tokens = (struct dlb_tokens){0};
}

static dolbom_status open_tokens(const struct dlb_cleaned *cleaned, struct dlb_tokens *tokens,
                                 dolbom_error *error)
{
    struct dlb_env *env = cleaned->env;
    *tokens = (struct dlb_tokens){
        .env = env, .n = cleaned->records.n, .n_agencies = cleaned->people.n_agencies};
    tokens->at = dlb_alloc_array(env, tokens->n, sizeof *tokens->at);
    tokens->has = dlb_alloc_zero(env, tokens->n);
    tokens->n_withheld = dlb_alloc_zero(env, tokens->n_agencies * sizeof *tokens->n_withheld);
    bool is_complete = tokens->at && tokens->has && tokens->n_withheld;
    return is_complete ? DOLBOM_OK : dlb_fail_memory(error, env);
}

dolbom_status dlb_tokens_make(const struct dlb_cleaned *cleaned, const dolbom_plan *plan,
                              struct dlb_tokens *tokens, dolbom_error *error)
{
    struct making making = {cleaned, plan, tokens, {{{0}, {0}}}};
    if (!plan->keyring)
        return dlb_fail(error, DOLBOM_E_KEY, -1, NULL,
                        "tokens are made with a secret key, and the plan has none (--key)");
    for (unsigned k = 0; k < DLB_TOKEN_KINDS; k++)
        dlb_keyring_token_open(plan->keyring, dlb_token_kinds[k].name, &making.digests[k]);
    size_t n_tasks = ((size_t)cleaned->records.n + TASK_RECORDS - 1) / TASK_RECORDS;
    dolbom_status status = open_tokens(cleaned, tokens, error);
    if (status == DOLBOM_OK)
        status = dlb_run_tasks(tokens->env, "tokens", n_tasks, make_task, &making, error);
    dlb_wipe(making.digests, sizeof making.digests);
    if (status == DOLBOM_OK) status = withhold(cleaned, tokens, error);
    if (status != DOLBOM_OK) dlb_tokens_clear(tokens);
    return status;
}

/* ---- writing --------------------------------------------------------------------------------- */

static const struct dlb_frame_column attributes[] = {
    {"agency_id", DLB_FRAME_TEXT, 0},    {"record_id", DLB_FRAME_TEXT, 0},
    {"household_id", DLB_FRAME_TEXT, 0}, {"relation", DLB_FRAME_TEXT, 0},
    {"zone_id", DLB_FRAME_TEXT, 0},      {"death_date", DLB_FRAME_DAY, 0},
    {"registered_on", DLB_FRAME_DAY, 0}, {"updated_at", DLB_FRAME_DAY, 0}};

enum {
    ATTRIBUTES = sizeof attributes / sizeof *attributes,
    COLUMNS_MAX = ATTRIBUTES + 2 + DLB_TOKEN_KINDS
};

/* An empty flag means something where the column is there, so the column is there only where
 * `persons` has it. */
static size_t lay_columns(const struct dlb_people *people,
                          struct dlb_frame_column columns[COLUMNS_MAX])
{
    size_t n = ATTRIBUTES;
    memcpy(columns, attributes, sizeof attributes);
    if (people->has_protected)
        columns[n++] = (struct dlb_frame_column){"protected", DLB_FRAME_INT32, 0};
    if (people->has_consent)
        columns[n++] = (struct dlb_frame_column){"consent", DLB_FRAME_INT32, 0};
    for (unsigned k = 0; k < DLB_TOKEN_KINDS; k++)
        columns[n++] = (struct dlb_frame_column){dlb_token_kinds[k].name, DLB_FRAME_TEXT, 0};
    return n;
}

/* What says nothing of who somebody is, and rules need. */
static void put_attributes(const struct dlb_cleaned *cleaned, uint32_t r, struct dlb_frame *frame)
{
    const char *const *relations = dlb_schema_words(DLB_TABLE_TOKENS, DLB_TOKENS_RELATION);
    const struct dlb_people *people = &cleaned->people;
    const struct dlb_member *member = &people->members[r];
    const uint8_t relation = cleaned->relation[r];
    bool has_household = member->household != DLB_NO_CODE;
    dlb_frame_text(frame, people->agencies[member->agency]);
    dlb_frame_text(frame, member->record_id);
    dlb_frame_text(frame, has_household ? people->household_ids[member->household]
                                        : (struct dlb_text){NULL, 0});
    dlb_frame_cstring(frame, relation ? relations[relation - DLB_RELATION_HEAD] : NULL);
    dlb_frame_text(frame, member->zone_id);
    dlb_frame_day(frame, member->death_date);
    dlb_frame_day(frame, member->registered_on);
    dlb_frame_day(frame, member->updated_at);
    if (people->has_protected) dlb_frame_flag(frame, member->protected_);
    if (people->has_consent) dlb_frame_flag(frame, member->consent);
}

static void put_tokens(const struct dlb_tokens *tokens, uint32_t r, struct dlb_frame *frame)
{
    char hex[HEX];
    for (unsigned k = 0; k < DLB_TOKEN_KINDS; k++) {
        bool is_there = tokens->has[r] >> k & 1;
        if (is_there) dlb_hex128(tokens->at[r][k], hex);
        dlb_frame_text(frame, (struct dlb_text){is_there ? hex : NULL, is_there ? HEX : 0});
    }
}

dolbom_status dlb_tokens_frame(const struct dlb_cleaned *cleaned, const struct dlb_tokens *tokens,
                               struct dlb_frame **frame, dolbom_error *error)
{
    struct dlb_frame_column columns[COLUMNS_MAX];
    const size_t n_columns = lay_columns(&cleaned->people, columns);
    dolbom_status status = dlb_frame_open(cleaned->env, columns, n_columns, frame, error);
    for (uint32_t r = 0; r < tokens->n && status == DOLBOM_OK; r++) {
        put_attributes(cleaned, r, *frame);
        put_tokens(tokens, r, *frame);
        if (r % DLB_ROWS_PER_ASK == 0) status = dlb_ask(cleaned->env, error);
    }
    if (status == DOLBOM_OK) return DOLBOM_OK;
    dlb_frame_free(*frame);
    *frame = NULL;
    return status;
}
