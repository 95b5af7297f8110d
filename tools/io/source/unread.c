/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unread.c - why a file or sheet is not read, and what to do; in Korean, korean_files.c says it.
 */
#include "io/source/source.h"

#include "io/book/book.h"

static const char *const reasons[] = {
    [IO_UNREAD_NAME] = "neither its name nor its columns are those of a table; name it as one, as "
                       "persons_NAME.csv or services_NAME.csv",
    [IO_UNREAD_HEADER] =
        "its name is no table's and its header cannot be read; give it by itself to see why",
    [IO_UNREAD_COLUMNS] = "neither its name nor its columns are those of a table",
    [IO_UNREAD_ELSEWHERE] = "its table belongs into --in",
    [IO_UNREAD_EMPTY] = "it has no table",
    [IO_UNREAD_LINK] = "it is a link to a folder",
    [IO_UNREAD_NO_FILE] = "it is not a plain file",
    [IO_UNREAD_LOCK] = "somebody has the workbook open; this is only Excel's note of it",
    [IO_UNREAD_KIND + IO_FILE_OTHER] =
        "it is neither a CSV file nor an .xlsx workbook; if it is text, let its name end in .csv",
    [IO_UNREAD_KIND + IO_FILE_LOCKED] =
        "it is protected by a password; open it in Excel and save it without one",
    [IO_UNREAD_KIND + IO_FILE_OLD_BOOK] =
        "it is in Excel's format of before 2007; open it in Excel and save it as .xlsx or CSV",
    [IO_UNREAD_KIND + IO_FILE_SPREADSHEET] =
        "it is a spreadsheet in another format; open it and save it as .xlsx or CSV",
    [IO_UNREAD_KIND + IO_FILE_XML] =
        "it is an XML spreadsheet of 2003; open it in Excel and save it as .xlsx",
    [IO_UNREAD_KIND + IO_FILE_PDF] =
        "it is a PDF, which has no cells; ask for the list as .xlsx or CSV",
    [IO_UNREAD_KIND + IO_FILE_DOCUMENT] = "it is a document (Hangul, Word, PowerPoint); copy its "
                                          "table into a spreadsheet and save that as .xlsx",
    [IO_UNREAD_KIND + IO_FILE_ARCHIVE] = "it is an archive; unpack it, and give the files in it",
};

const char *io_unread_text(unsigned why, bool in_english)
{
    return in_english ? reasons[why] : tool_to_korean(reasons[why]);
}
