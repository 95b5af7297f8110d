# SPDX-License-Identifier: Apache-2.0
# The plan: all settings of a run, and the environment it runs in.
#
# A plan object keeps its whole text beside the library's handle, so that it survives saveRDS() and
# other processes, where the handle does not.

# ---- as JSON, which is YAML too --------------------------------------------------------------

quoted <- function(text) {
  text <- gsub("([\\\\\"])", "\\\\\\1", enc2utf8(text))
  paste0("\"", gsub("\n", "\\n", text, fixed = TRUE), "\"")
}

scalar_json <- function(x) {
  if (is.na(x)) return("null")
  if (is.logical(x)) return(if (x) "true" else "false")
  if (is.numeric(x) && !inherits(x, "Date")) return(format(x, digits = 15L, scientific = FALSE))
  quoted(as.character(x))
}

json <- function(x) {
  if (!is.null(names(x)))
    return(paste0("{", paste0(quoted(names(x)), ": ", vapply(x, json, ""), collapse = ", "), "}"))
  if (!is.list(x) && length(x) == 1L && !inherits(x, "AsIs")) return(scalar_json(x))
  paste0("[", paste(vapply(as.list(x), scalar_json, ""), collapse = ", "), "]")
}

# list(group.theta_merge = 0.9) as list(group = list(theta_merge = 0.9)).
nested <- function(settings) {
  one <- function(key, value) {
    path <- rev(strsplit(key, ".", fixed = TRUE)[[1L]])
    Reduce(function(below, name) `names<-`(list(below), name), path, value)
  }
  Reduce(modifyList, Map(one, names(settings), settings), list())
}

# ---- the plan --------------------------------------------------------------------------------

# "3G" as bytes; NULL: no limit.
memory_bytes <- function(memory) {
  if (is.null(memory)) return(0)
  if (is.numeric(memory) && length(memory) == 1L && isTRUE(memory >= 0)) return(as.double(memory))
  units <- c("", "K", "M", "G", "T")
  parts <- regmatches(memory, regexec("^([0-9.]+) ?([KMGT]?)i?B?$", memory))
  if (length(memory) != 1L || !length(parts[[1L]]))
    fail("argument", "memory must be a number of bytes or a text like \"3G\"", call = NULL)
  as.numeric(parts[[1L]][[2L]]) * 1024^(match(parts[[1L]][[3L]], units) - 1)
}

thread_count <- function(threads) {
  if (is.null(threads)) return(0)
  if (!is.numeric(threads) || length(threads) != 1L || !isTRUE(threads >= 1))
    fail("argument", "threads must be a number, at least 1", call = NULL)
  as.double(threads)
}

dolbom_plan <- function(..., text = NULL, base = NULL, as_of = NULL, threads = NULL,
                        memory = NULL) {
  settings <- list(...)
  if (length(settings) && (is.null(names(settings)) || !all(nzchar(names(settings)))))
    fail("argument", "settings need the names of their keys, such as group.theta_merge = 0.9")
  if (!is.null(as_of)) settings$as_of <- as_of
  made <- list(threads = if (is.null(threads)) base$threads else threads,
               memory = if (is.null(memory)) base$memory else memory)
  read <- function(pointer, text)
    check(.Call(r_plan_read, pointer, as_utf8(paste(text, collapse = "\n")),
                thread_count(made$threads), memory_bytes(made$memory)), sys.call(-1L))
  made$pointer <- read(if (!is.null(base)) plan_pointer(base), if (is.null(text)) "" else text)
  if (length(settings)) made$pointer <- read(made$pointer, json(nested(settings)))
  made$text <- check(.Call(r_plan_print, made$pointer))
  structure(made, class = "dolbom_plan")
}

the <- new.env(parent = emptyenv()) # the built-in plan, read once

# The library's handle of a plan; NULL is the built-in one.
plan_pointer <- function(plan) {
  if (is.null(plan)) {
    if (is.null(the$plan)) the$plan <- dolbom_plan()
    plan <- the$plan
  }
  if (!inherits(plan, "dolbom_plan"))
    fail("argument", "plan must be what dolbom_plan() gives, or NULL", call = NULL)
  if (!.Call(r_is_plan, plan$pointer) || !one_text(plan$text))
    fail("argument", "this is no plan; make one with dolbom_plan()", call = NULL)
  if (.Call(r_plan_is_lost, plan$pointer))
    return(dolbom_plan(text = plan$text, threads = plan$threads, memory = plan$memory)$pointer)
  plan$pointer
}

# What a call runs in, as src/library_call.c reads it.
environment_of <- function(plan, progress) {
  list(thread_count(plan$threads), memory_bytes(plan$memory), progress_function(progress))
}

# A change of a field would leave the library's handle as it was.
`$<-.dolbom_plan` <- function(x, name, value) {
  fail("argument", "a plan is not changed; make one with dolbom_plan(base = plan, ...)")
}

`[[<-.dolbom_plan` <- `$<-.dolbom_plan`

# ---- asking ----------------------------------------------------------------------------------

plan_texts <- function(plan, key, call = sys.call(-1L)) {
  check(.Call(r_plan_get, plan_pointer(plan), as_utf8(key)), call)
}

dolbom_plan_get <- function(plan, key) {
  value <- plan_texts(plan, key)
  if (length(value) != 1L) return(value)
  if (grepl("^-?[0-9]+([.][0-9]+)?$", value)) return(as.numeric(value))
  if (value %in% c("true", "false")) value == "true" else value
}

format.dolbom_plan <- function(x, ...) x$text

print.dolbom_plan <- function(x, ...) {
  cat(x$text, sep = "")
  if (!is.null(x$threads)) cat(sprintf("# threads: %s\n", x$threads))
  if (!is.null(x$memory)) cat(sprintf("# memory: %s\n", x$memory))
  invisible(x)
}
