# SPDX-License-Identifier: Apache-2.0
# What a run says of itself.

test_that("accessors give the tables, or say which stage lacks them", {
  run <- small_run()
  expect_identical(findings(run), run$findings)
  expect_identical(pairs(run), run$pairs)
  expect_identical(persons(run), run$person_records)
  expect_identical(rejects(run), run$rejects)
  expect_identical(rule_runs(run), run$rule_runs)
  expect_error(findings(dolbom_link(small_people())), "match gives no table findings",
               class = "dolbom_error_argument")
})

test_that("print and summary tell the outcome", {
  run <- small_run()
  expect_output(print(run), "reconcile, as of 2026-06-30")
  expect_output(print(run), "3 records of 2 persons at 2 agencies")
  expect_output(print(run), "1 finding (duplicate 1)", fixed = TRUE)
  expect_output(print(summary(run)), "findings by rule and severity")
  expect_equal(sum(summary(run)$agencies), 2)
  expect_output(print(dolbom_link(small_people())), "match")
  for (stage in list(dolbom_clean, dolbom_link)) {
    expect_named(summary(stage(small_people())), "counts")
    expect_output(print(summary(stage(small_people()))), "rows_in")
  }
})

test_that("an earlier run says what has changed", {
  run <- small_run()
  expect_null(run$finding_changes)
  again <- small_run(previous = run)
  expect_identical(again$finding_changes$change, "still_open")
  expect_identical(again$findings$first_seen, run$findings$first_seen)
  expect_error(small_run(previous = run$findings), "earlier run", class = "dolbom_error_argument")
})

test_that("explain() says that it is yet to come", {
  expect_error(explain(small_run(), "543c723d"), class = "dolbom_not_implemented")
})

test_that("findings are drawn with Korean labels on every device", {
  run <- small_run()
  file <- tempfile(fileext = ".pdf")
  grDevices::pdf(file)
  expect_silent(drawn <- plot(run))
  expect_silent(plot(run, lang = "en"))
  grDevices::dev.off()
  expect_gt(file.size(file), 3000)
  expect_equal(dim(drawn), c(1L, 2L))
  if (capabilities("cairo")) {
    grDevices::png(tempfile(), type = "cairo", width = 900, height = 600)
    expect_silent(plot(run))
    grDevices::dev.off()
  }
  grDevices::graphics.off() # Rscript opens a PDF by itself
  old <- options(device = function() grDevices::pdf(file))
  expect_silent(plot(run))
  expect_equal(names(grDevices::dev.cur()), "pdf")
  grDevices::graphics.off()
  options(old)
  nothing <- dolbom_reconcile(list(persons = small_people()), as_of = "2026-06-30")
  expect_error(plot(nothing), "no findings", class = "dolbom_error_argument")
})
