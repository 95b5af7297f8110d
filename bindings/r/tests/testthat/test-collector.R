# SPDX-License-Identifier: Apache-2.0
# A collection at every allocation finds what is not protected.

tortured <- function(expression) {
  gctorture(TRUE)
  on.exit(gctorture(FALSE))
  expression
}

test_that("values, plans, stages and streams survive a collection at every step", {
  people <- small_people()
  people$name <- factor(people$name)
  plan <- dolbom_plan()
  expect_equal(tortured(dolbom_name(c("김 순자", NA), plan)), c("김순자", NA))
  expect_equal(tortured(.Call(dolbom:::r_levels, "phone"))$text, dolbom_levels("phone"))
  expect_equal(tortured(.Call(dolbom:::r_columns, "uploads"))$column, dolbom_schema("uploads")$column)
  expect_equal(tortured(.Call(dolbom:::r_plan_get, plan$pointer, "compare.rrn.covers")),
               c("birth_date", "sex"))
  tables <- dolbom:::ready_tables(list(persons = people))
  heard <- 0
  environment <- list(1, 0, function(...) heard <<- heard + 1)
  given <- tortured(.Call(dolbom:::r_stage, "match", tables, plan$pointer, environment))
  expect_gt(heard, 3)
  expect_equal(given$pairs$right_record, "7")
  stream <- tortured(.Call(dolbom:::r_stream_of, tables$persons))
  expect_equal(nrow(pairs(dolbom_link(stream))), 1L)
  wrong <- list(x = c("a", "\xb1"))
  failed <- tortured(.Call(dolbom:::r_stream_of, wrong))
  expect_equal(list(failed$column, failed$row), list("x", 2))
})
