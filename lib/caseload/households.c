/* SPDX-License-Identifier: Apache-2.0 */
/*
 * households.c - who lives with whom, as far as any agency says.
 *
 * Agencies number their households on their own. Persons are one household while some agency
 * lists them under one number. Several numbers often list the same people, or some of them:
 * only the largest set is a household, named by the smallest of the numbers that list exactly
 * it. Sets that merely share a member are two.
 *
 *   A/h1  kim lee        a household
 *   B/77  kim            inside A/h1: none of its own
 *   C/9   lee kim        the same set: A/h1 is the smaller name
 *   D/2   kim park       another household
 *
 * A person under very many numbers is a placeholder that somebody typed for everybody. It
 * would make strangers kin, so it is nobody's.
 */
#include "caseload/event_tables.h"

#include <string.h>

enum {
    NUMBERS_MAX = 100, /* household numbers of one person */
    SHORT_LIST = 12    /* is sorted in place */
};

/* Lists of numbers, one after the other: list i is values[first[i]] … values[first[i + 1]]. */
struct lists {
    uint32_t *first, *values;
    uint32_t n, room; /* lists; values there is room for */
};

struct finding_out {
    struct dlb_env *env;
    const struct dlb_member *members;
    uint32_t n_members, n_persons;
    struct lists persons; /* of each number: ascending, each once */
    struct lists numbers; /* of each person: the largest first, then the smallest number */
    uint32_t *agency;     /* of each number */
    bool *is_household;   /* of each number */
};

static uint32_t size_of(const struct lists *lists, uint32_t list)
{
    return lists->first[list + 1] - lists->first[list];
}

static bool open_lists(struct dlb_env *env, struct lists *lists, uint32_t n, uint32_t room)
{
    lists->n = n;
    lists->room = room;
    lists->first = dlb_alloc_zero(env, ((size_t)n + 1) * sizeof *lists->first);
    lists->values = dlb_alloc_array(env, room, sizeof *lists->values);
    return lists->first && lists->values;
}

static void close_lists(struct dlb_env *env, struct lists *lists)
{
    dlb_free(env, lists->first, ((size_t)lists->n + 1) * sizeof *lists->first);
    dlb_free(env, lists->values, (size_t)lists->room * sizeof *lists->values);
}

/* first[i] holds how many list i will have: becomes where it begins. */
static void counts_to_places(struct lists *lists)
{
    uint32_t place = 0;
    for (uint32_t i = 0; i <= lists->n; i++) {
        uint32_t count = lists->first[i];
        lists->first[i] = place;
        place += count;
    }
}

/* While lists were filled, first[i] moved to where the next one begins. */
static void places_back(struct lists *lists)
{
    for (uint32_t i = lists->n; i > 0; i--) lists->first[i] = lists->first[i - 1];
    lists->first[0] = 0;
}

/* ---- the persons of each number ---------------------------------------------------------- */

static int number_order(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static dolbom_status sort_list(struct dlb_env *env, uint32_t *values, uint32_t n,
                               dolbom_error *error)
{
    if (n > SHORT_LIST)
        return dlb_order_rows_in(env, values, n, sizeof *values, number_order, error);
    for (uint32_t i = 1; i < n; i++) {
        uint32_t moving = values[i], at = i;
        for (; at > 0 && values[at - 1] > moving; at--) values[at] = values[at - 1];
        values[at] = moving;
    }
    return DOLBOM_OK;
}

static dolbom_status list_persons(struct finding_out *out, dolbom_error *error)
{
    struct lists *lists = &out->persons;
    for (uint32_t i = 0; i < out->n_members; i++)
        if (out->members[i].household != DLB_NO_CODE) lists->first[out->members[i].household]++;
    counts_to_places(lists);
    for (uint32_t i = 0; i < out->n_members; i++) {
        uint32_t number = out->members[i].household;
        if (number == DLB_NO_CODE) continue;
        lists->values[lists->first[number]++] = out->members[i].person;
        out->agency[number] = out->members[i].agency;
    }
    places_back(lists);
    dolbom_status status = DOLBOM_OK;
    for (uint32_t i = 0; i < lists->n && status == DOLBOM_OK; i++)
        status = sort_list(out->env, lists->values + lists->first[i], size_of(lists, i), error);
    return status;
}

/* Keeps of each list every person once, and none whom `count` puts under too many numbers. */
static void keep_persons(struct lists *lists, const uint32_t *count)
{
    uint32_t kept = 0, from = 0;
    for (uint32_t i = 0; i < lists->n; i++) {
        uint32_t to = lists->first[i + 1], begin = kept;
        for (uint32_t j = from; j < to; j++) {
            uint32_t person = lists->values[j];
            bool again = kept > begin && lists->values[kept - 1] == person;
            bool is_placeholder = count && count[person] > NUMBERS_MAX;
            if (!again && !is_placeholder) lists->values[kept++] = person;
        }
        from = to;
        lists->first[i] = begin;
    }
    lists->first[lists->n] = kept;
}

/* ---- the numbers of each person ----------------------------------------------------------- */

/* The places of numbers among all, by size: the largest first, then the smallest number. */
static dolbom_status by_size(const struct finding_out *out, uint32_t **order, dolbom_error *error)
{
    uint32_t n = out->persons.n;
    struct dlb_sort_item *items = dlb_alloc_array(out->env, n, sizeof *items);
    struct dlb_sort_item *spare = dlb_alloc_array(out->env, n, sizeof *spare);
    *order = dlb_alloc_array(out->env, n, sizeof **order);
    bool room = items && spare && *order;
    for (uint32_t i = 0; room && i < n; i++)
        items[i] = (struct dlb_sort_item){UINT32_MAX - size_of(&out->persons, i), i};
    if (room) dlb_sort_in(items, spare, n);
    for (uint32_t i = 0; room && i < n; i++) (*order)[i] = (uint32_t)items[i].value;
    dlb_free(out->env, items, n * sizeof *items);
    dlb_free(out->env, spare, n * sizeof *spare);
    return room ? DOLBOM_OK : dlb_fail_memory(error, out->env);
}

static void count_numbers(const struct lists *persons, uint32_t *count)
{
    for (uint32_t j = 0; j < persons->first[persons->n]; j++) count[persons->values[j]]++;
}

static dolbom_status list_numbers(struct finding_out *out, dolbom_error *error)
{
    uint32_t *order;
    dolbom_status status = by_size(out, &order, error);
    if (status == DOLBOM_OK) {
        count_numbers(&out->persons, out->numbers.first);
        counts_to_places(&out->numbers);
        for (uint32_t i = 0; i < out->persons.n; i++) {
            uint32_t number = order[i], end = out->persons.first[number + 1];
            for (uint32_t j = out->persons.first[number]; j < end; j++) {
                uint32_t person = out->persons.values[j];
                out->numbers.values[out->numbers.first[person]++] = number;
            }
        }
        places_back(&out->numbers);
    }
    dlb_free(out->env, order, out->persons.n * sizeof *order);
    return status;
}

/* ---- which of them are households --------------------------------------------------------- */

static bool lists_person(const struct lists *persons, uint32_t number, uint32_t person)
{
    size_t end = persons->first[number + 1];
    size_t at = dlb_search_number(persons->first[number], end, persons->values, person);
    return at < end && persons->values[at] == person;
}

static bool lists_all(const struct lists *persons, uint32_t number, uint32_t inner)
{
    for (uint32_t j = persons->first[inner]; j < persons->first[inner + 1]; j++)
        if (!lists_person(persons, number, persons->values[j])) return false;
    return true;
}

/* No number lists all of them and more, and no smaller one lists exactly them. */
static bool is_largest(const struct finding_out *out, uint32_t number)
{
    const struct lists *persons = &out->persons, *numbers = &out->numbers;
    uint32_t begin = persons->first[number], end = persons->first[number + 1];
    if (begin == end) return false;
    uint32_t rarest = persons->values[begin];
    for (uint32_t j = begin; j < end; j++)
        if (size_of(numbers, persons->values[j]) < size_of(numbers, rarest))
            rarest = persons->values[j];
    for (uint32_t j = numbers->first[rarest]; numbers->values[j] != number; j++)
        if (lists_all(persons, numbers->values[j], number)) return false;
    return true;
}

/* ---- all of it ----------------------------------------------------------------------------- */

static dolbom_status settle_numbers(struct finding_out *out, dolbom_error *error)
{
    uint32_t *count = dlb_alloc_zero(out->env, out->n_persons * sizeof *count);
    dolbom_status status = count ? list_persons(out, error) : dlb_fail_memory(error, out->env);
    if (status == DOLBOM_OK) {
        keep_persons(&out->persons, NULL);
        count_numbers(&out->persons, count);
        keep_persons(&out->persons, count);
        status = list_numbers(out, error);
    }
    for (uint32_t i = 0; i < out->persons.n && status == DOLBOM_OK; i++)
        out->is_household[i] = is_largest(out, i);
    dlb_free(out->env, count, out->n_persons * sizeof *count);
    return status;
}

static bool make_room(const struct finding_out *out, struct dlb_households *households)
{
    uint32_t n = 0, n_listed = 0;
    for (uint32_t i = 0; i < out->persons.n; i++) {
        n += out->is_household[i];
        n_listed += out->is_household[i] ? size_of(&out->persons, i) : 0;
    }
    *households =
        (struct dlb_households){.n_room = n, .n_listed = n_listed, .n_persons = out->n_persons};
    households->list = dlb_alloc_array(out->env, n, sizeof *households->list);
    households->persons = dlb_alloc_array(out->env, n_listed, sizeof *households->persons);
    households->of_person = dlb_alloc_array(out->env, n_listed, sizeof *households->of_person);
    households->first_of =
        dlb_alloc_array(out->env, (size_t)out->n_persons + 1, sizeof *households->first_of);
    return households->list && households->persons && households->of_person && households->first_of;
}

/* The sets that are households, in order; place[i] is where set i went. */
static void copy_sets(const struct finding_out *out, struct dlb_households *households,
                      uint32_t *place)
{
    const struct lists *persons = &out->persons;
    uint32_t at = 0;
    for (uint32_t i = 0; i < persons->n; i++) {
        if (!out->is_household[i]) continue;
        uint32_t size = size_of(persons, i);
        place[i] = households->n;
        households->list[households->n++] = (struct dlb_household){i, out->agency[i], at, size};
        memcpy(households->persons + at, persons->values + persons->first[i],
               size * sizeof *households->persons);
        at += size;
    }
}

static void list_of_persons(const struct finding_out *out, struct dlb_households *households,
                            const uint32_t *place)
{
    const struct lists *numbers = &out->numbers;
    uint32_t at = 0;
    for (uint32_t person = 0; person < out->n_persons; person++) {
        households->first_of[person] = at;
        for (uint32_t j = numbers->first[person]; j < numbers->first[person + 1]; j++)
            if (out->is_household[numbers->values[j]])
                households->of_person[at++] = place[numbers->values[j]];
    }
    households->first_of[out->n_persons] = at;
}

static dolbom_status copy_households(const struct finding_out *out,
                                     struct dlb_households *households, dolbom_error *error)
{
    uint32_t *place = dlb_alloc_array(out->env, out->persons.n, sizeof *place);
    bool room = make_room(out, households) && place;
    if (room) copy_sets(out, households, place);
    if (room) list_of_persons(out, households, place);
    dlb_free(out->env, place, out->persons.n * sizeof *place);
    return room ? DOLBOM_OK : dlb_fail_memory(error, out->env);
}

dolbom_status dlb_households_make(struct dlb_env *env, const struct dlb_people *people,
                                  struct dlb_households *households, dolbom_error *error)
{
    struct finding_out out = {.env = env,
                              .members = people->members,
                              .n_members = people->n_members,
                              .n_persons = people->n_persons};
    uint32_t n = people->n_households;
    *households = (struct dlb_households){0};
    if (!n) return DOLBOM_OK;
    out.agency = dlb_alloc_zero(env, n * sizeof *out.agency);
    out.is_household = dlb_alloc_zero(env, n * sizeof *out.is_household);
    bool room = open_lists(env, &out.persons, n, people->n_members);
    room = open_lists(env, &out.numbers, people->n_persons, people->n_members) && room;
    room = room && out.agency && out.is_household;
    dolbom_status status = room ? settle_numbers(&out, error) : dlb_fail_memory(error, env);
    if (status == DOLBOM_OK) status = copy_households(&out, households, error);
    close_lists(env, &out.persons);
    close_lists(env, &out.numbers);
    dlb_free(env, out.agency, n * sizeof *out.agency);
    dlb_free(env, out.is_household, n * sizeof *out.is_household);
    if (status != DOLBOM_OK) dlb_households_clear(env, households);
    return status;
}

void dlb_households_clear(struct dlb_env *env, struct dlb_households *households)
{
    dlb_free(env, households->list, households->n_room * sizeof *households->list);
    dlb_free(env, households->persons, households->n_listed * sizeof *households->persons);
    dlb_free(env, households->last_days, households->n_listed * sizeof *households->last_days);
    dlb_free(env, households->of_person, households->n_listed * sizeof *households->of_person);
    if (households->first_of)
        dlb_free(env, households->first_of,
                 ((size_t)households->n_persons + 1) * sizeof *households->first_of);
    *households = (struct dlb_households){0};
}

uint32_t dlb_person_households(const struct dlb_households *households, uint32_t person,
                               const uint32_t **list)
{
    *list = NULL;
    if (!households->first_of) return 0;
    uint32_t from = households->first_of[person];
    *list = households->of_person + from;
    return households->first_of[person + 1] - from;
}

static bool push_mate(struct dlb_env *env, uint32_t person, struct dlb_array *mates)
{
    const uint32_t *had = mates->data;
    for (size_t i = 0; i < mates->n; i++)
        if (had[i] == person) return true;
    uint32_t *room = dlb_array_reserve(env, mates, 1, sizeof *room, UINT32_MAX);
    if (!room) return false;
    *room = person;
    mates->n++;
    return true;
}

bool dlb_household_mates(struct dlb_env *env, const struct dlb_households *households,
                         uint32_t person, struct dlb_array *mates)
{
    const uint32_t *list;
    uint32_t n = dlb_person_households(households, person, &list);
    mates->n = 0;
    bool room = push_mate(env, person, mates);
    for (uint32_t i = 0; i < n && room; i++) {
        const struct dlb_household *household = &households->list[list[i]];
        for (uint32_t j = 0; j < household->n && household->n <= DLB_HOUSEHOLD_MAX && room; j++)
            room = push_mate(env, households->persons[household->first + j], mates);
    }
    return room;
}
