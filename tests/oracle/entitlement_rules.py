# SPDX-License-Identifier: Apache-2.0
"""What people are entitled to by the facts: O11 not received, O28 missed by little."""
from datetime import date
from fractions import Fraction

from days import add_months, first_of, last_of, month_of
from finding import Finding
from needs import known_persons
from overlaps import due as first_action
from policy import in_force

MISSING, DERIVED = "missing", ("age", "age_months", "birth_year", "household_size")


def fact_of(run, person, name, day):
    """(value, as_of) of the newest fact on or before as_of; two values of one day are none; some are derived."""
    facts = [f for f in run.world.happened(person, "facts") if f["fact"] == name]
    if facts:
        newest = max(f["as_of"] for f in facts)
        values = {f["value"] for f in facts if f["as_of"] == newest}
        return (values.pop(), newest) if len(values) == 1 else (None, newest)
    return derived(run, person, name, day), None


def derived(run, person, name, day):
    born = date.fromordinal(person.birth()) if person.birth() else None
    if name == "household_size":
        return str(run.household_size(person, day))
    if name == "birth_year":
        return str(born.year) if born else None
    if name == "age_months" and born:
        months = month_of(day) - month_of(born.toordinal())
        return str(months) if months >= 0 else None
    if name == "age" and born:
        return str(years(born, day))
    return None


def years(born, day):
    on = date.fromordinal(day)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def number(text):
    try:
        return Fraction(text)
    except ValueError:
        return None


def holds(value, op, wanted):
    """True, False, or None where the fact is not known or cannot be compared."""
    if value is None:
        return None
    if op == "in":
        return value.strip().casefold() in [w.strip().casefold() for w in wanted.split(";")]
    one, other = number(value), number(wanted)
    if op in ("=", "!="):
        same = one == other if None not in (one, other) else value.strip().casefold() == wanted.strip().casefold()
        return same == (op == "=")
    if one is None or other is None:
        return None
    return {"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}[op]


def tests(run, person, code, day):
    """{clause: [(row, value, as_of, holds)]} of the version in force with the latest valid_from."""
    rows = [r for r in run.policy.rows("eligibility", day) if run.policy.code_of(r["programme"]) == code]
    if not rows:
        return {}
    version = max(rows, key=lambda r: (r["valid_from"] or 0, r["version"]))["version"]
    clauses = {}
    for row in (r for r in rows if r["version"] == version):
        value, when = fact_of(run, person, row["fact"], day)
        clauses.setdefault(row["clause"], []).append((row, value, when, holds(value, row["op"], row["value"])))
    return clauses


def codes(run):
    return sorted({run.policy.code_of(r["programme"]) for r in run.policy.all("eligibility")} - {None})


def o11(run):
    """Eligible in the month of as_of by facts that are not too old, and neither row nor application."""
    found, day = [], first_of(month_of(run.as_of))
    for person in living(run):
        for code in codes(run):
            clauses = tests(run, person, code, day)
            fresh = [c for c in clauses.values() if all(ok is True and is_fresh(run, when) for _, _, when, ok in c)]
            if fresh and not is_receiving(run, person, code):
                programme = run.policy.programme(code, day)
                rows = fact_rows(run, person, fresh[0])
                found.append(Finding("O11", "omission", person, code, day, None, rows, due=first_action(run),
                                     programme=code, **who_knows(person, rows),
                                     service_class=programme["service_class"] if programme else ""))
    return found


def living(run):
    return [p for p in known_persons(run) if not run.world.is_dead(p)]


def is_fresh(run, when):
    return when is None or run.as_of - when <= run.number("O11", "fact_days")


def fact_rows(run, person, clause):
    """One for each fact: of equal ones the smallest."""
    names = {row["fact"]: when for row, _, when, _ in clause if when is not None}
    rows = {}
    for fact in sorted(run.world.happened(person, "facts"), key=lambda f: (f.agency, f["record_id"])):
        if names.get(fact["fact"]) == fact["as_of"]:
            rows.setdefault(fact["fact"], fact)
    return [(fact, "fact") for _, fact in sorted(rows.items())]


def who_knows(person, rows):
    """Owner and agencies: who knows the newest fact, else who has the newest record."""
    if rows:
        return {"owner": max(rows, key=lambda r: r[0]["as_of"])[0].agency}
    newest = min(person.records, key=lambda r: (-max(r["updated_at"] or 0, r["registered_on"] or 0), r.place))
    return {"owner": newest.agency, "agencies": [newest.agency]}


def is_receiving(run, person, code):
    """An ACTIVE, applied or planned row (household programmes: of any member), or an application not refused."""
    rows = [s for m in run.members(person) for s in run.services(m) if s.code == code
            and (m is person or s.unit == "household")]
    month = month_of(run.as_of)
    if any(s.is_active and s.start <= run.as_of and month in s.months() or s.status in ("applied", "planned")
           for s in rows):
        return True
    since = add_months(run.as_of, -int(run.number("O11", "months")))
    return any(a["applied_on"] >= since and a["result"] != "refused" for a in applications_of(run, person, code))


def applications_of(run, person, name):
    """For a programme, whether the policy knows it or not: the person's, and of a household programme also those of
    other members."""
    rows = []
    for member in run.members(person):
        for row in run.world.happened(member, "applications"):
            programme = run.policy.programme(row["programme"], row["applied_on"])
            shared = member is person or (programme and programme["unit"] == "household")
            asked = run.policy.code_of(row["programme"]) or run.world.spelling(row["programme_text"])
            rows += [row] if shared and asked == name else []
    return rows


def o28(run):
    """NO because one numeric test fails by little, an open need, and no private service for it."""
    found, day = [], first_of(month_of(run.as_of))
    for person in (p for p in run.world.persons if not run.world.is_dead(p)):
        for code in codes(run):
            clauses = tests(run, person, code, day)
            near = [c for c in clauses.values() if is_near(run, c)]
            no = clauses and all(any(ok is False for _, _, _, ok in c) for c in clauses.values())
            programme = run.policy.programme(code, day)
            needs = [n for n in run.open_needs(person) if programme and any(
                programme["service_class"].startswith(c) for c in run.answering_classes(n["need_class"], run.as_of))
                and not is_helped(run, person, n)]
            if no and near and needs:
                rows = fact_rows(run, person, [t for t in near[0] if t[3] is not True])
                found.append(Finding("O28", "omission", person, code, day, None, rows + [(n, "need") for n in needs],
                                     due=first_action(run), programme=code, owner=who_knows(person, rows)["owner"],
                                     service_class=programme["service_class"]))
    return found


def is_helped(run, person, need):
    """Has a private programme answered the need on some day since it was known?"""
    days = range(need["identified_on"], run.as_of + 1)
    return any(s.of_programme("layer") == "private" and run.covered(s) & set(days)
               for s in run.answering(person, need["need_class"]))


def is_near(run, clause):
    """All tests but one hold, and that one misses its limit by at most the margin."""
    bad = [(row, value) for row, value, _, ok in clause if ok is not True]
    if len(bad) != 1 or bad[0][1] is None:
        return False
    value, limit = number(bad[0][1]), number(bad[0][0]["value"])
    return None not in (value, limit) and abs(value - limit) <= run.number("O28", "margin") * abs(limit)
