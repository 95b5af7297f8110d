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

/* A JSON string; bytes from 0x20 on but " and \ stand for themselves. */
static void put_text(struct dlb_writer *to, struct dlb_text text)
{
    if (!text.data) {
        dlb_write(to, "null");
        return;
    }
    static const char hex[] = "0123456789abcdef";
    dlb_write(to, "\"");
    size_t plain = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        bool needs_escape = byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7f;
        if (!needs_escape) continue;
        char escape[6] = {'\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 15]};
        dlb_write_bytes(to, text.data + plain, i - plain);
        dlb_write_bytes(to, escape, sizeof escape);
        plain = i + 1;
    }
    dlb_write_bytes(to, text.data + plain, text.len - plain);
    dlb_write(to, "\"");
}

static void put_day(struct dlb_writer *to, int32_t day)
{
    char text[12] = "\"";
    bool none = day == DLB_DAY_NONE || day == DLB_DAY_OPEN;
    if (none) {
        dlb_write(to, "null");
        return;
    }
    dlb_day_write(day, text + 1);
    text[11] = '"';
    dlb_write_bytes(to, text, sizeof text);
}

/* The last day of a half-open span. */
static void put_end(struct dlb_writer *to, int32_t end)
{
    put_day(to, end == DLB_DAY_OPEN ? end : end - 1);
}

static void put_key(struct dlb_writer *to, const char *key)
{
    dlb_write(to, ",\"");
    dlb_write(to, key);
    dlb_write(to, "\":");
}

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
    put_key(&findings->detail, key);
    dlb_write_int(&findings->detail, value);
    add_slot(findings, (struct dlb_slot){.key = key, .kind = 'i', .number = value});
}

void dlb_detail_milli(struct dlb_findings *findings, const char *key, int64_t milli)
{
    char text[DLB_DECIMAL_ROOM];
    size_t len = dlb_decimal_write(milli, DLB_MILLI_DECIMALS, text);
    put_key(&findings->detail, key);
    dlb_write_bytes(&findings->detail, text, len);
    add_slot(findings, (struct dlb_slot){.key = key, .kind = 'm', .number = milli});
}

void dlb_detail_day(struct dlb_findings *findings, const char *key, int32_t day)
{
    put_key(&findings->detail, key);
    put_day(&findings->detail, day);
    add_slot(findings, (struct dlb_slot){.key = key, .kind = 'd', .number = day});
}

static void add_label(struct dlb_findings *findings, const char *key, struct dlb_label label,
                      char kind)
{
    struct dlb_text ko = label.ko.len ? label.ko : label.en;
    put_key(&findings->detail, key);
    put_text(&findings->detail, ko);
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
    put_key(&findings->detail, key);
    dlb_write(&findings->detail, "[");
    findings->n_listed = 0;
}

void dlb_detail_list_add(struct dlb_findings *findings, const char *key, struct dlb_label label)
{
    struct dlb_text ko = label.ko.len ? label.ko : label.en;
    if (findings->n_listed++ >= LIST_MAX) return;
    if (findings->n_listed > 1) dlb_write(&findings->detail, ",");
    put_text(&findings->detail, ko);
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

void dlb_detail_spans(struct dlb_findings *findings, const char *key, const struct dlb_span *spans,
                      size_t n)
{
    struct dlb_writer *detail = &findings->detail;
    put_key(detail, key);
    dlb_write(detail, "[");
    for (size_t i = 0; i < n && i < LIST_MAX; i++) {
        dlb_write(detail, i ? ",{\"start\":" : "{\"start\":");
        put_day(detail, spans[i].start);
        put_key(detail, "end");
        put_end(detail, spans[i].end);
        dlb_write(detail, "}");
    }
    dlb_write(detail, "]");
}

void dlb_detail_clears(struct dlb_findings *findings, const char *what, int32_t day)
{
    struct dlb_writer *clears = &findings->clears;
    dlb_write(clears, clears->text.n ? ",{\"if\":\"" : "{\"if\":\"");
    dlb_write(clears, what);
    dlb_write(clears, "\"");
    put_key(clears, "day");
    put_day(clears, day);
    dlb_write(clears, "}");
    add_slot(findings, (struct dlb_slot){.key = "clears", .kind = 'd', .number = day});
}

void dlb_detail_begin(struct dlb_findings *findings)
{
    dlb_writer_reset(&findings->detail);
    dlb_writer_reset(&findings->clears);
    findings->slots.n = 0;
    dlb_write(&findings->detail, "{\"rule\":\"");
    dlb_write(&findings->detail, findings->open.rule->id);
    dlb_write(&findings->detail, "\"");
    put_key(&findings->detail, "version");
    dlb_write_int(&findings->detail, findings->open.rule->version);
}

static void put_severity(struct dlb_writer *detail, const struct dlb_severity *severity)
{
    const struct {
        const char *before;
        int points;
    } parts[] = {{",\"severity\":{\"base\":", severity->base},
                 {",\"money\":", severity->money},
                 {",\"agencies\":", severity->agencies},
                 {",\"risk\":", severity->risk},
                 {",\"doubt\":", severity->doubt}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        dlb_write(detail, parts[i].before);
        dlb_write_int(detail, parts[i].points);
    }
    dlb_write(detail, "}");
}

/* What a service says beyond other rows. */
static void put_service(struct dlb_findings *findings, const struct dlb_evidence_view *view)
{
    struct dlb_writer *detail = &findings->detail;
    char class_[5];
    put_key(detail, "programme");
    put_text(detail, findings->caseload->programme_ids[view->programme]);
    if (view->class_.digits) {
        dlb_class_write(view->class_, class_);
        put_key(detail, "class");
        put_text(detail, dlb_text_of(class_));
    }
    if (view->amount_won != DLB_NO_AMOUNT) {
        put_key(detail, "amount_won");
        dlb_write_int(detail, view->amount_won);
    }
}

static void put_row(struct dlb_findings *findings, const struct dlb_evidence *evidence)
{
    const struct dlb_caseload *caseload = findings->caseload;
    struct dlb_writer *detail = &findings->detail;
    struct dlb_evidence_view view;
    dlb_evidence_look(caseload, evidence, &view);
    dlb_write(detail, "{\"table\":\"");
    dlb_write(detail, dlb_row_table_names[evidence->table]);
    dlb_write(detail, "\"");
    put_key(detail, "agency_id");
    put_text(detail, caseload->agencies[view.agency].id);
    put_key(detail, "row_id");
    put_text(detail, view.id);
    if (view.member != DLB_NO_CODE) {
        put_key(detail, "record_id");
        put_text(detail, caseload->members[view.member].record_id);
    }
    put_key(detail, "role");
    put_text(detail, dlb_text_of(evidence->role));
    put_key(detail, "start");
    put_day(detail, view.start);
    put_key(detail, "end");
    put_end(detail, view.end);
    if (view.programme != DLB_NO_CODE) put_service(findings, &view);
    if (view.need_class != DLB_NO_CODE) {
        put_key(detail, "need_class");
        put_text(detail, caseload->need_classes[view.need_class]);
    }
    if (view.status) {
        put_key(detail, "status");
        put_text(detail, dlb_text_of(view.status));
    }
    dlb_write(detail, "}");
}

void dlb_detail_end(struct dlb_findings *findings, const struct dlb_closed *closed,
                    const struct dlb_severity *severity)
{
    struct dlb_writer *detail = &findings->detail;
    const struct dlb_evidence *rows = findings->rows.data;
    put_severity(detail, severity);
    if (closed->reopened) {
        put_key(detail, "reopened_for");
        put_text(detail, dlb_text_of(closed->reopened));
    }
    if (closed->answers.data) {
        put_key(detail, "answers");
        put_text(detail, closed->answers);
    }
    put_key(detail, "clears");
    dlb_write(detail, "[");
    dlb_write_text(detail, dlb_writer_text(&findings->clears));
    dlb_write(detail, "]");
    if (closed->n_listed < closed->n_rows) {
        put_key(detail, "n_rows");
        dlb_write_int(detail, (int64_t)closed->n_rows);
    }
    put_key(detail, "rows");
    dlb_write(detail, "[");
    for (size_t i = 0; i < closed->n_listed; i++) {
        if (i) dlb_write(detail, ",");
        put_row(findings, &rows[i]);
    }
    dlb_write(detail, "]}");
}
