#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/layout.md has one line for every source file, taken from the file itself.

`check_layout.py --write` writes the page anew; the test fails when that would change it.
"""
import os
import re
import sys

import tree

ENDINGS = (".c", ".cpp", ".h", ".py", ".sh", ".R", ".yaml", ".js", ".css")
PLAIN = ("do", ".ci/run")
FOLDERS = {
    "": "the one way to build and test",
    "docs/pictures": "what pages show, and how it is taken anew",
    "examples/c": "programs that use the installed library",
    "examples/exports": "files as an officer gets them, and the plan that reads them",
    "examples/bristol": "the same of an English city",
    "include/dolbom": "what callers see",
    "lib/base": "layer 0: errors, memory, hashing, sorting, threads",
    "lib/text": "layer 1: characters",
    "lib/schema": "layer 2: the catalogue of tables",
    "lib/field": "layer 3: values, and the kinds of fields",
    "lib/field/name": "names",
    "lib/field/address": "addresses, and the districts they lie in",
    "lib/field/date": "dates of both calendars",
    "lib/field/number": "numbers of phones, residents, businesses and buildings",
    "lib/field/kind": "each kind of field as codes that compare",
    "lib/table": "layer 3: Arrow in and out",
    "lib/juso": "layer 4: the table of all addresses",
    "lib/intake": "layer 4: foreign tables become our rows",
    "lib/key": "layer 4: secrets, and what is made with them",
    "lib/match": "layer 4: which records are one person",
    "lib/rulebook": "layer 4: what a rule says of itself",
    "lib/policy": "layer 5: the rule tables of one place and time",
    "lib/plan": "layer 5: settings",
    "lib/caseload": "layer 6: everything that was reported about each person",
    "lib/finding": "layer 7: what a rule found, as people read it",
    "lib/people": "layer 7: `persons` as records",
    "lib/rule": "layer 8: rules over people",
    "lib/rule/duplicate": "what was given twice",
    "lib/rule/omission": "what was needed and not given",
    "lib/rule/identity": "who people are",
    "lib/rule/data": "data that contradict each other",
    "lib/stage": "layer 9: the data's path",
    "lib/value": "layer 9: the public functions on values",
    "bindings/python": "the Python package",
    "bindings/python/dolbom": "what Python programs see",
    "bindings/python/src": "the extension",
    "bindings/python/tests": "tests of the Python package",
    "bindings/r": "the R package",
    "bindings/r/R": "what R programs see",
    "bindings/r/src": "what calls the library",
    "bindings/r/bench": "what coming from R costs",
    "bindings/r/tests": "tests of the R package",
    "bindings/r/tests/testthat": "those that R CMD check runs",
    "bindings/r/tests/tree": "those that need the source tree",
    "tests/bindings": "packages of other languages, built and tried",
    "packaging": "what is installed beside library, headers and command",
    "tools": "the `dolbom` command",
    "tools/command": "one file per subcommand",
    "tools/run": "a run over tables, from files to results",
    "tools/cli": "options, messages, progress, the plan in force",
    "tools/common": "what every part of the command uses",
    "tools/io/csv": "bytes of a file to parsed blocks",
    "tools/inspect": "what files are, before they are run",
    "tools/io/header": "what headers mean, and what is no row",
    "tools/io/book": "workbooks to rows of texts",
    "tools/io/source": "where tables come from: files, folders, databases",
    "tools/io/output": "results, and how they are written",
    "tools/report": "report.html",
    "tools/sample": "invented agencies, people and truth",
}
TOP = re.compile(r"^(?:#!.*\n)?(?:/\*|#) ?SPDX[^\n]*\n", re.S)


def purpose(path):
    """What the file says it is for: the first sentence of its head."""
    text = TOP.sub("", tree.read(path), count=1)
    for pattern in (r"^/\*+\s*\n(?: \* @file \S+\n)? \* (?:[\w.]+ - )?(.+?)(?:[.;] |[.:]?\n \*\s*\n|[.;:]?\n \*/|\.\n)",
                    r"^/\* (?:[\w.]+ - )?(.+?)\.? \*/", r'^"""(.+?)(?:\n\n|""")', r"^# (.+?)(?:\n[^#]|\n#\n|$)"):
        found = re.search(pattern, text, re.S)
        if found:
            return re.sub(r"\s*\n\s*[*#]?\s*", " ", found.group(1)).strip().rstrip(".:;")
    return ""


def page():
    files = [p for p in tree.files() if p.endswith(ENDINGS) or p in PLAIN]
    lines = ["# Layout", "",
             "Where to find what. Modules lie in layers: a file includes its own module's header and those below it,",
             "never those above or beside it. Data flows one way: clean, link, group, duplicates and omissions, "
             "report.",
             "",
             "This page is written by `tests/tree/check_layout.py --write` from the first lines of the files.", ""]
    folder = None
    for path in sorted(files, key=lambda p: (os.path.dirname(p), p)):
        if os.path.dirname(path) != folder:
            folder = os.path.dirname(path)
            about = FOLDERS.get(folder)
            lines += ["", f"## {folder or 'top'}" + (f": {about}" if about else ""), "",
                      "| file | what it is for |", "|---|---|"]
        lines.append(f"| `{path}` | {purpose(path)} |")
    return "\n".join(lines) + "\n", files


text, paths = page()
if sys.argv[1:] == ["--write"]:
    with open(os.path.join(tree.SOURCE, "docs", "layout.md"), "w", encoding="utf-8") as file:
        file.write(text)
    sys.exit(0)
problems = [f"{path}: does not say what it is for in its first lines" for path in paths if not purpose(path)]
present = tree.read("docs/layout.md").splitlines() if "docs/layout.md" in tree.files() else []
wanted = text.splitlines()
problems += [f"docs/layout.md lacks: {line}" for line in wanted if line not in present]
problems += [f"docs/layout.md says: {line}" for line in present if line not in wanted]
tree.finish(max(len(paths), len(problems)), problems)
