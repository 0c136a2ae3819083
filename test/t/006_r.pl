# The statistics against R's, on random data: psql writes the data and our
# results as CSV, R computes its own from the same data, and the columns must
# agree. Skipped where there is no R.
use strict;
use warnings;
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'no Rscript here' if system('Rscript --version >/dev/null 2>&1') != 0;

my $node = new_server('r');
my $dir = PostgreSQL::Test::Utils::tempdir();
$node->safe_psql('postgres', 'CREATE EXTENSION gmalign');

# Of each topic:
#   data    creates the table data; every result is over the rows of one c
#   ours    a query over it: c and the results
#   theirs  R: from d, the rows of one c, the same results by name
my %topic = (
	consensus => {
		data => q{SELECT c, 1 + floor(random() * (1 + c % 7)) AS rating FROM generate_series(1, 200) AS c, generate_series(1, 2 + c % 30)},
		ours => 'SELECT c, gmalign.rwg_star(rating, 1, 7) AS rwg_star, gmalign.rwg(rating, 1, 7) AS rwg,
			gmalign.ad_mean(rating, 1, 7) AS ad_mean FROM data GROUP BY c',
		theirs => q{
			s <- 1 - var(d$rating) / ((7^2 - 1) / 12)
			list(rwg_star = s, rwg = max(s, 0), ad_mean = mean(abs(d$rating - mean(d$rating))))
		},
	},
	icc => {
		data => q{SELECT c, g, 20 + (c % 4) * sin(g) + random() * 3 AS v FROM generate_series(1, 100) AS c,
			generate_series(1, 2 + c % 20) AS g, LATERAL generate_series(1, 2 + (c * g) % 7)},
		ours => q{SELECT c, gmalign.icc1(g, v, 'mean') AS icc1, gmalign.icc1(g, v) AS k0, gmalign.icc2(g, v) AS icc2 FROM data GROUP BY c},
		theirs => q{
			ms <- summary(aov(v ~ factor(g), data = d))[[1]][["Mean Sq"]]
			n <- as.vector(table(d$g))
			icc1 <- function(k) (ms[1] - ms[2]) / (ms[1] + (k - 1) * ms[2])
			list(icc1 = icc1(mean(n)), k0 = icc1((sum(n) - sum(n^2) / sum(n)) / (length(n) - 1)), icc2 = (ms[1] - ms[2]) / ms[1])
		},
	},
	# two or three raters are counted, not approximated: test/pgtap/kendall.sql
	kendall => {
		data => q{SELECT c, rater, item, CASE WHEN c % 2 = 0 THEN floor(random() * 4) ELSE item * (c % 3) + random() * 5 END AS rating
			FROM generate_series(1, 100) AS c, generate_series(1, 4 + c % 9) AS rater, generate_series(1, 3 + c % 5) AS item},
		ours => q{SELECT c, gmalign.kendall_w(a) AS w, gmalign.kendall_w_chi2(a) AS chi2, gmalign.kendall_w_p(a) AS p,
			(gmalign.prototype(a))[1] AS z1, (gmalign.prototype(a))[3] AS z3
			FROM (SELECT c, rater, array_agg(rating ORDER BY item) AS a FROM data GROUP BY c, rater) AS q GROUP BY c},
		theirs => q{
			x <- xtabs(rating ~ rater + item, d)
			f <- friedman.test(unclass(x))
			z <- apply(x, 1, function(y) if (diff(range(y)) == 0) rep(NA, length(y)) else (y - mean(y)) / sqrt(sum((y - mean(y))^2)))
			z <- rowMeans(z, na.rm = TRUE)
			list(w = f$statistic / (nrow(x) * (ncol(x) - 1)), chi2 = f$statistic, p = f$p.value, z1 = z[1], z3 = z[3])
		},
	},
	profile => {
		data => q{SELECT c, item, (c % 5) + random() * 7 AS x, random() * (1 + c % 4) + item * (c % 3) AS y
			FROM generate_series(1, 200) AS c, generate_series(1, 3 + c % 15) AS item},
		ours => q{SELECT c, gmalign.profile_distance(x, y) AS d, gmalign.profile_correlation(x, y) AS q, gmalign.profile_icc(x, y) AS icc,
			gmalign.profile_elevation(x, y) AS elevation, gmalign.profile_scatter(x, y) AS scatter,
				gmalign.profile_shape(x, y) AS shape FROM data GROUP BY c},
		theirs => q{
			x <- d$x; y <- d$y
			s <- function(v) sqrt(sum((v - mean(v))^2))
			list(d = sqrt(sum((x - y)^2)), q = cor(x, y), icc = cor(c(x, y), c(y, x)), elevation = length(x) * (mean(x) - mean(y))^2,
				scatter = (s(x) - s(y))^2, shape = 2 * s(x) * s(y) * (1 - cor(x, y)))
		},
	},
	surface => {
		data => q{SELECT c, x, y, random() * 3 + x * (c % 3) - .2 * (x - y) ^ 2 AS z
			FROM (SELECT c, i, round((random() * 6 + c % 2)::numeric, 1)::float8 AS x,
				round((random() * 6 + c % 2)::numeric, 1)::float8 AS y
				FROM generate_series(1, 100) AS c, LATERAL generate_series(1, 12 + c) AS i) AS q},
		ours => q{SELECT c, (s).b0, (s).b1, (s).b2, (s).b3, (s).b4, (s).b5, (s).b1_se, (s).b4_se, (s).b5_p, (s).r_squared, (s).sigma,
			(s).a1, (s).a1_se, (s).a2_se, (s).a3_se, (s).a4_se, (s).a4_p, (s).a5_se, (s).algebraic_f,
				(s).algebraic_p, (s).squared_f, (s).squared_p
			FROM (SELECT c, gmalign.response_surface(x, y, z, 3) AS s FROM data GROUP BY c) AS q},
		theirs => q{
			x <- d$x - 3; y <- d$y - 3; z <- d$z
			m <- lm(z ~ x + y + I(x^2) + I(x * y) + I(y^2))
			t <- summary(m)$coefficients
			w <- rbind(c(0, 1, 1, 0, 0, 0), c(0, 0, 0, 1, 1, 1), c(0, 1, -1, 0, 0, 0), c(0, 0, 0, 1, -1, 1), c(0, 0, 0, 1, 0, -1))
			a <- as.vector(w %*% coef(m)); se <- sqrt(diag(w %*% vcov(m) %*% t(w)))
			f1 <- anova(lm(z ~ I(x - y)), m); f2 <- anova(lm(z ~ I((x - y)^2)), m)
			list(b0 = t[1, 1], b1 = t[2, 1], b2 = t[3, 1], b3 = t[4, 1], b4 = t[5, 1], b5 = t[6, 1],
				b1_se = t[2, 2], b4_se = t[5, 2], b5_p = t[6, 4],
				r_squared = summary(m)$r.squared, sigma = summary(m)$sigma, a1 = a[1], a1_se = se[1],
					a2_se = se[2], a3_se = se[3], a4_se = se[4],
				a4_p = 2 * pt(-abs(a[4] / se[4]), m$df.residual), a5_se = se[5],
				algebraic_f = f1$F[2], algebraic_p = f1$P[2], squared_f = f2$F[2], squared_p = f2$P[2])
		},
	},
	# what chance would make of a pair on one list: every order of the one's points
	chance => {
		data => q{SELECT c, g, round((random() * 2 - (c % 2) * .7)::numeric, 1)::float8 AS a,
			round((random() * 2 - (c % 2) * .7)::numeric, 1)::float8 AS b
			FROM generate_series(1, 150) AS c, LATERAL generate_series(1, 3 + c % 3) AS g},
		ours => q{SELECT c, p.score, p.chance, p.p_above, p.p_below
			FROM (SELECT c, gmalign.stakeholder_pairs(w.party, g, w.priority, 'points') AS pairs
				FROM data, LATERAL (VALUES ('a', a), ('b', b)) AS w (party, priority) GROUP BY c) AS q, unnest(q.pairs) AS p},
		theirs => q{
			orders <- function(n) if (n == 1) matrix(1L, 1, 1) else do.call(rbind, lapply(1:n, function(i)
				cbind(i, matrix(setdiff(1:n, i)[orders(n - 1)], ncol = n - 1))))
			x <- d$a / sum(abs(d$a)); y <- d$b / sum(abs(d$b))
			share <- function(x) 1 - sum(abs(x - y)) / 2
			s <- share(x)
			deals <- apply(orders(length(x)), 1, function(o) share(x[o]))
			list(score = s, chance = mean(deals), p_above = mean(deals >= s - 1e-9), p_below = mean(deals <= s + 1e-9))
		},
	},
	# two and three raters: every order of all but the first
	kendall_exact => {
		data => q{SELECT c, rater, item, random() + item * (c % 3) * .2 AS rating
			FROM generate_series(1, 120) AS c, LATERAL generate_series(1, 2 + c % 2) AS rater,
				LATERAL generate_series(1, 3 + c % (5 - c % 2 * 2)) AS item},
		ours => q{SELECT c, gmalign.kendall_w_p(a) AS p
			FROM (SELECT c, rater, array_agg(rating ORDER BY item) AS a FROM data GROUP BY c, rater) AS q GROUP BY c},
		theirs => q{
			orders <- function(n) if (n == 1) matrix(1L, 1, 1) else do.call(rbind, lapply(1:n, function(i)
				cbind(i, matrix(setdiff(1:n, i)[orders(n - 1)], ncol = n - 1))))
			r <- t(apply(unclass(xtabs(rating ~ rater + item, d)), 1, rank))
			n <- ncol(r); o <- orders(n)
			ss <- function(sums) apply(sums, 1, function(x) sum((x - mean(x))^2))
			sums <- sweep(o, 2, 1:n, "+")
			if (nrow(r) == 3) sums <- do.call(rbind, lapply(1:nrow(o), function(i) sweep(sums, 2, o[i, ], "+")))
			list(p = mean(ss(sums) >= sum((colSums(r) - mean(colSums(r)))^2) - 1e-9))
		},
	},
	# a slope whose variance is moderated by what a restated score moves anyway
	drift => {
		data => q{SELECT c, date '2024-01-31' + (30 * i + floor(random() * 9))::integer AS d, random() AS m, .01 * (1 + c % 9) AS noise
			FROM generate_series(1, 120) AS c, LATERAL generate_series(1, 3 + c % 20) AS i},
		ours => q{SELECT c, (t).monthly_change AS slope, (t).monthly_change_standard_error AS se, (t).monthly_change_low AS low,
			(t).monthly_change_high AS high FROM (SELECT c, gmalign_private.drift(d, m, NULL, .35, noise) AS t FROM data GROUP BY c) AS q},
		theirs => q{
			day <- as.numeric(as.Date(d$d)); month <- 1461 / 48
			f <- lm(d$m ~ day); df <- 6 + length(day) - 2
			s <- sqrt((6 * d$noise[1]^2 + sum(resid(f)^2)) / df)
			slope <- coef(f)[2] * month; se <- month * s / sqrt(sum((day - mean(day))^2)); q <- qt(.975, df)
			list(slope = slope, se = se, low = slope - q * se, high = slope + q * se)
		},
	},
	holm => {
		data => q{SELECT c, i, CASE WHEN (c + i) % 7 > 0 THEN random() ^ (1 + c % 5) END AS p
			FROM generate_series(1, 120) AS c, LATERAL generate_series(1, 1 + c % 30) AS i},
		ours => q{SELECT c, sum(h) AS sum, max(h) FILTER (WHERE i = 1) AS first
			FROM (SELECT c, i, gmalign.holm(p) OVER (PARTITION BY c) AS h FROM data) AS q GROUP BY c},
		theirs => q{
			h <- p.adjust(d$p, "holm")
			list(sum = if (all(is.na(h))) NA else sum(h, na.rm = TRUE), first = h[d$i == 1])
		},
	},
	# Newcombe's limits from R's of Wilson, Koopman's from the score test's chi-square
	risk => {
		data => q{SELECT c, random() < .5 AS x, random() < .02 * (c % 30) AS e FROM generate_series(1, 150) AS c,
			LATERAL generate_series(1, 12 + c)},
		ours => q{SELECT c, gmalign.risk_difference(x, e) AS rd, gmalign.risk_difference_low(x, e) AS rd_low,
			gmalign.risk_difference_high(x, e) AS rd_high,
			CASE WHEN gmalign.risk_least_events(x, e) > 0 THEN gmalign.risk_ratio_low_of(gmalign.risk_state(x, e), .95, 'koopman') END AS low,
			CASE WHEN gmalign.risk_least_events(x, e) > 0 THEN gmalign.risk_ratio_high_of(gmalign.risk_state(x, e), .95, 'koopman') END AS high
			FROM data GROUP BY c},
		theirs => q{
			x <- d$x == "t"; e <- d$e == "t"
			n <- c(sum(x), sum(!x)); k <- c(sum(e & x), sum(e & !x)); p <- k / n
			l <- sapply(1:2, function(i) suppressWarnings(prop.test(k[i], n[i], correct = FALSE)$conf.int[1]))
			u <- sapply(1:2, function(i) suppressWarnings(prop.test(k[i], n[i], correct = FALSE)$conf.int[2]))
			rd <- p[1] - p[2]
			score <- function(r) {
				# by Pearson's chi-square with the likeliest risks of which r is the ratio
				A <- r * sum(n); B <- n[1] * r + k[1] + n[2] + k[2] * r
				q <- (B - sqrt(B^2 - 4 * A * sum(k))) / (2 * A); q <- c(r * q, q)
				sign(p[1] - r * p[2]) * sqrt(sum((k - n * q)^2 / (n * q * (1 - q))))
			}
			z <- qnorm(.975); limit <- function(z, from, to) exp(uniroot(function(t) score(exp(t)) - z, c(from, to), tol = 1e-14)$root)
			# nobody and everybody have no such limits
			known <- min(k) > 0 && all(k < n)
			list(rd = rd, rd_low = rd - sqrt((p[1] - l[1])^2 + (u[2] - p[2])^2), rd_high = rd + sqrt((u[1] - p[1])^2 + (p[2] - l[2])^2),
				low = if (known) limit(z, -9, log(p[1] / p[2])) else NA, high = if (known) limit(-z, log(p[1] / p[2]), 9) else NA)
		},
	},
	# do two curves cross: the difference of cumulative hazards as a Brownian motion
	crossing => {
		data => q{SELECT c, (1 + random() * 40)::numeric(6, 1)::float8 AS t, random() < .6 AS e, (random() < .5)::integer AS g
			FROM generate_series(1, 120) AS c, LATERAL generate_series(1, 40 + c)},
		ours => q{SELECT c, gmalign.curves_cross_p(t, e, g) AS p FROM data GROUP BY c},
		theirs => q{
			e <- d$e == "t"
			h <- 0; v <- 0; up <- 0; down <- 0
			for (t in sort(unique(d$t[e]))) {
				n <- c(sum(d$t >= t & d$g == 0), sum(d$t >= t & d$g == 1)); k <- c(sum(d$t == t & e & d$g == 0), sum(d$t == t & e & d$g == 1))
				if (min(n) < 10) break
				h <- h + k[1] / n[1] - k[2] / n[2]; v <- v + sum(k / n^2)
				up <- max(up, h); down <- max(down, -h)
			}
			list(p = 2 * pnorm(-min(up, down) / sqrt(v)))
		},
	},
	# t tails through the p of a coefficient, degrees of freedom from one to millions
	tail => {
		data => q{SELECT c, (random() * 8)::float8 AS t, (1 + floor(exp(random() * (c % 17))))::float8 AS df
			FROM generate_series(1, 400) AS c},
		ours => q{SELECT c, ln((gmalign.response_surface_from(ARRAY[0, t, 0, 0, 0, 0],
			'{{1,0,0,0,0,0},{0,1,0,0,0,0},{0,0,1,0,0,0},{0,0,0,1,0,0},{0,0,0,0,1,0},{0,0,0,0,0,1}}', df)).b1_p) AS ln_p FROM data},
		theirs => q{ list(ln_p = log(2) + pt(-d$t, d$df, log.p = TRUE)) },
	},
);

for my $name (sort keys %topic)
{
	my $t = $topic{$name};
	my $csv = sub {
		my ($query, $file) = @_;
		my $rows = $node->safe_psql('postgres', "COPY ($query) TO STDOUT (FORMAT csv, HEADER)");
		append_to_file("$dir/$file", "$rows\n");
	};
	$node->safe_psql('postgres', "SELECT setseed(.42); CREATE TABLE data AS $t->{data}");
	$csv->('SELECT * FROM data', "$name.csv");
	$csv->($t->{ours}, "$name.ours");
	$node->safe_psql('postgres', 'DROP TABLE data');

	# one line a column: its name, rows compared, largest relative difference
	append_to_file("$dir/$name.R", qq{
		data <- read.csv("$dir/$name.csv")
		ours <- read.csv("$dir/$name.ours")
		theirs <- function(d) { $t->{theirs} }
		rows <- lapply(split(data, data\$c), theirs)
		for (column in setdiff(names(ours), "c")) {
			a <- ours[[column]]
			b <- sapply(rows[as.character(ours\$c)], function(r) unname(r[[column]]))
			known <- !is.na(a) & !is.na(b)
			differ <- if (all(is.na(a) == is.na(b))) max(abs(a - b)[known] / pmax(abs(b[known]), 1)) else Inf
			cat(column, sum(known), differ, "\\n")
		}
	});
	my ($out, $err) = run_command([ 'Rscript', '--vanilla', "$dir/$name.R" ]);
	my @columns = split /\n/, $out;
	my ($header) = slurp_file("$dir/$name.ours") =~ /^c,(.*)/;
	is(join(',', map { (split)[0] } @columns), $header, "$name: every column compared") or diag($err);
	for (@columns)
	{
		my ($column, $n, $differ) = split;
		cmp_ok($n, '>=', 90, "$name, $column: $n results");
		cmp_ok($differ, '<', 1e-9, "$name, $column: as R's");
	}
}

$node->stop;
done_testing();
