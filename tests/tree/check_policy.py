#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Is the starter policy well formed: do its rows refer to codes that exist?

The library reads any policy and rejects single rows; a starter policy with a row that can
never take effect would mislead whoever copies it. The words allowed are those of
docs/tables.md; the codes explained are those of policy/README.md.
"""
import csv
import datetime
import os
import re

import tree

POLICY = os.path.join(tree.SOURCE, "policy")
COMMON = ["valid_from", "valid_to", "legal_ref", "note"]
COLUMNS = {
    "rules": ["rule", "param", "key", "value"],
    "programmes": ["programme", "name", "name_en", "layer", "unit", "kind", "grain", "service_class",
                   "home_based", "portable", "max_days"],
    "need_map": ["need_class", "name", "name_en", "service_class", "weight"],
    "mutex": ["set_id", "kind", "a", "b", "scope", "basis", "except_programme"],
    "caps": ["rule", "programme", "service_class", "scope", "max_count", "max_amount_won",
             "max_quantity", "window_days", "period"],
    "deadlines": ["rule", "key", "amount", "unit", "mode"],
    "holidays": ["date", "name"],
    "zones": ["zone_id", "name", "name_en", "responsible_agency", "area_code"],
    "eligibility": ["programme", "version", "clause", "fact", "name", "name_en", "op", "value"],
    "thresholds": ["code", "household_size", "value"],
    "implies": ["a", "b", "kind", "fact", "op", "value", "grace_days"],
    "life_events": ["kind", "expects", "pre_days", "post_days"],
    "signal_weights": ["signal", "name", "name_en", "weight", "alone"],
    "domains": ["domain", "name", "name_en"],
}
DOMAINS = set("10 20 21 30 31 32 33 40 41 50 60 70 71 80 81 82 90 91 92 93".split())
EVENTS = {"birth", "discharge", "release", "death_of_earner", "disability_grade"}
STAYS = {"hospital", "facility", "prison", "abroad"}
WORDS = {
    ("programmes", "layer"): {"statutory", "local", "private"},
    ("programmes", "unit"): {"person", "household"},
    ("programmes", "kind"): {"cash", "in_kind", "service", "voucher", "loan", "counsel"},
    ("programmes", "grain"): {"day", "month", "hour", "one_off"},
    ("programmes", "home_based"): {"0", "1"},
    ("programmes", "portable"): {"0", "1"},
    ("mutex", "kind"): {"exclusive", "top_up", "state", "together"},
    ("mutex", "scope"): {"person", "household"},
    ("mutex", "basis"): {"day", "month"},
    ("caps", "scope"): {"person", "household"},
    ("caps", "period"): {"", "month", "quarter", "year", "episode"},
    ("signal_weights", "alone"): {"0", "1"},
    ("eligibility", "op"): {"=", "!=", "<", "<=", ">", ">=", "in"},
    ("implies", "kind"): {"", "implies", "one_of"},
    ("implies", "op"): {"", "=", "!=", "<", "<=", ">", ">=", "in"},
    ("deadlines", "unit"): {"", "day", "month"},
    ("deadlines", "mode"): {"", "calendar", "calendar_roll", "business", "work_hours",
                            "elapsed_hours"},
}
DEADLINE_KEYS = {
    "O01": {"", "emergency", "high", "normal", "low"},
    "O03": {""},
    "O04": {"", "emergency", "focused", "general", "public"},
    "O05": {"", "emergency", "focused", "general", "public"},
    "O06": {"", "emergency", "focused", "general", "public"},
    "O07": {"", "emergency", "high", "normal", "low"},
    "O08": {"", "emergency", "high", "normal", "low"},
    "O09": {"", "emergency", "high", "normal", "low"},
    "O18": {"surveyed", "met", "planned"},
    "O19": {""},
    "O25": {""},
    "O27": {"team", "centre", "main", "city", "province", "nation", "independent"},
    "O30": {"", "emergency", "high", "normal", "low"},
}


problems = []


def check(truth, what):
    if not truth:
        problems.append(what)


def read(table):
    with open(os.path.join(POLICY, table + ".csv"), encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return reader.fieldnames, list(reader)


def is_day(text):
    try:
        return datetime.date.fromisoformat(text) is not None
    except ValueError:
        return False


def is_number(text):
    return re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) is not None


def rules_of_the_library():
    """The rules that the catalogue lists."""
    names = [line.split()[0] for line in tree.read("lib/rule/catalogue.txt").splitlines()]
    return {name.upper() for name in names}


def check_form(table, header, rows):
    known = set(COLUMNS[table]) | set(COMMON)
    check(set(COLUMNS[table]) <= set(header) <= known, f"{table}: columns {header}")
    check(len(rows) > 0, f"{table}: no rows")
    for i, row in enumerate(rows, 2):
        where = f"{table} line {i}"
        check(None not in row and None not in row.values(), f"{where}: number of cells")
        check(all(v == v.strip() for v in row.values()), f"{where}: blanks around a cell")
        for column in ("valid_from", "valid_to", "date"):
            check(not row.get(column) or is_day(row[column]), f"{where}: {column}")
        for (of, column), words in WORDS.items():
            if of == table:
                check(row[column] in words, f"{where}: {column}")


def check_unique(table, rows, columns):
    seen = [tuple(row.get(c, "") for c in columns) for row in rows]
    check(len(set(seen)) == len(seen), f"{table}: {columns} twice")


def check_programmes(rows):
    for row in rows:
        where = row["programme"]
        check(re.fullmatch(r"[a-z][a-z0-9_]*", where), f"{where}: not a code")
        check(row["name"], f"{where}: no name")
        check(re.fullmatch(r"\d{4}", row["service_class"]), f"{where}: class")
        check(row["service_class"][:2] in DOMAINS, f"{where}: domain of class")
        check(row["max_days"] == "" or int(row["max_days"]) > 0, f"{where}: max_days")
        check(row["layer"] != "statutory" or row["legal_ref"], f"{where}: no legal reference")
    for layer, least in (("statutory", 40), ("local", 15), ("private", 15)):
        check(sum(r["layer"] == layer for r in rows) >= least, f"fewer than {least} {layer}")


def check_need_map(rows, classes):
    for row in rows:
        code = row["service_class"]
        where = f"need_map {row['need_class']} {code}"
        check(re.fullmatch(r"[a-z][a-z0-9_]*", row["need_class"]), f"{where}: not a code")
        check(any(c.startswith(code) for c in classes), f"{where}: no programme answers it")


def is_selector(text, programmes, classes):
    if text.startswith("class:"):
        return any(c.startswith(text[6:]) for c in classes)
    if text.startswith("stay:"):
        return text[5:] in STAYS
    return text in programmes


def check_mutex(rows, programmes, classes):
    for row in rows:
        where = f"mutex {row['set_id']} {row['a']} {row['b']}"
        check(is_selector(row["a"], programmes, classes), f"{where}: a")
        check(is_selector(row["b"], programmes, classes), f"{where}: b")
        check(row["b"].startswith("stay:") == (row["kind"] == "state"), f"{where}: kind")
        check(not row["a"].startswith("stay:"), f"{where}: a is a stay")
        check(row["a"] != row["b"], f"{where}: excludes itself")
        check(row["except_programme"] in programmes | {""}, f"{where}: exception")
        switched_off = row["valid_to"] == "1999-12-31"
        check(bool(row["legal_ref"]) != switched_off, f"{where}: law and switched off")
    pairs = [frozenset((r["a"], r["b"])) | {r["kind"]} for r in rows]
    check(len(set(pairs)) == len(pairs), "mutex: the same pair twice")


def check_caps(rows, rules, programmes, classes):
    for row in rows:
        where = f"caps {row['rule']} {row['service_class']}{row['programme']}"
        check(row["rule"] in rules, f"{where}: rule")
        check(bool(row["programme"]) != bool(row["service_class"]), f"{where}: one of the two")
        check(row["programme"] in programmes | {""}, f"{where}: programme")
        check(any(c.startswith(row["service_class"]) for c in classes), f"{where}: class")
        check(bool(row["window_days"]) != bool(row["period"]), f"{where}: window or period")
        check(row["max_count"] or row["max_amount_won"] or row["max_quantity"], f"{where}: empty")


def check_rules(rows, rules):
    for row in rows:
        where = f"rules {row['rule']} {row['param']} {row['key']}"
        check(row["rule"] in rules | {"*"}, f"{where}: rule")
        check(is_number(row["value"]), f"{where}: value")
        check(row["param"] != "severity" or row["value"] in set("01234"), f"{where}: severity")
    for rule in rules:
        params = {row["param"] for row in rows if row["rule"] == rule}
        check({"enabled", "severity"} <= params, f"rules: {rule} lacks enabled or severity")


def check_deadlines(rows):
    for row in rows:
        where = f"deadlines {row['rule']} {row['key']}"
        check(row["rule"] in DEADLINE_KEYS, f"{where}: rule")
        check(row["key"] in DEADLINE_KEYS.get(row["rule"], ()), f"{where}: key")
        check(row["amount"].isdigit(), f"{where}: amount")
    check({row["rule"] for row in rows} == set(DEADLINE_KEYS), "deadlines: a rule is missing")


def check_holidays(rows):
    days = [row["date"] for row in rows]
    check(days == sorted(days), "holidays: not in order")
    for year in range(int(days[0][:4]), int(days[-1][:4]) + 1):
        fixed = [f"{year}-{d}" for d in ("01-01", "03-01", "05-05", "06-06", "08-15", "10-03",
                                         "10-09", "12-25")]
        check(set(fixed) <= set(days), f"holidays: a fixed one of {year} is missing")
        new_year = [row["date"] for row in rows
                    if row["date"].startswith(str(year)) and row["name"] == "설날"]
        check(len(new_year) == 1, f"holidays: Lunar New Year {year}")


def check_zones(rows):
    for row in rows:
        check(row["responsible_agency"], f"zones {row['zone_id']}: nobody is responsible")
        check(re.fullmatch(r"\d*", row["area_code"]), f"zones {row['zone_id']}: area")


def check_eligibility(rows, programmes, codes):
    for row in rows:
        where = f"eligibility {row['programme']} {row['clause']} {row['fact']}"
        check(row["programme"] in programmes, f"{where}: programme")
        check(row["version"] and row["clause"] and row["fact"], f"{where}: version, clause or fact")
        check(row["name"] and row["name_en"], f"{where}: no name of the fact")
        orders = row["op"] in {"<", "<=", ">", ">="}
        check(not orders or is_number(row["value"]) or row["value"] in codes, f"{where}: value")
        check(row["legal_ref"], f"{where}: no legal reference")


def check_thresholds(rows):
    for row in rows:
        where = f"thresholds {row['code']} {row['household_size']}"
        check(row["code"], f"{where}: code")
        check(row["household_size"] == "" or int(row["household_size"]) > 0, f"{where}: size")
        check(is_number(row["value"]), f"{where}: value")
        check(row["legal_ref"], f"{where}: no legal reference")


def check_implies(rows, programmes, classes):
    for row in rows:
        where = f"implies {row['a']} {row['b']}"
        check(row["a"] == "" or is_selector(row["a"], programmes, classes), f"{where}: a")
        check(is_selector(row["b"], programmes, classes), f"{where}: b")
        check(row["a"] or row["fact"], f"{where}: neither a nor a fact")
        check(row["grace_days"].isdigit(), f"{where}: grace_days")
        check(row["legal_ref"], f"{where}: no legal reference")


def check_life_events(rows, programmes, classes):
    for row in rows:
        where = f"life_events {row['kind']} {row['expects']}"
        check(row["kind"] in EVENTS or re.fullmatch(r"birthday:\d+", row["kind"]), f"{where}: kind")
        expects = row["expects"]
        check(expects == "contact" or is_selector(expects, programmes, classes), f"{where}: expects")
        check(row["pre_days"].isdigit() and row["post_days"].isdigit(), f"{where}: days")


def check_readme(tables, classes):
    readme = tree.read("policy/README.md")
    for table in tables:
        check(f"{table}.csv" in readme, f"README.md does not explain {table}.csv")
    for code in sorted(classes):
        check(re.search(rf"\b{code}\b", readme), f"README.md does not explain class {code}")
    for fact in sorted({row["fact"] for name in ("eligibility", "implies") for row in tables[name]} - {"", "age"}):
        check(f"`{fact}`" in readme, f"README.md does not explain the fact {fact}")
    for need in sorted({row["need_class"] for row in tables["need_map"]}):
        check(f"`{need}`" in readme, f"README.md does not explain need {need}")


def main():
    tables = {}
    for table in COLUMNS:
        header, tables[table] = read(table)
        check_form(table, header, tables[table])
    programmes = {row["programme"] for row in tables["programmes"]}
    classes = {row["service_class"] for row in tables["programmes"]}
    rules = rules_of_the_library()
    check(len(rules) > 0, "the catalogue lists no rules")
    check_unique("rules", tables["rules"], ["rule", "param", "key", "valid_from"])
    check_unique("programmes", tables["programmes"], ["programme", "valid_from"])
    check_unique("need_map", tables["need_map"], ["need_class", "service_class"])
    check_unique("deadlines", tables["deadlines"], ["rule", "key"])
    check_unique("holidays", tables["holidays"], ["date"])
    check_unique("zones", tables["zones"], ["zone_id"])
    check_programmes(tables["programmes"])
    check_need_map(tables["need_map"], classes)
    check_mutex(tables["mutex"], programmes, classes)
    check_caps(tables["caps"], rules, programmes, classes)
    check_rules(tables["rules"], rules)
    check_deadlines(tables["deadlines"])
    check_holidays(tables["holidays"])
    check_zones(tables["zones"])
    codes = {row["code"] for row in tables["thresholds"]}
    check_unique("thresholds", tables["thresholds"], ["code", "household_size", "valid_from"])
    check_eligibility(tables["eligibility"], programmes, codes)
    check_thresholds(tables["thresholds"])
    check_implies(tables["implies"], programmes, classes)
    check_unique("life_events", tables["life_events"], ["kind", "expects", "valid_from"])
    check_life_events(tables["life_events"], programmes, classes)
    check_unique("signal_weights", tables["signal_weights"], ["signal", "valid_from"])
    check_unique("domains", tables["domains"], ["domain", "valid_from"])
    check(all(row["name"] and row["name_en"] for row in tables["domains"]), "domains: name")
    check(all(is_number(row["weight"]) for row in tables["signal_weights"]), "signal_weights: weight")
    check(all(row["name"] and row["name_en"] for row in tables["signal_weights"]), "signal_weights: name")
    check_readme(tables, classes)
    tree.finish(sum(len(rows) for rows in tables.values()), problems)


main()
