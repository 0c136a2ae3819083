# Kaplan-Meier and the log-rank test against R's package survival, on random
# data with ties, fractions, censoring and late entry.
use strict;
use warnings;
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More;

if (system(q{Rscript -e 'library(survival)' >/dev/null 2>&1}) != 0)
{
	plan skip_all => 'R with its package survival is not installed';
}

my $node = new_server('survival_r');
my $dir = PostgreSQL::Test::Utils::tempdir();
# 300 cases of 2 to 90 rows: whole durations with many ties, or fractions; in
# every third case with late entry; two to four groups
$node->safe_psql('postgres', q{
	CREATE EXTENSION gmalign;
	SELECT setseed(.7);
	CREATE TABLE obs AS
	SELECT c, CASE WHEN c % 3 = 0 THEN least(late, d * .9) ELSE 0 END AS en, d, e, g
	FROM (SELECT c, CASE WHEN c % 2 = 0 THEN ceil(random() * 20) ELSE (random() * 20 + .1)::numeric(10, 6)::float8 END AS d,
	             random() < .3 + (c % 5) * .17 AS e, floor(random() * (2 + c % 3))::int AS g,
	             CASE WHEN random() < .6 THEN floor(random() * 8) ELSE 0 END AS late
	      FROM generate_series(1, 300) AS c, LATERAL generate_series(1, 2 + c * 7 % 89)) AS q;
	-- the latest duration, moments before it and one beyond
	CREATE TABLE moment AS
	SELECT c, t FROM (SELECT DISTINCT c FROM obs) AS q, LATERAL (SELECT 1 UNION SELECT 5.5 UNION SELECT 10
		UNION SELECT 15 UNION SELECT 25 UNION (SELECT max(d) FROM obs WHERE obs.c = q.c)) AS m (t);
});
$node->safe_psql('postgres', "\\copy (SELECT c, en, d, e::int AS e, g FROM obs) TO '$dir/obs.csv' WITH (FORMAT csv, HEADER)");
$node->safe_psql('postgres', "\\copy moment TO '$dir/moment.csv' WITH (FORMAT csv, HEADER)");
append_to_file("$dir/survival.R", <<'R');
suppressPackageStartupMessages(library(survival))
obs <- read.csv("obs.csv"); moment <- read.csv("moment.csv")
out <- list()
say <- function(c, type, what, at, value) if (length(value) > 0)
  out[[length(out) + 1]] <<- data.frame(c = c, type = type, what = what, at = at, value = as.numeric(value))
for (c in unique(obs$c)) {
  o <- obs[obs$c == c, ]
  late <- any(o$en > 0)
  y <- if (late) Surv(o$en, o$d, o$e) else Surv(o$d, o$e)
  for (type in c("log", "log-log", "plain")) {
    f <- survfit(y ~ 1, conf.type = type, conf.int = .9)
    at <- moment$t[moment$c == c]
    # after everybody's time is up R says nothing, nor do we unless S is 0
    s <- summary(f, times = at)
    say(c, type, "survival", s$time, s$surv)
    say(c, type, "se", s$time, s$std.err)
    # before the first event R gives log-log limits of 1 or NA; we give those of
    # a share of 1 among those seen then (n.risk is of the time that comes next,
    # by when more may have entered)
    defined <- type != "log-log" | s$surv < 1
    if (any(!defined)) {
      seen <- sapply(s$time[!defined], function(t) sum(o$en < t & o$d >= t))
      say(c, type, "low", s$time[!defined], .05 ^ (1 / seen))
      say(c, type, "high", s$time[!defined], 1)
    }
    say(c, type, "low", s$time[defined], s$lower[defined])
    say(c, type, "high", s$time[defined], s$upper[defined])
    tau <- max(o$d)
    m <- summary(f, rmean = tau)$table
    say(c, type, "median", NA, m["median"])
    say(c, type, "median_low", NA, m[grep("LCL", names(m))])
    say(c, type, "median_high", NA, m[grep("UCL", names(m))])
    say(c, type, "mean", tau, m[grep("^\\*?rmean", names(m))])
    say(c, type, "mean_se", tau, m[grep("^\\*?se", names(m))])
    say(c, type, "curve", f$time, f$surv)
    say(c, type, "curve_risk", f$time, f$n.risk)
  }
  # survdiff knows no late entry; without ties the score test of a Cox model
  # is the log-rank test
  if (length(unique(o$g)) > 1 && sum(o$e) > 1) {
    test <- NULL
    if (!late)
      test <- tryCatch({ s <- survdiff(y ~ g, o); c(s$chisq, sum(s$exp > 0) - 1) }, error = function(e) NULL)
    else if (anyDuplicated(o$d) == 0)
      test <- tryCatch({ s <- summary(coxph(y ~ factor(g), o))$sctest; c(s[1], s[2]) }, error = function(e) NULL,
	  warning = function(w) NULL)
    if (!is.null(test)) {
      say(c, "test", if (late) "chi2_late" else "chi2", NA, test[1])
      say(c, "test", "df", NA, test[2])
      say(c, "test", "p", NA, pchisq(test[1], test[2], lower.tail = FALSE))
    }
  }
}
write.csv(do.call(rbind, out), "r.csv", row.names = FALSE, na = "")
R
{
	local $ENV{HOME} = $dir;
	is(system("cd $dir && Rscript --vanilla survival.R"), 0, 'R ran');
}
$node->safe_psql('postgres', "CREATE TABLE r (c int, type text, what text, at float8, value float8)");
$node->safe_psql('postgres', "\\copy r FROM '$dir/r.csv' WITH (FORMAT csv, HEADER)");

# ours, the entry form for cases with late entry and, because 0 is the start,
# for some of the others
my $args = sub { my ($late, $rest) = @_; return ($late ? 'en, ' : '') . 'd, e' . $rest };
for my $late (0, 1)
{
	my $cases = $late ? 'c % 3 = 0 OR c % 7 = 0' : 'c % 3 <> 0 AND c % 7 <> 0';
	my $f = sub { my ($name, $rest) = @_; return "gmalign.$name(" . $args->($late, $rest) . ')' };
	$node->safe_psql('postgres', 'CREATE TABLE IF NOT EXISTS ours (LIKE r)');
	$node->safe_psql('postgres', qq{
		INSERT INTO ours
		SELECT c, type, v.* FROM (
			SELECT c, type, t, } . join(', ',
				$f->('km_survival', ', t') . ' AS s', $f->('km_survival_se', ', t') . ' AS se',
				$f->('km_survival_low', ", t, .9, type") . ' AS low', $f->('km_survival_high', ", t, .9, type") . ' AS high',
				$f->('km_restricted_mean', ', t') . ' AS mean', $f->('km_restricted_mean_se', ', t') . ' AS mean_se')
		  . qq{ FROM (SELECT * FROM obs WHERE $cases) AS o JOIN moment USING (c)
			  CROSS JOIN unnest(ARRAY['log', 'log-log', 'plain']) AS type GROUP BY c, type, t) AS q
		CROSS JOIN LATERAL (VALUES ('survival', t, s), ('se', t, se), ('low', t, low), ('high', t, high),
			('mean', t, mean), ('mean_se', t, mean_se)) AS v;
		INSERT INTO ours
		SELECT c, type, v.* FROM (
			SELECT c, type, } . join(', ', $f->('km_median', '') . ' AS median',
				$f->('km_median_low', ', .9, type') . ' AS low', $f->('km_median_high', ', .9, type') . ' AS high')
		  . qq{ FROM (SELECT * FROM obs WHERE $cases) AS o CROSS JOIN unnest(ARRAY['log', 'log-log', 'plain']) AS type
			  GROUP BY c, type) AS q
		CROSS JOIN LATERAL (VALUES ('median', NULL::float8, median), ('median_low', NULL, low), ('median_high', NULL, high)) AS v;
		INSERT INTO ours
		SELECT c, type, v.* FROM (SELECT c, type, unnest(} . $f->('km_curve', ', .9, type')
		  . qq{) AS p FROM (SELECT * FROM obs WHERE $cases) AS o CROSS JOIN unnest(ARRAY['log', 'log-log', 'plain']) AS type
			  GROUP BY c, type) AS q
		CROSS JOIN LATERAL (VALUES ('curve', (p).time, (p).survival), ('curve_risk', (p).time, (p).at_risk)) AS v;
		INSERT INTO ours
		SELECT c, 'test', v.* FROM (SELECT c, } . join(', ', map { $f->("log_rank_$_", ', g') . " AS $_" } qw(chi2 df p))
		  . qq{ FROM obs WHERE $cases GROUP BY c) AS q
		CROSS JOIN LATERAL (VALUES (CASE WHEN c % 3 = 0 THEN 'chi2_late' ELSE 'chi2' END, NULL::float8, chi2),
			('df', NULL, df), ('p', NULL, p)) AS v;
	});
}

my %least = (survival => 3000, se => 2500, low => 2500, high => 2500, median => 600, median_low => 500,
	median_high => 300, mean => 600, mean_se => 600, curve => 10000, curve_risk => 10000,
	chi2 => 150, chi2_late => 20, df => 170, p => 170);
for my $what (sort keys %least)
{
	my $tolerance = $what eq 'p' ? 1e-10 : 1e-9;
	my ($n, $bad, $worst) = split /\|/, $node->safe_psql('postgres', qq{
		SELECT count(r.value), count(*) FILTER (WHERE (r.value IS NULL) <> (o.value IS NULL)
			OR abs(r.value - o.value) > $tolerance * greatest(1, abs(r.value))),
		       max(abs(r.value - o.value) / greatest(1, abs(r.value)))
		FROM r LEFT JOIN ours o ON o.c = r.c AND o.type = r.type AND o.what = r.what AND o.at IS NOT DISTINCT FROM r.at
		WHERE r.what = '$what'});
	is($bad, 0, "$what: as in R");
	cmp_ok($n, '>=', $least{$what}, "$what: compared often enough (worst " . ($worst // 'none') . ')');
	diag($node->safe_psql('postgres', qq{SELECT r.*, o.value FROM r LEFT JOIN ours o ON o.c = r.c AND o.type = r.type
		AND o.what = r.what AND o.at IS NOT DISTINCT FROM r.at
		WHERE r.what = '$what' AND ((r.value IS NULL) <> (o.value IS NULL) OR abs(r.value - o.value) > $tolerance
			* greatest(1, abs(r.value))) LIMIT 6})) if $bad;
}
# a moment that R leaves out is one at which we know nothing, unless nobody is left
is($node->safe_psql('postgres', q{
	SELECT count(*) FILTER (WHERE o.value IS NOT NULL AND o.value <> 0), count(*) > 50 FROM ours o
	WHERE what = 'survival' AND NOT EXISTS (SELECT FROM r WHERE r.c = o.c AND r.type = o.type AND r.what = o.what AND r.at = o.at)}), '0|t',
	'nothing is said beyond the last time observed');

$node->stop;
done_testing();
