# Draws a run: how games end, one outcome over time, and what is believed. It needs nothing but R itself.
#
#   Rscript examples/plot.R                                   # the newest run, which `pactum path` names
#   Rscript examples/plot.R FOLDER --outcome war_alone,war_with_nato --out pictures
#
# Several outcomes are taken together.

# The colours of Okabe and Ito, which the colour-blind tell apart, without yellow, which is too pale for lines.
colours <- c("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
# Solid, dashed, dotted, dotdash.
styles <- c(1, 2, 3, 4)
colour <- function(number) colours[(number - 1) %% length(colours) + 1]
style <- function(number) styles[(number - 1) %% length(styles) + 1]

stop_with <- function(...) {
  message("plot.R: ", ...)
  quit(status = 2)
}

# What follows an option on the command line, and what is left without it.
arguments <- commandArgs(trailingOnly = TRUE)
option <- function(name, default) {
  place <- match(name, arguments)
  if (is.na(place)) return(default)
  if (place == length(arguments)) stop_with(name, " needs a value")
  value <- arguments[place + 1]
  arguments <<- arguments[-c(place, place + 1)]
  value
}
out <- option("--out", ".")
asked <- option("--outcome", NULL)
folder <- if (length(arguments) > 0) arguments[1] else system2("pactum", "path", stdout = TRUE)
if (length(folder) != 1 || !file.exists(file.path(folder, "timeline.csv"))) {
  stop_with(paste(folder, collapse = " "), " is not the results folder of a run")
}

# Only empty cells are missing, so that nothing called "NA" gets lost.
table_of <- function(name) read.csv(file.path(folder, paste0(name, ".csv")), na.strings = "", encoding = "UTF-8")

labels <- table_of("labels")
outcomes <- table_of("outcomes")
timeline <- table_of("timeline")
beliefs <- table_of("beliefs")
variants <- unique(outcomes$variant)
draws <- length(unique(table_of("draws")$draw))
# The data package says what a period is, once for each table, in the field that is named so.
package <- paste(readLines(file.path(folder, "datapackage.json"), encoding = "UTF-8"), collapse = " ")
period <- sub('.*"name": "timeline".*?"name": "period"[^}]*?"unit": "([^"]*)".*', "\\1", package, perl = TRUE)
period <- gsub("_", " ", period)

# What a thing is called, in lines of this width.
label <- function(kind, name, width = 24) {
  found <- labels$label[labels$kind == kind & labels$name == name]
  text <- if (length(found) == 1 && !is.na(found)) found else gsub("_", " ", sub(".*\\.", "", name))
  paste(strwrap(text, width), collapse = "\n")
}

# Makes a picture of this size, in inches, of so many columns and rows of panels, which `draw` fills; below them stand the
# variants, with marks of these looks.
picture <- function(name, width, height, panels, draw, ...) {
  dir.create(out, showWarnings = FALSE, recursive = TRUE)
  path <- file.path(out, paste0(name, ".png"))
  titles <- sapply(variants, function(name) label("variant", name, 40))
  # Some twelve characters take an inch; the mark and the gap take as much as eight.
  columns <- min(length(titles), max(1, floor(12 * width / (8 + max(nchar(titles))))))
  below <- if (length(titles) > 1) 2 + ceiling(length(titles) / columns) else 0
  png(path, width = width, height = height, units = "in", res = 130)
  par(mfrow = rev(panels), cex = 0.9, las = 1, oma = c(below, 0, 0, 0))
  draw()
  if (length(titles) > 1) {
    par(mfrow = c(1, 1), fig = c(0, 1, 0, 1), oma = c(0, 0, 0, 0), mar = c(0, 0, 0, 0), new = TRUE)
    plot.new()
    legend("bottom", titles, ncol = columns, bty = "n", ...)
  }
  invisible(dev.off())
  cat(path, "\n", sep = "")
}

# Bars: the probability of each outcome in each variant. A thin line holds nine tenths of the draws.
draw_outcomes <- function() {
  names <- unique(outcomes$outcome)
  # Bars stand from bottom to top, and so in the opposite order.
  grid <- function(column) {
    sapply(rev(names), function(name) {
      sapply(rev(variants), function(variant) outcomes[outcomes$variant == variant & outcomes$outcome == name, column])
    })
  }
  shape <- function(column) matrix(grid(column), nrow = length(variants))
  probability <- shape("probability")
  low <- shape("probability_p05")
  high <- shape("probability_p95")
  titles <- sapply(rev(names), function(name) label("outcome", name))
  mean <- sprintf("probability, mean over %s draws\n(lines: nine tenths of the draws)", format(draws, big.mark = ","))
  par(mar = c(5, 12, 3, 2))
  places <- barplot(
    probability,
    beside = TRUE, horiz = TRUE, col = rev(sapply(seq_along(variants), colour)), border = NA, names.arg = titles,
    xlim = c(0, 1.15 * max(probability, high, na.rm = TRUE)), xlab = "", main = "How games end", font.main = 1
  )
  title(xlab = if (draws > 1) mean else "probability", line = 3.5)
  if (draws > 1) segments(low, places, high, places)
  text(pmax(probability, high, na.rm = TRUE), places, sprintf("%.2f", probability), pos = 4, cex = 0.8)
}

# Lines: the probability that these outcomes have come by each period. A band holds nine tenths of the draws.
draw_timeline <- function(chosen) {
  rows <- timeline[timeline$kind == "cumulative" & timeline$name %in% chosen, ]
  lines_of <- function(variant) aggregate(cbind(value, value_p05, value_p95) ~ period, rows[rows$variant == variant, ], sum)
  all <- lapply(variants, lines_of)
  # Percentiles of a sum are not the sum of percentiles.
  band <- draws > 1 && length(chosen) == 1
  top <- max(sapply(all, function(line) max(if (band) line$value_p95 else line$value)))
  title <- paste(sapply(chosen, function(name) label("outcome", name, 1000)), collapse = " or ")
  par(mar = c(5, 5, 3, 1))
  plot(
    range(rows$period), c(0, 1.05 * top),
    type = "n", bty = "l", xaxs = "i", yaxs = "i", xlab = "", ylab = "probability so far",
    main = paste(strwrap(title, 60), collapse = "\n"), font.main = 1
  )
  title(xlab = if (band) paste0(period, "\n(bands: nine tenths of the draws)") else period, line = 3.5)
  for (number in if (band) seq_along(all)) {
    shade <- adjustcolor(colour(number), 0.15)
    with(all[[number]], polygon(c(period, rev(period)), c(value_p05, rev(value_p95)), col = shade, border = NA))
  }
  for (number in seq_along(all)) {
    with(all[[number]], lines(period, value, col = colour(number), lty = style(number), lwd = 2))
  }
}

# The title of a panel, in lines, and what its types are called.
heading_of <- function(observer, about) {
  kind <- if (any(labels$kind == "actor" & labels$name == about)) "actor" else "commitment"
  strwrap(paste(label("actor", observer, 1000), "about", label(kind, about, 1000)), 36)
}
types_of <- function(rows, observer, about) unique(rows$believed_type[rows$observer == observer & rows$about == about])
titles_of <- function(types, about) sapply(types, function(type) label("type", paste0(about, ".", type), 1000))

# What one observer believes about one actor, or about one promise. All panels leave these many lines free above them.
draw_belief <- function(rows, observer, about, heading_lines, legend_lines, legend_columns) {
  panel <- rows[rows$observer == observer & rows$about == about, ]
  types <- types_of(rows, observer, about)
  par(mar = c(4, 4, 1.2 + legend_lines + heading_lines, 1))
  plot(range(panel$period), c(0, 1), type = "n", bty = "l", yaxt = "n", xlab = period, ylab = "mean belief")
  title(paste(heading_of(observer, about), collapse = "\n"), font.main = 1, cex.main = 1, line = 0.5 + legend_lines)
  axis(2, seq(0, 1, 0.2))
  for (variant in seq_along(variants)) {
    for (type in seq_along(types)) {
      line <- panel[panel$variant == variants[variant] & panel$believed_type == types[type], ]
      lines(line$period, line$belief_mean, col = colour(type), lty = style(variant), lwd = 2)
    }
  }
  legend(
    "bottom", titles_of(types, about),
    col = colour(seq_along(types)), lty = 1, lwd = 2, bty = "n", cex = 0.8, inset = c(0, 1), xpd = NA, ncol = legend_columns
  )
}

known <- unique(outcomes$outcome)
chosen <- if (is.null(asked)) known[1] else strsplit(asked, ",")[[1]]
strange <- setdiff(chosen, known)
if (length(strange) > 0) stop_with("there is no outcome ", strange[1], "; there are ", paste(known, collapse = ", "))
numbers <- seq_along(variants)
# Each bar has room for its number, each outcome for its name.
high <- 2 + length(known) * max(0.6, 0.1 + 0.2 * length(variants))
both <- function() {
  draw_outcomes()
  draw_timeline(chosen)
}
picture("overview", 11, max(4.4, high), c(2, 1), both, fill = colour(numbers), border = NA)
picture("outcomes", 8, high, c(1, 1), draw_outcomes, fill = colour(numbers), border = NA)
picture("timeline", 8, 4.5, c(1, 1), function() draw_timeline(chosen), col = colour(numbers), lty = style(numbers), lwd = 2)

# A panel for each observer and what it does not know: a colour for each type, a style for each variant.
rows <- beliefs[beliefs$true_type == "any", ]
pairs <- unique(rows[, c("observer", "about")])
panels <- c(min(3, nrow(pairs)), ceiling(nrow(pairs) / 3))
draw_beliefs <- function() {
  headings <- Map(heading_of, pairs$observer, pairs$about)
  types <- Map(function(observer, about) types_of(rows, observer, about), pairs$observer, pairs$about)
  # Two names of types stand side by side where both are short.
  columns <- if (max(nchar(unlist(Map(titles_of, types, pairs$about)))) > 16) 1 else 2
  legend_lines <- 1 + 0.8 * ceiling(max(lengths(types)) / columns)
  for (pair in seq_len(nrow(pairs))) {
    draw_belief(rows, pairs$observer[pair], pairs$about[pair], max(lengths(headings)), legend_lines, columns)
  }
}
if (nrow(pairs) > 0) {
  picture("beliefs", 4 * panels[1], 3.8 * panels[2], panels, draw_beliefs, lty = style(numbers), lwd = 2)
}
