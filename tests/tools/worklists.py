# SPDX-License-Identifier: Apache-2.0
"""Reads the workbooks that `--worklists` writes, and fills them in."""
import re
import zipfile
from xml.sax.saxutils import escape, unescape

CELL = re.compile(r'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.S)


def text_of(inside):
    """What a cell says: a text in it, or a number."""
    text = re.search(r"<t[^>]*>(.*?)</t>|<v>(.*?)</v>", inside or "", re.S)
    return unescape(text[1] if text[1] is not None else text[2], {"&quot;": '"'}) if text else ""


def sheet_xml(path, sheet=1):
    with zipfile.ZipFile(path) as file:
        return file.read(f"xl/worksheets/sheet{sheet}.xml").decode()


def all_xml(path):
    """Every part of the workbook, as text."""
    with zipfile.ZipFile(path) as file:
        return [file.read(name).decode() for name in file.namelist()]


def rows_of(path):
    """The rows below the header, as {title: text}; and the header as {title: letters}."""
    rows = {}
    for letters, number, _, inside in CELL.findall(sheet_xml(path)):
        rows.setdefault(int(number), {})[letters] = text_of(inside)
    titles = rows.pop(1)
    return ([{titles[letters]: text for letters, text in row.items()} for _, row in sorted(rows.items())],
            {title: letters for letters, title in titles.items()})


def change_sheet(path, changed, change):
    """A copy of the workbook with the XML of its first sheet changed."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data.decode()) if name == "xl/worksheets/sheet1.xml" else data)
    return changed


def fill(path, filled, answers):
    """A copy with {row number: {title: text}} filled in, texts as LibreOffice writes them where they are alone."""
    _, letters = rows_of(path)
    wanted = {f"{letters[title]}{number}": text for number, cells in answers.items() for title, text in cells.items()}

    def cell(match):
        text = wanted.pop(match[1] + match[2], None)
        if text is None:
            return match[0]
        style = re.sub(r' t="\w+"', "", match[3]).rstrip("/")
        if isinstance(text, int):
            return f'<c r="{match[1]}{match[2]}"{style}><v>{text}</v></c>'
        return f'<c r="{match[1]}{match[2]}"{style} t="str"><v>{escape(text)}</v></c>'

    change_sheet(path, filled, lambda xml: CELL.sub(cell, xml))
    assert not wanted, wanted
    return filled
