#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Binary search is written once for the library and once for the tools; everybody else calls it.

A search by hand is easy to get wrong at its ends. dlb_search is inlined and costs no more.
"""
import re

import tree

HOMES = {"lib/base/search.h": "lib/", "tools/common/common.h": "tools/"}
HALVING = re.compile(r"\+ \(\w+ - \w+\) (?:/ 2|>> 1)\b|\([a-z_]\w* \+ [a-z_]\w*\) (?:/ 2|>> 1)\b|\bbsearch\(")


def main():
    n, problems = 0, []
    for path in tree.files(".c", ".h"):
        if not path.startswith(tuple(HOMES.values())):
            continue
        n += 1
        hits = [number for number, line in enumerate(tree.read(path).split("\n"), 1) if HALVING.search(line)]
        if path not in HOMES:
            problems += [f"{path}:{number}: a binary search by hand; call dlb_search (lib) or tool_count_before (tools)"
                         for number in hits]
        elif len(hits) != 1:
            problems.append(f"{path}: {len(hits)} searches where there should be one; has it moved?")
    tree.finish(n, problems)


main()
