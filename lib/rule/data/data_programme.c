/* SPDX-License-Identifier: Apache-2.0 */
/*
 * data_programme.c - X03: services whose programme the policy does not know.
 *
 * A service that has no class either is used by no rule, so "0 found" would be a lie. One
 * finding for each agency and programme as written (spellings that are compared alike are
 * one) says how many there are, and which programme was probably meant; nobody's name.
 */
#include <string.h>

#include "rule/kernel.h"
#include "text/text.h"

enum { NAME_MAX = 256 };

/* The entries of one agency, in the order of their folded names. */
struct strangers {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t agency;
    const struct dlb_unknown_programme *list;
    uint32_t n;
};

static struct dlb_text name_of(const struct strangers *strangers, uint32_t at)
{
    return strangers->work->caseload->programme_ids[strangers->list[at].programme];
}

/* ---- what was probably meant ----------------------------------------------------------------- */

/* The name without what people put between words: blanks, hyphens, underscores, dots. */
static void squeeze(struct dlb_text text, char room[NAME_MAX])
{
    char folded[NAME_MAX];
    struct dlb_text name = dlb_code_fold(text, folded, sizeof folded);
    size_t n = 0;
    for (size_t i = 0; i < name.len && n + 1 < NAME_MAX; i++)
        if (!strchr(" -_.", name.data[i])) room[n++] = name.data[i];
    room[n] = '\0';
}

/* The policy's programme whose code or name is nearest; DLB_NO_CODE when none is near. */
static uint32_t nearest_programme(const struct dlb_policy *policy, struct dlb_text text)
{
    char word[NAME_MAX];
    uint32_t found = DLB_NO_CODE;
    squeeze(text, word);
    struct dlb_nearest nearest = dlb_nearest_to(dlb_text_of(word));
    for (uint32_t i = 0; i < policy->n_programmes && *word; i++) {
        const struct dlb_programme *programme = &policy->programmes[i];
        struct dlb_text names[] = {policy->programme_ids[programme->code], programme->name.ko,
                                   programme->name.en};
        for (unsigned j = 0; j < sizeof names / sizeof *names; j++) {
            char known[NAME_MAX];
            squeeze(names[j], known);
            if (*known && strcmp(known, word) == 0) return programme->code;
            if (*known && dlb_nearest_try(&nearest, known)) found = programme->code;
        }
    }
    return found;
}

/* ---- findings ------------------------------------------------------------------------------- */

/* All spellings of one name. */
static void report(const struct strangers *strangers, const uint32_t *order, uint32_t n)
{
    const struct dlb_caseload *caseload = strangers->work->caseload;
    struct dlb_findings *findings = strangers->work->findings;
    struct dlb_unknown_programme all = strangers->list[order[0]];
    for (uint32_t i = 1; i < n; i++) {
        const struct dlb_unknown_programme *more = &strangers->list[order[i]];
        struct dlb_text id = dlb_service_id(&caseload->services[more->smallest]);
        all.n += more->n;
        if (more->first_start < all.first_start) all.first_start = more->first_start;
        if (dlb_text_order(id, dlb_service_id(&caseload->services[all.smallest])) >= 0) continue;
        all.smallest = more->smallest;
        all.programme = more->programme;
    }
    struct dlb_text text = caseload->programme_ids[all.programme];
    uint32_t nearest = nearest_programme(caseload->policy, text);
    struct dlb_finding *finding = dlb_finding_open(findings, strangers->rule);
    finding->owner_agency = strangers->agency;
    finding->programme = all.programme;
    finding->start = all.first_start;
    dlb_key_text(findings, caseload->agencies[strangers->agency].id);
    dlb_key_text(findings, text);
    dlb_detail_int(findings, "n_services", (int64_t)all.n);
    dlb_detail_text(findings, "programme", text);
    if (nearest != DLB_NO_CODE)
        dlb_detail_text(findings, "nearest", caseload->policy->programme_ids[nearest]);
    dlb_detail_clears(findings, "programme_known_or_class_given", DLB_DAY_NONE);
    dlb_finding_close(findings);
}

/* The order of the folded names; a name that cannot be folded stays as it is. */
static bool order_names(const struct strangers *strangers, struct dlb_arena *arena,
                        struct dlb_text *folded, uint32_t *order)
{
    for (uint32_t i = 0; i < strangers->n; i++) {
        char room[NAME_MAX];
        struct dlb_text text = name_of(strangers, i);
        struct dlb_text name = dlb_code_fold(text, room, sizeof room);
        if (!name.data) name = text;
        char *copy = dlb_arena_copy(arena, name.data, name.len);
        if (!copy) return false;
        folded[i] = (struct dlb_text){copy, name.len};
    }
    return dlb_sort_texts_in(strangers->work->env, folded, strangers->n, order, NULL) == DOLBOM_OK;
}

static bool report_all(const struct strangers *strangers)
{
    struct dlb_env *env = strangers->work->env;
    struct dlb_arena arena;
    dlb_arena_init(&arena, env, false);
    struct dlb_text *folded = dlb_alloc_array(env, strangers->n, sizeof *folded);
    uint32_t *order = dlb_alloc_array(env, strangers->n, sizeof *order);
    bool done = folded && order && order_names(strangers, &arena, folded, order);
    for (uint32_t i = 0, end; done && i < strangers->n; i = end) {
        for (end = i + 1; end < strangers->n; end++)
            if (!dlb_text_equal(folded[order[end]], folded[order[i]])) break;
        report(strangers, order + i, end - i);
    }
    dlb_free(env, folded, strangers->n * sizeof *folded);
    dlb_free(env, order, strangers->n * sizeof *order);
    dlb_arena_clear(&arena);
    return done;
}

struct sought_stranger {
    const struct dlb_unknown_programme *list;
    uint32_t agency;
};

static bool is_before_stranger(const void *sought, size_t i)
{
    const struct sought_stranger *wanted = sought;
    return wanted->list[i].agency < wanted->agency;
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t agency)
{
    const struct dlb_caseload *caseload = work->caseload;
    if (agency == 0) dlb_judge_rows(work, caseload->n_services); /* of all agencies, once */
    struct sought_stranger sought = {caseload->unknown_programmes, agency};
    uint32_t n_all = caseload->n_unknown_programmes;
    uint32_t from = (uint32_t)dlb_search(0, n_all, &sought, is_before_stranger), end = from;
    while (end < n_all && sought.list[end].agency == agency) end++;
    struct strangers strangers = {work, rule, agency, sought.list + from, end - from};
    if (strangers.n && !report_all(&strangers)) dlb_findings_no_memory(work->findings);
}

const struct dlb_rule dlb_rule_x03 = {
    .id = "X03",
    .version = 1,
    .kind = DLB_FINDING_DATA,
    .severity = 1,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_AGENCY,
    .tables = DLB_HAS_SERVICES | DLB_HAS_PROGRAMMES,
    .nothing = "no service",
    .nothing_ko = "서비스 기록 없음",
    .kernel = kernel,
    .name_ko = "정책에 없는 사업",
    .name_en = "programme that the policy does not know",
    .message_ko = "{owner}의 서비스 {n_services}건은 정책에 없는 사업({programme})이고 서비스 "
                  "분류도 없어 어떤 규칙으로도 점검하지 못했습니다. 사업명이나 서비스 분류를 "
                  "확인해 주세요.",
    .message_en = "{owner} sent {n_services:service} of a programme that the policy does not know "
                  "({programme}), without a class, so no rule looked at them. Please check the "
                  "programme or give the class.",
};
