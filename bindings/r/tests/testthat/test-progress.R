# SPDX-License-Identifier: Apache-2.0
# Progress, and the ways out of a call: errors, restarts, interrupts.

test_that("a function hears of every stage", {
  heard <- character()
  run <- dolbom_link(small_people(), progress = function(stage, done, total) {
    expect_true(is.numeric(done) && is.numeric(total))
    heard <<- c(heard, stage)
  })
  expect_true(all(c("persons", "link", "group") %in% heard))
  expect_identical(run$pairs, dolbom_link(small_people())$pairs)
})

test_that("TRUE prints, nothing and FALSE do not", {
  text <- capture.output(invisible(dolbom_link(small_people(), progress = TRUE)), type = "message")
  expect_true(any(grepl("persons", text)))
  expect_silent(dolbom_link(small_people(), progress = FALSE))
  expect_silent(dolbom_link(small_people()))
  expect_error(dolbom_link(small_people(), progress = 3), class = "dolbom_error_argument")
})

test_that("between the ends of a stage it hears ten times a second at most", {
  heard <- list()
  dolbom_link(many_people(20000L), progress = function(stage, done, total) {
    heard[[length(heard) + 1L]] <<- list(stage = stage, at = proc.time()[["elapsed"]],
                                         at_end = total > 0 && done >= total)
  })
  stage <- vapply(heard, `[[`, "", "stage")
  goes_on <- c(FALSE, stage[-1L] == stage[-length(stage)]) & !vapply(heard, `[[`, NA, "at_end")
  waited <- diff(c(0, vapply(heard, `[[`, 0, "at")))
  expect_true(all(waited[goes_on] > 0.08))
})

test_that("a bar is filled once, also when its end is not told", {
  tell <- dolbom:::progress_printer()
  text <- capture.output({
    tell("read", 0, 0)
    tell("link", 1, 3)
    tell("group", 1, 2)
    tell("group", 2, 2)
    tell("group", 2, 2)
  }, type = "message")
  expect_equal(lengths(regmatches(text, gregexpr("100%", text, fixed = TRUE))) |> sum(), 2L)
})

test_that("an error in it ends the run and is signalled as itself", {
  own <- structure(class = c("own_error", "error", "condition"), list(message = "own", call = NULL))
  expect_error(dolbom_link(small_people(), progress = function(...) stop(own)), class = "own_error")
  expect_equal(nrow(pairs(dolbom_link(small_people()))), 1L)
})

test_that("FALSE from it cancels", {
  expect_error(dolbom_link(small_people(), progress = function(...) FALSE),
               class = "dolbom_error_cancelled")
  expect_equal(nrow(pairs(dolbom_link(small_people(), progress = function(...) NULL))), 1L)
})

test_that("any other way out of it works too", {
  out <- withRestarts(dolbom_link(small_people(), progress = function(...) invokeRestart("leave", 17)),
                      leave = identity)
  expect_equal(out, 17)
  from <- function() {
    dolbom_link(small_people(), progress = function(...) return_from(5))
    6
  }
  return_from <- NULL
  expect_equal(callCC(function(k) {
    return_from <<- k
    from()
  }), 5)
  expect_equal(callCC(function(k) dolbom_reconcile(small_tables(), small_policy(), "2026-06-30",
                                                   progress = function(s, d, t) k(s))), "programmes")
})

test_that("warnings and messages in it pass through", {
  heard <- character()
  withCallingHandlers(
    dolbom_link(small_people(), progress = function(stage, done, total) {
      warning("slow")
      message("here")
    }),
    warning = function(w) {
      heard <<- c(heard, conditionMessage(w))
      invokeRestart("muffleWarning")
    },
    message = function(m) {
      heard <<- c(heard, conditionMessage(m))
      invokeRestart("muffleMessage")
    })
  expect_setequal(heard, c("slow", "here\n"))
})

test_that("it may call the library itself", {
  inner <- NULL
  dolbom_link(small_people(), progress = function(...) {
    gc()
    inner <<- dolbom_link(small_people())
  })
  expect_equal(nrow(pairs(inner)), 1L)
})

test_that("an interrupt ends the call as an interrupt", {
  skip_on_os("windows")
  interrupted <- tryCatch({
    dolbom_link(many_people(2000L), progress = function(...) {
      tools::pskill(Sys.getpid(), tools::SIGINT)
      TRUE
    })
    "not interrupted"
  }, interrupt = function(condition) "interrupted")
  expect_equal(interrupted, "interrupted")
  expect_equal(nrow(pairs(dolbom_link(small_people()))), 1L)
})
