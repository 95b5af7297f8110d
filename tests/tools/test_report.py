#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""report.html as a text: every finding is in it, nothing of others acts in it, and it says what was not checked."""
import csv
import io
import os
import re
import shutil
import subprocess

import report_page
from cases import run_cases
from command_case import DOLBOM, table, write
from report_page import csv_text

SOURCE = os.environ["DOLBOM_SOURCE"]
EXAMPLE, POLICY = os.path.join(SOURCE, "examples", "namyangju"), os.path.join(SOURCE, "policy")
HOSTILE = "</script><img src=x onerror=alert(1)>'\"&amp;"
DAY = ["1960-01-02", "010-1234-5678"]


def reconcile(folder, data=EXAMPLE, *more, out="out", policy=POLICY):
    done = subprocess.run([DOLBOM, "reconcile", "--in", data, "--policy", policy, "--as-of", "2026-06-30", "--out",
                           os.path.join(folder, out), "--quiet", *more], capture_output=True, timeout=200)
    assert done.returncode == 0, done.stderr.decode()
    return report_page.read(os.path.join(folder, out, "report.html"))


def world(folder, n_people=1, name="복지관", record="r", protected=None):
    """Two agencies give each of the people lunch at the same time."""
    people, services = [], []
    for number in range(n_people):
        for agency in ("a", "b"):
            id = record + str(number) if record == "r" else record
            born = f"{1930 + number % 70}-{1 + number % 12:02d}-{1 + number % 28:02d}"
            phone = f"010-{1000 + number // 10000:04d}-{number % 10000:04d}"
            people.append([agency, id, "김영희", born, phone] + ([protected] if protected else []))
            services.append([agency, agency + id, id, name, "3101", "2026-05-01", "2026-06-20", "1", "delivered"])
    write(folder, "in/agencies.csv", csv_text("agency_id,name", [["a", name], ["b", "나루복지관"]]))
    write(folder, "in/persons.csv", csv_text("agency_id,record_id,name,birth_date,phone" +
                                             (",protected" if protected else ""), people))
    write(folder, "in/services.csv", csv_text("agency_id,service_id,record_id,programme,service_class,start_date,"
                                              "end_date,amount_won,status", services))
    return os.path.join(folder, "in")


def every_finding_is_a_case(folder):
    data = reconcile(folder).data
    findings = {row["finding_id"]: row for row in table(folder, "findings")}
    cases = {case["id"]: case for case in data["cases"]}
    assert cases.keys() == findings.keys() and data["total"] == len(findings)
    rows = {}
    for row in table(folder, "finding_rows"):
        rows.setdefault(row["finding_id"], []).append((row["table"], row["agency_id"], row["row_id"], row["role"]))
    for id, case in cases.items():
        finding = findings[id]
        for key, column in (("rule", "rule"), ("owner", "owner_agency"), ("due", "due_on"), ("start", "start_date"),
                            ("person", "person_id"), ("ko", "message_ko"), ("en", "message_en")):
            assert case.get(key, "") == finding[column], (key, case, finding)
        assert case.get("severity", 0) == int(finding["severity"])
        assert case.get("won", 0) == int(finding["amount_won"] or 0)
        assert sorted((r["table"], r["agency"], r.get("row", ""), r["role"]) for r in case["rows"]) == sorted(
            rows.get(id, []))


def every_status_has_a_word(folder):
    """Of the tables that findings have rows of."""
    page = reconcile(folder)
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    with open(os.path.join(root, "lib/schema/schema.txt"), encoding="utf-8") as file:
        tables = dict(part.split("]", 1) for part in file.read().split("\n[")[1:])
    for name in ("services", "needs", "referrals"):
        (words,) = re.findall(r"^status!? +word:(\S+)", tables[name], re.M)
        for word in words.split("|"):
            assert f'["{word}","' in page.text, (name, word)


def the_most_urgent_come_first_by_agency(folder):
    page = reconcile(folder)
    agencies = [agency for agency, _ in page.data["agencies"]]
    places = [(-case.get("severity", 0), agencies.index(case["owner"]), case.get("due", "9"))
              for case in page.data["cases"]]
    assert places == sorted(places)
    first = page.data["cases"][0]
    for language in ("ko", "en"):  # and for who has no script
        assert first[language] in page.said(language) and first["id"][:8] in page.said(language)


def of_one_case(case, pairs):
    """The pairs among the records that a case shows."""
    shown = {(row["agency"], row.get("record")) for row in case["rows"]}
    return [pair for pair in pairs if (pair["left_agency"], pair["left_record"]) in shown
            and (pair["right_agency"], pair["right_record"]) in shown]


def records_are_compared_where_they_were(folder):
    data, pairs, seen = reconcile(folder).data, table(folder, "pairs"), set()
    for case in data["cases"]:
        links = [data["links"][number] for number in case.get("links", [])]
        found = {tuple(link["of"][:4]): link for link in links}
        wanted = of_one_case(case, pairs)
        assert len(wanted) == len(found) == len(links) and "moreLinks" not in case, case
        for pair in wanted:
            link = found[pair["left_agency"], pair["left_record"], pair["right_agency"], pair["right_record"]]
            assert link["of"][4:] == [pair["match_weight"], pair["probability"]]
            assert {field: level or "" for field, level in link["levels"]} == {
                column[6:]: pair[column] for column in pair if column.startswith("level_")}
        seen.update(case.get("links", []))
    assert seen == set(range(len(data["links"]))) and seen, "what no case shows is left out"


def what_a_case_leaves_out_is_counted(folder):
    data = reconcile(folder, report_page.thirty_agencies(folder)).data
    pairs = table(folder, "pairs")
    case = max(data["cases"], key=lambda case: case.get("moreRows", 0))
    (finding,) = [row for row in table(folder, "findings") if row["finding_id"] == case["id"]]
    n_rows = len([row for row in table(folder, "finding_rows") if row["finding_id"] == case["id"]])
    assert len(case["rows"]) == 20 and case["moreRows"] == n_rows - 20 == 10, (n_rows, case, finding)
    wanted = sorted(of_one_case(case, pairs), key=lambda pair: float(pair["match_weight"]))
    assert len(wanted) > 100 and case["moreLinks"] == len(wanted) - 6, (len(wanted), case)
    shown = [data["links"][number]["of"] for number in case["links"]]
    assert [link[4] for link in shown] == [pair["match_weight"] for pair in wanted[:6]], "the weakest come first"
    assert float(shown[0][4]) < float(wanted[-1]["match_weight"])


def charts_show_the_latest_months(folder):
    """Of 78 months, in each of which five people are first served ten days after their need is found."""
    policy = os.path.join(folder, "policy")
    shutil.copytree(POLICY, policy)
    with open(os.path.join(POLICY, "rules.csv"), encoding="utf-8") as file:
        write(folder, "policy/rules.csv", file.read().replace("*,lookback_months,,13", "*,lookback_months,,80"))
    months = [f"{year}-{month:02d}" for year in range(2020, 2027) for month in range(1, 13)][:78]
    people = [(month, f"r{number}") for number, month in enumerate(month for month in months for _ in range(5))]
    write(folder, "in/agencies.csv", "agency_id,name\na,복지관\n")
    write(folder, "in/persons.csv", csv_text("agency_id,record_id,name,birth_date,phone,zone_id", [
        ["a", id, "김영희", f"{1930 + number % 60}-01-{1 + number % 28:02d}", f"010-1000-{number:04d}", "east"]
        for number, (_, id) in enumerate(people)]))
    write(folder, "in/needs.csv", csv_text("agency_id,need_id,record_id,need_class,identified_on,status", [
        ["a", "n" + id, id, "food", month + "-05", "open"] for month, id in people]))
    write(folder, "in/services.csv", csv_text(
        "agency_id,service_id,record_id,programme,service_class,start_date,status", [
            ["a", "s" + id, id, "lunch", "3101", month + "-15", "active"] for month, id in people]))
    page = reconcile(folder, os.path.join(folder, "in"), policy=policy)
    drawn = [re.findall(r"<li>([0-9]{4}-[0-9]{2}): ", chart)
             for chart in re.findall(r'<ul class="heard">.*?</ul>', page.text)]
    whole = [chart for chart in drawn if len(chart) > 1]
    for name in ("indicators", "coverage"):
        assert {row["month"] for row in table(folder, name)} == set(months), name
    assert len(whole) == 6, "duplicates, needs met and days until the first service, each in two languages"
    assert all(chart == months[-36:] for chart in whole), [(len(chart), chart[:1], chart[-1:]) for chart in drawn]


def nothing_is_loaded_and_only_its_own_script_runs(folder):
    page = reconcile(folder)
    policy = page.policy
    (script,) = [text for attributes, text in page.scripts if attributes.get("type") != "application/json"]
    assert policy == {"default-src": "'none'", "style-src": report_page.fingerprint("".join(page.styles)),
                      "script-src": report_page.fingerprint(script), "base-uri": "'none'",
                      "form-action": "'none'"}, policy
    assert not [a for _, a in page.attributes if any(n in ("src", "style") or n.startswith("on") for n in a)]
    assert all(a["href"].startswith("#") for _, a in page.attributes if "href" in a)
    assert set(re.findall(r"https?://[^\s'\"]*", page.text)) == {"http://www.w3.org/2000/svg"}
    assert set(re.findall(r"\bword\('(\w+)'", script)) <= page.data["words"].keys()
    assert "innerHTML" not in script and "eval" not in script
    ids = [a["id"] for _, a in page.attributes if "id" in a]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for _, a in page.attributes if "href" in a} <= set(ids)


def values_of_others_stay_values(folder):
    page = reconcile(folder, world(folder, name=HOSTILE, record=HOSTILE))
    assert "img" not in page.tags and page.tags.count("script") == 2 and HOSTILE in page.said("ko")
    (case,) = [case for case in page.data["cases"] if case["rule"] == "D03"]
    assert {row["record"] for row in case["rows"]} == {HOSTILE} == {row["programme"] for row in case["rows"]}
    assert HOSTILE in case["ko"] and ["a", HOSTILE] in page.data["agencies"]
    assert "김영희" not in page.text and "1234" not in page.text


def protected_people_are_marked(folder):
    (case,) = [c for c in reconcile(folder, world(folder, protected="1")).data["cases"] if c["rule"] == "D03"]
    assert case["protected"] == 1
    page = reconcile(folder, os.path.join(folder, "in"), "--for", "a", out="mine")
    (case,) = [c for c in page.data["cases"] if c["rule"] == "D03"]
    assert {row["agency"] for row in case["rows"]} == {"a"} and page.data["links"] == [] and "나루" not in page.text


def nothing_found_is_not_nothing_wrong(folder):
    world(folder)
    write(folder, "in/services.csv", "agency_id,service_id,record_id,programme,start_date,status\n")
    page = reconcile(folder, os.path.join(folder, "in"))
    assert page.data["cases"] == []
    listed = [a["data-agency"] for _, a in page.attributes if "data-agency" in a]
    assert listed == ["a", "b"] * 2, f"agencies that only the policy names are listed: {listed}"
    said = {"ko": ("확인할 사례가 나오지 않았습니다", "보여 드릴 칸이 없습니다", "그런 분야가 없어", "점검하지 못한 규칙: ",
                   "점검할 자료 없음: "),
            "en": ("found no case", "There is no cell to show", "nothing is drawn", "Rules that were not checked: ",
                   "nothing to judge: ")}
    for language, words in said.items():
        for word in words:
            assert word in page.said(language), word
    runs = {row["rule"]: row for row in table(folder, "rule_runs")}
    (unchecked,) = {a.get("open", "no") for _, a in page.attributes if a.get("class") == "unchecked"}
    assert unchecked is None, "it stands open where there is nothing else"
    states = [run["state"] for run in runs.values()]
    for words, state in ((("점검하지 못한 규칙", "Rules that were not checked"), "not_run"),
                         (("점검할 자료가 없던 규칙", "Rules with nothing to judge"), "nothing_to_judge")):
        assert states.count(state) > 0, "each has rules of its own"
        for language, word in zip(("ko", "en"), words):
            assert f"{word} : {states.count(state)} " in page.said(language).replace(":", " :"), (word, states)
    for rule, run in runs.items():
        if run["state"] in ("not_run", "nothing_to_judge"):
            assert run["reason_ko"] in page.said("ko") and run["reason"] in page.said("en"), rule


def more_than_a_page_holds_is_counted(folder):
    page = reconcile(folder, world(folder, 11000, protected="0"))
    findings = table(folder, "findings")
    assert len(findings) > 20000 == len(page.data["cases"]) and page.data["total"] == len(findings)
    assert len(page.text.encode()) < 40e6
    assert f"{len(findings) - 100:,}" in page.said("ko"), "without a script a hundred are shown"


def rules_are_explained(folder):
    done = subprocess.run([DOLBOM, "rules", "rule_catalogue"], capture_output=True, text=True, check=True)
    rules = reconcile(folder).data["rules"]
    assert [row["rule"] for row in csv.DictReader(io.StringIO(done.stdout))] == [rule[0] for rule in rules]
    for rule in rules:
        assert all(rule) and re.search("[가-힣].*[.]$", rule[3]) and rule[4].endswith("."), rule


def the_same_results_make_the_same_page(folder):
    assert reconcile(folder).text == reconcile(folder, out="again").text


run_cases([every_status_has_a_word,
           every_finding_is_a_case, the_most_urgent_come_first_by_agency, records_are_compared_where_they_were,
           what_a_case_leaves_out_is_counted, charts_show_the_latest_months,
           nothing_is_loaded_and_only_its_own_script_runs, values_of_others_stay_values, protected_people_are_marked,
           nothing_found_is_not_nothing_wrong, more_than_a_page_holds_is_counted, rules_are_explained,
           the_same_results_make_the_same_page])
