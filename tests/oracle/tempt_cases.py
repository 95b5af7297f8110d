# SPDX-License-Identifier: Apache-2.0
"""What tempts the rules about cases: their stages, meetings, workers, contacts, levels."""
from datetime import date

from tempt import add_case, add_event


def received(case):
    return date.fromisoformat(case["received_on"]).toordinal()


def steps(m, policy):
    """O04, O18, O19: visits, stages, meetings and committees, in time or a day late."""
    for _ in range(m.r.randint(1, 2)):
        agency, record = where = m.record()
        case = add_case(m, where, closed_on="") if m.r.random() < 0.7 else add_case(m, where)
        for kind in ("visit", "meeting", "committee"):
            if m.r.random() < 0.4:
                add_event(m, where, case, kind, m.r.choice([received(case) + m.r.choice([0, 1, 2, 7, 8]), m.near()]))


def workers(m, policy):
    """O20: cases with and without a worker; people who move out, and back or on."""
    where = m.record()
    case = add_case(m, where, closed_on="", worker_id=m.r.choice(["", "w1", "w1", "w2"]))
    if m.r.random() < 0.5:
        out = m.as_of - m.r.choice([0, 13, 14, 15, 16, 30])
        add_event(m, where, case, "move_out", out)
        if m.r.random() < 0.3:
            place = next(p for p in m.people if where in p)
            add_event(m, m.r.choice(place), None, "move_in", out + m.r.choice([-1, 0, 1, 10]))


def unreached(m, policy):
    """O21: three failed contacts within the window or a day more, and somebody who was reached."""
    where, day = m.record(), m.near(0) - 10
    place = next(p for p in m.people if where in p)
    for _ in range(m.r.choice([2, 3, 3, 4])):
        add_event(m, m.r.choice(place), None, "failed_contact", day)
        day += m.r.choice([0, 1, 7, 7, 8])
    if m.r.random() < 0.4:
        add_event(m, m.r.choice(place), None, m.r.choice(["visit", "contact", "move_in", "meeting"]),
                  day - m.r.choice([0, 7, 14, 15, 22]))


def levels(m, policy):
    """O27: cases at a level, and escalations that just came in time."""
    where = m.record()
    case = add_case(m, where, closed_on="", level=m.r.choice(["team", "centre", "centre", "main", ""]),
                    received_on=m.as_of - m.r.choice([13, 14, 15, 29, 30, 31, 60]))
    if m.r.random() < 0.5:
        add_event(m, where, case, "escalation", m.as_of - m.r.choice([0, 13, 14, 15, 30, 31]),
                  level=m.r.choice(["", "centre", "team", "main"]))


def two_cases(m, policy):
    """D17: open cases of a person or of people who live together, two weeks or a day more."""
    for _ in range(m.r.choice([2, 2, 3])):
        received = m.as_of - m.r.choice([0, 13, 14, 15, 16, 40])
        add_case(m, m.record(), closed_on=m.maybe(0.1, m.as_of), received_on=received,
                 co_lead=m.r.choice(["", 0, 0, 1]))


TEMPTATIONS = {
    "D17": two_cases,
    "O04 O18 O19": steps,
    "O20": workers,
    "O21": unreached,
    "O27": levels,
}
