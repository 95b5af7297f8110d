/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words.h - the words of docs/tables.md for which there are codes; part of policy.h.
 */
#ifndef DLB_WORDS_H
#define DLB_WORDS_H

enum dlb_service_status {
    DLB_SERVICE_PLANNED,
    DLB_SERVICE_APPLIED,
    DLB_SERVICE_APPROVED,
    DLB_SERVICE_ACTIVE,
    DLB_SERVICE_DELIVERED,
    DLB_SERVICE_ENDED,
    DLB_SERVICE_REJECTED,
    DLB_SERVICE_CANCELLED,
    DLB_SERVICE_REVERSED,
    DLB_SERVICE_ERROR
};
enum dlb_urgency { DLB_URGENCY_EMERGENCY, DLB_URGENCY_HIGH, DLB_URGENCY_NORMAL, DLB_URGENCY_LOW };
enum dlb_need_status {
    DLB_NEED_OPEN,
    DLB_NEED_MET,
    DLB_NEED_PARTLY,
    DLB_NEED_WITHDRAWN,
    DLB_NEED_REFUSED,
    DLB_NEED_TRANSFERRED
};
enum dlb_case_class { DLB_CASE_EMERGENCY, DLB_CASE_FOCUSED, DLB_CASE_GENERAL, DLB_CASE_PUBLIC };
enum dlb_referral_status {
    DLB_REFERRAL_SENT,
    DLB_REFERRAL_RECEIVED,
    DLB_REFERRAL_ACCEPTED,
    DLB_REFERRAL_REJECTED_CLIENT,
    DLB_REFERRAL_REJECTED_PROVIDER,
    DLB_REFERRAL_IN_PROGRESS,
    DLB_REFERRAL_COMPLETED,
    DLB_REFERRAL_CANCELLED
};
enum dlb_stay_kind { DLB_STAY_HOSPITAL, DLB_STAY_FACILITY, DLB_STAY_PRISON, DLB_STAY_ABROAD };
enum dlb_centre_type { DLB_CENTRE_URBAN, DLB_CENTRE_RURAL, DLB_CENTRE_COMPREHENSIVE };
enum dlb_event_kind {
    DLB_EVENT_BIRTH,
    DLB_EVENT_DISCHARGE,
    DLB_EVENT_RELEASE,
    DLB_EVENT_MOVE_IN,
    DLB_EVENT_MOVE_OUT,
    DLB_EVENT_DEATH_OF_EARNER,
    DLB_EVENT_DISABILITY_GRADE,
    DLB_EVENT_MEETING,
    DLB_EVENT_COMMITTEE,
    DLB_EVENT_VISIT,
    DLB_EVENT_CONTACT,
    DLB_EVENT_FAILED_CONTACT,
    DLB_EVENT_ESCALATION
};

/* The words of docs/tables.md for the codes above. */
const char *dlb_service_status_word(unsigned code);
const char *dlb_urgency_word(unsigned code);
const char *dlb_need_status_word(unsigned code);
const char *dlb_case_class_word(unsigned code);
const char *dlb_referral_status_word(unsigned code);
const char *dlb_stay_kind_word(unsigned code);
const char *dlb_event_kind_word(unsigned code);
const char *dlb_agency_level_word(unsigned code);
const char *dlb_result_word(unsigned code);
const char *dlb_deadline_mode_word(unsigned code);
const char *dlb_benefit_word(unsigned code); /* enum dlb_benefit less 1 */

#endif
