#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Take the pictures of docs/officer.ko.md anew.

usage: docs/pictures/make_pictures.py DOLBOM

From what the page's own command makes of examples/exports, whose people are invented. Needs Chromium, and for the
worklist LibreOffice and poppler's pdftoppm. Nothing here is random: a picture changes when what it shows does, or the
browser or its fonts do.
"""
import base64
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "tools"))
from browser import Browser  # noqa: E402

EXPORTS = ROOT / "examples" / "exports"
SHOWN, BOOK = "4d0bf155", "worklist_물빛종합사회복지관.xlsx"  # a case of two agencies, and one's list


def reconcile(dolbom, folder):
    subprocess.run([dolbom, "reconcile", "--in", EXPORTS / "2026-06", "--plan", EXPORTS / "map.yaml", "--policy",
                    ROOT / "policy", "--as-of", "2026-06-30", "--out", folder / "out", "--worklists", folder / "lists",
                    "--review", "--lang", "ko", "--quiet"], check=True)


def take(browser, page, name, width, height, of="body"):
    browser.size(width, height)
    browser.open(page)
    browser.run(f"document.querySelector('{of}').scrollIntoView()")
    shot = browser.ask("Page.captureScreenshot", format="png")
    (HERE / name).write_bytes(base64.b64decode(shot["data"]))


def take_pages(folder):
    with Browser() as browser:
        take(browser, f"{folder}/report.html", "report.png", 900, 700)
        take(browser, f"{folder}/report.html#{SHOWN}", "case.png", 900, 900, "article")
        take(browser, f"{folder}/report.html", "phone.png", 390, 700)
        take(browser, f"{folder}/review.html", "review.png", 900, 800)


def take_worklist(folder, book):
    shutil.copy(book, folder / "worklist.xlsx")  # LibreOffice loses other names where the locale has no UTF-8
    to_pdf = ["soffice", f"-env:UserInstallation=file://{folder}/office", "--convert-to", "pdf", "--outdir", folder]
    subprocess.run(to_pdf + [folder / "worklist.xlsx"], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    subprocess.run(["pdftoppm", "-png", "-r", "130", "-x", "30", "-y", "30", "-W", "1470",
                    "-H", "260", "-singlefile", folder / "worklist.pdf", HERE / "worklist"], check=True)


def main(arguments):
    if len(arguments) != 1:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        reconcile(arguments[0], folder)
        take_pages(folder / "out")
        take_worklist(folder, folder / "lists" / BOOK)


main(sys.argv[1:])
