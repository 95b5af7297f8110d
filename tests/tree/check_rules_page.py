#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/rules.md has a section for every rule, which calls it in Korean what findings call it."""
import re

import tree

PAGE = "docs/rules.md"
SECTION = re.compile(r"^### ([A-Z]\d\d)\n\*\*[^*]+\*\* \(([^)]+)\)", re.M)
RULE = re.compile(r'^ +\.id = "([A-Z]\d\d)",$.*?^ +\.name_ko = "([^"]+)",$', re.M | re.S)


def main():
    page = tree.read(PAGE)
    described = {rule: " ".join(name.split()) for rule, name in SECTION.findall(page)}
    names = {}
    for path in tree.files(".c"):
        if path.startswith("lib/rule/"):
            names.update(RULE.findall(tree.read(path)))
    listed = set(re.findall(r"^\| \[([A-Z]\d\d)\]\(#", page, re.M))
    waiting = set(re.findall(r"^([A-Z]\d\d) ", page[page.index("## Not implemented"):], re.M))
    problems = [f"{PAGE}: {rule} is called {described.get(rule)}, not {names.get(rule)}"
                for rule in sorted(names.keys() | described.keys()) if described.get(rule) != names.get(rule)]
    problems += [f"{PAGE}: {rule} is not in the table at its top" for rule in sorted(names.keys() - listed)]
    problems += [f"{PAGE}: {rule} is there and not waiting" for rule in sorted(names.keys() & waiting)]
    tree.finish(len(names.keys() | described.keys()), problems)


main()
