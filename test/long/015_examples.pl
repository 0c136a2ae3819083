# The scripts in examples/, run as their texts say: five files from a fresh database
# to who is to be told what, in fifteen lines of SQL; a dirtied copy, each of whose
# rejected lines is accounted for.
use strict;
use warnings;
use File::Copy qw(copy);
use File::Temp qw(tempdir);
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('examples');
my @kinds = qw(people goals moves priorities motivation);
my $here = Cwd::getcwd();

# the scripts in a folder with their files, over a fresh database
sub run_scripts
{
	my ($db, $folder) = @_;
	my ($out, $err);
	$node->safe_psql('postgres', "CREATE DATABASE $db");
	$node->safe_psql('postgres', "ALTER DATABASE $db SET gmalign.as_of = '2026-06-30'");
	chdir $folder or die "$folder: $!";
	ok(run_log([ qw(psql -XqAt -v ON_ERROR_STOP=1 -d), $node->connstr($db), map { ('-f', "$_.sql") } @kinds ], '>', \$out, '2>', \$err),
		"$db: the scripts run") or diag $err;
	chdir $here;
	# of each load: offered, loaded, unchanged, rejected
	my %count;
	$count{$1} = [ $2, $3, $4, $5 ] while $out =~ /^([a-z_.]+)\|(\d+)\|(\d+)\|(\d+)\|(\d+)\|/mg;
	return ($out, \%count);
}

# ---------- the files as they are ----------

my $lines = 0;
for my $file ('stage.psql', map { "$_.sql" } @kinds)
{
	my @said = grep { !/^\s*(?:--.*)?$/ && !/^\s*[\\:]/ } split /\n/, slurp_file("examples/$file");
	$lines += @said;
	is(join("\n", grep { length > 140 } @said), '', "$file: no line is long");
}
cmp_ok($lines, '<=', 15, "$lines lines of SQL, the tables for the files among them");

my ($out, $count) = run_scripts('clean', 'examples');
is(join(' ', map { "$_ @{ $count->{$_} }" } sort keys %$count),
	'assignment 12 12 0 0 assignment_goal 280 280 0 0 check_in 17 17 0 0 employee 33 33 0 0 employee.manager 32 32 0 0 '
	  . 'expectancy_outcome 26 26 0 0 expectancy_survey 13 13 0 0 goal 17 17 0 0 goal_link 14 14 0 0 '
	  . 'org_unit 33 6 27 0 org_unit.parent 32 5 27 0',
	'every row is taken, a unit once');
my @misaligned = grep { /^GM-/ } split /\n/, $out;
is(join(' ', map { join '|', (split /\|/)[ 0, 1 ] } @misaligned), 'GM-26-007|Lower mobility cost GM-26-005|Enter Vietnam',
	'the misaligned moves, with their names');
like($out, qr/^! move GM-26-007 \(new, since 2026-06-30\)\n.*?^Whom to call: sponsor \(W1002\)$/ms, 'the digest, with names to call');

# ---------- pictures of it, by a role that reads the tier assignment ----------

$node->safe_psql('clean', q{CREATE ROLE reader LOGIN; SELECT gmalign.grant_reader('hr', 'reader', 'assignment');
	UPDATE hr.goal SET title = 'Enter <Vietnam> & "more"' WHERE external_id = 'OKR-1'});
my $dir = tempdir(CLEANUP => 1);
my %as = (PGHOST => $node->host, PGPORT => $node->port, PGDATABASE => 'clean', PGUSER => 'reader');
sub picture
{
	my @command = @_;
	my ($said, $wrong);
	local @ENV{ keys %as } = values %as;
	ok(run_log(\@command, '>', \$said, '2>', \$wrong), "$command[1]: runs") or diag $wrong;
	is($wrong, '', "$command[1]: without a warning");
	return $said;
}
SKIP:
{
	skip 'no Rscript here', 4 if system('Rscript --version >/dev/null 2>&1') != 0;
	my $said = picture('Rscript', 'examples/alignment.R', 'hr', "$dir/alignment.pdf");
	my $sum = 0;
	$sum += $_ for map { /^ +\w+\|\w+((?: +\d+)+)$/ ? split(' ', $1) : () } split /\n/, $said;
	is($sum, $node->safe_psql('clean', q{SELECT count(alignment_score) FROM hr.alignment_pair WHERE assignment_status <> 'ended'}),
		'alignment.R: a point a pair that is scored');
	like(slurp_file("$dir/alignment.pdf"), qr/\A%PDF.*%%EOF\s*\z/s, 'alignment.R: a whole PDF');
}
SKIP:
{
	skip 'no python3 here', 4 if system('python3 --version >/dev/null 2>&1') != 0;
	my $said = picture('python3', 'examples/strategy.py', 'hr', "$dir/strategy.svg");
	is($said, $node->safe_psql('clean', q{
		SELECT string_agg(format('%s: %s, covered %s', goal_title, to_char(importance_share, 'FM0.00'),
				to_char(weighted_coverage_share, 'FM0.00')),
			E'\n' ORDER BY importance_share DESC) FROM hr.cascade_coverage WHERE strategic_goal_id IS NOT NULL}) . "\n",
		'strategy.py: every strategic goal');
	my ($texts) = run_command([ 'python3', '-c',
		"import sys, xml.dom.minidom as m; print(m.parse(sys.argv[1]).getElementsByTagName('text')[0].firstChild.data)",
		"$dir/strategy.svg" ]);
	is($texts, 'Enter <Vietnam> & "more"', 'strategy.py: XML that can be read, a title as it is');
}

# ---------- a dirtied copy ----------

# lines put below each file, and each reject they lead to: target, column, reason
my %dirt = (
	people => [
		[ 'W1060,U119,Jakarta Office,U199,W1002,ID,43831,,,No', 'org_unit.parent Parent Department not_there' ],
		[ ',U110,Asia Pacific,U100,W1002,SG,43831,,,No', 'employee Worker ID empty', 'employee.manager Worker ID row' ],
		[ 'W1061,U110,Asia Pacific,U100,W1999,SG,43831,,,No', 'employee.manager Manager ID not_there' ],
		[ 'W1062,U110,Asia Pacific,U100,W1002,SG,02/03/2020,,,No', 'employee Hire Date date', 'employee.manager Worker ID row' ],
		[ 'W1063,U110,Asia Pacific,U100,W1002,SG,43831,,,No', 'employee Worker ID duplicate', 'employee.manager Worker ID row' ],
		[ 'W1063,U110,Asia Pacific,U100,W1002,VN,43831,,,No', 'employee Worker ID duplicate', 'employee.manager Worker ID row' ],
		[   "W1064,U110,Asia Pa\xEF\xBF\xBDific,U100,W1002,SG,43831,,,No", 'org_unit Department undecodable', 'org_unit.parent Department ID row',
			'employee Department undecodable', 'employee.manager Worker ID row' ],
		[ 'W1020,U112,Singapore Hub  ,U110,W1006,DE,41275,,,No' ],
	],
	goals => [
		[   'OKR-21,Own the sky,Objective,Galaxy,OKR-1,,,W1005,,,,On track,2026-06-22,', 'goal Level word', 'goal_link Goal ID row',
			'check_in Goal ID not_there' ],
		[ 'OKR-22,Lean office,Objective,Team,OKR-99,,,W1005,,,,On track,2026-06-22,', 'goal_link Parent IDs not_there' ],
		[   'OKR-23,Calls,Key result,Team,OKR-12,,,W1005,0,1.234,,On track,2026-06-22,', 'goal Target number', 'goal_link Goal ID row',
			'check_in Goal ID not_there' ],
		[ 'OKR-24,Handbook,Objective,Team,OKR-25,,,W1005,,,,On track,2026-06-22,', 'goal_link Parent IDs cycle' ],
		[ 'OKR-25,Contracts,Objective,Team,Handbook,,,W1005,,,,On track,2026-06-22,', 'goal_link Parent IDs cycle' ],
		[ 'OKR-26,Visits,Objective,Team,"OKR-1|OKR-2 ",,,W1005,,,,On track,31/02/2026,', 'check_in Check-in Date moment' ],
		[   'OKR-27,Fairs,Objective,Team,OKR-1,,,W1999,,,,On track,2026-06-22,', 'goal Owner not_there', 'goal_link Goal ID row',
			'check_in Owner not_there' ],
	],
	moves => [
		[ "GM-26-101;W1999;W1011;W1002;Europe;Long term;;DE;VN;01.07.2025;01.07.2027;1,00", 'assignment Employee ID not_there' ],
		[ "GM-26-102;W1032;W1011;W1002;Europe;Long term;;DE;VN;01.07.2025;01.07.2024;1,00", 'assignment Scheduled End Date check' ],
		[ "GM-26-103;W1032;W1011;W1002;Europe;Long term;;DE;VN;01.07.2025;01.07.2027;185.000" ],
		[ "GM-26-104;W1032;W1011;W1002;Europe;Long term;;DE;VN;01.07.2025;01.07.2027;ca. 90", 'assignment Estimated Cost number' ],
		[ "GM-26-105;W1032;W1011;W1002;Europe;Long term;;DE;VN;07/01/25;;", 'assignment Start Date date' ],
	],
	priorities => [
		[   "901,,6/1/2026 9:00:00,GM-26-001,Assignee,5,7,1,1,1,1,1,1", 'assignment_goal Local team leads scale',
			map { "assignment_goal $_ statement" } 'First 20 clients', 'Keep our experts', 'Role after return', 'Move in 90 days',
			'Cost per move -10 %', 'Next step in my career', 'Family settled' ],
		[ "902,,6/1/2026 9:00:00,GM-26-999,Assignee,5,4,1,1,1,1,1,1", ('assignment_goal Move not_there') x 8 ],
		[ "903,,6/1/2026 9:00:00,GM-26-001,Bystander,5,4,1,1,1,1,1,1", ('assignment_goal Role not_there') x 8 ],
		[ "904,,13/6/2026 9:00:00,GM-26-001,Sponsor,5,4,1,1,1,1,1,1", ('assignment_goal Completion time date') x 8 ],
		[   "905,,6/2/2026 9:00:00,GM-26-001,Assignee,,,,,,,,",
			map { "assignment_goal $_ no_answer" } 'First 20 clients', 'Local team leads', 'Keep our experts', 'Role after return',
			'Move in 90 days', 'Cost per move -10 %', 'Next step in my career', 'Family settled' ],
	],
	motivation => [
		[   'P901,W1020,GM-26-001,Assignee,46180,9,3,2,4,5,3,5', 'expectancy_survey I can scale',
			('expectancy_outcome Response ID row') x 2 ],
		[   'P902,W1999,,Assignee,46180,4,3,2,4,5,3,5', 'expectancy_survey Person not_there', ('expectancy_outcome Response ID row') x 2 ],
		[ 'P903,W1020,GM-26-001,Assignee,46180,4,3,"not sure",4,5,3,5', 'expectancy_outcome Gives: pay scale' ],
	]);
my @wanted;
for my $kind (@kinds)
{
	my $clean = slurp_file("examples/$kind.csv");
	my $line = () = $clean =~ /\n/g;
	open my $file, '>:raw', "$dir/$kind.csv" or die $!;
	print $file $clean;
	for my $row (@{ $dirt{$kind} })
	{
		my ($text, @rejects) = @$row;
		# a file ends its lines in one way
		print $file $text, $clean =~ /\r\n/ ? "\r\n" : "\n";
		$line++;
		push @wanted, map { "$kind $line $_" } @rejects;
	}
	close $file;
	copy("examples/$kind.sql", "$dir/$kind.sql");
}
copy('examples/stage.psql', "$dir/stage.psql");

my ($dirty, $found) = run_scripts('dirty', $dir);
my @got = split /\n/, $node->safe_psql('dirty', q{
	SELECT concat_ws(' ', split_part(source, '.', 2), line, target, btrim(column_name, chr(65279)), reason_code) FROM hr.load_reject});
is(join("\n", sort @got), join("\n", sort map { s/(org_unit|employee)\.\w+ /$1 /r } @wanted),
	'every reject is accounted for, and nothing else is one');
for my $target (sort keys %$found)
{
	my ($offered, $loaded, $unchanged, $rejected) = @{ $found->{$target} };
	is($loaded + $unchanged + $rejected, $offered, "$target: loaded + unchanged + rejected = offered");
	is($rejected, scalar(grep { /^\w+ \d+ \Q$target\E / } @wanted), "$target: so many rejects were planted");
}
is($node->safe_psql('dirty', q{SELECT cost_estimate FROM hr.assignment WHERE external_id = 'GM-26-103'}), '185000.00',
	'185.000 with a decimal comma is many');
is(join("\n", grep { /^GM-/ } split /\n/, $dirty), join("\n", @misaligned), 'what is found is the same');

done_testing();
