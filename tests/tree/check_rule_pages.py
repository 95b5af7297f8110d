#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/rules/ has a page for every rule that says what the program says; --write writes that part.

usage: check_rule_pages.py [--write [RULE ...]]

Between `<!-- declaration -->` and `<!-- end -->` stands what the rule declares: kind, tables,
parameters, deadlines, messages; between `<!-- example -->` and `<!-- end -->` what the command
finds in the world above it (rule_world.py), drawn by days. The rest is for people to write. Every
world makes its rule fire. docs/rules.md lists all pages. docs/local_rules.md has worlds whose policy
has local rules, before `<!-- example L01 -->`, and the list of what they can work as.
"""
import csv
import io
import os
import pathlib
import re
import subprocess
import sys

import rule_drawing
import rule_world
import tree

PROGRAM = os.path.join(tree.BUILD or os.path.join(tree.SOURCE, "build/test"), "tools/dolbom")
PAGES = pathlib.Path(tree.SOURCE, "docs", "rules")
PART = re.compile(r"(<!-- (declaration|example) -->\n).*?(<!-- end -->)", re.S)
LOCAL = pathlib.Path(tree.SOURCE, "docs", "local_rules.md")
LOCAL_PART = re.compile(r"(```world\n(?:(?!```).)*```\n\n<!-- example (L\d\d) -->\n).*?(<!-- end -->)", re.S)
KERNELS = re.compile(r"(<!-- kernels -->\n).*?(<!-- end -->)", re.S)
BY = {"rows": "rows of `caps`, `deadlines` or `rules`", "services": "`only`: programmes and classes",
      "needs": "`only`: classes of need", "signals": "`only`: signals"}
HEAD = re.compile(r"\A# .*\n\n\*.*\*\n")
SEVERITIES = ("note", "low", "medium", "high", "critical")
SCOPES = {"person": "a person", "household": "a household", "agency": "an agency", "pair": "a pair of records",
          "run": "the run", "channel": "a telephone or an address", "zone": "a zone"}
GENERAL = ("enabled", "severity", "theta_high", "lookback_months", "money_exposure_won", "first_action_days",
           "stale_days", "evidence_max")  # of every rule; docs/rules.md explains them
UNITS = (("_days", "days"), ("days", "days"), ("_won", "won"), ("months", "months"), ("tau_minutes", "minutes"),
         ("class_digits", "digits"), ("class", "class"), ("alpha", "share"), ("margin", "share"),
         ("tolerance", "share"), ("coverage", "share"), ("share", "share"),
         ("same_agency", "0 or 1"), ("stay_edges", "0 or 1"))


def table(name):
    text = subprocess.run([PROGRAM, "rules", name, "--quiet"], check=True, capture_output=True).stdout
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def rulebook():
    """The three tables of `dolbom rules`, by rule."""
    rules = {row["rule"]: row | {"parameters": [], "deadlines": []} for row in table("rule_catalogue")}
    for name in ("parameters", "deadlines"):
        for row in table(f"rule_{name}"):
            rules[row["rule"]][name].append(row)
    return rules


def joined(names):
    return ", ".join(f"`{name}`" for name in names.split(";"))


def unit(name):
    return next((unit for ending, unit in UNITS if name.endswith(ending)), "number")


def facts(rule):
    yield "kind, severity", f"{rule['kind']}, {rule['severity']} ({SEVERITIES[int(rule['severity'])]})"
    yield "asked about", SCOPES[rule["scope"]]
    yield "needs", joined(rule["tables"]) if rule["tables"] else "`persons` alone"
    if rule["half_tables"]:
        yield "half of it needs", f"{joined(rule['half_tables'])} ({rule['half_name']})"
    if rule["absence"] == "1":
        yield "silent", "about persons of whom some agency has no complete upload of `services`"
    if rule["yields_to"]:
        yield "yields to", ", ".join(f"[{other}]({other}.md)" for other in rule["yields_to"].split())
    if rule["repeated_by"]:
        about = BY[rule["repeated_by"]]
        yield "a local rule", f"[this can be its kernel](../local_rules.md); its subject is set by {about}"
    if rule["nothing"]:
        yield "nothing to judge", rule["nothing"]


def declaration(rule):
    own = [p for p in rule["parameters"] if p["param"] not in GENERAL]
    lines = ["", "| | |", "|---|---|"] + [f"| {name} | {what} |" for name, what in facts(rule)] + [""]
    if own:
        lines += ["| parameter (`rules.csv`) | key | default | unit | from | to |", "|---|---|---|---|---|---|"]
        lines += [f"| `{p['param']}` | {p['key']} | {p['default_value'] or 'none'} | {unit(p['param'])} | "
                  f"{p['least']} | {p['most']} |" for p in own] + [""]
    if rule["deadlines"]:
        lines += ["| deadline (`deadlines.csv`) | amount | mode |", "|---|---|---|"]
        lines += [f"| {d['key'] or 'all others'} | {d['amount']} {d['unit']}{'s' if d['amount'] != '1' else ''} | "
                  f"{d['mode']} |" for d in rule["deadlines"]] + [""]
    lines += [f"> {rule['message_ko']}", ">", f"> {rule['message_en']}", ""]
    return "\n".join(lines) + "\n"


def example(rule, page):
    """None when the page has no world in which the rule finds something."""
    world = rule_world.WORLD.search(page)
    if not world:
        return None
    found, as_of, tables = rule_world.findings(PROGRAM, rule, world[1])
    parts = []
    for finding in found:
        drawn = rule_drawing.draw(finding, as_of, rule_world.one_day_rows(tables))
        parts.append((f"```text\n{drawn}\n```\n\n" if drawn else "")
                     + f"> {finding['message_ko']}\n>\n> {finding['message_en']}\n")
    return "\n" + "\n".join(parts) + "\n" if parts else None


def rebuilt(rule, page):
    """The page as it should be; None when its world does not make the rule fire."""
    parts = {"declaration": declaration(rule), "example": example(rule["rule"], page)}
    if parts["example"] is None:
        return None
    title = f"# {rule['rule']} · {rule['name_ko']}\n\n*{rule['name_en'][0].upper()}{rule['name_en'][1:]}*\n"
    page = HEAD.sub(lambda _: title, page, count=1)
    return PART.sub(lambda part: part[1] + parts[part[2]] + part[3], page)


def check(rule, write):
    """What is wrong with the page of a rule, if anything."""
    path = PAGES / f"{rule['rule']}.md"
    page = path.read_text(encoding="utf-8") if path.exists() else ""
    new = rebuilt(rule, page)
    if new is None:
        return f"{path}: there is no page, or its world does not make {rule['rule']} fire"
    if write and new != page:
        path.write_text(new, encoding="utf-8")
    elif new != page or len(PART.findall(page)) != 2:
        return f"{path} is not what the program says; run tests/tree/check_rule_pages.py --write {rule['rule']}"
    return None


def kernels(rules):
    lines = ["", "| rule | finds | subject set by |", "|---|---|---|"]
    lines += [f"| [{r['rule']}](rules/{r['rule']}.md) | {r['name_en']} | {BY[r['repeated_by']]} |"
              for r in rules.values() if r["repeated_by"]]
    return "\n".join(lines) + "\n\n"


def check_local(rules, write):
    """What is wrong with the page about local rules, if anything."""
    page = LOCAL.read_text(encoding="utf-8")
    new = KERNELS.sub(lambda part: part[1] + kernels(rules) + part[2], page)
    new = LOCAL_PART.sub(lambda part: part[1] + (example(part[2], part[1]) or "\nnothing\n") + part[3], new)
    if "\nnothing\n" in new or len(LOCAL_PART.findall(new)) < 3:
        return [f"{LOCAL}: there is a world in which the rule finds nothing"]
    if write:
        LOCAL.write_text(new, encoding="utf-8")
    elif new != page:
        return [f"{LOCAL} is not what the program says; run tests/tree/check_rule_pages.py --write"]
    return []


def main(arguments):
    write, wanted = "--write" in arguments, [a for a in arguments if a != "--write"]
    rules = rulebook()
    listed = set(re.findall(r"^\| \[([A-Z]\d\d)\]\(rules/\1\.md\)", tree.read("docs/rules.md"), re.M))
    problems = [problem for name in wanted or sorted(rules) if (problem := check(rules[name], write))]
    problems += check_local(rules, write) if not wanted else []
    problems += [f"{path}: there is no such rule" for path in PAGES.glob("*.md") if path.stem not in rules]
    problems += [f"docs/rules.md: {name} is not in its table" for name in sorted(rules.keys() - listed)]
    tree.finish(len(rules) + 1, problems)


main(sys.argv[1:])
