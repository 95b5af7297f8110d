# SPDX-License-Identifier: Apache-2.0
"""The rules, what they need, and how they are run one after the other."""
import case_rules
import case_steps
import chain_rules
import channel_rules
import clock_rules
import coverage_rules
import duty
import entitlement_rules
import exclusive
import household_rules
import identity
import late
import lead_rules
import life_rules
import local_rules
import limits
import money_rules
import need_rules
import needs
import overlaps
import precedence
import promise_rules
import referrals
import repeat_rules
import supply_rules
import top_up_rules

# rule: (function, tables without which it is not run)
RULES = {
    "D01": (identity.d01, []),
    "D02": (repeat_rules.d02, ["services", "programmes"]),
    "D03": (overlaps.d03, ["services", "programmes"]),
    "D04": (repeat_rules.d04, ["services", "programmes"]),
    "D05": (limits.d05, ["services", "programmes", "caps"]),
    "D06": (repeat_rules.d06, ["services", "programmes"]),
    "D07": (money_rules.d07, ["services", "programmes", "caps"]),
    "D08": (top_up_rules.d08, ["services", "programmes"]),
    "D09": (exclusive.d09, ["services", "programmes", "mutex"]),
    "D10": (exclusive.d10, ["services", "programmes", "mutex"]),
    "D11": (top_up_rules.d11, ["services", "programmes", "mutex", "thresholds"]),
    "D12": (exclusive.d12, ["services", "programmes", "stays"]),
    "D13": (late.d13, ["services", "programmes"]),
    "D14": (clock_rules.d14, ["services", "programmes"]),
    "D15": (household_rules.d15, ["services", "programmes"]),
    "D16": (channel_rules.d16, ["services"]),
    "D17": (lead_rules.d17, ["cases"]),
    "D18": (lead_rules.d18, ["referrals"]),
    "D19": (chain_rules.d19, ["assessments"]),
    "D20": (chain_rules.d20, ["services", "programmes"]),
    "D21": (chain_rules.d21, ["services", "programmes"]),
    "D22": (clock_rules.d22, ["services", "programmes"]),
    "D23": (money_rules.d23, ["services"]),
    "D24": (lead_rules.d24, ["services", "programmes", "needs", "need_map", "zones"]),
    "I02": (identity.i02, []),
    "O01": (needs.o01, ["needs", "services", "referrals", "programmes", "need_map"]),
    "O02": (need_rules.o02, ["needs", "services", "programmes", "need_map"]),
    "O03": (case_rules.o03, ["cases", "services"]),
    "O04": (case_steps.o04, ["cases", "events"]),
    "O05": (case_rules.o05, ["cases", "services"]),
    "O06": (case_rules.o06, ["cases", "events"]),
    "O07": (referrals.o07, ["referrals"]),
    "O08": (need_rules.o08, ["referrals", "services", "programmes", "need_map"]),
    "O09": (referrals.o09, ["needs", "services", "referrals", "programmes", "need_map"]),
    "O10": (needs.o10, ["needs", "services", "programmes", "need_map"]),
    "O11": (entitlement_rules.o11, ["eligibility", "services", "applications", "programmes", "facts"]),
    "O12": (life_rules.o12, ["implies", "services", "programmes"]),
    "O13": (life_rules.o13, ["life_events", "services", "events", "applications", "programmes"]),
    "O14": (duty.o14, ["needs", "services", "programmes", "zones"]),
    "O15": (life_rules.o15, ["signals", "signal_weights", "events", "services", "cases"]),
    "O16": (life_rules.o16, ["applications", "services", "needs", "need_map", "programmes"]),
    "O17": (need_rules.o17, ["needs", "services", "cases", "programmes", "need_map"]),
    "O18": (case_steps.o18, ["cases"]),
    "O19": (case_steps.o19, ["cases", "events"]),
    "O20": (case_steps.o20, ["cases"]),
    "O21": (case_steps.o21, ["events"]),
    "O22": (coverage_rules.o22, ["needs", "services", "programmes", "need_map", "zones"]),
    "O23": (supply_rules.o23, ["services"]),
    "O24": (duty.o24, ["uploads"]),
    "O25": (promise_rules.o25, ["services", "programmes"]),
    "O26": (life_rules.o26, ["services", "applications", "programmes"]),
    "O27": (case_steps.o27, ["cases", "events"]),
    "O28": (entitlement_rules.o28, ["eligibility", "services", "needs", "need_map", "programmes", "facts"]),
    "O29": (supply_rules.o29, ["services"]),
    "O30": (need_rules.o30, ["reports", "events", "services", "cases"]),
    "O31": (supply_rules.o31, ["cases", "needs", "capacity", "programmes", "need_map"]),
    "X01": (identity.x01, []),
    "X02": (duty.x02, ["needs", "services", "programmes", "zones"]),
    "X03": (identity.x03, ["services", "programmes"]),
}


def merge(findings):
    """Findings of one rule, scope, key and start are one finding with all their rows (rulings 5, Ids)."""
    merged = {}
    for finding in findings:
        name = finding.rule, finding.scope, finding.key, finding.start, finding.owner_of_key()
        same = merged.setdefault(name, finding)
        if same is not finding:
            same.take(finding)
    return list(merged.values())


def judge(run, compared):
    """Findings of the rules asked for, and the states that dolbom may report for each."""
    states = {}
    for rule, (function, needed) in RULES.items():
        states[rule] = state(run, rule, needed)
        if "run" in states[rule]:
            run.findings[rule] = function(run)
    for rule, works_as in local_rules.declared(run.policy).items():
        function, needed = RULES[works_as]
        states[rule] = state(run, rule, needed)
        if "run" in states[rule]:
            run.findings[rule] = local_rules.judge(run, rule, works_as, function)
    precedence.settle(run.findings)
    findings = [f for rule in compared for f in merge(run.findings.get(rule, []))]
    for finding in findings:
        if states[finding.rule] == ["run", "nothing_to_judge"]:
            states[finding.rule] = ["run"]
    return findings, states


def state(run, rule, needed):
    if not run.policy.is_enabled(rule):
        return ["disabled"]
    return ["not_run"] if run.missing(*needed) else ["run", "nothing_to_judge"]
