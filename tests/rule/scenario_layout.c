/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scenario_layout.c - which columns the tables of a scenario have, and in which order.
 */
#include "rule/scenario_layout.h"

#include <criterion/criterion.h>
#include <string.h>

const struct layout layouts[LAYOUTS_MAX] = {
    {"agencies",
     1,
     {"agency_id", "name", "zone_id", "area_code", "d active_from", "d active_to", "victim_service",
      "parent_id", "level", "centre_type", "phone", "address"}},
    {"services", 6, {"agency_id",  "record_id",  "service_id",      "programme",    "d start_date",
                     "d end_date", "class",      "benefit_month",   "quantity",     "amount_won",
                     "status",     "need_id",    "case_id",         "d entered_on", "start_time",
                     "end_time",   "unit",       "referral_agency", "referral_id",  "sponsor_id",
                     "invoice_id", "invoice_won"}},
    {"needs",
     5,
     {"agency_id", "record_id", "need_id", "need_class", "d identified_on", "urgency", "status",
      "d resolved_on", "target_quantity", "target_unit", "target_period"}},
    {"referrals",
     6,
     {"agency_id", "record_id", "referral_id", "to_agency", "d sent_on", "status", "need_id",
      "need_class", "urgency", "d responded_on"}},
    {"cases",
     5,
     {"agency_id", "record_id", "case_id", "case_class", "d received_on", "d visited_on",
      "d surveyed_on", "d met_on", "d decided_on", "d planned_on", "d first_service_on",
      "d evaluated_on", "d last_contact_on", "d closed_on", "level", "worker_id", "co_lead"}},
    {"stays", 6, {"agency_id", "record_id", "stay_id", "kind", "d start_date", "d end_date"}},
    {"events", 4, {"agency_id", "record_id", "kind", "d date", "case_id", "level"}},
    {"assessments", 5, {"agency_id", "record_id", "assessment_id", "domain", "d assessed_on"}},
    {"applications",
     5,
     {"agency_id", "record_id", "application_id", "programme", "d applied_on", "d decided_on",
      "result"}},
    {"facts", 5, {"agency_id", "record_id", "fact", "value", "d as_of"}},
    {"signals", 4, {"agency_id", "record_id", "signal", "month"}},
    {"reports", 4, {"agency_id", "record_id", "report_id", "d reported_on", "by_kind", "urgency"}},
    {"capacity", 3, {"agency_id", "programme", "places"}},
    {"sponsors",
     3,
     {"agency_id", "sponsor_id", "class", "zone_id", "places", "kind", "d active_from",
      "d active_to"}},
    {"uploads", 3, {"agency_id", "table", "period", "rows", "status"}},
    {"programmes",
     2,
     {"programme", "class", "name", "name_en", "layer", "unit", "kind", "grain", "home_based",
      "portable", "max_days", "d valid_from", "d valid_to"}},
    {"mutex",
     4,
     {"set_id", "kind", "a", "b", "scope", "basis", "except_programme", "d valid_from",
      "d valid_to", "legal_ref", "counted_share"}},
    {"caps",
     1,
     {"rule", "programme", "class", "scope", "max_count", "window_days", "max_amount_won",
      "max_quantity", "period", "d valid_from", "d valid_to"}},
    {"eligibility",
     6,
     {"programme", "version", "clause", "fact", "op", "value", "d valid_from", "d valid_to", "name",
      "name_en"}},
    {"thresholds", 2, {"code", "value", "household_size", "d valid_from", "d valid_to"}},
    {"implies",
     2,
     {"a", "b", "kind", "fact", "op", "value", "grace_days", "d valid_from", "d valid_to"}},
    {"life_events", 2, {"kind", "expects", "pre_days", "post_days", "d valid_from", "d valid_to"}},
    {"signal_weights",
     2,
     {"signal", "weight", "alone", "d valid_from", "d valid_to", "name", "name_en"}},
    {"domains", 1, {"domain", "name", "name_en", "d valid_from", "d valid_to"}},
    {"need_map", 2, {"need_class", "class", "name", "name_en", "d valid_from", "d valid_to"}},
    {"holidays", 1, {"d date"}},
    {"zones",
     1,
     {"zone_id", "name", "name_en", "responsible_agency", "area_code", "d valid_from",
      "d valid_to"}},
    {"rules", 3, {"rule", "param", "value", "key", "d valid_from", "d valid_to", "centre_type"}},
    {"deadlines",
     2,
     {"rule", "amount", "key", "unit", "mode", "d valid_from", "d valid_to", "centre_type"}},
    {"decisions",
     1,
     {"decision", "finding_id", "d at", "d until", "agency_a", "record_a", "agency_b", "record_b",
      "rows_key", "amount_won", "d start_date", "d end_date", "agency_id", "by"}},
};

static const char *column_name(const char *column)
{
    const char *name = strncmp(column, "d ", 2) == 0 ? column + 2 : column;
    return strcmp(name, "class") == 0 ? "service_class" : name;
}

void layout_append_head(struct rows_text *text, const struct layout *layout, bool text_dates)
{
    for (unsigned i = 0; i < CELLS_MAX && layout->columns[i]; i++) {
        bool date = strncmp(layout->columns[i], "d ", 2) == 0;
        if (i) rows_append(text, ",");
        rows_append(text, column_name(layout->columns[i]));
        if (date && !text_dates) rows_append(text, ":tdD");
    }
    rows_append(text, "\n");
}

unsigned layout_column(const struct layout *layout, const char *name, size_t len)
{
    for (unsigned i = 0; i < CELLS_MAX && layout->columns[i]; i++) {
        const char *column = layout->columns[i];
        if (strncmp(column, "d ", 2) == 0) column += 2;
        if (strlen(column) == len && strncmp(column, name, len) == 0) return i;
    }
    cr_assert_fail("%s has no column %.*s", layout->table, (int)len, name);
    return 0;
}

const char *layout_default(const struct layout *layout, unsigned column)
{
    bool status = strcmp(layout->columns[column], "status") == 0;
    if (strcmp(layout->columns[column], "worker_id") == 0) return "worker";
    if (status && strcmp(layout->table, "services") == 0) return "delivered";
    if (status && strcmp(layout->table, "uploads") == 0) return "complete";
    return "";
}

unsigned layout_of(const char *table)
{
    for (unsigned i = 0; layouts[i].table; i++)
        if (strcmp(layouts[i].table, table) == 0) return i;
    cr_assert_fail("no table %s", table);
    return 0;
}
