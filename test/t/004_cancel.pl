# Long work can be cancelled, and limits are errors, not crashes.
use strict;
use warnings;
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);

my $node = new_server('cancel', 'max_parallel_workers_per_gather = 0');
$node->safe_psql('postgres', q{
	CREATE EXTENSION gmalign;
	-- 60,000 goals in 30 layers, three parents each: a billion pairs
	CREATE TABLE layered AS SELECT l * 2000 + i AS c, (l - 1) * 2000 + (i * 7 + k * 311) % 2000 AS p
	  FROM generate_series(1, 29) AS l, generate_series(0, 1999) AS i, generate_series(1, 3) AS k;
	ANALYZE;
});
my %slow = (
	'closure of every goal' => 'SELECT count(*) FROM (SELECT gmalign.goal_graph(c, p) AS g FROM layered) AS q, gmalign.goal_closure(g, NULL::int[])',
	'line of sight to every goal' => 'SELECT count(*) FROM (SELECT gmalign.goal_graph(c, p, .3) AS g FROM layered) AS q, gmalign.line_of_sight(g, (SELECT array_agg(DISTINCT c) FROM layered))',
	'log-rank of 1,000 groups' => 'SELECT gmalign.log_rank_p(i * .001, true, i % 1000) FROM generate_series(1, 200000) AS i',
	'a curve of many points' => 'SELECT gmalign.km_curve(random(), true), gmalign.km_median(random(), true) FROM generate_series(1, 5000000) AS i',
	'pairs of 5,000 stakeholders' => q{SELECT gmalign.mutual_alignment('s' || s, g, sin(s * g)) FROM generate_series(1, 5000) AS s, generate_series(1, 100) AS g},
);
for my $name (sort keys %slow)
{
	my $start = time;
	my ($rc, $out, $err) = $node->psql('postgres', "SET statement_timeout = '1500ms'; $slow{$name}");
	my $took = time - $start;
	like($err, qr/canceling statement due to statement timeout/, "$name: cancelled");
	cmp_ok($took, '<', 4, "$name: soon");
}
# distinct counts for the same graph take no billion steps
is($node->safe_psql('postgres', q{SET statement_timeout = '20s';
	SELECT descendant_count FROM (SELECT gmalign.goal_graph(c, p) AS g FROM layered) AS q, gmalign.goal_states(g, NULL::int[]) WHERE goal = 0}),
	$node->safe_psql('postgres', 'WITH RECURSIVE d (c) AS (SELECT c FROM layered WHERE p = 0 UNION SELECT l.c FROM d JOIN layered l ON l.p = d.c) SELECT count(*) FROM d'),
	'distinct counts of a billion pairs');
is($node->safe_psql('postgres', 'SELECT 1'), '1', 'the server is well');

$node->stop;
done_testing();
