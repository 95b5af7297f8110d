#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Programs compiled against the stored baseline still find all they know, as they know it.

The baseline is the public headers and libabigail's description of the library (abidw) as they
were when it was stored. Compared with it, the library may have more functions, and structs
that begin with struct_size may be longer; everything else that differs is an incompatible
change. abidiff sees functions and types, but not the anonymous enums whose values callers
hold: constants are compared by compiling both sets of headers.

A check that never fails proves nothing: mutants of the headers, made into libraries of empty
functions, must each be found, and what is allowed must not be.

usage: check_abi.py           compare DOLBOM_BUILD's library with the baseline
       check_abi.py --write   make it the baseline: until 0.1 is released, and at each release
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.dirname(os.path.dirname(HERE))
BUILD = os.environ.get("DOLBOM_BUILD", os.path.join(SOURCE, "build", "test"))
LIBRARY = os.path.join(BUILD, "lib", "libdolbom.so")
HEADERS = os.path.join(SOURCE, "include")
BASELINE = os.path.join(HERE, "baseline", "dolbom.abi")
OLD_HEADERS = os.path.join(HERE, "baseline", "include")
SUPPRESSIONS = os.path.join(HERE, "suppressions.ini")
ABIDW = ["abidw", "--exported-interfaces-only", "--no-show-locs", "--no-comp-dir-path",
         "--no-corpus-path", "--no-elf-needed", "--no-parameter-names", "--type-id-style", "hash",
         "--suppressions", SUPPRESSIONS]
COMMENT = re.compile(r"/\*.*?\*/", re.S)

# What somebody might do, whether that is allowed, the header, a pattern in it and what it becomes.
MUTANTS = [
    ("nothing", True, "base.h", r"\Z", ""),
    ("a function is added", True, "base.h", r"(?=DOLBOM_API const char \*dolbom_version)",
     "DOLBOM_API int dolbom_new(void);\n"),
    ("a struct grows at its end", True, "number.h", r"(?=\} dolbom_date;)", "int64_t more;\n"),
    ("a struct grows in its middle", False, "number.h", r"(?=    int32_t year;)",
     "int32_t more;\n"),
    ("a member gets wider", False, "base.h", r"uint32_t n_threads;", "uint64_t n_threads;"),
    ("two members change places", False, "number.h",
     r"(    uint8_t month;.*\n)(    uint8_t day;.*\n)", r"\2\1"),
    ("a member goes", False, "juso.h", r"    uint32_t n_zips;.*\n", ""),
    ("a struct without a size grows", False, "base.h", r"(?=\} dolbom_text;)", "int64_t more;\n"),
    ("an element of an array grows", False, "stage.h", r"(?=\} dolbom_table;)", "int64_t more;\n"),
    ("a type gets wider", False, "base.h", r"int32_t dolbom_status;", "int64_t dolbom_status;"),
    ("a parameter gets narrower", False, "value.h", r"size_t dst_cap", "uint32_t dst_cap"),
    ("a parameter is added", False, "plan.h", r"dolbom_plan_free\(dolbom_plan \*plan\)",
     "dolbom_plan_free(dolbom_plan *plan, int32_t how)"),
    ("a result changes", False, "plan.h", r"uint64_t dolbom_plan_hash", "int8_t dolbom_plan_hash"),
    ("a function goes", False, "plan.h", r"DOLBOM_API void dolbom_plan_free[^;]*;", ""),
    ("a status gets another number", False, "base.h", r"_E_ROOM = 20", "_E_ROOM = 21"),
    ("two levels change places", False, "compare.h", r"_SOUND = 70,([^@]*?)_FOLDED = 80,",
     r"_SOUND = 80,\1_FOLDED = 70,"),
    ("a constant goes", False, "number.h", r"    DOLBOM_DATE_MORE = 16 [^\n]*\n", ""),
]


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def run(command, **options):
    return subprocess.run(command, capture_output=True, text=True, **options)


def headers_of(include):
    return sorted(glob.glob(os.path.join(include, "dolbom", "*.h")))


# ---- what a set of headers says -----------------------------------------------------------------

def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def constants_of(include, folder):
    """Every enumerator of the headers and its value."""
    names = []
    for path in headers_of(include):
        for body in re.findall(r"\benum\s*\{(.*?)\}", COMMENT.sub("", read(path)), re.S):
            names += re.findall(r"\b(DOLBOM_\w+)\s*(?:=|,|\Z)", body)
    prints = "".join(f'    printf("{name} %lld\\n", (long long){name});\n' for name in names)
    source = write(os.path.join(folder, "constants.c"),
                   '#include <stdio.h>\n#include "dolbom/dolbom.h"\n'
                   f"int main(void)\n{{\n{prints}    return 0;\n}}\n")
    program = os.path.join(folder, "constants")
    subprocess.run(["gcc", "-I", include, source, "-o", program], check=True)
    return dict(line.split() for line in run([program], check=True).stdout.splitlines())


def functions_of(include):
    """Per function its result, name and parameters, as the headers write them."""
    for path in headers_of(include):
        yield from re.findall(r"DOLBOM_API\s+([^;()]*?)\b(dolbom_\w+)\(([^;]*)\);",
                              COMMENT.sub("", read(path)))


def library_of(include, folder, *flags):
    """A library of empty functions that the headers declare: its types are all that matters."""
    text = '#include "dolbom/dolbom.h"\n'
    for result, name, parameters in functions_of(include):
        body = "" if result.strip() == "void" else "return 0;"
        text += f"{result}{name}({parameters}) {{ {body} }}\n"
    source = write(os.path.join(folder, "empty.c"), text)
    script = write(os.path.join(folder, "empty.map"), "DOLBOM_0.1 { global: dolbom_*; local: *; };")
    library = os.path.join(folder, "libdolbom.so")
    subprocess.run(["gcc", *flags, "-fPIC", "-shared", "-I", include, source, "-o", library,
                    "-Wl,--version-script=" + script, "-Wl,-soname,libdolbom.so.0"], check=True)
    return library


# ---- comparing with the baseline ----------------------------------------------------------------

def structs_of(description):
    """Per struct: its members as (name, offset, type)."""
    structs = {}
    for struct in xml.parse(description).getroot().iter("class-decl"):
        if struct.get("is-declaration-only"):
            continue
        members = structs[struct.get("name")] = []
        for member in struct.findall("data-member"):
            variable = member.find("var-decl")
            members.append((variable.get("name"), member.get("layout-offset-in-bits"),
                            variable.get("type-id")))
    return structs


def grown_structs(description):
    """Those that have all their members at their places and more after them, as they may."""
    now, grown = structs_of(description), []
    for name, members in structs_of(BASELINE).items():
        more = now.get(name, [])
        may_grow = members[:1] and members[0][0] == "struct_size"
        if may_grow and len(more) > len(members) and more[:len(members)] == members:
            grown.append(name)
    return grown


def changed_constants(include, folder):
    before, now = constants_of(OLD_HEADERS, folder), constants_of(include, folder)
    return [f"{name} was {value} and is {now.get(name, 'gone')}" for name, value in before.items()
            if now.get(name) != value]


def changes(include, library, folder):
    """All that is incompatible, as lines."""
    if ".debug_info" not in run(["readelf", "-S", "-W", library], check=True).stdout:
        return ["the library has no debug information: nothing can be compared"]
    problems = changed_constants(include, folder)
    description = os.path.join(folder, "now.abi")
    subprocess.run([*ABIDW, "--out-file", description, library], check=True)
    grown = "".join(f"[suppress_type]\n  name = {name}\n" for name in grown_structs(description))
    allowed = write(os.path.join(folder, "grown.ini"), grown)
    done = run(["abidiff", "--no-added-syms", "--suppressions", SUPPRESSIONS, "--suppressions",
                allowed, BASELINE, library])
    if done.returncode:
        said = done.stdout.splitlines() + done.stderr.splitlines()
        problems += said or [f"abidiff: {done.returncode}"]
    return problems


def changes_of_mutant(header, pattern, replacement, flags=("-g",)):
    """What is found; None when the pattern is not in the header."""
    with tempfile.TemporaryDirectory() as folder:
        include = os.path.join(folder, "include")
        shutil.copytree(OLD_HEADERS, include)
        path = os.path.join(include, "dolbom", header)
        text, n = re.subn(pattern, replacement, read(path), count=1)
        write(path, text)
        return changes(include, library_of(include, folder, *flags), folder) if n else None


def check_mutants():
    problems = []
    for what, is_allowed, *change in MUTANTS:
        found = changes_of_mutant(*change)
        if found is None:
            problems.append(f"mutant '{what}': its pattern is not in {change[0]}")
        elif bool(found) == is_allowed:
            problems.append(f"mutant '{what}': {'; '.join(found[:3]) or 'was not found'}")
    if not changes_of_mutant("base.h", r"\Z", "", flags=()):
        problems.append("a library without debug information was let pass")
    return problems


def write_baseline():
    shutil.rmtree(OLD_HEADERS, ignore_errors=True)
    os.makedirs(os.path.join(OLD_HEADERS, "dolbom"))
    for path in headers_of(HEADERS):
        shutil.copy(path, os.path.join(OLD_HEADERS, "dolbom"))
    subprocess.run([*ABIDW, "--out-file", BASELINE, LIBRARY], check=True)


def main():
    if not shutil.which("abidw"):
        print("abidw is not installed (abigail-tools)")
        sys.exit(77)
    if "--write" in sys.argv:
        write_baseline()
        return
    with tempfile.TemporaryDirectory() as folder:
        problems = changes(HEADERS, LIBRARY, folder)
    if problems:
        problems.append("Take it back, or, as long as 0.1 is not released, make it the baseline: "
                        "DOLBOM_BUILD=build/test python3 tests/abi/check_abi.py --write")
        print("\n".join(problems))
    failed = int(bool(problems))
    unfound = check_mutants()
    if unfound:
        print("\n".join(unfound))
    n = 1 + len(MUTANTS) + 1
    failed += len(unfound)
    print(f"{n - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
