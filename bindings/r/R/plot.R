# SPDX-License-Identifier: Apache-2.0
# Findings by rule and agency, as a grid of counts.

# A PDF's own fonts have no Hangul; this one every viewer replaces by a Korean font. par() opens
# the default device if there is none yet: Rscript's is a PDF.
korean_family <- function() {
  par("family")
  if (names(dev.cur()) %in% c("pdf", "postscript")) "Korea1" else ""
}

rule_labels <- function(rules, runs, lang) {
  name <- runs[[paste0("name_", lang)]][match(rules, runs$rule)]
  paste(rules, ifelse(is.na(name), "", name))
}

plot.dolbom_run <- function(x, lang = c("ko", "en"), family = korean_family(), ...) {
  lang <- match.arg(lang)
  counts <- by_agency(findings(x))
  if (!length(counts)) fail("argument", "there are no findings to draw")
  rules <- rule_labels(rownames(counts), rule_runs(x), lang)
  n_rules <- nrow(counts)
  n_agencies <- ncol(counts)
  # plot.new() comes with image(); text is measured before it, in inches of the device.
  old <- par(family = family, las = 1, tcl = 0)
  on.exit(par(old))
  width <- function(labels) max(strwidth(labels, units = "inches", cex = 0.8)) + 0.4
  plot.new()
  margins <- par(mai = c(0.2, width(rules), width(colnames(counts)), 0.2), new = TRUE)
  on.exit(par(margins), add = TRUE, after = FALSE)
  grid <- t(counts[rev(seq_len(n_rules)), , drop = FALSE])
  image(seq_len(n_agencies), seq_len(n_rules), log1p(grid), axes = FALSE, xlab = "", ylab = "",
        zlim = c(0, log1p(max(grid))), col = hcl.colors(32L, "Blues", rev = TRUE), ...)
  axis(2L, seq_len(n_rules), rev(rules), lwd = 0, cex.axis = 0.8)
  axis(3L, seq_len(n_agencies), colnames(counts), lwd = 0, las = 2, cex.axis = 0.8)
  shown <- which(grid > 0, arr.ind = TRUE)
  dark <- log1p(grid[shown]) > log1p(max(grid)) / 2
  text(shown[, 1L], shown[, 2L], grid[shown], col = ifelse(dark, "white", "black"), cex = 0.8)
  invisible(counts)
}
