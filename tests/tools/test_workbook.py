#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The real command on workbooks: the same results as from CSV files, and what their cells say."""
import csv
import datetime
import json
import os
import re
import shutil

import workbooks as w
from cases import run_cases
from command_case import Run, check, write
from workbook_case import GOOD, HEADER, link, n_persons, places, put, sheet_of, table

SOURCE = os.environ["DOLBOM_SOURCE"]
EXAMPLE = os.path.join(SOURCE, "examples", "namyangju")


def serial(day, since_1904=False):
    return (datetime.date.fromisoformat(day) - datetime.date(*(1904, 1, 1) if since_1904 else (1899, 12, 30))).days


# ---- the same as from CSV ------------------------------------------------------------------------


def as_cell(text):
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return w.Cell(serial(text), style=w.DATE) if text > "1900-03-01" else text
        except ValueError:
            return text
    if re.fullmatch(r"[1-9]\d{0,14}", text):
        return int(text)
    return text or None


def read_csv(path):
    with open(path, "rb") as file:
        data = file.read()
    for encoding in ("utf-16", "utf-8-sig", "cp949"):
        try:
            text = data.decode(encoding) if encoding != "utf-16" or data[:2] in (b"\xff\xfe", b"\xfe\xff") else None
        except UnicodeDecodeError:
            continue
        if text is not None:
            break
    first = text.splitlines()[0]
    return list(csv.reader(text.splitlines(), delimiter=max(",;\t", key=first.count)))


def as_rows(path):
    """Cells of a CSV file; a row with too many or too few shows an error, and so is rejected too."""
    header, *rows = read_csv(path)
    return [header] + [[as_cell(text) for text in row] if len(row) == len(header) else
                       [w.Cell("#REF!", "e") for _ in header] for row in rows if row]


def results(folder, source):
    run = Run(folder, "reconcile", "--in", source, "--policy", SOURCE + "/policy", "--as-of", "2026-06-30",
              "--out", folder + "/" + os.path.basename(source) + "-out")
    assert run.code == 0, run.told
    run.out = folder + "/" + os.path.basename(source) + "-out"
    return run


def example_from_workbooks(folder):
    """One workbook for each agency, with a sheet for each of its tables: days as serial numbers, amounts as numbers."""
    for where, _, files in os.walk(EXAMPLE):
        to = os.path.join(folder, "books", os.path.relpath(where, EXAMPLE))
        names = sorted(n for n in files if n[-4:] in (".csv", ".tsv"))
        if not names or "_truth" in where:
            continue
        os.makedirs(to, exist_ok=True)
        w.write_workbook(to + "/자료.xlsx", {n[:-4]: as_rows(os.path.join(where, n)) for n in names})
    from_csv, from_books = results(folder, EXAMPLE), results(folder, folder + "/books")
    for name in sorted(os.listdir(from_csv.out)):
        if not name.endswith(".csv") or name == "rejects.csv":
            continue
        with open(f"{from_csv.out}/{name}", "rb") as one, open(f"{from_books.out}/{name}", "rb") as other:
            assert one.read() == other.read(), f"{name} differs"
    n = len(table(from_csv, "findings"))
    assert n > 100, n
    reasons = [sorted((r["table"], r["agency_id"], r["row_id"], r["column"], r["reason"]) for r in table(run, "rejects")
                      if r["reason"] not in ("COLUMNS", "FORMULA", "ENCODING")) for run in (from_csv, from_books)]
    assert reasons[0] == reasons[1]


def what_other_programs_write(folder):
    """The same list as openpyxl 3.1 and xlsxwriter 3.3 write it, with shared texts and with texts in the cells."""
    books = os.path.join(SOURCE, "tests", "tools", "books")
    for name in sorted(os.listdir(books)):
        shutil.rmtree(folder + "/in", ignore_errors=True)
        os.makedirs(folder + "/in")
        shutil.copy(f"{books}/{name}", folder + "/in")
        run = link(folder)
        assert n_persons(run) == 1, name
        ids = [(r["agency_id"], r["record_id"]) for r in table(run, "person_records")]
        assert ids == [("A", "1"), ("B", "2"), ("B", "3")], (name, ids)
        check(run, 0, f"{name}!코드: not read", f"{name}!대상자: rows that are no records are left out", "titles: 1",
              "totals: 1", *([] if "inline" in name else ["hidden rows were read all the same: 1"]))


# ---- what cells say ------------------------------------------------------------------------------


def born(day, *others):
    """A person who is found again by the day of birth, whatever way it is written."""
    return [HEADER, ["A", "1", "김하늘", "1990-05-17", "010-1234-5678"],
            *[["B", str(i), "김하늘", cell, "010-1234-5678"] for i, cell in enumerate((day, *others))]]


def birth_dates(folder, *cells, **about):
    """The days that `clean` makes of cells."""
    put(folder, {"명단": [HEADER, *[["A", str(i), "김하늘", cell, ""] for i, cell in enumerate(cells)]]}, **about)
    shutil.rmtree(folder + "/out", ignore_errors=True)
    run = Run(folder, "clean", "--in", folder + "/in")
    check(run, 0)
    rows = sorted(table(run, "cleaned"), key=lambda r: int(r["record_id"]))
    assert len(rows) == len(cells), rows
    return [row["birth_date_text"] for row in rows]


def days_in_both_epochs(folder):
    for since_1904 in (False, True):
        number = serial("1990-05-17", since_1904)
        cells = [w.Cell(number, style=w.DATE), w.Cell(number, style=w.KOREAN_DATE), w.Cell(number + .5, style=w.MOMENT),
                 w.Cell("1990-05-17T00:00:00", "d"), "1990-05-17", "1990.5.17", w.Cell("1990-05-17", "str"),
                 w.Cell("", "inlineStr", inside="<is><t>1990-05-17</t></is>"),
                 w.Cell(number, style=w.DATE, inside=f"<f>DATE(1990,5,17)</f><v>{number}</v>"),
                 w.Cell(f"{number}.0", style=w.DATE), w.Cell(f"{number / 10000}E4", style=w.DATE)]
        days = birth_dates(folder, *cells, since_1904=since_1904)
        assert set(days) == {"1990-05-17"}, days


def texts_in_pieces(folder):
    shared = ("<si><r><t>김</t></r><r><rPr><b/></rPr><t>하늘</t></r><rPh sb=\"0\" eb=\"1\"><t>キム</t></rPh>"
              "<phoneticPr fontId=\"1\"/></si>")
    sheet = w.sheet_xml([HEADER, ["A", "1", w.Cell("99", "s"), "1990-05-17", "010-1234-5678"],
                         ["B", "2", "김하늘", "1990-05-17", "010-1234-5678"]], strings := {})
    texts = w.strings_xml(strings)
    assert len(strings) == 12, strings
    texts = texts.replace("</sst>", shared + "</sst>")
    sheet = sheet.replace("<v>99</v>", "<v>12</v>", 1)
    put(folder, {"명단": sheet}, {"xl/sharedStrings.xml": texts})
    assert n_persons(link(folder)) == 1
    put(folder, {"명단": sheet}, {"xl/sharedStrings.xml": texts.replace("<t>하늘", "<t>바다")})
    assert n_persons(link(folder)) == 2


def numbers_and_zeros(folder):
    put(folder, {"명단": [HEADER, ["A", 1, "김하늘", "1990-05-17", w.Cell("1012345678", style=w.PHONE)],
                        ["B", w.Cell("2.0"), "김하늘", "1990-05-17", w.Cell("1012345678", style=w.PHONE_BY_LENGTH)],
                        ["C", w.Cell("7", style=w.POSTCODE), "김하늘", "1990-05-17", "01012345678"]]})
    run = link(folder)
    assert n_persons(run) == 1
    assert {r["record_id"] for r in table(run, "person_records")} == {"1", "2", "00007"}


def booleans(folder):
    people = [["A", str(i), "김하늘", "1990-05-17", "", w.Cell(i, "b")] for i in (0, 1)]
    put(folder, {"명단": [HEADER + ["protected"], *people]})
    run = link(folder)
    check(run, 0)
    assert not table(run, "rejects")


def errors_of_formulas(folder):
    """In a column that is used they reject the row; in another one they do no harm."""
    put(folder, {"명단": [HEADER + ["비고"], ["A", "1", "김하늘", w.Cell("#N/A", "e"), "", "x"],
                        ["A", w.Cell("#REF!", "e"), "김하늘", "1990-05-17", "", ""],
                        ["A", "3", "김하늘", "1990-05-17", "", w.Cell("#VALUE!", "e")]]})
    run = link(folder)
    check(run, 0)
    assert places(run) == [("persons", "복지관.xlsx!명단", "2", "birth_date", "FORMULA"),
                           ("persons", "복지관.xlsx!명단", "3", "record_id", "FORMULA")], places(run)
    shutil.rmtree(folder + "/out")
    run = Run(folder, "link", "--in", folder + "/in", "--max-rejects", "1", "--lang", "en")
    assert run.code == 3 and "복지관.xlsx!명단 D2: column birth_date: FORMULA" in run.told, run.told
    assert "복지관.xlsx!명단 B3: column record_id: FORMULA" in run.told, run.told


def long_cells(folder):
    put(folder, {"명단": [HEADER, ["A", "1", "CANARY" * 12000, "1990-05-17", ""], ["A", "2", "김하늘", "1990-05-17", ""],
                        ["A", "3", w.Cell("CANARY" * 12000, "str"), "1990-05-17", ""]]})
    run = link(folder)
    check(run, 0)
    assert [p[2:] for p in places(run)] == [("2", "name", "FIELD_TOO_LONG"), ("4", "name", "FIELD_TOO_LONG")]


def merged_cells(folder):
    """Down and to the right; the text of the first cell counts in all of them, and makes no row by itself."""
    rows = {1: HEADER, 3: ["A", "1", "김하늘", "1990-05-17", "010-1234-5678"], 4: [None, "2", w.Cell("x", "str")],
            9: ["B", "3", "김하늘", "1990-05-17", "010-1234-5678"]}
    put(folder, {"명단": rows}, merged=["A3:A4", "C3:E8", "D9:E9"])
    run = link(folder)
    check(run, 0)
    got = {(r["agency_id"], r["record_id"]) for r in table(run, "person_records")}
    assert got == {("A", "1"), ("A", "2"), ("B", "3")}, got
    assert json.load(open(run.out + "/run.json"))["tables"]["persons"]["rows_in"] == 3


def sparse_rows(folder):
    """Rows and cells without places, rows that are far apart or blank, styled cells without a value."""
    data = ("<row><c t=\"str\"><v>agency_id</v></c><c t=\"str\"><v>record_id</v></c></row>"
            "<row r=\"5\"><c r=\"A5\" s=\"3\"/><c r=\"IW5\" s=\"3\"/></row>"
            "<row r=\"7\"><c t=\"str\"><v>A</v></c><c><v>1</v></c><c s=\"3\"/><c t=\"str\"><v></v></c></row>"
            "<row r=\"1048576\"><c r=\"B1048576\"><v>2</v></c><c r=\"XFD1048576\" s=\"3\"/></row>")
    put(folder, sheet_of(data))
    run = link(folder)
    check(run, 0)
    assert [(p[2], p[3], p[4]) for p in places(run)] == [("1048576", "agency_id", "REQUIRED")], places(run)
    assert len(table(run, "person_records")) == 1


def values_beyond_the_header(folder):
    """They are notes beside the list: the rows are read, and what is not is told with its first place. What is merged
    out of the table, or has no value, is none."""
    def person(number, *more):
        return ["A", str(number), "김하늘", "1990-05-17", "010-1234-5678", *more]

    far = {256: "x"}
    rows = [HEADER, person(1), person(2, "x"), person(3, None, w.Cell("#N/A", "e")), person(4, w.Cell("", "str")),
            person(5, w.Cell("", inside="")), ["합계", "1", None, None, None, "x"], [None] * 5 + ["김하늘 (인)"],
            person(6), [far.get(c) for c in range(257)], person(7) + [None] * 16378 + ["x"], ["합계", "2"]]
    put(folder, {"명단": rows}, merged=["E9:H9"])
    run = link(folder)
    check(run, 0)
    assert not places(run) and len(table(run, "person_records")) == 7, places(run)
    assert "cells to the right of the header are not read: 6 (first: F3)" in run.told, run.told
    assert "blank rows: 2 (from line 8), totals: 2 (from line 7)" in run.told, run.told
    put(folder, {"명단": [HEADER + ["비고"], person(1, "x", "y", "z"), person(2, None, None, None, "x")]}, merged=["F1:H1"])
    run = link(folder)  # a header above three columns
    assert not places(run) and "to the right of the header are not read: 1 (first: I3)" in run.told, run.told
    html = "".join("<tr>" + "".join(f"<td>{cell or ''}" for cell in row)
                   for row in (HEADER, person(1), person(2, "x"), person(3, None), person(4) + [None] * 300 + ["x"]))
    for html, n, first in ((html, 2, "F3"), (html.replace("<td>phone", "<td colspan=2>phone"), 1, "IW5")):
        shutil.rmtree(folder + "/in")
        write(folder, "in/persons.xls", f"<table>{html}</table>")
        run = link(folder)
        assert not places(run) and f"the header are not read: {n} (first: {first})" in run.told, run.told


def columns_under_half_a_header(folder):
    """A header in two rows has the columns of both, though only the lower one's names count."""
    people = [["A", "1", "김하늘", "1990-05-17", "010-1234-5678", "x"], ["A", "2", "박바다", None, None, None, "x"]]
    for upper, gap, beside in ((["agency_id", "record_id", None, None, None, "비고"], [], "1 (first: G4)"),
                               (["순번", None, None, None, None, "비고"], [], "1 (first: G4)"),
                               (["순번", None, None, None, None, "비고"], [[]], "2 (first: F4)"),
                               (["2026년 명단"], [], "2 (first: F3)")):
        put(folder, {"명단": [upper, *gap, HEADER, *people, HEADER]}, merged=["A1:G1"] if len(upper) == 1 else [])
        run = link(folder)
        check(run, 0)
        assert f"the header again: 1 (from line {5 + len(gap)})" in run.told, run.told
        assert not places(run) and f"right of the header are not read: {beside}" in run.told, run.told


def names_that_stand_above_the_header(folder):
    """Where the lower of two rows says nothing and the cells are not merged, the name above counts, in sheets, HTML and
    CSV alike; names of groups count for nothing."""
    for upper, lower in ((["대상자", None, "서비스"], ["agency_id", "record_id", "name", "birth_date", "phone"]),
                         (["agency_id", "record_id", "인적사항"], [None, None, "성명", "생년월일", "연락처"]),
                         (["agency_id", None, "인적사항"], [None, "record_id", "성명", "생년월일", "연락처"])):
        people = [GOOD[1], upper, lower, GOOD[2]]
        rows = [[cell or "" for cell in row] for row in [upper, lower, *people]]
        for name in ("persons.xlsx", "persons.xls", "persons.csv"):
            shutil.rmtree(folder + "/in", ignore_errors=True)
            if name == "persons.xlsx":
                put(folder, {"명단": [upper, lower, *people]}, name=name)
            elif name == "persons.xls":
                lines = ("<tr><td>" + "<td>".join(row) for row in rows)
                write(folder, "in/" + name, "<table>" + "".join(lines) + "</table>")
            else:
                write(folder, "in/" + name, "".join(",".join(row + [""] * (5 - len(row))) + "\n" for row in rows))
            run = link(folder)
            check(run, 0, "the header again: 2 (from line 4)")
            assert n_persons(run) == 1 and len(table(run, "person_records")) == 2, (name, upper)


def more_columns_than_can_be(folder):
    for n, code in ((256, 0), (257, 3), (16384, 3)):
        wide = HEADER + [f"x{i}" for i in range(n - len(HEADER))]
        put(folder, {"명단": [["제목"], wide, GOOD[1]]})
        check(link(folder), code, *(["복지관.xlsx!명단 row 2: has more than 256 columns"] if code else []))
    write(folder, "in/복지관.xlsx", "<table><tr>" + "".join(f"<td>{name}" for name in wide))
    check(link(folder), 3, "복지관.xlsx row 1: has more than 256 columns")
    put(folder, {"명단": GOOD, "메모": [[f"x{i}" for i in range(300)]]})
    check(link(folder), 0, "복지관.xlsx!메모: not read: neither its name")


def hidden_sheets_and_rows(folder):
    put(folder, {"명단": GOOD}, hidden_sheets=["명단"], hidden={2, 3})
    run = link(folder)
    check(run, 0, "복지관.xlsx!명단: the sheet is hidden; it was read all the same",
          "hidden rows were read all the same: 2")
    assert len(table(run, "person_records")) == 2


def prefixes_and_utf_16(folder):
    """Elements with a prefix, as some programs write them, and XML in UTF-16 with merged cells."""
    parts = w.parts_of({"명단": GOOD})
    xml = re.sub(r"<(/?)(?=[a-z])", r"<\1x:", parts["xl/worksheets/sheet1.xml"]).replace("xmlns=", "xmlns:x=")
    put(folder, {"명단": xml}, {"xl/sharedStrings.xml": parts["xl/sharedStrings.xml"]})
    assert n_persons(link(folder)) == 1
    rows = {1: HEADER, 2: ["A", "1", "김하늘", "1990-05-17", "010-1234-5678"], 3: ["B", "2"]}
    xml = w.sheet_xml(rows, shared := {}, merged=["C2:C3", "D2:D3", "E2:E3"]).replace("UTF-8", "UTF-16")
    put(folder, {"명단": xml.encode("utf-16")}, {"xl/sharedStrings.xml": w.strings_xml(shared)})
    assert n_persons(link(folder)) == 1


def tables_by_name_and_by_columns(folder):
    persons = [["agency_id", "record_id", "name"], ["A", "1", "김하늘"]]
    put(folder, {"Sheet1": persons, "메모": [["할 일"], ["x"]], "persons_2": persons, "빈 시트": []})
    put(folder, {"a": persons, "b": [["x", "y"]]}, name="persons_구청.xlsx")
    put(folder, {"a": [["agency_id", "x"]]}, name="persons_시청.XLSX")
    run = link(folder)
    check(run, 3, "persons_시청.XLSX!a row 1: table persons needs a column record_id")
    os.remove(folder + "/in/persons_시청.XLSX")
    open(folder + "/in/~$복지관.xlsx", "w").close()
    run = link(folder)
    check(run, 0, "not read: neither its name nor its columns are those of a table (2 files): persons_구청.xlsx!b, "
          "복지관.xlsx!메모\n")
    assert "빈 시트" not in run.told and "~$" not in run.told
    counts = json.load(open(run.out + "/run.json"))
    assert counts["not_read"] == ["persons_구청.xlsx!b", "복지관.xlsx!메모"], counts["not_read"]
    assert counts["tables"]["persons"]["rows_in"] == 3


def other_peoples_headers(folder):
    """A sheet under any name whose usual headers, and the plan, give all that a table needs."""
    day = w.Cell(serial("1990-05-17"), style=w.DATE)
    rows = [["2026년 명단"], ["관리번호", "성 명", "생년월일", "연락처", "비고"], [1, "김하늘", day, "01012345678", "x"],
            [2, "김하늘", day, "01012345678", w.Cell("#N/A", "e")],
            [3, "김하늘", w.Cell("#N/A", "e"), "01012345678", "x"], ["합계", 2]]
    for i in range(20):
        rows.insert(-1, [10 + i, "박" + "가나다라마바사아자차카타파하고노도로모보"[i] + "늘", day, "", ""])
    put(folder, {"Sheet1": rows, "직원": [["이름", "직위"], ["CANARY", "CANARY"]]}, name="가람복지관/대상자.xlsx")
    check(link(folder), 3, "대상자.xlsx!직원: not read", "대상자.xlsx!Sheet1 row 2: table persons needs a column agency_id")
    write(folder, "plan.yaml", "agency: folder\n")
    run = link(folder, "--plan", folder + "/plan.yaml")
    check(run, 0, "대상자.xlsx!직원: not read")
    ids = {(r["agency_id"], r["record_id"]) for r in table(run, "person_records")}
    assert len(ids) == 22 and {("가람복지관", "1"), ("가람복지관", "2")} <= ids, ids
    assert places(run) == [("persons", "가람복지관/대상자.xlsx!Sheet1", "5", "생년월일", "FORMULA")], places(run)
    shutil.rmtree(run.out)
    run = Run(folder, "link", "--in", folder + "/in", "--plan", folder + "/plan.yaml", "--max-rejects", "1")
    assert "대상자.xlsx!Sheet1 C5: " in run.told, run.told


def titles_totals_and_two_rows_of_headers(folder):
    rows = [["2026년 상반기 대상자 명단"], [], ["agency_id", "record_id", "인적사항"], [None, None, "name", "birth_date", "phone"],
            ["A", "1", "김하늘", "1990-05-17", "010-1234-5678"], ["합계", None, "1명"]]
    put(folder, {"명단": rows}, merged=["A1:E1", "A3:A4", "B3:B4", "C3:E3"], name="persons.xlsx")
    run = link(folder)
    check(run, 0, "persons.xlsx!명단: rows that are no records are left out", "titles", "totals")
    assert len(table(run, "person_records")) == 1 and not table(run, "rejects")
    put(folder, {"명단": GOOD + [HEADER]}, name="persons.xlsx")
    run = link(folder)
    check(run, 0, "persons.xlsx!명단: rows that are no records are left out: the header again: 1 (from line 4)")
    assert not places(run) and len(table(run, "person_records")) == 2
    two = rows[:5] + rows[2:4] + [["A", "2", "박바다"], [None, None, " name", "Birth_Date"], ["A", "3", "name"]]
    merged = ["A1:E1", "A3:A4", "B3:B4", "C3:E3", "A6:A7", "B6:B7", "C6:E6"]
    put(folder, {"명단": two}, merged=merged, name="persons.xlsx")
    run = link(folder)
    check(run, 0, "the header again: 3 (from line 6)")
    assert not places(run) and [r["record_id"] for r in table(run, "person_records")] == ["1", "2", "3"], run.told


def one_workbook_as_the_input(folder):
    path = put(folder, {"명단": GOOD})
    run = Run(folder, "link", "--in", path)
    check(run, 0)
    assert n_persons(run) == 1
    put(folder, {"메모": [["x"]]})
    shutil.rmtree(run.out)
    check(Run(folder, "link", "--in", path, "--lang", "en"), 3, "holds no table persons")


def workbooks_without_rows(folder):
    """An agency that sent an empty list is told of, wherever the file lies."""
    blank = sheet_of('<row r="1"><c r="A1" s="3"/></row>')["persons"]
    charts = w.parts_of({"그림": []})["xl/_rels/workbook.xml.rels"].replace("/worksheet", "/chartsheet")
    for sheets, parts in (({"명단": []}, ()), ({"명단": [], "persons": blank}, ()), ({}, ()),
                          ({"그림": []}, {"xl/_rels/workbook.xml.rels": charts})):
        path = put(folder, sheets, parts)
        check(Run(folder, "link", "--in", path, "--lang", "en"), 3, "복지관.xlsx: not read: it has no table",
              "holds no table persons")
        write(folder, "in/persons.csv", "agency_id,record_id\nA,1\n")
        run = link(folder)
        check(run, 0, "복지관.xlsx: not read: it has no table")
        assert json.load(open(run.out + "/run.json"))["not_read"] == ["복지관.xlsx"]
        run = Run(folder, "inspect", folder + "/in")
        assert "복지관.xlsx\n  읽지 않음: 표가 없음;" in run.said, run.said
        shutil.rmtree(run.out)


def same_name_twice(folder):
    put(folder, {"명단": [["agency_id", "record_id", "name", None, "name"], ["A", "1", "김하늘"]]})
    check(link(folder), 3, "복지관.xlsx!명단 E1: this column has the name that C has")


def policy_in_a_workbook(folder):
    shutil.copytree(SOURCE + "/policy", folder + "/policy")
    rows = as_rows(folder + "/policy/caps.csv")
    os.remove(folder + "/policy/caps.csv")
    w.write_workbook(folder + "/policy/정책.xlsx", {"caps": rows, "메모": [["x"]]})
    write(folder, "in/persons.csv", "agency_id,record_id\nA,1\n")
    run = Run(folder, "reconcile", "--in", folder + "/in", "--policy", folder + "/policy", "--as-of", "2026-06-30")
    check(run, 0, "정책.xlsx!메모: 읽지 않음")
    with open(run.out + "/run.json") as file:
        assert json.load(file)["tables"]["caps"]["rows_in"] == len(rows) - 1


run_cases([example_from_workbooks, what_other_programs_write, days_in_both_epochs, texts_in_pieces, numbers_and_zeros,
           booleans, errors_of_formulas, long_cells, merged_cells, sparse_rows, values_beyond_the_header,
           columns_under_half_a_header, names_that_stand_above_the_header, more_columns_than_can_be,
           hidden_sheets_and_rows, prefixes_and_utf_16, tables_by_name_and_by_columns, other_peoples_headers,
           titles_totals_and_two_rows_of_headers, one_workbook_as_the_input, workbooks_without_rows, same_name_twice,
           policy_in_a_workbook])
