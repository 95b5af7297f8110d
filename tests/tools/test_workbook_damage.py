#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Workbooks that are damaged or made to do harm: each is named with file, sheet and cell, and soon."""
import os
import re
import resource
import struct
import zipfile

import workbooks as w
from cases import run_cases
from command_case import Run, check
from workbook_case import GOOD, HEADER, link, n_persons, places, put, sheet_of

SOON = 1  # processor seconds


def seconds_of_runs():
    """Processor seconds of the runs so far: a machine that is busy does not add to them."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def refuse(folder, *words):
    """An error that says so, and soon."""
    before = seconds_of_runs()
    run = link(folder)
    check(run, 3, *words)
    assert seconds_of_runs() - before < SOON, f"{seconds_of_runs() - before} s for an error"


def in_row(data, number=2):
    head = "".join(f'<c t="str"><v>{name}</v></c>' for name in HEADER[:2])
    return sheet_of(f'<row r="1">{head}</row><row r="{number}">{data}</row>')


def cells_in_the_wrong_place(folder):
    one = "<v>1</v></c>"
    for data, words in (
            (f'<c r="B2">{one}<c r="A2">{one}', "A2: the cell comes after one to its right, or is there twice"),
            (f'<c r="D2">{one}<c r="D2">{one}', "D2: the cell comes after one to its right, or is there twice"),
            (f'<c r="B2">{one}<c r="XFE2"/>', "B2: a cell after it lies in another row, or outside the sheet"),
            ('<c r="C3"/>', "row 2: a cell after it lies in another row"),
            ('<c r="c2"/>', "row 2: a cell after it"),
            ('<c r="A2" t="s"><v>77</v></c>', "A2: the cell refers to a text that the file does not have"),
            ('<c r="A2" t="s"><v>-1</v></c>', "A2: the cell refers to a text that the file does not have"),
            ('<c/>' * 16385, "XFD2: a cell after it lies in another row, or outside the sheet")):
        put(folder, in_row(data))
        refuse(folder, f"복지관.xlsx!persons {words}")


def rows_in_the_wrong_place(folder):
    row = '<row r="{}"><c t="str"><v>agency_id</v></c><c t="str"><v>record_id</v></c></row>'
    for numbers, words in (
            ((5, 4), "row 4: the row comes after one with a higher number"),
            ((5, 5), "row 5: the row comes after one with a higher number, or is there twice"),
            ((1, 1048577), "row 1: the row after it has a number that no sheet has"),
            ((1, 99999999999), "row 1: the row after it has a number that no sheet has"),
            ((1, "x"), "row 1: the row after it has a number that no sheet has")):
        put(folder, sheet_of("".join(row.format(n) for n in numbers)))
        refuse(folder, f"복지관.xlsx!persons {words}")


def numbers_that_are_none(folder):
    put(folder, in_row('<c r="A2"><v>NaN</v></c><c r="B2"><v>1</v></c>'))
    assert [p[2:] for p in places(link(folder))] == [("2", "agency_id", "FORMULA")]


def xml_that_is_none(folder):
    doctype = '<!DOCTYPE x [<!ENTITY a "CANARY"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    good = w.parts_of({"명단": GOOD})
    for part in ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "_rels/.rels"):
        text = good[part].replace("?>\n", "?>" + doctype)
        put(folder, {"명단": GOOD}, {part: text})
        refuse(folder, part, "declares a document type")
        put(folder, {"명단": GOOD}, {part: good[part][:-5]})
        refuse(folder, part, "the file is damaged", "line 2")
    for depth, code in ((60, 0), (80, 3)):
        put(folder, in_row("<a>" * depth + "</a>" * depth + '<c r="A2"><v>1</v></c><c r="B2"><v>1</v></c>'))
        run = link(folder)
        check(run, code, *(["lie too deep"] if code else []))
    put(folder, in_row(f'<c r="A2" x="{"CANARY" * 400000}"/>'))
    refuse(folder, "a tag in it is longer than 1 MiB")


def merged_cells_that_are_none(folder):
    for merged, words in ((["A1:B2", "B2:C3"], "merged cells overlap"), (["B2:A1"], "lies nowhere"),
                          (["A1:XFE9"], "lies nowhere"), (["A1:B2:C3"], "lies nowhere"), ([""], "lies nowhere")):
        put(folder, {"명단": GOOD}, merged=merged)
        refuse(folder, "xl/worksheets/sheet1.xml", words)


def parts_that_are_missing(folder):
    for part, words in (("xl/worksheets/sheet1.xml", "복지관.xlsx!명단: the file is damaged (the sheet's"),
                        ("xl/workbook.xml", "leads to no workbook"),
                        ("xl/_rels/workbook.xml.rels", "it is missing"), ("_rels/.rels", "is an archive"),
                        ("[Content_Types].xml", "is an archive"),
                        ("xl/sharedStrings.xml", "xml.rels: it leads to shared texts that are not in the file"),
                        ("xl/styles.xml", "xml.rels: it leads to styles that are not in the file")):
        put(folder, {"명단": GOOD}, {part: None})
        refuse(folder, words)
    parts = w.parts_of({"명단": GOOD})
    relations = re.sub("<Relationship Id=.rId1.[^>]*>", "", parts["xl/_rels/workbook.xml.rels"])
    put(folder, {"명단": GOOD}, {"xl/_rels/workbook.xml.rels": relations})
    refuse(folder, "복지관.xlsx!명단: the file is damaged (the sheet's rows are not in it)")
    for target in ("/etc/passwd", "../../../../etc/passwd", "file:///etc/passwd", "worksheets/sheet1.xml/../../../x"):
        relations = parts["xl/_rels/workbook.xml.rels"].replace("worksheets/sheet1.xml", target)
        put(folder, {"명단": GOOD}, {"xl/_rels/workbook.xml.rels": relations})
        refuse(folder, "복지관.xlsx!명단: the file is damaged (the sheet's rows are not in it); fetch it again")
    relations = parts["xl/_rels/workbook.xml.rels"].replace("/worksheet\"", "/chartsheet\"")
    put(folder, {"명단": GOOD}, {"xl/_rels/workbook.xml.rels": relations, "xl/worksheets/sheet1.xml": None})
    check(link(folder), 3, "holds no table persons")  # a chart has no rows


def styles_that_are_missing(folder):
    """A number may be a day: what nobody knows how to show is not read as a number."""
    relations = w.parts_of({})["xl/_rels/workbook.xml.rels"]
    without = re.sub("<Relationship Id=.rIdT.[^>]*>", "", relations).replace(
        "</Rel", '<Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Rel')
    none = {"xl/_rels/workbook.xml.rels": without, "xl/styles.xml": None}
    for style, parts, code in ((w.DATE, (), 0), (w.TEXT + 1, (), 3), (-1, (), 3), ("x", (), 3), (w.DATE, none, 3),
                               (0, none, 0), (None, none, 0)):
        style = f' s="{style}"' if style is not None else ""
        put(folder, in_row(f'<c r="A2"{style}><v>33010</v></c><c r="B2" t="str" s="99"><v>x</v></c>'), parts)
        words = ["복지관.xlsx!persons A2: the cell refers to a style that the file does not have"] if code else []
        check(link(folder), code, *words)


def entry_at(data, name):
    """Where the directory's entry of that name begins."""
    at = data.rindex(b"PK\5\6")
    size, at = struct.unpack("<II", data[at + 12:at + 20])
    while True:
        name_len, extra, comment = struct.unpack("<HHH", data[at + 28:at + 34])
        if data[at + 46:at + 46 + name_len].decode() == name:
            return at
        at += 46 + name_len + extra + comment


def broken_archives(folder):
    path = put(folder, {"명단": GOOD})
    with open(path, "rb") as file:
        good = file.read()
    at = entry_at(good, "xl/worksheets/sheet1.xml")
    packed = struct.unpack("<I", good[at + 20:at + 24])[0]
    place = struct.unpack("<I", good[at + 42:at + 46])[0]

    def changed(offset, form, value):
        return good[:offset] + struct.pack(form, value) + good[offset + struct.calcsize(form):]

    end = good.rindex(b"PK\5\6")
    cases = [
        (good[:-1], "its end is missing"),
        (good[:-30], "its end is missing"),
        (good[:len(good) // 2], "its end is missing"),
        (good + b"x", "its end is missing"),
        (good[:10], "its end is missing"),
        (changed(at + 16, "<I", 0), "its size or checksum is wrong"),
        (changed(at + 24, "<I", 9), "its size or checksum is wrong"),
        (changed(at + 24, "<I", 99999), "its size or checksum is wrong"),
        (changed(at + 20, "<I", packed // 2), "it cannot be unpacked"),
        (changed(at + 20, "<I", 2**31), "it ends too early"),
        (changed(at + 42, "<I", place + 1), "it is not where the directory says"),
        (changed(at + 42, "<I", 2**31), "it ends too early"),
        (changed(at + 10, "<H", 12), "it is packed in an unusual way"),
        (changed(at + 8, "<H", 1), "is protected by a password"),
        (changed(at + 28, "<H", 9999), "its directory is not right"),
        (changed(at, "<I", 0), "its directory is not right"),
        (changed(end + 16, "<I", 2**31), "it ends too early"),
        (changed(end + 10, "<H", 9), "its directory is not right"),
        (changed(end + 10, "<H", 20000), "holds more than 10000 files inside"),
        (changed(end + 16, "<I", 2**32 - 1), "its directory is missing"),
        (changed(place + 60, "<I", 0xFFFFFFFF), "sheet1.xml"),
    ]
    for data, words in cases:
        with open(path, "wb") as file:
            file.write(data)
        refuse(folder, words)
    with zipfile.ZipFile(path, "w") as file:
        for name, text in [*w.parts_of({"명단": GOOD}).items(), ("xl/WORKBOOK.xml", "x")]:
            file.writestr(name, text)
    refuse(folder, "two files inside have one name")


def large_archives_and_stored_ones(folder):
    """Zip64, entries that are not packed, and sizes that only follow an entry."""
    parts = w.parts_of({"명단": GOOD})
    w.write_parts(folder + "/in.xlsx", parts, zipfile.ZIP_STORED)
    check(Run(folder, "link", "--in", folder + "/in.xlsx"), 0)
    os.makedirs(folder + "/in")
    with zipfile.ZipFile(folder + "/in/a.xlsx", "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            with file.open(zipfile.ZipInfo(name), "w", force_zip64=True) as entry:
                entry.write(text.encode())
    with open(folder + "/in/a.xlsx", "rb") as file:
        data = file.read()
    end = data.rindex(b"PK\5\6")
    n, size, at = struct.unpack("<HII", data[end + 10:end + 20])
    end64 = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, n, n, size, at)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, end, 1)
    last = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 65535, 65535, 2**32 - 1, 2**32 - 1, 0)
    with open(folder + "/in/a.xlsx", "wb") as file:
        file.write(data[:end] + end64 + locator + last)
    assert n_persons(link(folder)) == 1


def bombs(folder):
    blanks = b" " * (1 << 20)
    path = put(folder, {"명단": GOOD})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as file:
        with file.open("xl/bomb.xml", "w") as entry:
            for _ in range(300):
                entry.write(blanks)
    check(link(folder), 0)  # nobody reads it
    parts = w.parts_of({"명단": GOOD})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            with file.open(name, "w") as entry:
                entry.write(text.encode())
                for _ in range(100 if name.endswith("sheet1.xml") else 0):
                    entry.write(blanks)
    refuse(folder, "xl/worksheets/sheet1.xml would unpack to 104 MB; the limit is 4 GiB, and 200 times")
    with open(path, "rb") as file:
        data = file.read()
    at = entry_at(data, "xl/worksheets/sheet1.xml")
    with open(path, "wb") as file:  # one that lies about its size
        file.write(data[:at + 24] + struct.pack("<I", 1000) + data[at + 28:])
    refuse(folder, "its size or checksum is wrong")


def thousands_of_entries(folder):
    path = put(folder, {"명단": GOOD})
    with zipfile.ZipFile(path, "a") as file:
        for i in range(9000):
            file.writestr(f"x/{i}", "")
    check(link(folder), 0)
    with zipfile.ZipFile(path, "a") as file:
        for i in range(9000, 11000):
            file.writestr(f"x/{i}", "")
    refuse(folder, "holds more than 10000 files inside")


def results_over_a_workbook_that_is_read(folder):
    """Refused before anything is written."""
    path = put(folder, {"persons": GOOD})
    run = Run(folder, "link", "--in", folder + "/in", "--out", path)
    assert run.code == 4 and "already exists and is not a folder" in run.told, (run.code, run.told)
    assert zipfile.ZipFile(path).testzip() is None


run_cases([cells_in_the_wrong_place, rows_in_the_wrong_place, numbers_that_are_none, xml_that_is_none,
           merged_cells_that_are_none, parts_that_are_missing, styles_that_are_missing, broken_archives,
           large_archives_and_stored_ones, bombs, thousands_of_entries, results_over_a_workbook_that_is_read])
