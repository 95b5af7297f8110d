#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""HTML that is called an Excel file is read; other kinds of files are named, with what to do."""
import json
import os
import shutil
import struct
import zipfile

import workbooks as w
from cases import run_cases
from command_case import Run, check, write
from workbook_case import GOOD, link, n_persons, places, put, table

HEAD = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv="Content-Type" ' \
       'content="text/html; charset={}"><style>td {{ mso-number-format:"\\@"; }} a<b {{}}</style></head><body>'
HEADER_ROW = "<tr><th>agency_id</th><th>record_id</th><th>name</th><th>birth_date</th><th>phone</th></tr>"
ROW = "<tr><td>{}</td><td>{}</td><td>김하늘</td><td>1990-05-17</td><td>010-1234-5678</td></tr>"
PAGE = f"<table border=1>{HEADER_ROW}{ROW.format('A', 1)}{ROW.format('B', 2)}</table></body></html>"


def html(folder, body, encoding="cp949", name="복지관.xls", charset="euc-kr"):
    shutil.rmtree(folder + "/in", ignore_errors=True)
    write(folder, "in/" + name, (HEAD.format(charset) + body).encode(encoding))
    return link(folder)


def ids(run):
    check(run, 0)
    return [(r["agency_id"], r["record_id"]) for r in table(run, "person_records")]


# ---- HTML ----------------------------------------------------------------------------------------


def html_in_every_encoding(folder):
    """Found by all of its bytes, whatever the file says about itself."""
    for encoding in ("cp949", "utf-8", "utf-8-sig", "utf-16"):
        for charset in ("euc-kr", "utf-8", "iso-8859-1"):
            assert n_persons(html(folder, PAGE, encoding, charset=charset)) == 1, (encoding, charset)
    assert n_persons(Run(folder, "link", "--in", folder + "/in/복지관.xls", "--out", folder + "/out")) == 1


def tags_as_people_leave_them(folder):
    pages = {
        "no end tags": "<TABLE><TR><TH>agency_id<TH>record_id<TH>name<TR><TD>A<TD>1<TD>김하늘<TR><TD>B<TD>2<TD>김하늘",
        "sections": "<table><colgroup><col width=3></colgroup><thead><tr><td>agency_id</td><td>record_id</td>"
                    "</tr></thead><tbody><tr><td>A</td><td>1</td></tr></tbody><tfoot><tr><td>B</td><td>2</td></tr>"
                    "</tfoot></table>",
        "attributes": "<table><tr style='a>b'><td title=\"x>y\" nowrap>agency_id</td><td x:str >record_id</td></tr>"
                      "<tr><td class=a/>A</td><td/>1</td></tr><tr><td>B<td>2</tr></table>",
        "comments": "<!-- <table><tr><td>x --><table><tr><td>agency_id<!-- > --></td><td>record_id</td></tr>"
                    "<script>if (a < b) '<td>x</td>'</script><tr><td>A</td><td>1</td></tr><![if !x]>"
                    "<tr><td>B</td><td>2</td></tr></table>",
        "spaces": "<table><tr><td>\n  agency_id\n </td><td>&nbsp;record_id&#160;</td></tr><tr><td>&#65;</td>"
                  "<td>&#x31;</td></tr><tr><td><b>B</b></td><td><font>2</font><br></td></tr></table>",
        "tables in cells": "<table><tr><td>agency_id<td>record_id<td>x</tr><tr><td>A<td>1<td><table><tr><td>9</td></tr>"
                           "</table></td></tr><tr><td><table><tr><td>B</td></tr></table><td>2</tr></table>",
        "no row tag": "<table><td>agency_id<td>record_id<tr><td>A<td>1<tr><td>B<td>2</table>",
    }
    for what, page in pages.items():
        got = ids(html(folder, page, name="persons.xls"))
        assert got == [("A", "1"), ("B", "2")], (what, got)


def cells_that_span(folder):
    page = ("<table><tr><td colspan=5>2026년 상반기 명단</td></tr></table><p>text</p><table>"
            "<tr><th rowspan=2>agency_id<th rowspan=2>record_id<th colspan=3>인적사항</tr>"
            "<tr><th>name<th>birth_date<th>phone</tr>"
            "<tr><td rowspan=\"2\">A<td>1<td rowspan='3'>김하늘<td rowspan=3>1990-05-17<td rowspan=3>010-1234-5678</tr>"
            "<tr><td>2</tr><tr><td>B<td>3</tr><tr><td>합계<td colspan=4>3명</tr></table>")
    run = html(folder, page)
    assert n_persons(run) == 1 and ids(run) == [("A", "1"), ("A", "2"), ("B", "3")], ids(run)
    check(run, 0, "복지관.xls: ")
    for span in ("0", "-1", "x", "99999999999999999999", "65536"):
        page = f"<table><tr><td>agency_id<td>record_id<tr><td rowspan={span}>A<td colspan={span}>1</table>"
        assert ids(html(folder, page, name="persons.xls")) == [("A", "1")], span


def text_with_less_than(folder):
    """It begins a tag only before a letter, "/", "!" or "?"."""
    for text, want in (("서울 < 50 번지", "서울 < 50 번지"), ("2 <3", "2 <3"), ("<", "<"), ("<<b>x</b><", "<x<"),
                       ("a<=b", "a<=b"), ("<가>", "<가>"), ("a<!-- x -->b", "ab"), ("a<?x?>b", "ab")):
        page = f"<table><tr><td>agency_id<td>record_id</td></tr><tr><td>{text}</td><td>1</td></tr></table>"
        got = ids(html(folder, page, name="persons.xls"))
        assert got == [(want, "1")], (text, got)


def spans_end_with_their_table(folder):
    """As in browsers; in the last row of the table they still count, whether or not its end tag is there."""
    for end in ("", "</tr>"):
        page = ("<table><tr><td rowspan=3>명단<td>x</tr></table><table><tr><td>agency_id<td>record_id<td>name</tr>"
                f"<tr><td rowspan=9>A<td>1<td>x</tr><tr><td>2<td>x{end}</table>"
                "<table><tr><td>B<td>3<td>x</tr></table>")
        got = ids(html(folder, page, name="persons.xls"))
        assert got == [("A", "1"), ("A", "2"), ("B", "3")], got


def entities_in_names(folder):
    page = ("<table><tr><td>agency_id<td>record_id<td>name</tr><tr><td>A<td>&lt;&amp;&gt;&quot;&#44608;&bogus;"
            "&#xD800;&#0;&#99999999999;&amp<td>x</tr></table>")
    got = ids(html(folder, page, name="persons.xls"))
    assert got == [("A", '<&>"김&bogus;&amp')], got


def places_in_html(folder):
    run = html(folder, PAGE.replace("<td>2</td>", "<td></td>"))
    check(run, 0)
    assert places(run) == [("persons", "복지관.xls", "3", "record_id", "REQUIRED")], places(run)
    shutil.rmtree(run.out)
    run = Run(folder, "link", "--in", folder + "/in", "--max-rejects", "1", "--lang", "en")
    assert "복지관.xls B3: column record_id: REQUIRED" in run.told, run.told
    run = html(folder, PAGE.replace("김하늘", "CANARY" * 12000, 1))
    check(run, 0)
    assert [p[2:] for p in places(run)] == [("2", "name", "FIELD_TOO_LONG")]


def html_without_a_table_of_ours(folder):
    for body, words in (("<p>x</p>", "it has no table"), ("", "it has no table"),
                        ("<table><tr><td></td></tr></table>", "it has no table"),
                        ("<table><tr><td>x<td>y</table>", "neither its name nor its columns")):
        write(folder, "in/persons.csv", "agency_id,record_id\nA,1\n")
        run = Run(folder, "link", "--in", folder + "/in")
        write(folder, "in/복지관.xls", HEAD.format("x") + body)
        run = link(folder)
        check(run, 0, "복지관.xls: not read: " + words)


def the_short_summary_names_files_that_are_not_read(folder):
    """As whoever gets the mail can: five of them by name, with what to do, and how many more there are."""
    write(folder, "in/persons.csv", "agency_id,record_id\nA,1\n")
    write(folder, "policy/zones.csv", "zone_id\nz\n")
    for number in range(7):
        write(folder, f"in/계획서{number}.pdf", b"%PDF-1.4\n")
    for language, first, more in (("ko", "- 읽지 않은 파일 7개\n  계획서0.pdf: PDF에는 칸이 없음; ", "\n  그 밖에 2개\n"),
                                  ("en", "- 7 files were not read\n  계획서0.pdf: it is a PDF", "\n  and 2 more\n")):
        run = Run(folder, "reconcile", "--in", folder + "/in", "--policy", folder + "/policy", "--as-of", "2026-06-30",
                  "--summary", "short", "--lang", language)
        check(run, 0)
        shutil.rmtree(run.out)
        assert first in run.said and more in run.said, run.said
        assert "계획서4.pdf" in run.said and "계획서5.pdf" not in run.said, run.said


def html_that_never_ends(folder):
    good = "<table><tr><td>agency_id<td>record_id<tr><td>A<td>1"
    for end in ("", "<", "&nbsp"):
        assert ids(html(folder, good + end, name="persons.xls"))[0][0] == "A", end
    rows = "\n<tr><td>CANARY<td>2" * 9000
    for end, what in (("<!--", "comment"), ("<!-- > --" + rows, "comment"), ("<!", "declaration"),
                      ("<?x", "declaration"), ("<script>" + rows, "script"), ("<style></style", "style"),
                      ("<title>", "title"), ("</td", "tag"), ("<td", "tag"), ("<td colspan", "tag"),
                      ('<td colspan="' + rows, "tag"), ("<td title='x>" + rows, "tag")):
        run = html(folder, good.replace("<tr>", "\n<tr>") + "\n" + end, name="persons.xls")
        check(run, 3, f"persons.xls, line 4: the file ends within a {what} that begins here, inside a table; fetch it")
    good += "</table>"
    for end in ("<!--", "<td", "<td colspan", '<td colspan="', "<script>", "&", "&#", "<!", "</", "<a " + "x" * 100000):
        assert ids(html(folder, good + end, name="persons.xls")) == [("A", "1")], end
    many = "<table><tr><td>agency_id<td>record_id<tr><td>A<td>1" + "<table><tr><td>" * 500 + "</table>"
    assert ids(html(folder, many, name="persons.xls")) == [("A", "1")]
    for row in ("<tr>", "</tr><td>"):
        run = html(folder, "<table><tr><td>agency_id<td>record_id" + row * 1048577, name="persons.xls")
        check(run, 3, "persons.xls: has more than 1048576 rows")


def tables_that_are_not_closed(folder):
    """As in browsers: a table that begins between rows is the next one; in a cell it is that cell's text, which is
    told if rows of it are lost so. None of it is lost silently."""
    head = "<table><tr><td>agency_id<td>record_id</td></tr>"
    for page in ("<table><tr><td colspan=2>6월 명단</td></tr>" + head + "<tr><td>A<td>1</tr><tr><td>B<td>2</table>",
                 head + "<tr><td>A<td>1</td></tr><table><tr><td>B<td>2</table>",
                 head + "<tr><td>A<td>1</td><table><tbody><tr><td>B<td>2</table></table>",
                 head + "<tr><td>A<td>1</tr><table></table><table><tr><td>B<td>2</tr>",
                 head + "<tbody><tr><td>A<td>1<tbody><td>B<td>2</table>",
                 head + "<tbody><tr><td rowspan=9>A<td>1<tbody><tr><td>B<td>2</table>"):
        run = html(folder, page, name="persons.xls")
        assert ids(run) == [("A", "1"), ("B", "2")], (page, ids(run))
    inside = "<tr><td>A<td>1<td><table><tr><td>x<table><tr><td>y</table></tr><tr><td>z</table></tr>"
    inside += "<tr><td>B<td>2<td>x<table><tr><td>C<td>3<tr><td>D<td>4<tr><td>E<td>5</table>"
    run = html(folder, head.replace("</tr>", "<td>note</tr>") + inside, name="persons.xls")
    assert ids(run) == [("A", "1"), ("B", "2")], ids(run)
    check(run, 0, "persons.xls: rows of tables inside cells are read as text of these: 3 (first: C2)")


def a_file_that_is_cut_off_between_tags(folder):
    """Browsers show what is there; people should know that more may have been."""
    rows, told = HEADER_ROW + ROW.format("A", 1), "persons.xls: the file may be cut off"
    for end, is_cut in (("", True), ("</table>", True), ("</table></body></html>", False), ("</html>", True)):
        run = html(folder, "<table>" + rows + end, name="persons.xls")
        assert ids(run) == [("A", "1")] and (told in run.told) == is_cut, (end, run.told)
    write(folder, "in/persons.xls", "<table>" + rows + "</table>")
    run = link(folder)
    assert ids(run) == [("A", "1")] and told not in run.told, run.told
    write(folder, "in/persons.xls", "<table>" + rows)
    run = link(folder)
    assert ids(run) == [("A", "1")] and told in run.told, run.told
    assert "the file may be cut off" in json.dumps(json.load(open(run.out + "/run.json"))["notes"])
    said = Run(folder, "inspect", folder + "/in").said
    assert "  </table>이나 </html> 없이 끝나 파일이 중간에 끊겼을 수 있음" in said, said


def comments_and_quotes_that_end_elsewhere(folder):
    """As browsers end them; where a quote ends at another tag's, the rows in between would be lost."""
    head, end = "<table><tr><td>agency_id<td>record_id</td></tr>\n", "<tr><td>B</td><td>2</td></tr></table>"
    for one in ("A<!-->", "A<!--->", "A<!-- > --!>", "A<!-- -- > -->", "A<scripts>", "<titles>A",
                "<script/>x</script>A", "<b title='<'>A", "<b title='<'/>A", '<b title="<b>" x=y>A',
                "<b title='x'id=y>A", '<b "x>A'):
        got = ids(html(folder, head + f"<tr><td>{one}</td><td>1</td></tr>" + end, name="persons.xls"))
        assert got == [("A", "1"), ("B", "2")], (one, got)
    for one, other in (('<td title="x>A', '<td title="x">A'), ("<td title='x>A", "<td>it's")):
        rows = f"<tr>{one}</td><td>1</td></tr>\n<tr>{other}</td><td>3</td></tr>"
        check(html(folder, head + rows + end, name="persons.xls"), 3,
              "persons.xls, line 2: a quote in the tag that begins here is closed by one of another tag")


def bytes_that_are_no_text(folder):
    shutil.rmtree(folder + "/in", ignore_errors=True)
    write(folder, "in/persons.xls", PAGE.encode() + b"<table><tr><td>A<td>\xff\xfe\xff<td>x</table>")
    check(link(folder), 3, "persons.xls", "neither UTF-8")
    run = link(folder, "--invalid", "reject")
    check(run, 0)
    assert [p[2:] for p in places(run)] == [("4", "record_id", "ENCODING")], places(run)


# ---- other kinds -----------------------------------------------------------------------------------


def parts_file(*names):
    """The beginning of a file of parts with names, as Excel, Word and Hangul wrote them."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + bytes(64) for name in ("Root Entry", *names))


def zipped(folder, files):
    path = folder + "/zipped"
    with zipfile.ZipFile(path, "w") as file:
        for name, text in files.items():
            file.writestr(name, text)
    with open(path, "rb") as file:
        return file.read()


def kinds_that_are_named(folder):
    package = {"[Content_Types].xml": "<Types/>", "_rels/.rels": "<Relationships/>"}
    files = {
        "옛 명단.xls": (parts_file("Workbook"), "Excel's format of before 2007"),
        "더 옛 명단.xls": (b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(100), "Excel's format of before 2007"),
        "명단.xlsb": (zipped(folder, {**package, "xl/workbook.bin": ""}), "a spreadsheet in another format"),
        "명단.ods": (zipped(folder, {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "another format"),
        "명단.pdf": (b"%PDF-1.7\n", "it is a PDF"),
        "명단.hwp": (parts_file("FileHeader", "\x05HwpSummaryInformation"), "it is a document (Hangul"),
        "명단.hwpx": (zipped(folder, {"mimetype": "application/hwp+zip"}), "it is a document (Hangul"),
        "명단.doc": (parts_file("WordDocument"), "it is a document"),
        "명단.docx": (zipped(folder, {**package, "word/document.xml": ""}), "it is a document"),
        "명단.rtf": (b"{\\rtf1}", "it is a document"),
        "명단.zip": (zipped(folder, {"persons.csv": "agency_id,record_id\nA,9\n"}), "it is an archive"),
        "명단.7z": (b"7z\xbc\xaf\x27\x1c", "it is an archive"),
        "2003.xls": (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
                     "XML spreadsheet of 2003"),
        "글.xls": (b"agency_id\trecord_id\nA\t1\n", "if it is text, let its name end in .csv"),
        "빈 것.xls": (b"", "if it is text"),
    }
    write(folder, "in/persons.csv", "agency_id,record_id\nA,1\n")
    for name, (data, _) in files.items():
        write(folder, "in/" + name, data)
    write(folder, "in/사진.jpg", b"\xff\xd8")
    run = link(folder)
    check(run, 0)
    for name, (_, words) in files.items():
        assert any(name in line and "not read: it is" in line and words in line for line in run.told.splitlines()), name
    assert "사진.jpg" not in run.told
    assert json.load(open(run.out + "/run.json"))["not_read"] == sorted(files)
    for name, (_, words) in files.items():  # given by itself, it is an error
        shutil.rmtree(run.out, ignore_errors=True)
        if "if it is text" not in words:
            check(Run(folder, "link", "--in", folder + "/in/" + name), 3, name + ": cannot be read, it is", words)


def a_password(folder):
    write(folder, "in/복지관.xlsx", parts_file("EncryptionInfo", "EncryptedPackage"))
    for place in ("/in", "/in/복지관.xlsx"):
        check(Run(folder, "link", "--in", folder + place), 3,
              "복지관.xlsx: cannot be read, it is protected by a password; open it in Excel and save it without one")


def other_names(folder):
    """What counts is what is in a file."""
    path = put(folder, {"명단": GOOD})
    os.rename(path, folder + "/in/복지관.xls")
    assert n_persons(link(folder)) == 1
    os.rename(folder + "/in/복지관.xls", folder + "/in/persons.html")
    assert n_persons(link(folder)) == 1
    write(folder, "in/복지관.xlsx", struct.pack("<4s", b"PK\3\4") + bytes(100))
    check(link(folder), 3, "복지관.xlsx: the file is damaged")


run_cases([html_in_every_encoding, tags_as_people_leave_them, cells_that_span, spans_end_with_their_table,
           text_with_less_than, entities_in_names, places_in_html, html_without_a_table_of_ours,
           the_short_summary_names_files_that_are_not_read, html_that_never_ends,
           tables_that_are_not_closed, a_file_that_is_cut_off_between_tags, comments_and_quotes_that_end_elsewhere,
           bytes_that_are_no_text, kinds_that_are_named, a_password, other_names])
