/* SPDX-License-Identifier: Apache-2.0 */
/*
 * support.c - who needs a sponsor, and which sponsors are free: side by side, for people to match.
 *
 * A row for each person with an open need, in each two-digit class that answers it: how many
 * sponsors there are now, and how many offers of the class with places left for people of the zone.
 * The most urgent come first, then those with the fewest sponsors, then those who have waited
 * longest. After them the offers that found nobody. Nobody is assigned: who goes with whom is not
 * for a program.
 */
#include "layer/layer.h"

#include <string.h>

enum { N_CLASSES = 100, NOT_URGENT = UINT8_MAX };

/* A person in a class. */
struct seeker {
    uint32_t zone, n_sponsors;
    uint16_t class_;
    uint8_t urgency; /* enum dlb_urgency, the most urgent first */
    int32_t since;
    struct dlb_text person_id;
};

/* A service of a person on as_of that a sponsor gives. */
struct gift {
    uint32_t agency;
    uint16_t class_;
    struct dlb_text sponsor_id;
};

/* Offers of a class for people of a zone. */
struct supply {
    int64_t n_offers, n_places;
};

struct support {
    struct dlb_env *env;
    const struct dlb_caseload *caseload;
    const struct dlb_coverage *coverage;
    struct dlb_array seekers; /* of struct seeker */
    struct dlb_array gifts;   /* of struct gift: of one person */
    uint32_t *n_taken;        /* of each sponsor */
    struct supply *supplies;  /* [zone][class] */
};

static const struct dlb_frame_column columns[] = {
    {"kind", DLB_FRAME_TEXT, 0},          {"zone_id", DLB_FRAME_TEXT, 0},
    {"service_class", DLB_FRAME_TEXT, 0}, {"rank", DLB_FRAME_INT32, 0},
    {"person_id", DLB_FRAME_TEXT, 0},     {"urgency", DLB_FRAME_TEXT, 0},
    {"since", DLB_FRAME_DAY, 0},          {"n_sponsors", DLB_FRAME_INT32, 0},
    {"n_offers", DLB_FRAME_INT64, 0},     {"n_places", DLB_FRAME_INT64, 0},
    {"agency_id", DLB_FRAME_TEXT, 0},     {"sponsor_id", DLB_FRAME_TEXT, 0},
    {"class_ko", DLB_FRAME_TEXT, 0},      {"class_en", DLB_FRAME_TEXT, 0}};

static int compare(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

/* ---- what a person has ----------------------------------------------------------------------- */

static int gift_order(const void *left_gift, const void *right_gift)
{
    const struct gift *left = left_gift, *right = right_gift;
    int order = compare(left->class_, right->class_);
    if (!order) order = compare(left->agency, right->agency);
    return order ? order : dlb_text_order(left->sponsor_id, right->sponsor_id);
}

static bool runs_today(const struct dlb_caseload *caseload, const struct dlb_service *service)
{
    int32_t death = dlb_person_death(caseload, service->person);
    if (death > caseload->as_of) death = DLB_DAY_NONE;
    struct dlb_span span = dlb_service_span(service, (struct dlb_ending){death, -1});
    return dlb_service_is_active(service) && span.start <= caseload->as_of &&
           span.end > caseload->as_of;
}

static bool is_before_sponsor(const void *sought, size_t i)
{
    const struct gift *gift = ((const struct support *)sought)->gifts.data;
    const struct dlb_sponsor *sponsor = &((const struct support *)sought)->caseload->sponsors[i];
    gift += ((const struct support *)sought)->gifts.n; /* the one that is being added */
    int order = compare(sponsor->agency, gift->agency);
    return (order ? order : dlb_text_order(sponsor->id, gift->sponsor_id)) < 0;
}

/* One more place of its sponsor is taken. */
static void take_place(struct support *support, const struct gift *gift)
{
    const struct dlb_caseload *caseload = support->caseload;
    size_t n = caseload->n_sponsors, at = dlb_search(0, n, support, is_before_sponsor);
    bool found = at < n && caseload->sponsors[at].agency == gift->agency &&
                 dlb_text_equal(caseload->sponsors[at].id, gift->sponsor_id);
    if (found) support->n_taken[at]++;
}

/* Services of today that a sponsor gives, by class. */
static dolbom_status list_gifts(struct support *support, uint32_t person, dolbom_error *error)
{
    const struct dlb_caseload *caseload = support->caseload;
    support->gifts.n = 0;
    for (uint32_t i = caseload->services_first[person]; i < caseload->services_first[person + 1];
         i++) {
        const struct dlb_service *service = &caseload->services[i];
        struct dlb_text id = {NULL, 0};
        if (service->has_more) id = dlb_service_more(service).sponsor_id;
        if (!id.data || !runs_today(caseload, service)) continue;
        struct gift *gift =
            dlb_array_reserve(support->env, &support->gifts, 1, sizeof *gift, UINT32_MAX);
        if (!gift) return dlb_fail_memory(error, support->env);
        *gift = (struct gift){service->agency, dlb_class_cut(service->class_, 2).code, id};
        take_place(support, gift);
        support->gifts.n++;
    }
    return dlb_order_rows_in(support->env, support->gifts.data, (uint32_t)support->gifts.n,
                             sizeof(struct gift), gift_order, error);
}

static uint32_t count_sponsors(const struct support *support, uint16_t class_)
{
    const struct gift *gifts = support->gifts.data;
    uint32_t n = 0;
    for (size_t i = 0; i < support->gifts.n; i++) {
        bool again = i > 0 && gift_order(&gifts[i - 1], &gifts[i]) == 0;
        n += gifts[i].class_ == class_ && !again;
    }
    return n;
}

/* ---- what a person needs --------------------------------------------------------------------- */

/* What is needed in a class: how urgently, and since when. */
struct wish {
    uint8_t urgency;
    int32_t since;
};

static bool list_wishes(const struct dlb_caseload *caseload, uint32_t person,
                        struct wish wishes[N_CLASSES])
{
    const struct dlb_policy *policy = caseload->policy;
    bool any = false;
    if (caseload->needs_first[person] == caseload->needs_first[person + 1]) return false;
    for (unsigned i = 0; i < N_CLASSES; i++) wishes[i] = (struct wish){NOT_URGENT, INT32_MAX};
    for (uint32_t i = caseload->needs_first[person]; i < caseload->needs_first[person + 1]; i++) {
        const struct dlb_need *need = &caseload->needs[i];
        if (!dlb_need_is_open(caseload, need) || need->need_class >= policy->n_need_classes)
            continue;
        uint32_t end = policy->need_maps_first[need->need_class + 1];
        for (uint32_t j = policy->need_maps_first[need->need_class]; j < end; j++) {
            struct wish *wish = &wishes[dlb_class_cut(policy->need_maps[j].class_, 2).code];
            if (!dlb_valid_on(policy->need_maps[j].valid, caseload->as_of)) continue;
            if (need->urgency < wish->urgency) wish->urgency = need->urgency;
            if (need->identified_on < wish->since) wish->since = need->identified_on;
            any = true;
        }
    }
    return any;
}

static dolbom_status seek(struct support *support, uint32_t person, dolbom_error *error)
{
    const struct dlb_caseload *caseload = support->caseload;
    struct wish wishes[N_CLASSES];
    uint32_t zone = support->coverage->person_zones[person];
    int32_t death = dlb_person_death(caseload, person);
    bool died = death != DLB_DAY_NONE && death < caseload->as_of;
    if (died || zone == DLB_NO_CODE || !list_wishes(caseload, person, wishes)) return DOLBOM_OK;
    for (uint16_t class_ = 0; class_ < N_CLASSES; class_++) {
        if (wishes[class_].urgency == NOT_URGENT) continue;
        struct seeker *seeker =
            dlb_array_reserve(support->env, &support->seekers, 1, sizeof *seeker, UINT32_MAX);
        if (!seeker) return dlb_fail_memory(error, support->env);
        *seeker = (struct seeker){zone,
                                  count_sponsors(support, class_),
                                  class_,
                                  wishes[class_].urgency,
                                  wishes[class_].since,
                                  caseload->people->person_ids[person]};
        support->seekers.n++;
    }
    return DOLBOM_OK;
}

static int seeker_order(const void *left_seeker, const void *right_seeker)
{
    const struct seeker *left = left_seeker, *right = right_seeker;
    int order = compare(left->zone, right->zone);
    if (!order) order = compare(left->class_, right->class_);
    if (!order) order = compare(left->urgency, right->urgency);
    if (!order) order = compare(left->n_sponsors, right->n_sponsors);
    if (!order) order = compare(left->since, right->since);
    return order ? order : dlb_text_order(left->person_id, right->person_id);
}

/* ---- offers ---------------------------------------------------------------------------------- */

/* Places left of an offer of today, 0 also for one that is not; where nobody says how many there
 * are, one more. */
static int64_t places_left(const struct support *support, uint32_t sponsor)
{
    const struct dlb_sponsor *offer = &support->caseload->sponsors[sponsor];
    int64_t taken = support->n_taken[sponsor];
    if (!dlb_valid_on(offer->active, support->caseload->as_of)) return 0;
    if (offer->places == DLB_NO_AMOUNT) return 1;
    return offer->places > taken ? offer->places - taken : 0;
}

static void count_offers(struct support *support)
{
    const struct dlb_caseload *caseload = support->caseload;
    for (uint32_t i = 0; i < caseload->n_sponsors; i++) {
        const struct dlb_sponsor *offer = &caseload->sponsors[i];
        int64_t left = places_left(support, i);
        uint16_t class_ = dlb_class_cut(offer->class_, 2).code;
        for (uint32_t zone = 0; left && zone < caseload->n_zones; zone++) {
            bool reaches =
                !offer->zone_id.data || dlb_text_equal(offer->zone_id, caseload->zones[zone].id);
            struct supply *supply = &support->supplies[(size_t)zone * N_CLASSES + class_];
            supply->n_offers += reaches;
            supply->n_places += reaches ? left : 0;
        }
    }
}

/* ---- the table ------------------------------------------------------------------------------- */

static void put_class(struct dlb_frame *frame, struct dlb_class class_)
{
    char digits[5];
    dlb_class_write(class_, digits);
    dlb_frame_cstring(frame, class_.digits ? digits : NULL);
}

static void put_seekers(const struct support *support, struct dlb_frame *frame)
{
    const struct seeker *seekers = support->seekers.data;
    int32_t rank = 0;
    for (size_t i = 0; i < support->seekers.n; i++) {
        const struct seeker *seeker = &seekers[i];
        bool goes_on =
            i > 0 && seekers[i - 1].zone == seeker->zone && seekers[i - 1].class_ == seeker->class_;
        const struct supply *supply =
            &support->supplies[(size_t)seeker->zone * N_CLASSES + seeker->class_];
        rank = goes_on ? rank + 1 : 1;
        dlb_frame_cstring(frame, "need");
        dlb_frame_text(frame, support->caseload->zones[seeker->zone].id);
        put_class(frame, (struct dlb_class){seeker->class_, 2});
        dlb_frame_int(frame, rank);
        dlb_frame_text(frame, seeker->person_id);
        dlb_frame_cstring(frame, dlb_urgency_word(seeker->urgency));
        dlb_frame_day(frame, seeker->since);
        dlb_frame_int(frame, seeker->n_sponsors);
        dlb_frame_int(frame, supply->n_offers);
        dlb_frame_int(frame, supply->n_places);
        dlb_frame_null(frame);
        dlb_frame_null(frame);
        dlb_frame_class_names(frame, (struct dlb_class){seeker->class_, 2});
    }
}

/* Offers of today of which nothing is taken. */
static void put_offers(const struct support *support, struct dlb_frame *frame)
{
    enum { OF_NEEDS = 5 }; /* columns that only needs have */
    const struct dlb_caseload *caseload = support->caseload;
    for (uint32_t i = 0; i < caseload->n_sponsors; i++) {
        const struct dlb_sponsor *offer = &caseload->sponsors[i];
        if (support->n_taken[i] || !places_left(support, i)) continue;
        dlb_frame_cstring(frame, "offer");
        dlb_frame_text(frame, offer->zone_id);
        put_class(frame, offer->class_);
        for (unsigned column = 0; column < OF_NEEDS; column++) dlb_frame_null(frame);
        dlb_frame_null(frame);
        if (offer->places == DLB_NO_AMOUNT)
            dlb_frame_null(frame);
        else
            dlb_frame_int(frame, offer->places);
        dlb_frame_text(frame, caseload->agencies[offer->agency].id);
        dlb_frame_text(frame, offer->id);
        dlb_frame_class_names(frame, offer->class_);
    }
}

static dolbom_status fill(struct support *support, struct dlb_frame *frame, dolbom_error *error)
{
    dolbom_status status = DOLBOM_OK;
    for (uint32_t i = 0; status == DOLBOM_OK && i < support->caseload->n_persons; i++) {
        if (i % DLB_ROWS_PER_ASK == 0) status = dlb_ask(support->env, error);
        if (status == DOLBOM_OK) status = list_gifts(support, i, error);
        if (status == DOLBOM_OK) status = seek(support, i, error);
    }
    if (status == DOLBOM_OK)
        status = dlb_order_rows(support->env, support->seekers.data, (uint32_t)support->seekers.n,
                                sizeof(struct seeker), seeker_order, error);
    if (status != DOLBOM_OK) return status;
    count_offers(support);
    put_seekers(support, frame);
    put_offers(support, frame);
    return DOLBOM_OK;
}

dolbom_status dlb_support_frame(const struct dlb_coverage *coverage, struct dlb_frame **frame,
                                dolbom_error *error)
{
    const struct dlb_caseload *caseload = coverage->caseload;
    struct dlb_env *env = coverage->env;
    size_t taken = caseload->n_sponsors * sizeof(uint32_t);
    size_t supplies = (size_t)caseload->n_zones * N_CLASSES * sizeof(struct supply);
    struct support support = {.env = env, .caseload = caseload, .coverage = coverage};
    support.n_taken = dlb_alloc_zero(env, taken);
    support.supplies = dlb_alloc_zero(env, supplies);
    dolbom_status status =
        support.n_taken && support.supplies ? DOLBOM_OK : dlb_fail_memory(error, env);
    if (status == DOLBOM_OK)
        status = dlb_frame_open(env, columns, sizeof columns / sizeof *columns, frame, error);
    bool known = caseload->tables & DLB_HAS_SPONSORS; /* else nobody can be matched with anybody */
    if (status == DOLBOM_OK && known) status = fill(&support, *frame, error);
    dlb_free(env, support.n_taken, taken);
    dlb_free(env, support.supplies, supplies);
    dlb_array_clear(env, &support.seekers, sizeof(struct seeker));
    dlb_array_clear(env, &support.gifts, sizeof(struct gift));
    return status;
}
