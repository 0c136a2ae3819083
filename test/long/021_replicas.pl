# Replicas. A streaming one answers all that reads, with the rows of its primary, and refuses all that
# writes by saying so; promoted, it does the work of a primary. Logical replication keeps the tables of
# a model elsewhere, where the views say the same; what has to be done there first and last is what
# doc/operations.md says, and is taken from it.
use strict;
use warnings;
use GmalignTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

# a minute, most of it waiting: make release-check
plan skip_all => 'GMALIGN_ALL=1 asks for it' unless $ENV{GMALIGN_ALL};

my $primary = new_server('primary', 'wal_level = logical', 'max_wal_senders = 10', 'max_replication_slots = 10');
$primary->safe_psql('postgres', 'CREATE DATABASE prod; CREATE ROLE reader LOGIN; CREATE ROLE everybody LOGIN');
load_sample($primary, 'prod', 'gm_public');
$primary->safe_psql('prod', q{
	SELECT gmalign.grant_reader('hr', 'reader', 'assignment'), gmalign.grant_reader('hr', 'everybody');
	SELECT count(*) FROM gmalign.enable_row_security('hr', 'reader');
	CREATE TABLE hr.people_file AS SELECT 'W1' AS "Worker ID", 'DE' AS "Country"});

# the one block of SQL in the manual that holds these words
sub manual
{
	my ($words) = @_;
	my @found = grep { /\Q$words\E/ } slurp_file('doc/operations.md') =~ /^```sql\n(.*?)^```/msg;
	is(scalar @found, 1, "the manual says how: $words");
	return $found[0] // '';
}

# what every view shows, a line each; tables where asked for
sub rows_of
{
	my ($node, $db, $kinds) = @_;
	return $node->safe_psql($db, sprintf q{SELECT c.relname || ' ' ||
		md5(query_to_xml(format('SELECT t::text AS t FROM %%s AS t ORDER BY t::text COLLATE "C"', c.oid::regclass), false, false, '')::text)
		FROM pg_class c WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind IN (%s) AND NOT c.relispartition ORDER BY 1}, $kinds // q('v'));
}

# ---------- a streaming replica ----------
$primary->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->start;
$primary->wait_for_catchup($standby);

my @views = split /\n/, rows_of($primary, 'prod');
cmp_ok(scalar @views, '>', 70, 'the views');
is(rows_of($standby, 'prod'), join("\n", @views), 'each shows the same rows on the replica');
my $is_public = sub {
	my ($node) = @_;
	return $node->safe_psql('prod', 'SELECT * FROM hr.program_outcomes_public ORDER BY id', extra_params => [ '-U', 'everybody' ]);
};
like($is_public->($standby), qr/\d/, 'everybody reads the release there');
is($is_public->($standby), $is_public->($primary), 'the same');
for my $q ('SELECT count(*) FROM hr.assignment_alignment', 'SELECT string_agg(reason, chr(10) ORDER BY id) FROM hr.misaligned_assignment')
{
	is($standby->safe_psql('prod', $q, extra_params => [ '-U', 'reader' ]),
		$primary->safe_psql('prod', $q, extra_params => [ '-U', 'reader' ]), "a reader, behind policies: $q");
}

# Every function that may write is in one of these two: what is called, and by which name
my %reads = (
	best_single_change => q{('hr', 'M3')}, best_reward => q{('hr', 'M3')}, flag_digest => q{('hr')},
	move_dossier => q{('hr', 'M3')}, move_dossier_text => q{('hr', 'M3')}, cascade_dot => q{('hr')}, cascade_mermaid => q{('hr')},
	move_dot => q{('hr', 'M3')}, alignment_heatmap => q{('hr')}, report => q{('hr')},
	preview_alignment => q{('hr', 'M3', '{"priorities": [{"stakeholder": "assignee", "goal": 1, "priority": 0.8}]}')},
);
my %writes = (
	load => q{('hr', 'people', 'hr.people_file')}, reinstall => '()', schedule_check => undef, unschedule_check => undef,
	add_foreign_keys => q{('hr', false)}, distribute => undef, install => q{('two')}, uninstall => q{('hr', true)},
	install_views => q{('hr')}, upgrade_views => q{('hr')}, partition_snapshots => q{('hr')}, erase_person => q{('hr', '1')},
	trim_snapshots => q{('hr')}, install_public_views => q{('hr', 'gm_public')}, grant_reader => q{('hr', 'everybody', 'person')},
	publish => q{('hr')}, enable_row_security => q{('hr', 'everybody')}, disable_row_security => q{('hr')},
	import_stratml => q{('hr', (SELECT gmalign.export_stratml('hr')))}, run_check => undef,
);
is($primary->safe_psql('prod', q{SELECT DISTINCT p.proname FROM pg_proc p
	WHERE p.pronamespace = 'gmalign'::regnamespace AND p.provolatile = 'v' ORDER BY 1}),
	join("\n", sort keys %reads, keys %writes), 'every function that may write is called here');
my $before = rows_of($standby, 'prod', q('r'));
for my $name (sort keys %reads)
{
	my $q = "SELECT f::text FROM gmalign.$name$reads{$name} AS f";
	my ($rc, $out, $err) = $standby->psql('prod', $q);
	is("$out$err", $primary->safe_psql('prod', $q), "$name answers there as on the primary");
	isnt($out, '', "$name: something");
}
for my $name (grep { defined $writes{$_} } sort keys %writes)
{
	my ($rc, $out, $err) = $standby->psql('prod',
		"\\set VERBOSITY verbose\nSET gmalign.as_of = '2026-07-31';\nSELECT * FROM gmalign.$name$writes{$name}");
	like($err, qr/^psql:<stdin>:3: ERROR:  25006: cannot (execute .*|create temporary tables) (in a read-only transaction|during recovery)$/m,
		"$name is refused there");
}
# a crontab is the same on both machines: the check is no error, and says whose it is
my ($rc, $out, $err) = $standby->psql('prod', q{SELECT * FROM gmalign.run_check('hr')});
is("$rc $out $err", q{0  psql:<stdin>:1: NOTICE:  this server is a standby: the check of schema "hr" is left to the primary},
	'run_check leaves it to the primary');
is(rows_of($standby, 'prod', q('r')), $before, 'and nothing is changed');

# what is written meanwhile arrives
$primary->safe_psql('prod', q{SET gmalign.as_of = '2026-07-31'; SELECT count(*) FROM gmalign.run_check('hr');
	SELECT count(*) FROM gmalign.erase_person('hr', '3')});
$primary->wait_for_catchup($standby);
is(rows_of($standby, 'prod', q('r', 'v')), rows_of($primary, 'prod', q('r', 'v')), 'a check and an erased person arrive');

# promoted, it is a server like any other: the same check finds the same, the next release is the same
$standby->promote;
my $check = q{SET gmalign.as_of = '2026-08-31';
	SELECT rule_code, subject_kind, subject_id, reason FROM gmalign.run_check('hr') ORDER BY 1, 2, 3;
	SELECT count(*) FROM hr.flag WHERE closed_on IS NULL; SELECT max(period) FROM hr.release};
my $found = $standby->safe_psql('prod', $check);
like($found, qr/^\d+\n2026-08-01$/m, 'promoted, it checks and publishes');
is($primary->safe_psql('prod', $check), $found, 'as the primary does');
is($is_public->($standby), $is_public->($primary), 'and publishes the same');
$standby->stop;

# ---------- logical replication ----------
my $copy = new_server('copy');
$copy->safe_psql('postgres', 'CREATE DATABASE prod; CREATE ROLE gm_public NOLOGIN; CREATE ROLE reader LOGIN; CREATE ROLE everybody LOGIN');
$copy->safe_psql('prod', q{CREATE EXTENSION gmalign; SELECT gmalign.install('hr', 'gm_public');
	CREATE TABLE hr.people_file ("Worker ID" text, "Country" text);
	SELECT gmalign.grant_reader('hr', 'reader', 'assignment'), gmalign.grant_reader('hr', 'everybody')});
$copy->safe_psql('postgres', q{ALTER DATABASE prod SET gmalign.as_of = '2026-08-31'});
$primary->safe_psql('postgres', q{ALTER DATABASE prod SET gmalign.as_of = '2026-08-31'});
is($copy->safe_psql('prod', q{SELECT (SELECT count(*) FROM pg_trigger t WHERE NOT t.tgisinternal),
	(SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
	 WHERE c.relnamespace = 'hr'::regnamespace AND a.attgenerated <> ''),
	(SELECT string_agg(c.relname, ' ') FROM pg_class c
	 WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind = 'r' AND c.relname <> 'people_file'
	   AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary))}), '0|0|',
	'no trigger, no generated column, every table of the model with a primary key');
$primary->safe_psql('prod', 'ALTER TABLE hr.people_file REPLICA IDENTITY FULL');
$primary->safe_psql('prod', manual('CREATE PUBLICATION'));
$copy->safe_psql('prod', manual('TRUNCATE'));
$copy->safe_psql('prod', sprintf q{CREATE SUBSCRIPTION model CONNECTION '%s' PUBLICATION model}, $primary->connstr('prod') =~ s/'/''/gr);
$copy->wait_for_subscription_sync($primary, 'model', 'prod');
is(rows_of($copy, 'prod', q('r', 'p')), rows_of($primary, 'prod', q('r', 'p')), 'every row arrives');
is(rows_of($copy, 'prod'), rows_of($primary, 'prod'), 'every view shows the same');

# what the publisher does arrives: a load, a check with its release, an erased person; policies there do not stop it
$copy->safe_psql('prod', q{SELECT count(*) FROM gmalign.enable_row_security('hr', 'reader')});
$primary->safe_psql('prod', q{SELECT count(*) FROM gmalign.load('hr', 'people', 'hr.people_file'); SET gmalign.as_of = '2026-09-30';
	SELECT count(*) FROM gmalign.run_check('hr'); SELECT count(*) FROM gmalign.erase_person('hr', '4')});
$primary->wait_for_catchup('model');
is(rows_of($copy, 'prod', q('r', 'p')), rows_of($primary, 'prod', q('r', 'p')), 'a load, a check, a release and an erased person arrive');
is($is_public->($copy), $is_public->($primary), 'everybody reads the new release there');
my $scores = 'SELECT count(*) FROM hr.assignment_alignment';
is($copy->safe_psql('prod', $scores, extra_params => [ '-U', 'reader' ]),
	$primary->safe_psql('prod', $scores, extra_params => [ '-U', 'reader' ]), 'a reader, behind policies, the same');
($rc, $out, $err) = $primary->psql('prod', q{SELECT * FROM gmalign.partition_snapshots('hr')});
like($err, qr/has a publication/, 'snapshots that are published are not split by month');
is($copy->safe_psql('prod', q{SELECT sum(apply_error_count + sync_error_count) FROM pg_stat_subscription_stats}), '0',
	'nothing stood in the way');

# a subscriber that is written from now on
$copy->safe_psql('prod', 'DROP SUBSCRIPTION model');
$copy->safe_psql('prod', manual('setval'));
is($copy->safe_psql('prod', q{SELECT string_agg(format('%s %s', s.seqrelid::regclass, q.last_value), ' ') FROM pg_sequence s
	JOIN pg_sequences q ON format('%I.%I', q.schemaname, q.sequencename)::regclass = s.seqrelid
	JOIN pg_depend d ON d.objid = s.seqrelid AND d.deptype = 'i'
	JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
	WHERE q.schemaname = 'hr' AND coalesce(q.last_value, 0) <> coalesce((xpath('//m/text()', query_to_xml(format('SELECT max(%I) AS m FROM %s',
	  a.attname, d.refobjid::regclass), false, true, '')))[1]::text::bigint, 0)}), '', 'its ids go on where those that came end');
$check =~ s/2026-08/2026-10/;
$found = $copy->safe_psql('prod', $check);
like($found, qr/^\d+\n2026-10-01$/m, 'it checks and publishes');
is($primary->safe_psql('prod', $check), $found, 'as the publisher does');

# by month on both sides, then published as one table
$primary->safe_psql('prod', q{DROP PUBLICATION model; SELECT count(*) FROM gmalign.partition_snapshots('hr')});
$primary->safe_psql('prod', manual('CREATE PUBLICATION'));
$copy->safe_psql('prod', q{SELECT count(*) FROM gmalign.partition_snapshots('hr')});
$copy->safe_psql('prod', manual('TRUNCATE'));
$copy->safe_psql('prod', sprintf q{CREATE SUBSCRIPTION model CONNECTION '%s' PUBLICATION model}, $primary->connstr('prod') =~ s/'/''/gr);
$copy->wait_for_subscription_sync($primary, 'model', 'prod');
$primary->safe_psql('prod', q{SET gmalign.as_of = '2026-11-30'; SELECT count(*) FROM gmalign.run_check('hr');
	SELECT count(*) FROM gmalign.partition_snapshots('hr')});
$primary->wait_for_catchup('model');
is(rows_of($copy, 'prod', q('r', 'p')), rows_of($primary, 'prod', q('r', 'p')), 'snapshots by month arrive, a new month, too');
like($copy->safe_psql('prod', q{SELECT count(*), count(DISTINCT tableoid) FROM hr.alignment_snapshot}), qr/^\d+\|[2-9]/,
	'in months there, too');
# rows that somebody puts among all other days, and that go to a month when it is made, whether there is one there or not
$primary->safe_psql('prod', q{INSERT INTO hr.alignment_snapshot_other (taken_on, assignment_id) SELECT d, a.id
	FROM (SELECT min(id) AS id FROM hr.assignment) AS a, unnest('{2021-03-05,2021-04-01,2021-05-07}'::date[]) AS d});
$primary->wait_for_catchup('model');
is(rows_of($copy, 'prod', q('r', 'p')), rows_of($primary, 'prod', q('r', 'p')), 'nights put by hand among all other days arrive');
$copy->safe_psql('prod', q{SELECT gmalign_private.make_snapshot_month('hr', '2021-05-31')});
$primary->safe_psql('prod', q{SELECT gmalign_private.make_snapshot_month('hr', d) FROM unnest('{2021-03-31,2021-05-31}'::date[]) AS d});
is($primary->safe_psql('prod', q{SELECT array_agg(taken_on) FROM hr.alignment_snapshot_other}), '{2021-04-01}',
	'two of them go to their months');
$primary->wait_for_catchup('model');
is(rows_of($copy, 'prod', q('r', 'p')), rows_of($primary, 'prod', q('r', 'p')), 'and are there, too');
is($copy->safe_psql('prod', q{SELECT sum(apply_error_count + sync_error_count) FROM pg_stat_subscription_stats}), '0',
	'and nothing stood in their way');
$copy->safe_psql('prod', 'DROP SUBSCRIPTION model');
$_->stop for $copy, $primary;
done_testing();
