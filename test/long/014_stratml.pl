# StratML as it is published: every document of REALDATA/stratml is loaded, each of
# its elements is accounted for, and what comes out is valid, and the same again.
use strict;
use warnings;
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $data = "$ENV{REALDATA}/stratml";
my @files = sort glob "$data/*.xml";
plan skip_all => "no documents in $data" if !@files;
my $schema = "$data/xsd/PerformancePlanOrReport20160216.xsd";
my $has_xmllint = -e $schema && system('xmllint --version >/dev/null 2>&1') == 0;

my $node = new_server('stratml', "gmalign.as_of = '2026-06-30'");
# two empty models, copied for each document
$node->safe_psql('postgres', 'CREATE DATABASE empty');
$node->safe_psql('empty', q{CREATE EXTENSION gmalign; SELECT gmalign.install('came'); SELECT gmalign.install('copied')});
my $db;
my $dir = PostgreSQL::Test::Utils::tempdir();

sub load
{
	my ($to, $text) = @_;
	return $node->safe_psql($db,
		"SELECT concat_ws('|', outcome, element, row_count) FROM gmalign.import_stratml('$to', \$stratml\$$text\$stratml\$::text)");
}

# every row the loader writes, without keys of our own
my $rows = q{
	SELECT g.external_id, g.title, g.why, g.level, g.goal_type, g.unit, g.target_value, g.start_date, g.due_date, g.current_value,
	       c.external_id, u.external_id
	FROM %1$s.goal g LEFT JOIN %1$s.cycle c ON c.id = g.cycle_id LEFT JOIN %1$s.org_unit u ON u.id = g.org_unit_id ORDER BY 1;
	SELECT c.external_id, p.external_id, l.relation, l.rationale
	FROM %1$s.goal_link l JOIN %1$s.goal c ON c.id = l.child_id JOIN %1$s.goal p ON p.id = l.parent_id ORDER BY 1, 2;
	SELECT g.external_id, m.name, m.due_date, m.value FROM %1$s.key_result_milestone m JOIN %1$s.goal g ON g.id = m.goal_id ORDER BY 1, 3;
	SELECT k.external_id, g.external_id, k.checked_at, k.value, k.note FROM %1$s.check_in k JOIN %1$s.goal g ON g.id = k.goal_id ORDER BY 1};
my $versions = 'SELECT md5(string_agg(v, chr(10) ORDER BY v)) FROM ('
  . join(' UNION ALL ', map { "SELECT concat('$_', ctid, xmin) AS v FROM %1\$s.$_" }
  qw(goal goal_link cycle org_unit key_result_milestone check_in load_reject)) . ') AS x';

my $n = 0;
for my $file (@files)
{
	my $text = slurp_file($file);
	(my $name = $file) =~ s{.*/}{};
	my ($in, $copy) = ('came', 'copied');
	$db = 'document' . ++$n;
	$node->safe_psql('postgres', "CREATE DATABASE $db TEMPLATE empty");
	my %sum;
	for my $line (split /\n/, load($in, $text))
	{
		my ($outcome, $element, $count) = split /\|/, $line;
		$sum{$outcome}{$element} += $count;
	}
	for my $element (qw(Goal Objective PerformanceIndicator Relationship TargetResult ActualResult))
	{
		my $offered = () = $text =~ /<(?:\w+:)?$element[\s\/>]/g;
		my ($loaded, $empty, $rejected) = map { $sum{$_}{$element} // 0 } qw(loaded empty rejected);
		is($loaded + $empty + $rejected, $offered, "$name: $loaded $element loaded, $empty empty, $rejected rejected");
	}
	is($node->safe_psql($db, "SELECT count(*) FROM $in.goal"),
		($sum{loaded}{Goal} // 0) + ($sum{loaded}{Objective} // 0) + ($sum{loaded}{PerformanceIndicator} // 0), "$name: as many goals");
	is($node->safe_psql($db, "SELECT count(*) FROM gmalign.check('$in') WHERE severity = 'error'"),
		0, "$name: nothing wrong in the model");

	my $before = $node->safe_psql($db, sprintf($versions, $in));
	load($in, $text);
	is($node->safe_psql($db, sprintf($versions, $in)), $before, "$name: loaded twice, no row is written");

	my $out = $node->safe_psql($db, "SELECT gmalign.export_stratml('$in')");
	my $again = load($copy, $out);
	unlike($again, qr/^(rejected|left)/m, "$name: what comes out has a place");
	is($node->safe_psql($db, sprintf($rows, $copy)), $node->safe_psql($db, sprintf($rows, $in)), "$name: and goes in the same");
	is($node->safe_psql($db, "SELECT gmalign.export_stratml('$copy')"), $out, "$name: and comes out the same");
  SKIP:
	{
		skip 'no xmllint or schema', 1 if !$has_xmllint;
		append_to_file("$dir/$n.xml", $out);
		is(system("xmllint --noout --nonet --schema '$schema' '$dir/$n.xml' >'$dir/said' 2>&1"), 0, "$name: it is valid")
		  or diag(slurp_file("$dir/said"));
	}
}

# what takes long can be cancelled
my ($rc, $said, $err) = $node->psql('empty', q{
	SET statement_timeout = '500ms';
	SELECT count(*) FROM gmalign.import_stratml('came', format('<StrategicPlan><Name>big</Name>%s</StrategicPlan>',
		(SELECT string_agg(format('<Goal><Name>%s</Name></Goal>', g), '') FROM generate_series(1, 100000) AS g)))});
like($err, qr/canceling statement due to statement timeout/, 'a long load is cancelled');
done_testing();
