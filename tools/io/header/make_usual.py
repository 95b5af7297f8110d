#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Print usual_headers.txt as rows of C: make_usual.py usual_headers.txt schema.txt

A column that the catalogue does not have, or a header that stands for two columns of a table, is
an error.
"""
import re
import sys

FORMS = ("name", "date", "rrn", "phone", "address", "sex", "number", "month", "time", "id", "text", "relation",
         "status")


def columns_of(schema):
    columns, table = set(), None
    for line in open(schema, encoding="utf-8"):
        title = re.match(r"\[([a-z_]+)\]", line)
        table = title[1] if title else table
        name = re.match(r"[a-z_]+", line)
        if name and table:
            columns.add((table, name[0]))
    return columns


def main(headers, schema):
    known, seen, table = columns_of(schema), {}, None
    for number, line in enumerate(open(headers, encoding="utf-8"), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0].startswith("["):
            table = words[0][1:-1]
            continue
        column, form, names = words[0], words[1], words[2:]
        where = f"{headers}:{number}"
        if (table, column) not in known or form not in FORMS:
            sys.exit(f"{where}: there is no column {table}.{column}, or no form {form}")
        for name in names:
            if seen.setdefault((table, name), column) != column:
                sys.exit(f"{where}: {name} stands for two columns of {table}")
            print(f'{{"{table}", "{column}", IO_FORM_{form.upper()}, "{name}"}},')


main(*sys.argv[1:])
