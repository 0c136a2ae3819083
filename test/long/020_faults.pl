# What befalls long calls halfway: a timeout, a cancel, the session ended, the server killed, the
# disk full, no memory left. Each is an error that says so and leaves everything as it was; the same
# call then does what it does where nothing happened.
use strict;
use warnings;
use File::Temp 'tempdir';

# A small disk of our own: a tmpfs that only this test sees, where the kernel lets an ordinary user
# mount one; it is gone with the test. Before the framework, which takes the output for itself.
BEGIN
{
	if (!defined $ENV{GMALIGN_SMALL_DISK})
	{
		my $dir = tempdir();
		my @there = ('unshare', '-Urm', 'sh', '-c', 'mount -t tmpfs -o size=64m tmpfs "$1" && shift && exec "$@"', 'sh', $dir,
			'unshare', '-U', "--map-user=$>", '--map-group=' . (split / /, $))[0]);
		$ENV{GMALIGN_SMALL_DISK} = system("@{[ map { qq('$_') } @there ]} true 2>/dev/null") == 0 ? $dir : '';
		exec @there, $^X, (map { "-I$_" } @INC), $0 if $ENV{GMALIGN_SMALL_DISK};
	}
}
use GmalignTest;
use IPC::Run qw(start);
use PostgreSQL::Test::Utils;
use Test::More;

# three minutes, most of them waiting: make release-check
plan skip_all => 'GMALIGN_ALL=1 asks for it' unless $ENV{GMALIGN_ALL};

chomp(my $share = `$ENV{PG_CONFIG} --sharedir`);
my $has_cron = -e "$share/extension/pg_cron.control";
my $node = new_server('faults', 'restart_after_crash = on', 'autovacuum = off',
	$has_cron ? ("shared_preload_libraries = 'pg_cron'", "cron.database_name = 'schedule_check'", 'cron.launch_active_jobs = off') : ());
$node->safe_psql('postgres', 'CREATE DATABASE model');
load_sample($node, 'model', 'gm_public');
$node->safe_psql('model', q{
	-- a file of people: new ones, a known one, one that is refused
	CREATE TABLE people_file AS SELECT 'W' || i AS "Worker ID", 'europe' AS "Department ID", 'DE' AS "Country",
	  CASE i WHEN 7 THEN 'soon' ELSE '2024-05-01' END AS "Hire Date" FROM generate_series(1, 400) AS i;
	-- as an earlier release had it
	DROP VIEW hr.graph_nodes;
	ALTER VIEW hr.goal_progress SET (security_barrier = true);
	-- who makes a view waits at this one, as long as somebody holds the lock
	CREATE FUNCTION public.hold() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
		IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() c WHERE c.object_identity ~ '\.graph_nodes$') THEN
			PERFORM pg_advisory_xact_lock(1);
		END IF;
	END $$;
	CREATE EVENT TRIGGER hold ON ddl_command_end WHEN TAG IN ('CREATE VIEW') EXECUTE FUNCTION public.hold();
});

# What is called, in which schema; and what another session holds so that the call waits when it has
# written already: snapshots, people, steps of a release, half of the views.
my $day = "SET gmalign.as_of = '2026-07-31';";
my %work = (
	load => { call => q{SELECT * FROM gmalign.load('hr', 'people', 'people_file')}, hold => 'LOCK TABLE hr.load_reject IN SHARE MODE' },
	install => { schema => 'two', call => q{SELECT gmalign.install('two', 'gm_public')}, hold => 'SELECT pg_advisory_lock(1)' },
	run_check => { call => q{SELECT rule_code, subject_kind, subject_id, reason, subject_title FROM gmalign.run_check('hr')},
		hold => 'LOCK TABLE hr.flag IN SHARE MODE' },
	publish => { call => q{SELECT * FROM gmalign.publish('hr')}, hold => 'LOCK TABLE hr.release_row IN SHARE MODE' },
	upgrade_views => { call => q{SELECT * FROM gmalign.upgrade_views('hr')}, hold => 'SELECT pg_advisory_lock(1)' },
);
$work{schedule_check} = { call => q{SELECT regexp_replace(s, ' job \d+ ', ' ') FROM gmalign.schedule_check('hr') AS s},
	# two jobs: at the second it waits
	prepare => q{CREATE EXTENSION pg_cron;
		CREATE FUNCTION public.hold_job() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END';
		CREATE TRIGGER hold BEFORE INSERT ON cron.job FOR EACH ROW WHEN (NEW.jobname ~ 'trim') EXECUTE FUNCTION public.hold_job()},
	hold => 'SELECT pg_advisory_lock(1)', rows => q{SELECT jobname, schedule, command FROM cron.job ORDER BY jobname} } if $has_cron;
my @works = sort keys %work;

sub psql_in
{
	my ($db, $sql) = @_;
	my ($rc, $out, $err) = $node->psql($db, "\\set VERBOSITY verbose\n$day $sql");
	return ($out, $err);
}

# All that a call may change: the catalogue of its schema, and the rows but for the time they took
sub state_of
{
	my ($db) = @_;
	my $w = $work{ $db =~ s/^(calm|full|lean)_//r };
	my $schema = $w->{schema} // 'hr';
	my ($catalog, $err);
	run_log([ 'psql', '-XqAt', '-v', "schema=$schema", '-f', 'tools/catalog.sql', '-d', $node->connstr($db) ], '>', \$catalog, '2>', \$err);
	my $rows = $node->safe_psql($db, qq{
		SELECT c.relname || ' ' || md5(query_to_xml(format('SELECT (to_jsonb(t) - %L::text[])::text AS r FROM %s t ORDER BY 1',
		         ARRAY(SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid
		               AND (a.atttypid = 'timestamptz'::regtype OR a.attname ~ '_ms\$')), c.oid::regclass), false, false, '')::text)
		FROM pg_class c WHERE c.relnamespace = to_regnamespace('$schema') AND c.relkind = 'r' ORDER BY 1});
	my $left = $node->safe_psql($db, q{SELECT 'left behind: ' || relname FROM pg_class
		WHERE relname LIKE 'gmalign\_%' AND relpersistence = 't'});
	return join "\n", $catalog . $err, $rows, $left, $w->{rows} ? $node->safe_psql($db, $w->{rows}) : '';
}

# of two states what is in one of them only
sub is_same
{
	my ($there, $here, $what) = @_;
	my (%there, %here);
	$there{$_}++ for split /\n/, $there;
	$here{$_}++ for split /\n/, $here;
	is(join("\n", (map { "lost: $_" } grep { !$here{$_} } sort keys %there),
		map { "came: $_" } grep { !$there{$_} } sort keys %here), '', $what);
	return;
}

# Numbers that a sequence gave to rows that never were are gone; here they are given again, so that the
# rows can be compared.
my $sequences = $node->safe_psql('model', q{SELECT string_agg(format('SELECT setval(%L, %s, %L);',
	format('%I.%I', schemaname, sequencename),
	coalesce(last_value, start_value), last_value IS NOT NULL), ' ') FROM pg_sequences WHERE schemaname = 'hr'});
sub is_done
{
	my ($db, $name, $what) = @_;
	my $w = $work{$name};
	$node->safe_psql($db, $sequences);
	my ($out, $err) = psql_in($db, $w->{call});
	is("$out", $w->{answer}, "$name $what: the same call answers as where nothing happened") or diag $err;
	is_same($w->{after}, state_of($db), "$name $what: and leaves the same");
	return;
}

sub waits
{
	my ($db) = @_;
	$node->poll_query_until('postgres', qq{SELECT count(*) = 1 FROM pg_stat_activity
		WHERE datname = '$db' AND wait_event_type = 'Lock' AND query LIKE '%gmalign.%'}) or die "$db does not wait";
	return $node->safe_psql('postgres', qq{SELECT pid FROM pg_stat_activity WHERE datname = '$db' AND wait_event_type = 'Lock'});
}

# ---------- where nothing happens ----------
for my $name (@works)
{
	my $w = $work{$name};
	for my $db ("calm_$name", $name)
	{
		# pg_cron knows one database
		next if $w->{prepare} && $db ne $name;
		$node->safe_psql('postgres', "CREATE DATABASE $db TEMPLATE model STRATEGY file_copy");
		$node->safe_psql($db, $w->{prepare}) if $w->{prepare};
	}
	$w->{before} = state_of($name);
	my $calm = $w->{prepare} ? $name : "calm_$name";
	($w->{answer}, my $err) = psql_in($calm, $w->{call});
	$w->{after} = state_of($calm);
	isnt($w->{after}, $w->{before}, "$name: does something") or diag $err;
	$node->safe_psql($name, q{SELECT count(*) FROM gmalign.unschedule_check('hr')}) if $w->{prepare};
}

# ---------- a timeout, a cancel, the session ended, the server killed ----------
my %running;
for my $name (@works)
{
	my $w = $work{$name};
	$w->{holder} = $node->background_psql($name, on_error_stop => 0);
	$w->{holder}->query("BEGIN; $w->{hold}");
	my ($out, $err) = psql_in($name, "SET statement_timeout = '1500ms'; $w->{call}");
	like($err, qr/57014: canceling statement due to statement timeout/, "$name: a timeout");
	is_same($w->{before}, state_of($name), "$name: changes nothing");
	for my $fault (
		[ 'cancelled', 'pg_cancel_backend', qr/57014: canceling statement due to user request/ ],
		[ 'ended', 'pg_terminate_backend', qr/57P01: terminating connection due to administrator command/ ],
		[ 'killed', undef, undef ])
	{
		my ($what, $function, $says) = @$fault;
		my $said = '';
		my $h = start([ 'psql', '-XqAt', '-d', $node->connstr($name), '-c', '\set VERBOSITY verbose', '-c', $day, '-c', $w->{call} ],
			'<', '/dev/null', '>', '/dev/null', '2>', \$said);
		my $pid = waits($name);
		if (!$function) { $running{$name} = $h; last; }
		$node->safe_psql('postgres', "SELECT $function($pid)");
		$h->finish;
		like($said, $says, "$name: $what");
		is_same($w->{before}, state_of($name), "$name: $what, nothing is changed");
	}
}
$node->stop('immediate');
$_->finish for values %running;
for my $name (@works) { eval { $work{$name}{holder}->quit }; }
$node->start;
for my $name (@works)
{
	is_same($work{$name}{before}, state_of($name), "$name: the server killed, nothing is changed");
	is_done($name, $name, 'after the server was killed');
}

# ---------- the record of checks ----------
is($node->safe_psql('run_check', q{SELECT count(*), count(skipped), count(failed_rules) FROM hr.check_run}),
	$node->safe_psql('calm_run_check', q{SELECT count(*), count(skipped), count(failed_rules) FROM hr.check_run}),
	'checks that were cut off are in no record');
my $holder = $node->background_psql('run_check', on_error_stop => 0);
$holder->query('BEGIN; LOCK TABLE hr.flag IN SHARE MODE');
my ($out, $err) = psql_in('run_check', "SET lock_timeout = '200ms'; SELECT count(*) FROM gmalign.run_check('hr');
	SELECT skipped FROM hr.check_run ORDER BY id DESC LIMIT 1");
$holder->quit;
like($err, qr/WARNING: .*somebody holds a lock on a table of schema "hr": this check is skipped/,
	'one that waited longer than lock_timeout is skipped');
like($out, qr/^0\n\S/, 'and on record');

# ---------- a full disk ----------
SKIP:
{
	my $dir = $ENV{GMALIGN_SMALL_DISK};
	skip 'no tmpfs of our own: the kernel lets no ordinary user mount one', 1 unless $dir;
	mkdir "$dir/space" or die $!;
	$node->safe_psql('postgres', "CREATE TABLESPACE small LOCATION '$dir/space'");
	for my $name (grep { !$work{$_}{prepare} } @works)
	{
		my ($w, $db) = ($work{$name}, "full_$name");
		$node->safe_psql('postgres', "CREATE DATABASE $db TEMPLATE model TABLESPACE small STRATEGY file_copy");
		my $errors = 0;
		# a first session writes a file that every later one reads
		$node->safe_psql($db, 'SELECT 1');
		# with ever more room, in kB, until there is enough
		for my $room (0, 256, 1024, undef)
		{
			# bytes are written until no more go in
			my ($free) = `df --output=avail -k $dir` =~ /(\d+)\s*$/;
			open my $fill, '>', "$dir/fill" or die $!;
			for (1 .. (defined $room ? $free - $room : 0)) { syswrite $fill, "\0" x 1024 or last; }
			close $fill;
			my ($out, $err) = psql_in($db, "$sequences $w->{call}");
			unlink "$dir/fill";
			if ($err =~ /the public figures of schema "hr" are due and were not published: could not extend file/)
			{
				# flags are for those who act on them; the record says what is left, and the next run does it
				like($node->safe_psql($db, 'SELECT failed_rules FROM hr.check_run ORDER BY id DESC LIMIT 1'), qr/^publish: could not extend file/,
					"$name: that nothing was published is on record");
				psql_in($db, $w->{call});
				is($node->safe_psql($db, 'SELECT count(*) FROM hr.release'), $node->safe_psql("calm_$name", 'SELECT count(*) FROM hr.release'),
					"$name: and the next one publishes");
				$node->safe_psql('postgres', "DROP DATABASE $db");
				$node->safe_psql('postgres', "CREATE DATABASE $db TEMPLATE model TABLESPACE small STRATEGY file_copy");
				next;
			}
			last if $err !~ /ERROR/;
			like($err, qr/ERROR:  53100: .*No space left on device/, "$name: with $room kB of disk left it says so");
			is_same($w->{before}, state_of($db), "$name: and changes nothing");
			$errors++;
		}
		cmp_ok($errors, '>', 0, "$name: the disk was full");
		is_same($w->{after}, state_of($db), "$name: with room it does what it does");
		$node->safe_psql('postgres', "DROP DATABASE $db");
	}
}

# ---------- no memory ----------
SKIP:
{
	skip 'no prlimit', 1 unless run_log([ 'prlimit', '--version' ], '>', '/dev/null', '2>', '/dev/null');
	for my $name (grep { !$work{$_}{prepare} } @works)
	{
		my ($w, $db) = ($work{$name}, "lean_$name");
		$node->safe_psql('postgres', "CREATE DATABASE $db TEMPLATE model STRATEGY file_copy");
		# the stack is there before the limit: a kernel that cannot let it grow kills
		$node->safe_psql($db, q{CREATE FUNCTION public.deep(n integer) RETURNS integer LANGUAGE plpgsql AS
			'BEGIN RETURN CASE WHEN n = 0 THEN 0 ELSE public.deep(n - 1) END; END'});
		for my $mb (1, 4)
		{
			my ($in, $out, $err) = (qq{\\set VERBOSITY verbose
				$day SELECT public.deep(300), gmalign.today() \\g /dev/null
				SELECT pg_backend_pid() AS pid \\gset
				\\setenv BACKEND :pid
				\\! prlimit --pid \$BACKEND --as=\$((\$(awk '/^VmSize/ {print \$2}' /proc/\$BACKEND/status) * 1024 + $mb * 1048576)):
				$w->{call};
				\\! prlimit --pid \$BACKEND --as=unlimited:
				SELECT 'well';}, '', '');
			run_log([ 'psql', '-XqAt', '-d', $node->connstr($db) ], '<', \$in, '>', \$out, '2>', \$err);
			like($err, qr/ERROR:  53200: out of memory/, "$name: with $mb MB of memory left it says so") or diag $out;
			like($out, qr/^well$/m, "$name: and the session goes on");
			is_same($w->{before}, state_of($db), "$name: nothing is changed");
		}
		is_done($db, $name, 'with memory again');
	}
}
ok($node->stop, 'the server is well');
done_testing();
