# SPDX-License-Identifier: Apache-2.0
"""What should follow: O12 linked benefits, O13 life events, O15 signals, O16 refusals, O26 ends to come."""
from datetime import date

from days import add_months, first_of, last_of, month_of
from entitlement_rules import applications_of, fact_of, fact_rows, holds, living, who_knows
from finding import Finding, starts_last
from needs import TAKEN, is_for, known_persons
from overlaps import due as first_action
from referrals import class_of


def rows_of(run, person, code):
    """Rows of a programme: the person's, and a household programme's of other members."""
    return [s for m in run.members(person) for s in run.services(m)
            if s.code is not None and s.code == run.policy.code_of(code) and (m is person or s.unit == "household")]


def is_had(run, person, code, month):
    """ACTIVE in the month: its own benefit month, else those of its days."""
    return any(s.is_active and s.start <= run.as_of and month in s.months() for s in rows_of(run, person, code))


def o12(run):
    """Has a in the last full month (and its fact), and not b; one_of: neither. Rows that name the same two are one
    question, and what is missing by any of them is one finding."""
    month = run.world.last_month()
    questions = {}
    for row in sorted(run.policy.rows("implies", first_of(month)), key=lambda row: int(row["grace_days"] or 0)):
        questions.setdefault((row["a"], row["b"]), []).append(row)  # first due first
    found = []
    for rows in questions.values():
        for person in living(run):
            missing = [row for row in rows if is_missing(run, person, row, month)]
            if missing:
                found.append(linked(run, person, missing, month))
    return found


def is_missing(run, person, row, month):
    if run.as_of <= last_of(month) + int(row["grace_days"] or 0) or not fact_holds(run, person, row, first_of(month)):
        return False
    has_a = bool(row["a"]) and is_had(run, person, row["a"], month)
    if has_a if row["kind"] == "one_of" else row["a"] and not has_a:
        return False
    return not is_had(run, person, row["b"], month)


def linked(run, person, missing, month):
    day, first = first_of(month), missing[0]
    asked = [(row, *fact_of(run, person, row["fact"], day), True) for row in missing if row["fact"]]
    facts = fact_rows(run, person, asked)
    implied = any(row["kind"] != "one_of" for row in missing)
    had = [s for s in rows_of(run, person, first["a"] or "") if s.is_active and s.start <= run.as_of
           and month in s.months() and implied]
    rows = facts + [(s.row, "has") for s in had if s.person is person]
    more = who_knows(person, facts)
    if had:
        more["owner"] = starts_last(had).agency
    if rows or had:
        more["agencies"] = sorted({r.agency for r, _ in rows}) or [more["owner"]]
    key = " ".join(filter(None, (first["a"], first["b"])))
    return Finding("O12", "omission", person, key, day, last_of(month), rows,
                   due=last_of(month) + int(first["grace_days"] or 0), **more, **expected_of(run, first["b"], day))


def fact_holds(run, person, row, day):
    """An empty fact is no condition; one_of needs one."""
    if not row["fact"]:
        return row["kind"] != "one_of"
    return holds(fact_of(run, person, row["fact"], day)[0], row["op"] or "=", row["value"] or "") is True


def o13(run):
    """Nothing that is expected came between pre_days before an event and post_days after it."""
    found = []
    for person in living(run):
        for kind, day, event in life_events(run, person):
            for row in sorted(run.policy.rows("life_events", day), key=lambda r: int(r["post_days"] or 0)):
                pre, post = int(row["pre_days"] or 0), int(row["post_days"] or 0)
                if row["kind"] == kind and run.as_of > day + post \
                        and not is_followed(run, person, row["expects"], day - pre, min(day + post, run.as_of)):
                    source, role = (event, "event") if event else (newest(person), "record")
                    found.append(Finding("O13", "omission", person, f"{kind} {row['expects']}", day, None,
                                         [(source, role)], due=day + post, owner=source.agency,
                                         **expected_of(run, row["expects"], day)))
    return found


def newest(person):
    """Of the records with a date of birth the one updated or registered last, of equal ones the smallest (R15)."""
    dated = [r for r in person.records if r["birth_date"]]
    return min(dated, key=lambda r: (-max(r["updated_at"] or 0, r["registered_on"] or 0), r.place))


def expected_of(run, expects, day):
    """The programme and the class that a finding names."""
    if expects.startswith("class:"):
        return {"service_class": expects[6:]}
    programme = run.policy.programme(expects, day)
    code = run.policy.code_of(expects)
    return {"programme": code, "service_class": programme["service_class"] if programme else ""} if code else {}


def life_events(run, person):
    """(kind, day, row) of events and birthdays within lookback_months."""
    since = add_months(run.as_of, -int(run.number("*", "lookback_months")))
    for event in run.world.happened(person, "events"):
        if event["date"] >= since:
            yield event["kind"], event["date"], event
    if person.birth():
        for kind in sorted({r["kind"] for r in run.policy.all("life_events") if r["kind"].startswith("birthday:")}):
            day = add_months(person.birth(), 12 * int(kind[9:]))
            if since <= day <= run.as_of:
                yield kind, day, None


def is_followed(run, person, expects, first, last):
    if expects == "contact":
        return any(e["kind"] in ("visit", "contact") and first <= e["date"] <= last
                   for e in run.world.happened(person, "events"))

    def is_expected(service_class, code):
        if expects.startswith("class:"):
            return bool(service_class) and service_class.startswith(expects[6:])
        return code is not None and code == run.policy.code_of(expects)

    for member in run.members(person):
        services = [s for s in run.services(member) if s.is_active or s.status in ("applied", "planned")]
        if any(first <= s.start <= last and s.last >= s.start and is_expected(s.service_class, s.code)
               and (member is person or s.unit == "household") for s in services):
            return True
        for row in run.world.happened(member, "applications"):
            programme = run.policy.programme(row["programme"], row["applied_on"])
            shared = member is person or (programme and programme["unit"] == "household")
            if shared and first <= row["applied_on"] <= last and programme \
                    and is_expected(programme["service_class"], programme["programme"]):
                return True
    return False


def o15(run):
    """Signals of a household that weigh enough, and nobody who came within `days` after the first one's month."""
    found, last = [], month_of(run.as_of)
    for scope, members in run.households():
        if any(run.world.is_unknown(m) for m in members):
            continue
        weights, rows, alone = {}, [], False
        since = add_months(run.as_of, -int(run.number("O15", "months")))
        for member in members:
            for row in run.world.happened(member, "signals") if member in living(run) else []:
                day = first_of(row["month"])
                weight = next((w for w in run.policy.rows("signal_weights", day) if w["signal"] == row["signal"]), None)
                if weight and since < day:
                    weights[member, row["signal"], row["month"]] = weight["weight"]
                    rows.append(row)
                    alone |= weight["alone"] == "1"
        if not rows or sum(weights.values()) < run.number("O15", "min_weight") and not alone:
            continue
        first = min(row["month"] for row in rows)
        due = last_of(first) + int(run.number("O15", "days"))
        if run.as_of > due and not is_met(run, members, first_of(first), due):
            owner = min(rows, key=lambda r: (-r["month"], r.agency)).agency
            found.append(Finding("O15", "omission", scope or members[0], "", first_of(first), None,
                                 [(row, "signal") for row in rows], persons=list(members), due=due, owner=owner))
    return found


def is_met(run, members, first, last):
    for member in members:
        days = [e["date"] for e in run.world.happened(member, "events") if e["kind"] in ("visit", "contact")]
        days += [c["received_on"] for c in run.world.happened(member, "cases")]
        days += [s.start for s in run.happened(member)]
        if any(first <= day <= last for day in days):
            return True
    return False


def o16(run):
    """Refused, or a statutory row ended with an open need, and nothing by anybody within `days`."""
    found, days = [], int(run.number("O16", "days"))
    since = add_months(run.as_of, -int(run.number("*", "lookback_months")))
    for person in living(run):
        for row in run.world.happened(person, "applications"):
            day = row["decided_on"]
            if row["result"] == "refused" and day and day >= since and run.as_of > day + days \
                    and not is_helped(run, person, day, day + days, None, row):
                code = run.policy.code_of(row["programme"]) or run.world.spelling(row["programme_text"])
                programme = run.policy.programme(row["programme"], day)
                found.append(Finding("O16", "omission", person, code, day, None, [(row, "application")],
                                     due=day + days, owner=row.agency, programme=code,
                                     service_class=programme["service_class"] if programme else ""))
        for service in run.happened(person):
            found += ended(run, person, service, days, since)
    return found


def ended(run, person, service, days, since):
    """Its last day came, and it answered needs that were known by then and that nothing answers from that day on."""
    day = service.last
    if service.of_programme("layer") != "statutory" or not since <= day < run.as_of - days or day < service.start:
        return []
    needs = [n for n in run.open_needs(person) if n["identified_on"] <= day and run.answers(service, n["need_class"])
             and not is_helped(run, person, day, day + days, n, service.row)]
    told = {row.place for f in run.findings.get("O10", []) for row, _ in f.rows if row.table == "needs"}
    if not needs or any(n.place in told for n in needs):
        return []
    return [Finding("O16", "omission", person, service.code + " ended", day, None,
                    [(service.row, "ended")] + [(n, "need") for n in needs], due=day + days, owner=service.agency,
                    service_class=service.service_class, programme=service.code)]


def is_helped(run, person, first, last, need, but):
    """A case, an application or a referral; a row that answers the need, or any row where none is asked for."""
    dated = [c["received_on"] for c in run.world.happened(person, "cases")]
    dated += [a["applied_on"] for a in run.world.happened(person, "applications") if a is not but]
    dated += [r["sent_on"] for r in run.world.happened(person, "referrals")]
    dated += [s.start for m in run.members(person) for s in run.happened(m)
              if s.row is not but and s.last >= s.start and (m is person or s.unit == "household")
              and (need is None or run.answers(s, need["need_class"]))]
    return any(first <= day <= last for day in dated)


def o26(run):
    """A recorded end within renew_days, no application since, and no row of the programme beyond it."""
    found = []
    since = run.as_of - int(run.number("O26", "application_days"))
    for person in living(run):
        for service in run.happened(person):
            end = service.row["end_date"]
            if end is None or end != known_last(run, service) or service.grain == "one_off":
                continue  # one that death has ended is not renewed
            renew = int(run.number("O26", "renew_days", service.code))
            applied = any(a["applied_on"] >= since for a in applications_of(run, person, service.name))
            beyond = any(known_last(run, s) > end for member in run.members(person) for s in run.services(member)
                         if s.name == service.name and (member is person or s.unit == "household")
                         and (s.is_active or s.status in ("applied", "planned")))
            if 0 <= end - run.as_of <= renew and not applied and not beyond:
                found.append(Finding("O26", "omission", person, service.name, service.start, end,
                                     [(service.row, "ending")], due=end, owner=service.agency,
                                     service_class=service.service_class, programme=service.name))
    return found


def known_last(run, service):
    """The last day as of now: a death to come is not known (R7)."""
    death = run.world.death(service.person)
    return min(service.last_alive, death) if death else service.last_alive
