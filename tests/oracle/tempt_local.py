# SPDX-License-Identifier: Apache-2.0
"""Policies now and then have rules of their own, about what makes the rules speak that they work as."""
from local_rules import OF_NEEDS, OF_ROWS, OF_SERVICES, OF_SIGNALS

KERNELS = OF_SERVICES + OF_NEEDS + OF_SIGNALS + OF_ROWS
CASES = ["emergency", "focused", "general", "public", ""]
URGENCIES = ["emergency", "high", "normal", "low", ""]
DEADLINE_KEYS = {"O01": URGENCIES, "O03": [""], "O04": CASES[:-1], "O05": [""], "O06": CASES, "O07": URGENCIES,
                 "O18": ["surveyed", "met", "planned"], "O25": [""], "O27": ["team", "centre"], "O30": URGENCIES}
PARAMS = {"D03": [("class_digits", [2, 4]), ("tau_days", [0, 2]), ("handover_days", [0, 1, 2])],
          "D04": [("daily_max", [0, 1, 2])], "D15": [("tau_days", [0, 1]), ("window_days", [5, 30])],
          "O10": [("gap_days", [0, 3, 14]), ("one_off_covers_days", [1, 30])],
          "O15": [("min_weight", [1, 2, 3]), ("months", [6, 12]), ("days", [0, 30])],
          "O26": [("renew_days", [10, 30, 60]), ("application_days", [30, 90])]}


def add_rules(r, policy, rules, known):
    """One to three rules, if this policy has any."""
    if r.random() < (0.3 if not rules else 0.9):
        kernels = [k for k in KERNELS if (not rules or rules & {k, "L"}) and (known is None or k in known)]
        for number in r.sample(range(1, 100), min(len(kernels), r.choice([1, 2, 3]))):
            add_rule(r, policy, f"L{number:02}", r.choice(kernels))


def add_rule(r, policy, name, kernel):
    rows = [{"rule": name, "param": "kernel", "value": kernel}, {"rule": name, "param": "name", "value": "우리 규칙"}]
    for param, values in PARAMS.get(kernel, []) + [("severity", [0, 2, 4]), ("enabled", [0])]:
        if r.random() < (0.4 if param not in ("severity", "enabled") else 0.1):
            rows.append({"rule": name, "param": param, "value": r.choice(values)})
    rows += [{"rule": name, "param": "only", "key": key, "value": r.choice([1, 1, 1, 0])}
             for key in r.sample(things(policy, kernel), r.choice([0, 1, 2])) if key]
    rows += [{**row, "rule": name} for row in policy.get("rules", []) if row["rule"] == kernel
             and row["param"] in ("min_days", "same_agency", "care_class")]
    policy.setdefault("rules", []).extend(rows)
    if kernel in ("D05", "D07"):
        policy.setdefault("caps", []).extend(caps(r, policy, name, kernel))
    if kernel in DEADLINE_KEYS:
        policy.setdefault("deadlines", []).extend(deadlines(r, name, DEADLINE_KEYS[kernel]))
    for row in list(policy.get("thresholds", [])):
        code, colon, about = row["code"].partition(":")
        if code == kernel and r.random() < 0.8:
            policy["thresholds"].append({**row, "code": name + colon + about})


def things(policy, kernel):
    """What a rule of this kind can be about, and empty ones, which stand for no limit."""
    names = []
    if kernel in OF_SERVICES:
        names = [p[column] for p in policy.get("programmes", []) for column in ("programme", "service_class")]
        names += [c[:2] for c in names if c.isdigit()]
    elif kernel in OF_NEEDS:
        names = [row["need_class"] for row in policy.get("need_map", [])]
    elif kernel in OF_SIGNALS:
        names = [row["signal"] for row in policy.get("signal_weights", [])]
    return sorted(set(names)) + ["", ""]


def caps(r, policy, name, kernel):
    """As those of the rule that it works as, somewhat changed; at least one."""
    rows = [{**row, "rule": name} for row in policy.get("caps", []) if row["rule"] == kernel and r.random() < 0.8]
    limit = {"max_count": r.choice([0, 1, 2]), "window_days": r.choice([1, 10, 30])} if kernel == "D05" else {
        "max_amount_won": r.choice([0, 5000, 999999]), "period": r.choice(["", "month", "quarter", "year"])}
    rows.append({"rule": name, "service_class": r.choice(["31", "3101", "30", "71"]),
                 "scope": r.choice(["person", "household"]), **limit})
    return rows


def deadlines(r, name, keys):
    return [{"rule": name, "key": key, "amount": r.choice([0, 1, 2, 5, 10, 30]), "unit": r.choice(["day", "", "month"]),
             "mode": r.choice(["calendar", "", "calendar_roll"])}
            for key in r.sample(keys, r.randint(1, len(keys)))]
