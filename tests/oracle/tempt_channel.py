# SPDX-License-Identifier: Apache-2.0
"""What tempts the rule that looks at telephone numbers and flats."""
from tempt import add_service

NUMBERS = ["010-7777-1234", "010-7777-1234", "01077771234", "+82 10-7777-1234", "010 7777 1234"]
FLATS = ["경기도 남양주시 경춘로 1015 101동 1203호", "경기 남양주시 경춘로 1015, 101동 1203호"]


def shared_by_many(m, policy):
    """D16: one telephone number, or flat, of several people, who get the same about the same time."""
    people = m.r.sample(range(len(m.people)), m.r.randint(min(2, len(m.people)), len(m.people)))
    of_flat = m.r.random() < 0.4
    channel, spellings = ("address", FLATS) if of_flat else ("phone", NUMBERS)
    if not any(row["rule"] == "D16" for row in policy.get("rules", [])):
        policy.setdefault("rules", []).extend({"rule": "D16", "param": "min_persons", "key": key, "value": value}
                                              for key, value in (("phone", m.r.choice([2, 2, 3])), ("address", 2)))
    of_proxies = 0.2 if not of_flat and m.r.random() < 0.3 else 0
    if m.r.random() < 0.1:
        m.tables["agencies"][0][channel] = m.r.choice(spellings)
    code, start = m.r.choice(["meal", "pension", "allowance", "box"]), m.near()
    for person in people:
        for row in m.tables["persons"]:
            if (row["agency_id"], row["record_id"]) in m.people[person]:
                row[channel] = m.r.choice(spellings)
                if m.r.random() < of_proxies:
                    row["phone_owner"] = "proxy"
        for _ in range(m.r.choice([1, 1, 2])):
            first = start + m.r.choice([0, 0, 1, 5, 20])
            add_service(m, m.record(person), code, first, first + m.r.choice([0, 4, 5, 20]), status="delivered")


TEMPTATIONS = {"D16": shared_by_many}
