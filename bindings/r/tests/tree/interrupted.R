# SPDX-License-Identifier: Apache-2.0
# One run after the other, until an interrupt ends it; says when they begin and when it has come.
# tests/check.py sends one after the other.

library(dolbom)
n <- 400000L
set.seed(1)
people <- data.frame(agency_id = sprintf("a%d", seq_len(n) %% 7L), record_id = seq_len(n),
                     name = paste0("김", intToUtf8(44032L + sample(11000L, n, TRUE), TRUE), "자"),
                     birth_date = as.Date("1930-01-01") + sample(20000L, n, TRUE))
repeat {
  cat("begun\n")
  flush(stdout())
  ended <- tryCatch(repeat dolbom_link(people), interrupt = function(condition) "interrupted")
  cat(ended, "\n", sep = "")
  flush(stdout())
}
