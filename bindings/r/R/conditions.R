# SPDX-License-Identifier: Apache-2.0
# Errors as conditions: a class for each status of the library, with the place it is about.

STATUSES <- c(argument = 10L, room = 20L, memory = 30L, plan = 40L, schema = 50L, input = 60L,
              io = 70L, corrupt = 80L, busy = 90L, key = 100L, cancelled = 110L)

or_na <- function(text) if (nzchar(text)) text else NA_character_

# "persons$name, row 12", "line 3", or nothing.
place_of <- function(status, table, column, row) {
  cell <- paste(c(table, column)[nzchar(c(table, column))], collapse = "$")
  line <- if (!is.na(row)) sprintf("%s %.0f", if (status == "plan") "line" else "row", row)
  paste(c(cell[nzchar(cell)], line), collapse = ", ")
}

# Signals an error of class dolbom_error_<status>.
fail <- function(status, message, table = "", column = "", row = NA_real_, call = sys.call(-1L)) {
  place <- place_of(status, table, column, row)
  text <- if (nzchar(place)) paste0(place, ": ", message) else message
  stop(structure(class = c(paste0("dolbom_error_", status), "dolbom_error", "error", "condition"),
                 list(message = text, call = call, table = or_na(table), column = or_na(column),
                      row = row)))
}

# The library names a table at the start of its message or before the column.
with_table <- function(failure) {
  in_column <- regmatches(failure$column, regexec("^([a-z_]+)[.](.+)$", failure$column))[[1L]]
  in_message <- regmatches(failure$message, regexec("^table ([a-z_]+)(: )?", failure$message))[[1L]]
  if (nzchar(failure$table) || failure$status == STATUSES[["plan"]]) return(failure)
  if (length(in_column)) {
    failure$table <- in_column[[2L]]
    failure$column <- in_column[[3L]]
  } else if (length(in_message)) {
    failure$table <- in_message[[2L]]
    failure$message <- sub("^table [a-z_]+: ", "", failure$message)
  }
  failure
}

# What a .Call() gave, unless that is a failure, which is signalled.
check <- function(result, call = sys.call(-1L)) {
  if (!inherits(result, "dolbom_failure")) return(result)
  failure <- with_table(result)
  status <- match(failure$status, STATUSES)
  fail(if (is.na(status)) "failed" else names(STATUSES)[[status]], failure$message, failure$table,
       failure$column, failure$row, call)
}

warn <- function(message) {
  warning(structure(class = c("dolbom_warning", "warning", "condition"),
                    list(message = message, call = NULL)))
}
