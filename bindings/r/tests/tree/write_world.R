# SPDX-License-Identifier: Apache-2.0
# Reconciles a folder of UTF-8 CSV files and writes the tables as `dolbom --raw` writes them.
#
# usage: Rscript write_world.R WORLD POLICY OUT THREADS

library(dolbom)
arguments <- commandArgs(trailingOnly = TRUE)
decimals <- function(name) if (name == "match_weight") 3L else 6L

read_table <- function(path) {
  read.csv(path, colClasses = "character", na.strings = "", check.names = FALSE,
           encoding = "UTF-8")
}

cell_texts <- function(column, name) {
  if (inherits(column, "Date")) return(format(column))
  if (is.double(column)) return(sprintf("%.*f", decimals(name), column))
  if (is.integer(column)) return(as.character(column))
  quoted <- grepl("[,\"\n\r]|^ | $", column)
  ifelse(quoted, paste0("\"", gsub("\"", "\"\"", column, fixed = TRUE), "\""), column)
}

write_table <- function(table, path) {
  texts <- Map(cell_texts, table, names(table))
  texts <- lapply(texts, function(x) ifelse(is.na(x) | x == "NA", "", x))
  lines <- if (nrow(table)) do.call(paste, c(unname(texts), sep = ",")) else character()
  file <- file(path, "wb")
  on.exit(close(file))
  writeLines(enc2utf8(c(paste(names(table), collapse = ","), lines)), file, useBytes = TRUE)
}

files <- list.files(arguments[[1L]], "[.]csv$", full.names = TRUE)
tables <- lapply(files, read_table)
names(tables) <- sub("[.]csv$", "", basename(files))
run <- dolbom_reconcile(tables, policy = arguments[[2L]], as_of = "2026-06-30",
                        plan = dolbom_plan(threads = as.integer(arguments[[4L]])))
dir.create(arguments[[3L]], showWarnings = FALSE, recursive = TRUE)
for (name in names(run)) write_table(run[[name]], file.path(arguments[[3L]], paste0(name, ".csv")))
