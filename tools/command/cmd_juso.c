/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_juso.c - dolbom juso load FILE… --out INDEX; dolbom juso check INDEX.
 *
 * The official files are read line by line, decoded from whatever encoding they are in, and given
 * to the library, which makes the index. Rows that it does not take are reported with file, line
 * and reason, up to TOLD_MAX of them; the others are counted.
 */
#include "command/command.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "io/csv/csv.h"
#include "io/output/output.h"

/* READ_BYTES is the space that io_text_read() wants. */
enum { BLOCK_BYTES = 1 << 20, READ_BYTES = 64, TOLD_MAX = 20 };

struct loading {
    const struct tool_arguments *arguments;
    dolbom_juso_builder *builder;
    struct tool_progress progress;
    struct io_file_ids read;
    struct io_place place;
    struct io_problem problem;
    dolbom_error error;
    dolbom_status status;
    uint64_t n_bytes, n_read; /* of all files */
    uint64_t n_told;
    unsigned char *in, *line; /* a block as it is in the file, and the same as UTF-8 */
};

/* ---- lines ------------------------------------------------------------------------------- */

static void tell_reject(struct loading *loading, const char *path, int64_t line, const char *reason)
{
    if (loading->n_told++ >= TOLD_MAX || tool_given(loading->arguments, TOOL_QUIET)) return;
    tool_progress_close(&loading->progress);
    tool_complain("%s:%" PRId64 ": %s", path, line, reason);
}

/* Give all lines of a text to the library; false after a failure there. */
static bool add_lines(struct loading *loading, const char *path, const char *text, size_t len,
                      int64_t *line)
{
    const char *end = text + len;
    while (text < end) {
        const char *lf = memchr(text, '\n', (size_t)(end - text)), *stop = lf ? lf : end, *reason;
        loading->status = dolbom_juso_builder_add(loading->builder, text, (size_t)(stop - text),
                                                  &reason, &loading->error);
        if (loading->status != DOLBOM_OK) return false;
        ++*line;
        if (reason) tell_reject(loading, path, *line, reason);
        text = stop + 1;
    }
    return true;
}

/* The same for bytes as they are in the file. */
static bool add_block(struct loading *loading, const struct io_text *text, size_t len,
                      int64_t *line)
{
    struct io_decoded decoded = io_decode(text->encoding, loading->in, len, true, loading->line);
    return add_lines(loading, text->path, (const char *)loading->line, decoded.made, line);
}

/* Take the whole lines of a block; a line as long as a block is not from these files. */
static size_t whole_lines(const unsigned char *in, size_t len, bool last)
{
    const unsigned char *lf = memrchr(in, '\n', len);
    size_t whole = lf ? (size_t)(lf - in) + 1 : 0;
    return last || len - whole > BLOCK_BYTES - READ_BYTES ? len : whole;
}

static bool read_lines(struct loading *loading, struct io_text *text)
{
    dolbom_progress at = {.struct_size = sizeof at, .stage = "juso", .total = loading->n_bytes};
    int64_t line = 0;
    size_t len = 0;
    for (bool last = false; !last;) {
        long n = io_text_read(text, loading->in + len, BLOCK_BYTES - len, &loading->problem);
        if (n < 0) return false;
        last = n == 0;
        len += (size_t)n;
        size_t whole = whole_lines(loading->in, len, last);
        if (!add_block(loading, text, whole, &line)) return false;
        memmove(loading->in, loading->in + whole, len - whole);
        len -= whole;
        at.done = loading->n_read + text->n_read;
        tool_progress_tell(&loading->progress, &at);
    }
    loading->n_read += text->n_read;
    return true;
}

static bool read_file(struct loading *loading, const char *path)
{
    struct io_text text;
    struct io_reading reading = {
        .encoding = (enum io_encoding)tool_number(loading->arguments, TOOL_ENCODING, IO_AUTO),
        .tolerant = tool_number(loading->arguments, TOOL_INVALID, 0) == 1,
        .interrupted = tool_interrupted};
    if (!io_text_open(&text, path, &reading, &loading->problem)) return false;
    bool done = read_lines(loading, &text);
    io_text_close(&text);
    return done;
}

static bool read_files(struct loading *loading)
{
    const struct tool_arguments *arguments = loading->arguments;
    struct stat about;
    for (size_t i = 1; i < arguments->n_words; i++)
        if (stat(arguments->word[i], &about) == 0) loading->n_bytes += (uint64_t)about.st_size;
    for (size_t i = 1; i < arguments->n_words; i++)
        if (!read_file(loading, arguments->word[i])) return false;
    return true;
}

/* ---- reporting ------------------------------------------------------------------------------ */

static bool is_english(const struct tool_arguments *arguments)
{
    return tool_number(arguments, TOOL_LANG, 0) == 1;
}

static void say_tally(const struct tool_arguments *arguments, const dolbom_juso_tally *tally)
{
    printf(is_english(arguments) ? "%" PRIu64 " rows: %" PRIu64 " used, %" PRIu64
                                   " replaced or abolished, %" PRIu64
                                   " lots of no building, %" PRIu64 " rejected\n"
                                 : "%" PRIu64 "행: 사용 %" PRIu64 ", 대체 또는 폐지 %" PRIu64
                                   ", 건물 없는 지번 %" PRIu64 ", 거부 %" PRIu64 "\n",
           tally->n_rows, tally->n_used, tally->n_replaced, tally->n_orphans, tally->n_rejected);
}

static void say_info(const struct tool_arguments *arguments, const dolbom_juso_info *info)
{
    printf(is_english(arguments)
               ? "%" PRIu32 " buildings, %" PRIu32 " lots, %" PRIu32 " roads, %" PRIu32
                 " legal dongs and ris, %" PRIu32 " postcodes\n"
               : "건물 %" PRIu32 ", 지번 %" PRIu32 ", 도로 %" PRIu32 ", 법정동·리 %" PRIu32
                 ", 우편번호 %" PRIu32 "\n",
           info->n_buildings, info->n_lots, info->n_roads, info->n_dongs, info->n_zips);
    if (info->n_roads_unread + info->n_dongs_unread > 0)
        printf(is_english(arguments) ? "names not read as such: %" PRIu32 " roads, %" PRIu32
                                       " legal dongs\n"
                                     : "이름을 읽지 못한 도로 %" PRIu32 ", 법정동 %" PRIu32 "\n",
               info->n_roads_unread, info->n_dongs_unread);
    printf(is_english(arguments) ? "%" PRIu64 " bytes, fingerprint %016" PRIx64 "\n"
                                 : "%" PRIu64 "바이트, 지문 %016" PRIx64 "\n",
           info->n_bytes, info->checksum);
}

/* ---- load -------------------------------------------------------------------------------- */

/* TOOL_INPUT when nothing remains to make an index of, or more is rejected than allowed. */
static enum tool_exit judge(const struct tool_arguments *arguments, const dolbom_juso_tally *tally)
{
    uint64_t most = (uint64_t)tool_number(arguments, TOOL_MAX_REJECTS, TOOL_MAX_REJECTS_DEFAULT);
    if (tally->n_used == 0) {
        tool_complain("no row is a usable address; these are not the files rnaddrkor_*.txt");
        return TOOL_INPUT;
    }
    if (tally->n_rejected * 100000 <= most * tally->n_rows) return TOOL_DONE;
    tool_complain("%" PRIu64 " of %" PRIu64 " rows are rejected, more than --max-rejects allows",
                  tally->n_rejected, tally->n_rows);
    return TOOL_INPUT;
}

static enum tool_exit write_index(struct loading *loading, const void *bytes, uint64_t n_bytes)
{
    dolbom_juso_info info = {.struct_size = sizeof info};
    dolbom_juso *juso;
    loading->status = dolbom_juso_open(bytes, n_bytes, NULL, &juso, &loading->error);
    if (loading->status != DOLBOM_OK) return tool_fail(loading->status, &loading->error, "juso");
    dolbom_juso_describe(juso, &info);
    dolbom_juso_free(juso);
    if (!io_place_fill(&loading->place, bytes, n_bytes) || !io_place_publish(&loading->place))
        return tool_fail_io(&loading->problem);
    if (!tool_given(loading->arguments, TOOL_QUIET)) say_info(loading->arguments, &info);
    return TOOL_DONE;
}

static enum tool_exit finish(struct loading *loading)
{
    dolbom_juso_tally tally = {.struct_size = sizeof tally};
    const void *bytes;
    uint64_t n_bytes;
    loading->status =
        dolbom_juso_builder_finish(loading->builder, &bytes, &n_bytes, &tally, &loading->error);
    tool_progress_close(&loading->progress);
    if (loading->status != DOLBOM_OK) return tool_fail(loading->status, &loading->error, "juso");
    bool quiet = tool_given(loading->arguments, TOOL_QUIET);
    if (loading->n_told > TOLD_MAX && !quiet)
        tool_complain("and %" PRIu64 " more rows are rejected", loading->n_told - TOLD_MAX);
    if (!quiet) say_tally(loading->arguments, &tally);
    enum tool_exit code = judge(loading->arguments, &tally);
    return code == TOOL_DONE ? write_index(loading, bytes, n_bytes) : code;
}

/* Is the open file an index that `load` made? */
static enum io_step is_index(int file)
{
    static const char magic[8] = {'d', 'o', 'l', 'b', 'j', 'u', 's', 'o'};
    return io_file_has(file, 0, magic, sizeof magic);
}

/* The output is opened before any work, so that nobody waits for what cannot be written. */
static bool open_output(struct loading *loading)
{
    static const struct io_place_form form = {.is_ours = is_index};
    const struct tool_arguments *arguments = loading->arguments;
    for (size_t i = 1; i < arguments->n_words; i++)
        if (strcmp(arguments->word[i], "-") != 0 &&
            !io_file_ids_add(&loading->read, arguments->word[i], &loading->problem))
            return false;
    return io_place_open(&loading->place, tool_text(arguments, TOOL_OUT), &form, &loading->read,
                         &loading->problem);
}

static enum tool_exit load_files(struct loading *loading)
{
    if (!open_output(loading)) return tool_fail_io(&loading->problem);
    dolbom_environment environment = DOLBOM_ENVIRONMENT_INIT;
    environment.n_threads = tool_threads(loading->arguments);
    environment.memory_limit_bytes = (uint64_t)tool_number(loading->arguments, TOOL_MEMORY, 0);
    environment.progress = tool_progress_tell;
    environment.progress_context = &loading->progress;
    loading->in = malloc(BLOCK_BYTES);
    loading->line = malloc(io_decode_room(IO_WINDOWS_949, BLOCK_BYTES));
    if (!loading->in || !loading->line) {
        io_fail_memory(&loading->problem);
        return tool_fail_io(&loading->problem);
    }
    loading->status = dolbom_juso_builder_open(&environment, &loading->builder, &loading->error);
    if (loading->status == DOLBOM_OK && read_files(loading)) return finish(loading);
    tool_progress_close(&loading->progress);
    if (loading->status != DOLBOM_OK) return tool_fail(loading->status, &loading->error, "juso");
    return tool_fail_io(&loading->problem);
}

static enum tool_exit load(const struct tool_arguments *arguments)
{
    struct loading loading = {.arguments = arguments, .error = DOLBOM_ERROR_INIT};
    if (!tool_given(arguments, TOOL_OUT)) {
        tool_complain("--out is needed: the file to write the table to; see --help");
        return TOOL_USAGE;
    }
    tool_progress_open(&loading.progress, tool_given(arguments, TOOL_QUIET));
    enum tool_exit code = load_files(&loading);
    dolbom_juso_builder_free(loading.builder);
    io_place_close(&loading.place);
    io_file_ids_clear(&loading.read);
    free(loading.in);
    free(loading.line);
    return code;
}

/* ---- check ------------------------------------------------------------------------------- */

static enum tool_exit check(const struct tool_arguments *arguments)
{
    dolbom_juso *juso;
    dolbom_juso_info info = {.struct_size = sizeof info};
    if (arguments->n_words > 2) {
        tool_complain("there is one argument too many; see dolbom juso --help");
        return TOOL_USAGE;
    }
    enum tool_exit code = tool_juso_open(arguments->word[1], NULL, &juso);
    if (code != TOOL_DONE) return code;
    dolbom_juso_describe(juso, &info);
    dolbom_juso_free(juso);
    if (!tool_given(arguments, TOOL_QUIET)) say_info(arguments, &info);
    return TOOL_DONE;
}

enum tool_exit cmd_juso(const struct tool_arguments *arguments)
{
    if (strcmp(arguments->word[0], "load") == 0) return load(arguments);
    if (strcmp(arguments->word[0], "check") == 0) return check(arguments);
    tool_complain("juso takes load or check; see dolbom juso --help");
    return TOOL_USAGE;
}
