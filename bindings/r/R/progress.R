# SPDX-License-Identifier: Apache-2.0
# Progress: told on R's own thread at most ten times a second, see src/library_call.c.

# The function that src/library_call.c calls, or NULL.
progress_function <- function(progress) {
  if (is.null(progress) || identical(progress, FALSE)) return(NULL)
  if (is.function(progress)) return(progress)
  if (identical(progress, TRUE)) return(progress_printer())
  fail("argument", "progress must be TRUE, FALSE, NULL or a function(stage, done, total)",
       call = NULL)
}

# One bar for each stage whose end is known, a line for the others.
progress_printer <- function() {
  of <- ""
  bar <- NULL
  is_full <- FALSE
  fill_bar <- function() {
    if (is.null(bar) || is_full) return()
    setTxtProgressBar(bar, 1)
    close(bar)
    is_full <<- TRUE
  }
  begin <- function(stage) {
    fill_bar()
    of <<- stage
    bar <<- NULL
    is_full <<- FALSE
    message(stage)
  }
  function(stage, done, total) {
    if (stage != of) begin(stage)
    if (is_full || total <= 0) return(TRUE)
    if (is.null(bar)) bar <<- txtProgressBar(style = 3, file = stderr())
    if (done < total) setTxtProgressBar(bar, done / total) else fill_bar()
    TRUE
  }
}
