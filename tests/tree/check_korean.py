#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whatever the command complains of has a sentence in Korean that takes the same values (tools/common/korean.c)."""
import errno
import os
import re

import tree

CALL = re.compile(r"\b(tool_complain|tool_said|job_tell|io_fail|io_fail_errno|io_place_fail|refuse|fail|fail_at|"
                  r"xml_fail|zip_damaged|small_rows_fail)\s*\(")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
CONVERSION = re.compile(r"%(?:(\d+)\$)?(\.\*|\.\d+)?(l{0,2}|z)([sdug%])")
TABLE = "tools/common/korean.c"
TABLES = (TABLE, "tools/common/korean_files.c", "tools/common/korean_help.c",
          "tools/common/korean_jobs.c", "tools/common/korean_databases.c")
SAID_LATER = "tools/io/source/unread.c"  # all its texts are said, by who knows the file
ONE_WORD = {"발견": "결과"}  # for one thing


def joined(text):
    """Without comments; texts that stand side by side are one."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r'"\s*PRI([du])64\s*"', r"l\1", text)
    return re.sub(r'"\s*"', "", text)


def arguments(text):
    for call in CALL.finditer(text):
        at, depth, quoted = call.end(), 1, False
        while depth:
            if quoted:
                at += text[at] == "\\"
                quoted = text[at] != '"'
            elif text[at] == '"':
                quoted = True
            else:
                depth += {"(": 1, ")": -1}.get(text[at], 0)
            at += 1
        yield text[call.end():at - 1]


def is_said(text):
    """Words for people, and not a place such as "%s!%s" or a sentence that stands beside its Korean."""
    return re.search(r"[a-z]{2}.* |[a-z]{2} ", re.sub(CONVERSION, "", text))


def taken(text):
    """The values that a format takes, in the order of its arguments."""
    found = [(number, precision, length, kind) for number, precision, length, kind in CONVERSION.findall(text)
             if kind != "%"]
    if any(number for number, *_ in found):
        assert all(number for number, *_ in found), text
        found = sorted(found, key=lambda one: int(one[0]))
        assert [int(number) for number, *_ in found] == list(range(1, len(found) + 1)), text
    return [one[1:] for one in found]


pairs = re.findall(r'\{\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"\s*\}',
                   "\n".join(joined(tree.read(path)) for path in TABLES))
korean = dict(pairs)
problems = [f"{TABLE}: stands twice: {english}" for english in korean if sum(p[0] == english for p in pairs) > 1]
problems += [f"{TABLE}: other values: {english} / {text}" for english, text in pairs if taken(english) != taken(text)]
problems += [f"{TABLE}: not Korean: {text}" for text in korean.values() if not re.search("[가-힣]", text)]
problems += [f"{TABLE}: say {ours} for {word}: {text}" for text in korean.values() for word, ours in ONE_WORD.items()
             if word in text]
sources, n = "", len(pairs)
for path in tree.files(".c"):
    if not path.startswith(("tools/", "lib/")) or path in TABLES:
        continue
    text = joined(tree.read(path))
    sources += text
    if path.startswith("lib/"):  # the command looks up what it says, and says the rest in English
        continue
    if path == SAID_LATER:
        problems += [f"{path}: not in {TABLE}: {literal}"
                     for literal in LITERAL.findall(text) if is_said(literal) and literal not in korean]
    for argument in arguments(text):
        if re.search("[가-힣]", argument):
            continue
        n += 1
        problems += [f"{path}: not in {TABLE}: {literal}"
                     for literal in LITERAL.findall(argument) if is_said(literal) and literal not in korean]
of_the_system = {os.strerror(code) for code in errno.errorcode}
of_sqlite = {"database disk image is malformed", "database is locked", "file is not a database", "disk I/O error",
             "unable to open database file", "database or disk is full", "attempt to write a readonly database"}
problems += [f"{TABLE}: nobody says: {english}" for english in korean
             if f'"{english}"' not in sources and english not in of_the_system | of_sqlite]
tree.finish(n, problems)
