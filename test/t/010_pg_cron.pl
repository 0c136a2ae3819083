# Schedules with a real pg_cron: a job runs, its run is in the log, flags
# appear. Without pg_cron installed there is nothing to test.
use strict;
use warnings;
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More;

chomp(my $share = `$ENV{PG_CONFIG} --sharedir`);
plan skip_all => 'pg_cron is not installed' unless -e "$share/extension/pg_cron.control";
plan tests => 15;

my $node = new_server('cron', "shared_preload_libraries = 'pg_cron'", "cron.database_name = 'postgres'",
	'cron.use_background_workers = on');
$node->safe_psql('postgres', 'CREATE EXTENSION pg_cron; CREATE DATABASE elsewhere');
for my $db ('postgres', 'elsewhere')
{
	$node->safe_psql($db, q{
		CREATE EXTENSION gmalign;
		SELECT gmalign.install('hr');
		INSERT INTO hr.goal (title, level) VALUES ('Circular products', 'strategic');
	});
}
my $jobs = q{SELECT string_agg(jobname || ' @ ' || database || ': ' || schedule, '; ' ORDER BY jobname) FROM cron.job};

like($node->safe_psql('postgres', q{SELECT string_agg(s, E'\n') FROM gmalign.schedule_check('hr') AS s}),
	qr/^pg_cron[ ]job[ ]\d+[ ]"gmalign[ ]check[ ]hr"[ ]runs[ ]at[ ]15[ ]4[ ]\*[ ]\*[ ]\*[ ]in[ ]time[ ]zone[ ]GMT:
		[ ]SELECT[ ]\*[ ]FROM[ ]gmalign\.run_check\('hr'\)\npg_cron[ ]job[ ]\d+[ ]"gmalign[ ]trim[ ]hr"[ ]keeps[ ]90[ ]days/x, 'scheduled');
$node->safe_psql('postgres', q{SELECT gmalign.schedule_check('hr', '* * * * *')});
is($node->safe_psql('postgres', $jobs), 'gmalign check hr @ postgres: * * * * *; gmalign trim hr @ postgres: 45 3 * * 0',
	'called twice: the same two jobs, with the new schedule');
$node->safe_psql('postgres', q{SELECT gmalign.schedule_check('hr', '* * * * *', 'elsewhere')});
is($node->safe_psql('postgres', $jobs), 'gmalign check hr @ postgres: * * * * *; gmalign check hr in elsewhere @ elsewhere: * * * * *; '
	. 'gmalign trim hr @ postgres: 45 3 * * 0; gmalign trim hr in elsewhere @ postgres: 45 3 * * 0', 'another database of the server');
my $lines = $node->safe_psql('elsewhere', q{SELECT string_agg(s, E'\n') FROM gmalign.schedule_check('hr') AS s});
my $theirs = q{SELECT cron.schedule_in_database('gmalign check hr in elsewhere', '15 4 * * *', }
  . q{'SELECT * FROM gmalign.run_check(''hr'')', 'elsewhere');};
like($lines, qr/pg_cron, in its database postgres:\n\Q$theirs\E/,
	'asked there: the statement for the database of pg_cron');
my ($statement) = $lines =~ /^(SELECT cron\..*)$/m;
$node->safe_psql('postgres', $statement);
$node->safe_psql('postgres', q{SELECT gmalign.schedule_check('hr', '* * * * *', 'elsewhere')});
is($node->safe_psql('postgres', 'SELECT count(*) FROM cron.job'), '4', 'it is the same job');

# the trim job takes old rows of these jobs and nobody else's
$node->safe_psql('postgres', q{
	INSERT INTO cron.job_run_details (jobid, runid, database, username, command, status, end_time)
	SELECT jobid, 1000 + jobid, 'postgres', 'postgres', 'x', 'succeeded', now() - interval '91 days' FROM cron.job
	UNION ALL SELECT 99, 99, 'postgres', 'postgres', 'theirs', 'succeeded', now() - interval '91 days'
	UNION ALL SELECT jobid, 2000, 'postgres', 'postgres', 'young', 'succeeded', now() - interval '89 days'
		FROM cron.job WHERE jobname = 'gmalign check hr';
});
$node->safe_psql('postgres', $node->safe_psql('postgres', q{SELECT command FROM cron.job WHERE jobname = 'gmalign trim hr'}));
is($node->safe_psql('postgres', q{SELECT string_agg(command, ' ' ORDER BY runid) FROM cron.job_run_details
	WHERE runid = 99 OR runid >= 1000}), 'theirs x x young', 'the log is trimmed');

# a minute's tick: both run, the log has them, flags are there
ok($node->poll_query_until('postgres', q{SELECT count(DISTINCT jobid) = 2 FROM cron.job_run_details
	WHERE status = 'succeeded' AND command LIKE '%run_check%'}), 'the jobs ran');
like($node->safe_psql('postgres', q{SELECT return_message FROM cron.job_run_details
	WHERE runid = (SELECT min(runid) FROM cron.job_run_details d WHERE d.status = 'succeeded' AND command LIKE '%run_check%')}),
	qr/^(SELECT 1|1 row)$/, 'the log tells the number of new flags');
for my $db ('postgres', 'elsewhere')
{
	is($node->safe_psql($db, q{SELECT rule_code, subject_kind, opened_on = (now() AT TIME ZONE 'UTC')::date FROM hr.flag}),
		'thin_support|goal|t', "a flag in $db");
	is($node->safe_psql($db, q{SELECT count(*) > 0, count(failed_rules) FROM hr.check_run}), 't|0', "and the run's record");
}

like($node->safe_psql('postgres', q{SELECT string_agg(s, E'\n') FROM gmalign.unschedule_check('hr') AS s}),
	qr/^pg_cron job \d+ "gmalign check hr" is gone\npg_cron job \d+ "gmalign trim hr" is gone$/, 'unscheduled');
$node->safe_psql('postgres', q{SELECT gmalign.unschedule_check('hr', 'elsewhere')});
is($node->safe_psql('postgres', 'SELECT count(*) FROM cron.job'), '0', 'no job is left');
is($node->safe_psql('postgres', q{SELECT count(*) FROM gmalign.unschedule_check('hr')}), '0', 'again: nothing to do');

$node->stop;
