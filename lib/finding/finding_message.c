/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding_message.c - a finding in a sentence of Korean and one of English.
 *
 * Rules bring templates; slots are filled here. Nothing personal can come in: a slot is a
 * number, a day, a code of the policy's, or an agency.
 *
 *   {class}       the service's domain, such as 먹거리 (food)
 *   {programme}   the programme's name, else its id
 *   {service}     the programme, else the domain
 *   {agencies}    all agencies of the rows, by name where they have one
 *   {owner}       the agency that is to act
 *   {period}      2024-01-05 ~ 2024-01-09, or since 2024-01-05
 *   {days}        5일, 5 days, 1 day
 *   {start} {end} {due}
 *   {key}         a detail of that key; a word as the rule's phrase for it
 *   {key:은}      and the particle that fits: 은/는 이/가 을/를 과/와 으로/로
 *   {key:day}     a number and what is counted: 1 day, 2 days
 *
 * A message without names, for those who may not learn who else knows a protected person, speaks
 * of agencies and places as such.
 */
#include "finding/finding_store.h"

#include <string.h>

#include "text/text.h"

struct domain {
    uint8_t code;
    const char *ko, *en;
};

static const struct domain domains[] = {
    {10, "안전·위기", "safety and crisis"},
    {20, "신체 건강", "physical health"},
    {21, "정신 건강", "mental health"},
    {30, "생활비", "living costs"},
    {31, "먹거리", "food"},
    {32, "가사", "housekeeping"},
    {33, "이동", "mobility"},
    {40, "주거", "housing"},
    {41, "주거 개선", "home improvement"},
    {50, "일자리", "jobs"},
    {60, "교육", "education"},
    {70, "보육", "child care"},
    {71, "보호·돌봄", "protection and care"},
    {80, "가족", "family"},
    {81, "임신·출산", "pregnancy and birth"},
    {82, "입양·위탁", "adoption and fostering"},
    {90, "서민금융", "small finance"},
    {91, "법률", "legal"},
    {92, "문화·여가", "culture and leisure"},
    {93, "에너지", "energy"},
};

/* What a message is written from. */
struct message {
    struct dlb_findings *findings;
    struct dlb_writer *text;
    const struct dlb_closed *closed;
    bool korean, nameless;
};

static void put(const struct message *message, const char *string)
{
    dlb_write(message->text, string);
}

/* A name of somebody else's: it must not move a cursor, end the line or turn the sentence round. */
static void put_name(const struct message *message, struct dlb_text name)
{
    dlb_say_shown(message->text, name);
}

static void put_day(const struct message *message, int32_t day)
{
    dlb_write_day(message->text, day);
}

static void put_milli(const struct message *message, int64_t milli)
{
    char text[DLB_DECIMAL_ROOM];
    dlb_write_bytes(message->text, text, dlb_decimal_write(milli, DLB_MILLI_DECIMALS, text));
}

/* ---- slots ---------------------------------------------------------------------------------- */

const char *dlb_domain_name(struct dlb_class class_, bool korean)
{
    struct dlb_class domain = dlb_class_cut(class_, 2);
    for (size_t i = 0; domain.digits && i < sizeof domains / sizeof *domains; i++)
        if (domains[i].code == domain.code) return korean ? domains[i].ko : domains[i].en;
    return korean ? "기타" : "other";
}

/* Unlike an id, a word gets a capital where it begins a sentence. */
static void put_word(const struct message *message, struct dlb_text word)
{
    struct dlb_array *text = &message->text->text;
    size_t from = text->n;
    put_name(message, word);
    char *first = text->data;
    if (from == 0 && text->n > 0 && *first >= 'a' && *first <= 'z') *first -= 'a' - 'A';
}

static void put_class(const struct message *message)
{
    put_word(message, dlb_text_of(dlb_domain_name(message->closed->class_, message->korean)));
}

static void put_label(const struct message *message, struct dlb_label label)
{
    if (message->korean || !label.en.len)
        put_name(message, label.ko);
    else
        put_word(message, label.en);
}

static void put_programme(const struct message *message)
{
    const struct dlb_caseload *caseload = message->findings->caseload;
    uint32_t code = message->closed->programme;
    if (code == DLB_NO_CODE)
        put(message, message->korean ? "서비스" : "the service");
    else
        put_label(message, dlb_programme_label(caseload, code, caseload->as_of));
}

static void put_service(const struct message *message)
{
    bool by_class = message->closed->programme == DLB_NO_CODE && message->closed->class_.digits;
    if (!by_class) {
        put_programme(message);
        return;
    }
    put_class(message);
    put(message, message->korean ? " 지원" : " support");
}

static void put_agency(const struct message *message, uint32_t code)
{
    if (message->nameless) {
        put(message, message->korean ? "관련 기관" : "an agency concerned");
        return;
    }
    const struct dlb_agency *agency = &message->findings->caseload->agencies[code];
    struct dlb_text text = agency->name.data ? agency->name : agency->id;
    put_name(message, text);
}

/* The agencies of the rows in the order of their ids. */
static void put_agencies(const struct message *message)
{
    const struct dlb_sort_item *items = message->findings->items.data;
    if (message->nameless) {
        put(message, message->korean ? "관련 기관" : "the agencies concerned");
        return;
    }
    for (uint32_t i = 0; i < message->closed->n_agencies; i++) {
        if (i) put(message, ", ");
        put_agency(message, (uint32_t)items[i].key);
    }
}

static void put_owner(const struct message *message)
{
    if (message->closed->owner_agency != DLB_NO_CODE && !message->nameless)
        put_agency(message, message->closed->owner_agency);
    else
        put(message, message->korean ? "담당 기관" : "the agency in charge");
}

static void put_end(const struct message *message)
{
    int32_t end = message->closed->end;
    if (end == DLB_DAY_OPEN)
        put(message, message->korean ? "현재" : "today");
    else
        put_day(message, end - 1);
}

static void put_period(const struct message *message)
{
    const struct dlb_closed *closed = message->closed;
    bool open = closed->end == DLB_DAY_OPEN, one_day = closed->end == closed->start + 1;
    if (open && !message->korean) put(message, "since ");
    put_day(message, closed->start);
    if (open && message->korean) put(message, "부터 계속");
    if (open || one_day) return;
    put(message, message->korean ? " ~ " : " to ");
    put_end(message);
}

static void put_start(const struct message *message)
{
    put_day(message, message->closed->start);
}

static void put_days(const struct message *message)
{
    int32_t days = message->closed->days;
    dlb_say_int(message->text, days);
    put(message, message->korean ? "일" : days == 1 ? " day" : " days");
}

static void put_due(const struct message *message)
{
    put_day(message, message->closed->due_on);
}

static bool is_word(struct dlb_text text, const char *word)
{
    size_t i = 0;
    while (i < text.len && word[i] && word[i] == text.data[i]) i++; /* mostly the first differs */
    return i == text.len && word[i] == '\0';
}

/* The rule's phrase for a word, else the text in the message's language. */
static void put_text(const struct message *message, struct dlb_text text, struct dlb_text text_en)
{
    const struct dlb_rule *rule = message->closed->rule;
    for (uint32_t i = 0; i < rule->n_phrases; i++) {
        if (!is_word(text, rule->phrases[i].word)) continue;
        put(message, message->korean ? rule->phrases[i].ko : rule->phrases[i].en);
        return;
    }
    put_label(message, (struct dlb_label){text, text_en});
}

static void put_agency_id(const struct message *message, struct dlb_text id)
{
    const char *none = message->korean ? "관련 기관" : "an agency concerned";
    put_name(message, message->nameless ? dlb_text_of(none) : id);
}

static void put_zone(const struct message *message, struct dlb_label zone)
{
    struct dlb_label none = {dlb_text_of("해당 지역"), dlb_text_of("the area concerned")};
    put_label(message, message->nameless ? none : zone);
}

static void put_value(const struct message *message, const struct dlb_slot *slot)
{
    if (slot->kind == 'i') dlb_say_int(message->text, slot->number);
    if (slot->kind == 'm') put_milli(message, slot->number);
    if (slot->kind == 'd') put_day(message, (int32_t)slot->number);
    if (slot->kind == 't') put_text(message, slot->text, slot->text_en);
    if (slot->kind == 'a') put_agency_id(message, slot->text);
    if (slot->kind == 'z') put_zone(message, (struct dlb_label){slot->text, slot->text_en});
}

/* What the kernel wrote under the key; a list lies together. */
static void put_detail(const struct message *message, struct dlb_text key)
{
    const struct dlb_slot *slots = message->findings->slots.data;
    size_t n = message->findings->slots.n, first = 0;
    while (first < n && !is_word(key, slots[first].key)) first++;
    for (size_t i = first; i < n && is_word(key, slots[i].key); i++) {
        if (i > first) put(message, ", ");
        put_value(message, &slots[i]);
    }
}

static void put_slot(const struct message *message, struct dlb_text key)
{
#define SLOT(name, put)                                                                            \
    {                                                                                              \
        name, sizeof(name) - 1, put                                                                \
    }
    static const struct {
        const char *key;
        size_t len;
        void (*put)(const struct message *);
    } slots[] = {SLOT("class", put_class),     SLOT("programme", put_programme),
                 SLOT("service", put_service), SLOT("agencies", put_agencies),
                 SLOT("owner", put_owner),     SLOT("period", put_period),
                 SLOT("start", put_start),     SLOT("end", put_end),
                 SLOT("days", put_days),       SLOT("due", put_due)};
#undef SLOT
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) {
        if (key.len != slots[i].len || memcmp(key.data, slots[i].key, key.len) != 0) continue;
        slots[i].put(message);
        return;
    }
    put_detail(message, key);
}

/* What the number just written counts, of which English has two forms. */
static void put_counted(const struct message *message, struct dlb_text noun, size_t from)
{
    const struct dlb_array *text = &message->text->text;
    bool one = is_word((struct dlb_text){(const char *)text->data + from, text->n - from}, "1");
    put(message, " ");
    dlb_write_text(message->text, noun);
    if (!one) put(message, "s");
}

/* ---- the template --------------------------------------------------------------------------- */

void dlb_message_write(struct dlb_findings *findings, const struct dlb_closed *closed, bool korean,
                       bool nameless)
{
    struct dlb_writer *text = &findings->message;
    struct message message = {findings, text, closed, korean, nameless};
    const char *at = korean ? closed->rule->message_ko : closed->rule->message_en;
    dlb_writer_reset(text);
    while (*at) {
        const char *open = strchr(at, '{');
        const char *close = open ? strchr(open, '}') : NULL;
        if (!close) break;
        dlb_write_bytes(text, at, (size_t)(open - at));
        const char *colon = memchr(open, ':', (size_t)(close - open));
        const char *end = colon ? colon : close;
        size_t from = text->text.n;
        put_slot(&message, (struct dlb_text){open + 1, (size_t)(end - open - 1)});
        struct dlb_text after = {end + 1, (size_t)(close - end - (colon != NULL))};
        if (colon && korean) dlb_say_particle(text, after);
        if (colon && !korean) put_counted(&message, after, from);
        at = close + 1;
    }
    dlb_write(text, at);
}
