/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_name_alias.c - another name beside the name, and marks that tell namesakes apart, in codes.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "field/name/name_codes.h"

static const struct dlb_value_context context = {.as_of = DLB_DAY_NONE};

struct codes {
    uint64_t at[DLB_KIND_SLOTS_MAX];
};

static struct codes codes_of(const char *written)
{
    union dlb_parsed parsed;
    struct codes codes;
    dlb_kind_name.encode(&context, (struct dlb_text){written, strlen(written)}, &parsed, codes.at);
    cr_expect(dlb_kind_name.is_valid(codes.at), "%s", written);
    return codes;
}

static const char *level_between(const char *left, const char *right)
{
    struct codes l = codes_of(left), r = codes_of(right);
    unsigned level = dlb_kind_name.compare(l.at, r.at);
    cr_expect_eq(level, dlb_kind_name.compare(r.at, l.at), "%s, %s", left, right);
    return level == DLB_LEVEL_MISSING ? "missing" : dlb_kind_name.levels[level].name;
}

static bool tells_apart(const char *left, const char *right)
{
    struct codes l = codes_of(left), r = codes_of(right);
    bool apart = dlb_kind_name.tells_apart(l.at, r.at);
    cr_expect_eq(apart, dlb_kind_name.tells_apart(r.at, l.at), "%s, %s", left, right);
    return apart;
}

Test(name_alias, is_compared_as_if_it_stood_alone)
{
    static const char *const both[][3] = {
        {"김하은(응우옌티란)", "응우옌티란", "김하은"},
        {"김하은(NGUYEN THI LAN)", "NGUYEN THI LAN", "김하은"},
        {"박수빈(개명 전 박끝순)", "박끝순", "박수빈"},
        {"NGUYEN THI LAN (김하은)", "김하은", "NGUYEN THI LAN"},
        {"응우옌티란(김하은)", "김하은", "응우옌티란"},
        {"황보인(본명: 황보말순)", "황보말순", "황보인"},
    };
    static const char *const others[] = {"응우옌 티 란", "NGUYEN THI LAN", "응웬티란", "박끝순",
                                         "김하은",       "황보말순",       "박꿑순",   "KIM HAEUN"};
    for (size_t i = 0; i < sizeof both / sizeof *both; i++) {
        cr_expect_str_eq(level_between(both[i][0], both[i][1]), "exact", "%s", both[i][0]);
        cr_expect_str_eq(level_between(both[i][0], both[i][2]), "exact", "%s", both[i][0]);
        for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
            const char *alone = level_between(both[i][1], others[k]);
            const char *name = level_between(both[i][2], others[k]);
            const char *better = strcmp(name, "other") == 0 ? alone : name;
            if (strcmp(alone, "given") == 0 || strcmp(alone, "syllable") == 0) better = name;
            if (strcmp(name, "other") != 0 && strcmp(alone, "other") != 0) continue;
            cr_expect_str_eq(level_between(both[i][0], others[k]), better, "%s, %s", both[i][0],
                             others[k]);
        }
    }
}

Test(name_alias, leaves_the_keys_of_the_name_as_they_are)
{
    static const char *const pairs[][2] = {
        {"김하은(응우옌티란)", "김하은"},
        {"남궁옥분(NGUYEN THI LAN)", "남궁옥분"},
        {"NGUYEN THI LAN (김하은)", "NGUYEN THI LAN"},
        {"응우옌티란(김하은)", "응우옌티란"},
        {"김순자A", "김순자"},
        {"NGUYEN THI LAN 2", "NGUYEN THI LAN"},
        {"응우옌티란B", "응우옌티란"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct codes both = codes_of(pairs[i][0]), alone = codes_of(pairs[i][1]);
        cr_expect_neq(memcmp(both.at, alone.at, sizeof both.at), 0, "%s", pairs[i][0]);
        for (unsigned k = 0; k < dlb_kind_name.n_keys; k++)
            cr_expect_eq(dlb_kind_name.keys[k].of(both.at), dlb_kind_name.keys[k].of(alone.at),
                         "%s, key %u", pairs[i][0], k);
        cr_expect_str_eq(level_between(pairs[i][0], pairs[i][1]), "exact");
    }
}

Test(name_alias, is_not_kept_where_it_spells_the_name)
{
    static const char *const pairs[][2] = {{"김민수 KIM MINSU", "김민수"},
                                           {"응우옌티란(NGUYEN THI LAN)", "응우옌티란"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct codes both = codes_of(pairs[i][0]), alone = codes_of(pairs[i][1]);
        cr_expect_arr_eq(both.at, alone.at, sizeof both.at, "%s", pairs[i][0]);
    }
}

Test(name_alias, of_two_people_is_never_compared_with_each_other)
{
    cr_expect_str_eq(level_between("김순자(조현병)", "박말순(조현병)"), "other");
    cr_expect_str_eq(level_between("김순자(응우옌티란)", "박말순(응우옌티란)"), "other");
    cr_expect_str_eq(level_between("김순자(이영희)", "박말순(이영순)"), "other");
}

Test(name_alias, that_is_long_is_cut_after_a_word)
{
    cr_expect_str_eq(
        level_between("김하은(SANTOS MARIA CRISTINA ALEJANDRA)", "SANTOS MARIA CRISTINA ALEJANDRA"),
        "tokens");
    cr_expect_str_eq(level_between("응우옌티란(MARIACRISTINA SANTOS)", "MARIACRISTINA SANTOS"),
                     "other", "there is no room for a word");
}

Test(namesakes, are_told_apart_by_the_agency_that_marks_them)
{
    static const char *const apart[][2] = {
        {"김옥순A", "김옥순B"},
        {"김옥순(1)", "김옥순(2)"},
        {"큰박순자", "작은박순자"},
        {"김옥순 1", "김옥순 2"},
        {"김옥순(큰)", "작은김옥순"},
        {"김옥순 A", "김옥순2"},
        {"남궁옥분A", "남궁옥분B"},
        {"PHAM THI HOA 1", "PHAM THI HOA 2"},
        {"응우옌티란A", "응우옌티란B"},
        {"김영희쌍둥이1", "김영희쌍둥이2"},
        {"김영희 쌍둥이 첫째", "김영희 쌍둥이 둘째"},
        {"PHAM THI HOA BABY 1", "PHAM THI HOA BABY 2"},
        {"김영희 1남", "김영희 2남"},
    };
    static const char *const same[][2] = {
        {"김옥순A", "김옥순A"},      {"김옥순A", "김옥순"},   {"김옥순A", "김옥숙B"},
        {"김옥순a", "김옥순A"},      {"김옥순A", "김옥순 1"}, {"김옥순", "김옥순"},
        {"김영희쌍둥이1", "김영희"},
    };
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        cr_expect(tells_apart(apart[i][0], apart[i][1]), "%s, %s", apart[i][0], apart[i][1]);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        cr_expect_not(tells_apart(same[i][0], same[i][1]), "%s, %s", same[i][0], same[i][1]);
}
