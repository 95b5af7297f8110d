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

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { DETAIL_MAX = 1 << 30, NUMBER_ROOM = 24, LIST_MAX = 50 };

void dlb_findings_put(struct dlb_findings *findings, struct dlb_array *to, const char *data,
                      size_t len)
{
    char *room = dlb_array_reserve(findings->env, to, len, 1, DETAIL_MAX);
    if (!room) {
        findings->no_memory = true;
        return;
    }
    if (len) memcpy(room, data, len);
    to->n += len;
}

struct dlb_text dlb_findings_keep(struct dlb_findings *findings, const struct dlb_array *text)
{
    char *copy = dlb_arena_copy(&findings->texts, text->data, text->n);
    if (!copy) findings->no_memory = true;
    return (struct dlb_text){copy, copy ? text->n : 0};
}

static void put_string(struct dlb_findings *findings, struct dlb_array *to, const char *string)
{
    dlb_findings_put(findings, to, string, strlen(string));
}

static void put_int(struct dlb_findings *findings, struct dlb_array *to, int64_t value)
{
    char text[NUMBER_ROOM];
    int len = snprintf(text, sizeof text, "%" PRId64, value);
    dlb_findings_put(findings, to, text, (size_t)len);
}

void dlb_milli_write(int64_t milli, char text[DLB_MILLI_ROOM])
{
    uint64_t size = milli < 0 ? 0 - (uint64_t)milli : (uint64_t)milli;
    int len = snprintf(text, DLB_MILLI_ROOM, "%s%" PRIu64 ".%03u", milli < 0 ? "-" : "",
                       size / 1000, (unsigned)(size % 1000));
    while (text[len - 1] == '0') len--;
    if (text[len - 1] == '.') len--;
    text[len] = '\0';
}

/* A JSON string; bytes from 0x20 on but " and \ stand for themselves. */
static void put_text(struct dlb_findings *findings, struct dlb_array *to, struct dlb_text text)
{
    if (!text.data) {
        put_string(findings, to, "null");
        return;
    }
    put_string(findings, to, "\"");
    size_t plain = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        bool needs_escape = byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7f;
        if (!needs_escape) continue;
        char escape[8];
        int len = snprintf(escape, sizeof escape, "\\u%04x", byte);
        dlb_findings_put(findings, to, text.data + plain, i - plain);
        dlb_findings_put(findings, to, escape, (size_t)len);
        plain = i + 1;
    }
    dlb_findings_put(findings, to, text.data + plain, text.len - plain);
    put_string(findings, to, "\"");
}

static void put_day(struct dlb_findings *findings, struct dlb_array *to, int32_t day)
{
    char text[12] = "\"";
    bool none = day == DLB_DAY_NONE || day == DLB_DAY_OPEN;
    if (none) {
        put_string(findings, to, "null");
        return;
    }
    dlb_day_write(day, text + 1);
    text[11] = '"';
    dlb_findings_put(findings, to, text, sizeof text);
}

/* The last day of a half-open span. */
static void put_end(struct dlb_findings *findings, struct dlb_array *to, int32_t end)
{
    put_day(findings, to, end == DLB_DAY_OPEN ? end : end - 1);
}

static void put_key(struct dlb_findings *findings, struct dlb_array *to, const char *key)
{
    put_string(findings, to, ",\"");
    put_string(findings, to, key);
    put_string(findings, to, "\":");
}

static void add_slot(struct dlb_findings *findings, struct dlb_slot slot)
{
    struct dlb_slot *room =
        dlb_array_reserve(findings->env, &findings->slots, 1, sizeof *room, DETAIL_MAX);
    if (room) {
        *room = slot;
        findings->slots.n++;
    } else {
        findings->no_memory = true;
    }
}

void dlb_detail_int(struct dlb_findings *findings, const char *key, int64_t value)
{
    put_key(findings, &findings->detail, key);
    put_int(findings, &findings->detail, value);
    add_slot(findings, (struct dlb_slot){.key = key, .kind = 'i', .number = value});
}

void dlb_detail_milli(struct dlb_findings *findings, const char *key, int64_t milli)
{
    char text[DLB_MILLI_ROOM];
    dlb_milli_write(milli, text);
    put_key(findings, &findings->detail, key);
    put_string(findings, &findings->detail, text);
    add_slot(findings, (struct dlb_slot){.key = key, .kind = 'm', .number = milli});
}

void dlb_detail_day(struct dlb_findings *findings, const char *key, int32_t day)
{
    put_key(findings, &findings->detail, key);
    put_day(findings, &findings->detail, day);
    add_slot(findings, (struct dlb_slot){.key = key, .kind = 'd', .number = day});
}

static void add_label(struct dlb_findings *findings, const char *key, struct dlb_label label,
                      char kind)
{
    struct dlb_text ko = label.ko.len ? label.ko : label.en;
    put_key(findings, &findings->detail, key);
    put_text(findings, &findings->detail, ko);
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
    put_key(findings, &findings->detail, key);
    put_string(findings, &findings->detail, "[");
    findings->n_listed = 0;
}

void dlb_detail_list_add(struct dlb_findings *findings, const char *key, struct dlb_label label)
{
    struct dlb_text ko = label.ko.len ? label.ko : label.en;
    if (findings->n_listed++ >= LIST_MAX) return;
    if (findings->n_listed > 1) put_string(findings, &findings->detail, ",");
    put_text(findings, &findings->detail, ko);
    add_slot(findings, (struct dlb_slot){.key = key, .kind = 't', .text = ko, .text_en = label.en});
}

void dlb_detail_list_end(struct dlb_findings *findings)
{
    put_string(findings, &findings->detail, "]");
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

void dlb_detail_spans(struct dlb_findings *findings, const char *key, const struct dlb_span *spans,
                      size_t n)
{
    struct dlb_array *detail = &findings->detail;
    put_key(findings, detail, key);
    put_string(findings, detail, "[");
    for (size_t i = 0; i < n && i < LIST_MAX; i++) {
        put_string(findings, detail, i ? ",{\"start\":" : "{\"start\":");
        put_day(findings, detail, spans[i].start);
        put_key(findings, detail, "end");
        put_end(findings, detail, spans[i].end);
        put_string(findings, detail, "}");
    }
    put_string(findings, detail, "]");
}

void dlb_detail_clears(struct dlb_findings *findings, const char *what, int32_t day)
{
    struct dlb_array *clears = &findings->clears;
    put_string(findings, clears, clears->n ? ",{\"if\":\"" : "{\"if\":\"");
    put_string(findings, clears, what);
    put_string(findings, clears, "\"");
    put_key(findings, clears, "day");
    put_day(findings, clears, day);
    put_string(findings, clears, "}");
    add_slot(findings, (struct dlb_slot){.key = "clears", .kind = 'd', .number = day});
}

void dlb_detail_begin(struct dlb_findings *findings)
{
    findings->detail.n = findings->clears.n = findings->slots.n = 0;
    put_string(findings, &findings->detail, "{\"rule\":\"");
    put_string(findings, &findings->detail, findings->open.rule->id);
    put_string(findings, &findings->detail, "\"");
    put_key(findings, &findings->detail, "version");
    put_int(findings, &findings->detail, findings->open.rule->version);
}

static void put_severity(struct dlb_findings *findings, const struct dlb_severity *severity)
{
    char text[96];
    int len = snprintf(
        text, sizeof text, "{\"base\":%d,\"money\":%d,\"agencies\":%d,\"risk\":%d,\"doubt\":%d}",
        severity->base, severity->money, severity->agencies, severity->risk, severity->doubt);
    put_key(findings, &findings->detail, "severity");
    dlb_findings_put(findings, &findings->detail, text, (size_t)len);
}

/* What a service says beyond other rows. */
static void put_service(struct dlb_findings *findings, const struct dlb_evidence_view *view)
{
    struct dlb_array *detail = &findings->detail;
    char class_[5];
    put_key(findings, detail, "programme");
    put_text(findings, detail, findings->caseload->programme_ids[view->programme]);
    if (view->class_.digits) {
        dlb_class_write(view->class_, class_);
        put_key(findings, detail, "class");
        put_text(findings, detail, dlb_text_of(class_));
    }
    if (view->amount_won != DLB_NO_AMOUNT) {
        put_key(findings, detail, "amount_won");
        put_int(findings, detail, view->amount_won);
    }
}

static void put_row(struct dlb_findings *findings, const struct dlb_evidence *evidence)
{
    const struct dlb_caseload *caseload = findings->caseload;
    struct dlb_array *detail = &findings->detail;
    struct dlb_evidence_view view;
    dlb_evidence_look(caseload, evidence, &view);
    put_string(findings, detail, "{\"table\":\"");
    put_string(findings, detail, dlb_row_table_names[evidence->table]);
    put_string(findings, detail, "\"");
    put_key(findings, detail, "agency_id");
    put_text(findings, detail, caseload->agencies[view.agency].id);
    put_key(findings, detail, "row_id");
    put_text(findings, detail, view.id);
    if (view.member != DLB_NO_CODE) {
        put_key(findings, detail, "record_id");
        put_text(findings, detail, caseload->members[view.member].record_id);
    }
    put_key(findings, detail, "role");
    put_text(findings, detail, dlb_text_of(evidence->role));
    put_key(findings, detail, "start");
    put_day(findings, detail, view.start);
    put_key(findings, detail, "end");
    put_end(findings, detail, view.end);
    if (view.programme != DLB_NO_CODE) put_service(findings, &view);
    if (view.need_class != DLB_NO_CODE) {
        put_key(findings, detail, "need_class");
        put_text(findings, detail, caseload->need_classes[view.need_class]);
    }
    if (view.status) {
        put_key(findings, detail, "status");
        put_text(findings, detail, dlb_text_of(view.status));
    }
    put_string(findings, detail, "}");
}

void dlb_detail_end(struct dlb_findings *findings, const struct dlb_closed *closed,
                    const struct dlb_severity *severity)
{
    struct dlb_array *detail = &findings->detail;
    const struct dlb_evidence *rows = findings->rows.data;
    put_severity(findings, severity);
    if (closed->reopened) {
        put_key(findings, detail, "reopened_for");
        put_text(findings, detail, dlb_text_of(closed->reopened));
    }
    if (closed->answers.data) {
        put_key(findings, detail, "answers");
        put_text(findings, detail, closed->answers);
    }
    put_key(findings, detail, "clears");
    put_string(findings, detail, "[");
    dlb_findings_put(findings, detail, findings->clears.data, findings->clears.n);
    put_string(findings, detail, "]");
    if (closed->n_listed < closed->n_rows) {
        put_key(findings, detail, "n_rows");
        put_int(findings, detail, (int64_t)closed->n_rows);
    }
    put_key(findings, detail, "rows");
    put_string(findings, detail, "[");
    for (size_t i = 0; i < closed->n_listed; i++) {
        if (i) put_string(findings, detail, ",");
        put_row(findings, &rows[i]);
    }
    put_string(findings, detail, "]}");
}
