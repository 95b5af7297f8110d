/* SPDX-License-Identifier: Apache-2.0 */
/*
 * korean_files.c - what is said of files that are not read, of keys and of plans, in Korean; looked
 * up as complaints are.
 */
#include "common/common.h"

const struct tool_sentence tool_file_sentences[] = {
    {"neither its name nor its columns are those of a table; name it as one, as persons_NAME.csv "
     "or "
     "services_NAME.csv",
     "이름도 열도 어느 표인지 확실하지 않음; persons_이름.csv나 services_이름.csv처럼 표 이름을 "
     "붙임"},
    {"its name is no table's and its header cannot be read; give it by itself to see why",
     "이름은 표 이름이 아니고 머리글을 읽을 수 없음; 그 파일만 따로 읽어 보면 이유를 알 수 있음"},
    {"neither its name nor its columns are those of a table",
     "이름도 열도 어느 표인지 확실하지 않음"},
    {"its table belongs into --in", "정책이 아닌 자료의 표임; --in에 둠"},
    {"it has no table", "표가 없음; 시트나 표에 채워진 칸이 없음"},
    {"it is a link to a folder", "다른 폴더를 가리키는 링크임"},
    {"it is not a plain file", "일반 파일이 아님"},
    {"somebody has the workbook open; this is only Excel's note of it",
     "누군가 엑셀에서 열어 둔 동안 생기는 임시 파일임"},
    {"it is neither a CSV file nor an .xlsx workbook; if it is text, let its name end in .csv",
     "CSV도 .xlsx도 아님; 글자로 된 표이면 이름을 .csv로 끝나게 함"},
    {"it is protected by a password; open it in Excel and save it without one",
     "암호가 걸려 있음; 엑셀에서 열어 암호 없이 저장"},
    {"it is in Excel's format of before 2007; open it in Excel and save it as .xlsx or CSV",
     "옛 엑셀 형식(.xls)임; 엑셀에서 열어 .xlsx나 CSV로 저장"},
    {"it is a spreadsheet in another format; open it and save it as .xlsx or CSV",
     "다른 형식의 표 파일임; 열어서 .xlsx나 CSV로 저장"},
    {"it is an XML spreadsheet of 2003; open it in Excel and save it as .xlsx",
     "2003 XML 표임; 엑셀에서 열어 .xlsx로 저장"},
    {"it is a PDF, which has no cells; ask for the list as .xlsx or CSV",
     "PDF에는 칸이 없음; .xlsx나 CSV로 된 명단을 요청"},
    {"it is a document (Hangul, Word, PowerPoint); copy its table into a spreadsheet and save that "
     "as .xlsx",
     "문서 파일임(한글, 워드, 파워포인트); 표를 엑셀에 옮겨 .xlsx로 저장"},
    {"it is an archive; unpack it, and give the files in it", "압축 파일임; 풀어서 안의 파일을 둠"},

    /* ---- keys and plans, as the library says it ---- */
    {"--domain takes 1 to %d lower-case letters, digits, '.' and '-'",
     "--domain에는 영문 소문자, 숫자, '.', '-'를 1자부터 %d자까지 씁니다"},
    {"this is no key file; dolbom key new makes one",
     "키 파일이 아닙니다. 키 파일은 dolbom key new로 만듭니다"},
    {"the key file is damaged or was changed; take its copy",
     "키 파일이 손상되었거나 바뀌었습니다. 보관해 둔 사본을 쓰십시오"},
    {"the key before it is still leaving; retire it first",
     "이전 키가 아직 교체 중입니다. 먼저 dolbom key retire로 폐기하십시오"},
    {"no key is leaving; the active one leaves when another one follows",
     "교체 중인 키가 없습니다. 쓰고 있는 키는 새 키를 만들어야 교체 중이 됩니다"},
    {"the plan is in UTF-16; save it as UTF-8",
     "UTF-16 문서입니다. 메모장에서 인코딩을 UTF-8로 저장하십시오"},
};

const size_t tool_n_file_sentences = sizeof tool_file_sentences / sizeof *tool_file_sentences;
