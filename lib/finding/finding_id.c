/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding_id.c - what makes a finding the same one in every run.
 *
 *   id        rule and its version, whom it is about, key, first day
 *   rows_key  rule, key and the set of its rows (finding_rows.c)
 *
 * A row that joins changes the rows_key and not the id. A smaller record that joins the
 * person changes the id and not the rows_key, so a decision is found by one or the other.
 */
#include "finding/finding_store.h"

/* ---- the key --------------------------------------------------------------------------------- */

static void begin_part(struct dlb_findings *findings)
{
    if (findings->key.text.n) dlb_write(&findings->key, " ");
}

void dlb_key_text(struct dlb_findings *findings, struct dlb_text text)
{
    begin_part(findings);
    dlb_write_text(&findings->key, text);
}

void dlb_key_int(struct dlb_findings *findings, int64_t number)
{
    begin_part(findings);
    dlb_write_int(&findings->key, number);
}

void dlb_key_class(struct dlb_findings *findings, struct dlb_class class_)
{
    char text[5];
    dlb_class_write(class_, text);
    dlb_key_text(findings, dlb_text_of(text));
}

void dlb_key_row(struct dlb_findings *findings, uint32_t agency, struct dlb_text id)
{
    dlb_key_text(findings, findings->caseload->agencies[agency].id);
    dlb_write(&findings->key, "/");
    dlb_write_text(&findings->key, id);
}

/* ---- the id ---------------------------------------------------------------------------------- */

/* A number of what persons share, such as a telephone number, that only who has the key can make.
 */
static void name_channel(const struct dlb_findings *findings, unsigned char name[16])
{
    unsigned char code[8];
    for (unsigned i = 0; i < sizeof code; i++)
        code[i] = (unsigned char)(findings->open.channel >> (56 - 8 * i));
    struct dlb_text fields[2] = {dlb_text_of("channel"), {(const char *)code, sizeof code}};
    dlb_digest_of(findings->digest, fields, sizeof fields / sizeof *fields, name);
}

/* Whom the finding is about, as two texts of its id. */
static void name_scope(const struct dlb_caseload *caseload, const struct dlb_closed *closed,
                       struct dlb_text *owner, struct dlb_text *id)
{
    const struct dlb_people *people = caseload->people;
    *owner = (struct dlb_text){NULL, 0};
    *id = (struct dlb_text){NULL, 0};
    if (closed->person != DLB_NO_CODE) {
        *id = people->person_ids[closed->person];
    } else if (closed->household != DLB_NO_CODE) {
        const struct dlb_household *household = &caseload->households.list[closed->household];
        *owner = caseload->agencies[household->agency].id;
        *id = people->household_ids[household->number];
    } else if (closed->owner_agency != DLB_NO_CODE) {
        *owner = caseload->agencies[closed->owner_agency].id;
    }
}

void dlb_finding_identify(const struct dlb_findings *findings, struct dlb_closed *closed)
{
    char version[1], day[10];
    unsigned char channel[16];
    version[0] = (char)('0' + closed->rule->version % 10);
    struct dlb_text fields[6] = {dlb_text_of(closed->rule->id), {version, sizeof version}};
    name_scope(findings->caseload, closed, &fields[2], &fields[3]);
    if (findings->open.channel) {
        name_channel(findings, channel);
        fields[2] = dlb_text_of("channel");
        fields[3] = (struct dlb_text){(const char *)channel, sizeof channel};
    }
    fields[4] = dlb_writer_text(&findings->key);
    if (closed->start != DLB_DAY_NONE) {
        dlb_day_write(closed->start, day);
        fields[5] = (struct dlb_text){day, sizeof day};
    }
    dlb_digest_tag(findings->digest, fields, sizeof fields / sizeof *fields, closed->id);
}

struct dlb_decidable dlb_finding_decidable(const struct dlb_findings *findings,
                                           const struct dlb_closed *closed)
{
    bool known = closed->earlier != DLB_NO_CODE;
    return (struct dlb_decidable){closed->id, closed->rows_key, closed->start,
                                  known ? &findings->previous->list[closed->earlier] : NULL};
}
