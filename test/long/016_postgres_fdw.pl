# Rows on three servers: partial results travel over postgres_fdw, rows do not.
use strict;
use warnings;
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More;

my @shards = map { new_server("shard_$_") } 1 .. 3;
my $hub = new_server('hub');
plan skip_all => 'no postgres_fdw'
  if $hub->safe_psql('postgres', "SELECT count(*) FROM pg_available_extensions WHERE name = 'postgres_fdw'") eq '0';

# the same rows on the hub, whole, and in three parts by unit
my $rows = q{SELECT setseed(.42);
	CREATE TABLE %s AS SELECT i %% 30 AS unit, i %% 7 AS goal, round((random() * 2 - 1)::numeric, 3)::float8 AS x,
		CASE WHEN random() > .1 THEN round((random() * 2 - 1)::numeric, 3)::float8 END AS y, (1 + (i * 37) %% 9)::float8 AS w
	FROM generate_series(1, 6000) AS i;};
$hub->safe_psql('postgres', 'CREATE EXTENSION gmalign; CREATE EXTENSION postgres_fdw;' . sprintf($rows, 'whole')
	. 'CREATE TABLE wish (LIKE whole) PARTITION BY LIST (unit);');
for my $i (0 .. $#shards)
{
	my $n = $i + 1;
	my $units = join ', ', grep { $_ % 3 == $i } 0 .. 29;
	$shards[$i]->safe_psql('postgres', 'CREATE EXTENSION gmalign;' . sprintf($rows, 'every')
		. "CREATE TABLE wish AS SELECT * FROM every WHERE unit IN ($units); ANALYZE");
	my ($host, $port) = ($shards[$i]->host, $shards[$i]->port);
	$hub->safe_psql('postgres', qq{
		CREATE SERVER shard_$n FOREIGN DATA WRAPPER postgres_fdw
			OPTIONS (host '$host', port '$port', dbname 'postgres', extensions 'gmalign', async_capable 'true');
		CREATE USER MAPPING FOR CURRENT_USER SERVER shard_$n;
		CREATE FOREIGN TABLE wish_$n PARTITION OF wish FOR VALUES IN ($units) SERVER shard_$n OPTIONS (table_name 'wish')});
}
$hub->safe_psql('postgres', 'ANALYZE');
is($hub->safe_psql('postgres', '(TABLE wish EXCEPT ALL TABLE whole) UNION ALL (TABLE whole EXCEPT ALL TABLE wish)'), '', 'the same rows');

# by a column the parts are not made by: a state per part and group, merged on the hub
my $states = join ' UNION ALL ', map { "SELECT goal, gmalign.alignment_state(x, y, w) AS state FROM wish_$_ GROUP BY goal" } 1 .. 3;
my $merged = "SELECT goal, round(gmalign.alignment_score_of(gmalign.alignment_rollup(state))::numeric, 12)
	FROM ($states) AS s GROUP BY goal ORDER BY goal";
my $at_once = 'SELECT goal, round(gmalign.alignment_score(x, y, w)::numeric, 12) FROM whole GROUP BY goal ORDER BY goal';
is($hub->safe_psql('postgres', $merged), $hub->safe_psql('postgres', $at_once), 'merged states are the answer of all rows');
my $plan = $hub->safe_psql('postgres', "EXPLAIN (VERBOSE, COSTS OFF) $merged");
my $remote = quotemeta 'Remote SQL: SELECT goal, gmalign.alignment_state(x, y, w) FROM public.wish GROUP BY 1';
is(() = $plan =~ /$remote/g, 3, 'every shard sums up its own') or diag($plan);
my $fetched = sub {
	my ($query) = @_;
	my $plan = $hub->safe_psql('postgres', "EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) $query");
	my $total = 0;
	$total += $1 * $2 while $plan =~ /Foreign Scan.*?actual rows=([\d.]+) loops=(\d+)/g;
	return $total;
};
is($fetched->($merged), 21, 'seven groups of three shards travel');
# written over the whole, every row travels: postgres_fdw ships no partial aggregate
my $whole = 'SELECT goal, gmalign.alignment_score(x, y, w) FROM wish GROUP BY goal';
cmp_ok($fetched->($whole), '>=', 6000, 'written over the partitioned table every row travels');

# by the column they are made by, the whole aggregate is the shard's, also one whose state does not travel
my $by_unit = 'SELECT unit, gmalign.alignment_score(x, y, w), gmalign.km_n(w, y > 0) FROM %s GROUP BY unit ORDER BY unit';
my $pushed = 'SET enable_partitionwise_aggregate = on; ';
is($hub->safe_psql('postgres', $pushed . sprintf($by_unit, 'wish')), $hub->safe_psql('postgres', sprintf($by_unit, 'whole')),
	'by unit: the same');
$plan = $hub->safe_psql('postgres', $pushed . 'EXPLAIN (VERBOSE, COSTS OFF) ' . sprintf($by_unit, 'wish'));
$remote = quotemeta 'SELECT unit, gmalign.alignment_score(x, y, w), gmalign.km_n(w, (y > 0::double precision)) FROM public.wish GROUP BY 1';
is(() = $plan =~ /Remote SQL: $remote/g, 3, 'by unit: the shard answers') or diag($plan);

# a filter reaches the shards through a view over the states
$hub->safe_psql('postgres', "CREATE VIEW goal_state AS $states");
$plan = $hub->safe_psql('postgres',
	'EXPLAIN (VERBOSE, COSTS OFF) SELECT gmalign.alignment_score_of(gmalign.alignment_rollup(state)) FROM goal_state WHERE goal = 3');
is(() = $plan =~ /Remote SQL: .* WHERE \(\(goal = 3\)\)/g, 3, 'so does a filter') or diag($plan);

$_->stop for $hub, @shards;
done_testing();
