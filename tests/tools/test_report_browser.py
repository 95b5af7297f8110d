#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""report.html in a real browser, where there is one: what officers click, type, hear, print, on a desk and a phone.

With DOLBOM_AXE=axe.min.js the page is examined by axe as well.
"""
import base64
import csv
import io
import os
import subprocess
import sys
import time

import browser
from cases import run_cases
from command_case import DOLBOM, write
from report_page import BROKEN, SIDEWAYS, thirty_agencies

if not browser.program():
    print("there is no Chromium here: the report is not driven")
    sys.exit(77)

SOURCE = os.environ["DOLBOM_SOURCE"]
POLICY = os.path.join(SOURCE, "policy")
AXE = os.environ.get("DOLBOM_AXE")
CASES = "document.querySelectorAll('.case').length"
STATUS = "document.querySelector('[role=status]').textContent"


def report(folder, data=os.path.join(SOURCE, "examples", "namyangju"), *more):
    subprocess.run([DOLBOM, "reconcile", "--in", data, "--policy", POLICY, "--as-of", "2026-06-30", "--out",
                    folder + "/out", "--quiet", *more], check=True)
    return folder + "/out/report.html"


def shown(folder, *arguments):
    page = browser.Browser()
    page.open(report(folder, *arguments))
    return page


def choose(page, name, value):
    page.run(f"(() => {{ const f = document.getElementById('f-{name}'); f.value = {value!r};"
             "f.dispatchEvent(new Event(f.type === 'search' ? 'input' : 'change')); })()")


def cases_are_drawn_searched_and_turned(folder):
    with shown(folder) as page:
        assert page.run(CASES) == 25 and "186건" in page.run(STATUS), page.run(STATUS)
        first = page.run("document.querySelector('.case code').textContent")
        choose(page, "text", first)
        assert page.run(CASES) == 1 and page.run(STATUS) == "186건 중 1건", page.run(STATUS)
        choose(page, "text", "zzzz")
        assert page.run(CASES) == 0
        assert "조건에 맞는 사례가 없습니다" in page.run("document.querySelector('.list').textContent")
        choose(page, "text", "")
        choose(page, "rule", "O01")
        assert page.run(CASES) == 3, page.run(STATUS)
        page.run("[...document.querySelectorAll('.filters button')].pop().click()")
        seen = set()
        while True:
            seen |= set(page.run("[...document.querySelectorAll('.case')].map(c => c.getAttribute('aria-labelledby'))"))
            if page.run("document.querySelector('nav.bar button:last-child').disabled"):
                break
            page.run("document.querySelector('nav.bar button:last-child').click()")
        assert len(seen) == 186, len(seen)
        assert not page.told, page.told


def a_link_leads_to_a_case(folder):
    with shown(folder) as page:
        id = page.run("document.querySelectorAll('.case code')[20].textContent.slice(0, 8)")
        page.open(folder + "/out/report.html#" + id)
        assert page.run(STATUS) == "186건 중 1건" and page.run("document.querySelector('.case details').open")


def agencies_lead_to_their_cases(folder):
    with shown(folder) as page:
        page.run("document.querySelector('.ko [data-agency=hope-east] button').click()")
        row = "document.querySelector('.ko [data-agency=hope-east]').parentElement"
        n = page.run(f"Number({row}.lastChild.textContent)")
        assert page.run(STATUS).startswith(f"186건 중 {n}건"), (n, page.run(STATUS))


def without_cases_nothing_leads_to_them(folder):
    write(folder, "in/agencies.csv", "agency_id,name\na,가람복지관\n")
    write(folder, "in/persons.csv", "agency_id,record_id,name,birth_date,zone_id\na,r,김영희,1950-01-02,east\n")
    with shown(folder, folder + "/in") as page:
        assert page.run("document.querySelector('.ko [data-agency=a]').textContent") == "가람복지관"
        page.run("for (const each of document.querySelectorAll('main button')) each.click()")
        assert page.run("document.querySelectorAll('main button').length") == 0 and not page.told, page.told
        assert "확인할 사례가 나오지 않았습니다" in page.run("document.querySelector('.ko .desk').textContent")


def the_weakest_links_are_shown(folder):
    world = thirty_agencies(folder)
    with shown(folder, world) as page:
        page.run("document.querySelectorAll('.bar button')[0].click()")
        text = page.run("document.querySelector('.list').textContent")
        assert "근거 기록 10건이 더 있습니다" in text, text
        case = "[...document.querySelectorAll('.case')].find(c => c.textContent.includes('근거 기록 10건이 더'))"
        assert page.run(case + ".querySelectorAll('.levels').length") == 6
        assert "나머지 184쌍은 pairs.csv" in page.run(case + ".textContent"), page.run(case + ".textContent")
        assert not page.told, page.told


def a_case_shows_records_time_and_link(folder):
    with shown(folder) as page:
        choose(page, "rule", "D03")
        page.run("document.querySelectorAll('.bar button')[0].click()")  # open all
        case = "document.querySelector('.case')"
        assert page.run(case + ".querySelectorAll('.rows li').length") == 3
        for words in ("희망케어 결연후원금", "P0000308", "S00001463", "50,000원", "겹친 기간", "기준일", "이름: 같음",
                      "같은 분일 확률"):
            assert words in page.run(case + ".textContent"), words
        assert page.run(case + ".querySelectorAll('.time rect.mark-given').length") == 3
        choose(page, "rule", "O01")
        page.run("document.querySelectorAll('.bar button')[0].click()")
        assert page.run(case + ".querySelectorAll('.mark-about.gap').length") == 2, "drawn, and in the legend"
        choose(page, "rule", "D16")
        page.run("document.querySelectorAll('.bar button')[0].click()")
        assert "같은 분으로 본 근거" not in page.run("document.querySelector('.list').textContent"), "these are three people"
        choose(page, "rule", "D13")
        page.run("document.querySelectorAll('.bar button')[0].click()")
        assert page.run("document.querySelectorAll('.time .mark-death').length") == 3, "three died, three moved"
        assert not page.told, page.told


def the_other_language_is_a_key_away(folder):
    with shown(folder) as page:
        page.press("Tab")
        assert page.run("document.activeElement.id") == "ko"
        page.press("ArrowRight")
        assert page.run("document.documentElement.lang") == "en" and page.run(STATUS).startswith("186 in all")
        assert page.run("document.title").startswith("dolbom Duplicates") and page.run(CASES) == 25
        assert page.run("document.querySelectorAll('.ko .case').length") == 0


def everything_is_reached_by_keys(folder):
    with shown(folder) as page:
        walk = []
        for _ in range(16):
            page.press("Tab")
            walk.append(page.run("document.activeElement.id || document.activeElement.textContent"))
        for wanted in ("ko", "f-text", "f-agency", "f-rule", "f-order", "f-overdue", "조건 지우기", "모두 펼치기"):
            assert wanted in walk, (wanted, walk)
        page.run("document.querySelectorAll('.case summary')[1].focus()")
        page.press("Enter", "\r")
        page.wait("document.querySelectorAll('.case details')[1].open")
        page.wait("document.querySelectorAll('.case')[1].querySelectorAll('.rows li').length > 0")
        assert page.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def a_phone_does_not_scroll_sideways(folder):
    with shown(folder) as page:
        page.size(390)
        page.open(folder + "/out/report.html")
        for language in ("ko", "en"):
            page.run(f"document.getElementById('{language}').click()")
            page.run("document.querySelectorAll('.bar button')[0].click()")
            page.run("document.querySelectorAll('details').forEach(details => details.open = true)")
            assert page.run(SIDEWAYS) == 0, (language, page.run(SIDEWAYS))
            broken = page.run(BROKEN)
            assert broken == [], (language, len(broken), broken[:20])


def paper_has_what_was_asked_for(folder):
    with shown(folder) as page:
        choose(page, "severity", "4")
        n = int(page.run(STATUS).split("중 ")[1].split("건")[0])
        page.run("window.dispatchEvent(new Event('beforeprint'))")
        assert page.run(CASES) == n == 24
        page.run("window.dispatchEvent(new Event('afterprint'))")
        paper = base64.b64decode(page.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"])
        assert paper.startswith(b"%PDF") and paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") + paper.count(
            b"/Type /Page/") > 3
        page.ask("Emulation.setEmulatedMedia", media="print")
        assert page.run("getComputedStyle(document.querySelector('.filters')).display") == "none"


def without_scripts_there_is_a_table(folder):
    with browser.Browser() as page:
        page.ask("Emulation.setScriptExecutionDisabled", value=True)
        page.open(report(folder))
        assert page.run("document.querySelectorAll('.ko .desk tbody tr').length") == 100
        assert page.run("document.querySelectorAll('.filters').length") == 0


def values_of_others_do_not_act(folder):
    bad = "</script><img src=x onerror=document.title='acted'><svg onload=document.title='acted'>"
    write(folder, "in/agencies.csv", f'agency_id,name\na,"{bad}"\n__proto__,constructor\n')
    write(folder, "in/persons.csv", "agency_id,record_id,name,birth_date,phone\n" + "".join(
        f'{agency},"{bad}",{bad},1950-01-02,010-1234-5678\n' for agency in ("a", "__proto__")))
    header = "agency_id,service_id,record_id,programme,service_class,start_date,end_date,status\n"
    write(folder, "in/services.csv", header + "".join(
        f'{agency},s,"{bad}","{bad}",3101,2026-05-01,2026-06-20,delivered\n' for agency in ("a", "__proto__")))
    with shown(folder, folder + "/in") as page:
        choose(page, "rule", "D03")
        page.run("document.querySelectorAll('.bar button')[0].click()")
        text = page.run("document.querySelector('.case').textContent")
        assert text.count(bad) > 4 and "constructor" in text, text
        assert page.run("document.querySelectorAll('img, [onload]').length") == 0
        assert page.run("document.title").startswith("dolbom ") and not page.told, page.told


def ten_thousand_are_no_burden(folder):
    people, services = [], []
    for n in range(10000):
        born, phone = f"{1930 + n % 70}-{1 + n % 12:02d}-{1 + n % 28:02d}", f"010-1000-{n:04d}"
        for agency in "ab":
            people.append([agency, f"r{n}", "김영희", born, phone])
            services.append([agency, f"s{n}", f"r{n}", "lunch", "3101", "2026-05-01", "2026-06-20", "delivered"])
    for name, header, rows in (("agencies", "agency_id,name", [["a", "가람"], ["b", "나루"]]),
                               ("persons", "agency_id,record_id,name,birth_date,phone", people),
                               ("services", "agency_id,service_id,record_id,programme,service_class,"
                                            "start_date,end_date,status", services)):
        text = io.StringIO()
        csv.writer(text).writerows([header.split(","), *rows])
        write(folder, f"in/{name}.csv", text.getvalue())
    path = report(folder, folder + "/in")
    with browser.Browser() as page:
        started = time.monotonic()
        page.open(path)
        assert page.run(CASES) == 25 and time.monotonic() - started < 10, time.monotonic() - started
        slowest = page.run("""(() => {
            const field = document.getElementById('f-text');
            return Math.max(...['김', '가람 r12', 'nothing', ''].map(text => {
              const started = performance.now();
              field.value = text;
              field.dispatchEvent(new Event('input'));
              return performance.now() - started;
            }));
          })()""")
        assert slowest < 1000, slowest
        assert page.run("document.querySelectorAll('*').length") < 5000


def axe_finds_nothing(folder):
    if not AXE:
        return "skipped"
    with open(AXE, encoding="utf-8") as file:
        axe = file.read()
    path = report(folder)
    for width in (1280, 390):
        for scheme in ("light", "dark"):
            with browser.Browser() as page:
                page.size(width)
                page.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
                page.open(path)
                for language in ("ko", "en"):
                    page.run(f"document.getElementById('{language}').click()")
                    page.run("document.querySelectorAll('.bar button')[0].click()")
                    page.run(axe + "; 0")
                    found = page.run("axe.run().then(result => result.violations.map(v => [v.id, v.nodes[0].html]))")
                    assert found == [], (width, scheme, language, found)
    return None


run_cases([cases_are_drawn_searched_and_turned, a_link_leads_to_a_case, agencies_lead_to_their_cases,
           without_cases_nothing_leads_to_them, the_weakest_links_are_shown,
           a_case_shows_records_time_and_link,
           the_other_language_is_a_key_away, everything_is_reached_by_keys, a_phone_does_not_scroll_sideways,
           paper_has_what_was_asked_for, without_scripts_there_is_a_table, ten_thousand_are_no_burden,
           values_of_others_do_not_act, axe_finds_nothing])
