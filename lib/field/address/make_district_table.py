#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Print district_table.c: the districts (시군구) of Korea since 1995 and what became of them.

usage: make_district_table.py > district_table.c
       make_district_table.py --unresolved > ../../../docs/legal_dongs_without_successor.tsv

Base: the ministry's file of legal-dong codes including abolished ones (행정표준코드 KIKcd_B,
Ministry of the Interior and Safety), as the PyPI package PublicDataReader (MIT) carries it,
fetched into a throw-away virtual environment. What changed after that file is written out
in district_changes.py. The table is committed, so a build needs no network.

--unresolved lists the abolished codes whose successor name and date do not tell, with the reason.
"""
import collections
import json
import math
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from district_changes import ABOLISHED, CREATED, PROVINCES, REGIONS, RENAMED_LATER, SPLITS, UNDECIDED

PACKAGE = "PublicDataReader==1.1.1.post2"
SINCE = "19950101"  # districts abolished before are nobody's address any more
HASH_BITS = 10
SEJONG = "36110"  # the one province without districts

# Legal dongs whose names have a number; as in address_lot.c.
LEGAL_WITH_NUMBER = {"상도1동", "대저1동", "대저2동"}
SPOKEN = str.maketrans("123", "일이삼")
# Where an address of before has no gu and its dong tells which: district as written, city.
# 부천시 had no gu from 2016 to 2023, 창원시, 마산시 and 진해시 none before 2010.
REFILLED = [("41190", "41190"), ("48120", "48120"), ("48160", "48120"), ("43710", "43110")]
FORMER_GU = {"41192": "41195", "41194": "41197", "41196": "41199"}
# Provinces that gave districts to another one.
GAVE = {("41", "28"), ("43", "36"), ("44", "36"), ("46", "29"), ("47", "27"), ("48", "26"), ("48", "31"),
        ("49", "50"), ("21", "26"), ("22", "27"), ("23", "28"), ("24", "29"), ("25", "30"), ("42", "47")}


def text(value):
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return str(int(value)) if isinstance(value, float) else str(value)


def load():
    """Rows of the two files, as dictionaries of text."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        subprocess.run([folder + "/bin/pip", "-q", "install", "--no-deps", PACKAGE], check=True,
                       stdout=sys.stderr)
        raw = next(Path(folder).glob("lib/python*/site-packages/PublicDataReader/raw"))
        tables = []
        for name in ("code_bdong.json", "code_hdong_bdong.json"):
            columns = json.loads((raw / name).read_text(encoding="utf-8"))
            keys = list(columns["법정동코드"])
            tables.append([{c: text(v[k]) for c, v in columns.items()} for k in keys])
    return tables


class District:
    def __init__(self, code, name, created, abolished):
        self.code, self.full, self.created, self.abolished = code, name, created, abolished
        self.successor = ""

    @property
    def name(self):
        return self.full.split()[-1] if self.full else ""

    @property
    def is_gu(self):
        return " " in self.full


def leaves_of(legal):
    """(district code, name below it) -> rows, for everything below a district."""
    found = collections.defaultdict(list)
    parents = {row["법정동코드"][:8] for row in legal if row["법정동코드"][8:] != "00"}
    for row in legal:
        code = row["법정동코드"]
        if code[5:] != "00000" and (code[8:] != "00" or code[:8] not in parents):
            found[code[:5]].append(row)
    return found


def leaf_name(row):
    return row["동리명"] or row["읍면동명"]


def reachable(old, new):
    """Could a place move from the one province to the other?"""
    pair = old["법정동코드"][:2], new["법정동코드"][:2]
    return pair[0] == pair[1] or pair in GAVE


def successors(legal):
    """The successor of each abolished leaf code: the same name, created the day it went."""
    leaves = leaves_of(legal)
    born = collections.defaultdict(list)
    for rows in leaves.values():
        for row in rows:
            born[row["생성일자"], leaf_name(row)].append(row)
    one, many, none = {}, [], []
    for rows in leaves.values():
        for row in rows:
            if row["말소일자"] < SINCE:
                continue
            found = [b for b in born[row["말소일자"], leaf_name(row)] if b is not row and reachable(row, b)]
            if len(found) > 1:  # several: the one in an eup or myeon of the same name
                found = [b for b in found if b["읍면동명"] == row["읍면동명"]] or found
            if len(found) > 1:
                same = [b for b in found if b["법정동코드"][:2] == row["법정동코드"][:2]]
                found = same or found
            if len(found) == 1:
                one[row["법정동코드"]] = found[0]["법정동코드"]
            else:
                (many if found else none).append(row)
    return one, many, none


def why_none(row, leaves, born):
    """Why no code of this name was created on the day this one went."""
    name, day = leaf_name(row), row["말소일자"]
    as_dong = [b for b in born[day, name[:-1] + "동"] if reachable(row, b)]
    if name.endswith("리") and as_dong:
        return "the ri became a dong of the same stem that day"
    if day == row["생성일자"]:
        return "created and abolished on one day: never in use"
    others = [b for rows in leaves.values() for b in rows
              if leaf_name(b) == name and b is not row and reachable(row, b) and not b["말소일자"]]
    if others:
        return "the name stands in the province under a code of another day"
    return "the name went: merged into a neighbour or renamed"


def unresolved(legal, many, none):
    """(row, reason) of every leaf code whose successor name and date do not tell."""
    leaves = leaves_of(legal)
    born = collections.defaultdict(list)
    for rows in leaves.values():
        for row in rows:
            born[row["생성일자"], leaf_name(row)].append(row)
    return [(row, "several codes of that name were created that day") for row in many] + \
        [(row, why_none(row, leaves, born)) for row in none]


def report(one, many, none):
    total = len(one) + len(many) + len(none)
    print(f"{total} leaf codes abolished since {SINCE}: {len(one)} with one successor "
          f"({100 * len(one) / total:.1f} %), {len(many)} ambiguous, {len(none)} without",
          file=sys.stderr)


def print_unresolved(legal, many, none):
    print("code\tplace\tabolished\treason")
    for row, reason in sorted(unresolved(legal, many, none), key=lambda r: r[0]["법정동코드"]):
        place = " ".join(filter(None, (row[c] for c in ("시도명", "시군구명", "읍면동명", "동리명"))))
        print(row["법정동코드"], place, row["말소일자"], reason, sep="\t")


def base_districts(legal):
    districts = {}
    for row in legal:
        code, name = row["법정동코드"], row["시군구명"]
        branch = "출장" in row["시도명"] + name or name.endswith("출") or "직할시" in row["시도명"]
        if code[5:] != "00000" or code[2:5] == "000" or branch:
            continue
        if not row["말소일자"] or row["말소일자"] >= SINCE:
            districts[code[:5]] = District(code[:5], name, row["생성일자"], row["말소일자"])
    return districts


def apply_changes(districts):
    for old, new, date, _ in PROVINCES:
        for d in [d for d in districts.values() if d.code[:2] == old]:
            if not d.abolished:
                heir = new + d.code[2:]
                districts[heir] = District(heir, d.full, date, "")
                d.abolished, d.successor = date, heir
    for code, name, created, _ in CREATED:
        districts[code] = District(code, name, created, "")
    for code, date, successor in ABOLISHED:
        districts[code].abolished, districts[code].successor = date, successor


def link(districts, one):
    """The successor of a district is the city most of its leaves went to, or its one gu."""
    went = collections.defaultdict(collections.Counter)
    for old, new in one.items():
        if old[:5] != new[:5] and new[:5] in districts:
            went[old[:5]][new[:5]] += 1
    for d in list(districts.values()):
        if not d.abolished or d.successor or d.code in SPLITS:
            continue
        cities = collections.Counter()
        for code, n in went[d.code].items():
            heir = city_of(districts, districts[code])
            cities[heir.code] += n + (1000 if heir.name[:-1] == d.name[:-1] else 0)
        if not cities:
            print(f"{d.code} {d.full}: no successor, left out", file=sys.stderr)
            del districts[d.code]
            continue
        city = cities.most_common(1)[0][0]
        heirs = [c for c in went[d.code] if city_of(districts, districts[c]).code == city]
        d.successor = heirs[0] if len(heirs) == 1 else city


def drop_hidden(districts):
    """Leave out what no address means: a gu of a city that is gone, and a district hidden by
    a later one of the same name in the same province."""
    gone = {d.code: d.successor for d in districts.values() if d.is_gu and city_of(districts, d) is d}
    for d in districts.values():
        later = [o for o in districts.values() if o.code[:2] == d.code[:2] and o.name == d.name
                 and o is not d and o.created > d.created]
        if d.abolished and later:
            gone[d.code] = later[0].code
    for code in gone:
        del districts[code]
    for d in districts.values():
        while d.successor in gone:
            d.successor = gone[d.successor]


def city_of(districts, d):
    """The city a gu belongs to; the district itself if it is none."""
    if not d.is_gu:
        return d
    city = d.full.split()[0]
    best = [c for c in districts.values() if c.full == city and c.code[:2] == d.code[:2]]
    best.sort(key=lambda c: (c.abolished != "", c.code[:4] != d.code[:4], c.code))
    return best[0] if best else d


def split_rows(districts, legal, mixed, one):
    """(district as written, eup, myeon or dong) -> the gu it lies in today."""
    rows = {}
    admin = collections.defaultdict(lambda: collections.defaultdict(set))
    for row in mixed:
        if row["말소일자"] or not row["읍면동명"]:
            continue
        if row["동리명"]:
            is_rural = row["읍면동명"].endswith(("읍", "면"))
            legal_name = row["읍면동명"] if is_rural else row["동리명"]
            admin[row["법정동코드"][:5]][legal_name].add(row["읍면동명"])
    for parent, parts in SPLITS.items():
        rest = next((gu for gu, names in parts.items() if names == "*"), None)
        for dong, offices in admin[parent].items():
            homes = {next((g for g, names in parts.items() if o in names.split()), rest)
                     for o in offices}
            if len(homes) == 1 and None not in homes and dong not in UNDECIDED.get(parent, ()):
                rows[parent, dong] = homes.pop()
        for office in set().union(*admin[parent].values(), *(n.split() for n in parts.values())) - {"*"}:
            # written for a legal dong; where one has its name, most of that lies in its own office
            if office not in UNDECIDED.get(parent, ()):
                rows[parent, office] = next((g for g, names in parts.items() if office in names.split()), rest)
    for parent, city in REFILLED:
        gus = [d.code for d in districts.values()
               if d.is_gu and not d.abolished and city_of(districts, d).code == city]
        homes = collections.defaultdict(set)
        for row in legal:
            code, name = row["법정동코드"], row["읍면동명"]
            if not name:
                continue
            if parent != city and code[:5] == parent:
                homes[name] |= {one.get(code, "")[:5]} & set(gus)
            for gu in gus if parent == city and not row["말소일자"] or code[:5] in FORMER_GU.values() else ():
                if code[:5] == FORMER_GU.get(gu, gu):
                    homes[name].add(gu)
        rows.update({(parent, name): next(iter(h)) for name, h in homes.items() if len(h) == 1})
    return {**moved_rows(districts, legal, one), **rows}


def moved_rows(districts, legal, one):
    """(district as written, eup, myeon or dong) -> the district it lies in today, where that is
    another than most of its neighbours went to: 부용면 of 청원군, 용호동 of 의창구, 기장읍 of 양산군."""
    homes = collections.defaultdict(set)
    live = {row["법정동코드"] for row in legal if not row["말소일자"]}
    for row in legal:
        code, name = row["법정동코드"], row["읍면동명"]
        if not name or code[:5] not in districts:
            continue
        while code in one:
            code = one[code]
        if code in live:
            homes[row["법정동코드"][:5], name].add(heir_of(districts, code[:5]))
    rows = {}
    for (parent, name), codes in homes.items():
        home, there = heir_of(districts, parent), next(iter(codes))
        if len(codes) > 1 or there == home or (there not in districts and there != SEJONG):
            continue
        if there[:2] != home[:2] and name[-1] not in "읍면":
            continue  # a dong of that name in another province is another dong
        is_gu_of_it = there in districts and city_of(districts, districts[there]).code == home
        if not is_gu_of_it:
            rows[parent, name] = there
    return rows


def heir_of(districts, code):
    while code in districts and districts[code].successor:
        code = districts[code].successor
    return code


def renamed_eups(districts, legal, one):
    """(city of today, eup or myeon as written) -> its name today: where its ris went."""
    names = {r["법정동코드"][:8]: r for r in legal if r["법정동코드"][8:] == "00"}
    live = {(code_today(districts, r["법정동코드"][:5]), r["읍면동명"]) for r in names.values()
            if not r["말소일자"]}
    went = collections.defaultdict(collections.Counter)
    for old, new in one.items():
        if old[8:] != "00" and old[:8] in names and new[:8] in names:
            went[old[:8]][new[:8]] += 1
    rows = {}
    for old, heirs in went.items():
        (heir, n), total = heirs.most_common(1)[0], sum(heirs.values())
        was, now = names[old]["읍면동명"], names[heir]["읍면동명"]
        city = code_today(districts, heir[:5])
        believed = 5 * n >= 4 * total and (n > 2 or was[:-1] == now[:-1])
        if was != now and believed and (city, was) not in live and now[-1] in "읍면":
            rows[city, was] = now
    for row in names.values():  # a myeon that was made an eup
        city, was = code_today(districts, row["법정동코드"][:5]), row["읍면동명"]
        if row["말소일자"] and was.endswith("면") and (city, was) not in live and (city, was[:-1] + "읍") in live:
            rows.setdefault((city, was), was[:-1] + "읍")
    for (city, was), now in rows.items():  # 실촌면, 실촌읍, 곤지암읍: straight to the last
        while (city, now) in rows:
            now = rows[city, now]
        rows[city, was] = now
    rows = {place: now for place, now in rows.items() if (place[0], now) in live}
    rows.update({(code, was): now for code, was, now, _ in RENAMED_LATER})
    return rows


def code_today(districts, code):
    """The district of today a code leads to; its city if it is a gu."""
    code = heir_of(districts, code)
    return city_of(districts, districts[code]).code if code in districts else code


def without_number(name):
    """What dlb_legal_dong() makes of an administrative dong by rule: 역삼1동 -> 역삼동."""
    found = re.fullmatch(r"(.+?)[0-9·]+동", name)
    return name if name in LEGAL_WITH_NUMBER or not found else found.group(1) + "동"


def administrative(districts, mixed):
    """(city of today, administrative dong without 제) -> the one legal dong it lies in, where
    no rule tells; itself, where there is no such dong and the rule would make one up. Offices
    that are gone count unless one that stands says otherwise."""
    def key_of(row):
        code = code_today(districts, row["법정동코드"][:5])
        return REGIONS.get(code, code)

    legal = {(key_of(r), r["동리명"]) for r in mixed if not r["말소일자"] or r["말소일자"] >= SINCE}
    homes = {True: collections.defaultdict(set), False: collections.defaultdict(set)}
    for row in mixed:
        name = re.sub("(?<=..)제(?=[0-9])", "", row["읍면동명"])
        name = re.sub("[.,]", "·", name)
        if row["동리명"] and name.endswith("동") and row["동리명"][-1] in "동가로":
            homes[not row["말소일자"]][key_of(row), name].add(row["동리명"])
    rows = {place: names for place, names in homes[False].items() if place not in homes[True]}
    rows.update(homes[True])
    found = {}
    known = {name for _, name in rows}
    for parent, parts in SPLITS.items():  # offices younger than the file
        offices = {name for names in parts.values() for name in names.split() if re.search("[0-9]동$", name)}
        found.update({(key, office): office for office in offices - known
                      for key in [REGIONS.get(parent, parent)] if (key, without_number(office)) not in legal})
    for (city, name), names in rows.items():
        if city not in districts or (city, name) in legal:
            continue
        spoken = name.translate(SPOKEN)  # 이도2동 of 제주시 is 이도이동
        home = spoken if spoken in names and spoken != name else next(iter(names)) if len(names) == 1 else None
        if home is None and (city, without_number(name)) not in legal:
            home = name  # its number says which, and no legal dong has the name without it
        if home and home != without_number(name):
            found[city, name] = home
    return found


def name_hash(name):
    code = 0
    for letter in name:
        code = (code * 31 + ord(letter)) & 0xFFFFFFFF
    return ((code * 0x9E3779B1) & 0xFFFFFFFF) >> (32 - HASH_BITS)


def print_table(districts, splits, renamed, admin):
    order = sorted((d for d in districts.values() if d.name), key=lambda d: (d.name, d.code))
    print(f'''/* SPDX-License-Identifier: Apache-2.0 */
/*
 * district_table.c - the districts of Korea since 1995 and what became of them.
 *
 * Printed by make_district_table.py; do not edit. Base: the ministry's legal-dong codes
 * (행정표준코드 KIKcd_B), then:
 *''')
    for old, new, date, source in PROVINCES:
        print(f" *   {date}  {old}... -> {new}...  {source}")
    for code, name, created, source in CREATED:
        print(f" *   {created}  {code} {name}  {source}")
    print(''' */
#include "field/address/district.h"

/* name, code, city of a gu, what keys use, successor, created, abolished, parts; by name */
const struct dlb_district dlb_districts[] = {''')
    for d in order:
        city = city_of(districts, d)
        parts = 2 * any(parent == d.code for parent, _ in splits)
        parts += any(g.is_gu and city_of(districts, g) is d for g in order)
        print(f'    {{u"{d.name}", {d.code}, {city.code if city is not d else 0}, '
              f'{REGIONS.get(city.code, city.code)}, {d.successor or 0}, {d.created or 0}, '
              f'{d.abolished or 0}, {parts}}}, /* {d.full} */')
    print("};\nconst size_t dlb_n_districts = sizeof dlb_districts / sizeof *dlb_districts;\n")
    slots = [0] * (1 << HASH_BITS)
    for i, d in enumerate(order):
        if i and order[i - 1].name == d.name:
            continue
        slot = name_hash(d.name)
        while slots[slot]:
            slot = (slot + 1) % len(slots)
        slots[slot] = i + 1
    print("/* where a name's rows begin, plus 1; by hash of the name, linear probing */\n"
          "const uint16_t dlb_district_slots[DLB_DISTRICT_SLOTS] = {")
    for i in range(0, len(slots), 20):
        print("    " + ", ".join(str(s) for s in slots[i:i + 20]) + ",")
    print("};\n\n/* rows by code */\nconst uint16_t dlb_district_order[] = {")
    rank = sorted(range(len(order)), key=lambda i: int(order[i].code))
    for i in range(0, len(rank), 20):
        print("    " + ", ".join(str(r) for r in rank[i:i + 20]) + ",")
    print("};")
    print_places("dlb_district_splits", "a district as written, an eup, myeon or legal dong of it, the gu it lies in",
                 {place: ("", gu) for place, gu in splits.items()})
    print_places("dlb_eup_renames", "the city or county of today, an eup or myeon as it was called, its name",
                 {place: (now, 0) for place, now in renamed.items()})
    print_places("dlb_admin_dongs", "the district that keys use, an administrative dong, its legal dong",
                 {place: (legal, 0) for place, legal in admin.items()})


def print_places(table, about, rows):
    print(f"\n/* {about} */\nstatic const struct dlb_place {table[4:]}[] = {{")
    for (district, name), (now, gu) in sorted(rows.items(), key=lambda r: (int(r[0][0]), r[0][1])):
        assert len(name) <= 8 and len(now) <= 8, name
        print(f'    {{u"{name}", u"{now}", {district}, {gu}}},')
    print(f"}};\nconst struct dlb_places {table} = {{{table[4:]}, sizeof {table[4:]} / sizeof *{table[4:]}}};")


def main():
    legal, mixed = load()
    one, many, none = successors(legal)
    report(one, many, none)
    if sys.argv[1:] == ["--unresolved"]:
        print_unresolved(legal, many, none)
        return
    districts = base_districts(legal)
    apply_changes(districts)
    link(districts, one)
    drop_hidden(districts)
    for d in districts.values():
        assert len(d.name) <= 6 and re.fullmatch("[가-힣]*", d.name), d.full
        assert not d.successor or d.successor in districts, (d.code, d.successor)
    print_table(districts, split_rows(districts, legal, mixed, one), renamed_eups(districts, legal, one),
                administrative(districts, mixed))


if __name__ == "__main__":
    main()
