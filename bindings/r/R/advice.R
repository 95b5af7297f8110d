# SPDX-License-Identifier: Apache-2.0
# Before paying, before applying, and before a policy is used.

# ---- rows that are added -------------------------------------------------------------------------

# A column as texts; numbers without an exponent, truth as 1 or 0.
as_texts <- function(x) {
  if (is.logical(x)) x <- as.integer(x)
  if (!is.numeric(x) || is.object(x)) return(as.character(x))
  ifelse(is.na(x), NA_character_, format(x, scientific = FALSE, trim = TRUE, digits = 15L))
}

# Columns of one type keep it, others become texts.
join_columns <- function(x, y) {
  if (identical(class(x), class(y)) && !is.factor(x)) c(x, y) else c(as_texts(x), as_texts(y))
}

# A table with more rows at its end; a column that one of them lacks is empty there.
add_rows <- function(table, rows, name) {
  if (is.null(table)) return(rows)
  if (!is.data.frame(table))
    fail("argument", "must be a data.frame here, since rows are added to it", name, call = NULL)
  n <- nrow(table)
  columns <- union(names(table), names(rows))
  joined <- lapply(columns, function(column) {
    x <- table[[column]]
    y <- rows[[column]]
    if (is.null(x)) x <- y[rep(NA_integer_, n)]
    if (is.null(y)) y <- x[rep(NA_integer_, nrow(rows))]
    join_columns(x, y)
  })
  as_frame(structure(joined, names = columns))
}

# What the plan says that a column of ours is called.
called <- function(plan, table, column) {
  path <- paste0("columns.", table)
  renamed <- table %in% plan_texts(plan, "columns") && column %in% plan_texts(plan, path)
  if (renamed) plan_texts(plan, paste0(path, ".", column)) else column
}

# A data.frame with our columns, as the plan calls them.
call_columns <- function(plan, table, rows) {
  names(rows) <- vapply(names(rows), function(column) called(plan, table, column), "")
  rows
}

# One row, or several.
as_rows <- function(rows, what) {
  if (is.list(rows) && !is.data.frame(rows)) rows <- as.data.frame(rows, stringsAsFactors = FALSE)
  if (!is.data.frame(rows) || !nrow(rows))
    fail("argument", sprintf("%s must be a data.frame with rows, or a list with one", what),
         call = NULL)
  rows
}

is_lacking <- function(x) is.na(x) | !nzchar(as.character(x))

# ---- before paying -------------------------------------------------------------------------------

dolbom_check <- function(tables, service, policy = NULL, as_of = NULL, plan = NULL,
                         progress = NULL) {
  tables <- with_policy(tables, policy)
  plan <- with_day(plan, as_of)
  service <- as_rows(service, "service")
  agency <- called(plan, "services", "agency_id")
  if (is.null(service[[agency]]) || any(is_lacking(service[[agency]])))
    fail("argument", sprintf("service needs %s in each row", agency))
  default <- list(service_id = paste0("planned-", seq_len(nrow(service))), status = "planned")
  for (column in names(default)) {
    theirs <- called(plan, "services", column)
    if (is.null(service[[theirs]])) service[[theirs]] <- NA
    given <- as.character(service[[theirs]])
    service[[theirs]] <- ifelse(is_lacking(given), default[[column]], given)
  }
  planned <- data.frame(agency_id = service[[agency]],
                        service_id = service[[called(plan, "services", "service_id")]],
                        stringsAsFactors = FALSE)
  tables[["services"]] <- add_rows(tables[["services"]], service, "services")
  tables[["planned"]] <- call_columns(plan, "planned", planned)
  run_stage("check", tables, plan, progress)
}

# ---- what may be due -----------------------------------------------------------------------------

# A day that exists, as text; nobody's own words are quoted.
as_days <- function(x, what) {
  days <- as.Date(as.character(x), format = "%Y-%m-%d")
  if (any(is.na(days) & !is_lacking(x)))
    fail("argument", sprintf("%s takes days that exist, as YYYY-MM-DD", what), call = NULL)
  as.character(days)
}

month_end <- function(month) {
  first <- as.Date(paste0(month, "-01"), format = "%Y-%m-%d")
  if (is.na(first)) fail("argument", "month is written as 2026-07", call = NULL)
  next_month <- as.Date(format(first + 31, "%Y-%m-01"))
  next_month - 1
}

# Facts by name, or a table of them: fact, value, as_of, member.
as_facts <- function(facts, as_of) {
  if (!is.data.frame(facts) && length(names(facts)) && all(lengths(facts) == 1L))
    facts <- data.frame(fact = names(facts), stringsAsFactors = FALSE,
                        value = vapply(facts, as_texts, ""))
  known <- c("fact", "value", "as_of", "member")
  if (!is.data.frame(facts) || !nrow(facts) || !all(names(facts) %in% known) ||
        !all(known[1:2] %in% names(facts)))
    fail("argument", paste("facts are a list, as in list(age = 70), or a data.frame with the",
                           "columns fact, value, as_of, member"), call = NULL)
  facts[] <- lapply(facts, as_texts)
  if (any(is_lacking(facts$fact) | is_lacking(facts$value)))
    fail("argument", "each row of facts needs fact and value", call = NULL)
  day <- if (is.null(facts$as_of)) NA else as_days(facts$as_of, "as_of of facts")
  facts$as_of <- ifelse(is.na(day), as_of, day)
  facts$member <- if (is.null(facts$member)) NA_character_ else facts$member
  facts$member[is_lacking(facts$member)] <- NA
  born <- facts$fact == "birth_date"
  facts$value[born] <- as_days(facts$value[born], "birth_date")
  facts
}

fact_rows <- function(agency, record, facts) {
  data.frame(agency_id = rep(agency, nrow(facts)), record_id = rep(record, nrow(facts)),
             facts[c("fact", "value", "as_of")], stringsAsFactors = FALSE)
}

# The tables of a household of which only facts are known. What has no member is everybody's who
# has none of their own.
household_of <- function(facts) {
  members <- unique(facts$member[!is.na(facts$member)])
  if (!length(members)) members <- NA_character_
  own <- lapply(members, function(member) {
    mine <- facts[facts$member %in% member, ]
    shared <- facts[is.na(facts$member) & !is.na(member) & !facts$fact %in% mine$fact, ]
    rbind(mine, shared)
  })
  members[is.na(members)] <- "1"
  born <- vapply(own, function(x) c(rev(x$value[x$fact == "birth_date"]), NA_character_)[[1L]], "")
  rows <- mapply(function(member, x) fact_rows("facts", member, x[x$fact != "birth_date", ]),
                 members, own, SIMPLIFY = FALSE)
  list(persons = data.frame(agency_id = "facts", record_id = members, household_id = "household",
                            birth_date = born, stringsAsFactors = FALSE),
       facts = do.call(rbind, unname(rows)))
}

record_of <- function(person) {
  if (length(person) == 1L && is.character(person))
    person <- c(sub("/.*", "", person), sub("^[^/]*/?", "", person))
  if (!is.character(person) || length(person) != 2L || any(is_lacking(person)))
    fail("argument", "person is an agency and a record of it: \"agency/record\"", call = NULL)
  data.frame(agency_id = person[[1L]], record_id = person[[2L]], stringsAsFactors = FALSE)
}

# A misspelt fact would look like one that nobody knows.
tell_unasked <- function(facts, tests) {
  asked <- unique(tests$fact)
  unasked <- setdiff(facts$fact, c(asked, "birth_date", "household_size"))
  if (length(unasked))
    warn(sprintf("nothing in the policy asks for %d of the %d facts; asked for are %s",
                 length(unasked), length(unique(facts$fact)), paste(asked, collapse = ", ")))
}

# Who is asked about, and the tables that this takes.
with_asked <- function(tables, facts, person, plan) {
  if (is.null(person)) {
    household <- household_of(facts)
    more <- household$facts
    asked <- household$persons[c("agency_id", "record_id")]
    tables[["persons"]] <- call_columns(plan, "persons", household$persons)
  } else {
    asked <- record_of(person)
    if (any(!is.na(facts$member)))
      fail("argument", "facts about members go without tables and person", call = NULL)
    more <- if (!is.null(facts)) fact_rows(asked$agency_id, asked$record_id, facts)
  }
  if (!is.null(more) && nrow(more))
    tables[["facts"]] <- add_rows(tables[["facts"]], call_columns(plan, "facts", more), "facts")
  c(tables, list(asked = asked))
}

dolbom_simulate <- function(facts = NULL, tables = NULL, person = NULL, policy = NULL, month = NULL,
                            as_of = NULL, plan = NULL, progress = NULL) {
  if (is.null(tables) != is.null(person))
    fail("argument", "tables and person go together: the data, and whom of them")
  if (is.null(facts) && is.null(person))
    fail("argument", "facts are needed, or tables and person")
  if (!is.null(month)) month <- substr(as.character(month), 1L, 7L)
  if (is.null(as_of) && !is.null(month) && !length(plan_texts(plan, "as_of")))
    as_of <- month_end(month)
  plan <- with_day(plan, as_of)
  as_of <- plan_texts(plan, "as_of")
  if (!length(as_of)) fail("argument", "month is needed, as \"2026-07\", or as_of")
  if (!is.null(facts)) facts <- as_facts(facts, as_of)
  tables <- with_asked(with_policy(tables, policy), facts, person, plan)
  tables$asked$month <- if (is.null(month)) substr(as_of, 1L, 7L) else month
  tables$asked <- call_columns(plan, "asked", tables$asked)
  run <- run_stage("simulate", tables, plan, progress)
  tell_unasked(facts, run$simulation_tests)
  run
}

# ---- why records are one person ------------------------------------------------------------------

dolbom_explain <- function(tables, one, other = NULL, plan = NULL, progress = NULL) {
  if (!is.data.frame(one)) {
    left <- record_of(one)
    right <- if (is.null(other)) data.frame(agency_id = NA_character_, record_id = NA_character_)
             else record_of(other)
    asked <- data.frame(left_agency = left$agency_id, left_record = left$record_id,
                        right_agency = right$agency_id, right_record = right$record_id,
                        stringsAsFactors = FALSE)
    one <- call_columns(plan, "asked_pairs", asked)
  }
  read <- c("persons", "tokens", "token_headers", "decisions")
  tables <- c(tables[names(tables) %in% read], list(asked_pairs = one))
  run <- run_stage("explain", tables, plan, progress)
  for (column in c("asked", "pair")) # R counts from 1
    run$explained_pairs[[column]] <- run$explained_pairs[[column]] + 1L
  run$explained_fields$pair <- run$explained_fields$pair + 1L
  run
}

# ---- rules and their policy ----------------------------------------------------------------------

dolbom_rules <- function(policy = NULL, as_of = NULL, plan = NULL) {
  run_stage("rules", with_policy(list(rules = NULL), policy), with_day(plan, as_of), NULL)
}

dolbom_policy_check <- function(policy, tables = NULL, plan = NULL, progress = NULL) {
  run <- run_stage("policy_check", with_policy(tables, policy), plan, progress)
  for (column in c("row", "other_row"))
    run$policy_problems[[column]] <- run$policy_problems[[column]] + 1L # R counts from 1
  run$policy_rows$row <- run$policy_rows$row + 1L
  run
}
