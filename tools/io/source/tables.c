/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tables.c - the tables of docs/tables.md by name, with their columns.
 *
 * The library says itself what it lacks; this list lets the command find files, name the
 * very file that lacks a column, and list columns that nobody reads.
 */
#include "io/source/part.h"

#include <string.h>

#define VALID " valid_from valid_to legal_ref note"

static const struct io_table_form forms[] = {
    {"agencies", IO_RECORDS,
     "agency_id! name parent_id level kind centre_type zone_id area_code active_from active_to "
     "victim_service"},
    {"persons", IO_RECORDS,
     "agency_id! record_id! name name_hanja name_latin sex birth_date birth_calendar rrn alt_id "
     "phone phone_owner address zone_id household_id relation nationality death_date protected "
     "consent registered_on updated_at"},
    {"services", IO_RECORDS,
     "agency_id! service_id! record_id! programme! service_class start_date! end_date "
     "benefit_month start_time end_time quantity unit amount_won status! need_id case_id "
     "referral_id invoice_id entered_on updated_at"},
    {"needs", IO_RECORDS,
     "agency_id! need_id! record_id! need_class! urgency identified_on! target_quantity status "
     "resolved_on updated_at"},
    {"referrals", IO_RECORDS,
     "agency_id! referral_id! record_id! to_agency! need_id need_class urgency sent_on! status! "
     "responded_on updated_at"},
    {"cases", IO_RECORDS,
     "agency_id! case_id! record_id! case_class! received_on! visited_on surveyed_on met_on "
     "decided_on planned_on first_service_on evaluated_on last_contact_on closed_on level "
     "worker_id co_lead updated_at"},
    {"stays", IO_RECORDS, "agency_id! stay_id! record_id! kind! start_date! end_date updated_at"},
    {"applications", IO_RECORDS,
     "agency_id! application_id! record_id! programme! applied_on! decided_on result reason "
     "updated_at"},
    {"facts", IO_RECORDS, "agency_id! record_id! fact! value! as_of!"},
    {"signals", IO_RECORDS, "agency_id! record_id! signal! month!"},
    {"events", IO_RECORDS, "agency_id! record_id! kind! date! case_id"},
    {"uploads", IO_RECORDS, "agency_id! table! period! rows status"},
    {"rules", IO_POLICY, "rule! param! key value!" VALID},
    {"programmes", IO_POLICY,
     "programme! name layer unit kind grain service_class! home_based portable max_days" VALID},
    {"need_map", IO_POLICY, "need_class! service_class! name weight" VALID},
    {"mutex", IO_POLICY, "set_id! kind! a! b! scope basis except_programme" VALID},
    {"caps", IO_POLICY,
     "rule! programme service_class scope max_count max_amount_won max_quantity window_days "
     "period" VALID},
    {"deadlines", IO_POLICY, "rule! key amount! unit mode" VALID},
    {"eligibility", IO_POLICY, "programme! version! clause! fact! op! value!" VALID},
    {"thresholds", IO_POLICY, "code! household_size value!" VALID},
    {"holidays", IO_POLICY, "date! name" VALID},
    {"zones", IO_POLICY, "zone_id! name responsible_agency area_code" VALID},
    {"decisions", IO_POLICY,
     "finding_id agency_a record_a agency_b record_b decision! by at until reason" VALID},
    {"pairs", IO_RESULT,
     "left_agency! left_record! right_agency! right_record! match_weight probability match_key"},
    {"person_records", IO_RESULT, "person_id! agency_id! record_id! probability method"},
};

const struct io_table_form *io_table_form_at(size_t index)
{
    return index < sizeof forms / sizeof *forms ? &forms[index] : NULL;
}

const struct io_table_form *io_table_form_find(const char *name)
{
    const struct io_table_form *form;
    for (size_t i = 0; (form = io_table_form_at(i)) != NULL; i++)
        if (strcmp(form->name, name) == 0) return form;
    return NULL;
}

bool io_table_has_column(const struct io_table_form *form, const char *column, bool *required)
{
    size_t len = strlen(column);
    for (const char *at = form->columns; *at;) {
        size_t n = strcspn(at, " ");
        *required = at[n - 1] == '!';
        if (n - *required == len && memcmp(at, column, len) == 0) return true;
        at += n + (at[n] == ' ');
    }
    return false;
}
