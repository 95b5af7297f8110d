/* SPDX-License-Identifier: Apache-2.0 */
/*
 * korean_help.c - what help says of commands and options, in Korean; looked up as complaints are.
 */
#include "common/common.h"

const struct tool_sentence tool_help_sentences[] = {
    {"finds people whom several welfare agencies serve twice and people whom nobody serves",
     "여러 복지 기관이 겹쳐 지원하는 분과 아무도 지원하지 않는 분을 찾습니다"},
    {"usage", "사용법"},
    {"example", "예"},
    {"exit codes", "종료 코드"},
    {"dolbom COMMAND --help shows the options of a command and an example.",
     "dolbom COMMAND --help는 명령의 옵션과 예를 보여 줍니다."},
    {"done", "마침"},
    {"findings at or above --fail-on; diff: differences; policy: problems",
     "심각도가 --fail-on 이상인 결과가 있음. diff: 차이가 있음. policy: 문제가 있음"},
    {"wrong usage", "사용법이 틀림"},
    {"bad input", "자료가 잘못됨"},
    {"file, disk or memory", "파일, 디스크 또는 메모리"},
    {"find people served twice and people nobody serves, from files to report",
     "파일에서 보고서까지: 겹쳐 지원받는 분과 지원받지 못하는 분을 찾음"},
    {"a month's reconcile as a file says it: with lock, log and previous month",
     "달마다 하는 점검을 작업 파일대로 실행: 잠금, 기록, 지난달과 비교"},
    {"A job's keys are the options of dolbom reconcile, with _ for -, and log: a file to which "
     "each "
     "event is added.\nPaths are relative to the folder of the job. {month} and {day} in them are "
     "those of as_of, which is a\nday, today or end_of_last_month. previous: last takes the newest "
     "earlier results.",
     "작업 파일의 키는 dolbom reconcile의 옵션(-는 _로)과 log(일어난 일을 덧붙여 적는 "
     "파일)입니다.\n"
     "경로는 작업 파일이 있는 폴더에서 시작합니다. 경로의 {month}와 {day}는 as_of의 달과 날이고, "
     "as_of는\n날짜나 today(오늘), end_of_last_month(지난달 말일)입니다. previous: last는 가장 "
     "최근의 "
     "이전 결과와 비교합니다."},
    {"what files are and how they would be read, before they are",
     "읽기 전에: 파일이 무엇이고 어떻게 읽히는지"},
    {"find which records are the same person: clean, link, group",
     "어느 기록이 같은 사람인지 찾음: 정리, 비교, 묶기"},
    {"write people's records as the comparison sees them", "비교에 쓰이는 모양으로 기록을 씀"},
    {"form persons from a pairs table and decisions", "쌍의 표와 결정에서 사람을 묶음"},
    {"find what was given twice, to persons that link has formed",
     "link가 묶은 사람에게 두 번 지원한 것을 찾음"},
    {"find what was needed and not given, to persons that link has formed",
     "link가 묶은 사람에게 필요하지만 지원하지 않은 것을 찾음"},
    {"before paying: what a planned service would be a duplicate of",
     "지급하기 전에: 계획한 지원이 무엇과 겹치는지"},
    {"compare what two runs found: what is new, gone and changed; exit 1 if any",
     "두 실행의 결과를 비교: 새것, 없어진 것, 바뀐 것. 있으면 종료 코드 1"},
    {"why two records are one person or are not, or what holds a person together",
     "두 기록이 같은 분인지와 그 근거, 또는 한 분의 기록이 어떻게 묶였는지"},
    {"With --previous the id of a finding, or its first 8 digits, names the records to compare. "
     "Weights are bits\nand add up to the pair's weight; no value of a record is shown.",
     "--previous와 함께 결과의 식별자나 그 앞 8자리를 쓰면 그 결과의 기록을 비교합니다. 가중치는 "
     "비트이며\n모두 더하면 두 기록의 가중치가 됩니다. 기록의 값은 보이지 않습니다."},
    {"what a person may be entitled to, and why", "한 사람이 무엇을 받을 수 있고 왜 그런지"},
    {"measure pairs or persons against the truth: precision, recall, F1",
     "쌍이나 사람을 정답에 견줌: 정밀도, 재현율, F1"},
    {"clean values, one per line: name, address, phone, date, rrn, brn, crn, sex, text, code, "
     "juso or pnu",
     "한 줄에 하나씩 값을 정리: name, address, phone, date, rrn, brn, crn, sex, text, code, juso, "
     "pnu"},
    {"compare two values per line, of any kind that value knows",
     "한 줄의 두 값을 비교, value가 아는 모든 종류"},
    {"make a table of addresses, for --juso, from the files of juso.go.kr",
     "juso.go.kr의 파일에서 --juso에 쓰는 주소 표를 만듦"},
    {"make and change the secret key that ids are made with, for --key",
     "식별자를 만드는 비밀 키(--key)를 만들고 교체"},
    {"new makes a key file. rotate lets another key follow, and the one before it leaves; retire "
     "destroys\nthe leaving key. Keep a copy of the file where only few may go: what was lost "
     "cannot be made again.",
     "new는 키 파일을 만듭니다. rotate는 새 키를 더하여 앞의 키를 교체 중으로 두고, retire는 교체 "
     "중인 키를\n폐기합니다. 파일의 사본을 접근이 제한된 곳에 두십시오. 잃어버린 키는 다시 만들 수 "
     "없습니다."},
    {"make from people's fields what agencies can compare without showing them",
     "기관끼리 인적사항을 보이지 않고 비교할 수 있는 토큰을 만듦"},
    {"invent agencies' files of any size, with the truth about them",
     "기관들의 파일을 원하는 크기로 지어내고 정답도 씀"},
    {"print the plan in force: all settings, as --plan takes them",
     "적용되는 계획을 출력: --plan에 쓰는 모든 설정"},
    {"is a policy in order, and what does each row of it say; exit 1 if not",
     "정책이 바른지, 행마다 무슨 뜻인지. 바르지 않으면 종료 코드 1"},
    {"what is looked for: all rules, or all about one of them",
     "무엇을 찾는지: 모든 규칙, 또는 한 규칙의 모든 것"},
    {"check the libraries that dolbom is built on; run it once after installing",
     "dolbom이 쓰는 라이브러리를 점검. 설치한 뒤 한 번 실행"},
    {"print the version", "버전을 출력"},
    {"facts FILE: CSV with the columns fact and value and, if wanted, as_of (the day on which it "
     "was so) and\nmember (of the household: one answer for each; empty: everybody's), or JSON: a "
     "list of such objects,\nor one object such as {\"age\": 70, \"income_won\": 820000}. "
     "birth_date gives age,\nage_months and birth_year.",
     "facts FILE: fact와 value 열이 있는 CSV. 원하면 as_of(그러했던 날)와 member(가구원마다 답이 "
     "하나씩, 비우면 모두)를\n더 둡니다. 또는 JSON: 그런 객체의 목록이나 {\"age\": 70, "
     "\"income_won\": 820000}과 같은 객체.\nbirth_date에서 age, age_months, birth_year를 "
     "얻습니다."},
    {"folder of CSV files and workbooks, one of them, SQLite file, or database (postgresql://..., "
     "odbc:NAME)",
     "CSV와 통합 문서의 폴더, 그 가운데 한 파일, SQLite 파일, 또는 데이터베이스(postgresql://..., "
     "odbc:이름)"},
    {"where to write: a folder, for tables also an SQLite file (.db) or the schema of a database "
     "(postgresql://...#SCHEMA), for juso a file",
     "결과를 쓸 곳: 폴더. 표는 SQLite 파일(.db)이나 데이터베이스의 "
     "스키마(postgresql://...#스키마)도 "
     "됨. juso는 파일"},
    {"folder, SQLite file or database with the policy tables",
     "정책 표가 있는 폴더, SQLite 파일, 데이터베이스"},
    {"settings that override the built-in plan", "기본 계획을 바꾸는 설정"},
    {"the day on which everything is judged", "모든 것을 판정하는 기준일"},
    {"CSV of hanja and readings that go before the built-in ones",
     "기본 독음보다 먼저 쓰는 한자와 독음의 CSV"},
    {"threads to use; by default one per processor", "쓸 스레드 수. 기본은 프로세서마다 하나"},
    {"most memory to use, such as 3G", "쓸 메모리의 한도(예: 3G)"},
    {"language of the summary, the report and errors", "요약, 보고서, 오류의 언어"},
    {"no progress, no summary; errors only", "진행 상황과 요약 없이 오류만"},
    {"encoding of the files to read; auto looks at each",
     "읽을 파일의 문자 집합. auto는 파일마다 알아봄"},
    {"what to do with bytes that are not text: stop, or reject the row",
     "글이 아닌 바이트가 있으면: 멈춤(fail), 또는 그 행을 제외(reject)"},
    {"exit with 3 when a larger share of a table's or file's rows is rejected; 5 by default, 100 "
     "never",
     "표나 파일에서 이보다 많은 비율의 행을 제외하면 종료 코드 3. 기본 5, 100이면 하지 않음"},
    {"exit with 1 if a finding is at least this severe, 0 to 4",
     "심각도가 이 이상인 결과가 있으면 종료 코드 1. 0부터 4까지"},
    {"write only what this agency may see", "이 기관이 볼 수 있는 것만 씀"},
    {"with --for: record who writes it, in audit.txt", "--for와 함께: 쓴 사람을 audit.txt에 남김"},
    {"do not guard CSV cells against being read as formulas",
     "CSV 칸이 수식으로 읽히지 않게 하는 표시를 하지 않음"},
    {"read this file instead of standard input", "표준 입력 대신 이 파일을 읽음"},
    {"CSV with agency_id, record_id, entity_id", "agency_id, record_id, entity_id가 있는 CSV"},
    {"a pairs table to judge", "평가할 쌍의 표(pairs)"},
    {"a person_records table to judge", "평가할 person_records 표"},
    {"number of people to make", "만들 사람 수"},
    {"the same seed makes the same data", "같은 수는 같은 자료를 만듦"},
    {"share of agencies that record resident numbers", "주민등록번호를 적는 기관의 비율"},
    {"table of addresses made by dolbom juso load", "dolbom juso load로 만든 주소 표"},
    {"planned service: a CSV or JSON file, or JSON", "계획한 지원: CSV나 JSON 파일, 또는 JSON"},
    {"what an earlier reconcile wrote: tells what is new and what is gone",
     "이전 reconcile의 결과: 새것과 없어진 것을 알려 줌"},
    {"write a sheet for each agency to be filled in, into a new folder",
     "기관마다 작성할 업무 목록을 새 폴더에 씀"},
    {"also write review.html: a page to decide about pairs and findings",
     "동일인 여부와 점검 결과를 결정하는 화면(review.html)도 씀"},
    {"with --worklists and --review: names in full, in a review numbers and addresses, too",
     "--worklists와 --review에서 이름을 가리지 않음. 결정 화면에서는 번호와 주소도"},
    {"worklists that were filled in (.xlsx, .csv), or what a review saved",
     "작성한 업무 목록(.xlsx, .csv)이나 결정 화면에서 저장한 파일"},
    {"what is known: CSV or JSON of fact, value, as_of, member",
     "아는 사실: fact, value, as_of, member의 CSV나 JSON"},
    {"a person of --in, by a record", "--in에 있는 한 사람의 기록"},
    {"the month asked about", "묻는 달"},
    {"write a page to read or print", "읽거나 인쇄할 페이지를 씀"},
    {"how to print it; text by default", "출력 형식. 기본은 text"},
    {"write the mapping as a plan into a new file", "열 대응표를 새 계획 파일로 씀"},
    {"key file: ids of persons and findings are made with its key",
     "키 파일: 사람과 결과의 식별자를 이 키로 만듦"},
    {"who shares the key and for what, such as namyangju-care",
     "키를 함께 쓰는 기관과 목적(예: namyangju-care)"},
    {"days on which the new key may be used; 365 by default", "새 키를 쓸 수 있는 날수. 기본 365"},
    {"the summary: by table and rule, or fit for a mail; long by default",
     "요약: 표와 규칙별(long), 또는 메일에 맞게 짧게(short). 기본은 long"},
    {"print the command that it amounts to, and run nothing",
     "실행하지 않고 같은 일을 하는 명령을 출력"},
    {"go on where the same run was killed, if it can be done",
     "같은 실행이 도중에 끝났으면 그 뒤부터 이어서 함"},
    {"with the key that is leaving, for agencies that do not have the next one yet",
     "다음 키가 아직 없는 기관에 맞추어 교체 중인 키로 만듦"},
    {"print this help and exit", "이 도움말을 출력하고 마침"},
};

const size_t tool_n_help_sentences = sizeof tool_help_sentences / sizeof *tool_help_sentences;
