# SPDX-License-Identifier: Apache-2.0
"""Invented policies: few programmes of every kind, so that rows often meet."""
from days import day_text

# code, class, grain, unit, kind, layer, home_based
PROGRAMMES = [
    ("meal", "3102", "day", "person", "service", "local", 1),
    ("lunch", "3103", "hour", "person", "service", "private", 1),
    ("box", "3101", "one_off", "person", "in_kind", "private", 0),
    ("kimchi", "3105", "one_off", "household", "in_kind", "private", 0),
    ("care", "7101", "hour", "person", "service", "statutory", 1),
    ("bath", "7102", "hour", "person", "service", "statutory", 1),
    ("nurse", "7103", "hour", "person", "service", "local", 1),
    ("home", "7106", "day", "person", "service", "statutory", 0),
    ("pension", "3003", "month", "person", "cash", "statutory", 0),
    ("allowance", "3004", "month", "person", "cash", "statutory", 0),
    ("livelihood", "3001", "month", "household", "cash", "statutory", 0),
    ("relief", "3002", "month", "household", "cash", "local", 0),
    ("clinic", "2001", "one_off", "person", "voucher", "statutory", 0),
    ("shelter", "1004", "day", "household", "service", "local", 0),
    ("gift", "3008", "month", "person", "cash", "private", 0),
    ("burial", "3009", "one_off", "household", "cash", "statutory", 0),
    ("rent", "4002", "month", "household", "cash", "statutory", 0),
    ("school", "6001", "one_off", "person", "cash", "statutory", 0),
]
CODES = [row[0] for row in PROGRAMMES]
GOODS = ["box", "kimchi", "meal", "lunch", "clinic", "school"]
GRAINS = ["day", "month", "hour", "one_off", ""]
NEEDS = {"food": ["31"], "meals": ["3102", "3103"], "crisis": ["10"], "living": ["30"], "nursing": ["7103", "2001"],
         "personal": ["71"], "housing": ["40"], "school": ["60"], "money": ["3001", "3002", "3008"]}
# Parameters to change now and then, and to what.
TUNED = [("*", "money_exposure_won", "", [0, 1000, 30000]), ("*", "first_action_days", "", [0, 5]),
         ("*", "lookback_months", "", [1, 3, 24]), ("*", "stale_days", "", [0, 10, 30]),
         ("D03", "class_digits", "", [4]), ("D03", "tau_days", "", [1, 3]), ("D03", "handover_days", "", [0, 2, 3]),
         ("D09", "tau_days", "", [1, 3]), ("D10", "tau_days", "", [1]), ("D12", "tau_days", "", [1, 3]),
         ("D12", "stay_edges", "", [1]), ("D12", "abroad_days", "", [10, 30]), ("D13", "grace_days", "", [1, 5]),
         ("D13", "grace_days", "cash", [0, 3]), ("D13", "move_out_days", "", [0, 5]),
         ("D13", "funeral_class", "", [3101]), ("O10", "gap_days", "", [0, 3]), ("O10", "gap_days", "31", [0, 5, 20]),
         ("O10", "gap_days", "3102", [2]), ("O10", "one_off_covers_days", "", [1, 10]), ("O14", "min_days", "", [0, 5]),
         ("O24", "min_share", "", ["0.9", "0.3"])]


def tables(r, as_of):
    """The policy as {table: rows}; a table may be absent."""
    made = {"programmes": programmes(r, as_of), "need_map": need_map(r, as_of), "mutex": mutex(r, as_of),
            "caps": caps(r, as_of), "zones": zones(r), "rules": rules(r, as_of)}
    if r.random() < 0.4:
        made["deadlines"] = deadlines(r, as_of)
        made["holidays"] = [{"date": day_text(as_of + r.randint(-40, 40))} for _ in range(r.randint(0, 6))]
    for table in list(made):
        if r.random() < 0.02:
            del made[table]
    return made


def validity(r, as_of, chance):
    """Most rows hold always; some begin or end near as_of."""
    row = {}
    if r.random() < chance:
        row["valid_from" if r.random() < 0.5 else "valid_to"] = day_text(as_of - r.choice([0, 1, 10, 20, 30, 45, 60]))
    return row


def programmes(r, as_of):
    rows = []
    for code, service_class, grain, unit, kind, layer, home_based in PROGRAMMES:
        row = {"programme": code, "name": "이름 " + code, "layer": layer, "unit": unit, "kind": kind, "grain": grain,
               "service_class": service_class, "home_based": home_based, "portable": r.choice(["", 0, 0, 1])}
        if r.random() < 0.15:
            row["grain"] = r.choice(GRAINS)
        if r.random() < 0.1:
            row["unit"] = r.choice(["person", "household", ""])
        if r.random() < 0.1:
            row["max_days"] = r.choice([1, 5, 10, 30])
        rows.append(row)
        if r.random() < 0.06:
            day = as_of - r.choice([5, 20, 30, 45])
            row["valid_to"] = day_text(day - 1)
            rows.append({**row, "valid_to": "", "valid_from": day_text(day), "grain": r.choice(GRAINS),
                         "service_class": r.choice(PROGRAMMES)[1]})
        elif r.random() < 0.03:
            row.update(validity(r, as_of, 1))
    return rows


def need_map(r, as_of):
    rows = [{"need_class": need, "service_class": c, **validity(r, as_of, 0.04)}
            for need, classes in NEEDS.items() for c in classes]
    return [row for row in rows if r.random() < 0.97]


def side(r):
    code, service_class = r.choice(PROGRAMMES)[:2]
    return r.choice([code, code, "class:" + service_class, "class:" + service_class[:2]])


def mutex(r, as_of):
    rows = []
    for _ in range(r.randint(2, 5)):
        basis = r.choice(["day", "month", ""])
        for _ in range(r.choice([1, 1, 2])):
            row = {"set_id": "set" + str(len(rows) // 2) + (basis or "day"), "kind": "exclusive", "a": side(r),
                   "b": side(r), "scope": r.choice(["person", "person", "household", ""]), "basis": basis,
                   **validity(r, as_of, 0.15)}
            if r.random() < 0.2:
                row["except_programme"] = r.choice(CODES)
            rows.append(row)
    for _ in range(r.randint(0, 3)):
        rows.append({"set_id": r.choice(["stay1", "stay2"]), "kind": "state", "a": side(r),
                     "b": "stay:" + r.choice(["hospital", "facility", "prison", "abroad"]), **validity(r, as_of, 0.15)})
    return rows


def caps(r, as_of):
    rows = []
    for _ in range(r.randint(1, 4)):
        code, service_class = r.choice([p for p in PROGRAMMES if p[0] in GOODS])[:2]
        row = {"rule": "D05", "scope": r.choice(["person", "household", ""]), "max_count": r.choice([1, 1, 2, 3]),
               "window_days": r.choice([1, 5, 10, 30]), **validity(r, as_of, 0.15)}
        row["programme" if r.random() < 0.3 else "service_class"] = code
        if "service_class" in row:
            row["service_class"] = r.choice([service_class, service_class[:2]])
        rows.append(row)
        if r.random() < 0.1:
            rows.append(dict(row))
    return rows


def zones(r):
    return [{"zone_id": "east", "responsible_agency": r.choice("ABC")},
            {"zone_id": "west", "responsible_agency": r.choice(["A", "B", "C", "D", ""])},
            {"zone_id": "all", "responsible_agency": r.choice("ABC"),
             "area_code": r.choice(["41360", "4136", "41310"])}]


def rules(r, as_of):
    rows = []
    for rule, param, key, values in TUNED:
        if r.random() < 0.06:
            rows.append({"rule": rule, "param": param, "key": key, "value": r.choice(values),
                         **validity(r, as_of, 0.2)})
    return rows


def deadlines(r, as_of):
    rows = []
    for rule, keys in (("O01", ["emergency", "high", "normal", "low", ""]), ("O03", [""]), ("O05", [""]),
                       ("O06", ["emergency", "focused", ""]), ("O07", ["emergency", ""]), ("O09", [""])):
        for key in keys:
            if r.random() < 0.3:
                rows.append({"rule": rule, "key": key, "amount": r.choice([1, 2, 5, 10, 20]),
                             "unit": r.choice(["day", "", "day", "month"]) if rule == "O05" else r.choice(["day", ""]),
                             "mode": r.choice(["calendar", "", "calendar_roll", "business"]),
                             **validity(r, as_of, 0.15)})
    return [row if row["mode"] != "business" else {**row, "unit": "day"} for row in rows]
