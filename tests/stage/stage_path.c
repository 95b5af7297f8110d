/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stage_path.c - people through clean, link and group, in three calls or one; see stage_path.h.
 */
#include "stage/stage_path.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *keep(const struct stage_run *run, const char *name)
{
    const char *text = stage_text(run, name);
    return text ? strdup(text) : NULL;
}

/* Where the record of each row of persons stands in person_records. */
static void find_rows(struct path *path, const char *persons)
{
    path->n_persons_rows = text_rows(persons);
    for (size_t i = 0; i < path->n_persons_rows && i < 512; i++) {
        char want[4][100];
        text_cell(persons, i, "agency_id", want[0], 100);
        text_cell(persons, i, "record_id", want[1], 100);
        path->order[i] = -1;
        for (size_t row = 0; row < text_rows(path->person_records); row++) {
            text_cell(path->person_records, row, "agency_id", want[2], 100);
            text_cell(path->person_records, row, "record_id", want[3], 100);
            if (!strcmp(want[0], want[2]) && !strcmp(want[1], want[3])) path->order[i] = (int)row;
        }
    }
}

void path_run(struct path *path, const char *persons, const dolbom_plan *plan)
{
    const struct arrow_options *options = path->options;
    const char *decisions = path->decisions;
    *path = (struct path){.options = options, .decisions = decisions};
    struct stage_run run = {.plan = plan, .options = options};
    stage_give(&run, "persons", persons);
    stage_run(&run, dolbom_clean);
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    path->cleaned = keep(&run, "cleaned");
    stage_clear(&run);

    run = (struct stage_run){.plan = plan};
    stage_give(&run, "cleaned", path->cleaned);
    stage_run(&run, dolbom_link);
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    path->pairs = keep(&run, "pairs");
    path->match_keys = keep(&run, "match_keys");
    stage_clear(&run);

    run = (struct stage_run){.plan = plan};
    stage_give(&run, "cleaned", path->cleaned);
    stage_give(&run, "pairs", path->pairs);
    if (decisions) stage_give(&run, "decisions", decisions);
    stage_run(&run, dolbom_group);
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    path->person_records = keep(&run, "person_records");
    path->rejects = keep(&run, "rejects");
    stage_clear(&run);
    find_rows(path, persons);
}

void path_match(struct path *path, const char *persons)
{
    struct stage_run run = {0};
    stage_give(&run, "persons", persons);
    stage_run(&run, dolbom_match);
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    *path = (struct path){.pairs = keep(&run, "pairs"),
                          .match_keys = keep(&run, "match_keys"),
                          .person_records = keep(&run, "person_records"),
                          .rejects = keep(&run, "rejects")};
    stage_clear(&run);
    find_rows(path, persons);
}

bool path_together(const struct path *path, size_t left, size_t right)
{
    char ids[2][64];
    cr_assert(path->order[left] >= 0 && path->order[right] >= 0, "both records are there");
    text_cell(path->person_records, (size_t)path->order[left], "person_id", ids[0], 64);
    text_cell(path->person_records, (size_t)path->order[right], "person_id", ids[1], 64);
    return strcmp(ids[0], ids[1]) == 0;
}

size_t path_persons(const struct path *path)
{
    size_t n = 0;
    for (size_t i = 0; i < path->n_persons_rows; i++) {
        bool is_first = true;
        for (size_t j = 0; j < i && is_first; j++) is_first = !path_together(path, i, j);
        n += is_first;
    }
    return n;
}

void path_clear(struct path *path)
{
    free(path->cleaned);
    free(path->pairs);
    free(path->match_keys);
    free(path->person_records);
    free(path->rejects);
    *path = (struct path){0};
}
