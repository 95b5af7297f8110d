#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run the tables of examples: one line each of input, expected, note; tabs between.

usage: run_vectors.py PROGRAM [ARG ...]

The program is how a language gives access to the library's functions on single values; it is called as
`PROGRAM ARG … value KIND` and `… compare KIND` and is a filter, line by line, that answers as the `dolbom`
command does (docs/command.md). So C, Python and R are held to the same tables by the same runner:

    run_vectors.py dolbom
    run_vectors.py python3 -m dolbom
    run_vectors.py Rscript -e 'dolbom::command()'

Tables are read from this folder and, where it is at hand, from ../shared/vectors beside the project; the
examples of docs/korean.md are run too. In `input` and `expected`, \\uXXXX is a character. What a table's
`expected` means says TABLES below; an empty one means that there is no such value. A part that is not printed counts
as empty.
"""
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.path.join(HERE, "..", "..", "..", "shared", "vectors")
AS_OF = "2026-06-30"  # two-digit years and the future depend on it


# ---- what the columns `expected` speak of -------------------------------------------------------------

def value(text, quality, parts):
    """The canonical text."""
    return text


def usable(text, quality, parts):
    """The canonical text of a usable value, else nothing."""
    return text if quality in ("good", "repaired") else ""


def road(text, quality, parts):
    """The canonical text of a road address, else nothing."""
    return text if parts.get("kind") in ("road", "both") else ""


def lot(text, quality, parts):
    return text if parts.get("kind") == "lot" else ""


def part(name):
    return lambda text, quality, parts: parts.get(name, "")


def split(text, quality, parts):
    return parts.get("surname", "") + "|" + parts.get("given", "")


def resident(text, quality, parts):
    """number|birth|sex|nation|check"""
    if quality == "missing":
        return ""
    if quality == "invalid":
        return "invalid:date"
    number = text if "?" not in text else text[:6] + "-" + text[6:]
    nation = "FR" if parts.get("foreign") == "1" else "KR"
    check = {"ok": "ck=ok", "suspect": "ck=bad", "none": "partial" if "?" in text else "ck=na"}[parts["check"]]
    return "|".join([number, parts.get("birth", ""), parts.get("sex", ""), nation, check])


def checked(text, quality, parts):
    """number|check"""
    return text + "|ck=" + {"ok": "ok", "suspect": "bad"}.get(parts.get("check"), "na") if text else ""


def official_number(text, quality, parts):
    """What the expected column asks for: 26 digits, or the parts they are made of."""
    return [text, ";".join(f"{k}={parts.get(k, '')}" for k in ("road", "emd", "under", "main", "sub"))]


# table: kind, what is compared with `expected`, text put before the input
TABLES = {
    "name": ("name", value), "name_mask": ("name", value), "qwerty": ("name", value), "hanja": ("name", value),
    "name_split": ("name", split), "law": ("name", part("fold")), "sound": ("name", part("sound")),
    "surname_class": ("name", part("surname_class")), "vn_class": ("name", part("surname_class")),
    "address": ("address", value), "addr_road": ("address", road), "addr_lot": ("address", lot),
    "sido": ("address", part("sido")), "admin_change": ("address", value),
    "addr_detail": ("address", "parts", "서울특별시 중구 세종대로 110, "),
    "phone": ("phone", usable), "date": ("date", usable), "rrn": ("rrn", resident), "frn": ("rrn", resident),
    "brn": ("brn", checked), "juso_key": ("juso", official_number), "pnu": ("pnu", value),
}
# where a table of this folder means something else by `expected`
OWN = {"rrn": ("rrn", usable), "brn": ("brn", usable), "crn": ("crn", usable)}
GENERATORS = {"name_spelling", "tokens"}  # names are made of the one, tests/tools/test_tokens.py runs the other


def meaning(own, stem):
    """(verb, kind, what is compared, text before the input) of a table."""
    if stem.endswith("_parts"):
        return "value", stem[:-len("_parts")], "parts", ""
    if stem.endswith("_compare"):
        return "compare", stem[:-len("_compare")], None, ""
    row = OWN.get(stem) if own else None
    row = row or TABLES.get(stem)
    return ("value", *row, *[""] * (3 - len(row))) if row else None


# ---- running ---------------------------------------------------------------------------------------------

def unescape(text):
    return re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m.group(1), 16)), text)


def read(path):
    """(line, input, expected, note) of a table."""
    with open(path, encoding="utf-8", newline="\n") as file:
        lines = file.read().split("\n")
    for number, line in enumerate(lines[1:], 2):
        if line:
            fields = (line.split("\t") + ["", ""])[:3]
            yield number, unescape(fields[0]), unescape(fields[1]), fields[2]


def ask(program, verb, kind, inputs):
    """The program's answers, a line for a line."""
    command = [*program, verb, kind, "--as-of", AS_OF]
    done = subprocess.run(command, input="".join(i + "\n" for i in inputs).encode("utf-8", "surrogatepass"),
                          stdout=subprocess.PIPE, check=False)
    answers = done.stdout.decode("utf-8").split("\n")[:-1]
    if done.returncode or len(answers) != len(inputs):
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}, {len(answers)} answers for {len(inputs)} lines\n"
                 "0 passed, 1 failed")
    return answers


def take_apart(answer):
    text, quality, parts = answer.split("\t")
    return text, quality, dict(p.split("=", 1) for p in parts.split(";") if p)


def fits(answer, verb, wanted, expected):
    """Does an answer agree with a table, and what is to be told if not?"""
    if verb == "compare":
        return answer == expected, answer
    text, quality, parts = take_apart(answer)
    if wanted == "parts":
        known = dict(parts, quality=quality)
        missing = [p for p in expected.split(";") if p and known.get(p.split("=")[0], "") != p.split("=", 1)[1]]
        return expected != "" and not missing, answer
    got = wanted(text, quality, parts)
    if isinstance(got, list):
        return expected in got, got
    return got == expected or (got != "" and got in expected.split("|")), got


def run(program, path, own):
    stem = os.path.splitext(os.path.basename(path))[0]
    verb, kind, wanted, before = meaning(own, stem)
    rows = list(read(path))
    # "left|right" in a table of comparisons
    inputs = [before + (i.replace("|", "\t", 1) if verb == "compare" else i) for _, i, _, _ in rows]
    failed = 0
    for (line, written, expected, note), answer in zip(rows, ask(program, verb, kind, inputs)):
        good, got = fits(answer, verb, wanted, expected)
        if not good:
            failed += 1
            print(f"FAILED {stem}.tsv:{line}: {written!r} gives {got!r}, not {expected!r} ({note})")
    unexplained = sum(1 for _, _, _, note in rows if own and not note)
    if unexplained:
        print(f"FAILED {stem}.tsv: {unexplained} lines without a reason")
    print(f"{len(rows):5} {'own' if own else 'shared'} {stem}")
    return len(rows), failed + unexplained


def run_page(program, path):
    """The tables of a page: `| KIND | becomes | quality | why |` and `| KIND | and | level | why |`."""
    tables, heading = [], None
    with open(path, encoding="utf-8") as file:
        for line in file:
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if not line.startswith("|"):
                heading = None
            elif cells[1:] in (["becomes", "quality", "why"], ["and", "level", "why"]):
                heading = cells
                tables.append((cells[0], cells[1] == "and", []))
            elif heading and set(cells) != {"---"}:
                tables[-1][2].append([cell.strip("`") for cell in cells])
    n_rows = failed = 0
    for kind, compares, rows in tables:
        inputs = ["\t".join(row[:2]) if compares else row[0] for row in rows]
        for row, answer in zip(rows, ask(program, "compare" if compares else "value", kind, inputs)):
            got = answer if compares else answer.split("\t")[:2]
            if got != (row[2] if compares else row[1:3]):
                failed += 1
                print(f"FAILED {os.path.basename(path)}: {row[0]!r} gives {got!r}, not {row[1:3]!r}")
        n_rows += len(rows)
    print(f"{n_rows:5} {os.path.basename(path)}")
    return n_rows, failed if n_rows else 1


def main(program):
    if not program:
        sys.exit(__doc__)
    n_rows, n_failed = run_page(program, os.path.join(HERE, "..", "..", "docs", "korean.md"))
    n_own = 0
    for folder, own in ((HERE, True), (SHARED, False)):
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
            stem, ending = os.path.splitext(name)
            if ending != ".tsv" or stem in GENERATORS:
                continue
            if meaning(own, stem) is None:
                n_failed += 1
                print(f"FAILED {name}: nobody knows what this table means")
                continue
            rows, failed = run(program, os.path.join(folder, name), own)
            n_rows, n_failed, n_own = n_rows + rows, n_failed + failed, n_own + own * rows
    if n_own < 600:
        n_failed += 1
        print(f"FAILED the project has {n_own} lines of its own, fewer than 600")
    print(f"{n_rows - min(n_failed, n_rows)} passed, {n_failed} failed")
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
