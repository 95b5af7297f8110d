# SPDX-License-Identifier: Apache-2.0
"""What tempts the rule that looks at telephone numbers and flats."""
from tempt import add_service


def shared_by_many(m, policy):
    """D16: one telephone number, or flat, of several people, who get the same about the same time."""
    people = m.r.sample(range(len(m.people)), m.r.randint(min(2, len(m.people)), len(m.people)))
    of_flat = m.r.random() < 0.4
    cells = {"address": "경기도 남양주시 경춘로 1015 101동 1203호"} if of_flat else {"phone": "010-7777-1234"}
    if not any(row["rule"] == "D16" for row in policy.get("rules", [])):
        policy.setdefault("rules", []).extend({"rule": "D16", "param": "min_persons", "key": key, "value": value}
                                              for key, value in (("phone", m.r.choice([2, 2, 3])), ("address", 2)))
    if not of_flat and m.r.random() < 0.15:
        cells["phone_owner"] = "proxy"
    if m.r.random() < 0.1:
        m.tables["agencies"][0].update({c: v for c, v in cells.items() if c != "phone_owner"})
    code, start = m.r.choice(["meal", "pension", "allowance", "box"]), m.near()
    for person in people:
        for row in m.tables["persons"]:
            if (row["agency_id"], row["record_id"]) in m.people[person]:
                row.update(cells)
        for _ in range(m.r.choice([1, 1, 2])):
            first = start + m.r.choice([0, 0, 1, 5, 20])
            add_service(m, m.record(person), code, first, first + m.r.choice([0, 4, 5, 20]), status="delivered")


TEMPTATIONS = {"D16": shared_by_many}
