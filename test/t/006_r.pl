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
