# SPDX-License-Identifier: Apache-2.0
# Progress: told by the library a few times a second, on R's own thread.

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
  bar <- NULL
  of <- ""
  function(stage, done, total) {
    if (stage != of) {
      if (!is.null(bar)) close(bar)
      bar <<- NULL
      of <<- stage
      message(stage)
    }
    if (total > 0 && is.null(bar)) bar <<- txtProgressBar(0, total, style = 3, file = stderr())
    if (!is.null(bar)) setTxtProgressBar(bar, min(done, total))
    if (!is.null(bar) && done >= total) {
      close(bar)
      bar <<- NULL
    }
    invisible(TRUE)
  }
}
