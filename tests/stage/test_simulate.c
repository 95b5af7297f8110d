/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_simulate.c - what people may be entitled to, on tables.
 */
#include "stage/stage_run.h"

#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dolbom/dolbom.h"

static const char persons[] = "agency_id,record_id,household_id,birth_date,protected\n"
                              "city,1,h,1960-07-01,0\ncity,2,h,2020-01-01,0\ncity,3,,,0\n";
static const char agencies[] = "agency_id,name,victim_service\ncity,City hall,0\n"
                               "food,Food bank,0\nshelter,Shelter,1\n";
static const char programmes[] = "programme,name,layer,unit,kind,grain,service_class\n"
                                 "pension,연금,statutory,person,cash,month,3003\n"
                                 "relief,지원금,statutory,household,cash,month,3001\n";
static const char thresholds[] = "code,household_size,value,valid_from,valid_to\n"
                                 "line,1,1000,,2026-06-30\nline,1,2000,2026-07-01,\n"
                                 "line,2,3000,,\nother,,500,,\n";

#define CONDITIONS "programme,version,clause,fact,name,op,value,valid_from,valid_to,legal_ref\n"
#define FACTS "agency_id,record_id,fact,value,as_of\n"

struct asked {
    dolbom_plan *plan;
    struct stage_run run;
};

static void open_asked(struct asked *asked, const char *conditions, const char *facts,
                       const char *who)
{
    static const char settings[] = "as_of: 2026-06-30\n";
    *asked = (struct asked){.plan = NULL};
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_assert_eq(dolbom_plan_read(NULL, settings, strlen(settings), NULL, &asked->plan, &error),
                 DOLBOM_OK, "%s", error.message);
    asked->run.plan = asked->plan;
    stage_give(&asked->run, "persons", persons);
    stage_give(&asked->run, "agencies", agencies);
    stage_give(&asked->run, "programmes", programmes);
    stage_give(&asked->run, "thresholds", thresholds);
    stage_give(&asked->run, "eligibility", conditions);
    stage_give(&asked->run, "facts", facts);
    stage_give(&asked->run, "asked", who);
}

static void ask(struct asked *asked)
{
    stage_run(&asked->run, dolbom_simulate);
    cr_assert_eq(asked->run.status, DOLBOM_OK, "%s", asked->run.error.message);
}

static void close_asked(struct asked *asked)
{
    stage_clear(&asked->run);
    dolbom_plan_free(asked->plan);
}

static void expect(const struct asked *asked, const char *table, size_t row, const char *column,
                   const char *want)
{
    char cell[512];
    const char *text = stage_text(&asked->run, table);
    cr_assert_not_null(text, "no %s", table);
    cr_expect_str_eq(text_cell(text, row, column, cell, sizeof cell), want, "%s %zu %s", table, row,
                     column);
}

/* One condition on income; the answer for the record in the month. */
static void expect_answer(const char *conditions, const char *facts, const char *who,
                          const char *answer, const char *missing)
{
    struct asked asked;
    open_asked(&asked, conditions, facts, who);
    ask(&asked);
    expect(&asked, "simulation", 0, "answer", answer);
    expect(&asked, "simulation", 0, "missing", missing);
    close_asked(&asked);
}

#define WHO(record, month) "agency_id,record_id,month\ncity," record "," month "\n"
#define LINE CONDITIONS "relief,v,a,income,,<=,line,,,\n"

Test(simulate, an_answer_is_yes_no_or_unknown)
{
    expect_answer(LINE, FACTS "city,3,income,1000,2026-06-01\n", WHO("3", ""), "yes", "");
    expect_answer(LINE, FACTS "city,3,income,1001,2026-06-01\n", WHO("3", ""), "no", "");
    expect_answer(LINE, FACTS "city,3,other,1,2026-06-01\n", WHO("3", ""), "unknown", "income");
    expect_answer(LINE, FACTS "city,3,income,much,2026-06-01\n", WHO("3", ""), "unknown", "income");
    expect_answer(LINE, FACTS "city,3,income,1000,2026-07-01\n", WHO("3", ""), "unknown", "income");
}

Test(simulate, the_newest_fact_counts_and_two_of_one_day_cancel_each_other)
{
    expect_answer(LINE, FACTS "city,3,income,9000,2026-05-01\ncity,3,income,900,2026-06-01\n",
                  WHO("3", ""), "yes", "");
    expect_answer(LINE,
                  FACTS "city,3,income,100,2026-05-01\ncity,3,income,900,2026-06-01\n"
                        "city,3,income,901,2026-06-01\n",
                  WHO("3", ""), "unknown", "income");
    expect_answer(LINE, FACTS "city,3,income,900,2026-06-01\ncity,3,income,900.0,2026-06-01\n",
                  WHO("3", ""), "yes", "");
}

Test(simulate, thresholds_are_those_of_the_month_and_of_the_household)
{
    const char *facts = FACTS "city,1,income,2500,2026-06-01\ncity,3,income,1500,2026-06-01\n";
    expect_answer(LINE, facts, WHO("3", "2026-06"), "no", "");
    expect_answer(LINE, facts, WHO("3", "2026-07"), "yes", "");
    expect_answer(LINE, facts, WHO("1", "2026-06"), "yes", "");
    facts = FACTS "city,3,income,400,2026-06-01\ncity,3,household_size,3,2026-06-01\n";
    expect_answer(LINE, facts, WHO("3", ""), "unknown", "line");
    expect_answer(CONDITIONS "relief,v,a,income,,<=,other,,,\n", facts, WHO("3", ""), "yes", "");
}

Test(simulate, conditions_are_those_in_force_on_the_first_of_the_month)
{
    const char *conditions = CONDITIONS "relief,old,a,income,,<=,1000,,2026-06-30,\n"
                                        "relief,new,a,income,,<=,2000,2026-07-01,,\n"
                                        "pension,v,a,income,,<=,1,2026-07-02,,\n";
    struct asked asked;
    open_asked(&asked, conditions, FACTS "city,3,income,1500,2026-06-01\n",
               "agency_id,record_id,month\ncity,3,2026-06\ncity,3,2026-07\ncity,3,2026-08\n");
    ask(&asked);
    cr_expect_eq(text_rows(stage_text(&asked.run, "simulation")), 4);
    expect(&asked, "simulation", 0, "answer", "no");
    expect(&asked, "simulation", 0, "version", "old");
    expect(&asked, "simulation", 1, "answer", "yes");
    expect(&asked, "simulation", 1, "month", "2026-07");
    expect(&asked, "simulation", 2, "programme", "pension");
    close_asked(&asked);
}

Test(simulate, a_list_has_words_and_numbers)
{
    const char *conditions = CONDITIONS "relief,v,a,grade,,in,1; 2;LTC,,,\n";
    static const struct {
        const char *value, *answer;
    } cases[] = {{"1", "yes"}, {"2.0", "yes"}, {" ltc ", "yes"}, {"3", "no"}, {"12", "no"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char facts[128];
        snprintf(facts, sizeof facts, FACTS "city,3,grade,%s,2026-06-01\n", cases[i].value);
        expect_answer(conditions, facts, WHO("3", ""), cases[i].answer, "");
    }
}

Test(simulate, a_no_that_is_off_by_a_tenth_is_near)
{
    static const struct {
        const char *value, *margin;
    } cases[] = {{"1100", "0.100000"}, {"1100.000001", ""}, {"1001", "0.001000"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct asked asked;
        char facts[128];
        snprintf(facts, sizeof facts, FACTS "city,3,income,%s,2026-06-01\n", cases[i].value);
        open_asked(&asked, LINE, facts, WHO("3", ""));
        ask(&asked);
        expect(&asked, "simulation", 0, "near_margin", cases[i].margin);
        expect(&asked, "simulation", 0, "near_fact", cases[i].margin[0] ? "income" : "");
        close_asked(&asked);
    }
    struct asked asked;
    open_asked(&asked, LINE, FACTS "city,3,income,1100,2026-06-01\n", WHO("3", ""));
    stage_give(&asked.run, "rules", "rule,param,value\nO28,margin,0.05\n");
    ask(&asked);
    expect(&asked, "simulation", 0, "near_fact", "");
    close_asked(&asked);
}

Test(simulate, a_no_that_is_near_is_told_by_what_it_is_near_for)
{
    struct asked asked;
    open_asked(&asked,
               CONDITIONS "relief,v,a,spouse,,=,1,,,\nrelief,v,b,spouse,,=,0,,,\n"
                          "relief,v,b,income,,<=,line,,,\n",
               FACTS "city,3,spouse,0,2026-06-01\ncity,3,income,1050,2026-06-01\n", WHO("3", ""));
    ask(&asked);
    expect(&asked, "simulation", 0, "message_en",
           "The conditions do not seem to be met: income 1,050 (wanted: at most 1,000). It is "
           "missed by 5 %.");
    close_asked(&asked);
}

Test(simulate, what_the_answer_rests_on_is_marked_and_said)
{
    const char *conditions = CONDITIONS "pension,v,a,age,,>=,65,,,Act 3\n"
                                        "pension,v,a,income,소득,<=,line,,,\n"
                                        "pension,v,b,veteran,,=,1,,,\n";
    struct asked asked;
    open_asked(&asked, conditions, FACTS "city,1,income,4000,2026-06-01\n", WHO("1", "2026-07"));
    ask(&asked);
    expect(&asked, "simulation", 0, "answer", "unknown");
    expect(&asked, "simulation", 0, "missing", "veteran");
    expect(&asked, "simulation", 0, "legal_ref", "Act 3");
    expect(&asked, "simulation_tests", 0, "message_ko", "나이 66(기준 65 이상): 충족");
    expect(&asked, "simulation_tests", 1, "message_ko", "소득 4,000(기준 3,000 이하): 미충족");
    expect(&asked, "simulation_tests", 1, "limit", "3000.000000");
    expect(&asked, "simulation_tests", 1, "decides", "0");
    expect(&asked, "simulation_tests", 2, "decides", "1");
    expect(&asked, "simulation_tests", 2, "lack", "fact");
    expect(&asked, "simulation", 0, "message_en",
           "To tell, more has to be known: veteran (wanted: 1).");
    close_asked(&asked);
}

/* ---- what they have -------------------------------------------------------------------------- */

#define SERVICES "agency_id,service_id,record_id,programme,start_date,end_date,status\n"

static void ask_with_services(struct asked *asked, const char *services, const char *who)
{
    open_asked(asked, CONDITIONS "pension,v,a,age,,>=,65,,,\nrelief,v,a,age,,>=,0,,,\n",
               FACTS "city,3,age,70,2026-06-01\n", who);
    stage_give(&asked->run, "services", services);
    ask(asked);
}

Test(simulate, what_the_person_has_stands_beside_the_answer)
{
    struct asked asked;
    ask_with_services(&asked,
                      SERVICES "city,s1,2,relief,2026-01-01,,active\n"
                               "city,s2,1,pension,2026-06-30,2026-06-30,applied\n"
                               "city,s3,3,pension,2026-01-01,2026-05-31,ended\n",
                      "agency_id,record_id,month\ncity,1,\ncity,3,\n");
    expect(&asked, "simulation", 0, "receiving", "applied");
    expect(&asked, "simulation", 1, "receiving", "yes"); /* of the household */
    expect(&asked, "simulation", 2, "receiving", "no");  /* ended in May */
    cr_expect_eq(text_rows(stage_text(&asked.run, "simulation_services")), 2);
    close_asked(&asked);
}

Test(simulate, an_application_of_a_year_counts_as_applied_unless_refused)
{
    static const struct {
        const char *day, *result, *receiving;
    } cases[] = {{"2025-06-30", "", "applied"},
                 {"2025-06-29", "", "no"},
                 {"2026-01-01", "granted", "applied"},
                 {"2026-01-01", "refused", "no"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct asked asked;
        char applications[256];
        snprintf(applications, sizeof applications,
                 "agency_id,application_id,record_id,programme,applied_on,result\n"
                 "city,a1,3,pension,%s,%s\n",
                 cases[i].day, cases[i].result);
        open_asked(&asked, CONDITIONS "pension,v,a,age,,>=,65,,,\n",
                   FACTS "city,3,age,70,2026-06-01\n", WHO("3", ""));
        stage_give(&asked.run, "applications", applications);
        ask(&asked);
        expect(&asked, "simulation", 0, "receiving", cases[i].receiving);
        close_asked(&asked);
    }
}

/* One person whom three agencies know; asked by the food bank. */
static void ask_about_shared(struct asked *asked, const char *people)
{
    open_asked(asked, CONDITIONS "pension,v,a,age,,>=,65,,,\n", FACTS, WHO("3", ""));
    asked->run.in_texts[0] = people; /* instead of persons */
    asked->run.in_texts[6] = "agency_id,record_id\nfood,5\n";
    stage_give(&asked->run, "services",
               SERVICES "food,s1,5,relief,2026-06-01,,active\n"
                        "city,s2,6,pension,2026-06-01,,active\n"
                        "shelter,s3,4,pension,2026-06-01,,active\n");
    ask(asked);
}

#define WHOLE "name,birth_date,phone,protected\n"
#define SAME "김순자,1950-01-02,010-2345-6789,"

Test(simulate, of_somebody_protected_no_other_agency_is_named)
{
    struct asked asked;
    ask_about_shared(&asked, "agency_id,record_id," WHOLE "food,5," SAME "0\ncity,6," SAME
                             "0\nshelter,4," SAME "0\n");
    cr_expect_eq(text_rows(stage_text(&asked.run, "simulation_services")), 2,
                 "what a shelter gives is not told");
    expect(&asked, "simulation_services", 0, "by_name", "City hall");
    expect(&asked, "simulation_services", 1, "by_name", "Food bank");
    close_asked(&asked);
    ask_about_shared(&asked, "agency_id,record_id," WHOLE "food,5," SAME "0\ncity,6," SAME
                             "1\nshelter,4," SAME "0\n");
    expect(&asked, "simulation_services", 0, "programme", "pension");
    expect(&asked, "simulation_services", 0, "by_agency", "");
    expect(&asked, "simulation_services", 0, "by_name", "");
    expect(&asked, "simulation_services", 1, "by_agency", "food");
    close_asked(&asked);
}

/* ---- calls that cannot be answered ----------------------------------------------------------- */

Test(simulate, what_cannot_be_asked_is_an_error)
{
    struct asked asked;
    open_asked(&asked, LINE, FACTS, WHO("9", ""));
    stage_run(&asked.run, dolbom_simulate);
    cr_expect_eq(asked.run.status, DOLBOM_E_INPUT, "no such record");
    cr_expect_eq(asked.run.error.row, 0);
    cr_expect_str_eq(asked.run.error.column, "asked.record_id");
    close_asked(&asked);
    open_asked(&asked, LINE, FACTS, "agency_id,record_id,month\n");
    stage_run(&asked.run, dolbom_simulate);
    cr_expect_eq(asked.run.status, DOLBOM_E_INPUT, "nobody is asked about");
    close_asked(&asked);
    open_asked(&asked, LINE, FACTS, WHO("1", ""));
    asked.run.plan = NULL;
    stage_run(&asked.run, dolbom_simulate);
    cr_expect_eq(asked.run.status, DOLBOM_E_PLAN, "no as-of date");
    close_asked(&asked);
}

/* ---- the same answers as the rules have ------------------------------------------------------ */

enum { N_PEOPLE = 150, ROOM = 1 << 16 };

/* A world of single people whom one agency knows, as tables. */
struct crowd {
    char persons[ROOM], facts[ROOM], services[ROOM], applications[ROOM], needs[ROOM], asked[ROOM];
};

static unsigned draw(uint32_t *state, unsigned n)
{
    *state = *state * 1664525U + 1013904223U;
    return (*state >> 8) % n;
}

__attribute__((format(printf, 2, 3))) static void add(char *table, const char *format, ...)
{
    size_t len = strlen(table);
    va_list list;
    va_start(list, format);
    int more = vsnprintf(table + len, ROOM - len, format, list);
    va_end(list);
    cr_assert(more > 0 && (size_t)more < ROOM - len);
}

static void fill_crowd(struct crowd *crowd)
{
    uint32_t state = 7;
    add(crowd->persons, "agency_id,record_id,birth_date\n");
    add(crowd->facts, FACTS);
    add(crowd->services, SERVICES);
    add(crowd->applications, "agency_id,application_id,record_id,programme,applied_on,result\n");
    add(crowd->needs, "agency_id,need_id,record_id,need_class,identified_on\n");
    add(crowd->asked, "agency_id,record_id\n");
    for (unsigned i = 0; i < N_PEOPLE; i++) {
        const char *programme = draw(&state, 2) ? "pension" : "relief";
        add(crowd->persons, "city,%u,%u-06-%02u\n", i, 1955 + draw(&state, 12),
            1 + draw(&state, 28));
        add(crowd->asked, "city,%u\n", i);
        add(crowd->needs, "city,n%u,%u,money,2026-06-01\n", i, i);
        unsigned month = 1 + draw(&state, 6);
        if (draw(&state, 5))
            add(crowd->facts, "city,%u,income,%u,2026-%02u-01\n", i, 800 + draw(&state, 500),
                month);
        if (!draw(&state, 9))
            add(crowd->facts, "city,%u,income,%u,2026-%02u-01\n", i, 800 + draw(&state, 500),
                month);
        if (!draw(&state, 4))
            add(crowd->services, "city,s%u,%u,%s,2026-%02u-01,%s,active\n", i, i, programme,
                1 + draw(&state, 7), draw(&state, 2) ? "" : "2026-06-02");
        if (!draw(&state, 4))
            add(crowd->applications, "city,a%u,%u,%s,2025-%02u-30,%s\n", i, i, programme,
                3 + draw(&state, 7), draw(&state, 2) ? "refused" : "granted");
    }
}

/* Findings of O11 and O28, read once: looking for a cell reads a table from its beginning. */
struct found {
    char rule[8], person[64], programme[16];
};
static struct found found[2 * N_PEOPLE];
static size_t n_found;

static void list_found(const char *findings)
{
    size_t n = text_rows(findings);
    for (size_t row = 0; row < n; row++) {
        struct found *one = &found[n_found];
        text_cell(findings, row, "rule", one->rule, sizeof one->rule);
        if (strcmp(one->rule, "O11") != 0 && strcmp(one->rule, "O28") != 0) continue;
        text_cell(findings, row, "person_id", one->person, sizeof one->person);
        text_cell(findings, row, "programme", one->programme, sizeof one->programme);
        cr_assert_lt(++n_found, sizeof found / sizeof *found);
    }
}

static bool is_found(const char *rule, const char *person, const char *programme)
{
    for (size_t i = 0; i < n_found; i++)
        if (strcmp(found[i].rule, rule) == 0 && strcmp(found[i].person, person) == 0 &&
            strcmp(found[i].programme, programme) == 0)
            return true;
    return false;
}

static void compare_row(const char *answers, size_t row, size_t n_due[2])
{
    char answer[16], receiving[16], oldest[16], near[16], person[64], programme[16];
    text_cell(answers, row, "answer", answer, sizeof answer);
    text_cell(answers, row, "receiving", receiving, sizeof receiving);
    text_cell(answers, row, "oldest_fact", oldest, sizeof oldest);
    text_cell(answers, row, "near_fact", near, sizeof near);
    text_cell(answers, row, "person_id", person, sizeof person);
    text_cell(answers, row, "programme", programme, sizeof programme);
    bool recent = !oldest[0] || strcmp(oldest, "2026-01-01") >= 0; /* 180 days before as_of */
    bool due = strcmp(answer, "yes") == 0 && strcmp(receiving, "no") == 0 && recent;
    cr_expect_eq(is_found("O11", person, programme), due, "O11 %zu %s", row, programme);
    cr_expect_eq(is_found("O28", person, programme), near[0] != '\0', "O28 %zu %s", row, programme);
    n_due[0] += due;
    n_due[1] += near[0] != '\0';
}

Test(simulate, the_answers_are_those_that_the_rules_go_by)
{
    static struct crowd crowd;
    struct asked asked;
    fill_crowd(&crowd);
    open_asked(&asked,
               CONDITIONS "pension,v,a,age,,>=,65,,,\npension,v,a,income,,<=,line,,,\n"
                          "relief,v,a,income,,<,900,,,\nrelief,v,b,age,,<,62,,,\n",
               crowd.facts, crowd.asked);
    asked.run.in_texts[0] = crowd.persons;
    stage_give(&asked.run, "services", crowd.services);
    stage_give(&asked.run, "applications", crowd.applications);
    stage_give(&asked.run, "needs", crowd.needs);
    stage_give(&asked.run, "need_map", "need_class,service_class\nmoney,30\n");
    ask(&asked);
    char *answers = strdup(stage_text(&asked.run, "simulation"));
    stage_run(&asked.run, dolbom_reconcile);
    cr_assert_eq(asked.run.status, DOLBOM_OK, "%s", asked.run.error.message);
    size_t n_due[2] = {0, 0}, n = text_rows(answers);
    list_found(stage_text(&asked.run, "findings"));
    for (size_t row = 0; row < n; row++) compare_row(answers, row, n_due);
    cr_expect_eq(n, 2 * N_PEOPLE);
    cr_expect(n_due[0] > 25 && n_due[1] > 10, "%zu and %zu are too few", n_due[0], n_due[1]);
    cr_expect_eq(n_due[0] + n_due[1], n_found, "findings of nobody who was asked about");
    free(answers);
    close_asked(&asked);
}
