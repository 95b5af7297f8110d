/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_upload.c - O24, data that did not arrive.
 *
 * Rules about absence cannot speak about people whose agency has sent nothing; this one speaks
 * about the agency instead. It asks about the last full month before as_of, for every table that
 * the agency sent for that month or an earlier one:
 *
 *   no row for the month                                        missing
 *   only rows with status failed                                failed
 *   complete, more rows announced than are in this input        incomplete
 *   complete, rows < min_share x the median of the last 6       few_rows
 *   complete months before it (at least 3 with a row count)
 *
 * Of several uploads for one month the one with most rows counts.
 */
#include "rule/kernel.h"

enum { MIN_SHARE = DLB_PARAM_OWN };

enum { MONTHS_COMPARED = 6, MONTHS_NEEDED = 3, SHARE_WHOLE = 1000000 };
#define ROWS_MAX INT64_C(1000000000000) /* so that rows times a share is still a number */

enum upload_state { COMPLETE, MISSING, FAILED, INCOMPLETE, FEW_ROWS };
static const char *const state_words[] = {"complete", "missing", "failed", "incomplete",
                                          "few_rows"};

/* One table of one agency. */
struct feed {
    const struct dlb_caseload *caseload;
    uint32_t first, end;  /* its rows in uploads, by month */
    int32_t month;        /* the one asked about */
    int64_t rows;         /* that came for it, -1 not known */
    int64_t twice_median; /* of the months before it, -1 not known */
    int64_t n_months;     /* that the median is of */
    enum upload_state state;
    uint32_t evidence; /* the upload that shows it, else the last one before */
};

static bool is_of_feed(const struct dlb_caseload *caseload, uint32_t left, uint32_t right)
{
    return caseload->uploads[left].agency == caseload->uploads[right].agency &&
           dlb_text_equal(caseload->uploads[left].table, caseload->uploads[right].table);
}

static int64_t capped(int64_t rows)
{
    return rows < ROWS_MAX ? rows : ROWS_MAX;
}

static void sort_counts(int64_t *counts, int64_t n)
{
    for (int64_t i = 1; i < n; i++) {
        int64_t moving = counts[i], to = i;
        for (; to > 0 && counts[to - 1] > moving; to--) counts[to] = counts[to - 1];
        counts[to] = moving;
    }
}

static void find_median(struct feed *feed)
{
    int64_t counts[MONTHS_COMPARED], n = 0;
    int32_t last = feed->month;
    for (uint32_t i = feed->end; i-- > feed->first;) {
        const struct dlb_upload *upload = &feed->caseload->uploads[i];
        if (upload->month >= feed->month || upload->failed || upload->rows < 0) continue;
        if (upload->month != last && n == MONTHS_COMPARED) break;
        if (upload->month != last) counts[n++] = 0;
        last = upload->month;
        if (capped(upload->rows) > counts[n - 1]) counts[n - 1] = capped(upload->rows);
    }
    sort_counts(counts, n);
    feed->n_months = n;
    feed->twice_median = n >= MONTHS_NEEDED ? counts[(n - 1) / 2] + counts[n / 2] : -1;
}

static void find_month(struct feed *feed)
{
    feed->state = MISSING;
    feed->rows = -1;
    feed->evidence = feed->first;
    for (uint32_t i = feed->first; i < feed->end; i++) {
        const struct dlb_upload *upload = &feed->caseload->uploads[i];
        if (upload->month > feed->month) break;
        bool is_earlier = upload->month < feed->month;
        bool is_first = feed->state == MISSING;
        bool is_better = !upload->failed && (feed->state != COMPLETE || upload->rows > feed->rows);
        if (!is_earlier && !is_first && !is_better) continue;
        feed->evidence = i;
        if (is_earlier) continue;
        feed->state = upload->failed ? FAILED : COMPLETE;
        feed->rows = upload->rows;
    }
}

static void judge(struct feed *feed, int64_t min_share)
{
    find_month(feed);
    find_median(feed);
    bool is_cut = feed->state == COMPLETE &&
                  dlb_upload_is_cut(feed->caseload, &feed->caseload->uploads[feed->evidence]);
    if (is_cut) feed->state = INCOMPLETE;
    if (feed->state != COMPLETE || feed->rows < 0 || feed->twice_median < 0) return;
    if (2 * capped(feed->rows) * SHARE_WHOLE < min_share * feed->twice_median)
        feed->state = FEW_ROWS;
}

/* People with a record at the agency, each once: members are in order of agency. */
static int64_t persons_of(const struct dlb_caseload *caseload, uint32_t agency)
{
    int64_t n = 0;
    uint32_t end = caseload->agency_members_first[agency + 1];
    for (uint32_t i = caseload->agency_members_first[agency]; i < end; i++) {
        uint32_t person = caseload->members[i].person;
        const uint32_t *record = &caseload->person_members[caseload->person_members_first[person]];
        while (caseload->members[*record].agency != agency) record++;
        n += *record == i;
    }
    return n;
}

static void report(struct dlb_rule_work *work, const struct dlb_rule *rule, const struct feed *feed,
                   int64_t min_share)
{
    const struct dlb_caseload *caseload = feed->caseload;
    uint32_t agency = caseload->uploads[feed->first].agency;
    struct dlb_text table = caseload->uploads[feed->first].table;
    bool hides =
        dlb_text_equal(table, dlb_word("services")) && caseload->agencies[agency].services_missing;
    char month[10];
    dlb_day_write(dlb_month_start(feed->month), month);
    struct dlb_finding *finding = dlb_finding_open(work->findings, rule);
    finding->owner_agency = agency;
    finding->start = dlb_month_start(feed->month);
    finding->end = dlb_month_start(feed->month + 1);
    dlb_key_text(work->findings, table);
    dlb_key_text(work->findings, (struct dlb_text){month, sizeof "2026-05" - 1});
    dlb_detail_text(work->findings, "table", table);
    dlb_detail_text(work->findings, "month", (struct dlb_text){month, sizeof "2026-05" - 1});
    dlb_detail_text(work->findings, "upload", dlb_word(state_words[feed->state]));
    if (feed->rows >= 0) dlb_detail_int(work->findings, "rows_announced", feed->rows);
    if (feed->state == INCOMPLETE)
        dlb_detail_int(work->findings, "rows_received", caseload->uploads[feed->evidence].received);
    if (feed->twice_median >= 0) {
        dlb_detail_int(work->findings, "median_rows", feed->twice_median / 2);
        dlb_detail_int(work->findings, "months_compared", feed->n_months);
        dlb_detail_int(work->findings, "min_share_ppm", min_share);
    }
    dlb_detail_int(work->findings, "persons_unknown", hides ? persons_of(caseload, agency) : 0);
    bool of_month = caseload->uploads[feed->evidence].month == feed->month;
    dlb_finding_row(work->findings, DLB_ROWS_UPLOADS, feed->evidence, of_month ? "upload" : "last");
    dlb_detail_clears(work->findings, "upload_complete", DLB_DAY_NONE);
    dlb_finding_close(work->findings);
}

struct sought_upload {
    const struct dlb_upload *uploads;
    uint32_t agency;
};

static bool is_before_upload(const void *sought, size_t i)
{
    const struct sought_upload *upload = sought;
    return upload->uploads[i].agency < upload->agency;
}

static uint32_t first_upload(const struct dlb_caseload *caseload, uint32_t agency)
{
    struct sought_upload sought = {caseload->uploads, agency};
    return (uint32_t)dlb_search(0, caseload->n_uploads, &sought, is_before_upload);
}

static void missing_upload(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t agency)
{
    const struct dlb_caseload *caseload = work->caseload;
    int32_t month = dlb_month_of(caseload->as_of) - 1;
    if (!dlb_agency_active(&caseload->agencies[agency], month)) return;
    struct dlb_param_whom whom = {.centre = dlb_centre_of(caseload, agency)};
    int64_t share =
        dlb_policy_param_for(caseload->policy, rule, MIN_SHARE, whom, dlb_month_start(month));
    uint32_t first = first_upload(caseload, agency);
    while (first < caseload->n_uploads && caseload->uploads[first].agency == agency) {
        struct feed feed = {.caseload = caseload, .first = first, .end = first, .month = month};
        while (feed.end < caseload->n_uploads && is_of_feed(caseload, first, feed.end)) feed.end++;
        judge(&feed, share);
        dlb_judge_rows(work, feed.end - feed.first);
        bool expected = caseload->uploads[first].month <= month;
        if (expected && feed.state != COMPLETE) report(work, rule, &feed, share);
        first = feed.end;
    }
}

static const struct dlb_param o24_params[] = {
    {.name = "min_share",
     .by_centre = true,
     .decimals = 6,
     .most = DLB_PARAM_SHARE,
     .value = 500000},
};

const struct dlb_rule dlb_rule_o24 = {
    .id = "O24",
    .version = 1,
    .kind = DLB_FINDING_DATA,
    .severity = 2,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_AGENCY,
    .tables = DLB_HAS_UPLOADS,
    .nothing = "no upload of an agency that was at work",
    .nothing_ko = "운영 중인 기관의 제출 자료 없음",
    .params = o24_params,
    .n_params = sizeof o24_params / sizeof *o24_params,
    .kernel = missing_upload,
    .name_ko = "받지 못한 자료",
    .name_en = "missing upload",
    .message_ko = "{month} 자료({table})가 들어오지 않았거나, 전송에 실패했거나, 통보된 건수 "
                  "또는 평소 건수보다 적습니다. 이 때문에 누락 여부를 판단하지 못한 분이 "
                  "{persons_unknown}명입니다.",
    .message_en =
        "The upload of {table} for {month} is missing, failed, or smaller than "
        "announced or usual. People of whom nothing can therefore be said: {persons_unknown}.",
};
