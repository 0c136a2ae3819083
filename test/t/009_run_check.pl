# The nightly check as a job nobody watches: seen from outside, cancelled,
# killed, crashed, on a standby, in other time zones, heard by a listener.
use strict;
use warnings;
use GmalignTest;
use IPC::Run qw(start);
use PostgreSQL::Test::Utils;
use Test::More tests => 46;

my $node = new_server('run_check', 'wal_level = replica', 'max_wal_senders = 3', 'restart_after_crash = on');
$node->safe_psql('postgres', 'CREATE DATABASE prod');
load_sample($node, 'prod');
my $left = q{SELECT (SELECT count(*) FROM hr.flag), (SELECT count(*) FROM hr.check_run), (SELECT count(*) FROM hr.check_run_rule),
	(SELECT count(*) FROM hr.alignment_snapshot), (SELECT count(*) FROM pg_class WHERE relname LIKE 'gmalign\_%' AND relpersistence = 't')};
$node->safe_psql('prod', q{
	DELETE FROM hr.flag; DELETE FROM hr.check_run; DELETE FROM hr.alignment_snapshot;
	-- a rule that takes its time, last in the list
	CREATE VIEW hr.slow AS SELECT 1 AS subject_id FROM (SELECT pg_sleep(60)) AS s WHERE s IS NULL;
	INSERT INTO hr.flag_rule (code, meaning, relation, subject_kind, opens_when, severity)
		VALUES ('zz_slow', 'Takes a minute.', 'slow', 'goal', 'found', 'low');
});

# a check in the background; returns the handle and the backend's pid
sub start_check
{
	my ($in, $out, $err) = ('', '', '');
	my $h = start([ 'psql', '-XqAt', '-d', $node->connstr('prod'), '-c', "SELECT count(*) FROM gmalign.run_check('hr')" ],
		'<', \$in, '>', \$out, '2>', \$err);
	$node->poll_query_until('prod', q{SELECT count(*) = 1 FROM pg_stat_activity
		WHERE application_name LIKE 'gmalign.run_check hr:%zz_slow'})
	  or die 'the check did not get to its last rule';
	my $pid = $node->safe_psql('prod', q{SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'gmalign.run_check%'});
	return ($h, $pid, \$err);
}

# progress, from another connection
my ($h, $pid, $err) = start_check();
like($node->safe_psql('prod', "SELECT application_name FROM pg_stat_activity WHERE pid = $pid"),
	qr{^gmalign\.run_check hr: (\d+)/\1 zz_slow$}, 'which rule of how many is at work can be seen');
is($node->safe_psql('prod', $left), '0|0|0|0|0', 'nothing is visible before the end');
my ($rc, $out, $notice) = $node->psql('prod', "SELECT count(*) FROM gmalign.run_check('hr')");
is($out, '0', 'a second check meanwhile does nothing');
like($notice, qr/WARNING:  another check of schema "hr" is running: this one is skipped/, 'and says so');
is($node->safe_psql('prod', 'SELECT count(*), min(skipped), count(finished_at) FROM hr.check_run'), '1|another check was running|0',
	'and is on record');
is($node->safe_psql('prod', 'SELECT last_complete_check_date IS NULL FROM hr.program_summary'), 't', 'but is no complete check');

# cancelled
$node->safe_psql('prod', "SELECT pg_cancel_backend($pid)");
$h->finish;
$node->safe_psql('prod', 'DELETE FROM hr.check_run WHERE skipped IS NOT NULL');
like($$err, qr/canceling statement due to user request/, 'cancelled');
is($node->safe_psql('prod', $left), '0|0|0|0|0', 'nothing is half written after a cancelled run');

# the backend killed: the server restarts all of them
($h, $pid, $err) = start_check();
kill 'KILL', $pid;
$h->finish;
for (1 .. 300) { last if run_log([ 'psql', '-XqAt', '-d', $node->connstr('prod'), '-c', 'SELECT 1' ],
	'>', '/dev/null', '2>', '/dev/null'); select(undef, undef, undef, .1); }
is($node->safe_psql('prod', $left), '0|0|0|0|0', 'nothing is half written after kill -9 of the backend');

# the server killed
($h, $pid, $err) = start_check();
my ($postmaster) = slurp_file($node->data_dir . '/postmaster.pid') =~ /^(\d+)/;
kill 'KILL', $postmaster;
$h->finish;
# its children see that it is gone
for (1 .. 300) { last if !kill(0, $pid); select(undef, undef, undef, .1); }
$node->{_pid} = undef;
$node->start;
is($node->safe_psql('prod', $left), '0|0|0|0|0', 'nothing is half written after kill -9 of the server');
$node->safe_psql('prod', q{UPDATE hr.flag_rule SET is_enabled = false WHERE code = 'zz_slow'});
# the first check waits for VACUUM, which stands in the way of the lock it takes on a table
my $vacuum = start([ 'psql', '-XqAt', '-d', $node->connstr('prod'), '-c',
	'BEGIN; LOCK TABLE hr.check_run_rule IN SHARE UPDATE EXCLUSIVE MODE; SELECT pg_sleep(.7); COMMIT' ], '>', \my $slept);
$node->poll_query_until('prod', q{SELECT count(*) = 1 FROM pg_locks
	WHERE mode = 'ShareUpdateExclusiveLock' AND relation = 'hr.check_run_rule'::regclass})
  or die 'nobody vacuums';
my $new = $node->safe_psql('prod', "SELECT count(*) FROM gmalign.run_check('hr')");
$vacuum->finish;
is($node->safe_psql('prod', 'SELECT count(*), count(skipped) FROM hr.check_run'), '1|0', 'a first check beside VACUUM is not skipped');
cmp_ok($new, '>', 5, 'the next run finds everything');
is($node->safe_psql('prod', "SELECT count(*) FROM gmalign.run_check('hr')"), '0', 'once');
is($node->safe_psql('prod', 'SELECT count(*), count(failed_rules) FROM hr.check_run'), '2|0', 'and the record is of two clean runs');

# as cron runs it: its own shell and environment, and what is said would be mailed
my $line = $node->safe_psql('prod', q{SELECT s FROM gmalign.schedule_check('hr') AS s WHERE s ~ '^15 4 .*psql'});
$line =~ s/^15 4 \* \* \* //;
$line =~ s/\\%/%/g;
my @cron = ('env', '-i', "PATH=$ENV{PATH}", 'HOME=/tmp', 'PGHOST=' . $node->host, 'PGPORT=' . $node->port, '/bin/sh', '-c', $line);
my ($mail, $said) = ('', '');
ok(run_log(\@cron, '>', \$mail, '2>', \$said), 'the line for crontab runs');
is($mail . $said, '', 'and says nothing when nothing is new');
$node->safe_psql('prod', q{DELETE FROM hr.flag WHERE rule_code = 'opposed_pair'});
ok(run_log(\@cron, '>', \$mail, '2>', \$said), 'where something is new');
like($mail . $said, qr/^high\|assignment\|M2\|[^|]*"Enter market"[^|]*\n/m, 'it says what, by name');
is(() = $mail =~ /\n/g, $node->safe_psql('prod', q{SELECT count(*) FROM hr.flag WHERE rule_code = 'opposed_pair'}),
	'a line each, and no more');
ok(!run_log([ @cron[0 .. 7], $line =~ s/'hr'/'nowhere'/r ], '>', \$mail, '2>', \$said), 'a check that fails fails the line');

# no lock that anybody may take keeps a check out: neither one by the name of the
# check nor those that reading takes
is($node->safe_psql('prod', 'SELECT last_complete_check_date FROM hr.program_summary'), '2026-06-30', 'the last complete check has a date');
$node->safe_psql('prod', q{CREATE ROLE anybody; GRANT USAGE ON SCHEMA hr TO anybody; GRANT SELECT ON ALL TABLES IN SCHEMA hr TO anybody});
my $holder = $node->background_psql('prod', on_error_stop => 0);
$holder->query_safe(q{SET ROLE anybody; BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('gmalign.run_check hr', 0));
	LOCK TABLE hr.check_run_rule, hr.check_run IN ACCESS SHARE MODE});
is($node->safe_psql('prod', q{SELECT count(*) FROM gmalign.run_check('hr')}), '0', 'a check beside them');
is($node->safe_psql('prod', 'SELECT count(*), count(skipped) FROM hr.check_run'), '5|0', 'is not skipped');
$holder->query('ROLLBACK; BEGIN; LOCK TABLE hr.check_run_rule IN SHARE ROW EXCLUSIVE MODE');
is($node->safe_psql('prod', q{SELECT count(*) FROM gmalign.run_check('hr'); SELECT count(skipped) FROM hr.check_run}), "0\n0",
	'who may only read takes no other lock');
# nor those of VACUUM and ANALYZE, and of who may insert; who may change its record can, and that is on record
$holder->query(q{ROLLBACK; RESET ROLE; BEGIN; LOCK TABLE hr.check_run_rule, hr.check_run IN SHARE UPDATE EXCLUSIVE MODE;
	INSERT INTO hr.check_run (as_of, started_at) VALUES ('2026-06-30', now())});
is($node->safe_psql('prod', q{SELECT count(*) FROM gmalign.run_check('hr'); SELECT count(skipped) FROM hr.check_run}), "0\n0",
	'beside VACUUM and a row that is not there yet it is not skipped');
$holder->query('ROLLBACK; BEGIN; UPDATE hr.check_run SET failed_rules = failed_rules');
is($node->safe_psql('prod', q{SET gmalign.as_of = '2026-07-01'; SELECT count(*) FROM gmalign.run_check('hr');
	SELECT string_agg(skipped, ' ') FROM hr.check_run; SELECT last_complete_check_date FROM hr.program_summary}),
	"0\nanother check was running\n2026-06-30", 'beside who changes it, it is, and the last complete check is that of the day before');
$holder->quit;
$node->safe_psql('prod', 'DELETE FROM hr.check_run WHERE id NOT IN (SELECT id FROM hr.check_run ORDER BY id LIMIT 2)');

# a rule that hits statement_timeout is the run's end, not the rule's failure
$node->safe_psql('prod', q{UPDATE hr.flag_rule SET is_enabled = true WHERE code = 'zz_slow'});
($rc, $out, $notice) = $node->psql('prod', "SET statement_timeout = '2s'; SELECT count(*) FROM gmalign.run_check('hr')");
like($notice, qr/canceling statement due to statement timeout/, 'a timeout ends the run');
is($node->safe_psql('prod', 'SELECT count(*) FROM hr.check_run'), '2', 'and it leaves no record');
$node->safe_psql('prod', q{DELETE FROM hr.flag_rule WHERE code = 'zz_slow'});

# a listener hears of new flags when they are committed, and only then
my ($lin, $lout) = ("LISTEN gmalign_flag;\n\\echo ready\n", '');
my $l = start([ 'psql', '-XqAt', '-d', $node->connstr('prod') ], '<', \$lin, '>', \$lout, '2>', \my $lerr);
$l->pump until $lout =~ /ready/;
$node->safe_psql('prod', q{
	INSERT INTO hr.goal (title, level) VALUES ('Nobody''s strategy', 'strategic');
	BEGIN; SELECT count(*) FROM gmalign.run_check('hr'); ROLLBACK;
});
$lin .= "\\echo one\n";
$l->pump until $lout =~ /one/;
unlike($lout, qr/gmalign_flag/, 'a run rolled back notifies nobody');
my $flag = $node->safe_psql('prod', "SELECT flag_id FROM gmalign.run_check('hr')");
like($flag, qr/^\d+$/, 'one new flag');
$lin .= "SELECT 1;\n\\echo two\n";
$l->pump until $lout =~ /two/;
like($lout, qr/Asynchronous notification "gmalign_flag" with payload "$flag" received/, 'a committed one notifies with the flag\'s id');
$lin .= "\\q\n";
$l->finish;

# on a standby: nothing, with a notice; what writes nothing works
$node->backup('copy');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($node, 'copy', has_streaming => 1);
$standby->start;
$node->wait_for_catchup($standby);
($rc, $out, $notice) = $standby->psql('prod', "SELECT count(*) FROM gmalign.run_check('hr')");
is("$rc $out", '0 0', 'a check on a standby does nothing');
like($notice, qr/NOTICE:  this server is a standby: the check of schema "hr" is left to the primary/, 'and says so');
is($standby->safe_psql('prod', q{SELECT band_before || ' ' || (score_change > .2)
	FROM gmalign.preview_alignment('hr', 'M2',
		'{"priorities": [{"stakeholder": "gm_professional", "goal": "G2", "priority": null},
			{"stakeholder": "gm_professional", "goal": "G1", "priority": 1}]}') WHERE pair = 'all'}),
	'misaligned true', 'a preview works on a standby');
cmp_ok($standby->safe_psql('prod', "SELECT count(*) FROM gmalign.best_single_change('hr', 'M2')"), '>',
	5, 'and so does the best single change');
$standby->stop;

# days: the session's TimeZone changes nothing, gmalign.time_zone does; a clock
# that goes back takes a snapshot and leaves flags alone
$node->safe_psql('prod', 'ALTER DATABASE prod RESET gmalign.as_of; DELETE FROM hr.check_run; DELETE
	FROM hr.alignment_snapshot; DELETE FROM hr.flag');
for my $zone ('Etc/GMT+12', 'Pacific/Kiritimati')
{
	$node->safe_psql('prod', "SET timezone = '$zone'; SELECT count(*) FROM gmalign.run_check('hr')");
}
is($node->safe_psql('prod',
	q{SELECT count(DISTINCT as_of), bool_and(as_of BETWEEN (now() AT TIME ZONE 'UTC')::date - 1
		AND (now() AT TIME ZONE 'UTC')::date) FROM hr.check_run}),
	'1|t', 'the day is that of UTC, whatever the session\'s time zone');
$node->safe_psql('prod', q{SET gmalign.time_zone = 'Pacific/Kiritimati'; SELECT count(*) FROM gmalign.run_check('hr')});
my $flags = $node->safe_psql('prod', "SELECT md5(string_agg(f::text, '|' ORDER BY id)) FROM hr.flag f");
($rc, $out, $notice) = $node->psql('prod', q{SET gmalign.time_zone = 'Etc/GMT+12'; SELECT count(*) FROM gmalign.run_check('hr')});
like($notice, qr/this one takes a snapshot and leaves flags alone/, 'a day before the latest run');
is($node->safe_psql('prod', "SELECT md5(string_agg(f::text, '|' ORDER BY id)) FROM hr.flag f"), $flags, 'leaves every flag as it was');
is($node->safe_psql('prod', 'SELECT bool_and(opened_on <= last_seen_on) FROM hr.flag'), 't', 'no flag was seen before it opened');
# the last day of February and a change of the year
for my $day ('2023-12-31', '2024-01-01', '2024-02-29')
{
	$node->safe_psql('prod', "SET datestyle = 'German'; SELECT count(*) FROM gmalign.run_check('hr', '$day'::date)");
}
is($node->safe_psql('prod', q{SELECT string_agg(DISTINCT taken_on::text, ' ' ORDER BY taken_on::text)
	FROM hr.alignment_snapshot WHERE taken_on < '2024-03-01'}),
	'2023-12-31 2024-01-01 2024-02-29', 'past days are kept as the days they are, whatever the DateStyle');

# a lock that somebody holds is not waited for without end, unless who calls says so
$node->safe_psql('prod', q{
	CREATE VIEW hr.waits AS SELECT min(id) AS subject_id, current_setting('lock_timeout') AS reason FROM hr.strategic_goal;
	INSERT INTO hr.flag_rule (code, meaning, relation, subject_kind, opens_when, severity)
		VALUES ('zz_waits', 'How long it waits.', 'waits', 'goal', 'found', 'low')});
my $waits = q{SET gmalign.time_zone = 'Pacific/Kiritimati'; SELECT count(*) < 0 FROM gmalign.run_check('hr');
	SELECT reason FROM hr.flag WHERE rule_code = 'zz_waits' AND closed_on IS NULL; SHOW lock_timeout};
is($node->safe_psql('prod', $waits), "f\n5min\n0", 'a check waits five minutes for a lock');
is($node->safe_psql('prod', "SET lock_timeout = '7s'; $waits"), "f\n7s\n7s", 'or as long as lock_timeout says');

# who reads the snapshots, and goes on with that, is not waited for either: what needs the table for itself is for another night
$node->safe_psql('prod', q{SET client_min_messages = error; SELECT count(*) FROM gmalign.partition_snapshots('hr')});
$holder = $node->background_psql('prod');
$holder->query_safe('SET ROLE anybody; BEGIN; SELECT count(*) FROM hr.alignment_snapshot');
my $night = q{SET statement_timeout = '60s'; SELECT count(*) < 0 FROM gmalign.run_check('hr');
	SELECT string_agg(DISTINCT tableoid::regclass::text, ' ') FROM hr.alignment_snapshot WHERE taken_on >= '2029-03-01'};
is($node->safe_psql('prod', "SET gmalign.as_of = '2029-03-01'; $night"), "f\nhr.alignment_snapshot_other",
	'beside a reader a check puts its snapshot with all other days');
like($node->safe_psql('prod', q{SELECT count(*), count(r) FROM gmalign_private.snapshot_months('hr') m
	LEFT JOIN hr.alignment_snapshot r ON r.tableoid = m.part AND r.taken_on < '2026-03-01' WHERE m.first_day < '2026-03-01'}),
	qr/^[1-9]\d*\|0$/, 'and empties months that are too old, which stay');
$holder->quit;
is($node->safe_psql('prod', qq{SET gmalign.as_of = '2029-03-02'; $night; SELECT count(*) FROM gmalign_private.snapshot_months('hr') m
	WHERE m.first_day < '2026-02-01'}), "f\nhr.alignment_snapshot_2029_03\n0", 'the next night has the month, and drops those');

$node->stop;
