/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_key.c - dolbom key: make, show, replace and retire the secret keys of a file.
 *
 * A key file is replaced as a whole. The place is taken before the file is read, so that of two who
 * change it at once the second one fails and no key is lost.
 */
#include "command/command.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "io/output/output.h"

enum { DAYS_DEFAULT = 365 };

static bool is_english(const struct tool_arguments *arguments)
{
    return tool_number(arguments, TOOL_LANG, 0) == 1;
}

/* ---- show ------------------------------------------------------------------------------------ */

static const char *state_text(dolbom_key_state state, bool english)
{
    if (state == DOLBOM_KEY_ACTIVE) return english ? "active" : "사용";
    if (state == DOLBOM_KEY_LEAVING) return english ? "leaving" : "교체 중";
    return english ? "retired" : "폐기";
}

static void write_day(int32_t day, char text[16])
{
    int32_t year, month, day_of_month;
    tool_day_split(day, &year, &month, &day_of_month);
    snprintf(text, 16, "%04d-%02d-%02d", (int)year, (int)month, (int)day_of_month);
}

static void show_keyring(const struct tool_arguments *arguments, const dolbom_keyring *keyring)
{
    bool english = is_english(arguments);
    dolbom_key_info info = {.struct_size = sizeof info};
    for (uint32_t i = 0; dolbom_keyring_describe(keyring, i, &info) == DOLBOM_OK; i++) {
        char first[16], last[16];
        write_day(info.first_day, first);
        write_day(info.last_day, last);
        if (i == 0)
            printf(english ? "domain %.*s\n" : "영역 %.*s\n", (int)info.domain.len,
                   info.domain.data);
        printf(english ? "version %" PRIu32 ", %s, %s to %s, fingerprint %016" PRIx64 "\n"
                       : "버전 %" PRIu32 ", %s, %s부터 %s까지, 지문 %016" PRIx64 "\n",
               info.version, state_text(info.state, english), first, last, info.fingerprint);
    }
}

/* ---- changes --------------------------------------------------------------------------------- */

static enum io_step is_key_file(int file)
{
    static const char magic[] = {'d', 'o', 'l', 'b', 'k', 'e', 'y'};
    return io_file_has(file, 0, magic, sizeof magic);
}

static enum io_step is_none(int file)
{
    (void)file;
    return IO_END;
}

struct change {
    const struct tool_arguments *arguments;
    const char *verb, *path;
    bool is_new;
    struct io_place place;
    struct io_problem problem;
    dolbom_keyring *before, *after;
    dolbom_error error;
};

static dolbom_status make_change(struct change *change)
{
    const struct tool_arguments *arguments = change->arguments;
    if (strcmp(change->verb, "retire") == 0)
        return dolbom_keyring_retire(change->before, &change->after, &change->error);
    const char *domain = tool_text(arguments, TOOL_DOMAIN);
    int32_t today = tool_today();
    int32_t last = today + (int32_t)tool_number(arguments, TOOL_DAYS, DAYS_DEFAULT) - 1;
    return dolbom_keyring_make(change->before, domain, domain ? strlen(domain) : 0, today, last,
                               NULL, &change->after, &change->error);
}

static bool write_keyring(struct change *change)
{
    size_t len = 0;
    unsigned char *bytes = sodium_malloc(DOLBOM_KEYRING_MAX);
    if (!bytes) return io_fail_memory(&change->problem);
    bool done = dolbom_keyring_write(change->after, bytes, DOLBOM_KEYRING_MAX, &len) == DOLBOM_OK &&
                io_place_fill(&change->place, bytes, len) && io_place_publish(&change->place);
    sodium_free(bytes);
    return done;
}

static enum tool_exit change_file(struct change *change)
{
    static const struct io_place_form fresh = {.is_ours = is_none};
    static const struct io_place_form ours = {
        .is_ours = is_key_file, .none_of_ours = "this is no key file; dolbom key new makes one"};
    if (!io_place_open(&change->place, change->path, change->is_new ? &fresh : &ours, NULL,
                       &change->problem))
        return tool_fail_io(&change->problem);
    if (!change->is_new) {
        enum tool_exit code = tool_keyring_open(change->path, NULL, &change->before);
        if (code != TOOL_DONE) return code;
    }
    dolbom_status status = make_change(change);
    if (status == DOLBOM_E_ARG && change->is_new) {
        tool_complain("--domain takes 1 to %d lower-case letters, digits, '.' and '-'",
                      DOLBOM_KEY_DOMAIN_MAX);
        return TOOL_USAGE;
    }
    if (status != DOLBOM_OK) return tool_fail(status, &change->error, change->path);
    if (!write_keyring(change)) return tool_fail_io(&change->problem);
    if (!tool_given(change->arguments, TOOL_QUIET)) show_keyring(change->arguments, change->after);
    return TOOL_DONE;
}

static enum tool_exit change_keyring(const struct tool_arguments *arguments)
{
    struct change change = {.arguments = arguments,
                            .verb = arguments->word[0],
                            .path = arguments->word[1],
                            .is_new = strcmp(arguments->word[0], "new") == 0,
                            .error = DOLBOM_ERROR_INIT};
    if (sodium_init() < 0) {
        tool_complain("out of memory");
        return TOOL_ENVIRONMENT;
    }
    enum tool_exit code = change_file(&change);
    io_place_close(&change.place);
    dolbom_keyring_free(change.before);
    dolbom_keyring_free(change.after);
    return code;
}

enum tool_exit cmd_key(const struct tool_arguments *arguments)
{
    const char *verb = arguments->word[0];
    bool is_new = strcmp(verb, "new") == 0;
    bool is_change = is_new || strcmp(verb, "rotate") == 0 || strcmp(verb, "retire") == 0;
    if (!is_change && strcmp(verb, "show") != 0) {
        tool_complain("key takes new, show, rotate or retire; see dolbom key --help");
        return TOOL_USAGE;
    }
    if (is_new != tool_given(arguments, TOOL_DOMAIN)) {
        tool_complain("key new, and nothing else, needs --domain: who shares the key and for what");
        return TOOL_USAGE;
    }
    if (is_change) return change_keyring(arguments);
    dolbom_keyring *keyring = NULL;
    enum tool_exit code = tool_keyring_open(arguments->word[1], NULL, &keyring);
    if (code == TOOL_DONE) show_keyring(arguments, keyring);
    dolbom_keyring_free(keyring);
    return code;
}
