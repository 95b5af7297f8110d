# SPDX-License-Identifier: Apache-2.0
# The stages, one after the other and in one call.

test_that("link finds the pair, group the persons", {
  linked <- dolbom_link(small_people())
  expect_equal(pairs(linked)$right_record, "7")
  expect_s3_class(linked, "dolbom_run")
  expect_equal(anyDuplicated(persons(linked)$person_id), 3L)
  expect_identical(persons(dolbom_group(linked)), persons(linked))
})

test_that("stage by stage gives the same where no resident number decides", {
  cleaned <- dolbom_clean(small_people())
  linked <- dolbom_link(cleaned)
  expect_identical(pairs(linked), pairs(dolbom_link(small_people())))
  expect_identical(persons(dolbom_group(linked)), persons(dolbom_link(small_people())))
  expect_identical(persons(dolbom_group(cleaned$cleaned, pairs(linked))), persons(dolbom_group(linked)))
})

test_that("people as they are have their resident numbers compared, cleaned ones do not", {
  people <- numbered_people()
  whole <- dolbom_link(people)
  staged <- dolbom_link(dolbom_clean(people))
  expect_true("level_rrn" %in% names(pairs(whole)))
  expect_equal(length(unique(persons(whole)$person_id)), 2L)
  expect_equal(length(unique(persons(dolbom_group(staged))$person_id)), 1L)
})

test_that("decisions join and part", {
  apart <- data.frame(agency_a = "east", record_a = "1", agency_b = "west", record_b = "7",
                      decision = "not_same_person")
  expect_equal(length(unique(persons(dolbom_link(small_people(), decisions = apart))$person_id)), 3L)
  expect_error(dolbom_group(dolbom_link(small_people()), decisions = apart),
               "give decisions to dolbom_link", class = "dolbom_error_argument")
})

test_that("the plan is obeyed", {
  strict <- dolbom_plan(group.theta_merge = 0.999999)
  expect_equal(length(unique(persons(dolbom_link(small_people(), plan = strict))$person_id)), 3L)
})

test_that("reconcile finds what two agencies give on the same days", {
  run <- small_run()
  found <- findings(run)
  expect_true("D03" %in% found$rule || "D01" %in% found$rule)
  expect_s3_class(found$start_date, "Date")
  expect_type(found$days, "integer")
  expect_type(found$probability, "double")
  expect_equal(Encoding(found$message_ko[1]), "UTF-8")
  expect_equal(found$agencies[1], "east;west")
  expect_setequal(run$finding_rows$row_id, c("s1", "s2"))
})

test_that("duplicates and omissions judge persons that link has formed", {
  tables <- small_tables()
  cleaned <- dolbom_clean(tables$persons)
  given <- c(tables["services"], list(cleaned = cleaned$cleaned,
                                      person_records = persons(dolbom_group(dolbom_link(cleaned)))))
  twice <- dolbom_duplicates(given, small_policy(), as_of = "2026-06-30")
  whole <- findings(small_run())
  expect_equal(findings(twice)$finding_id, whole$finding_id[whole$kind == "duplicate"])
  missing <- dolbom_omissions(given, small_policy(), as_of = "2026-06-30")
  expect_false("duplicate" %in% findings(missing)$kind)
})

test_that("as_of is laid over the plan and is needed by rules", {
  expect_error(dolbom_reconcile(small_tables()), "as-of", class = "dolbom_error_plan")
  early <- dolbom_reconcile(small_tables(), small_policy(), as_of = as.Date("2026-05-01"))
  expect_equal(dolbom_plan_get(attr(early, "plan"), "as_of"), "2026-05-01")
})

test_that("threads change nothing", {
  people <- many_people(3000L)
  one <- dolbom_link(people, plan = dolbom_plan(threads = 1))
  four <- dolbom_link(people, plan = dolbom_plan(threads = 4))
  expect_identical(unclass(one)[names(one)], unclass(four)[names(four)])
})

test_that("rows that cannot be used are listed", {
  people <- small_people()
  people$record_id[2] <- NA
  expect_warning(run <- dolbom_link(people), "persons: 1 of 3 rows are rejected, so the results are",
                 class = "dolbom_warning")
  expect_equal(rejects(run)$reason, "REQUIRED")
  expect_equal(rejects(run)$row, 2L)
})

test_that("a row in twenty may be rejected without a warning", {
  people <- many_people(40L)
  people$record_id[1:2] <- NA
  expect_silent(dolbom_link(people))
  people$record_id[3] <- NA
  expect_warning(dolbom_link(people), "persons: 3 of 40 rows are rejected", class = "dolbom_warning")
})

test_that("columns that the plan names and a data.frame lacks are told", {
  plan <- dolbom_plan(columns.persons = list(name = "성명", phone = "phone"))
  told <- "persons has no column 성명, which the plan says is name"
  expect_warning(dolbom_link(small_people(), plan = plan), told, fixed = TRUE, class = "dolbom_warning")
  expect_warning(dolbom_reconcile(small_tables(), small_policy(), "2026-06-30", plan), told, fixed = TRUE)
  expect_silent(dolbom_link(dolbom_stream(small_people()), plan = plan))
  people <- small_people()
  names(people)[3] <- "성명"
  expect_silent(dolbom_link(people, plan = plan))
})

test_that("misspelt names are told, unknown ones are listed", {
  people <- small_people()
  people$brith_date <- "x"
  expect_warning(run <- dolbom_link(people), "brith_date.*did you mean birth_date", class = "dolbom_warning")
  expect_equal(run$unknown_names$column, "brith_date")
  people <- small_people()
  people$comment_of_ours <- "x"
  expect_silent(run <- dolbom_link(people))
  expect_equal(run$unknown_names$column, "comment_of_ours")
})

test_that("a data.frame without columns says that there are no such rows", {
  judge <- function(...) dolbom_reconcile(c(small_tables(), list(...)), policy = small_policy(),
                                          as_of = "2026-06-30")
  state <- function(run) with(rule_runs(run), state[rule == "D18"])
  expect_identical(state(judge()), "not_run")
  expect_identical(state(judge(referrals = data.frame())), "nothing_to_judge")
  expect_error(judge(referrals = data.frame(agency_id = character())),
               class = "dolbom_error_schema")
})

test_that("a worklist that was filled in is a table of decisions", {
  run <- small_run()
  filled <- transform(run$worklist, decision = "confirmed", by = "kim", at = as.Date("2026-07-01"))
  again <- expect_silent(dolbom_reconcile(c(small_tables(), list(decisions = filled)),
                                          policy = small_policy(), as_of = "2026-07-15"))
  expect_identical(unique(findings(again)$last_decision), "confirmed")
})

test_that("tables must be named, and tables", {
  expect_error(dolbom_reconcile(list(small_people()), as_of = "2026-06-30"), class = "dolbom_error_argument")
  expect_error(dolbom_reconcile(list(persons = 1:3), as_of = "2026-06-30"), class = "dolbom_error_argument")
  expect_error(dolbom_link("persons.csv"), class = "dolbom_error_argument")
  for (tables in list(list(), NULL, small_people()))
    expect_error(dolbom_reconcile(tables, as_of = "2026-06-30"), class = "dolbom_error_argument")
  expect_error(dolbom_reconcile(small_tables(), small_policy()$programmes), "needs the name",
               class = "dolbom_error_argument")
})

test_that("people of two agencies belong into one data.frame", {
  expect_error(dolbom_link(small_people(), small_people()), "one data.frame.*agency_id",
               class = "dolbom_error_argument")
})
