/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_laws.c - what must hold for every world, on many small random ones.
 *
 * The sweeps are compared with a count made day by day, which is too slow to be wrong. The
 * other laws say what must not matter: the order of rows, threads and batches, cutting a
 * service in two, somebody else's rows.
 */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

enum { DAYS = 40, SERVICES_MAX = 9, N_AGENCIES = 4, LINES = 4096, WORLDS = 2500 };

/* ---- random worlds -------------------------------------------------------------------------- */

static uint32_t draw(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*state >> 33) % below;
}

struct spell {
    unsigned agency, class_;
    int start, end; /* inclusive; end DAYS while open */
};

struct spells {
    struct spell list[SERVICES_MAX];
    unsigned n;
};

static struct spells draw_spells(uint64_t *state)
{
    struct spells spells = {.n = draw(state, SERVICES_MAX + 1)};
    for (unsigned i = 0; i < spells.n; i++) {
        int start = (int)draw(state, DAYS);
        int longest = DAYS - start;
        bool is_long = draw(state, 4) == 0;
        int length = 1 + (int)draw(state, (uint32_t)(is_long       ? longest
                                                     : longest < 6 ? longest
                                                                   : 6));
        spells.list[i] =
            (struct spell){draw(state, N_AGENCIES), 31 + draw(state, 2), start, start + length - 1};
        if (draw(state, 12) == 0) spells.list[i].end = DAYS;
    }
    return spells;
}

/* a day that one hands over to another is left out, which days alone do not tell */
static const char persons[] = "person P A/r B/r C/r D/r\nrules D03 handover_days 0\n";

static void day_text(int day, char text[16])
{
    char digits[10];
    dlb_day_write(dlb_day_of(2024, 1, 1) + day, digits);
    snprintf(text, 16, "%.10s", digits);
}

/* One line per service, or two where it is cut. */
static void write_spells(const struct spells *spells, int cut_at, char lines[LINES])
{
    size_t len = (size_t)snprintf(lines, LINES, "%s", persons);
    for (unsigned i = 0; i < spells->n; i++) {
        const struct spell *spell = &spells->list[i];
        char agency = (char)('A' + spell->agency), start[16], end[16], cut[16], before[16];
        bool is_cut = cut_at > spell->start && cut_at <= spell->end && cut_at < DAYS;
        day_text(spell->start, start);
        day_text(spell->end, end);
        day_text(cut_at, cut);
        day_text(cut_at - 1, before);
        const char *last = spell->end == DAYS ? "-" : end;
        len += (size_t)snprintf(lines + len, LINES - len, "services %c r s%u p %s %s class=%u\n",
                                agency, i, start, is_cut ? before : last, spell->class_);
        if (is_cut)
            len +=
                (size_t)snprintf(lines + len, LINES - len, "services %c r t%u p %s %s class=%u\n",
                                 agency, i, cut, last, spell->class_);
    }
}

/* ---- the count made day by day -------------------------------------------------------------- */

static unsigned agencies_on(const struct spells *spells, unsigned class_, int day)
{
    unsigned mask = 0;
    for (unsigned i = 0; i < spells->n; i++) {
        const struct spell *spell = &spells->list[i];
        bool active = spell->class_ == class_ && spell->start <= day &&
                      (day <= spell->end || spell->end == DAYS);
        if (active) mask |= 1U << spell->agency;
    }
    return (unsigned)__builtin_popcount(mask);
}

/* "D03 P first..last class" for each stretch of days with two agencies or more. */
static void count_days(const struct spells *spells, char expected[LINES])
{
    size_t len = 0;
    expected[0] = '\0';
    for (unsigned class_ = 31; class_ <= 32; class_++) {
        for (int day = 0, last; day <= DAYS; day = last + 1) {
            last = day;
            if (agencies_on(spells, class_, day) < 2) continue;
            while (last < DAYS && agencies_on(spells, class_, last + 1) >= 2) last++;
            char start[16], end[16];
            day_text(day, start);
            day_text(last, end);
            len += (size_t)snprintf(expected + len, LINES - len, "D03 P %s..%s %u\n", start,
                                    last == DAYS ? "" : end, class_);
        }
    }
}

/* ---- what was found -------------------------------------------------------------------------- */

static struct scenario_result run(const struct scenario_way *way, const char *lines)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, way->n_threads ? way->n_threads : 1);
    struct scenario_result result;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = scenario_run(env, way, "2024-12-31", lines, &result, &error);
    cr_assert_eq(status, DOLBOM_OK, "%s", error.message);
    test_env_close(env, &memory);
    return result;
}

static int line_order(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* The findings' lines without their rows, sorted. */
static char *found_lines(const char *lines)
{
    struct scenario_way way = {0};
    struct scenario_result result = run(&way, lines);
    char *full = scenario_findings(result.findings, result.finding_rows, "D03");
    char *starts[LINES], *rest = NULL;
    size_t n = 0;
    for (char *line = strtok_r(full, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        char *rows = strchr(strchr(strchr(line, ' ') + 1, ' ') + 1, ' ');
        rows = strchr(rows + 1, ' '); /* after the class */
        if (rows) *rows = '\0';
        starts[n++] = line;
    }
    qsort(starts, n, sizeof *starts, line_order);
    char *text = calloc(1, LINES);
    for (size_t i = 0; i < n; i++) strcat(strcat(text, starts[i]), "\n");
    free(full);
    scenario_result_clear(&result);
    return text;
}

static void sort_lines(char *text)
{
    char *copy = strdup(text), *starts[LINES], *rest = NULL;
    size_t n = 0;
    for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        starts[n++] = line;
    qsort(starts, n, sizeof *starts, line_order);
    *text = '\0';
    for (size_t i = 0; i < n; i++) strcat(strcat(text, starts[i]), "\n");
    free(copy);
}

/* ---- laws ------------------------------------------------------------------------------------ */

Test(laws, the_sweep_agrees_with_counting_day_by_day)
{
    uint64_t state = 20240229;
    unsigned n_found = 0;
    for (unsigned world = 0; world < test_rounds(WORLDS); world++) {
        char lines[LINES], expected[LINES];
        struct spells spells = draw_spells(&state);
        write_spells(&spells, -1, lines);
        count_days(&spells, expected);
        sort_lines(expected);
        char *found = found_lines(lines);
        n_found += *found != '\0';
        cr_assert_str_eq(found, expected, "world %u\n%sfound\n%sexpected\n%s", world, lines, found,
                         expected);
        free(found);
    }
    cr_expect_gt(n_found, test_rounds(WORLDS) / 4, "the worlds must be worth looking at");
}

Test(laws, cutting_a_service_in_two_changes_nothing)
{
    uint64_t state = 7;
    for (unsigned world = 0; world < 300; world++) {
        char whole[LINES], cut[LINES];
        struct spells spells = draw_spells(&state);
        write_spells(&spells, -1, whole);
        write_spells(&spells, 1 + (int)draw(&state, DAYS - 1), cut);
        char *left = found_lines(whole), *right = found_lines(cut);
        cr_assert_str_eq(left, right, "world %u\n%scut\n%s", world, whole, cut);
        free(left);
        free(right);
    }
}

static const char village[] =
    "agencies A zone_id=Z1 name=시청\nagencies B zone_id=Z2\nagencies C\n"
    "zones Z1 responsible_agency=A\nzones Z2 responsible_agency=B\n"
    "person P A/p1 A/p2 B/p C/p\nperson Q A/q B/q\nperson R C/r D/r\nperson S A/s\n"
    "person T E/t\n"
    "record A/p1 household=h1 birth_date=1950-01-01 zone_id=Z1\nrecord A/q household=h1\n"
    "record B/q death_date=2024-05-01\nrecord C/r probability=970000\n"
    "record D/r probability=960000\nrecord A/s consent=1 zone_id=Z2\n"
    "link A/s C/r 900000\nlink A/s E/t 850000\nlink A/q D/r 810000\nlink B/q D/r 810000\n"
    "programmes meals 3102 layer=local grain=day\nprogrammes box 3101 grain=one_off\n"
    "programmes pension 3003 layer=statutory kind=cash\nprogrammes support 7109 home_based=1\n"
    "programmes care 7101\n"
    "mutex care exclusive support care\nmutex jail state pension stay:prison\n"
    "caps D05 class=3101 max_count=1 window_days=30\n"
    "caps D05 class=31 scope=household max_count=1 window_days=5\n"
    "need_map food 31\nneed_map care 71\n"
    "services A p1 s1 meals 2024-01-01 - status=active amount_won=1200000 entered_on=2024-01-05\n"
    "services B p s2 meals 2024-02-01 2024-07-31 amount_won=300000\n"
    "services C p s3 box 2024-03-01 2024-03-01 class=3101\n"
    "services A p2 s4 box 2024-03-10 2024-03-10\n"
    "services A q s5 support 2024-02-01 -\nservices B q s6 care 2024-04-01 2024-06-30\n"
    "services B q s7 meals 2024-06-01 2024-06-02\nservices C r s8 pension 2024-01-01 -\n"
    "services D r s9 support 2024-03-01 2024-03-31\nservices A s s10 support 2024-03-10 "
    "2024-04-10\n"
    "services E t s11 box 2024-05-05 2024-05-05\n"
    "services E t s11 box 2024-05-05 2024-05-05\nservices E t s12 box 2024-13-05 2024-05-05\n"
    "needs A p1 n1 food 2024-02-01\nneeds A s n2 food 2024-03-01 urgency=high\n"
    "needs C r n3 care 2024-01-10 status=partly\nneeds E t n4 care 2024-01-10\n"
    "referrals A s f1 B 2024-03-05 sent need_id=n2\n"
    "referrals C r f2 D 2024-03-05 rejected_provider need_id=n3\n"
    "cases A q c1 emergency 2024-04-01\ncases C r c2 focused 2024-01-01 decided_on=2024-01-03\n"
    "events A q visit 2024-04-02 case_id=c1\nevents A q visit 2024-04-02 case_id=c1\n"
    "stays D r t1 prison 2024-03-05 2024-03-20\nstays C r t2 hospital 2024-03-08 2024-03-12\n"
    "uploads A services 2024-11\nuploads B services 2024-11 status=failed\n"
    "uploads C services 2024-10\nuploads C services 2024-09\n";

static void expect_same(const struct scenario_result *left, const struct scenario_result *right,
                        unsigned way)
{
    cr_expect_str_eq(left->findings, right->findings, "way %u", way);
    cr_expect_str_eq(left->finding_rows, right->finding_rows, "way %u", way);
    cr_expect_str_eq(left->rule_runs, right->rule_runs, "way %u", way);
    cr_expect_str_eq(left->table_counts, right->table_counts, "way %u", way);
}

Test(laws, neither_the_order_of_rows_nor_threads_nor_batches_matter)
{
    struct scenario_way plain = {.text_dates = true};
    struct scenario_result first = run(&plain, village);
    cr_assert(strstr(first.findings, ",D03,") && strstr(first.findings, ",I01,"));
    for (unsigned i = 1; i <= 60; i++) {
        struct scenario_way way = {
            .n_threads = 1 + i % 3, .batch_rows = i % 5, .shuffle = i, .text_dates = true};
        struct scenario_result other = run(&way, village);
        expect_same(&first, &other, i);
        scenario_result_clear(&other);
    }
    scenario_result_clear(&first);
}

Test(laws, every_finding_has_an_id_of_its_own)
{
    struct scenario_way plain = {.text_dates = true};
    struct scenario_result result = run(&plain, village);
    char ids[64][40], *rest = NULL;
    size_t n = 0;
    strtok_r(result.findings, "\n", &rest);
    for (char *line; (line = strtok_r(NULL, "\n", &rest)) && n < 64; n++) {
        snprintf(ids[n], sizeof ids[n], "%.32s", line);
        for (size_t i = 0; i < n; i++) cr_expect_str_neq(ids[i], ids[n]);
    }
    cr_expect_gt(n, 10);
    scenario_result_clear(&result);
}

Test(laws, somebody_elses_rows_change_nothing)
{
    struct scenario_way plain = {.text_dates = true};
    char more[2 * LINES];
    snprintf(more, sizeof more, "%s%s", village,
             "person Z X/z Y/z\n"
             "services X z x1 meals 2024-01-01 2024-02-01 status=active\n"
             "needs X z x2 food 2024-12-30\n");
    struct scenario_result one = run(&plain, village), other = run(&plain, more);
    cr_expect_str_eq(one.findings, other.findings);
    cr_expect_str_eq(one.finding_rows, other.finding_rows);
    scenario_result_clear(&one);
    scenario_result_clear(&other);
}

/* ---- memory ---------------------------------------------------------------------------------- */

struct swept {
    const char *lines;
    struct scenario_way way;
};

static dolbom_status run_swept(const dolbom_environment *environment, void *context,
                               dolbom_error *error)
{
    const struct swept *swept = context;
    struct dlb_env *env;
    struct scenario_result result;
    dolbom_status status = dlb_env_open(environment, &env, error);
    if (status != DOLBOM_OK) return status;
    status = scenario_run(env, &swept->way, "2024-12-31", swept->lines, &result, error);
    if (status == DOLBOM_OK) scenario_result_clear(&result);
    dlb_env_release(env);
    return status;
}

Test(laws, running_out_of_memory_anywhere_is_said_and_leaves_nothing)
{
    struct swept swept = {village, {.batch_rows = 3}};
    sweep(run_swept, &swept);
}

/* One more than D16's first room for who is of which household; the last has it for himself. */
Test(laws, running_out_of_memory_among_many_who_share_a_number)
{
    char lines[LINES] = "programmes box 3101\nperson Q A/q\nrecord A/q household=h8\n";
    size_t len = strlen(lines);
    for (int i = 0; i < 17; i++)
        len += (size_t)snprintf(lines + len, sizeof lines - len,
                                "person P%d A/r%02d\nrecord A/r%02d phone=7 household=h%d\n"
                                "services A r%02d s%d box 2024-01-01 2024-03-01\n",
                                i, i, i, i / 2, i, i);
    struct swept swept = {lines, {0}};
    struct scenario_result result = run(&swept.way, lines);
    cr_expect(strstr(result.findings, ",D16,"));
    scenario_result_clear(&result);
    sweep(run_swept, &swept);
}
