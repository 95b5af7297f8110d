# SPDX-License-Identifier: Apache-2.0
"""Cases that stand still: O03, O05, O06."""
from days import add_months
from finding import Finding


def key_of(row):
    return "/".join(row.place)


def end_of(run, case):
    """Without closed_on a case runs to the earlier of as_of and death (R9)."""
    return run.as_of if case["closed_on"] else min(run.as_of, run.world.death(case.person) or run.as_of)


def all_cases(run):
    return [case for person in run.world.persons for case in run.world.happened(person, "cases")]


def first_service(run, case):
    """first_service_on, else the earliest ACTIVE service with this case_id."""
    rows = [s for s in run.happened(case.person) if s.agency == case.agency and s.row["case_id"] == case.id]
    if case["first_service_on"]:
        return case["first_service_on"], []
    rows = [s for s in rows if s.last >= s.start]
    return (min(s.start for s in rows), [min(rows, key=lambda s: (s.start, s.place))]) if rows else (None, [])


def o03(run):
    found = []
    for case in all_cases(run):
        if case["case_class"] != "emergency":
            continue
        due, (first, rows) = run.policy.due("O03", "", case["received_on"]), first_service(run, case)
        if first is None:
            fires = not case["closed_on"]
        else:
            since = add_months(run.as_of, -int(run.number("*", "lookback_months")))
            fires = first > due and (run.world.is_open_case(case) or case["received_on"] >= since)
        if fires and end_of(run, case) > due:
            roles = [(case, "case")] + [(s.row, "first_service") for s in rows]
            found.append(Finding("O03", "omission", case.person, key_of(case), case["received_on"], None, roles,
                                 due=due, owner=case.agency))
    return found


def o05(run):
    found = []
    for case in all_cases(run):
        first, rows = first_service(run, case)
        if first is None or case["evaluated_on"]:
            continue
        due = run.policy.due("O05", case["case_class"], case["decided_on"] or first)
        if end_of(run, case) > due:
            roles = [(case, "case")] + [(s.row, "first_service") for s in rows]
            found.append(Finding("O05", "omission", case.person, key_of(case), case["decided_on"] or first, None,
                                 roles, due=due, owner=case.agency))
    return found


def o06(run):
    found = []
    for case in all_cases(run):
        if not run.world.is_open_case(case):
            continue
        events = [e for e in run.world.happened(case.person, "events") if e["kind"] in ("visit", "contact")
                  and (not e["case_id"] or (e.agency, e["case_id"]) == case.place)]
        last = max([case["received_on"], case["last_contact_on"] or 0] + [e["date"] for e in events])
        noted = max(case["received_on"], case["last_contact_on"] or 0)
        newest = [e for e in events if e["date"] == last > noted][:1]
        due = run.policy.due("O06", case["case_class"], last)
        if due is not None and run.as_of > due:
            found.append(Finding("O06", "omission", case.person, key_of(case), last, None, 
                                 [(case, "case")] + [(e, "last_contact") for e in newest],
                                 due=due, owner=case.agency))
    return found
