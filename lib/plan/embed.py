#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Print a text file as a C string constant: embed.py FILE NAME > file.c"""
import sys

path, name = sys.argv[1:3]
text = open(path, "rb").read()
lines = text.decode("utf-8").splitlines(keepends=True)
print('#include "plan/plan.h"\n')
print(f"const char {name}[] =")
for line in lines:
    escaped = "".join(f"\\{c}" if c in '"\\' else "\\n" if c == "\n" else c for c in line)
    print(f'    "{escaped}"')
print(f"    ;\nconst size_t {name}_len = sizeof {name} - 1;")
