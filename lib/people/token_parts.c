/* SPDX-License-Identifier: Apache-2.0 */
/*
 * token_parts.c - what of a record goes into tokens.
 *
 * Canonical texts are taken apart as `dolbom value` takes them, so that whoever has its output
 * can make the same tokens. What could be anybody's is left out: a masked name, a birth date
 * without its day, a telephone number with digits hidden.
 */
#include "people/people.h"

#include <string.h>

static const struct dlb_text nothing = {NULL, 0};

/* The canonical text of a column that the plan compares as that kind; null when it is unusable. */
static struct dlb_text text_of(const dolbom_plan *plan, const struct dlb_cleaned *cleaned,
                               uint32_t record, const char *column, const struct dlb_kind *kind)
{
    const struct dlb_match_settings *match = &plan->match;
    for (unsigned f = 0; f < match->n_fields; f++) {
        const struct dlb_match_field *field = &match->fields[f];
        if (field->kind != kind || strcmp(field->name, column) != 0) continue;
        const size_t at = (size_t)record * cleaned->n_fields + f;
        const uint64_t *codes =
            cleaned->records.codes + (size_t)record * cleaned->n_slots + field->slot;
        bool is_compared = false; /* the number of somebody else has a text, but no codes */
        for (unsigned s = 0; s < kind->n_slots; s++) is_compared |= codes[s] != 0;
        bool is_usable = is_compared && cleaned->quality[at] >= DOLBOM_QUALITY_REPAIRED;
        return is_usable && cleaned->texts[at].len ? cleaned->texts[at] : nothing;
    }
    return nothing;
}

/* "name" of "surname=김;name=…"; null when there is none. */
static struct dlb_text part_of(const struct dlb_parts *parts, const char *name)
{
    const size_t name_len = strlen(name);
    const char *at = parts->text, *end = at + parts->len;
    while (at < end) {
        const char *stop = memchr(at, ';', (size_t)(end - at));
        size_t len = (size_t)((stop ? stop : end) - at);
        if (len > name_len && memcmp(at, name, name_len) == 0 && at[name_len] == '=')
            return (struct dlb_text){at + name_len + 1, len - name_len - 1};
        at += len + 1;
    }
    return nothing;
}

static void take_apart(const dolbom_plan *plan, const struct dlb_kind *kind, struct dlb_text text,
                       struct dlb_parts *parts)
{
    union dlb_parsed parsed;
    parts->len = 0;
    if (text.data && kind->parse(&plan->value, text, &parsed) >= DOLBOM_QUALITY_REPAIRED)
        kind->parts(&parsed, parts);
}

static void read_name(const dolbom_plan *plan, struct dlb_text name, struct dlb_token_parts *parts)
{
    take_apart(plan, &dlb_kind_name, name, &parts->name);
    struct dlb_text flags = part_of(&parts->name, "flags");
    bool is_masked = flags.data && memmem(flags.data, flags.len, "masked", strlen("masked"));
    if (!name.data || is_masked) return;
    parts->at[DLB_TOKEN_NAME] = name;
    parts->at[DLB_TOKEN_SOUND] = part_of(&parts->name, "sound");
    parts->at[DLB_TOKEN_GIVEN] = part_of(&parts->name, "given");
}

static void read_birth(struct dlb_text birth, struct dlb_token_parts *parts)
{
    enum { LEN = 10, MONTH = 5, DAY = 8 }; /* YYYY-MM-DD */
    bool is_whole = birth.len == LEN && !memchr(birth.data, '?', birth.len);
    if (!is_whole) return;
    bool day_first = memcmp(birth.data + DAY, birth.data + MONTH, 2) < 0;
    memcpy(parts->days, birth.data + (day_first ? DAY : MONTH), 2);
    memcpy(parts->days + 2, birth.data + (day_first ? MONTH : DAY), 2);
    parts->at[DLB_TOKEN_BIRTH] = birth;
    parts->at[DLB_TOKEN_YEAR] = (struct dlb_text){birth.data, 4};
    parts->at[DLB_TOKEN_MONTH_DAY] = (struct dlb_text){birth.data + MONTH, LEN - MONTH};
    parts->at[DLB_TOKEN_DAYS] = (struct dlb_text){parts->days, sizeof parts->days};
}

void dlb_token_parts_read(const dolbom_plan *plan, const struct dlb_cleaned *cleaned,
                          uint32_t record, struct dlb_token_parts *parts)
{
    struct dlb_text phone = text_of(plan, cleaned, record, "phone", &dlb_kind_phone);
    struct dlb_text address = text_of(plan, cleaned, record, "address", &dlb_kind_address);
    memset(parts->at, 0, sizeof parts->at);
    read_name(plan, text_of(plan, cleaned, record, "name", &dlb_kind_name), parts);
    read_birth(text_of(plan, cleaned, record, "birth_date", &dlb_kind_date), parts);
    parts->at[DLB_TOKEN_SEX] = text_of(plan, cleaned, record, "sex", &dlb_kind_sex);
    if (phone.data && !memchr(phone.data, '?', phone.len)) parts->at[DLB_TOKEN_PHONE] = phone;
    take_apart(plan, &dlb_kind_address, address, &parts->address);
    parts->at[DLB_TOKEN_EMD] = part_of(&parts->address, "emd");
    parts->at[DLB_TOKEN_BUILDING] = part_of(&parts->address, "lot_key");
    if (!parts->at[DLB_TOKEN_BUILDING].data)
        parts->at[DLB_TOKEN_BUILDING] = part_of(&parts->address, "road_key");
}
