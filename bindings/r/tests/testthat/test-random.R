# SPDX-License-Identifier: Apache-2.0
# Random sequences of calls, with errors in callbacks, interrupts and collections at odd times:
# whatever happened before, a call gives what it always gives. DOLBOM_LONG=1 for ten thousand.

# As expect_identical() and expect_error(), in a hundredth of their time.
same <- function(got, expected) if (!identical(got, expected)) stop("another answer")
fails <- function(expression, class) {
  error <- tryCatch(expression, error = identity)
  if (!inherits(error, class)) stop("not an error of class ", class)
}

interrupting <- function(...) {
  tools::pskill(Sys.getpid(), tools::SIGINT)
  TRUE
}

failing_at <- function(at) {
  n <- 0L
  function(...) if ((n <<- n + 1L) == at) stop("odd")
}

# A run of these few people tells of its progress more than ten times.
calls <- list(
  name = function() same(dolbom_name("김 순자 어르신"), "김순자"),
  level = function() same(as.character(dolbom_compare("유영자", "류영자", "name")), "folded"),
  plan = function() same(dolbom_plan_get(dolbom_plan(prior = 0.5), "prior"), 0.5),
  bad_plan = function() fails(dolbom_plan(priro = 1), "dolbom_error_plan"),
  link = function() same(nrow(pairs(dolbom_link(small_people()))), 1L),
  staged = function() {
    same(nrow(persons(dolbom_group(dolbom_link(dolbom_clean(small_people()))))), 3L)
  },
  run = function() same(nrow(findings(small_run())), 1L),
  stream = function() same(nrow(pairs(dolbom_link(dolbom_stream(small_people())))), 1L),
  unread = function() dolbom_stream(small_people()),
  stop = function() {
    error <- tryCatch(small_run(progress = failing_at(sample(10L, 1L))), error = identity)
    same(conditionMessage(error), "odd")
  },
  leave = function() same(callCC(function(k) small_run(progress = function(...) k(1))), 1),
  cancel = function() fails(small_run(progress = function(...) FALSE), "dolbom_error_cancelled"),
  interrupt = function() {
    same(tryCatch(small_run(progress = interrupting), interrupt = function(e) "caught"), "caught")
  },
  nested = function() {
    run <- small_run(progress = function(...) same(dolbom_name("김 순자"), "김순자"))
    same(nrow(findings(run)), 1L)
  },
  collecting = function() {
    run <- small_run(progress = function(...) if (runif(1) < 0.2) gc(full = runif(1) < 0.2))
    same(nrow(findings(run)), 1L)
  },
  bytes = function() {
    people <- small_people()
    people$name[3] <- "\xb1\xe8"
    fails(dolbom_link(people), "dolbom_error_input")
  },
  schema = function() fails(dolbom_link(small_people()[-1]), "dolbom_error_schema"),
  memory = function() {
    fails(dolbom_link(small_people(), plan = dolbom_plan(memory = 9000)), "dolbom_error_memory")
  }
)

test_that("calls in any order do not disturb each other", {
  skip_on_os("windows")
  n_sequences <- if (nzchar(Sys.getenv("DOLBOM_LONG"))) 10000L else 200L
  for (seed in seq_len(n_sequences)) {
    set.seed(seed)
    for (name in sample(names(calls), sample(6L, 1L), replace = TRUE)) {
      calls[[name]]()
      if (runif(1) < 0.02) gc(full = FALSE)
    }
  }
  succeed()
})
