#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The vectors shared between projects, through `dolbom value`: written, expected, why.

In `input` and `expected`, \\uXXXX is an escape; an empty expectation means that the value is
missing or not of this kind.
"""
import os
import re

import acceptance as a

THERE = os.path.join(a.SOURCE, "..", "shared", "vectors")


def unescape(text):
    return re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m.group(1), 16)), text)


def vectors(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]
    return [(unescape(line[0]), unescape(line[1]) if len(line) > 1 else "", line[2] if len(line) > 2 else "")
            for line in lines if line[0] != "input"]


def values(kind, inputs):
    """(text, quality, parts) of each input."""
    out = a.dolbom("value", kind, "--as-of", a.AS_OF, input="".join(i + "\n" for i in inputs).encode()).split("\n")[:-1]
    a.expect(len(out) == len(inputs), f"{kind}: a line for a line")
    return [(t, q, dict(p.split("=", 1) for p in parts.split(";") if p)) for t, q, parts in (o.split("\t") for o in out)]


def rrn_text(text, quality, parts):
    """number|birth|sex|nation|check, as the shared vectors write it."""
    if quality == "missing":
        return ""
    if quality == "invalid":
        return "invalid:date"
    known = "?" not in text
    number = text if known else text[:6] + "-" + text[6:]
    nation = "FR" if parts.get("foreign") == "1" else "KR"
    check = {"ok": "ck=ok", "suspect": "ck=bad", "none": "partial"}[parts["check"]]
    return "|".join([number, parts.get("birth", ""), parts.get("sex", ""), nation, check])


def brn_text(text, quality, parts):
    """number|check, as the shared vectors write it."""
    return f"{text}|ck={'ok' if parts.get('check') == 'ok' else 'bad'}" if text else ""


def first(text, quality, parts):
    return text


FORMS = {"rrn": rrn_text, "frn": rrn_text, "brn": brn_text, "sido": lambda t, q, p: p.get("sido", ""),
         "name_mask": first, "law": lambda t, q, p: None}
KINDS = {"name": "name", "phone": "phone", "date": "date", "rrn": "rrn", "frn": "rrn", "brn": "brn",
         "addr_road": "address", "addr_lot": "address", "sido": "address", "name_mask": "name", "qwerty": "name", "admin_change": "address"}


def check(folder, stem, kind):
    cases = vectors(folder, stem + ".tsv")
    form = FORMS.get(stem, first)
    for (written, expected, why), answer in zip(cases, values(kind, [c[0] for c in cases])):
        got = form(*answer)
        if stem == "addr_road" and answer[2].get("kind") == "lot":
            got = ""  # the shared vector asks whether it is a road address
        a.expect(got == expected, f"{stem}: {written!r} gives {got!r}, not {expected!r} ({why})")
    print(f"{stem}: {len(cases)} vectors")


if not os.path.isdir(THERE):
    a.skip("the shared vectors are not at hand; the project's own are run by the C tests")
for stem, kind in KINDS.items():
    check(THERE, stem, kind)
a.finish()
