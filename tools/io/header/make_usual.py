#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Print what agencies usually write as rows of C.

make_usual.py headers usual_headers.txt schema.txt
make_usual.py tables usual_headers.txt schema.txt
make_usual.py words usual_words.txt schema.txt

What the catalogue does not have, and what would stand for two things, is an error.
"""
import re
import sys

FORMS = ("name", "date", "rrn", "phone", "address", "sex", "number", "won", "month", "time", "id", "text", "word")


def catalogue(path):
    """{(table, column): its words, or None}"""
    columns, table = {}, None
    for line in open(path, encoding="utf-8"):
        title = re.match(r"\[([a-z_]+)\]", line)
        table = title[1] if title else table
        column = re.match(r"([a-z_]+)[!-]* +(?:word:(\S+))?", line)
        if column and table:
            columns[table, column[1]] = column[2].split("|") if column[2] else None
    return columns


def entries(path):
    """(place, what stands in brackets above and after them, the words of the line)"""
    title = None
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        words = line.split()
        if words and words[0].startswith("["):
            title = (words[0][1:-1], words[1:])
        elif words and not words[0].startswith("#"):
            yield f"{path}:{number}", title, words


def once(seen, place, key, value):
    if seen.setdefault(key, value) != value:
        sys.exit(f"{place}: {key[-1]} stands for both {seen[key]} and {value}")


def headers(path, known):
    seen = {}
    for place, (table, _), (column, form, *names) in entries(path):
        column = column.rstrip("!")
        if column == "*":
            continue
        if (table, column) not in known or form not in FORMS or (form == "word" and not known[table, column]):
            sys.exit(f"{place}: there is no column {table}.{column} of form {form}")
        for name in names:
            once(seen, place, (table, name), column)
            print(f'{{"{table}", "{column}", IO_FORM_{form.upper()}, "{name}"}},')


def tables(path, _):
    musts, signs = {}, {}
    for _, (table, hints), (column, *names) in entries(path):
        musts.setdefault((table, *hints), []).extend([column[:-1]] if column.endswith("!") else [])
        if column == "*":
            signs[table] = names
    for (table, *hints), columns in musts.items():
        lists = (columns, [hint.rstrip("!") for hint in hints], [hint[:-1] for hint in hints if hint.endswith("!")],
                 signs.get(table, ()))
        if columns:
            print("{" + ", ".join(f'"{words}"' for words in (table, *map(" ".join, lists))) + "},")


def words(path, known):
    seen = {}
    for place, (title, _), (ours, *theirs) in entries(path):
        table, column = title.split(".")
        if ours not in (known.get((table, column)) or ()):
            sys.exit(f"{place}: {title} has no word {ours}")
        for word in (ours, *theirs):
            once(seen, place, (title, word), ours)
            print(f'{{"{table}", "{column}", "{ours}", "{word}"}},')


{"headers": headers, "tables": tables, "words": words}[sys.argv[1]](sys.argv[2], catalogue(sys.argv[3]))
