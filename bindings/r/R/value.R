# SPDX-License-Identifier: Apache-2.0
# Values by the column: canonical texts, parts, levels.

# Calls that take no longer than this many values need nobody to watch them.
SHORT <- 10000L

one_text <- function(x) is.character(x) && length(x) == 1L && !is.na(x)

checked_kind <- function(kind, call = sys.call(-1L)) {
  if (!one_text(kind) || !kind %in% dolbom_kinds())
    fail("argument", paste("kind must be one of", paste(dolbom_kinds(), collapse = ", ")),
         call = call)
  kind
}

# A vector as a column that errors call x.
ready_vector <- function(x, name = "x") {
  frame <- structure(list(x), names = name, class = "data.frame",
                     row.names = .set_row_names(length(x)))
  ready_frame(frame, "")
}

# A vector, or a stream, as the only table of a call.
ready_values <- function(x) {
  list(if (is_stream(x) || is_reader(x)) ready_table(x, "") else ready_vector(x))
}

# Calls one of the two column functions; `wanted` are columns of its result, from 0, or NULL: all.
# What came as a stream stays one. `places` are those of distinct_texts(): errors name rows of theirs.
values_call <- function(run, kind, table, wanted, plan, call, places = NULL) {
  pointer <- plan_pointer(plan)
  stays_stream <- is_stream(table[[1L]])
  is_short <- !stays_stream && length(table[[1L]][[1L]]) <= SHORT
  environment <- if (!is_short) environment_of(plan, NULL)
  names(table) <- "" # a value has no table that errors could name
  result <- run(kind, table, if (stays_stream) FALSE else wanted, pointer, environment)
  if (inherits(result, "dolbom_failure") && !is.null(places))
    result$row <- as.numeric(match(result$row, places))
  check(result, call)
}

column_normalize <- function(kind, table, wanted, plan, environment) {
  .Call(r_column_normalize, kind, table, wanted, plan, environment)
}

column_compare <- function(kind, table, wanted, plan, environment) {
  .Call(r_column_compare, kind, table, wanted, plan, environment)
}

dolbom_kinds <- function() .Call(r_kinds)

dolbom_levels <- function(kind) .Call(r_levels, checked_kind(kind))$text

# list(different texts of a column, the place of each value's among them)
distinct_texts <- function(x) {
  if (is.factor(x)) list(levels(x), as.integer(x)) else .Call(r_distinct, x)
}

# Texts that are alike are read once.
dolbom_normalize <- function(x, kind, plan = NULL) {
  kind <- checked_kind(kind)
  each <- if (is.factor(x) || is.character(x)) distinct_texts(x) else list(x, NULL)
  given <- values_call(column_normalize, kind, ready_values(each[[1L]]), 0L, plan, sys.call(),
                       each[[2L]])
  if (is_stream(given)) return(given)
  if (is.null(each[[2L]])) given[[1L]] else given[[1L]][each[[2L]]]
}

dolbom_name <- function(x, plan = NULL) dolbom_normalize(x, "name", plan)
dolbom_address <- function(x, plan = NULL) dolbom_normalize(x, "address", plan)
dolbom_phone <- function(x, plan = NULL) dolbom_normalize(x, "phone", plan)
dolbom_date <- function(x, plan = NULL) dolbom_normalize(x, "date", plan)
dolbom_rrn <- function(x, plan = NULL) dolbom_normalize(x, "rrn", plan)
dolbom_brn <- function(x, plan = NULL) dolbom_normalize(x, "brn", plan)
dolbom_crn <- function(x, plan = NULL) dolbom_normalize(x, "crn", plan)
dolbom_sex <- function(x, plan = NULL) dolbom_normalize(x, "sex", plan)
dolbom_text <- function(x, plan = NULL) dolbom_normalize(x, "text", plan)
dolbom_code <- function(x, plan = NULL) dolbom_normalize(x, "code", plan)
dolbom_juso <- function(x, plan = NULL) dolbom_normalize(x, "juso", plan)
dolbom_pnu <- function(x, plan = NULL) dolbom_normalize(x, "pnu", plan)
dolbom_fuzzy <- function(x, plan = NULL) dolbom_normalize(x, "fuzzy", plan)

dolbom_parts <- function(x, kind, plan = NULL) {
  given <- values_call(column_normalize, checked_kind(kind), ready_values(x), NULL, plan,
                       sys.call())
  if (is_stream(given)) return(given)
  qualities <- .Call(r_qualities)
  given$quality <- ordered(qualities$text[match(given$quality, qualities$number)],
                           levels = qualities$text)
  as_frame(given)
}

dolbom_compare <- function(a, b, kind, plan = NULL) {
  kind <- checked_kind(kind)
  n <- if (length(a) && length(b)) max(length(a), length(b)) else min(length(a), length(b))
  if (!all(c(length(a), length(b)) %in% c(1L, n)))
    fail("argument", "a and b must have the same length, or one of them one value")
  table <- c(ready_vector(rep_len(a, n), "a"), ready_vector(rep_len(b, n), "b"))
  given <- values_call(column_compare, kind, list(table), NULL, plan, sys.call())
  levels <- .Call(r_levels, kind)
  structure(match(given[[1L]], levels$number), levels = levels$text,
            class = c("ordered", "factor"))
}
