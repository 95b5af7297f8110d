# SPDX-License-Identifier: Apache-2.0
"""What tempts the rules about entries, deliveries, quantities, waits, reports and capacity."""
from make_policy import CODES, NEEDS, PROGRAMMES
from tempt import add_case, add_need, add_referral, add_service, answer_of, same_person


def typed_twice(m, policy):
    """D02: rows that differ in nothing, or in one cell, entered as far apart as is allowed or a day more."""
    where, start = m.record(), m.near()
    cells = {"status": "delivered", "quantity": m.r.choice(["", 1, 2]), "unit": m.r.choice(["", "box"]),
             "amount_won": m.r.choice(["", 1000]), "entered_on": start, "benefit_month": "", "service_class": ""}
    code, last = m.r.choice(CODES), m.r.choice([None, start, start + 3])
    for _ in range(m.r.choice([2, 2, 3])):
        add_service(m, where, code, start, last or start, **{**cells, "end_date": last or ""})
        if m.r.random() < 0.2:
            cells[m.r.choice(["quantity", "amount_won"])] = 3
        cells["entered_on"] = m.r.choice(["", start, start + 29, start + 30, start + 31])


def same_day(m, policy):
    """D04: deliveries on one day, as many as are allowed or one more."""
    _, places = same_person(m)
    code, day = m.r.choice(["meal", "lunch", "lunch", "bath", "box", "clinic"]), m.near()
    for where in places:
        add_service(m, where, code, day, day, quantity=m.r.choice(["", 1, 1, 2, "0.5"]), service_class="")
        day += m.r.choice([0, 0, 0, 1])


def too_soon(m, policy):
    """D06: starts as far apart as is asked for or a day less."""
    person, places = same_person(m)
    key = m.r.choice(["7101", "71", "care", "6001", "20"])
    days = m.r.choice([1, 5, 14])
    if any(row["rule"] == "D06" for row in policy.setdefault("rules", [])):
        return
    policy["rules"].append({"rule": "D06", "param": "min_days", "key": key, "value": days})
    if m.r.random() < 0.3:
        policy["rules"].append({"rule": "D06", "param": "same_agency", "key": key, "value": 1})
    code = key if key in CODES else m.r.choice([p[0] for p in PROGRAMMES if p[1].startswith(key)])
    day = m.near()
    for where in places + [m.record(person)]:
        add_service(m, where, code, day)
        day += m.r.choice([0, days - 1, days - 1, days, 1])


def fewer(m, policy):
    """O02: a quantity asked for, and about four fifths of it given in the last month."""
    where = m.record()
    month = m.last_month()
    need = add_need(m, where, target_unit="meal", target_quantity=m.r.choice([10, 20]), status="open",
                    identified_on=month[0] - m.r.choice([-1, 0, 1, 40]))
    for quantity in m.r.choice([[8], [7], [16], [15], [4, 4], [8, ""], [10, 5], []]):
        start = m.r.choice([month[0] - 1, month[0], month[0] + 5, month[1]])
        add_service(m, where, answer_of(m, need["need_class"]), start, start, quantity=quantity,
                    unit=m.r.choice(["meal", "meal", "meal", "hour"]), status="delivered")


def accepted(m, policy):
    """O08: accepted two weeks ago, and a service at the receiver that names it, or that may answer it."""
    where = m.record()
    need = add_need(m, where, status="open") if m.r.random() < 0.7 else None
    referral = add_referral(m, where, need, m.as_of - m.r.choice([13, 14, 15, 16, 30]))
    referral["status"], referral["responded_on"] = m.r.choice(["accepted", "in_progress"]), ""
    place = next(p for p in m.people if where in p)
    at_receiver = [p for p in place if p[0] == referral["to_agency"]]
    if at_receiver and m.r.random() < 0.7:
        code = answer_of(m, need["need_class"]) if need and m.r.random() < 0.7 else m.r.choice(CODES)
        add_service(m, at_receiver[0], code, m.as_of - m.r.choice([10, 14, 15, 16, 31]),
                    None, referral_id=m.r.choice(["", referral["referral_id"], "other"]),
                    referral_agency=m.r.choice(["", where[0], "B"]))


def left_out(m, policy):
    """O17: a case of the household, a member with a need of a month, another who is served."""
    one, other = m.record(), m.record()
    add_case(m, m.r.choice([one, other]), closed_on="")
    add_need(m, one, status="open", identified_on=m.as_of - m.r.choice([29, 30, 31, 60]))
    start = m.as_of - m.r.choice([0, 10, 29, 30, 31, 40])
    add_service(m, other, None, start, m.r.choice([None, start, start + 5]))


def add_capacity(m, agency, code, places):
    """Once for each programme of an agency."""
    if not any((row["agency_id"], row["programme"]) == (agency, code) for row in m.tables["capacity"]):
        m.add("capacity", agency_id=agency, programme=code, places=m.r.choice(places))


def waiting(m, policy):
    """O23: applied for, as long ago as is allowed or a day more; places, as many as wait or one less."""
    where, code = m.record(), m.r.choice(CODES)
    for _ in range(m.r.choice([1, 2])):
        start = m.as_of - m.r.choice([0, 29, 30, 31, 45, -10])
        add_service(m, where, code, start, None, status="applied",
                    entered_on=m.r.choice(["", m.as_of - 30, m.as_of - 31]))
    if m.r.random() < 0.6:
        add_capacity(m, where[0], code, [0, 1, 2])


def reported(m, policy):
    """O30: a report of a few days ago, and somebody who came after it or on its day."""
    where = m.record()
    day = m.as_of - m.r.choice([0, 1, 2, 3, 4, 5, 10])
    m.add("reports", agency_id=where[0], report_id=m.new_id(where[0], "reports"), record_id=where[1], reported_on=day,
          by_kind=m.r.choice(["volunteer", "neighbour", "delivery", "official", "self", ""]),
          urgency=m.r.choice(["", "emergency", "normal", "high"]))
    if m.r.random() < 0.5:
        m.add("events", agency_id=where[0], record_id=where[1], kind=m.r.choice(["visit", "contact", "meeting"]),
              date=day + m.r.choice([-1, 0, 1]))


def misplaced(m, policy):
    """O31: a case of two weeks, and a need that the agency's programmes do or do not answer."""
    where = m.record()
    add_case(m, where, received_on=m.as_of - m.r.choice([13, 14, 15, 30]), closed_on="")
    need = add_need(m, where, status="open")
    for _ in range(m.r.choice([1, 2])):
        code = answer_of(m, need["need_class"]) if m.r.random() < 0.3 else m.r.choice(CODES)
        add_capacity(m, where[0], code, [1, 5])
    if m.r.random() < 0.4:
        add_referral(m, where, need)


def referred_again(m, policy):
    """D18: referrals of one class to two agencies, or to one again within two weeks or a day more."""
    where, day = m.record(), m.near()
    need = add_need(m, where, status="open")
    for _ in range(m.r.choice([2, 2, 3])):
        add_referral(m, where, need, day)
        m.tables["referrals"][-1]["to_agency"] = m.r.choice(["B", "B", "Z"])
        day += m.r.choice([0, 1, 13, 14, 15])


def sponsored(m, policy):
    """D24: gifts of many agencies to one person on as_of, and a neighbour who needs one."""
    person = m.r.randrange(len(m.people))
    for where in m.people[person] + m.people[person][:1]:
        add_service(m, where, "gift", m.as_of - m.r.choice([0, 1, 10]), m.r.choice([None, m.as_of, m.as_of + 5]),
                    status="active", service_class="")
    others = [place[0] for i, place in enumerate(m.people) if i != person] or m.people[person]
    add_need(m, m.r.choice(others), need_class=m.r.choice(["money", "living"]), status="open")
    for row in m.tables["persons"]:
        row["zone_id"] = "east" if m.r.random() < 0.8 else row["zone_id"]
    if not any(row["rule"] == "D24" for row in policy.setdefault("rules", [])):
        policy["rules"].append({"rule": "D24", "param": "max_sponsors", "value": m.r.choice([1, 2])})


def dead_zone(m, policy):
    """O22: needs of one class in one zone, some of them served."""
    kind = m.r.choice(list(NEEDS))
    for i in range(len(m.people)):
        if m.r.random() < 0.8:
            where = m.record(i)
            add_need(m, where, need_class=kind, status=m.r.choice(["open", "met"]))
            if m.r.random() < 0.5:
                start = m.as_of - m.r.choice([0, 89, 90, 91, 100])
                add_service(m, where, answer_of(m, kind), start, start)
    if not any(row["rule"] == "O22" for row in policy.setdefault("rules", [])):
        policy["rules"] += [{"rule": "O22", "param": "min_needing", "value": m.r.choice([1, 1, 2])},
                            {"rule": "O22", "param": "min_coverage", "value": m.r.choice(["0.5", "0.1", 1])}]


def money_cap(m, policy):
    """D07: amounts of a month, a quarter or a year, a won over or at the cap."""
    code, service_class = m.r.choice(PROGRAMMES)[:2]
    cap = {"rule": "D07", "scope": m.r.choice(["", "person", "household"]), "period": m.r.choice(
        ["", "month", "quarter", "year"]), "max_amount_won": m.r.choice([1000, 10000, ""])}
    cap["programme" if m.r.random() < 0.5 or not cap["max_amount_won"] else "service_class"] = code
    if "service_class" in cap:
        cap["service_class"] = m.r.choice([service_class, service_class[:2]])
    policy.setdefault("caps", []).append(cap)
    if not cap["max_amount_won"]:
        sizes = m.r.choice([[""], ["", 1], ["", 2], [3]])
        policy.setdefault("thresholds", []).extend(
            {"code": "D07:" + code, "household_size": size, "value": 1000 * (size or 1)} for size in sizes)
    for _ in range(m.r.choice([1, 2, 3])):
        start = m.near() if m.r.random() < 0.5 else m.last_month()[0] + m.r.choice([-1, 0, 1, 31])
        add_service(m, m.record(), code, start, None, amount_won=m.r.choice([500, 501, 1000, 1001, 9999, ""]))


TEMPTATIONS = {
    "D07": money_cap,
    "D18": referred_again,
    "D24": sponsored,
    "O22": dead_zone,
    "D02": typed_twice,
    "D04": same_day,
    "D06": too_soon,
    "O02": fewer,
    "O08": accepted,
    "O17": left_out,
    "O23": waiting,
    "O30": reported,
    "O31": misplaced,
}
