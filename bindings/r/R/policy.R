# SPDX-License-Identifier: Apache-2.0
# Policy tables: data.frames, or a folder of CSV files that officers edit in a spreadsheet.

# A spreadsheet's guard against formulas: an apostrophe before what it would calculate.
GUARDED <- "^'(?='*[\\s\u00a0\u3000]*[=+@\uff1d\uff0b\uff0d\uff20-])"

# The bytes of a file as UTF-8, without their mark.
read_utf8 <- function(path) {
  bytes <- readBin(path, "raw", file.size(path))
  mark <- as.raw(c(0xEF, 0xBB, 0xBF))
  if (length(bytes) >= 3L && all(bytes[1:3] == mark)) bytes <- bytes[-(1:3)]
  if (any(bytes == 0)) fail("input", sprintf("%s is not a text file", path), call = NULL)
  text <- rawToChar(bytes)
  Encoding(text) <- "UTF-8"
  if (!validUTF8(text))
    fail("input", sprintf(paste0("%s is not UTF-8; save it as UTF-8, or read it with read.csv() ",
                                 "and its fileEncoding, such as \"CP949\""), path), call = NULL)
  text
}

# The separator that the header has most of.
separator_of <- function(text) {
  header <- sub("[\r\n].*", "", sub("^[\r\n]+", "", text))
  counts <- vapply(c(",", ";", "\t"), function(s) lengths(gregexpr(s, header, fixed = TRUE)) *
                     grepl(s, header, fixed = TRUE), 0L)
  names(which.max(counts))
}

read_policy_table <- function(path) {
  text <- read_utf8(path)
  table <- read.csv(text = text, sep = separator_of(text), encoding = "UTF-8",
                    colClasses = "character", check.names = FALSE, na.strings = character(),
                    strip.white = FALSE, comment.char = "", row.names = NULL)
  names(table) <- trimws(names(table))
  table[] <- lapply(table, function(x) sub(GUARDED, "", x, perl = TRUE))
  table
}

dolbom_read_policy <- function(folder) {
  if (!one_text(folder) || !dir.exists(folder))
    fail("argument", "policy must be a folder of CSV files or a list of data.frames")
  schema <- dolbom_schema()
  known <- schema$table[schema$kind == "policy"]
  files <- list.files(folder, "[.](csv|tsv)$", ignore.case = TRUE)
  tables <- sub("[.][^.]*$", "", files)
  unknown <- setdiff(files[!tables %in% known], grep("^[._]", files, value = TRUE))
  if (length(unknown))
    warn(paste("not read, since no policy table is called so:", paste(unknown, collapse = ", ")))
  files <- files[tables %in% known]
  tables <- tables[tables %in% known]
  if (!length(files))
    fail("argument", sprintf("there is no policy table in %s, such as rules.csv", folder))
  read <- lapply(file.path(folder, files), read_policy_table)
  names(read) <- tables
  read
}

# The policy that comes with dolbom: to begin with, and to copy.
dolbom_starter_policy <- function() system.file("policy", package = "dolbom", mustWork = TRUE)

policy_tables <- function(policy) {
  if (is.null(policy)) return(list())
  if (is.character(policy)) return(dolbom_read_policy(policy))
  policy
}
