# SPDX-License-Identifier: Apache-2.0
"""What stands in a report: its elements, its texts in both languages, and the cases of its block of data."""
import base64
import csv
import hashlib
import html.parser
import io
import json
import os

from command_case import write

VOID = {"meta", "input", "br", "link", "img", "hr"}
# Words of up to twelve letters, which any phone has room for, that stand on two lines.
BROKEN = """(() => {
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const found = [], range = document.createRange();
  while (walk.nextNode()) {
    if (!walk.currentNode.parentElement.checkVisibility()) continue;
    for (const word of walk.currentNode.data.matchAll(/[^\\s.,()~-]{2,12}(?=[\\s.,()]|$)/g)) {
      range.setStart(walk.currentNode, word.index);
      range.setEnd(walk.currentNode, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(rect => Math.round(rect.top))).size > 1) found.push(word[0]);
    }
  }
  return found;
})()"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Page(html.parser.HTMLParser):
    """Read as a browser does, where everything is closed in its order."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.attributes, self.open = text, [], [], []
        self.language, self.words, self.scripts, self.styles = None, {None: [], "ko": [], "en": []}, [], []
        self.feed(text)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append(tag)
        self.attributes.append((tag, attributes))
        if attributes.get("class") in ("ko", "en"):
            self.language = attributes["class"]
        if tag == "script":
            self.scripts.append((attributes, ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"closed out of order: {tag}"

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.scripts[-1] = (self.scripts[-1][0], self.scripts[-1][1] + data)
        elif self.open and self.open[-1] == "style":
            self.styles.append(data)
        else:
            self.words[self.language].append(data)

    def said(self, language):
        return " ".join(self.words[language])

    @property
    def data(self):
        return json.loads(next(text for attributes, text in self.scripts if attributes.get("id") == "data"))

    @property
    def policy(self):
        found = [a["content"] for tag, a in self.attributes if a.get("http-equiv") == "Content-Security-Policy"]
        assert len(found) == 1, found
        return dict(each.strip().split(" ", 1) for each in found[0].split(";") if each.strip())


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return Page(file.read())


def fingerprint(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def csv_text(header, rows):
    text = io.StringIO()
    csv.writer(text).writerows([header.split(","), *rows])
    return text.getvalue()


def thirty_agencies(folder):
    """One woman at thirty agencies, of which the later know less and less of her."""
    agencies = [f"a{number:02d}" for number in range(30)]
    write(folder, "in/agencies.csv", csv_text("agency_id,name", [[agency, "복지관 " + agency] for agency in agencies]))
    write(folder, "in/persons.csv", csv_text("agency_id,record_id,name,birth_date,phone,sex", [
        [agency, "r", "김영희", "1950-01-02", "010-1234-5678" if number < 17 else "", "F" if number < 12 else ""]
        for number, agency in enumerate(agencies)]))
    write(folder, "in/services.csv", csv_text(
        "agency_id,service_id,record_id,programme,service_class,start_date,end_date,status",
        [[agency, "s", "r", "lunch", "3101", "2026-05-01", "2026-06-20", "delivered"] for agency in agencies]))
    return os.path.join(folder, "in")
