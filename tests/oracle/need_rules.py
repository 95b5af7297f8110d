# SPDX-License-Identifier: Apache-2.0
"""Needs that get too little or nothing for long: O02, O08, O17, O30."""
from days import days_of, first_of, last_of, month_of
from finding import Finding
from needs import has_services, is_for, known_persons, TAKEN, two_digits
from referrals import class_of, is_urgent


def o02(run):
    """In the last full month less than alpha of what the needs of one class ask for."""
    found, month = [], run.world.last_month()
    for person in known_persons(run):
        groups = {}
        for need in run.open_needs(person):
            if need["target_unit"] and need["target_quantity"] is not None and need["identified_on"] <= first_of(month):
                groups.setdefault((need["need_class"], need["target_unit"]), []).append(need)
        for (need_class, unit), needs in groups.items():
            if falls_short(run, person, need_class, unit, needs, month):
                rows = [s for s in given(run, person, need_class, unit, month) if s.person is person]
                found.append(Finding("O02", "omission", person, need_class, first_of(month), last_of(month),
                                     [(n, "need") for n in needs] + [(s.row, "service") for s in rows],
                                     due=last_of(month), service_class=two_digits(run, need_class),
                                     owner=min(needs, key=lambda n: (n["identified_on"], n.place)).agency))
    return found


def month_of_service(service):
    """Its benefit month, else that of its start."""
    own = service.row["benefit_month"]
    return month_of(service.start) if own is None else own


def given(run, person, need_class, unit, month):
    return [s for s in run.answering(person, need_class) if month_of_service(s) == month
            and s.row["unit"] == unit and s.last >= s.start]


def falls_short(run, person, need_class, unit, needs, month):
    rows = given(run, person, need_class, unit, month)
    if any(s.row["quantity"] is None for s in rows):
        return False
    if any(row.place == need.place for f in run.findings.get("O01", []) for row, _ in f.rows for need in needs):
        return False  # O01 tells it already
    target = sum(n["target_quantity"] for n in needs)
    return sum(s.row["quantity"] for s in rows) < run.number("O02", "alpha") * target


def o08(run):
    """Accepted, and no service at to_agency that names the referral or answers its need from sent_on on."""
    found = []
    for person in known_persons(run):
        for referral in run.world.happened(person, "referrals"):
            start = referral["responded_on"] or referral["sent_on"]
            due = run.policy.due("O08", "", start)
            if referral["status"] in ("accepted", "in_progress") and not run.world.is_dead(person) \
                    and run.as_of > due and not run.world.owes_upload(referral["to_agency"], "services") \
                    and not is_served(run, referral):
                need = run.need_of(referral)
                found.append(Finding("O08", "omission", person, "/".join(referral.place), start, None,
                                     [(referral, "referral")] + ([(need, "need")] if need else []), due=due,
                                     owner=referral["to_agency"], is_urgent=is_urgent(run, referral)))
    return found


def is_served(run, referral):
    need_class = class_of(run, referral)
    person = referral.person
    services = [s for m in run.members(person) for s in run.happened(m) if m is person or s.unit == "household"]
    for service in services:
        if service.agency == referral["to_agency"] and service.last >= service.start:
            named = service.row["referral_id"]
            if named == referral.id and service.row["referral_agency"] in (None, referral.agency):
                return True
            answers = not need_class or run.answers(service, need_class)
            if not named and service.start >= referral["sent_on"] and answers:
                return True
    return False


def o17(run):
    """A household with an open case, and a member whose need nobody answers while others are served."""
    found, days = [], int(run.number("O17", "days"))
    for person in known_persons(run):
        for need_class in sorted({n["need_class"] for n in run.open_needs(person)}):
            needs = [n for n in run.open_needs(person) if n["need_class"] == need_class
                     and run.as_of - n["identified_on"] >= days and is_left_out(run, n)]
            cases = serving_cases(run, person, days) if needs else []
            case = min(cases, key=lambda c: (c["received_on"], c.place), default=None)
            own = [case] if case and case.person is person else []  # another's is no evidence here (R18)
            if needs and cases:
                first = min(needs, key=lambda n: (n["identified_on"], n.place))
                found.append(Finding("O17", "omission", person, need_class, first["identified_on"], None,
                                     [(n, "need") for n in needs] + [(c, "case") for c in own],
                                     due=first["identified_on"] + days, owner=case.agency))
    return found


def is_left_out(run, need):
    asked = any(r["status"] in TAKEN and is_for(run, r, need) for r in run.world.happened(need.person, "referrals"))
    return not asked and not has_services(run, need)


def serving_cases(run, person, days):
    """Open cases of members (the person's own too) whose agency has served another member in those days."""
    cases, members = [], run.members(person)
    for member in members:
        for case in run.world.happened(member, "cases"):
            if run.world.is_open_case(case) and any(
                    s.agency == case.agency and s.last >= max(s.start, run.as_of - days)
                    for other in members - {person} for s in run.happened(other)):
                cases.append(case)
    return cases


def o30(run):
    """A report after which nobody visited, made contact, opened a case or served."""
    found = []
    for person in known_persons(run):
        for report in run.world.happened(person, "reports"):
            since = report["reported_on"]
            due = run.policy.due("O30", report["urgency"] or "normal", since)
            events = [e for e in run.world.happened(person, "events") if e["kind"] in ("visit", "contact")]
            followed = any(e["date"] >= since for e in events)
            followed |= any(c["received_on"] >= since for c in run.world.happened(person, "cases"))
            followed |= any(s.start >= since for s in run.happened(person))
            if run.as_of > due and not followed and not run.world.is_dead(person):
                found.append(Finding("O30", "omission", person, "/".join(report.place), since, None,
                                     [(report, "report")], due=due, owner=report.agency))
    return found
