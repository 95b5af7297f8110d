/* SPDX-License-Identifier: Apache-2.0 */
/*
 * field.h - values: what a name, an address, a phone number … is, how two of them compare.
 *
 * Every kind of field has a parser that fills the public structure of value.h, and a row
 * in the table of kinds: how a raw value becomes codes, how codes compare, which keys
 * they offer to blocking rules. Matching sees codes only, never text.
 */
#ifndef DLB_FIELD_H
#define DLB_FIELD_H

#include <uchar.h>

#include "base/base.h"
#include "dolbom/juso.h"
#include "dolbom/compare.h"
#include "dolbom/value.h"
#include "text/text.h"

/* What values need to know of the plan. */
struct dlb_value_context {
    int32_t as_of; /* day; decides two-digit years and what lies in the future */
    const struct dolbom_juso *juso; /* a table of addresses, or NULL */
    const struct dlb_hanja_table *hanja; /* readings that go before the built-in ones, or NULL */
};

/* ---- parsers: fill every field of *out; texts are not NUL-terminated --------------- */

void dlb_name_parse(const struct dlb_value_context *context, struct dlb_text src,
                    dolbom_name *out);
/* The same without what codes are not made of: sound, fold, surname_class. The first is the fast
 * way, for names of two or three syllables that stand as they are; false (and nothing is set but
 * flags) for all others. */
bool dlb_name_read_plain(struct dlb_text src, dolbom_name *out);
void dlb_name_read(const struct dlb_value_context *context, struct dlb_text src, dolbom_name *out);
void dlb_address_parse(const struct dlb_value_context *context, struct dlb_text src,
                       dolbom_address *out);
void dlb_phone_parse(const struct dlb_value_context *context, struct dlb_text src,
                     dolbom_phone *out);
void dlb_date_parse(const struct dlb_value_context *context, struct dlb_text src,
                    dolbom_date *out);
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

/* ---- cells --------------------------------------------------------------------------- */

/*
 * Read a cell for a parser: one spelling of symbols and widths, jamo composed, single spaces,
 * none at the ends. false: not UTF-8 or too long for a value.
 */
bool dlb_value_read(struct dlb_text src, struct dlb_runes *runes);
/* Single spaces, none at the ends. */
void dlb_value_trim(struct dlb_runes *runes);
/* Nothing but punctuation, or a word that says there is nothing ("없음", "N/A"). */
bool dlb_value_is_blank(const struct dlb_runes *runes);

/* As dlb_value_read, for numbers and dates: marks for hidden digits become '*' too. */
bool dlb_number_read(struct dlb_text src, struct dlb_runes *runes);
/* The digit at `at`, also where O or l was typed among digits; 0: none. */
char dlb_number_digit(const struct dlb_runes *runes, size_t at);
/* Length of `word` (small letters) if it stands at `at`, in either case, else 0. */
size_t dlb_number_word(const struct dlb_runes *runes, size_t at, const char32_t *word);
/* Blank, or a note without digits why there is no number ("연락처 없음", "착신불가"). */
bool dlb_number_is_absent(const struct dlb_runes *runes);
/* "9012311990001.0": programs that take a number for a measurement add a fraction. */
struct dlb_text dlb_number_without_fraction(struct dlb_text src);

/* ---- names: the steps of dlb_name_parse (name_*.c) ----------------------------------- */

enum { DLB_NAME_LETTERS_MAX = 64 }; /* syllables or letters of a name; more is no name */

/* A name while it is read: parts go to *out as they are found, `main` is what is left. */
struct dlb_name_scan {
    dolbom_name *out;
    const struct dlb_hanja_table *hanja; /* of the plan, or NULL */
    struct dlb_runes main;
    bool repaired; /* something was dropped, guessed or converted */
};

/* Brackets: hanja, Latin form, alias, sex, age, namesake; notes about others are dropped. */
void dlb_name_take_notes(struct dlb_name_scan *scan);
/* "故 김순자", "김순자 故": no name begins or ends so; signs beside the mark go too. */
void dlb_name_take_deceased(struct dlb_name_scan *scan, struct dlb_runes *runes);
/* Hanja beside Hangul goes to its part; other hanja becomes Hangul where all can be read. */
void dlb_name_read_hanja(struct dlb_name_scan *scan);
/* Of a name with Hangul: masks to '?', namesake letters and Latin words to their parts. */
void dlb_name_take_marks(struct dlb_name_scan *scan);
/* O, X and 0, in any script where they look like that: they hide a syllable where one should be. */
bool dlb_name_is_hiding_letter(uint32_t rune);
/* Honorifics and titles; false when no name of the person remains ("이철수 모", "김씨"). */
bool dlb_name_take_words(struct dlb_name_scan *scan);
/* Hangul typed in English mode becomes Hangul; true when it did. */
bool dlb_name_untype(struct dlb_name_scan *scan);

/*
 * Capital letters without marks, one space between words, '?' for what is hidden. Digits and
 * symbols are left out. Returns the number of letters.
 */
size_t dlb_name_words(const uint32_t *runes, size_t n, struct dlb_runes *words);
/* "MS NGUYEN THI LAN" -> "NGUYEN THI LAN", before two words or more; true if it did. */
bool dlb_name_drop_titles(struct dlb_runes *words);
/* Keep a part unless it is too long or there is one. */
void dlb_name_keep(const uint32_t *runes, size_t n, char *dst, size_t dst_cap, uint16_t *len);

/* Words that stand where a name should: "미상", "테스트"; and those of relation: "보호자". */
bool dlb_name_is_placeholder(const uint32_t *runes, size_t n);
bool dlb_name_is_word(const uint32_t *runes, size_t n); /* an honorific, a title, a relation */
bool dlb_name_is_relation(const uint32_t *runes, size_t n);

/* Syllables of a surname, 0 when there is none; `alt` is a second candidate, 0: none. */
struct dlb_surname {
    uint8_t n, alt;
};

struct dlb_surname dlb_surname_of(const uint32_t *syllables, size_t n);
/* A surname of one syllable that is in use. */
bool dlb_is_surname(uint32_t rune);

/* ---- names: what their codes hold (kind_name.c has the layout) ------------------------- */

enum {
    DLB_NAME_SYLLABLES = 12, /* of a Hangul name; what is behind them is not in the codes */
    DLB_NAME_SYMBOLS = 36,   /* letters and spaces of a Latin name */
    DLB_NAME_WORDS = 8,
    DLB_NAME_CLASS_MAX = 4   /* syllables of a surname's class */
};

/* A Latin name out of its codes. */
struct dlb_name_latin {
    uint8_t n, n_words;
    char text[DLB_NAME_SYMBOLS];       /* 'A' … 'Z', ' ', '?' */
    uint8_t begin[DLB_NAME_WORDS + 1]; /* of each word; of the last one's end, + 1 */
};

bool dlb_name_is_latin(const uint64_t *codes);
/* Of more than DLB_PACK_MAX syllables; only of a name that is not Latin. */
bool dlb_name_is_long(const uint64_t *codes);
/* May they be compared (name_codes.c)? */
bool dlb_name_is_valid(const uint64_t *codes);
/* Syllables out of codes; a hidden one is '?'. Returns how many. */
size_t dlb_name_syllables(const uint64_t *codes, uint32_t runes[DLB_NAME_SYLLABLES]);
/* Syllables of the Korean surname, 0 when there is none. */
unsigned dlb_name_surname(const uint64_t *codes);
void dlb_name_latin_of(const uint64_t *codes, struct dlb_name_latin *latin);
/* 16 bits of hash for each word of a name that is not Hangul; returns how many. */
size_t dlb_name_word_hashes(const uint64_t *codes, uint16_t hashes[DLB_NAME_WORDS]);

/* Levels of names; kind_name.c says what each means. */
enum dlb_name_level {
    DLB_NAME_LEVEL_OTHER,
    DLB_NAME_LEVEL_MASKED,
    DLB_NAME_LEVEL_GIVEN,
    DLB_NAME_LEVEL_TOKENS,
    DLB_NAME_LEVEL_SYLLABLE,
    DLB_NAME_LEVEL_ROMANIZED,
    DLB_NAME_LEVEL_NEAR,
    DLB_NAME_LEVEL_SOUND,
    DLB_NAME_LEVEL_FOLDED,
    DLB_NAME_LEVEL_EXACT,
    DLB_NAME_LEVELS
};

/* Levels between names of other scripts or foreigners (name_across.c). */
unsigned dlb_name_compare_across(const uint64_t *hangul, const uint64_t *latin);
unsigned dlb_name_compare_words(const uint64_t *left, const uint64_t *right);
bool dlb_name_share_syllables(const uint64_t *left, const uint64_t *right);

/*
 * Spellings of foreign surnames as one (name_class.c): "응웬", "구엔" -> "응우옌", in place;
 * returns the new count, at most DLB_NAME_SYLLABLES.
 */
size_t dlb_name_class_fold(uint32_t runes[DLB_NAME_SYLLABLES], size_t n);
/* The Hangul surname a Latin word stands for; 0 syllables when it is none's spelling. */
size_t dlb_name_class_of_word(const char *word, size_t n, uint32_t surname[DLB_NAME_CLASS_MAX]);
/* The class of a foreigner's Hangul name: its first syllables; 0 when none is known. */
size_t dlb_name_class_of_hangul(const uint32_t *runes, size_t n,
                                uint32_t surname[DLB_NAME_CLASS_MAX]);
/* Begins with what no Korean name does, though its first syllable is a surname: 구엔, 은구엔티란. */
bool dlb_name_class_is_foreign(const uint32_t *runes, size_t n);
/* A surname that the word stands for beside its own sound: JIN for 김, LE for 레. */
bool dlb_name_class_spells(const char *word, size_t n, const uint32_t *runes, size_t n_runes);

/* ---- dates: the steps of dlb_date_parse ------------------------------------------------ */

enum {
    DLB_DATE_GROUPS_MAX = 10, /* a date and a time of day with its zone */
    DLB_DATE_SYMBOLS_MAX = 14
};

/* A run of digits in a date; '?' for a digit that is hidden or unknown. */
struct dlb_date_group {
    char symbols[DLB_DATE_SYMBOLS_MAX];
    uint8_t n;
    bool is_unknown; /* has a '?' */
    uint32_t value;  /* 0 when unknown */
};

/* A reign that counts years. */
struct dlb_date_era {
    int32_t offset; /* year 1 is offset + 1 */
    int32_t last;   /* its last year */
};

/* A date taken into groups and marks. */
struct dlb_date_parts {
    struct dlb_date_group groups[DLB_DATE_GROUPS_MAX];
    size_t n;
    const struct dlb_date_era *era; /* NULL: none named */
    bool is_lunar;
    bool is_leap_month; /* 윤달 */
    uint8_t month_place; /* which group, from 1, was an English month; 0: none */
    uint8_t n_labels;    /* of 년 월 일 */
    bool year_is_labelled;
    bool has_more; /* numbers behind the date were left out */
    bool has_time;
    bool repaired; /* words were dropped or converted */
};

/* false: something that is no part of a date. */
bool dlb_date_read_parts(const struct dlb_runes *runes, struct dlb_date_parts *parts);
void dlb_date_group_set(struct dlb_date_group *group, const char *symbols, size_t n);
/* Every symbol of every group is this one. */
bool dlb_date_all(const struct dlb_date_parts *parts, char symbol);

/*
 * The day of a Korean lunar date, 1890 … 2050; DLB_DAY_NONE when there is no such day (the
 * month was short, or not doubled that year).
 */
int32_t dlb_lunar_day(int32_t year, unsigned month, bool leap_month, unsigned day);
/* One of two days, written in numbers and read as a lunar date, is the other; symmetric. */
bool dlb_lunar_reads_as(int32_t left, int32_t right);

/* ---- short texts ------------------------------------------------------------------------ */

enum {
    DLB_ADDRESS_UNITS = 400, /* characters read of an address; it has ended long before */
    DLB_ADDRESS_PAD = 16,    /* zeros behind them, so that looking ahead needs no check */
    DLB_NAME_UNITS = 20      /* longest name of a place; longer ones are no names */
};

/* A short text of characters, such as the name of a place. */
struct dlb_units {
    char16_t unit[DLB_NAME_UNITS];
    uint8_t n;
};

/* ---- districts (district.c, district_table.c) --------------------------------------- */

/* A city, county or gu (시군구) of today or of before; a row of the generated table. */
struct dlb_district {
    char16_t name[6];    /* the last level: "중원구"; NUL-terminated */
    uint32_t code;       /* 5 digits, the first two the province's */
    uint32_t parent;     /* the city this gu belongs to; 0 for all others */
    uint32_t key;        /* the district that keys use: a gu's city, else nearly always itself */
    uint32_t successor;  /* what it is part of since it went; 0 if it stands or was divided */
    uint32_t created;    /* yyyymmdd */
    uint32_t abolished;  /* yyyymmdd; 0 while it stands */
    uint32_t parts;      /* DLB_DISTRICT_… */
};

enum {
    DLB_DISTRICT_HAS_GU = 1,  /* rows name it as their parent */
    DLB_DISTRICT_DIVIDED = 2  /* rows of dlb_district_splits are about it */
};

enum { DLB_PLACE_NAME = 8 };

/* What a place in a district tells; ordered by district, then by name. */
struct dlb_place {
    char16_t name[DLB_PLACE_NAME]; /* an eup, myeon or dong as written */
    char16_t is[DLB_PLACE_NAME];   /* what it is called; empty where only gu counts */
    uint32_t district;
    uint32_t gu; /* where it lies today; 0 where only its name counts */
};

/* A table of places. */
struct dlb_places {
    const struct dlb_place *rows;
    size_t n;
};

enum { DLB_DISTRICT_SLOTS = 1024 };
extern const struct dlb_district dlb_districts[];
extern const size_t dlb_n_districts;
extern const uint16_t dlb_district_slots[DLB_DISTRICT_SLOTS];
extern const uint16_t dlb_district_order[];
/* Of a district as written that was divided, or gave places to another one: the eup, myeon or
 * dong tells the district of today. */
extern const struct dlb_places dlb_district_splits;
/* Of a city or county of today: an eup or myeon that is called otherwise ("도암면"). */
extern const struct dlb_places dlb_eup_renames;
/* Of a district as keys use it: an administrative dong (행정동) and the one legal dong in which
 * it lies, where its name does not tell ("은천동", "봉천동"); the same name, where it lies in
 * several and none is called like it without its number ("원효로1동"). */
extern const struct dlb_places dlb_admin_dongs;

/* The rows that bear this name, *count of them, or NULL. */
const struct dlb_district *dlb_district_named(const char16_t *name, size_t n, size_t *count);
/* The row of a code, or NULL (also for Sejong, a province without districts). */
const struct dlb_district *dlb_district_of(uint32_t code);
/* What a district has become, whatever was divided, and its code; NULL for Sejong. */
const struct dlb_district *dlb_district_heir(const struct dlb_district *row, uint32_t *code);
/* The row of a place, or NULL. */
const struct dlb_place *dlb_place_find(const struct dlb_places *places, uint32_t district,
                                       const struct dlb_units *name);
/* The name becomes what the table says; false (and nothing changed) when it says nothing. */
bool dlb_place_rename(const struct dlb_places *places, uint32_t district, struct dlb_units *name);

/* ---- addresses, piece by piece (address*.c) ------------------------------------------- */

/* An address while it is read. `text` is folded: see dlb_address_fold(). */
struct dlb_address_scan {
    size_t n; /* characters of text */
    uint32_t flags;
    uint32_t zip;
    uint32_t province;                 /* current 2-digit code, 0: unknown */
    uint32_t province_written;         /* the code of the province as written */
    const struct dlb_district *written; /* the district as written, or NULL */
    const struct dlb_district *city;    /* its city, when it is a gu */
    struct dlb_units district_name;    /* a district the table does not know or cannot place */
    struct dlb_units emd, ri;
    struct dlb_units road;
    uint32_t under, main, sub;
    uint32_t mountain, lot_main, lot_sub;
    struct dlb_units dong, floor, ho;
    char16_t text[DLB_ADDRESS_UNITS + DLB_ADDRESS_PAD];
};

/* Is it known where the address is, as far as it can be? Sejong has no districts. */
static inline bool dlb_is_placed(const struct dlb_address_scan *scan)
{
    return scan->written != NULL || scan->district_name.n > 0 || scan->province == 36;
}

/*
 * Write src as the characters an address is made of: precomposed Hangul, digits, capital
 * letters, '-', ',', '.', '~', brackets as '(' and ')', dots of all kinds as U+00B7, runs of
 * anything else as one space; followed by zeros. What is behind DLB_ADDRESS_UNITS is not read.
 */
void dlb_address_fold(struct dlb_text src, struct dlb_address_scan *scan);

/* Postcode and country at the beginning; returns where they end. */
size_t dlb_address_preamble(struct dlb_address_scan *scan);
/* Province (unless one is known), district, eup or myeon from `at` on; returns where they end. */
size_t dlb_address_place(struct dlb_address_scan *scan, size_t at);
/* "시민로 5번길 17" at a word's begin; returns where the number ends, or 0 if it is none. */
size_t dlb_address_road(struct dlb_address_scan *scan, size_t at);
/* A road's name without a number, a whole word or two; returns its end, or 0. */
size_t dlb_address_street(const struct dlb_address_scan *scan, size_t at, struct dlb_units *road);
/* "을지로6가 21-31", "장현리 산 12" at a word's begin; as dlb_address_road(). */
size_t dlb_address_lot(struct dlb_address_scan *scan, size_t at);
/* Syllables, with a number only where offices have one: 왕십리2동, 을지로6가, 명륜3가동. */
bool dlb_is_place_name(const char16_t *text, size_t at, size_t end);
/* "종로1.2.3.4가동" at `at`: an office for several dongs, no road. */
bool dlb_is_joint_office(const char16_t *text, size_t at);
/* 세종로 of 종로구: a legal dong, not a road. */
bool dlb_is_sejongno(const struct dlb_address_scan *scan, const struct dlb_units *name);
/* Split an eup or myeon off a road or ri it sticks to, if `least` syllables are left. */
void dlb_split_eup(struct dlb_address_scan *scan, struct dlb_units *name, size_t least);
/* What follows the number: dong, floor, ho, places and lots in brackets. */
void dlb_address_detail(struct dlb_address_scan *scan, size_t at, bool is_road);
/* Everything that was read, its keys and its canonical text; all but kind and quality. */
void dlb_address_write(struct dlb_address_scan *scan, dolbom_address *out);
/* road_key, lot_key and street_key from the parts of an address. */
void dlb_address_keys(dolbom_address *out);

static inline bool dlb_is_hangul(char16_t c)
{
    return (char16_t)(c - 0xAC00) < 11172;
}

static inline bool dlb_is_digit(char16_t c)
{
    return (char16_t)(c - u'0') < 10;
}

/* Part of a word: not a space, bracket, separator or the end. Above ASCII, what is folded
 * knows syllables and the dot only. */
static inline bool dlb_is_word(char16_t c)
{
    if (c > 0x7F) return true;
    return dlb_is_digit(c) || (char16_t)(c - u'A') < 26;
}

static inline bool dlb_is_one_of(char16_t c, const char16_t *set)
{
    while (*set != 0 && *set != c) set++;
    return *set != 0;
}

/* Where the word at `at` ends. */
static inline size_t dlb_word_end(const char16_t *text, size_t at)
{
    while (dlb_is_word(text[at])) at++;
    return at;
}

static inline bool dlb_is_all_hangul(const char16_t *text, size_t at, size_t end)
{
    while (at < end && dlb_is_hangul(text[at])) at++;
    return at == end;
}

/* Where the digits at `at` end. */
static inline size_t dlb_digits_end(const char16_t *text, size_t at)
{
    while (dlb_is_digit(text[at])) at++;
    return at;
}

/* Length of `word` if text goes on with it, else 0. */
static inline size_t dlb_units_match(const char16_t *text, const char16_t *word)
{
    size_t n = 0;
    while (word[n] != 0 && text[n] == word[n]) n++;
    return word[n] == 0 ? n : 0;
}

static inline size_t dlb_skip_space(const char16_t *text, size_t at)
{
    return text[at] == ' ' ? at + 1 : at;
}

enum { DLB_NUMBER_DIGITS = 5 }; /* of a building or lot number */

/* Does the number that ends at `end` belong to a dong, floor, unit …, not to the road? */
bool dlb_is_of_unit(const char16_t *text, size_t end);
/* Where a building number ends whose digits ran into a unit's ("19201호"), else `end`. */
size_t dlb_cut_off_unit(const char16_t *text, size_t from, size_t end);
/* "-1" or "의 1" behind a main number; returns its end, or `at` if there is none. */
size_t dlb_sub_number(struct dlb_address_scan *scan, size_t at, uint32_t *sub);
/* Behind 번지 or 번, if they stand at `at`. */
size_t dlb_skip_beonji(const char16_t *text, size_t at);
/* 젊음의거리 is a road; 삼거리 and 당거리 are ris, as all of two or three syllables are. */
bool dlb_is_street(const struct dlb_units *name);
/* The value of a run of digits, UINT32_MAX when there are none or more than six. */
uint32_t dlb_digits_value(const char16_t *text, size_t at, size_t end);
/* "역삼제1동" -> "역삼동", "면목본동" -> "면목동", "장현1리" -> "장현리": the legal dong or ri;
 * false if it is one. */
bool dlb_legal_dong(const struct dlb_address_scan *scan, struct dlb_units *name);
/* Append; false when there is no room (and nothing is written). */
bool dlb_units_add(struct dlb_units *units, const char16_t *text, size_t n);

static inline bool dlb_units_push(struct dlb_units *units, char16_t c)
{
    if (units->n == DLB_NAME_UNITS) return false;
    units->unit[units->n++] = c;
    return true;
}

/* ---- official numbers (juso_key.c) -------------------------------------------------- */

enum {
    DLB_JUSO_KEY_DIGITS = 26, /* of a building: 도로명주소관리번호 */
    DLB_PNU_DIGITS = 19       /* of a lot */
};

/* In one piece or as labelled parts; digits are set when good or repaired. */
dolbom_quality dlb_juso_key_read(struct dlb_text src, char digits[DLB_JUSO_KEY_DIGITS]);
dolbom_quality dlb_pnu_read(struct dlb_text src, char digits[DLB_PNU_DIGITS]);

/* ---- the juso table (juso_*.c) ---------------------------------------------------------- */

/*
 * An index is a header and sections, one behind the other, each begun at a multiple of 8. A
 * road's buildings lie together, in the order of their numbers; so do a legal dong's lots.
 * What is read of an address leads there through the same hashes as its keys have.
 *
 *   street key -> roads -> buildings of the road -> own lot, postcode
 *   dong key   -> dongs -> lots of the dong      -> building
 *
 *   building   under 2 | main 17 | sub 17 | 읍면동번호 10 | postcode's place 16    bits
 *   lot        mountain 1 | main 14 | sub 14
 */
enum dlb_juso_section {
    DLB_JUSO_ROAD_CODES,     /* u64, rising: 도로명코드 */
    DLB_JUSO_ROAD_NAMES,     /* u32: where its text begins */
    DLB_JUSO_ROAD_BUILDINGS, /* u32: its first building; one more for the end */
    DLB_JUSO_STREET_KEYS,    /* u64, rising: street_key of an address */
    DLB_JUSO_STREET_ROADS,   /* u32: a road of that name */
    DLB_JUSO_DONG_CODES,     /* u64, rising: 법정동코드 */
    DLB_JUSO_DONG_NAMES,     /* u32: where the texts of emd, ri and sigungu begin */
    DLB_JUSO_DONG_DISTRICTS, /* u32: sigungu code of today */
    DLB_JUSO_DONG_LOTS,      /* u32: its first lot; one more for the end */
    DLB_JUSO_DONG_KEYS,      /* u64, rising: street_key of an address by lot */
    DLB_JUSO_DONGS,          /* u32: a dong of that name */
    DLB_JUSO_ZIPS_USED,      /* u32, rising; the first is 0: none */
    DLB_JUSO_BUILDINGS,      /* u64, rising within a road */
    DLB_JUSO_OWN_LOTS,       /* u32: place in LOTS, or DLB_JUSO_NONE */
    DLB_JUSO_LOTS,           /* u32, not falling within a dong */
    DLB_JUSO_LOT_BUILDINGS,  /* u32: place in BUILDINGS */
    DLB_JUSO_TEXTS,          /* a byte of length before each */
    DLB_JUSO_SECTIONS
};

enum dlb_juso_count {
    DLB_JUSO_N_ROADS,
    DLB_JUSO_N_STREETS,
    DLB_JUSO_N_DONGS,
    DLB_JUSO_N_DONG_KEYS,
    DLB_JUSO_N_ZIPS,
    DLB_JUSO_N_BUILDINGS,
    DLB_JUSO_N_LOTS,
    DLB_JUSO_N_TEXT, /* bytes */
    DLB_JUSO_ROADS_UNREAD,
    DLB_JUSO_DONGS_UNREAD,
    DLB_JUSO_COUNTS
};

#define DLB_JUSO_NONE UINT32_MAX
#define DLB_JUSO_MAGIC "dolbjuso"

enum {
    DLB_JUSO_VERSION = 1, /* rises with the layout */
    DLB_JUSO_ROADS_MAX = 1 << 18,
    DLB_JUSO_DONGS_MAX = 1 << 15,
    DLB_JUSO_ZIPS_MAX = 1 << 16,
    DLB_JUSO_UNDER_BIT = 60,
    DLB_JUSO_MAIN_BIT = 43,
    DLB_JUSO_SUB_BIT = 26,
    DLB_JUSO_EMD_BIT = 16,
    DLB_JUSO_NUMBER_MAX = (1 << 17) - 1,
    DLB_JUSO_LOT_NUMBER_MAX = (1 << 14) - 1,
    DLB_JUSO_LOT_BITS = 29,
    DLB_JUSO_NAME_MAX = 60, /* bytes of a road, emd, ri or district */
};

struct dlb_juso_header {
    char magic[8];
    uint64_t version; /* DLB_JUSO_VERSION; also tells the byte order */
    uint64_t checksum; /* of all behind it */
    uint64_t n_bytes;  /* header and sections */
    uint64_t names;    /* dlb_juso_names_hash() of the library that made it */
    uint32_t counts[DLB_JUSO_COUNTS];
};

/* A section, read as what it is. */
union dlb_juso_part {
    const void *bytes;
    const uint64_t *u64;
    const uint32_t *u32;
    const char *text;
};

struct dolbom_juso {
    struct dlb_env *env;
    atomic_uint n_users;
    const struct dlb_juso_header *header;
    union dlb_juso_part part[DLB_JUSO_SECTIONS];
};

/* Where each section begins, and behind the last one the end; from the counts alone. */
void dlb_juso_layout(const uint32_t counts[DLB_JUSO_COUNTS],
                     uint64_t begins[DLB_JUSO_SECTIONS + 1]);
/* Of the districts' names and of how keys are written: an index is of use only to a library
 * that knows both as the one that made it. */
uint64_t dlb_juso_names_hash(void);
/* One more user of an index; returns it. */
struct dolbom_juso *dlb_juso_share(const struct dolbom_juso *juso);

/* Fill in what an address does not say, if it leads to exactly one building. */
void dlb_juso_complete(const struct dolbom_juso *juso, dolbom_address *address);

/* A row of the official files; what a lot's row does not have is empty or 0. */
struct dlb_juso_row {
    struct dlb_text sido, sigungu, emd, ri, road;
    uint64_t road_code, dong_code;
    uint64_t building; /* under, main, sub and emd number, as in an index */
    uint32_t lot;      /* as in an index; 0: none */
    uint32_t zip;
    uint32_t date;   /* yyyymmdd, 0: none */
    uint8_t reason;  /* enum dlb_juso_reason */
    bool is_lot;     /* of the file of lots */
    bool is_nothing; /* an empty line, "No Data" */
};

enum dlb_juso_reason { DLB_JUSO_STANDS, DLB_JUSO_CHANGED, DLB_JUSO_ABOLISHED };

/* NULL, or why it is no row. */
const char *dlb_juso_row_read(struct dlb_text line, struct dlb_juso_row *row);

/* A name some code has in some row. */
struct dlb_juso_name {
    uint64_t key; /* as street_key; 0: it is not read as a name of its kind */
    uint32_t code; /* number of the code, by arrival */
    uint32_t text; /* where in `texts` */
    uint32_t date; /* latest row with it */
    uint32_t district;
};

struct dlb_juso_slot;
struct dlb_juso_map {
    struct dlb_juso_slot *slots;
    size_t cap; /* a power of 2 */
};

/* The codes and names of roads, or of legal dongs, that rows have brought so far. */
struct dlb_juso_names {
    size_t n_codes_max;
    struct dlb_array codes; /* uint64_t, by arrival */
    struct dlb_array names; /* struct dlb_juso_name, by arrival */
    struct dlb_array texts; /* char; a byte of length before each */
    struct dlb_juso_map by_code, by_text;
};

/* Number of a code, new or known; DLB_JUSO_NONE when there is no memory or are too many. */
uint32_t dlb_juso_code(struct dlb_env *env, struct dlb_juso_names *names, uint64_t code);
/* The same, and remember its name; `is_road` tells which of the two a row names. */
uint32_t dlb_juso_name(struct dlb_env *env, struct dlb_juso_names *names,
                       const struct dlb_juso_row *row, bool is_road);
void dlb_juso_names_clear(struct dlb_env *env, struct dlb_juso_names *names);

/* A row of the file of buildings; `key` is the same for all rows about one building. */
struct dlb_juso_building {
    uint64_t key; /* road, then under, main, sub and emd number */
    uint32_t dong, lot, date;
    uint32_t zip_reason; /* postcode * 4 + reason */
};

/* A row of the file of lots. */
struct dlb_juso_lot {
    uint64_t key; /* of its building */
    uint32_t dong;
    uint32_t lot_reason; /* lot * 4 + reason: a lot has 29 bits */
};

/* Of roads or of dongs: codes in order, and the names that lead to them. */
struct dlb_juso_ranking {
    struct dlb_sort_item *codes; /* by code; value: number by arrival */
    uint32_t *rank;              /* of a code by arrival */
    uint32_t *best;              /* per rank: the name to show, or DLB_JUSO_NONE */
    struct dlb_sort_item *keys;  /* by key, then rank; each pair once */
    size_t n_codes, n_names, n_keys;
};

enum {
    DLB_JUSO_ROAD_BIT = 46,  /* of a row's key: the road, by arrival or by rank */
    DLB_JUSO_ZIPS = 100000   /* postcodes there can be */
};
#define DLB_JUSO_OWN (UINT64_C(1) << 32)

/* All rows, and what is left of them when they are sorted. */
struct dlb_juso_making {
    struct dlb_env *env;
    struct dlb_juso_names roads, dongs;
    struct dlb_array building_rows, lot_rows;
    dolbom_juso_tally tally;
    struct dlb_juso_ranking road_ranks, dong_ranks;
    struct dlb_sort_item *buildings; /* key, now with the road's rank, and row; one for each */
    size_t n_rows, n_buildings;
    struct dlb_sort_item *lots; /* dong's rank and lot; value: building, and OWN if it is that */
    size_t n_lots, lots_cap;
    uint32_t *zips; /* DLB_JUSO_ZIPS of them: the place of each */
    uint32_t n_zips;
};

/* Choose and order what goes into the index (juso_sort.c). */
dolbom_status dlb_juso_sort(struct dlb_juso_making *making, dolbom_error *error);
void dlb_juso_making_clear(struct dlb_juso_making *making);

/* ---- kinds ------------------------------------------------------------------------- */

enum {
    DLB_KIND_SLOTS_MAX = 4,   /* codes per value */
    DLB_KIND_LEVELS_MAX = 12, /* comparison levels per kind */
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

/* A value taken apart by its kind; which member is filled depends on the kind. */
union dlb_parsed {
    dolbom_name name;
    dolbom_address address;
    dolbom_phone phone;
    dolbom_date date;
    dolbom_rrn rrn;
    dolbom_brn brn; /* brn, crn */
    struct {
        uint16_t text_len;
        char text[DOLBOM_ADDRESS_MAX];
    } plain; /* sex, text, code */
};

enum { DLB_CANONICAL_MAX = DOLBOM_ADDRESS_MAX }; /* bytes that suffice for any kind */

/*
 * A kind of field. `encode` takes src apart into *parsed and makes codes of it: fixed-width,
 * equal on every machine, all 0 when the value is missing or unusable. `write` gives the
 * canonical text of what encode has parsed from the same src: bytes written, at most
 * DLB_CANONICAL_MAX. Parsing is the costly part, so the cleaner, who wants codes, text and
 * parts (a district, a birth date), parses once. `compare` is symmetric and gives an index
 * into `levels`, 0 being "no agreement" and the last one the best, or DLB_LEVEL_MISSING when
 * either is missing.
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
    dolbom_quality (*encode)(const struct dlb_value_context *context, struct dlb_text src,
                             union dlb_parsed *parsed, uint64_t *codes);
    size_t (*write)(const union dlb_parsed *parsed, struct dlb_text src, char *dst);
    unsigned (*compare)(const uint64_t *left, const uint64_t *right);
    /* true when the two values cannot belong to one person (two checked resident numbers of
     * one class that differ); NULL for kinds that never tell */
    bool (*conflict)(const uint64_t *left, const uint64_t *right);
    /* whether codes that somebody else has written are such as `compare` and the keys rely on;
     * NULL for kinds where any will do */
    bool (*is_valid)(const uint64_t *codes);
};

/*
 * The kinds, their levels (worst first) and keys:
 *
 *   name     other masked given tokens syllable romanized near sound folded exact
 *                                                                  "" surname given sound
 *   date     other year_off month digit lunar exact                "" year month_day
 *   phone    other digit exact                                     "" last4
 *   address  other district road neighbour building unit
 *                                                                   "" (building) unit district
 *   rrn      other front exact                                     "" front
 *   brn crn  other exact                                           ""
 *   sex      other exact                                           ""
 *   text     other similar near exact                              "" prefix
 *   code     other exact                                           ""
 *
 * rrn has 3 slots: the 13-digit number (0 unless all are known), 0, and the first seven
 * digits with class and check; the clean stage replaces the first two by a keyed token, so
 * the number itself leaves it nowhere. Its "" key is 0 when the check digit is suspect.
 */

/* name, address, phone, date, rrn, brn, crn, sex, text, code; NULL for an unknown name. */
const struct dlb_kind *dlb_kind_find(struct dlb_text name);
/* The kinds in a fixed order, for error messages and documentation; NULL past the end. */
const struct dlb_kind *dlb_kind_at(size_t index);
/* The public number of what `compare` has given: of a level, or DOLBOM_LEVEL_MISSING. */
uint8_t dlb_level_number(const struct dlb_kind *kind, unsigned level);

extern const struct dlb_kind dlb_kind_name, dlb_kind_date, dlb_kind_phone, dlb_kind_address,
    dlb_kind_rrn, dlb_kind_brn, dlb_kind_crn, dlb_kind_sex, dlb_kind_text, dlb_kind_code;

#endif
