#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes examples/exports/2026-06: what five invented agencies of Namyangju send to an officer, as they export it.

`python3 tests/acceptance/make_exports.py` writes the files anew, the same bytes each time. Nobody in them exists:
mobile numbers begin with 010-0 and 010-1, which are not assigned, and roads and numbers were drawn.
"""
import datetime
import os
import sys
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from workbooks import DATE, KOREAN_DATE, Cell, parts_of, sheet_xml, write_parts  # noqa: E402

HOME = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples", "exports", "2026-06")
SENIOR, WELFARE, FOOD, DISABLED, CASES = ("솔내노인복지관", "물빛종합사회복지관", "나눔곳간푸드뱅크", "늘품장애인복지관", "온새희망센터")
PEOPLE = {name: rest.split("|") for name, rest in (line.split("|", 1) for line in """\
김말순|여|1941-03-12|010-0412-7731|화도읍|경춘로 1910, 103동 502호
박춘자|여|1947-11-02|010-0387-2254|화도읍|묵현로 214-7
이갑수|남|1938-07-14|010-0923-6618|호평동|늘을1로 77, 105동 1203호
정순례|여|1944-01-25|010-1150-3392|평내동|경춘로 1308, 201동 804호
최복남|남|1950-09-08|010-1274-8806|수동면|비룡로 932
한금옥|여|1942-05-30|010-0655-1947|호평동|천마산로 41, 110동 301호
윤상철|남|1946-12-19|010-1038-5520|화도읍|창현로 63-2
김영자|여|1944-08-17|010-0716-4083|평내동|사릉로 1512
김영자B|여|1951-02-03|010-1392-7165|진접읍|금강로 805, 102동 1104호
오세근|남|1940-10-11|010-0841-9936|다산동|다산중앙로 118, 304동 702호
임정례|여|1943-06-21|010-0841-9936|다산동|다산중앙로 118, 304동 702호
강분남|여|1939-04-04|010-1183-2047|와부읍|수레로 27-11
서길자|여|1945-09-27|010-0298-6671|금곡동|홍유릉로 366
조병식|남|1943-02-16|010-1427-3358|오남읍|오남로 512, 107동 906호
배옥순|여|1948-03-09|010-0534-8812|화도읍|북한강로 1620
신동만|남|1949-12-01|010-1066-4479|호평동|늘을1로 154, 208동 1501호
홍점례|여|1937-08-23|010-0779-1326|퇴계원읍|도제원로 18-4
문태식|남|1952-05-15|010-1311-9054|평내동|경춘로 1266, 105동 203호
안순덕|여|1940-01-07|010-0461-5583|별내동|별내중앙로 52, 409동 1002호
고창호|남|1944-11-29|010-1209-7742|진건읍|사릉로 318-6
백연순|여|1946-06-06|010-0907-3315|화도읍|경춘로 1977
남기철|남|1958-03-22|010-1358-2290|다산동|가운로 9, 512동 1407호
권미란|여|1963-07-19|010-0325-8847|별내면|청학로 146
양승호|남|1971-10-05|010-1093-6624|호평동|천마산로 22, 301동 605호
구하나|여|1985-04-28|010-0688-1175|진접읍|진접로 733, 104동 1806호
하정우식|남|1979-12-12|010-1446-5901|금곡동|금곡로 58-3
노은실|여|1968-02-29|010-0253-7468|와부읍|덕소로 97, 116동 1302호
심재풍|남|1955-08-31|010-1127-4036|조안면|북한강로 388
성말례|여|1942-10-18|010-0592-6627|오남읍|진건오남로 806
차영길|남|1947-07-07|010-1240-9913|수동면|비룡로 1204-5
""".splitlines())}


def name(key):
    return key.rstrip("B")


def sex(key):
    return PEOPLE[key][0]


def born(key):
    return datetime.date.fromisoformat(PEOPLE[key][1])


def phone(key):
    return PEOPLE[key][2]


def address(key, before="경기도 남양주시"):
    area, road = PEOPLE[key][3:]
    return f"{before} {area + ' ' if area[-1] in '읍면' else ''}{road}"


def serial(day, style=DATE):
    """A day as a workbook holds it."""
    day = day if isinstance(day, datetime.date) else datetime.date.fromisoformat(day)
    return Cell((day - datetime.date(1899, 12, 30)).days, style=style)


def short(day):
    """41.3.12"""
    return f"{day.year % 100}.{day.month}.{day.day}"


def lines(rows, separator=","):
    quoted = [[f'"{cell}"' if separator in str(cell) else str(cell) for cell in row] for row in rows]
    return "".join(separator.join(row) + "\r\n" for row in quoted)


def write_text(place, text, encoding):
    with open(place, "wb") as file:
        file.write(text.encode(encoding))


def write_book(place, sheets, **about):
    """`sheets`: name to (rows, merged cells, hidden rows). Stored, for a packer may write other bytes tomorrow."""
    parts = parts_of({each: [] for each in sheets}, **about)
    shared = {}
    for number, (rows, merged, hidden) in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet_xml(rows, shared, merged, hidden)
    texts = parts_of({"texts": [list(shared)]})["xl/sharedStrings.xml"]
    write_parts(place, {**parts, "xl/sharedStrings.xml": texts}, zipfile.ZIP_STORED)


# 솔내노인복지관: numbers of its own, titles, merged and hidden cells, words such as 이용중.
SENIORS = ["김말순", "이갑수", "윤상철", "김영자", "오세근", "서길자", "조병식", "배옥순", "신동만", "홍점례", "안순덕",
           "고창호", "한금옥", "성말례"]


def senior_number(key):
    return f"SN-{SENIORS.index(key) + 101}"


def senior_list(place):
    rows = [["2026년 상반기 재가서비스 이용자 명단"], ["(2026. 6. 30. 기준)"], [],
            ["연번", "읍면동", "이용자번호", "성 명", "성별", "생년월일", "연락처(휴대폰)", "도로명주소", "등록일자"]]
    merged, area_row = ["A1:I1"], 0
    ordered = sorted(SENIORS, key=lambda key: (PEOPLE[key][3], SENIORS.index(key)))
    for number, key in enumerate(ordered, 1):
        new = number == 1 or PEOPLE[key][3] != PEOPLE[ordered[number - 2]][3]
        rows.append([number, PEOPLE[key][3] if new else None, senior_number(key), name(key), sex(key),
                     serial(born(key)), phone(key), address(key), serial(f"2025-0{number % 9 + 1}-1{number % 8}")])
        if new:
            area_row = len(rows)
        last = number == len(ordered) or PEOPLE[ordered[number]][3] != PEOPLE[key][3]
        if last and len(rows) > area_row:
            merged.append(f"B{area_row}:B{len(rows)}")
    rows.append(["합계", None, f"{len(ordered)}명"])
    areas = sorted({PEOPLE[key][3] for key in SENIORS})
    counts = [["읍면동", "인원"]] + [[area, sum(PEOPLE[k][3] == area for k in SENIORS)] for area in areas]
    write_book(place, {"이용자명단": (rows, merged, {7, 8}), "읍면동별 현황": (counts, (), ())})


def senior_meals(place):
    given = [("김말순", "2026.6.1", "", "이용중"), ("이갑수", "2026.3.2", "", "이용중"), ("김영자", "2026.4.1", "", "이용중"),
             ("오세근", "2026.5.11", "", "이용중"), ("서길자", "2026.6.1", "", "이용중"), ("조병식", "2026.6.15", "", "이용중"),
             ("홍점례", "2026.2.2", "2026.5.29", "종료"), ("안순덕", "2026.7.1", "", "대기")]
    rows = [["재가노인 식사배달 이용 현황(2026년 6월)"] + [""] * 6, ["담당: 재가지원팀"] + [""] * 6,
            ["연번", "이용자번호", "성명", "사업명", "시작일", "종료일", "상태"]]
    rows += [[i, senior_number(key), name(key), "재가노인 식사배달", *rest] for i, (key, *rest) in enumerate(given, 1)]
    write_text(place, lines(rows + [["계", "", f"{len(given)}명", "", "", "", ""]]), "cp949")


def senior_visits(place):
    calls = [("배옥순", "2026-06-04", "제공완료"), ("신동만", "2026-06-04", "제공완료"), ("고창호", "2026-06-11", "미제공"),
             ("배옥순", "2026-06-18", "제공완료")]
    cuts = [("윤상철", "2026-06-05", "제공완료"), ("신동만", "2026-06-05", "제공완료"), ("서길자", "2026-06-19", "제공완료")]
    rows = [["자원봉사 제공 실적(6월)"], [],
            ["이용자번호", "성명", "사업명", "제공 내역", None, None], [None, None, None, "제공일", "횟수", "제공여부"]]
    merged = ["A1:F1", "A3:A4", "B3:B4", "C3:C4", "D3:F3"]
    for programme, given in (("말벗 봉사 방문", calls), ("이미용 봉사", cuts)):
        first = len(rows) + 1
        for key, day, status in given:
            rows.append([senior_number(key), name(key), programme if len(rows) + 1 == first else None,
                         serial(day, KOREAN_DATE), "1회", status])
        merged.append(f"C{first}:C{len(rows)}")
        rows.append(["소계", None, None, None, f"{len(given)}회"])
    rows.append(["합계", None, None, None, f"{len(calls) + len(cuts)}회"])
    write_book(place, {"6월": (rows, merged, ())})


# 물빛종합사회복지관: no numbers; who somebody is says name and birth date.
CLIENTS = ["김말순", "박춘자", "최복남", "윤상철", "김영자B", "임정례", "서길자", "조병식", "강분남", "문태식", "백연순", "차영길"]


def welfare_list(place):
    rows = [["이름", "성별", "생년월일", "연락처", "주소"]]
    rows += [[name(key), sex(key), short(born(key)), phone(key).replace("-", " "), address(key, "남양주시")]
             for key in CLIENTS]
    write_text(place, lines(rows), "cp949")


def welfare_lunches(place):
    given = [("김말순", "2026-06-08", "2026-06-26", "완료"), ("최복남", "2026-05-06", "2026-06-12", "완료"),
             ("김영자B", "2026-06-01", "2026-06-30", "완료"), ("임정례", "2026-06-01", "2026-06-30", "완료"),
             ("서길자", "2026-06-01", "2026-06-30", "미제공"), ("조병식", "2026-05-18", "2026-06-15", "완료")]
    text = "".join(f"<tr><td>{i}</td><td>{name(key)}</td><td>{born(key)}</td><td>민간 도시락 배달</td><td>{start}</td>"
                   f"<td>{end}</td><td>{status}</td></tr>\n" for i, (key, start, end, status) in enumerate(given, 1))
    write_text(place, "<html><head><meta charset=\"utf-8\"></head><body>\n<table><tr><td colspan=7>도시락 지원내역 "
               "(2026.06)</td></tr></table>\n<table border=1>\n<tr><th>No</th><th>이름</th><th>생년월일</th><th>사업명</th>"
               f"<th>시작일</th><th>종료일</th><th>제공여부</th></tr>\n{text}<tr><td>합계</td><td colspan=6>{len(given)}명</td>"
               "</tr>\n</table></body></html>\n", "utf-8")


def welfare_goods(place):
    rows = [["물품·이미용 제공 현황 (2026년 6월)"], ["사업명", "이름", "생년월일", "연락처", "제공일", "금액", "제공여부"]]
    merged = ["A1:G1"]
    for programme, given in (
            ("푸드뱅크 식료품 꾸러미", [("박춘자", "2026-06-17", "45,000원"), ("강분남", "2026-06-17", "45,000원"),
                              ("문태식", "2026-06-17", "45,000원")]),
            ("이미용 봉사", [("윤상철", "2026-06-12", "0원"), ("백연순", "2026-06-12", "0원")])):
        first = len(rows) + 1
        for key, day, amount in given:
            rows.append([programme if len(rows) + 1 == first else None, name(key), short(born(key)), phone(key),
                         serial(day), amount, "완료"])
        merged.append(f"A{first}:A{len(rows)}")
        rows.append(["소계", f"{len(given)}명"])
    write_book(place, {"6월": (rows, merged, ())})


def plan_document(place):
    """As much of a Hangul document as tells what it is."""
    with open(place, "wb") as file:
        file.write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "HwpSummaryInformation".encode("utf-16-le"))


# 나눔곳간푸드뱅크: only what it hands out, with who got it; no list, no numbers, no word for status.
def food_boxes(place):
    given = [("박춘자", "2026-06-03"), ("차영길", "2026-06-03"), ("권미란", "2026-06-03"), ("구하나", "2026-06-10"),
             ("심재풍", "2026-06-10"), ("노은실", "2026-06-24"), ("양승호", "2026-06-24")]
    rows = [["나눔곳간 식료품 꾸러미 배분대장"], [], ["번호", "성명", "생년월일", "전화번호", "주소", "사업명", "지급일", "지급액"]]
    rows += [[i, name(key), serial(born(key)), phone(key), address(key, "경기 남양주시"), "푸드뱅크 식료품 꾸러미", serial(day),
              "50,000원"] for i, (key, day) in enumerate(given, 1)]
    rows.append(["총계", f"{len(given)}명", None, None, None, None, None, f"{50000 * len(given):,}원"])
    stock = [["품목", "입고", "출고", "재고"], ["쌀 10kg", 40, 7, 33], ["라면(상자)", 60, 7, 53], ["식용유", 50, 7, 43]]
    write_book(place, {"배분대장": (rows, ["A1:H1"], ()), "재고": (stock, (), ())})


# 늘품장애인복지관: UTF-16 with tabs, resident numbers cut short, a date of death.
MEMBERS = ["이갑수", "남기철", "권미란", "양승호", "구하나", "하정우식", "노은실"]


def member_number(key):
    return f"늘품-{MEMBERS.index(key) + 1:03}"


def disabled_list(place):
    rows = [["회원번호", "성명", "주민등록번호", "장애유형", "휴대전화", "주소", "사망일"]]
    for key in MEMBERS:
        digit = (1 if sex(key) == "남" else 2) if born(key).year < 2000 else (3 if sex(key) == "남" else 4)
        rows.append([member_number(key), name(key), f"{born(key):%y%m%d}-{digit}******", "지체", phone(key), address(key),
                     "2026-05-20" if key == "이갑수" else ""])
    write_text(place, "\ufeff" + lines(rows, "\t"), "utf-16-le")


def disabled_support(place):
    rows = [["회원번호", "성명", "급여종류", "귀속월", "시작일", "종료일", "지급액", "상태"]]
    rows += [[member_number(key), name(key), "장애인활동지원", "2026-06", "2026-06-01", "2026-06-30", f"{amount:,}원", "지급완료"]
             for key, amount in (("남기철", 1036000), ("양승호", 2072000), ("하정우식", 1554000))]
    write_text(place, lines(rows), "utf-8-sig")


def disabled_rides(place):
    rows = [["회원번호", "성명", "사업명", "이용일", "출발지", "진행상태"]]
    rows += [[member_number(key), name(key), "장애인 이동지원 차량", f"2026년 6월 {day}일", "자택", status] for key, day, status in (
        ("권미란", 2, "완료"), ("구하나", 9, "완료"), ("권미란", 16, "취소"), ("노은실", 23, "완료"))]
    write_text(place, lines(rows), "cp949")


# 온새희망센터: who is managed there, what they need, whom it has asked for help.
MANAGED = ["정순례", "최복남", "한금옥", "배옥순", "김말순", "심재풍", "성말례"]


def case_number(key):
    return f"2026-{MANAGED.index(key) + 1:04}"


def managed_list(place):
    rows = [["사례관리 대상자 명단"], ["관리번호", "대상자명", "성별", "생년월일", "전화", "거주지 주소", "최초등록일"]]
    rows += [[case_number(key), name(key), sex(key), f"{born(key):%Y%m%d}", phone(key), address(key),
              serial("2026-04-01")] for key in MANAGED]
    write_book(place, {"명단": (rows, ["A1:G1"], ())})


def found_needs(place):
    rows = [["대상자번호", "대상자명", "욕구구분", "긴급도", "파악일"]]
    rows += [[case_number(key), name(key), need, urgency, serial(day)] for key, need, urgency, day in (
        ("정순례", "목욕", "보통", "2026-04-20"), ("최복남", "식사", "긴급", "2026-05-04"), ("김말순", "식사", "보통", "2026-05-20"),
        ("배옥순", "안부 확인", "보통", "2026-06-01"))]
    write_book(place, {"욕구조사": (rows, (), ())})


def sent_referrals(place):
    rows = [["의뢰번호", "대상자번호", "대상자명", "의뢰받은기관", "의뢰일", "회신일", "처리상태"]]
    asked = (("한금옥", SENIOR, "2026-06-02", "", "의뢰"), ("배옥순", SENIOR, "2026-05-25", "2026-05-28", "수락"),
             ("최복남", WELFARE, "2026-05-04", "2026-05-06", "완료"))
    rows += [[f"의뢰-{i}", case_number(key), name(key), *rest] for i, (key, *rest) in enumerate(asked, 1)]
    write_text(place, lines(rows), "cp949")


def safety_calls(place):
    rows = [["대상자번호", "대상자명", "서비스명", "서비스일자", "제공여부"]]
    rows += [[case_number(key), name(key), "희망케어 안부전화", day, done] for key, day, done in (
        ("심재풍", "6/8", "예"), ("성말례", "6/8", "예"), ("심재풍", "6/22", "예"), ("성말례", "6/22", "아니오"))]
    write_text(place, lines([[cell.replace("6/", "2026/6/") for cell in row] for row in rows]), "utf-8")


FILES = {
    f"{SENIOR}/2026년 이용자 명단.xlsx": senior_list,
    f"{SENIOR}/재가노인 식사배달 6월.csv": senior_meals,
    f"{SENIOR}/자원봉사 제공 실적 6월.xlsx": senior_visits,
    f"{WELFARE}/이용자 명단.csv": welfare_list,
    f"{WELFARE}/도시락 지원내역.xls": welfare_lunches,
    f"{WELFARE}/물품·이미용 제공 현황.xlsx": welfare_goods,
    f"{WELFARE}/2026 사업계획서.hwp": plan_document,
    f"{FOOD}/식료품 배분대장 6월.xlsx": food_boxes,
    f"{FOOD}/배분 사진대장.pdf": lambda place: write_text(place, "%PDF-1.4\n%%EOF\n", "ascii"),
    f"{DISABLED}/회원 명단.csv": disabled_list,
    f"{DISABLED}/활동지원 급여내역 6월.csv": disabled_support,
    f"{DISABLED}/이동지원 이용내역 6월.csv": disabled_rides,
    f"{CASES}/사례관리 대상자.xlsx": managed_list,
    f"{CASES}/욕구조사.xlsx": found_needs,
    f"{CASES}/의뢰 대장.csv": sent_referrals,
    f"{CASES}/안부전화 제공 내역.csv": safety_calls,
}


def write(home):
    for path, make in FILES.items():
        place = os.path.join(home, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        make(place)


if __name__ == "__main__":
    write(HOME)
