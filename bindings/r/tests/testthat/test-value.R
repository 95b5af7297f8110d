# SPDX-License-Identifier: Apache-2.0
# Values by the column.

test_that("each kind has its function, which gives canonical texts", {
  expect_equal(dolbom_name(c("김 순자 어르신", "Nguyen, Thi Lan", NA, "")),
               c("김순자", "NGUYEN THI LAN", NA, NA))
  expect_equal(dolbom_phone("+82 (0)10 1234 5678"), "01012345678")
  expect_equal(dolbom_date("음력 1942.04.15"), "1942-05-29")
  expect_equal(dolbom_address("서울 중구 세종대로110"), "서울특별시 중구 세종대로 110")
  expect_equal(dolbom_sex(c("여자", "남")), c("F", "M"))
  for (kind in dolbom_kinds()) {
    typed <- get(paste0("dolbom_", kind), asNamespace("dolbom"))
    expect_identical(typed("김순자"), dolbom_normalize("김순자", kind))
  }
})

test_that("what comes out is marked as UTF-8", {
  expect_equal(Encoding(dolbom_name("김 순자")), "UTF-8")
  expect_equal(Encoding(dolbom_parts("김 순자", "name")$parts), "UTF-8")
})

test_that("parts come with the value and its quality", {
  given <- dolbom_parts(c("김 순자 어르신", "미상", NA), "name")
  expect_equal(names(given), c("value", "quality", "parts"))
  expect_equal(as.character(given$quality), c("repaired", "missing", "missing"))
  expect_true(given$quality[1] > "invalid")
  expect_match(given$parts[1], "surname=김;given=순자", fixed = TRUE)
})

test_that("levels are an ordered factor, worst first, NA where a value is missing", {
  given <- dolbom_compare(c("유영자", "최해숙", NA, "박영희"), c("류 영자", "최혜숙", "김", "김순자"), "name")
  expect_equal(as.character(given), c("folded", "sound", NA, "other"))
  expect_true(is.ordered(given))
  expect_true(given[1] > given[2])
  expect_equal(levels(given)[c(1, nlevels(given))], c("other", "exact"))
  expect_equal(levels(given), dolbom_levels("name"))
})

test_that("one value is compared with all of the other column", {
  expect_equal(as.character(dolbom_compare("김순자", c("김순자", "이철수"), "name")), c("exact", "other"))
  expect_equal(length(dolbom_compare("김순자", character(), "name")), 0L)
  expect_error(dolbom_compare(c("a", "b"), c("a", "b", "c"), "name"), class = "dolbom_error_argument")
})

test_that("factors, numbers and days are read as their texts", {
  names <- factor(c("김 순자", NA, "이철수", "김 순자"))
  expect_equal(dolbom_name(names), dolbom_name(as.character(names)))
  expect_equal(dolbom_parts(names, "name"), dolbom_parts(as.character(names), "name"))
  expect_equal(dolbom_compare(names, "김순자", "name"),
               dolbom_compare(as.character(names), "김순자", "name"))
  expect_equal(dolbom_code(c(15L, NA)), c("15", NA))
  expect_equal(dolbom_code(c(123456789012, NaN)), c("123456789012", NA))
  expect_equal(dolbom_date(as.Date(c("2024-02-29", NA))), c("2024-02-29", NA))
})

test_that("texts that are alike are read once, and each value gets its own", {
  few <- c("김 순자", NA, "이철수 님", "", "caf\xe9", "박영희")
  Encoding(few) <- c("UTF-8", "unknown", "UTF-8", "unknown", "latin1", "UTF-8")
  set.seed(5)
  for (n in c(0L, 1L, 7L, 100L, 20000L)) {
    x <- sample(few, n, TRUE)
    each <- .Call(dolbom:::r_distinct, x)
    expect_equal(anyDuplicated(each[[1L]]), 0L)
    expect_identical(each[[1L]][each[[2L]]], x)
    expect_identical(each[[1L]], unique(x))
    expect_identical(dolbom_text(x), vapply(x, dolbom_text, "", USE.NAMES = FALSE))
  }
  expect_length(.Call(dolbom:::r_distinct, rep(few, 1000L))[[1L]], length(few))
})

test_that("columns of any length come back in their order", {
  for (n in c(0L, 1L, 8191L, 8192L, 8193L, 30000L)) {
    x <- sprintf("김%06d", seq_len(n))
    expect_equal(dolbom_code(x), x)
  }
})

test_that("a column may hold more than 2^31 bytes of text", {
  skip_if(!nzchar(Sys.getenv("DOLBOM_LONG")), "DOLBOM_LONG is not set")
  text <- strrep("\uac00 ", 15000L) # 60000 bytes, which R keeps once
  x <- rep(text, 36000L)
  expect_gt(sum(nchar(x, "bytes")), 2^31)
  expect_equal(unique(dolbom_parts(x, "text")$value), dolbom_normalize(text, "text"))
})

test_that("the plan's day decides the century of two digits", {
  expect_equal(dolbom_date("25.03.01", dolbom_plan(as_of = "2026-06-30")), "2025-03-01")
  expect_equal(dolbom_date("25.03.01", dolbom_plan(as_of = "2020-06-30")), "1925-03-01")
})

test_that("texts in latin1 are translated", {
  for (bytes in list(0xE9, c(0x41, 0xFF), c(0x80, 0x9F), 0xA3)) {
    x <- rawToChar(as.raw(bytes))
    Encoding(x) <- "latin1"
    expect_identical(dolbom_text(c(x, NA, "김")), dolbom_text(c(enc2utf8(x), NA, "김")))
    expect_false(is.na(dolbom_code(paste0("a", x))))
  }
})

test_that("bytes that are not UTF-8 are an error that names the row and the way out", {
  wrong <- c("김순자", "\xb1\xe8\xbc\xf8\xc0\xda")
  error <- tryCatch(dolbom_name(wrong), error = identity)
  expect_s3_class(error, "dolbom_error_input")
  expect_equal(error$row, 2)
  expect_match(conditionMessage(error), "x, row 2: .*fileEncoding")
  # also past the first batch, in levels, and in either side of a comparison
  expect_equal(tryCatch(dolbom_name(c(rep("김", 9000L), wrong)), error = identity)$row, 9002)
  expect_equal(tryCatch(dolbom_name(c("김순자", "김순자", wrong)), error = identity)$row, 4)
  levels <- factor(c(1, 1, 1, 2), labels = wrong)
  expect_equal(tryCatch(dolbom_name(levels), error = identity)$row, 4)
  expect_equal(tryCatch(dolbom_compare("김", wrong, "name"), error = identity)$column, "b")
  bytes <- wrong
  Encoding(bytes) <- "bytes"
  expect_error(dolbom_name(bytes), class = "dolbom_error_input")
})

test_that("each way to break UTF-8 is found, each border of it is accepted", {
  ok <- c("\u007f", "\u0080", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff", "\U10000", "\U10FFFF")
  expect_equal(length(dolbom_text(ok)), length(ok))
  bad <- list(0x80, 0xBF, c(0xC0, 0x80), c(0xC1, 0xBF), c(0xC2), c(0xC2, 0x41), c(0xE0, 0x9F, 0x80),
              c(0xE1, 0x80), c(0xED, 0xA0, 0x80), c(0xF0, 0x8F, 0x80, 0x80), c(0xF4, 0x90, 0x80, 0x80),
              c(0xF1, 0x80, 0x80), c(0xF5, 0x80, 0x80, 0x80), 0xFF, c(0xE1, 0x80, 0x41))
  for (bytes in bad) {
    text <- rawToChar(as.raw(bytes))
    expect_error(dolbom_text(text), class = "dolbom_error_input")
  }
})

test_that("wrong arguments are errors of their own class", {
  expect_error(dolbom_normalize("x", "nmae"), "kind must be one of name", class = "dolbom_error_argument")
  expect_error(dolbom_normalize("x", c("name", "date")), class = "dolbom_error_argument")
  expect_error(dolbom_normalize(list("x"), "name"), "list column", class = "dolbom_error_schema")
  expect_error(dolbom_normalize("x", "name", plan = 3), class = "dolbom_error_argument")
})
