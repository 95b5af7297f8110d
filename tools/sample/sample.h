/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sample.h - invented people, their records in several agencies, and the truth about them.
 *
 * people.c invents people in households; records.c lets each be known to some agencies, with
 * the slips and habits of each; care.c invents what was done for them with nothing wrong about it,
 * and care_rows.c writes it down;
 * planted.c and its like add cases in which something is wrong, and traps that only look like it.
 * Rows go to their files at once, so a sample of any size needs little memory. The same
 * arguments give the same bytes.
 *
 * Nothing can belong to a real person: resident numbers carry area codes that were never
 * issued, mobile numbers start with 010-0 and 010-1, which are not assigned.
 */
#ifndef SAMPLE_H
#define SAMPLE_H

#include "sample/chance.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "common/common.h"

/* ---- agencies (agencies.c) --------------------------------------------------------------- */

enum sample_agency_id {
    CITY_HALL,
    HOPE_EAST,
    HOPE_WEST,
    HOPE_SOUTH,
    HOPE_NORTH,
    SENIOR_EAST,
    SENIOR_WEST,
    DISABILITY,
    CHILD,
    FOOD_BANK,
    HOSPITAL,
    HEALTH_CENTRE,
    GURI_CENTRE, /* of the city next to it */
    SAMPLE_AGENCIES
};

enum sample_encoding { WINDOWS_949, UTF_8_BOM, UTF_8, UTF_16 };
enum sample_date_style { DATE_ISO, DATE_DOTS, DATE_COMPACT, DATE_HANGUL };
enum sample_phone_style { PHONE_HYPHENS, PHONE_DIGITS, PHONE_DOTS, PHONE_PLUS_82 };
enum sample_sido_style { SIDO_FULL, SIDO_SHORT, SIDO_NONE };

/* An agency and how it writes. */
struct sample_agency {
    const char *id, *name, *kind, *level, *zone, *area_code;
    uint8_t encoding, date_style, phone_style, sido_style;
    char separator;
    bool crlf, spaced_names, honorifics, legal_dong_in_brackets, glued_numbers, rrn;
};
extern const struct sample_agency sample_agencies[SAMPLE_AGENCIES];

/* ---- names and places (names.c, places.c) ------------------------------------------------ */

struct sample_name {
    char surname[8], given[16]; /* Hangul; a foreigner's surname is empty */
    char latin[48];             /* foreigners only */
};

/* Surnames are drawn by their share among Koreans, given names by birth cohort and sex. */
void sample_surname(struct chance *chance, char surname[8]);
/* `shared`: a syllable that brothers and sisters have in common, or NULL. */
void sample_given(struct chance *chance, int32_t birth_year, bool female, const char *shared,
                  char given[16]);
/* The syllable that a family gives to a generation. */
const char *sample_generation_syllable(struct chance *chance);
void sample_foreign_name(struct chance *chance, struct sample_name *name);
/* Change one vowel, initial or final as a tired hand would. */
void sample_mistype(struct chance *chance, char *hangul);
/* 유 for 류 and the like, in the surname; false when there is no such pair. */
bool sample_surname_variant(char surname[8]);

struct sample_place {
    uint8_t zone;    /* 0 east, 1 west, 2 south, 3 north */
    uint8_t area;    /* eup, myeon or dong */
    uint16_t road;   /* road of the area */
    uint16_t branch; /* N번길, 0: the road itself */
    uint16_t main, sub;
    uint16_t dong, ho; /* of a complex; 0: a house */
    uint16_t lot, lot_sub;
};
void sample_place(struct chance *chance, struct sample_place *place);
/* The address as `agency` writes it; `lot`: by lot number. At most `cap` bytes with the NUL. */
void sample_address(const struct sample_place *place, const struct sample_agency *agency, bool lot,
                    char *text, size_t cap);
const char *sample_zone_id(uint8_t zone);

/* ---- people (people.c) ------------------------------------------------------------------- */

struct sample_person {
    uint32_t id; /* the entity of the truth files */
    struct sample_name name;
    bool female, foreign, twin;
    int32_t birth, death;         /* death: INT32_MIN while alive */
    uint32_t household;           /* 0: lives alone */
    uint8_t relation;             /* 0 head 1 spouse 2 child */
    uint64_t phone, phone_before; /* digits after 010; before: 0 if it never changed */
    bool phone_is_proxy;
    bool placeless; /* neither address nor zone is known */
    struct sample_place home, home_before;
    bool moved;
    char rrn[14]; /* "" if none may be invented */
};

enum { HOUSEHOLD_MAX = 6 };

struct sample_world;

/* Invent one household; returns how many people it has. */
size_t sample_household(struct sample_world *world, struct sample_person people[HOUSEHOLD_MAX]);
/* One person living alone whose data is complete, for planted cases. */
void sample_plain_person(struct sample_world *world, int32_t birth_year, bool female,
                         struct sample_person *person);
/* A number that nobody had before. */
uint64_t sample_phone(struct sample_world *world);
/* Resident number for birth and sex; "" for people born under the rule of October 2020. */
void sample_rrn(struct sample_world *world, struct sample_person *person);

/* ---- files (sheet.c) --------------------------------------------------------------------- */

enum sample_table {
    PERSONS,
    SERVICES,
    NEEDS,
    REFERRALS,
    CASES,
    STAYS,
    EVENTS,
    UPLOADS,
    ASSESSMENTS,
    REPORTS,
    CAPACITY,
    FACTS,
    SIGNALS,
    APPLICATIONS,
    SPONSORS,
    SAMPLE_TABLES
};

/* One file being written; failures are remembered. */
struct sheet {
    FILE *file;
    char path[4096];
    uint8_t encoding, n_columns; /* of the row so far */
    uint8_t width;               /* columns of the header */
    char separator;
    bool crlf, failed;
    char *line; /* the row so far, UTF-8 */
    size_t len, cap;
    void *converter;
};
bool sheet_open(struct sheet *sheet, const char *folder, const char *name, const char *header,
                const struct sample_agency *agency);
void sheet_cell(struct sheet *sheet, const char *text); /* quoted if it must be */
void sheet_int(struct sheet *sheet, int64_t value);
void sheet_end(struct sheet *sheet); /* end of the row */
/* A line written as it is, for files with bad rows. */
void sheet_raw(struct sheet *sheet, const char *line);
/* The same, and empty cells after it for the columns that are missing. */
void sheet_raw_padded(struct sheet *sheet, const char *line);
bool sheet_close(struct sheet *sheet);

/* ---- the world --------------------------------------------------------------------------- */

enum sample_rrn_share { RRN_NONE, RRN_HALF, RRN_ALL };

struct sample_world {
    struct chance chance;
    const char *folder;
    int32_t as_of;
    uint32_t n_people, n_households;
    uint64_t n_phones;
    uint32_t n_rrn[8];    /* serials given out, by century and sex */
    uint64_t proxy_phone; /* a worker's own number, handed to several elders */
    uint32_t proxy_left;
    uint8_t rrn_share;
    struct sheet sheets[SAMPLE_AGENCIES][SAMPLE_TABLES];
    uint32_t n_rows[SAMPLE_AGENCIES][SAMPLE_TABLES];
    struct sheet truth_records, truth_findings, truth_traps;
    bool failed;
};

/* ---- records (records.c) ----------------------------------------------------------------- */

struct sample_record {
    uint8_t agency;
    uint32_t number; /* of the agency's records, from 1 */
    char id[16];
};

/* Write the person down at an agency; `exact` without slips or gaps. */
void sample_record(struct sample_world *world, const struct sample_person *person, uint8_t agency,
                   bool exact, struct sample_record *record);
/* A date as the agency writes it. */
void sample_date_text(int32_t day, uint8_t style, char text[32]);
/* The month of the as-of date, counted from the year 0. */
int32_t sample_month_number(const struct sample_world *world);
/* The days of a month: that of the as-of date, or so many before it. */
void sample_month(const struct sample_world *world, int32_t ago, int32_t *first, int32_t *last);
/* Agencies that know a person: 1 to 5 of them, by age and zone; returns how many. */
size_t sample_choose_agencies(struct sample_world *world, const struct sample_person *person,
                              uint8_t agencies[5]);

/* ---- rows (care_rows.c) ----------------------------------------------------------------- */

/* A day that is not written down. */
enum { EMPTY = INT32_MIN };
/* How much of what; no unit: not written down. */
struct sample_quantity {
    int32_t number;
    const char *unit;
};
/* A service about to be written. */
struct sample_service {
    const char *programme, *status, *need, *case_;
    int32_t start, end, entered;
    int64_t amount; /* won; -1: none */
    struct sample_quantity quantity;
    const char *invoice; /* the bill it was paid from, or NULL */
    int64_t invoice_won;
    const char *start_time, *end_time, *sponsor; /* or NULL */
};
/* Each returns the row's id in `id`. */
void sample_service(struct sample_world *world, const struct sample_record *record,
                    const struct sample_service *service, char id[16]);
void sample_need(struct sample_world *world, const struct sample_record *record,
                 const char *need_class, const char *urgency, int32_t identified,
                 const char *status, char id[16]);
/* An open need of so much in a month. */
void sample_need_of(struct sample_world *world, const struct sample_record *record,
                    const char *need_class, int32_t identified, struct sample_quantity target);
/* Days of a case, in the order of the table's columns. And its level, or NULL. */
struct sample_case {
    const char *case_class;
    int32_t received, visited, surveyed, met, decided, planned, first_service, evaluated,
        last_contact, closed;
    const char *level;
};
void sample_case(struct sample_world *world, const struct sample_record *record,
                 const struct sample_case *days, char id[16]);
void sample_referral(struct sample_world *world, const struct sample_record *record,
                     const char *to_agency, const char *need_id, const char *need_class,
                     const char *urgency, int32_t sent, const char *status, int32_t responded);
void sample_stay(struct sample_world *world, const struct sample_record *record, const char *kind,
                 int32_t start, int32_t end);
void sample_event(struct sample_world *world, const struct sample_record *record, const char *kind,
                  int32_t day);
void sample_assessment(struct sample_world *world, const struct sample_record *record,
                       const char *domain, int32_t day);
void sample_report(struct sample_world *world, const struct sample_record *record,
                   const char *by_kind, int32_t day);
/* How many people an agency can give a programme to at a time. */
void sample_capacity(struct sample_world *world, uint8_t agency, const char *programme,
                     int32_t places);
/* A fact as it was known `ago` days before the as-of date. */
void sample_fact(struct sample_world *world, const struct sample_record *record, const char *fact,
                 const char *value, int32_t ago);
/* A signal of the month so many before that of the as-of date. */
void sample_signal(struct sample_world *world, const struct sample_record *record,
                   const char *signal, int32_t months_ago);
/* `refused` on a day, or EMPTY: nobody has decided yet. */
void sample_application(struct sample_world *world, const struct sample_record *record,
                        const char *programme, int32_t applied, int32_t refused);
/* Somebody who would give money to people of the zone. */
void sample_sponsor(struct sample_world *world, uint8_t agency, const char *id, uint8_t zone,
                    int32_t places);
/* ---- care (care.c) ----------------------------------------------------------------------- */

/* The day of the last full month on which the centres discussed their cases. */
int32_t sample_last_meeting(const struct sample_world *world);
/* Ordinary care with nothing wrong, for a person known to these agencies. */
void sample_ordinary_care(struct sample_world *world, const struct sample_person *person,
                          const struct sample_record *records, size_t n_records);
/* Who uploaded what in the last thirteen months; one centre misses its last month. */
void sample_uploads(struct sample_world *world);

/* ---- planted cases ----------------------------------------------------------------------- */

/* Every rule's case and every trap, `times` times over (planted.c). */
void sample_plant(struct sample_world *world, uint32_t times);
/* Of them, those about bills, assessments, reports, applications and quantities
 * (planted_followed.c), about sums of money and hours (planted_sums.c), about what people are
 * entitled to (planted_entitled.c), about places and those who help there (planted_places.c), and
 * about what happened and nobody saw (planted_unseen.c). */
void sample_plant_followed(struct sample_world *world, uint32_t times);
void sample_plant_sums(struct sample_world *world, uint32_t times);
void sample_plant_entitled(struct sample_world *world, uint32_t times);
void sample_plant_places(struct sample_world *world, uint32_t times);
void sample_plant_unseen(struct sample_world *world, uint32_t times);

#endif
