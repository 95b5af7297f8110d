/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding_detail.c - everything that a finding claims, as JSON.
 *
 *   {"rule":"D03","version":1,
 *    "overlap_days":36,"tau_days":0, …          what the kernel compared, in its order
 *    "severity":{"base":3,"money":0,"agencies":0,"risk":0,"doubt":0},
 *    "clears":[{"if":"ends_by","day":"2024-02-19"}],
 *    "rows":[{"table":"services","agency_id":"A","row_id":"s1","record_id":"r1",
 *             "role":"first","start":"2024-01-01","end":"2024-04-09",
 *             "programme":"meals","class":"3102","amount_won":1000,"status":"active"}]}
 *
 * Days are inclusive; an end that is open is null. Of more than evidence_max rows as many are
 * listed, here and in finding_rows, and n_rows says how many there are. Written by hand,
 * because nothing here nests deeper and the order of keys is part of the output.
 */
#include "finding/finding_store.h"

#include <string.h>

enum { SLOTS_MAX = 1 << 30, LIST_MAX = 50 };

struct dlb_text dlb_findings_keep(struct dlb_findings *findings, const struct dlb_writer *text)
{
    char *copy = dlb_arena_copy(&findings->texts, text->text.data, text->text.n);
    findings->no_memory |= !copy;
    return (struct dlb_text){copy, copy ? text->text.n : 0};
}

/* ---- values, in a room that is large enough for them ----------------------------------------- */

enum { DAY_ROOM = 12, ESCAPED = 6 /* bytes for one */ };

static size_t text_room(struct dlb_text text)
{
    return text.len * ESCAPED + sizeof "null";
}

static bool needs_escape(unsigned char byte)
{
    return byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7f;
}

/* Each byte of a word. */
static uint64_t all(uint64_t byte)
{
    return byte * 0x0101010101010101;
}

/* Does one of eight bytes need an escape? A byte is 0 where subtracting 1 borrows its high bit. */
static bool word_needs_escape(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    uint64_t quote = word ^ all('"'), backslash = word ^ all('\\'), delete = word ^ all(0x7f);
    uint64_t found = ((word - all(0x20)) & ~word) | ((quote - all(1)) & ~quote) |
                     ((backslash - all(1)) & ~backslash) | ((delete - all(1)) & ~delete);
    return found & all(0x80);
}

static bool is_plain(struct dlb_text text)
{
    enum { WORD = 8 };
    bool plain = true;
    size_t i = 0;
    for (; i + WORD <= text.len; i += WORD) plain &= !word_needs_escape(text.data + i);
    for (; i < text.len; i++) plain &= !needs_escape((unsigned char)text.data[i]);
    return plain;
}

static char *put_escaped(char *at, struct dlb_text text)
{
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (!needs_escape(byte)) {
            *at++ = text.data[i];
            continue;
        }
        at = dlb_put_string(at, "\\u00");
        *at++ = hex[byte >> 4];
        *at++ = hex[byte & 15];
    }
    return at;
}

/* A JSON string; bytes from 0x20 on but " and \ stand for themselves. */
static char *put_text(char *at, struct dlb_text text)
{
    if (!text.data) return dlb_put_string(at, "null");
    *at++ = '"';
    if (is_plain(text))
        at = (char *)memcpy(at, text.data, text.len) + text.len;
    else
        at = put_escaped(at, text);
    *at++ = '"';
    return at;
}

static char *put_day(char *at, int32_t day)
{
    if (day == DLB_DAY_NONE || day == DLB_DAY_OPEN) return dlb_put_string(at, "null");
    *at++ = '"';
    dlb_day_write(day, at);
    at[10] = '"';
    return at + 11;
}

/* The last day of a half-open span. */
static char *put_end(char *at, int32_t end)
{
    return put_day(at, end == DLB_DAY_OPEN ? end : end - 1);
}

/* ---- members --------------------------------------------------------------------------------- */

/* Room for a member with a value of so many bytes, after its key; NULL: no memory. */
static char *begin_member(struct dlb_writer *to, const char *key, size_t value)
{
    size_t len = strlen(key);
    char *at = dlb_write_room(to, len + value + sizeof ",\"\":");
    if (!at) return NULL;
    at = dlb_put_string(at, ",\"");
    at = (char *)memcpy(at, key, len) + len;
    return dlb_put_string(at, "\":");
}

static void write_int(struct dlb_writer *to, const char *key, int64_t value)
{
    char *at = begin_member(to, key, DLB_INT_ROOM);
    if (at) dlb_write_end(to, dlb_put_int(at, value));
}

static void write_text(struct dlb_writer *to, const char *key, struct dlb_text text)
{
    char *at = begin_member(to, key, text_room(text));
    if (at) dlb_write_end(to, put_text(at, text));
}

static void write_day(struct dlb_writer *to, const char *key, int32_t day)
{
    char *at = begin_member(to, key, DAY_ROOM);
    if (at) dlb_write_end(to, put_day(at, day));
}

static void begin_list(struct dlb_writer *to, const char *key)
{
    char *at = begin_member(to, key, 1);
    if (at) dlb_write_end(to, dlb_put_string(at, "["));
}

/* ---- what kernels tell ----------------------------------------------------------------------- */

static void add_slot(struct dlb_findings *findings, struct dlb_slot slot)
{
    struct dlb_slot *room =
        dlb_array_reserve(findings->env, &findings->slots, 1, sizeof *room, SLOTS_MAX);
    if (room) {
        *room = slot;
        findings->slots.n++;
    } else {
        findings->no_memory = true;
    }
}

void dlb_detail_int(struct dlb_findings *findings, const char *key, int64_t value)
{
    write_int(&findings->detail, key, value);
    add_slot(findings, (struct dlb_slot){.key = key, .kind = 'i', .number = value});
}

void dlb_detail_milli(struct dlb_findings *findings, const char *key, int64_t milli)
{
    char *at = begin_member(&findings->detail, key, DLB_DECIMAL_ROOM);
    if (at) dlb_write_end(&findings->detail, at + dlb_decimal_write(milli, DLB_MILLI_DECIMALS, at));
    add_slot(findings, (struct dlb_slot){.key = key, .kind = 'm', .number = milli});
}

void dlb_detail_day(struct dlb_findings *findings, const char *key, int32_t day)
{
    write_day(&findings->detail, key, day);
    add_slot(findings, (struct dlb_slot){.key = key, .kind = 'd', .number = day});
}

static void add_label(struct dlb_findings *findings, const char *key, struct dlb_label label,
                      char kind)
{
    struct dlb_text ko = label.ko.len ? label.ko : label.en;
    write_text(&findings->detail, key, ko);
    add_slot(findings,
             (struct dlb_slot){.key = key, .kind = kind, .text = ko, .text_en = label.en});
}

static void add_text(struct dlb_findings *findings, const char *key, struct dlb_text text,
                     char kind)
{
    add_label(findings, key, (struct dlb_label){.ko = text}, kind);
}

void dlb_detail_text(struct dlb_findings *findings, const char *key, struct dlb_text text)
{
    add_text(findings, key, text, 't');
}

void dlb_detail_label(struct dlb_findings *findings, const char *key, struct dlb_label label)
{
    add_label(findings, key, label, 't');
}

void dlb_detail_list_begin(struct dlb_findings *findings, const char *key)
{
    begin_list(&findings->detail, key);
    findings->n_listed = 0;
}

void dlb_detail_list_add(struct dlb_findings *findings, const char *key, struct dlb_label label)
{
    struct dlb_text ko = label.ko.len ? label.ko : label.en;
    if (findings->n_listed++ >= LIST_MAX) return;
    if (findings->n_listed > 1) dlb_write(&findings->detail, ",");
    char *at = dlb_write_room(&findings->detail, text_room(ko));
    if (at) dlb_write_end(&findings->detail, put_text(at, ko));
    add_slot(findings, (struct dlb_slot){.key = key, .kind = 't', .text = ko, .text_en = label.en});
}

void dlb_detail_list_end(struct dlb_findings *findings)
{
    dlb_write(&findings->detail, "]");
}

void dlb_detail_need(struct dlb_findings *findings, uint32_t need_class)
{
    const struct dlb_caseload *caseload = findings->caseload;
    struct dlb_text id = caseload->need_classes[need_class];
    struct dlb_label label = dlb_policy_need_label(caseload->policy, need_class);
    if (!label.ko.len) label.ko = id;
    if (!label.en.len) label.en = id;
    dlb_detail_text(findings, "need_class", id);
    dlb_detail_label(findings, "need_name", label);
}

void dlb_detail_agency(struct dlb_findings *findings, const char *key, uint32_t agency)
{
    add_text(findings, key, findings->caseload->agencies[agency].id, 'a');
}

void dlb_detail_zone(struct dlb_findings *findings, const char *key, struct dlb_text text)
{
    add_text(findings, key, text, 'z');
}

void dlb_detail_zone_name(struct dlb_findings *findings, const char *key,
                          const struct dlb_zone *zone)
{
    struct dlb_label label = zone->name;
    if (!label.ko.len) label.ko = zone->id;
    add_label(findings, key, label, 'z');
}

/* {"start":"2024-01-05","end":null} */
static void write_span(struct dlb_writer *to, const struct dlb_span *span)
{
    char *at = dlb_write_room(to, sizeof "{\"start\":,\"end\":}" + 2 * DAY_ROOM);
    if (!at) return;
    at = put_day(dlb_put_string(at, "{\"start\":"), span->start);
    at = put_end(dlb_put_string(at, ",\"end\":"), span->end);
    dlb_write_end(to, dlb_put_string(at, "}"));
}

void dlb_detail_spans(struct dlb_findings *findings, const char *key, const struct dlb_span *spans,
                      size_t n)
{
    begin_list(&findings->detail, key);
    for (size_t i = 0; i < n && i < LIST_MAX; i++) {
        if (i) dlb_write(&findings->detail, ",");
        write_span(&findings->detail, &spans[i]);
    }
    dlb_write(&findings->detail, "]");
}

void dlb_detail_clears(struct dlb_findings *findings, const char *what, int32_t day)
{
    struct dlb_writer *clears = &findings->clears;
    dlb_write(clears, clears->text.n ? ",{\"if\":\"" : "{\"if\":\"");
    dlb_write(clears, what);
    dlb_write(clears, "\"");
    write_day(clears, "day", day);
    dlb_write(clears, "}");
    add_slot(findings, (struct dlb_slot){.key = "clears", .kind = 'd', .number = day});
}

/* ---- beginning and end ----------------------------------------------------------------------- */

void dlb_detail_begin(struct dlb_findings *findings)
{
    dlb_writer_reset(&findings->detail);
    dlb_writer_reset(&findings->clears);
    findings->slots.n = 0;
    dlb_write(&findings->detail, "{\"rule\":\"");
    dlb_write(&findings->detail, findings->open.rule->id);
    dlb_write(&findings->detail, "\"");
    write_int(&findings->detail, "version", findings->open.rule->version);
}

static void write_severity(struct dlb_writer *detail, const struct dlb_severity *severity)
{
    static const char base[] = ",\"severity\":{\"base\":", money[] = ",\"money\":",
                      agencies[] = ",\"agencies\":", risk[] = ",\"risk\":", doubt[] = ",\"doubt\":";
    enum { NAMES = sizeof base + sizeof money + sizeof agencies + sizeof risk + sizeof doubt };
    char *at = dlb_write_room(detail, NAMES + 5 * DLB_INT_ROOM + 1);
    if (!at) return;
    at = dlb_put_int(dlb_put_string(at, base), severity->base);
    at = dlb_put_int(dlb_put_string(at, money), severity->money);
    at = dlb_put_int(dlb_put_string(at, agencies), severity->agencies);
    at = dlb_put_int(dlb_put_string(at, risk), severity->risk);
    at = dlb_put_int(dlb_put_string(at, doubt), severity->doubt);
    dlb_write_end(detail, dlb_put_string(at, "}"));
}

/* Whose row it is, and where it stands. */
static void write_place(struct dlb_findings *findings, const struct dlb_evidence *evidence,
                        const struct dlb_evidence_view *view)
{
    const struct dlb_caseload *caseload = findings->caseload;
    const char *table = dlb_row_table_names[evidence->table];
    struct dlb_text agency = caseload->agencies[view->agency].id, record = {NULL, 0};
    if (view->member != DLB_NO_CODE) record = caseload->members[view->member].record_id;
    static const char names[] = "{\"table\":\"\",\"agency_id\":,\"row_id\":,\"record_id\":";
    char *at = dlb_write_room(&findings->detail, sizeof names + strlen(table) + text_room(agency) +
                                                     text_room(view->id) + text_room(record));
    if (!at) return;
    at = dlb_put_string(dlb_put_string(at, "{\"table\":\""), table);
    at = put_text(dlb_put_string(at, "\",\"agency_id\":"), agency);
    at = put_text(dlb_put_string(at, ",\"row_id\":"), view->id);
    if (view->member != DLB_NO_CODE) at = put_text(dlb_put_string(at, ",\"record_id\":"), record);
    dlb_write_end(&findings->detail, at);
}

static void write_role(struct dlb_writer *detail, const struct dlb_evidence *evidence,
                       const struct dlb_evidence_view *view)
{
    static const char names[] = ",\"role\":\"\",\"start\":,\"end\":";
    char *at = dlb_write_room(detail, sizeof names + strlen(evidence->role) + 2 * DAY_ROOM);
    if (!at) return;
    at = dlb_put_string(dlb_put_string(at, ",\"role\":\""), evidence->role);
    at = put_day(dlb_put_string(at, "\",\"start\":"), view->start);
    at = put_end(dlb_put_string(at, ",\"end\":"), view->end);
    dlb_write_end(detail, at);
}

/* What a service says beyond other rows. */
static void write_service(struct dlb_findings *findings, const struct dlb_evidence_view *view)
{
    char class_[5];
    write_text(&findings->detail, "programme", findings->caseload->programme_ids[view->programme]);
    dlb_class_write(view->class_, class_);
    if (view->class_.digits) write_text(&findings->detail, "class", dlb_text_of(class_));
    if (view->amount_won != DLB_NO_AMOUNT)
        write_int(&findings->detail, "amount_won", view->amount_won);
}

static void write_row(struct dlb_findings *findings, const struct dlb_evidence *evidence)
{
    struct dlb_evidence_view view;
    struct dlb_writer *detail = &findings->detail;
    const struct dlb_text *need_classes = findings->caseload->need_classes;
    dlb_evidence_look(findings->caseload, evidence, &view);
    write_place(findings, evidence, &view);
    write_role(detail, evidence, &view);
    if (view.programme != DLB_NO_CODE) write_service(findings, &view);
    if (view.need_class != DLB_NO_CODE)
        write_text(detail, "need_class", need_classes[view.need_class]);
    if (view.status) write_text(detail, "status", dlb_text_of(view.status));
    dlb_write(detail, "}");
}

void dlb_detail_end(struct dlb_findings *findings, const struct dlb_closed *closed,
                    const struct dlb_severity *severity)
{
    struct dlb_writer *detail = &findings->detail;
    const struct dlb_evidence *rows = findings->rows.data;
    write_severity(detail, severity);
    if (closed->reopened) write_text(detail, "reopened_for", dlb_text_of(closed->reopened));
    if (closed->answers.data) write_text(detail, "answers", closed->answers);
    begin_list(detail, "clears");
    dlb_write_text(detail, dlb_writer_text(&findings->clears));
    dlb_write(detail, "]");
    if (closed->n_listed < closed->n_rows) write_int(detail, "n_rows", (int64_t)closed->n_rows);
    begin_list(detail, "rows");
    for (size_t i = 0; i < closed->n_listed; i++) {
        if (i) dlb_write(detail, ",");
        write_row(findings, &rows[i]);
    }
    dlb_write(detail, "]}");
}
