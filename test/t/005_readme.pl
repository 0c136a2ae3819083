# What the README shows is what happens.
use strict;
use warnings;
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('readme');
$node->safe_psql('postgres', 'CREATE EXTENSION gmalign');
my $readme = slurp_file('README.md');

# the ten lines and the sentence below them
my ($sql, $says) = $readme =~ /## Ten lines.*?```sql\n(.*?)```\n\n(.*?)\n\nWithout the model/s
  or die 'README has no ten lines';
(my $expected = $says) =~ s/\s+/ /g;
$expected =~ s/^ | $//g;
my ($reason) = (split /\n/, $node->safe_psql('postgres', $sql))[-1] =~ /^([^|]*)/;
is($reason, $expected, 'ten lines to a first result');

# the graph example, on the model just made
my ($graph) = $readme =~ /(WITH graph AS MATERIALIZED.*?;)\n```/s;
is(scalar(split /\n/, $node->safe_psql('postgres', $graph)), 2, 'the graph example');

# a rule of one's own, on the model just made
my ($rule) = $readme =~ /A rule of your own is a view and a row:\n\n```sql\n(.*?)```/s or die 'README has no rule';
$node->safe_psql('postgres', $rule);
is($node->safe_psql('postgres', q{
	UPDATE hr.assignment SET cost_estimate = 100000, actual_cost = 130000;
	SELECT rule_code, reason FROM gmalign.run_check('hr') WHERE rule_code = 'costly';
	SELECT failed_rules IS NULL FROM hr.check_run}),
	"costly|costs 130000.00 instead of 100000.00\nt", 'a rule of one\'s own');

# every function, aggregate and type the README names is there
my %named = map { $_ => 1 } $readme =~ /gmalign\.([a-z_]+)/g;
delete @named{qw(as_of time_zone git)};
is($node->safe_psql('postgres', sprintf(q{
	SELECT n FROM unnest(ARRAY[%s]) AS n
	WHERE NOT EXISTS (SELECT FROM pg_proc WHERE proname = n AND pronamespace = 'gmalign'::regnamespace)
	  AND NOT EXISTS (SELECT FROM pg_type WHERE typname = n AND typnamespace = 'gmalign'::regnamespace)},
		join(', ', map { "'$_'" } sort keys %named))), '', 'what README calls by name exists');

# and every function of the extension is in it, support functions apart
is($node->safe_psql('postgres', sprintf(q{
	SELECT DISTINCT p.proname FROM pg_proc p
	WHERE p.pronamespace = 'gmalign'::regnamespace
	  AND obj_description(p.oid, 'pg_proc') !~ '^(Support function|Called by|Input|Output|Binary)'
	  AND p.proname !~ '_of$' AND NOT p.proname = ANY (ARRAY[%s]) ORDER BY 1},
		join(', ', map { "'$_'" } $readme =~ /([a-z_]{5,})/g))), "assignment_status\ndefault_settings\nlink_contribution\nlocal_date\nmodel_contract\nmodel_relations\nparty_name\nperson_rows\npublic_views\nstate_merge\nview_inputs",
	'README names every function people call');

$node->stop;
done_testing();
