# The views as BI tools see them: a read-only role, lint, probes, emulated sync.
use strict;
use warnings;
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('bi');
$node->safe_psql('postgres', 'CREATE DATABASE mart');
load_sample($node, 'mart');
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
	q{SELECT 'bad', s."table", s.name, s.base_type, s.comment FROM mb_sync s WHERE s.schema = 'hr' AND (s.base_type = '*' OR s.comment IS NULL)},
	'-c', q{SELECT 'missing', m.relation FROM gmalign.model_relations() m WHERE NOT EXISTS (SELECT FROM mb_sync s WHERE s.schema = 'hr' AND s."table" = m.relation)},
	'-c', q{SELECT 'no description', t.name FROM mb_tables t WHERE t.schema = 'hr' AND t.description IS NULL},
	'-c', q{SELECT 'relations', count(DISTINCT s."table") FROM mb_sync s WHERE s.schema = 'hr'} ]);
is($out, "relations|47\n", 'emulated sync: every relation with plain types and comments');
is($err, '', 'emulated sync runs as the BI role');

# row-level security on the user's table holds through every view
$node->safe_psql('mart', q{
	CREATE ROLE gm1 LOGIN;
	GRANT USAGE ON SCHEMA hr TO gm1;
	GRANT SELECT ON ALL TABLES IN SCHEMA hr TO gm1;
	ALTER TABLE hr.assignment ENABLE ROW LEVEL SECURITY;
	CREATE POLICY own ON hr.assignment FOR SELECT TO gm1 USING (gm_professional_id = (SELECT id FROM hr.employee WHERE external_id = 'GM-1'));
	CREATE POLICY everything ON hr.assignment FOR SELECT TO bi USING (true);
});
for my $view (qw(assignment_alignment alignment_driver misaligned_assignment))
{
	my $q = "SELECT count(DISTINCT assignment_id), count(DISTINCT gm_professional_id) FROM hr.$view";
	my $mine = $node->safe_psql('mart', $q, extra_params => [ '-U', 'gm1' ]);
	my $all = $node->safe_psql('mart', $q, extra_params => [ '-U', 'bi' ]);
	like($mine, qr/^[1-9]\d*\|1$/, "$view: a GM professional sees the own moves");
	isnt($mine, $all, "$view: and not all");
}
# a missing privilege names the relation
$node->safe_psql('mart', 'CREATE ROLE nobody LOGIN; GRANT USAGE ON SCHEMA hr TO nobody; GRANT SELECT ON hr.goal_state TO nobody');
my ($rc, $stdout, $stderr) = $node->psql('mart', 'SELECT count(*) FROM hr.goal_state', extra_params => [ '-U', 'nobody' ]);
like($stderr, qr/permission denied for (table|view) \w+/, 'a missing privilege is named');

$node->stop;
done_testing();
