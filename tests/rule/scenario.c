/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scenario.c - lines to tables to findings to lines.
 *
 * The lines become the texts of arrow_make.h, one per table, and go through the same
 * reading as an agency's files; people are made from the lines `person` and `record`.
 */
#include "rule/scenario.h"
#include "rule/scenario_layout.h"
#include "rule/scenario_rows.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"
#include "table/arrow_make.h"

enum { CHANNELS = DLB_CHANNEL_ADDRESS + 1 };
enum { MEMBERS_MAX = 4096, LINKS_MAX = 256, ID_MAX = 32, LINE_MAX = 4096 };

struct world {
    struct rows_text tables[LAYOUTS_MAX];
    bool is_absent[LAYOUTS_MAX];
    char agencies[MEMBERS_MAX][ID_MAX], records[MEMBERS_MAX][ID_MAX];
    char households[MEMBERS_MAX][ID_MAX], zones[MEMBERS_MAX][ID_MAX];
    char persons[MEMBERS_MAX][ID_MAX];
    struct dlb_member members[MEMBERS_MAX]; /* agency: not set yet */
    uint64_t channels[CHANNELS][MEMBERS_MAX];
    uint32_t n_members, n_persons, n_households, n_review_pairs;
    struct {
        char left[2 * ID_MAX], right[2 * ID_MAX];
        int32_t ppm;
    } review_pairs[LINKS_MAX];
};

/* ---- lines to tables --------------------------------------------------------------------- */

static void add_row(struct rows_text *text, const struct layout *layout, char *cells,
                    bool text_dates)
{
    const char *values[CELLS_MAX];
    unsigned n_fixed = 0;
    char *rest = NULL;
    if (!text->len) layout_append_head(text, layout, text_dates);
    for (unsigned i = 0; i < CELLS_MAX && layout->columns[i]; i++)
        values[i] = layout_default(layout, i);
    for (char *cell = strtok_r(cells, " ", &rest); cell; cell = strtok_r(NULL, " ", &rest)) {
        char *equals = strpbrk(cell, "<=>!"); /* an operator is a cell by itself */
        if (equals && (equals == cell || *equals != '=')) equals = NULL;
        if (equals) {
            values[layout_column(layout, cell, (size_t)(equals - cell))] = equals + 1;
        } else {
            cr_assert(n_fixed < layout->n_fixed, "too many cells of %s", layout->table);
            values[n_fixed++] = cell;
        }
    }
    for (unsigned i = 0; i < CELLS_MAX && layout->columns[i]; i++) {
        if (i) rows_append(text, ",");
        rows_append_cell(text, values[i]);
    }
    rows_append(text, "\n");
}

/* ---- lines to people --------------------------------------------------------------------- */

static void copy_id(char id[ID_MAX], const char *text, size_t len)
{
    cr_assert(len < ID_MAX, "an id is too long");
    memcpy(id, text, len);
    id[len] = '\0';
}

static uint32_t find_name(char (*names)[ID_MAX], uint32_t n, const char *name)
{
    for (uint32_t i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0) return i;
    return n;
}

static uint32_t find_member(const struct world *world, const char *name)
{
    for (uint32_t i = 0; i < world->n_members; i++) {
        char full[2 * ID_MAX];
        snprintf(full, sizeof full, "%s/%s", world->agencies[i], world->records[i]);
        if (strcmp(full, name) == 0) return i;
    }
    cr_assert_fail("no record %s", name);
    return 0;
}

static void add_person(struct world *world, char *cells)
{
    char *rest = NULL;
    char *name = strtok_r(cells, " ", &rest);
    copy_id(world->persons[world->n_persons], name, strlen(name));
    for (char *cell; (cell = strtok_r(NULL, " ", &rest));) {
        uint32_t i = world->n_members++;
        const char *slash = strchr(cell, '/');
        cr_assert(i < MEMBERS_MAX && slash, "a record is AGENCY/RECORD");
        copy_id(world->agencies[i], cell, (size_t)(slash - cell));
        copy_id(world->records[i], slash + 1, strlen(slash + 1));
        world->members[i] = (struct dlb_member){.person = world->n_persons,
                                                .probability_ppm = 1000000,
                                                .household = DLB_NO_CODE,
                                                .death_date = DLB_DAY_NONE,
                                                .registered_on = DLB_DAY_NONE,
                                                .updated_at = DLB_DAY_NONE,
                                                .birth_date = DLB_DAY_NONE,
                                                .consent = 2,
                                                .protected_ = 0};
    }
    world->n_persons++;
}

static int32_t parse_day(const char *text)
{
    int year, month, day;
    int n = sscanf(text, "%d-%d-%d", &year, &month, &day);
    cr_assert_eq(n, 3, "a date is YYYY-MM-DD");
    return dlb_day_of(year, (unsigned)month, (unsigned)day);
}

/* Households belong to their agency: two agencies' h1 are two. */
static uint32_t household_number(struct world *world, uint32_t member, const char *id)
{
    char full[ID_MAX];
    snprintf(full, sizeof full, "%s/%s", world->agencies[member], id);
    uint32_t number = find_name(world->households, world->n_households, full);
    if (number == world->n_households)
        copy_id(world->households[world->n_households++], full, strlen(full));
    return number;
}

static void set_member(struct world *world, uint32_t i, const char *key, const char *value)
{
    struct dlb_member *member = &world->members[i];
    if (!strcmp(key, "probability"))
        member->probability_ppm = atoi(value);
    else if (!strcmp(key, "household"))
        member->household = household_number(world, i, value);
    else if (!strcmp(key, "death_date"))
        member->death_date = parse_day(value);
    else if (!strcmp(key, "birth_date"))
        member->birth_date = parse_day(value);
    else if (!strcmp(key, "registered_on"))
        member->registered_on = parse_day(value);
    else if (!strcmp(key, "updated_at"))
        member->updated_at = parse_day(value);
    else if (!strcmp(key, "district"))
        member->sigungu_code = (uint32_t)atoi(value);
    else if (!strcmp(key, "consent"))
        member->consent = (uint8_t)atoi(value);
    else if (!strcmp(key, "protected"))
        member->protected_ = (uint8_t)atoi(value);
    else if (!strcmp(key, "phone"))
        world->channels[DLB_CHANNEL_PHONE][i] = strtoull(value, NULL, 10);
    else if (!strcmp(key, "flat"))
        world->channels[DLB_CHANNEL_ADDRESS][i] = strtoull(value, NULL, 10);
    else if (!strcmp(key, "zone_id"))
        copy_id(world->zones[i], value, strlen(value));
    else
        cr_assert_fail("a record has no %s", key);
}

static void add_record(struct world *world, char *cells)
{
    char *rest = NULL;
    uint32_t i = find_member(world, strtok_r(cells, " ", &rest));
    for (char *cell; (cell = strtok_r(NULL, " ", &rest));) {
        char *equals = strchr(cell, '=');
        cr_assert(equals);
        *equals = '\0';
        set_member(world, i, cell, equals + 1);
    }
}

static void add_link(struct world *world, const char *cells)
{
    uint32_t i = world->n_review_pairs++;
    cr_assert(i < LINKS_MAX);
    int n = sscanf(cells, "%63s %63s %d", world->review_pairs[i].left, world->review_pairs[i].right,
                   &world->review_pairs[i].ppm);
    cr_assert_eq(n, 3, "a link is RECORD RECORD PPM");
}

static void add_line(struct world *world, char *line, bool text_dates)
{
    char *cells = strchr(line, ' ');
    cr_assert(cells, "a line is a table and cells: %s", line);
    *cells++ = '\0';
    if (!strcmp(line, "person"))
        add_person(world, cells);
    else if (!strcmp(line, "record"))
        add_record(world, cells);
    else if (!strcmp(line, "link"))
        add_link(world, cells);
    else if (!strcmp(line, "absent"))
        world->is_absent[layout_of(cells)] = true;
    else if (!strcmp(line, "table")) {
        unsigned table = layout_of(cells);
        if (!world->tables[table].len)
            layout_append_head(&world->tables[table], &layouts[table], text_dates);
    } else {
        unsigned table = layout_of(line);
        add_row(&world->tables[table], &layouts[table], cells, text_dates);
    }
}

static void read_lines(struct world *world, const char *lines, bool text_dates)
{
    while (*lines) {
        char line[LINE_MAX];
        size_t len = strcspn(lines, "\n");
        cr_assert(len < sizeof line);
        memcpy(line, lines, len);
        line[len] = '\0';
        if (len) add_line(world, line, text_dates);
        lines += len + (lines[len] == '\n');
    }
}

/* Tables that most rules ask for are there, unless a line says `absent`. */
static void add_usual_tables(struct world *world, bool text_dates)
{
    static const char *const usual[] = {"programmes", "referrals", "events"};
    for (unsigned i = 0; i < sizeof usual / sizeof *usual; i++) {
        unsigned table = layout_of(usual[i]);
        if (!world->tables[table].len && !world->is_absent[table])
            layout_append_head(&world->tables[table], &layouts[table], text_dates);
    }
}

/* ---- people ------------------------------------------------------------------------------ */

/* What dlb_people points at. */
struct people_room {
    struct dlb_people people;
    struct dlb_text agencies[MEMBERS_MAX], persons[MEMBERS_MAX], households[MEMBERS_MAX];
    struct dlb_member members[MEMBERS_MAX];
    uint32_t place[MEMBERS_MAX]; /* of each member of the world */
    struct dlb_sort_item channels[CHANNELS][MEMBERS_MAX];
    size_t n_channels[CHANNELS];
    struct dlb_review_pair review_pairs[LINKS_MAX];
};

static const struct world *sorting; /* qsort has no argument for it */

static int member_order(const void *left, const void *right)
{
    uint32_t l = *(const uint32_t *)left, r = *(const uint32_t *)right;
    int order = strcmp(sorting->agencies[l], sorting->agencies[r]);
    return order ? order : strcmp(sorting->records[l], sorting->records[r]);
}

static struct dlb_text text_of(const char *string)
{
    return (struct dlb_text){string, strlen(string)};
}

static void make_people(const struct world *world, struct people_room *room)
{
    uint32_t order[MEMBERS_MAX];
    for (uint32_t i = 0; i < world->n_members; i++) order[i] = i;
    sorting = world;
    qsort(order, world->n_members, sizeof *order, member_order);
    uint32_t n_agencies = 0;
    for (uint32_t i = 0; i < world->n_members; i++) {
        uint32_t from = order[i];
        bool first = i == 0 || strcmp(world->agencies[from], world->agencies[order[i - 1]]) != 0;
        if (first) room->agencies[n_agencies++] = text_of(world->agencies[from]);
        room->place[from] = i;
        room->members[i] = world->members[from];
        room->members[i].agency = n_agencies - 1;
        room->members[i].record_id = text_of(world->records[from]);
        if (world->zones[from][0]) room->members[i].zone_id = text_of(world->zones[from]);
        for (unsigned kind = 0; kind < CHANNELS; kind++)
            if (world->channels[kind][from])
                room->channels[kind][room->n_channels[kind]++] =
                    (struct dlb_sort_item){world->channels[kind][from], i};
    }
    for (uint32_t i = 0; i < world->n_persons; i++) room->persons[i] = text_of(world->persons[i]);
    for (uint32_t i = 0; i < world->n_households; i++)
        room->households[i] = text_of(strchr(world->households[i], '/') + 1);
    for (uint32_t i = 0; i < world->n_review_pairs; i++) {
        uint32_t left = room->place[find_member(world, world->review_pairs[i].left)];
        uint32_t right = room->place[find_member(world, world->review_pairs[i].right)];
        room->review_pairs[i] = (struct dlb_review_pair){
            left < right ? left : right, left < right ? right : left, world->review_pairs[i].ppm};
    }
    room->people = (struct dlb_people){.agencies = room->agencies,
                                       .members = room->members,
                                       .person_ids = room->persons,
                                       .household_ids = room->households,
                                       .n_agencies = n_agencies,
                                       .n_members = world->n_members,
                                       .n_persons = world->n_persons,
                                       .n_households = world->n_households,
                                       .has_consent = true,
                                       .has_protected = true};
}

/* ---- running ----------------------------------------------------------------------------- */

static dolbom_status give(struct dlb_frame **frame, char **text, dolbom_status status,
                          dolbom_error *error)
{
    struct ArrowArrayStream stream;
    if (status != DOLBOM_OK) return status;
    status = dlb_frame_stream(*frame, &stream, error);
    *frame = NULL;
    if (status != DOLBOM_OK) return status;
    *text = arrow_text(&stream);
    if (*text) return DOLBOM_OK;
    return dlb_fail(error, DOLBOM_E_MEMORY, -1, NULL, "pulling failed");
}

static dolbom_status give_log(struct dlb_intake_log *log, struct scenario_result *result,
                              dolbom_error *error)
{
    struct dlb_frame *rejects = NULL, *counts = NULL;
    dolbom_status status = dlb_intake_log_frames(log, &rejects, &counts, error);
    status = give(&rejects, &result->rejects, status, error);
    status = give(&counts, &result->table_counts, status, error);
    dlb_frame_free(rejects);
    dlb_frame_free(counts);
    return status;
}

enum { PREVIOUS_TABLES = 4 };

/* The tables of the earlier run; how many. */
static unsigned give_previous(const struct scenario_result *previous,
                              struct ArrowArrayStream streams[PREVIOUS_TABLES],
                              struct dlb_intake_table *tables)
{
    static const char *const names[] = {"findings", "finding_rows", "finding_changes",
                                        "finding_change_rows"};
    const struct arrow_options options = {.batch_rows = 0};
    if (!previous) return 0;
    const char *texts[] = {previous->findings, previous->finding_rows, previous->changes,
                           previous->change_rows};
    unsigned n = 0;
    for (unsigned i = 0; i < PREVIOUS_TABLES; i++) {
        if (!texts[i]) continue;
        arrow_make(&streams[n], texts[i], &options);
        tables[n] = (struct dlb_intake_table){.name = names[i], .stream = &streams[n]};
        n++;
    }
    return n;
}

static dolbom_status run_rules(const struct dlb_intake *intake, struct people_room *room,
                               size_t n_review_pairs, struct scenario_result *result,
                               dolbom_error *error)
{
    static const struct dlb_digest_key key = {{1}};
    struct dlb_digest digest;
    struct dlb_policy *policy = NULL;
    struct dlb_decisions decisions = {0};
    struct dlb_previous previous = {0};
    struct dlb_caseload *caseload = NULL;
    struct dlb_channels channels = {.env = intake->env};
    struct dlb_rule_result found = {0};
    dlb_digest_open(&digest, &key, "finding_id");
    struct dlb_rule_request request = {.stages = 3,
                                       .digest = &digest,
                                       .decisions = &decisions,
                                       .channels = &channels,
                                       .n_review_pairs = n_review_pairs,
                                       .review_pairs = n_review_pairs ? room->review_pairs : NULL};
    dolbom_status status = dlb_policy_read(intake, &dlb_rule_catalogue, &policy, error);
    if (status == DOLBOM_OK) status = dlb_decisions_read(intake, &decisions, error);
    if (status == DOLBOM_OK) status = dlb_previous_read(intake, &previous, error);
    if (previous.given) request.previous = &previous;
    if (status == DOLBOM_OK)
        status = dlb_caseload_read(intake, policy, &room->people, &caseload, error);
    for (unsigned kind = 0; kind < CHANNELS && status == DOLBOM_OK; kind++)
        status = dlb_channels_add(&channels, room->members, kind, room->channels[kind],
                                  room->n_channels[kind], error);
    if (status == DOLBOM_OK) status = dlb_rules_run(caseload, &request, &found, error);
    status = give(&found.findings, &result->findings, status, error);
    status = give(&found.finding_rows, &result->finding_rows, status, error);
    status = give(&found.rule_runs, &result->rule_runs, status, error);
    status = give(&found.unused_decisions, &result->unused_decisions, status, error);
    if (found.changes) status = give(&found.changes, &result->changes, status, error);
    if (found.change_rows) status = give(&found.change_rows, &result->change_rows, status, error);
    dlb_channels_clear(&channels);
    dlb_rule_result_clear(&found);
    dlb_caseload_free(caseload);
    dlb_decisions_clear(intake->env, &decisions);
    dlb_previous_clear(intake->env, &previous);
    dlb_policy_free(policy);
    return status;
}

dolbom_status scenario_run(struct dlb_env *env, const struct scenario_way *way, const char *as_of,
                           const char *lines, struct scenario_result *result, dolbom_error *error)
{
    struct world *world = calloc(1, sizeof *world);
    struct people_room *room = calloc(1, sizeof *room);
    struct ArrowArrayStream streams[LAYOUTS_MAX + PREVIOUS_TABLES];
    struct dlb_intake_table tables[LAYOUTS_MAX + PREVIOUS_TABLES];
    struct dlb_intake intake = {.env = env, .value = {.as_of = parse_day(as_of)}, .tables = tables};
    struct arrow_options options = {.batch_rows = way->batch_rows};
    *result = (struct scenario_result){0};
    cr_assert(world && room);
    read_lines(world, lines, way->text_dates);
    add_usual_tables(world, way->text_dates);
    make_people(world, room);
    for (unsigned i = 0; layouts[i].table; i++) {
        if (!world->tables[i].len) continue;
        rows_shuffle(&world->tables[i], way->shuffle);
        unsigned n = (unsigned)intake.n_tables++;
        arrow_make(&streams[n], world->tables[i].data, &options);
        tables[n] = (struct dlb_intake_table){.name = layouts[i].table, .stream = &streams[n]};
    }
    intake.n_tables +=
        give_previous(way->previous, streams + intake.n_tables, tables + intake.n_tables);
    dolbom_status status = dlb_intake_log_open(env, &intake.log, error);
    if (status == DOLBOM_OK && dlb_intake_has(&intake, "uploads"))
        status = dlb_received_open(env, &intake.received, error);
    if (status == DOLBOM_OK)
        status = run_rules(&intake, room, world->n_review_pairs, result, error);
    if (status == DOLBOM_OK) status = give_log(intake.log, result, error);
    dlb_intake_log_free(intake.log);
    dlb_received_close(intake.received);
    for (size_t i = 0; i < intake.n_tables; i++)
        if (streams[i].release) streams[i].release(&streams[i]);
    for (unsigned i = 0; layouts[i].table; i++) free(world->tables[i].data);
    free(room);
    free(world);
    if (status != DOLBOM_OK) scenario_result_clear(result);
    return status;
}

void scenario_result_clear(struct scenario_result *result)
{
    free(result->findings);
    free(result->finding_rows);
    free(result->rule_runs);
    free(result->rejects);
    free(result->table_counts);
    free(result->unused_decisions);
    free(result->changes);
    free(result->change_rows);
    *result = (struct scenario_result){0};
}
