/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words.c - the code words of tables.md, in the order of their enums in rule.h.
 */
#include <string.h>

#include "policy/policy.h"

const char *const dlb_service_status_words[] = {"planned",   "applied", "approved", "active",
                                                "delivered", "ended",   "rejected", "cancelled",
                                                "reversed",  "error",   NULL};
const char *const dlb_urgency_words[] = {"emergency", "high", "normal", "low", NULL};
const char *const dlb_need_status_words[] = {"open",    "met",         "partly", "withdrawn",
                                             "refused", "transferred", NULL};
const char *const dlb_case_class_words[] = {"emergency", "focused", "general", "public", NULL};
const char *const dlb_referral_status_words[] = {
    "sent",        "received",  "accepted",  "rejected_client", "rejected_provider",
    "in_progress", "completed", "cancelled", NULL};
const char *const dlb_stay_kind_words[] = {"hospital", "facility", "prison", "abroad", NULL};
const char *const dlb_event_kind_words[] = {
    "birth",           "discharge", "release",   "move_in", "move_out", "death_of_earner",
    "disability_grade", "meeting",  "committee", "visit",   "contact",  "failed_contact",
    "escalation",      NULL};
const char *const dlb_deadline_mode_words[] = {"calendar",   "calendar_roll", "business",
                                               "work_hours", "elapsed_hours", NULL};
