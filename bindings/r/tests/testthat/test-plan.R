# SPDX-License-Identifier: Apache-2.0
# Plans: written as R values, kept as text.

test_that("settings are named by their keys", {
  plan <- dolbom_plan(group.theta_merge = 0.9, prior = 0.5, as_of = as.Date("2026-06-30"))
  expect_equal(dolbom_plan_get(plan, "group.theta_merge"), 0.9)
  expect_equal(dolbom_plan_get(plan, "prior"), 0.5)
  expect_equal(dolbom_plan_get(plan, "as_of"), "2026-06-30")
  expect_equal(dolbom_plan_get(plan, "group.theta_review"), 0.8)
})

test_that("maps, lists and Korean words are written as YAML reads them", {
  plan <- dolbom_plan(columns = list(persons = list(name = "성명 \"본명\"", phone = "전화\\번호")),
                      "hanja.樂" = "락")
  expect_equal(dolbom_plan_get(plan, "columns.persons.name"), "성명 \"본명\"")
  expect_equal(dolbom_plan_get(plan, "columns.persons.phone"), "전화\\번호")
  expect_equal(dolbom_plan_get(plan, "hanja.樂"), "락")
  plan <- dolbom_plan(match_keys = list(n = I(c("name", "birth_date")), p = I("phone")))
  expect_equal(dolbom_plan_get(plan, "match_keys.n"), c("name", "birth_date"))
  expect_equal(dolbom_plan_get(plan, "match_keys"), c("n", "p"))
})

test_that("answers have the type of what they say", {
  expect_identical(dolbom_plan_get(NULL, "compare.name.frequency"), TRUE)
  expect_identical(dolbom_plan_get(NULL, "as_of"), character())
  expect_identical(dolbom_plan_get(NULL, "compare.rrn.covers"), c("birth_date", "sex"))
})

test_that("plans are laid over plans", {
  base <- dolbom_plan(text = c("group:", "  theta_merge: 0.9"), threads = 2, memory = "2G")
  plan <- dolbom_plan(prior = 0.5, base = base)
  expect_equal(dolbom_plan_get(plan, "group.theta_merge"), 0.9)
  expect_equal(plan$threads, 2)
  expect_equal(plan$memory, "2G")
  expect_equal(dolbom_plan_get(base, "prior"), 0.8)
})

test_that("a wrong plan is an error with its line", {
  error <- tryCatch(dolbom_plan(text = "prior: 0.5\ngroup:\n  theta_merg: 0.9"), error = identity)
  expect_s3_class(error, "dolbom_error_plan")
  expect_equal(error$row, 3)
  expect_match(conditionMessage(error), "line 3")
  expect_error(dolbom_plan(group.theta_merg = 0.9), "did you mean", class = "dolbom_error_plan")
  expect_error(dolbom_plan(0.9), class = "dolbom_error_argument")
  expect_error(dolbom_plan_get(NULL, "group.theta"), class = "dolbom_error_argument")
  expect_error(dolbom_plan(threads = 0), class = "dolbom_error_argument")
  expect_error(dolbom_plan(memory = "much"), class = "dolbom_error_argument")
})

test_that("a plan survives being saved", {
  plan <- dolbom_plan(group.theta_merge = 0.9)
  file <- tempfile()
  saveRDS(plan, file)
  expect_equal(dolbom_plan_get(readRDS(file), "group.theta_merge"), 0.9)
  expect_equal(nrow(pairs(dolbom_link(small_people(), plan = readRDS(file)))), 1L)
})

test_that("what holds no plan of ours is refused as a plan", {
  expect_no_plan <- function(pointer) {
    plan <- unclass(dolbom_plan())
    plan$pointer <- pointer
    expect_error(dolbom_link(small_people(), plan = structure(plan, class = "dolbom_plan")),
                 "this is no plan", class = "dolbom_error_argument")
  }
  for (pointer in list(NULL, 5, "x", dolbom_stream(small_people()))) expect_no_plan(pointer)
  expect_error(dolbom_link(small_people(), plan = structure(list(), class = "dolbom_plan")),
               "this is no plan", class = "dolbom_error_argument")
})

test_that("a plan is not changed in place", {
  plan <- dolbom_plan()
  expect_error(plan$text <- "prior: 0.5", "base = plan", class = "dolbom_error_argument")
  expect_error(plan[["threads"]] <- 2, "base = plan", class = "dolbom_error_argument")
})

test_that("a printed plan reads back as itself", {
  plan <- dolbom_plan(group.theta_merge = 0.9, columns.persons.name = "성명")
  expect_equal(format(dolbom_plan(text = format(plan))), format(plan))
  expect_output(print(dolbom_plan(threads = 3)), "# threads: 3")
})

test_that("memory is limited", {
  plan <- dolbom_plan(memory = "1M")
  expect_error(dolbom_link(many_people(20000L), plan = plan), "memory limit",
               class = "dolbom_error_memory")
  sizes <- vapply(list("1K", "2 MB", "3GiB", 17, NULL), dolbom:::memory_bytes, 0)
  expect_equal(sizes, c(1024, 2 * 1024^2, 3 * 1024^3, 17, 0))
})
