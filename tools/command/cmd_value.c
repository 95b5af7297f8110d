/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_value.c - dolbom value KIND: a filter, one value per line.
 *
 *   in    +82 10-1234-5678
 *   out   01012345678 <tab> good <tab> kind=mobile
 *
 * Each line gives one line, an empty one too, so that the output can be pasted beside the
 * input. Parts that are absent are left out. A line longer than a field may be is invalid.
 */
#include "command/command.h"
#include "io/csv/csv.h"
#include "io/output/output.h"

#include <stdio.h>
#include <string.h>

enum {
    PARTS_MAX = 4096
};

/* The parts of one value as text. */
struct parts {
    char text[PARTS_MAX];
    size_t len;
};

static void append(struct parts *parts, const char *text, size_t len)
{
    memcpy(parts->text + parts->len, text, len);
    parts->len += len;
}

/* A part that does not fit is left out whole; PARTS_MAX suffices for all of a value. */
static void put(struct parts *parts, const char *name, const char *text, size_t len)
{
    size_t name_len = strlen(name);
    if (len == 0 || name_len + len + 2 > sizeof parts->text - parts->len) return;
    if (parts->len) append(parts, ";", 1);
    append(parts, name, name_len);
    append(parts, "=", 1);
    append(parts, text, len);
}

static void put_text(struct parts *parts, const char *name, const char *text)
{
    put(parts, name, text, strlen(text));
}

static void put_number(struct parts *parts, const char *name, uint64_t number)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    put(parts, name, digits, (size_t)len);
}

/* Words for the bits that are set, joined by "+". */
static void put_flags(struct parts *parts, unsigned flags, const char *const *words, size_t n)
{
    char text[128] = "";
    for (size_t i = 0; i < n; i++) {
        if (!(flags & 1u << i)) continue;
        if (text[0]) strcat(text, "+");
        strcat(text, words[i]);
    }
    put_text(parts, "flags", text);
}

/* ---- kinds ------------------------------------------------------------------------------------ */

/* A value's canonical text, quality and parts. */
struct answer {
    char text[DOLBOM_ADDRESS_MAX];
    size_t len;
    dolbom_quality quality;
    struct parts parts;
};

static void set_text(struct answer *answer, const char *text, size_t len)
{
    memcpy(answer->text, text, len);
    answer->len = len;
}

static void answer_name(const dolbom_plan *plan, const char *src, size_t len,
                        struct answer *answer)
{
    static const char *const words[] = {"masked", "foreign", "deceased", "placeholder",
                                        "relation", "typed_latin", "namesake", "hanja_read"};
    dolbom_name name = {.struct_size = sizeof name};
    if (dolbom_name_parse(plan, src, len, &name) != DOLBOM_OK) return;
    set_text(answer, name.text, name.text_len);
    answer->quality = name.quality;
    struct parts *parts = &answer->parts;
    put(parts, "surname", name.text, name.surname_len);
    if (name.surname_len) put(parts, "given", name.text + name.surname_len, name.text_len - name.surname_len);
    put(parts, "hanja", name.hanja, name.hanja_len);
    put(parts, "latin", name.latin, name.latin_len);
    put(parts, "alias", name.alias, name.alias_len);
    put_flags(parts, name.flags, words, sizeof words / sizeof *words);
    put(parts, "sound", name.sound, name.sound_len);
    put(parts, "fold", name.fold, name.fold_len);
    put(parts, "surname_class", name.surname_class, name.surname_class_len);
    put(parts, "surname_alt", name.text, name.surname_len_alt);
    put(parts, "namesake", name.namesake, name.namesake_len);
    if (name.sex) put(parts, "sex", (const char *)&name.sex, 1);
    if (name.age) put_number(parts, "age", name.age);
}

/* "경기도 남양주시|경춘로|0|1037|0": what the key is a hash of, for people to read; the city, for
 * agencies leave out its gu. */
static void put_address_keys(struct parts *parts, const dolbom_address *a)
{
    char key[512];
    int n = snprintf(key, sizeof key, "%.*s%s%.*s|", (int)a->sido_len, a->sido,
                     a->sido_len && a->city_len ? " " : "", (int)a->city_len, a->city);
    if (a->road_key) {
        snprintf(key + n, sizeof key - (size_t)n, "%.*s|%u|%u|%u", (int)a->road_len, a->road,
                 a->under, a->main, a->sub);
        put_text(parts, "road_key", key);
    }
    if (a->lot_key) {
        snprintf(key + n, sizeof key - (size_t)n, "%.*s%s%.*s|%u|%u|%u", (int)a->emd_len, a->emd,
                 a->ri_len ? " " : "", (int)a->ri_len, a->ri, a->mountain, a->lot_main,
                 a->lot_sub);
        put_text(parts, "lot_key", key);
    }
}

static void put_nonzero(struct parts *parts, const char *name, uint64_t number)
{
    if (number != 0) put_number(parts, name, number);
}

/* Codes of districts, and the numbers beside those of the canonical text. */
static void put_address_numbers(struct parts *parts, const dolbom_address *a)
{
    bool was_another = a->sigungu_code_written != a->sigungu_code;
    put_nonzero(parts, "code", a->sigungu_code);
    put_nonzero(parts, "written", was_another ? a->sigungu_code_written : 0);
    put(parts, "city", a->city, a->city_len);
    put_nonzero(parts, "under", a->under);
    put_nonzero(parts, "lot_main", a->lot_main);
    put_nonzero(parts, "lot_sub", a->lot_sub);
}

static void answer_address(const dolbom_plan *plan, const char *src, size_t len,
                           struct answer *answer)
{
    static const char *const kinds[] = {"none", "road", "lot", "both"};
    static const char *const words[] = {"renamed", "inferred", "mended", "dropped",
                                        "shared"};
    dolbom_address a = {.struct_size = sizeof a};
    if (dolbom_address_parse(plan, src, len, &a) != DOLBOM_OK) return;
    set_text(answer, a.text, a.text_len);
    answer->quality = a.quality;
    bool road = a.kind == DOLBOM_ADDRESS_ROAD || a.kind == DOLBOM_ADDRESS_BOTH;
    struct parts *parts = &answer->parts;
    put(parts, "sido", a.sido, a.sido_len);
    put(parts, "sigungu", a.sigungu, a.sigungu_len);
    put(parts, "emd", a.emd, a.emd_len);
    put(parts, "ri", a.ri, a.ri_len);
    put(parts, "road", a.road, a.road_len);
    if (road || a.lot_main) put_number(parts, "main", road ? a.main : a.lot_main);
    if (road || a.lot_main) put_number(parts, "sub", road ? a.sub : a.lot_sub);
    if (a.mountain) put_text(parts, "san", "1");
    put(parts, "dong", a.dong, a.dong_len);
    put(parts, "floor", a.floor, a.floor_len);
    put(parts, "ho", a.ho, a.ho_len);
    if (a.zip) {
        char zip[8];
        snprintf(zip, sizeof zip, "%05u", a.zip % 100000);
        put_text(parts, "zip", zip);
    }
    put_text(parts, "kind", kinds[a.kind & 3]);
    put_address_keys(parts, &a);
    put_address_numbers(parts, &a);
    put_flags(parts, a.flags, words, sizeof words / sizeof *words);
    put(parts, "juso", a.juso_key, a.juso_key_len);
}

static void answer_phone(const dolbom_plan *plan, const char *src, size_t len,
                         struct answer *answer)
{
    static const char *const kinds[] = {"none",     "mobile",  "landline",
                                        "internet", "virtual", "service"};
    dolbom_phone phone = {.struct_size = sizeof phone};
    if (dolbom_phone_parse(plan, src, len, &phone) != DOLBOM_OK) return;
    set_text(answer, phone.text, phone.text_len);
    answer->quality = phone.quality;
    if (phone.kind > 0 && phone.kind < sizeof kinds / sizeof *kinds)
        put_text(&answer->parts, "kind", kinds[phone.kind]);
    if (phone.n_numbers > 1) put_number(&answer->parts, "numbers", phone.n_numbers);
}

static void answer_date(const dolbom_plan *plan, const char *src, size_t len,
                        struct answer *answer)
{
    static const char *const words[] = {"lunar", "no_day", "no_month", "guessed", "more"};
    dolbom_date date = {.struct_size = sizeof date};
    if (dolbom_date_parse(plan, src, len, &date) != DOLBOM_OK) return;
    dolbom_date_normalize(plan, src, len, answer->text, sizeof answer->text, &answer->len,
                          &answer->quality);
    put_flags(&answer->parts, date.flags, words, sizeof words / sizeof *words);
}

static void answer_rrn(const dolbom_plan *plan, const char *src, size_t len, struct answer *answer)
{
    static const char *const checks[] = {"none", "ok", "suspect"};
    dolbom_rrn rrn = {.struct_size = sizeof rrn};
    if (dolbom_rrn_parse(plan, src, len, &rrn) != DOLBOM_OK) return;
    dolbom_rrn_normalize(plan, src, len, answer->text, sizeof answer->text, &answer->len,
                         &answer->quality);
    if (rrn.n_digits == 0) return;
    if (rrn.birth_days != DOLBOM_DAY_NONE) {
        char day[IO_CELL];
        size_t day_len;
        const char *text = io_day_text(day, rrn.birth_days, &day_len);
        put(&answer->parts, "birth", text, day_len);
    }
    if (rrn.sex) put(&answer->parts, "sex", (const char *)&rrn.sex, 1);
    put_number(&answer->parts, "digits", rrn.n_digits);
    put_number(&answer->parts, "foreign", rrn.foreign);
    put_text(&answer->parts, "check", checks[rrn.check % 3]);
}

/* A number without its leading zeros. */
static void put_digits_number(struct parts *parts, const char *name, const char *digits,
                              size_t len)
{
    while (len > 1 && *digits == '0') {
        digits++;
        len--;
    }
    put(parts, name, digits, len);
}

static void answer_juso(const dolbom_plan *plan, const char *src, size_t len, struct answer *answer)
{
    const char *at = answer->text;
    dolbom_juso_key_normalize(plan, src, len, answer->text, sizeof answer->text, &answer->len,
                              &answer->quality);
    if (answer->len != DOLBOM_JUSO_KEY_MAX) return;
    char road[12];
    memcpy(road, at, 5);
    memcpy(road + 5, at + 8, 7);
    put(&answer->parts, "road", road, sizeof road);
    put(&answer->parts, "emd", at + 5, 3);
    put(&answer->parts, "under", at + 15, 1);
    put_digits_number(&answer->parts, "main", at + 16, 5);
    put_digits_number(&answer->parts, "sub", at + 21, 5);
}

static void answer_pnu(const dolbom_plan *plan, const char *src, size_t len, struct answer *answer)
{
    const char *at = answer->text;
    dolbom_pnu_normalize(plan, src, len, answer->text, sizeof answer->text, &answer->len,
                         &answer->quality);
    if (answer->len != DOLBOM_PNU_MAX) return;
    put(&answer->parts, "emd", at, 10);
    put_text(&answer->parts, "san", at[10] == '2' ? "1" : "0");
    put_digits_number(&answer->parts, "main", at + 11, 4);
    put_digits_number(&answer->parts, "sub", at + 15, 4);
}

static void answer_number(const dolbom_brn *brn, int n_digits, struct answer *answer)
{
    static const char *const checks[] = {"none", "ok", "suspect"};
    static const char *const types[] = {"none", "individual", "corporation"};
    answer->quality = brn->quality;
    if (brn->quality < DOLBOM_QUALITY_REPAIRED) return;
    answer->len = (size_t)snprintf(answer->text, sizeof answer->text, "%0*llu", n_digits,
                                   (unsigned long long)brn->number);
    put_text(&answer->parts, "check", checks[brn->check % 3]);
    put_text(&answer->parts, "type", types[brn->type % 3]);
}

static void answer_brn(const dolbom_plan *plan, const char *src, size_t len, struct answer *answer)
{
    dolbom_brn brn = {.struct_size = sizeof brn};
    if (dolbom_brn_parse(plan, src, len, &brn) == DOLBOM_OK) answer_number(&brn, 10, answer);
}

static void answer_crn(const dolbom_plan *plan, const char *src, size_t len, struct answer *answer)
{
    dolbom_brn crn = {.struct_size = sizeof crn};
    if (dolbom_crn_parse(plan, src, len, &crn) == DOLBOM_OK) answer_number(&crn, 13, answer);
}

static const struct kind {
    const char *name;
    void (*answer)(const dolbom_plan *plan, const char *src, size_t len, struct answer *answer);
} kinds[] = {
    {"name", answer_name}, {"address", answer_address}, {"phone", answer_phone},
    {"date", answer_date}, {"rrn", answer_rrn},         {"brn", answer_brn},
    {"crn", answer_crn},   {"juso", answer_juso},       {"pnu", answer_pnu},
};

static const char *kind_name(size_t index)
{
    return index < sizeof kinds / sizeof *kinds ? kinds[index].name : NULL;
}

/* ---- lines ------------------------------------------------------------------------------------ */

struct filter {
    const struct kind *kind;
    struct answer answer;
};

static void write_answer(const struct answer *answer)
{
    fwrite(answer->text, 1, answer->len, stdout);
    putchar('\t');
    fputs(dolbom_quality_text(answer->quality), stdout);
    putchar('\t');
    fwrite(answer->parts.text, 1, answer->parts.len, stdout);
    putchar('\n');
}

static void answer_line(void *context, const dolbom_plan *plan, const char *line, size_t len)
{
    struct filter *filter = context;
    struct answer *answer = &filter->answer;
    answer->len = answer->parts.len = 0;
    answer->quality = DOLBOM_QUALITY_INVALID;
    if (line) filter->kind->answer(plan, line, len, answer);
    write_answer(answer);
}

enum tool_exit cmd_value(const struct tool_arguments *arguments)
{
    size_t index;
    if (!tool_find("value", arguments->word[0], kind_name, &index)) return TOOL_USAGE;
    struct filter filter = {.kind = &kinds[index]};
    return tool_filter_lines(arguments, answer_line, &filter);
}
