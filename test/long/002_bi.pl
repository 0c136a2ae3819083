# The views as BI tools see them: a read-only role, lint, probes, emulated sync.
use strict;
use warnings;
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('bi', "listen_addresses = '127.0.0.1'");
$node->safe_psql('postgres', 'CREATE DATABASE mart');
load_sample($node, 'mart', 'gm_public', 13);
$node->safe_psql('mart', q{
	CREATE ROLE bi LOGIN;
	GRANT USAGE ON SCHEMA hr TO bi;
	GRANT SELECT ON ALL TABLES IN SCHEMA hr TO bi;
});

my $psql = sub {
	my ($file, @args) = @_;
	my ($stdout, $stderr);
	my $ok = run_log(
		[   'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-v', 'schema=hr', '-U', 'bi',
			@args, '-d', $node->connstr('mart'), @{$file} ],
		'>', \$stdout, '2>', \$stderr);
	return ($ok, $stdout, $stderr);
};

my ($ok, $out, $err) = $psql->([ '-f', 'test/bi/lint_views.sql' ]);
is($out, '', 'lint: every view keeps the rules');
is($err, '', 'lint runs as the BI role');

($ok, $out, $err) = $psql->([ '-f', 'test/bi/runtime_checks.sql' ], '-v', 'budget_ms=5000');
is($err, '', 'runtime: read only, no search path, time zones, finite values, keys');

($ok, $out, $err) = $psql->([
	'-f', 'test/bi/emulate_metabase.sql', '-c',
	q{SELECT 'bad', s."table", s.name, s.base_type, s.comment FROM mb_sync s
		WHERE s.schema = 'hr' AND (s.base_type = '*' OR s.comment IS NULL)
			-- whose data is in releases no reader sees
			AND s."table" <> 'release_member'
			-- a value that lives within one query is no column for a dashboard
			AND NOT EXISTS (SELECT FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
				WHERE a.attrelid = format('hr.%I', s."table")::regclass AND a.attnum > 0
					AND t.typnamespace::regnamespace::text ~ '^gmalign')},
	'-c', q{SELECT 'missing', m.relation FROM gmalign_private.model_relations() m
		WHERE m.kind IN ('table', 'view') AND NOT EXISTS (SELECT FROM mb_sync s WHERE s.schema = 'hr' AND s."table" = m.relation)},
	'-c', q{SELECT 'no description', t.name FROM mb_tables t WHERE t.schema = 'hr' AND t.description IS NULL},
	'-c', q{SELECT 'relations', count(DISTINCT s."table") FROM mb_sync s WHERE s.schema = 'hr'} ]);
is($out, sprintf("relations|%s\n", $node->safe_psql('mart', q{
	SELECT count(*) + (SELECT count(*) FROM pg_class WHERE relnamespace = 'hr'::regnamespace AND relname ~ '_public$')
		FROM gmalign_private.model_relations() WHERE kind IN ('table', 'view')})),
	'emulated sync: every relation with plain types and comments');
is($err, '', 'emulated sync runs as the BI role');

# pictures and alerts
($ok, $out, $err) = $psql->([ '-f', 'test/bi/sankey_contract.sql' ], '-v', 'rel=hr.cascade_sankey');
is($out . $err, '', 'Sankey: acyclic, positive, labels unique, source above target');
($ok, $out, $err) = $psql->([
	'-c', q{SELECT 'square', count(*) - count(DISTINCT stakeholder_a) ^ 2,
		count(*) FILTER (WHERE a_order = b_order AND alignment_score <> 1) FROM hr.stakeholder_heatmap},
	'-c', q{SELECT 'asymmetric', count(*) FROM hr.stakeholder_heatmap a
		JOIN hr.stakeholder_heatmap b ON (a.a_order, a.b_order) = (b.b_order, b.a_order) WHERE a.alignment_score <> b.alignment_score},
	'-c', q{SELECT 'arcs', count(*) FROM hr.graph_nodes WHERE arc__aligned + arc__at_risk + arc__misaligned <> 1},
	'-c', q{SELECT 'loose ends', count(*) FROM hr.graph_edges WHERE source NOT IN (SELECT id FROM hr.graph_nodes)
		OR target NOT IN (SELECT id FROM hr.graph_nodes)},
	'-c', q{SELECT 'time series', string_agg(attname || ' ' || format_type(atttypid, NULL), ', ' ORDER BY attnum)
		FROM pg_attribute WHERE attrelid = 'hr.alignment_trend_ts'::regclass AND attnum > 0},
	'-c', q{SELECT 'numbers in the alert view', count(*) FROM pg_attribute WHERE attrelid = 'hr.flag_count_by_rule'::regclass
		AND attnum > 0 AND atttypid IN ('int4'::regtype, 'int8'::regtype, 'float8'::regtype)},
	'-c', q{SELECT 'missing months', count(*)
		FROM (SELECT scope, period_start, lag(period_start) OVER (PARTITION BY scope ORDER BY period_start) AS before
			FROM hr.alignment_trend) t WHERE before + interval '1 month' <> period_start},
	'-c', q{SELECT 'open flags', count(*) FROM hr.open_flag} ]);
is($out, "square|0|0\nasymmetric|0\narcs|0\nloose ends|0\ntime series|time timestamp with time zone, metric text, value double precision\n"
	. "numbers in the alert view|1\nmissing months|0\nopen flags|9\n", 'heatmap, node graph, trend and alerts have the shapes tools draw');

# drivers read every view, with plain types and values; one that hands values of the
# extension's own types to other views is nothing they are asked to show
my @shown = split /\n/, $node->safe_psql('mart', q{
	SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind = 'v'
		AND NOT EXISTS (SELECT FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
			WHERE a.attrelid = c.oid AND a.attnum > 0 AND t.typnamespace::regnamespace::text ~ '^gmalign')
	ORDER BY c.relname COLLATE "C"});
my $views = @shown;
cmp_ok($views, '>', 60, 'views for drivers to read');
my ($host, $port) = ($node->host, $node->port);
# a program that is not there is an error of run_log's, and no answer
my $run = sub { my $out = ''; eval { run_log([@_], '>', \$out, '2>&1'); 1 } or $out = $@; return $out; };
SKIP:
{
	skip 'no psycopg (Debian: python3-psycopg)', 1 if $run->('/usr/bin/python3', '-c', 'import psycopg') ne '';
	is($run->('/usr/bin/python3', 'test/bi/read_views.py', $node->connstr('mart') . ' user=bi', 'hr', @shown),
		"views: $views\n", 'psycopg reads every view');
}
SKIP:
{
	# where Debian keeps its modules; Node.js from elsewhere does not look there
	local $ENV{NODE_PATH} = join ':', grep { $_ } $ENV{NODE_PATH}, '/usr/share/nodejs';
	skip 'no node-postgres (Debian: node-pg)', 1 if $run->('node', '-e', q{require('pg'); console.log('there')}) ne "there\n";
	is($run->('node', 'test/bi/read_views.js', $host, $port, 'mart', 'bi', 'hr', @shown), "views: $views\n", 'node-postgres reads every view');
}
SKIP:
{
	my ($jar) = grep { -e } $ENV{PGJDBC} // '', '/usr/share/java/postgresql.jar';
	skip 'no JDBC driver (Debian: libpostgresql-jdbc-java, default-jdk-headless)', 1
	  if !$jar || $run->('javac', '-version') !~ /^javac/;
	is($run->('java', '-cp', $jar, 'test/bi/ReadViews.java', "jdbc:postgresql://127.0.0.1:$port/mart?user=bi", 'hr', @shown),
		"views: $views\n", 'JDBC reads every view');
}

# Monday's questions, as the README asks them: each one SELECT with an answer
my $readme = slurp_file('README.md');
my ($monday) = $readme =~ /### Monday's questions\n.*?```sql\n(.*?)```/s or die "README has no Monday's questions";
my @questions = $monday =~ /-- (\d+\. [^\n]*)\n(.*?;)\n/sg;
cmp_ok(scalar(@questions) / 2, '>=', 9, 'questions in the README');
while (my ($question, $select) = splice @questions, 0, 2)
{
	($ok, $out, $err) = $psql->([ '-c', $select ]);
	is($err, '', $question);
	cmp_ok(length $out, '>', 0, '... has an answer') unless $question =~ /overdue|leave/ && $out eq '';
}

# The policies of doc/privacy.md hold through every row-level view. Without JIT: the
# estimates under policies make it compile for seconds what runs for moments.
$node->safe_psql('mart', 'ALTER DATABASE mart SET jit = off');
my ($policies) = slurp_file('doc/privacy.md') =~ /```sql\n(ALTER TABLE hr\.employee ENABLE.*?)```/s or die 'doc/privacy.md has no policies';
$node->safe_psql('mart', qq{CREATE ROLE hr_team; CREATE ROLE "A-M1" LOGIN; CREATE ROLE "GM-1" LOGIN; CREATE ROLE hr1 LOGIN IN ROLE hr_team;
	SELECT gmalign.grant_reader('hr', r::regrole, 'person') FROM unnest(ARRAY['"A-M1"', '"GM-1"', 'hr1']) AS r; $policies});
my $asked = sub { my ($role, $q) = @_; return $node->safe_psql('mart', $q, extra_params => [ '-U', $role ]); };
my $mine = q{(SELECT string_agg(a.id::text, ' ' ORDER BY a.id) FROM hr.assignment a
	JOIN hr.employee e ON e.external_id = '%s' AND e.id IN (a.assignee_id, a.gm_professional_id))};
my $all = $node->safe_psql('mart', 'SELECT count(*) FROM hr.assignment');
my @columns = split /\n/, $node->safe_psql('mart', q{
	SELECT m.relation || '.' || a.attname FROM gmalign_private.model_relations() m
	JOIN pg_attribute a ON a.attrelid = ('hr.' || m.relation)::regclass
		AND a.attname IN ('assignment_id', 'current_assignment_id', 'person_id')
	WHERE m.kind = 'view' ORDER BY m.place, a.attnum});
for my $role ('A-M1', 'GM-1')
{
	my $own = $node->safe_psql('mart', sprintf("SELECT $mine", $role));
	my $person = $node->safe_psql('mart', "SELECT id FROM hr.employee WHERE external_id = '$role'");
	# in one session: the rows of others, and all
	my $rows = 0;
	my $count = join ";\n", map {
		my ($view, $column) = split /\./;
		my $allowed = $column eq 'person_id' ? $person : $own;
		"SELECT '$_', count(*) FILTER (WHERE $column <> ALL (string_to_array('$allowed', ' ')::bigint[])), count($column) FROM hr.$view"
	} @columns;
	my @seen = map { [ split /\|/ ] } split /\n/, $asked->($role, $count);
	is(join(' ', map { $_->[0] } @seen), "@columns", "$role may ask every view");
	for my $seen (@seen)
	{
		is($seen->[1], 0, "$role, $seen->[0]: no row of others");
		$rows += $seen->[2];
	}
	cmp_ok($rows, '>', 10, "$role sees rows of the own");
	my $not_ended = $node->safe_psql('mart', "SELECT count(*) FROM hr.assignment_alignment
		WHERE assignment_status <> 'ended' AND assignment_id = ANY (string_to_array('$own', ' ')::bigint[])");
	is($asked->($role, 'SELECT assignment_count FROM hr.program_summary'), $not_ended, "$role: the summary counts the own moves");
	is($asked->($role, 'SELECT coalesce(sum(active_assignment_count), 0) <= ' . $not_ended . ' FROM hr.checkin_health'),
		't', "$role: so do the check-ins");
}
is($asked->('hr1', 'SELECT count(*) FROM hr.assignment_alignment'), $all, 'HR sees all moves');
is($asked->('hr1', 'SELECT count(*) FROM hr.expectancy'), $node->safe_psql('mart', 'SELECT count(*) FROM hr.expectancy'),
	'and all surveys');
is($asked->('A-M1', 'SELECT count(*) FROM hr.alignment_trend_public WHERE NOT is_suppressed AND assignment_count > 10'),
	$asked->('hr1', 'SELECT count(*) FROM hr.alignment_trend_public WHERE NOT is_suppressed AND assignment_count > 10'),
		'a public view is the same for everybody');

# a missing privilege names the relation
$node->safe_psql('mart', 'CREATE ROLE nobody LOGIN; GRANT USAGE ON SCHEMA hr TO nobody; GRANT SELECT ON hr.goal_state TO nobody');
my ($rc, $stdout, $stderr) = $node->psql('mart', 'SELECT count(*) FROM hr.goal_state', extra_params => [ '-U', 'nobody' ]);
like($stderr, qr/permission denied for (table|view) \w+/, 'a missing privilege is named');

$node->stop;
done_testing();
