/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words.c - the code words of the tables, for messages and details; they stand in schema.txt in
 * the order of their enums.
 */
#include "policy/policy.h"

const char *dlb_service_status_word(unsigned code)
{
    return dlb_schema_words(DLB_TABLE_SERVICES, DLB_SERVICES_STATUS)[code];
}

const char *dlb_urgency_word(unsigned code)
{
    return dlb_schema_words(DLB_TABLE_NEEDS, DLB_NEEDS_URGENCY)[code];
}

const char *dlb_need_status_word(unsigned code)
{
    return dlb_schema_words(DLB_TABLE_NEEDS, DLB_NEEDS_STATUS)[code];
}

const char *dlb_case_class_word(unsigned code)
{
    return dlb_schema_words(DLB_TABLE_CASES, DLB_CASES_CASE_CLASS)[code];
}

const char *dlb_referral_status_word(unsigned code)
{
    return dlb_schema_words(DLB_TABLE_REFERRALS, DLB_REFERRALS_STATUS)[code];
}

const char *dlb_stay_kind_word(unsigned code)
{
    return dlb_schema_words(DLB_TABLE_STAYS, DLB_STAYS_KIND)[code];
}

const char *dlb_event_kind_word(unsigned code)
{
    return dlb_schema_words(DLB_TABLE_EVENTS, DLB_EVENTS_KIND)[code];
}

const char *dlb_agency_level_word(unsigned code)
{
    return dlb_schema_words(DLB_TABLE_AGENCIES, DLB_AGENCIES_LEVEL)[code];
}

const char *dlb_result_word(unsigned code)
{
    return dlb_schema_words(DLB_TABLE_APPLICATIONS, DLB_APPLICATIONS_RESULT)[code];
}

const char *dlb_deadline_mode_word(unsigned code)
{
    return dlb_schema_words(DLB_TABLE_DEADLINES, DLB_DEADLINES_MODE)[code];
}

const char *dlb_benefit_word(unsigned code)
{
    return dlb_schema_words(DLB_TABLE_PROGRAMMES, DLB_PROGRAMMES_KIND)[code];
}
