/* SPDX-License-Identifier: Apache-2.0 */
/*
 * people.c - households of invented people.
 *
 * Families are what makes linking go wrong: one surname, one address, often one phone,
 * brothers and sisters with a syllable in common, twins with the birth date in common. A
 * third of all people live in families that share a phone; one birth in twenty is of twins;
 * one elder in ten is reached by somebody else's phone, and the number of one worker serves
 * forty of them.
 */
#include "sample/sample.h"

#include <string.h>

enum { NEVER = INT32_MIN, PROXY_CLIENTS = 40 };

uint64_t sample_phone(struct sample_world *world)
{
    /* A walk over all 20 million numbers after 010-0 and 010-1 that visits none twice. */
    uint64_t n = world->n_phones++ % 20000000u;
    return n * 7368787u % 20000000u;
}

void sample_rrn(struct sample_world *world, struct sample_person *person)
{
    static const int weights[12] = {2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5};
    person->rrn[0] = 0;
    if (person->birth >= tool_day(2020, 10, 5)) return; /* present numbers are random */
    int32_t year, month, day;
    tool_day_split(person->birth, &year, &month, &day);
    int century = (person->foreign ? 5 : 1) + (year >= 2000 ? 2 : 0) + person->female;
    uint32_t serial = world->n_rrn[century - 1]++ % 3000;
    snprintf(person->rrn, sizeof person->rrn, "%02u%02u%02u%u%02u%02u%u0", (unsigned)year % 100u,
             (unsigned)month % 100u, (unsigned)day % 100u, (unsigned)century % 10u, 97 + serial % 3,
             serial / 30 % 100, serial / 3 % 10);
    int sum = 0;
    for (int i = 0; i < 12; i++) sum += (person->rrn[i] - '0') * weights[i];
    person->rrn[12] = (char)('0' + ((person->foreign ? 13 : 11) - sum % 11) % 10);
}

/* Ages of the people known to welfare agencies: many old, some children. */
static int32_t draw_birth(struct sample_world *world)
{
    static const int16_t from[] = {1926, 1936, 1946, 1956, 1966, 1976, 1991, 2008};
    static const int16_t span[] = {10, 10, 10, 10, 10, 15, 17, 18};
    static const uint8_t weight[] = {5, 15, 20, 18, 13, 12, 7, 10};
    uint32_t at = chance_below(&world->chance, 100), i = 0;
    while (at >= weight[i]) at -= weight[i++];
    int32_t year = from[i] + (int32_t)chance_below(&world->chance, (uint32_t)span[i]);
    int32_t first = tool_day(year, 1, 1);
    if (chance_of(&world->chance, 15000)) return first; /* births recorded as 1 January */
    int32_t birth = first + (int32_t)chance_below(&world->chance, 365);
    return birth < world->as_of - 30 ? birth : world->as_of - 30;
}

static void begin_person(struct sample_world *world, struct sample_person *person)
{
    *person = (struct sample_person){.id = ++world->n_people, .death = NEVER};
}

/* What a person has of his or her own. */
static void finish_person(struct sample_world *world, struct sample_person *person)
{
    struct chance *chance = &world->chance;
    if (!person->phone) person->phone = sample_phone(world);
    if (chance_of(chance, 120000)) person->phone_before = sample_phone(world);
    if (chance_of(chance, 90000)) {
        person->moved = true;
        sample_place(chance, &person->home_before);
    }
    bool elder = person->birth < tool_day(1956, 1, 1);
    if (elder && chance_of(chance, 100000)) {
        if (!world->proxy_left) {
            world->proxy_phone = sample_phone(world);
            world->proxy_left = PROXY_CLIENTS;
        }
        person->phone_is_proxy = true;
        person->phone = world->proxy_phone;
        world->proxy_left--;
    }
    sample_rrn(world, person);
}

void sample_plain_person(struct sample_world *world, int32_t birth_year, bool female,
                         struct sample_person *person)
{
    struct chance *chance = &world->chance;
    begin_person(world, person);
    person->female = female;
    person->birth = tool_day(birth_year, 1, 2) + (int32_t)chance_below(chance, 363);
    sample_surname(chance, person->name.surname);
    sample_given(chance, birth_year, female, NULL, person->name.given);
    sample_place(chance, &person->home);
    person->phone = sample_phone(world);
    sample_rrn(world, person);
}

static void invent_single(struct sample_world *world, struct sample_person *person)
{
    struct chance *chance = &world->chance;
    begin_person(world, person);
    person->female = chance_of(chance, 560000);
    person->birth = draw_birth(world);
    int32_t year, month, day;
    tool_day_split(person->birth, &year, &month, &day);
    person->foreign = year > 1955 && chance_of(chance, 30000);
    if (person->foreign) {
        sample_foreign_name(chance, &person->name);
    } else {
        sample_surname(chance, person->name.surname);
        sample_given(chance, year, person->female, NULL, person->name.given);
    }
    sample_place(chance, &person->home);
    finish_person(world, person);
}

/* A child of the household: the father's surname, a syllable in common, the same home. */
static void invent_child(struct sample_world *world, const struct sample_person *head,
                         const char *shared, int32_t birth, struct sample_person *child)
{
    begin_person(world, child);
    child->birth = birth;
    child->female = chance_of(&world->chance, 490000);
    child->relation = 2;
    child->home = head->home;
    child->household = head->household;
    strcpy(child->name.surname, head->name.surname);
    int32_t year, month, day;
    tool_day_split(birth, &year, &month, &day);
    const char *syllable = chance_of(&world->chance, 600000) ? shared : NULL;
    sample_given(&world->chance, year, child->female, syllable, child->name.given);
}

static void invent_spouse(struct sample_world *world, const struct sample_person *head,
                          struct sample_person *spouse)
{
    begin_person(world, spouse);
    spouse->female = !head->female;
    spouse->birth = head->birth - 1500 + (int32_t)chance_below(&world->chance, 3000);
    spouse->relation = 1;
    spouse->home = head->home;
    spouse->household = head->household;
    int32_t year, month, day;
    tool_day_split(spouse->birth, &year, &month, &day);
    sample_surname(&world->chance, spouse->name.surname);
    sample_given(&world->chance, year, spouse->female, NULL, spouse->name.given);
}

/* Children between 20 and 40 years younger than the head, none born after the as-of date. */
static size_t invent_children(struct sample_world *world, const struct sample_person *head,
                              size_t n_wanted, struct sample_person *children)
{
    const char *shared = sample_generation_syllable(&world->chance);
    int32_t birth = head->birth + 20 * 365 + (int32_t)chance_below(&world->chance, 12 * 365);
    size_t n = 0;
    while (n < n_wanted && birth < world->as_of - 60) {
        invent_child(world, head, shared, birth, &children[n++]);
        if (n < n_wanted && chance_of(&world->chance, 26000)) {
            invent_child(world, head, shared, birth, &children[n]);
            children[n - 1].twin = children[n].twin = true;
            n++;
        }
        birth += 400 + (int32_t)chance_below(&world->chance, 1500);
    }
    return n;
}

size_t sample_household(struct sample_world *world, struct sample_person people[HOUSEHOLD_MAX])
{
    struct chance *chance = &world->chance;
    invent_single(world, &people[0]);
    size_t n = 1;
    bool family =
        !people[0].foreign && people[0].birth < tool_day(2000, 1, 1) && chance_of(chance, 330000);
    if (!family) return n;
    people[0].household = ++world->n_households;
    if (chance_of(chance, 650000)) {
        invent_spouse(world, &people[0], &people[n]);
        n++;
    }
    n += invent_children(world, &people[0], 1 + chance_below(chance, 3), people + n);
    bool share_phone = chance_of(chance, 700000);
    for (size_t i = 1; i < n; i++) {
        if (share_phone) {
            people[i].phone = people[0].phone;
            people[i].phone_is_proxy = people[0].phone_is_proxy;
        }
        finish_person(world, &people[i]);
    }
    return n;
}
