/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_channel.c - D16: one telephone number or one flat, and many persons who get the same.
 *
 * Whoever collects for others, or under several names, leaves one number or one door. So persons
 * whose records share one, and who live in no household together, are counted for each programme on
 * each day. The number itself is nowhere in a finding: its id is made of a digest of it.
 *
 *   kim    -----------
 *   lee        ------------
 *   park     -------            (3 with a telephone number, 6 in a flat)
 *              =====
 */
#include "rule/kernel.h"

enum { MIN_PERSONS = DLB_PARAM_OWN };
enum { LEAST_PERSONS = 2 }; /* whatever the policy says */

static const char *const words[] = {
    [DLB_CHANNEL_PHONE] = "phone", [DLB_CHANNEL_ADDRESS] = "address", NULL};

struct channel_scan {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    const struct dlb_channel *channel;
    int64_t min_persons;
    uint32_t programme;
};

/* ---- findings ------------------------------------------------------------------------------- */

static void put_numbers(const struct channel_scan *scan, int64_t n_persons)
{
    struct dlb_findings *findings = scan->work->findings;
    dlb_detail_text(findings, "channel", dlb_text_of(words[scan->channel->kind]));
    dlb_detail_int(findings, "n_persons", n_persons);
    dlb_detail_int(findings, "min_persons", scan->min_persons);
    dlb_detail_clears(findings, "records_corrected", DLB_DAY_NONE);
}

static uint32_t place_of(const struct dlb_rule_work *work, const struct dlb_side *side)
{
    return dlb_strangers_place(work, work->caseload->services[side->row].person);
}

/* How many strangers have something in the meeting. */
static int64_t count_strangers(struct dlb_rule_work *work, const struct dlb_meeting *meeting)
{
    struct dlb_strangers *strangers = &work->strangers;
    const struct dlb_side *sides = work->sides.data;
    for (size_t i = 0; i < work->sides.n; i++)
        if (dlb_meet_touches(work, meeting, &sides[i]))
            dlb_strangers_come(strangers, place_of(work, &sides[i]));
    int64_t n = dlb_strangers_count(strangers, INT64_MAX);
    for (size_t i = 0; i < work->sides.n; i++)
        dlb_strangers_go(strangers, place_of(work, &sides[i]));
    return n;
}

static void report(void *context, const struct dlb_meeting *meeting)
{
    const struct channel_scan *scan = context;
    struct dlb_rule_work *work = scan->work;
    struct dlb_findings *findings = work->findings;
    const struct dlb_side *sides = work->sides.data;
    struct dlb_finding *finding = dlb_finding_open(findings, scan->rule);
    finding->channel = scan->channel->code;
    finding->programme = scan->programme;
    finding->start = meeting->start;
    finding->end = meeting->end;
    if (meeting->n_segments > 1) finding->days = meeting->days;
    dlb_key_text(findings, dlb_text_of(words[scan->channel->kind]));
    dlb_key_text(findings, work->caseload->programme_ids[scan->programme]);
    for (size_t i = 0; i < work->sides.n; i++)
        if (dlb_meet_touches(work, meeting, &sides[i]))
            dlb_finding_row(findings, DLB_ROWS_SERVICES, sides[i].row, "overlapping");
    put_numbers(scan, count_strangers(work, meeting));
}

/* ---- programmes ----------------------------------------------------------------------------- */

/* Services of one programme by person, then start. */
static void look_at_programme(struct channel_scan *scan, const uint32_t *rows, size_t n)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_caseload *caseload = work->caseload;
    dlb_meet_begin(work);
    if ((int64_t)n < scan->min_persons || !dlb_work_spans(work, n)) return;
    struct dlb_owned_span *spans = work->spans.data;
    for (size_t i = 0; i < n; i++) {
        const struct dlb_service *service = &caseload->services[rows[i]];
        struct dlb_span days =
            dlb_service_span(service, dlb_work_ending(work, scan->rule, service->person));
        uint32_t place = dlb_strangers_place(work, service->person);
        spans[i] = (struct dlb_owned_span){days.start, days.end, place, rows[i]};
        dlb_meet_side(work, (struct dlb_side){days.start, days.end, 0, rows[i], 0});
    }
    work->spans.n = n;
    scan->programme = caseload->services[rows[0]].programme;
    size_t n_segments = dlb_strangers_segments(work, scan->min_persons);
    const struct dlb_span *segments = work->segments.data;
    for (size_t i = 0; i < n_segments; i++)
        dlb_meet_hit(work, (struct dlb_hit){segments[i].start, segments[i].end, 0});
    if (dlb_meet_settle(work)) dlb_meet_findings(work, report, scan);
}

/* ---- who shares it -------------------------------------------------------------------------- */

/* The persons whose records share it, each once, in work->list. */
static bool list_persons(const struct channel_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_channel *channel = scan->channel;
    const uint32_t *members = work->request->channels->members.data;
    if (!dlb_work_items(work, channel->n) || !dlb_work_list(work, channel->n)) return false;
    struct dlb_sort_item *items = work->items.data;
    uint32_t *persons = work->list.data;
    for (uint32_t i = 0; i < channel->n; i++)
        items[i].key = work->caseload->members[members[channel->first + i]].person;
    dlb_sort_in(items, work->spare.data, channel->n);
    for (uint32_t i = 0; i < channel->n; i++)
        if (i == 0 || items[i].key != items[i - 1].key)
            persons[work->list.n++] = (uint32_t)items[i].key;
    return true;
}

static bool counts(const struct dlb_service *service, struct dlb_ending ending)
{
    return dlb_service_is_active(service) && dlb_service_has_days(service, ending);
}

/* Judge what all of them got; how many services. */
static size_t judge_services(const struct channel_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_caseload *caseload = work->caseload;
    const uint32_t *persons = work->list.data;
    for (size_t i = 0; i < work->list.n; i++) {
        struct dlb_ending ending = dlb_work_ending(work, scan->rule, persons[i]);
        uint32_t at = caseload->services_first[persons[i]];
        uint64_t n_before = work->now.rows;
        for (; at < caseload->services_first[persons[i] + 1]; at++)
            dlb_judge_rows(work, counts(&caseload->services[at], ending));
        work->now.persons += work->now.rows > n_before;
    }
    return work->now.rows;
}

/* Add the person's services that count to the items, by start; how many there are then. */
static size_t add_services(const struct channel_scan *scan, uint32_t person, size_t n)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_caseload *caseload = work->caseload;
    struct dlb_ending ending = dlb_work_ending(work, scan->rule, person);
    struct dlb_sort_item *items = work->items.data;
    uint32_t end = caseload->services_first[person + 1];
    for (uint32_t i = caseload->services_first[person]; i < end; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (counts(service, ending))
            items[n++] = (struct dlb_sort_item){dlb_sort_key(service->start), i};
    }
    return n;
}

/* Have so few of those who share it anything that there is no need to compare? */
static bool are_few(struct channel_scan *scan)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    struct dlb_param_whom whom = {.word = dlb_text_of(words[scan->channel->kind])};
    uint64_t n = scan->work->now.persons;
    if (n < LEAST_PERSONS) return true;
    scan->min_persons =
        dlb_policy_param_for(caseload->policy, scan->rule, MIN_PERSONS, whom, caseload->as_of);
    return n < (uint64_t)scan->min_persons;
}

/* What all of them got, in work->rows by programme, person and start; how many. */
static size_t list_services(struct channel_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_caseload *caseload = work->caseload;
    size_t room = judge_services(scan), n = 0;
    if (are_few(scan) || !dlb_strangers_begin(work) || !dlb_work_items(work, room)) return 0;
    const uint32_t *persons = work->list.data;
    struct dlb_sort_item *items = work->items.data;
    for (size_t i = 0; i < work->list.n; i++) n = add_services(scan, persons[i], n);
    dlb_sort_in(items, work->spare.data, n);
    for (size_t i = 0; i < n; i++) {
        const struct dlb_service *service = &caseload->services[items[i].value];
        items[i].key = (uint64_t)service->programme << 32 | service->person;
    }
    return dlb_work_sort_rows(work, n);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t subject)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_channel *channels = work->request->channels->list.data;
    struct channel_scan scan = {.work = work, .rule = rule, .channel = &channels[subject]};
    size_t n = list_persons(&scan) ? list_services(&scan) : 0;
    const uint32_t *rows = work->rows.data;
    for (size_t from = 0, to; from < n; from = to) {
        uint32_t programme = caseload->services[rows[from]].programme;
        for (to = from + 1; to < n && caseload->services[rows[to]].programme == programme;) to++;
        look_at_programme(&scan, rows + from, to - from);
    }
}

static const struct dlb_keyed_value least[] = {{"phone", 3}, {"address", 6}};

static const struct dlb_param params[] = {
    {.name = "min_persons",
     .key = DLB_KEY_WORD,
     .words = words,
     .least = LEAST_PERSONS,
     .most = 1000000,
     .value = 3,
     .special = least,
     .n_special = sizeof least / sizeof *least},
};

static const struct dlb_phrase phrases[] = {
    {"phone", "전화번호", "telephone number"},
    {"address", "동·호 주소", "flat"},
};

const struct dlb_rule dlb_rule_d16 = {
    .id = "D16",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 1,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_CHANNEL,
    .tables = DLB_HAS_SERVICES,
    .nothing = "no two persons who share a telephone number or a flat are served",
    .nothing_ko = "같은 전화번호나 동·호 주소를 쓰면서 서비스를 받는 분이 두 명 이상인 경우 없음",
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "같은 연락처·주소를 쓰는 여러 사람",
    .name_en = "one telephone or flat, many persons",
    .phrases = phrases,
    .n_phrases = sizeof phrases / sizeof *phrases,
    .message_ko = "{n_persons}명의 기록에 같은 {channel:이} 적혀 있으며, 모두 {programme:을} 받은 "
                  "것으로 보입니다({period}, {agencies}). 기록이 맞는지, 대리로 신청한 분이 있는지 "
                  "확인해 주세요.",
    .message_en = "The records of {n_persons:person} have one {channel}, and all of them seem to "
                  "have been given {programme} ({period}; {agencies}). Please check whether the "
                  "records are right, and whether somebody applied for others."};
