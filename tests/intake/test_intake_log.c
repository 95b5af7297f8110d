/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_intake_log.c - what became of the rows that came in.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "intake/intake.h"
#include "support/support.h"
#include "table/arrow_make.h"
#include "table/reading.h"

static struct dlb_intake_log *open_log(struct dlb_env *env)
{
    struct dlb_intake_log *log = NULL;
    cr_assert_eq(dlb_intake_log_open(env, &log, NULL), DOLBOM_OK);
    return log;
}

static void reject(struct dlb_intake_log *log, const char *table, int64_t row, const char *agency,
                   const char *id, const char *column, enum dlb_reject reason)
{
    cr_assert_eq(dlb_intake_log_reject(
                     log, table, row, (struct dlb_text){agency, agency ? strlen(agency) : 0},
                     (struct dlb_text){id, id ? strlen(id) : 0}, column, reason, NULL),
                 DOLBOM_OK);
}

static void expect_frames(struct dlb_intake_log *log, const char *rejects, const char *counts)
{
    struct dlb_frame *frames[2];
    const char *expected[2] = {rejects, counts};
    cr_assert_eq(dlb_intake_log_frames(log, &frames[0], &frames[1], NULL), DOLBOM_OK);
    for (int i = 0; i < 2; i++) {
        struct ArrowArrayStream stream;
        cr_assert_eq(dlb_frame_stream(frames[i], &stream, NULL), DOLBOM_OK);
        char *text = arrow_text(&stream);
        cr_expect_str_eq(text, expected[i], "%s", text);
        free(text);
    }
}

#define REJECTS "table:u,row:l,agency_id:u,row_id:u,column:u,reason:u\n"
#define COUNTS "table:u,rows_in:l,accepted:l,rejected:l,collapsed:l\n"

Test(intake_log, lists_rejects_by_table_row_column_and_reason)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_intake_log *log = open_log(env);
    reject(log, "services", 70000, "B", "s2", "start_date", DLB_REJECT_DATE);
    reject(log, "services", 3, "A", NULL, "service_id", DLB_REJECT_REQUIRED);
    reject(log, "persons", 9, NULL, NULL, NULL, DLB_REJECT_DUPLICATE_ID);
    reject(log, "services", 3, "A", NULL, "amount_won", DLB_REJECT_NUMBER);
    reject(log, "services", INT64_C(1) << 40, "A", "s9", "amount_won", DLB_REJECT_NUMBER);
    expect_frames(log,
                  REJECTS "persons,9,,,,DUPLICATE_ID\n"
                          "services,3,A,,amount_won,NUMBER\n"
                          "services,3,A,,service_id,REQUIRED\n"
                          "services,70000,B,s2,start_date,DATE\n"
                          "services,1099511627776,A,s9,amount_won,NUMBER\n",
                  COUNTS "persons,0,0,1,0\n"
                         "services,0,0,3,0\n");
    dlb_intake_log_free(log);
    test_env_close(env, &memory);
}

Test(intake_log, adds_up_counts_and_stays_valid)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_intake_log *log = open_log(env);
    expect_frames(log, REJECTS, COUNTS);
    char services[] = "services"; /* the same name at another place in memory */
    cr_expect_eq(dlb_intake_log_count(log, "services", 10, 7, 1, NULL), DOLBOM_OK);
    cr_expect_eq(dlb_intake_log_count(log, "needs", 1, 1, 0, NULL), DOLBOM_OK);
    cr_expect_eq(dlb_intake_log_count(log, services, 5, 4, 1, NULL), DOLBOM_OK);
    reject(log, services, 1, "A", "x", "unit", DLB_REJECT_CODE);
    expect_frames(log, REJECTS "services,1,A,x,unit,CODE\n",
                  COUNTS "needs,1,1,0,0\nservices,15,11,1,2\n");
    reject(log, "services", 0, "A", "y", "unit", DLB_REJECT_ORPHAN);
    expect_frames(log, REJECTS "services,0,A,y,unit,ORPHAN\nservices,1,A,x,unit,CODE\n",
                  COUNTS "needs,1,1,0,0\nservices,15,11,2,2\n");
    dlb_intake_log_free(log);
    dlb_intake_log_free(NULL);
    test_env_close(env, &memory);
}

Test(intake_log, does_not_depend_on_the_order_in_which_rows_are_met)
{
    enum { ROWS = 200 };
    static const char *const tables[] = {"a", "b"};
    static const char *const columns[] = {NULL, "x", "y"};
    char *first = NULL;
    for (int round = 0; round < 5; round++) {
        struct test_memory memory = {0};
        struct dlb_env *env = test_env_open(&memory, 1);
        struct dlb_intake_log *log = open_log(env);
        for (int i = 0; i < ROWS; i++) {
            int at = (i * (round * 2 + 1) + round * 17) % ROWS;
            if (round == 4) at = ROWS - 1 - i;
            reject(log, tables[at % 2], at / 4, "A", "id", columns[at / 2 % 3],
                   (enum dlb_reject)(1 + at % 5));
        }
        struct dlb_frame *rejects, *counts;
        struct ArrowArrayStream stream;
        cr_assert_eq(dlb_intake_log_frames(log, &rejects, &counts, NULL), DOLBOM_OK);
        cr_assert_eq(dlb_frame_stream(rejects, &stream, NULL), DOLBOM_OK);
        char *text = arrow_text(&stream);
        if (!first) first = strdup(text);
        if (round != 2) cr_expect_str_eq(text, first, "round %d", round); /* 5 divides 200 */
        free(text);
        dlb_frame_free(counts);
        dlb_intake_log_free(log);
        test_env_close(env, &memory);
    }
    free(first);
}

Test(intake_log, names_every_reason)
{
    cr_expect_str_eq(dlb_reject_text(DLB_REJECT_NONE), "");
    for (int reason = 1; reason < DLB_REJECT_COUNT; reason++) {
        const char *text = dlb_reject_text((enum dlb_reject)reason);
        cr_expect_gt(strlen(text), 0);
        for (int other = 1; other < reason; other++)
            cr_expect_str_neq(text, dlb_reject_text((enum dlb_reject)other));
    }
    cr_expect_str_eq(dlb_reject_text(DLB_REJECT_FIELD_TOO_LONG), "FIELD_TOO_LONG");
    cr_expect_str_eq(dlb_reject_text((enum dlb_reject)99), "");
}

Test(intake_log, says_so_when_there_are_more_tables_than_it_counts)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_intake_log *log = open_log(env);
    static char names[65][4];
    for (int i = 0; i < 65; i++) {
        names[i][0] = (char)('a' + i / 10);
        names[i][1] = (char)('0' + i % 10);
        dolbom_error error = DOLBOM_ERROR_INIT;
        cr_expect_eq(dlb_intake_log_count(log, names[i], 1, 1, 0, &error),
                     i < 64 ? DOLBOM_OK : DOLBOM_E_ARG);
        cr_expect_eq(error.message[0] != '\0', i == 64);
    }
    dlb_intake_log_free(log);
    test_env_close(env, &memory);
}
