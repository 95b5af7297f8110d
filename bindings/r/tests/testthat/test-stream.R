# SPDX-License-Identifier: Apache-2.0
# Arrow streams as external pointers. What other Arrow implementations say of them is tested in
# tests/tree/streams.py of the source tree.

test_that("a data.frame goes in as a stream too", {
  stream <- dolbom_stream(small_people())
  expect_s3_class(stream, "nanoarrow_array_stream")
  expect_identical(pairs(dolbom_link(stream)), pairs(dolbom_link(small_people())))
})

test_that("a stream is read once", {
  stream <- dolbom_stream(small_people())
  dolbom_link(stream)
  expect_error(dolbom_link(stream), "empty", class = "dolbom_error_argument")
  expect_error(dolbom_link(dolbom_stream()), "empty", class = "dolbom_error_argument")
})

test_that("a plan's pointer is no stream, whatever its class says", {
  pointer <- dolbom_plan()$pointer
  class(pointer) <- "nanoarrow_array_stream"
  expect_error(dolbom_link(pointer), "Arrow stream is needed", class = "dolbom_error_argument")
  expect_error(dolbom_normalize(pointer, "name"), class = "dolbom_error")
  expect_error(dolbom_stream_address(pointer), class = "dolbom_error_argument")
})

test_that("the same stream is no two tables", {
  stream <- dolbom_stream(small_people())
  error <- tryCatch(dolbom_reconcile(list(persons = stream, services = stream)), error = identity)
  expect_s3_class(error, "dolbom_error_argument")
  expect_equal(error$table, "services")
  expect_equal(nrow(persons(dolbom_link(stream))), 3L)
})

test_that("values in a stream stay a stream", {
  given <- dolbom_normalize(dolbom_stream(data.frame(name = c("김 순자", NA))), "name")
  expect_s3_class(given, "nanoarrow_array_stream")
  expect_equal(dolbom_code(c("a", "b")), c("a", "b"))
})

test_that("a stream owns its rows", {
  people <- small_people()
  stream <- dolbom_stream(people)
  expected <- pairs(dolbom_link(people))
  rm(people)
  gc()
  expect_identical(pairs(dolbom_link(stream)), expected)
})

test_that("a reader puts itself into our stream, as those of arrow do", {
  people <- small_people()
  reader <- new.env()
  reader$export_to_c <- function(pointer) {
    expect_match(dolbom_stream_address(pointer), "^[0-9]+$")
    reader$asked <- TRUE
  }
  expect_error(dolbom_link(reader), "empty", class = "dolbom_error_argument")
  expect_true(reader$asked)
})

test_that("errors of texts come when the stream is made", {
  people <- small_people()
  people$name[2] <- "\xb1\xe8"
  error <- tryCatch(dolbom_stream(people), error = identity)
  expect_s3_class(error, "dolbom_error_input")
  expect_equal(list(error$column, error$row), list("name", 2))
  expect_error(dolbom_stream_address(3), class = "dolbom_error_argument")
})

test_that("streams that nobody reads are freed by the collector", {
  for (i in 1:50) dolbom_stream(small_people())
  expect_silent(gc())
})
