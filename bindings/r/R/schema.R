# SPDX-License-Identifier: Apache-2.0
# The catalogue of tables, and the library itself.

dolbom_schema <- function(table = NULL) {
  if (is.null(table)) return(as_frame(.Call(r_tables)))
  if (!one_text(table)) fail("argument", "table must be the name of a table")
  columns <- check(.Call(r_columns, as_utf8(table)))
  columns$words <- I(columns$words)
  as_frame(columns)
}

dolbom_version <- function() .Call(r_version)

dolbom_self_test <- function() invisible(check(.Call(r_self_test)))
