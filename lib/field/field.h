/* SPDX-License-Identifier: Apache-2.0 */
/*
 * field.h - values: what a name, an address, a phone number … is, how two of them compare.
 *
 * Every kind of field has a parser that fills a structure of parsed.h, and a row in the table
 * of kinds: how a raw value becomes codes, how codes compare, which keys
 * they offer to blocking rules. Matching sees codes only, never text.
 */
#ifndef DLB_FIELD_H
#define DLB_FIELD_H

#include "field/parsed.h"

#include "base/base.h"
#include "dolbom/compare.h"
#include "dolbom/value.h"
#include "text/text.h"

struct dolbom_juso;

/* What values need to know of the plan. */
struct dlb_value_context {
    int32_t as_of; /* day; decides two-digit years and what lies in the future */
    /* a table of addresses, or NULL; how it adds what an address does not say is its own affair
     * (dlb_juso_attach) */
    const struct dolbom_juso *juso;
    void (*complete)(const struct dolbom_juso *juso, struct dlb_address *address);
    const struct dlb_hanja_table *hanja; /* readings that go before the built-in ones, or NULL */
};

/* ---- parsers: fill every field of *out; texts are not NUL-terminated --------------- */

void dlb_name_parse(const struct dlb_value_context *context, struct dlb_text src,
                    struct dlb_name *out);
void dlb_address_parse(const struct dlb_value_context *context, struct dlb_text src,
                       struct dlb_address *out);
void dlb_phone_parse(const struct dlb_value_context *context, struct dlb_text src,
                     struct dlb_phone *out);
void dlb_date_parse(const struct dlb_value_context *context, struct dlb_text src, dolbom_date *out);
void dlb_rrn_parse(const struct dlb_value_context *context, struct dlb_text src, dolbom_rrn *out);
void dlb_brn_parse(const struct dlb_value_context *context, struct dlb_text src, dolbom_brn *out);
void dlb_crn_parse(const struct dlb_value_context *context, struct dlb_text src, dolbom_brn *out);

/* DOLBOM_RRN_BIRTH_… of the birth date and sex ('M', 'F', 0: unknown) beside a number. */
uint32_t dlb_rrn_agrees(const dolbom_rrn *rrn, const dolbom_date *birth, uint8_t sex);

/* Canonical text of a parsed date and number: bytes written, at most DOLBOM_…_MAX. */
size_t dlb_date_write(const dolbom_date *date, char *dst);
size_t dlb_rrn_write(const dolbom_rrn *rrn, struct dlb_text src, char *dst);

/*
 * A masked name for people to read: "김○자", "NGU***". Bytes written, at most
 * DOLBOM_NAME_MAX; never shows more than the first and last syllable.
 */
size_t dlb_name_mask(struct dlb_text name, char *dst);

/*
 * The fast way for machine-made dates: "YYYYMMDD", "YYYY-M-D" with or without zeros, the same
 * with '.' and '/', and nothing else; DLB_DAY_NONE for everything the fast way does not know.
 */
int32_t dlb_date_fast(struct dlb_text src);

/* ---- addresses, for a table of them -------------------------------------------------- */

/* road_key, lot_key and street_key from the parts of an address. */
void dlb_address_keys(struct dlb_address *address);
/* A city named without its gu, or a district of before that was divided: more could be told. */
bool dlb_district_is_vague(uint32_t sigungu_code);
/* Changes with the tables of districts and with how keys are written (address_version.c). */
uint64_t dlb_address_version(void);

/*
 * The area code of landlines in a district: "031" in 남양주시, 41360. Of a province (41000) that of
 * most of it; NULL where there is none.
 */
const char *dlb_phone_area(uint32_t sigungu_code);

/* ---- official numbers (juso_key.c) -------------------------------------------------- */

enum {
    DLB_JUSO_KEY_DIGITS = 26, /* of a building: 도로명주소관리번호 */
    DLB_PNU_DIGITS = 19       /* of a lot */
};

/* In one piece or as labelled parts; digits are set when good or repaired. */
dolbom_quality dlb_juso_key_read(struct dlb_text src, char digits[DLB_JUSO_KEY_DIGITS]);
dolbom_quality dlb_pnu_read(struct dlb_text src, char digits[DLB_PNU_DIGITS]);

/* ---- codes as text (code_text.c) ------------------------------------------------------ */

enum { DLB_CODE_DIGITS = 16 }; /* hexadecimal, lower case */
void dlb_codes_write(const uint64_t *codes, unsigned n, char *hex);
/* False when it is not so many codes; they are not to be used then. */
bool dlb_codes_read(struct dlb_text hex, uint64_t *codes, unsigned n);

/* ---- kinds ------------------------------------------------------------------------- */

enum {
    DLB_FILTER_WORDS = 16,    /* of a fuzzy token: 1,024 bits */
    DLB_KIND_SLOTS_MAX = 17,  /* codes per value: a block and a filter */
    DLB_KIND_LEVELS_MAX = 12, /* comparison levels per kind */
    DLB_IDENTITY_CLASSES = 2,
    DLB_LEVEL_MISSING = 255
};

/* A level: its name in plans and tables, its number in the public interface. Inside, levels are
 * counted 0, 1, 2 …, so that patterns of them stay small. */
struct dlb_level {
    const char *name;
    uint8_t number;
};

/* A derived code for blocking, such as a name's surname; 0 keeps the record out of it. */
struct dlb_kind_key {
    const char *name; /* "" is the kind's own full key */
    uint64_t (*of)(const uint64_t *codes);
};

/* A number that only one person has. Two of one class that differ are two people's. */
struct dlb_identity {
    uint32_t class; /* 1 … DLB_IDENTITY_CLASSES; 0: there is none */
    uint64_t number[2];
};

enum { DLB_CANONICAL_MAX = DOLBOM_ADDRESS_MAX }; /* bytes that suffice for any kind */

/* The parts of a value as text (kind/parts.h). */
struct dlb_parts {
    char text[DOLBOM_PARTS_MAX];
    size_t len;
};

/*
 * A kind of field. `parse` takes src apart into *parsed. `encode` does so as far as codes need
 * it and makes the codes: fixed-width, equal on every machine, all 0 when the value is missing
 * or unusable (but for the mark that tells namesakes apart). Parsing is the costly part, so the
 * cleaner, who wants codes, text and parts (a district, a birth date), does it once. `write` gives
 * the canonical text of what either has taken from the same src: bytes written, at most
 * DLB_CANONICAL_MAX. `parts` adds all that `parse` has found; kinds that have no parts lack it.
 * `compare` is symmetric and gives an index into `levels`, 0 being "no agreement" and the last one
 * the best, or DLB_LEVEL_MISSING when either is missing.
 */
struct dlb_kind {
    const char *name;
    uint8_t n_slots;
    uint8_t n_levels;
    uint8_t n_keys;
    /* the slot whose frequency in the data weighs agreement (term frequency), UINT8_MAX:
     * none; and the lowest level at which it agrees, 0: the best */
    uint8_t frequency_slot;
    uint8_t frequency_level;
    const struct dlb_level *levels;
    const struct dlb_kind_key *keys;
    dolbom_quality (*parse)(const struct dlb_value_context *context, struct dlb_text src,
                            union dlb_parsed *parsed);
    dolbom_quality (*encode)(const struct dlb_value_context *context, struct dlb_text src,
                             union dlb_parsed *parsed, uint64_t *codes);
    size_t (*write)(const union dlb_parsed *parsed, struct dlb_text src, char *dst);
    void (*parts)(const union dlb_parsed *parsed, struct dlb_parts *parts);
    unsigned (*compare)(const uint64_t *left, const uint64_t *right);
    /* the number by which a value says whose it is (a checked resident number); NULL for
     * kinds that never tell */
    struct dlb_identity (*identity)(const uint64_t *codes);
    /* true when one agency, which knows its people, has told two of one value apart (김순자A and
     * 김순자B); NULL for kinds that never tell */
    bool (*tells_apart)(const uint64_t *left, const uint64_t *right);
    /* whether codes that somebody else has written are such as `compare` and the keys rely on;
     * NULL for kinds where any will do */
    bool (*is_valid)(const uint64_t *codes);
    /* slots 1 … DLB_FILTER_WORDS are a filter, and values of one key below DLB_FILTER_SIMILAR have
     * nothing in common: a blocking rule need not compare them */
    bool has_filter;
    /* texts and codes stay in the process: digits that nobody may see can be worked out of them */
    bool is_secret;
};

/*
 * The kinds, their levels (worst first) and keys:
 *
 *   name     other masked given tokens syllable romanized near sound folded exact
 *                                                                  "" surname given sound
 *   date     other year_off month digit lunar exact                "" year month_day
 *   phone    other masked digit exact                              "" last4
 *   address  other district road neighbour building unit
 *                                                                   "" (building) unit district
 *   rrn      other front masked exact                              "" front
 *   brn crn  other exact                                           ""
 *   sex      other exact                                           ""
 *   text     other similar near exact                              "" prefix
 *   code     other exact                                           ""
 *   juso pnu other exact                                           ""
 *   fuzzy    other similar alike near exact                        "" (block)
 *
 * rrn has 2 slots: the 13-digit number (0 unless all are known) and the first seven digits with
 * class and check. Its "" key is 0 when the check digit is suspect.
 */

/* NULL for an unknown name. */
const struct dlb_kind *dlb_kind_find(struct dlb_text name);
/* The kinds in a fixed order, for error messages and documentation; NULL past the end. */
const struct dlb_kind *dlb_kind_at(size_t index);
/* The public number of what `compare` has given: of a level, or DOLBOM_LEVEL_MISSING. */
uint8_t dlb_level_number(const struct dlb_kind *kind, unsigned level);

extern const struct dlb_kind dlb_kind_name, dlb_kind_date, dlb_kind_phone, dlb_kind_address,
    dlb_kind_rrn, dlb_kind_brn, dlb_kind_crn, dlb_kind_sex, dlb_kind_text, dlb_kind_code,
    dlb_kind_juso, dlb_kind_pnu, dlb_kind_fuzzy;

/* Two filters with so many bits in common and in both: is their Dice at least so many per thousand?
 * The one place that says it, for whatever counts the bits. */
enum { DLB_FILTER_SIMILAR = 650 };
static inline bool dlb_dice_reaches(unsigned common, unsigned all, unsigned per_thousand)
{
    return 2000 * common >= per_thousand * all;
}

/* Do codes of dlb_kind_rrn hold a whole number that does not contradict its check digit? */
bool dlb_rrn_codes_valid(const uint64_t *codes);
/* A number of the flat that codes of dlb_kind_address name, 동 and 호 of a building in a known
 * district; 0 when they name none. */
uint64_t dlb_address_codes_flat(const uint64_t *codes);

#endif
