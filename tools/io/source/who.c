/* SPDX-License-Identifier: Apache-2.0 */
/*
 * who.c - what a row says of whose it is, and the id that is made of it.
 *
 *   김 순자   1945.3.15          the name and the birth date as the library cleans them
 *   김순자    450315-2******     the date that a resident number begins with is as good
 *   김순자    010-1234-5678      a telephone number where no date is there
 *   김*자     1945.3.15          nobody: a masked name is many people's
 *
 * The other digits of a resident number have no part in an id: they could be worked out of it.
 */
#include "io/source/who.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- where ----------------------------------------------------------------------------------- */

void io_who_find(const struct io_part *part, struct io_who_places *places)
{
    bool other = strcmp(part->of->name, "persons") != 0;
    const char *agency = io_column_theirs(&part->mapping->columns, part->of->name, "agency_id");
    *places = (struct io_who_places){.part = part,
                                     .agency = io_part_column(part, "agency_id", false),
                                     .name = io_part_column(part, "name", other),
                                     .birth = io_part_column(part, "birth_date", other),
                                     .rrn = io_part_column(part, "rrn", other),
                                     .phone = io_part_column(part, "phone", other),
                                     .agency_text = ""};
    for (size_t i = 0; i < part->n_fills; i++)
        if (part->fills[i].text &&
            strcmp(part->fills[i].column, agency ? agency : "agency_id") == 0)
            places->agency_text = part->fills[i].text;
}

const char *io_who_agency(const struct io_who_places *places, const struct io_parsed *parsed,
                          int64_t row, size_t *len)
{
    const char *text = places->agency_text;
    *len = strlen(text);
    if (places->agency >= 0) text = io_parsed_text(parsed, places->agency, row, len);
    tool_trim(&text, len);
    return text;
}

/* ---- what ------------------------------------------------------------------------------------ */

static uint64_t hash_of(const char *text, size_t len)
{
    uint64_t hash[2];
    crypto_generichash((unsigned char *)hash, sizeof hash, (const unsigned char *)text, len, NULL,
                       0);
    return hash[0] | 1; /* never 0 */
}

size_t io_clean(const struct io_mapping *mapping, const char *kind, const char *text, size_t len,
                char value[DOLBOM_VALUE_MAX])
{
    dolbom_quality quality;
    size_t n = 0;
    if (len == 0 ||
        dolbom_value_normalize(mapping->plan, kind, text, len, value, DOLBOM_VALUE_MAX, &n,
                               &quality) != DOLBOM_OK ||
        quality < DOLBOM_QUALITY_REPAIRED)
        return 0;
    bool whole = !memchr(value, '?', n); /* not masked, nor a day that is not known */
    bool own = strcmp(kind, "phone") != 0 || value[0] == '0'; /* 1588-… is a company's */
    return whole && own ? n : 0;
}

static uint64_t look(const struct io_who_places *places, const char *kind, int column,
                     const struct io_parsed *parsed, int64_t row)
{
    char value[DOLBOM_VALUE_MAX];
    size_t len;
    if (column < 0) return 0;
    const char *text = io_parsed_text(parsed, column, row, &len);
    size_t n = io_clean(places->part->mapping, kind, text, len, value);
    return n ? hash_of(value, n) : 0;
}

/* The birth date that the first six digits of a resident number say, which has no others. */
static uint64_t look_at_front(const struct io_mapping *mapping, const char *text, size_t len)
{
    enum { FRONT = 6 };
    char number[DOLBOM_VALUE_MAX], day[DOLBOM_VALUE_MAX];
    dolbom_quality quality;
    size_t n = 0;
    if (dolbom_value_normalize(mapping->plan, "rrn", text, len, number, sizeof number, &n,
                               &quality) != DOLBOM_OK ||
        n < FRONT)
        return 0;
    n = io_clean(mapping, "date", number, FRONT, day);
    return n ? hash_of(day, n) : 0;
}

/* The birth date that a resident number says. */
static uint64_t look_at_rrn(const struct io_who_places *places, const struct io_parsed *parsed,
                            int64_t row)
{
    static const char name[] = "birth=";
    char parts[DOLBOM_PARTS_MAX];
    dolbom_quality quality;
    size_t len, n = 0;
    if (places->rrn < 0) return 0;
    const char *text = io_parsed_text(parsed, places->rrn, row, &len);
    if (!len || dolbom_value_parts(places->part->mapping->plan, "rrn", text, len, parts,
                                   sizeof parts - 1, &n, &quality) != DOLBOM_OK)
        return 0;
    parts[n] = '\0';
    if (quality < DOLBOM_QUALITY_REPAIRED) return 0;
    if (strstr(parts, "digits=6;")) return look_at_front(places->part->mapping, text, len);
    const char *at = strstr(parts, name);
    if (!at) return 0;
    at += strlen(name);
    len = strcspn(at, ";");
    return len == strlen("1945-03-15") && !memchr(at, '?', len) ? hash_of(at, len) : 0;
}

bool io_who_read(const struct io_who_places *places, const struct io_parsed *parsed, int64_t row,
                 struct io_who *who)
{
    size_t len;
    const char *agency = io_who_agency(places, parsed, row, &len);
    *who = (struct io_who){.agency = hash_of(agency, len),
                           .name = look(places, "name", places->name, parsed, row),
                           .birth = look(places, "date", places->birth, parsed, row),
                           .phone = look(places, "phone", places->phone, parsed, row)};
    if (!who->birth) who->birth = look_at_rrn(places, parsed, row);
    return io_who_is_said(who);
}

bool io_who_is_said(const struct io_who *who)
{
    return who->name && (who->birth || who->phone);
}

struct io_who *io_who_read_all(const struct io_who_places *places, const struct io_parsed *parsed)
{
    struct io_who *all = calloc((size_t)parsed->n_rows + 1, sizeof *all);
    for (int64_t row = 0; all && row < parsed->n_rows; row++)
        (void)io_who_read(places, parsed, row, &all[row]);
    return all;
}

void io_who_id(const struct io_who *who, char id[IO_MADE_ID])
{
    const uint64_t said[] = {who->name, who->birth, who->birth ? 0 : who->phone};
    unsigned char hash[16];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)said, sizeof said, NULL, 0);
    for (size_t i = 0; i < 8; i++) snprintf(id + 2 * i, 3, "%02x", hash[i]);
}
