# SPDX-License-Identifier: Apache-2.0
# What R CMD check runs.

library(testthat)
library(dolbom)

test_check("dolbom")
