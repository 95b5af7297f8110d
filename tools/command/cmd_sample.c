/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_sample.c - `dolbom sample`: invented agencies' files of any size, with the truth about them.
 *
 * Writes DIR/<agency>/<table>.csv as reconcile reads them, and DIR/_truth/: records.csv says which
 * person each record belongs to, findings.csv what was planted, traps.csv what must not be found.
 * Folders whose names start with _ are not read as input.
 */
#include "command/command.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sample/sample.h"

static const struct {
    const char *file, *header;
} tables[SAMPLE_TABLES] = {
    {"persons.csv",
     "agency_id record_id name sex birth_date rrn phone phone_owner address zone_id household_id "
     "relation death_date protected consent registered_on updated_at"},
    {"services.csv",
     "agency_id service_id record_id programme start_date end_date status amount_won "
     "need_id case_id entered_on quantity unit invoice_id invoice_won "
     "start_time end_time sponsor_id"},
    {"needs.csv", "agency_id need_id record_id need_class urgency identified_on status resolved_on "
                  "target_quantity target_unit"},
    {"referrals.csv",
     "agency_id referral_id record_id to_agency need_id need_class urgency sent_on "
     "status responded_on"},
    {"cases.csv",
     "agency_id case_id record_id case_class received_on visited_on surveyed_on met_on "
     "decided_on planned_on first_service_on evaluated_on last_contact_on closed_on level"},
    {"stays.csv", "agency_id stay_id record_id kind start_date end_date"},
    {"events.csv", "agency_id record_id kind date"},
    {"uploads.csv", "agency_id table period rows status"},
    {"assessments.csv", "agency_id assessment_id record_id domain assessed_on"},
    {"reports.csv", "agency_id report_id record_id by_kind reported_on"},
    {"capacity.csv", "agency_id programme places"},
    {"facts.csv", "agency_id record_id fact value as_of"},
    {"signals.csv", "agency_id record_id signal month"},
    {"applications.csv",
     "agency_id application_id record_id programme applied_on decided_on result"},
    {"sponsors.csv", "agency_id sponsor_id service_class zone_id places kind"},
};

/* A folder with such a file is a sample, and may be overwritten by another one. */
static const char mark_name[] = ".dolbom-sample";

static bool make_folder(const char *path)
{
    return mkdir(path, 0755) == 0 || errno == EEXIST;
}

static bool open_agency(struct sample_world *world, size_t a)
{
    char folder[2048];
    snprintf(folder, sizeof folder, "%s/%s", world->folder, sample_agencies[a].id);
    if (!make_folder(folder)) return false;
    for (size_t t = 0; t < SAMPLE_TABLES; t++)
        if (!sheet_open(&world->sheets[a][t], folder, tables[t].file, tables[t].header,
                        &sample_agencies[a]))
            return false;
    return true;
}

static bool open_truth(struct sample_world *world)
{
    char folder[2048];
    snprintf(folder, sizeof folder, "%s/_truth", world->folder);
    return make_folder(folder) &&
           sheet_open(&world->truth_records, folder, "records.csv", "agency_id record_id entity_id",
                      NULL) &&
           sheet_open(&world->truth_findings, folder, "findings.csv",
                      "rule agency_id record_id note", NULL) &&
           sheet_open(&world->truth_traps, folder, "traps.csv", "rule agency_id record_id note",
                      NULL);
}

static bool write_agencies(struct sample_world *world)
{
    struct sheet sheet;
    if (!sheet_open(&sheet, world->folder, "agencies.csv",
                    "agency_id name level kind zone_id area_code victim_service", NULL))
        return false;
    for (size_t a = 0; a < SAMPLE_AGENCIES; a++) {
        const struct sample_agency *agency = &sample_agencies[a];
        sheet_cell(&sheet, agency->id);
        sheet_cell(&sheet, agency->name);
        sheet_cell(&sheet, agency->level);
        sheet_cell(&sheet, agency->kind);
        sheet_cell(&sheet, agency->zone);
        sheet_cell(&sheet, agency->area_code);
        sheet_cell(&sheet, "0");
        sheet_end(&sheet);
    }
    return sheet_close(&sheet);
}

/* Is the folder empty, or does it hold an earlier sample? IO_FAILED with errno. */
static enum io_step may_be_filled(const char *path)
{
    char mark[2048];
    struct stat about;
    snprintf(mark, sizeof mark, "%s/%s", path, mark_name);
    if (stat(mark, &about) == 0) return IO_NEXT;
    DIR *list = opendir(path);
    if (!list) return IO_FAILED;
    const struct dirent *entry;
    do {
        errno = 0;
        entry = readdir(list);
    } while (entry && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0));
    int code = errno;
    closedir(list);
    errno = code;
    if (entry) return IO_END;
    return code ? IO_FAILED : IO_NEXT;
}

/* Real files with the names of invented ones must not be overwritten. */
static enum tool_exit open_folder(const char *path)
{
    enum io_step may = make_folder(path) ? may_be_filled(path) : IO_FAILED;
    if (may == IO_NEXT) return TOOL_DONE;
    if (may == IO_END)
        tool_complain("%s: is not empty and holds no earlier sample; name another folder", path);
    else
        tool_complain("%s: cannot be written: %s", path, tool_said(strerror(errno)));
    return TOOL_ENVIRONMENT;
}

static bool write_mark(const struct sample_world *world)
{
    struct sheet sheet;
    return sheet_open(&sheet, world->folder, mark_name, "sample", NULL) && sheet_close(&sheet);
}

static bool open_world(struct sample_world *world)
{
    bool good = write_mark(world) && write_agencies(world) && open_truth(world);
    for (size_t a = 0; a < SAMPLE_AGENCIES && good; a++) good = open_agency(world, a);
    return good;
}

static bool close_world(struct sample_world *world)
{
    bool good = sheet_close(&world->truth_records);
    good &= sheet_close(&world->truth_findings);
    good &= sheet_close(&world->truth_traps);
    for (size_t a = 0; a < SAMPLE_AGENCIES; a++)
        for (size_t t = 0; t < SAMPLE_TABLES; t++) good &= sheet_close(&world->sheets[a][t]);
    return good && !world->failed;
}

static void invent(struct sample_world *world, uint32_t n_people, struct tool_progress *progress)
{
    dolbom_progress at = {.struct_size = sizeof at, .stage = "sample", .total = n_people};
    while (world->n_people < n_people && !tool_interrupted()) {
        at.done = world->n_people;
        if (world->n_people % 1024 < HOUSEHOLD_MAX) tool_progress_tell(progress, &at);
        struct sample_person people[HOUSEHOLD_MAX];
        size_t n = sample_household(world, people);
        for (size_t i = 0; i < n; i++) {
            struct sample_record records[5];
            uint8_t agencies[5];
            size_t n_records = sample_choose_agencies(world, &people[i], agencies);
            for (size_t r = 0; r < n_records; r++)
                sample_record(world, &people[i], agencies[r], false, &records[r]);
            sample_ordinary_care(world, &people[i], records, n_records);
        }
    }
}

enum tool_exit cmd_sample(const struct tool_arguments *arguments)
{
    if (!tool_given(arguments, TOOL_OUT)) {
        tool_complain("--out is needed: the folder to write into; see --help");
        return TOOL_USAGE;
    }
    enum tool_exit code = open_folder(tool_text(arguments, TOOL_OUT));
    if (code != TOOL_DONE) return code;
    struct sample_world *world = calloc(1, sizeof *world);
    if (!world) {
        tool_complain("out of memory");
        return TOOL_ENVIRONMENT;
    }
    uint32_t n_people = (uint32_t)tool_number(arguments, TOOL_PEOPLE, 2000);
    world->chance.state = (uint64_t)tool_number(arguments, TOOL_SEED, 1);
    world->folder = tool_text(arguments, TOOL_OUT);
    world->as_of = tool_day(2026, 6, 30);
    world->rrn_share = (uint8_t)tool_number(arguments, TOOL_RRN, RRN_HALF);
    bool good = open_world(world);
    if (good) {
        struct tool_progress progress;
        tool_progress_open(&progress, tool_given(arguments, TOOL_QUIET));
        invent(world, n_people, &progress);
        tool_progress_close(&progress);
        sample_plant(world, 1 + n_people / 600);
        sample_uploads(world);
    }
    int reason = errno;
    good &= close_world(world);
    free(world);
    if (tool_interrupted()) return TOOL_INTERRUPTED;
    if (good) return TOOL_DONE;
    tool_complain("cannot write the sample into the folder given with --out: %s",
                  tool_said(strerror(reason)));
    return TOOL_ENVIRONMENT;
}
