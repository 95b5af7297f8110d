#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Print emd_table.c: the eups, myeons and dongs of Korea, where each lies, and the ris in it.

usage: make_emd_table.py > emd_table.c

From the same file of codes as district_table.c, brought to the districts of today in the same
way (make_district_table.py). Legal dongs come first; an administrative dong is listed, without
its number, where no legal dong of its district has the name: 은천동 is one of 관악구, too.
"""
import collections
import re

import make_district_table as table

NAME_MAX = 8


def place_today(districts, splits, code, name):
    """The district in which an eup, myeon or dong lies today; the whole of a divided one if
    nobody can tell the part."""
    heir = table.heir_of(districts, code)
    return splits.get((code, name)) or splits.get((heir, name)) or heir


def legal_places(districts, legal, splits, renamed):
    """(district, name) -> names of its ris."""
    places = collections.defaultdict(list)
    for row in legal:
        code, name, ri = row["법정동코드"], row["읍면동명"], row["동리명"]
        if row["말소일자"] or not name:
            continue
        district = place_today(districts, splits, code[:5], name)
        name = renamed.get((table.code_today(districts, district), name), name)
        ris = places[district, name]
        ri = ri.partition("(")[0]  # 기암리(岐岩) and 기암리(基岩) of one myeon are both written 기암리
        if ri and ri not in ris:
            ris.append(ri)
    return places


def offices(districts, mixed, splits, places):
    """(district, name) of administrative dongs that are no legal ones of their district."""
    found = set()
    for row in mixed:
        office = row["읍면동명"]
        if row["말소일자"] or not office.endswith("동"):
            continue
        code = row["법정동코드"][:5]
        district = place_today(districts, splits, code, row["동리명"] or office)
        office = re.sub("(?<=..)제(?=[0-9])", "", office)
        for name in {re.sub("[.,]", "·", office), table.without_number(re.sub("[.,]", "·", office))}:
            if (district, name) not in places and len(name) <= NAME_MAX:
                found.add((district, name))
    return found


def print_emds(rows):
    print('''/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emd_table.c - the eups, myeons and dongs of Korea, the districts they lie in, and their ris.
 *
 * Printed by make_emd_table.py; do not edit. Base: the ministry's legal-dong codes (행정표준코드
 * KIKcd_B) and what make_district_table.py knows of later changes.
 */
#include "field/address/emd.h"

/* By district, then name; a space on either side of each of its ris. */
const struct dlb_emd dlb_emds[] = {''')
    line = "   "
    for district, name, ris in rows:
        if ris:
            print_eup(line, district, name, ris)
            line = "   "
            continue
        row = f' {{u"{name}", {district}, NULL}},'
        if len(line) + len(row) + len(name) > 92:
            print(line)
            line = "   "
        line += row
    if line.strip():
        print(line)
    print("};\nconst size_t dlb_n_emds = sizeof dlb_emds / sizeof *dlb_emds;\n")
    order = sorted(range(len(rows)), key=lambda i: (rows[i][1], i))
    print("/* rows by name */\nconst uint16_t dlb_emds_by_name[] = {")
    for i in range(0, len(order), 16):
        print("    " + ", ".join(str(r) for r in order[i:i + 16]) + ",")
    print("};")


def print_eup(line, district, name, ris):
    """A row with ris, after what is left of the line before."""
    if line.strip():
        print(line)
    pieces = [""]
    for ri in ris:
        if len(pieces[-1]) > 36:
            pieces.append("")
        pieces[-1] += " " + ri
    text = "\n     ".join(f'u"{piece}"' for piece in pieces)
    print(f'    {{u"{name}", {district},\n     {text[:-1]} "}},')


def main():
    legal, mixed = table.load()
    one, _, _ = table.successors(legal)
    districts = table.base_districts(legal)
    table.apply_changes(districts)
    table.link(districts, one)
    table.drop_hidden(districts)
    splits = table.split_rows(districts, legal, mixed, one)
    renamed = table.renamed_eups(districts, legal, one)
    places = legal_places(districts, legal, splits, renamed)
    rows = [(d, n, ris) for (d, n), ris in places.items()]
    rows += [(d, n, []) for d, n in offices(districts, mixed, splits, places)]
    rows = sorted((int(d), n, sorted(ris)) for d, n, ris in rows)
    assert all(len(n) <= NAME_MAX for _, n, _ in rows)
    print_emds(rows)


if __name__ == "__main__":
    main()
