/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_quantity.c - O02 a need that gets less than it should.
 *
 * Asked about the last full month, for needs that were open all through it and say how much of
 * which unit they need. The needs of one class are one question; where they count in several
 * units, each unit is compared by itself, and one that falls short is enough.
 *
 *   quantity of the services of the month that answer the class, in the unit
 *                                             < alpha x what its needs want together
 *
 * A service of the unit that does not say how much leaves the class unknown.
 */
#include "rule/kernel.h"

enum { DLB_PARAM_O02_ALPHA = DLB_PARAM_OWN };
enum { UNIT_ROOM = 64 };

struct quantities {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person, need_class;
    int32_t month;         /* since 1970-01 */
    bool is_open;          /* the finding */
    int64_t given, wanted; /* in thousandths, of the unit that is looked at */
    char given_text[DLB_DECIMAL_ROOM], wanted_text[DLB_DECIMAL_ROOM];
    const uint32_t *rows; /* the needs of the class that say how much, by unit */
    size_t n;
};

/* The last full one. */
static int32_t month_of(const struct dlb_rule_work *work)
{
    return dlb_month_of(work->caseload->as_of) - 1;
}

/* Units are compared as codes are: without case, width and outer blanks. */
static uint64_t unit_key(struct dlb_text unit)
{
    char room[UNIT_ROOM];
    struct dlb_text folded = dlb_code_fold(unit, room, sizeof room);
    if (!folded.data) folded = unit;
    return dlb_hash64(folded.data, folded.len);
}

static const struct dlb_need *need_at(const struct quantities *asked, size_t i)
{
    return &asked->work->caseload->needs[asked->rows[i]];
}

/* ---- what was given -------------------------------------------------------------------------- */

/* The services of the month that answer the class, by unit, as entries. */
static bool list_given(const struct quantities *asked)
{
    struct dlb_rule_work *work = asked->work;
    if (!dlb_work_answers(work, asked->rule, asked->person, asked->need_class, 1)) return false;
    const struct dlb_owned_span *spans = work->spans.data;
    dlb_entries_begin(work);
    for (size_t i = 0; i < work->spans.n; i++) {
        const struct dlb_service *service = &work->caseload->services[spans[i].row];
        struct dlb_text unit = dlb_service_more(service).unit;
        if (unit.data && dlb_service_month(service) == asked->month)
            dlb_entry_add(work, unit_key(unit), spans[i].row);
    }
    return dlb_entries_sort(work);
}

/* In thousandths; false when a service does not say how much. */
static bool sum_given(const struct quantities *asked, uint64_t unit, int64_t *given)
{
    const struct dlb_service *services = asked->work->caseload->services;
    struct dlb_won sum = {DLB_NO_AMOUNT, false};
    size_t n;
    const struct dlb_entry *entries = dlb_entries_of(asked->work, unit, &n);
    for (size_t i = 0; i < n; i++) {
        int64_t quantity = services[entries[i].row].quantity_milli;
        if (quantity == DLB_NO_AMOUNT) return false;
        dlb_won_add(&sum, quantity);
    }
    *given = sum.sum == DLB_NO_AMOUNT ? 0 : sum.sum;
    return true;
}

/* ---- what is too little ---------------------------------------------------------------------- */

/* part < whole x ppm / 1000000, without leaving 64 bits: of `whole` 1000000s first. */
static bool is_below_share(int64_t part, int64_t whole, int64_t ppm)
{
    int64_t over = part - whole / DLB_PARAM_SHARE * ppm, rest = whole % DLB_PARAM_SHARE * ppm;
    if (over < 0 || over >= DLB_PARAM_SHARE) return over < 0;
    return over * DLB_PARAM_SHARE < rest;
}

static struct dlb_text write_quantity(int64_t milli, char text[DLB_DECIMAL_ROOM])
{
    return (struct dlb_text){text, dlb_decimal_write(milli, DLB_MILLI_DECIMALS, text)};
}

static void open_shortage(struct quantities *asked, size_t first)
{
    const struct dlb_caseload *caseload = asked->work->caseload;
    struct dlb_findings *findings = asked->work->findings;
    struct dlb_finding *finding = dlb_finding_open(findings, asked->rule);
    struct dlb_text need_class = caseload->need_classes[asked->need_class];
    int64_t n_classes;
    asked->is_open = true;
    finding->person = asked->person;
    finding->class_ = dlb_need_domain(caseload->policy, asked->need_class, &n_classes);
    finding->start = dlb_month_start(asked->month);
    finding->end = dlb_month_start(asked->month + 1);
    finding->due_on = finding->end - 1;
    finding->owner_agency = need_at(asked, first)->agency;
    dlb_key_text(findings, need_class);
    dlb_detail_need(findings, asked->need_class);
}

/* One unit of the class that falls short, the needs from `first` to `end`. */
static void add_shortage(struct quantities *asked, size_t first, size_t end)
{
    struct dlb_rule_work *work = asked->work;
    struct dlb_findings *findings = work->findings;
    struct dlb_text unit = need_at(asked, first)->target_unit;
    if (!asked->is_open) {
        open_shortage(asked, first);
        dlb_detail_text(findings, "unit", unit);
        dlb_detail_text(findings, "quantity", write_quantity(asked->given, asked->given_text));
        dlb_detail_text(findings, "target_quantity",
                        write_quantity(asked->wanted, asked->wanted_text));
        dlb_detail_int(findings, "alpha_ppm", work->settings[DLB_PARAM_O02_ALPHA]);
        dlb_detail_clears(findings, "services_of_month_entered", DLB_DAY_NONE);
    }
    for (size_t i = first; i < end; i++)
        dlb_finding_row(findings, DLB_ROWS_NEEDS, asked->rows[i], "need");
    size_t n;
    const struct dlb_entry *entries = dlb_entries_of(work, unit_key(unit), &n);
    for (size_t i = 0; i < n; i++)
        dlb_finding_service(work, asked->person, entries[i].row, "service");
}

static void look_at_unit(struct quantities *asked, size_t first, size_t end)
{
    struct dlb_won wanted = {DLB_NO_AMOUNT, false};
    for (size_t i = first; i < end; i++) dlb_won_add(&wanted, need_at(asked, i)->target_milli);
    asked->wanted = wanted.sum;
    if (!sum_given(asked, unit_key(need_at(asked, first)->target_unit), &asked->given)) return;
    dlb_judge_rows(asked->work, end - first);
    if (is_below_share(asked->given, asked->wanted, asked->work->settings[DLB_PARAM_O02_ALPHA]))
        add_shortage(asked, first, end);
}

/* ---- one person ------------------------------------------------------------------------------ */

static void look_at_class(struct quantities *asked)
{
    if (!list_given(asked)) return;
    for (size_t first = 0, end; first < asked->n; first = end) {
        uint64_t unit = unit_key(need_at(asked, first)->target_unit);
        for (end = first + 1; end < asked->n && unit_key(need_at(asked, end)->target_unit) == unit;)
            end++;
        look_at_unit(asked, first, end);
    }
    if (asked->is_open) dlb_finding_close(asked->work->findings);
}

/* Does it say how much, and was it there all through the last full month? */
static bool says_how_much(const struct dlb_rule_work *work, uint32_t need)
{
    const struct dlb_need *asked = &work->caseload->needs[need];
    bool says = asked->target_unit.data && asked->target_milli != DLB_NO_AMOUNT;
    return says && asked->identified_on <= dlb_month_start(month_of(work));
}

/* The needs that are compared, by class and unit, in work->list. */
static bool list_needs(struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_need *needs = work->caseload->needs;
    if (!dlb_work_needs(work, person, says_how_much)) return false;
    struct dlb_sort_item *items = work->items.data;
    const uint32_t *list = work->list.data;
    size_t n = work->list.n;
    for (size_t i = 0; i < n; i++)
        items[i] = (struct dlb_sort_item){unit_key(needs[list[i]].target_unit), list[i]};
    dlb_sort_in(items, work->spare.data, n);
    for (size_t i = 0; i < n; i++) items[i].key = needs[items[i].value].need_class;
    return dlb_work_sort_list(work, n) > 0;
}

static void under_served(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_need *needs = work->caseload->needs;
    if (dlb_person_has_died(work->caseload, person) || !list_needs(work, person)) return;
    const uint32_t *list = work->list.data;
    for (size_t from = 0, to; from < work->list.n; from = to) {
        to = dlb_needs_class_end(work, from);
        struct quantities asked = {.work = work,
                                   .rule = rule,
                                   .person = person,
                                   .need_class = needs[list[from]].need_class,
                                   .month = month_of(work),
                                   .rows = list + from,
                                   .n = to - from};
        look_at_class(&asked);
    }
}

static const struct dlb_param o02_params[] = {
    {.name = "alpha", .decimals = 6, .most = DLB_PARAM_SHARE, .value = 800000},
};

const struct dlb_rule dlb_rule_o02 = {
    .id = "O02",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 2,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .absence = true,
    .yields = DLB_YIELDS_NEED,
    .yields_to = "O01",
    .tables = DLB_HAS_NEEDS | DLB_HAS_SERVICES | DLB_HAS_NEED_MAP | DLB_HAS_PROGRAMMES,
    .nothing = "no open need that says how much",
    .nothing_ko = "필요량이 적힌 미해결 욕구 없음",
    .traits = DLB_TRAIT_NEEDS,
    .params = o02_params,
    .n_params = sizeof o02_params / sizeof *o02_params,
    .kernel = under_served,
    .name_ko = "필요량 미달",
    .name_en = "under-served need",
    .message_ko = "욕구({need_name})에 한 달에 필요한 {target_quantity}{unit} 가운데 {period} 동안 "
                  "{quantity}{unit:이} 제공된 것으로 기록되어 있습니다.",
    .message_en = "Of the {target_quantity} {unit} that a need ({need_name}) wants in a month, "
                  "{quantity} are recorded for {period}.",
};
