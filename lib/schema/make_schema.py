#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Print the catalogue of tables as C: make_schema.py header|source|forms SCHEMA.txt

`header` and `source` are for the library; `forms` are the rows of the command's table of what
can stand in files.
"""
import re
import sys

TYPES = ("text", "id", "day", "month", "moment", "time", "whole", "decimal", "won", "flag", "class", "word", "json")
SET_TABLES = 64  # bits of a set of tables
KINDS = ("records", "policy", "result")
COLUMN = re.compile(r"([a-z_]+)(!?)(-?) +([a-z]+)(?:>([a-z_]+)|:(\S+))? +(\S.*)")


class Column:
    def __init__(self, name, required, unread, type_, refers, words, meaning):
        self.name, self.required, self.unread, self.type = name, bool(required), bool(unread), type_
        self.refers, self.words, self.meaning = refers, words.split("|") if words else [], meaning.strip()


def read(path):
    """[(table, kind, [Column])], in the order of the file."""
    tables = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            title = re.fullmatch(r"\[([a-z_]+)\] ([a-z]+)", line)
            column = COLUMN.fullmatch(line)
            if title and title[2] in KINDS:
                tables.append((title[1], title[2], []))
            elif column and column[4] in TYPES and tables:
                tables[-1][2].append(Column(*column.groups()))
            elif line and not line.startswith("#"):
                sys.exit(f"{path}:{number}: neither a table nor a column")
    for table, _, columns in tables[SET_TABLES:]:
        if not all(column.unread for column in columns):
            sys.exit(f"{path}: {table} is read, so it must stand among the first {SET_TABLES} tables")
    names = [table for table, _, _ in tables]
    for table, _, columns in tables:
        for column in columns:
            if column.refers and column.refers not in names:
                sys.exit(f"{path}: {table}.{column.name} is of a table that is not there: {column.refers}")
    return tables


def header(tables):
    print("/* The tables and their columns by number; made of schema.txt. */")
    print("#ifndef DLB_SCHEMA_COLUMNS_H\n#define DLB_SCHEMA_COLUMNS_H\n")
    print("enum dlb_table_number {")
    for table, _, _ in tables:
        print(f"    DLB_TABLE_{table.upper()},")
    print(f"    DLB_TABLES,\n    DLB_SET_TABLES = {len(tables[:SET_TABLES])}\n}};\n")
    print("/* Sets of tables, which hold those that anything reads. */")
    for number, (table, _, _) in enumerate(tables[:SET_TABLES]):
        print(f"#define DLB_HAS_{table.upper()} ((uint64_t)1 << {number})")
    for table, _, columns in tables:
        print(f"\nenum dlb_{table}_column {{")
        for column in columns:
            print(f"    DLB_{table.upper()}_{column.name.upper()},")
        print(f"    DLB_{table.upper()}_COLUMNS\n}};")
    print("\n#endif")


def text(value):
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def source(tables):
    print('#include "schema/schema.h"\n')
    for table, _, columns in tables:
        for column in columns:
            if column.words:
                words = ", ".join(map(text, column.words))
                print(f"static const char *const {table}_{column.name}[] = {{{words}, NULL}};")
        print(f"static const struct dlb_column {table}_columns[] = {{")
        for c in columns:
            words = f"{table}_{c.name}" if c.words else "NULL"
            refers = text(c.refers) if c.refers else "NULL"
            print(f"    {{{text(c.name)}, {int(c.required)}, 0, {int(c.unread)}, DLB_TYPE_{c.type.upper()}, {words},"
                  f" {refers}, {text(c.meaning)}}},")
        print("};\n")
    print("const struct dlb_schema dlb_schemas[DLB_TABLES] = {")
    for table, kind, _ in tables:
        print(f"    {{{text(table)}, DLB_SCHEMA_{kind.upper()}, {table}_columns, DLB_{table.upper()}_COLUMNS}},")
    print("};")


def forms(tables):
    """Tables that are read: what agencies send, policy, and results that a later stage reads."""
    for table, kind, columns in tables:
        if kind == "result" and all(c.unread for c in columns):
            continue
        names = " ".join(c.name + "!" * c.required for c in columns)
        print(f'{{"{table}", IO_{kind.upper()}, "{names}"}},')


if __name__ == "__main__":
    {"header": header, "source": source, "forms": forms}[sys.argv[1]](read(sys.argv[2]))
