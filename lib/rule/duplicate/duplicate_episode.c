/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_episode.c - D08: more emergency support in one crisis than the law gives.
 *
 * What a household got in one crisis is an episode: services that name one case, and those that
 * name none and lie at most episode_gap_days from another one, whatever their kind.
 *
 *   case 1     ---       ---             (a year between them)
 *   no case        --                --
 *   episode    =======   ===         ==  the case holds the first two together
 *
 * Each kind is counted by itself: months of living, housing, facility and other, times of medical
 * and education. Up to a first number an agency decides alone, up to a second one a committee has
 * to; what is above the first is milder than what is above the second.
 *
 * Services come in order of their start, so that of those without a case only the one that ends
 * last can reach another one: any two that reach the same day are in one episode anyway.
 */
#include <string.h>

#include "rule/kernel.h"

enum { EPISODE_CLASS = DLB_PARAM_OWN, EPISODE_GAP_DAYS };
enum { FOUR_DIGITS = 10000, CLASSES = FOUR_DIGITS + 100, ANY = CLASSES };

static const struct kind {
    const char *word;
    bool months;
    int64_t first, most; /* decided alone, and with a committee */
} kinds[] = {{"living", true, 3, 6}, {"housing", true, 3, 12}, {"facility", true, 1, 6},
             {"other", true, 1, 6},  {"medical", false, 1, 2}, {"education", false, 2, 4}};

enum { KINDS = sizeof kinds / sizeof *kinds };

static const char *const kind_words[] = {"living",  "housing",   "facility", "other",
                                         "medical", "education", NULL};

/* A service of an episode, in order of start. */
struct link {
    uint32_t row;
    uint32_t up;    /* towards the first of its episode */
    uint32_t first; /* of an episode: its first of the kind that is looked at */
    bool discussed; /* of an episode: by a committee */
};

struct episode_scan {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    const struct dlb_takers *takers;
    const uint8_t *masks;
    struct link *links;
    size_t n;
    unsigned kind;
    struct dlb_series series;
};

/* What was given of a kind in an episode: entries of the work. */
struct episode {
    const struct dlb_entry *entries;
    size_t n;
    int32_t start, end;
    int64_t count;
    bool discussed;
};

/* ---- kinds of support ------------------------------------------------------------------------ */

static unsigned place_of(struct dlb_class class_)
{
    return class_.digits == 2 ? FOUR_DIGITS + class_.code : class_.code;
}

static void mark_kind(uint8_t *masks, unsigned kind, struct dlb_text classes)
{
    for (unsigned place = 0; place < CLASSES; place++) {
        bool two = place >= FOUR_DIGITS;
        struct dlb_class class_ = {(uint16_t)(two ? place - FOUR_DIGITS : place), two ? 2 : 4};
        if (dlb_classes_cover(classes, class_)) masks[place] |= (uint8_t)(1U << kind);
    }
    masks[ANY] = 1;
}

/* By class, which kinds it is of: asked of the policy once. NULL: no memory. */
static const uint8_t *masks_of(struct dlb_rule_work *work, const struct dlb_rule *rule)
{
    const struct dlb_caseload *caseload = work->caseload;
    if (work->episode_kinds.n) return work->episode_kinds.data;
    uint8_t *masks = dlb_array_reserve(work->env, &work->episode_kinds, ANY + 1, 1, ANY + 1);
    if (!masks) {
        dlb_findings_no_memory(work->findings);
        return NULL;
    }
    memset(masks, 0, ANY + 1);
    work->episode_kinds.n = ANY + 1;
    for (unsigned kind = 0; kind < KINDS; kind++) {
        struct dlb_param_whom whom = {.word = dlb_text_of(kinds[kind].word)};
        struct dlb_text classes =
            dlb_policy_param_text(caseload->policy, rule, EPISODE_CLASS, whom, caseload->as_of);
        if (classes.len) mark_kind(masks, kind, classes);
    }
    return masks;
}

static bool is_support(const void *context, const struct dlb_service *service)
{
    const struct episode_scan *scan = context;
    return service->class_.digits && scan->masks[place_of(service->class_)];
}

/* ---- episodes -------------------------------------------------------------------------------- */

static const struct dlb_service *service_at(const struct episode_scan *scan, size_t i)
{
    return &scan->work->caseload->services[scan->links[i].row];
}

static uint32_t root_of(struct link *links, uint32_t i)
{
    while (links[i].up != i) i = links[i].up = links[links[i].up].up;
    return i;
}

/* The first of an episode stays the first. */
static void join(struct link *links, uint32_t left, uint32_t right)
{
    left = root_of(links, left);
    right = root_of(links, right);
    if (left < right) links[right].up = left;
    if (right < left) links[left].up = right;
}

static struct dlb_span span_of(const struct episode_scan *scan, const struct dlb_service *service)
{
    return dlb_service_span(service, dlb_work_ending(scan->work, scan->rule, service->person));
}

/* The case that a row of an agency names, as a number; 0: none. Cases that no table has go by
 * their ids. */
static uint64_t case_key(uint32_t agency, int32_t row, struct dlb_text id)
{
    if (row != DLB_NONE) return (uint64_t)row + 1;
    if (!id.len) return 0;
    return dlb_hash64_seeded(id.data, id.len, agency);
}

static uint64_t case_of(const struct dlb_service *service)
{
    struct dlb_text id = dlb_service_more(service).case_id;
    return case_key(service->agency, service->case_, id);
}

/* Those that name one case. The entries are the services of each case. */
static bool join_cases(struct episode_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    dlb_entries_begin(work);
    for (size_t i = 0; i < scan->n; i++) {
        uint64_t key = case_of(service_at(scan, i));
        if (key) dlb_entry_add(work, key, (uint32_t)i);
    }
    if (!dlb_entries_sort(work)) return false;
    const struct dlb_entry *entries = work->entries.data;
    for (size_t i = 1; i < work->entries.n; i++)
        if (entries[i].key == entries[i - 1].key)
            join(scan->links, entries[i - 1].row, entries[i].row);
    return true;
}

/* Is the day near the i-th, which does not begin after it? */
static bool reaches(const struct episode_scan *scan, uint32_t i, int32_t day)
{
    int64_t last = span_of(scan, service_at(scan, i)).end - (int64_t)1;
    return day - last <= scan->work->settings[EPISODE_GAP_DAYS];
}

static bool ends_later(const struct episode_scan *scan, uint32_t left, uint32_t right)
{
    return span_of(scan, service_at(scan, left)).end > span_of(scan, service_at(scan, right)).end;
}

/* A service without a case, the i-th, with those of cases that reach it; of these the one that ends
 * last stays. How many stay. */
static uint32_t join_waiting(const struct episode_scan *scan, uint32_t i, uint32_t *waiting,
                             uint32_t n_waiting)
{
    uint32_t kept = DLB_NO_CODE;
    for (uint32_t j = 0; j < n_waiting; j++) {
        if (!reaches(scan, waiting[j], service_at(scan, i)->start)) continue;
        join(scan->links, waiting[j], i);
        if (kept == DLB_NO_CODE || ends_later(scan, waiting[j], kept)) kept = waiting[j];
    }
    waiting[0] = kept;
    return kept != DLB_NO_CODE;
}

/* Those that name no case, with whatever is near. work->list = those of cases which the next one
 * without may be near to. */
static bool join_near(const struct episode_scan *scan)
{
    if (!dlb_work_list(scan->work, scan->n)) return false;
    uint32_t *waiting = scan->work->list.data, n_waiting = 0;
    uint32_t last = DLB_NO_CODE; /* of those without a case */
    for (uint32_t i = 0; i < scan->n; i++) {
        const struct dlb_service *service = service_at(scan, i);
        if (last != DLB_NO_CODE && reaches(scan, last, service->start)) join(scan->links, last, i);
        if (case_of(service)) {
            waiting[n_waiting++] = i;
            continue;
        }
        n_waiting = join_waiting(scan, i, waiting, n_waiting);
        if (last == DLB_NO_CODE || ends_later(scan, i, last)) last = i;
    }
    return true;
}

/* The entries are still the services of each case. */
static void mark_discussed(const struct episode_scan *scan)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    for (uint32_t i = 0; i < scan->takers->n; i++) {
        uint32_t person = scan->takers->persons[i], end = caseload->events_first[person + 1];
        for (uint32_t at = caseload->events_first[person]; at < end; at++) {
            const struct dlb_event *event = &caseload->events[at];
            bool met = event->kind == DLB_EVENT_COMMITTEE &&
                       dlb_happened(scan->work, event->date) != DLB_DAY_NONE;
            uint64_t key = case_key(event->agency, event->case_, event->case_id);
            if (!met || !key) continue;
            size_t n;
            const struct dlb_entry *of = dlb_entries_of(scan->work, key, &n);
            if (n) scan->links[root_of(scan->links, of->row)].discussed = true;
        }
    }
}

/* ---- findings -------------------------------------------------------------------------------- */

static void open_finding(const struct episode_scan *scan, const struct episode *episode)
{
    const struct kind *kind = &kinds[scan->kind];
    struct dlb_findings *findings = scan->work->findings;
    struct dlb_finding *finding = dlb_finding_open(findings, scan->rule);
    bool milder = episode->count <= kind->most;
    finding->person = scan->takers->person;
    finding->household = scan->takers->household;
    finding->start = finding->end = episode->start;
    finding->milder = milder;
    dlb_key_text(findings, dlb_text_of(kind->word));
    dlb_detail_text(findings, "support", dlb_text_of(kind->word));
    dlb_detail_int(findings, "count", episode->count);
    dlb_detail_text(findings, "unit", dlb_text_of(kind->months ? "months" : "times"));
    dlb_detail_text(findings, "basis", dlb_text_of(milder ? "first" : "most"));
    dlb_detail_int(findings, "limit", milder ? kind->first : kind->most);
    dlb_detail_int(findings, "committee", episode->discussed);
    dlb_detail_int(findings, "episode_gap_days", scan->work->settings[EPISODE_GAP_DAYS]);
    dlb_detail_clears(findings, milder ? "committee_entered" : "count_at_most_limit", DLB_DAY_NONE);
}

/* Episodes that begin on one day are one finding, and so are all past the quota. */
static void report(struct episode_scan *scan, const struct episode *episode)
{
    struct dlb_findings *findings = scan->work->findings;
    struct dlb_series *series = &scan->series;
    bool another = dlb_series_is_open(series) && findings->open.start != episode->start;
    if (another && dlb_quota_takes(&series->quota, findings->rows.n))
        dlb_series_close(series, findings);
    if (dlb_series_begins(series)) open_finding(scan, episode);
    findings->open.milder &= episode->count <= kinds[scan->kind].most;
    if (episode->end > findings->open.end) findings->open.end = episode->end;
    for (size_t i = 0; i < episode->n; i++)
        dlb_finding_row(findings, DLB_ROWS_SERVICES, scan->links[episode->entries[i].row].row,
                        "support");
}

/* ---- counting -------------------------------------------------------------------------------- */

/* How many months the services have, each once; an open end runs to that of as_of. */
static int64_t count_months(const struct episode_scan *scan, const struct episode *episode)
{
    struct dlb_rule_work *work = scan->work;
    int32_t stop = dlb_month_of(work->caseload->as_of) + 1, counted_to = INT32_MIN;
    int64_t n = 0;
    if (!dlb_work_spans(work, episode->n)) return 0;
    struct dlb_owned_span *spans = work->spans.data;
    for (size_t i = 0; i < episode->n; i++) {
        const struct dlb_service *service = service_at(scan, episode->entries[i].row);
        struct dlb_span months =
            dlb_service_months(service, dlb_work_ending(work, scan->rule, service->person));
        int32_t end = months.end == DLB_DAY_OPEN ? stop : months.end;
        spans[i] = (struct dlb_owned_span){months.start, end, 0, 0};
    }
    work->spans.n = episode->n;
    if (!dlb_work_sort_spans(work)) return 0;
    for (size_t i = 0; i < episode->n; i++) {
        int32_t from = spans[i].start > counted_to ? spans[i].start : counted_to;
        if (spans[i].end > from) n += spans[i].end - from;
        if (spans[i].end > counted_to) counted_to = spans[i].end;
    }
    return n;
}

/* Those from entry `from` on that are of one episode. */
static struct episode episode_from(const struct episode_scan *scan, size_t from)
{
    const struct dlb_entry *entries = scan->work->entries.data;
    struct episode episode = {.entries = entries + from,
                              .start = service_at(scan, entries[from].row)->start};
    for (size_t i = from; i < scan->work->entries.n && entries[i].key == entries[from].key; i++) {
        struct dlb_span span = span_of(scan, service_at(scan, entries[i].row));
        if (span.end > episode.end || !episode.n) episode.end = span.end;
        episode.n++;
    }
    episode.discussed = scan->links[root_of(scan->links, entries[from].row)].discussed;
    episode.count = kinds[scan->kind].months ? count_months(scan, &episode) : (int64_t)episode.n;
    return episode;
}

/* The services of the kind as entries, by the first of their episode. */
static bool list_kind(const struct episode_scan *scan)
{
    struct link *links = scan->links;
    dlb_entries_begin(scan->work);
    for (size_t i = 0; i < scan->n; i++) links[i].first = DLB_NO_CODE;
    for (uint32_t i = 0; i < scan->n; i++) {
        struct link *root = &links[root_of(links, i)];
        bool of_kind = scan->masks[place_of(service_at(scan, i)->class_)] >> scan->kind & 1;
        if (!of_kind) continue;
        if (root->first == DLB_NO_CODE) root->first = i;
        dlb_entry_add(scan->work, root->first, i);
    }
    return dlb_entries_sort(scan->work);
}

static void look_at_kind(struct episode_scan *scan)
{
    const struct kind *kind = &kinds[scan->kind];
    bool asks_committee = scan->work->caseload->tables & DLB_HAS_EVENTS;
    if (!list_kind(scan)) return;
    scan->series = dlb_series_of(scan->n);
    for (size_t from = 0; from < scan->work->entries.n;) {
        struct episode episode = episode_from(scan, from);
        int64_t limit = asks_committee && !episode.discussed ? kind->first : kind->most;
        if (episode.count > limit) report(scan, &episode);
        from += episode.n;
    }
    if (dlb_series_is_open(&scan->series)) dlb_series_close(&scan->series, scan->work->findings);
}

static void look_at_starts(struct episode_scan *scan)
{
    const struct dlb_sort_item *starts = scan->work->items.data;
    for (uint32_t i = 0; i < scan->n; i++)
        scan->links[i] = (struct link){.row = (uint32_t)starts[i].value, .up = i};
    if (!join_cases(scan) || !join_near(scan)) return;
    mark_discussed(scan);
    for (scan->kind = 0; scan->kind < KINDS; scan->kind++) look_at_kind(scan);
}

static void look_at_takers(void *context, const struct dlb_takers *takers)
{
    struct episode_scan *scan = context;
    struct dlb_rule_work *work = scan->work;
    struct dlb_start_filter filter = {.rule = scan->rule, .counts = is_support, .context = scan};
    scan->takers = takers;
    scan->n = dlb_work_starts(work, takers, &filter);
    if (!scan->n) return;
    scan->links = dlb_alloc_array(work->env, scan->n, sizeof *scan->links);
    if (scan->links)
        look_at_starts(scan);
    else
        dlb_findings_no_memory(work->findings);
    dlb_free(work->env, scan->links, scan->n * sizeof *scan->links);
}

/* Has anybody a service of a class that is asked about? */
static bool has_support(const struct episode_scan *scan, const struct dlb_kin *kin)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    for (uint32_t i = 0; i < kin->n; i++) {
        uint32_t end = caseload->services_first[kin->persons[i] + 1];
        for (uint32_t at = caseload->services_first[kin->persons[i]]; at < end; at++)
            if (is_support(scan, &caseload->services[at])) return true;
    }
    return false;
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t subject)
{
    struct dlb_kin kin;
    dlb_kin_look(work->caseload, subject, &kin);
    const uint8_t *masks = masks_of(work, rule);
    struct episode_scan scan = {.work = work, .rule = rule, .masks = masks};
    if (!masks || !masks[ANY] || !has_support(&scan, &kin)) return;
    if (!dlb_kin_judge_begin(work, &kin)) return;
    dlb_each_takers(work, &kin, true, look_at_takers, &scan);
}

static const struct dlb_param params[] = {
    {.name = "episode_class",
     .key = DLB_KEY_WORD,
     .form = DLB_FORM_CLASSES,
     .keyed = true,
     .words = kind_words},
    {.name = "episode_gap_days", .most = DLB_PARAM_DAYS_MAX, .value = 180},
};

static const struct dlb_phrase phrases[] = {
    {"living", "생계", "living costs"},
    {"housing", "주거", "housing"},
    {"facility", "시설 이용", "a facility"},
    {"other", "연료비 등 그 밖의 지원", "fuel and other"},
    {"medical", "의료", "medical"},
    {"education", "교육", "education"},
    {"months", "개월", "months"},
    {"times", "회", "times"},
    {"first", "심의 없이 지원할 수 있는 한도", "the limit without a committee"},
    {"most", "심의를 거친 최대 한도", "the limit with a committee"},
};

const struct dlb_rule dlb_rule_d08 = {
    .id = "D08",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 3,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_HOUSEHOLD,
    .tables = DLB_HAS_SERVICES | DLB_HAS_PROGRAMMES,
    .half = DLB_HAS_EVENTS,
    .half_name = "committee",
    .half_ko = "위원회 심의",
    .nothing = "no service that counts has a class of emergency support",
    .nothing_ko = "긴급지원 분류의 서비스 없음",
    .traits = DLB_TRAIT_SERVICES,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "긴급지원 한도 초과",
    .name_en = "more emergency support than allowed",
    .phrases = phrases,
    .n_phrases = sizeof phrases / sizeof *phrases,
    .message_ko = "한 위기 상황에 대한 긴급지원({support})이 모두 {count}{unit} 제공된 것으로 "
                  "보입니다({period}, {agencies}). {basis:은} {limit}{unit}입니다. 지원 내역과 "
                  "심의 여부를 함께 확인해 주세요.",
    .message_en = "Emergency support ({support}) seems to have come to {count} in one crisis, "
                  "counted in {unit} ({period}; {agencies}); {basis} is {limit}. Please check "
                  "together what was given and whether a committee met."};
