# SPDX-License-Identifier: Apache-2.0
# What a run found: accessors, print, summary.

findings <- function(run, ...) UseMethod("findings")
persons <- function(run, ...) UseMethod("persons")
rejects <- function(run, ...) UseMethod("rejects")
rule_runs <- function(run, ...) UseMethod("rule_runs")
explain <- function(run, ...) UseMethod("explain")

table_of <- function(run, name, call = sys.call(-1L)) {
  if (is.null(run[[name]]))
    fail("argument", sprintf("the stage %s gives no table %s", attr(run, "stage"), name),
         call = call)
  run[[name]]
}

findings.dolbom_run <- function(run, ...) table_of(run, "findings")
persons.dolbom_run <- function(run, ...) table_of(run, "person_records")
rejects.dolbom_run <- function(run, ...) table_of(run, "rejects")
rule_runs.dolbom_run <- function(run, ...) table_of(run, "rule_runs")
pairs.dolbom_run <- function(x, ...) table_of(x, "pairs")

explain.dolbom_run <- function(run, id, ...) {
  stop(structure(class = c("dolbom_not_implemented", "dolbom_error", "error", "condition"),
                 list(message = paste("explain() comes with a later version; findings(run)$detail has",
                                      "the numbers a rule compared, run$finding_rows its rows"),
                      call = sys.call())))
}

counted <- function(n, one, many = paste0(one, "s")) {
  paste(format(n, big.mark = ","), if (n == 1L) one else many)
}

say <- function(...) cat("  ", ..., "\n", sep = "")

print.dolbom_run <- function(x, ...) {
  as_of <- dolbom_plan_get(attr(x, "plan"), "as_of")
  cat("dolbom run: ", attr(x, "stage"), if (length(as_of)) paste(", as of", as_of), "\n", sep = "")
  people <- x$person_records
  if (!is.null(people))
    say(counted(nrow(people), "record"), " of ",
        counted(length(unique(people$person_id)), "person"), " at ",
        counted(length(unique(people$agency_id)), "agency", "agencies"))
  if (!is.null(x$findings)) {
    kinds <- table(x$findings$kind)
    say(counted(nrow(x$findings), "finding"),
        if (length(kinds)) paste0(" (", paste(names(kinds), kinds, collapse = ", "), ")"))
  }
  if (!is.null(x$rejects)) say(counted(nrow(x$rejects), "rejected row"))
  silent <- x$rule_runs$rule[x$rule_runs$state == "not_run"]
  if (length(silent)) say("not run, see rule_runs(): ", paste(silent, collapse = " "))
  say("tables: ", paste(names(x), collapse = ", "))
  invisible(x)
}

# How many findings of each rule each agency has a part in.
by_agency <- function(found) {
  agencies <- strsplit(found$agencies, ";", fixed = TRUE)
  table(rule = rep(found$rule, lengths(agencies)), agency = unlist(agencies))
}

summary.dolbom_run <- function(object, ...) {
  found <- object$findings
  judged <- if (!is.null(found))
    list(rules = object$rule_runs, agencies = by_agency(found),
         severity = table(rule = found$rule, severity = found$severity))
  structure(c(judged, list(counts = object$table_counts)), class = "summary.dolbom_run")
}

print_judged <- function(x) {
  columns <- c("rule", "name_en", "state", "n_findings", "n_rows_judged")
  print(x$rules[, columns], row.names = FALSE)
  cat("\nfindings by rule and severity\n")
  print(x$severity)
  cat("\n")
}

print.summary.dolbom_run <- function(x, ...) {
  if (!is.null(x$rules)) print_judged(x)
  cat("rows\n")
  print(x$counts, row.names = FALSE)
  invisible(x)
}
