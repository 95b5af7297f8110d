/* SPDX-License-Identifier: Apache-2.0 */
/*
 * records.c - what an agency writes down about a person, with its habits and slips.
 *
 *   birth date missing 2 %, wrong 1.2 %      phone missing 12 %, an old one where it changed
 *   the old address where the person moved   name mistyped 1.2 %, law variants, namesake letters
 *   lot address 3 %                          titles, brackets and spaces by agency
 *
 * A person is known to 1.8 agencies on average, at most to five.
 */
#include "sample/sample.h"

#include <string.h>

void sample_date_text(int32_t day, uint8_t style, char text[32])
{
    static const char *const formats[] = {"%04d-%02d-%02d", "%04d.%02d.%02d", "%04d%02d%02d",
                                          "%d년 %d월 %d일"};
    int32_t year, month, day_of_month;
    text[0] = 0;
    if (day == EMPTY) return;
    tool_day_split(day, &year, &month, &day_of_month);
    snprintf(text, 32, formats[style], year, month, day_of_month);
}

int32_t sample_month_number(const struct sample_world *world)
{
    int32_t year, month, day;
    tool_day_split(world->as_of, &year, &month, &day);
    return year * 12 + month - 1;
}

void sample_month(const struct sample_world *world, int32_t ago, int32_t *first, int32_t *last)
{
    int32_t number = sample_month_number(world) - ago, next = number + 1;
    *first = tool_day(number / 12, number % 12 + 1, 1);
    *last = tool_day(next / 12, next % 12 + 1, 1) - 1;
}

static void phone_text(uint64_t phone, uint8_t style, char text[32])
{
    unsigned middle = (unsigned)(phone / 10000), last = (unsigned)(phone % 10000);
    static const char *const formats[] = {"010-%04u-%04u", "010%04u%04u", "010.%04u.%04u",
                                          "+82 10-%04u-%04u"};
    snprintf(text, 32, formats[style], middle, last);
}

/* What the agency puts after a name: a title for elders, a letter for namesakes. */
static const char *name_tail(struct chance *chance, const struct sample_person *person,
                             const struct sample_agency *agency, bool exact)
{
    bool elder = person->birth < tool_day(1956, 1, 1);
    if (agency->honorifics && elder && chance_of(chance, 60000))
        return chance_of(chance, 500000) ? "어르신" : person->female ? " 할머니" : " 할아버지";
    if (!exact && chance_of(chance, 8000)) return chance_of(chance, 500000) ? "A" : "2";
    return "";
}

/* "김 순자", "김순자 어르신", "김순자A": the same person to whoever wrote it. */
static void name_text(struct sample_world *world, const struct sample_person *person,
                      const struct sample_agency *agency, bool exact, char text[96])
{
    struct chance *chance = &world->chance;
    char surname[8], given[16];
    strcpy(surname, person->name.surname);
    strcpy(given, person->name.given);
    if (person->foreign && chance_of(chance, 150000)) {
        strcpy(text, person->name.latin);
        return;
    }
    if (!exact && chance_of(chance, 12000)) sample_mistype(chance, given);
    if (!exact && chance_of(chance, 20000)) sample_surname_variant(surname);
    bool spaced = *surname && agency->spaced_names && chance_of(chance, 300000);
    snprintf(text, 96, "%s%s%s%s", surname, spaced ? " " : "", given,
             name_tail(chance, person, agency, exact));
}

static int32_t slipped_birth(struct sample_world *world, int32_t birth)
{
    struct chance *chance = &world->chance;
    int32_t year, month, day;
    tool_day_split(birth, &year, &month, &day);
    switch (chance_below(chance, 4)) {
    case 0:
        return birth + 10; /* one digit of the day */
    case 1:
        return day <= 12 ? tool_day(year, day, month) : birth - 10;
    case 2:
        return tool_day(year + 1, month, day > 28 ? 28 : day);
    default:
        return birth + (int32_t)chance_below(chance, 400) + 1;
    }
}

static void put_identity(struct sample_world *world, struct sheet *sheet,
                         const struct sample_person *person, const struct sample_agency *agency,
                         bool exact)
{
    struct chance *chance = &world->chance;
    char name[96], date[32] = "", rrn[16] = "";
    name_text(world, person, agency, exact, name);
    sheet_cell(sheet, name);
    sheet_cell(sheet, person->female ? (agency->date_style == DATE_ISO ? "F" : "여")
                                     : (agency->date_style == DATE_ISO ? "M" : "남"));
    int32_t birth = person->birth;
    if (!exact && chance_of(chance, 12000)) birth = slipped_birth(world, birth);
    if (exact || !chance_of(chance, 20000)) sample_date_text(birth, agency->date_style, date);
    sheet_cell(sheet, date);
    bool has_rrn = world->rrn_share == RRN_ALL || (world->rrn_share == RRN_HALF && agency->rrn);
    if (has_rrn && person->rrn[0] && (exact || !chance_of(chance, 50000)))
        snprintf(rrn, sizeof rrn, "%.6s-%s", person->rrn, person->rrn + 6);
    sheet_cell(sheet, rrn);
}

static void put_contact(struct sample_world *world, struct sheet *sheet,
                        const struct sample_person *person, const struct sample_agency *agency,
                        bool exact)
{
    struct chance *chance = &world->chance;
    char phone[32] = "", address[256];
    bool old_phone = !exact && person->phone_before && chance_of(chance, 500000);
    if (exact || !chance_of(chance, 120000))
        phone_text(old_phone ? person->phone_before : person->phone, agency->phone_style, phone);
    sheet_cell(sheet, phone);
    sheet_cell(sheet, *phone && !old_phone && person->phone_is_proxy ? "proxy" : "");
    bool old_home = !exact && person->moved && chance_of(chance, 500000);
    const struct sample_place *place = old_home ? &person->home_before : &person->home;
    sample_address(place, agency, !exact && chance_of(chance, 30000), address, sizeof address);
    sheet_cell(sheet, person->placeless ? "" : address);
    sheet_cell(sheet, person->placeless ? "" : sample_zone_id(person->home.zone));
}

static void put_household(struct sheet *sheet, const struct sample_person *person)
{
    static const char *const relations[] = {"head", "spouse", "child"};
    char household[16] = "";
    if (person->household) snprintf(household, sizeof household, "H%u", person->household);
    sheet_cell(sheet, household);
    sheet_cell(sheet, person->household ? relations[person->relation] : "");
}

void sample_record(struct sample_world *world, const struct sample_person *person, uint8_t agency,
                   bool exact, struct sample_record *record)
{
    const struct sample_agency *writer = &sample_agencies[agency];
    struct sheet *sheet = &world->sheets[agency][PERSONS];
    char date[32];
    record->agency = agency;
    record->number = ++world->n_rows[agency][PERSONS];
    snprintf(record->id, sizeof record->id, "P%07u", record->number);
    sheet_cell(sheet, writer->id);
    sheet_cell(sheet, record->id);
    put_identity(world, sheet, person, writer, exact);
    put_contact(world, sheet, person, writer, exact);
    put_household(sheet, person);
    sample_date_text(person->death, writer->date_style, date);
    sheet_cell(sheet, date);
    sheet_cell(sheet, "0");
    sheet_cell(sheet, "1");
    int32_t registered = world->as_of - 90 - (int32_t)chance_below(&world->chance, 1500);
    sample_date_text(registered, writer->date_style, date);
    sheet_cell(sheet, date);
    sheet_cell(sheet, date);
    sheet_end(sheet);
    sheet_cell(&world->truth_records, writer->id);
    sheet_cell(&world->truth_records, record->id);
    sheet_int(&world->truth_records, person->id);
    sheet_end(&world->truth_records);
}

/* Agencies a person may be known to, likeliest first. */
static size_t list_candidates(const struct sample_world *world, const struct sample_person *person,
                              uint8_t candidates[8])
{
    int32_t age = (world->as_of - person->birth) / 365;
    size_t n = 0;
    candidates[n++] = (uint8_t)(HOPE_EAST + person->home.zone);
    if (age >= 65)
        candidates[n++] =
            person->home.zone == 0 || person->home.zone == 3 ? SENIOR_EAST : SENIOR_WEST;
    if (age < 19) candidates[n++] = CHILD;
    candidates[n++] = CITY_HALL;
    candidates[n++] = FOOD_BANK;
    candidates[n++] = HEALTH_CENTRE;
    candidates[n++] = HOSPITAL;
    if (age >= 10) candidates[n++] = DISABILITY;
    return n;
}

size_t sample_choose_agencies(struct sample_world *world, const struct sample_person *person,
                              uint8_t agencies[5])
{
    /* 1, 2, 3, 4, 5 agencies for 50, 29, 14, 5, 2 % of people: 1.8 on average */
    static const uint32_t bounds[] = {500000, 790000, 930000, 980000};
    uint32_t draw = chance_below(&world->chance, 1000000);
    size_t wanted = 1;
    while (wanted < 5 && draw >= bounds[wanted - 1]) wanted++;
    uint8_t candidates[8];
    size_t n_candidates = list_candidates(world, person, candidates), n = 0;
    while (n < wanted && n_candidates) {
        uint32_t at = chance_skewed(&world->chance, (uint32_t)n_candidates);
        agencies[n++] = candidates[at];
        memmove(candidates + at, candidates + at + 1, n_candidates - at - 1);
        n_candidates--;
    }
    return n;
}
