/* SPDX-License-Identifier: Apache-2.0 */
/*
 * service_more.c - what few services say.
 *
 * There are hundreds of millions of services, and most have no time of day, no sponsor and no bill.
 * Those that have are kept in one piece with the service's id, so that a row needs no more than a
 * bit for it, and copies of the row have it too:
 *
 *   piece    struct packed   id   unit referral_agency referral_id sponsor_id invoice_id case_id
 *                            ^ service->id
 */
#include "caseload/event_tables.h"

#include <string.h>

enum { N_TEXTS = 6 };

struct packed {
    int64_t invoice_won;
    int16_t start_minute, end_minute;
    uint16_t len[N_TEXTS]; /* 0: none */
};

static size_t copy_text(char *to, struct dlb_text text)
{
    if (text.len) memcpy(to, text.data, text.len);
    return text.len;
}

static bool is_empty(const struct dlb_service_more *more)
{
    size_t bytes = more->unit.len + more->referral_agency.len + more->referral_id.len +
                   more->sponsor_id.len + more->invoice_id.len + more->case_id.len;
    return !bytes && more->invoice_won == DLB_NO_AMOUNT && more->start_minute == DLB_NONE &&
           more->end_minute == DLB_NONE;
}

static bool keep_all(struct dlb_arena *arena, const struct dlb_service_more *more,
                     struct dlb_service *service)
{
    const struct dlb_text texts[N_TEXTS] = {more->unit,        more->referral_agency,
                                            more->referral_id, more->sponsor_id,
                                            more->invoice_id,  more->case_id};
    size_t bytes = sizeof(struct packed) + service->id_len;
    for (size_t i = 0; i < N_TEXTS; i++) bytes += texts[i].len;
    struct packed *packed = dlb_arena_alloc(arena, bytes);
    if (!packed) return false;
    *packed = (struct packed){.invoice_won = more->invoice_won,
                              .start_minute = more->start_minute,
                              .end_minute = more->end_minute};
    char *id = (char *)(packed + 1);
    char *to = id + copy_text(id, dlb_service_id(service));
    for (size_t i = 0; i < N_TEXTS; i++) {
        packed->len[i] = (uint16_t)texts[i].len;
        to += copy_text(to, texts[i]);
    }
    service->id = id;
    service->has_more = true;
    service->has_unit = more->unit.len > 0;
    return true;
}

bool dlb_service_keep(struct dlb_arena *arena, const struct dlb_service_more *more,
                      struct dlb_service *service)
{
    if (!is_empty(more)) return keep_all(arena, more, service);
    if (service->id) service->id = dlb_arena_copy(arena, service->id, service->id_len);
    return service->id || !service->id_len;
}

struct dlb_text dlb_service_unit(const struct dlb_service *service)
{
    if (!service->has_unit) return (struct dlb_text){NULL, 0};
    const struct packed *packed = (const struct packed *)(const void *)service->id - 1;
    return (struct dlb_text){service->id + service->id_len, packed->len[0]};
}

struct dlb_service_more dlb_service_more(const struct dlb_service *service)
{
    struct dlb_service_more more = {
        .invoice_won = DLB_NO_AMOUNT, .start_minute = DLB_NONE, .end_minute = DLB_NONE};
    struct dlb_text *const texts[N_TEXTS] = {&more.unit,        &more.referral_agency,
                                             &more.referral_id, &more.sponsor_id,
                                             &more.invoice_id,  &more.case_id};
    if (!service->has_more) return more;
    const struct packed *packed = (const struct packed *)(const void *)service->id - 1;
    const char *from = service->id + service->id_len;
    more.invoice_won = packed->invoice_won;
    more.start_minute = packed->start_minute;
    more.end_minute = packed->end_minute;
    for (size_t i = 0; i < N_TEXTS; i++) {
        if (packed->len[i]) *texts[i] = (struct dlb_text){from, packed->len[i]};
        from += packed->len[i];
    }
    return more;
}
