#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""No object of the library holds anything writable, but for what is named here with its reason."""
import glob
import os
import re
import subprocess

import tree

ALLOWED = {
    ("judy.c", "at_work"): "the set that is inside Judy on this thread",
}
# objdump -t: value, flags, section, size, name. Constant tables of pointers are written to
# once, by the dynamic linker, and lie in .data.rel.ro.
SYMBOL = re.compile(r"^[0-9a-f]+ .{7} (\S+)\s+[0-9a-f]+ (?:\.hidden )?(\S+)$", re.M)
WRITABLE = re.compile(r"^(\.t?data|\.t?bss|\*COM\*)")

objects = sorted(glob.glob(os.path.join(tree.BUILD, "lib", "libdolbom_internal.a.p", "*.o")))
found, problems = set(), []
for path in objects:
    # Meson names the object of lib/base/judy.c base_judy.c.o.
    source = os.path.basename(path)[: -len(".o")].split("_", 1)[-1]
    output = subprocess.run(["objdump", "-t", path], check=True, capture_output=True, text=True).stdout
    for section, name in SYMBOL.findall(output):
        if not WRITABLE.match(section) or section.startswith(".data.rel.ro") or name == section:
            continue
        found.add((source, name))
        if (source, name) not in ALLOWED:
            problems.append(f"{source}: {name} is writable, in {section}")
problems += [f"{source}: {name} is allowed and not there" for source, name in ALLOWED.keys() - found]
tree.finish(max(len(objects), len(problems)), problems)
