# SPDX-License-Identifier: Apache-2.0
"""Who yields to whom (R13): D03 to D04, D20 and D21; D15 to D10. Only rules that ran count."""


def days_of(finding):
    return set(range(finding.start, finding.last + 1))


def is_told(finding, others):
    """All its days and all its rows are in those of the others that share a day with it."""
    others = [o for o in others if days_of(o) & days_of(finding)]
    days = set().union(*(days_of(o) for o in others)) if others else set()
    rows = {row for o in others for row, _ in o.rows}
    return days_of(finding) <= days and {row for row, _ in finding.rows} <= rows


def settle(findings):
    """Leave out what another rule tells; {rule: findings} is changed."""
    found = {rule: findings.get(rule, []) for rule in ("D04", "D10", "D20", "D21")}
    if "D03" in findings:
        findings["D03"] = [f for f in findings["D03"] if not is_told(f, [
            o for rule in ("D04", "D20", "D21") for o in found[rule]
            if o.scope is f.scope and o.service_class.startswith(f.key)])]
    if "D15" in findings:
        findings["D15"] = [f for f in findings["D15"] if not is_told(f, [
            o for o in found["D10"] if o.scope == f.scope])]
