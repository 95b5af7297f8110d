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

enum { TASK_RECORDS = 4096 };

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

const char *dlb_token_column(unsigned column)
{
    bool is_exact = column < DLB_TOKEN_KINDS;
    return is_exact ? dlb_token_kinds[column].name : dlb_fuzzy_kinds[column - DLB_TOKEN_KINDS].name;
}

/* ---- making ---------------------------------------------------------------------------------- */

struct making {
    const struct dlb_cleaned *cleaned;
    const dolbom_plan *plan;
    struct dlb_tokens *tokens;
    struct dlb_digest digests[DLB_TOKEN_KINDS];
    struct dlb_fuzzy_maker fuzzy[DLB_FUZZY_KINDS];
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
    making->tokens->has[record] |= (uint16_t)(1U << kind);
}

static void make_fuzzy(const struct making *making, const struct dlb_token_parts *parts,
                       uint32_t record)
{
    struct dlb_tokens *tokens = making->tokens;
    for (unsigned k = 0; k < DLB_FUZZY_KINDS; k++)
        if (dlb_fuzzy_make(&making->fuzzy[k], parts, tokens->fuzzy[record][k]))
            tokens->has[record] |= (uint16_t)(1U << (DLB_TOKEN_KINDS + k));
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
        if (making->tokens->fuzzy) make_fuzzy(making, &parts, (uint32_t)r);
    }
    dlb_wipe(&parts, sizeof parts);
    return DOLBOM_OK;
}

/* ---- withholding ----------------------------------------------------------------------------- */

/* Equal where tokens are, or the blocks of fuzzy ones. */
static uint64_t sort_key(const struct dlb_tokens *tokens, size_t r, unsigned column)
{
    uint64_t key;
    if (column >= DLB_TOKEN_KINDS) return tokens->fuzzy[r][column - DLB_TOKEN_KINDS][0];
    memcpy(&key, tokens->at[r][column], sizeof key);
    return key;
}

static bool is_few(const struct dlb_tokens *tokens, unsigned column)
{
    if (column < DLB_TOKEN_KINDS) return true;
    return tokens->fuzzy && dlb_fuzzy_kinds[column - DLB_TOKEN_KINDS].is_few;
}

/* Equal tokens of one agency lie together: records are sorted by agency, and sorting is stable. */
static void withhold_repeated(const struct dlb_cleaned *cleaned, struct dlb_tokens *tokens,
                              unsigned column, const struct dlb_sort_item *items, size_t n)
{
    const uint32_t *agency = cleaned->records.agency;
    for (size_t from = 0, to; from < n; from = to) {
        const uint32_t owner = agency[items[from].value];
        for (to = from + 1; to < n; to++)
            if (items[to].key != items[from].key || agency[items[to].value] != owner) break;
        if (to - from <= DLB_TOKEN_REPEATS) continue;
        tokens->n_withheld[owner] += to - from;
        for (size_t i = from; i < to; i++)
            tokens->has[items[i].value] &= (uint16_t) ~(1U << column);
    }
}

static dolbom_status withhold(const struct dlb_cleaned *cleaned, struct dlb_tokens *tokens,
                              dolbom_error *error)
{
    struct dlb_sort_item *items = dlb_alloc_array(tokens->env, tokens->n, sizeof *items);
    dolbom_status status = items ? DOLBOM_OK : dlb_fail_memory(error, tokens->env);
    for (unsigned c = 0; c < DLB_TOKEN_COLUMNS && status == DOLBOM_OK; c++) {
        size_t n = 0;
        if (!is_few(tokens, c)) continue;
        for (size_t r = 0; r < tokens->n; r++)
            if (tokens->has[r] >> c & 1)
                items[n++] = (struct dlb_sort_item){sort_key(tokens, r, c), r};
        status = dlb_sort(tokens->env, items, n, error);
        if (status == DOLBOM_OK) withhold_repeated(cleaned, tokens, c, items, n);
    }
    dlb_free(tokens->env, items, tokens->n * sizeof *items);
    return status;
}

/* ---- the whole ------------------------------------------------------------------------------- */

void dlb_tokens_clear(struct dlb_tokens *tokens)
{
    if (!tokens->env) return;
    dlb_free(tokens->env, tokens->at, tokens->n * sizeof *tokens->at);
    dlb_free(tokens->env, tokens->fuzzy, tokens->n * sizeof *tokens->fuzzy);
    dlb_free(tokens->env, tokens->has, tokens->n * sizeof *tokens->has);
    dlb_free(tokens->env, tokens->n_withheld, tokens->n_agencies * sizeof *tokens->n_withheld);
    *tokens = (struct dlb_tokens){0};
}

static dolbom_status open_tokens(const struct dlb_cleaned *cleaned, bool is_fuzzy,
                                 struct dlb_tokens *tokens, dolbom_error *error)
{
    struct dlb_env *env = cleaned->env;
    *tokens = (struct dlb_tokens){
        .env = env, .n = cleaned->records.n, .n_agencies = cleaned->people.n_agencies};
    tokens->at = dlb_alloc_array(env, tokens->n, sizeof *tokens->at);
    if (is_fuzzy) tokens->fuzzy = dlb_alloc_array(env, tokens->n, sizeof *tokens->fuzzy);
    tokens->has = dlb_alloc_zero(env, tokens->n * sizeof *tokens->has);
    tokens->n_withheld = dlb_alloc_zero(env, tokens->n_agencies * sizeof *tokens->n_withheld);
    bool is_complete =
        tokens->at && tokens->has && tokens->n_withheld && (tokens->fuzzy || !is_fuzzy);
    return is_complete ? DOLBOM_OK : dlb_fail_memory(error, env);
}

/* What is made with the key; to be wiped. */
static void open_digests(const dolbom_plan *plan, struct making *making)
{
    for (unsigned k = 0; k < DLB_TOKEN_KINDS; k++)
        dlb_keyring_token_open(plan->keyring, DLB_USE_TOKEN, dlb_token_kinds[k].name,
                               &making->digests[k]);
    for (unsigned k = 0; k < DLB_FUZZY_KINDS && plan->fuzzy_tokens; k++)
        dlb_fuzzy_open(plan->keyring, k, &making->fuzzy[k]);
}

dolbom_status dlb_tokens_make(const struct dlb_cleaned *cleaned, const dolbom_plan *plan,
                              struct dlb_tokens *tokens, dolbom_error *error)
{
    struct making making = {.cleaned = cleaned, .plan = plan, .tokens = tokens};
    if (!plan->keyring)
        return dlb_fail(error, DOLBOM_E_KEY, -1, NULL,
                        "tokens are made with a secret key, and the plan has none (--key)");
    open_digests(plan, &making);
    size_t n_tasks = ((size_t)cleaned->records.n + TASK_RECORDS - 1) / TASK_RECORDS;
    dolbom_status status = open_tokens(cleaned, plan->fuzzy_tokens != 0, tokens, error);
    if (status == DOLBOM_OK)
        status = dlb_run_tasks(tokens->env, "tokens", n_tasks, make_task, &making, error);
    dlb_wipe(&making, sizeof making);
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
    COLUMNS_MAX = ATTRIBUTES + 2 + DLB_TOKEN_COLUMNS
};

struct dlb_text dlb_token_write(const struct dlb_tokens *tokens, uint32_t r, unsigned column,
                                char hex[DLB_TOKEN_HEX_MAX])
{
    if (!(tokens->has[r] >> column & 1)) return (struct dlb_text){NULL, 0};
    if (column < DLB_TOKEN_KINDS) {
        dlb_hex128(tokens->at[r][column], hex);
        return (struct dlb_text){hex, 2 * DLB_TOKEN_BYTES};
    }
    dlb_codes_write(tokens->fuzzy[r][column - DLB_TOKEN_KINDS], 1 + DLB_FILTER_WORDS, hex);
    return (struct dlb_text){hex, DLB_TOKEN_HEX_MAX};
}

static unsigned count_columns(const struct dlb_tokens *tokens)
{
    return tokens->fuzzy ? DLB_TOKEN_COLUMNS : DLB_TOKEN_KINDS;
}

/* An empty flag means something where the column is there, so the column is there only where
 * `persons` has it. */
static size_t lay_columns(const struct dlb_people *people, const struct dlb_tokens *tokens,
                          struct dlb_frame_column columns[COLUMNS_MAX])
{
    size_t n = ATTRIBUTES;
    memcpy(columns, attributes, sizeof attributes);
    if (people->has_protected)
        columns[n++] = (struct dlb_frame_column){"protected", DLB_FRAME_INT32, 0};
    if (people->has_consent)
        columns[n++] = (struct dlb_frame_column){"consent", DLB_FRAME_INT32, 0};
    for (unsigned c = 0; c < count_columns(tokens); c++)
        columns[n++] = (struct dlb_frame_column){dlb_token_column(c), DLB_FRAME_TEXT, 0};
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
    char hex[DLB_TOKEN_HEX_MAX];
    for (unsigned c = 0; c < count_columns(tokens); c++)
        dlb_frame_text(frame, dlb_token_write(tokens, r, c, hex));
}

dolbom_status dlb_tokens_frame(const struct dlb_cleaned *cleaned, const struct dlb_tokens *tokens,
                               struct dlb_frame **frame, dolbom_error *error)
{
    struct dlb_frame_column columns[COLUMNS_MAX];
    const size_t n_columns = lay_columns(&cleaned->people, tokens, columns);
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
