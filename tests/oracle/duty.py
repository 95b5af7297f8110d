# SPDX-License-Identifier: Apache-2.0
"""Who is responsible, and what was not sent: O14, X02, O24."""
from days import first_of, last_of, month_text
from finding import Finding
from overlaps import due
from world import Row

ADDRESS_CODE = "41360"  # of the only address that invented people have


def zone_of(run, person):
    """zone_id of the newest record that has one, else the zone that the newest address gives (R15)."""
    newest = sorted(person.records, key=lambda r: (-max(r["updated_at"] or 0, r["registered_on"] or 0), r.place))
    for record in newest:
        if record["zone_id"]:
            return record["zone_id"]
    if any(record["address"] for record in newest):
        rows = [z for z in run.policy.rows("zones", run.as_of) if z["area_code"] and
                ADDRESS_CODE.startswith(z["area_code"])]
        return max(rows, key=lambda z: len(z["area_code"]))["zone_id"] if rows else None
    return None


def responsible(run, zone):
    """Its agency, if it is at work."""
    for row in run.policy.rows("zones", run.as_of):
        if row["zone_id"] == zone and row["responsible_agency"]:
            if run.world.is_active(row["responsible_agency"], run.as_of, run.as_of):
                return row["responsible_agency"]
    return None


def consents(run, row):
    """The record that the row is about does, or nobody was asked."""
    if "consent" not in run.world.columns["persons"]:
        return True
    return any(r["consent"] == "1" for r in row.person.records if r.place == (row.agency, row["record_id"]))


def known_since(run, person):
    """Open needs, and statutory services that go on, older than min_days, at agencies that may share them."""
    rows = [(n["identified_on"], n, "need") for n in run.open_needs(person)]
    rows += [(s.start, s.row, "benefit") for s in run.happened(person)
             if s.of_programme("layer") == "statutory" and s.start <= run.as_of <= s.last]
    return [(day, row, role) for day, row, role in rows
            if run.as_of - day > run.number("O14", "min_days") and consents(run, row)
            and (run.world.agency(row.agency) or {}).get("victim_service") != "1"]


def o14(run):
    found = []
    for person in known_persons(run):
        rows, name = known_since(run, person), responsible(run, zone_of(run, person))
        if not rows or not name or any(r.agency == name for r in person.records):
            continue
        if not any(r.agency == name for r in run.world.all("persons")):
            continue
        if any(run.world.owes_upload(name, table) for table in ("persons", "services")):
            continue
        start = min(day for day, _, _ in rows)
        found.append(Finding("O14", "omission", person, name, start, None, [(row, role) for _, row, role in rows],
                             due=start + int(run.number("O14", "min_days")), owner=name))
    return found


def known_persons(run):
    return [p for p in run.world.persons if not run.world.is_unknown(p)]


def x02(run):
    found = []
    for person in run.world.persons:
        rows = known_since(run, person)
        if rows and not responsible(run, zone_of(run, person)):
            start = min(day for day, _, _ in rows)
            owner = min(rows, key=lambda row: row[0])[1].agency  # of needs and benefits of one day, a need's
            found.append(Finding("X02", "data", person, "", start, None,
                                 [(row, role) for _, row, role in rows] + [(r, "no_zone") for r in person.records],
                                 due=due(run), owner=owner))
    return found


def o24(run):
    """No upload, a failed or a short one, or far fewer rows than the median of the last six complete ones."""
    month, found = run.world.last_month(), []
    for agency in sorted({u.agency for u in run.world.all("uploads")}):
        for table in sorted({u["table"] for u in run.world.all("uploads") if u.agency == agency}):
            if run.world.is_active(agency, first_of(month), last_of(month)) and is_missing(run, agency, table, month):
                key = f"{table} {month_text(month)}"
                found.append(Finding("O24", "data", "", key, first_of(month), last_of(month),
                                     [(upload_row(agency, table), role(run, agency, table, month))],
                                     due=due(run), owner=agency))
    return found


def role(run, agency, table, month):
    """The upload of the month, or, where there is none, the last one before it."""
    here = any(u.agency == agency and u["table"] == table and u["period"] == month for u in run.world.all("uploads"))
    return "upload" if here else "last"


def upload_row(agency, table):
    """How the findings name an upload."""
    row = Row("uploads", {"agency_id": agency})
    row.id = table
    return row


def is_missing(run, agency, table, month):
    sent = [u for u in run.world.all("uploads") if u.agency == agency and u["table"] == table]
    now = [u for u in sent if u["period"] == month and run.world.is_complete(u)]
    if not now:
        return True
    rows = max((u["rows"] for u in now if u["rows"] is not None), default=None)
    before = sorted(((u["period"], u["rows"]) for u in sent if u["period"] < month and run.world.is_complete(u)
                     and u["rows"] is not None), reverse=True)[:6]
    if rows is None or len(before) < 3:
        return False
    counts = sorted(count for _, count in before)
    middle = len(counts) // 2
    twice_median = counts[middle] * 2 if len(counts) % 2 else counts[middle - 1] + counts[middle]
    return 2 * rows < run.number("O24", "min_share", None, first_of(month)) * twice_median
