/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_plan_refused.c - what is no plan, and what is said of it.
 */
#include "plan/plan_text.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

static const struct {
    const char *text, *column;
    int64_t row;
} wrong[] = {
    {"as_of: 2026-06-30\nasof: 2026\n", "asof", 1},
    {"as_of: 2026-02-30\n", "as_of", 0},
    {"as_of: [1]\n", "as_of", 0},
    {"\n\nblock_cap: 0\n", "block_cap", 2},
    {"block_cap: 12x\n", "block_cap", 0},
    {"block_cap: 1.5\n", "block_cap", 0},
    {"group: {theta_merge: 1}\n", "theta_merge", 0},
    {"group: {theta_merge: 0.0000001}\n", "theta_merge", 0},
    {"group: {theta: 0.5}\n", "theta", 0},
    {"group: 0.9\n", "group", 0},
    {"lookalikes: {twin: {levels: {}}}\n", "twin", 0},
    {"lookalikes: {twin: {per_match: 1, levels: {shoe: {}}}}\n", "shoe", 0},
    {"lookalikes: {twin: {per_match: 1, levels: {sex: {same: 0.5}}}}\n", "same", 0},
    {"lookalikes: {twin: {per_match: 1, levels: {sex: {exact: 1.5}}}}\n", "exact", 0},
    {"lookalikes:\n  a: {per_match: 1}\n  b: {often: 2}\n", "often", 2},
    {"same_agency: 1.1\n", "same_agency", 0},
    {"prior: -0.1\n", "prior", 0},
    {"prior: 0.99x\n", "prior", 0},
    {"compare: {}\n", "compare", 0},
    {"compare:\n  name: {kind: banana, levels: {}}\nmatch_keys: {a: [name]}\n", "kind", 1},
    {"compare:\n  sex: {kind: sex, levels: {exact: [0.9, 0.5]}}\nmatch_keys: {a: [sex]}\n", "sex",
     1},
    {"compare:\n  sex: {kind: sex, levels: {exact: [0.9, 0.5], other: [0, 0.5]}}\n", "other", 1},
    {"compare:\n  sex: {kind: sex, levels: {exact: [0.9], other: [0.1, 0.5]}}\n", "exact", 1},
    {"compare:\n  sex: {kind: sex, levels: {exact: [0.9, 0.5], other: [0.1, 0.5]}}\n", "compare",
     0},
    {"compare:\n  phone: {kind: phone, within: sex, levels: {exact: [0.9, 0.1], digit: [0.05, "
     "0.1],"
     " other: [0.05, 0.8]}}\n",
     "within", 1},
    {"compare:\n  phone: {kind: phone, frequency: true, within: phone.last4, levels: {"
     "exact: [0.9, 0.1], digit: [0.05, 0.1], other: [0.05, 0.8]}}\n",
     "within", 1},
    {"match_keys: {a: [surname]}\n", "a", 0},
    {"match_keys: {a: []}\n", "a", 0},
    {"columns: [persons]\n", "columns", 0},
    {"columns: {persons: {name: {a: b}}}\n", "name", 0},
    {"columns:\n  persons: {name: 성명}\n  person: {name: 성명}\n", "person", 2},
    {"columns:\n  persons:\n    name: 성명\n    nmae: 이름\n", "nmae", 3},
    {"columns: {services: {sex: 성별}}\n", "sex", 0},
    {"columns: {persons: {name: []}}\n", "name", 0},
    {"columns: {persons: {name: [성명, '']}}\n", "name", 0},
    {"values: {services: {status: 제공}}\n", "status", 0},
    {"values: {services: {status: {제공: delivred}}}\n", "제공", 0},
    {"values: {services: {sttus: {제공: delivered}}}\n", "sttus", 0},
    {"values: {rules: {rule: {a: D03}}}\n", "rules", 0},
    {"values:\n  persons:\n    sex:\n      여성: F\n      ' ': M\n", "sex", 4},
    {"values:\n  persons:\n    sex:\n      여성: F\n      '': M\n", "sex", 4},
    {"values:\n  persons:\n    sex:\n      여성: F\n      남: M\n      여 성: M\n", "sex", 5},
    {"values:\n  persons:\n    name:\n      a: x\n      ' Ａ': y\n", "name", 4},
    {"values: {decisions: {decision: {예: yes}}}\n", "예", 0},
    {"constants: {decisions: {by: 예}}\n", "decisions", 0},
    {"constants: {services: {status: [a, b]}}\n", "status", 0},
    {"constants: {service: {status: delivered}}\n", "service", 0},
    {"constants: {cleaned: {name: 김순자}}\n", "cleaned", 0},
    {"agency: foldr\n", "agency", 0},
    {"made: {services: {service_id: rows}}\n", "service_id", 0},
    {"made: {services: {record_id: row}}\n", "record_id", 0},
    {"made: {services: {service_id: person}}\n", "service_id", 0},
    {"made: {services: {case_id: row}}\n", "case_id", 0},
    {"made: {persons: {record_id: row}}\n", "record_id", 0},
    {"made: {persons: {record_id: new_person}}\n", "record_id", 0},
    {"made: {decisions: {record_id: person}}\n", "decisions", 0},
    {"made: {facts: {fact: row}}\n", "fact", 0},
    {"made: {services: {programme: row}}\n", "programme", 0},
    {"as_of: 2026-06-30\nas_of: 2026-06-30\n", "as_of", 1},
    {"a: &x 1\nb: *x\n", "", 0},
    {"as_of: !!str 2026-06-30\n", "", 0},
    {"as_of: 2026-06-30\n---\nas_of: 2026-06-30\n", "", 1},
    {"as_of: [2026\n", "", 1},
    {"- 1\n", "", 0},
    {"group: {theta_merge: 0.5, theta_review: 0.6}\n", "group", 0},
    {"a: {b: {c: {d: {e: {f: {g: {h: {i: 1}}}}}}}}\n", "", 0},
};

Test(plan, what_is_wrong_is_named_with_its_line)
{
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        dolbom_error error = DOLBOM_ERROR_INIT;
        dolbom_plan *plan = (dolbom_plan *)&plan;
        dolbom_status status =
            dolbom_plan_read(NULL, wrong[i].text, strlen(wrong[i].text), NULL, &plan, &error);
        cr_expect_eq(status, DOLBOM_E_PLAN, "case %zu", i);
        cr_expect_null(plan, "case %zu", i);
        cr_expect_str_eq(error.column, wrong[i].column, "case %zu: %s", i, error.message);
        cr_expect_eq(error.row, wrong[i].row, "case %zu: line %ld", i, (long)error.row);
        cr_expect(error.message[0], "case %zu", i);
    }
}

Test(plan, the_name_of_a_long_key_is_cut_between_its_letters)
{
    static const char text[] = "우리기관에서만쓰는아주길고길어서들어가지않는열쇠: 1\n";
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_plan *plan;
    cr_expect_eq(dolbom_plan_read(NULL, text, sizeof text - 1, NULL, &plan, &error), DOLBOM_E_PLAN);
    cr_expect_eq(strlen(error.column), 45, "fifteen syllables");
    cr_expect_eq(strncmp(error.column, text, 45), 0);
}

Test(plan, what_an_editor_saved_otherwise_is_told)
{
    static const char marked[] = "\xEF\xBB\xBF# 계획\nblock_cap: 9\n";
    static const char wrong_line[] = "\xEF\xBB\xBF# 계획\nblock_cup: 9\n";
    static const char utf16[] = "\xFF\xFE#\0\n\0", korean[] = "agency: \xB0\xFC\n";
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_plan *plan;
    cr_assert_eq(dolbom_plan_read(NULL, marked, sizeof marked - 1, NULL, &plan, &error), DOLBOM_OK);
    dolbom_plan_free(plan);
    cr_expect_eq(dolbom_plan_read(NULL, "\xEF\xBB\xBF", 3, NULL, &plan, &error), DOLBOM_OK);
    dolbom_plan_free(plan);
    cr_expect_eq(dolbom_plan_read(NULL, wrong_line, sizeof wrong_line - 1, NULL, &plan, &error),
                 DOLBOM_E_PLAN);
    cr_expect_eq(error.row, 1);
    cr_expect_eq(dolbom_plan_read(NULL, utf16, sizeof utf16 - 1, NULL, &plan, &error),
                 DOLBOM_E_PLAN);
    cr_expect(strstr(error.message, "UTF-16"), "%s", error.message);
    cr_expect_eq(dolbom_plan_read(NULL, korean, sizeof korean - 1, NULL, &plan, &error),
                 DOLBOM_E_PLAN);
    cr_expect(strstr(error.message, "windows-949"), "%s", error.message);
}

Test(plan, bytes_that_are_not_text_are_refused)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_plan *plan;
    cr_expect_eq(dolbom_plan_read(NULL, "as_of: \xff\n", 9, NULL, &plan, &error), DOLBOM_E_PLAN);
    cr_expect(strstr(error.message, "UTF-8"));
    size_t n = DLB_PLAN_TEXT_MAX + 1;
    char *text = malloc(n);
    memset(text, ' ', n);
    cr_expect_eq(dolbom_plan_read(NULL, text, n, NULL, &plan, &error), DOLBOM_E_PLAN);
    memset(text, '[', n);
    cr_expect_eq(dolbom_plan_read(NULL, text, n - 1, NULL, &plan, &error), DOLBOM_E_PLAN);
    free(text);
    cr_expect_eq(dolbom_plan_read(NULL, NULL, 1, NULL, &plan, &error), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_plan_read(NULL, "", 0, NULL, NULL, &error), DOLBOM_E_ARG);
}

Test(plan, a_message_never_quotes_a_value)
{
    static const char *const texts[] = {"as_of: canary",
                                        "block_cap: canary",
                                        "prior: canary",
                                        "compare: {name: {kind: canary}}",
                                        "match_keys: {a: [canary]}",
                                        "as_of: [canary"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        dolbom_error error = DOLBOM_ERROR_INIT;
        dolbom_plan *plan;
        cr_expect_neq(dolbom_plan_read(NULL, texts[i], strlen(texts[i]), NULL, &plan, &error),
                      DOLBOM_OK);
        cr_expect_null(strstr(error.message, "canary"), "%s", error.message);
    }
}

/* ---- messages ------------------------------------------------------------------------------ */

static void expect_message(const char *text, const char *want)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_plan *plan;
    cr_expect_eq(dolbom_plan_read(NULL, text, strlen(text), NULL, &plan, &error), DOLBOM_E_PLAN);
    cr_expect_str_eq(error.message, want);
}

Test(plan, a_message_says_what_is_wanted_or_what_was_meant)
{
    expect_message("prior: 7\n", "a number, above 0 … 2, with at most 9 decimals is expected here");
    expect_message("block_cap: 1\n", "a whole number, 2 … 1000000 is expected here");
    expect_message("group: {theta_merge: 1}\n",
                   "a number, above 0 … below 1, with at most 6 decimals is expected here");
    expect_message("match_keys: {a: []}\n", "a list of 1 … 4 words is expected here");
    expect_message("as_of: yesterday\n", "a date like 2026-06-30 is expected here");
    expect_message("group: {theta_merg: 0.9}\n", "unknown key; did you mean group.theta_merge?");
    expect_message("theta_review: 0.9\n", "unknown key; did you mean group.theta_review?");
    expect_message("group: {x: 1}\n", "unknown key; known here: theta_merge, theta_review");
    expect_message("compare: {a: {knd: sex}}\nmatch_keys: {a: [a]}\n",
                   "unknown key; did you mean compare.<column>.kind?");
    expect_message("compare: {a: {levels: {}}}\nmatch_keys: {a: [a]}\n", "kind is missing");
    expect_message("compare: {a: {kind: nmae, levels: {}}}\nmatch_keys: {a: [a]}\n",
                   "unknown kind; did you mean name?");
    expect_message("columns: {person: {name: 성명}}\n",
                   "there is no table of this name; did you mean persons?");
    expect_message("values: {services: {status: {제공: delivred}}}\n",
                   "the column status knows no such word; did you mean delivered?");
    expect_message("values: {rules: {rule: {a: D03}}}\n",
                   "only tables of records are mapped so, not policy");
    expect_message("values: {persons: {sex: {\"\\u3000\": F}}}\n",
                   "a word of your files is missing before the colon");
    expect_message("\nvalues: {persons: {sex: {여성: F, 여 성: M}}}\n",
                   "line 2 says something else of the same word, for blanks, case and width do "
                   "not count; remove one");
    expect_message("made: {services: {record_id: row}}\n", "person or new_person is expected here");
    expect_message("made: {persons: {record_id: row}}\n", "person is expected here");
    expect_message("made: {services: {case_id: row}}\n",
                   "only the table's own id, record_id and programme can be made");
    expect_message("made: {services: {service_id: rows}}\n", "row is expected here");
    expect_message("agency: foldr\n",
                   "column, folder or file is expected here; did you mean folder?");
    expect_message("columns: {persons: {nmae: 성명}}\n",
                   "the table persons has no column of this name; did you mean name?");
    expect_message("match_keys: {a: [nmae]}\n",
                   "no compared column has this name; did you mean name?");
    expect_message("match_keys: {a: [name.surnam]}\n",
                   "the kind name has no such part; did you mean surname?");
    expect_message("lookalikes: {a: {per_match: 1, levels: {name: {exat: 0.5}}}}\n",
                   "the kind name has no level of this name; did you mean exact?");
}

Test(plan, a_word_that_no_cell_is_compared_with_is_too_long)
{
    char text[512];
    snprintf(text, sizeof text, "values: {persons: {sex: {%0255d: F}}}\n", 0);
    dolbom_plan_free(must_read(NULL, text));
    snprintf(text, sizeof text, "values: {persons: {sex: {%0257d: F}}}\n", 0);
    expect_message(text, "the word before the colon is too long to be compared");
}

Test(plan, a_reading_that_is_none_is_refused_with_its_line)
{
    static const char *const texts[] = {
        "hanja:\n  車: 차\n  順: 순자\n", "hanja:\n  車: 차\n  順: x\n",
        "hanja:\n  車: 차\n  순: 순\n",   "hanja:\n  車: 차\n  順子: 순\n",
        "hanja:\n  車: 차\n  順: [순]\n", "hanja:\n  車: 차\n  順:\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        dolbom_error error = DOLBOM_ERROR_INIT;
        dolbom_plan *plan = NULL;
        dolbom_status status =
            dolbom_plan_read(NULL, texts[i], strlen(texts[i]), NULL, &plan, &error);
        cr_expect_eq(status, DOLBOM_E_PLAN, "%s", texts[i]);
        cr_expect_eq(error.row, 2, "%s", texts[i]);
        dolbom_plan_free(plan);
    }
}
