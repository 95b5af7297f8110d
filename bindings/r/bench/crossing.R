# SPDX-License-Identifier: Apache-2.0
# What it costs to cross from R into the library and back, per value, beside the library's own time.
#
# usage: Rscript crossing.R [N]
#
# The library's time is that of the same column as a stream that is laid out already, whose result
# stays a stream. Processor time on one thread, since the crossing is. Both are measured in turns;
# medians of nine rounds, and the median of the rounds' differences. R reads texts that are alike
# once, so names cost less from R. Phone numbers are the worst case: no two are alike, and R
# has to make each result. With factors next to nothing crosses.

library(dolbom)
n <- as.integer(c(commandArgs(trailingOnly = TRUE), "1000000")[[1L]])

# A surname and two syllables, some of them far more frequent than others, as Korean names are:
# of a million, a fifth are texts of their own. Two of five have a title, a note or a space.
set.seed(1)
surnames <- strsplit("김이박최정강조윤장임한오서신권황안송류홍전고문손양배백허남심", "")[[1L]]
syllables <- strsplit(paste0("영순정미경숙희자은지현민수진성준서하윤우연혜선화옥금주원동상철호종인기재승병",
                             "광춘복남길석훈태규식용환섭란례애명말분월남덕봉갑을"), "")[[1L]]
pick <- function(from, often = 1) sample(from, n, TRUE, prob = 1 / seq_along(from)^often)
written <- paste0(pick(surnames), pick(c("", "", "", " "), 0), pick(syllables, 0.7),
                  pick(syllables, 0.7), pick(c("", "", "", " 어르신", "(본인)"), 0))
addresses <- paste("경기도 남양주시", pick(c("경춘로", "다산중앙로", "화도로")), pick(1:999, 0),
                   paste0(pick(101:120), "동"), paste0(pick(101:1500), "호"))
phones <- paste0("+82-10-", pick(1000:9999, 0), "-", sprintf("%04d", seq_len(n) %% 10000L))
plan <- dolbom_plan(threads = 1)

# Of one evaluation, in ns for each value.
cost <- function(expression, prepare = NULL) {
  force(prepare)
  gc()
  sum(system.time(expression)[c("user.self", "sys.self")]) / n * 1e9
}

columns <- list(name = written, address = addresses, phone = phones)
for (kind in names(columns)) {
  x <- columns[[kind]]
  levels <- factor(head(x, 1000L)[rep_len(1:1000, n)])
  costs <- replicate(9L, c(
    cost(dolbom_normalize(x, kind, plan)),
    cost(dolbom_normalize(stream, kind, plan), stream <- dolbom_stream(data.frame(x = x))),
    cost(dolbom_normalize(levels, kind, plan))))
  middle <- apply(rbind(costs, costs[1L, ] - costs[2L, ]), 1L, median)
  cat(sprintf("%-8s %9d values  R %5.0f ns  library %5.0f ns  overhead %4.0f ns  factor %3.0f ns\n",
              kind, n, middle[[1L]], middle[[2L]], middle[[4L]], middle[[3L]]))
}
