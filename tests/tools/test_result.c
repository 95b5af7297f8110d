/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_result.c - results: cells as people read them, CSV and SQLite that read back the same.
 */
#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/csv/csv.h"
#include "io/output/output.h"
#include "io/source/source.h"
#include "table/table.h"

static char folder[64];

static void make_folder(void)
{
    snprintf(folder, sizeof folder, "/tmp/dolbom-result-XXXXXX");
    cr_assert(mkdtemp(folder));
}

static void remove_folder(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_assert_eq(system(command), 0);
}

TestSuite(result, .init = make_folder, .fini = remove_folder);

static const char *path_of(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static char *slurp(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    char *text = calloc(1, 1 << 20);
    cr_assert(fread(text, 1, (1 << 20) - 1, file) < (1 << 20) - 1);
    fclose(file);
    return text;
}

/* Every type a frame of the library has, with its ends and a null. */
static void take_frame(struct io_result *result)
{
    static const struct dlb_frame_column columns[] = {{"t", DLB_FRAME_TEXT, 0},
                                                      {"i", DLB_FRAME_INT32, 0},
                                                      {"l", DLB_FRAME_INT64, 0},
                                                      {"d", DLB_FRAME_DAY, 0},
                                                      {"g", DLB_FRAME_DECIMAL, 3}};
    struct dlb_env *env;
    struct dlb_frame *frame;
    cr_assert_eq(dlb_env_open(NULL, &env, NULL), DOLBOM_OK);
    cr_assert_eq(dlb_frame_open(env, columns, 5, &frame, NULL), DOLBOM_OK);
    dlb_frame_cstring(frame, "a \"quoted\", text");
    dlb_frame_int(frame, INT32_MIN);
    dlb_frame_int(frame, INT64_MIN);
    dlb_frame_day(frame, 0);
    dlb_frame_int(frame, -1234567);
    for (int i = 0; i < 5; i++) dlb_frame_null(frame);
    dlb_frame_cstring(frame, "=1+1");
    dlb_frame_int(frame, 7);
    dlb_frame_int(frame, 0);
    dlb_frame_day(frame, -719528); /* 0000-01-01 */
    dlb_frame_int(frame, 5);
    struct ArrowArrayStream stream;
    cr_assert_eq(dlb_frame_stream(frame, &stream, NULL), DOLBOM_OK);
    dlb_env_release(env);
    struct io_problem problem = {.kind = IO_OK};
    cr_assert(io_result_take(result, "things", &stream, &problem), "%s", problem.message);
}

Test(result, each_type_is_written_as_people_read_it)
{
    struct io_result result;
    take_frame(&result);
    cr_expect_eq(result.n_rows, 3);
    int file = open(path_of("x.csv"), O_RDWR | O_CREAT, 0600);
    cr_assert(io_csv_write(file, &result, false, NULL));
    close(file);
    char *text = slurp(path_of("x.csv"));
    cr_expect_str_eq(text, "\xEF\xBB\xBFt,i,l,d,g\n"
                           "\"a \"\"quoted\"\", text\",-2147483648,-9223372036854775808,"
                           "1970-01-01,-1234.567\n"
                           ",,,,\n"
                           "'=1+1,7,0,0000-01-01,0.005\n");
    free(text);
    io_result_clear(&result);
}

Test(result, days_agree_with_the_librarys_calendar)
{
    struct dlb_env *env;
    struct dlb_frame *frame;
    static const struct dlb_frame_column column = {"d", DLB_FRAME_DAY, 0};
    cr_assert_eq(dlb_env_open(NULL, &env, NULL), DOLBOM_OK);
    cr_assert_eq(dlb_frame_open(env, &column, 1, &frame, NULL), DOLBOM_OK);
    enum { FIRST = -700000, LAST = 2900000, STEP = 7 };
    for (int32_t day = FIRST; day < LAST; day += STEP) dlb_frame_day(frame, day);
    struct ArrowArrayStream stream;
    cr_assert_eq(dlb_frame_stream(frame, &stream, NULL), DOLBOM_OK);
    dlb_env_release(env);
    struct io_problem problem = {.kind = IO_OK};
    struct io_result result;
    cr_assert(io_result_take(&result, "days", &stream, &problem));
    cr_assert_gt(result.n_batches, 2, "rows are found in all batches");
    for (int64_t row = 0; row < result.n_rows; row++) {
        char scratch[IO_CELL], want[16];
        size_t len;
        const char *text = io_result_text(&result, 0, row, scratch, &len);
        dlb_day_write((int32_t)(FIRST + row * STEP), want);
        cr_assert(len == 10 && memcmp(text, want, 10) == 0, "day %lld",
                  (long long)(FIRST + row * STEP));
    }
    io_result_clear(&result);
}

Test(result, a_result_can_be_streamed_again_and_again)
{
    struct io_result result;
    take_frame(&result);
    for (int time = 0; time < 2; time++) {
        struct ArrowArrayStream stream;
        struct io_problem problem = {.kind = IO_OK};
        struct io_result again;
        cr_assert(io_result_stream(&result, &stream));
        cr_assert(io_result_take(&again, "again", &stream, &problem), "%s", problem.message);
        cr_expect_eq(again.n_rows, 3);
        int64_t number;
        cr_expect(io_result_number(&again, 4, 0, &number) && number == -1234567);
        cr_expect_not(io_result_number(&again, 4, 1, &number));
        io_result_clear(&again);
    }
    io_result_clear(&result);
}

/* ---- results made here ----------------------------------------------------------------------- */

static const struct io_column two_columns[] = {{"name", 'u', 0}, {"record_id", 'u', 0}};

/* A persons table of texts that try every way to break a file. */
static void make_persons(struct io_result *result, int64_t n)
{
    static const char *const nasty[] = {"=cmd|' /C calc'!A0",
                                        "+1",
                                        "-1",
                                        "@x",
                                        "\tx",
                                        "\rx",
                                        "＝1",
                                        "a\"b",
                                        "\"",
                                        "\"\"",
                                        "a,b",
                                        "a\nb",
                                        "a\r\nb",
                                        " a ",
                                        "가나다",
                                        "a text that is longer than twelve bytes",
                                        "'quoted'",
                                        "x"};
    struct io_builder b;
    cr_assert(io_builder_open(&b, result, "persons", two_columns, 2));
    for (int64_t i = 0; i < n; i++) {
        const char *text = nasty[i % (int64_t)(sizeof nasty / sizeof *nasty)];
        char id[32];
        io_builder_text(&b, text, strlen(text));
        int len = snprintf(id, sizeof id, "r%lld", (long long)i);
        io_builder_text(&b, i % 5 == 4 ? NULL : id, (size_t)len);
    }
    cr_assert(io_builder_close(&b));
}

/* Row for row what the input's persons say. */
static void expect_same(const struct io_result *want, const char *path)
{
    struct io_input input = {.n_threads = 1};
    cr_assert(io_input_add(&input, path, 7) && io_input_settle(&input), "%s",
              input.problem.message);
    struct ArrowArrayStream stream;
    cr_assert(io_table_stream(&input.tables[0], &stream, &input.problem));
    struct ArrowArray batch;
    int64_t row = 0;
    while (stream.get_next(&stream, &batch) == 0 && batch.release) {
        for (int64_t i = 0; i < batch.length; i++, row++)
            for (int c = 0; c < 2; c++) {
                const struct io_view *view =
                    (const struct io_view *)batch.children[c]->buffers[1] + i;
                const char *got = view->len > 12 ? (const char *)batch.children[c]->buffers[2] +
                                                       view->as.far.offset
                                                 : (const char *)view->as.inlined;
                char scratch[IO_CELL];
                size_t len = 0;
                const char *text = io_result_text(want, c, row, scratch, &len);
                cr_assert(len == (size_t)view->len && (len == 0 || memcmp(text, got, len) == 0),
                          "row %lld column %d: %.*s", (long long)row, c, view->len, got);
            }
        batch.release(&batch);
    }
    stream.release(&stream);
    cr_expect_eq(input.problem.kind, IO_OK, "%s", input.problem.message);
    cr_expect_eq(input.tables[0].n_bad, 0);
    cr_expect_eq(row, want->n_rows);
    io_input_clear(&input);
}

Test(result, what_is_written_raw_reads_back_the_same)
{
    struct io_result persons;
    make_persons(&persons, 70000);
    cr_expect_eq(persons.n_batches, 2);
    int file = open(path_of("persons.csv"), O_RDWR | O_CREAT, 0600);
    cr_assert(io_csv_write(file, &persons, true, NULL));
    close(file);
    expect_same(&persons, path_of("persons.csv"));
    io_result_clear(&persons);
}

Test(result, guards_are_taken_away_when_a_result_is_read_again)
{
    struct io_result persons;
    make_persons(&persons, 18);
    persons.name = "pairs";
    int file = open(path_of("pairs.csv"), O_RDWR | O_CREAT, 0600);
    cr_assert(io_csv_write(file, &persons, false, NULL));
    close(file);
    expect_same(&persons, path_of("pairs.csv"));
    io_result_clear(&persons);
}

Test(result, no_cell_begins_as_a_formula_unless_it_is_raw)
{
    struct io_result persons;
    make_persons(&persons, 18);
    int file = open(path_of("x.csv"), O_RDWR | O_CREAT, 0600);
    cr_assert(io_csv_write(file, &persons, false, NULL));
    close(file);
    char *text = slurp(path_of("x.csv"));
    cr_expect(strstr(text, "\n'=cmd"));
    cr_expect(strstr(text, "\n'+1,"));
    cr_expect(strstr(text, "\n'-1,"));
    cr_expect(strstr(text, "\n'@x,"));
    cr_expect(strstr(text, "\n'\tx,"));
    cr_expect(strstr(text, "\n\"'\rx\","));
    cr_expect(strstr(text, "\n'＝1,"));
    free(text);
    io_result_clear(&persons);
}

Test(result, what_a_spreadsheet_would_calculate_is_known)
{
    static const char *const starts[] = {"=",  "+",  "-",  "@",  "\t", "\r",
                                         "\n", "＝", "＋", "－", "＠"};
    static const char *const before[] = {"", " ", "   ", "\u00A0", "\u3000 ", "''"};
    static const char *const plain[] = {"",       " ",   "x=1", "김-",    "'1",
                                        "\u3000", "1-2", "%",   "\u3001="};
    char text[32];
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        for (size_t j = 0; j < sizeof before / sizeof *before; j++) {
            int len = snprintf(text, sizeof text, "%s%s1", before[j], starts[i]);
            cr_expect(io_is_formula(text, (size_t)len), "%zu %zu", i, j);
        }
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        cr_expect_not(io_is_formula(plain[i], strlen(plain[i])), "%s", plain[i]);
}

Test(result, sqlite_reads_back_the_same)
{
    struct io_result persons;
    make_persons(&persons, 20000);
    struct io_problem problem = {.kind = IO_OK};
    struct io_output output;
    cr_assert(io_output_open(&output, path_of("out.db"), false, NULL, NULL, &problem), "%s",
              problem.message);
    cr_assert(io_output_table(&output, &persons), "%s", problem.message);
    cr_assert(io_output_text(&output, "run.json", "{}", 2), "%s", problem.message);
    cr_expect_eq(access(path_of("out.db"), F_OK), -1, "not there before it is complete");
    cr_assert(io_output_commit(&output), "%s", problem.message);
    io_output_close(&output);
    expect_same(&persons, path_of("out.db"));
    io_result_clear(&persons);
}

/* ---- whole or not at all --------------------------------------------------------------------- */

static int count_files(const char *path)
{
    int n = 0;
    DIR *list = opendir(path);
    for (const struct dirent *entry; list && (entry = readdir(list)) != NULL;)
        n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
             strcmp(entry->d_name, ".dolbom-result") != 0;
    if (list) closedir(list);
    return list ? n : -1;
}

static void write_run(const char *target, const struct io_result *result, const char *log,
                      bool commit)
{
    struct io_problem problem = {.kind = IO_OK};
    struct io_output output;
    cr_assert(io_output_open(&output, target, true, NULL, NULL, &problem), "%s", problem.message);
    if (result) cr_assert(io_output_table(&output, result), "%s", problem.message);
    cr_assert(io_output_text(&output, "run.json", log, strlen(log)));
    if (commit) cr_assert(io_output_commit(&output), "%s", problem.message);
    io_output_close(&output);
}

Test(result, a_run_that_is_not_committed_leaves_the_target_as_it_was)
{
    char target[128];
    snprintf(target, sizeof target, "%s/a/b/out/", folder);
    struct io_result pairs;
    make_persons(&pairs, 3);
    pairs.name = "pairs";
    write_run(target, &pairs, "{\"run\": 1}\n", false);
    cr_expect_eq(count_files(folder), 0, "nothing is left, nor the folders above");
    write_run(target, &pairs, "{\"run\": 1}\n", true);
    cr_expect_eq(count_files(path_of("a/b/out")), 2);
    write_run(target, NULL, "{\"run\": 2}\n", false);
    cr_expect_eq(count_files(path_of("a/b/out")), 2);
    char *log = slurp(path_of("a/b/out/run.json"));
    cr_expect_str_eq(log, "{\"run\": 1}\n");
    free(log);
    write_run(target, NULL, "{\"run\": 2}\n", true);
    cr_expect_eq(count_files(path_of("a/b/out")), 1, "the older run's pairs are gone");
    write_run(target, &pairs, "{}\n", true);
    cr_expect_eq(count_files(path_of("a/b/out")), 2, "and come back");
    cr_expect_eq(count_files(path_of("a/b")), 1);
    struct stat about;
    cr_assert_eq(stat(path_of("a/b/out/run.json"), &about), 0);
    cr_expect_eq(about.st_mode & 0777, 0600);
    io_result_clear(&pairs);
}

Test(result, files_that_are_not_ours_stay_in_the_target)
{
    cr_assert_eq(mkdir(path_of("out"), 0700), 0);
    int file = open(path_of("out/notes.txt"), O_RDWR | O_CREAT, 0600);
    close(file);
    char target[128];
    snprintf(target, sizeof target, "%s/out", folder);
    write_run(target, NULL, "{}\n", true);
    cr_expect_eq(count_files(target), 2);
}

Test(result, two_runs_never_write_to_one_target_and_what_a_killed_one_left_is_removed)
{
    char target[128];
    snprintf(target, sizeof target, "%s/out", folder);
    cr_assert_eq(mkdir(path_of(".out.dolbom-unfinished"), 0700), 0);
    int left = open(path_of(".out.dolbom-unfinished/pairs.csv"), O_RDWR | O_CREAT, 0600);
    close(left);
    int lock = open(path_of(".out.dolbom-unfinished"), O_RDONLY | O_DIRECTORY);
    cr_assert_eq(flock(lock, LOCK_EX), 0);
    struct io_problem problem = {.kind = IO_OK};
    struct io_output output;
    cr_expect_not(io_output_open(&output, target, true, NULL, NULL, &problem));
    cr_expect(strstr(problem.message, "another run is writing there"), "%s", problem.message);
    io_output_close(&output);
    cr_expect_eq(count_files(path_of(".out.dolbom-unfinished")), 1, "the other run's files stay");
    close(lock);
    write_run(target, NULL, "{}\n", true);
    cr_expect_eq(count_files(target), 1, "the killed run's pairs did not come along");
}

Test(result, targets_that_cannot_be_are_told)
{
    static const char *const impossible[] = {"", ".", "..", "/", "/proc/nowhere/out"};
    for (size_t i = 0; i < sizeof impossible / sizeof *impossible; i++) {
        struct io_problem problem = {.kind = IO_OK};
        struct io_output output;
        cr_expect_not(io_output_open(&output, impossible[i], true, NULL, NULL, &problem), "%s",
                      impossible[i]);
        cr_expect_eq(problem.kind, IO_SYSTEM);
        io_output_close(&output);
    }
    int file = open(path_of("taken"), O_RDWR | O_CREAT, 0600);
    close(file);
    struct io_problem problem = {.kind = IO_OK};
    struct io_output output;
    cr_expect_not(io_output_open(&output, path_of("taken"), true, NULL, NULL, &problem));
    cr_expect(strstr(problem.message, "is not a folder"), "%s", problem.message);
    io_output_close(&output);
}
