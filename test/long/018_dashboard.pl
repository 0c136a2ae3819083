# The dashboard over the sample programme: its colours, what its cards read as readers
# of both tiers, and the site they build, walked through in a headless Chromium. What
# "make dashboard" fetches is not fetched here; without it the rest is skipped.
use strict;
use warnings;
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More;

my ($node_version) = `node --version 2>/dev/null` =~ /^v(\d+)/;
plan skip_all => 'no Node.js 18 or newer' if ($node_version // 0) < 18;

# the lines of a script, "ok NAME" or "not ok NAME", as tests
sub tests_of
{
	my (@command) = @_;
	my ($out, $count) = ('', 0);
	run_log(\@command, '>', \$out);
	for (split /\n/, $out)
	{
		if (/^(not )?ok (.*)/) { ok(!$1, $2); $count++ }
		else { diag($_) }
	}
	return $count;
}
cmp_ok(tests_of('node', 'test/dashboard/palette.js', 'dashboard/src/components/palette.js'), '>', 40, 'colours are looked at');

SKIP:
{
	skip 'the packages of dashboard/package-lock.json are not here: make dashboard' unless -d 'dashboard/node_modules';

	# a schema whose name has to be quoted
	my $node = new_server('dashboard');
	load_sample($node, 'postgres', 'gm_public', 13);
	$node->safe_psql('postgres', q{
		UPDATE hr.assignment SET external_id = NULL WHERE external_id = 'M1';
		ALTER SCHEMA hr RENAME TO "our ""people's""";
		CREATE ROLE reads_assignment LOGIN;
		CREATE ROLE reads_person LOGIN;
		SELECT gmalign.grant_reader('our "people''s"', 'reads_assignment', 'assignment'),
		       gmalign.grant_reader('our "people''s"', 'reads_person', 'person')});
	local %ENV = (%ENV, PGHOST => $node->host, PGPORT => $node->port, PGDATABASE => 'postgres', PGUSER => 'reads_person',
		SCHEMA => q{our "people's"}, OBSERVABLE_TELEMETRY_DISABLE => 'true');
	my $card = sub {
		my ($name, %as) = @_;
		local %ENV = (%ENV, %as);
		my ($out, $err);
		my $is = run_log([ 'node', 'dashboard/src/data/[card].json.js', "--card=$name" ], '>', \$out, '2>', \$err);
		return $is ? $out : $err;
	};

	for my $file (glob 'dashboard/cards/*.sql')
	{
		my ($name) = $file =~ m{(\w+)\.sql$};
		# nobody's group is large enough for what is published of motivation
		my $wanted = $name eq 'motivation_published' ? qr/^\{"rows":\[\],/ : qr/^\{"rows":\[\{/;
		like($card->($name), qr/$wanted.*"source":"$name"\}$/s, "$name: the tier person reads it");
	}
	like($card->('today'), qr/"as_of_date":"2026-06-30",.*"misaligned_count":3,/, 'days as they are, counts as numbers');
	my %as = (PGUSER => 'reads_assignment');
	is($card->('digest', %as), '{"rows":[],"source":null}', 'messages are not for the tier assignment');
	like($card->('motivation', %as), qr/"source":"motivation_published"/, 'who reads what is published of motivation');
	like($card->('outcomes', %as), qr/"rows":\[\{.*"is_suppressed":true.*"source":"outcomes_published"/,
		'and of outcomes, with what is withheld');
	like($card->('moves', %as), qr/"rows":\[\{.*"source":"moves"/, 'but all moves');
	like($card->('moves'), qr/"move":"\d+"/, 'a move without an external id goes by its key');
	like($card->('moves', SCHEMA => 'nowhere'), qr{^dashboard/cards/moves.sql in schema nowhere: relation .* does not exist$},
		'what cannot be read is said');
	append_to_file('dashboard/cards/writes.sql', 'CREATE TABLE public.written ()');
	like($card->('writes', PGUSER => $ENV{USER} // getpwuid($<)), qr/cannot execute CREATE TABLE in a read-only transaction/, 'nobody writes');
	unlink 'dashboard/cards/writes.sql';

	my ($chromium) = grep { system("command -v $_ >/dev/null") == 0 } qw(chromium chromium-browser google-chrome);
	for my $tier (qw(person assignment))
	{
		local $ENV{PGUSER} = "reads_$tier";
		my $out;
		ok(run_log([ qw(npm run --prefix dashboard build) ], '>', \$out, '2>&1'), "a reader of the tier $tier builds the site") or diag($out);
		unlike($out, qr/warning|broken/i, 'without a warning');
		SKIP:
		{
			skip 'no Chromium' unless $chromium;
			my $server = open(my $address, '-|', 'node', 'dashboard/serve.js', '0') or die $!;
			chomp(my $url = <$address>);
			cmp_ok(tests_of('node', 'test/dashboard/browser.js', $chromium, $url, $tier), '>', 60, "$tier: pages are looked at");
			kill 'TERM', $server;
		}
	}
	$node->stop;
}

done_testing();
