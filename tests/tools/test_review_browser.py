#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""review.html in a real browser, where there is one: deciding by keys, saving, and what the next run makes of it.

With DOLBOM_AXE=axe.min.js the page is examined by axe as well.
"""
import csv
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time

import browser
from cases import run_cases
from command_case import DOLBOM, table, write
from report_page import BROKEN, SIDEWAYS, csv_text

if not browser.program():
    print("there is no Chromium here: the page of decisions is not driven")
    sys.exit(77)

SOURCE = os.environ["DOLBOM_SOURCE"]
POLICY = os.path.join(SOURCE, "policy")
SAMPLE = os.path.join(SOURCE, "examples", "namyangju")
AXE = os.environ.get("DOLBOM_AXE")
COLUMNS = ["finding_id", "rows_key", "amount_won", "start_date", "end_date", "agency_id", "agency_a", "record_a",
           "agency_b", "record_b", "decision", "by", "at", "until", "reason"]
COUNTS, TOLD = "document.getElementById('counts').textContent", "document.querySelector('[role=status]').textContent"
TITLE, CARD = "document.getElementById('question').textContent", "document.querySelector('.case').textContent"
PLACE = "document.querySelector('.desk h3').textContent"
ALL = "document.querySelector('main').textContent + document.getElementById('data').textContent"
SAVE = "[...document.querySelectorAll('.bar button')][0].click()"
LEAVES = """(() => {
  const leaving = new Event('beforeunload', {cancelable: true});
  window.dispatchEvent(leaving);
  return !leaving.defaultPrevented;
})()"""


def run(folder, *more, data=SAMPLE, out="out"):
    subprocess.run([DOLBOM, "reconcile", "--in", data, "--policy", POLICY, "--as-of", "2026-06-30", "--out",
                    os.path.join(folder, out), "--quiet", "--review", *more], check=True)
    return os.path.join(folder, out, "review.html")


def opened(folder, *more, **how):
    page = browser.Browser()
    page.open(run(folder, *more, **how))
    return page


def choose(page, name, value):
    page.run(f"(() => {{ const f = document.getElementById('{name}'); f.value = {value!r};"
             "for (const event of ['input', 'change']) f.dispatchEvent(new Event(event)); })()")


def saved(page, folder):
    path = page.download(tempfile.mkdtemp(dir=folder), SAVE)
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert text.startswith("\ufeff" + ",".join(COLUMNS) + "\n") and "\r" not in text, text[:200]
    return path, rows


def two_agencies(folder, people, services=()):
    """People of agencies a and b as (agency, record, name, birth date, phone, address, protected)."""
    write(folder, "in/agencies.csv", "agency_id,name\na,가람복지관\nb,나루센터\n")
    write(folder, "in/persons.csv", csv_text("agency_id,record_id,name,birth_date,phone,address,protected", people))
    write(folder, "in/services.csv", csv_text(
        "agency_id,service_id,record_id,programme,service_class,start_date,end_date,status",
        [[agency, "s" + record, record, "lunch", "3101", "2026-05-01", "2026-06-20", "delivered"]
         for agency, record in services]))
    return os.path.join(folder, "in")


def doubtful(folder, protected="0"):
    """Two records that may be one person's, and both with a lunch box."""
    return two_agencies(folder, [["a", "17", "김순자", "1945-03-12", "010-2000-3000", "경기도 남양주시 경춘로 1010", protected],
                                 ["b", "203", "김순자", "1947-10-21", "010-2074-3182", "남양주시 경춘로 1010", "0"],
                                 *[["b", f"x{n}", f"박철{'가나다라마'[n % 5]}", f"19{50 + n}-01-0{1 + n % 9}",
                                    f"010-77{n:02d}-{n:04d}", f"경기도 구리시 검배로 {n + 1}", "0"] for n in range(20)]],
                        [("a", "17"), ("b", "203")])


def persons_of(folder, out):
    return {(row["agency_id"], row["record_id"]): row for row in table(folder, "person_records", out)}


def decisions_made_by_key_are_applied_by_the_next_run(folder):
    with opened(folder) as page:
        assert page.run(PLACE) == "동일인 확인 · 186건 중 1번째", page.run(PLACE)
        for key in "snl":  # the same, not the same, later
            page.press(key)
        assert page.run(PLACE) == "점검 결과 · 186건 중 4번째", "what was put off comes again at the end"
        choose(page, "f-by", "박담당")
        for key in "4154":
            page.press(key)
        assert "186건 중 6건 결정 · 나중에 1건 · 저장하지 않은 변경 6건" == page.run(COUNTS), page.run(COUNTS)
        page.press("u")
        assert "186건 중 5건 결정" in page.run(COUNTS) and page.run(TOLD) == "되돌렸습니다."
        assert "아직 결정하지 않음" in page.run(CARD) and not page.run(LEAVES)
        path, rows = saved(page, folder)
        assert page.run(LEAVES) and "모두 저장함" in page.run(COUNTS) and not page.told, page.told
    assert list(rows[0]) == COLUMNS and [row["decision"] for row in rows[:2]] == ["same_person", "not_same_person"]
    assert {row["by"] for row in rows[2:]} == {"박담당"} and all(row["agency_id"] and row["rows_key"] for row in rows[2:])
    run(folder, "--decisions", path, "--previous", folder + "/out", out="next")
    before, after = persons_of(folder, "out"), persons_of(folder, "next")
    pairs = [((row["agency_a"], row["record_a"]), (row["agency_b"], row["record_b"])) for row in rows[:2]]
    for (left, right), joined in zip(pairs, (True, False)):
        assert before[left]["person_id"] != before[right]["person_id"], (left, right)
        assert (after[left]["person_id"] == after[right]["person_id"]) == joined, (after[left], after[right])
        assert not joined or after[left]["method"] == "decision", after[left]
    findings = {row["finding_id"]: row for row in table(folder, "findings", "next")}
    about = {row["finding_id"]: row["decision"] for row in rows[2:]}
    assert sorted(about.values()) == ["allowed", "confirmed", "not_duplicate"], about
    for id, decision in about.items():
        assert findings.get(id, {}).get("state") == ("confirmed" if decision == "confirmed" else None), decision
    assert sum(row["rule"] == "I01" for row in findings.values()) == 1, "one was put off"
    assert not table(folder, "unused_decisions", "next")
    assert not [row for row in table(folder, "rejects", "next") if row["table"] == "decisions"]


def a_saved_file_is_taken_up_again(folder):
    with opened(folder) as page:
        for key in "sll24":
            page.press(key)
        path, rows = saved(page, folder)
        with open(path, "a", encoding="utf-8") as file:
            file.write('0123456789abcdef0123456789abcdef,,,,,"a, ""b""",,,,,confirmed,,,,\'=1+1\n')
        page.open(folder + "/out/review.html")
        page.press("n")  # the pair that the file calls the same
        page.give("#f-file", path)
        page.wait(TOLD + " !== ''")
        others = len(rows) - 1  # a finding may be asked of several agencies
        assert f"결정 {others}건을 불러왔습니다" in page.run(TOLD) and "이미 결정한 1건" in page.run(TOLD), page.run(TOLD)
        assert "186건 중 3건 결정" in page.run(COUNTS), page.run(COUNTS)
        _, again = saved(page, folder)
        wanted = ["not_same_person", *[row["decision"] for row in rows[1:]], "confirmed"]
        assert [row["decision"] for row in again] == wanted, again
        assert again[-1]["agency_id"] == 'a, "b"' and again[-1]["reason"] == "'=1+1", again[-1]
        page.press("u")
        assert "186건 중 1건 결정" in page.run(COUNTS), "loading is undone like a decision"
        page.give("#f-file", write(folder, "other.csv", "agency_id,name\na,가람\n"))
        page.wait(TOLD + ".includes('결정 파일이 아닙니다')")
        excel = write(folder, "excel.csv", ",".join(COLUMNS).encode() + b"\r\n" + ",".join(
            again[1][column] if column != "reason" else "메모" for column in COLUMNS).encode("cp949") + b"\r\n")
        page.give("#f-file", excel)
        page.wait(TOLD + ".includes('결정 1건을 불러왔습니다')")
        assert any(row["reason"] == "메모" for row in saved(page, folder)[1])
        assert not page.told, page.told


def an_agency_decides_for_itself(folder):
    with opened(folder) as page:
        choose(page, "f-whose", "hope-east")
        n = int(page.run(PLACE).split("· ")[1].split("건")[0])
        own = sum(1 for _ in table(folder, "worklist_hope-east"))
        assert 0 < n <= own, (n, own)
        while not page.run(PLACE).startswith("점검 결과"):
            page.press("j")
        choose(page, "note-reason", "@메모")
        page.press("3")
        _, rows = saved(page, folder)
        assert [(row["agency_id"], row["decision"], row["reason"]) for row in rows] == [
            ("hope-east", "no_response", "'@메모")], rows
        assert rows[0]["at"] == time.strftime("%Y-%m-%d"), rows


def what_was_answered_before_is_shown(folder):
    path = run(folder)
    asked = next(row for row in table(folder, "findings") if row["n_agencies"] == "2" and row["rule"] == "D03")
    first, second = asked["agencies"].split(";")
    answers = write(folder, "answers.csv", csv_text("finding_id,agency_id,decision,at,until", [
        [asked["finding_id"], first, "allowed", "2026-05-01", "2026-06-01"]]))
    with browser.Browser() as page:
        page.open(path)
        choose(page, "f-text", asked["finding_id"])
        assert "다음 기관의 답으로 적습니다" in page.run(CARD) and "지금까지의 답" not in page.run(CARD)
        page.open(run(folder, "--decisions", answers, out="next"))
        choose(page, "f-text", asked["finding_id"])
        said = page.run(CARD)
        assert ": 예외 인정, " in said and ": 답 없음" in said and "다시 확인하는 사유: 결정의 유효기간 경과" in said, said
        assert first not in said.split("지금까지의 답")[1].split("답 없음")[0], "by name"
        assert not page.told, page.told


def doubtful_persons_are_asked_about_with_what_hangs_on_them(folder):
    data = two_agencies(folder, [["a", "1", "김영희", "1950-01-02", "", "경기도 남양주시 경춘로 1010", "0"],
                                 ["b", "2", "김영희", "1950-01-02", "", "", "0"]], [("a", "1"), ("b", "2")])
    shutil.copytree(POLICY, folder + "/policy")
    with open(folder + "/policy/rules.csv", "a", encoding="utf-8") as file:
        file.write("D03,theta_high,,0.99999,\n")
    arguments = [DOLBOM, "reconcile", "--in", data, "--policy", folder + "/policy", "--as-of", "2026-06-30", "--quiet",
                 "--review"]
    subprocess.run([*arguments, "--out", folder + "/out"], check=True)
    (finding,) = (row for row in table(folder, "findings") if row["rule"] == "D03")
    assert finding["state"] == "identity_review", finding
    with browser.Browser() as page:
        page.open(folder + "/out/review.html")
        assert page.run(PLACE).startswith("동일인 확인 · ") and "다른 분이면 아래 결과가 달라질 수" in page.run(CARD), page.run(CARD)
        assert "D03" in page.run(CARD)
        page.run("[...document.querySelectorAll('.case li')].find(li => /D03/.test(li.textContent)).lastChild.click()")
        assert "먼저 결정해 주세요" in page.run(CARD)
        page.run("document.querySelector('.case .note button').click()")
        page.press("n")
        assert "먼저 결정해 주세요" not in page.run(CARD)
        path, _ = saved(page, folder)
    subprocess.run([*arguments, "--out", folder + "/next", "--decisions", path], check=True)
    people = persons_of(folder, "next")
    assert people["a", "1"]["person_id"] != people["b", "2"]["person_id"]
    assert not [row for row in table(folder, "findings", "next") if row["rule"] == "D03"]


def letters_that_differ_are_marked(folder):
    marks = """[...document.querySelectorAll('.compare tbody tr')].map(row => [...row.cells].slice(0, 3).map(
      cell => [...cell.childNodes].map(n => [...(n.childNodes.length ? n.childNodes : [n])].map(
        p => p.nodeName === 'MARK' ? '[' + p.textContent + ']' : p.textContent).join('')).join('')))"""
    with opened(folder, "--names", data=doubtful(folder)) as page:
        seen = {row[0]: row[1:] for row in page.run(marks)}
        assert seen == {
            "이름": ["김순자", "김순자"], "생년월일": ["194[5]-[03]-[12]", "194[7]-[10]-[21]"],
            "성별": ["적혀 있지 않음"] * 2, "전화번호": ["01020[00]3[000]", "01020[74]3[182]"],
            "주소": ["경기도 남양주시 경춘로 1010"] * 2, "주민등록번호": ["표시하지 않음"] * 2}, seen
        assert "100쌍 가운데 약" in page.run(CARD) and not page.told, page.told
    with opened(folder, data=folder + "/in", out="masked") as page:
        text = page.run(ALL)
        for secret in ("순자", "03-12", "10-21", "2000", "2074", "경춘로", "1010"):
            assert secret not in text, secret
        assert "김○자" in text and "194" in text and "남양주시" in text


def nobody_who_is_protected_is_shown(folder):
    for protected in ("1", ""):
        data = doubtful(folder, protected)
        for more in ((), ("--names",)):
            with opened(folder, *more, data=data) as page:
                assert page.run(PLACE).startswith("동일인 확인"), page.run(PLACE)
                assert "내용을 표시하지 않습니다" in page.run(CARD), page.run(CARD)
                text = page.run(ALL)
                for secret in ("순자", "김○자", "03-12", "2000", "경춘로", "0743", "1945", "1947"):
                    assert secret not in text, (protected, more, secret)


def keys_wait_while_somebody_types(folder):
    with opened(folder) as page:
        for field in ("f-by", "f-text"):
            page.run(f"document.getElementById('{field}').focus()")
            page.press("s", "s")
            assert "0건 결정" in page.run(COUNTS) and page.run(f"document.getElementById('{field}').value") == "s"
            choose(page, field, "")
        page.run("document.activeElement.blur()")
        page.press("s", code="KeyS")
        page.press("Process", code="KeyN")  # while Hangul is typed
        page.press("ㅣ", code="KeyL")
        assert "2건 결정 · 나중에 1건" in page.run(COUNTS), page.run(COUNTS)
        page.run("document.getElementById('f-keys').click()")
        page.press("1", code="Digit1")
        assert "2건 결정" in page.run(COUNTS) and page.run("document.querySelectorAll('kbd').length") == 0


def everything_is_reached_and_heard(folder):
    with opened(folder) as page:
        walk = []
        for _ in range(24):
            page.press("Tab")
            walk.append(page.run("document.activeElement.id || document.activeElement.textContent"))
        for wanted in ("ko", "f-show", "f-whose", "f-by", "f-at", "f-keys", "결정 저장(CSV)", "저장한 결정 불러오기",
                       "같은 분 s", "다른 분 n", "나중에 l", "다음 j"):
            assert wanted in walk, (wanted, walk)
        page.run("document.querySelectorAll('.choices button')[1].focus()")
        page.press("Enter", "\r")
        page.wait(COUNTS + ".includes('1건 결정')")
        assert page.run("document.activeElement.id") == "question" and page.run(TOLD) == "결정했습니다: 다른 분."
        page.press("k")
        assert page.run("document.querySelector('[aria-pressed=true]').textContent") == "다른 분 n"
        page.run("document.getElementById('en').click()")
        assert page.run(PLACE) == "Pair of records · 1 of 186" and "Decision: Different persons" in page.run(CARD)
        assert page.run("document.title").startswith("dolbom Decide")
        assert page.run("document.documentElement.lang") == "en"
        choose(page, "f-text", "zzzz")
        assert "Nothing fits" in page.run("document.querySelector('.en .desk').textContent")
        page.press("s")
        choose(page, "f-text", "")
        choose(page, "f-show", "pairs")
        for _ in range(3):
            page.press("n")
        assert page.run("document.activeElement.textContent") == "Save decisions (CSV)", "all are decided"


def a_phone_does_not_scroll_sideways(folder):
    with opened(folder, "--names") as page:
        page.size(390)
        page.open(folder + "/out/review.html")
        for language in ("ko", "en"):
            page.run(f"document.getElementById('{language}').click()")
            for _ in range(12):
                page.run("document.querySelectorAll('details').forEach(details => details.open = true)")
                assert page.run(SIDEWAYS) == 0, (language, page.run(PLACE), page.run(SIDEWAYS))
                broken = page.run(BROKEN)
                assert broken == [], (language, page.run(PLACE), broken[:20])
                page.press("j")


def paper_has_what_was_decided(folder):
    with opened(folder) as page:
        page.press("s")
        page.run("window.dispatchEvent(new Event('beforeprint'))")
        page.ask("Emulation.setEmulatedMedia", media="print")
        assert "같은 분" in page.run("document.querySelector('.decided table').textContent")
        for hidden in (".answers", ".filters", ".bar"):
            assert page.run(f"getComputedStyle(document.querySelector('{hidden}')).display") == "none", hidden


def without_scripts_it_says_what_to_do(folder):
    with browser.Browser() as page:
        page.ask("Emulation.setScriptExecutionDisabled", value=True)
        page.open(run(folder))
        assert "스크립트를 허용해야 합니다" in page.run("document.querySelector('.ko .desk').textContent")


def with_nothing_to_decide_it_says_so(folder):
    with opened(folder, data=two_agencies(folder, [["a", "1", "김영희", "1950-01-02", "", "", "0"]])) as page:
        n = len(table(folder, "findings"))
        assert n == 0 and "결정할 건이 없습니다" in page.run("document.querySelector('.ko .desk').textContent"), n
        page.press("s")
        assert page.run(LEAVES) and not page.told, page.told


def values_of_others_do_not_act(folder):
    bad = "</script><img src=x onerror=document.title='acted'><svg onload=document.title='acted'>"
    write(folder, "in/agencies.csv", f'agency_id,name\na,"{bad}"\n__proto__,constructor\n')
    write(folder, "in/persons.csv", "agency_id,record_id,name,birth_date,phone\n" + "".join(
        f'{agency},"{bad}",{bad},1950-01-02,010-1234-5678\n' for agency in ("a", "__proto__")))
    header = "agency_id,service_id,record_id,programme,service_class,start_date,end_date,status\n"
    write(folder, "in/services.csv", header + "".join(
        f'{agency},s,"{bad}","{bad}",3101,2026-05-01,2026-06-20,delivered\n' for agency in ("a", "__proto__")))
    with opened(folder, "--names", data=folder + "/in") as page:
        choose(page, "f-show", "findings")
        choose(page, "f-text", "D03")
        assert page.run(CARD).count(bad) > 4 and "constructor" in page.run(CARD), page.run(CARD)
        assert "이름" in page.run("document.querySelector('.compare').textContent") and "[object" not in page.run(CARD)
        page.press("1")
        path, rows = saved(page, folder)
        assert page.run("document.querySelectorAll('img, [onload]').length") == 0
        assert page.run("document.title").startswith("dolbom ") and not page.told, page.told
    assert {row["agency_id"] for row in rows} == {"a", "__proto__"}, rows


def ten_thousand_are_no_burden(folder):
    people, services = [], []
    for n in range(10000):
        born, phone = f"{1930 + n % 70}-{1 + n % 12:02d}-{1 + n % 28:02d}", f"010-1000-{n:04d}"
        for agency in "ab":
            people.append([agency, f"r{n}", "김영희", born, phone, "", "0"])
            services.append((agency, f"r{n}"))
    path = run(folder, "--names", data=two_agencies(folder, people, services))
    with browser.Browser() as page:
        started = time.monotonic()
        page.open(path)
        assert "건 중 0건 결정" in page.run(COUNTS) and time.monotonic() - started < 10, page.run(COUNTS)
        slowest = page.run("""(() => {
            const timed = act => { const started = performance.now(); act(); return performance.now() - started; };
            const key = key => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
            const field = document.getElementById('f-text');
            document.querySelector('.decided').open = true;
            const keyed = Math.max(...[...'4'.repeat(300), 'j', 'k', 'u'].map(each => timed(() => key(each))));
            const search = text => { field.value = text; field.dispatchEvent(new Event('input')); };
            const searched = Math.max(...['김', 'r12', ''].map(text => timed(() => search(text))));
            return [keyed, searched];
          })()""")
        assert slowest[0] < 250 and slowest[1] < 1000, slowest
        drawn = page.run("document.querySelectorAll('*').length")
        assert "299건 결정" in page.run(COUNTS) and drawn < 2000, (page.run(COUNTS), drawn, page.told[:1])


def axe_finds_nothing(folder):
    if not AXE:
        return "skipped"
    with open(AXE, encoding="utf-8") as file:
        axe = file.read()
    path = run(folder)
    for width in (1280, 390):
        for scheme in ("light", "dark"):
            with browser.Browser() as page:
                page.size(width)
                page.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
                page.open(path)
                for language in ("ko", "en"):
                    page.run(f"document.getElementById('{language}').click()")
                    for key in ("s", "j", "j", "j"):
                        page.press(key)
                        page.run("document.querySelectorAll('details').forEach(details => details.open = true)")
                        page.run(axe + "; 0")
                        found = page.run("axe.run().then(all => all.violations.map(v => [v.id, v.nodes[0].html]))")
                        assert found == [], (width, scheme, language, found)
    return None


run_cases([decisions_made_by_key_are_applied_by_the_next_run, a_saved_file_is_taken_up_again,
           an_agency_decides_for_itself, what_was_answered_before_is_shown,
           doubtful_persons_are_asked_about_with_what_hangs_on_them,
           letters_that_differ_are_marked, nobody_who_is_protected_is_shown, keys_wait_while_somebody_types,
           everything_is_reached_and_heard, a_phone_does_not_scroll_sideways, paper_has_what_was_decided,
           without_scripts_it_says_what_to_do, with_nothing_to_decide_it_says_so, values_of_others_do_not_act,
           ten_thousand_are_no_burden, axe_finds_nothing])
