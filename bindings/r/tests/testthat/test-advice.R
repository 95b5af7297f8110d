# SPDX-License-Identifier: Apache-2.0
# Before paying, before applying, and before a policy is used.

planned_meal <- function(...) {
  modifyList(list(agency_id = "west", record_id = "7", programme = "meals",
                  start_date = "2026-06-05"), list(...))
}

# One agency's meals; the other one's are planned.
check_meal <- function(service, ...) {
  tables <- small_tables()
  tables$services <- tables$services[1L, ]
  dolbom_check(tables, service, policy = small_policy(), as_of = "2026-06-30", ...)
}

small_conditions <- function() {
  list(programmes = transform(small_policy()$programmes, programme = "pension"),
       eligibility = data.frame(programme = "pension", version = "2026", clause = "1",
                                fact = c("age", "income_won"), op = c(">=", "<="),
                                value = c("65", "1000000"), stringsAsFactors = FALSE))
}

answers <- function(facts = NULL, ...) {
  dolbom_simulate(facts, policy = small_conditions(), ...)$simulation$answer
}

test_that("a planned service is judged as if it were approved", {
  run <- check_meal(planned_meal())
  expect_equal(nrow(findings(run)), 1L)
  expect_setequal(run$worklist$rule, findings(run)$rule)
  expect_true("planned-1" %in% run$finding_rows$row_id)
  expect_equal(nrow(findings(check_meal(planned_meal(start_date = "2026-06-20")))), 0L)
  days <- as.Date(c("2026-06-05", "2026-06-20"))
  several <- as.data.frame(planned_meal(), stringsAsFactors = FALSE)[c(1L, 1L), ]
  several$start_date <- days
  expect_equal(nrow(findings(check_meal(several))), 1L)
})

test_that("columns of services are called as the plan says", {
  tables <- small_tables()
  tables$services <- tables$services[1L, ]
  names(tables$services)[names(tables$services) == "service_id"] <- "번호"
  plan <- dolbom_plan(columns.services.service_id = "번호")
  run <- dolbom_check(tables, planned_meal(), policy = small_policy(), as_of = "2026-06-30",
                      plan = plan)
  expect_equal(nrow(findings(run)), 1L)
})

test_that("services that cannot be judged are refused", {
  expect_error(check_meal(data.frame()), "service must be", class = "dolbom_error_argument")
  expect_error(check_meal(list(record_id = "7")), "agency_id", class = "dolbom_error_argument")
  expect_error(check_meal(planned_meal(record_id = "x")), "cannot be used",
               class = "dolbom_error_input")
})

test_that("rows are added whatever the types of columns", {
  table <- data.frame(a = c(1, 30000000), b = as.Date("2026-06-01"), stringsAsFactors = FALSE)
  joined <- dolbom:::add_rows(table, data.frame(a = "x", b = "2026-06-02", c = 1L), "t")
  expect_identical(joined$a, c("1", "30000000", "x"))
  expect_identical(joined$b, c("2026-06-01", "2026-06-01", "2026-06-02"))
  expect_identical(joined$c, c(NA, NA, 1L))
  expect_identical(dolbom:::as_texts(c(TRUE, NA)), c("1", NA))
})

test_that("facts give answers", {
  expect_identical(answers(list(age = 70, income_won = 820000), month = "2026-07"), "yes")
  expect_identical(answers(c(age = 64, income_won = 820000), month = "2026-07"), "no")
  expect_identical(answers(list(age = 70), as_of = "2026-07-31"), "unknown")
  facts <- data.frame(fact = c("birth_date", "birth_date", "income_won"), member = c("a", "b", NA),
                      value = c("1950-01-01", "2019-05-05", "30000"), stringsAsFactors = FALSE)
  run <- dolbom_simulate(facts, policy = small_conditions(), month = "2026-07")
  expect_identical(run$simulation$answer[order(run$simulation$record_id)], c("yes", "no"))
  expect_identical(unique(run$simulation$household_size), 2L)
  expect_warning(answers(list(age = 70, agee = 1), month = "2026-07"), "1 of the 2 facts")
})

test_that("the data know facts, too", {
  tables <- list(persons = small_people())
  expect_identical(answers(tables = tables, person = "east/1", month = "2026-06"), "unknown")
  expect_identical(answers(list(income_won = 5), tables = tables, person = c("west", "7"),
                           month = "2026-06"), "yes")
})

test_that("questions that make no sense are refused", {
  refused <- function(...) expect_error(answers(...), class = "dolbom_error_argument")
  refused()
  refused(list(age = 70))
  refused(list(age = 70), month = "July")
  refused(list(age = NA), month = "2026-07")
  refused(list(birth_date = "1955-02-30"), month = "2026-07")
  refused(list(age = 70), person = "a/b", month = "2026-07")
  refused(tables = list(persons = small_people()), person = "east", month = "2026-07")
})

test_that("rules and a policy are explained", {
  expect_true(all(c("D03", "O12") %in% dolbom_rules()$rule_catalogue$rule))
  off <- data.frame(rule = "D01", param = "enabled", value = "0", stringsAsFactors = FALSE)
  set <- dolbom_rules(list(rules = off), as_of = "2026-06-30")$rule_parameters
  expect_identical(set$value[set$rule == "D01" & set$param == "enabled"], "0")
  expect_error(dolbom_rules(list(rules = off)), "as-of", class = "dolbom_error_plan")
  off$param <- "enabeld"
  run <- dolbom_policy_check(c(small_policy(), list(rules = off)))
  wrong <- run$policy_problems[run$policy_problems$table == "rules", ]
  expect_equal(wrong$row, 1)
  expect_identical(wrong$nearest, "enabled")
  expect_equal(run$policy_rows$row[run$policy_rows$table == "rules"], 1)
})

test_that("an explanation adds up to the weight that link gives", {
  tables <- small_tables()
  pairs <- dolbom_link(tables$persons)$pairs
  sides <- c("left_agency", "left_record", "right_agency", "right_record")
  run <- dolbom_explain(tables, cbind(pairs[sides], question = "weight"))
  said <- run$explained_pairs
  sums <- tapply(run$explained_fields$weight, run$explained_fields$pair, sum)
  expect_identical(as.vector(sums) + said$prior + said$same_agency, said$match_weight)
  expect_equal(said$match_weight, pairs$match_weight, tolerance = 1e-3)
  expect_identical(said$probability, pairs$probability)
})
