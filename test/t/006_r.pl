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
		ours => 'SELECT c, gmalign.rwg_star(rating, 1, 7) AS rwg_star, gmalign.rwg(rating, 1, 7) AS rwg, gmalign.ad_mean(rating, 1, 7) AS ad_mean FROM data GROUP BY c',
		theirs => q{
			s <- 1 - var(d$rating) / ((7^2 - 1) / 12)
			list(rwg_star = s, rwg = max(s, 0), ad_mean = mean(abs(d$rating - mean(d$rating))))
		},
	},
	icc => {
		data => q{SELECT c, g, 20 + (c % 4) * sin(g) + random() * 3 AS v FROM generate_series(1, 100) AS c, generate_series(1, 2 + c % 20) AS g, LATERAL generate_series(1, 2 + (c * g) % 7)},
		ours => q{SELECT c, gmalign.icc1(g, v) AS icc1, gmalign.icc1(g, v, 'k0') AS k0, gmalign.icc2(g, v) AS icc2 FROM data GROUP BY c},
		theirs => q{
			ms <- summary(aov(v ~ factor(g), data = d))[[1]][["Mean Sq"]]
			n <- as.vector(table(d$g))
			icc1 <- function(k) (ms[1] - ms[2]) / (ms[1] + (k - 1) * ms[2])
			list(icc1 = icc1(mean(n)), k0 = icc1((sum(n) - sum(n^2) / sum(n)) / (length(n) - 1)), icc2 = (ms[1] - ms[2]) / ms[1])
		},
	},
	kendall => {
		data => q{SELECT c, rater, item, CASE WHEN c % 2 = 0 THEN floor(random() * 4) ELSE item * (c % 3) + random() * 5 END AS rating
			FROM generate_series(1, 100) AS c, generate_series(1, 2 + c % 9) AS rater, generate_series(1, 3 + c % 5) AS item},
		ours => q{SELECT c, gmalign.kendall_w(a) AS w, gmalign.kendall_w_chi2(a) AS chi2, gmalign.kendall_w_p(a) AS p, (gmalign.prototype(a))[1] AS z1, (gmalign.prototype(a))[3] AS z3
			FROM (SELECT c, rater, array_agg(rating ORDER BY item) AS a FROM data GROUP BY c, rater) AS q GROUP BY c},
		theirs => q{
			x <- xtabs(rating ~ rater + item, d)
			f <- friedman.test(unclass(x))
			z <- apply(x, 1, function(y) if (diff(range(y)) == 0) rep(NA, length(y)) else (y - mean(y)) / sqrt(sum((y - mean(y))^2)))
			z <- rowMeans(z, na.rm = TRUE)
			list(w = f$statistic / (nrow(x) * (ncol(x) - 1)), chi2 = f$statistic, p = f$p.value, z1 = z[1], z3 = z[3])
		},
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
