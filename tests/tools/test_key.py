#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Key files: how they are made, changed and used, and which are refused."""
import datetime
import json
import os
import re
import stat
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cases import run_cases  # noqa: E402
from command_case import GOOD, Run, check, table, write  # noqa: E402
from key_files import TODAY, write_key  # noqa: E402

LINE = re.compile(r"version (\d+), (\w+), (\S+) to (\S+), fingerprint ([0-9a-f]{16})")


def key(folder, verb, *more, path="care.key"):
    return Run(folder, "key", verb, os.path.join(folder, path), "--lang", "en", *more)


def new(folder, *more, path="care.key", domain="test-care"):
    done = key(folder, "new", "--domain", domain, *more, path=path)
    assert done.code == 0, done.told
    return os.path.join(folder, path)


def keys_of(done):
    assert done.code == 0, done.told
    return [(int(version), state, print_) for version, state, _, _, print_ in LINE.findall(done.said)]


def link(folder, *more, command="link"):
    write(folder, "data/persons.csv", GOOD)
    return Run(folder, command, "--in", os.path.join(folder, "data"), "--lang", "en", "--quiet", *more)


def run_log(folder, out="out"):
    with open(os.path.join(folder, out, "run.json"), encoding="utf-8") as file:
        return json.load(file)


def person_ids(folder):
    return [row["person_id"] for row in table(folder, "person_records")]


def test_a_key_is_made_shown_followed_and_retired(folder):
    path = new(folder)
    about = os.stat(path)
    assert stat.S_IMODE(about.st_mode) == 0o600 and about.st_nlink == 1
    done = key(folder, "show")
    assert done.said.startswith("domain test-care\n"), done.said
    [(version, state, first, last, first_print)] = LINE.findall(done.said)
    days = datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)
    assert (version, state, days.days) == ("1", "active", 364)
    rotated = keys_of(key(folder, "rotate", "--days", "30"))
    assert [row[:2] for row in rotated] == [(2, "active"), (1, "leaving")] and rotated[1][2] == first_print
    refused = key(folder, "rotate")
    assert refused.code == 3 and "is still leaving" in refused.told, refused.told
    retired = keys_of(key(folder, "retire"))
    assert [row[:2] for row in retired] == [(2, "active"), (1, "retired")] and retired[0][2] == rotated[0][2]
    assert key(folder, "retire").code == 3
    assert keys_of(key(folder, "show")) == retired
    assert "교체" not in Run(folder, "key", "show", path).said and "폐기" in Run(folder, "key", "show", path).said


def test_nothing_is_overwritten_and_nothing_told(folder):
    path = new(folder)
    with open(path, "rb") as file:
        before = file.read()
    again = key(folder, "new", "--domain", "other")
    assert again.code == 4 and "already exists" in again.told, again.told
    write(folder, "letter.txt", "dear all")
    os.chmod(os.path.join(folder, "letter.txt"), 0o600)
    for verb in ("rotate", "retire", "show"):
        check(key(folder, verb, path="letter.txt"), 4, "this is no key file")
    with open(path, "rb") as file:
        assert file.read() == before
    with open(os.path.join(folder, "letter.txt"), encoding="utf-8") as file:
        assert file.read() == "dear all"
    secret = before[88:120].hex()
    for done in (key(folder, "show"), link(folder, "--key", path)):
        assert secret not in done.said + done.told


def test_ids_are_made_with_the_key(folder):
    """One key, one id, on every machine; another key, or none, another id. run.json says which."""
    path = new(folder)
    assert link(folder).code == 0
    public = person_ids(folder)
    assert run_log(folder)["key"] == "none"
    assert link(folder, "--key", path).code == 0
    keyed = person_ids(folder)
    assert run_log(folder)["key"] == keys_of(key(folder, "show"))[0][2]
    assert link(folder, "--key", path).code == 0 and person_ids(folder) == keyed
    assert link(folder, "--key", new(folder, path="other.key")).code == 0
    other = person_ids(folder)
    assert key(folder, "rotate").code == 0 and link(folder, "--key", path).code == 0
    rotated = person_ids(folder)
    ids = [public[0], keyed[0], other[0], rotated[0]]
    assert len(set(ids)) == 4 and all(len(i) == 32 for i in ids)


def refused(folder, path, code, *words):
    """Said clearly, nothing written, for showing it, changing it and using it."""
    for done in (link(folder, "--key", path), Run(folder, "key", "show", path, "--lang", "en")):
        check(done, code, *words)


def test_files_that_others_may_have_read_are_refused(folder):
    path = new(folder)
    for mode in (0o640, 0o604, 0o660, 0o601):
        os.chmod(path, mode)
        refused(folder, path, 4, "others may read or write it")
    os.chmod(path, 0o400)
    assert key(folder, "show").code == 0
    os.link(path, os.path.join(folder, "second.key"))
    refused(folder, path, 4, "a hard link")
    os.unlink(os.path.join(folder, "second.key"))
    os.symlink("care.key", os.path.join(folder, "link.key"))
    refused(folder, os.path.join(folder, "link.key"), 4, "is a link")
    refused(folder, folder, 4, "is no file")
    refused(folder, os.path.join(folder, "missing.key"), 4, "No such file")
    os.mkfifo(os.path.join(folder, "pipe"), 0o600)
    refused(folder, os.path.join(folder, "pipe"), 4, "is no file")


def test_a_key_of_another_user_is_refused(folder):
    if os.geteuid() != 0:
        return "skipped"
    path = new(folder)
    os.chown(path, 65534, 65534)
    refused(folder, path, 4, "belongs to another user")
    return None


def test_damaged_files_are_refused(folder):
    path = new(folder)
    with open(path, "rb") as file:
        whole = file.read()
    for bytes_, word in ((whole[:-1], "damaged"), (whole + b"\0", "damaged"), (whole * 40, "damaged"),
                         (whole[:90] + bytes([whole[90] ^ 1]) + whole[91:], "damaged"),
                         (b"", "no key file"), (b"dolbkey2" + whole[8:], "no key file")):
        write(folder, "care.key", bytes_)
        refused(folder, path, 4, word)


def test_a_key_is_used_on_its_days(folder):
    for first, last, code, word in ((TODAY - 2, TODAY + 2, 0, ""), (TODAY - 9, TODAY - 2, 3, "has expired"),
                                    (TODAY + 2, TODAY + 9, 3, "not to be used before")):
        path = write_key(folder, "care.key", bytes(range(7, 39)), first=first, last=last)
        done = link(folder, "--key", path, "--out", os.path.join(folder, f"out{first}"))
        assert done.code == code and word in done.told, done.told
        assert os.path.exists(os.path.join(folder, f"out{first}")) == (code == 0)
        assert key(folder, "show").code == 0
    assert key(folder, "rotate").code == 0 and link(folder, "--key", path).code == 0


def test_a_run_knows_what_was_found_under_another_key(folder):
    """By the rows of findings: a key can change without every finding passing for a new one."""
    tables = {"persons": "agency_id,record_id,name,birth_date,phone\nA,1,김순자,1945-03-15,010-1234-5678\n"
                         "B,7,김순자,1945-03-15,010-1234-5678\n",
              "services": "agency_id,service_id,record_id,programme,service_class,start_date,end_date,status\n"
                          "A,s1,1,lunch,3102,2026-01-01,2026-05-31,delivered\n"
                          "B,s2,7,lunch,3102,2026-02-01,2026-06-30,delivered\n"}
    for name, text in tables.items():
        write(folder, f"data/{name}.csv", text)
    write(folder, "policy/programmes.csv", "programme,service_class\nlunch,3102\n")
    common = ["reconcile", "--in", os.path.join(folder, "data"), "--policy", os.path.join(folder, "policy"),
              "--quiet", "--as-of"]
    first, path = os.path.join(folder, "first"), new(folder)
    assert Run(folder, *common, "2026-06-01", "--out", first).code == 0
    done = Run(folder, *common, "2026-06-02", "--previous", first, "--key", path)
    assert done.code == 0, done.told
    before, after = table(folder, "findings", "first"), table(folder, "findings")
    changes = table(folder, "finding_changes")
    assert len(before) == len(after) > 0 and before[0]["finding_id"] != after[0]["finding_id"]
    assert {row["change"] for row in changes} <= {"still_open", "changed"}, changes
    assert [row["first_seen"] for row in after] == [row["first_seen"] for row in before]


def test_the_results_never_take_its_place(folder):
    path = new(folder)
    write(folder, "data/persons.csv", GOOD)
    done = Run(folder, "link", "--in", os.path.join(folder, "data"), "--key", path, "--out", path, "--lang", "en")
    assert done.code == 4, done.told
    assert key(folder, "show").code == 0


def test_it_is_said_in_korean(folder):
    path = new(folder)

    def told(verb, *more, path=path):
        return Run(folder, "key", verb, path, *more, "--lang", "ko").told

    assert "교체 중인 키가 없습니다" in told("retire"), told("retire")
    assert key(folder, "rotate").code == 0
    assert "이전 키가 아직 교체 중입니다" in told("rotate"), told("rotate")
    assert "영문 소문자" in told("new", "--domain", "NYJ", path=os.path.join(folder, "other.key"))
    with open(path, "rb") as file:
        whole = file.read()
    write(folder, "care.key", whole[:-1])
    assert "키 파일이 손상되었거나" in told("show"), told("show")
    write(folder, "care.key", "dear all")
    for verb in ("rotate", "retire", "show"):
        assert "키 파일이 아닙니다" in told(verb), told(verb)


def test_usage(folder):
    check(key(folder, "new"), 2, "--domain")
    check(key(folder, "show", "--domain", "x"), 2, "--domain")
    check(key(folder, "burn"), 2, "new, show, rotate or retire")
    check(key(folder, "new", "--domain", "남양주"), 2, "lower-case letters")
    assert os.listdir(folder) == []


run_cases([test_a_key_is_made_shown_followed_and_retired, test_nothing_is_overwritten_and_nothing_told,
           test_ids_are_made_with_the_key, test_files_that_others_may_have_read_are_refused,
           test_a_key_of_another_user_is_refused, test_damaged_files_are_refused, test_a_key_is_used_on_its_days,
           test_a_run_knows_what_was_found_under_another_key, test_the_results_never_take_its_place,
           test_it_is_said_in_korean, test_usage])
