/* SPDX-License-Identifier: Apache-2.0 */
/*
 * korean_databases.c - what is said of databases, in Korean; looked up as complaints are.
 */
#include "common/common.h"

const struct tool_sentence tool_database_sentences[] = {
    /* ---- addresses and libraries ---- */
    {"takes no password in the address of a database, where everybody on this machine could read "
     "it; put it into the file that PGPASSFILE names, or into a service file",
     "데이터베이스 주소에는 비밀번호를 쓰지 않습니다. 이 컴퓨터의 누구나 볼 수 있기 때문입니다. "
     "PGPASSFILE이 가리키는 파일이나 서비스 파일에 적으십시오"},
    {"takes the name of a data source after odbc:, and nothing else; what it is connected to, and "
     "as whom, stands in odbc.ini",
     "odbc: 뒤에는 데이터 원본 이름만 씁니다. 접속할 곳과 계정은 odbc.ini에 적습니다"},
    {"%s cannot be loaded, without which there is no access to such a database; install it (in "
     "Debian: %s)",
     "%s을(를) 불러올 수 없습니다. 이 데이터베이스를 쓰려면 필요합니다. 설치하십시오(Debian에서는 "
     "%s)"},
    {"this build reads and writes no databases but SQLite; use the command dolbom",
     "이 빌드는 SQLite 밖의 데이터베이스를 읽고 쓰지 않습니다. dolbom 명령을 쓰십시오"},

    /* ---- what goes wrong there ---- */
    {"%s: the database cannot be reached; check host, port, name, role and password (%s)",
     "%s: 데이터베이스에 연결할 수 없습니다. 호스트, 포트, 이름, 계정, 비밀번호를 "
     "확인하십시오(%s)"},
    {"%s: the connection to the database is lost, and what was begun there is undone; run again "
     "once it is there",
     "%s: 데이터베이스와 연결이 끊겼습니다. 그곳에서 하던 일은 모두 취소되었습니다. 데이터베이스가 "
     "돌아오면 다시 실행하십시오"},
    {"%s: %s (PostgreSQL %s%s%s)", "%s: %s(PostgreSQL 오류 %s%s%s)"},
    {"the role may not do this; have it granted", "이 계정에 권한이 없습니다. 권한을 받으십시오"},
    {"the database does not know what is asked for; check names and queries",
     "데이터베이스에 없는 것을 요청했습니다. 이름과 질의를 확인하십시오"},
    {"a view or another table of the database uses earlier results; remove that or name another "
     "schema",
     "데이터베이스의 뷰나 다른 표가 이전 결과를 쓰고 있습니다. 그것을 지우거나 다른 스키마를 "
     "쓰십시오"},
    {"somebody is reading the earlier results; run again later",
     "누군가 이전 결과를 읽고 있습니다. 나중에 다시 실행하십시오"},
    {"the disk of the database is full; make room and run again",
     "데이터베이스의 디스크가 가득 찼습니다. 자리를 만든 뒤 다시 실행하십시오"},
    {"the database is short of memory, connections or room; run again later",
     "데이터베이스의 메모리, 연결 수, 저장 공간이 부족합니다. 나중에 다시 실행하십시오"},
    {"the database was stopped or has ended the connection; run again once it is there",
     "데이터베이스가 중지되었거나 연결을 끊었습니다. 데이터베이스가 돌아오면 다시 실행하십시오"},
    {"the database has cancelled a statement; raise its time limit and run again",
     "데이터베이스가 작업을 취소했습니다. 시간 제한을 늘린 뒤 다시 실행하십시오"},
    {"the database has ended the connection because it was idle; raise its time limit and run "
     "again",
     "쉬고 있던 연결을 데이터베이스가 끊었습니다. 시간 제한을 늘린 뒤 다시 실행하십시오"},
    {"a query met a value that it cannot work with; mend the query",
     "질의로 처리할 수 없는 값이 있습니다. 질의를 고치십시오"},
    {"there is no such database", "그런 데이터베이스가 없습니다"},
    {"the database refuses this role; check role and password",
     "데이터베이스가 이 계정을 거부했습니다. 계정과 비밀번호를 확인하십시오"},
    {"the database has refused it; its log says why",
     "데이터베이스가 거부했습니다. 이유는 데이터베이스의 로그에 있습니다"},
    {"there is no such data source; odbcinst -q -s lists those of odbc.ini",
     "그런 데이터 원본이 없습니다. odbc.ini에 있는 것은 odbcinst -q -s로 볼 수 있습니다"},
    {"the driver of the data source cannot be loaded; odbcinst -q -d lists those there are",
     "데이터 원본의 드라이버를 불러올 수 없습니다. 설치된 것은 odbcinst -q -d로 볼 수 있습니다"},
    {"the connection to the database cannot be made or is lost, and what was begun there is "
     "undone; "
     "run again once it is there",
     "데이터베이스에 연결할 수 없거나 연결이 끊겼습니다. 그곳에서 하던 일은 모두 취소되었습니다. "
     "데이터베이스가 돌아오면 다시 실행하십시오"},
    {"the database refuses this role; check role and password in odbc.ini",
     "데이터베이스가 이 계정을 거부했습니다. odbc.ini의 계정과 비밀번호를 확인하십시오"},
    {"the database does not know what is asked for, or the role may not do it; check names, "
     "queries "
     "and rights",
     "데이터베이스에 없는 것을 요청했거나 권한이 없습니다. 이름, 질의, 권한을 확인하십시오"},
    {"the database has not answered in time; run again later",
     "데이터베이스가 제때 응답하지 않습니다. 나중에 다시 실행하십시오"},

    /* ---- reading ---- */
    {"%s: there is no such schema", "%s: 그런 스키마가 없습니다"},
    {"%s: the column %s is of the type %s, which is not read; in the plan's sources give a query "
     "that leaves it out or casts it, as %s::text",
     "%s: %s 열의 자료형 %s은(는) 읽지 않습니다. 계획의 sources에 그 열을 빼거나 %s::text처럼 "
     "바꾸는 "
     "질의를 적으십시오"},
    {"%s: the column %s is of a type that is not read (%d of ODBC); in the plan's sources give a "
     "query that leaves it out or casts it to text",
     "%s: %s 열의 자료형(ODBC의 %d)은 읽지 않습니다. 계획의 sources에 그 열을 빼거나 문자로 바꾸는 "
     "질의를 적으십시오"},
    {"%s: the database sends what cannot be understood",
     "%s: 데이터베이스가 보낸 것을 해석할 수 없습니다"},
    {"%s: has more than %d columns", "%s: 열이 %d개를 넘습니다"},
    {"%s: two columns are called %s; rename one",
     "%s: %s(이)라는 열이 둘입니다. 하나의 이름을 바꾸십시오"},
    {"%s: there is no table or view %s, which the plan says is %s",
     "%s: 표나 뷰 %s이(가) 없습니다. 계획에는 %s(으)로 되어 있습니다"},
    {"%s: more than one table is called %s; name a schema after a #",
     "%s: %s(이)라는 표가 둘 이상입니다. # 뒤에 스키마를 적으십시오"},

    /* ---- writing ---- */
    {"%s: is also read by this run; name another schema for --out",
     "%s: 이번 실행에서 읽기도 하는 곳입니다. --out에는 다른 스키마를 쓰십시오"},
    {"the database is a copy that takes no changes", "바꿀 수 없는 복제 데이터베이스입니다"},
    {"the role may make no schema there; have one made, or CREATE granted on the database",
     "이 계정은 스키마를 만들 수 없습니다. 스키마를 만들어 달라고 하거나 데이터베이스의 CREATE "
     "권한을 "
     "받으십시오"},
    {"the role may make no tables in this schema; have CREATE and USAGE granted on it",
     "이 계정은 이 스키마에 표를 만들 수 없습니다. 스키마의 CREATE와 USAGE 권한을 받으십시오"},
    {"the schema holds tables and is no earlier result; name another one after a #",
     "이 스키마에는 이전 결과가 아닌 표가 있습니다. # 뒤에 다른 스키마를 적으십시오"},
    {"%s: the table %s of the schema is no earlier result; rename it or name another schema",
     "%s: 스키마의 %s 표는 이전 결과가 아닙니다. 이름을 바꾸거나 다른 스키마를 쓰십시오"},
    {"it holds tables and is no earlier result; name another schema or data source",
     "이전 결과가 아닌 표가 있습니다. 다른 스키마나 데이터 원본을 쓰십시오"},
    {"this database does not write tables in one transaction, so a run that breaks off would leave "
     "half of them; write into a folder or an SQLite file, and load that",
     "이 데이터베이스는 여러 표를 한 트랜잭션으로 쓰지 못하므로, 도중에 멈추면 결과가 일부만 "
     "남습니다. 폴더나 SQLite 파일에 쓴 뒤 불러오십시오"},
    {"name the schema to write to after a #", "결과를 쓸 스키마를 # 뒤에 적으십시오"},
    {"the driver says no type for texts", "드라이버에 문자를 담을 자료형이 없습니다"},
    {"%s (another run may be writing there)", "%s(다른 실행이 쓰고 있을 수 있습니다)"},
    {"the database has not confirmed that the results are in their place; look at them, or run "
     "again",
     "데이터베이스가 결과를 저장했는지 확인하지 못했습니다. 결과를 살펴보거나 다시 실행하십시오"},
    {"last looks for results in folders and files; name the schema of the database that has those "
     "of the month before",
     "last는 폴더와 파일에서만 이전 결과를 찾습니다. 지난달 결과가 있는 데이터베이스 스키마를 "
     "적으십시오"},
};

const size_t tool_n_database_sentences =
    sizeof tool_database_sentences / sizeof *tool_database_sentences;
