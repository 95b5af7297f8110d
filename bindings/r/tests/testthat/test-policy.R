# SPDX-License-Identifier: Apache-2.0
# Policy folders as officers save them.

folder_with <- function(...) {
  folder <- tempfile("policy")
  dir.create(folder)
  files <- list(...)
  for (name in names(files)) writeBin(files[[name]], file.path(folder, name))
  folder
}

utf8 <- function(...) charToRaw(enc2utf8(paste0(..., collapse = "")))
MARK <- as.raw(c(0xEF, 0xBB, 0xBF))

test_that("tables are read with and without a mark, as text", {
  zones <- utf8("zone_id,name\n001,동부 생활권\n\"a,b\",\"그는 \"\"예\"\"\"\n")
  expected <- data.frame(zone_id = c("001", "a,b"), name = c("동부 생활권", "그는 \"예\""))
  expect_equal(dolbom_read_policy(folder_with(zones.csv = zones))$zones, expected)
  expect_equal(dolbom_read_policy(folder_with(zones.csv = c(MARK, zones)))$zones, expected)
  semicolons <- utf8("zone_id;name\r\n001;동부 생활권\r\n")
  expect_equal(dolbom_read_policy(folder_with(zones.csv = semicolons))$zones, expected[1, ])
  tabs <- utf8("zone_id\tname\n001\t동부 생활권\n")
  expect_equal(dolbom_read_policy(folder_with(zones.tsv = tabs))$zones, expected[1, ])
})

test_that("a spreadsheet's guard of formulas is taken off", {
  folder <- folder_with(zones.csv = utf8("zone_id,name\na,'=1+1\nb,'김\nc,'-3\nd,NA\n"))
  expect_equal(dolbom_read_policy(folder)$zones$name, c("=1+1", "'김", "-3", "NA"))
})

test_that("files that nobody reads are told, those in another encoding refused", {
  zones <- utf8("zone_id,name\n001,동부\n")
  expect_warning(dolbom_read_policy(folder_with(zones.csv = zones, zonse.csv = zones)), "zonse.csv",
                 class = "dolbom_warning")
  expect_error(dolbom_read_policy(folder_with(zones.csv = as.raw(c(0x61, 0x0A, 0xB1, 0xE8)))),
               "fileEncoding", class = "dolbom_error_input")
  expect_error(dolbom_read_policy(folder_with(zones.csv = as.raw(c(0xFF, 0xFE, 0x61, 0)))),
               "not a text file", class = "dolbom_error_input")
  expect_error(dolbom_read_policy(tempfile()), class = "dolbom_error_argument")
  expect_error(dolbom_read_policy(folder_with()), class = "dolbom_error_argument")
})

test_that("a folder and the tables in it are the same policy", {
  folder <- folder_with()
  utils::write.csv(small_policy()$programmes, file.path(folder, "programmes.csv"), row.names = FALSE,
                   fileEncoding = "UTF-8")
  run <- dolbom_reconcile(small_tables(), folder, "2026-06-30")
  expect_identical(findings(run), findings(small_run()))
})

test_that("the starter policy comes with the package", {
  folder <- dolbom_starter_policy()
  expect_silent(policy <- dolbom_read_policy(folder))
  expect_true("basic_pension" %in% policy$programmes$programme)
  expect_equal(nrow(dolbom_policy_check(policy)$policy_problems), 0L)
  expect_silent(dolbom_reconcile(small_tables(), folder, as_of = "2026-06-30"))
})
