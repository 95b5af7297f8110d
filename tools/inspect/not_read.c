/* SPDX-License-Identifier: Apache-2.0 */
/*
 * not_read.c - why files are not read, in Korean.
 */
#include "inspect/inspect.h"

#include <string.h>

/* By how the English begins, as the sources of tables say it. */
static const struct {
    const char *english, *korean;
} reasons[] = {
    {"its name is no table's",
     "이름도 열도 어느 표인지 확실하지 않음; 한글 이름의 CSV로 저장하거나 "
     "persons_이름.csv처럼 표 이름을 붙임"},
    {"its table belongs into --in", "정책이 아닌 자료의 표임; --in에 둠"},
    {"neither its name nor its columns", "이름도 열도 어느 표인지 확실하지 않음"},
    {"it has no table", "표가 없음; 시트나 표에 채워진 칸이 없음"},
    {"it is a link to a folder", "다른 폴더를 가리키는 링크임"},
    {"it is not a plain file", "일반 파일이 아님"},
    {"it is neither a CSV file nor",
     "CSV도 .xlsx도 아님; 글자로 된 표이면 이름을 .csv로 끝나게 함"},
    {"it is protected by a password", "암호가 걸려 있음; 엑셀에서 열어 암호 없이 저장"},
    {"it is in Excel's format of before 2007",
     "옛 엑셀 형식(.xls)임; 엑셀에서 열어 .xlsx나 CSV로 저장"},
    {"it is a spreadsheet in another format", "다른 형식의 표 파일임; 열어서 .xlsx나 CSV로 저장"},
    {"it is an XML spreadsheet of 2003", "2003 XML 표임; 엑셀에서 열어 .xlsx로 저장"},
    {"it is a PDF", "PDF에는 칸이 없음; .xlsx나 CSV로 된 명단을 요청"},
    {"it is a document", "문서 파일임(한글, 워드, 파워포인트); 표를 엑셀에 옮겨 .xlsx로 저장"},
    {"it is an archive", "압축 파일임; 풀어서 안의 파일을 둠"},
};

const char *inspect_not_read(const char *why, bool in_english)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons && !in_english; i++)
        if (strncmp(why, reasons[i].english, strlen(reasons[i].english)) == 0)
            return reasons[i].korean;
    return why;
}
