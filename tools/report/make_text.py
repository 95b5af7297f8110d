#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Print text files, one after another, as a C string, so that a page can hold it.

usage: make_text.py NAME FILE...

Comments of whole lines (`/* … */`, `// …`) and the blanks before a line are left out: nobody reads them in a report.
"""
import re
import sys

name, *paths = sys.argv[1:]
lines = []
for path in paths:
    with open(path, encoding="utf-8") as file:
        text = re.sub(r"^\s*/\*.*?\*/\s*$", "", file.read(), flags=re.M | re.S)
    lines += [line.strip() for line in text.splitlines()]
data = "\n".join(line for line in lines if line and not line.startswith("//")).encode() + b"\n"
assert b"</" not in data, f"{name} would end its element"
print(f"/* Made by tools/report/make_text.py of {', '.join(path.rsplit('/', 1)[-1] for path in paths)}. */")
print(f"static const char {name}[] = {{")
for at in range(0, len(data), 24):
    print("    " + " ".join(f"{byte if byte < 128 else byte - 256}," for byte in data[at:at + 24]))
print("    0};")
