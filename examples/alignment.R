#!/usr/bin/env Rscript
# How each two parties of each move stand: a point a move, with the limits between which it
# would be if the same people were asked again, in the colour of its band. Base R and psql.
#
#   Rscript alignment.R hr alignment.pdf
#
# psql connects as the environment says (PGHOST, PGDATABASE, PGSERVICE); a reader of the
# tier assignment will do.
said <- commandArgs(trailingOnly = TRUE)
if (length(said) != 2) stop("usage: alignment.R SCHEMA FILE.pdf")

query <- 'COPY (SELECT coalesce(p.assignment_external_id, p.assignment_id::text) AS move, p.pair, p.alignment_score AS score,
                       p.alignment_low AS low, p.alignment_high AS high, p.pair_band AS band
                FROM alignment_pair p WHERE p.alignment_score IS NOT NULL AND p.assignment_status <> $$ended$$)
          TO STDOUT (FORMAT csv, HEADER)'
Sys.setenv(PGOPTIONS = paste(Sys.getenv("PGOPTIONS"), paste0("-c search_path=", said[1])))
psql <- pipe(paste("psql -XqAt -v ON_ERROR_STOP=1 -c", shQuote(gsub("\\s+", " ", query))))
pairs <- read.csv(psql)

# the lowest at the top, in every panel
weakest <- sort(tapply(pairs$score, pairs$move, min), decreasing = TRUE)
pairs$row <- match(pairs$move, names(weakest))
# told apart by colour-blind readers too (Okabe and Ito 2008)
colours <- c(aligned = "#009E73", mixed = "#999999", misaligned = "#D55E00", "cannot tell" = "#56B4E9")
kinds <- sort(unique(pairs$pair))

pdf(said[2], width = 3 + 2.5 * length(kinds), height = 2 + .16 * length(weakest))
par(mfrow = c(1, length(kinds)), mar = c(4, 6, 3, .5), oma = c(2, 0, 0, 0), las = 1)
for (kind in kinds) {
  d <- pairs[pairs$pair == kind, ]
  plot(d$score, d$row, type = "n", xlim = c(0, 1), ylim = c(.5, length(weakest) + .5), yaxt = "n", bty = "n",
       xlab = "goal alignment", ylab = "", main = gsub("_", " ", gsub("|", " and ", kind, fixed = TRUE)), cex.main = .9)
  axis(2, seq_along(weakest), names(weakest), tick = FALSE, cex.axis = .7)
  segments(d$low, d$row, d$high, d$row, col = colours[d$band])
  points(d$score, d$row, pch = 19, col = colours[d$band])
}
par(fig = c(0, 1, 0, 1), oma = c(0, 0, 0, 0), mar = c(0, 0, 0, 0), new = TRUE)
plot(0, type = "n", axes = FALSE, xlab = "", ylab = "")
legend("bottom", names(colours), col = colours, pch = 19, horiz = TRUE, bty = "n")
invisible(dev.off())
print(table(pairs$pair, pairs$band))
