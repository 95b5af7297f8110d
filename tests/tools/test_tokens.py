#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tokens: what agencies compare without showing each other who their people are."""
import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cases import run_cases  # noqa: E402
from command_case import DOLBOM, Run, check, table, write  # noqa: E402
from key_files import fuzzy, token, write_key  # noqa: E402

VECTORS = os.path.join(os.environ["DOLBOM_SOURCE"], "tests", "vectors", "tokens.tsv")
SECRET, DOMAIN = bytes(range(32)), b"namyangju-care"
HEADER = "agency_id,record_id,name,birth_date,sex,phone,address\n"
A = HEADER + "A,1,김순자,1945-03-15,여,010-1234-5678,경기도 남양주시 경춘로 1037\nA,2,박철수,1960-01-01,남,,\n"
B = HEADER + "B,7,김 순자님,45.3.15,F,01012345678,남양주시 경춘로 1037\nB,8,최말순,1950-01-01,여,010-7777-8888,\n"


def tokens(folder, persons, *more, key=None, out="out", name="data", plan=None):
    write(folder, f"{name}/persons.csv", persons)
    if plan:
        more += ("--plan", os.path.join(folder, plan))
    key = key or write_key(folder, "care.key", SECRET, DOMAIN)
    return Run(folder, "tokens", "--in", os.path.join(folder, name), "--key", key, "--out", os.path.join(folder, out),
               "--lang", "en", "--quiet", *more)


def rows_of(folder, persons, **options):
    done = tokens(folder, persons, **options)
    assert done.code == 0, done.told
    return table(folder, "tokens", options.get("out", "out"))


def link(folder, *more, command="link", name="unit"):
    return Run(folder, command, "--in", os.path.join(folder, name), "--out", os.path.join(folder, "linked"), "--lang",
               "en", "--quiet", *more)


def send(folder, agency, persons, **options):
    """An agency's tokens, as they come to the unit that links them; the agency's own files stay behind."""
    done = tokens(folder, persons, out="made", **options)
    assert done.code == 0, done.told
    for table_name in ("tokens", "token_headers"):
        os.makedirs(os.path.join(folder, "unit", agency), exist_ok=True)
        shutil.copy(os.path.join(folder, "made", table_name + ".csv"), os.path.join(folder, "unit", agency))


def change(folder, path, *replaced):
    path = os.path.join(folder, "unit", path)
    with open(path, encoding="utf-8-sig") as file:
        text = file.read()
    for before, after in replaced:
        assert before in text, text
        text = text.replace(before, after, 1)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def test_published_tokens(folder):
    """The command, and an implementation in a few lines of Python, make the tokens of the table."""
    with open(VECTORS, encoding="utf-8") as file:
        vectors = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    lines = [f'A,{i:03d},"{v["name"]}",{v["birth_date"]},{v["sex"]},{v["phone"]},"{v["address"]}"'
             for i, v in enumerate(vectors)]
    write(folder, "plan.yaml", "as_of: 2026-06-30\n")
    made = []
    for line in lines:  # each alone, for what many have in common is withheld
        made += rows_of(folder, HEADER + line + "\n")
    for vector, row in zip(vectors, made, strict=True):
        parts = vector["parts"].split(" + ")
        expected = token(SECRET, DOMAIN, vector["column"], parts) if vector["parts"] else ""
        assert row[vector["column"]] == vector["token"] == expected, (vector, row)
    assert sum(not v["token"] for v in vectors) > 5 and len(vectors) > 20


PEOPLE = [  # as they are written, and the parts of it
    ("김순자,1945-03-15,여,010-1234-5678,경기도 남양주시 호평동 123-4",
     ("김순자", "1945-03-15", "F", "01012345678", "호평동", "경기도 남양주시|호평동|0|123|4")),
    ("김순지,45.3.15,F,01012345678,", ("김순지", "1945-03-15", "F", "01012345678", "", "")),
    ("NGUYEN VAN A,1990-12-01,남,,남양주시 경춘로 1037",
     ("NGUYEN VAN A", "1990-12-01", "M", "", "", "경기도 남양주시|경춘로|0|1037|0")),
    ("미상,1945-03-15,여,010-1234-5678,", ("", "1945-03-15", "F", "01012345678", "", "")),
    ("박민수,,남,031-590-2114,", ("박민수", "", "M", "0315902114", "", ""))]
PARTS = ("name", "birth", "sex", "phone", "emd", "building")


def test_published_fuzzy_tokens(folder):
    """As in Python, to the bit; one of them is published as a digest, so that both cannot change together."""
    write(folder, "fuzzy.yaml", "fuzzy_tokens: true\n")
    rows = rows_of(folder, HEADER + "".join(f"A,{i},{written}\n" for i, (written, _) in enumerate(PEOPLE)),
                   plan="fuzzy.yaml")
    for row, (written, parts) in zip(rows, PEOPLE, strict=True):
        for column in ("fuzzy_birth_sex", "fuzzy_phone"):
            assert row[column] == fuzzy(SECRET, DOMAIN, column, dict(zip(PARTS, parts))), (column, written)
    published = "".join(rows[0][column] for column in ("fuzzy_birth_sex", "fuzzy_phone"))
    assert hashlib.sha256(published.encode()).hexdigest()[:32] == "fce979b35e9639894415864b0707aef7", published
    assert [bool(row["fuzzy_birth_sex"]) for row in rows] == [True, True, True, False, False]


def likeness(one, other):
    """The Dice of two filters, which their blocks do not hinder."""
    left, right = int(one[16:], 16), int(other[16:], 16)
    return 2 * (left & right).bit_count() / (left.bit_count() + right.bit_count())


def test_fuzzy_tokens_say_something_within_a_block_only(folder):
    """Near for a misspelt name; one name and address in two blocks, or under two keys, are like any two others."""
    write(folder, "fuzzy.yaml", "fuzzy_tokens: true\n")
    people = ("A,1,김순자,1945-03-15,여,,남양주시 호평동 123-4\nA,2,김순지,1945-03-15,여,,남양주시 호평동 123-4\n"
              "A,3,김순자,1945-03-16,여,,남양주시 호평동 123-4\nA,4,박철수,1945-03-15,여,,\n")
    made = [row["fuzzy_birth_sex"] for row in rows_of(folder, HEADER + people, plan="fuzzy.yaml")]
    assert made[0][:16] == made[1][:16] == made[3][:16] != made[2][:16]
    assert likeness(made[0], made[1]) > 0.75 and likeness(made[0], made[2]) < 0.6
    assert likeness(made[0], made[3]) < 0.65
    other = rows_of(folder, HEADER + people, plan="fuzzy.yaml",
                    key=write_key(folder, "other.key", bytes(range(1, 33)), DOMAIN))
    assert other[0]["fuzzy_birth_sex"][:16] != made[0][:16]
    assert likeness(other[0]["fuzzy_birth_sex"], made[0]) < 0.6


def test_the_order_of_rows_and_threads_change_nothing(folder):
    people = [f"A,{i},사람{'가나다라마바사아자차'[i % 10]},19{i % 90 + 10}-03-0{i % 9 + 1},여,,\n" for i in range(50)]
    first = rows_of(folder, HEADER + "".join(people))
    assert rows_of(folder, HEADER + "".join(reversed(people))) == first
    done = tokens(folder, HEADER + "".join(people), "--threads", "3")
    assert done.code == 0 and table(folder, "tokens") == first


def test_no_value_leaves(folder):
    """Names, days, numbers and addresses stand in no file and no message."""
    write(folder, "fuzzy.yaml", "fuzzy_tokens: true\n")
    secret = HEADER + "A,1,카나리아순,1945-03-15,여,010-1234-5678,경기도 남양주시 경춘로 1037\n" \
                      "A,1,카나리아순,1945-03-16,여,010-1234-5678,경기도 남양주시 경춘로 1037\nA,,카나리아순,,,,\n"
    done = tokens(folder, secret, plan="fuzzy.yaml")
    assert done.code == 0
    text = done.said + done.told
    for name in os.listdir(os.path.join(folder, "out")):
        with open(os.path.join(folder, "out", name), encoding="utf-8-sig") as file:
            text += file.read()
    text = re.sub("[0-9a-f]{32,}", "", text)  # four digits stand somewhere in so many by chance
    for canary in ("카나리아", "1945", "1234", "5678", "경춘로", "남양주", "1037"):
        assert canary not in text, canary
    header = open(os.path.join(folder, "out", "tokens.csv"), encoding="utf-8-sig").readline()
    assert not {"name", "birth_date", "sex", "phone", "address", "rrn"} & set(header.strip().split(","))


def invented(folder, people, rrn):
    sample = os.path.join(folder, "sample")
    subprocess.run([DOLBOM, "sample", "--people", str(people), "--seed", "5", "--rrn", rrn, "--out", sample, "--quiet"],
                   check=True)
    return sample


def spellings(text):
    """As a value may stand somewhere: in the encodings of agencies, with and without separators, in hexadecimal."""
    plain = re.sub(r"[-. ]", "", text)
    for form in {text, plain}:
        for encoding in ("utf-8", "cp949", "utf-16-le"):
            data = form.encode(encoding, "ignore")
            yield from (data, data.hex().encode())


def standing_in(text, values):
    """Those of the values that stand in the text in any spelling of six bytes or more."""
    begins, found = {}, set()
    for value in values:
        for spelling in spellings(value):
            begins.setdefault(spelling[:6], []).append((spelling, value))
    for at in range(len(text) - 5):
        found |= {value for spelling, value in begins.get(text[at:at + 6], ()) if text.startswith(spelling, at)}
    return found


def test_of_ten_thousand_values_none_leaves(folder):
    """Names, numbers and addresses of invented people stand in no file that is sent, and in no message."""
    sample, key = invented(folder, 3000, "all"), write_key(folder, "care.key", SECRET, DOMAIN)
    done = Run(folder, "tokens", "--in", sample, "--key", key, "--out", os.path.join(folder, "made"))
    assert done.code == 0, done.told
    sent = (done.said + done.told).encode()
    for name in os.listdir(os.path.join(folder, "made")):
        with open(os.path.join(folder, "made", name), "rb") as file:
            sent += file.read()
    assert Run(folder, "clean", "--in", sample, "--out", os.path.join(folder, "clean")).code == 0
    values = {row[column] for row in table(folder, "cleaned", "clean")
              for column in ("name_text", "phone_text", "address_text")} - {""}
    for root, _, files in os.walk(sample):
        for name in files:
            with open(os.path.join(root, name), "rb") as file:
                values |= {n.decode() for n in re.findall(rb"\b[0-9]{6}-?[1-8][0-9]{6}\b", file.read())}
    assert len(values) > 10000, len(values)
    assert standing_in(next(iter(values)).encode(), values), "what is there is found"
    found = standing_in(sent, values)
    assert not found, f"{len(found)} values left"


def test_who_has_no_key_can_try_out_nobody(folder):
    """Not with any digest that needs no secret, nor with the constant that ids are made with where there is no key."""
    made = {cell for row in rows_of(folder, A) for cell in row.values() if re.fullmatch("[0-9a-f]{32}", cell)}
    columns = {"name_birth_sex": ("김순자", "1945-03-15", "F"), "name_phone": ("김순자", "01012345678"),
               "birth_sex_phone": ("1945-03-15", "F", "01012345678"), "sound_birth_sex": ("김순자", "1945-03-15", "F")}
    assert {token(SECRET, DOMAIN, column, parts) for column, parts in columns.items()} < made
    tried = set()
    for column, parts in columns.items():
        for guess in (b"dolbom public key: not a secret.", bytes(32), b"\xff" * 32, DOMAIN.ljust(32, b"\0")):
            tried |= {token(guess, domain, column, parts) for domain in (DOMAIN, b"", b"dolbom")}
        for joined in ("".join(parts), "|".join(parts), column + "|" + "|".join(parts)):
            tried |= {hashlib.new(name, joined.encode()).hexdigest()[:32] for name in ("md5", "sha1", "sha256")}
    assert not tried & made


def test_ids_that_anybody_can_make_do_not_go_along(folder):
    """Made of a name and a birth date without a key, they are the same under every key: anybody can try them."""
    plan = os.path.join(folder, "made.yaml")
    unnumbered = A.replace("record_id,", "").replace("A,1,", "A,").replace("A,2,", "A,")
    for made, persons in (("{persons: {record_id: person}}", unnumbered), ("{needs: {record_id: new_person}}", A)):
        write(folder, "made.yaml", f"made: {made}\n")
        check(tokens(folder, persons, "--plan", plan), 3, "names and birth dates", "made: " + made[1:].split(":")[0],
              "ids of the agency's own")
        assert not os.path.exists(os.path.join(folder, "out"))
    write(folder, "made.yaml", "made: {needs: {need_id: row, record_id: person}}\n")
    assert tokens(folder, A, "--plan", plan).code == 0, "finds the agency's own"


def test_another_key_or_domain_makes_other_tokens(folder):
    first = rows_of(folder, A)[0]
    for other in (write_key(folder, "other.key", bytes(range(1, 33)), DOMAIN),
                  write_key(folder, "shelter.key", SECRET, b"shelter")):
        row = rows_of(folder, A, key=other)[0]
        made = [column for column in first if re.fullmatch("[0-9a-f]{32}", first[column])]
        assert len(made) == 8 and row["record_id"] == "1" and all(row[c] != first[c] for c in made)


def test_agencies_change_the_key_one_after_the_other(folder):
    """Who has the next key can still make tokens with the leaving one; once it is retired, no longer."""
    path = write_key(folder, "care.key", SECRET, DOMAIN)
    before = rows_of(folder, A, key=path)
    Run(folder, "key", "rotate", path)
    after = rows_of(folder, A, key=path)
    assert after[0]["name_phone"] != before[0]["name_phone"]
    done = tokens(folder, A, "--leaving", key=path)
    assert done.code == 0 and table(folder, "tokens") == before, done.told
    Run(folder, "key", "retire", path)
    done = tokens(folder, A, "--leaving", key=path, out="none")
    assert done.code == 3 and "no key is leaving" in done.told, done.told
    assert not os.path.exists(os.path.join(folder, "none"))


def test_what_many_have_is_withheld(folder):
    """Nine records of an agency with one name and number: nobody's, or a name that its frequency gives away."""
    many = "".join(f"A,{i},김순자,19{i + 40}-03-15,여,010-1234-5678,\n" for i in range(9))
    rows = rows_of(folder, HEADER + many)
    assert all(not row["name_phone"] and row["name_birth_sex"] for row in rows)
    assert table(folder, "token_headers")[0]["n_withheld"] == "9"
    rows = rows_of(folder, HEADER + many.replace("A,8,", "B,8,"))
    assert all(row["name_phone"] for row in rows), "eight are not too many, nor one of another agency"
    write(folder, "fuzzy.yaml", "fuzzy_tokens: true\n")
    same_day = "".join(f"A,{i},김순자{'가나다라마바사아자'[i]},1940-03-15,여,010-1234-5678,\n" for i in range(9))
    rows = rows_of(folder, HEADER + same_day, plan="fuzzy.yaml")
    assert all(row["fuzzy_birth_sex"] and not row["fuzzy_phone"] for row in rows), "a number of nine people, not a day"


def test_who_has_no_key_finds_who_is_the_same(folder):
    send(folder, "A", A)
    send(folder, "B", B)
    os.unlink(os.path.join(folder, "care.key"))
    done = link(folder)
    assert done.code == 0, done.told
    records = table(folder, "person_records", "linked")
    persons = {(row["agency_id"], row["record_id"]): row["person_id"] for row in records}
    assert len(persons) == 4 and len(set(persons.values())) == 3 and persons["A", "1"] == persons["B", "7"]


def test_what_was_given_twice_is_found_from_tokens(folder):
    """And what needs names, numbers or birth dates says that it could not look."""
    send(folder, "A", A)
    send(folder, "B", B)
    services = "agency_id,service_id,record_id,programme,service_class,start_date,end_date,status\n"
    write(folder, "unit/A/services.csv", services + "A,s1,1,lunch,3102,2026-01-01,2026-05-31,delivered\n")
    write(folder, "unit/B/services.csv", services + "B,s2,7,lunch,3102,2026-02-01,2026-06-30,delivered\n")
    write(folder, "unit/uploads.csv", "agency_id,table,period,rows,status\nA,persons,2026-05,2,complete\n")
    write(folder, "policy/programmes.csv", "programme,service_class\nlunch,3102\n")
    done = link(folder, "--policy", os.path.join(folder, "policy"), "--as-of", "2026-06-01", command="reconcile")
    assert done.code == 0, done.told
    found = [(row["rule"], row["start_date"]) for row in table(folder, "findings", "linked") if row["rule"] == "D03"]
    assert found == [("D03", "2026-02-01")], found
    states = {row["rule"]: (row["state"], row["reason"]) for row in table(folder, "rule_runs", "linked")}
    for rule in ("D16", "I02"):
        assert states[rule] == ("not_run", "table missing: persons"), states[rule]


def quality(folder, persons):
    done = Run(folder, "eval", "--truth", os.path.join(folder, "sample/_truth/records.csv"), "--persons",
               os.path.join(folder, persons, "person_records.csv"))
    precision, recall, f1 = (float(cell) for cell in done.said.splitlines()[1].split("\t")[5:])
    return precision, recall, f1


def test_little_is_lost(folder):
    """Against the same people in plain; less with fuzzy tokens; no more is joined wrongly."""
    sample, key = invented(folder, 4000, "none"), write_key(folder, "care.key", SECRET, DOMAIN)
    plan = write(folder, "fuzzy.yaml", "fuzzy_tokens: true\n")
    assert Run(folder, "link", "--in", sample, "--out", os.path.join(folder, "plain")).code == 0
    found = [quality(folder, "plain")]
    for more in ((), ("--plan", plan)):
        done = Run(folder, "tokens", "--in", sample, "--key", key, "--out", os.path.join(folder, "unit"), *more)
        assert done.code == 0, done.told
        done = link(folder, *more)
        assert done.code == 0, done.told
        found.append(quality(folder, "linked"))
    plain, exact, with_fuzzy = found
    assert exact[0] >= 0.995 and plain[2] - exact[2] <= 0.015, found
    assert with_fuzzy[0] >= 0.995 and with_fuzzy[1] > exact[1] and plain[2] - with_fuzzy[2] <= 0.011, found


def refused(folder, code, *words):
    check(link(folder), code, *words)
    assert not os.path.exists(os.path.join(folder, "linked")), "something was written"


def test_tokens_that_cannot_be_equal_are_refused(folder):
    send(folder, "A", A)
    for key_name, secret, domain, word in (("b.key", bytes(range(1, 33)), DOMAIN, "different keys"),
                                           ("c.key", SECRET, b"shelter", "different domains")):
        send(folder, "B", B, key=write_key(folder, key_name, secret, domain))
        refused(folder, 3, word)
    send(folder, "B", B)
    assert link(folder).code == 0
    shutil.rmtree(os.path.join(folder, "linked"))
    forms = table(folder, "token_headers", "unit/B")[0]["normal_forms"]
    change(folder, "B/token_headers.csv", (forms, forms[::-1]))
    refused(folder, 3, "normal_forms", "write addresses differently")
    send(folder, "B", B)
    change(folder, "B/token_headers.csv", ("dolbom-tokens-2", "dolbom-tokens-3"))
    refused(folder, 3, "different forms")
    change(folder, "A/token_headers.csv", ("dolbom-tokens-2", "dolbom-tokens-3"))
    refused(folder, 3, "does not know")


def test_files_that_are_not_whole_are_refused(folder):
    send(folder, "A", A)
    send(folder, "B", B)
    path = os.path.join(folder, "unit", "B", "tokens.csv")
    with open(path, encoding="utf-8") as file:
        lines = file.readlines()
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(lines[:-1])
    refused(folder, 3, "1 records", "counts 2")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(lines)
    os.rename(os.path.join(folder, "unit", "B", "token_headers.csv"), os.path.join(folder, "headers.csv"))
    refused(folder, 3, "no row in token_headers")
    os.unlink(os.path.join(folder, "unit", "A", "token_headers.csv"))
    refused(folder, 3, "token_headers is missing")
    os.rename(os.path.join(folder, "headers.csv"), os.path.join(folder, "unit", "B", "token_headers.csv"))
    shutil.rmtree(os.path.join(folder, "unit", "A"))
    assert link(folder).code == 0


def test_files_that_a_program_changed_are_refused(folder):
    """As a spreadsheet does, that takes digits for a number; the order of rows and columns is nobody's concern."""
    send(folder, "A", A)
    send(folder, "B", B)
    path = os.path.join(folder, "unit", "B", "tokens.csv")
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    place = rows[0].index("name_phone")
    for row, column, value in ((1, place, "1.23E+29"), (2, place, ""), (1, 1, "07"), (2, 1, "9")):
        changed = [list(cells) for cells in rows]
        changed[row][column] = value
        write_rows(path, changed)
        refused(folder, 3, "not as they were made")
    write_rows(path, [row[::-1] for row in [rows[0], *rows[:0:-1]]])
    assert link(folder).code == 0


def write_rows(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def test_people_and_tokens_do_not_mix(folder):
    send(folder, "A", A)
    write(folder, "unit/B/persons.csv", B)
    refused(folder, 3, "persons and tokens are both there")


def test_what_comes_with_tokens_is_not_told_as_unread(folder):
    def told(made):
        done = Run(folder, "link", "--in", os.path.join(folder, made), "--out", os.path.join(folder, "linked"),
                   "--lang", "en")
        assert done.code == 0, done.told
        return done.told

    assert tokens(folder, A, out="made").code == 0
    assert {"rejects.csv", "table_counts.csv"} <= set(os.listdir(os.path.join(folder, "made")))
    assert "not read" not in told("made")
    shutil.copy(os.path.join(folder, "made", "rejects.csv"), os.path.join(folder, "data"))
    assert "rejects.csv" in told("data"), "there it may be anything"


def test_usage(folder):
    write(folder, "data/persons.csv", A)
    check(Run(folder, "tokens", "--in", os.path.join(folder, "data"), "--out", os.path.join(folder, "out"), "--lang",
              "en"), 2, "--key is needed")


run_cases([test_published_tokens, test_published_fuzzy_tokens, test_fuzzy_tokens_say_something_within_a_block_only,
           test_the_order_of_rows_and_threads_change_nothing, test_no_value_leaves,
           test_of_ten_thousand_values_none_leaves, test_who_has_no_key_can_try_out_nobody,
           test_ids_that_anybody_can_make_do_not_go_along,
           test_another_key_or_domain_makes_other_tokens, test_agencies_change_the_key_one_after_the_other,
           test_what_many_have_is_withheld, test_little_is_lost,
           test_who_has_no_key_finds_who_is_the_same, test_what_was_given_twice_is_found_from_tokens,
           test_tokens_that_cannot_be_equal_are_refused, test_files_that_are_not_whole_are_refused,
           test_files_that_a_program_changed_are_refused, test_people_and_tokens_do_not_mix,
           test_what_comes_with_tokens_is_not_told_as_unread, test_usage])
