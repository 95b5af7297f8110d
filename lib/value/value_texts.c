/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value_texts.c - the public functions that take a value apart into a struct with texts.
 *
 * The parsers fill structs of our own, which have room for every text and may change with
 * every version. A caller gets pointers into a buffer instead; it holds the texts one after
 * the other, in the order of the fields, and only those of which the caller's version of the
 * struct knows: so a buffer that sufficed when a program was compiled always does.
 */
#include "value/value.h"

#include <string.h>

/* A text, and the place of its field in the public struct. */
struct placed_text {
    size_t field;
    const char *data;
    size_t len;
};

static dolbom_text *field_at(void *made, size_t field)
{
    return (dolbom_text *)(void *)((char *)made + field);
}

/* Write the texts to the buffer and set their fields; *buffer_len is what they need. */
static dolbom_status give_texts(const struct placed_text *texts, size_t n, size_t struct_size,
                                void *made, char *buffer, size_t buffer_cap, size_t *buffer_len)
{
    size_t n_known = 0, needed = 0;
    while (n_known < n && texts[n_known].field + sizeof(dolbom_text) <= struct_size)
        needed += texts[n_known++].len;
    *buffer_len = needed;
    if (needed > buffer_cap) return DOLBOM_E_ROOM;
    for (size_t i = 0; i < n_known; i++) {
        if (texts[i].len > 0) memcpy(buffer, texts[i].data, texts[i].len);
        *field_at(made, texts[i].field) = (dolbom_text){buffer, texts[i].len};
        if (texts[i].len > 0) buffer += texts[i].len;
    }
    return DOLBOM_OK;
}

static bool can_parse(const char *src, size_t src_len, const char *buffer, size_t buffer_cap,
                      const size_t *buffer_len, const void *out)
{
    bool is_room = buffer || buffer_cap == 0;
    return dlb_value_is_text(src, src_len) && is_room && buffer_len && out && dlb_struct_fits(out);
}

#define TEXT(type, from, part)                                                                     \
    {                                                                                              \
        offsetof(type, part), (from).part, (from).part##_len                                       \
    }

/* The surname and the given name are pieces of the whole, which stands in the buffer. */
static void split_name(const struct dlb_name *name, dolbom_name *made)
{
    const char *text = made->text.data;
    if (made->text.len == 0) return;
    if (name->surname_len > 0) {
        made->surname = (dolbom_text){text, name->surname_len};
        made->given =
            (dolbom_text){text + name->surname_len, (size_t)name->text_len - name->surname_len};
    }
    if (name->surname_len_alt > 0) made->surname_alt = (dolbom_text){text, name->surname_len_alt};
}

dolbom_status dolbom_name_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                                char *buffer, size_t buffer_cap, size_t *buffer_len,
                                dolbom_name *out)
{
    if (!can_parse(src, src_len, buffer, buffer_cap, buffer_len, out)) return DOLBOM_E_ARG;
    struct dlb_name name;
    dlb_name_parse(dlb_value_context_of(plan), dlb_value_text(src, src_len), &name);
    const struct placed_text texts[] = {
        TEXT(dolbom_name, name, text),     TEXT(dolbom_name, name, hanja),
        TEXT(dolbom_name, name, latin),    TEXT(dolbom_name, name, alias),
        TEXT(dolbom_name, name, namesake), TEXT(dolbom_name, name, sound),
        TEXT(dolbom_name, name, fold),     TEXT(dolbom_name, name, surname_class),
    };
    dolbom_name made = {.quality = name.quality,
                        .sex = name.sex,
                        .age = name.age,
                        .flags = name.flags,
                        .code = name.code};
    dolbom_status status = give_texts(texts, sizeof texts / sizeof *texts, out->struct_size, &made,
                                      buffer, buffer_cap, buffer_len);
    if (status != DOLBOM_OK) return status;
    split_name(&name, &made);
    return dlb_struct_give(&made, sizeof made, out);
}

static dolbom_address numbers_of(const struct dlb_address *address)
{
    return (dolbom_address){.quality = address->quality,
                            .kind = address->kind,
                            .under = address->under,
                            .mountain = address->mountain,
                            .sido_code = address->sido_code,
                            .sigungu_code = address->sigungu_code,
                            .sigungu_code_written = address->sigungu_code_written,
                            .main = address->main,
                            .sub = address->sub,
                            .lot_main = address->lot_main,
                            .lot_sub = address->lot_sub,
                            .zip = address->zip,
                            .city_code = address->city_code,
                            .flags = address->flags,
                            .road_key = address->road_key,
                            .lot_key = address->lot_key,
                            .street_key = address->street_key,
                            .unit_key = address->unit_key};
}

dolbom_status dolbom_address_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                                   char *buffer, size_t buffer_cap, size_t *buffer_len,
                                   dolbom_address *out)
{
    if (!can_parse(src, src_len, buffer, buffer_cap, buffer_len, out)) return DOLBOM_E_ARG;
    struct dlb_address address;
    dlb_address_parse(dlb_value_context_of(plan), dlb_value_text(src, src_len), &address);
    const struct placed_text texts[] = {
        TEXT(dolbom_address, address, text),     TEXT(dolbom_address, address, sido),
        TEXT(dolbom_address, address, sigungu),  TEXT(dolbom_address, address, city),
        TEXT(dolbom_address, address, emd),      TEXT(dolbom_address, address, ri),
        TEXT(dolbom_address, address, road),     TEXT(dolbom_address, address, dong),
        TEXT(dolbom_address, address, floor),    TEXT(dolbom_address, address, ho),
        TEXT(dolbom_address, address, juso_key),
    };
    dolbom_address made = numbers_of(&address);
    dolbom_status status = give_texts(texts, sizeof texts / sizeof *texts, out->struct_size, &made,
                                      buffer, buffer_cap, buffer_len);
    return status == DOLBOM_OK ? dlb_struct_give(&made, sizeof made, out) : status;
}

uint64_t dolbom_address_version(void)
{
    return dlb_address_version();
}
