#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""README.ko.md, docs/officer.ko.md and officer.en.md: every command works as it stands and says what the page
shows.

Lines of a page are lines of the output; `…` stands for some that are left out. Notes come before results.
What people do by hand is done as a table of the page says it (`answers`). Commands after `fails` are to fail.
"""
import glob
import os
import re
import shutil
import subprocess
import sys

import acceptance as a

sys.path.insert(0, os.path.join(a.SOURCE, "tests", "tools"))
import worklists  # noqa: E402

OURS = ("dolbom ", "sed ", "cmp ", "ls ", "cat ")
PIECE = re.compile(r"(?P<fails>^<!-- fails -->\n\n)?^```console\n(?P<block>(?:.*\n)*?)```$"
                   r"|^<!-- answers -->\n\n(?P<answers>(?:\|.*\n)+)", re.M)


def commands(block):
    """[command, the lines shown below it]"""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append([line[2:], []])
        elif found[-1][0].endswith("\\"):
            found[-1][0] = found[-1][0][:-1] + line.strip()
        else:
            found[-1][1].append(line)
    return found


def is_shown(shown, said):
    """Are the shown lines those that were said, but for what is left out?"""
    parts = "\n".join(shown).split("…")
    return re.fullmatch(".*".join(re.escape(part) for part in parts), "\n".join(said), re.S) is not None


def run(command, place):
    environment = {**os.environ, "LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "ko_KR.UTF-8",
                   "PATH": os.path.dirname(a.COMMAND) + os.pathsep + os.environ["PATH"]}
    done = subprocess.run(["bash", "-c", command], cwd=place, env=environment, capture_output=True)
    return done.returncode, (done.stderr + done.stdout).decode("utf-8").replace("\ufeff", "").splitlines()


def answer(table, place):
    """Fill in what the table says, into the folder that the page then names."""
    os.makedirs(os.path.join(place, "답"))
    answers = {}
    for line in table.splitlines()[2:]:
        file, number, decision, who, day = (cell.strip() for cell in line.strip("|").split("|"))
        answers.setdefault(file, {})[number] = {"결정": decision, "담당자": who, "결정일": day}
    for file, filled in answers.items():
        [path] = glob.glob(os.path.join(place, "out", "*", file))
        rows, _ = worklists.rows_of(path)
        cells = {at: filled[row["번호"]] for at, row in enumerate(rows, 2) if row["번호"] in filled}
        a.expect(len(cells) == len(filled), f"{file} has not all of {sorted(filled)}")
        worklists.fill(path, os.path.join(place, "답", file), cells)


def expect_page(page):
    with open(os.path.join(a.SOURCE, page), encoding="utf-8") as file:
        text = file.read()
    for link in re.findall(r"\]\(([^)#:]+)[^)]*\)", text):
        path = os.path.join(a.SOURCE, os.path.dirname(page), link)
        a.expect(os.path.exists(path), f"{page}: {link} is not there")
    with a.folder() as place:
        for example in ("exports", "bristol"):
            shutil.copytree(os.path.join(a.SOURCE, "examples", example), os.path.join(place, "examples", example))
        shutil.copytree(a.POLICY, os.path.join(place, "policy"))
        for piece in PIECE.finditer(text):
            if piece["answers"]:
                answer(piece["answers"], place)
            for command, shown in commands(piece["block"] or ""):
                if not command.startswith(OURS):  # it installs
                    continue
                code, said = run(command, place)
                shows = is_shown(shown, said) or not shown
                a.expect(shows and (code != 0) == bool(piece["fails"]),
                         f"{page}: {command}\nexit code {code}\n" + "\n".join(said))


expect_page("README.ko.md")
expect_page("docs/officer.ko.md")
expect_page("docs/officer.en.md")
a.finish()
