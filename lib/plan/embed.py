#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Print a text file as a C constant: embed.py FILE NAME > file.c

Numbers, because compilers need not take a string of more than 4,095 bytes.
"""
import sys

path, name = sys.argv[1:3]
text = open(path, "rb").read()
print('#include "plan/plan.h"\n')
print(f"const char {name}[] = {{")
for at in range(0, len(text), 20):
    print("    " + " ".join(f"{byte if byte < 128 else byte - 256}," for byte in text[at:at + 20]))
print(f"}};\nconst size_t {name}_len = sizeof {name};")
