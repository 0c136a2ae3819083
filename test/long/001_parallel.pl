# Parallel plans: every family is computed in parts, and gives what one process
# gives.
use strict;
use warnings;
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More tests => 136;

my $node = new_server('parallel', 'max_worker_processes = 8',
	'max_parallel_workers = 8');
load_sample($node, 'postgres');
$node->safe_psql('postgres', q{
	SELECT setseed(.42);
	-- of every move of the sample programme, three times
	CREATE TABLE frame AS SELECT f.voices, f.lift FROM hr.points_frame f;
	CREATE TABLE wish AS SELECT a.id, a.purpose, g.stakeholder_id, g.goal_id, g.priority, g.stated_on
	  FROM hr.assignment a JOIN hr.assignment_goal g ON g.assignment_id = a.id;
	CREATE TABLE move AS SELECT a.assignment_id, a.points FROM hr.assignment_points a, generate_series(1, 3);
	CREATE TABLE pair AS SELECT i % 20 AS grp, CASE WHEN i % 97 = 0 THEN NULL ELSE random() * 2 - 1 END AS x,
		random() * 2 - 1 AS y, random() AS w FROM generate_series(1, 40000) AS i;
	CREATE TABLE said AS SELECT a, 'party ' || s AS s, g, CASE WHEN (a + s + g) % 13 = 0 THEN NULL ELSE random() * 2 - .5 END AS p
	  FROM generate_series(1, 500) AS a, generate_series(1, 4) AS s, generate_series(1, 6) AS g;
	CREATE TABLE link AS SELECT i AS c, 1 + floor(random() * (i - 1))::int AS p, random() * 1.5 - .5 AS w
		FROM generate_series(2, 8000) AS i UNION ALL SELECT i, 1 + floor(random() * (i - 1))::int, .2 FROM generate_series(2, 8000, 5) AS i;
	CREATE TABLE night AS SELECT i % 20 AS grp, '2020-01-01'::date + i / 20 AS day, 'night ' || i AS name, random() AS m,
	  CASE WHEN i % 11 > 0 THEN random() END AS low FROM generate_series(1, 20000) AS i;
	CREATE TABLE act AS SELECT row_number() OVER () AS id, grp, round(x::numeric, 2)::float8 AS x FROM pair;
	CREATE TABLE stay AS SELECT i % 20 AS grp, CASE WHEN i % 97 = 0 THEN NULL WHEN i % 3 = 0 THEN random() * 900
		ELSE ceil(random() * 900) END AS d,
	  random() < .4 AS e, i % 3 AS arm, random() < .5 AS x FROM generate_series(1, 20000) AS i;
	ANALYZE;
	-- nor does handing over the state of a graph, which else keeps a small one whole
	ALTER FUNCTION gmalign_private.goal_graph_combine COST 1;
	ALTER FUNCTION gmalign_private.goal_graph_serialize COST 1;
	ALTER FUNCTION gmalign_private.goal_graph_deserialize COST 1;
	ALTER FUNCTION gmalign_private.goal_work_combine COST 1;
});

# core's own recipe: parallel plans cost nothing, the leader stays out
my $parallel = q{
	SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
	SET max_parallel_workers_per_gather = 4; SET parallel_leader_participation = off; SET jit = off;
};
my $serial = 'SET max_parallel_workers_per_gather = 0;';

my $nums = sub {
	return join ', ', map { "round(($_)::numeric, 11)" } @_;
};
my $align = 'gmalign.%s(x, y)';
my %query = (
	alignment => 'SELECT grp, '
		. $nums->(map { "gmalign.$_(x, y)" } qw(alignment_score opposed_share unshared_share strength_share alignment_n reward_fit))
	  . ' FROM pair GROUP BY grp ORDER BY grp',
	'alignment, weighted' => 'SELECT ' . $nums->(map { "gmalign.$_(x, y, w)" } qw(alignment_score opposed_share)) . ' FROM pair',
	'alignment, no rows' => 'SELECT gmalign.alignment_score(x, y), gmalign.alignment_n(x, y) FROM pair WHERE abs(x) > 5',
	'alignment, states' => 'SELECT ' . $nums->('gmalign.alignment_score_of(gmalign.alignment_state(x, y))') . ' FROM pair',
	expectancy => 'SELECT grp, gmalign.weakest_link(w, x, y), '
		. $nums->(map { "gmalign.$_(w, x, y)" } qw(motivational_force motivation_index weakest_link_value force_n force_gain_valence))
	  . ' FROM pair GROUP BY grp ORDER BY grp',
	profile => 'SELECT grp, '
		. join(', ', map { "round((gmalign.profile_$_(x, y))::numeric, 6)" } qw(distance correlation icc elevation scatter shape n))
	  . ' FROM pair GROUP BY grp ORDER BY grp',
	'profile, far from 0' => 'SELECT round(gmalign.profile_distance(x + 1e9, y + 1e9)::numeric, 4),
		round(gmalign.profile_correlation(x + 1e9, y + 1e9)::numeric, 9) FROM pair',
	'profile, no rows' => 'SELECT gmalign.profile_distance(x, y), gmalign.profile_n(x, y) FROM pair WHERE abs(x) > 5',
	'profile, states' => 'SELECT round(gmalign.profile_icc_of(gmalign.profile_state(x, y))::numeric, 9) FROM pair',
	choice => q{SELECT grp, gmalign.predicted_act('act ' || id, x), round(gmalign.net_force('act ' || id, x)::numeric, 11)
		FROM act GROUP BY grp ORDER BY grp},
	'choice, nothing known' => 'SELECT gmalign.predicted_act(NULL, x), gmalign.net_force(NULL, x) FROM pair',
	stakeholder => q{SELECT a, gmalign.weakest_pair(s, g, p, 'points'), gmalign.stakeholder_count(s, g, p, 'points'), }
	  . $nums->(map { "gmalign.$_(s, g, p, 'points')" } qw(mutual_alignment weakest_alignment shared_goal_count))
		  . ' FROM said GROUP BY a ORDER BY a',
	'stakeholder, text keys' => q{SELECT gmalign.weakest_pair(s, 'goal ' || g, p), }
		. $nums->(q{gmalign.mutual_alignment(s, 'goal ' || g, p)}) . ' FROM said',
	'stakeholder, drivers' =>
		q{SELECT a, (SELECT array_agg(d->>'goal' || round((d->>'loss')::numeric, 11)
			ORDER BY round((d->>'loss')::numeric, 11), d->>'goal') FROM jsonb_array_elements(drivers) AS d)
				FROM (SELECT a, gmalign.alignment_drivers(s, g, p, 'party 1', 'party 3') AS drivers FROM said
					GROUP BY a OFFSET 0) AS q ORDER BY a},
	'stakeholder, pair drivers' => q{SELECT a, gmalign.pair_drivers(s, g, p), gmalign.pair_drivers(s, 'goal ' || g, p, 'points')
		FROM said GROUP BY a ORDER BY a},
	'stakeholder, not heard' => q{SELECT gmalign.stakeholder_count(s, g, NULL), gmalign.mutual_alignment(s, g, NULL) FROM said},
	consensus => 'SELECT grp, '
		. $nums->(map { "gmalign.$_(1 + floor(w * 7), 1, 7)" }
			qw(rwg rwg_star ad_mean awg agreement_a polarization tastle_consensus consensus_n))
	  . ' FROM pair GROUP BY grp ORDER BY grp',
	'consensus, no rows' => 'SELECT gmalign.rwg(w, 0, 1), gmalign.consensus_n(w, 0, 1) FROM pair WHERE abs(x) > 5',
	'consensus, nothing known' => 'SELECT gmalign.rwg(NULL, 0, 1), gmalign.consensus_n(NULL, 0, 1) FROM pair',
	icc => 'SELECT grp % 3, ' . $nums->('gmalign.icc1(grp, x)', q{gmalign.icc1(grp, x, 'mean')},
		map { "gmalign.$_(grp, x)" } qw(icc2 icc_n icc_group_count))
	  . ' FROM pair GROUP BY 1 ORDER BY 1',
	'icc, text keys' => 'SELECT ' . $nums->(q{gmalign.icc1('group ' || a, p + a % 5)}, q{gmalign.icc2(s || a, p)},
		q{gmalign.icc_group_count(s || a || g, p)}) . ' FROM said',
	'icc, uuid keys' => 'SELECT ' . $nums->('gmalign.icc1(md5(a::text)::uuid, p + 1e9)') . ' FROM said',
	'icc, nothing known' => 'SELECT gmalign.icc1(grp, NULL), gmalign.icc_n(grp, NULL) FROM pair',
	kendall => 'SELECT grp, '
		. $nums->((map { "gmalign.$_(ARRAY[x, floor(y * 2), floor(w * 3)])" } qw(kendall_w kendall_w_chi2 kendall_w_p kendall_w_n)),
		map { "(gmalign.prototype(ARRAY[x, floor(y * 2), floor(w * 3)]))[$_]" } 1 .. 3) . ' FROM pair GROUP BY grp ORDER BY grp',
	'kendall, no rows' => 'SELECT gmalign.kendall_w(ARRAY[x, y]), gmalign.kendall_w_n(ARRAY[x, y]), gmalign.prototype(ARRAY[x, y])
		FROM pair WHERE abs(x) > 5',
	'kendall, nothing known' => 'SELECT gmalign.kendall_w(ARRAY[NULL, y]), gmalign.kendall_w_n(ARRAY[NULL, y]) FROM pair',
	# counts: the same to the last bit
	survival => 'SELECT grp, ' . join(', ', map { "gmalign.$_(d, e)" } qw(km_n km_events km_median km_median_low km_median_high)) . ', '
	  . join(', ', map { "gmalign.$_(d, e, 365)" }
		  qw(km_survival km_survival_se km_survival_low km_survival_high km_at_risk km_restricted_mean km_restricted_mean_se))
			  . ' FROM stay GROUP BY grp ORDER BY grp',
	'survival, the curve' => 'SELECT md5(gmalign.km_curve(d, e)::text) FROM stay',
	'survival, late entry' => q{SELECT grp, gmalign.km_median(floor(d / 2), d, e),
		gmalign.km_survival_high(floor(d / 2), d, e, 300, .9, 'log-log'), gmalign.log_rank_p(floor(d / 2), d, e, arm),
		gmalign.curves_cross_p(d, e, arm)
			FROM stay WHERE d > 0 GROUP BY grp ORDER BY grp},
	'survival, no rows' => 'SELECT gmalign.km_n(d, e), gmalign.km_median(d, e), gmalign.log_rank_p(d, e, arm)
		FROM stay WHERE abs(d) > 5000',
	'log-rank' => q{SELECT gmalign.log_rank_chi2(d, e, arm), gmalign.log_rank_df(d, e, arm),
		gmalign.log_rank_p(d, e, 'arm ' || arm), gmalign.log_rank_p(d, e, md5(arm::text)::uuid) FROM stay},
	drift => 'SELECT grp, gmalign_private.drift(day, m, low, .4, .1)::text, gmalign_private.drift(day, m, NULL, NULL, NULL)::text
		FROM night GROUP BY grp ORDER BY grp',
	'drift, no rows' => 'SELECT gmalign_private.drift(day, m, low, .4, .1)::text FROM night WHERE abs(m) > 5',
	latest => q{SELECT grp, gmalign_private.latest(name, day + time '08:00', name), gmalign_private.latest(low, day, m) FROM night
		GROUP BY grp ORDER BY grp},
	'latest, of equal days' => q{SELECT day % 7, gmalign_private.latest(name, date '2026-01-01', name),
		gmalign_private.latest(m, date '2026-01-01', m) FROM (SELECT extract(doy FROM day)::int AS day, name, m FROM night) AS n
			GROUP BY 1 ORDER BY 1},
	distinct => q{SELECT grp, gmalign_private.distinct_count(day), gmalign_private.distinct_count(left(name, 8)),
		gmalign_private.distinct_count(low) FROM night GROUP BY grp ORDER BY grp},
	'distinct, nothing known' => 'SELECT gmalign_private.distinct_count(NULL::text) FROM night',
	'points of a list' => q{SELECT a, gmalign_private.points_list(g, abs(p), g % 2 = 0)::text,
		gmalign_private.points_list('goal ' || g, abs(p), NULL)::text FROM said GROUP BY a ORDER BY a},
	'points of statements' => q{SELECT a, gmalign_private.points_list(g, abs(p), true, s, '2026-01-01'::date + g / 4)::text FROM said
		GROUP BY a ORDER BY a},
	'points of parties' => q{SELECT id, gmalign_private.party_points((SELECT f.voices FROM frame f), (SELECT f.lift FROM frame f),
		purpose, stakeholder_id, goal_id, priority, stated_on)::text FROM wish GROUP BY id ORDER BY id},
	'norm of wishes' => q{SELECT gmalign_private.distinctive_scores((SELECT m.points FROM move m ORDER BY m.assignment_id LIMIT 1),
		gmalign_private.wish_norm(points))::text FROM move},
	work => 'SELECT gmalign_private.goal_work(points, .5, assignment_id)::text,
		gmalign_private.goal_work(assignment_id % 7, .5, 1)::text FROM move',
	camps => q{SELECT w::text FROM (SELECT gmalign_private.camp_points(m.points, (SELECT array_agg(s.id ORDER BY s.id) FROM hr.stakeholder s),
			(SELECT array_agg(gmalign_private.camp(s.code, s.party) ORDER BY s.id) FROM hr.stakeholder s)) AS camps FROM move m) AS c,
		gmalign_private.camp_rows(c.camps, NULL::bigint) AS w ORDER BY 1},
	total => 'SELECT grp, gmalign_private.total(x), gmalign_private.mean(y) FROM pair GROUP BY grp ORDER BY grp',
	risk => 'SELECT grp, '
		. join(', ', map { "gmalign.$_(x, e)" }
			qw(risk_n risk_ratio risk_ratio_low odds_ratio_high risk_difference_low exposed_risk)) . ' FROM stay GROUP BY grp ORDER BY grp',
	'risk, turnover and return' => 'SELECT ' . $nums->('gmalign.turnover_rate(e::int, d)', 'gmalign.roi(d, arm)',
		'gmalign.risk_ratio_of(gmalign.risk_state(x, e))') . ' FROM stay',
	graph => 'SELECT md5(string_agg(k::text, chr(10) ORDER BY goal)) FROM (SELECT gmalign.goal_graph(c, p, w) AS g FROM link) AS q,
		gmalign.goal_states(g, NULL::int[]) AS k',
	'graph, line of sight' => 'SELECT md5(string_agg(k::text, chr(10) ORDER BY goal))
		FROM (SELECT gmalign.goal_graph(c, p, w) AS g FROM link) AS q, gmalign.line_of_sight(g, ARRAY[1]) AS k',
	'graph, text keys' => q{SELECT md5(string_agg(k::text, chr(10) ORDER BY goal))
		FROM (SELECT gmalign.goal_graph('g' || c, 'g' || p) AS g FROM link) AS q, gmalign.goal_states(g, NULL::text[]) AS k},
);
# what merges states is called by one of them, for every aggregate
is($node->safe_psql('postgres', sprintf q{SELECT a.aggcombinefn FROM pg_aggregate a WHERE a.aggfnoid::regproc::text ~ '^gmalign'
	AND a.aggcombinefn <> 0 GROUP BY 1 HAVING NOT bool_or(%s ~ ('\m' || split_part(a.aggfnoid::regproc::text, '.', 2) || '\(')) ORDER BY 1},
	'$q$' . join(' ', values %query) . '$q$'), '', 'every way to merge');
for my $name (sort keys %query)
{
	my $q = $query{$name};
	like($node->safe_psql('postgres', "$parallel EXPLAIN (COSTS OFF) $q"),
		qr/Partial (Group|Hash|)Aggregate/i, "$name: partial aggregates");
	is( $node->safe_psql('postgres', "$parallel $q"),
		$node->safe_psql('postgres', "$serial $q"),
		"$name: same result");
}

# partition by partition: combined without being sent
$node->safe_psql('postgres', q{
	CREATE TABLE parted (LIKE pair) PARTITION BY HASH (x);
	SELECT format('CREATE TABLE parted_%s PARTITION OF parted FOR VALUES WITH (MODULUS 4, REMAINDER %s)', i, i)
		FROM generate_series(0, 3) AS i \gexec
	INSERT INTO parted SELECT * FROM pair;
	ANALYZE parted;
});
my $wise = 'SET enable_partitionwise_aggregate = on; SET max_parallel_workers_per_gather = 0;';
for my $agg ('gmalign.alignment_score(x, y)', 'gmalign.motivational_force(w, x, y)',
	'gmalign.profile_icc(x, y)',
	'gmalign.mutual_alignment(grp::text, (y * 5)::int, w)', 'gmalign.agreement_a(floor(w * 7), 0, 6)',
	'gmalign.icc1(grp, y)', 'gmalign.icc2(grp::text, y)', 'gmalign.kendall_w(ARRAY[x, y, w])',
	'gmalign.km_survival(w * 100, x > 0, 50)',
	q{gmalign.log_rank_chi2(w, y > 0, CASE WHEN x > .5 THEN 'up' WHEN x > -.5 THEN 'level' ELSE 'down' END)},
		'gmalign.risk_ratio_high(x > 0, y > .5)')
{
	my $q = "SELECT grp % 3, round(($agg)::numeric, 11) FROM %s GROUP BY 1 ORDER BY 1";
	like($node->safe_psql('postgres', "$wise EXPLAIN (COSTS OFF) " . sprintf($q, 'parted')),
		qr/Partial/, "$agg: partition-wise plan");
	is( $node->safe_psql('postgres', "$wise " . sprintf($q, 'parted')),
		$node->safe_psql('postgres', "$serial " . sprintf($q, 'pair')),
		"$agg: same result");
}
# what must not vary is noticed where parts meet, too
for my $args (q{tableoid::regclass::text, 'b'}, q{'a', tableoid::regclass::text},
	q{CASE WHEN tableoid::regclass::text ~ '[01]$' THEN 'points' ELSE 'as_given' END, 'a', 'b'})
{
	my ($rc, $out, $err) = $node->psql('postgres', "$wise SELECT gmalign.alignment_drivers(grp::text, (y * 5)::int, w, $args) FROM parted");
	like($err, qr/(a|b|priority_scale) differs between the rows of one group/, "$args differs between partitions");
}
# hashed and sorted groups
for my $off (qw(enable_hashagg enable_sort))
{
	for my $name (qw(stakeholder consensus icc kendall))
	{
		is( $node->safe_psql('postgres', "SET $off = off; $query{$name}"),
			$node->safe_psql('postgres', "$serial $query{$name}"),
			"$name, $off = off: same result");
	}
}
# a hash table that is read twice: final functions leave the state alone
is( $node->safe_psql('postgres', q{
	SET enable_material = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_memoize = off;
	SELECT count(DISTINCT q.t), count(*) FROM generate_series(1, 3) AS i
	LEFT JOIN (SELECT c % 2 AS odd, gmalign.goal_graph(c, p, w)::text AS t FROM link GROUP BY 1) AS q ON q.odd < i}),
	'2|5', 'states survive a rescan');
is( $node->safe_psql('postgres', q{
	SET enable_material = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_memoize = off;
	SELECT count(DISTINCT (q.icc, q.w, q.r)), count(*) FROM generate_series(1, 3) AS i
	LEFT JOIN (SELECT grp % 2 AS odd, gmalign.icc1(grp, y) AS icc, gmalign.kendall_w(ARRAY[x, y, w]) AS w,
		gmalign.rwg(floor(w * 7), 0, 6) AS r FROM pair GROUP BY 1) AS q ON q.odd < i}),
	'2|5', 'so do those of many raters');
is( $node->safe_psql('postgres', q{
	SET enable_material = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_memoize = off;
	SELECT count(DISTINCT q.t), count(*) FROM generate_series(1, 3) AS i
	LEFT JOIN (SELECT grp % 2 AS odd, (gmalign.km_median(d, e), gmalign.log_rank_p(d, e, arm))::text AS t
		FROM stay GROUP BY 1) AS q ON q.odd < i}),
	'2|5', 'so do those of survival');

$node->stop;
