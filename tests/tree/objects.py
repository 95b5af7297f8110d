# SPDX-License-Identifier: Apache-2.0
"""What the built objects of lib/ or tools/ define and need, file by file, as nm tells."""
import os
import subprocess

import tree

BUILT = {"lib": ["lib/libdolbom_internal.a"],
         "tools": ["tools/libdolbom_tool.a", "tools/dolbom.p/main.c.o"]}


class Objects:
    """`defined`: symbol -> file; `needed`: file -> symbols. Files are paths in the tree."""

    def __init__(self, folder):
        sources = {path[len(folder) + 1:].replace("/", "_"): path
                   for path in tree.files(".c") if path.startswith(folder + "/")}
        self.defined, self.needed = {}, {}
        built = [os.path.join(tree.BUILD, path) for path in BUILT[folder]]
        listing = subprocess.run(["nm", "-A", "-g", *built], check=True, capture_output=True, text=True).stdout
        for line in listing.splitlines():
            place, is_symbol, rest = line.partition(".o:")
            if not is_symbol:
                continue
            kind, name = rest.split()[-2:]
            # Generated files are in no folder of the tree, but their name begins with it.
            flat = os.path.basename(place.split(":")[-1]).replace("meson-generated_.._", "")
            path = sources.get(flat, f"{folder}/{flat.replace('_', '/', 1)}")
            self.needed.setdefault(path, set())
            if kind in "Uw":
                self.needed[path].add(name)
            else:
                self.defined[name] = path

    def outer_needs(self):
        """Pairs of a file and a symbol that it needs of another of these files."""
        return [(path, name) for path, names in self.needed.items() for name in names
                if self.defined.get(name, path) != path]

    def circles(self):
        """Sets of files that need each other, directly or by way of others."""
        direct = {path: set() for path in self.needed}
        for path, name in self.outer_needs():
            direct[path].add(self.defined[name])
        reach = {path: reachable(direct, path) for path in direct}
        return {frozenset(other for other in reach[path] if path in reach[other])
                for path in direct if path in reach[path]}


def reachable(direct, start):
    found, left = set(), [start]
    while left:
        new = direct[left.pop()] - found
        found |= new
        left.extend(new)
    return found
