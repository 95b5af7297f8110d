# SPDX-License-Identifier: Apache-2.0
"""What tempts the rules about entitlement, life events, signals, refusals, ends, hours, episodes and top-ups."""
from datetime import date

from days import day_text, month_of, month_text
from make_policy import CODES, validity
from tempt import add_case, add_need, add_service, same_person

FACTS = ["income", "disability", "living_alone", "age"]


def add_fact(m, where, fact, value, day):
    m.add("facts", agency_id=where[0], record_id=where[1], fact=fact, value=value, as_of=day)


def add_application(m, where, code, applied, result="", decided=""):
    m.add("applications", agency_id=where[0], application_id=m.new_id(where[0], "applications"), record_id=where[1],
          programme=code, applied_on=applied, decided_on=decided, result=result)


def entitled(m, policy):
    """O11 and O28: facts that meet the conditions, just miss them, or are old."""
    where, code = m.record(), m.r.choice(["pension", "allowance", "livelihood", "box"])
    limit = m.r.choice([100, 1000])
    rows = policy.setdefault("eligibility", [])
    if not any(row["programme"] == code for row in rows):
        rows.append({"programme": code, "version": "1", "clause": "1", "fact": "income", "op": "<=", "value": limit})
        if m.r.random() < 0.5:
            fact, op, value = m.r.choice([("age", ">=", 65), ("age_months", ">=", 780), ("age_months", "<", 171)])
            rows.append({"programme": code, "version": "1", "clause": m.r.choice(["1", "2"]), "fact": fact, "op": op,
                         "value": value})
    add_fact(m, where, "income", m.r.choice([limit, limit + 1, limit * 11 // 10, limit * 11 // 10 + 1, 0]),
             m.as_of - m.r.choice([0, 30, 179, 180, 181]))
    if m.r.random() < 0.2:
        add_application(m, where, code, m.as_of - m.r.choice([10, 300, 364, 366, 400]),
                        m.r.choice(["", "granted", "refused", "withdrawn"]))
    if m.r.random() < 0.5:
        add_need(m, where, need_class=m.r.choice(["living", "money", "food"]), status="open")


def linked(m, policy):
    """O12: a programme of the last month that brings another, with and without it."""
    where, month = m.record(), m.last_month()
    a, b = m.r.sample(["pension", "allowance", "livelihood", "gift"], 2)
    rows = policy.setdefault("implies", [])
    kind = m.r.choice(["implies", "implies", "one_of"])
    alone = kind == "implies" and m.r.random() < 0.2  # what the fact alone implies
    asks = kind == "one_of" or m.r.random() < 0.5 or alone
    rows.append({"a": "" if alone else a, "b": b, "kind": kind, "fact": "disability" if asks else "", "op": "=",
                 "value": "mild", "grace_days": m.r.choice(["", 0, 1, 20])})
    add_fact(m, where, "disability", m.r.choice(["mild", "mild", "severe"]), month[0] - m.r.choice([0, 10]))
    for code in (a, b):
        if m.r.random() < 0.5:
            add_service(m, where, code, m.r.choice([month[0], month[1], month[1] + 1, month[0] - 40]), None)


def followed(m, policy):
    """O13: an event or a birthday, and what is expected a day too early, in time or too late."""
    where = m.record()
    kind = m.r.choice(["discharge", "birth", "release", "birthday:65", "disability_grade"])
    expects = m.r.choice(["pension", "class:71", "class:7103", "contact"])
    pre, post = m.r.choice([0, 5, 30]), m.r.choice([5, 7, 30])
    policy.setdefault("life_events", []).append({"kind": kind, "expects": expects, "pre_days": pre, "post_days": post})
    day = m.as_of - m.r.choice([post - 1, post, post + 1, post + 40])
    if kind.startswith("birthday"):
        born = date.fromordinal(day)
        for row in m.tables["persons"]:
            if row["record_id"][1] == where[1][1] and (born.month, born.day) != (2, 29):
                row["birth_date"] = born.replace(year=born.year - 65).isoformat()
                row["rrn"] = ""
    else:
        m.add("events", agency_id=where[0], record_id=where[1], kind=kind, date=day)
    if m.r.random() < 0.6:
        when = day + m.r.choice([-pre - 1, -pre, 0, post, post + 1])
        if expects == "contact":
            m.add("events", agency_id=where[0], record_id=where[1], kind="contact", date=when)
        else:
            add_service(m, where, "pension" if expects == "pension" else "nurse", when, status=m.r.choice(
                ["active", "applied", "planned", "rejected"]))


def signalled(m, policy):
    """O15: signals that weigh three or less, alone or not, and somebody who came."""
    rows = policy.setdefault("signal_weights", [])
    if not rows:
        rows += [{"signal": "power_cut", "weight": 1, "alone": ""}, {"signal": "rent_arrears", "weight": 2, "alone": 0},
                 {"signal": "suicide_risk", "weight": 1, "alone": 1}]
    where, month = m.record(), month_of(m.as_of)
    back = m.r.choice([1, 2, 2, 3, 11, 12, 13])
    for _ in range(m.r.choice([1, 2, 3])):
        m.add("signals", agency_id=where[0], record_id=where[1], month=month_text(month - back + m.r.choice([0, 0, 1])),
              signal=m.r.choice(["power_cut", "rent_arrears", "rent_arrears", "suicide_risk"]))
    if m.r.random() < 0.3:
        m.add("events", agency_id=where[0], record_id=where[1], kind="visit", date=m.as_of - m.r.choice([1, 30, 60]))


def refused(m, policy):
    """O16: refused or ended a month ago, and something within it, or just after."""
    where = m.record()
    day = m.as_of - m.r.choice([29, 30, 31, 32, 60])
    if m.r.random() < 0.5:
        add_application(m, where, m.r.choice(["pension", "livelihood", "care"]), day - 5, "refused", day)
    else:
        code, kind = m.r.choice([("pension", "living"), ("care", "personal"), ("rent", "housing")])
        add_need(m, where, need_class=kind, status="open", identified_on=day - 40)
        add_service(m, where, code, day - 30, day, status="ended", service_class="", benefit_month="")
    if m.r.random() < 0.4:
        add_case(m, where, received_on=day + m.r.choice([-1, 0, 30, 31]))


def ending(m, policy):
    """O26: an end in a month or a day later, and a renewal."""
    where, code = m.record(), m.r.choice(CODES)
    end = m.as_of + m.r.choice([-1, 0, 29, 30, 31])
    add_service(m, where, code, m.as_of - 40, end, status="active")
    if m.r.random() < 0.3:
        add_application(m, where, code, m.as_of - m.r.choice([0, 89, 90, 91]))
    if m.r.random() < 0.3:
        add_service(m, where, code, end + m.r.choice([-5, 0]), end + m.r.choice([0, 1, 30]),
                    status=m.r.choice(["planned", "applied", "approved", "rejected"]))


def at_once(m, policy):
    """D14: visits that meet by a minute, touch, or go past midnight."""
    _, places = same_person(m)
    day = m.near()
    if m.r.random() < 0.4:
        policy.setdefault("mutex", []).append({"set_id": "both", "kind": "together", "a": "bath", "b": "nurse"})
    for where in places:
        start, end = m.r.choice([("10:00", "12:00"), ("11:00", "12:00"), ("12:00", "13:00"), ("23:00", "01:00"),
                                 ("00:30", "02:00"), ("11:59", "12:30")])
        add_service(m, where, m.r.choice(["care", "bath", "nurse"]), day, day + m.r.choice([0, 0, 1, 2]),
                    start_time=start, end_time=end, service_class="", status="delivered")
        day += m.r.choice([0, 0, 1])


def hours(m, policy):
    """D22: hours of a month, at the limit and above it."""
    rules = policy.setdefault("rules", [])
    if not any(row["rule"] == "D22" for row in rules):
        rules += [{"rule": "D22", "param": "care_class", "key": "71", "value": 1}]
        policy.setdefault("thresholds", []).append({"code": "D22", "household_size": "", "value": 10})
    person, places = same_person(m)
    if m.r.random() < 0.4:
        add_fact(m, places[0], "care_hours_limit", m.r.choice([5, 10, 12]), m.last_month()[1] - m.r.choice([0, 10, -1]))
    for where in places:
        start = m.last_month()[0] + m.r.choice([0, 5, 25])
        if m.r.random() < 0.5:
            add_service(m, where, "care", start, start, quantity=m.r.choice([4, 5, 6, "5.5"]), unit="hour",
                        status="ended")
        else:
            add_service(m, where, "bath", start, start + m.r.choice([0, 1, 4]), start_time="10:00", end_time="12:00",
                        status="ended")


def episodes(m, policy):
    """D08: support of a crisis for as many months as are allowed, or one more."""
    rules = policy.setdefault("rules", [])
    if not any(row["rule"] == "D08" for row in rules):
        rules += [{"rule": "D08", "param": "episode_class", "key": "living", "value": "3002"},
                  {"rule": "D08", "param": "episode_class", "key": "medical", "value": "2001"},
                  {"rule": "D08", "param": "episode_class", "key": "facility", "value": "7106;1004"}]
    where = m.record()
    case = add_case(m, where) if m.r.random() < 0.5 else None
    code = m.r.choice(["relief", "clinic", "home"])
    start = m.as_of - m.r.choice([60, 120, 200])
    for _ in range(m.r.choice([1, 2, 3])):
        add_service(m, where, code, start, start + m.r.choice([5, 40, 90]), benefit_month="", service_class="",
                    case_id=case["case_id"] if case else "", status="ended")
        start += m.r.choice([30, 60, 100])
    if case and m.r.random() < 0.4:
        m.add("events", agency_id=where[0], record_id=where[1], kind="committee", date=m.as_of - 20,
              case_id=case["case_id"])


def topped_up(m, policy):
    """D11: what b leaves of a ceiling, to the thousand won of tolerance and a won more."""
    rows = policy.setdefault("mutex", [])
    if not any(row["kind"] == "top_up" for row in rows):
        rows += [{"set_id": "top", "kind": "top_up", "a": m.r.choice(["livelihood", "livelihood", "class:30"]),
                  "b": m.r.choice(["pension", "pension", "class:30"]), "basis": "month",
                  "scope": m.r.choice(["person", "household", ""]), "counted_share": m.r.choice(["", "", "0", "0.5"]),
                  **validity(m.r, m.as_of, 0.2)} for _ in range(m.r.choice([1, 1, 2]))]
        if m.r.random() < 0.3:
            policy.setdefault("rules", []).append({"rule": "D11", "param": "counted_share", "value": "0.8"})
        for size, value in m.r.choice([[("", 10000)], [("", 10000), (2, 11000)], [(1, 10000), (2, 12000)]]):
            policy.setdefault("thresholds", []).extend({"code": "D11:" + code, "household_size": size, "value": value}
                                                       for code in ("livelihood", "class:30"))
    person, places = same_person(m)
    month = m.last_month()[0]
    add_service(m, places[0], "livelihood", month, m.r.choice([None, month + 20]), status="active", benefit_month="",
                amount_won=m.r.choice([6000, 6001, 11000, 11001, ""]), service_class="")
    if m.r.random() < 0.7:
        add_service(m, places[1], "pension", month, m.r.choice([None, month + 40]), status="active", benefit_month="",
                    amount_won=m.r.choice([5000, 0]), service_class="")


TEMPTATIONS = {
    "O11 O28": entitled,
    "O12": linked,
    "O13": followed,
    "O15": signalled,
    "O16": refused,
    "O26": ending,
    "D14": at_once,
    "D22": hours,
    "D08": episodes,
    "D11": topped_up,
}
