# SPDX-License-Identifier: Apache-2.0
# The catalogue of tables, and every status as a condition.

test_that("tables and their columns are listed", {
  tables <- dolbom_schema()
  expect_true(all(c("persons", "rules", "findings") %in% tables$table))
  expect_setequal(tables$kind, c("records", "policy", "result"))
  persons <- dolbom_schema("persons")
  expect_equal(persons$column[persons$required], c("agency_id", "record_id"))
  expect_equal(persons$words[[which(persons$column == "sex")]], c("M", "F"))
  expect_error(dolbom_schema("personss"), "did you mean persons", class = "dolbom_error_schema")
})

test_that("the library tests itself", {
  expect_match(dolbom_version(), "^[0-9]+[.][0-9]+[.][0-9]+$")
  expect_true(dolbom_self_test())
})

test_that("each status has its class below dolbom_error", {
  for (name in names(dolbom:::STATUSES)) {
    failure <- structure(list(status = dolbom:::STATUSES[[name]], message = "what", table = "",
                              column = "", row = NA_real_), class = "dolbom_failure")
    error <- tryCatch(dolbom:::check(failure), error = identity)
    expect_equal(class(error), c(paste0("dolbom_error_", name), "dolbom_error", "error", "condition"))
  }
  failure$status <- 75L
  expect_error(dolbom:::check(failure), class = "dolbom_error_failed")
})

test_that("the place of an error is read off the library's message", {
  rules <- list(rules = data.frame(rule = c("D03", "D99"), param = "theta_high", value = "0.9"))
  error <- tryCatch(dolbom_reconcile(small_tables(), rules, "2026-06-30"), error = identity)
  expect_s3_class(error, "dolbom_error_input")
  expect_equal(list(error$table, error$column, error$row), list("rules", "rule", 2))
  error <- tryCatch(dolbom_link(small_people()[-1]), error = identity)
  expect_equal(list(error$table, error$column, error$row), list("persons", "agency_id", NA_real_))
})
