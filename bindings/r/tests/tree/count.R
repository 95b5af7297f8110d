# SPDX-License-Identifier: Apache-2.0
# The package's own tests, counted test by test as the project counts.
#
# usage: Rscript count.R TESTTHAT_FOLDER [FILES_THAT_MATCH]

library(testthat)
library(dolbom)
arguments <- commandArgs(trailingOnly = TRUE)
results <- as.data.frame(test_dir(arguments[[1L]], filter = c(arguments, "")[[2L]],
                                  package = "dolbom", load_package = "installed",
                                  reporter = "check", stop_on_failure = FALSE))
failed <- sum(results$failed > 0L | results$error)
skipped <- sum(results$skipped)
cat(sprintf("%d passed, %d failed, %d skipped\n", nrow(results) - failed - skipped, failed, skipped))
