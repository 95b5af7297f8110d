# SPDX-License-Identifier: Apache-2.0
# The package's own tests, counted test by test as the project counts.
#
# usage: Rscript count.R TESTTHAT_FOLDER

library(testthat)
library(dolbom)
results <- as.data.frame(test_dir(commandArgs(trailingOnly = TRUE), package = "dolbom",
                                  load_package = "installed", reporter = "check",
                                  stop_on_failure = FALSE))
failed <- sum(results$failed > 0L | results$error)
skipped <- sum(results$skipped)
cat(sprintf("%d passed, %d failed, %d skipped\n", nrow(results) - failed - skipped, failed, skipped))
