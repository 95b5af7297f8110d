/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lasting.c - the days and months of a service.
 *
 *   one_off            its first day, whatever end is recorded
 *   end recorded       up to it
 *   no end recorded    max_days of its programme; stale_days after the latest that was heard of
 *                      it (its start, its entry, the last day of its benefit month); else open
 *   death              ends all of them on its day
 *
 * A service that is left without days counts for no month either.
 */
#include "caseload/caseload.h"

static int32_t last_heard_of(const struct dlb_service *service)
{
    int32_t last = service->start;
    if (service->entered_on > last) last = service->entered_on; /* DLB_DAY_NONE is before all */
    if (service->benefit_month == DLB_NONE) return last;
    int32_t month_end = dlb_month_start(service->benefit_month + 1) - 1;
    return month_end > last ? month_end : last;
}

struct dlb_span dlb_service_span(const struct dlb_service *service, struct dlb_ending ending)
{
    struct dlb_span span = {service->start, service->end};
    if (service->lasting & DLB_LASTS_A_DAY) span.end = span.start + 1;
    bool may_be_stale = ending.stale_days >= 0 && service->lasting & DLB_LASTS_OPEN;
    if (may_be_stale) {
        int32_t stale = last_heard_of(service) + ending.stale_days + 1;
        if (span.end > stale) span.end = stale;
    }
    if (ending.death != DLB_DAY_NONE && span.end > ending.death + 1) span.end = ending.death + 1;
    if (span.end < span.start) span.end = span.start;
    return span;
}

struct dlb_span dlb_service_months(const struct dlb_service *service, struct dlb_ending ending)
{
    struct dlb_span span = dlb_service_span(service, ending);
    if (span.end == span.start) return (struct dlb_span){0, 0};
    if (service->benefit_month != DLB_NONE)
        return (struct dlb_span){service->benefit_month, service->benefit_month + 1};
    bool open = span.end == DLB_DAY_OPEN;
    int32_t end = open ? DLB_DAY_OPEN : dlb_month_of(span.end - 1) + 1;
    return (struct dlb_span){dlb_month_of(span.start), end};
}

int32_t dlb_service_month(const struct dlb_service *service)
{
    bool given = service->benefit_month != DLB_NONE;
    return given ? service->benefit_month : dlb_month_of(service->start);
}

struct dlb_span dlb_months_days(struct dlb_span months)
{
    bool open = months.end == DLB_DAY_OPEN;
    return (struct dlb_span){dlb_month_start(months.start),
                             open ? DLB_DAY_OPEN : dlb_month_start(months.end)};
}
