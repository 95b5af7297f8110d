#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A welfare officer's own exports go in as they are: Korean headers and file names, titles, totals, CP949, words for
status, one file per programme, one folder per agency."""
import json
import os

import command_case
import workbooks
from cases import run_cases
from command_case import Run, table

POLICY = {"programmes": "programme,name,service_class,layer,unit,grain\nlunch,도시락배달,3102,private,person,day\n"
                        "side,밑반찬지원,3103,private,person,day\n",
          "need_map": "need_class,service_class\nfood,31\n"}
GARAM = "가람복지관/"
FILES = {
    GARAM + "복지관_명단.csv": ("cp949", "2026년 상반기 이용자 명단,,,,,\r\n(기준일: 2026.6.30),,,,,\r\n\r\n"
                           "연번,대상자번호,성 명,생년월일,연락처(휴대폰),세대주관계\r\n"
                           "1,G-1,김순자,1945.3.15,010-1234-5678,본인\r\n"
                           "2,G-2,이영희,50.1.2,,배우자\r\n,,,,,\r\n합계,,2명,,,\r\n"),
    GARAM + "도시락배달.csv": ("cp949", "도시락 배달 실적;;;;\r\n서비스번호;대상자번호;사업명;제공일;제공여부\r\n"
                          "1;G-1;도시락배달;2026.6.3;제공완료\r\n2;G-1;도시락배달;2026.6.4;제공 완료\r\n"
                          "소계;;2건;;\r\n3;G-2;도시락배달;2026.6.3;미제공\r\n총계;;3건;;\r\n"),
    GARAM + "밑반찬_지원내역.csv": ("cp949", "서비스번호,이용자번호,서비스명,지원일자,지원금액,상태\r\n"
                             "4,G-1,밑반찬지원,2026-06-05,\"12,000원\",제공\r\n"),
    "나루센터/이용자.csv": ("utf-8-sig", "이용자ID\t이름\t생년월일\t도로명주소\n"
                       "77\t김순자\t1945-03-15\t서울특별시 중구 세종대로 110\n78\t박철수\t1961-02-03\t\n"),
    "나루센터/서비스내역.csv": ("utf-16", "제공번호,이용자ID,프로그램명,시작일,종료일,진행상태\n"
                         "1,77,도시락배달,2026-06-01,2026-06-10,제공완료\n"),
    "다솜의집/수급자_명단.csv": ("utf-8", "등록번호,성명,주민등록번호,비고\n1,최영수,610203-1,\n"),
    "다솜의집/기타.csv": ("utf-8", "품목,수량\n쌀,3\n"),
}


def write(folder, files=None):
    for name, (encoding, text) in {**FILES, **(files or {})}.items():
        path = os.path.join(folder, "in", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding=encoding, newline="") as file:
            file.write(text)
    for name, text in POLICY.items():
        os.makedirs(folder + "/policy", exist_ok=True)
        with open(f"{folder}/policy/{name}.csv", "w", encoding="utf-8") as file:
            file.write(text)
    with open(folder + "/map.yaml", "w", encoding="utf-8") as file:
        file.write("agency: folder\n")


def reconcile(folder, *more, plan="map.yaml"):
    plan = ("--plan", f"{folder}/{plan}") if plan else ()
    return Run(folder, "reconcile", "--in", folder + "/in", "--policy", folder + "/policy", "--as-of", "2026-06-30",
               *plan, *more)


def log(folder):
    with open(folder + "/out/run.json", encoding="utf-8") as file:
        return json.load(file)["tables"]


def a_folder_of_exports_goes_in(folder):
    write(folder)
    run = reconcile(folder)
    assert run.code == 0, run.told
    tables = log(folder)
    assert {t: tables[t]["rows_in"] for t in ("persons", "services")} == {"persons": 5, "services": 5}, tables
    assert tables["persons"]["rejected"] == 0 and tables["services"]["rejected"] == 0, table(folder, "rejects")
    assert tables["persons"]["skipped"] == {"title": 2, "blank": 1, "total": 1}, tables["persons"]
    assert tables["services"]["skipped"] == {"title": 1, "total": 2}, tables["services"]
    known = tables["persons"]["understood"]["가람복지관/복지관_명단.csv"]
    assert known == {"agency_id": "가람복지관", "record_id": "대상자번호", "name": "성 명", "birth_date": "생년월일",
                     "phone": "연락처(휴대폰)", "relation": "세대주관계"}, known
    assert "기타.csv: 읽지 않음" in run.told and "머리글로 알아본 열" in run.told, run.told
    columns = {file: about for file, note, about in notes(folder) if note == "columns understood by their headers"}
    assert columns["가람복지관/도시락배달.csv"].startswith("services: 서비스번호 → service_id, 대상자번호 → "), columns
    words = [file for file, about in columns.items() if " (and its words)" in about]
    assert words == ["가람복지관/복지관_명단.csv", "가람복지관/도시락배달.csv", "가람복지관/밑반찬_지원내역.csv",
                     "나루센터/서비스내역.csv"], columns
    assert len({r["person_id"] for r in table(folder, "person_records")}) == 4, "김순자 is one person"
    found = [f for f in table(folder, "findings") if f["rule"] in ("D03", "D04")]
    assert found and {f["agencies"] for f in found} == {"가람복지관;나루센터"}, found


def every_command_says_what_it_took_by_headers_and_words(folder):
    write(folder)
    for name in FILES:
        if not name.endswith(("복지관_명단.csv", "도시락배달.csv")):
            os.remove(f"{folder}/in/{name}")
    command_case.write(folder, "policy/eligibility.csv",
                       "programme,version,clause,fact,op,value\nlunch,1,1,age,>=,65\n")
    common = ("--in", folder + "/in", "--policy", folder + "/policy", "--plan", folder + "/map.yaml",
              "--as-of", "2026-06-30")
    planned = {"agency_id": "가람복지관", "record_id": "G-1", "programme": "lunch", "start_date": "2026-07-01"}
    for command in (("check", "--service", json.dumps(planned)), ("simulate", "--person", "가람복지관/G-1")):
        run = Run(folder, *command, *common)
        assert "복지관_명단.csv: persons: 대상자번호 → record_id" in run.told, run.told
        assert "제공여부 → status(적힌 말 포함)" in run.told, run.told
        assert Run(folder, *command, *common, "--quiet").told == "", run.told
    write(folder)
    assert "(파일 6개, 자세한 내용은 dolbom inspect): " in Run(folder, *command, *common).told, command
    said = Run(folder, "inspect", folder + "/in").said
    assert "제공여부 → 상태(status)  머리글로 알아봄, 값 3건 중 3건 읽음, 적힌 말은 흔히 쓰는 뜻으로 읽음" in said, said


def an_error_in_a_guessed_column_does_no_harm(folder):
    write(folder)
    rows = [["이름", "생년월일", "연락처", "사업명", "제공일", "상태"],
            ["김순자", "1945.3.15", workbooks.Cell("#N/A", "e"), "도시락배달", "2026.6.4", "제공"]]
    rows += [["김순자", "1945.3.15", "ㄱㄴ", "도시락배달", f"2026.6.{day}", "제공"] for day in range(5, 9)]
    workbooks.write_workbook(folder + "/in/" + GARAM + "지원내역.xlsx", {"내역": rows})
    with open(folder + "/map.yaml", "w", encoding="utf-8") as file:
        file.write("agency: folder\nmade: {services: {service_id: row, record_id: person}}\n")
    run = reconcile(folder)
    assert run.code == 0 and not table(folder, "rejects"), (run.told, table(folder, "rejects"))
    assert "연락처 열은 phone일 수 있으나 확실하지 않아 읽지 않음" in run.told, run.told


def a_file_may_be_named_for_its_programme(folder):
    """No column says it; the policy's names do, in the name of the sheet or file; of two the longer counts."""
    def rows(*days, head=("이름", "생년월일", "제공일")):
        return [list(head)] + [["김순자", "1945.3.15", day] for day in days]

    def text(*days):
        return "".join(",".join(row) + "\n" for row in rows(*days))

    def put(name, sheets):
        path = f"{folder}/in/{name}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        workbooks.write_workbook(path, sheets)

    write(folder, {GARAM + "도시락 배달_명단(6월).csv": ("cp949", text("2026.6.3", "2026.6.4"))})
    for name in ("도시락배달.csv", "밑반찬_지원내역.csv"):
        os.remove(f"{folder}/in/{GARAM}{name}")
    command_case.write(folder, "policy/programmes.csv", POLICY["programmes"] + "box,도시락,3103,private,person,day\n")
    put(GARAM + "6월.xlsx", {"밑반찬지원": rows("2026.6.3"), "side": rows("2026.6.4")})
    common = ("inspect", folder + "/in", "--policy", folder + "/policy")
    run = Run(folder, *common, "--write", folder + "/new.yaml")
    assert "도시락 배달_명단(6월).csv\n  표 제공 내역(services)" in run.said and "이름으로 보아 사업은 lunch" in run.said, run.said
    assert run.said.count("이름으로 보아 사업은 side") == 2, run.said
    with open(folder + "/new.yaml", encoding="utf-8") as file:
        plan = file.read()
    assert "#   services: {service_id: row, record_id: person, programme: file}\n" in plan, plan
    assert "file 파일이나 시트 이름에 있는 사업" in plan and "programme: …" not in plan, plan
    for line in ("agency:", "made:", "  services: {", "constants: {services: {status"):
        plan = plan.replace("# " + line, line)
    with open(folder + "/map.yaml", "w", encoding="utf-8") as file:
        file.write(plan)
    run = reconcile(folder)
    assert run.code == 0 and not table(folder, "rejects"), (run.told, table(folder, "rejects"))
    [services] = [row for row in table(folder, "table_counts") if row["table"] == "services"]
    assert services["accepted"] == "5", services
    named = {(file, about) for file, note, about in notes(folder)
             if note == "programme is known by the name of the file or sheet"}
    assert named == {(GARAM + "도시락 배달_명단(6월).csv", "lunch"), (GARAM + "6월.xlsx!밑반찬지원", "side"),
                     (GARAM + "6월.xlsx!side", "side")}, named
    [found] = [json.loads(f["detail"])["rows"] for f in table(folder, "findings") if f["rule"] == "D03"]
    assert sorted(row["programme"] for row in found) == ["lunch"] * 3 + ["side"] * 2, found
    for name in ("도시락배달 밑반찬지원.csv", "이용 내역.csv"):  # two of them, and none
        os.replace(f"{folder}/in/{GARAM}도시락 배달_명단(6월).csv", f"{folder}/in/{GARAM}services_{name}")
        run = reconcile(folder)
        words = f"services_{name}, line 1: table services needs a column programme"
        assert run.code == 3 and words in run.told, run.told
        os.replace(f"{folder}/in/{GARAM}services_{name}", f"{folder}/in/{GARAM}도시락 배달_명단(6월).csv")


def the_programme_may_be_a_constant(folder):
    write(folder)
    command_case.write(folder, "in/" + GARAM + "services_6월.csv",
                       "번호,대상자번호,제공일,원\n9,G-1,2026-06-03,\"4,000\"\n")
    Run(folder, "inspect", folder + "/in", "--write", folder + "/new.yaml")
    with open(folder + "/new.yaml", encoding="utf-8") as file:
        plan = file.read()
    line = "# constants: {services: {status: delivered, programme: …}}  # 확인: 모두 제공이 끝난 내역이고 사업이"
    assert line in plan and 'amount_won: ["원", "지원금액"]' in plan, plan
    with open(folder + "/map.yaml", "w", encoding="utf-8") as file:
        file.write("agency: folder\nmade: {services: {service_id: row}}\n"
                   "constants: {services: {status: delivered, programme: lunch}}\n")
    run = reconcile(folder)
    assert run.code == 0 and not table(folder, "rejects"), (run.told, table(folder, "rejects"))


def the_same_bytes_come_out_whatever_the_threads(folder):
    write(folder)
    outputs = []
    for threads in ("1", "2"):
        run = reconcile(folder, "--threads", threads, "--out", f"{folder}/{threads}")
        assert run.code == 0, run.told
        outputs.append({n: open(f"{folder}/{threads}/{n}", "rb").read() for n in ("run.json", "findings.csv")})
    assert outputs[0] == outputs[1]


def what_is_not_certain_is_not_used(folder):
    many = "".join(f"{i},X-{i},박영수,미상아님{i},{'010-1234-%04d' % i if i < 5 else '모름%d' % i}\n" for i in range(20))
    write(folder, {GARAM + "추가_명단.csv": ("utf-8", "연번,대상자번호,성명,생년월일,연락처\n" + many),
                   GARAM + "둘_명단.csv": ("utf-8", "대상자번호,성명,이름,생년월일\nY-1,김하나,김둘,1950-01-01\n")})
    run = reconcile(folder, "--max-rejects", "100")
    assert run.code == 0, run.told
    understood = log(folder)["persons"]["understood"]
    assert "birth_date" not in understood[GARAM + "추가_명단.csv"], understood
    assert "phone" not in understood[GARAM + "추가_명단.csv"], understood
    assert "name" not in understood[GARAM + "둘_명단.csv"], "two columns say they are the name"
    assert "생년월일 열은 birth_date일 수 있으나" in run.told and "이름 열은 name일 수" in run.told, run.told
    assert "박영수" not in run.told and "미상아님" not in run.told, run.told


def a_plan_goes_before_usual_headers(folder):
    write(folder)
    with open(folder + "/map.yaml", "w", encoding="utf-8") as file:
        file.write("agency: folder\ncolumns:\n  persons: {record_id: [연번, 이용자ID, 등록번호]}\n"
                   "values:\n  services: {status: {제공완료: ended, 제공: cancelled, 미제공: cancelled}}\n")
    run = reconcile(folder)
    assert run.code == 0 and log(folder)["services"]["rejected"] == 4, "records of one agency are called otherwise"
    assert "대상자번호 열은" not in run.told, "the plan has said what record_id is"
    assert {r["reason"] for r in table(folder, "rejects")} == {"ORPHAN"}, table(folder, "rejects")
    assert sorted(r["record_id"] for r in table(folder, "person_records")) == ["1", "1", "2", "77", "78"]


def files_name_their_agency_and_constants_fill_what_they_lack(folder):
    """Of a name the agency is what comes after the last `_`, or all of it."""
    for name, rows in (("persons_가람", "대상자번호,성명\nG-1,김순자\n"), ("다솜", "대상자번호,성명\nD-1,박철수\n"),
                       ("이용자_명단_나루", "대상자번호,성명,성별\nN-1,김순자,남\nN-2,이영희,\n"),
                       ("persons", "agency_id,대상자번호,성명\n온누리,O-1,최영수\n")):
        command_case.write(folder, f"in/{name}.csv", rows)
    command_case.write(folder, "map.yaml", "agency: file\nconstants: {persons: {sex: 여}}\n")
    run = Run(folder, "clean", "--in", folder + "/in", "--plan", folder + "/map.yaml")
    assert run.code == 0, run.told
    found = sorted((r["agency_id"], r["record_id"], r["sex"]) for r in table(folder, "cleaned"))
    assert found == [("가람", "G-1", "F"), ("나루", "N-1", "M"), ("나루", "N-2", ""), ("다솜", "D-1", "F"),
                     ("온누리", "O-1", "F")], found


def without_an_agency_nothing_is_guessed(folder):
    write(folder)
    run = reconcile(folder, plan=None)
    assert run.code == 3 and "needs a column agency_id" in run.told, run.told


def names_that_programs_gave_are_no_tables(folder):
    write(folder, {"나루센터/backup.csv": FILES["나루센터/이용자.csv"]})
    run = reconcile(folder)
    assert run.code == 0 and "(파일 2개): 나루센터/backup.csv, 다솜의집/기타.csv\n" in run.told, run.told


def inspect_says_what_files_are(folder):
    write(folder, {"나루센터/명단.pdf": ("utf-8", "%PDF-1.4\n"),
                   GARAM + "추가_명단.csv": ("utf-8", "대상자번호,성명,연락처\nCANARY-1,카나리아,없어요\n"
                                                "X-2,카나리아,우리집\n")})
    run = Run(folder, "inspect", folder + "/in")
    assert run.code == 0 and not run.told, run.told
    for words in ("가람복지관/복지관_명단.csv\n  표 대상자 명단(persons), windows-949, 구분자 쉼표, 머리글 4행, 자료 2행",
                  "  성 명 → 이름(name)  머리글로 알아봄, 값 2건 중 2건 읽음", "  연번  읽지 않음", "없는 필수 열: 기관(agency_id)",
                  "대상자 행이 아님: 합계 1행(8행부터)", "연락처 → 전화번호(phone) ?  확인 필요: 값 2건 중 1건만 읽음(읽지 못한 값의 꼴: ㅇㅇㅇ",
                  "표 제공 내역(services), UTF-16LE, 구분자 쉼표", "구분자 쌍반점, 머리글 2행, 자료 3행", "명단.pdf\n  읽지 않음: PDF",
                  "기타.csv\n  읽지 않음: 이름도 열도"):
        assert words in run.said, (words, run.said)
    assert "CANARY" not in run.said and "카나리아" not in run.said and "없어요" not in run.said, run.said
    english = Run(folder, "inspect", folder + "/in", "--lang", "en", "--plan", folder + "/map.yaml",
                  "--as-of", "2026-06-30")
    assert "agency_id is filled in" in english.said and "it is a PDF" in english.said, english.said
    lines = english.said.splitlines()
    assert lines[lines.index("rows that would be rejected") + 1:][:1] == ["  none"], english.said


def inspect_tells_the_first_of_each_kind_of_rejects(folder):
    write(folder, {GARAM + "간식_제공.csv": ("utf-8", "서비스번호,대상자번호,사업명,제공일,상태\n" + "".join(
        f"S{i},G-1,도시락배달,{'2026-06-01' if i < 50 else '6월중'},제공\n" for i in range(52)))})
    run = Run(folder, "inspect", folder + "/in", "--plan", folder + "/map.yaml", "--as-of", "2026-06-30")
    assert f"\n  {GARAM}간식_제공.csv 52: 시작일(start_date) 올바르지 않은 날짜(DATE), 2건\n" in run.said, run.said


def inspect_writes_a_mapping_that_is_used(folder):
    write(folder)
    plain = reconcile(folder)
    before = {n: table(folder, n) for n in ("findings", "person_records", "rejects")}
    run = Run(folder, "inspect", folder + "/in", "--write", folder + "/new.yaml")
    assert plain.code == 0 and run.code == 0, run.told
    with open(folder + "/new.yaml", encoding="utf-8") as file:
        text = file.read()
    assert '    name: ["성 명", "이름", "성명"]\n' in text and '      "제공완료": delivered\n' in text, text
    assert "\n# agency: folder" in text, text
    with open(folder + "/new.yaml", "w", encoding="utf-8") as file:
        file.write(text.replace("\n# agency: folder", "\nagency: folder"))
    again = reconcile(folder, plan="new.yaml")
    assert again.code == 0, again.told
    assert before == {n: table(folder, n) for n in before}
    assert Run(folder, "inspect", folder + "/in", "--write", folder + "/new.yaml").code == 4, "it is not replaced"
    both = Run(folder, "inspect", folder + "/in", "--write", folder + "/x.yaml", "--plan", folder + "/new.yaml")
    assert both.code == 2, both.told
    single = Run(folder, "inspect", folder + "/in/나루센터/서비스내역.csv")
    assert "서비스내역.csv\n  표 제공 내역(services)" in single.said, single.said


def a_guess_is_a_comment(folder):
    write(folder, {"마을/persons.csv": ("utf-8", "agency_id,대상자번호,성명,이름,전화\nM,1,김하나,김둘,집\n")})
    run = Run(folder, "inspect", folder + "/in/마을", "--write", folder + "/new.yaml")
    assert run.code == 0, run.told
    with open(folder + "/new.yaml", encoding="utf-8") as file:
        lines = file.read().splitlines()[1:]
    assert lines[:4] == ["columns:", "  persons:", '    record_id: ["대상자번호"]',
                         '    # name: "성명"  # 확인: 값 1건 중 1건 읽음'], lines
    assert lines[5].startswith('    # phone: "전화"') and len(lines) == 6, lines


def words_of_a_column_that_the_plan_names_are_read(folder):
    """O and X, with so many others that the header is not believed until somebody confirms it."""
    marks = ["O", "X", "○", "×", "비고란"] * 4
    rows = "".join(f"{i},G-1,도시락배달,2026.6.{i + 1},{mark}\n" for i, mark in enumerate(marks))
    write(folder, {GARAM + "도시락배달.csv": ("utf-8", "서비스번호,대상자번호,사업명,제공일,제공여부\n" + rows)})
    for name in ("나루센터/서비스내역.csv", GARAM + "밑반찬_지원내역.csv"):
        os.remove(f"{folder}/in/{name}")
    Run(folder, "inspect", folder + "/in", "--write", folder + "/new.yaml")
    with open(folder + "/new.yaml", encoding="utf-8") as file:
        plan = file.read()
    assert '    # status: "제공여부"' in plan and '      "x": cancelled\n' in plan, plan
    plan = plan.replace("# status:", "status:").replace("# agency:", "agency:")
    for text in (plan, plan[:plan.index("values:")]):  # without its words, too
        with open(folder + "/map.yaml", "w", encoding="utf-8") as file:
            file.write(text)
        run = reconcile(folder, "--max-rejects", "100")
        services = log(folder)["services"]
        assert run.code == 0 and (services["accepted"], services["rejected"]) == (16, 4), (run.told, services, text)


def usual_headers_hold_in_files_without_the_names_of_the_plan(folder):
    write(folder, {GARAM + "복지관_명단.csv": ("utf-8", "대상자번호,부르는이름,성명\nG-1,김순자,김모\nG-2,이영희,이모\n"),
                   "나루센터/이용자.csv": ("utf-8", "이용자ID,성함\n77,박철수\n")})
    with open(folder + "/map.yaml", "a", encoding="utf-8") as file:
        file.write("columns: {persons: {name: 부르는이름}}\n")
    run = reconcile(folder)
    known = log(folder)["persons"]["understood"]
    assert known["나루센터/이용자.csv"]["name"] == "성함" and "name" not in known[GARAM + "복지관_명단.csv"], known
    assert run.code == 0 and "성함 열은" not in run.told, run.told


def a_run_without_services_says_first_that_they_were_not_checked(folder):
    write(folder)
    first = "주의: 제공 내역(services 표)이 없어 서비스에 대해서는 아무것도 점검하지 못했습니다.\n"
    assert first not in reconcile(folder, "--lang", "ko").said
    for name in ("도시락배달", "밑반찬_지원내역"):
        os.remove(f"{folder}/in/{GARAM}{name}.csv")
    os.remove(folder + "/in/나루센터/서비스내역.csv")
    run = reconcile(folder, "--lang", "ko", "--out", folder + "/two")
    assert run.code == 0 and run.said.startswith(first + "\n"), run.said
    run = reconcile(folder, "--lang", "ko", "--out", folder + "/three", "--summary", "short")
    assert first.replace("주의:", "-") in run.said, run.said
    run = Run(folder, "link", "--in", folder + "/in", "--plan", folder + "/map.yaml", "--out", folder + "/four")
    assert run.code == 0 and "services" not in run.said, "link looks for nothing of services"


def headers_of_home_delivery_are_usual(folder):
    write(folder, {GARAM + "복지관_명단.csv": ("utf-8", "대상자번호,어르신성함,주민번호앞자리,사는곳\n"
                                          "G-1,김순자,450315-2,서울 중구 세종대로 110\nG-2,이영희,500102-2,\n"),
                   GARAM + "도시락_제공내역.csv": ("utf-8", "서비스번호,대상자번호,받으신분,사업명,배달일,배달여부\n"
                                         "91,G-1,김순자,도시락배달,2026.6.3,O\n92,G-1,김순자,도시락배달,2026.6.4,X\n")})
    run = reconcile(folder)
    known = {**log(folder)["persons"]["understood"], **log(folder)["services"]["understood"]}
    assert run.code == 0 and log(folder)["services"]["rejected"] == 0, run.told
    assert [known[GARAM + "복지관_명단.csv"][ours] for ours in ("name", "rrn", "address")] == \
        ["어르신성함", "주민번호앞자리", "사는곳"], known
    assert [known[GARAM + "도시락_제공내역.csv"][ours] for ours in ("start_date", "status")] == ["배달일", "배달여부"], known


def rules_that_found_nothing_are_few_lines(folder):
    """Those that did not run by what is missing; the findings of the others have a line each."""
    write(folder)
    said = {language: reconcile(folder, "--lang", language, "--out", f"{folder}/{language}").said.split("\n")
            for language in ("ko", "en")}
    for language, none, missing in (("ko", "결과 없음 ", "  stays 표가 없음: D12"),
                                    ("en", "nothing found by ", "  table missing: stays: D12")):
        lines = said[language]
        assert any(line.startswith(none) for line in lines) and missing in lines, lines
        found = [line for line in lines if line.startswith("  D") or line.startswith("  O")]
        runs = table(folder, "rule_runs", language)
        assert [line.split()[0] for line in found] == [r["rule"] for r in runs if r["rule"][0] in "DO" and
                                                       r["n_findings"] not in ("", "0")], (found, lines)


def a_plan_that_is_no_yaml_is_complained_of_in_korean(folder):
    write(folder)
    with open(folder + "/map.yaml", "a", encoding="utf-8") as file:
        file.write("columns:\n  persons: {name: '성명\n")
    run = reconcile(folder, "--lang", "ko")
    assert run.code == 3 and "map.yaml: 4행 1열: 올바른 YAML이 아닙니다. 들여쓰기" in run.told, run.told
    run = reconcile(folder, "--lang", "en")
    assert "map.yaml: line 4, column 1: not valid YAML; check indentation" in run.told, run.told


def ids_are_made_of_rows(folder):
    rows = "G-1,도시락배달,2026.6.8,제공\nG-1,도시락배달,2026.6.8,제공\nG-2,도시락배달,2026.6.8,제공\n"
    write(folder, {GARAM + "간식_제공.csv": ("utf-8", "대상자번호,사업명,제공일,상태\n" + rows)})
    refused = reconcile(folder)
    assert refused.code == 3 and "needs a column service_id" in refused.told, refused.told
    assert refused.told.endswith("dolbom inspect --write proposes one\n"), refused.told
    with open(folder + "/map.yaml", "a", encoding="utf-8") as file:
        file.write("made: {services: {service_id: row}}\n")
    run = reconcile(folder)
    services = log(folder)["services"]
    assert run.code == 0 and services["accepted"] == 8 and services["collapsed"] == 0, services
    assert "service_id 열: 행의 내용으로 만듦" in run.told, run.told
    assert services["understood"][GARAM + "간식_제공.csv"]["service_id"] == "made of each row", services
    ids = {r["row_id"] for r in table(folder, "finding_rows") if len(r["row_id"]) >= 16}
    assert ids and all(len(i.split("-")[0]) == 16 for i in ids), ids
    write(folder, {GARAM + "간식_제공.csv": ("cp949", "상태;제공일;대상자번호;사업명;비고\n" + "".join(
        f"{d};{c};{a};{b};x\n" for a, b, c, d in (r.split(",") for r in rows.splitlines()[::-1])))})
    with open(folder + "/map.yaml", "a", encoding="utf-8") as file:
        file.write("made: {services: {service_id: row}}\n")
    reconcile(folder, "--out", folder + "/again")
    again = {r["row_id"] for r in table(folder, "finding_rows", "again") if len(r["row_id"]) >= 16}
    assert ids == again, "the order of rows and columns, and columns that nobody reads, do not matter"


def notes(folder):
    with open(folder + "/out/run.json", encoding="utf-8") as file:
        return [(note["file"], note["note"], note.get("about")) for note in json.load(file)["notes"]]


def notes_of_one_kind_are_one_line(folder):
    write(folder, {GARAM + "기타.csv": FILES["다솜의집/기타.csv"]})
    for language, lines in (
            ("ko", ("읽지 않음: 이름도 열도 어느 표인지 확실하지 않음; persons_이름.csv나 services_이름.csv처럼 표 이름을 붙임("
                    "파일 2개): "
                    "가람복지관/기타.csv, 다솜의집/기타.csv",
                    "대상자 행이 아니어서 읽지 않음(파일 2개): 가람복지관/복지관_명단.csv: 제목 2행(1행부터), 빈 행 1행(7행부터), "
                    "합계 1행(8행부터); 가람복지관/도시락배달.csv: 제목 1행(1행부터), 합계 2행(5행부터)")),
            ("en", ("rows that are no records are left out (2 files): 가람복지관/복지관_명단.csv: titles: 2 (from line 1), "
                    "blank rows: 1 (from line 7), totals: 1 (from line 8); 가람복지관/도시락배달.csv: titles: 1 (from line 1), "
                    "totals: 2 (from line 5)",))):
        run = reconcile(folder, "--lang", language)
        for line in lines:
            assert f"dolbom: {line}\n" in run.told, (line, run.told)
    left_out = "rows that are no records are left out"  # whatever the language
    assert [note for note in notes(folder) if note[1] == left_out] == [
        ("가람복지관/복지관_명단.csv", left_out, "titles: 2 (from line 1), blank rows: 1 (from line 7), totals: 1 (from line 8)"),
        ("가람복지관/도시락배달.csv", left_out, "titles: 1 (from line 1), totals: 2 (from line 5)")], notes(folder)


def a_line_has_room_for_some_files_and_the_log_for_all(folder):
    more = {f"{GARAM}도시락배달 제공내역 {n:03}.csv": ("utf-8", f"서비스번호,대상자번호,사업명,제공일,상태\ns{n},G-1,도시락배달,2026-06-03,제공\n")
            for n in range(150)}
    write(folder, more)
    run = reconcile(folder)
    [line] = [line for line in run.told.splitlines() if "머리글로 알아본 열" in line]
    assert "머리글로 알아본 열(파일 156개, 자세한 내용은 run.json): 가람복지관/복지관_명단.csv, " in line, line
    shown, left = line.rsplit(" 외 ", 1)
    assert left.endswith("개(run.json)") and shown.count(".csv") + int(left[:-len("개(run.json)")]) == 156, line
    assert len([note for note in notes(folder) if note[1] == "columns understood by their headers"]) == 156


def without_a_policy_one_note_says_what_is_not_looked_for(folder):
    write(folder)
    bare = ["reconcile", "--in", folder + "/in", "--as-of", "2026-06-30", "--plan", folder + "/map.yaml"]
    lines = Run(folder, *bare).told.splitlines()
    [at] = [n for n, line in enumerate(lines) if "정책 폴더(--policy)가 없어" in line]
    found = [n for n, line in enumerate(lines) if "머리글로 알아본 열" in line]
    assert at < found[0] and "항목은 점검하지 못합니다: 이중 입력(D02), 여러 기관의 같은 서비스(D03), " in lines[at], lines
    assert "(D01)" not in lines[at] and "(D16)" not in lines[at] and "정책에 없는 사업(X03)" in lines[at], lines[at]
    assert "rules do not run: entered twice (D02), " in Run(folder, *bare, "--lang", "en").told
    assert "--policy" not in Run(folder, *bare, "--quiet").told + reconcile(folder).told
    for name in POLICY:  # a policy may lie among the data
        os.rename(f"{folder}/policy/{name}.csv", f"{folder}/in/{name}.csv")
    assert "--policy" not in Run(folder, *bare).told


run_cases([rules_that_found_nothing_are_few_lines,
           a_file_may_be_named_for_its_programme, the_programme_may_be_a_constant,
           every_command_says_what_it_took_by_headers_and_words, an_error_in_a_guessed_column_does_no_harm,
           words_of_a_column_that_the_plan_names_are_read, a_plan_that_is_no_yaml_is_complained_of_in_korean,
           usual_headers_hold_in_files_without_the_names_of_the_plan, headers_of_home_delivery_are_usual,
           a_run_without_services_says_first_that_they_were_not_checked,
           ids_are_made_of_rows, inspect_says_what_files_are, inspect_tells_the_first_of_each_kind_of_rejects,
           inspect_writes_a_mapping_that_is_used, a_guess_is_a_comment, a_folder_of_exports_goes_in,
           the_same_bytes_come_out_whatever_the_threads, what_is_not_certain_is_not_used,
           a_plan_goes_before_usual_headers, files_name_their_agency_and_constants_fill_what_they_lack,
           without_an_agency_nothing_is_guessed, names_that_programs_gave_are_no_tables,
           notes_of_one_kind_are_one_line, a_line_has_room_for_some_files_and_the_log_for_all,
           without_a_policy_one_note_says_what_is_not_looked_for])
