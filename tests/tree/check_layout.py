#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/layout.md has one line for every source file, and none for files that are gone."""
import re

import tree

WANTED = (".c", ".h", ".py", ".yaml", ".sh", ".R")
listed = set(re.findall(r"^\| `([^`]+)` \|", tree.read("docs/layout.md"), re.M))
present = {p for p in tree.files(*WANTED)}
present |= {p for p in tree.files() if p in ("do", ".ci/run")}
problems = [f"docs/layout.md lacks {p}" for p in sorted(present - listed)]
problems += [f"docs/layout.md names {p}, which is not there" for p in sorted(listed - present)]
tree.finish(max(len(present | listed), 1), problems)
