#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Print catalogue.c, the rules there are: make_catalogue.py CATALOGUE.txt > catalogue.c

A line of the list is a rule's id and the file that declares it. The list is ordered by id,
which is the order of findings and of the run log.
"""
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    names = [line.split()[0].lower() for line in file if line.strip()]
if names != sorted(set(names)):
    sys.exit(f"{sys.argv[1]}: rules must be ordered by id, each once")
print('#include "rule/rule.h"\n')
for name in names:
    print(f"extern const struct dlb_rule dlb_rule_{name};")
print("\nstatic const struct dlb_rule *const rules[] = {")
for name in names:
    print(f"    &dlb_rule_{name},")
print("};\n\nconst struct dlb_rule_catalogue dlb_rule_catalogue = {rules, sizeof rules / sizeof *rules};")
