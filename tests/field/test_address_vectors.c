/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_address_vectors.c - addresses against tables of examples.
 *
 *   address.tsv        written, canonical text, why
 *   address_parts.tsv  written, part=value;…, why; only the parts named are compared
 *
 * The shared tables have the same form; where they are absent, their tests are skipped.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "field/field.h"
#include "text/text.h"

enum { LINE = 2048, PARTS = 1024 };

/* ---- reading tables ---------------------------------------------------------------------- */

struct table {
    FILE *file;
    int line;
    char bytes[LINE];
    char *field[3];
};

static bool table_open(struct table *table, const char *folder, const char *name)
{
    char path[1024];
    const char *source = getenv("DOLBOM_SOURCE");
    snprintf(path, sizeof path, "%s/%s/%s", source ? source : ".", folder, name);
    table->file = fopen(path, "r");
    table->line = 1;
    return table->file != NULL && fgets(table->bytes, LINE, table->file) != NULL;
}

/* "\u3000" -> the character. */
static void unescape(char *text)
{
    char *out = text;
    for (; *text; text++) {
        unsigned code;
        if (text[0] == '\\' && text[1] == 'u' && sscanf(text + 2, "%4x", &code) == 1) {
            out += dlb_utf8_put(code, out);
            text += 5;
        } else {
            *out++ = *text;
        }
    }
    *out = 0;
}

static bool table_next(struct table *table)
{
    if (fgets(table->bytes, LINE, table->file) == NULL) {
        fclose(table->file);
        return false;
    }
    table->line++;
    table->bytes[strcspn(table->bytes, "\n")] = 0;
    char *at = table->bytes;
    for (int i = 0; i < 3; i++) {
        size_t n = strcspn(at, "\t");
        bool last = at[n] == 0;
        table->field[i] = at;
        at[n] = 0;
        at += n + !last;
    }
    unescape(table->field[0]);
    return true;
}

/* ---- what is compared -------------------------------------------------------------------- */

static dolbom_address parse(const char *text)
{
    dolbom_address address = {.struct_size = sizeof address};
    dlb_address_parse(NULL, (struct dlb_text){text, strlen(text)}, &address);
    return address;
}

static const char *const kinds[] = {"none", "road", "lot", "both"};
static const char *const qualities[] = {"missing", "invalid", "repaired", "good"};
static const char *const flags[] = {"renamed", "inferred", "mended", "dropped"};

static size_t put_text(char *out, size_t room, const char *name, const char *text, size_t len)
{
    return (size_t)snprintf(out, room, "%s=%.*s;", name, (int)len, text);
}

static size_t put_number(char *out, size_t room, const char *name, uint32_t value)
{
    return (size_t)snprintf(out, room, "%s=%u;", name, value);
}

/* All parts, "part=value;…", each once; begins with ';' so that a name can be searched for. */
static void write_parts(const dolbom_address *a, char out[PARTS])
{
    const struct {
        const char *name, *text;
        size_t len;
    } texts[] = {{"sido", a->sido, a->sido_len}, {"sigungu", a->sigungu, a->sigungu_len},
                 {"city", a->city, a->city_len}, {"emd", a->emd, a->emd_len},
                 {"ri", a->ri, a->ri_len},       {"road", a->road, a->road_len},
                 {"dong", a->dong, a->dong_len}, {"floor", a->floor, a->floor_len},
                 {"ho", a->ho, a->ho_len}};
    const struct {
        const char *name;
        uint32_t value;
    } numbers[] = {
        {"main", a->main},    {"sub", a->sub},           {"under", a->under},
        {"san", a->mountain}, {"lot_main", a->lot_main}, {"lot_sub", a->lot_sub},
        {"zip", a->zip},      {"code", a->sigungu_code}, {"written", a->sigungu_code_written}};
    size_t n =
        (size_t)snprintf(out, PARTS, ";kind=%s;quality=%s;", kinds[a->kind], qualities[a->quality]);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        n += put_text(out + n, PARTS - n, texts[i].name, texts[i].text, texts[i].len);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        n += put_number(out + n, PARTS - n, numbers[i].name, numbers[i].value);
    n += (size_t)snprintf(out + n, PARTS - n, "flags=");
    for (int i = 0; i < 4; i++)
        if (a->flags >> i & 1) n += (size_t)snprintf(out + n, PARTS - n, "%s", flags[i]);
    snprintf(out + n, PARTS - n, ";");
}

static void expect_parts(const struct table *table, const char *written, char *wanted)
{
    char got[PARTS], part[256];
    dolbom_address address = parse(written);
    write_parts(&address, got);
    cr_expect(*wanted != 0, "line %d expects nothing", table->line);
    for (char *at = strtok(wanted, ";"); at; at = strtok(NULL, ";")) {
        snprintf(part, sizeof part, ";%s;", at);
        cr_expect(strstr(got, part), "line %d: %s: wanted %s in %s (%s)", table->line, written, at,
                  got, table->field[2]);
    }
}

static void expect_text(const struct table *table, unsigned kind_wanted)
{
    dolbom_address a = parse(table->field[0]);
    const char *wanted = table->field[1];
    bool counts = kind_wanted == DOLBOM_ADDRESS_BOTH || (a.kind & kind_wanted) != 0;
    int len = counts ? a.text_len : 0;
    cr_expect((size_t)len == strlen(wanted) && memcmp(a.text, wanted, (size_t)len) == 0,
              "line %d: %s gave %.*s (%s)", table->line, table->field[0], (int)a.text_len, a.text,
              table->field[2]);
}

/* ---- the tables -------------------------------------------------------------------------- */

static void open_shared(struct table *table, const char *name)
{
    if (!table_open(table, "../shared/vectors", name)) cr_skip_test("no shared vectors");
}

Test(address_vectors, canonical_texts)
{
    struct table table;
    int n = 0;
    cr_assert(table_open(&table, "tests/vectors", "address.tsv"));
    for (; table_next(&table); n++) expect_text(&table, DOLBOM_ADDRESS_BOTH);
    cr_expect_geq(n, 150);
}

Test(address_vectors, parts)
{
    struct table table;
    int n = 0;
    cr_assert(table_open(&table, "tests/vectors", "address_parts.tsv"));
    for (; table_next(&table); n++) expect_parts(&table, table.field[0], table.field[1]);
    cr_expect_geq(n, 60);
}

Test(address_vectors, shared_road_addresses)
{
    struct table table;
    open_shared(&table, "addr_road.tsv");
    while (table_next(&table)) expect_text(&table, DOLBOM_ADDRESS_ROAD);
}

Test(address_vectors, shared_lot_addresses)
{
    struct table table;
    open_shared(&table, "addr_lot.tsv");
    while (table_next(&table)) expect_text(&table, DOLBOM_ADDRESS_LOT);
}

Test(address_vectors, shared_provinces)
{
    struct table table;
    open_shared(&table, "sido.tsv");
    while (table_next(&table)) expect_text(&table, DOLBOM_ADDRESS_BOTH);
}

Test(address_vectors, shared_changes_of_districts)
{
    struct table table;
    open_shared(&table, "admin_change.tsv");
    while (table_next(&table)) expect_text(&table, DOLBOM_ADDRESS_BOTH);
}

/* A detail is read behind a complete address only. */
Test(address_vectors, shared_details)
{
    struct table table;
    char written[LINE + 64];
    open_shared(&table, "addr_detail.tsv");
    while (table_next(&table)) {
        snprintf(written, sizeof written, "서울특별시 중구 세종대로 110, %s", table.field[0]);
        expect_parts(&table, written, table.field[1]);
    }
}
