# SPDX-License-Identifier: Apache-2.0
# Random sequences of calls, with errors in callbacks and collections at odd times: whatever
# happened before, a call gives what it always gives. DOLBOM_LONG=1 for ten thousand.

calls <- list(
  name = function() expect_identical(dolbom_name("김 순자 어르신"), "김순자"),
  level = function() expect_identical(as.character(dolbom_compare("유영자", "류영자", "name")), "folded"),
  plan = function() expect_identical(dolbom_plan_get(dolbom_plan(prior = 0.5), "prior"), 0.5),
  bad_plan = function() expect_error(dolbom_plan(priro = 1), class = "dolbom_error_plan"),
  link = function() expect_identical(nrow(pairs(dolbom_link(small_people()))), 1L),
  staged = function() expect_identical(nrow(persons(dolbom_group(dolbom_link(dolbom_clean(small_people()))))), 3L),
  run = function() expect_identical(nrow(findings(small_run())), 1L),
  stream = function() expect_identical(nrow(pairs(dolbom_link(dolbom_stream(small_people())))), 1L),
  unread = function() dolbom_stream(small_people()),
  stop = function() {
    at <- sample(8L, 1L)
    n <- 0L
    tryCatch(small_run(progress = function(...) if ((n <<- n + 1L) == at) stop("odd")),
             error = function(e) expect_identical(conditionMessage(e), "odd"))
  },
  leave = function() callCC(function(k) small_run(progress = function(...) k(1))),
  cancel = function() expect_error(small_run(progress = function(...) FALSE), class = "dolbom_error_cancelled"),
  interrupt = function() tryCatch(small_run(progress = function(...) {
    tools::pskill(Sys.getpid(), tools::SIGINT)
    TRUE
  }), interrupt = function(e) NULL),
  nested = function() small_run(progress = function(...) dolbom_name("김순자")),
  collecting = function() small_run(progress = function(...) gc(full = runif(1) < 0.1)),
  bytes = function() {
    people <- small_people()
    people$name[3] <- "\xb1\xe8"
    expect_error(dolbom_link(people), class = "dolbom_error_input")
  },
  schema = function() expect_error(dolbom_link(small_people()[-1]), class = "dolbom_error_schema"),
  memory = function() expect_error(dolbom_link(small_people(), plan = dolbom_plan(memory = 9000)),
                                   class = "dolbom_error_memory")
)

test_that("calls in any order do not disturb each other", {
  skip_on_os("windows")
  n_sequences <- if (nzchar(Sys.getenv("DOLBOM_LONG"))) 10000L else 100L
  for (seed in seq_len(n_sequences)) {
    set.seed(seed)
    for (name in sample(names(calls), sample(6L, 1L), replace = TRUE)) {
      calls[[name]]()
      if (runif(1) < 0.05) gc(full = FALSE)
    }
  }
  succeed()
})
