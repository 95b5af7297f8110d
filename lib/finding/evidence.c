/* SPDX-License-Identifier: Apache-2.0 */
/*
 * evidence.c - what the rows of the different tables have in common.
 *
 *   table         id          start           end            status
 *   persons       record_id   registered_on   none           none
 *   services      id          start           end            status
 *   needs         id          identified_on   resolved_on    status
 *   referrals     id          sent_on         responded_on   status
 *   cases         id          received_on     closed_on      case class
 *   stays         id          start           end            kind
 *   events        none        date            date           kind
 *   uploads       table       first of month  last of month  complete, failed
 *   assessments   id          assessed_on     assessed_on    none
 *   applications  id          applied_on      decided_on     result
 *   facts         fact        as_of           as_of          none
 *   signals       signal      first of month  last of month  none
 *   reports       id          reported_on     reported_on    urgency
 *   capacity      programme   none            none           none
 *   sponsors      id          active_from     active_to      none
 */
#include "finding/finding_store.h"

const char *const dlb_row_table_names[] = {"persons",     "services",     "needs",   "referrals",
                                           "cases",       "stays",        "events",  "uploads",
                                           "assessments", "applications", "facts",   "signals",
                                           "reports",     "capacity",     "sponsors"};

/* A day on which something ended, as the end of a half-open span. */
static int32_t end_on(int32_t day)
{
    return day == DLB_DAY_NONE ? DLB_DAY_OPEN : day + 1;
}

static void look_person(const struct dlb_caseload *caseload, uint32_t row,
                        struct dlb_evidence_view *view)
{
    const struct dlb_member *member = &caseload->members[row];
    view->id = member->record_id;
    view->agency = member->agency;
    view->member = row;
    view->start = view->known_on = member->registered_on;
    view->end = DLB_DAY_OPEN;
}

static void look_service(const struct dlb_caseload *caseload, uint32_t row,
                         struct dlb_evidence_view *view)
{
    const struct dlb_service *service = &caseload->services[row];
    bool entered = service->entered_on != DLB_DAY_NONE;
    view->id = dlb_service_id(service);
    view->agency = service->agency;
    view->member = service->member;
    view->programme = service->programme;
    view->class_ = service->class_;
    view->start = service->start;
    view->end = service->end;
    view->known_on = entered ? service->entered_on : service->start;
    view->amount_won = service->amount_won;
    view->status = dlb_service_status_word(service->status);
    view->emergency = dlb_class_cut(service->class_, 2).code == CLASS_OF_CRISIS;
}

static void look_need(const struct dlb_caseload *caseload, uint32_t row,
                      struct dlb_evidence_view *view)
{
    const struct dlb_need *need = &caseload->needs[row];
    view->id = need->id;
    view->agency = need->agency;
    view->member = need->member;
    view->need_class = need->need_class;
    view->start = view->known_on = need->identified_on;
    view->end = end_on(need->resolved_on);
    view->status = dlb_need_status_word(need->status);
    view->emergency = need->urgency == DLB_URGENCY_EMERGENCY;
}

static void look_referral(const struct dlb_caseload *caseload, uint32_t row,
                          struct dlb_evidence_view *view)
{
    const struct dlb_referral *referral = &caseload->referrals[row];
    view->id = referral->id;
    view->agency = referral->agency;
    view->member = referral->member;
    view->need_class = referral->need_class;
    view->start = view->known_on = referral->sent_on;
    view->end = end_on(referral->responded_on);
    view->status = dlb_referral_status_word(referral->status);
    view->emergency = referral->settled_urgency == DLB_URGENCY_EMERGENCY;
}

static void look_case(const struct dlb_caseload *caseload, uint32_t row,
                      struct dlb_evidence_view *view)
{
    const struct dlb_case *case_ = &caseload->cases[row];
    view->id = case_->id;
    view->agency = case_->agency;
    view->member = case_->member;
    view->start = view->known_on = case_->received_on;
    view->end = end_on(case_->closed_on);
    view->status = dlb_case_class_word(case_->case_class);
    view->emergency = case_->case_class == DLB_CASE_EMERGENCY;
}

static void look_stay(const struct dlb_caseload *caseload, uint32_t row,
                      struct dlb_evidence_view *view)
{
    const struct dlb_stay *stay = &caseload->stays[row];
    view->id = stay->id;
    view->agency = stay->agency;
    view->member = stay->member;
    view->start = view->known_on = stay->start;
    view->end = stay->end;
    view->status = dlb_stay_kind_word(stay->kind);
}

static void look_event(const struct dlb_caseload *caseload, uint32_t row,
                       struct dlb_evidence_view *view)
{
    const struct dlb_event *event = &caseload->events[row];
    view->agency = event->agency;
    view->member = event->member;
    view->start = view->known_on = event->date;
    view->end = event->date + 1;
    view->status = dlb_event_kind_word(event->kind);
}

static void look_upload(const struct dlb_caseload *caseload, uint32_t row,
                        struct dlb_evidence_view *view)
{
    const struct dlb_upload *upload = &caseload->uploads[row];
    view->id = upload->table;
    view->agency = upload->agency;
    view->start = dlb_month_start(upload->month);
    view->end = dlb_month_start(upload->month + 1);
    view->status = upload->failed ? "failed" : "complete";
}

static void look_assessment(const struct dlb_caseload *caseload, uint32_t row,
                            struct dlb_evidence_view *view)
{
    const struct dlb_assessment *assessment = &caseload->assessments[row];
    view->id = assessment->id;
    view->agency = assessment->agency;
    view->member = assessment->member;
    view->start = view->known_on = assessment->assessed_on;
    view->end = assessment->assessed_on + 1;
}

static void look_application(const struct dlb_caseload *caseload, uint32_t row,
                             struct dlb_evidence_view *view)
{
    const struct dlb_application *application = &caseload->applications[row];
    view->id = application->id;
    view->agency = application->agency;
    view->member = application->member;
    view->programme = application->programme;
    view->start = view->known_on = application->applied_on;
    view->end = end_on(application->decided_on);
    if (application->result != UINT8_MAX) view->status = dlb_result_word(application->result);
}

static void look_fact(const struct dlb_caseload *caseload, uint32_t row,
                      struct dlb_evidence_view *view)
{
    const struct dlb_fact *fact = &caseload->facts[row];
    view->id = caseload->words[fact->fact];
    view->agency = fact->agency;
    view->member = fact->member;
    view->start = view->known_on = fact->as_of;
    view->end = fact->as_of + 1;
}

static void look_signal(const struct dlb_caseload *caseload, uint32_t row,
                        struct dlb_evidence_view *view)
{
    const struct dlb_signal *signal = &caseload->signals[row];
    view->id = caseload->words[signal->signal];
    view->agency = signal->agency;
    view->member = signal->member;
    view->start = view->known_on = dlb_month_start(signal->month);
    view->end = dlb_month_start(signal->month + 1);
}

static void look_report(const struct dlb_caseload *caseload, uint32_t row,
                        struct dlb_evidence_view *view)
{
    const struct dlb_report *report = &caseload->reports[row];
    view->id = report->id;
    view->agency = report->agency;
    view->member = report->member;
    view->start = view->known_on = report->reported_on;
    view->end = report->reported_on + 1;
    view->status = dlb_urgency_word(report->urgency);
}

static void look_capacity(const struct dlb_caseload *caseload, uint32_t row,
                          struct dlb_evidence_view *view)
{
    const struct dlb_capacity *capacity = &caseload->capacities[row];
    view->id = capacity->programme_id;
    view->agency = capacity->agency;
    view->programme = capacity->programme;
    view->start = DLB_DAY_NONE;
    view->end = DLB_DAY_OPEN;
}

static void look_sponsor(const struct dlb_caseload *caseload, uint32_t row,
                         struct dlb_evidence_view *view)
{
    const struct dlb_sponsor *sponsor = &caseload->sponsors[row];
    view->id = sponsor->id;
    view->agency = sponsor->agency;
    view->class_ = sponsor->class_;
    view->start = sponsor->active.from;
    view->end = sponsor->active.to;
}

void dlb_evidence_look(const struct dlb_caseload *caseload, const struct dlb_evidence *evidence,
                       struct dlb_evidence_view *view)
{
    static void (*const looks[])(const struct dlb_caseload *, uint32_t,
                                 struct dlb_evidence_view *) = {
        [DLB_ROWS_PERSONS] = look_person,
        [DLB_ROWS_SERVICES] = look_service,
        [DLB_ROWS_NEEDS] = look_need,
        [DLB_ROWS_REFERRALS] = look_referral,
        [DLB_ROWS_CASES] = look_case,
        [DLB_ROWS_STAYS] = look_stay,
        [DLB_ROWS_EVENTS] = look_event,
        [DLB_ROWS_UPLOADS] = look_upload,
        [DLB_ROWS_ASSESSMENTS] = look_assessment,
        [DLB_ROWS_APPLICATIONS] = look_application,
        [DLB_ROWS_FACTS] = look_fact,
        [DLB_ROWS_SIGNALS] = look_signal,
        [DLB_ROWS_REPORTS] = look_report,
        [DLB_ROWS_CAPACITY] = look_capacity,
        [DLB_ROWS_SPONSORS] = look_sponsor};
    *view = (struct dlb_evidence_view){.member = DLB_NO_CODE,
                                       .programme = DLB_NO_CODE,
                                       .need_class = DLB_NO_CODE,
                                       .amount_won = DLB_NO_AMOUNT,
                                       .known_on = DLB_DAY_NONE};
    looks[evidence->table](caseload, evidence->row, view);
}

/* ---- the same row in every run --------------------------------------------------------------- */

static uint64_t hash_of(struct dlb_text text)
{
    return text.data ? dlb_hash64(text.data, text.len) : 0;
}

uint64_t dlb_evidence_said(const struct dlb_caseload *caseload,
                           const struct dlb_evidence_view *view)
{
    struct dlb_text none = {NULL, 0}, status = view->status ? dlb_text_of(view->status) : none;
    bool has_programme = view->programme != DLB_NO_CODE, has_need = view->need_class != DLB_NO_CODE;
    uint64_t parts[] = {(uint32_t)view->start,
                        (uint32_t)view->end,
                        (uint64_t)view->amount_won,
                        view->class_.digits * UINT64_C(100000) + view->class_.code,
                        hash_of(has_programme ? caseload->programme_ids[view->programme] : none),
                        hash_of(has_need ? caseload->need_classes[view->need_class] : none),
                        hash_of(status)};
    uint64_t hash = dlb_hash64(parts, sizeof parts);
    return hash ? hash : 1; /* 0 is: not known */
}

uint64_t dlb_evidence_name(const struct dlb_caseload *caseload, const struct dlb_evidence *row,
                           const struct dlb_evidence_view *view)
{
    struct dlb_text record = {NULL, 0};
    if (view->member != DLB_NO_CODE) record = caseload->members[view->member].record_id;
    return dlb_row_name(dlb_text_of(dlb_row_table_names[row->table]),
                        caseload->agencies[view->agency].id, view->id, record,
                        view->id.data ? 0 : dlb_evidence_said(caseload, view));
}

void dlb_frame_said(struct dlb_frame *frame, uint64_t said)
{
    static const char digits[] = "0123456789abcdef";
    char text[16];
    for (unsigned i = 0; i < sizeof text; i++) text[i] = digits[said >> (60 - 4 * i) & 15];
    dlb_frame_text(frame, (struct dlb_text){said ? text : NULL, said ? sizeof text : 0});
}
