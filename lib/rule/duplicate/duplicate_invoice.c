/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_invoice.c - D23: several agencies paid one bill, and together more than it.
 *
 * Services of one person that name the same invoice_id, as written, are payments of one bill. The
 * largest invoice_won among them is what it amounts to; where nobody says, two agencies that paid
 * the same sum are taken to have paid all of it twice.
 */
#include "rule/kernel.h"

enum { TOLERANCE = DLB_PARAM_OWN };

/* A person's payments, in the order of their invoices. */
struct payments {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person;
    struct dlb_ending ending;
    struct dlb_text *invoices; /* of each of work->rows */
    uint32_t *order;
    size_t n;
};

/* What was paid for one bill: the payments [from, to) in their order. */
struct bill {
    size_t from, to;
    struct dlb_won paid;
    int64_t invoice_won; /* DLB_NO_AMOUNT: nobody says */
    bool of_several;     /* agencies */
    bool twice;          /* two agencies paid the same */
};

static uint32_t service_at(const struct payments *payments, size_t i)
{
    return ((const uint32_t *)payments->work->rows.data)[payments->order[i]];
}

/* ---- one bill -------------------------------------------------------------------------------- */

/* The bill and its tolerance, at most what a number can hold. */
static int64_t most_of(int64_t invoice_won, int64_t tolerance_ppm)
{
    if (invoice_won <= 0) return invoice_won;
    int64_t whole = invoice_won / DLB_PARAM_SHARE, rest = invoice_won % DLB_PARAM_SHARE;
    int64_t more = whole * tolerance_ppm + rest * tolerance_ppm / DLB_PARAM_SHARE;
    return more > INT64_MAX - invoice_won ? INT64_MAX : invoice_won + more;
}

/* Did two agencies pay the same amount? */
static bool paid_alike(const struct payments *payments, const struct bill *bill)
{
    struct dlb_rule_work *work = payments->work;
    const struct dlb_service *services = work->caseload->services;
    struct dlb_sort_item *items = work->items.data;
    size_t n = 0;
    for (size_t i = bill->from; i < bill->to; i++) {
        uint32_t row = service_at(payments, i);
        if (services[row].amount_won != DLB_NO_AMOUNT)
            items[n++] = (struct dlb_sort_item){(uint64_t)services[row].amount_won, row};
    }
    dlb_sort_in(items, work->spare.data, n);
    for (size_t i = 1; i < n; i++) {
        bool alike = items[i].key == items[i - 1].key;
        if (alike && services[items[i].value].agency != services[items[i - 1].value].agency)
            return true;
    }
    return false;
}

static void look_at_bill(const struct payments *payments, struct bill *bill)
{
    const struct dlb_service *services = payments->work->caseload->services;
    uint32_t agency = services[service_at(payments, bill->from)].agency;
    for (size_t i = bill->from; i < bill->to; i++) {
        const struct dlb_service *service = &services[service_at(payments, i)];
        int64_t invoice_won = dlb_service_more(service).invoice_won;
        if (invoice_won > bill->invoice_won) bill->invoice_won = invoice_won;
        dlb_won_add(&bill->paid, service->amount_won);
        bill->of_several |= service->agency != agency;
    }
    bill->twice =
        bill->of_several && bill->invoice_won == DLB_NO_AMOUNT && paid_alike(payments, bill);
}

static bool is_overpaid(const struct payments *payments, const struct bill *bill)
{
    if (!bill->of_several || bill->paid.sum == DLB_NO_AMOUNT) return false;
    if (bill->invoice_won == DLB_NO_AMOUNT) return bill->twice;
    return bill->paid.sum > most_of(bill->invoice_won, payments->work->settings[TOLERANCE]);
}

static void report(const struct payments *payments, const struct bill *bill)
{
    struct dlb_findings *findings = payments->work->findings;
    const struct dlb_caseload *caseload = payments->work->caseload;
    struct dlb_finding *finding = dlb_finding_open(findings, payments->rule);
    finding->person = payments->person;
    finding->start = DLB_DAY_OPEN;
    finding->end = DLB_DAY_NONE;
    for (size_t i = bill->from; i < bill->to; i++) {
        uint32_t row = service_at(payments, i);
        struct dlb_span days = dlb_service_span(&caseload->services[row], payments->ending);
        if (days.start < finding->start) finding->start = days.start;
        if (days.end > finding->end) finding->end = days.end;
        dlb_finding_row(findings, DLB_ROWS_SERVICES, row, "payment");
    }
    dlb_key_text(findings, payments->invoices[payments->order[bill->from]]);
    dlb_detail_int(findings, "paid_won", bill->paid.sum);
    if (bill->invoice_won != DLB_NO_AMOUNT)
        dlb_detail_int(findings, "invoice_won", bill->invoice_won);
    dlb_detail_int(findings, "tolerance_ppm", payments->work->settings[TOLERANCE]);
    dlb_detail_clears(findings, "payments_within_invoice", DLB_DAY_NONE);
    dlb_finding_close(findings);
}

/* ---- a person's bills ------------------------------------------------------------------------ */

/* The person's payments, in work->rows; how many. */
static size_t list_payments(const struct payments *payments)
{
    struct dlb_rule_work *work = payments->work;
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->services_first[payments->person];
    uint32_t to = caseload->services_first[payments->person + 1];
    size_t n = 0;
    for (uint32_t i = from; i < to; i++) n += caseload->services[i].has_more;
    if (!n || !dlb_work_rows(work, n) || !dlb_work_items(work, n)) return 0;
    uint32_t *rows = work->rows.data;
    for (uint32_t i = from; i < to; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (!service->has_more || !dlb_service_is_active(service)) continue;
        struct dlb_span days = dlb_service_span(service, payments->ending);
        bool billed = dlb_service_more(service).invoice_id.data != NULL;
        if (billed && days.end > days.start) rows[work->rows.n++] = i;
    }
    return work->rows.n;
}

static bool order_payments(struct payments *payments)
{
    struct dlb_rule_work *work = payments->work;
    const uint32_t *rows = work->rows.data;
    for (size_t i = 0; i < payments->n; i++)
        payments->invoices[i] = dlb_service_more(&work->caseload->services[rows[i]]).invoice_id;
    return dlb_sort_texts(work->env, payments->invoices, NULL, (uint32_t)payments->n,
                          payments->order, NULL) == DOLBOM_OK;
}

static struct bill next_bill(const struct payments *payments, size_t from)
{
    const struct dlb_text *invoices = payments->invoices;
    struct bill bill = {
        .from = from, .to = from + 1, .paid = {DLB_NO_AMOUNT, false}, .invoice_won = DLB_NO_AMOUNT};
    while (bill.to < payments->n &&
           dlb_text_equal(invoices[payments->order[bill.to]], invoices[payments->order[from]]))
        bill.to++;
    return bill;
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    struct payments payments = {.work = work,
                                .rule = rule,
                                .person = person,
                                .ending = dlb_work_ending(work, rule, person)};
    size_t n = payments.n = list_payments(&payments);
    dlb_judge_rows(work, n);
    if (n < 2) return;
    payments.invoices = dlb_alloc_array(work->env, n, sizeof *payments.invoices);
    payments.order = dlb_alloc_array(work->env, n, sizeof *payments.order);
    if (!payments.invoices || !payments.order || !order_payments(&payments))
        dlb_findings_no_memory(work->findings), n = 0;
    for (size_t from = 0; from < n;) {
        struct bill bill = next_bill(&payments, from);
        look_at_bill(&payments, &bill);
        if (is_overpaid(&payments, &bill)) report(&payments, &bill);
        from = bill.to;
    }
    dlb_free(work->env, payments.invoices, payments.n * sizeof *payments.invoices);
    dlb_free(work->env, payments.order, payments.n * sizeof *payments.order);
}

static const struct dlb_param params[] = {
    {.name = "tolerance", .decimals = 6, .most = DLB_PARAM_SHARE, .value = DLB_PARAM_SHARE / 100},
};

const struct dlb_rule dlb_rule_d23 = {
    .id = "D23",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 3,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .tables = DLB_HAS_SERVICES,
    .nothing = "no service that counts names a bill",
    .nothing_ko = "청구 번호가 적힌 서비스 없음",
    .traits = DLB_TRAIT_DETAILS,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "한 청구 건의 이중 지급",
    .name_en = "one bill paid twice",
    .message_ko =
        "{agencies:이} 청구 한 건에 모두 {paid_won}원을 지급한 것으로 보입니다({period}). "
        "청구 금액과 지급 금액을 확인해 주세요.",
    .message_en = "{agencies} seem to have paid one bill, {paid_won} won together ({period}). "
                  "Please check what was billed and what was paid.",
};
