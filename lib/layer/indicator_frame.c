/* SPDX-License-Identifier: Apache-2.0 */
/*
 * indicator_frame.c - indicators as a table: rows of a month for all, each level, agency, zone,
 * rule.
 *
 *   agency_id level zone_id rule
 *   -         -     -       -       all there is
 *   -         L     -       -       agencies of a level, with what is below them
 *   A         L     -       -       an agency, with what is below it
 *   -         -     Z       -       people who live in a zone
 *   -         -     -       R       decisions about findings of a rule
 */
#include "layer/indicators.h"

static const struct dlb_frame_column columns[] = {{"month", DLB_FRAME_TEXT, 0},
                                                  {"agency_id", DLB_FRAME_TEXT, 0},
                                                  {"level", DLB_FRAME_TEXT, 0},
                                                  {"zone_id", DLB_FRAME_TEXT, 0},
                                                  {"rule", DLB_FRAME_TEXT, 0},
                                                  {"n_duplicated", DLB_FRAME_INT64, 0},
                                                  {"n_services", DLB_FRAME_INT64, 0},
                                                  {"duplicate_rate", DLB_FRAME_DECIMAL, 6},
                                                  {"n_omitted", DLB_FRAME_INT64, 0},
                                                  {"n_needs", DLB_FRAME_INT64, 0},
                                                  {"omission_rate", DLB_FRAME_DECIMAL, 6},
                                                  {"n_in_time", DLB_FRAME_INT64, 0},
                                                  {"n_emergencies", DLB_FRAME_INT64, 0},
                                                  {"three_day_rate", DLB_FRAME_DECIMAL, 6},
                                                  {"n_served", DLB_FRAME_INT64, 0},
                                                  {"n_needing", DLB_FRAME_INT64, 0},
                                                  {"coverage", DLB_FRAME_DECIMAL, 6},
                                                  {"n_receiving", DLB_FRAME_INT64, 0},
                                                  {"n_eligible", DLB_FRAME_INT64, 0},
                                                  {"take_up", DLB_FRAME_DECIMAL, 6},
                                                  {"n_confirmed", DLB_FRAME_INT64, 0},
                                                  {"n_decided", DLB_FRAME_INT64, 0},
                                                  {"precision", DLB_FRAME_DECIMAL, 6},
                                                  {"exposure_won", DLB_FRAME_INT64, 0}};

enum { PPM = 1000000 };

/* What a row is about; null: not. */
struct scope {
    struct dlb_text agency, zone;
    const char *level, *rule;
};

static void put_share(struct dlb_frame *frame, const struct dlb_share *share)
{
    if (!share || share->hidden || !share->of) {
        for (unsigned i = 0; i < 3; i++) dlb_frame_null(frame);
        return;
    }
    dlb_frame_int(frame, share->n);
    dlb_frame_int(frame, share->of);
    dlb_frame_int(frame, (share->n * 2 * PPM + share->of) / (2 * share->of));
}

/* A row, unless there is nothing to say. `decided`: of a rule, whose row has nothing else. */
static void put_row(const struct dlb_indicators *indicators, struct dlb_frame *frame,
                    uint32_t month, const struct scope *scope, const struct dlb_indicator *row,
                    const struct dlb_share *decided)
{
    bool empty = !decided || !decided->of;
    for (unsigned i = 0; row && i < DLB_SHARES; i++) empty &= !row->shares[i].of;
    bool won = row && row->exposure.sum != DLB_NO_AMOUNT;
    if (empty && !won) return;
    dlb_frame_month(frame, indicators->coverage->first_month + (int32_t)month);
    dlb_frame_text(frame, scope->agency);
    dlb_frame_cstring(frame, scope->level);
    dlb_frame_text(frame, scope->zone);
    dlb_frame_cstring(frame, scope->rule);
    for (unsigned i = 0; i < DLB_SHARES; i++) put_share(frame, row ? &row->shares[i] : NULL);
    put_share(frame, NULL); /* take_up: nobody fills it yet */
    put_share(frame, decided);
    if (won)
        dlb_frame_int(frame, row->exposure.sum);
    else
        dlb_frame_null(frame);
}

static const char *level_word(unsigned level)
{
    const char *const *words = dlb_schema_words(DLB_TABLE_AGENCIES, DLB_AGENCIES_LEVEL);
    return level == UINT8_MAX ? NULL : words[level];
}

static void put_levels(const struct dlb_indicators *indicators, struct dlb_frame *frame,
                       uint32_t month)
{
    const struct dlb_indicator *agencies =
        &indicators->agencies[(size_t)month * indicators->n_agencies];
    for (unsigned level = 0; level <= DLB_LEVEL_INDEPENDENT; level++) {
        struct dlb_indicator sum = {.exposure = {DLB_NO_AMOUNT, false}};
        struct scope scope = {.level = level_word(level)};
        for (uint32_t i = 0; i < indicators->n_agencies; i++) {
            bool of_level = indicators->caseload->agencies[i].level == level;
            if (of_level && dlb_is_top_of_level(indicators, i))
                dlb_indicator_add(&sum, &agencies[i]);
        }
        put_row(indicators, frame, month, &scope, &sum, NULL);
    }
}

static void put_month(const struct dlb_indicators *indicators, struct dlb_frame *frame,
                      uint32_t month)
{
    const struct dlb_caseload *caseload = indicators->caseload;
    const struct dlb_rule_catalogue *catalogue = caseload->policy->catalogue;
    struct scope scope = {.level = NULL};
    put_row(indicators, frame, month, &scope, &indicators->all[month], NULL);
    put_levels(indicators, frame, month);
    for (uint32_t i = 0; i < indicators->n_agencies; i++) {
        const struct dlb_agency *agency = &caseload->agencies[i];
        scope = (struct scope){.agency = agency->id, .level = level_word(agency->level)};
        put_row(indicators, frame, month, &scope,
                &indicators->agencies[(size_t)month * indicators->n_agencies + i], NULL);
    }
    for (uint32_t i = 0; i < indicators->n_zones; i++) {
        scope = (struct scope){.zone = caseload->zones[i].id};
        put_row(indicators, frame, month, &scope,
                &indicators->zones[(size_t)month * ((size_t)indicators->n_zones + 1) + i], NULL);
    }
    for (size_t i = 0; i < catalogue->n; i++) {
        scope = (struct scope){.rule = catalogue->rules[i]->id};
        put_row(indicators, frame, month, &scope, NULL,
                &indicators->rules[(size_t)month * catalogue->n + i]);
    }
}

dolbom_status dlb_indicators_write(const struct dlb_indicators *indicators,
                                   struct dlb_frame **frame, dolbom_error *error)
{
    enum { N = sizeof columns / sizeof *columns };
    dolbom_status status = dlb_frame_open(indicators->caseload->env, columns, N, frame, error);
    for (uint32_t month = 0; status == DOLBOM_OK && month < indicators->n_months; month++)
        put_month(indicators, *frame, month);
    return status;
}
