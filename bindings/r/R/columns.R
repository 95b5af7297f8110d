# SPDX-License-Identifier: Apache-2.0
# R tables as the library reads them: plain vectors of equal length, or a stream.

# Texts without a mark are in the session's encoding: UTF-8, one that R can translate, or, in the C
# locale, one that nobody knows; such texts are taken for UTF-8 and checked like all others.
session_encoding <- function() {
  session <- l10n_info()
  if (isTRUE(session[["UTF-8"]])) return("UTF-8")
  if (isTRUE(session[["MBCS"]]) || isTRUE(session[["Latin-1"]])) "foreign" else "unknown"
}

# For names and other short texts.
as_utf8 <- function(texts) {
  known <- session_encoding() != "unknown" | Encoding(texts) != "unknown"
  texts[known] <- enc2utf8(texts[known])
  texts
}

# To compare texts that are UTF-8, whether or not they are marked as such.
as_bytes <- function(texts) {
  Encoding(texts) <- "bytes"
  texts
}

# For columns: src/frame_batch.c translates what is marked as latin1 and reads UTF-8 as it is.
as_readable <- function(texts) if (session_encoding() == "foreign") enc2utf8(texts) else texts

# A factor that was put together by hand may have codes beyond its levels.
is_sound_factor <- function(x) {
  codes <- unclass(x)
  is.integer(codes) && is.character(levels(x)) &&
    !any(codes < 1L | codes > nlevels(x), na.rm = TRUE)
}

# A vector that the C side can lay out. Classes it does not know could mean anything.
ready_column <- function(x, table, column) {
  refuse <- function(what) {
    fail("schema", paste0(what, "; give text, numbers, logicals, factors or dates"), table, column,
         call = NULL)
  }
  if (inherits(x, "POSIXt")) return(format(x, "%Y-%m-%d %H:%M:%S"))
  if (is.factor(x)) {
    if (!is_sound_factor(x)) refuse("a factor with broken levels cannot be read")
    attr(x, "levels") <- as_readable(levels(x))
    return(x)
  }
  if (is.character(x)) return(as_readable(x))
  if (is.list(x)) refuse("a list column cannot be read")
  if (!is.logical(x) && !is.numeric(x) && !inherits(x, c("Date", "integer64")))
    refuse(sprintf("a column of type %s cannot be read", typeof(x)))
  known <- c("Date", "integer64", "AsIs", "numeric", "integer", "logical")
  unknown <- setdiff(class(unclass_shape(x)), known)
  if (length(unknown))
    refuse(sprintf("a column of class %s cannot be read", paste(unknown, collapse = "/")))
  x
}

# A matrix of one column, as scale() gives, is a vector to us.
unclass_shape <- function(x) {
  dim(x) <- NULL
  x
}

ready_frame <- function(x, table) {
  if (is.null(names(x)))
    fail("schema", "a data.frame without names of its columns cannot be read", table, call = NULL)
  names(x) <- as_utf8(names(x))
  columns <- mapply(ready_column, unclass(x), table, names(x), SIMPLIFY = FALSE)
  uneven <- which(lengths(columns) != nrow(x))
  if (length(uneven))
    fail("schema", "a column of several columns cannot be read", table, names(x)[uneven[[1L]]],
         call = NULL)
  columns
}

# The class alone could be put on any pointer; ours at least are told apart.
is_stream <- function(x) {
  inherits(x, "nanoarrow_array_stream") && typeof(x) == "externalptr" && !.Call(r_is_plan, x)
}

# arrow's readers put themselves into a stream that somebody else has made.
is_reader <- function(x) is.environment(x) && is.function(x[["export_to_c"]])

import_reader <- function(x) {
  stream <- .Call(r_stream_new)
  x$export_to_c(stream)
  stream
}

# A table for .Call(): a list of columns or a stream that has not been read yet.
ready_table <- function(x, table) {
  if (is_reader(x)) x <- import_reader(x)
  if (is.data.frame(x)) return(ready_frame(x, table))
  if (!is_stream(x))
    fail("argument", "a data.frame or an Arrow stream is needed", table, call = NULL)
  if (.Call(r_stream_is_empty, x))
    fail("argument", "the stream is empty: it was read before, or nothing was put into it", table,
         call = NULL)
  x
}

# Read for one table, a stream is empty for the other.
refuse_same_stream <- function(tables) {
  streams <- tables[vapply(tables, is_stream, NA)]
  twice <- anyDuplicated(vapply(streams, dolbom_stream_address, ""))
  if (twice)
    fail("argument", "the same stream is given as another table too", names(streams)[[twice]],
         call = NULL)
}

ready_tables <- function(tables) {
  named <- length(tables) && is.list(tables) && !is.data.frame(tables) &&
    length(names(tables)) == length(tables)
  if (!named || !all(nzchar(names(tables))))
    fail("argument", "tables must be a list of data.frames or streams, named by their tables",
         call = NULL)
  tables <- tables[!vapply(tables, is.null, NA)]
  names(tables) <- as_utf8(names(tables))
  refuse_same_stream(tables)
  tables <- mapply(without_rows, tables, names(tables), SIMPLIFY = FALSE)
  mapply(ready_table, tables, names(tables), SIMPLIFY = FALSE)
}

# A data.frame without rows and columns says that there are no such rows.
without_rows <- function(table, name) {
  is_none <- is.data.frame(table) && !length(table) && !nrow(table)
  if (!is_none || !name %in% as_frame(.Call(r_tables))$table) return(table)
  columns <- check(.Call(r_columns, name))$column
  as_frame(structure(rep(list(character()), length(columns)), names = columns))
}

# The columns that the C side gives, as a data.frame.
as_frame <- function(columns) {
  n <- if (length(columns)) length(columns[[1L]]) else 0L
  structure(columns, class = "data.frame", row.names = .set_row_names(n))
}
