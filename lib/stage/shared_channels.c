/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shared_channels.c - codes of telephone numbers and flats, of records and of agencies, for D16.
 *
 * A code stands for the normal form, so that spellings make no difference. The number of somebody
 * outside the family (phone_owner proxy) has no code. Which fields there are is the plan's affair.
 */
#include "stage/stage.h"

#include <string.h>

/* The field of a name and kind that records are compared by; NULL: there is none. */
static const struct dlb_match_field *find_field(const struct dlb_match_settings *match,
                                                const char *name, const struct dlb_kind *kind)
{
    for (unsigned f = 0; f < match->n_fields; f++)
        if (match->fields[f].kind == kind && strcmp(match->fields[f].name, name) == 0)
            return &match->fields[f];
    return NULL;
}

static uint64_t channel_code(const struct dlb_kind *kind, const uint64_t *codes)
{
    return kind == &dlb_kind_phone ? codes[0] : dlb_address_codes_flat(codes);
}

/* ---- agencies ------------------------------------------------------------------------------- */

/* A local number is one of the area where the agency lies. */
static struct dlb_text with_area(struct dlb_text phone, struct dlb_text area_code, char *room,
                                 size_t cap)
{
    int64_t district;
    bool known = dlb_decimal_parse(area_code, 0, &district) && district > 0 && district < 100000;
    const char *area = known ? dlb_phone_area((uint32_t)district) : NULL;
    size_t len = area ? strlen(area) : 0;
    if (!area || len + phone.len > cap) return phone;
    memcpy(room, area, len);
    memcpy(room + len, phone.data, phone.len);
    return (struct dlb_text){room, len + phone.len};
}

static uint64_t agency_code(const struct dlb_call *call, const struct dlb_agency *agency,
                            const struct dlb_kind *kind)
{
    union dlb_parsed parsed;
    uint64_t codes[DLB_KIND_SLOTS_MAX] = {0};
    char room[64];
    bool is_phone = kind == &dlb_kind_phone;
    struct dlb_text text = is_phone ? agency->phone : agency->address;
    if (!text.len) return 0;
    (void)kind->encode(&call->intake.value, text, &parsed, codes);
    if (is_phone && parsed.phone.kind == DOLBOM_PHONE_LOCAL) {
        text = with_area(text, agency->area_code, room, sizeof room);
        (void)kind->encode(&call->intake.value, text, &parsed, codes);
    }
    return channel_code(kind, codes);
}

/* ---- all of a kind --------------------------------------------------------------------------- */

static size_t list_codes(const struct dlb_call *call, const struct dlb_cleaned *cleaned,
                         const struct dlb_caseload *caseload, const struct dlb_match_field *field,
                         struct dlb_sort_item *items)
{
    size_t n = 0;
    for (uint32_t r = 0; r < cleaned->records.n; r++) {
        const uint64_t *codes = cleaned->records.codes + (size_t)r * cleaned->n_slots + field->slot;
        uint64_t code = channel_code(field->kind, codes);
        if (code) items[n++] = (struct dlb_sort_item){code, r};
    }
    for (uint32_t i = 0; i < caseload->n_agency_rows; i++) {
        uint64_t code = agency_code(call, &caseload->agency_rows[i], field->kind);
        if (code) items[n++] = (struct dlb_sort_item){code, DLB_CHANNEL_OF_AGENCY};
    }
    return n;
}

dolbom_status dlb_channels_list(const struct dlb_call *call, const struct dlb_cleaned *cleaned,
                                struct dlb_found *found, dolbom_error *error)
{
    static const struct {
        const char *name;
        const struct dlb_kind *kind;
        enum dlb_channel_kind channel;
    } sources[] = {{"phone", &dlb_kind_phone, DLB_CHANNEL_PHONE},
                   {"address", &dlb_kind_address, DLB_CHANNEL_ADDRESS}};
    const struct dlb_match_settings *match = &call->plan->match;
    struct dlb_env *env = found->env;
    bool is_known = dlb_intake_has(&call->intake, "persons"); /* even where none is compared */
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        is_known |= find_field(match, sources[i].name, sources[i].kind) != NULL;
    if (!is_known) return DOLBOM_OK;
    size_t room = (size_t)cleaned->records.n + found->caseload->n_agency_rows;
    struct dlb_sort_item *items = dlb_alloc_array(env, room, sizeof *items);
    dolbom_status status = items ? DOLBOM_OK : dlb_fail_memory(error, env);
    found->channels.env = env;
    for (size_t i = 0; i < sizeof sources / sizeof *sources && status == DOLBOM_OK; i++) {
        const struct dlb_match_field *field = find_field(match, sources[i].name, sources[i].kind);
        size_t n = field ? list_codes(call, cleaned, found->caseload, field, items) : 0;
        status = dlb_channels_add(&found->channels, cleaned->people.members, sources[i].channel,
                                  items, n, error);
    }
    dlb_free(env, items, room * sizeof *items);
    return status;
}
