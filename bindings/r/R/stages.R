# SPDX-License-Identifier: Apache-2.0
# The stages of a run. Each gives a dolbom_run: a list of its tables.

run_stage <- function(stage, tables, plan, progress, call = sys.call(-1L)) {
  tables <- ready_tables(tables)
  tell_lacking(tables, plan)
  given <- check(.Call(r_stage, stage, tables, plan_pointer(plan), environment_of(plan, progress)),
                 call)
  given$rejects$row <- given$rejects$row + 1L # rows of a stream count from 0, R's from 1
  run <- structure(lapply(given, as_frame), class = "dolbom_run", stage = stage, plan = plan)
  tell_misspelt(run$unknown_names)
  tell_rejected(run$table_counts)
  run
}

# A column that the plan names and a data.frame lacks would be read as one of empty cells. What is
# in a stream is not known before it is read.
tell_lacking <- function(tables, plan) {
  frames <- names(tables)[vapply(tables, is.list, NA)]
  for (table in intersect(plan_texts(plan, "columns"), frames)) {
    path <- paste0("columns.", table)
    ours <- plan_texts(plan, path)
    theirs <- vapply(paste0(path, ".", ours), function(key) plan_texts(plan, key), "")
    lacks <- !as_bytes(theirs) %in% as_bytes(names(tables[[table]]))
    for (i in which(lacks))
      warn(sprintf("%s has no column %s, which the plan says is %s", table, theirs[[i]], ours[[i]]))
  }
}

# Names that are probably misspelt ones of ours; the others are in unknown_names.
tell_misspelt <- function(unknown) {
  meant <- unknown[!is.na(unknown$nearest) & nzchar(unknown$nearest), , drop = FALSE]
  filled_in <- meant$table == "decisions" & meant$column %in% dolbom_schema("worklist")$column
  meant <- meant[!filled_in, , drop = FALSE]
  if (!nrow(meant)) return(invisible())
  what <- ifelse(is.na(meant$column) | !nzchar(meant$column), sprintf("table %s", meant$table),
                 sprintf("%s$%s", meant$table, meant$column))
  warn(paste0("not read, since nobody knows it: ",
              paste0(what, " (did you mean ", meant$nearest, "?)", collapse = ", ")))
}

MANY_REJECTS <- 0.05 # of a table, as the command's --max-rejects has it

# What lacks a good part of a table looks as if it were the whole.
tell_rejected <- function(counts) {
  if (is.null(counts)) return(invisible()) # a stage that reads what another gave
  many <- counts[counts$rejected > MANY_REJECTS * counts$rows_in, , drop = FALSE]
  for (i in seq_len(nrow(many)))
    warn(sprintf("%s: %s of %s are rejected, so the results are incomplete; rejects() has the reasons",
                 many$table[[i]], format(many$rejected[[i]], big.mark = ","),
                 counted(many$rows_in[[i]], "row")))
}

with_policy <- function(tables, policy) {
  if (is.data.frame(tables) || is.data.frame(policy))
    fail("argument", "a data.frame needs the name of its table, as in list(persons = people)",
         call = NULL)
  c(tables, policy_tables(policy))
}

with_day <- function(plan, as_of) {
  if (is.null(as_of)) plan else dolbom_plan(base = plan, as_of = as_of)
}

dolbom_clean <- function(people, plan = NULL, progress = NULL) {
  run_stage("clean", list(persons = people), plan, progress)
}

# What `clean` gave, or people as agencies sent them?
is_cleaned <- function(people) {
  is.data.frame(people) && any(grepl("_code$", names(people))) &&
    any(grepl("_quality$", names(people)))
}

# The people of a second agency, given where decisions belong.
refuse_people <- function(decisions) {
  if (is.data.frame(decisions) && "record_id" %in% names(decisions))
    fail("argument", paste("these are people, not decisions; people of all agencies belong into",
                           "one data.frame, as rbind() makes it; agency_id tells them apart"),
         "decisions", call = NULL)
}

dolbom_link <- function(people, decisions = NULL, plan = NULL, progress = NULL) {
  refuse_people(decisions)
  if (inherits(people, "dolbom_run")) people <- people$cleaned
  if (!is_cleaned(people))
    return(run_stage("match", list(persons = people, decisions = decisions), plan, progress))
  run <- run_stage("link", list(cleaned = people), plan, progress)
  run$cleaned <- people # dolbom_group() wants it
  run
}

dolbom_group <- function(cleaned, pairs = NULL, decisions = NULL, plan = NULL, progress = NULL) {
  if (inherits(cleaned, "dolbom_run")) {
    if (!is.null(cleaned$person_records)) {
      if (!is.null(decisions))
        fail("argument", "these persons are formed already; give decisions to dolbom_link()")
      return(cleaned)
    }
    if (is.null(pairs)) pairs <- cleaned$pairs
    cleaned <- cleaned$cleaned
  }
  run_stage("group", list(cleaned = cleaned, pairs = pairs, decisions = decisions), plan, progress)
}

dolbom_duplicates <- function(tables, policy = NULL, as_of = NULL, plan = NULL, progress = NULL) {
  run_stage("duplicates", with_policy(tables, policy), with_day(plan, as_of), progress)
}

dolbom_omissions <- function(tables, policy = NULL, as_of = NULL, plan = NULL, progress = NULL) {
  run_stage("omissions", with_policy(tables, policy), with_day(plan, as_of), progress)
}

# The tables of an earlier run that reconcile reads.
with_previous <- function(tables, previous) {
  if (is.null(previous)) return(tables)
  if (is.data.frame(previous) || !all(c("findings", "finding_rows") %in% names(previous)))
    fail("argument", paste("an earlier run has findings and finding_rows; give what",
                           "dolbom_reconcile() gave"), "previous", call = NULL)
  wanted <- c("findings", "finding_rows", "finding_changes", "finding_change_rows")
  c(tables, unclass(previous)[intersect(wanted, names(previous))])
}

dolbom_reconcile <- function(tables, policy = NULL, as_of = NULL, plan = NULL, progress = NULL,
                             previous = NULL) {
  run_stage("reconcile", with_previous(with_policy(tables, policy), previous),
            with_day(plan, as_of), progress)
}
