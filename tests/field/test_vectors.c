/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_vectors.c - names, phones, dates and numbers against tables of examples.
 *
 * The project's own tables always run. The shared ones are skipped where they are absent;
 * those that describe a step (the law, a sound, readings) are held against that step.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "field/field.h"
#include "vectors.h"

/* 2026-06-30: two-digit years and the future depend on it. */
static const struct dlb_value_context context = {.as_of = 20634};

static struct dlb_text written(const struct vectors *v)
{
    return (struct dlb_text){v->written, v->written_len};
}

/* ---- canonical texts ------------------------------------------------------------------------ */

/* One of the texts between '|'. */
static bool is_one_of(const char *got, const char *expected)
{
    size_t len = strlen(got);
    for (;; expected++) {
        size_t n = strcspn(expected, "|");
        if (n == len && memcmp(got, expected, n) == 0) return true;
        expected += n;
        if (*expected == 0) return false;
    }
}

static void normalize(const char *kind_name, struct dlb_text src, char text[DLB_CANONICAL_MAX + 1])
{
    const struct dlb_kind *kind = dlb_kind_find((struct dlb_text){kind_name, strlen(kind_name)});
    union dlb_parsed parsed;
    uint64_t codes[DLB_KIND_SLOTS_MAX];
    kind->encode(&context, src, &parsed, codes);
    text[kind->write(&parsed, src, text)] = 0;
}

static void run(const char *folder, const char *table, const char *kind)
{
    struct vectors v;
    char got[DLB_CANONICAL_MAX + 1];
    if (!vectors_open(&v, folder, table)) cr_skip_test("no table %s/%s", folder, table);
    while (vectors_next(&v)) {
        normalize(kind, written(&v), got);
        cr_expect(is_one_of(got, v.expected), "%s:%d: '%s' gives '%s', not '%s' (%s)", table,
                  v.line, v.written, got, v.expected, v.why);
    }
}

Test(vectors, own_names) { run(VECTORS_OWN, "name.tsv", "name"); }
Test(vectors, own_phones) { run(VECTORS_OWN, "phone.tsv", "phone"); }
Test(vectors, own_dates) { run(VECTORS_OWN, "date.tsv", "date"); }
Test(vectors, own_business_numbers)
{
    run(VECTORS_OWN, "brn.tsv", "brn");
}
Test(vectors, own_corporate_numbers)
{
    run(VECTORS_OWN, "crn.tsv", "crn");
}
Test(vectors, own_resident_numbers) { run(VECTORS_OWN, "rrn.tsv", "rrn"); }
Test(vectors, shared_names) { run(VECTORS_SHARED, "name.tsv", "name"); }
Test(vectors, shared_masked_names) { run(VECTORS_SHARED, "name_mask.tsv", "name"); }
Test(vectors, shared_typed_names) { run(VECTORS_SHARED, "qwerty.tsv", "name"); }
Test(vectors, shared_hanja_names) { run(VECTORS_SHARED, "hanja.tsv", "name"); }
Test(vectors, shared_phones) { run(VECTORS_SHARED, "phone.tsv", "phone"); }
Test(vectors, shared_dates) { run(VECTORS_SHARED, "date.tsv", "date"); }

/* ---- parts -------------------------------------------------------------------------------------- */

static void name_parts(struct dlb_text src, struct parts *parts)
{
    static const char *const flags[] = {"masked",   "foreign",     "deceased", "placeholder",
                                        "relation", "typed_latin", "namesake", "hanja_read"};
    dolbom_name n = {.struct_size = sizeof n};
    dlb_name_parse(&context, src, &n);
    parts_put(parts, "quality", quality_names[n.quality], strlen(quality_names[n.quality]));
    parts_put(parts, "surname", n.text, n.surname_len);
    parts_put(parts, "surname_alt", n.text, n.surname_len_alt);
    parts_put(parts, "given", n.text + n.surname_len, n.text_len - (size_t)n.surname_len);
    parts_put(parts, "hanja", n.hanja, n.hanja_len);
    parts_put(parts, "latin", n.latin, n.latin_len);
    parts_put(parts, "alias", n.alias, n.alias_len);
    parts_put(parts, "sound", n.sound, n.sound_len);
    parts_put(parts, "namesake", n.namesake, n.namesake_len);
    parts_put(parts, "sex", (const char *)&n.sex, n.sex != 0);
    parts_put_number(parts, "age", n.age);
    parts_put_flags(parts, n.flags, flags, 8);
}

static void phone_parts(struct dlb_text src, struct parts *parts)
{
    static const char *const kinds[] = {"none",     "mobile",  "landline",
                                        "internet", "virtual", "service"};
    dolbom_phone p = {.struct_size = sizeof p};
    dlb_phone_parse(&context, src, &p);
    parts_put(parts, "quality", quality_names[p.quality], strlen(quality_names[p.quality]));
    parts_put(parts, "kind", kinds[p.kind], strlen(kinds[p.kind]));
    parts_put_number(parts, "numbers", p.n_numbers);
}

static void date_parts(struct dlb_text src, struct parts *parts)
{
    static const char *const flags[] = {"lunar", "no_day", "no_month", "guessed", "more"};
    dolbom_date d = {.struct_size = sizeof d};
    dlb_date_parse(&context, src, &d);
    parts_put(parts, "quality", quality_names[d.quality], strlen(quality_names[d.quality]));
    parts_put_flags(parts, d.flags, flags, 5);
}

static void rrn_parts(struct dlb_text src, struct parts *parts)
{
    static const char *const checks[] = {"none", "ok", "suspect"};
    dolbom_rrn r = {.struct_size = sizeof r};
    dlb_rrn_parse(&context, src, &r);
    parts_put(parts, "quality", quality_names[r.quality], strlen(quality_names[r.quality]));
    parts_put(parts, "check", checks[r.check], strlen(checks[r.check]));
    parts_put(parts, "sex", (const char *)&r.sex, r.sex != 0);
    parts_put_number(parts, "foreign", r.foreign);
    parts_put_number(parts, "digits", r.n_digits);
    parts_put_day(parts, "birth", r.birth_days);
}

static void brn_parts(struct dlb_text src, struct parts *parts)
{
    static const char *const checks[] = {"none", "ok", "suspect"};
    static const char *const types[] = {"none", "individual", "corporation"};
    dolbom_brn b = {.struct_size = sizeof b};
    dlb_brn_parse(&context, src, &b);
    parts_put(parts, "quality", quality_names[b.quality], strlen(quality_names[b.quality]));
    parts_put(parts, "check", checks[b.check], strlen(checks[b.check]));
    parts_put(parts, "type", types[b.type], strlen(types[b.type]));
    dlb_crn_parse(&context, src, &b);
    parts_put(parts, "crn", checks[b.check], strlen(checks[b.check]));
}

static void run_parts(const char *table, void (*parts_of)(struct dlb_text, struct parts *))
{
    struct vectors v;
    struct parts parts;
    char missing[256];
    cr_assert(vectors_open(&v, VECTORS_OWN, table), "no table %s", table);
    while (vectors_next(&v)) {
        parts_clear(&parts);
        parts_of(written(&v), &parts);
        cr_expect(parts_hold(&parts, v.expected, missing), "%s:%d: '%s' gives %s, without %s (%s)",
                  table, v.line, v.written, parts.text, missing, v.why);
    }
}

Test(vectors, parts_of_names) { run_parts("name_parts.tsv", name_parts); }
Test(vectors, parts_of_phones) { run_parts("phone_parts.tsv", phone_parts); }
Test(vectors, parts_of_dates) { run_parts("date_parts.tsv", date_parts); }
Test(vectors, parts_of_business_numbers)
{
    run_parts("brn_parts.tsv", brn_parts);
}
Test(vectors, parts_of_resident_numbers) { run_parts("rrn_parts.tsv", rrn_parts); }

/* ---- shared tables of steps ----------------------------------------------------------------------- */

/* "number|birth|sex|class|check" of a resident number, "" for a placeholder. */
static void write_rrn(struct dlb_text src, char out[128])
{
    static const char *const checks[] = {"na", "ok", "bad"};
    dolbom_rrn r = {.struct_size = sizeof r};
    char number[DOLBOM_RRN_MAX + 1] = "", day[11] = "";
    dlb_rrn_parse(&context, src, &r);
    number[dlb_rrn_write(&r, src, number)] = 0;
    if (r.quality == DOLBOM_QUALITY_MISSING || r.birth_days == DLB_DAY_NONE) {
        strcpy(out, r.quality == DOLBOM_QUALITY_MISSING ? "" : "invalid:date");
        return;
    }
    dlb_day_write(r.birth_days, day);
    int n = r.n_digits == 13 ? sprintf(out, "%s|", number)
                             : sprintf(out, "%.6s-%s|", number, number + 6);
    n += sprintf(out + n, "%s|%c|%s|", day, r.sex, r.foreign ? "FR" : "KR");
    if (r.n_digits == 13) sprintf(out + n, "ck=%s", checks[r.check]);
    else strcpy(out + n, "partial");
}

static void run_shared_rrn(const char *table)
{
    struct vectors v;
    char got[128];
    if (!vectors_open(&v, VECTORS_SHARED, table)) cr_skip_test("no table %s", table);
    while (vectors_next(&v)) {
        write_rrn(written(&v), got);
        cr_expect_str_eq(got, v.expected, "%s:%d (%s)", table, v.line, v.why);
    }
}

Test(vectors, shared_resident_numbers) { run_shared_rrn("rrn.tsv"); }
Test(vectors, shared_foreigner_numbers) { run_shared_rrn("frn.tsv"); }

/* "number|ck=ok" */
Test(vectors, shared_business_numbers)
{
    struct vectors v;
    char got[128] = "";
    if (!vectors_open(&v, VECTORS_SHARED, "brn.tsv")) cr_skip_test("no table");
    while (vectors_next(&v)) {
        dolbom_brn b = {.struct_size = sizeof b};
        dlb_brn_parse(&context, written(&v), &b);
        if (b.number)
            snprintf(got, sizeof got, "%010llu|ck=%s", (unsigned long long)b.number,
                     b.check == DOLBOM_RRN_CHECK_OK ? "ok" : "bad");
        cr_expect_str_eq(got, v.expected, "brn.tsv:%d (%s)", v.line, v.why);
    }
}

static void run_syllables(const char *table, uint32_t (*change)(uint32_t))
{
    struct vectors v;
    struct dlb_runes runes;
    char got[256];
    if (!vectors_open(&v, VECTORS_SHARED, table)) cr_skip_test("no table %s", table);
    while (vectors_next(&v)) {
        cr_assert(dlb_runes_read(written(&v), &runes));
        for (size_t i = 0; i < runes.n; i++) runes.at[i] = change(runes.at[i]);
        got[dlb_runes_write(runes.at, runes.n, got, sizeof got - 1)] = 0;
        cr_expect_str_eq(got, v.expected, "%s:%d (%s)", table, v.line, v.why);
    }
}

Test(vectors, shared_initial_sound_law) { run_syllables("law.tsv", dlb_law); }
Test(vectors, shared_sounds) { run_syllables("sound.tsv", dlb_sound); }

Test(vectors, shared_surnames)
{
    struct vectors v;
    char got[256];
    if (!vectors_open(&v, VECTORS_SHARED, "name_split.tsv")) cr_skip_test("no table");
    while (vectors_next(&v)) {
        dolbom_name n = {.struct_size = sizeof n};
        dlb_name_parse(&context, written(&v), &n);
        snprintf(got, sizeof got, "%.*s|%.*s", n.surname_len, n.text, n.text_len - n.surname_len,
                 n.text + n.surname_len);
        cr_expect_str_eq(got, v.expected, "name_split.tsv:%d (%s)", v.line, v.why);
    }
}
