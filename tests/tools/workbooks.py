# SPDX-License-Identifier: Apache-2.0
"""Makes workbooks (.xlsx) of rows, and of whatever a test wants to put into one."""
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = 'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What a cell may be: a style's place in `styles` below, by what it is for.
DATE, KOREAN_DATE, TIME, MOMENT, DURATION, PHONE, PHONE_BY_LENGTH, POSTCODE, MONEY, TEXT = range(1, 11)
FORMATS = ['yyyy"년" m"월" d"일"', "000-0000-0000", "[&lt;=9999999]###-####;(0##) ###-####", "00000", "[h]:mm"]
STYLES = [0, 14, 164, 20, 22, 168, 165, 166, 167, 3, 49]


class Cell:
    """A cell in full: its value as it stands in the file, its type and its style."""
    def __init__(self, value, kind=None, style=None, inside=None):
        self.value, self.kind, self.style, self.inside = value, kind, style, inside


def letters(column):
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def cell_xml(cell, place, shared):
    if isinstance(cell, str):
        cell = Cell(shared.setdefault(cell, len(shared)), "s")
    elif not isinstance(cell, Cell):
        cell = Cell(cell)
    kind = f' t="{cell.kind}"' if cell.kind else ""
    style = f' s="{cell.style}"' if cell.style else ""
    inside = cell.inside if cell.inside is not None else f"<v>{escape(str(cell.value))}</v>"
    return f'<c r="{place}"{style}{kind}>{inside}</c>'


def row_xml(row, number, shared, hidden=False):
    cells = "".join(cell_xml(cell, f"{letters(column)}{number}", shared)
                    for column, cell in enumerate(row) if cell is not None)
    return f'<row r="{number}"{" hidden=" + chr(34) + "1" + chr(34) if hidden else ""}>{cells}</row>'


def sheet_xml(rows, shared, merged=(), hidden=()):
    """`rows`: lists of cells, or {number: list}; None is an empty cell."""
    numbered = rows.items() if isinstance(rows, dict) else enumerate(rows, 1)
    data = "".join(row_xml(row, number, shared, number in hidden) for number, row in numbered)
    merges = "".join(f'<mergeCell ref="{place}"/>' for place in merged)
    merges = f'<mergeCells count="{len(merged)}">{merges}</mergeCells>' if merged else ""
    return f"{DECLARATION}<worksheet {MAIN}><sheetData>{data}</sheetData>{merges}</worksheet>"


def strings_xml(shared):
    texts = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in shared)
    return f"{DECLARATION}<sst {MAIN}>{texts}</sst>"


def styles_xml():
    formats = "".join(f'<numFmt numFmtId="{164 + i}" formatCode={chr(34)}{code.replace(chr(34), "&quot;")}{chr(34)}/>'
                      for i, code in enumerate(FORMATS))
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in STYLES)
    return f"{DECLARATION}<styleSheet {MAIN}><numFmts>{formats}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>"


def relations_xml(relations):
    inside = "".join(f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
                     for name, kind, target in relations)
    return f"{DECLARATION}<Relationships {RELATIONS}>{inside}</Relationships>"


def parts_of(sheets, since_1904=False, hidden_sheets=(), **about):
    """The files of a workbook; a sheet is rows, or the XML of all of it."""
    shared, parts, names, relations = {}, {}, "", []
    for i, (name, rows) in enumerate(sheets.items(), 1):
        xml = rows if isinstance(rows, (str, bytes)) else sheet_xml(rows, shared, **about)
        parts[f"xl/worksheets/sheet{i}.xml"] = xml
        state = ' state="hidden"' if name in hidden_sheets else ""
        names += f'<sheet name={quoteattr(name)} sheetId="{i}"{state} r:id="rId{i}"/>'
        relations.append((f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml"))
    epoch = '<workbookPr date1904="1"/>' if since_1904 else "<workbookPr/>"
    relations += [("rIdS", "sharedStrings", "sharedStrings.xml"), ("rIdT", "styles", "styles.xml")]
    return {
        "[Content_Types].xml": f"{DECLARATION}<Types {TYPES}/>",
        "_rels/.rels": relations_xml([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml":
            f'{DECLARATION}<workbook {MAIN} xmlns:r="{OFFICE}">{epoch}<sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations_xml(relations),
        **parts, "xl/sharedStrings.xml": strings_xml(shared), "xl/styles.xml": styles_xml()}


def write_parts(path, parts, how=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", how) as file:
        for name, text in parts.items():
            if text is not None:
                file.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), text, how)
    return path


def write_workbook(path, sheets, parts=(), **about):
    """`parts` replaces files of it, and adds others; None leaves one out."""
    return write_parts(path, {**parts_of(sheets, **about), **dict(parts)})
