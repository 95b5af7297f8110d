/* SPDX-License-Identifier: Apache-2.0 */
/* test_precedence.c - which findings are left out because others say the same. */
#include "world.h"

#include <stdio.h>
#include <string.h>

/* Rules that find what a test tells them to: "rule class first..last rows", one letter a row. */
struct told {
    struct world w;
    const char *const *findings;
    size_t n;
};

static struct told told;
static void tell(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t subject);

#define TOLD .kernel = tell, .name_ko = "-", .name_en = "-", .message_ko = "-", .message_en = "-"

enum { D03, D04, D10, D15, D20, O10, O16, N_RULES };
static const struct dlb_rule rules[N_RULES] = {
    [D03] = {TOLD, .id = "D03", .yields = DLB_YIELDS_CLASS, .yields_to = "D04 D20"},
    [D04] = {TOLD, .id = "D04"},
    [D10] = {TOLD, .id = "D10"},
    [D15] = {TOLD, .id = "D15", .yields = DLB_YIELDS_WHOLE, .yields_to = "D10"},
    [D20] = {TOLD, .id = "D20"},
    [O10] = {TOLD, .id = "O10"},
    [O16] = {TOLD, .id = "O16", .yields = DLB_YIELDS_NEED, .yields_to = "O10"}};
static const struct dlb_rule *const listed[] = {&rules[D03], &rules[D04], &rules[D10], &rules[D15],
                                                &rules[D20], &rules[O10], &rules[O16]};
static const struct dlb_rule_catalogue catalogue = {listed, N_RULES};

static void tell_one(struct dlb_rule_work *work, const struct dlb_rule *rule, const char *line)
{
    char id[4], class_[5], rows[16];
    int first, last;
    cr_assert_eq(sscanf(line, "%3s %4s %d..%d %15s", id, class_, &first, &last, rows), 5, "%s",
                 line);
    if (strcmp(id, rule->id) != 0) return;
    struct dlb_finding *finding = dlb_finding_open(work->findings, rule);
    finding->person = 0;
    finding->start = first;
    finding->end = last + 1;
    unsigned code = 0;
    sscanf(class_, "%u", &code);
    if (code) finding->class_ = (struct dlb_class){(uint16_t)code, (uint8_t)strlen(class_)};
    for (const char *row = rows; *row; row++)
        if (*row >= 'a')
            dlb_finding_row(work->findings, DLB_ROWS_SERVICES, (uint32_t)(*row - 'a'), "row");
        else
            dlb_finding_row(work->findings, DLB_ROWS_NEEDS, (uint32_t)(*row - 'A'), "need");
    dlb_finding_close(work->findings);
}

static void tell(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t subject)
{
    (void)subject;
    for (size_t i = 0; i < told.n; i++) tell_one(work, rule, told.findings[i]);
}

static void open_told(void)
{
    struct world *w = &told.w;
    world_open(w, "2026-06-30");
    w->policy.catalogue = &catalogue;
    uint32_t agency = world_agency(w, "a"), person = world_person(w, agency, NO_HOUSEHOLD);
    uint32_t meals = world_programme(w, "meals", 3101, DLB_GRAIN_DAY, false);
    uint32_t food = world_need_class(w, "food", 31);
    for (unsigned i = 0; i < 6; i++) world_service(w, agency, person, meals, "2026-01-01", "");
    for (unsigned i = 0; i < 3; i++) world_need(w, agency, person, food, "2026-01-01");
}

/* How many of the lines stay, by a rule that looks at them all. */
static size_t staying(const char *const *lines, size_t n, const char *out)
{
    struct world *w = &told.w;
    open_told();
    told.findings = lines;
    told.n = n;
    size_t stay = world_run_all(w, &catalogue);
    for (size_t i = 0; i < stay; i++)
        if (out) cr_expect_neq(strcmp(world_finding(w, i)->rule->id, out), 0);
    world_close(w);
    return stay;
}

#define EXPECT_OUT(rule, ...)                                                                      \
    do {                                                                                           \
        const char *lines[] = {__VA_ARGS__};                                                       \
        size_t n = sizeof lines / sizeof *lines;                                                   \
        cr_expect_eq(staying(lines, n, rule), n - 1);                                              \
    } while (0)
#define EXPECT_ALL(...)                                                                            \
    do {                                                                                           \
        const char *lines[] = {__VA_ARGS__};                                                       \
        size_t n = sizeof lines / sizeof *lines;                                                   \
        cr_expect_eq(staying(lines, n, NULL), n);                                                  \
    } while (0)

Test(precedence, a_finding_is_left_out_when_all_its_days_and_rows_are_in_others)
{
    EXPECT_OUT("D03", "D03 31 10..19 ab", "D20 3101 10..19 ab");
    EXPECT_OUT("D03", "D03 31 10..19 ab", "D20 3101 1..30 abc");
    EXPECT_OUT("D03", "D03 31 10..19 abc", "D20 3101 5..14 ab", "D04 3102 15..19 bc");
    EXPECT_OUT("D03", "D20 3101 10..19 ab", "D03 3101 10..19 ab");
}

Test(precedence, it_stays_whole_when_a_day_or_a_row_is_not)
{
    EXPECT_ALL("D03 31 10..19 ab", "D20 3101 10..18 ab");
    EXPECT_ALL("D03 31 10..19 ab", "D20 3101 11..19 ab");
    EXPECT_ALL("D03 31 10..19 abc", "D20 3101 10..19 ab");
    EXPECT_ALL("D03 31 10..19 abc", "D20 3101 5..13 ab", "D04 3102 15..19 bc");
    EXPECT_ALL("D03 31 10..19 ab", "D20 3101 10..19 a", "D20 3101 20..29 b");
}

Test(precedence, only_findings_of_its_class_count)
{
    EXPECT_ALL("D03 31 10..19 ab", "D20 3201 10..19 ab");
    EXPECT_ALL("D03 3101 10..19 ab", "D20 31 10..19 ab");
    EXPECT_ALL("D03 31 10..19 ab", "D20 - 10..19 ab");
    EXPECT_OUT("D03", "D03 31 10..19 ab", "D20 31 10..19 ab");
    EXPECT_OUT("D15", "D15 31 10..19 ab", "D10 - 10..19 ab");
}

Test(precedence, only_rules_that_are_named_count)
{
    EXPECT_ALL("D03 31 10..19 ab", "D10 3101 10..19 ab");
    EXPECT_ALL("D15 31 10..19 ab", "D20 3101 10..19 ab");
}

Test(precedence, one_shared_need_is_enough_whatever_the_days)
{
    EXPECT_OUT("O16", "O16 - 10..19 aAB", "O10 - 1..2 bB");
    EXPECT_ALL("O16 - 10..19 aA", "O10 - 10..19 aB");
}
