# SPDX-License-Identifier: Apache-2.0
# Every type of column that R has is read as what it means, or refused.

ids_of <- function(ids) {
  people <- small_people()
  people$record_id <- ids
  persons(dolbom_link(people))[c("person_id", "record_id")]
}

test_that("ids may be of any type", {
  expected <- ids_of(c("1", "2", "7"))
  expect_identical(ids_of(c(1L, 2L, 7L)), expected)
  expect_identical(ids_of(c(1, 2, 7)), expected)
  expect_identical(ids_of(factor(c("1", "2", "7"))), expected)
  expect_identical(ids_of(I(c("1", "2", "7"))), expected)
  large <- structure(c(1e-323, 2e-323, 3.5e-323), class = "integer64") # the bits of 2, 4 and 7
  expect_identical(ids_of(large)$record_id, c("2", "4", "7"))
})

test_that("ids beyond 2^53 keep all digits as integer64", {
  skip_if_not_installed("bit64")
  ids <- c("9007199254740993", "9223372036854775807", "-5")
  expect_identical(sort(ids_of(bit64::as.integer64(ids))$record_id), sort(ids))
})

test_that("birth dates may be Date of either storage, POSIXct or text", {
  expected <- pairs(dolbom_link(small_people()))
  days <- as.Date(c("1945-03-15", "1950-01-01", "1945-03-15"))
  forms <- list(days, structure(as.integer(days), class = "Date"), as.POSIXct(days),
                as.POSIXlt(days), days + 0.75, as.character(days), factor(as.character(days)))
  for (form in forms) {
    people <- small_people()
    people$birth_date <- form
    expect_identical(pairs(dolbom_link(people)), expected)
  }
})

test_that("NA is null in every type", {
  for (na in list(NA, NA_character_, NA_integer_, NA_real_, NaN, factor(NA), as.Date(NA),
                  structure(NA_integer_, class = "Date"), as.POSIXct(NA))) {
    people <- small_people()
    people$record_id[1] <- NA
    people$record_id <- rep(na, 3L)
    expect_warning(run <- dolbom_link(people), "3 of 3 rows are rejected")
    expect_equal(rejects(run)$reason, rep("REQUIRED", 3L))
  }
})

test_that("logicals are flags", {
  people <- small_people()
  people$consent <- c(TRUE, NA, FALSE)
  expect_equal(dolbom_clean(people)$cleaned$consent, c(1L, NA, 0L))
})

test_that("numbers that are not whole stay what they are", {
  tables <- small_tables()
  tables$services$quantity <- c(1.5, 2.25)
  expect_equal(nrow(rejects(dolbom_reconcile(tables, small_policy(), "2026-06-30"))), 0L)
})

test_that("columns that mean nothing to us are refused by name", {
  refused <- list(list(1, 2, 3), as.difftime(1:3, units = "days"), complex(3), as.raw(1:3),
                  structure(1:3, class = "yearmon"), matrix(1:6, 3))
  for (x in refused) {
    people <- small_people()
    people$phone <- x
    error <- tryCatch(dolbom_link(people), error = identity)
    expect_s3_class(error, "dolbom_error_schema")
    expect_equal(error$table, "persons")
    expect_equal(error$column, "phone")
  }
})

test_that("broken factors and columns without names are refused", {
  broken <- list(structure(c(1L, 2L, 9L), levels = c("a", "b"), class = "factor"),
                 structure(c(0L, 1L, 1L), levels = "a", class = "factor"),
                 structure(c(1L, 1L, 1L), levels = 1L, class = "factor"),
                 structure(c(1L, 1L, 1L), class = "factor"))
  for (x in broken) {
    people <- small_people()
    people$phone <- x
    error <- tryCatch(dolbom_link(people), error = identity)
    expect_s3_class(error, "dolbom_error_schema")
    expect_equal(list(error$table, error$column), list("persons", "phone"))
  }
  people <- small_people()
  names(people) <- NULL
  error <- tryCatch(dolbom_link(people), error = identity)
  expect_s3_class(error, "dolbom_error_schema")
  expect_equal(error$table, "persons")
})

test_that("a text that is not UTF-8 is named by table, column and row", {
  people <- small_people()
  people$name[3] <- "\xb1\xe8"
  error <- tryCatch(dolbom_link(people), error = identity)
  expect_s3_class(error, "dolbom_error_input")
  expect_equal(list(error$table, error$column, error$row), list("persons", "name", 3))
  expect_match(conditionMessage(error), "persons$name, row 3: its bytes are not UTF-8", fixed = TRUE)
})

test_that("of a factor, the first row with a level that is not UTF-8 is named", {
  people <- small_people()[rep(1:3, 4000L), ]
  people$record_id <- seq_len(nrow(people))
  people$name <- factor(rep(1L, nrow(people)), levels = 1:4)
  levels(people$name) <- c("김순자", "\xb1\xe8", "이철수", "\xb1\xe9")
  expect_equal(nrow(persons(dolbom_link(people[1:3, ]))), 3L)
  people$name[c(9001, 10002)] <- levels(people$name)[c(4, 2)]
  error <- tryCatch(dolbom_clean(people), error = identity)
  expect_s3_class(error, "dolbom_error_input")
  expect_equal(list(error$table, error$column, error$row), list("persons", "name", 9001))
})

test_that("Korean column names work through the plan", {
  people <- small_people()
  names(people) <- c("기관", "번호", "성명", "생년월일", "전화")
  plan <- dolbom_plan(columns.persons = list(agency_id = "기관", record_id = "번호", name = "성명",
                                             birth_date = "생년월일", phone = "전화"))
  expect_identical(pairs(dolbom_link(people, plan = plan)), pairs(dolbom_link(small_people())))
})

test_that("tables of no rows and of no columns do no harm", {
  expect_equal(nrow(persons(dolbom_link(small_people()[0, ]))), 0L)
  expect_error(dolbom_link(small_people()[, 0]), class = "dolbom_error_schema")
})

test_that("compact and sorted vectors of R are unpacked", {
  people <- small_people()[c(1, 1, 1, 1), ]
  people$record_id <- 1:4
  people$phone <- as.character(1000001:1000004)
  expect_equal(nrow(persons(dolbom_link(people))), 4L)
})
