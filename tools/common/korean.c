/* SPDX-License-Identifier: Apache-2.0 */
/*
 * korean.c - what the command complains of, in Korean.
 *
 * Complaints are written in English where they arise and looked up here, so that the code reads as
 * what it says; one that is not here is said in English. Where the order of words differs the
 * conversions of printf are numbered. tests/tree/check_korean.py keeps the two in step.
 *
 * The language is that of the reader's environment, as for other programs (LANGUAGE, LC_ALL,
 * LC_MESSAGES, LANG); --lang sets the first of them for this process.
 */
#include "common/common.h"

#include <stdlib.h>
#include <string.h>

static const struct tool_sentence messages[] = {
    /* ---- of any file ---- */
    {"out of memory", "메모리가 부족합니다"},
    {"%s: out of memory", "%s: 메모리가 부족합니다"},
    {"interrupted", "중단"},
    {"interrupted; nothing was written", "중단했습니다. 아무것도 쓰지 않았습니다"},
    {"cannot be opened", "열 수 없습니다"},
    {"cannot be read", "읽을 수 없습니다"},
    {"cannot be written", "쓸 수 없습니다"},
    {"cannot be examined", "살펴볼 수 없습니다"},
    {"cannot be listed", "목록을 볼 수 없습니다"},
    {"cannot be locked", "잠글 수 없습니다"},
    {"cannot be replaced", "바꿀 수 없습니다"},
    {"%s: cannot be written", "%s: 쓸 수 없습니다"},
    {"%s: cannot be written: %s", "%s: 쓸 수 없습니다: %s"},
    {"%s: cannot be made: %s", "%s: 만들 수 없습니다: %s"},
    {"%s: is a folder", "%s: 폴더입니다"},
    {"is no file", "파일이 아닙니다"},
    {"standard output cannot be written", "표준 출력에 쓸 수 없습니다"},
    {"No such file or directory", "그런 파일이나 폴더가 없습니다"},
    {"Permission denied", "권한이 없습니다"},
    {"No space left on device", "디스크에 남은 자리가 없습니다"},
    {"Is a directory", "폴더입니다"},
    {"Not a directory", "폴더가 아닙니다"},
    {"File exists", "이미 있습니다"},
    {"Read-only file system", "읽기만 되는 디스크입니다"},
    {"Input/output error", "디스크 입출력 오류입니다"},
    {"Too many open files", "열린 파일이 너무 많습니다"},
    {"File name too long", "파일 이름이 너무 깁니다"},
    {"Too many levels of symbolic links", "링크가 서로를 가리킵니다"},
    {"Disk quota exceeded", "디스크 할당량을 넘었습니다"},
    {"database disk image is malformed", "손상된 데이터베이스입니다. 다시 받거나 되살리십시오"},
    {"database is locked", "다른 프로그램이 쓰고 있습니다. 닫은 뒤 다시 실행하십시오"},
    {"file is not a database", "데이터베이스가 아닙니다"},
    {"unable to open database file", "데이터베이스를 열 수 없습니다"},
    {"disk I/O error", "디스크 입출력 오류입니다"},
    {"database or disk is full", "디스크에 남은 자리가 없습니다"},
    {"attempt to write a readonly database", "읽기만 되는 데이터베이스입니다"},
    {"Broken pipe", "받는 쪽이 닫혔습니다"},

    /* ---- places ---- */
    {"%.*s, line %lld", "%.*s, %lld행"},
    {"%.*s row %lld", "%.*s %lld행"},

    /* ---- options and words of the command ---- */
    {"%s takes %s", "%s에는 다음 가운데 하나를 씁니다: %s"},
    {"%s takes %s; did you mean %s?", "%s에는 다음 가운데 하나를 씁니다: %s. 혹시 %s입니까?"},
    {"--%s takes a whole number from %lld to %lld", "--%s에는 %lld부터 %lld까지의 정수를 씁니다"},
    {"--%s takes a size such as 512M or 3G", "--%s에는 512M, 3G와 같은 크기를 씁니다"},
    {"--%s takes a percentage such as 0.5", "--%s에는 0.5와 같은 백분율을 씁니다"},
    {"--%s takes a day that exists, as YYYY-MM-DD",
     "--%s에는 실제로 있는 날짜를 YYYY-MM-DD로 씁니다"},
    {"--%s takes a month, as YYYY-MM", "--%s에는 월을 YYYY-MM으로 씁니다"},
    {"--%s takes one of %s", "--%s에는 다음 가운데 하나를 씁니다: %s"},
    {"--%s takes a value that is not empty", "--%s의 값이 비어 있습니다"},
    {"%s takes no --%s; see dolbom %s --help",
     "%s에는 --%s 옵션이 없습니다. dolbom %s --help를 보십시오"},
    {"there is no option --%s; did you mean --%s?", "--%s 옵션은 없습니다. 혹시 --%s입니까?"},
    {"there is no such option; see dolbom %s --help",
     "그런 옵션은 없습니다. dolbom %s --help를 보십시오"},
    {"--%s is given twice", "--%s을(를) 두 번 썼습니다"},
    {"--%s takes no value", "--%s에는 값을 쓰지 않습니다"},
    {"--%s needs a value: --%s %s", "--%s에는 값이 필요합니다: --%s %s"},
    {"options begin with two dashes; see dolbom %s --help",
     "옵션은 --로 시작합니다. dolbom %s --help를 보십시오"},
    {"there is one argument too many; see dolbom %s --help",
     "인수가 하나 많습니다. dolbom %s --help를 보십시오"},
    {"an argument is missing: dolbom %s %s", "인수가 빠졌습니다: dolbom %s %s"},
    {"there is no such command; did you mean dolbom %s?",
     "그런 명령은 없습니다. 혹시 dolbom %s입니까?"},
    {"there is no such command; see dolbom help", "그런 명령은 없습니다. dolbom help를 보십시오"},
    {"--in and --out are needed; see --help", "--in과 --out이 필요합니다. --help를 보십시오"},
    {"--as-of YYYY-MM-DD is needed: the day on which everything is judged",
     "--as-of YYYY-MM-DD가 필요합니다: 모든 것을 판정하는 기준일입니다"},
    {"--in and one record or two are needed, as AGENCY/RECORD; or --previous and the id of a "
     "finding",
     "--in과 기록 하나나 둘(기관/기록), 또는 --previous와 결과의 식별자가 필요합니다"},
    {"--in is needed: the data that the finding was found in",
     "--in이 필요합니다: 그 결과가 나온 자료입니다"},
    {"%s: holds no finding of this id, or several that begin so; it is 32 digits, or the first 8",
     "%s: 이 식별자의 결과가 없거나 그렇게 시작하는 결과가 여럿입니다. 식별자는 32자리 또는 앞 "
     "8자리입니다"},
    {"the finding names no record of a person", "이 결과에는 사람의 기록이 없습니다"},
    {"--in and --service are needed: the data, and the planned row as JSON or a file",
     "--in과 --service가 필요합니다: 자료와, 계획한 행(JSON 또는 파일)입니다"},
    {"%s, %s: written for different readers (--for), so that what only one of them may see would "
     "pass for new or gone; name two runs written for one agency, or for everybody",
     "%s, %s: 서로 다른 기관이 보도록 쓴 결과(--for)여서, 한쪽에만 보이는 것이 새로 생기거나 "
     "없어진 것으로 잘못 보입니다. 같은 기관이나 전체를 위해 쓴 두 결과를 지정하십시오"},
    {"eval needs --truth, and one of --pairs and --persons",
     "eval에는 --truth와, --pairs나 --persons 가운데 하나가 필요합니다"},
    {"%s, line 1: column %s is missing", "%s, 1행: %s 열이 없습니다"},
    {"%s, line %lld: this row cannot be used (%s)", "%s, %lld행: 쓸 수 없는 행입니다(%s)"},
    {"%llu rows name records that are not in the truth; they were left out",
     "정답에 없는 기록을 가리키는 %llu행을 제외했습니다"},
    {"--write makes a mapping from the files alone; take --plan out",
     "--write는 파일만으로 대응표를 만듭니다. --plan을 빼십시오"},
    {"no row is a usable address; these are not the files rnaddrkor_*.txt",
     "쓸 수 있는 주소가 한 행도 없습니다. rnaddrkor_*.txt 파일이 아닙니다"},
    {"%lu of %lu rows are rejected, more than --max-rejects allows",
     "%2$lu행 가운데 %1$lu행을 제외하여 --max-rejects가 정한 한도를 넘었습니다"},
    {"and %lu more rows are rejected", "그 밖에 %lu행을 제외했습니다"},
    {"--out is needed: the file to write the table to; see --help",
     "--out이 필요합니다: 표를 쓸 파일입니다. --help를 보십시오"},
    {"there is one argument too many; see dolbom juso --help",
     "인수가 하나 많습니다. dolbom juso --help를 보십시오"},
    {"juso takes load or check; see dolbom juso --help",
     "juso에는 load나 check를 씁니다. dolbom juso --help를 보십시오"},
    {"--key is needed: the key file that the agencies share; see --help",
     "--key가 필요합니다: 기관이 함께 쓰는 키 파일입니다. --help를 보십시오"},
    {"the plan makes record ids of names and birth dates (made: %s), without any key: whoever gets "
     "them can try out whose they are; give people record ids of the agency's own first, in all "
     "tables",
     "계획에 이름과 생년월일로 이용자 번호를 만들게 되어 있습니다(made: %s). 키 없이 만든 "
     "번호이므로 받은 쪽에서 이름을 넣어 보아 누구인지 알아낼 수 있습니다. 먼저 모든 표에 기관이 "
     "정한 이용자 번호를 적으십시오"},
    {"key takes new, show, rotate or retire; see dolbom key --help",
     "key에는 new, show, rotate나 retire를 씁니다. dolbom key --help를 보십시오"},
    {"key new, and nothing else, needs --domain: who shares the key and for what",
     "key new에만 --domain을 씁니다: 키를 함께 쓰는 기관과 목적입니다"},
    {"belongs to another user", "다른 사용자의 파일입니다"},
    {"others may read or write it (chmod 600), and may have; let another key follow",
     "다른 사용자가 읽거나 쓸 수 있습니다(chmod 600). 이미 읽었을 수 있으니 새 키로 교체하십시오"},
    {"has a second name (a hard link); copy it and remove both",
     "다른 이름(하드 링크)이 또 있습니다. 복사한 뒤 둘 다 지우십시오"},
    {"policy takes check; see dolbom policy --help",
     "policy에는 check를 씁니다. dolbom policy --help를 보십시오"},
    {"--by says who writes for an agency, which --for names; see --help",
     "--by는 --for로 지정한 기관의 작성자를 뜻합니다. --help를 보십시오"},
    {"there is no such rule; dolbom rules lists them, and rule_catalogue, rule_parameters and "
     "rule_deadlines are the tables",
     "그런 규칙은 없습니다. dolbom rules가 모두 보여 주며, 표는 rule_catalogue, "
     "rule_parameters, rule_deadlines입니다"},
    {"%s: is not empty and holds no earlier sample; name another folder",
     "%s: 비어 있지 않고 이전에 만든 예제도 아닙니다. 다른 폴더를 지정하십시오"},
    {"--out is needed: the folder to write into; see --help",
     "--out이 필요합니다: 결과를 쓸 폴더입니다. --help를 보십시오"},
    {"cannot write the sample into the folder given with --out: %s",
     "--out으로 지정한 폴더에 예제를 쓸 수 없습니다: %s"},
    {"%s: is also read by this run; name another place for --html",
     "%s: 이번 실행에서 읽는 파일이기도 합니다. --html에 다른 곳을 지정하십시오"},
    {"%s: is there and no page of dolbom; name another place for --html",
     "%s: dolbom이 만든 페이지가 아닌 파일이 있습니다. --html에 다른 곳을 지정하십시오"},
    {"--facts: nothing in the policy asks for %zu of its %zu facts; asked for are %s",
     "--facts: 사실 %2$zu개 가운데 %1$zu개는 정책이 묻지 않습니다. 정책이 묻는 것: %3$s"},
    {"--person takes an agency and a record of it: AGENCY/RECORD",
     "--person에는 기관과 그 기관의 기록을 씁니다: AGENCY/RECORD"},
    {"--for: no agency of that id has a row in this input",
     "--for: 이 자료에 그런 번호의 기관이 없습니다"},
    {"--in holds no table %s; %s makes it", "--in에 %s 표가 없습니다. %s이(가) 만드는 표입니다"},
    {"%s: needs a header with the columns hanja and reading",
     "%s: hanja와 reading 열이 있는 머리글이 필요합니다"},
    {"longer than 4 MiB", "4 MiB보다 깁니다"},
    {"%s, line %lld: %s", "%s, %lld행: %s"},
    {"%s, row %lld: %s", "%s, %lld번째 행: %s"},
    {"%s, line %lld, column %s: %s", "%s, %lld행, %s 열: %s"},
    {"%s, row %lld, column %s: %s", "%s, %lld번째 행, %s 열: %s"},
    {"  %s: column %.*s: %.*s", "  %s: %.*s 열: %.*s"},
    {"--policy is needed: the folder that says who is entitled to what",
     "--policy가 필요합니다: 누가 무엇을 받을 수 있는지 적은 폴더입니다"},
    {"--facts FILE is needed, or --in DIR with --person AGENCY/RECORD",
     "--facts FILE이 필요합니다. 또는 --in DIR과 --person AGENCY/RECORD를 씁니다"},
    {"--in and --person go together: the data, and whom of it",
     "--in과 --person은 함께 씁니다: 자료와, 그 가운데 누구인지입니다"},
    {"--month YYYY-MM is needed: the month asked about",
     "--month YYYY-MM이 필요합니다: 묻는 달입니다"},
    {"--month takes a month from 1970-01 to 2199-12",
     "--month에는 1970-01부터 2199-12까지의 달을 씁니다"},
    {"not an object of texts and numbers", "글과 수로 된 객체가 아닙니다"},
    {"has a column that is none of fact, value, as_of, member",
     "fact, value, as_of, member가 아닌 열이 있습니다"},
    {"is needed, as a text", "글로 써야 합니다"},
    {"is needed", "필요합니다"},
    {"takes a day that exists, as YYYY-MM-DD", "실제로 있는 날짜를 YYYY-MM-DD로 씁니다"},
    {"birth_date takes a day, as YYYY-MM-DD", "birth_date에는 날짜를 YYYY-MM-DD로 씁니다"},
    {"takes a text", "글을 씁니다"},
    {"has to be empty beside --person, whom all facts are about",
     "--person과 함께 쓸 때는 비워 둡니다. 모든 사실이 그 사람의 것입니다"},
    {"%s: there is no fact", "%s: 사실이 없습니다"},
    {"%s: there is no row", "%s: 행이 없습니다"},
    {"%s: line %d, column %d: this name is there twice",
     "%s: %d행 %d번째 글자: 같은 이름이 두 번 있습니다"},
    {"%s: not JSON: line %d, column %d", "%s: JSON이 아닙니다: %d행 %d번째 글자"},
    {"no folder can be made there", "그곳에 폴더를 만들 수 없습니다"},

    /* ---- workbooks ---- */
    {"%s!%s: the file is damaged (the sheet's rows are not in it); fetch it again, or open it in "
     "Excel and save it as .xlsx",
     "%s!%s: 파일이 손상되었습니다(시트의 행이 없음). 다시 받거나 엑셀에서 열어 .xlsx로 "
     "저장하십시오"},
    {"%s: is an archive, not a workbook; unpack it, and give the files in it",
     "%s: 통합 문서가 아니라 압축 파일입니다. 풀어서 안의 파일을 지정하십시오"},
    {"%s: has more than %d rows", "%s: 행이 %d개보다 많습니다"},
    {"%s, line %lld: the file ends within a %s that begins here, inside a table; fetch it again, "
     "or open it in Excel and save it as .xlsx",
     "%s, %lld행: 여기서 시작한 %s이(가) 표 안에서 끝나지 않은 채 파일이 끝납니다. 다시 받거나 "
     "엑셀에서 열어 .xlsx로 저장하십시오"},
    {"%s, line %lld: a quote in the tag that begins here is closed by one of another tag; fetch "
     "it again, or open it in Excel and save it as .xlsx",
     "%s, %lld행: 여기서 시작한 태그의 따옴표가 다른 태그에서 닫힙니다. 다시 받거나 엑셀에서 "
     "열어 .xlsx로 저장하십시오"},
    {"%s: its cells share more than %d MiB of texts; save its sheets as CSV files",
     "%s: 셀이 함께 쓰는 글이 %d MiB를 넘습니다. 시트를 CSV로 저장하십시오"},
    {"%s!%s row%s %lld: %s", "%s!%s%s %lld행: %s"},
    {"the cell refers to a text that the file does not have", "파일에 없는 글을 가리키는 셀입니다"},
    {"the cell refers to a style that the file does not have",
     "파일에 없는 서식을 가리키는 셀입니다"},
    {"the row after it has a number that no sheet has", "다음 행의 번호가 시트에 없는 번호입니다"},
    {"the row comes after one with a higher number, or is there twice",
     "번호가 더 큰 행 뒤에 오거나 두 번 있습니다"},
    {"a cell after it lies in another row, or outside the sheet",
     "다음 셀이 다른 행이나 시트 밖에 있습니다"},
    {"the cell comes after one to its right, or is there twice",
     "오른쪽 셀 뒤에 오거나 두 번 있습니다"},
    {"%s: the file is damaged (%s, line %lu: %s); fetch it again, or open it in Excel and save it "
     "as .xlsx",
     "%s: 파일이 손상되었습니다(%s, %lu행: %s). 다시 받거나 엑셀에서 열어 .xlsx로 저장하십시오"},
    {"%s: the file is damaged (%s%s%s); fetch it again, or open it in Excel and save it as .xlsx",
     "%s: 파일이 손상되었습니다(%s%s%s). 다시 받거나 엑셀에서 열어 .xlsx로 저장하십시오"},
    {"%s: holds more than %d files inside, which no workbook does",
     "%s: 안에 든 파일이 %d개를 넘습니다. 통합 문서는 그렇지 않습니다"},
    {"%s: is protected by a password; open it in Excel and save it without one",
     "%s: 암호가 걸려 있습니다. 엑셀에서 열어 암호 없이 저장하십시오"},
    {"%s: %s would unpack to %llu MB; the limit is 4 GiB, and %d times the size it has in the file",
     "%s: %s을(를) 풀면 %llu MB가 됩니다. 한도는 4 GiB, 그리고 파일 속 크기의 %d배입니다"},
    {"it ends too early", "너무 일찍 끝남"},
    {"its end is missing", "끝이 없음"},
    {"its directory is missing", "목차가 없음"},
    {"its directory is not right", "목차가 맞지 않음"},
    {"two files inside have one name", "안에 같은 이름의 파일이 둘 있음"},
    {"it is packed in an unusual way", "드문 방식으로 압축됨"},
    {"it is not where the directory says", "목차가 말하는 곳에 없음"},
    {"it cannot be unpacked", "풀 수 없음"},
    {"its size or checksum is wrong", "크기나 검사값이 맞지 않음"},
    {"it is missing", "없음"},
    {"a merged cell lies nowhere", "병합된 셀의 자리가 없음"},
    {"merged cells overlap", "병합된 셀이 겹침"},
    {"more than 1048576 cells are merged", "병합된 셀이 1048576개를 넘음"},
    {"a sheet has no name", "이름 없는 시트가 있음"},
    {"it has more formats than Excel can have", "엑셀이 둘 수 있는 것보다 표시 형식이 많음"},
    {"it has more styles than Excel can have", "엑셀이 둘 수 있는 것보다 서식이 많음"},
    {"it has more than 1000 sheets", "시트가 1000개를 넘음"},
    {"it is larger than 64 MiB", "64 MiB보다 큼"},
    {"it leads to no workbook", "통합 문서로 이어지지 않음"},
    {"it leads to shared texts that are not in the file", "파일에 없는 공유 글로 이어짐"},
    {"it leads to styles that are not in the file", "파일에 없는 서식으로 이어짐"},
    {"its elements lie too deep in one another", "요소가 너무 깊이 겹쳐 있음"},
    {"it declares a document type, which no workbook does",
     "통합 문서에 없는 문서 형식 선언이 있음"},
    {"a tag in it is longer than 1 MiB", "1 MiB보다 긴 태그가 있음"},

    /* ---- CSV and other sources ---- */
    {"%s, line %lld: the header does not end within 1 MiB",
     "%s, %lld행: 머리글이 1 MiB 안에 끝나지 않습니다"},
    {"%s, line %llu: begins as %s but byte %llu is not valid in it (--invalid reject drops such "
     "rows)",
     "%s, %llu행: %s(으)로 시작하지만 %llu번째 바이트가 그에 맞지 않습니다(--invalid reject는 "
     "그런 행을 제외합니다)"},
    {"%s, line %llu: neither UTF-8 (first bad byte at offset %llu) nor windows-949 (at offset "
     "%llu); --encoding forces one, --invalid reject drops such rows",
     "%s, %llu행: UTF-8(맞지 않는 첫 바이트 %llu)도 windows-949(%llu)도 아닙니다. "
     "--encoding으로 정하거나, --invalid reject로 그런 행을 제외하십시오"},
    {"%s: is not a plain file, so its encoding cannot be found by looking at it twice; give "
     "--encoding",
     "%s: 일반 파일이 아니어서 두 번 읽어 문자 집합을 알아낼 수 없습니다. --encoding을 "
     "지정하십시오"},
    {"%s: begins with the byte order mark of %s, not %s",
     "%1$s: %3$s이(가) 아니라 %2$s의 바이트 순서 표시로 시작합니다"},
    {"%s: this column has the name that %s has", "%s: %s 열과 이름이 같습니다"},
    {"%s row %lld: has more than %d columns", "%s %lld행: 열이 %d개보다 많습니다"},
    {"%s, line %lld: columns %d and %d have the same name",
     "%s, %lld행: %d번째 열과 %d번째 열의 이름이 같습니다"},
    {"%s, line %lld: a quote is opened here and not closed where a name ends",
     "%s, %lld행: 여기서 연 따옴표가 이름 끝에서 닫히지 않습니다"},
    {"%s, line %lld: this is not a header of column names",
     "%s, %lld행: 열 이름으로 된 머리글이 아닙니다"},
    {"%s, line %lld: this is not a header of column names; is the file UTF-16?",
     "%s, %lld행: 열 이름으로 된 머리글이 아닙니다. UTF-16 파일입니까?"},
    {"%s: has %zu columns; at most %d are possible",
     "%s: 열이 %zu개입니다. %d개까지 읽을 수 있습니다"},
    {"%s: is empty, not even a header is there", "%s: 머리글도 없는 빈 파일입니다"},
    {"%s: is not a plain file and cannot be read", "%s: 일반 파일이 아니어서 읽을 수 없습니다"},
    {"%s: holds more than %d files and folders", "%s: 파일과 폴더가 %d개보다 많습니다"},
    {"%s: changed while it was read; run again when nobody is writing to it",
     "%s: 읽는 동안 바뀌었습니다. 아무도 쓰지 않을 때 다시 실행하십시오"},
    {"%s: cannot be read, %s", "%s: 읽을 수 없습니다. %s"},
    {"%s: a row has more than %d MiB", "%s: %d MiB보다 큰 행이 있습니다"},
    {"%s: SQLite: %s", "%s: SQLite 오류: %s"},
    {"%s: table %s has more than %d columns", "%s: %s 표의 열이 %d개보다 많습니다"},
    {"%s: with this file, table %s has more than %d columns",
     "%s: 이 파일까지 하면 %s 표의 열이 %d개를 넘습니다"},
    {"%s: the row cannot be read: it does not fit the header, has a NUL or an error, or is too "
     "long",
     "%s: 읽을 수 없는 행입니다. 머리글과 맞지 않거나, NUL이나 오류가 있거나, 너무 깁니다"},
    {"%s, line %lld: bytes that are not valid %s (--invalid reject drops such rows)",
     "%s, %lld행: %s에 맞지 않는 바이트가 있습니다(--invalid reject는 그런 행을 제외합니다)"},
    {"%s, line %lld: a quote is opened here and not closed where a field ends",
     "%s, %lld행: 여기서 연 따옴표가 칸 끝에서 닫히지 않습니다"},
    {"%s: more than %lld rows of table %s cannot be used; --memory has no room for a list of more",
     "%1$s: %3$s 표에서 쓸 수 없는 행이 %2$lld개를 넘습니다. --memory에 목록을 더 둘 자리가 "
     "없습니다"},
    {"%s of agency %s: %lld rows are there, of %lld that uploads announces for %s; a file is "
     "missing or was cut",
     "%1$s(기관 %2$s): uploads가 %5$s에 알린 %4$lld행 가운데 %3$lld행만 있습니다. 파일이 "
     "빠졌거나 잘렸습니다"},
    {"%s: table %s needs a column %s, which this file lacks",
     "%s: %s 표에 필요한 %s 열이 이 파일에 없습니다"},
    {"what agencies' files lack a plan can say; dolbom inspect --write proposes one",
     "기관 파일에 없는 것은 계획에 적어 채울 수 있습니다. dolbom inspect --write가 계획을 "
     "제안합니다"},
    {"%s: no name here is that of a column of table %s; if the file has no row of headers, put "
     "one in",
     "%s: %s 표의 열 이름이 하나도 없습니다. 머리글 행이 없으면 넣어 주십시오"},
    {"%s: no file has the column %s, which the plan says is %s",
     "%1$s: 계획에서 %3$s이라고 한 %2$s 열이 어느 파일에도 없습니다"},
    {"%s: no file has the column %s, which the plan says is %s; did you mean %s?",
     "%1$s: 계획에서 %3$s이라고 한 %2$s 열이 어느 파일에도 없습니다. 혹시 %4$s입니까?"},
    {"a file of these results cannot be read", "이 결과의 파일을 읽을 수 없습니다"},
    {"%s: is not what dolbom reconcile wrote: it holds no run.json of such a run",
     "%s: dolbom reconcile이 쓴 것이 아닙니다. 그런 실행의 run.json이 없습니다"},
    {"%s: holds no findings and finding_rows; name what dolbom reconcile wrote",
     "%s: findings와 finding_rows가 없습니다. dolbom reconcile이 쓴 것을 지정하십시오"},
    {"%s: lacks the column %s of %s; name what dolbom reconcile wrote, unedited",
     "%1$s: %3$s의 %2$s 열이 없습니다. dolbom reconcile이 쓴 것을 고치지 않은 채 지정하십시오"},
    {"%s: is not data; take it out of --in, what is asked comes with the command alone",
     "%s: 자료가 아닙니다. --in에서 빼십시오. 물을 것은 명령으로만 받습니다"},
    {"%s: is read twice and cannot be a pipe", "%s: 두 번 읽으므로 파이프일 수 없습니다"},
    {"%s%s%s: %lld of %lld rows are rejected, more than --max-rejects allows (%.3g %%); results "
     "are written all the same",
     "%1$s%2$s%3$s: %5$lld행 가운데 %4$lld행을 제외하여 --max-rejects가 정한 한도(%6$.3g %%)를 "
     "넘었습니다. 결과는 그대로 썼습니다"},
    {"%lld rows are rejected; --memory has room for a list of %lld",
     "%lld행을 제외합니다. --memory에는 %lld행의 목록을 둘 자리가 있습니다"},
    {"%s: judged from %s, which is later than --as-of",
     "%s: 기준일이 %s이어서 --as-of보다 늦습니다"},
    {"%s: holds the findings of one agency only (--for), so that all others would pass for new; "
     "name what was written for everybody",
     "%s: 한 기관을 위해 쓴 결과(--for)여서 나머지가 모두 새것으로 보입니다. 전체를 위해 쓴 "
     "결과를 지정하십시오"},
    {"%s: holds no table persons, which in a folder is persons.csv or persons_*.csv, however "
     "deep, or a sheet of such a name or with its columns",
     "%s: persons 표가 없습니다. 폴더에서는 persons.csv나 persons_*.csv(하위 폴더도), 또는 그런 "
     "이름이나 열의 시트입니다"},

    /* ---- outputs ---- */
    {"%s: %s beside it belongs to a database that is open or was not closed; close it or name "
     "another place",
     "%s: 옆에 있는 %s은(는) 열려 있거나 닫히지 않은 데이터베이스의 것입니다. 닫거나 다른 곳을 "
     "지정하십시오"},
    {"already exists and is not an earlier result; name another place",
     "이미 있으며 이전 결과가 아닙니다. 다른 곳을 지정하십시오"},
    {"is open elsewhere; close it or name another place",
     "다른 곳에서 열려 있습니다. 닫거나 다른 곳을 지정하십시오"},
    {"%s: holds a %s %s; name another place",
     "%1$s: %3$s %2$s이(가) 있습니다. 다른 곳을 지정하십시오"},
    {"which is not a plain file", "일반 파일이 아닌"},
    {"which is also read by this run", "이번 실행에서 읽기도 하는"},
    {"which no earlier run wrote", "이전 실행이 쓰지 않은"},
    {"is a link; name what it points to", "링크입니다. 링크가 가리키는 것을 지정하십시오"},
    {"already exists and is not a folder", "이미 있으며 폴더가 아닙니다"},
    {"already exists and is not a plain file", "이미 있으며 일반 파일이 아닙니다"},
    {"is also read by this run; name another place",
     "이번 실행에서 읽기도 합니다. 다른 곳을 지정하십시오"},
    {"lies in a folder that is read; name a place outside of it",
     "읽는 폴더 안에 있습니다. 그 밖의 곳을 지정하십시오"},
    {"a folder above it cannot be examined", "위의 폴더를 살펴볼 수 없습니다"},
    {"a folder above it cannot be made", "위의 폴더를 만들 수 없습니다"},
    {"its folder cannot be opened", "폴더를 열 수 없습니다"},
    {"cannot be put in its place", "제자리에 둘 수 없습니다"},
    {"the disk has not confirmed that it is in its place",
     "제자리에 두었다고 디스크가 확인하지 않았습니다"},
    {"%s: is not a file that a run writes", "%s: 실행이 쓰는 파일이 아닙니다"},
    {"a file in it cannot be written", "안의 파일을 쓸 수 없습니다"},
    {"%s: %s cannot be written: %s", "%s: %s을(를) 쓸 수 없습니다: %s"},
    {"a file of an older run in it cannot be removed",
     "안에 있는 이전 실행의 파일을 지울 수 없습니다"},
    {"a file in it cannot be replaced", "안의 파일을 바꿀 수 없습니다"},
    {"run.json in it cannot be replaced", "안의 run.json을 바꿀 수 없습니다"},
    {"is written, but the disk has not confirmed it", "썼지만 디스크가 확인하지 않았습니다"},
    {"%s: cannot be written to; name a folder of its own",
     "%s: 쓸 수 없습니다. 따로 쓸 폴더를 지정하십시오"},
    {"%s: cannot be written to; name a file", "%s: 쓸 수 없습니다. 파일을 지정하십시오"},
    {"%s: another run is writing there", "%s: 다른 실행이 쓰고 있습니다"},
    {"%s: other runs are writing there", "%s: 다른 실행들이 쓰고 있습니다"},
    {"%s: %s beside it is also read by this run",
     "%s: 옆에 있는 %s은(는) 이번 실행에서 읽기도 합니다"},
    {"table %s: column %s has an unknown type", "%s 표: %s 열의 형식을 알 수 없습니다"},
    {"table %s: %s", "%s 표: %s"},
    {"already exists, and people may have written into it; name a folder that is not there yet",
     "이미 있으며 사람들이 적어 넣었을 수 있습니다. 아직 없는 폴더를 지정하십시오"},

    /* ---- worklists and decisions ---- */
    {"--names is about what --worklists and --review write; see --help",
     "--names는 --worklists와 --review가 쓰는 것에 관한 것입니다. --help를 보십시오"},
    {"--worklists and --out name the same place; see --help",
     "--worklists와 --out이 같은 곳입니다. --help를 보십시오"},
    {"%s: is read twice for --names and cannot be a pipe",
     "%s: --names를 쓰려면 두 번 읽어야 하므로 파이프일 수 없습니다"},
    {"%s: is read twice for --review and cannot be a pipe",
     "%s: --review를 쓰려면 두 번 읽어야 하므로 파이프일 수 없습니다"},
    {"%s: cannot be written: it is not whole; is there room on the disks, also for temporary "
     "files?",
     "%s: 온전하게 쓰지 못했습니다. 디스크와 임시 파일에 쓸 공간이 있는지 확인하십시오"},
    {"%s: this build writes no workbooks", "%s: 이 프로그램은 통합 문서를 쓰지 못합니다"},
    {"%s: is no filled-in worklist, which has the columns 결정 (decision), 결과 ID (finding_id) "
     "and "
     "기관 ID (agency_id)",
     "%s: 작성한 업무 목록이 아닙니다. 목록에는 ‘결정’(decision), ‘결과 ID’(finding_id), ‘기관 "
     "ID’(agency_id) 열이 있습니다"},
    {"%s: no sheet of it has columns of %s", "%s: %s의 열이 있는 시트가 없습니다"},
    {"%s: is not a plain file; name the files one by one",
     "%s: 일반 파일이 아닙니다. 파일을 하나씩 지정하십시오"},
    {"%s: is HTML; save it as .xlsx or .csv", "%s: HTML입니다. .xlsx나 .csv로 저장하십시오"},
    {"%s: this decision does not say which agency's it is",
     "%s: 어느 기관의 결정인지 적혀 있지 않습니다"},
    {"decisions without an agency: %lld; put back what their sheets had under 기관 ID (agency_id)",
     "기관을 알 수 없는 결정이 %lld건 있습니다. ‘기관 ID’(agency_id) 칸을 보낸 목록과 같게 "
     "되돌려 주십시오"},
    {"%s: this decision is not known and left out; known are %s",
     "%s: 목록에 없는 결정이어서 반영하지 못했습니다. 쓸 수 있는 결정: %s"},
    {"%s: %s: %.*s; this decision is left out", "%s: ‘%s’ 칸: %.*s. 이 결정을 반영하지 못했습니다"},
    {"%s: %.*s; this decision is left out", "%s: %.*s. 이 결정을 반영하지 못했습니다"},
    {"%lld more decisions are left out, see rejects.csv",
     "반영하지 못한 결정이 %lld건 더 있습니다(rejects.csv)"},
    {"--%s: there are too many of them", "--%s: 너무 많습니다"},
    {"--%s takes values that are not empty", "--%s에는 비어 있지 않은 값이 필요합니다"},
};

static const char *find(const struct tool_sentence *sentences, size_t n, const char *english)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(sentences[i].english, english) == 0) return sentences[i].korean;
    return NULL;
}

bool tool_in_korean(void)
{
    static const char *const names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value) return strncmp(value, "ko", 2) == 0;
    }
    return false;
}

const char *tool_to_korean(const char *english)
{
    const char *korean = find(messages, sizeof messages / sizeof *messages, english);
    if (!korean) korean = find(tool_help_sentences, tool_n_help_sentences, english);
    if (!korean) korean = find(tool_file_sentences, tool_n_file_sentences, english);
    if (!korean) korean = find(tool_job_sentences, tool_n_job_sentences, english);
    if (!korean) korean = find(tool_database_sentences, tool_n_database_sentences, english);
    return korean ? korean : english;
}

const char *tool_said(const char *english)
{
    return tool_in_korean() ? tool_to_korean(english) : english;
}
