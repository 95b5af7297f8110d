#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Real lists of facilities: their addresses are understood, and libraries listed twice are linked."""
import csv
import os
import re

import acceptance as a

if not os.path.isdir(a.SHARED):
    a.skip("no data beside the project")


def rows(name):
    with open(os.path.join(a.SHARED, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def kinds(addresses):
    out = a.dolbom("value", "address", input="\n".join(addresses).encode() + b"\n").splitlines()
    assert len(out) == len(addresses)
    return [re.search(r"kind=(road|lot|both)\b", line) for line in out]


for name, columns in (("free_meal_2024_25.tsv", ("소재지도로명주소", "소재지지번주소")),
                      ("library_std_2023.tsv", ("소재지도로명주소",))):
    for column in columns:
        addresses = [r[column].replace("\n", " ") for r in rows(name) if (r[column] or "").strip()]
        share = sum(1 for kind in kinds(addresses) if kind) / len(addresses)
        print(f"{name} {column}: {len(addresses)} addresses, {share:.4%} road or lot")
        a.expect(share >= 0.99, f"{name} {column}: {share:.4%} classified")

PLAN = """
columns:
  persons: {agency_id: 제공기관명, record_id: 번호, name: 도서관명, phone: 도서관전화번호, address: 소재지도로명주소}
compare:
  name: {kind: text, levels: {exact: [0.75, 0.0005], near: [0.15, 0.0005], similar: [0.05, 0.01], other: [0.05, 0.989]}}
  phone: {kind: phone, frequency: true, levels: {exact: [0.75, 0.0005], digit: [0.05, 0.001], other: [0.20, 0.9985]}}
  address: {kind: address, levels: {unit: [0.05, 0.0001], building: [0.85, 0.0002], neighbour: [0.03, 0.0002],
                                    road: [0.02, 0.0018], district: [0.04, 0.05], other: [0.01, 0.9477]}}
match_keys: {phone: [phone], building: [address], name: [name]}
prior: 0.5
same_agency: 0.1
"""


def plain(text):
    return re.sub(r"[\s·.()-]", "", text)


libraries = [r for r in rows("library_std_2023.tsv") if r["제공기관명"]]
for number, library in enumerate(libraries):
    library["번호"] = f"{number:05d}"
with a.folder() as data, a.folder() as out:
    with open(os.path.join(data, "persons.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["제공기관명", "번호", "도서관명", "도서관전화번호", "소재지도로명주소"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(libraries)
    with open(os.path.join(data, "plan.yaml"), "w", encoding="utf-8") as file:
        file.write(PLAN)
    a.dolbom("link", "--in", data, "--plan", os.path.join(data, "plan.yaml"), "--out", out, "--quiet")
    person = {r["record_id"]: r["person_id"] for r in a.table(out, "person_records.csv")}

# The same library: another agency, the same name, and the same phone or the same raw address.
by_name = {}
for library in libraries:
    by_name.setdefault(plain(library["도서관명"]), []).append(library)
twice = linked = 0
for group in by_name.values():
    for i, left in enumerate(group):
        for right in group[i + 1:]:
            same_phone = plain(left["도서관전화번호"]) == plain(right["도서관전화번호"]) != ""
            same_place = plain(left["소재지도로명주소"]) == plain(right["소재지도로명주소"]) != ""
            if left["제공기관명"] != right["제공기관명"] and (same_phone or same_place):
                twice += 1
                linked += person.get(left["번호"]) == person.get(right["번호"])
print(f"libraries listed by two agencies: {twice} pairs, {linked} linked")
a.expect(twice > 50, "the list names libraries twice")
a.expect(linked >= 0.97 * twice, f"only {linked} of {twice} pairs are linked")
largest = max(sum(1 for p in person.values() if p == q) for q in set(person.values())) if person else 0
a.expect(largest <= 6, f"one facility of {largest} records")
a.finish()
