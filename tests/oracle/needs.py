# SPDX-License-Identifier: Apache-2.0
"""Needs that nobody answers: O01, O10, and O14 where the responsible agency does not know the person."""
from days import segments
from finding import Finding

TAKEN = ("sent", "received", "accepted", "in_progress")


def known_persons(run):
    """Persons about whom an absence can be told (R3)."""
    return [p for p in run.world.persons if not run.world.is_unknown(p)]


def two_digits(run, need_class):
    """The class to show: the first two digits where all classes that ever answer share them."""
    digits = {row["service_class"][:2] for row in run.policy.all("need_map") if row["need_class"] == need_class}
    return digits.pop() if len(digits) == 1 else ""


def is_for(run, referral, need):
    """The referral names the need, or no need that is known, and its class."""
    named = run.need_of(referral)
    if named:
        return named.place == need.place
    return referral["need_class"] == need["need_class"]


def has_services(run, need):
    """ACTIVE answering rows with a day in [identified_on, as_of]."""
    span = set(range(need["identified_on"], run.as_of + 1))
    return [s for s in run.answering(need.person, need["need_class"]) if run.covered(s) & span]


def o01(run):
    found = []
    for person in known_persons(run):
        referrals = [r for r in run.world.happened(person, "referrals") if r["status"] in TAKEN]
        late = {}
        for need in run.open_needs(person):
            due = run.policy.due("O01", need["urgency"] or "normal", need["identified_on"])
            if run.as_of > due and not has_services(run, need) and not any(is_for(run, r, need) for r in referrals):
                late.setdefault(need["need_class"], []).append((need, due))
        for need_class, rows in late.items():
            first = min(rows, key=lambda pair: (pair[1], pair[0]["identified_on"], pair[0].place))
            found.append(Finding("O01", "omission", person, need_class, min(n["identified_on"] for n, _ in rows), None,
                                 [(need, "need") for need, _ in rows], due=min(d for _, d in rows),
                                 service_class=two_digits(run, need_class), owner=first[0].agency))
    return found


def o10(run):
    """Served once, and the last covered day lies more than the gap before as_of."""
    found = []
    for person in known_persons(run):
        groups = {}
        for need in run.open_needs(person):
            if has_services(run, need):
                groups.setdefault(need["need_class"], []).append(need)
        for need_class, needs in groups.items():
            found += lapse(run, person, need_class, needs)
    return found


def lapse(run, person, need_class, needs):
    first = min(needs, key=lambda n: (n["identified_on"], n.place))
    services = has_services(run, first)
    span = set(range(first["identified_on"], run.as_of + 1))
    last = max(max(run.covered(s) & span) for s in services)
    digits = two_digits(run, need_class)
    gap = int(run.policy.number_by_class("O10", "gap_days", digits))
    if run.as_of - last <= gap:
        return []
    ended = [s for s in services if max(run.covered(s) & span) == last]
    return [Finding("O10", "omission", person, need_class, last + 1, None,
                    [(n, "need") for n in needs] + [(s.row, "last_service") for s in ended
                                                          if s.person is person], due=last + gap,
                    service_class=digits, owner=first.agency)]
