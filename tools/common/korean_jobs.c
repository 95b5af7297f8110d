/* SPDX-License-Identifier: Apache-2.0 */
/*
 * korean_jobs.c - what is said of jobs and of going on with them, in Korean.
 */
#include "common/common.h"

const struct tool_sentence tool_job_sentences[] = {
    {"%s: line %zu, column %zu: %s", "%s: %zu행 %zu열: %s"},
    {"there is no such key; did you mean %s?", "그런 키가 없습니다. 혹시 %s입니까?"},
    {"there is no such key; dolbom run --help says which there are",
     "그런 키가 없습니다. dolbom run --help에 있는 키를 쓰십시오"},
    {"this key stands twice; remove one", "같은 키가 두 번 있습니다. 하나를 지우십시오"},
    {"needs a value; leave the line out where there is none",
     "값이 없습니다. 값을 적거나 그 줄을 지우십시오"},
    {"of what may stand in braces there are {month} and {day}",
     "중괄호에는 {month}나 {day}만 쓸 수 있습니다"},
    {"%s: is no text in UTF-8; save it as such",
     "%s: UTF-8 문서가 아닙니다. 메모장에서 인코딩을 UTF-8로 저장하십시오"},
    {"takes true or false", "true나 false를 적습니다"},
    {"takes a day as YYYY-MM-DD, today or end_of_last_month",
     "날짜(YYYY-MM-DD)나 today, end_of_last_month를 적습니다"},
    {"a single value has to stand here", "값 하나를 적어야 합니다"},
    {"a file holds one job; remove this line and what follows it",
     "파일 하나에 작업 하나만 적습니다. 이 줄부터 지우십시오"},
    {"is there already and no log of a job; name another file",
     "이미 있으며 작업 기록이 아닙니다. 다른 파일을 지정하십시오"},
    {"%s: a folder of earlier results cannot be read; mend its permissions",
     "%s: 이전 결과가 있는 폴더를 읽을 수 없습니다. 폴더의 권한을 확인하십시오"},
    {"%s: there are no such files, and no decisions from them",
     "%s: 이런 파일이 없어 반영할 결정이 없습니다"},
    {"a job is lines of a key, a colon and a value", "작업 파일은 한 줄에 '키: 값' 하나씩입니다"},
    {"%s: a job needs the keys in, as_of and out",
     "%s: 작업 파일에는 in, as_of, out이 있어야 합니다"},
    {"not valid YAML; check indentation, colons and quotes",
     "올바른 YAML이 아닙니다. 들여쓰기, 콜론, 따옴표를 확인하십시오"},
    {"last looks for results of other months, which need places of their own; put {month} into out",
     "last는 다른 달의 결과를 찾으므로 달마다 자리가 따로 있어야 합니다. out에 {month}를 "
     "넣으십시오"},
    {"%s: is running already, as process %s; nothing was begun",
     "%s: 이미 실행 중입니다(프로세스 %s). 아무것도 시작하지 않았습니다"},
    {"the run was ended by signal %d (%s); results are as before it",
     "실행이 신호 %d(%s)로 끝났습니다. 결과는 실행 전 그대로입니다"},
    {"%s: is no plain file and cannot be read again; leave out --resume",
     "%s: 보통 파일이 아니어서 다시 읽을 수 없습니다. --resume을 빼십시오"},
    {"%s: is not ours and stays; begun anew, and nothing is kept for --resume",
     "%s: 돌봄이 만든 파일이 아니어서 그대로 둡니다. 처음부터 다시 시작하며, --resume을 위해 "
     "남기는 "
     "것은 없습니다"},
    {"begun anew: what the earlier run left is not whole",
     "처음부터 다시 시작합니다. 이전 실행이 남긴 것이 온전하지 않습니다"},
    {"begun anew: files or settings are no longer those of the earlier run",
     "처음부터 다시 시작합니다. 파일이나 설정이 이전 실행과 다릅니다"},
    {"the earlier run had finished; everything is in its place",
     "이전 실행이 이미 끝났습니다. 모두 제자리에 있습니다"},
    {"resumed: everything is written and is put in its place",
     "이어서 합니다. 다 쓴 결과를 제자리에 놓습니다"},
    {"resumed: the results are whole; the worklists are written",
     "이어서 합니다. 결과는 온전하므로 업무 목록을 씁니다"},
    {"rows are rejected or missing, more than may be: summary.txt and rejects.csv of the results "
     "say which",
     "제외하거나 받지 못한 행이 허용한 것보다 많습니다. 결과의 summary.txt와 rejects.csv를 "
     "확인하십시오"},
    {"no process can be started: %s", "프로세스를 시작할 수 없습니다: %s"},
};

const size_t tool_n_job_sentences = sizeof tool_job_sentences / sizeof *tool_job_sentences;
