# Long work can be cancelled at once, and limits are errors, not crashes.
use strict;
use warnings;
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More tests => 51;

my $node = new_server('cancel', 'max_parallel_workers_per_gather = 0',
	'max_parallel_workers = 4', 'max_worker_processes = 8', 'jit = off');
$node->safe_psql('postgres', q{
	CREATE EXTENSION gmalign;
	-- 60,000 goals in 30 layers, three parents each: a billion pairs; and half as many again
	CREATE TABLE layered AS SELECT l * 2000 + i AS c, (l - 1) * 2000 + (i * 7 + k * 311) % 2000 AS p
	  FROM generate_series(1, 29) AS l, generate_series(0, 1999) AS i, generate_series(1, 3) AS k;
	CREATE TABLE wide AS SELECT l * 3000 + i AS c, (l - 1) * 3000 + (i * 7 + k * 311) % 3000 AS p
	  FROM generate_series(1, 29) AS l, generate_series(0, 2999) AS i, generate_series(1, 3) AS k;
	CREATE TABLE tree AS SELECT i AS c, nullif(i / 4, 0) AS p FROM generate_series(1, 1000000) AS i;
	ANALYZE;
	-- How late a timeout is obeyed, in ms; NULL when the work was done before.
	CREATE FUNCTION lateness(work text) RETURNS float8 LANGUAGE plpgsql AS $$
	BEGIN
		EXECUTE work;
		RETURN NULL;
	EXCEPTION WHEN query_canceled THEN
		RETURN 1000 * extract(epoch FROM clock_timestamp() - statement_timestamp())
			- extract(epoch FROM current_setting('statement_timeout')::interval) * 1000;
	END $$;
});

# Cancelled at three moments of its run, or at two of its first .6 s where it
# takes longer: the rows' collection, the final function and the reader all get
# their turn.
my $parallel = 'SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
	SET max_parallel_workers_per_gather = 2; SET parallel_leader_participation = off;';
my %work = (
	'goal_graph over text' => q{SELECT gmalign.goal_graph('goal-' || c, 'goal-' || p) IS NULL FROM tree},
	'goal_graph of one child' => q{SELECT gmalign.goal_graph(0, hashint4(c), 1) IS NULL FROM tree},
	'goal_graph of one circle' => q{SELECT gmalign.goal_graph(i, i % 3000000 + 1) IS NULL FROM generate_series(1, 3000000) AS i},
	'a goal_graph there and back' => q{SELECT length(gmalign.goal_graph('goal-' || c, 'goal-' || p)::text::gmalign.goal_graph::text)
		FROM tree},
	'goal_graph in parallel' => q{SELECT gmalign.goal_graph(c, p) IS NULL FROM tree, generate_series(1, 5)},
	goal_states => 'SELECT sum(descendant_count) FROM (SELECT gmalign.goal_graph(c, p) AS g FROM wide) AS q,
		gmalign.goal_states(g, NULL::int[])',
	line_of_sight => 'SELECT count(*) FROM (SELECT gmalign.goal_graph(c, p, .3) AS g FROM layered) AS q,
		gmalign.line_of_sight(g, (SELECT array_agg(DISTINCT c) FROM layered))',
	goal_closure => 'SELECT count(*) FROM (SELECT gmalign.goal_graph(c, p) AS g FROM layered) AS q, gmalign.goal_closure(g, NULL::int[])',
	cascade_rollup => 'SELECT sum(leaf_count) FROM (SELECT gmalign.goal_graph(c, p) AS g FROM wide) AS q,
		gmalign.cascade_rollup(g, NULL::int[], NULL, NULL)',
	cascade_coverage => 'SELECT count(*) FROM (SELECT gmalign.goal_graph(c, p) AS g FROM wide) AS q,
		gmalign.cascade_coverage(g, (SELECT array_agg(DISTINCT p) FROM wide), ARRAY[89999])',
	'cascade_coverage with conflicts' => 'SELECT count(*)
		FROM (SELECT gmalign.goal_graph(c, p, CASE WHEN p < 3000 THEN -.3 ELSE .3 END) AS g FROM wide) AS q,
			gmalign.cascade_coverage(g, (SELECT array_agg(DISTINCT p) FROM wide), ARRAY[89999])',
	goal_cycles => 'SELECT count(*) FROM (SELECT gmalign.goal_graph(c, c % 1000000 + 1) AS g FROM tree) AS q,
		gmalign.goal_cycles(g, NULL::int[])',
	goal_edges => 'SELECT count(*) FROM (SELECT gmalign.goal_graph(c, p) AS g FROM tree) AS q, gmalign.goal_edges(g, NULL::int[])',
	goal_path => 'SELECT count(*) FROM (SELECT gmalign.goal_graph(i, i + 1) AS g FROM generate_series(1, 2000) AS i) AS q,
		gmalign.goal_path(g, NULL::int[], ARRAY[2001])',
	'agreement on 1,001 categories, again and again' => q{SELECT count(a)
		FROM (SELECT gmalign.agreement_a(i % 1001, 0, 1000) OVER (ORDER BY i) AS a FROM generate_series(1, 1000000) AS i) AS q},
	'raters of 100,000 items' => q{SELECT gmalign.kendall_w(a)
		FROM (SELECT array_agg(sin(i)) AS a FROM generate_series(1, 100000) AS i) AS q, generate_series(1, 1000)},
	# exact for three raters: every way to deal seven ranks
	'kendall_w_p of three raters, again and again' => q{SELECT sum(p) FROM (SELECT gmalign.kendall_w_p(a) AS p
		FROM generate_series(1, 500) AS g, (SELECT k, array_agg(sin(i * k)) AS a
			FROM generate_series(1, 7) AS i, generate_series(1, 3) AS k GROUP BY k) AS q GROUP BY g) AS w},
	'two million groups' => q{SELECT gmalign.icc1(i, i) FROM generate_series(1, 2000000) AS i},
	'log-rank of 1,000 groups' => 'SELECT gmalign.log_rank_p(i * .001, true, i % 1000) FROM generate_series(1, 200000) AS i',
	'a curve of many points' => 'SELECT gmalign.km_curve(random(), true), gmalign.km_median(random(), true)
		FROM generate_series(1, 500000) AS i',
	'pairs of 5,000 stakeholders' => q{SELECT gmalign.mutual_alignment('s' || s, g, sin(s * g))
		FROM generate_series(1, 5000) AS s, generate_series(1, 100) AS g},
	'what 300 sums over groups of 3,000 people tell' => q{SELECT gmalign_private.safe_steps(array_agg(g), array_agg(g % 2),
		array_agg(p), array_agg(p), 0, 300, 5)
		FROM generate_series(1, 300) AS g, generate_series(1::bigint, 3000) AS p WHERE hashint8(p * 1009 + g) % 50 = 0},
);
for my $name (sort keys %work)
{
	my $set = $name =~ /parallel/ ? $parallel : '';
	# how late a timeout is obeyed and how long the work took, in ms; again where
	# the machine had other work
	my $cancel = sub {
		my ($at) = @_;
		my ($late, $ms);
		for (1 .. 3)
		{
			my $out = $node->safe_psql('postgres', qq{$set SET statement_timeout = '${at}ms';
				SELECT lateness(\$q\$$work{$name}\$q\$), ceil(1000 * extract(epoch FROM clock_timestamp() - statement_timestamp()))});
			my ($now, $took) = split /\|/, $out;
			$ms = $took;
			last if $now eq '';
			$late = $now if !defined $late || $now < $late;
			last if $late < 200;
		}
		return ($late, $ms);
	};
	my ($late, $ms) = $cancel->(600);
	my @moments = defined $late ? (200) : map { int($_ * $ms) } .3, .6, .9;
	my @late = grep { defined } $late, map { ($cancel->($_))[0] } @moments;
	cmp_ok(scalar(@late), '>=', 2, "$name: cancelled");
	is(join(' ', grep { $_ >= 200 } @late), '', "$name: within 0.2 s");
}

# distinct counts of a billion pairs take no billion steps
is($node->safe_psql('postgres', q{SET statement_timeout = '20s';
	SELECT descendant_count FROM (SELECT gmalign.goal_graph(c, p) AS g FROM layered) AS q, gmalign.goal_states(g, NULL::int[])
		WHERE goal = 0}),
	$node->safe_psql('postgres', 'WITH RECURSIVE d (c) AS (SELECT c FROM layered WHERE p = 0 UNION SELECT l.c
		FROM d JOIN layered l ON l.p = d.c) SELECT count(*) FROM d'),
	'distinct counts of a billion pairs');

# nothing here recurses: a chain and a circle of a million goals, with the
# smallest stack PostgreSQL allows
my $stack = q{SET max_stack_depth = '100kB';};
is($node->safe_psql('postgres', qq{$stack SELECT max(depth), max(ancestor_count), max(descendant_count)
	FROM (SELECT gmalign.goal_graph(i, nullif(i - 1, 0)) AS g FROM generate_series(1, 1000000) AS i) AS q,
		gmalign.goal_states(g, ARRAY[1])}),
	'999999|999999|999999', 'a chain of a million goals');
is($node->safe_psql('postgres', qq{$stack SELECT count(*), bool_and(is_in_cycle), max(depth), min(ancestor_count)
	FROM (SELECT gmalign.goal_graph(i, i % 1000000 + 1) AS g FROM generate_series(1, 1000000) AS i) AS q,
		gmalign.goal_states(g, ARRAY[1])}),
	'1000000|t|999999|999999', 'a circle of a million goals');
is($node->safe_psql('postgres', qq{$stack SELECT path_kind, count(*), max(step)
	FROM (SELECT gmalign.goal_graph(i, i - 1) AS g FROM generate_series(1, 1000000) AS i) AS q, gmalign.goal_path(g, 1000000, 0)
		GROUP BY 1 ORDER BY 1}),
	"shortest|1000001|1000000\nstrongest|1000001|1000000", 'a way of a million steps');

# more than 1 GB is refused, and says so: twelve keys of 100 MB
my ($rc, $out, $err) = $node->psql('postgres', q{\set VERBOSITY verbose
	SELECT gmalign.goal_graph(repeat(chr(97 + i), 100000000), NULL) FROM generate_series(0, 11) AS i});
like($err, qr/54000: goal graph is too large.*HINT: .*one graph per cycle/s, 'a graph of more than 1 GB');
# and so are the groups of an icc1
($rc, $out, $err) = $node->psql('postgres', q{SELECT gmalign.icc1(repeat('x', 4000000) || i, 1) FROM generate_series(1, 300) AS i});
like($err, qr/too many groups/, 'groups of more than 1 GB');
is($node->safe_psql('postgres', 'SELECT 1'), '1', 'the server is well');

$node->stop;
