# SPDX-License-Identifier: Apache-2.0
"""Steps that a case owes: O04 visit, O18 stages, O19 meetings, O20 somebody responsible, O21 reached, O27 level."""
from case_rules import all_cases, end_of, key_of
from days import first_of, last_of, month_of
from finding import Finding
from overlaps import due as first_action


def events_of(run, case, kind):
    """Events that name the case, or that name none and came since it did."""
    return sorted((e for e in run.world.happened(case.person, "events") if e["kind"] == kind and (
        e["date"] >= case["received_on"] if not e["case_id"] else (e.agency, e["case_id"]) == case.place)), key=moment)


def moment(event):
    return event["date"], event.agency, event["record_id"]


def o04(run):
    """Emergency cases (or those whose class has a deadline): visited, or an event visit of the case."""
    found = []
    for case in all_cases(run):
        due = visit_due(run, case)
        if due is None:
            continue
        visits = events_of(run, case, "visit") if not case["visited_on"] else []
        visit = case["visited_on"] or (visits[0]["date"] if visits else None)
        if visit is None:
            fires = not case["closed_on"] and end_of(run, case) > due
        else:
            fires = visit > due and end_of(run, case) > due and (
                run.world.is_open_case(case) or received_lately(run, case))
        if fires:
            found.append(Finding("O04", "omission", case.person, key_of(case), case["received_on"], None,
                                 [(case, "case")] + [(e, "visit") for e in visits[:1]], due=due, owner=case.agency))
    return found


def visit_due(run, case):
    keys = {row["key"] for row in run.policy.rows("deadlines", case["received_on"]) if row["rule"] == "o04"}
    if case["case_class"] == "emergency" or case["case_class"] in keys:
        return run.policy.due("O04", case["case_class"], case["received_on"])
    return None


def received_lately(run, case):
    from days import add_months
    return case["received_on"] >= add_months(run.as_of, -int(run.number("*", "lookback_months")))


STAGES = ["surveyed", "met", "planned"]


def o18(run):
    """The first stage that is missing and due, else the first that was late; only while the case is open."""
    found = []
    for case in all_cases(run):
        if case["closed_on"]:
            continue
        due = {stage: run.policy.due("O18", stage, case["received_on"]) for stage in STAGES}
        done = {stage: case[stage + "_on"] for stage in STAGES}
        end = end_of(run, case)
        missing = [s for s in STAGES if done[s] is None and due[s] is not None and end > due[s]]
        late = [s for s in STAGES if done[s] is not None and due[s] is not None and done[s] > due[s] and end > due[s]]
        if missing or late:
            stage = (missing or late)[0]
            found.append(Finding("O18", "omission", case.person, key_of(case), case["received_on"], None,
                                 [(case, "case")], due=due[stage], owner=case.agency))
    return found


def o19(run):
    """a) open through the last full month without a meeting in it; b) an emergency without committee in time."""
    found, month = [], run.world.last_month()
    first, last = first_of(month), last_of(month)
    for case in all_cases(run):
        meetings = [e["date"] for e in events_of(run, case, "meeting")] + [case["met_on"] or 0]
        through = case["received_on"] <= first and (case["closed_on"] or last + 1) > last
        alive = not case.person.death or case.person.death > last
        if case["case_class"] in ("emergency", "focused") and through and alive \
                and not any(first <= day <= last for day in meetings):
            found.append(Finding("O19", "omission", case.person, key_of(case) + " a", first, last, [(case, "case")],
                                 due=last, owner=case.agency))
        due = run.policy.due("O19", case["case_class"], case["received_on"])
        held = events_of(run, case, "committee")
        if case["case_class"] == "emergency" and not case["closed_on"] and end_of(run, case) > due \
                and not any(e["date"] <= due for e in held):
            found.append(Finding("O19", "omission", case.person, key_of(case) + " b", case["received_on"], None,
                                 [(case, "case")] + [(e, "committee") for e in held[:1]], due=due, owner=case.agency))
    return found


def o20(run):
    """No worker, an agency that is gone, or a person who moved out and is registered nowhere since."""
    found = []
    for case in all_cases(run):
        if not run.world.is_open_case(case):
            continue
        row = run.world.agency(case.agency)
        no_worker = "worker_id" in run.world.columns["cases"] and not case["worker_id"]
        gone = row is not None and row["active_to"] is not None and row["active_to"] < run.as_of
        moved = moved_away(run, case)
        if no_worker or gone or moved is not None:
            rows = [(case, "case")] + ([(moved, "moved_out")] if moved else [])
            found.append(Finding("O20", "omission", case.person, key_of(case), case["received_on"], None, rows,
                                 due=first_action(run), owner=case.agency))
    return found


def moved_away(run, case):
    """The move_out at the agency more than `days` ago, without move_in anywhere or a new record elsewhere since."""
    if not run.world.has("events"):
        return None
    events = run.world.happened(case.person, "events")
    for event in sorted((e for e in events if e["kind"] == "move_out" and e.agency == case.agency),
                        key=moment):
        out = event["date"]
        back = any(e["kind"] == "move_in" and e["date"] >= out for e in events)
        elsewhere = any(r.agency != case.agency and r["registered_on"] and out <= r["registered_on"] <= run.as_of
                        for r in case.person.records)
        if run.as_of - out > run.number("O20", "days") and not back and not elsewhere:
            return event
    return None


def o21(run):
    """Failed contacts of a person close together, and no visit, contact or move since the first of them."""
    found = []
    for person in (p for p in run.world.persons if not run.world.is_dead(p)):
        events = run.world.happened(person, "events")
        failed = sorted((e for e in events if e["kind"] == "failed_contact"), key=moment)
        reached = [e["date"] for e in events if e["kind"] in ("visit", "contact", "move_in", "move_out")]
        for first in failed:
            near = [e for e in failed if 0 <= e["date"] - first["date"] <= run.number("O21", "window_days")]
            if len(near) >= run.number("O21", "min_failed") and not any(d >= first["date"] for d in reached):
                since = [e for e in failed if e["date"] >= first["date"]]
                found.append(Finding("O21", "omission", person, "", first["date"], None,
                                     [(e, "failed_contact") for e in since], due=first_action(run),
                                     owner=min(since, key=lambda e: (-e["date"], e.place)).agency))
                break
    return found


def o27(run):
    """Open at a level longer than its deadline since received_on or the last escalation."""
    found = []
    for case in all_cases(run):
        if not run.world.is_open_case(case):
            continue
        steps = sorted(events_of(run, case, "escalation"), reverse=True,
                       key=lambda e: (-e["date"], e.agency, not e["case_id"], e["record_id"]))  # R15: ties
        level = next((e["level"] for e in reversed(steps) if e["level"]), case["level"])
        since = max([case["received_on"]] + [e["date"] for e in steps])
        last = [(e, "escalation") for e in steps[-1:]]
        due = run.policy.due("O27", level, since) if level else None
        if due is not None and run.as_of > due:
            found.append(Finding("O27", "omission", case.person, key_of(case), since, None,
                                 [(case, "case")] + last, due=due, owner=case.agency))
    return found
