# SPDX-License-Identifier: Apache-2.0
# The command's filters, spoken by R, for tests/vectors/run_vectors.py.
#
# usage: Rscript value_filter.R value|compare KIND --as-of DAY
#
# A line that is not text has no value in R, where it would be an error; the command calls it
# invalid, and so does this. A zero byte, which no text of R can hold, is skipped.

library(dolbom)
arguments <- commandArgs(trailingOnly = TRUE)
kind <- arguments[[2L]]
plan <- dolbom_plan(as_of = arguments[[4L]])

lines <- readLines(file("stdin", "rb"), encoding = "UTF-8", skipNul = TRUE)
is_text <- validUTF8(lines)

value_lines <- function(lines) {
  parts <- dolbom_parts(ifelse(is_text, lines, NA), kind, plan)
  quality <- ifelse(is_text, as.character(parts$quality), "invalid")
  paste(ifelse(is.na(parts$value), "", parts$value), quality,
        ifelse(is.na(parts$parts), "", parts$parts), sep = "\t")
}

compare_lines <- function(lines) {
  tab <- regexpr("\t", lines, fixed = TRUE)
  level <- as.character(dolbom_compare(substr(lines, 1L, tab - 1L),
                                       substr(lines, tab + 1L, nchar(lines)), kind, plan))
  ifelse(tab < 0L, "", ifelse(is.na(level), "missing", level))
}

answers <- if (arguments[[1L]] == "value") value_lines(lines) else compare_lines(lines)
writeLines(answers, useBytes = TRUE)
