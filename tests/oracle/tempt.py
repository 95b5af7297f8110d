# SPDX-License-Identifier: Apache-2.0
"""What tempts each rule: rows that just do, or just do not, make it speak."""
from datetime import date

from days import month_of, month_text
from make_policy import CODES, NEEDS, PROGRAMMES

ACTIVE = ["approved", "active", "active", "delivered", "delivered", "ended"]
OTHER = ["planned", "applied", "rejected", "cancelled", "reversed", "error"]


def written(m, code):
    """A code as agencies write it: in capitals, with blanks, or by its name."""
    return m.r.choice([code.upper(), " " + code, "이름 " + code]) if m.r.random() < 0.05 else code


def add_service(m, where=None, programme=None, start=None, last=None, **cells):
    agency, record = where or m.record()
    programme = programme or m.r.choice(CODES)
    start = m.near() if start is None else start
    if last is None and m.r.random() < 0.6:
        last = start + m.r.choice([0, 1, 2, 5, 9, 10, 20, 30, 31, 60])
    row = {"programme": written(m, programme), "start_date": start, "end_date": last or "",
           "status": m.r.choice(ACTIVE) if m.r.random() < 0.88 else m.r.choice(OTHER),
           "amount_won": m.r.choice(["", "", 0, 1000, 5000, 30000, 999999, 1000000])}
    if m.r.random() < 0.15:
        row["benefit_month"] = month_text(month_of(start) + m.r.choice([0, 0, -1, 1]))
    if m.r.random() < 0.1:
        row["service_class"] = m.r.choice(["3102", "3101", "7101", "1001", "3003"])
    if m.r.random() < 0.3:
        row["entered_on"] = start + m.r.choice([0, 1, 3, 4, 30, 31])
    return m.add("services", agency_id=agency, service_id=m.new_id(agency, "services"), record_id=record,
                 **{**row, **cells})


def some_services(m):
    for _ in range(m.r.randint(0, 6)):
        add_service(m)


def same_person(m):
    """Two or three records of one person (perhaps the same one twice)."""
    person = m.r.randrange(len(m.people))
    return person, [m.record(person) for _ in range(m.r.choice([2, 2, 3]))]


def overlap(m, policy):
    """D03: one programme from several agencies, beginning where another ends."""
    _, places = same_person(m)
    programme, start, last = m.r.choice(CODES), m.near(), None
    for where in places:
        length = m.r.choice([0, 1, 4, 9, 30])
        last = start + length if m.r.random() < 0.85 else None
        add_service(m, where, programme, start, last)
        start = (start + length) + m.r.choice([-5, -1, 0, 0, 1, 2])


def capped(m, policy):
    """D05: events as far apart as the window is wide."""
    caps = [c for c in policy.get("caps", []) if c["rule"] == "D05"]
    if not caps:
        return
    cap, start = m.r.choice(caps), m.near()
    programme = cap.get("programme") or m.r.choice(["box", "kimchi", "meal", "lunch", "clinic", "school"])
    person = m.r.randrange(len(m.people))
    for _ in range(cap["max_count"] + m.r.choice([0, 1, 1, 2])):
        where = m.record(person) if cap.get("scope") != "household" or m.r.random() < 0.5 else m.record()
        add_service(m, where, programme, start)
        start += m.r.choice([0, 1, cap["window_days"] - 1, cap["window_days"], cap["window_days"] // 2])


def exclusive(m, policy):
    """D09: the two sides of a set, in one person or in two of a household, a few days together."""
    rows = [row for row in policy.get("mutex", []) if row["kind"] == "exclusive"]
    if not rows:
        return
    row, start = m.r.choice(rows), m.near()
    person, places = same_person(m)
    if m.r.random() < 0.2:
        places[1] = m.record()
    for where, name in zip(places, (row["a"], row["b"])):
        add_service(m, where, of_side(m, name), start, start + m.r.choice([0, 1, 5, 20, 40]))
        start += m.r.choice([0, 0, 1, 3, 5, 6, 31])
    if row.get("except_programme") and m.r.random() < 0.5:
        add_service(m, m.record(person), row["except_programme"], start, start + m.r.choice([0, 2, 10]))


def of_side(m, name):
    """A programme that the side of a mutex row names."""
    if not name.startswith("class:"):
        return name
    return m.r.choice([p[0] for p in PROGRAMMES if p[1].startswith(name[6:])] or CODES)


def stay(m, policy):
    """D12: a stay, and something at home on its edges."""
    where, start = m.record(), m.near()
    last = start + m.r.choice([0, 1, 2, 9, 29, 30, 88, 89, 90, 120]) if m.r.random() < 0.8 else ""
    agency, record = where
    m.add("stays", agency_id=agency, stay_id=m.new_id(agency, "stays"), record_id=record,
          kind=m.r.choice(["hospital", "facility", "prison", "abroad"]), start_date=start, end_date=last)
    states = [row["a"] for row in policy.get("mutex", []) if row["kind"] == "state"]
    at_home = m.r.choice(["meal", "care", "nurse"])
    programme = of_side(m, m.r.choice(states)) if states and m.r.random() < 0.5 else at_home
    day = m.r.choice([start, last or start + 5]) + m.r.choice([-3, -1, 0, 1])
    place = next(p for p in m.people if where in p)
    add_service(m, m.r.choice(place), programme, day, m.r.choice([None, day, day + 1, day + 2, day + 10]))


def after_death(m, policy):
    """D13: services of people with a date of death, around it."""
    for row in m.tables["persons"]:
        if row.get("death_date"):
            death, where = date.fromisoformat(row["death_date"]).toordinal(), (row["agency_id"], row["record_id"])
            for _ in range(m.r.randint(1, 2)):
                start = death + m.r.choice([-40, -10, -1, 0, 1, 2, 30, 31, 32, 33])
                add_service(m, where, None, start, m.r.choice([None, None, start, start + 1, start + 45]))


def after_move(m, policy):
    """D13: somebody moves out, perhaps back in, and services there begin or go on."""
    agency, record = m.record()
    moved = m.near(0) - m.r.choice([0, 20, 31])
    m.add("events", agency_id=agency, record_id=record, kind="move_out", date=moved)
    if m.r.random() < 0.3:
        back = m.r.choice(next(place for place in m.people if (agency, record) in place))
        add_event(m, back, None, "move_in", moved + m.r.choice([-1, 0, 1, 10]))
    for _ in range(m.r.randint(1, 2)):
        start = moved + m.r.choice([-40, -5, 0, 5, 29, 30, 31, 32, 40])
        add_service(m, (agency, record), None, start, m.r.choice([None, None, start, start + 5, start + 60]))


def add_need(m, where=None, identified_on=None, **cells):
    agency, record = where or m.record()
    day = m.near() if identified_on is None else identified_on
    row = {"need_class": m.r.choice(list(NEEDS)), "identified_on": day, "urgency":
           m.r.choice(["", "normal", "high", "low", "emergency"]),
           "status": m.r.choice(["", "open", "open", "open", "partly", "met", "withdrawn", "refused", "transferred"])}
    row.update(cells)
    if row["status"] == "met":
        row["resolved_on"] = day + m.r.choice([0, 5, 30])
    return m.add("needs", agency_id=agency, need_id=m.new_id(agency, "needs"), record_id=record, **row)


def answer_of(m, need_class):
    """A programme that answers the need."""
    classes = NEEDS.get(need_class.strip().casefold(), ["31"])
    return m.r.choice([p[0] for p in PROGRAMMES if any(p[1].startswith(c) for c in classes)] or CODES)


def unmet(m, policy):
    """O01 and O10: needs, and services that begin too late or end too early."""
    for _ in range(m.r.randint(1, 3)):
        where = m.record()
        need = add_need(m, where)
        place = next(p for p in m.people if where in p)
        found = date.fromisoformat(need["identified_on"]).toordinal()
        if m.r.random() < 0.6:
            start = m.r.choice([found, found - 5, m.near(), m.near()])
            gap = m.as_of - m.r.choice([0, 1, 2, 3, 13, 14, 15, 16, 30])
            other = m.r.choice(place) if m.r.random() < 0.8 else m.record()
            add_service(m, other, answer_of(m, need["need_class"]), start, max(start, gap))
        if m.r.random() < 0.4:
            add_referral(m, where, need=need)


def add_referral(m, where=None, need=None, sent=None):
    agency, record = where or m.record()
    row = {"to_agency": m.r.choice(list(m.agencies) + ["Z"]), "sent_on": m.near() if sent is None else sent, "urgency":
           m.r.choice(["", "", "", "normal", "emergency"]), "status": m.r.choice(
               ["sent", "sent", "received", "accepted", "rejected_client", "rejected_provider", "in_progress",
                "completed", "cancelled"])}
    if row["status"] not in ("sent", "received") and m.r.random() < 0.7:
        row["responded_on"] = row["sent_on"] + m.r.choice([0, 1, 3, 7, 10])
    if need and m.r.random() < 0.5:
        row["need_id"] = need["need_id"]
    if m.r.random() < 0.7:
        row["need_class"] = need["need_class"] if need else m.r.choice(list(NEEDS))
    return m.add("referrals", agency_id=agency, referral_id=m.new_id(agency, "referrals"), record_id=record, **row)


def referrals(m, policy):
    """O07 and O09: referrals about needs and about none, of the same person or, by a slip, of another."""
    for _ in range(m.r.randint(1, 3)):
        where = m.record()
        need = add_need(m, where if m.r.random() < 0.9 else None) if m.r.random() < 0.7 else None
        referral = add_referral(m, where, need)
        if m.r.random() < 0.4:
            add_referral(m, where, need, m.near())
        if need and m.r.random() < 0.4:
            day = date.fromisoformat(referral["sent_on"]).toordinal() + m.r.choice([-1, 0, 1, 3, 7])
            add_service(m, where, answer_of(m, need["need_class"]), day)


def add_case(m, where=None, received_on=None, **cells):
    agency, record = where or m.record()
    received = m.near() if received_on is None else received_on
    row = {"case_class": m.r.choice(["emergency", "emergency", "focused", "general", "public"]),
           "received_on": received}
    for column in ("visited_on", "surveyed_on", "met_on", "decided_on", "planned_on", "first_service_on",
                   "evaluated_on", "last_contact_on", "closed_on"):
        if m.r.random() < 0.25:
            row[column] = received + m.r.choice([0, 1, 2, 3, 4, 7, 8, 10, 15, 30, 31])
    return m.add("cases", agency_id=agency, case_id=m.new_id(agency, "cases"), record_id=record, **{**row, **cells})


def cases(m, policy):
    """O03, O05, O06: cases with some of their dates, their services and contacts."""
    for _ in range(m.r.randint(1, 2)):
        agency, record = m.record()
        case = add_case(m, (agency, record))
        received = date.fromisoformat(case["received_on"]).toordinal()
        if m.r.random() < 0.5:
            start = received + m.r.choice([-1, 0, 2, 3, 4, 5, 20])
            add_service(m, (agency, record), None, start, case_id=case["case_id"])
        for _ in range(m.r.randint(0, 2)):
            add_event(m, (agency, record), case)


def add_event(m, where, case=None, kind=None, day=None, **cells):
    kinds = ["visit", "contact", "meeting", "committee", "failed_contact", "escalation"]
    m.add("events", agency_id=where[0], record_id=where[1], kind=kind or m.r.choice(kinds),
          date=m.near() if day is None else day, case_id=case["case_id"] if case and m.r.random() < 0.7 else "",
          **cells)


TEMPTATIONS = {"D03": overlap, "D05": capped, "D09": exclusive, "D12": stay, "D13": after_death, "D13 move": after_move,
               "O01 O10 O14 X02": unmet, "O07 O09": referrals, "O03 O05 O06": cases}
