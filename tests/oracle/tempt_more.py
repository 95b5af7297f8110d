# SPDX-License-Identifier: Apache-2.0
"""What tempts the rules that look at assessments, moves between areas, late entries, bills and promises."""
from make_policy import CODES, PROGRAMMES
from tempt import add_service, same_person


def assessed(m, policy):
    """D19: one domain by several agencies, as far apart as is allowed or a day less."""
    _, places = same_person(m)
    day = m.near()
    for agency, record in places:
        m.add("assessments", agency_id=agency, assessment_id=m.new_id(agency, "assessments"), record_id=record,
              domain=m.r.choice(["adl", "adl", "mood"]), assessed_on=day)
        day += m.r.choice([0, 10, 29, 30, 31])


def moved_area(m, policy):
    """D20: the same class at agencies of two areas, the older one about as long as is allowed."""
    _, places = same_person(m)
    code, start = m.r.choice(CODES), m.near(0) - 20
    for where in places:
        add_service(m, where, code, start, m.r.choice([None, None, start + 40, max(start, m.as_of)]), status="active")
        start += m.r.choice([0, 1, 5, 15])
    for row in m.tables["agencies"]:
        if m.r.random() < 0.5:
            row["area_code"] = m.r.choice(["41360", "41310"])


def entered_late(m, policy):
    """D21: a row of the past that came in when another agency's had ended."""
    _, places = same_person(m)
    code, start = m.r.choice(CODES), m.near(0) - m.r.choice([0, 30, 400])
    last = start + m.r.choice([0, 5, 30])
    add_service(m, places[0], code, start, last, entered_on=start)
    add_service(m, places[1], m.r.choice([code, code, m.r.choice(CODES)]), start + m.r.choice([-5, 0, 3, 5]),
                last + m.r.choice([5, 10]) if m.r.random() < 0.7 else None,
                entered_on=last + m.r.choice([0, 1, 1, 2, 20]))


def bills(m, policy):
    """D23: one bill at two agencies, paid to the won or a won more."""
    _, places = same_person(m)
    stated = m.r.choice(["", 1000, 10000])
    for where in places:
        add_service(m, where, None, None, None, status="delivered", invoice_id=m.r.choice(["i1", "i1", "I1"]),
                    invoice_won=stated if m.r.random() < 0.8 else "",
                    amount_won=m.r.choice([500, 505, 506, 1000, 5050, 5051, 10000, ""]))


def together(m, policy):
    """D15, D10: a household's programme, given to two of its members."""
    codes = [p[0] for p in PROGRAMMES if p[3] == "household"]
    code, start = m.r.choice(codes), m.near()
    for _ in range(m.r.choice([2, 2, 3])):
        add_service(m, m.record(), code, start, start + m.r.choice([0, 3, 20]) if m.r.random() < 0.8 else None)
        start += m.r.choice([0, 1, 3, 29, 30, 31])


def promised(m, policy):
    """O25: planned or approved, due a day ago or today, with and without a delivery."""
    person, places = same_person(m)
    code, start = m.r.choice(["box", "kimchi", "clinic", "school", "meal"]), m.as_of - m.r.choice([6, 7, 8, 9, 30, 400])
    add_service(m, places[0], code, start, start, status=m.r.choice(["planned", "approved", "approved"]))
    if m.r.random() < 0.6:
        day = start + m.r.choice([-8, -7, -6, 0, 5])
        status = m.r.choice(["delivered", "active", "ended", "approved"])
        add_service(m, m.r.choice(places), code, day, day, status=status)


def unknown_programme(m, policy):
    """X03: a programme that the policy does not know, with and without a class."""
    for _ in range(m.r.choice([1, 2])):
        add_service(m, None, m.r.choice(["riding", "Riding", "swimming"]), service_class=m.r.choice(["", "", "9201"]))


def one_number(m, policy):
    """I02: two people under one resident number."""
    numbers = sorted({row["rrn"] for row in m.tables["persons"]})
    if len(numbers) > 1:
        for row in m.tables["persons"]:
            row["rrn"] = numbers[0] if row["rrn"] == numbers[1] else row["rrn"]


TEMPTATIONS = {
    "X03": unknown_programme,
    "I02": one_number,
    "D19": assessed,
    "D20": moved_area,
    "D21": entered_late,
    "D23": bills,
    "D15 D10": together,
    "O25": promised,
}
